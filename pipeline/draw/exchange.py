"""A map as text that other programs read: Markdown, OPML 2.0, a Mermaid mindmap, FreeMind 1.0.1.

Nothing of a label may be taken for syntax of the format it is written in, so each has a quoting of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from pipeline.draw.palette import COLOUR
from pipeline.model import Branch, Code, Label, Math, MindMap, Text
from pipeline.phrases import phrase
from pipeline.text import plain

MARK = "Mind map made by studypress"
"""Stands in every file of a map, here in a comment: so a later run knows what it may write over."""

_XML = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {MARK} -->\n'
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def readied(mindmap: MindMap, lang: str, *, blank: bool = False) -> MindMap:
    """The map as texts have it: points that were left out are counted in words.

    In a `blank` copy the leaves are lines to write on.
    """

    def told(branch: Branch, level: int = 0) -> Branch:
        if blank and level and not branch.branches:
            return replace(branch, label=(Text("____"),))
        more = (Text(f" {phrase('more', lang).format(branch.more)}"),) if branch.more else ()
        kids = tuple([told(kid, level + 1) for kid in branch.branches])
        return replace(branch, label=(*branch.label, *more), branches=kids)

    return replace(mindmap, root=told(mindmap.root))


# --------------------------------------------------------------------------- Markdown


def markdown(mindmap: MindMap) -> str:
    """A nested list of one item: what Obsidian, markmap and a `[!mindmap]` callout understand."""
    return "".join(f"{line}\n" for line in (*_items(mindmap.root, 0), f"\n<!-- {MARK} -->"))


def _items(branch: Branch, level: int) -> Iterator[str]:
    yield f"{'  ' * level}- {_marked(branch.label)}".rstrip()
    for kid in branch.branches:
        yield from _items(kid, level + 1)


_SIGNS = re.compile(r"[\\`*_\[<>#$|^]|~+|={2,}|%{2,}|&(?=#?\w+;)|:(?=//)|(?<=www)\.|@(?=\w)")
"""What Markdown or Obsidian may take for markup wherever it stands, bare addresses included: in these no sign could be
escaped. A closing bracket with a backslash would end a formula.
"""
_OPENING = re.compile(r"(?P<number>\d{1,9})(?=[.)](?:\s|$))|[-+:](?=\s|$)|-{2,}")
"""What would begin a list, a rule or a definition at the head of a line."""


def _marked(label: Label) -> str:
    text = " ".join("".join(_runs(kind, runs) for kind, runs in groupby(label, type)).split())
    if label and isinstance(label[0], Text) and (opening := _OPENING.match(text)):
        at = opening.end("number") if opening["number"] else 0
        return f"{text[:at]}\\{text[at:]}"
    return text


def _runs(kind: type[Text | Code | Math], runs: Iterable[Text | Code | Math]) -> str:
    """Neighbours of a kind: two codes side by side would be read as one with backticks in it."""
    text = plain(runs)
    if kind is Text:
        return _SIGNS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), text)
    text = " ".join(text.split())
    return _fenced(text) if kind is Code else f"${text}$"


def _fenced(code: str) -> str:
    """Code between more backticks than it holds side by side (CommonMark 0.31, 6.1)."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * (longest + 1)
    room = " " if code[:1] == "`" or code[-1:] == "`" else ""
    return f"{fence}{room}{code}{room}{fence}"


# --------------------------------------------------------------------------- outlines in XML


def opml(mindmap: MindMap) -> str:
    """An outline for outliners (OPML 2.0); formulas are plain TeX."""
    title = _attribute(plain(mindmap.root.label))[1:-1]
    head = f'<opml version="2.0">\n<head><title>{title}</title></head>\n<body>\n'
    return f"{_XML}{head}{''.join(_outline(mindmap.root))}</body>\n</opml>\n"


def _outline(branch: Branch) -> Iterator[str]:
    yield from _element("outline", f"text={_attribute(_said(branch))}", branch, _outline)


def freemind(mindmap: MindMap) -> str:
    """A map for FreeMind and Freeplane: the first branches to the right, the others to the left, in their colours.

    FreeMind takes a file without declaration for one in the machine's own encoding, so all is written in ASCII.
    """
    text = _attribute(_said(mindmap.root))
    right = _right(mindmap.root)
    main = (
        "".join(_node(kid, f' POSITION="{"right" if at < right else "left"}"', COLOUR.colour(at)))
        for at, kid in enumerate(mindmap.root.branches)
    )
    written = f'<map version="1.0.1">\n<!-- {MARK} -->\n<node TEXT={text}>\n{"".join(main)}</node>\n</map>\n'
    return written.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _node(branch: Branch, position: str = "", hue: str = "") -> Iterator[str]:
    edge = f'<edge COLOR="{hue.lower()}"/>\n' if hue else ""
    yield from _element("node", f"TEXT={_attribute(_said(branch))}{position}", branch, _node, edge)


def _right(root: Branch) -> int:
    """How many main branches go to the right, so that both sides have about as many leaves."""
    leaves = [_leaves(kid) for kid in root.branches]
    return min(range(1, len(leaves) + 1), key=lambda at: abs(sum(leaves[:at]) - sum(leaves[at:])), default=0)


def _leaves(branch: Branch) -> int:
    return sum(map(_leaves, branch.branches)) or 1


def _element(
    name: str, attributes: str, branch: Branch, kid: Callable[[Branch], Iterator[str]], first: str = ""
) -> Iterator[str]:
    """A branch as an element with its kids in it; `first` stands before these."""
    if not branch.branches and not first:
        yield f"<{name} {attributes}/>\n"
        return
    yield f"<{name} {attributes}>\n{first}"
    for below in branch.branches:
        yield from kid(below)
    yield f"</{name}>\n"


def _said(branch: Branch) -> str:
    return " ".join(plain(branch.label).split())


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text), {'"': "&quot;"})


# --------------------------------------------------------------------------- Mermaid


def mermaid(mindmap: MindMap) -> str:
    """A diagram for wherever Mermaid is drawn. Its labels are Markdown and HTML: all their signs are entities."""
    lines = enumerate(_levels(mindmap.root, 0))
    nodes = (f"{'  ' * (level + 1)}n{number}{_shape(branch, level)}\n" for number, (branch, level) in lines)
    return f"mindmap\n{''.join(nodes)}  %% {MARK}\n"


def _levels(branch: Branch, level: int) -> Iterator[tuple[Branch, int]]:
    yield branch, level
    for kid in branch.branches:
        yield from _levels(kid, level + 1)


def _shape(branch: Branch, level: int) -> str:
    label = _ENTITY.sub(lambda found: _entity(found[0]), _said(branch))
    opening, closing = (("((", "))"), ("(", ")"))[level] if level < 2 else ("[", "]")
    return f'{opening}"{label or " "}"{closing}'


_ENTITY = re.compile(r"[\"#&<>*_`~$\\\[\]{}%;]|^[-+](?=\s)|(?:(?<=^\d)|(?<=^\d\d))[.)](?=\s)|:(?=//)")
_NAMED: Mapping[str, str] = MappingProxyType({'"': "quot", "&": "amp", "<": "lt", ">": "gt"})


def _entity(sign: str) -> str:
    return f"#{_NAMED.get(sign, ord(sign))};"
