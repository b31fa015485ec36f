"""Callouts: `> [!type]± Title`, with Obsidian's types and the other names it knows them by."""

from __future__ import annotations

import re

from pipeline.syntax.reading import Token

_CALLOUT = re.compile(r" {0,3}\[!(?P<type>[^\[\]|]+)(?:\|[^\[\]]*)?\](?P<fold>[+-]?)(?P<title>(?:[ \t].*)?)$")

_OTHERS = (
    *("note", "info", "todo", "bug", "example", "details", "theorem", "lemma", "corollary", "proposition", "proof"),
    *("definition", "remark", "exercise", "solution", "seealso", "question", "answer"),
)
_TYPES = {
    "summary": "abstract",
    "tldr": "abstract",
    "hint": "tip",
    "important": "tip",
    "check": "success",
    "done": "success",
    "help": "question",
    "faq": "question",
    "caution": "warning",
    "attention": "warning",
    "fail": "failure",
    "missing": "failure",
    "error": "danger",
    "cite": "quote",
}


TYPES = frozenset({*_TYPES, *_TYPES.values(), *_OTHERS})
"""Names of callouts that some tool knows."""


def read_callout(line: str) -> Token | None:
    """Type, fold and title of a callout's first line, or nothing when it is a plain quote."""
    found = _CALLOUT.match(line)
    if found is None:
        return None
    return {"kind": canonical(found["type"]), "fold": found["fold"], "title": found["title"].strip()}


def canonical(name: str) -> str:
    name = " ".join(name.lower().split())
    return _TYPES.get(name, name)


def read_admonition(info: str, text: str) -> tuple[Token, str, int] | None:
    """A fence whose language is `ad-type` (the Admonition plug-in) holds notes, not code.

    Gives the callout, its body and the number of lines its settings take.
    """
    if not info.lower().startswith("ad-"):
        return None
    token: Token = {"kind": canonical(info.split(maxsplit=1)[0][3:]), "fold": "", "title": ""}
    lines = text.split("\n")
    taken = 0
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon or key.strip().lower() not in ("title", "collapse", "icon", "color"):
            break
        taken += 1
        if key.strip().lower() == "title":
            token["title"] = value.strip()
        elif key.strip().lower() == "collapse":
            token["fold"] = {"open": "+", "closed": "-"}.get(value.strip().lower(), "")
    return token, "\n".join(lines[taken:]), taken
