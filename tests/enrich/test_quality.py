"""Figures of maps: what they must be for our own notes, and that each kind of fault shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import model as m
from pipeline.enrich import mindmap
from pipeline.enrich.mindmap.quality import Quality, Tally, quality
from pipeline.syntax import parse

ROOT = Path(__file__).parents[2]
NOTES = [*sorted((Path(__file__).parent / "mindmap").glob("*.md")), *sorted((ROOT / "source").rglob("*.md"))]

NOTE = """# Rivers

## The Ganga

It rises at Gangotri in 1854 and **feeds the plain**.

### Its tributaries

The Yamuna and the Ghaghara join it on 3 May 1901.

### Its delta

The Sundarbans lie here.

## The Kaveri

It flows 800 km to the east.
"""


def read(text: str) -> m.Note:
    return parse(m.Source("rivers.md", text))


def mapped(*branches: m.Branch, title: str = "Rivers", origin: str = "generated") -> m.Note:
    note = read(NOTE)
    tree = m.MindMap(m.Branch((m.Text(title),), branches))
    return replace(note, aids=(m.Aid("mindmap", "opening", (tree,), origin=origin),))


def point(label: str, *branches: m.Branch, href: str = "", more: int = 0) -> m.Branch:
    return m.Branch((m.Text(label),), branches, href, more=more)


GANGA, TRIBUTARIES, DELTA, KAVERI = (b.id for b in read(NOTE).blocks if isinstance(b, m.Heading) and b.level > 1)

WHOLE = (
    point(
        "The Ganga",
        point("Gangotri, 1854"),
        point("Feeding the plains"),
        point("Tributaries", point("3 May 1901"), href=TRIBUTARIES),
        point("Delta", href=DELTA),
        href=GANGA,
    ),
    point("The Kaveri", point("800 km"), href=KAVERI),
)


def codes(found: Quality) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in found.problems]


@pytest.mark.parametrize("path", NOTES, ids=lambda p: p.stem)
def test_our_own_notes(path: Path) -> None:
    found = quality(mindmap.enrich(read(path.read_text(encoding="utf-8"))))
    assert found.sections.share == found.subsections.share == 1
    assert found.words.share >= 0.99
    if path.stem != "author":
        assert found.labels.share == 1
        assert found.longest <= 40


def test_a_sound_map() -> None:
    found = quality(mapped(*WHOLE))
    assert found.problems == ()
    assert (found.nodes, found.more) == (9, 0)
    assert (found.sections, found.subsections) == (Tally(2, 2), Tally(2, 2))
    assert (found.words, found.facts) == (Tally(17, 17), Tally(4, 4))
    assert (found.longest, found.most_words) == (18, 3)


def test_a_note_without_a_map() -> None:
    assert quality(read(NOTE)) == Quality()


def test_a_section_that_is_missing_or_out_of_order() -> None:
    ganga, kaveri = WHOLE
    assert codes(quality(mapped(ganga))) == [(15, "map-outline")]
    assert codes(quality(mapped(kaveri, ganga))) == [(15, "map-outline")]
    assert quality(mapped(ganga)).sections == Tally(2, 1)


def test_a_subsection_may_be_left_out_when_it_is_counted() -> None:
    ganga, kaveri = WHOLE
    shorter = replace(ganga, branches=ganga.branches[:3])
    assert codes(quality(mapped(shorter, kaveri))) == [(11, "map-outline")]
    assert codes(quality(mapped(replace(shorter, more=1), kaveri))) == []


@pytest.mark.parametrize(
    ("label", "strange"),
    [
        ("Rises at Gangotri", 0),
        ("Rising at Gangotri", 1),
        ("Yamuna, Ghaghara", 0),
        ("Rises at Haridwar", 1),
        ("Rise in 1855", 1),
        ("800 km", 2),
        ("Feedback plain", 0),
        ("Planetary plain", 1),
    ],
)
def test_words_that_a_section_does_not_have(label: str, strange: int) -> None:
    ganga, kaveri = WHOLE
    found = quality(mapped(replace(ganga, branches=(*ganga.branches, point(label))), kaveri))
    assert found.words.all - found.words.good == strange
    assert [p.code for p in found.problems] == ["map-word"] * (strange > 0)


def test_scripts_without_spaces_are_looked_through() -> None:
    note = read("# 恒河\n\n## 源头\n\n恒河发源于喜马拉雅山脉。\n")
    section = next(b for b in note.blocks if isinstance(b, m.Heading))
    branch = point("源头", point("喜马拉雅"), point("平原"), href=section.id)
    tree = m.MindMap(m.Branch((m.Text("恒河"),), (branch,)))
    assert quality(replace(note, aids=(m.Aid("mindmap", "opening", (tree,)),))).words == Tally(4, 3)


def test_the_root_says_the_title() -> None:
    assert codes(quality(mapped(*WHOLE, title="Rivers of India"))) == [(0, "map-word")]


def test_facts_that_are_not_on_their_branch() -> None:
    ganga, kaveri = WHOLE
    bare = replace(ganga, branches=ganga.branches[2:])
    found = quality(mapped(bare, kaveri))
    assert found.facts == Tally(4, 2)
    assert codes(found) == [(3, "map-coverage")]
    assert "1 of 3 facts" in found.problems[0].message
    assert "not: feeds the plain, 1854" in found.problems[0].message


def test_facts_of_code_wide_tables_tasks_and_addresses_do_not_count() -> None:
    aside = "- [ ] 31\n\n> [!question] 32?\n\nSee https://example.org/33 and #tag34.\n\n"
    tables = "|a|b|c|d|\n|-|-|-|-|\n|1|2|3|4|\n\n|a|b|\n|-|-|\n|5|6|\n"
    note = read("# T\n\n## S\n\nIn 1950, `range(7)` and $x^2$.\n\n```\n99\n```\n\n" + aside + tables)
    section = next(b for b in note.blocks if isinstance(b, m.Heading))
    tree = m.MindMap(m.Branch((m.Text("T"),), (point("S", href=section.id),)))
    found = quality(replace(note, aids=(m.Aid("mindmap", "opening", (tree,)),)))
    assert "not: 1950, 5, 6" in found.problems[0].message


def test_a_number_with_letters_is_one_fact() -> None:
    note = read("# T\n\n## The board\n\nPin D5 and pin D6 need 3.3 V at 25%.\n")
    section = next(b for b in note.blocks if isinstance(b, m.Heading))
    branch = point("The board", point("Pin D5, 25%"), href=section.id)
    found = quality(
        replace(note, aids=(m.Aid("mindmap", "opening", (m.MindMap(m.Branch((m.Text("T"),), (branch,))),)),))
    )
    assert found.facts == Tally(4, 2)
    assert "not: D6, 3.3" in found.problems[0].message


def test_a_full_map_need_not_hold_all_facts() -> None:
    ganga, kaveri = WHOLE
    crowd = tuple(point("plain") for _ in range(60))
    full = quality(mapped(replace(ganga, branches=(*crowd, *ganga.branches[2:]), more=1), kaveri))
    assert (full.facts, codes(full)) == (Tally(), [])


def test_labels_that_are_too_long() -> None:
    ganga, kaveri = WHOLE
    long = point("The Yamuna and the Ghaghara join it on 3 May 1901", href=TRIBUTARIES)
    found = quality(mapped(replace(ganga, branches=(*ganga.branches[:2], long, ganga.branches[3])), kaveri))
    assert codes(found) == [(7, "map-label")]
    assert (found.longest, found.most_words) == (49, 11)


def test_a_formula_is_one_word_of_its_signs() -> None:
    formula = m.Branch((m.Text("where "), m.Math(r"\frac{\alpha}{2} + \beta^{2}")))
    found = quality(mapped(*WHOLE, formula, origin="author"))
    assert (found.labels, found.longest) == (Tally(10, 10), 18)


def test_an_authors_map_is_judged_by_the_length_of_its_labels_only() -> None:
    found = quality(mapped(point("Whatever the author thinks of it all, in one long breath"), origin="author"))
    assert (found.sections, found.words, found.facts) == (Tally(), Tally(), Tally())
    assert [p.code for p in found.problems] == ["map-label"]
