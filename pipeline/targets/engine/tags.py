"""The structure tree: one element for each HTML element that means something, also where pages part it.

Built from the laid-out boxes before they are drawn, in the order of the document; drawing then tells which content
there is. ISO 14289-1 (PDF/UA-1) and ISO 32000-1, 14.8.4, say what may stand in what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.targets.engine.links import SCALE, Link
from pipeline.targets.engine.nodes import Mark, Node
from pipeline.targets.engine.places import line
from pipeline.targets.engine.roles import GROUPS, NUMBERING, ROLES, alternative, by_context, fit, home_of, scope, spoken


@dataclass(slots=True, eq=False)
class Tree:
    """The structure of one leaf."""

    root: Node
    marks: dict[Any, Mark] = field(default_factory=dict)
    """Box → its place."""
    lines: dict[Any, list[tuple[Mark, Link]]] = field(default_factory=dict)
    """Text box of an index line → the places in it."""
    links: list[tuple[Link, Node]] = field(default_factory=list)
    """Links that are in the tree, each with its element."""
    remarks: list[str] = field(default_factory=list)
    _drawn: list[Mark] = field(default_factory=list)
    _nodes: dict[Any, Node] = field(default_factory=dict)
    _labels: dict[Any, Node] = field(default_factory=dict)
    _heads: dict[Any, int] = field(default_factory=dict)
    _notes: int = 0
    _groups: dict[Any, list[int]] = field(default_factory=dict)
    """Element of an index line → its number, and how many of its places have been met."""

    def page(self, box: Any, index: int, height: float, links: Mapping[Any, Link]) -> None:  # noqa: ANN401 - a page box
        """Adds what stands on a page of this height in points, its links by box."""
        walk = _Walk(self, index, height, links, *_kinds())
        for child in box.children:
            if not isinstance(child, walk.margin):
                walk.visit(child, self.root, None, hidden=False)


def _bound(marks: Sequence[Mark]) -> None:
    """Tells the first and the last mark of a run of lines what they are."""
    if marks:
        marks[0].begins = marks[-1].ends = True


def tree(lang: str) -> Tree:
    """The tree of a leaf in this language, with nothing in it."""
    root = Node("Part", None, lang)
    if lang:
        root.texts["Lang"] = lang
    return Tree(root)


def _kinds() -> tuple[Any, Any, Any, Any, Any, Any]:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    return (
        AbsolutePlaceholder,
        boxes.MarginBox,
        boxes.TextBox,
        boxes.LineBox,
        boxes.ReplacedBox,
        boxes.InlineBox,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Walk:
    """One page's boxes, outermost first."""

    tree: Tree
    index: int
    height: float
    links: Mapping[Any, Link]
    placeholder: Any
    margin: Any
    text: Any
    line: Any
    replaced: Any
    inline: Any

    def visit(self, box: Any, node: Node, above: Any, *, hidden: bool) -> None:  # noqa: ANN401 - boxes of the engine
        """A box below `node`; `above` is the box it is in, `hidden` whether it is an artifact."""
        if type(box) is self.placeholder:
            box = box._box  # noqa: SLF001 - what it stands for
        if above is None or box.element is not above.element or box.element_tag != above.element_tag:
            hidden = hidden or self._is_hidden(box)
            node = self._node(box, node, hidden=hidden)
        if box in self.links:
            self._link(self.links[box], self.tree._nodes.get(box.element, node))  # noqa: SLF001 - one mechanism
        if isinstance(box, self.text):
            self._mark(box, node, hidden=hidden)
            return
        if isinstance(box, self.replaced):
            self._mark(box, node, hidden=hidden or node.role != "Figure")
        children = getattr(box, "children", ())
        if children and node.role in GROUPS and not hidden and isinstance(children[0], self.line):
            node = node.add("P")
        marked = len(self.tree._drawn)  # noqa: SLF001 - one mechanism
        for child in children:
            self.visit(child, node, box, hidden=hidden)
        if children and isinstance(children[0], self.line):
            _bound(self.tree._drawn[marked:])  # noqa: SLF001 - same

    def _mark(self, box: Any, node: Node, *, hidden: bool) -> None:  # noqa: ANN401 - same
        if hidden:
            return
        name, many = line(box) if isinstance(box, self.text) else ("", 0)
        if many:
            self.tree.lines[box] = list(self._places(box, name, many, node))
        else:
            mark = self.tree.marks[box] = Mark(node)
            self.tree._drawn.append(mark)  # noqa: SLF001 - one mechanism
            node.kids.append(mark)

    def _places(self, box: Any, name: str, many: int, node: Node) -> Iterator[tuple[Mark, Link]]:  # noqa: ANN401 - same
        """The places of a text box of an index line, each a link with content of its own."""
        groups = self.tree._groups  # noqa: SLF001 - one mechanism
        group = groups.setdefault(box.element, [len(groups) + 1, 0])
        bottom, top = (round(self.height - y * SCALE, 3) for y in (box.position_y + box.height, box.position_y))
        for _ in range(many):
            group[1] += 1
            home = node.add("Link", box.element)
            link = Link(box, self.index, f"{name}.{group[1]}", True, (0, bottom, 0, top), group=group[0])
            mark = Mark(home)
            home.kids += (link, mark)
            self.tree.links.append((link, home))
            yield mark, link

    def _is_hidden(self, box: Any) -> bool:  # noqa: ANN401 - same
        """Whether a box and all in it are no content: said to be, or repeated at a page's head or foot."""
        element = box.element
        if element is None or "::" in box.element_tag:
            return False
        if box.element_tag in {"thead", "tfoot"}:
            return self.tree._heads.setdefault(element, self.index) != self.index  # noqa: SLF001 - one mechanism
        if element.get("aria-hidden") == "true":
            return True
        return ROLES.get(box.element_tag) == "Figure" and not alternative(element)

    def _link(self, link: Link, node: Node) -> None:
        """An annotation goes to the element of the link that its box is in."""
        home: Node | None = node
        while home is not None and home.role != "Link":
            home = home.parent
        if home is not None:
            home.kids.append(link)
            self.tree.links.append((link, home))

    def _node(self, box: Any, node: Node, *, hidden: bool) -> Node:  # noqa: ANN401 - same
        """The node that holds what is in a box of another element than the box around it."""
        element, tag = box.element, box.element_tag
        if element is None or tag in {"html", "body"}:
            return node
        nodes = self.tree._nodes  # noqa: SLF001 - one mechanism
        if "::" in tag:
            return self._generated(box, tag.partition("::")[2], node)
        known = nodes.get(element)
        if known is None:
            known = node if hidden else self._element(box, node)
            if not hidden:
                nodes[element] = known
        return known

    def _generated(self, box: Any, kind: str, node: Node) -> Node:  # noqa: ANN401 - same
        """Where the text of a pseudo-element goes."""
        element, tree = box.element, self.tree
        if kind == "footnote-call":
            if element not in tree._nodes:  # noqa: SLF001 - one mechanism
                tree._nodes[element] = self._note(element, node)  # noqa: SLF001 - same
            return node
        home = tree._nodes.get(element, node)  # noqa: SLF001 - same
        item = home.parent if home.role == "LBody" else home
        if kind not in {"marker", "footnote-marker"} or item is None or item.role not in {"LI", "Note"}:
            return home
        if element not in tree._labels:  # noqa: SLF001 - same
            label = Node("Lbl", item, item.lang)
            item.kids.insert(0, label)
            tree._labels[element] = label  # noqa: SLF001 - same
            numbering = NUMBERING.get(str(box.style["list_style_type"]))
            if numbering and item.role == "LI" and item.parent:
                item.parent.attributes.update({"O": "/List", "ListNumbering": f"/{numbering}"})
        return tree._labels[element]  # noqa: SLF001 - same

    def _note(self, element: Any, node: Node) -> Node:  # noqa: ANN401 - an element of the markup
        """A footnote, where it is called; each has an ID (ISO 14289-1, 7.9)."""
        note = spoken(node.add("Note", element), element)
        self.tree._notes += 1  # noqa: SLF001 - one mechanism
        note.texts["ID"] = element.get("id") or f"note-{self.tree._notes}"  # noqa: SLF001 - same
        return note

    def _element(self, box: Any, node: Node) -> Node:  # noqa: ANN401 - a box of the engine
        """A new node for an element, or the one it is in when it says nothing of its own."""
        element, tag = box.element, box.element_tag
        if tag in {"li", "dt", "dd"}:
            return home_of(tag, element, node)
        role = ROLES.get(tag) or self._meaning(box, node)
        if not role:
            return node
        made = spoken(fit(node, role).add(role, element), element)
        self._describe(made, box)
        return made

    def _meaning(self, box: Any, node: Node) -> str:  # noqa: ANN401 - same
        """The role of an element whose tag alone does not tell it; empty for none."""
        element = box.element
        if said := by_context(element, box.element_tag, node):
            return said
        inline = isinstance(box, self.inline)
        if not inline and node.role in GROUPS and box.children and isinstance(box.children[0], self.line):
            return "P"
        if (element.get("lang") or node.lang) != node.lang:
            return "Span" if inline else "Div"
        return ""

    def _describe(self, node: Node, box: Any) -> None:  # noqa: ANN401 - same
        """What a role asks for beside its content."""
        element = box.element
        if node.role == "Figure":
            left, top = box.content_box_x() * SCALE, self.height - box.content_box_y() * SCALE
            area = [left, top - box.height * SCALE, left + box.width * SCALE, top]
            node.attributes = {"O": "/Layout", "BBox": [float(side) for side in area]}
            node.texts["Alt"] = alternative(element)
        elif node.role in {"TH", "TD"}:
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            found: dict[str, object] = {key: span for key, span in spans.items() if span != 1}
            if node.role == "TH":
                found["Scope"] = scope(node, element)
            if found:
                node.attributes = {"O": "/Table", **found}
        elif element.tag == "abbr":
            node.texts["E"] = element.get("title")
