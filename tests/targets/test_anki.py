"""The deck, in Anki's own hands: every card can be learnt, and a later edition changes what is new and nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportLogWithChanges
from anki.scheduler.v3 import CardAnswer
from PIL import Image

from pipeline import model as m
from pipeline.build import Report, Request, build
from pipeline.html import Writer
from pipeline.problem import Stop
from pipeline.syntax import parse
from pipeline.targets.anki.dialect import cloze, dialect
from pipeline.targets.anki.note import tags

pytestmark = pytest.mark.engine

CELL = """---
title: The cell
tags: [biology, "life sciences/cells"]
syllabus: GS Paper I · General science
---

## Parts

- **Nucleus**: keeps the plan of the cell.
- **Membrane**: lets in what the cell needs.
- **Wall**: holds up the cells of plants.

## Growth

- **Mitosis**: makes two equal cells.
- **Meiosis**: makes four cells with half the plan.

> [!question] What does the nucleus keep?
> The plan of the cell.

> [!question] Which law has the form of a product?
> $F = ma < 1$, as in `a < b`, and
>
> | Sign | Meaning |
> |---|---|
> | $F$ | force |
>
> ![[plant.png|120]]

> [!question] Who named the cell?
> Robert Hooke.

> [!question] When?
> In 1665.
"""
PLANTS = """---
title: Plants
---

## Food

> [!question] What do plants eat?
> Light, water and air.

> [!question] What is the green in leaves called?
> Chlorophyll.

> [!question] What do they give?
> Oxygen.
"""
HINDI = """---
title: कोशिका
lang: hi
---

> [!question] कोशिका क्या है?
> जीवन की इकाई।
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    (folder / "2-plants").mkdir(parents=True)
    (folder / "book.yml").write_text("title: Life\ndate: 2026-05-01\n", encoding="utf-8")
    (folder / "cell.md").write_text(CELL, encoding="utf-8")
    (folder / "2-plants" / "plants.md").write_text(PLANTS, encoding="utf-8")
    (folder / "2-plants" / "hindi.md").write_text(HINDI, encoding="utf-8")
    Image.new("RGB", (2400, 1600), "green").save(folder / "plant.png")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "learner.anki2"))
    yield opened
    opened.close()


def made(vault: Path, cache: Path, *, epoch: int | None = None) -> Report:
    request = Request(vault, ("anki",), vault.parent / "output", cache, epoch=epoch)
    return build(request, lambda _: None)


def taken(collection: Collection, report: Report) -> ImportLogWithChanges:
    """What Anki says of an import, with the options that its dialogue offers at first."""
    path = str(report.products[0][0])
    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=path, options=ImportAnkiPackageOptions(merge_notetypes=True))
    )


def fields(collection: Collection) -> dict[str, dict[str, str]]:
    """The fields of every note by its code."""
    notes = (collection.get_note(number) for number in collection.find_notes(""))
    return {note["Code"]: dict(note.items()) for note in notes}


def test_every_card_can_be_learnt(vault: Path, cache: Path, collection: Collection) -> None:
    report = made(vault, cache)
    assert report.problems == ()
    log = taken(collection, report).log
    assert not [*log.duplicate, *log.conflicting, *log.empty_first_field, *log.missing_notetype]
    found = fields(collection)
    assert len(log.new) == len(found) == 10
    assert found["LIF-001-01"]["Question"] == "What does the nucleus keep?"
    assert found["LIF-001-01"]["Answer"] == "<p>The plan of the cell.</p>"
    assert found["LIF-001-01"]["Note"] == found["LIF-001-01"]["Context"] == "The cell"
    assert found["LIF-001-01"]["Section"] == "Growth"
    assert found["LIF-001-01"]["Page"] == "p. 1"
    assert r"\(F = ma &lt; 1\)" in found["LIF-001-02"]["Answer"]
    assert "<code>a &lt; b</code>" in found["LIF-001-02"]["Answer"]
    assert "<th" in found["LIF-001-02"]["Answer"]
    assert found["PLA-002-01"]["Page"] == "पृ. 3"
    assert {c["Language"] for c in found.values()} == {"en", "hi"}
    names = {each.name for each in collection.decks.all_names_and_ids()}
    assert names >= {"Life", "Life::plants"}
    assert set(collection.tags.all()) == {"biology", "GS_Paper_I::General_science", "life_sciences::cells"}
    shown = collection.media.check()
    assert not shown.missing
    assert not shown.unused
    assert not collection.get_empty_cards().notes
    for number in collection.find_cards(""):
        card = collection.get_card(number)
        assert all("{{" not in side and side.strip() for side in (card.question(), card.answer()))


def test_pictures_are_as_large_as_a_phone_shows(vault: Path, cache: Path, collection: Collection) -> None:
    taken(collection, made(vault, cache))
    (name,) = (path for path in Path(collection.media.dir()).iterdir() if path.suffix == ".png")
    with Image.open(name) as picture:
        assert picture.width * picture.height <= 1_000_000


def test_branches_of_the_map_are_asked(vault: Path, cache: Path, collection: Collection) -> None:
    taken(collection, made(vault, cache))
    asked = [each for each in fields(collection).values() if "Blank map" in each]
    assert len(asked) == 2
    for each in asked:
        names = [each[side].partition('src="')[2].partition('"')[0] for side in ("Blank map", "Map")]
        question, answer = (Path(collection.media.dir(), name).stat().st_size for name in names)
        assert question < answer
    assert "Keeps the plan" not in asked[0]["Blank map"]
    assert "Keeps the plan" in asked[0]["Map"]


def test_a_later_edition_keeps_what_is_learnt(vault: Path, cache: Path, collection: Collection) -> None:
    first = taken(collection, made(vault, cache))
    assert len(first.log.new) == 10
    collection.decks.select(collection.decks.id_for_name("Life"))
    for _ in range(6):
        queued = collection.sched.get_queued_cards().cards[0]
        card = collection.get_card(queued.card.id)
        card.start_timer()
        answer = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.EASY)
        collection.sched.answer_card(answer)
    before = {number: collection.get_card(number) for number in collection.find_cards("")}
    learnt = {number for number, card in before.items() if card.reps}
    assert len(learnt) == 6
    old = fields(collection)

    cell, plants = vault / "cell.md", vault / "2-plants" / "plants.md"
    text = cell.read_text(encoding="utf-8")
    for was, now in (
        ("> The plan of the cell.", "> The plan of the whole cell."),
        ("> Robert Hooke.", "> Robert Hooke, in slices of cork."),
        ("> In 1665.", "> In 1665, in London."),
    ):
        assert text.count(was) == 1
        text = text.replace(was, now)
    cell.write_text(text + "\n> [!question] What are cells of plants held up by?\n> A wall.\n", encoding="utf-8")
    text = plants.read_text(encoding="utf-8").replace("title: Plants", "title: Green plants")
    text = text.replace("> Chlorophyll.", "> Chlorophyll, in two kinds.").replace("> Oxygen.", "> Oxygen, by day.")
    text = text.replace("> [!question] What do plants eat?\n> Light, water and air.\n", "")
    (vault / "3-green").mkdir()
    (vault / "3-green" / "green-plants.md").write_text(
        text + "\n> [!question] Where do roots grow?\n> Down.\n", encoding="utf-8"
    )
    plants.unlink()

    log = taken(collection, made(vault, cache)).log
    assert not log.conflicting
    assert len(log.updated) == 5
    now = fields(collection)
    assert len(log.new) == len(now) - len(old) == 2
    assert now.keys() > old.keys()
    edited = {code for code in old if now[code].get("Answer") != old[code].get("Answer")}
    assert edited == {"LIF-001-01", "LIF-001-03", "LIF-001-04", "PLA-003-02", "PLA-003-03"}
    assert now["PLA-003-02"]["Note"] == "Green plants"
    assert "PLA-003-01" in now  # Anki deletes nothing on import
    for number, card in before.items():
        again = collection.get_card(number)
        assert (again.reps, again.ivl, again.due, again.type, again.queue) == (
            card.reps,
            card.ivl,
            card.due,
            card.type,
            card.queue,
        )


OWN = """---
title: Own cards
tags: [flashcards]
---

#flashcards/salts/common

Sodium:::Na

The ==mitochondrion== makes ==1;;ATP;;a molecule==.
"""


def test_what_authors_type_for_other_programs_is_asked_as_they_mean_it(
    vault: Path, cache: Path, collection: Collection
) -> None:
    (vault / "own.md").write_text(OWN, encoding="utf-8")
    taken(collection, made(vault, cache))
    own = [number for number in collection.find_notes("") if collection.get_note(number)["Note"] == "Own cards"]
    cards = {collection.get_note(number).fields[0]: collection.get_note(number).cards() for number in own}
    assert {text: len(asked) for text, asked in cards.items()} == {
        "Sodium": 2,
        "The {{c2::mitochondrion}} makes {{c1::ATP::a molecule}}.": 2,
    }
    assert {collection.decks.name(card.did) for asked in cards.values() for card in asked} == {"Life::salts::common"}
    turned = cards["Sodium"][1]
    assert ">Na<" in turned.question()
    assert ">Sodium<" not in turned.question()
    assert ">Sodium<" in turned.answer()


def test_the_same_edition_again_changes_nothing(vault: Path, cache: Path, collection: Collection) -> None:
    taken(collection, made(vault, cache))
    log = taken(collection, made(vault, cache)).log
    assert not [*log.new, *log.updated, *log.conflicting]
    assert collection.note_count() == 10


def test_the_same_notes_give_the_same_bytes(vault: Path, cache: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "vault"
    shutil.copytree(vault, other)
    first = made(vault, cache).products[0][0].read_bytes()
    assert made(other, tmp_path / "fresh").products[0][0].read_bytes() == first
    assert made(vault, cache).products[0][0].read_bytes() == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {file.date_time for file in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_broken_register_stops_the_deck_and_stays(vault: Path, cache: Path) -> None:
    register = vault / ".studypress" / "ids.json"
    register.parent.mkdir()
    register.write_text("{", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        made(vault, cache)
    assert [problem.code for problem in stop.value.problems] == ["card-numbers"]
    assert register.read_text(encoding="utf-8") == "{"
    report = build(Request(vault, ("pdf",), vault.parent / "output", cache), lambda _: None)
    assert [problem.code for problem in report.problems] == ["card-numbers"]
    assert report.products
    assert register.read_text(encoding="utf-8") == "{"


def test_a_register_that_leads_out_of_the_vault_is_left_alone(vault: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (vault / ".studypress").symlink_to(tmp_path / "elsewhere")
    report = made(vault, cache)
    assert [problem.code for problem in report.problems] == ["card-numbers"]
    assert report.products
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_register_follows_the_notes_without_a_deck(vault: Path, cache: Path) -> None:
    report = build(Request(vault, ("pdf",), vault.parent / "output", cache), lambda _: None)
    assert report.problems == ()
    assert not (vault / ".studypress").exists()
    made(vault, cache)
    (vault / "cell.md").unlink()
    build(Request(vault, ("pdf",), vault.parent / "output", cache), lambda _: None)
    found = json.loads((vault / ".studypress" / "ids.json").read_text(encoding="utf-8"))
    assert [note.get("gone", False) for note in found["notes"]] == [True, False, False]


# --------------------------------------------------------------------------- words

HERE = Writer(parse(m.Source("a.md", "# A\n\nText.\n")), dialect({}), quiet=True)


def gap(*inlines: m.Inline, group: str = "1", hint: str = "") -> m.Span:
    return m.Span("cloze", inlines, (("group", group), *((("hint", hint),) if hint else ())))


@pytest.mark.parametrize(
    ("inlines", "wanted"),
    [
        ((m.Text("A "), gap(m.Text("cell")), m.Text(".")), "A {{c1::cell}}."),
        ((gap(m.Text("x"), group="2", hint="a letter"),), "{{c2::x::a letter}}"),
        ((m.Emphasis((gap(m.Text("x")),), strong=True),), "<strong>{{c1::x}}</strong>"),
        ((gap(m.Text("a "), gap(m.Text("b"), group="2")),), "{{c1::a {{c2::b}}}}"),
        ((gap(m.Math("x^{a_{1}}")),), r"{{c1::\(x^&#123;a_&#123;1&#125;&#125;\)}}"),
        ((gap(m.Code("std::map"), hint="C++"),), "{{c1::<code>std&#58;:map</code>::C++}}"),
        ((gap(m.Text("so:"), hint="what"),), "{{c1::so&#58;::what}}"),
        ((m.Text("{{c9::no}} "), gap(m.Text("<b>"))), "&#123;&#123;c9&#58;:no&#125;&#125; {{c1::&lt;b&gt;}}"),
    ],
)
def test_gaps(inlines: tuple[m.Inline, ...], wanted: str) -> None:
    assert cloze(inlines, HERE) == wanted


def test_tags_have_levels_and_no_spaces() -> None:
    found = tags(replace(m.Meta(), syllabus=("GS Paper II · Polity",), tags=("#a/b c", "A/b c", "x::y", " ", '"q"')))
    assert found == ("A::b_c", "GS_Paper_II::Polity", "q", "x::y")
