"""The record of a build: what was made, from what, and what was found. Reproducible: no clock, no paths of machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib import metadata

from pipeline import model as m
from pipeline.conserve import Loss
from pipeline.problem import Problem
from pipeline.text import plain, walk

SCHEMA = 1
_TOOLS = ("studypress", "weasyprint", "mistune", "ebooklib")


def tools() -> dict[str, str]:
    """The versions that a build depends on."""
    return {name: metadata.version(name) for name in _TOOLS}


Row = Mapping[str, object]
"""What the manifest tells of a note, but for what only a build knows: its pages, and whether it was set anew."""


def manifest(
    book: m.Book,
    layout: str,
    products: Sequence[m.Product],
    rows: Sequence[Row],
    problems: Sequence[Problem],
    losses: Mapping[str, Sequence[Loss]],
    rendered: Sequence[str],
) -> str:
    """The manifest as JSON with sorted keys: `layout` names the look, `rows` are those of its notes, in their order."""
    new = frozenset(rendered)
    document = {
        "schema": SCHEMA,
        "title": book.title,
        "layout": layout,
        "tool": tools(),
        "artifacts": [_artifact(p) for p in products],
        "notes": [{**row, "from_cache": row["id"] not in new} for row in rows],
        "problems": [asdict(p) for p in problems],
        "conservation": {
            "words": sum(n.words for n in book.notes),
            "missing_pdf": _words(losses.get("pdf", ())),
            "missing_epub": _words(losses.get("epub", ())),
            **{f"missing_{target}": _words(found) for target, found in losses.items() if ":" in target},
        },
        "rendered": list(rendered),
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _artifact(product: m.Product) -> dict[str, object]:
    return {
        "path": product.path,
        "target": product.target,
        "sha256": product.sha256,
        "bytes": product.size,
        "pages": product.pages,
    }


def row(note: m.Note) -> Row:
    """What the manifest tells of a resolved note."""
    return {
        "id": note.id,
        "path": note.path,
        "sha256": note.digest,
        "title": note.title,
        "words": note.words,
        "mindmap": _mindmap(note),
        "mnemonics": [
            {"list": a.anchor, "kind": _kind(a), "text": _motto(a), "origin": a.origin, "score": round(a.score, 3)}
            for a in note.aids
            if a.kind == "mnemonic"
        ],
        "questions": len({c.id for a in note.aids for c in a.cards}),
    }


def placed(row: Row, pages: tuple[int, int], sheets: int) -> Row:
    """The row with the note's first and last page, and the drawings that its map takes."""
    mindmap = row["mindmap"]
    return {
        **row,
        "pages": list(pages),
        "mindmap": {**mindmap, "sheets": sheets} if isinstance(mindmap, Mapping) else None,
    }


def _mindmap(note: m.Note) -> dict[str, int] | None:
    root = next((b.root for a in note.aids for b in walk(a.blocks) if isinstance(b, m.MindMap)), None)
    return None if root is None else {"nodes": _size(root), "depth": _depth(root)}


def _size(branch: m.Branch) -> int:
    return 1 + sum(_size(b) for b in branch.branches)


def _depth(branch: m.Branch) -> int:
    return 1 + max((_depth(b) for b in branch.branches), default=0)


def _spans(aid: m.Aid) -> Iterator[m.Span]:
    for block in walk(aid.blocks):
        if isinstance(block, m.Paragraph):
            yield from (i for i in block.inlines if isinstance(i, m.Span))


def _kind(aid: m.Aid) -> str:
    return next((s.kind for s in _spans(aid)), aid.kind)


def _motto(aid: m.Aid) -> str:
    return next((plain(s.inlines) for s in _spans(aid)), "")


def _words(losses: Sequence[Loss]) -> list[str]:
    return sorted({w for loss in losses for w in loss.words})
