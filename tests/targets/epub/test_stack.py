"""Tables that no small screen can hold are told row by row."""

from __future__ import annotations

from pipeline.model import Definitions, List, Source, Table
from pipeline.syntax import parse
from pipeline.targets.epub.stack import stacked
from pipeline.text import text_of, walk, words

NARROW = "| Store | Share |\n|---|---|\n| Oceans | 97% |\n"
WIDE = (
    "| Distribution | Representation | Justification |\n|---|---|---|\n"
    "| Hypergeometric | Characteristically | Sampling-without-replacement |\n| Normal | | Sums |\n"
)


def blocks(text: str):
    return parse(Source("t.md", "# T\n\n" + text)).blocks


def test_a_table_that_fits_is_left_alone() -> None:
    assert stacked(blocks(NARROW)) == blocks(NARROW)


def test_a_table_that_does_not_becomes_its_rows() -> None:
    (table,) = blocks(WIDE)
    told = stacked((table,))
    assert not any(isinstance(b, Table) for b in told)
    rows = told[-1]
    assert isinstance(rows, Definitions)
    assert rows.id == table.id
    assert [r.id for r in rows.items] == [r.id for r in table.rows]
    assert told[0].id == table.head.id


def test_no_word_is_lost() -> None:
    before, after = words(text_of(blocks(WIDE))), words(text_of(stacked(blocks(WIDE))))
    assert all(after.count(w) >= before.count(w) for w in before)


def test_formulas_count_by_what_is_seen() -> None:
    short = "| a | b |\n|---|---|\n| $\\alpha + \\beta$ | $\\frac{1}{2}$ |\n"
    assert any(isinstance(b, Table) for b in stacked(blocks(short)))
    long = f"| a | b |\n|---|---|\n| ${'x + ' * 12}x$ | $y{' + y' * 12}$ |\n"
    assert not any(isinstance(b, Table) for b in stacked(blocks(long)))


def test_tables_inside_lists_and_quotes_are_found() -> None:
    inside = "- item\n\n" + "\n".join(f"  {line}" for line in WIDE.splitlines()) + "\n\n"
    found = stacked(blocks(inside + "".join(f"> {line}\n" for line in WIDE.splitlines())))
    assert isinstance(found[0], List)
    assert not any(isinstance(b, Table) for b in walk(found))
