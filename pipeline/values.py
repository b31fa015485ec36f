"""What stands behind a setting of `book.yml`, read as its author typed it: `no` is a word, `1:30` is not ninety."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata

import yaml

from pipeline import text

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
MODEL_EXAMPLE = "{base_url: http://localhost:11434/v1, model: llama3.1, timeout: 60, api_key_env: OUR_KEY}"

Pairs = tuple[tuple[str, str], ...]


class Fault(Exception):  # noqa: N818 - a slip of the author, turned into a Problem where it is caught
    """A setting that cannot be taken, with the node that is to blame."""

    def __init__(self, node: yaml.Node, message: str, hint: str = "", code: str = "bad-setting") -> None:
        super().__init__(message)
        self.node, self.message, self.hint, self.code = node, message, hint, code


def line(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        kind = "a list" if isinstance(node, yaml.SequenceNode) else "a group of settings"
        raise Fault(node, f"one line of text is expected here, not {kind}")
    value = unicodedata.normalize("NFC", " ".join(str(node.value).split()))
    if UNPRINTABLE.search(value):
        raise Fault(node, "this text holds a character that cannot be printed", "type it again without the escape")
    return value


def lines(node: yaml.Node) -> tuple[str, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(value for value in map(line, nodes) if value)


def language(node: yaml.Node) -> str:
    if not _LANGUAGE.fullmatch(value := line(node)):
        raise Fault(node, f"“{value}” is not the code of a language", "write a code such as en, hi or en-GB")
    return value


def date(node: yaml.Node) -> str:
    if not _is_date(value := line(node)):
        raise Fault(node, f"“{value}” is not a date", "write year, month and day: 2026-05-01")
    return value


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        return bool(dt.date.fromisoformat((value + "-01-01")[:10]))
    except ValueError:
        return False


def slug(node: yaml.Node) -> str:
    value = line(node)
    if value != (slug := text.slug(value)):
        raise Fault(node, f"“{value}” is not a plain name", f"small letters, digits and hyphens: '{slug or 'book'}'")
    return value


def _folder(node: yaml.Node) -> str:
    value = line(node).replace("\\", "/")
    steps = [step for step in value.split("/") if step not in ("", ".")]
    if value.startswith("/") or ".." in steps or not steps:
        raise Fault(node, f"“{value}” is not a folder of the vault", "name it as seen from book.yml: 01-cells")
    return "/".join(steps)


def parts(node: yaml.Node) -> Pairs:
    if not isinstance(node, yaml.MappingNode):
        raise Fault(node, "folders with their titles are expected here", "such as 01-cells: The cell")
    return tuple((_folder(folder), line(title)) for folder, title in node.value)


def wishes(node: yaml.Node) -> tuple[str, ...]:
    found = tuple(value.lower() for value in lines(node))
    for value in found:
        if value not in ("auto", "review", "numbers"):
            hint = "write review, numbers, or neither; “mnemonics: false” goes into the front matter of a note"
            raise Fault(node, f"“{value}” says nothing of mnemonics", hint)
    return found


_MODEL = {"base_url": "", "model": "", "timeout": "60", "api_key_env": ""}
"""What `llm` may say, with what is taken when it does not."""
_NO_KEYS = "keys stay out of files: put it into an environment variable and name that, api_key_env: OUR_KEY"


def model(node: yaml.Node) -> Pairs:
    if not isinstance(node, yaml.MappingNode):
        raise Fault(node, "an address and a model are expected here", MODEL_EXAMPLE)
    found: dict[str, str] = {}
    for key, value in node.value:
        name = line(key).lower().replace("-", "_")
        if name in ("api_key", "key", "apikey", "token", "secret", "password"):
            raise Fault(key, "a key is written into this file", _NO_KEYS)
        if name not in _MODEL:
            close = difflib.get_close_matches(name, _MODEL, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"the settings are: {', '.join(_MODEL)}"
            raise Fault(key, f"there is no setting “{line(key)}” of llm", hint, "unknown-setting")
        if name in found:
            raise Fault(key, f"“{name}” is set twice", "keep one of the two", "duplicate-key")
        found[name] = _MODEL_PARTS[name](value)
    if not found:
        return ()
    for name in ("base_url", "model"):
        if not found.get(name):
            raise Fault(node, f"llm has no {name}", MODEL_EXAMPLE)
    return tuple((name, found.get(name) or usual) for name, usual in _MODEL.items())


def _address(node: yaml.Node) -> str:
    value = line(node)
    if not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", value):
        hint = _NO_KEYS if "@" in value else "such as http://localhost:11434/v1"
        raise Fault(node, "this is not the address of a server", hint)
    return value


def _seconds(node: yaml.Node) -> str:
    value = line(node)
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value) or not float(value):
        raise Fault(node, f"“{value}” is not a number of seconds", "write 60, or any number up to 9999")
    return value


def _variable(node: yaml.Node) -> str:
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", value := line(node)):  # it is not told: it may be a key
        raise Fault(node, "this is not the name of an environment variable", _NO_KEYS)
    return value


_MODEL_PARTS = {"base_url": _address, "model": line, "timeout": _seconds, "api_key_env": _variable}
