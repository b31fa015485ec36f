"""The register of cards: numbers are given once, and stay with their cards whatever becomes of notes and words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.problem import Stop
from pipeline.read import read as vault_of
from pipeline.register import Asked, Held, Register, letters, renewed
from pipeline.registering import read, write


def card(name: str, question: str = "", answer: str = "", source: str = "p1", kind: str = "basic") -> Asked:
    return Asked(f"q-{name}", kind, source, question or f"What is {name}?", answer or f"It is {name}.")


def note(name: str, *cards: Asked, path: str = "", title: str = "", named: bool = False) -> Held:
    return Held(name, path or f"{name}.md", title or name, "IR", cards, named)


def codes(register: Register, *notes: Held) -> list[str]:
    return [register.code(n.id, c.id) for n in notes for c in n.cards]


def after(before: Held, now: Held) -> list[str]:
    """The codes of a note, when another of two cards was there before."""
    other = note("other", card("x"), card("y"))
    return codes(renewed(renewed(Register(), "book", [other, before]), "book", [now, other]), now)


A, B = card("cell", "What is a cell?", "A room.", "p1"), card("gene", "What is a gene?", "A recipe.", "p2")
BEFORE = note("biology", A, B)


def test_numbers_follow_the_book() -> None:
    notes = [note("a", card("1"), card("2")), note("b", card("3"))]
    assert codes(renewed(Register(), "book", notes), *notes) == ["IR-001-01", "IR-001-02", "IR-002-01"]


@pytest.mark.parametrize(
    "now",
    [
        note("biology", B, A),
        note("biology", replace(A, answer="A small room."), B),
        note("life", A, B),
        note("life", A, B, path="2/life.md", title="Life"),
        note("biology", A, B, path="moved/biology.md"),
        note("biology", card("new"), A, B),
    ],
    ids=["order", "answer", "rename", "move and rename", "move", "insertion"],
)
def test_cards_keep_their_codes(now: Held) -> None:
    wanted = {A.id: "IR-002-01", B.id: "IR-002-02", "q-new": "IR-002-03"}
    assert after(BEFORE, now) == [wanted[c.id] for c in now.cards]


@pytest.mark.parametrize(
    "edited",
    [
        replace(A, id="q-1", question="What is a living cell?"),
        replace(A, id="q-1", kind="term", answer="Something else."),
        replace(A, id="q-1", question="What is a living cell?", source="p9"),
        replace(A, id="q-1", question="What is a small cell?", answer="A smaller room."),
    ],
    ids=["same answer", "same question", "same answer elsewhere", "same place"],
)
def test_an_edited_card_is_known_again(edited: Asked) -> None:
    assert after(BEFORE, note("biology", B, edited)) == ["IR-002-02", "IR-002-01"]


def test_another_question_has_another_number() -> None:
    assert after(BEFORE, note("biology", B, card("1", "How do plants eat?", "By light.", A.source))) == [
        "IR-002-02",
        "IR-002-03",
    ]


def test_the_id_that_an_author_gives_goes_before_all() -> None:
    first = renewed(Register(), "book", [note("a", A, named=True), note("b", B)])
    now = [note("a", card("1"), path="b.md", named=True), note("c", B, path="a.md")]
    assert codes(renewed(first, "book", now), *now) == ["IR-001-02", "IR-002-01"]


def test_files_that_are_counted_on_keep_their_numbers() -> None:
    first = renewed(Register(), "book", [note("1", A), note("2", B)])
    now = [note("1", card("new")), note("2", A), note("3", B)]
    assert codes(renewed(first, "book", now), *now) == ["IR-003-01", "IR-001-01", "IR-002-01"]


def test_what_comes_back_has_its_old_number_and_name() -> None:
    first = renewed(Register(), "book", [BEFORE])
    without = renewed(first, "book", [note("biology", B)])
    gone = renewed(without, "book", [note("other", card("x"))])
    back = renewed(gone, "book", [BEFORE])
    assert codes(back, BEFORE) == codes(first, BEFORE)
    assert back.guid("biology", A.id) == first.guid("biology", A.id)


def test_what_is_gone_is_not_taken_for_something_new() -> None:
    first = renewed(Register(), "book", [BEFORE])
    gone = renewed(first, "book", [note("biology", A)])
    again = note("biology", A, replace(B, id="q-1", question="What is a green gene?"))
    assert codes(renewed(gone, "book", [again]), again) == ["IR-001-01", "IR-001-03"]


def test_notes_that_are_not_asked_for_stay_as_they_are() -> None:
    notes = [note("a", A), note("b", B)]
    first = renewed(Register(), "book", notes)
    part = renewed(first, "book", notes[1:], ["a.md", "b.md"])
    assert write(part) == write(first)
    assert codes(part, notes[1]) == ["IR-002-01"]
    with pytest.raises(KeyError):
        part.code("a", A.id)


def test_a_lost_register_loses_no_card_that_is_called_as_before() -> None:
    notes = [note("a", A), note("b", B)]
    guid = renewed(Register(), "book", notes).guid("b", B.id)
    assert renewed(Register(), "book", notes[1:]).guid("b", B.id) == guid


def test_a_note_that_takes_a_former_name_shares_no_card_with_it() -> None:
    first = renewed(Register(), "book", [note("a", A)])
    now = [note("b", A), note("a", A, path="new/a.md", title="New")]
    later = renewed(renewed(first, "book", now[:1]), "book", now)
    assert later.guid("b", A.id) == first.guid("a", A.id) != later.guid("a", A.id)


def test_the_book_may_change_its_identifier() -> None:
    first = renewed(Register(), "book", [BEFORE])
    assert renewed(first, "another", [BEFORE]).guid("biology", A.id) == first.guid("biology", A.id)


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        (("International Relations", "Notes"), "IR"),
        (("Science and Technology",), "ST"),
        (("Polity",), "POL"),
        (("GS 2",), "GS"),
        (("", "My Notes"), "MN"),
        (("भारत", "The"), "THE"),
        (("भारत",), "N"),
    ],
)
def test_letters(titles: tuple[str, ...], wanted: str) -> None:
    assert letters(*titles) == wanted


# --------------------------------------------------------------------------- laws


@dataclass(frozen=True)
class Page:
    """A note in a history: cards by number, with how often each was edited; how often it was renamed and moved."""

    uid: int
    cards: tuple[tuple[int, int], ...]
    renamed: int = 0
    moved: int = 0

    @property
    def held(self) -> Held:
        name = f"note-{self.uid}-{self.renamed}"
        cards = tuple(card(f"{uid}", answer=f"{uid} {edits}", source=f"p{uid}") for uid, edits in self.cards)
        return note(name, *cards, path=f"{self.moved}/{name}.md")


@st.composite
def histories(draw: st.DrawFn) -> list[list[Page]]:
    """Books as they follow one another: notes and cards come, go, move, are edited and renamed."""
    fresh = iter(range(10_000))
    size = st.integers(0, 4)
    book: list[Page] = []
    out = []
    for _ in range(draw(st.integers(1, 6))):
        now = []
        for page in book:
            if draw(st.integers(0, 5)) == 0:
                continue
            kept = [(u, n + draw(st.integers(0, 1))) for u, n in page.cards if draw(st.integers(0, 3))]
            new = [(next(fresh), 0) for _ in range(draw(st.integers(0, 2)))]
            still = 2 * len(kept) > len(kept) + len(new)
            now.append(
                replace(
                    page,
                    cards=tuple(draw(st.permutations(kept + new))),
                    renamed=page.renamed + (still and draw(st.integers(0, 1))),
                    moved=page.moved + (still and draw(st.integers(0, 1))),
                )
            )
        now += [
            Page(next(fresh), tuple((next(fresh), 0) for _ in range(draw(size))))
            for _ in range(draw(st.integers(0, 2)))
        ]
        book = draw(st.permutations(now))
        out.append(book)
    return out


@given(histories())
@settings(deadline=None)
def test_a_code_is_given_once_and_stays_with_its_card(history: list[list[Page]]) -> None:
    register, seen = Register(), dict[tuple[int, int], tuple[str, str]]()
    for book in history:
        register = renewed(read(write(register)), "book", [page.held for page in book])
        now = {
            (page.uid, uid): (register.code(page.held.id, asked.id), register.guid(page.held.id, asked.id))
            for page in book
            for (uid, _), asked in zip(page.cards, page.held.cards, strict=True)
        }
        assert all(seen.get(key, names) == names for key, names in now.items())
        seen |= now
        for values in zip(*seen.values(), strict=True):
            assert len(set(values)) == len(seen)


@given(histories())
@settings(deadline=None)
def test_the_text_is_stable(history: list[list[Page]]) -> None:
    register = Register()
    for book in history:
        register = renewed(register, "book", [page.held for page in book])
    notes = [page.held for page in history[-1]]
    text = write(register)
    assert write(read(text)) == text
    assert write(renewed(read(text), "book", notes)) == text


# --------------------------------------------------------------------------- the file


GOOD = write(renewed(Register(), "book", [BEFORE]))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD[:-20], 31),
        ("<<<<<<< HEAD\n" + GOOD, 1),
        ("[]", 0),
        ("{}", 0),
        ("[" * 100_000, 0),
        (GOOD.replace('"schema": 1', '"schema": 2'), 0),
        (GOOD.replace('"schema": 1', '"schema": true'), 0),
        (GOOD.replace('"number": 2', '"number": 1'), 0),
        (GOOD.replace('"number": 2', '"number": 0'), 0),
        (GOOD.replace('"number": 2', '"number": "2"'), 0),
        (GOOD.replace('"key": "q-gene"', '"key": "q-cell"'), 0),
        (GOOD.replace('"notes": [', '"notes": [1,'), 0),
    ],
)
def test_a_broken_register_is_one_error_with_a_hint(text: str, line: int) -> None:
    assert text != GOOD
    with pytest.raises(Stop) as stop:
        read(text)
    (problem,) = stop.value.problems
    assert (problem.path, problem.code, problem.severity) == (".studypress/ids.json", "card-numbers", "error")
    assert problem.hint
    assert problem.line == line


def test_the_register_is_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / ".studypress").mkdir()
    (tmp_path / ".studypress" / "b.md").write_text("# B\n", encoding="utf-8")
    (tmp_path / ".studypress" / "ids.json").write_text(json.dumps({}), encoding="utf-8")
    vault = vault_of(tmp_path)
    assert list(vault.notes) == ["a.md"]
    assert vault.own(".studypress/ids.json").text == "{}"
