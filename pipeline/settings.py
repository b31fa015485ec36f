"""What `book.yml` may say: one table drives the reading, `studypress config` and the documentation."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from pipeline import model as m
from pipeline import text, values
from pipeline.model import RecallSettings
from pipeline.problem import Problem, Stop
from pipeline.values import Pairs

FILE = "book.yml"
_BYTES, _DEPTH, _ALIASES = 65_536, 8, 64


# --------------------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Option:
    """A row of the table: how a value is read and what the documentation says of it.

    `example` is a value as one types it in `book.yml`; `unset` is said when there is no plain default.
    """

    about: str
    example: str
    read: Callable[[yaml.Node], object]
    unset: str
    aliases: tuple[str, ...]


def _row(
    about: str,
    example: str,
    read: Callable[[yaml.Node], object] = values.line,
    *,
    unset: str = "",
    aliases: tuple[str, ...] = (),
) -> dict[str, Option]:
    return {"option": Option(about, example, read, unset, aliases)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the author asked for, complete: what `book.yml` leaves out has its default.

    `origins` pairs the settings that are not defaults with the place they come from, such as "book.yml:3:1".
    """

    title: str = field(
        default="", metadata=_row("The title of the book.", "Biology for Beginners", unset="the folder's name")
    )
    subtitle: str = field(default="", metadata=_row("A second line under the title.", "Notes for revision"))
    authors: tuple[str, ...] = field(
        default=(),
        metadata=_row(
            "Who wrote the notes: one name, or a list of names.",
            "[First Author, Second Author]",
            values.lines,
            aliases=("author",),
        ),
    )
    language: str = field(
        default="en",
        metadata=_row(
            "The language of the book, as a BCP 47 code. A note may have its own: `lang` in its front matter.",
            "en-GB",
            values.language,
            aliases=("lang",),
            unset="that of most notes, as far as their letters tell it, or `en`",
        ),
    )
    description: str = field(
        default="", metadata=_row("What the book is about, in a sentence or two.", "Cells, genes and plants.")
    )
    publisher: str = field(default="", metadata=_row("Who publishes the book.", "Our Study Circle"))
    rights: str = field(
        default="", metadata=_row("The licence or copyright line.", "CC BY 4.0", aliases=("license", "copyright"))
    )
    series: Pairs = field(
        default=(),
        metadata=_row(
            "The series the book belongs to: its name, or its name and the book’s number in it. E-readers and calibre "
            "put the books of a series together.",
            "{name: First year, number: 2}",
            values.series,
        ),
    )
    identifier: str = field(
        default="",
        metadata=_row(
            "A name for the book that never changes, such as an ISBN. E-readers keep bookmarks by it.",
            "urn:isbn:9780306406157",
            unset="made from the title",
            aliases=("id", "isbn"),
        ),
    )
    date: str = field(
        default="",
        metadata=_row(
            "The date of the edition: year, month and day, or less.",
            "2026-05-01",
            values.date,
            unset="the latest date of a note",
        ),
    )
    slug: str = field(
        default="",
        metadata=_row(
            "The name of the finished files, without the ending.", "biology", values.slug, unset="made from the title"
        ),
    )
    layout: str = field(
        default="handbook",
        metadata=_row(
            "The look of the book: handbook, two-column, note-margin, cornell, pocket, letter, large-print, ink-saver, "
            "eink, eink-6, eink-8, eink-10, or one of your own; layouts.md tells what each is for. `--layout` "
            "overrules it.",
            "pocket",
            values.slug,
        ),
    )
    targets: tuple[str, ...] = field(
        default=("pdf", "epub"),
        metadata=_row("What `studypress build` makes. `--to` overrules it.", "[pdf]", values.lines),
    )
    parts: Pairs = field(
        default=(),
        metadata=_row(
            "The folders of the vault in the order of the book, each with the title of its part. Folders that are not "
            "named here follow in natural order, under their own names.",
            "{01-cells: The cell, 02-genes: Heredity}",
            values.parts,
        ),
    )
    exclude: tuple[str, ...] = field(
        default=(),
        metadata=_row(
            "Notes and folders to leave out, as patterns of their paths.", "[drafts/*, '*.private.md']", values.lines
        ),
    )
    mnemonics: tuple[str, ...] = field(
        default=(),
        metadata=_row(
            "With `review`, `studypress build` writes what it proposes for new lists to `mnemonics.yml`, where a line "
            "accepts, edits or forbids a mnemonic. With `numbers`, up to two bold dates of a note get words by the "
            "major system (1 t, 2 n, 3 m …), for readers who know it. A note may ask for either in its front matter.",
            "[review, numbers]",
            values.wishes,
        ),
    )
    macros: Pairs = field(
        default=(),
        metadata=_row(
            "Macros for formulas, each with what it stands for; `#1` to `#9` stand for what is handed to it in braces. "
            "Single quotes keep the backslashes. A note may define its own within a formula, by `\\newcommand`.",
            "{'\\RR': '\\mathbb{R}', '\\norm': '\\lVert #1 \\rVert'}",
            values.macros,
        ),
    )
    listings: str = field(
        default="plain",
        metadata=_row(
            "How code is set: `plain`, or with its lines `numbered`. A block may say for itself: `linenos` or "
            "`{.numberLines}` behind its language, with `startFrom=10` for another first number.",
            "numbered",
            values.listings,
        ),
    )
    recall: str | Pairs = field(
        default="true",
        metadata=_row(
            "Questions at the end of each note. `false` asks none, `explicit` only the author's own, `{max: 8}` "
            "no more than so many, the author's first. A note may have its own: `recall` in its front matter.",
            "{max: 8}",
            values.recall,
        ),
    )
    llm: Pairs = field(
        default=(),
        metadata=_row(
            "A language model that proposes mnemonics, too: the address of a server that speaks as OpenAI's does "
            "(Ollama, llama.cpp, vLLM, LM Studio or a vendor) and the name of a model. It is asked once for each new "
            "list, by `studypress build` only, and what it says is checked and recorded in `mnemonics.yml`. `timeout` "
            "(60) is the number of seconds that a build waits for all its answers. `api_key_env` names the environment "
            "variable that holds a key; the key itself never stands in a file. Needs `studypress[llm]`.",
            values.MODEL_EXAMPLE,
            values.model,
        ),
    )
    cards: m.CardSettings = field(
        default=m.CardSettings(),
        metadata=_row(
            "How cards to cut out are printed (`studypress build --to cards`): how many on a page (`up`: 8, 10 or "
            "16); how their backs come behind them (`duplex`: the printer turns the paper over its `long` or its "
            "`short` edge, or `fold`: fronts and backs stand side by side, and the sheet is folded down the middle); "
            "how far backs are moved, in millimetres to the right and upwards (`shift`, up to 5; the test sheet tells "
            "how far); and whether there is a test sheet (`test-sheet`). Options of `build` overrule it.",
            "{up: 10, duplex: short, shift: [1.5, -0.5], test-sheet: false}",
            values.cards,
            unset="`{up: 8, duplex: long, shift: [0, 0], test-sheet: true}`",
        ),
    )
    practice: m.PracticeSettings = field(
        default=m.PracticeSettings(),
        metadata=_row(
            "What comes with the practice copy (`studypress build --to practice`): `worksheets`, one for each note at "
            "the end, with lines for name, date and marks and room to write below each question; and the `marks` of a "
            "question that asks for a `fact` (1), a `list` (2), or to `explain` (3).",
            "{worksheets: true, marks: {list: 4, explain: 10}}",
            values.practice,
            unset="no worksheets",
        ),
    )
    booklet: m.BookletSettings = field(
        default=m.BookletSettings(),
        metadata=_row(
            "How a booklet is printed (`studypress build --to booklet`): the edge over which the printer turns the "
            "sheet (`flip`: `short` or `long`); the thickness of the paper in millimetres (`creep`: 0.1 for paper of "
            "75 or 80 grams, 0 to leave pages where they are), by which the pages of each inner sheet are moved "
            "towards the fold; and how many sheets are folded together at most (`section`), for books too thick for "
            "one fold.",
            "{flip: long, creep: 0.12, section: 5}",
            values.booklet,
            unset="`{flip: short, creep: 0.1}`, and all sheets in one fold",
        ),
    )
    plan: m.PlanSettings = field(
        default=m.PlanSettings(),
        metadata=_row(
            "The revision plan behind the contents: every note with its page and a box for the first day and for 1, 3, "
            "7 and 21 days later. With `start`, dates stand beside the boxes, for `per-day` new notes a day (1). "
            "`false` leaves the plan out.",
            "{start: 2026-12-01, per-day: 2}",
            values.plan,
            unset="boxes without dates",
        ),
    )
    fit: str = field(
        default="",
        metadata=_row(
            "Handouts (`studypress build --to handouts`) that fill one sheet of paper: with `1-sheet`, each note is "
            "set in the largest type that lets it, down to 9 points on 12, and a note that is too long for that is "
            "named. `--fit` overrules it.",
            "1-sheet",
            values.fit,
            unset="the type of the layout",
        ),
    )
    origins: Pairs = ()

    @property
    def notation(self) -> m.Notation:
        """What `macros` and `listings` say."""
        return m.Notation(values.counted(self.macros), self.listings == "numbered")

    @property
    def questions(self) -> RecallSettings:
        """What `recall` says."""
        if isinstance(self.recall, tuple):
            return RecallSettings(most=int(dict(self.recall)["max"]))
        return RecallSettings(self.recall != "false", self.recall == "explicit")


OPTIONS: Mapping[str, Option] = {
    row.name: row.metadata["option"] for row in fields(Settings) if "option" in row.metadata
}
_NAMES = {name: name for name in OPTIONS} | {alias: name for name in OPTIONS for alias in OPTIONS[name].aliases}


# --------------------------------------------------------------------------- reading


def load(vault: Path) -> Settings:
    """The settings of a vault; raises `Stop` with every fault of its `book.yml`."""
    try:
        with (vault / FILE).open("rb") as file:
            data = file.read(_BYTES + 1)
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise _unreadable(f"it cannot be read: {error.strerror}", code="bad-yaml") from error
    return parse(data, vault.resolve().name)


def parse(data: bytes, folder: str) -> Settings:
    """The settings in the bytes of a `book.yml`; `folder` names the vault, for a book without a title."""
    read: dict[str, object] = {}
    origins: dict[str, str] = {}
    problems: list[Problem] = []
    for key, value in _pairs(data):
        try:
            name = _name(key, read)
            read[name] = None if _is_unset(value) else OPTIONS[name].read(value)
            origins[name] = f"{FILE}:{key.start_mark.line + 1}:{key.start_mark.column + 1}"
        except values.Fault as fault:
            mark = fault.node.start_mark
            problems.append(_problem(fault.code, fault.message, fault.hint, mark.line + 1, mark.column + 1))
    if problems:
        raise Stop(*problems, code=2)
    given = {name: value for name, value in read.items() if value not in (None, "", ())}
    return _complete(given, {name: origins[name] for name in given}, folder)


def _complete(given: dict[str, Any], origins: dict[str, str], folder: str) -> Settings:
    title = given.get("title") or _title(folder)
    made = {"title": "the folder's name"} if "title" not in given else {}
    if "slug" not in given:
        made["slug"] = "the title"
    slug = given.get("slug") or text.slug(title) or "book"
    return Settings(**given | {"title": title, "slug": slug, "origins": tuple(sorted((origins | made).items()))})


def _title(folder: str) -> str:
    words = " ".join(values.UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", folder)).replace("_", " ").split())
    if " " not in words:
        words = words.replace("-", " ").strip()
    return words[:1].upper() + words[1:] or "Notes"


def _name(key: yaml.Node, seen: Mapping[str, object]) -> str:
    typed = values.line(key)
    name = _NAMES.get(typed.lower().replace("_", "-"))
    if name is None:
        close = difflib.get_close_matches(typed.lower(), _NAMES, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"the settings are: {', '.join(OPTIONS)}"
        raise values.Fault(key, f"there is no setting “{typed}”", hint, "unknown-setting")
    if name in seen:
        raise values.Fault(key, f"“{name}” is set twice", "keep one of the two", "duplicate-key")
    return name


def _is_unset(node: yaml.Node) -> bool:
    """`title:` with nothing behind it, or YAML's own words for nothing."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _pairs(data: bytes) -> list[tuple[yaml.Node, yaml.Node]]:
    """The top level of the file, node by node, or `Stop` with the place where it stops being YAML."""
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable("the file is not UTF-8", "save it as UTF-8", line, code="invalid-utf8") from error
    if len(data) > _BYTES:
        raise _unreadable(f"the file is larger than {_BYTES // 1024} KB", "move notes to files of their own")
    try:
        if excess := _excess(source):
            raise _unreadable("this is nested or repeated too often", "", *excess)
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _unreadable(str(error.problem or error.context), _advice(str(error.problem)), *place) from error
    except yaml.YAMLError as error:
        raise _unreadable(str(getattr(error, "reason", error)), "remove the character") from error
    if root is None or _is_unset(root):
        return []
    if not isinstance(root, yaml.MappingNode):
        raise _unreadable("the file holds no settings", "write one a line, such as title: My book", 1, 1)
    return list(root.value)


def _excess(source: str) -> tuple[int, int] | None:
    """The place where the text nests or repeats without end, found before a tree is made of it."""
    depth = aliases = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if (depth > _DEPTH or aliases > _ALIASES) and (mark := event.start_mark):
            return mark.line + 1, mark.column + 1
    return None


def _advice(fault: str) -> str:
    if "\\t" in fault:
        return "indent with spaces, not with tabs"
    if "mapping values" in fault:
        return "put a text that holds a colon in quotes"
    return "look at the quotes, brackets and spaces of this line and the one before"


def _problem(code: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> Problem:
    return Problem(FILE, line, column, "error", code, message, hint)


def _unreadable(message: str, hint: str = "", line: int = 0, column: int = 0, *, code: str = "bad-yaml") -> Stop:
    return Stop(_problem(code, message, hint, line, column), code=2)


def plain(value: object) -> object:
    """A setting as `book.yml` says it, of what JSON has words for."""
    match value:
        case m.CardSettings(up, duplex, shift, test_sheet):
            return {"up": up, "duplex": duplex, "shift": list(shift), "test-sheet": test_sheet}
        case m.BookletSettings(flip, creep, section):
            return {"flip": flip, "creep": creep, **({"section": section} if section else {})}
        case m.PlanSettings(on, start, per_day):
            return {"start": start, "per-day": per_day} if start else on
        case m.PracticeSettings(worksheets, marks):
            return {"worksheets": worksheets, "marks": dict(zip(values.GRADES, marks, strict=True))}
        case _:
            return value


# --------------------------------------------------------------------------- documentation


def reference() -> str:
    """The table as a page of Markdown: it is `docs/settings.md`, and `studypress config --reference` prints it."""
    return _OPENING + "".join(_section(name, option) for name, option in OPTIONS.items())


def _section(name: str, option: Option) -> str:
    default = next(row.default for row in fields(Settings) if row.name == name)
    plain = ", ".join(default) if isinstance(default, tuple) else default if isinstance(default, str) else ""
    also = f"\n\nAlso understood as: {', '.join(f'`{alias}`' for alias in option.aliases)}." if option.aliases else ""
    usual = option.unset or (f"`{plain}`" if plain else "none")
    return f"\n## {name}\n\n{option.about}{also}\n\nWithout it: {usual}.\n\n```yaml\n{name}: {option.example}\n```\n"


_OPENING = """\
# Settings

A file named `book.yml` at the top of your vault says how the book is to be. It may be missing, and every setting may
be left out. `studypress config` shows the settings in force and where each one comes from.

Every value is taken as you type it: `no` is a word, `2026` is a text. A setting with a name that is not on this page
is an error, so that a slip of the pen never goes unnoticed. Options of the command line overrule the file.
"""
