"""Front matter under its canonical names, whatever tool its keys come from."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from pipeline.model import MapSettings, Meta, RecallSettings
from pipeline.syntax.front_matter import Pairs, flat
from pipeline.syntax.reading import Reading

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
    "flashcards": "flashcards",
    "flashcard": "flashcards",
}
_OFF = ("false", "no", "off", "0", "n", "none", "never")
_ON = ("true", "yes", "on", "1", "y")
_MAP_HINT = "write 'mindmap: false', or 'mindmap: {depth: 2, exclude: [Sources]}'"


def read_meta(pairs: Sequence[tuple[str, Any]], reading: Reading) -> Meta:
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
    asked = _split(_text(found, "mnemonics").lower(), r"[,\s]+")
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
        mindmap=_map_settings(found.get("mindmap", []), reading),
        mnemonics=_switch(found, "mnemonics"),
        review="review" in asked,
        numbers="numbers" in asked,
        recall=_recall_settings(found.get("recall", []), reading),
        flashcards="flashcards" in found and _switch(found, "flashcards"),
        extra=tuple(sorted(extra.items())),
    )


def _text(found: dict[str, list[Any]], name: str) -> str:
    values = found.get(name)
    return " ".join(flat(values[0]).split()) if values else ""


def _switch(found: dict[str, list[Any]], name: str, *, default: bool = True) -> bool:
    word = _text(found, name).lower()
    return word not in _OFF if default else word in _ON


def _map_settings(values: list[Any], reading: Reading) -> MapSettings:
    """`mindmap: false`, or a mapping of `depth` and `exclude`; what is neither is told and changes nothing."""
    value = values[0] if values else ""
    if not isinstance(value, Pairs):
        word = flat(value).strip().lower()
        if isinstance(value, list) or word not in ("", *_OFF, *_ON):
            _wrong_map(reading, f"'mindmap: {flat(value)}' says neither yes nor no")
        return MapSettings(on=word not in _OFF)
    given = {key.strip().lower(): inner for key, inner in value.pairs}
    for key in given:
        if key not in ("depth", "exclude"):
            _wrong_map(reading, f"a mind map has no setting '{key}'")
    depth = flat(given.get("depth", "")).strip()
    if depth and not _is_depth(depth):
        _wrong_map(reading, f"the depth of a mind map is a number of levels from 1 to 9, not '{depth}'")
    return MapSettings(
        depth=int(depth) if _is_depth(depth) else 0,
        exclude=_unique(_list(given["exclude"]) if "exclude" in given else ()),
    )


def _is_depth(text: str) -> bool:
    return len(text) == 1 and text in "123456789"


def _wrong_map(reading: Reading, message: str) -> None:
    lines = enumerate(reading.source, 1)
    line = next((n for n, text in lines if re.match(r"\s*[\"']?mind[-_]?map\b", text, re.IGNORECASE)), 1)
    reading.warn(line, "front-matter", message, _MAP_HINT)


def _recall_settings(values: list[Any], reading: Reading) -> RecallSettings | None:
    """`recall: false`, `explicit`, or a mapping with `max`; what is neither is told and changes nothing."""
    value = values[0] if values else ""
    if not isinstance(value, Pairs):
        word = flat(value).strip().lower()
        if isinstance(value, list) or word not in ("", EXPLICIT, *_OFF, *_ON):
            close = difflib.get_close_matches(word, (EXPLICIT, "true", "false"), n=1)
            _wrong_recall(
                reading, f"'recall: {flat(value)}' is no setting", f"did you mean '{close[0]}'?" if close else ""
            )
            return None
        return RecallSettings(word not in _OFF, word == EXPLICIT) if word else None
    most = 0
    for key, inner in value.pairs:
        name, number = key.strip().lower(), flat(inner).strip()
        if name != "max":
            close = difflib.get_close_matches(name, ("max",), n=1, cutoff=0.5)
            _wrong_recall(reading, f"recall has no setting '{key}'", "did you mean 'max'?" if close else "")
        elif not re.fullmatch(r"[1-9]\d?", number):
            _wrong_recall(reading, f"the most questions of a note are a number from 1 to 99, not '{number}'")
        else:
            most = int(number)
    return RecallSettings(most=most) if most else None


EXPLICIT = "explicit"
_RECALL_HINT = "write 'recall: false', 'recall: explicit' or 'recall: {max: 8}'"


def _wrong_recall(reading: Reading, message: str, hint: str = "") -> None:
    lines = enumerate(reading.source, 1)
    line = next((n for n, text in lines if re.match(r"\s*[\"']?recall\b", text, re.IGNORECASE)), 1)
    reading.warn(line, "front-matter", message, hint or _RECALL_HINT)


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
