"""Tables as markup: rows under their heads, or a card for each row, its cells after the heads of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline import model as m
from pipeline.html.dialect import Look
from pipeline.paging import size
from pipeline.text import inlines_in

Cell = tuple[m.Inline, ...]
_NOTHING = Markup("–")


@dataclass(frozen=True, slots=True)
class Pen:
    """How a note writes what stands in cells."""

    run: Callable[[str, Cell, int, bool], Markup]
    """Some inlines of a block, how many characters of it precede, whether they are its last ones."""
    again: Callable[[Cell], Markup]
    """What stands elsewhere already."""
    named: Callable[[str], Markup]
    """The attribute that names a block."""


def written(table: m.Table, look: Look, pen: Pen) -> Markup:
    parts = _cards(table, look, pen) if look.form == "cards" else _rows(table, look, pen)
    caption = pen.run(table.id, table.caption, 0, True) if table.caption else Markup()
    title = Markup("<caption>{}</caption>").format(caption) if table.caption else Markup()
    whole = Markup("<table{}{}{}>{}{}{}</table>").format(
        _classes(look), _style(look.size), pen.named(table.id), title, _columns(look), parts
    )
    return Markup('<div class="span">{}</div>').format(whole) if look.form == "span" else whole


_CLASSES = {"column": "", "page": "wide", "span": "wide", "turned": "wide", "cards": "cards"}


def _classes(look: Look) -> Markup:
    kinds = (
        _CLASSES[look.form],
        "short" if look.whole else "",
        "ruled" if look.columns else "",
        "" if look.repeats else "once",
    )
    return Markup(' class="{}"').format(" ".join(filter(None, kinds))) if any(kinds) else Markup()


def _style(points: float) -> Markup:
    return Markup(' style="font-size:{:g}pt"').format(points) if points else Markup()


def _columns(look: Look) -> Markup:
    if look.form == "cards":
        return Markup('<colgroup><col class="of"/><col/></colgroup>')
    each = (Markup('<col style="width:{:g}%"/>').format(share) for share in look.columns)
    return Markup("<colgroup>{}</colgroup>").format(_joined(each)) if look.columns else Markup()


# ------------------------------------------------------------------ rows


def _rows(table: m.Table, look: Look, pen: Pen) -> Markup:
    head = _row(table.head, table.align, "th", pen) if any(table.head.cells) else Markup()
    if not table.rows:  # a head needs a body (PDF/UA), and a body a row
        return Markup("<tbody>{}</tbody>").format(head)
    head = Markup("<thead>{}</thead>").format(head) if head else head
    parted = frozenset(look.parted)
    body = (_row(row, table.align, "td", pen, parted=n in parted, named=not head) for n, row in enumerate(table.rows))
    return head + Markup("<tbody>{}</tbody>").format(_joined(body))


def _row(
    row: m.Row, align: Sequence[m.Align], tag: str, pen: Pen, *, parted: bool = False, named: bool = False
) -> Markup:
    """`named`: the first cell is the head of the row."""
    out, before = [], 0
    for number, (cell, side) in enumerate(zip(row.cells, align, strict=True), 1):
        kind = "th" if named and number == 1 else tag
        scope = Markup(' scope="{}"').format("row" if kind != tag else "col") if kind == "th" else Markup()
        style = Markup(' class="{}"').format(side) if side in {"center", "right"} else Markup()
        text = pen.run(row.id, cell, before, number == len(row.cells))
        out.append(Markup("<{0}{1}{2}>{3}</{0}>").format(kind, scope, style, text))
        before += size(cell)
    looks = Markup(' class="parted"') if parted else Markup()
    return Markup("<tr{}{}>{}</tr>").format(looks, pen.named(row.id), _joined(out))


# ------------------------------------------------------------------ cards


def _cards(table: m.Table, look: Look, pen: Pen) -> Markup:
    """A group of rows for each row: its first cell as the title, then head and cell of each column that says something.

    The first card shows every head under which nothing stands at all, so that no word is lost.
    """
    silent = {n for n in range(1, len(table.head.cells)) if not any(_says(row.cells[n]) for row in table.rows)}
    parted = frozenset(look.parted)
    return _joined(
        _card(table, row, pen, also=silent if row is table.rows[0] else set(), parted=n in parted)
        for n, row in enumerate(table.rows)
    )


def _card(table: m.Table, row: m.Row, pen: Pen, *, also: set[int], parted: bool) -> Markup:
    is_first = row is table.rows[0]
    lines, before = [], 0
    for n, (head, cell) in enumerate(zip(table.head.cells, row.cells, strict=True)):
        if not n or n in also or _says(cell):
            name = (pen.run(table.head.id, head, 0, True) if is_first else pen.again(head)) if head else Markup()
            text = pen.run(row.id, cell, before, n == len(row.cells) - 1) if _says(cell) else _NOTHING
            lines.append(_title(name, text, table, named=is_first, pen=pen) if not n else _line(name, text))
        before += size(cell)
    looks = "card parted" if parted else "card"
    return Markup('<tbody class="{}"{}>{}</tbody>').format(looks, pen.named(row.id), _joined(lines))


def _title(name: Markup, text: Markup, table: m.Table, *, named: bool, pen: Pen) -> Markup:
    anchor = pen.named(table.head.id) if named else Markup()
    label = Markup('<span class="of"{}>{}</span> ').format(anchor, name) if name or anchor else Markup()
    return Markup('<tr><th class="title" colspan="2" scope="rowgroup">{}{}</th></tr>').format(label, text)


def _line(name: Markup, text: Markup) -> Markup:
    return Markup('<tr><th class="of" scope="row">{}</th><td>{}</td></tr>').format(name, text)


def _says(cell: Cell) -> bool:
    return any(not isinstance(i, m.Text) or i.text.strip() for i in inlines_in(cell))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
