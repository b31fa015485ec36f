"""Fragments of small leaves: words, places for page numbers, links, pictures; bytes that depend on the job alone."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.targets.engine import fragment as f
from pipeline.targets.engine.set import fetcher
from pipeline.targets.engine.swift import swift
from tests.targets.engine.scene import Store, bound, faces, leaf, outline_of

pytestmark = pytest.mark.engine


def words(data: bytes) -> list[list[str]]:
    return [p.get_textpage().get_text_range().split() for p in pypdfium2.PdfDocument(data)]


def streams(body: f.Body) -> str:
    """What the content streams say, gaps filled with blanks."""
    return "\n".join(zlib.decompressobj(-15).decompress(s.payload[2:-4]).decode("latin1") for s in body.streams)


def picture(mode: str) -> bytes:
    out = BytesIO()
    Image.new(mode, (8, 6), "red").save(out, "PNG")
    return out.getvalue()


def test_page_numbers_are_those_of_the_book() -> None:
    store = Store()
    one = leaf(store, '<p id="a">first</p><p class="next">(p. <b data-page-of="b--x">000)</b> end</p>', name="a")
    two = leaf(store, '<p>second</p><p class="next" id="b--x">third</p>', name="b")
    assert words(bound(store, one, two)) == [
        ["first", "Running", "12", "1"],
        ["(p.", "4)", "end", "Running", "12", "2"],
        ["second", "Running", "12", "3"],
        ["third", "Running", "12", "4"],
    ]


def test_front_matter_has_its_own_numbers_and_no_folio_slots() -> None:
    store = Store()
    front = leaf(store, "<p>a</p><p class=next>b</p>", folios=False, first_page=7)
    assert front.slots == ()
    assert [page[-1] for page in words(bound(store, front))] == ["7", "8"]


def test_a_slot_knows_its_room_and_what_stands_beside_it() -> None:
    store = Store()
    made = leaf(store, '<p>x <a href="#t" data-page-of="t" data-align="right">(p. 000)</a></p>')
    slot = next(s for s in made.slots if s.target)
    figures = dict(zip("0123456789,–", f.unpacked(made.fonts)[slot.font].figures, strict=True))
    texts = dict(f.unpacked(made.fonts)[slot.font].unicode)
    assert "".join(texts[glyph] for glyph, _ in slot.before) == "(p. "
    assert "".join(texts[glyph] for glyph, _ in slot.after) == ")"
    natural = sum(width for _, width in (*slot.before, *slot.after)) + 3 * figures["0"][1]
    assert slot.width == pytest.approx(natural, abs=4)
    assert slot.align == "right"
    folio = next(s for s in made.slots if not s.target)
    assert (folio.align, folio.page) == ("center", 0)


INDEX = '<p class="next" style="width: 80pt">term <i data-pages-of="l">000, 000, 000, 000</i></p>'


def test_places_of_an_index_line_share_a_group_and_leave_their_links_to_the_linker() -> None:
    store = Store()
    made = leaf(store, INDEX + '<p><i data-pages-of="m">000</i></p>')
    slots = [s for s in made.slots if s.group]
    assert [(s.group, s.target) for s in slots] == [(1, "l.1"), (1, "l.2"), (1, "l.3"), (1, "l.4"), (2, "m.1")]
    texts = dict(f.unpacked(made.fonts)[slots[0].font].unicode)
    assert {(s.before, "".join(texts[glyph] for glyph, _ in s.after)) for s in slots} == {((), " ")}
    written = {number for number, _ in store.bodies[made.key].table}
    for slot in slots:
        assert 0 < slot.annotation < made.objects
        assert slot.annotation not in written
        assert slot.rect[0] < slot.rect[2]
        assert slot.rect[1] < slot.rect[3]
    one, two, three, four, _ = slots
    assert one.rect[2] < two.rect[0]  # they stand apart,
    assert three.rect[0] < two.rect[0]  # and the third on the next line
    assert one.rect[1] == two.rect[1] > three.rect[1] == four.rect[1]
    assert one.width > four.width  # its comma


def test_places_of_an_index_line_are_links_where_they_stand() -> None:
    store = Store()
    pages = '<p id="l.1">a</p><p class="next" id="l.2">b</p><p class="next" id="l.3">c</p>'
    made = leaf(store, f'{pages}<p id="l.4">d</p>{INDEX}')
    data = bound(store, made)
    assert words(data)[-1][:3] == ["term", "1–3", "Running"]
    assert outline_of(data).endswith("P *" + "\n    Link * @" * 4)
    with pikepdf.open(BytesIO(data)) as pdf:
        shown, *others = pdf.pages[-1].Annots
        assert (str(shown.Dest), str(shown.Contents)) == ("l.1", "1–3")
        assert {int(a.F) for a in others} == {2}
    page = pypdfium2.PdfDocument(data)[3]
    text = page.get_textpage()
    first, last = (text.get_charbox(text.get_text_range().index(c)) for c in ("1", "3"))
    left, bottom, right, top = (float(side) for side in shown.Rect)
    assert left - 1 < first[0] < last[2] < right + 1
    assert bottom - 1 < first[1] < first[3] < top + 1


def test_places_of_the_index_come_to_lead_elsewhere() -> None:
    store = Store()
    pages = '<p id="a">a</p><p class="next" id="b">b</p>'
    made = leaf(store, f'{pages}<p class="next">term <i data-pages-of="l">000, 000</i></p>')
    one, two = (f.aimed(made, {"l.1": "a", "l.2": name}) for name in ("b", "a"))
    assert len({one.key, two.key, made.key}) == 3
    assert [words(bound(store, m))[-1][:3] for m in (one, two)] == [["term", "1,", "2"], ["term", "1", "Running"]]


def test_every_gap_is_a_stored_block_and_the_sums_are_of_what_stands_between() -> None:
    store = Store()
    made = leaf(store, '<p><a data-page-of="t">000</a> and <a data-page-of="u">(p. 000)</a></p>')
    stream = next(s for s in store.bodies[made.key].streams if s.gaps)
    assert [g.slot for g in stream.gaps] == [0, 1, 2]
    for gap in stream.gaps:
        head = b"\0" + gap.size.to_bytes(2, "little") + (0xFFFF - gap.size).to_bytes(2, "little")
        assert stream.payload[gap.offset - 5 : gap.offset] == head
        assert made.slots[gap.slot].size == gap.size
    plain = zlib.decompressobj(-15).decompress(stream.payload[2:-4])
    parts = re.split(rb" {40,}", plain)
    assert [(zlib.adler32(p), len(p)) for p in parts] == list(stream.sums)


def test_links_lead_out_of_the_leaf_and_back() -> None:
    store = Store()
    one = leaf(
        store, '<h1 id="a">A</h1><p><a href="#b--é">there <em>now</em></a> <a href="#">nowhere</a></p>', name="a"
    )
    two = leaf(store, '<h1 id="b">B</h1><p class="next" id="b--é">here <a href="#a">back</a></p>', name="b")
    assert one.links == ("b--é",)
    assert [(name, page) for name, page, _, _ in two.anchors] == [("b", 0), ("b--é", 1)]
    with pikepdf.open(BytesIO(bound(store, one, two))) as pdf:
        found = [(n, a) for n, page in enumerate(pdf.pages) for a in page.get("/Annots", [])]
        assert [(n, bytes(a.Dest).decode(), int(a.F)) for n, a in found] == [(0, "b--é", 4), (2, "a", 4)]
        assert str(found[0][1].Contents) == "there now"


def test_hindi_is_written_beside_its_glyphs() -> None:
    store = Store()
    made = leaf(store, "<p>राष्ट्रीय <b>शिक्षा</b></p>")
    assert words(bound(store, made))[0][:2] == ["राष्ट्रीय", "शिक्षा"]
    assert streams(store.bodies[made.key]).count("/ActualText") == 2


def test_hindi_beside_other_text_is_no_part_of_its_words() -> None:
    store = Store()
    cell = '<span style="display: inline-block">{}</span>'
    made = leaf(store, f"<p>{''.join(cell.format(word) for word in ('LED', 'करें', 'कार्य', 'GPIO'))}</p>")
    assert words(bound(store, made))[0][:4] == ["LED", "करें", "कार्य", "GPIO"]


def test_a_missing_character_has_a_glyph_of_its_own_wherever_it_stands() -> None:
    store = Store()
    one, two = leaf(store, "<p>a \U00050001 b</p>"), leaf(store, "<p>\U00050007 \U00050001</p>")
    first, second = ({g for u in f.unpacked(made.fonts) for g in u.missing} for made in (one, two))
    assert len(first) == 1
    assert first < second
    assert any("U+50001" in remark for remark in one.remarks)
    assert all(u.sign for u in f.unpacked(one.fonts) if u.missing)


def test_pictures_are_kept_by_what_they_are_masks_apart() -> None:
    store = Store()
    assets = {"a.png": picture("RGB"), "b.png": picture("RGB"), "c.png": picture("RGBA")}
    pictures = "".join(f'<img src="asset:{name}" alt="x"/>' for name in assets)
    made = leaf(store, f"<p>{pictures}</p>", assets)
    kept = [f.unpack(store[f"image:{digest}"]) for digest in made.images]
    assert [isinstance(k, f.Image) and k.mask is not None for k in kept] == [False, True]
    with pikepdf.open(BytesIO(bound(store, made))) as pdf:
        assert len(pdf.pages[0].get_images()) == 3


def test_bookmarks_anchors_and_starts_tell_where_things_are() -> None:
    store = Store()
    made = leaf(
        store,
        '<h1 id="a">Top</h1><p id="a--1">one <a class="p-ref" href="#a">(p. <b data-page-of="a">000)</b></a></p>'
        '<h2 id="a--2" class="next">Below</h2><p id="a--3">two</p>',
    )
    assert [(b.title, b.page, [k.title for k in b.below]) for b in made.outline] == [("Top", 0, ["Below"])]
    assert made.starts == (("a", 0), ("a--2", 0))
    heights = {name: y for name, _, _, y in made.anchors}
    assert 400 > heights["a"] > heights["a--1"] > 0


def test_the_same_job_gives_the_same_bytes_after_any_other() -> None:
    store, again = Store(), Store()
    body = '<h1 id="a">A</h1><p>words <i>of</i> <code>all</code> kinds हिन्दी <a data-page-of="a">000</a></p>'
    one = leaf(store, body)
    leaf(store, "<h1>Other</h1><p style='font-size:17.3pt'><i>words</i> of <code>all</code></p>", name="z")
    two = leaf(again, body)
    assert f.pack(one) == f.pack(two)
    assert f.pack(store.bodies[one.key]) == f.pack(again.bodies[two.key])


def test_the_short_way_to_styles_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from pipeline.targets.engine import set as setting

    body = (
        "<style>p { margin-inline-start: 9pt; --x: 3pt; padding-left: var(--x); width: calc(50% + 1pt) }</style>"
        '<h1>A</h1><p style="float:left">left</p><p dir="rtl" style="text-decoration:underline">a <b>b</b></p>'
        "<ul><li>one<p style='border:1pt solid'>two</p></li></ul><table><tr><td>x</td></tr></table>"
    )
    one, two = Store(), Store()
    quick = leaf(one, body)
    monkeypatch.setattr(setting, "swift", nullcontext)
    assert leaf(two, body) == quick
    assert one.bodies == two.bodies
    assert swift is not nullcontext


def test_what_a_style_sheet_complains_of_is_told_for_every_leaf() -> None:
    bad = "p { colour: red }"
    assert [any("colour" in r for r in leaf(Store(), "<p>a</p>", css=bad).remarks) for _ in range(2)] == [True, True]


def test_a_font_is_told_by_its_file() -> None:
    store = Store()
    made, other = (f.unpacked(leaf(store, text).fonts) for text in ("<p>plain <b>bold</b></p>", "<p><b>x</b> y 1</p>"))
    by_digest = {face.digest for face in faces()}
    assert {use.digest for use in made} <= by_digest
    assert all(store[f"font:{use.digest}"] for use in made)
    assert all({g for g, _ in use.unicode} <= {g for g, _ in use.widths} for use in made)
    bare = [[replace(use, widths=(), unicode=(), figures=()) for use in uses] for uses in (made, other)]
    assert bare[0][0] in bare[1]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x", "data:text/plain,x", "font:0", "asset:../x"]
)
def test_nothing_is_fetched_but_assets_and_fonts(url: str) -> None:
    def read(path: str) -> bytes:
        raise ValueError(path)

    with pytest.raises(ValueError, match=r"not fetched|x"):
        fetcher((), read).fetch(url)
