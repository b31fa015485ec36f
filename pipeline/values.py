"""What stands behind a setting of `book.yml`, read as its author typed it: `no` is a word, `1:30` is not ninety."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping

import yaml

from pipeline import model as m
from pipeline import tex, text
from pipeline.targets.cardsheet import REACH

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
MODEL_EXAMPLE = "{base_url: http://localhost:11434/v1, model: llama3.1, timeout: 60, api_key_env: OUR_KEY}"

MACRO_EXAMPLE = r"{'\RR': '\mathbb{R}'}"

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


_PLACE = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def series(node: yaml.Node) -> Pairs:
    """The name of a series, and the book's number in it where it has one."""
    if not isinstance(node, yaml.MappingNode):
        return (("name", line(node)),)
    found = _group(node, {"name": line, "number": _place}, "series")
    if not found.get("name"):
        raise Fault(node, "a series needs a name", "such as {name: First year, number: 2}")
    return tuple((key, str(found[key])) for key in ("name", "number") if found.get(key))


def _place(node: yaml.Node) -> str:
    value = line(node)
    if not _PLACE.fullmatch(value):
        raise Fault(node, f"“{value}” is no number", "such as 2, or 2.5")
    return value


_MACRO = re.compile(r"\\?[A-Za-z]+")


def macros(node: yaml.Node) -> Pairs:
    """Macros of formulas, with their backslash."""
    if not isinstance(node, yaml.MappingNode):
        raise Fault(node, "macros with what they stand for are expected here", MACRO_EXAMPLE)
    found: dict[str, str] = {}
    for key, value in node.value:
        name = line(key)
        if not _MACRO.fullmatch(name):
            raise Fault(key, f"“{name}” is not the name of a macro", "a backslash and letters, in single quotes")
        name = f"\\{name.removeprefix(chr(92))}"
        if name in found:
            raise Fault(key, f"“{name}” is set twice", "keep one of the two", "duplicate-key")
        found[name] = line(value)
        if tex.unbalanced(found[name]):
            raise Fault(value, f"the braces of “{name}” do not match", "each { needs its }")
    return tuple(sorted(found.items()))


def counted(pairs: Pairs) -> tuple[tuple[str, int, str], ...]:
    """Macros as formulas need them: each takes as many arguments as it speaks of."""
    return tuple((name[1:], max(map(int, re.findall(r"#([1-9])", body)), default=0), body) for name, body in pairs)


def wishes(node: yaml.Node) -> tuple[str, ...]:
    found = tuple(value.lower() for value in lines(node))
    for value in found:
        if value not in ("auto", "review", "numbers"):
            hint = "write review, numbers, or neither; “mnemonics: false” goes into the front matter of a note"
            raise Fault(node, f"“{value}” says nothing of mnemonics", hint)
    return found


def recall(node: yaml.Node) -> str | Pairs:
    """What is asked in every note: `true`, `false` or `explicit`, or `max` with a number."""
    hint = "write false, explicit, or {max: 8}"
    if isinstance(node, yaml.MappingNode):
        number = ""
        for key, value in node.value:
            if line(key).lower() != "max":
                close = difflib.get_close_matches(line(key).lower(), ("max",), n=1, cutoff=0.5)
                told = "did you mean 'max'?" if close else hint
                raise Fault(key, f"there is no setting “{line(key)}” of recall", told, "unknown-setting")
            if not re.fullmatch(r"[1-9]\d?", number := line(value)):
                raise Fault(value, f"“{number}” is not a number of questions", "write a number from 1 to 99")
        return (("max", number),) if number else ""
    words = ("true", "false", "explicit")
    if (value := line(node).lower()) not in words:
        close = difflib.get_close_matches(value, words, n=1)
        raise Fault(node, f"“{value}” says nothing of recall", f"did you mean '{close[0]}'?" if close else hint)
    return value


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


# --------------------------------------------------------------------------- groups of settings


def _group(node: yaml.Node, readers: Mapping[str, Callable[[yaml.Node], object]], of: str) -> dict[str, object]:
    """Settings under one name, each read by its own reader; raises `Fault` for a name that is unknown or doubled."""
    if not isinstance(node, yaml.MappingNode):
        raise Fault(node, f"settings of {of} are expected here", f"such as {of}: {{{next(iter(readers))}: …}}")
    found: dict[str, object] = {}
    for key, value in node.value:
        name = line(key).lower().replace("_", "-")
        if name not in readers:
            close = difflib.get_close_matches(name, readers, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"the settings are: {', '.join(readers)}"
            raise Fault(key, f"there is no setting “{line(key)}” of {of}", hint, "unknown-setting")
        if name in found:
            raise Fault(key, f"“{name}” is set twice", "keep one of the two", "duplicate-key")
        found[name] = readers[name](value)
    return found


def _one_of(*words: str) -> Callable[[yaml.Node], str]:
    def read(node: yaml.Node) -> str:
        if (value := line(node).lower()) not in words:
            raise Fault(node, f"“{value}” cannot be had", f"there are: {', '.join(words)}")
        return value

    return read


def _flag(node: yaml.Node) -> bool:
    return _one_of("true", "false", "yes", "no")(node) in ("true", "yes")


def _shift(node: yaml.Node) -> tuple[float, float]:
    found = [line(each) for each in node.value] if isinstance(node, yaml.SequenceNode) else []
    if len(found) != 2 or not all(re.fullmatch(r"[-+]?\d(\.\d{1,2})?", each) for each in found):
        raise Fault(node, "two numbers of millimetres are expected here", "such as [1.5, -0.5]")
    x, y = map(float, found)
    if max(abs(x), abs(y)) > REACH:
        raise Fault(node, f"cards are moved by {REACH:g} mm at most", "mend the printer's paper feed first")
    return x, y


listings = _one_of("plain", "numbered")
fit = _one_of("1-sheet")


_CARDS: Mapping[str, Callable[[yaml.Node], object]] = {
    "up": lambda node: int(_one_of("8", "10", "16")(node)),
    "duplex": _one_of("long", "short", "fold"),
    "shift": _shift,
    "test-sheet": _flag,
}


def cards(node: yaml.Node) -> m.CardSettings:
    found = _group(node, _CARDS, "cards")
    return m.CardSettings(**{name.replace("-", "_"): value for name, value in found.items()})  # type: ignore[arg-type]


GRADES = ("fact", "list", "explain")
"""What a question asks for, as marks are given for it."""


def practice(node: yaml.Node) -> m.PracticeSettings:
    found = _group(node, {"worksheets": _flag, "marks": _marks}, "practice")
    return m.PracticeSettings(**found)  # type: ignore[arg-type]


def _marks(node: yaml.Node) -> tuple[int, ...]:
    usual = dict(zip(GRADES, m.PracticeSettings().marks, strict=True))
    return tuple({**usual, **_group(node, dict.fromkeys(usual, _count), "marks")}.values())  # type: ignore[arg-type]


def booklet(node: yaml.Node) -> m.BookletSettings:
    found = _group(node, {"flip": _one_of("short", "long"), "creep": _thickness, "section": _count}, "booklet")
    return m.BookletSettings(**found)  # type: ignore[arg-type]


def _thickness(node: yaml.Node) -> float:
    if not re.fullmatch(r"0(\.\d{1,3})?", value := line(node)):
        raise Fault(node, f"“{value}” is not the thickness of paper", "write millimetres, such as 0.1")
    return float(value)


def plan(node: yaml.Node) -> m.PlanSettings:
    if isinstance(node, yaml.ScalarNode):
        return m.PlanSettings(on=_flag(node))
    found = _group(node, {"start": _day, "per-day": _count}, "plan")
    return m.PlanSettings(**{name.replace("-", "_"): value for name, value in found.items()})  # type: ignore[arg-type]


def _day(node: yaml.Node) -> str:
    if len(value := date(node)) != len("2026-12-01"):
        raise Fault(node, f"“{value}” is not a day", "write year, month and day: 2026-12-01")
    if value > "9000":
        raise Fault(node, f"“{value}” is too far away", "write a day that you will see")
    return value


def _count(node: yaml.Node) -> int:
    if not re.fullmatch(r"[1-9]\d?", value := line(node)):
        raise Fault(node, f"“{value}” is not such a number", "write a number from 1 to 99")
    return int(value)


_MODEL_PARTS = {"base_url": _address, "model": line, "timeout": _seconds, "api_key_env": _variable}
