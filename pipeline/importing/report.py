"""What an import did and did not, as problems with places: said once, for the screen and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipeline.importing import furniture, glue, headings, letters, markup
from pipeline.importing.change import Change
from pipeline.importing.headings import PLACEHOLDER
from pipeline.problem import Problem

_SHORT = 80
_Telling = Callable[[str, str], tuple[str, str]]

_PROPOSED: dict[str, _Telling] = {
    headings.GLUED: lambda before, _: (
        f"a heading seems to hang on this line: “{before}”",
        "--fix puts it on a line of its own",
    ),
    glue.CODE: lambda before, after: (f"“{before}” looks like two words", f"“{after}”? --fix parts them"),
}
_DONE: dict[str, _Telling] = {
    headings.LOST: lambda *_: (
        "a heading seems to be missing before this line: empty lines stand in its place",
        f"write it in place of “## {PLACEHOLDER}” in the note",
    ),
    headings.FOUND: lambda *_: (
        "this line looks like a heading, and is one now",
        "take its # away if it is none",
    ),
    headings.GLUED: lambda before, _: (
        f"a heading hung on a line: “{before}” was parted",
        "see whether the two lines are right",
    ),
    glue.CODE: lambda before, after: (
        f"“{before}” was parted: “{after}”",
        "see whether that is what was meant",
    ),
    furniture.CODE: lambda before, _: (
        f"left out, as it belongs to the site: “{before}”",
        "copy it back if it belongs to the text",
    ),
    letters.MOJIBAKE: lambda before, after: (
        f"“{before}” was “{after}” before it was read in a wrong encoding",
        "see whether the sign is right",
    ),
    markup.PLAIN: lambda _, after: (
        f"a piece could not be said in Markdown and came as plain lines: “{after}…”",
        "compare it with the source",
    ),
}


def problems(changes: Iterable[Change], path: str, places: Mapping[int, int] | None = None) -> tuple[Problem, ...]:
    """A warning for each change that a person should look at; `places` maps its line to another file's."""
    out: list[Problem] = []
    for change in changes:
        told = _told(change)
        if told:
            line = change.line if places is None else places.get(change.line, 0)
            out.append(Problem(path, line, change.column, "warning", change.code, *told))
    return tuple(out)


def _told(change: Change) -> tuple[str, str] | None:
    """What is said of a change, and what to do about it."""
    before, after = _short(change.before), _short(change.after)
    if change.made:
        return _DONE[change.code](before, after) if change.code in _DONE else None
    return _PROPOSED[change.code](before, after)


def _short(text: str) -> str:
    text = text.replace("\n\n", " ¶ ")
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def unproved(path: str, lost: Iterable[str], added: Iterable[str]) -> Problem:
    """The error that keeps a note from being written."""
    told = [f"{name}: {', '.join(list(some)[:10])}" for name, some in (("missing", lost), ("added", added)) if some]
    hint = "this is a fault of studypress: please report it with the file"
    return Problem(
        path, 0, 0, "error", "words-differ", f"the note would not say the same words ({'; '.join(told)})", hint
    )
