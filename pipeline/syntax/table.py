r"""Pipe tables as GitHub reads them, wherever blocks may stand: rows are padded, `\|` is a pipe in a cell."""

from __future__ import annotations

import re
from re import Match

from mistune import BlockParser

from pipeline.model import Align
from pipeline.syntax.container import expand, interrupts
from pipeline.syntax.lines import LineState
from pipeline.syntax.reading import Token

PATTERN = r"^(?P<table_head> {0,3}(?! )(?=[^\n|]*\|)[^\n]*)\n(?P<table_rule> {0,3}[|:-][ \t|:-]*)$"

_RULE_CELL = re.compile(r"[ \t]*(:?)-+(:?)[ \t]*$")
_PIECE = re.compile(r"(\\.)|(\|)|(`+)|(\$)|(\[\[)", re.DOTALL)
_BLOCK_ID = re.compile(r"[ \t]*\^[A-Za-z0-9-]+[ \t]*$")
_DETAIL = re.compile(r" {0,3}:[ \t]")
_ALIGN: dict[tuple[str, str], Align] = {
    ("", ""): "",
    (":", ""): "left",
    ("", ":"): "right",
    (":", ":"): "center",
}


def parse_table(_block: BlockParser, match: Match[str], state: LineState) -> int | None:
    align = _alignment(match["table_rule"])
    head = split_row(match["table_head"], len(align)) if align else []
    if not align or len(head) != len(align):
        return None
    at = state.at(match.start())
    rows: list[Token] = []
    position = match.end() + 1
    while position < state.cursor_max:
        raw = state.get_line(position)
        line = raw.rstrip("\n")
        if _ends_table(line):
            break
        rows.append({"cells": _fit(line, len(head), at + 2 + len(rows), state), "at": at + 2 + len(rows)})
        position += len(raw)
    state.append_token({"type": "table", "head": head, "rows": rows, "align": align, "at": at})
    return position


def _ends_table(line: str) -> bool:
    return interrupts(line) or bool(_BLOCK_ID.match(line) or _DETAIL.match(line)) or expand(line).startswith("    ")


def _alignment(line: str) -> tuple[Align, ...]:
    cells = split_row(line, 0)
    found = [_RULE_CELL.match(cell) for cell in cells]
    return tuple(_ALIGN[cell[1], cell[2]] for cell in found if cell) if all(found) else ()


def _fit(line: str, width: int, at: int, state: LineState) -> list[str]:
    """As many cells as the head has. Text beyond the last column stays, in the last cell, and is reported."""
    cells = split_row(line, width)
    beyond = [cell for cell in cells[width:] if cell]
    if beyond:
        cells[width - 1] = " | ".join(cell for cell in (cells[width - 1], *beyond) if cell)
        state.reading.warn(
            state.reading.line(at),
            "table-cells",
            f"this row has {len(cells)} cells, the table's head has {width}",
            r"write \| for a pipe that belongs to the text",
            at=beyond[0],
        )
    return (cells + [""] * width)[:width]


def split_row(line: str, width: int) -> list[str]:
    r"""The cells of a row. A pipe in code, a formula or a wikilink parts cells only if the row needs it to.

    GitHub parts cells there too, so that plain splitting comes first; a row with more cells than the head is one
    whose author trusted the backticks.
    """
    text = line.strip(" \t")
    cells = _split(text, shield=False)
    if width and len(cells) > width:
        shielded = _split(text, shield=True)
        cells = shielded if width <= len(shielded) else cells
    return cells


def _split(text: str, *, shield: bool) -> list[str]:
    text = text.removeprefix("|")
    cells: list[str] = []
    cell: list[str] = []
    position = 0
    while found := _PIECE.search(text, position):
        cell.append(text[position : found.start()])
        position = found.end()
        if found[0] == "|":
            cells.append("".join(cell).strip(" \t"))
            cell = []
        elif found[0] == r"\|":
            cell.append("|")
        else:
            end = _close(text, found) if shield and not found[1] else position
            cell.append(text[found.start() : end].replace(r"\|", "|"))
            position = end
    last = "".join((*cell, text[position:])).strip(" \t")
    return [*cells, last] if last or not cells else cells


def _close(text: str, opened: Match[str]) -> int:
    """Where the code, formula or wikilink that opens here ends; where its mark ends when it does not close."""
    mark = opened[0]
    close = text.find("]]" if mark == "[[" else mark, opened.end())
    return close + (2 if mark == "[[" else len(mark)) if close >= 0 else opened.end()
