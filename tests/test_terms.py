"""Glossary, acronyms and index: the notes' own terms, and nothing that is none."""

from __future__ import annotations

import pytest

from pipeline import model as m
from pipeline.header import header
from pipeline.syntax import parse
from pipeline.terms import acronyms, glossary, index, indexed, places, spelled_out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Consumer Price Index (CPI) rose", {"CPI": "Consumer Price Index"}),
        ("deoxyribonucleic acid (DNA)", {"DNA": "deoxyribonucleic acid"}),
        ("the United Nations (UN)", {"UN": "United Nations"}),
        ("non-governmental organisations (NGOs)", {"NGO": "non-governmental organisations"}),
        ("It rose. Reserve Bank of India (RBI)", {"RBI": "Reserve Bank of India"}),
        ("the El Niño–Southern Oscillation (ENSO)", {"ENSO": "El Niño–Southern Oscillation"}),
        ("Read more (PDF) or see (A) and (IV)", {}),
        ("a plan (NITI) of theirs", {}),
        ("the index (CPI)", {}),
        ("CPI (CPI)", {}),
        ("(RBI)", {}),
        ("in lower case (abc)", {}),
    ],
)  # fmt: skip
def test_acronyms_that_are_spelled_out(text: str, found: dict[str, str]) -> None:
    assert dict(spelled_out(text)) == found


def notes(*texts: str) -> list[m.Note]:
    return [parse(m.Source(f"n{n}.md", text)) for n, text in enumerate(texts)]


def headers(*texts: str) -> list[m.Header]:
    return [header(note, note.path) for note in notes(*texts)]


def test_an_acronym_is_listed_once_where_it_is_spelled_out_first() -> None:
    found = acronyms(headers("Nothing.", "- Gross domestic product (GDP)", "The gross domestic product (GDP)."))
    assert [(e.term, e.text, e.anchor) for e in found] == [("GDP", "Gross domestic product", "n1--p1")]


def test_the_glossary_is_made_of_definitions_in_the_order_of_the_alphabet() -> None:
    found = glossary(
        headers("Zebra\n: Striped *animal*.\n: Second sense.\n\nकर्म\n: Deed.", "apple\n: Fruit.\n\nZEBRA\n: Again.")
    )
    assert [(e.term, e.anchor) for e in found] == [("apple", "n1--e1"), ("Zebra", "n0--e1"), ("कर्म", "n0--e2")]


def lines(*texts: str, terms: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    wanted = indexed(headers(*texts), terms)
    return {t.term: t.anchors for t in index(places(note, wanted) for note in notes(*texts))}


def test_the_index_leads_to_every_place_that_speaks_of_a_term() -> None:
    found = lines(
        "# One\n\n**Repo rate**: what banks pay.\n\n- The repo rate rose.\n", "# Two\n\n| a |\n|---|\n| Repo rate |\n"
    )
    assert found["Repo rate"] == ("n0--p1", "n0--p2", "n1--t1")


def test_a_single_word_is_a_term_only_where_it_is_marked() -> None:
    found = lines("# T\n\n## Rain\n\n**Rain** falls.\n\nIn rain we walk.\n\nThe **RBI** met.\n\nRBI again.\n")
    assert found["Rain"] == ("n0--rain", "n0--p1")
    assert found["RBI"] == ("n0--p3", "n0--p4")


@pytest.mark.parametrize(
    "text",
    [
        "**Never suspended**",
        "**Towards China**",
        "**Introduction**",
        "**1947**",
        "**a, b**",
        "**Who decides?**",
        "**of**",
        "**x = 1**",
        "**a term of many more words than that**",
    ],
)
def test_what_is_no_term(text: str) -> None:
    assert lines(f"# T\n\n{text} and so on.") == {}


def test_a_term_in_code_is_no_place() -> None:
    assert lines("# T\n\n**Binary search** halves.\n\n```\nbinary search\n```\n")["Binary search"] == ("n0--p1",)


def test_an_acronym_in_brackets_is_left_out() -> None:
    assert "Reserve Bank of India" in lines("# T\n\n**Reserve Bank of India (RBI)** sets the rate.")


def test_the_order_is_that_of_the_alphabet_and_other_scripts_follow() -> None:
    found = lines("# T\n\n**beta rays**, **Alpha rays**, **मौलिक कर्तव्य**, **Émile Zola**\n")
    assert list(found) == ["Alpha rays", "Beta rays", "Émile Zola", "मौलिक कर्तव्य"]
