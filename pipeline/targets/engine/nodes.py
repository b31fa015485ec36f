"""The structure tree while it is built: elements, and places in them that drawing fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.targets.engine.links import Link

_KEPT = frozenset({"TD", "TH"})
"""Elements that say something even when they are empty: without them a row would be short."""


@dataclass(slots=True, eq=False)
class Node:
    """A structure element that is being built."""

    role: str
    parent: Node | None
    lang: str = ""
    kids: list[Node | Mark | Link] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """Entries that are text strings: `Alt`, `E`, `ID`, `Lang`."""
    attributes: dict[str, object] = field(default_factory=dict)
    """Entries of its attribute dictionary, its owner `O` among them."""
    element: Any = None
    number: int = 0

    def add(self, role: str, element: Any = None) -> Node:  # noqa: ANN401 - an element of the markup
        """A new last kid."""
        kid = Node(role, self, self.lang, element=element)
        self.kids.append(kid)
        return kid


@dataclass(slots=True, eq=False)
class Mark:
    """A place for marked content among an element's kids; drawing tells whether there is any, and where."""

    owner: Node
    begins: bool = False
    """Whether a run of lines begins with it: what is drawn before it is no part of its first word."""
    ends: bool = False
    """The same at the end."""
    canvas: Any = None
    mcid: int = 0
    page: int = 0

    def done(self, canvas: Any, mcid: int, page: int) -> None:  # noqa: ANN401 - a stream of the engine
        self.canvas, self.mcid, self.page = canvas, mcid, page

    def undone(self) -> None:
        self.canvas = None


def pruned(node: Node) -> bool:
    """Removes what drawing left empty; whether anything is left of the node itself.

    A link that leads nowhere becomes plain text.
    """
    node.kids = [
        kid
        for kid in node.kids
        if (pruned(kid) if isinstance(kid, Node) else not isinstance(kid, Mark) or kid.canvas is not None)
    ]
    if node.role == "Link" and not any(isinstance(kid, Link) for kid in node.kids):
        node.role = "Span"
    return bool(node.kids) or node.role in _KEPT


def elements(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the document."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from elements(kid)
