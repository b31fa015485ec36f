"""Names in notes: what they find, what is said when they find nothing, and that nothing is lost or told twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from pipeline import conserve
from pipeline import model as m
from pipeline.header import header
from pipeline.references import MISSING, REMOTE, Resolver, shown
from pipeline.syntax import parse
from pipeline.text import inlines_in, lines_of, text_of, walk

INFLATION = """\
---
title: Inflation in India
aliases: [CPI]
---

## Causes: supply & demand

Text. ^cause

### Overview

- item ^one

## Effects

### Overview
"""
PICTURES = ("images/Map.png", "3-economy/images/chart.png", "3-economy/café.png", "top.png", "broken.png", "large.png")
ASSETS = {p: m.Asset(p, f"digest of {p}", 4, 3) for p in PICTURES}
ASSETS |= {"broken.png": m.Asset("broken.png", ""), "large.png": m.Asset("large.png", "", 12_001, 3)}


def resolver(notes: Sequence[m.Note], assets: Mapping[str, m.Asset]) -> Resolver:
    kept = {note.id: note for note in notes}
    return Resolver.of([header(n, repr(n)) for n in notes], assets, lambda found: kept[found.id])


def resolved(text: str, path: str = "3-economy/money.md", **others: str) -> m.Note:
    """A note with its references resolved, in a vault of notes; in names of others `__` parts folders."""
    more = {name.replace("__", "/") + ".md": source for name, source in others.items()}
    files = {path: text, "3-economy/2-inflation.md": INFLATION, **more}
    notes = [parse(m.Source(p, t)) for p, t in files.items()]
    broken = {name: m.Asset(name, "") for note in notes for name, _ in note.inlays}
    return resolver(notes, ASSETS | broken).note(notes[0])


def inlines(note: m.Note) -> Iterator[m.Inline]:
    for block in walk((*note.blocks, *(b for f in note.footnotes for b in f.blocks))):
        for run in lines_of(block):
            yield from inlines_in(run)


def links(note: m.Note) -> list[str]:
    return [i.url for i in inlines(note) if isinstance(i, m.Link)]


def told(note: m.Note) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in note.problems]


# --------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("typed", "anchor"),
    [
        ("[[Inflation in India]]", "inflation"),
        ("[[inflation IN india|shown]]", "inflation"),
        ("[[2-inflation]]", "inflation"),
        ("[[2 Inflation]]", "inflation"),
        ("[[3-economy/2-inflation]]", "inflation"),
        ("[[inflation]]", "inflation"),
        ("[[cpi]]", "inflation"),
        ("[text](2-inflation.md)", "inflation"),
        ("[text](../3-economy/2-inflation.md#effects)", "inflation--effects"),
        ("[text](2-inflation)", "inflation"),
        ("[[CPI#Effects]]", "inflation--effects"),
        ("[[CPI#Causes supply demand]]", "inflation--causes-supply-demand"),
        ("[[CPI#Overview]]", "inflation--overview"),
        ("[[CPI#Effects#Overview]]", "inflation--overview-2"),
        ("[[CPI#Inflation in India]]", "inflation"),
        ("[[CPI#^cause]]", "inflation--b-cause"),
        ("[[CPI#^one]]", "inflation--b-one"),
        ("## Here\n\n[[#Here]]", "money--here"),
    ],
)
def test_a_link_finds_its_place(typed: str, anchor: str) -> None:
    note = resolved(typed)
    assert links(note) == [f"#{anchor}"]
    assert not note.problems


def test_names_are_equal_when_they_look_equal() -> None:
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, "[[Élan  vital]]")
        for other in ("NFC", "NFD"):
            note = resolved(typed, **{unicodedata.normalize(other, "élan-vital"): "Text."})
            assert not note.problems


def test_a_path_beats_a_name_and_a_note_beside_beats_one_far_away() -> None:
    texts = {"a__same": "# A\n", "b__same": "# B\n", "zoo": "---\naliases: [same]\n---\n"}
    assert links(resolved("[[same]]", "b/here.md", **texts)) == ["#same"]
    notes = [
        parse(m.Source(p, t)) for p, t in (("a/same.md", "---\nid: one\n---\n"), ("b/same.md", "---\nid: two\n---\n"))
    ]
    here = parse(m.Source("b/here.md", "[[same]] [[a/same]] [x](same.md)"))
    assert links(resolver([*notes, here], {}).note(here)) == ["#two", "#one", "#two"]


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("[[Inflaton in India]]", "no note called “Inflaton in India”", "did you mean [[Inflation in India]]?"),
        ("[[Quantum chromodynamics]]", "no note called", "no note, file or alias has this name"),
        ("[[paper.pdf#page=3]]", "“paper.pdf” is a file, not a note", "its name is printed"),
        ("[text](files/paper.pdf)", "“files/paper.pdf” is a file, not a note", "its name is printed"),
        ("[[CPI#Nothing]]", "“Inflation in India” has no place called “Nothing”", "beginning"),
        ("[[CPI#^none]]", "“Inflation in India” has no place called “^none”", "beginning"),
    ],
)
def test_a_dead_link_keeps_its_words_and_says_what_may_be_meant(typed: str, message: str, hint: str) -> None:
    note = resolved(f"Line.\n\nBefore {typed} after.")
    (problem,) = note.problems
    assert (problem.line, problem.severity, problem.code) == (3, "warning", "dead-link")
    assert message in problem.message
    assert hint in problem.hint
    shown = text_of(note.blocks)
    assert shown.startswith("Line.\nBefore ")
    assert len(shown) > len("Line.\nBefore  after.")


def test_a_problem_is_told_once_with_its_line() -> None:
    note = resolved("[[None]] [[None]]\n\n| [[None]] |\n|---|\n| [[None]] |\n\n[^a]\n\n[^a]: [[None]]\n")
    assert told(note) == [(1, "dead-link"), (3, "dead-link"), (5, "dead-link"), (9, "dead-link")]


def test_addresses_are_left_alone() -> None:
    typed = "<https://example.org/a.md> [m](mailto:a@b.cc) [w](//example.org)"
    note = resolved(typed)
    assert links(note) == ["https://example.org/a.md", "mailto:a@b.cc", "//example.org"]
    assert not note.problems


def test_aids_are_resolved_and_not_reported_again() -> None:
    text = "[[CPI]] [[None]]"
    note = parse(m.Source("a.md", text))
    aid = m.Aid(
        "recall", "end", note.blocks, (m.Card("q1", "basic", (m.Link((), "CPI", note=True),), note.blocks, "p1"),)
    )
    other = parse(m.Source("inflation.md", INFLATION))
    out = resolver([note, other], {}).note(replace(note, aids=(aid,)))
    assert told(out) == [(1, "dead-link")]
    assert out.aids[0].blocks == out.blocks
    assert out.aids[0].cards[0].front == (m.Link((), "#inflation"),)
    assert out.aids[0].cards[0].back == out.blocks


# --------------------------------------------------------------------------- embeds


def ids(note: m.Note) -> list[str]:
    found = [f.id for f in note.footnotes]
    for block in walk((*note.blocks, *(b for f in note.footnotes for b in f.blocks))):
        found.append(block.id)
        match block:
            case m.List(items) | m.Definitions(items):
                found += [i.id for i in items]
            case m.Table(head, rows):
                found += [r.id for r in (head, *rows)]
            case _:
                pass
    return [i for i in found if i]


TABLE = "# T\n\n| a |\n|---|\n| b |\n\nterm\n: meaning\n\n> quote\n\n1. item\n\n```\ncode\n```\n"


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("CPI#Effects", "Effects\nOverview"),
        ("CPI#^cause", "Text."),
        ("CPI#^one", "item"),
        ("T", "a\nb\nterm\nmeaning\nquote\nitem\ncode"),
    ],
)
def test_an_embed_shows_what_it_names_and_defines_nothing_twice(target: str, shown: str) -> None:
    note = resolved(f"![[{target}]]\n\nBetween.\n\n![[{target}]]\n", t=TABLE)
    first, _, second = note.blocks
    for box in (first, second):
        assert isinstance(box, m.Div)
        assert box.kind == "embed"
        assert text_of(box.blocks) == shown
    assert len(ids(note)) == len(set(ids(note)))
    assert not note.problems


def test_headings_of_an_embed_stand_below_the_section_that_shows_it() -> None:
    deep = "## One\n\n### Two\n\n#### Three\n\nWords.\n"
    note = resolved("![[deep#Three]]\n\n## A\n\n![[deep#Two]]\n\n### B\n\n![[deep#Three]]\n\n## C\n", deep=deep)
    headings = [b for b in walk(note.blocks) if isinstance(b, m.Heading)]
    assert [h.level for h in headings] == [2, 2, 3, 4, 3, 4, 2]
    assert [h.number for h in headings] == ["", "1", "", "", "1.1", "", "2"]


def test_an_embed_of_nothing_keeps_its_name() -> None:
    note = resolved("One.\n\n![[None]]\n\n![[CPI#Nothing]]\n")
    assert text_of(note.blocks) == "One.\nNone\nCPI#Nothing"
    assert told(note) == [(3, "embed-missing"), (5, "embed-missing")]
    assert {p.severity for p in note.problems} == {"error"}


def test_rings_of_embeds_end_in_a_link_and_are_told_where_they_close() -> None:
    notes = [parse(m.Source(p, t)) for p, t in (("a.md", "A.\n\n![[b]]\n"), ("b.md", "![[a]]\n"), ("c.md", "![[c]]\n"))]
    everyone = resolver(notes, {})
    a, b, c = (everyone.note(n) for n in notes)
    assert [str(p).split(": ")[0] for n in (a, b, c) for p in n.problems] == ["b.md:1:1", "a.md:3:1", "c.md:1:1"]
    assert {p.code for n in (a, b, c) for p in n.problems} == {"embed-cycle"}
    assert "#a" in links(a)


def test_a_section_of_the_note_itself_may_be_embedded() -> None:
    note = resolved("![[#Part]]\n\n## Part\n\nWords.\n")
    assert text_of(note.blocks).count("Words.") == 2
    assert not note.problems


def test_embeds_within_embeds_end_somewhere() -> None:
    deep = {f"n{i}": f"![[n{i + 1}]]\n" * 2 for i in range(30)}
    note = resolved("![[n0]]", **deep, n30="End.")
    assert len(list(walk(note.blocks))) < 100
    assert {p.code for p in note.problems} == {"embed-cycle"}


def test_problems_of_an_embedded_note_are_told_with_that_note() -> None:
    assert not resolved("![[other]]", other="[[None]] ![x](none.png)\n\n![[Nothing]]\n").problems


def test_footnotes_come_along_and_count_on() -> None:
    other = "Theirs.[^a] [^b]\n\n[^a]: Their text, see[^c].\n[^b]: - list\n[^c]: Deep.\n"
    note = resolved("Own.[^a]\n\n![[other]]\n\nLast.[^z]\n\n[^a]: Own text.\n[^z]: Last text.\n", other=other)
    assert [(f.number, text_of(f.blocks)) for f in note.footnotes] == [
        (1, "Own text."),
        (2, "Their text, see."),
        (3, "list"),
        (4, "Last text."),
        (0, "Deep."),
    ]
    marks = [i for i in inlines(note) if isinstance(i, m.FootnoteRef)]
    assert [r.number for r in marks] == [1, 2, 3, 4, 0]
    assert {r.label for r in marks} == {f.label for f in note.footnotes}
    assert len(ids(note)) == len(set(ids(note)))


def test_footnotes_keep_the_numbers_that_parse_gave_them() -> None:
    text = "B[^b] A[^a]\n\n| t[^t] |\n|---|\n| u[^a] |\n\n" + "".join(f"[^{x}]: {x}\n" for x in "abtu")
    parsed = parse(m.Source("a.md", text))
    assert resolver([parsed], {}).note(parsed).footnotes == parsed.footnotes


# --------------------------------------------------------------------------- pictures


def picture(typed: str) -> tuple[str, list[tuple[int, str]]]:
    note = resolved(f"Words {typed} words.")
    (image,) = (i for i in inlines(note) if isinstance(i, m.Image))
    return image.src, told(note)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("![](images/chart.png)", "3-economy/images/chart.png"),
        ("![](./images/chart.png)", "3-economy/images/chart.png"),
        ("![](../images/Map.png)", "images/Map.png"),
        ("![](/images/Map.png)", "images/Map.png"),
        ("![](images/Map.png)", "images/Map.png"),
        ("![](caf%C3%A9.png)", "3-economy/café.png"),
        ("![](cafe\u0301.png)", "3-economy/café.png"),
        ("![](top.png?raw=true)", "top.png"),
        ("![](chart.png)", "3-economy/images/chart.png"),
        ("![[map.png]]", "images/Map.png"),
        ("![[elsewhere/Map.png|200]]", "images/Map.png"),
    ],
)
def test_a_picture_is_found(typed: str, path: str) -> None:
    assert picture(typed) == (path, [])


@pytest.mark.parametrize(
    ("typed", "src", "code"),
    [
        ("![](none.png)", MISSING, "missing-image"),
        ("![[none.png]]", MISSING, "missing-image"),
        ("![](elsewhere/Map.png)", MISSING, "missing-image"),
        ("![](broken.png)", MISSING, "broken-image"),
        ("![](large.png)", MISSING, "broken-image"),
        ("![](../../top.png)", MISSING, "outside-vault"),
        ("![](/etc/passwd.png)", MISSING, "outside-vault"),
        ("![](C:/pictures/top.png)", MISSING, "outside-vault"),
        ("![](data:image/png;base64,iVBORw0KGgo=)", MISSING, "broken-image"),
        ("<svg><path/></svg>", MISSING, "broken-image"),
        ("![](https://example.org/a.png)", REMOTE + "https:", "remote-image"),
        ("![](//example.org/a.png)", REMOTE + "https:", "remote-image"),
        ("![](remote:a.png)", MISSING, "outside-vault"),
        ("![](missing:a.png)", MISSING, "outside-vault"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told(typed: str, src: str, code: str) -> None:
    found, problems = picture(typed)
    assert found.startswith(src)
    assert problems == [(1, code)]


def test_a_picture_written_into_the_note_is_told_briefly() -> None:
    note = resolved(f"![](data:image/png;base64,{'A' * 5000})")
    assert len(str(note.problems[0])) < 200


def test_a_drawing_in_a_note_that_is_left_out_is_told() -> None:
    note = parse(m.Source("a.md", "Words.\n\n<svg><text>of a drawing</text></svg>\n"))
    found = resolver([note], ASSETS).note(note)
    assert told(found) == [(3, "missing-image")]
    assert conserve.claim(found).also == ("of a drawing",)


def test_a_picture_in_a_note_is_found_from_every_folder() -> None:
    note = parse(m.Source("a/b.md", "![x](data:image/png;base64,AAAA)"))
    ((name, data),) = note.inlays
    (image,) = (
        i for i in inlines(resolver([note], {name: m.Asset(name, "d", 1, 1)}).note(note)) if isinstance(i, m.Image)
    )
    assert (image.src, data) == (name, bytes(3))


def test_only_pictures_that_are_shown_go_into_the_book() -> None:
    notes = [parse(m.Source("a.md", "![](top.png)\n\n[^a]\n\n[^a]: ![[Map.png]]\n"))]
    everyone = resolver(notes, ASSETS)
    assert [shown(everyone.note(n)) for n in notes] == [("top.png", "images/Map.png")]


def test_letters_behind_a_link_belong_to_it() -> None:
    note = resolved("The [[2-inflation|rate]]s and [[2-inflation]].")
    found = [i for i in inlines(note) if isinstance(i, m.Link)]
    assert [text_of((m.Paragraph(i.inlines),)) for i in found] == ["rates", "2-inflation"]
    assert text_of(note.blocks) == "The rates and 2-inflation."


# --------------------------------------------------------------------------- when a note must be resolved again


def found(text: str, **others: str) -> str:
    """What the references of the first note find."""
    files = {"a.md": text} | {f"{name}.md": source for name, source in others.items()}
    headers = [header(parse(m.Source(p, t)), t) for p, t in files.items()]
    return Resolver.of(headers, ASSETS, lambda _: parse(m.Source("a.md", text))).answers(headers[0])


@pytest.mark.parametrize("text", ["[[b]]", "[[b#Part]]", "![[b]]", "[[none]] [[b]]", "![[top.png]]"])
def test_what_nobody_refers_to_may_change(text: str) -> None:
    assert found(text, b="## Part\n\nWords.", c="Old.") == found(text, b="## Part\n\nWords.", c="New. ![[b]]")


def test_words_of_another_note_may_change_unless_it_is_embedded() -> None:
    assert found("[[b]]", b="Old.") == found("[[b]]", b="New.")
    assert found("![[b]]", b="Old.") != found("![[b]]", b="New.")
    assert found("![[b]]", b="![[c]]", c="Old.") != found("![[b]]", b="![[c]]", c="New.")


@pytest.mark.parametrize("after", ["# Other title", "## Elsewhere"])
def test_a_name_that_is_referred_to_may_not_change(after: str) -> None:
    assert found("[[b#Part]]", b="## Part") != found("[[b#Part]]", b=after)


def test_rings_and_deep_embeds_are_looked_through_once() -> None:
    ring = {f"n{i}": "".join(f"![[n{j}]]\n\n" for j in range(12)) for i in range(12)}
    assert len(found("![[n0]]", **ring)) < 10**7
