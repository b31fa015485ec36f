"""Front matter: the YAML between two lines of dashes, every value read as the text its author typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.syntax.reading import Reading

_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*$")
_YAML_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_TOML_END = re.compile(r"\+\+\+[ \t]*$")
_PLAIN = re.compile(r"([A-Za-z_][\w -]*):[ \t]+(\S.*)")
_TAG_KEY = re.compile(r"(?:tags?|keywords?)[ \t]*:[ \t]*", re.IGNORECASE)
_TAG_ITEM = re.compile(r"([ \t]*-[ \t]+)#(?=\w)")
_NOTHING = ("", "~", "null", "Null", "NULL")
_KEY = re.compile(r"[A-Za-z_][\w -]*:")
_HINT = "put a value with ': ' or '#' in it in quotes"
_LONGEST = 100_000
_MOST = 10_000
_DEEPEST = 30
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """The YAML is well formed but not fit for a note."""

    def __init__(self, message: str, mark: Any) -> None:  # noqa: ANN401 - a mark of either YAML reader
        super().__init__(message)
        self.message = message
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping, in the order of the text."""

    pairs: tuple[tuple[str, Any], ...]


def split_front_matter(lines: list[str]) -> int:
    """How many lines the front matter takes at the head of a note; 0 when there is none."""
    if not lines or not _FENCE.match(lines[0]):
        return 0
    end = _TOML_END if lines[0].startswith("+") else _YAML_END
    for number, line in enumerate(lines[1:], 1):
        if end.match(line):
            return number + 1
    return 0


def read_toml(lines: list[str], reading: Reading) -> tuple[tuple[str, Any], ...]:
    """The same for the TOML that Hugo writes between lines of plus signs."""
    try:
        value = _from_toml(tomllib.loads("\n".join(lines)))
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]) + 1, int(place[2])) if place else (1, 0)
        _report(reading, line, column, f"broken TOML: {str(error).partition(' (at ')[0]}", "put text in quotes")
        return ()
    return value.pairs if isinstance(value, Pairs) else ()


def _from_toml(value: Any) -> Any:  # noqa: ANN401 - whatever the author wrote
    if isinstance(value, dict):
        return Pairs(tuple((key, _from_toml(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return [_from_toml(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_front_matter(lines: list[str], reading: Reading) -> tuple[tuple[tuple[str, Any], ...], bool]:
    """The keys and values of the lines between the dashes, and whether they are front matter at all."""
    text = "\n".join(_bare_tags(line) for line in lines)
    if len(text) > _LONGEST:
        _report(reading, 1, 0, "the front matter is too long", "keep it under 100 000 characters")
        return _salvage(lines), True
    try:
        value = _Events(text, reading).read()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        message = getattr(error, "problem", None) or "a character is not allowed here"
        _report(reading, mark.line + 2 if mark else 1, mark.column + 1 if mark else 0, f"broken YAML: {message}", _HINT)
        return _salvage(lines), any(_KEY.match(line) for line in lines)
    except _Refused as error:
        _report(reading, error.mark.line + 2, error.mark.column + 1, error.message, _HINT)
        return _salvage(lines), True
    if isinstance(value, Pairs):
        return value.pairs, True
    if value in ("", []):
        return (), not any(line.strip() for line in lines)  # nothing but "# words": a heading between two rules
    reading.warn(
        2,
        "front-matter",
        "the text between the dashes is not 'key: value' lines; it is printed as text",
        "write 'title: …', or leave the dashes out",
    )
    return (), False


def _bare_tags(line: str) -> str:
    """`tags: #a #b` and `- #a` without the signs that YAML would take for the start of a comment."""
    key = _TAG_KEY.match(line)
    if key is None:
        return _TAG_ITEM.sub(r"\1", line)
    value = line[key.end() :]
    before = r"(?<=[\[,\"'])([ \t]*)" if value.startswith("[") else r"(^|[\s,\"'])"
    return line[: key.end()] + re.sub(before + r"#(?=\w)", r"\1", value)


def _report(reading: Reading, line: int, column: int, message: str, hint: str) -> None:
    reading.report("error", line, "front-matter", message, hint, column=column)


def _salvage(lines: list[str]) -> tuple[tuple[str, Any], ...]:
    """The plain `key: value` lines of broken YAML, so that a stray colon does not cost a note its title."""
    found = [_PLAIN.match(line) for line in lines[:200]]
    pairs: dict[str, str] = {}
    for line in found:
        if line and line[2][0] not in "[{&*|>":
            pairs.setdefault(line[1], line[2].strip().strip("\"'"))
    return tuple(pairs.items())


class _Events:
    """Builds values from YAML's events: strings, lists and `Pairs`. It counts what aliases unfold to."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._size = 0
        self._reading = reading

    def read(self) -> Any:  # noqa: ANN401 - whatever the author wrote
        value: Any = ""
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, 0)
                break
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Refused("front matter is one document", event.start_mark)
        return value

    def _value(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - an event of either YAML reader
        self._grow(1, event)
        if isinstance(event, yaml.AliasEvent):
            value, size = self._anchors.get(str(event.anchor), (None, 0))
            if value is None:
                raise _Refused(f"there is no anchor &{event.anchor}", event.start_mark)
            self._grow(size, event)
            return value
        if depth > _DEEPEST:
            raise _Refused("values are nested too deep", event.start_mark)
        before = self._size
        value = self._collection(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._size - before)
        return value

    def _collection(self, event: Any, depth: int) -> Any:  # noqa: ANN401 - an event of either YAML reader
        if isinstance(event, yaml.ScalarEvent):
            return "" if event.style is None and event.value in _NOTHING else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return [self._value(child, depth + 1) for child in self._until(yaml.SequenceEndEvent)]
        pairs: dict[str, Any] = {}
        for child in self._until(yaml.MappingEndEvent):
            key = flat(self._value(child, depth + 1))
            value = self._value(next(self._events), depth + 1)
            if key in pairs:
                self._duplicate(key, child)
            pairs[key] = value
        return Pairs(tuple(pairs.items()))

    def _until(self, end: type[Any]) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _duplicate(self, key: str, event: Any) -> None:  # noqa: ANN401 - an event of either YAML reader
        line = event.start_mark.line + 2
        hint = "keep one of them; the last one counts"
        self._reading.warn(line, "duplicate-key", f"the key '{key}' stands here a second time", hint, at=key)

    def _grow(self, size: int, event: Any) -> None:  # noqa: ANN401 - an event of either YAML reader
        self._size += size
        if self._size > _MOST:
            raise _Refused("there are too many values, or aliases that unfold to too many", event.start_mark)


def flat(value: Any) -> str:  # noqa: ANN401 - whatever the author wrote
    """A value as one line of text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Pairs):
        return "; ".join(f"{key}: {flat(inner)}" for key, inner in value.pairs)
    return ", ".join(flat(inner) for inner in value)
