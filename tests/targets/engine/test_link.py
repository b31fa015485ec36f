"""Linked books: every page in its place with its number, links that arrive, bytes that depend on nothing else."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.targets.engine.called import called, letters
from pipeline.targets.engine.fragment import Bookmark, Fragment, packed, unpacked
from pipeline.targets.engine.link import About, Linked, Part, Placed, link
from tests.targets.engine.synthetic import Leaf, Ref, Shelf, glyph

IDS = ("light--note-1", "light--note-2")
ABOUT = About(
    "Light & <Sound>", "en", ("Ann", "Bö"), "On waves", ("light", "sound"), "2026-11-22", "urn:x", "studypress"
)
COVER = Leaf("cover", ("Light and Sound",), folios=False)
CONTENTS = Leaf("contents", ("Contents", "more"), refs=(Ref("light"), Ref("sound")), folios=False)
RAYS = Bookmark("Rays", 0, 50, 700, False, (Bookmark("é", 1, 9, 9, True),))
LIGHT = Leaf(
    "light",
    ("Rays", "Colours"),
    refs=(Ref("sound"), Ref("sound--speed"), Ref("sound--speed", shown=False)),
    anchors=(("light--colours", 1),),
    images=("red",),
    marks=(Bookmark("Light", 0, 50, 780, True, (RAYS,)),),
    ids=("light--note-1",),
)
SOUND = Leaf(
    "sound",
    ("Waves", "Speed", "Echo"),
    anchors=(("light--zzz", 1), ("sound--echo", 2), ("sound--speed", 1)),
    images=("red", "blue"),
    marks=(Bookmark("Sound", 0, 50, 780, False, (Bookmark("Speed", 1, 50, 700, False),)),),
    ids=("light--note-2",),
)
INDEX = Leaf("index", ("Index",), index=("light", "light--colours", "sound", "sound--echo"))


@dataclass(frozen=True)
class Book:
    data: bytes
    linked: Linked
    shelf: Shelf

    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.data))

    def texts(self) -> list[str]:
        return [p.get_textpage().get_text_range().replace("\r\n", "|") for p in pypdfium2.PdfDocument(self.data)]

    def dests(self) -> dict[str, int]:
        """Where each name leads: index of the page."""
        with self.pdf() as pdf:
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            return {name: pages[place[0].objgen] for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def bind(
    body: Sequence[Leaf], front: Sequence[Leaf] = (COVER, CONTENTS), before: Placed | None = None, about: About = ABOUT
) -> Book:
    shelf = Shelf()
    out = BytesIO()
    linked = link(out, [shelf.set(leaf) for leaf in front], [shelf.set(leaf) for leaf in body], about, shelf, before)
    return Book(out.getvalue(), linked, shelf)


def kept(book: Book, folder: Path) -> Placed:
    """The record of a book that lies in a folder, as it comes back from a cache."""
    path = folder / "book.pdf"
    path.write_bytes(book.data)
    return pickle.loads(pickle.dumps(replace(book.linked.placed, path=path)))  # noqa: S301 - our own


@pytest.fixture(scope="module")
def book() -> Book:
    return bind((LIGHT, SOUND, INDEX))


def test_every_page_stands_in_order_with_its_number(book: Book) -> None:
    assert book.texts() == [
        "Light and Sound",
        "Contents|(p. 1)|(p. 3)",
        "more",
        "Rays|(p. 3)|(p. 4)|1",
        "Colours|2",
        "Waves|3",
        "Speed|4",
        "Echo|5",
        "Index|1–3, 5|6",
    ]
    assert book.linked.pages == 9
    assert book.linked.first == (0, 1, 3, 5, 8)


def test_the_file_is_sound(book: Book, tmp_path: Path) -> None:
    with book.pdf() as pdf:
        assert pdf.check_pdf_syntax() == []
    path = tmp_path / "book.pdf"
    path.write_bytes(book.data)
    report = page_validation.validate_pdf(str(path), profile="ua1")
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_it_tells_its_size_digest_and_numbers(book: Book) -> None:
    assert book.linked.size == len(book.data)
    assert book.linked.sha256 == hashlib.sha256(book.data).hexdigest()
    numbers = book.linked.numbers
    wanted = {"cover": "Cover", "contents": "i", "light--colours": "2", "sound--echo": "5"}
    assert {name: numbers[name] for name in wanted} == wanted


def test_labels_are_cover_then_roman_then_arabic(book: Book) -> None:
    with book.pdf() as pdf:
        assert [page.label for page in pdf.pages] == ["Cover", "i", "ii", "1", "2", "3", "4", "5", "6"]


def test_pages_may_have_names_of_their_own_which_all_that_refers_to_them_tells() -> None:
    """In an index, a page with a letter is never part of a run."""
    shelf, out = Shelf(), BytesIO()
    known = letters(shelf.blob)

    def named(leaf: Leaf, *labels: str) -> Fragment:
        found = shelf.set(leaf)
        uses = (replace(u, total=((glyph("X"), 500), (glyph("Y"), 500))) for u in unpacked(found.fonts))
        return called(replace(found, fonts=packed(uses)), labels, known)

    body = [named(LIGHT, "7", "7a"), named(SOUND, "8", "9", "9b"), named(INDEX, "10")]
    link(out, (), body, ABOUT, shelf)
    texts = [p.get_textpage().get_text_range().replace("\r\n", "|") for p in pypdfium2.PdfDocument(out.getvalue())]
    assert texts == ["Rays|(p. 8)|(p. 9)|7", "Colours|7a", "Waves|8", "Speed|9", "Echo|9b", "Index|7, 7a, 8, 9b|10"]


def test_names_that_interleave_all_lead_to_their_pages(book: Book) -> None:
    assert book.dests() == {
        "cover": 0,
        "contents": 1,
        "light": 3,
        "light--colours": 4,
        "light--zzz": 6,
        "sound": 5,
        "sound--speed": 6,
        "sound--echo": 7,
        "index": 8,
    }


def test_of_equal_names_the_first_holds() -> None:
    twice = bind((Leaf("a", ("x",), anchors=(("z", 0),)), Leaf("b", ("y",), refs=(Ref("z"),), anchors=(("z", 0),))))
    assert twice.dests()["z"] == 3
    assert twice.linked.numbers["z"] == "1"
    assert twice.texts()[-1] == "y|(p. 1)|2"


def test_a_destination_that_nobody_defines_is_told_and_leads_to_its_own_fragment() -> None:
    lost = bind((LIGHT, SOUND, Leaf("late", ("Late",), refs=(Ref("gone"), Ref("gone")), index=("gone", "light"))))
    assert lost.linked.unresolved == (("late", "gone"),)
    assert "gone" not in lost.linked.numbers
    assert lost.dests()["gone"] == 8
    assert lost.texts()[-1] == "Late|1|6"


def test_a_shared_picture_is_in_the_file_once(book: Book) -> None:
    with book.pdf() as pdf:
        pictures = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert len(pictures) == 4  # red and blue, each with a mask
        shown = [pdf.pages[page].Resources.XObject["/I0"] for page in (3, 5)]
        assert shown[0].objgen == shown[1].objgen
        assert all("/SMask" in picture for picture in shown)


def test_the_outline_keeps_levels_and_what_is_open(book: Book) -> None:
    with book.pdf() as pdf:
        assert pdf.Root.PageMode == "/UseOutlines"
        assert int(pdf.Root.Outlines.Count) == 3  # Light with one open line below, Sound
        with pdf.open_outline() as outline:
            light, sound = outline.root
            assert (light.title, light.children[0].title, light.children[0].children[0].title) == ("Light", "Rays", "é")
            assert (light.is_closed, light.children[0].is_closed, sound.is_closed) == (False, True, True)
            assert sound.children[0].destination[0].objgen == pdf.pages[6].objgen


def test_parts_group_the_outline() -> None:
    shelf, out = Shelf(), BytesIO()
    body = [shelf.set(leaf) for leaf in (LIGHT, SOUND, INDEX, replace(SOUND, name="more"))]
    parts = (Part("Waves", 2), Part("Bare", 1), Part("", 1))
    linked = link(out, [shelf.set(COVER)], body, ABOUT, shelf, parts=parts)
    book = Book(out.getvalue(), linked, shelf)
    with book.pdf() as pdf:
        assert pdf.check_pdf_syntax() == []
        assert int(pdf.Root.Outlines.Count) == 5  # Waves, Light, Rays, Sound, Sound
        with pdf.open_outline() as outline:
            assert [line.title for line in outline.root] == ["Waves", "Sound"]
            assert [line.title for line in outline.root[0].children] == ["Light", "Sound"]
            assert outline.root[0].destination[0].objgen == pdf.pages[1].objgen


def test_what_it_says_of_itself_agrees(book: Book) -> None:
    with book.pdf() as pdf:
        assert str(pdf.docinfo["/Title"]) == ABOUT.title
        assert str(pdf.docinfo["/Author"]) == "Ann, Bö"
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == ABOUT.title
            assert meta["dc:creator"] == ["Ann", "Bö"]
            assert meta["pdf:Keywords"] == str(pdf.docinfo["/Keywords"]) == "light, sound"
            assert meta["pdfuaid:part"] == "1"
            assert meta["xmp:CreateDate"] == "2026-11-22"
        assert str(pdf.Root.Lang) == "en"


def test_the_identifier_tells_the_book_and_the_edition(book: Book) -> None:
    other = bind((LIGHT, SOUND))
    with book.pdf() as one, other.pdf() as two:
        assert bytes(one.trailer.ID[0]) == bytes(two.trailer.ID[0])
        assert bytes(one.trailer.ID[1]) != bytes(two.trailer.ID[1])


def test_structure_elements_are_found_from_pages_and_by_id(book: Book) -> None:
    with book.pdf() as pdf:
        root = pdf.Root.StructTreeRoot
        parents = pikepdf.NumberTree(root.ParentTree)
        for page in pdf.pages:
            for number, element in enumerate(parents[int(page.StructParents)]):
                assert element.Pg.objgen == page.objgen
                assert number in (element.K if isinstance(element.K, pikepdf.Array) else [element.K])
            for link_annotation in page.get("/Annots", ()):
                assert parents[int(link_annotation.StructParent)].S == "/Link"
        ids = pikepdf.NameTree(root.IDTree)
        assert {name: str(element.ID) for name, element in ids.items()} == {name: name for name in IDS}


def test_links_of_an_index_line_follow_the_places_that_close_up(book: Book) -> None:
    with book.pdf() as pdf:
        found = [(int(a.F), str(a.Dest), str(a.Contents)) for a in pdf.pages[8].Annots]
        lefts = [float(a.Rect[0]) for a in pdf.pages[8].Annots]
    assert found[:2] == [(4, "light", "1–3"), (4, "sound--echo", "5")]
    assert [flags for flags, _, _ in found[2:]] == [2, 2]
    assert lefts[1] == pytest.approx(lefts[0] + (1500 + 250) * 12 / 1000 + 3, abs=0.01)  # "1–3," and a space


# --------------------------------------------------------------------------- again


def test_the_same_book_is_taken_over_whole(book: Book, tmp_path: Path) -> None:
    again = bind((LIGHT, SOUND, INDEX), before=kept(book, tmp_path))
    assert again.data == book.data
    assert again.shelf.asked == ["font:f0"]


def test_an_edit_places_its_own_fragment_only(book: Book, tmp_path: Path) -> None:
    edited = (LIGHT, replace(SOUND, pages=("Waves", "Speed and more", "Echo")), INDEX)
    again = bind(edited, before=kept(book, tmp_path))
    assert again.data == bind(edited).data
    assert len([key for key in again.shelf.asked if ":" not in key]) == 1


def test_numbers_that_change_are_filled_in_where_nothing_else_did(book: Book, tmp_path: Path) -> None:
    longer = (replace(LIGHT, pages=("Rays", "Colours", "Shades")), SOUND, INDEX)
    again = bind(longer, before=kept(book, tmp_path))
    assert again.data == bind(longer).data
    assert len([key for key in again.shelf.asked if ":" not in key]) == 1
    assert again.texts()[-1] == "Index|1, 2, 4, 6|7"


def test_the_first_owner_of_a_picture_may_go(book: Book, tmp_path: Path) -> None:
    without = (replace(LIGHT, images=()), SOUND, INDEX)
    assert bind(without, before=kept(book, tmp_path)).data == bind(without).data


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "gone"])
def test_a_damaged_previous_file_is_not_trusted(book: Book, tmp_path: Path, harm: str) -> None:
    before = kept(book, tmp_path)
    data = bytearray(book.data)
    data[before.chapters[3].start + 40] ^= 1
    path = tmp_path / "book.pdf"
    path.unlink() if harm == "gone" else path.write_bytes({"flip": data, "cut": data[:2000], "empty": b""}[harm])
    assert bind((LIGHT, SOUND, INDEX), before=before).data == book.data


# --------------------------------------------------------------------------- any book


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)


@st.composite
def books(draw: st.DrawFn) -> tuple[Leaf, ...]:
    names = draw(NAMES)
    every = st.sampled_from([*names, *(f"{name}--x" for name in names), "lost"])
    leaves = []
    for name in names:
        pages = draw(st.integers(1, 3))
        marks = (Bookmark(name, 0, 50, 780, draw(st.booleans()), (Bookmark("sub", pages - 1, 1, 1, False),)),)
        leaves.append(
            Leaf(
                name,
                tuple(f"{name} {page} {draw(st.sampled_from(('', 'some', 'words')))}" for page in range(pages)),
                refs=tuple(map(Ref, draw(st.lists(every, max_size=3)))),
                index=tuple(draw(st.lists(every, max_size=5))),
                anchors=((f"{draw(st.sampled_from(names))}--{name}", pages - 1), (f"{name}--x", pages - 1)),
                images=tuple(draw(st.lists(st.sampled_from(("red", "blue", "green")), max_size=2, unique=True))),
                marks=draw(st.sampled_from(((), marks))),
                lines=draw(st.integers(1, 4)),
            )
        )
    return tuple(leaves)


@settings(max_examples=40, deadline=None)
@given(books(), books())
def test_any_book_is_sound_and_any_book_may_follow_it(tmp_path_factory, one: tuple[Leaf, ...], two: tuple[Leaf, ...]):
    first, second = bind(one), bind(two)
    again = bind(two, before=kept(first, tmp_path_factory.mktemp("before")))
    assert again.data == second.data
    with second.pdf() as pdf:
        assert pdf.check_pdf_syntax() == []
    words = [text.split("|") for text in second.texts()[3:]]
    wanted = [page.strip() for leaf in two for page in leaf.pages]
    assert [(page[0].strip(), page[-1]) for page in words] == [(text, str(n)) for n, text in enumerate(wanted, 1)]
    first_pages = dict(zip([leaf.name for leaf in (COVER, CONTENTS, *two)], second.linked.first, strict=True))
    dests = second.dests()
    assert {name: dests[name] for name in first_pages} == first_pages
    for leaf in two:
        told = words[first_pages[leaf.name] - 3][1 : 1 + len(leaf.refs)]
        resolved = [ref.target for ref in leaf.refs if ref.target in second.linked.numbers]
        assert told[: len(resolved)] == [f"(p. {second.linked.numbers[target]})" for target in resolved]


def test_many_fragments_make_trees_of_few_kids() -> None:
    book = bind([Leaf(f"n{number:04}", (f"text {number}",), ids=(f"i{number}",)) for number in range(150)])
    assert book.texts()[-1] == "text 149|150"
    assert len(book.dests()) == 154
    with book.pdf() as pdf:
        assert pdf.check_pdf_syntax() == []
        structure = pdf.Root.StructTreeRoot
        todo = [pdf.Root.Pages, pdf.Root.Names.Dests, structure.ParentTree, structure.IDTree]
        while todo:
            kids = list(todo.pop().get("/Kids", ()))
            assert len(kids) <= 64
            todo += kids


def _stretched(shelf: Shelf, leaf: Leaf, more: int) -> Fragment:
    """A fragment of many more objects."""
    fragment = shelf.set(leaf)
    body = shelf.bodies[fragment.key]
    at = len(body.pack.text % ((0,) * len(body.pack.holes))) + 1
    text = b"\n".join([body.pack.text, *[b"null"] * more])
    table = (*body.table, *((fragment.objects + n, at + 5 * n) for n in range(more)))
    shelf.bodies[fragment.key] = replace(body, pack=replace(body.pack, text=text), table=table)
    return replace(fragment, objects=fragment.objects + more)


def test_one_fragment_may_have_more_objects_than_two_bytes_count() -> None:
    shelf, out = Shelf(), BytesIO()
    body = [_stretched(shelf, LIGHT, 70_000), shelf.set(SOUND), shelf.set(INDEX)]
    linked = link(out, [shelf.set(COVER), shelf.set(CONTENTS)], body, ABOUT, shelf)
    book = Book(out.getvalue(), linked, shelf)
    assert book.texts()[-1] == "Index|1–3, 5|6"
    with book.pdf() as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_book_may_lack_front_and_outline() -> None:
    book = bind((Leaf("a", ("x",)),), front=(), about=About("T", "hi"))
    assert book.texts() == ["x|1"]
    with book.pdf() as pdf:
        assert "/Outlines" not in pdf.Root
        assert pdf.pages[0].label == "1"
