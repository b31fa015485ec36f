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


_DIRECTIVES = frozenset(
    "admonition attention caution danger error exercise hint important note proof seealso solution tip topic warning "  # noqa: SIM905 - words, not code
    "prf:algorithm prf:axiom prf:corollary prf:definition prf:example prf:lemma prf:proof prf:proposition prf:remark "
    "prf:theorem".split()
)
_OPTION = re.compile(
    r"(?P<colon>:)?(?P<name>title|collapse|icon|color|class|name|label|nonumber|open)[ \t]*:[ \t]*(?P<value>.*)$"
)


def read_admonition(info: str, text: str) -> tuple[Token, str, int] | None:
    """A fence whose language is `ad-type` (the Admonition plug-in) or `{type}` (MyST) holds notes, not code.

    Gives the callout, its body and the number of lines its settings take.
    """
    kind, title = _directive(info)
    if not kind:
        return None
    token: Token = {"kind": canonical(kind), "fold": "", "title": title}
    lines = text.split("\n")
    taken = 0
    for line in lines:
        found = _OPTION.match(line.strip())
        if found is None or bool(found["colon"]) != info.startswith("{"):
            break
        taken += 1
        value = found["value"].strip()
        if found["name"] == "title":
            token["title"] = value
        elif found["name"] == "collapse":
            token["fold"] = {"open": "+", "closed": "-"}.get(value.lower(), "")
    return token, "\n".join(lines[taken:]), taken


def _directive(info: str) -> tuple[str, str]:
    """Type and title that the line of a fence gives; no type for code."""
    first, _, rest = info.strip().partition(" ")
    if first.lower().startswith("ad-"):
        return first[3:], ""
    named = first[1:-1].lower() if first.startswith("{") and first.endswith("}") else ""
    if named not in _DIRECTIVES:
        return "", ""
    kind = named.partition(":")[2] or named
    return ("note" if kind in ("admonition", "topic") else kind), rest.strip()
