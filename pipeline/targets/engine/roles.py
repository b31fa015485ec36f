"""Which HTML element is which structure element, and where one may stand (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.targets.engine.nodes import Node

ROLES: Mapping[str, str] = {
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "dl": "L",
    "figcaption": "Caption",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "img": "Figure",
    "main": "Part",
    "nav": "Sect",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}
GROUPS = frozenset({"Part", "Art", "Sect", "Div", "BlockQuote"})
"""Elements that hold blocks, never text."""
NUMBERING = {
    "decimal": "Decimal",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
}


def spoken(node: Node, element: Any) -> Node:  # noqa: ANN401 - an element of the markup
    """The node, with its language where that changes."""
    lang = element.get("lang") or node.lang
    if lang != node.lang:
        node.lang = node.texts["Lang"] = lang
    return node


def by_context(element: Any, tag: str, node: Node) -> str:  # noqa: ANN401 - same
    """The role of an element that has one only as it is used."""
    said = {
        "a": "Link" if element.get("href") else "",
        "abbr": "Span" if element.get("title") else "",
        "code": "Code" if node.element is not None and node.element.tag == "pre" else "",
        "figure": "Div" if element.find("figcaption") is not None else "",
    }
    return said.get(tag, "")


def home_of(tag: str, element: Any, node: Node) -> Node:  # noqa: ANN401 - same
    """Where the content of a list item goes: its body, or for a term its label."""
    home = node if node.role == "L" else fit(node, "LI")
    last = home.kids[-1] if home.kids else None
    if tag == "dd" and isinstance(last, Node) and last.role == "LI":
        body = next((k for k in last.kids if isinstance(k, Node) and k.role == "LBody"), None)
        return spoken(body.add("Div", element) if body else last.add("LBody", element), element)
    item = spoken(home.add("LI", element), element)
    return item.add("Lbl" if tag == "dt" else "LBody", element)


def fit(node: Node, role: str) -> Node:
    """The parent that an element of this role needs: items are in lists, and lists hold nothing else."""
    if role == "LI" and node.role != "L":
        last = node.kids[-1] if node.kids else None
        return last if isinstance(last, Node) and last.role == "L" and last.element is None else node.add("L")
    if node.role == "L" and role != "Caption":
        return node.add("LI").add("LBody")
    return node


def alternative(element: Any) -> str:  # noqa: ANN401 - same
    """What is said for a picture; empty when it is an ornament."""
    title = element.find("{http://www.w3.org/2000/svg}title")
    said = element.get("alt") or element.get("aria-label") or ("" if title is None else title.text or "")
    return " ".join(said.split())


def scope(node: Node, element: Any) -> str:  # noqa: ANN401 - same
    """Whether a head is of its row or its column: as said, else by where it stands."""
    said = element.get("scope", "")
    if said in {"row", "rowgroup"}:
        return "/Row"
    group = node.parent.parent if node.parent else None
    return "/Row" if not said and group is not None and group.role == "TBody" else "/Column"
