"""Front matter under its canonical names, whatever tool its keys come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.model import Meta
from pipeline.syntax.front_matter import Pairs, flat

_NAMES = {
    "title": "title",
    "subtitle": "subtitle",
    "dek": "subtitle",
    "description": "description",
    "abstract": "description",
    "summary": "description",
    "author": "authors",
    "authors": "authors",
    "date": "date",
    "updated": "updated",
    "modified": "updated",
    "date-modified": "updated",
    "last-modified": "updated",
    "created": "created",
    "lang": "lang",
    "language": "lang",
    "id": "id",
    "uid": "id",
    "identifier": "id",
    "tags": "tags",
    "tag": "tags",
    "keywords": "tags",
    "keyword": "tags",
    "aliases": "aliases",
    "alias": "aliases",
    "syllabus": "syllabus",
    "paper": "syllabus",
    "exam": "syllabus",
    "source": "sources",
    "sources": "sources",
    "publish": "publish",
    "draft": "draft",
    "mindmap": "mindmap",
    "mind-map": "mindmap",
    "mnemonics": "mnemonics",
    "mnemonic": "mnemonics",
    "recall": "recall",
}
_OFF = ("false", "no", "off", "0", "n", "none", "never")
_ON = ("true", "yes", "on", "1", "y")


def read_meta(pairs: Sequence[tuple[str, Any]]) -> Meta:
    """Known keys under their names, all others as text; of two keys for one name the first that speaks counts."""
    found: dict[str, list[Any]] = {}
    extra: dict[str, str] = {}
    for key, value in pairs:
        name = _NAMES.get(key.strip().lower().replace("_", "-"))
        if name and value not in ("", []):
            found.setdefault(name, []).append(value)
        elif not name:
            extra[key] = flat(value)
    for name in ("created", "date"):
        if name in found and ("updated" in found or (name == "created" and "date" in found)):
            extra.setdefault(name, flat(found[name][0]))
    return Meta(
        title=_text(found, "title"),
        subtitle=_text(found, "subtitle"),
        description=_text(found, "description"),
        authors=_authors(found.get("authors", [])),
        date=_text(found, "updated") or _text(found, "date") or _text(found, "created"),
        lang=_text(found, "lang").replace("_", "-"),
        id=_text(found, "id"),
        tags=_unique(
            tag.strip("\"'").lstrip("#") for value in found.get("tags", []) for tag in _split(value, r"[,\s]+")
        ),
        aliases=_unique(name for value in found.get("aliases", []) for name in _split(value, r",")),
        syllabus=_unique(line for value in found.get("syllabus", []) for line in _list(value)),
        sources=_unique(line for value in found.get("sources", []) for line in _list(value)),
        publish=_switch(found, "publish") and not _switch(found, "draft", default=False),
        mindmap=_switch(found, "mindmap"),
        mnemonics=_switch(found, "mnemonics"),
        recall=_switch(found, "recall"),
        extra=tuple(sorted(extra.items())),
    )


def _text(found: dict[str, list[Any]], name: str) -> str:
    values = found.get(name)
    return " ".join(flat(values[0]).split()) if values else ""


def _switch(found: dict[str, list[Any]], name: str, *, default: bool = True) -> bool:
    word = _text(found, name).lower()
    return word not in _OFF if default else word in _ON


def _list(value: Any) -> list[str]:  # noqa: ANN401 - whatever the author wrote
    values = value if isinstance(value, list) else [value]
    return [" ".join(flat(inner).split()) for inner in values]


def _split(value: Any, pattern: str) -> list[str]:  # noqa: ANN401 - whatever the author wrote
    """The members of a list, or of a string that commas (or else spaces) part."""
    if isinstance(value, list):
        return _list(value)
    text = flat(value)
    return [part.strip() for part in re.split("," if "," in text else pattern, text)]


def _authors(values: list[Any]) -> tuple[str, ...]:
    """Names, from `Name`, `One; Two`, a list, or Pandoc's list of mappings with a `name`."""
    names: list[str] = []
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Pairs):
                names.append(flat(dict(one.pairs).get("name", flat(one))))
            else:
                names += flat(one).split(";")
    return _unique(" ".join(name.split()) for name in names)


def _unique(values: Any) -> tuple[str, ...]:  # noqa: ANN401 - any iterable of strings
    return tuple(dict.fromkeys(value for value in values if value))
