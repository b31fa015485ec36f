"""The structure tree as objects: its elements, and the fragment's leaves of the parent tree and the ID tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.targets.engine.fragment import DOCUMENT, PARENTS, ROOT
from pipeline.targets.engine.links import Link
from pipeline.targets.engine.nodes import Mark, Node, elements, pruned
from pipeline.targets.engine.objects import Key, Ref, Shelf, literal, name_string, plain
from pipeline.targets.engine.tags import Tree


@dataclass(frozen=True, slots=True)
class Written:
    """What the linker must know of a tree: see `Fragment`."""

    ids: tuple[tuple[bytes, int], ...]
    keys: tuple[int, ...]


def write(tree: Tree, shelf: Shelf, pages: Sequence[int], canvases: Mapping[int, Any]) -> Written:
    """Writes the tree.

    `pages` are the numbers of the pages, `canvases` those of every stream with marked content: of pages their page's.
    """
    pruned(tree.root)
    found = list(elements(tree.root))
    for node in found:
        node.number = shelf.number() if node.parent else ROOT
    numbers = {id(canvas): number for number, canvas in canvases.items()}
    for node in found:
        _element(node, shelf, pages, numbers)
    ids = sorted((node.texts["ID"].encode(), node.number) for node in found if "ID" in node.texts)
    return Written(tuple(ids), _parents(tree, shelf, canvases))


def _element(node: Node, shelf: Shelf, pages: Sequence[int], numbers: Mapping[int, int]) -> None:
    texts = [f"<</Type/StructElem/S/{node.role}/P %7d 0 R".encode()]
    holes = [node.parent.number if node.parent else DOCUMENT]
    page = next((kid.page for kid in node.kids if isinstance(kid, Mark)), -1)
    if page >= 0:
        texts.append(b"/Pg %7d 0 R")
        holes.append(pages[page])
    for key, text in node.texts.items():
        texts.append(f"/{key}".encode() + (name_string(text) if key == "ID" else literal(text)).replace(b"%", b"%%"))
    if node.attributes:
        texts.append(b"/A" + _attributes(node.attributes))
    if node.kids:
        texts.append(b"/K[")  # an only kid, too: not every reader of tags takes one without brackets
        for kid in node.kids:
            _kid(kid, page, pages, numbers, texts, holes)
        texts.append(b"]")
    texts.append(b">>")
    shelf.text(node.number, b"".join(texts), holes)


def _kid(
    kid: Node | Mark | Link,
    page: int,
    pages: Sequence[int],
    numbers: Mapping[int, int],
    texts: list[bytes],
    holes: list[int],
) -> None:
    if isinstance(kid, Node):
        texts.append(b"%7d 0 R ")
        holes.append(kid.number)
    elif isinstance(kid, Link):
        texts.append(b"<</Type/OBJR/Obj %7d 0 R/Pg %7d 0 R>>")
        holes += [kid.number, pages[kid.page]]
    else:
        stream = numbers[id(kid.canvas)]
        if stream != pages[kid.page]:
            texts.append(b"<</Type/MCR/MCID %d/Pg %%7d 0 R/Stm %%7d 0 R>>" % kid.mcid)
            holes += [pages[kid.page], stream]
        elif kid.page != page:
            texts.append(b"<</Type/MCR/MCID %d/Pg %%7d 0 R>>" % kid.mcid)
            holes.append(pages[kid.page])
        else:
            texts.append(b"%d " % kid.mcid)


def _attributes(found: Mapping[str, object]) -> bytes:
    return b"<<" + b"".join(f"/{key} ".encode() + _value(value) for key, value in found.items()) + b">>"


def _value(value: object) -> bytes:
    return b"[" + b" ".join(plain(v) for v in value) + b"]" if isinstance(value, list) else plain(value)


def _parents(tree: Tree, shelf: Shelf, canvases: Mapping[int, Any]) -> tuple[int, ...]:
    """Whose each piece of marked content and each annotation is (PDF 32000-1, 14.7.4.4)."""
    rows: dict[int, object] = {
        number: [Ref(node.number) for node in canvas.owners] for number, canvas in canvases.items()
    }
    rows |= {link.number: Ref(node.number) for link, node in tree.links}
    keys = sorted(rows)
    nums = [part for key in keys for part in (Key(key), rows[key])]
    shelf.put(PARENTS, {"Limits": [Key(keys[0]), Key(keys[-1])], "Nums": nums})
    return keys[0], keys[-1]
