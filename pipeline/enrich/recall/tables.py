"""Questions about tables: the head of a row, the head of a column, and the cell where they meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline import model as m
from pipeline.enrich.labels import prose, vocabulary
from pipeline.enrich.recall.draft import (
    MOST_ANSWER_WORDS,
    WORKED,
    Draft,
    Setting,
    decapitalised,
    gives_away,
    is_telling,
    sayable,
)
from pipeline.text import words

_DULL_COLUMNS = vocabulary(
    "lecture chapter week slide slides heading column header cell link links url page importance rating score "
    "respective contents details rank priority count total page best average worst better stable example examples note "
    "notes remark remarks 备注 comment comments source sources no number sl उदाहरण टिप्पणी "
    "הערות комментарии коментарі bemerkungen notas uwagi komentarze catatan "
    "comentários comentarios commentaires kommentar kommentare yorumlar ghi chú"
)
_ASPECT_COLUMNS = vocabulary("feature features aspect aspects point points basis property parameter item आधार")
_EMPTY_CORNERS = vocabulary("who what which name term type word")
_DULL_ANSWERS = vocabulary(
    "him her it them they yes no نعم ja nein sim si sí oui non 是 否 sì да нет none nil same ditto above below "
    "हाँ नहीं वही"
)
_NOBODY = vocabulary(
    "ich du er sie es wir ihr er/sie/es sie/sie io tu lui lei noi voi loro je il elle nous vous ils elles yo "
    "tú él ella nosotros ellos eu ele ela nós eles я ты он она оно мы вы они मैं तुम आप वह हम वे i he she it "
    "we you they him her them this that"
)
_COUNTS_ROWS = re.compile(r"(?i)(?:(?:first|second|third|last) )?(?:rows?|cells?|items?|lines?)\b")
_COST = re.compile(r"(?:[OΘ]\()?(?=.*[nNkm])[nNmkrVE\d\s()^*+/!²³-]*(?:log)?[nNmkrVE\d\s()^*+/!²³-]*\)?")
"""What an algorithm costs: under a head such as "best" nobody knows what of."""
_CLAUSE = re.compile(r"(?i)(?:to|(?:what|how|where|when|why|which) (?:it|they|he|she|to)) ")
_DATED = re.compile(r"^(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:1\d|20)\d\d$")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_MOST = 3
_MOST_HEAD_WORDS = 5


def drafts(setting: Setting) -> Iterator[Draft]:
    for block in setting.section.blocks if not WORKED.search(setting.section.title) else ():
        if isinstance(block, m.Table) and len(block.head.cells) >= 2:
            yield from _spread([d for d in _cells(block, setting) if d])


def more(setting: Setting) -> Iterator[Draft]:
    """For sparse notes: a question on every row."""
    for block in setting.section.blocks if not WORKED.search(setting.section.title) else ():
        if isinstance(block, m.Table) and len(block.head.cells) >= 2:
            yield from (replace(d, merit=2.25) for d in _cells(block, setting) if d)


def _spread(found: list[Draft]) -> list[Draft]:
    """A few of a table's questions, taken at even distances."""
    step = max(1, len(found) // _MOST)
    return found[step // 2 :: step][:_MOST]


def _cells(table: m.Table, setting: Setting) -> Iterator[Draft | None]:
    """One question a row, the columns by turns."""
    heads = [prose(c) for c in table.head.cells]
    rows = [[prose(c) for c in row.cells] for row in table.rows]
    columns = [i for i in range(1, len(heads)) if _asks(heads[i]) and _tells([r[i] for r in rows])]
    firsts = [r[0] for r in rows]
    if _are_dates(firsts):
        yield from _backwards(table, heads, rows, setting)
        return
    for i, cells in enumerate(rows):
        whole = not any(isinstance(part, m.Break) for part in table.rows[i].cells[0])
        if columns and whole and _names_a_row(cells[0]) and firsts.count(cells[0]) == 1:
            at = columns[i % len(columns)]
            column = [r[at] for r in rows]
            asked = _crossing(cells[0], _named(heads[at], column), heads[0], setting)
            yield _draft(*asked, table.rows[i], at, setting, column)


def _crossing(row: str, head: str, corner: str, setting: Setting) -> tuple[str, str]:
    """What to ask about, and what of it. A table of aspects is read by columns ("Money bill: introduced in?")."""
    if corner.casefold() in _ASPECT_COLUMNS:
        return (head if " " in head else f"{setting.heading} – {head}"), row
    says_little = len(row.split()) <= 2 and 1 <= len(corner.split()) <= 2 and corner.isascii() and "(" not in row
    named = says_little and corner.casefold() not in _EMPTY_CORNERS and corner[-1:] != "s"
    if named:
        return f"{row} ({decapitalised(corner)})", head
    return _with_context(row, head, setting), head


def _with_context(row: str, head: str, setting: Setting) -> str:
    """A row under its heading where row and column say too little by themselves."""
    heading = setting.section.title.rstrip(" .:")
    few = len(row.split()) + len(head.split()) <= _FEW and 0 < len(heading.split()) <= _MOST_HEADING
    if not few or not is_telling(heading) or not sayable(heading) or heading[-1] == "?" or gives_away(heading, row):
        return row
    return f"{heading} – {row}"


_FEW = 6
_MOST_HEADING = 8


def _backwards(table: m.Table, heads: list[str], rows: list[list[str]], setting: Setting) -> Iterator[Draft | None]:
    """A table that opens with years asks for the year of an event."""
    column, events = [r[0] for r in rows], [r[1] for r in rows]
    if not _asks(heads[0]):
        return
    for i, cells in enumerate(rows):
        if sayable(cells[1]) and events.count(cells[1]) == 1 and len(cells[1].split()) <= MOST_ANSWER_WORDS:
            yield _draft(cells[1], heads[0], table.rows[i], 0, setting, column)


def _draft(row: str, head: str, cells: m.Row, at: int, setting: Setting, column: list[str]) -> Draft | None:
    answer = prose(cells.cells[at])
    front = f"{row.rstrip('.: ')}: {decapitalised(head)}?"
    if (
        not sayable(answer)
        or _DULL_ANSWERS.intersection(words(answer))
        or re.fullmatch(r"[0-3.,]*0?", answer)
        or not 1 <= len(words(answer)) <= MOST_ANSWER_WORDS
        or ((" " not in head or not setting.phrasing.language) and _COST.fullmatch(answer))
        or answer.startswith(("Example", "See ", "e.g"))
        or answer.endswith("?")
        or "[ ]" in answer
        or gives_away(row, head)
        or (len(words(row)) > 1 and set(words(row)) <= set(words(answer)))
        or (answer.isalpha() and len(answer) == 1)
        or gives_away(front, answer)
    ):
        return None
    merit = 4.5 + (column.count(answer) == 1) + 0.5 * any(c.isdigit() for c in answer)
    back = (m.Paragraph(cells.cells[at]),)
    return Draft("table", (m.Text(front),), back, cells.id, setting.section.top, merit, f"{row}\0{head}")


def _names_a_row(text: str) -> bool:
    if text.lower() in _NOBODY or text[-1:] == "." or _COUNTS_ROWS.match(text):
        return False
    if (
        not sayable(text)
        or "_" in text
        or text[-1] == "?"
        or len(text.split()) > 6
        or sum(c.isalpha() for c in text) < 2
        or not text[0].isalnum()
        or text[0].isdecimal()
    ):
        return False
    return not (text[0].islower() and any(c.isdigit() for c in text))


def _asks(head: str) -> bool:
    """Whether the head of a column makes a question when a colon stands before it."""
    if not sayable(head) or "_" in head or not head[0].isalpha() or head[-1] in ".?!" or _CLAUSE.match(f"{head} "):
        return False
    return len(head.split()) <= _MOST_HEAD_WORDS and not _DULL_COLUMNS.intersection(words(head))


def _named(head: str, column: list[str]) -> str:
    years = all(_YEAR.fullmatch(c) for c in column)
    return f"{head} (year)" if years and not re.search(r"(?i)year|date|when|वर्ष", head) else head


def _tells(column: list[str]) -> bool:
    """Whether a column says more than yes and no."""
    return len(column) < _SHORT or len(set(column)) > _SHORT - 2


_SHORT = 4


def _are_dates(column: list[str]) -> bool:
    return all(_DATED.search(c) for c in column)
