"""Laid-out pages → a fragment and its body: draws them, and numbers what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from weasyprint.text.fonts import font_features

from pipeline.blanks import Blanks
from pipeline.targets.engine import blanks, nodes, places, structure, tags
from pipeline.targets.engine.canvas import Ledger, canvas
from pipeline.targets.engine.fragment import COLOURS, FONTS, PAGE_TREE, PAGES, Body, Bookmark, Fragment, Slot, packed
from pipeline.targets.engine.glyphs import Fonts, Use
from pipeline.targets.engine.job import Job
from pipeline.targets.engine.links import SCALE, Link, annotation, page_links, spoken
from pipeline.targets.engine.objects import Edge, Key, Ref, Shelf
from pipeline.targets.engine.starts import starts


def recorded(
    job: Job,
    document: Any,  # noqa: ANN401 - WeasyPrint's
    fonts: Fonts,
    keep: Callable[[str, bytes], None],
    remarks: list[str],
) -> tuple[Fragment, Body]:
    """The fragment of a document; blobs go to `keep`."""
    images: dict[str, Any] = {}
    shelf = Shelf(keep, images, {"Font": Ref(FONTS), "ColorSpace": Ref(COLOURS)})
    tree = tags.tree(_language(document))
    links = [
        link
        for index, page in enumerate(document.pages)
        for link in _walked(tree, page, index, list(page_links(page, index)))
    ]
    left = blanks.left(document.pages, job.blanks)
    ledger = Ledger(fonts, tree.marks, tree.lines, _features, remarks=remarks, left=left, grey=job.grey)
    resources: dict[str, Any] = {key: {} for key in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
    numbers = [shelf.number() for _ in document.pages]
    for link in links:
        link.number = shelf.number()
    canvases = dict(zip(numbers, _painted(job, document, ledger, resources, images), strict=True))
    if left.gaps or left.pictures:
        _unsaid(tree, links, left, job.blanks)
    _put_pages(document, canvases, links, shelf.resources(resources), shelf)
    groups = {number: thing for number, thing in shelf.placed().items() if getattr(thing, "owners", None)}
    written = structure.write(tree, shelf, numbers, {**canvases, **groups})
    uses = fonts.used(keep)
    made = Fragment(
        key=job.key,
        name=job.name,
        pages=len(numbers),
        objects=shelf.used,
        anchors=_anchors(document),
        links=tuple(dict.fromkeys(link.target for link in links if link.inside and not link.group)),
        slots=tuple(_slot(found, uses) for found in ledger.found),
        fonts=packed(use.known() for use in uses),
        images=tuple(shelf.images),
        outline=_outline(document.make_bookmark_tree(SCALE, transform_pages=True), job.blanks),
        starts=tuple(starts(document.pages)),
        ids=written.ids,
        keys=written.keys,
        remarks=tuple(dict.fromkeys(remarks)),
        blanks=left.numbered,
        sided=any(map(_gutter, document.pages)),
    )
    return made, shelf.body()


def _language(document: Any) -> str:  # noqa: ANN401 - same
    return document.metadata.lang or ""


def _walked(tree: tags.Tree, page: Any, index: int, links: Sequence[Link]) -> Iterator[Link]:  # noqa: ANN401 - same
    """Adds a page to the tree; gives the links that found a place in it, as all but those in margins do."""
    before = len(tree.links)
    tree.page(page._page_box, index, page.height * SCALE, {link.box: link for link in links})  # noqa: SLF001 - no public door
    yield from (link for link, _ in tree.links[before:])


def _painted(
    job: Job,
    document: Any,  # noqa: ANN401 - same
    ledger: Ledger,
    resources: dict[str, Any],
    images: dict[str, Any],
) -> Iterator[Any]:
    for index, page in enumerate(document.pages):
        ledger.page = index
        if job.folios:
            ledger.folios = dict(places.folios(page._page_box, places.SENTINEL + 1 + index))  # noqa: SLF001 - no public door
        yield canvas(ledger, page, resources, images)


def _features(style: Mapping[str, Any]) -> Mapping[str, int]:
    """The OpenType features that text of this style is shaped with."""
    kinds = ("kerning", "variant_ligatures", "variant_position", "variant_caps", "variant_numeric")
    more = ("variant_alternates", "variant_east_asian", "feature_settings")
    found: dict[str, int] = font_features(**{f"font_{kind}": style[f"font_{kind}"] for kind in (*kinds, *more)})
    return found


def _put_pages(
    document: Any,  # noqa: ANN401 - same
    canvases: Mapping[int, Any],
    links: Sequence[Link],
    resources: Mapping[str, object],
    shelf: Shelf,
) -> None:
    """The pages, their content, what they draw with, and their node of the page tree."""
    shared = shelf.number()
    shelf.put(shared, resources)
    kids = [Ref(number) for number in canvases]
    shelf.put(PAGES, {"Type": "/Pages", "Parent": Ref(PAGE_TREE), "Count": len(kids), "Kids": kids})
    on: dict[int, list[Link]] = {}
    for link in links:
        on.setdefault(link.page, []).append(link)
    for index, (page, (number, drawn)) in enumerate(zip(document.pages, canvases.items(), strict=True)):
        content = shelf.number()
        shelf.stream(content, {}, drawn.stream)
        here = on.get(index, ())
        entries = {"Annots": [Ref(link.number) for link in here]} if here else {}
        shelf.put(
            number,
            {
                "Type": "/Page",
                "Parent": Ref(PAGES),
                **_boxes(page, index),
                "Contents": Ref(content),
                "Resources": Ref(shared),
                "StructParents": Key(number),
                "Tabs": "/S",
                **entries,
            },
        )
        for link in here:
            if not link.group:
                shelf.put(link.number, annotation(link))


def _gutter(page: Any) -> int:  # noqa: ANN401 - a page of WeasyPrint
    """Whole points by which the left margin of an upright page is larger than the right one."""
    box = page._page_box  # noqa: SLF001 - no public door
    return round(SCALE * (box.margin_left - box.margin_right)) if page.width < page.height else 0


def _boxes(page: Any, index: int) -> dict[str, object]:  # noqa: ANN401 - same
    """Media, trim and bleed box in points; bleed is at most 10 points beyond the page, as WeasyPrint has it.

    Where margins differ, a left-hand page is the same page seen from further to the right: all that stands on it, its
    links and destinations among it, keeps its place in the file.
    """
    bleed = {side: SCALE * page.bleed[side] for side in ("left", "top", "right", "bottom")}
    width, height = page.width * SCALE, page.height * SCALE
    media = [-bleed["left"], -bleed["bottom"], width + bleed["right"], height + bleed["top"]]
    if not any(bleed.values()):
        if shift := _gutter(page):
            return {"MediaBox": [Edge(index, 0, shift), 0, Edge(index, width, shift), height]}
        return {"MediaBox": media}
    near = {side: min(10.0, size) for side, size in bleed.items()}
    beyond = [-near["left"], -near["bottom"], width + near["right"], height + near["top"]]
    return {"MediaBox": media, "TrimBox": [0, 0, width, height], "BleedBox": beyond}


def _anchors(document: Any) -> tuple[tuple[str, int, float, float], ...]:  # noqa: ANN401 - same
    """Named destinations; of equal names the first counts."""
    found: dict[str, tuple[str, int, float, float]] = {}
    for index, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            found.setdefault(name, (name, index, round(x * SCALE, 3), round((page.height - y) * SCALE, 3)))
    return tuple(found[name] for name in sorted(found))


def _slot(found: places.Found, uses: Sequence[Use]) -> Slot:
    link = found.link
    return Slot(
        page=found.page,
        target=found.want.target,
        font=uses.index(found.use),
        width=found.width,
        size=found.size,
        align=found.want.align,
        before=found.before,
        after=found.after,
        group=link.group if link else 0,
        annotation=link.number if link else 0,
        rect=link.rectangle if link else (0, 0, 0, 0),
    )


def _unsaid(tree: tags.Tree, links: Sequence[Link], left: blanks.Left, without: Blanks) -> None:
    """Takes answers out of what voices say: alternatives, expansions and the names of links."""
    for node in nodes.elements(tree.root):
        for entry in {"Alt", "E"} & node.texts.keys():
            node.texts[entry] = left.said(node.element, node.texts[entry], without)
    for link in links:
        link.says = left.said(link.box.element, spoken(link), without)


def _outline(found: Sequence[Any], left_out: Blanks) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(left_out.without(title), page, round(x, 3), round(y, 3), state == "open", _outline(below, left_out))
        for title, (page, x, y), below, state in found
    )
