"""Rules on how text runs from page to page: lines left alone, heads that end a page, the number of sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from pipeline.targets.printcheck.legible import quoted
from pipeline.targets.printcheck.marks import Box, Finding, Limits, Page, Role, Text

_RUNNING = frozenset({"P", "LBody", "BlockQuote"})
_CELLS = frozenset({"TD", "TH"})
_LINE = 0.6
"""Part of the size of type by which one line is lower than another at the least."""


def flow(pages: Sequence[Page], limits: Limits) -> Iterator[Finding]:
    """All rules of this family, on all pages of a file."""
    if limits.flows:
        for page, after in pairwise(pages):
            yield from _alone(page, after)
            yield from _stranded(page, after, limits)
    if pages and len(pages) % limits.sides:
        short = -len(pages) % limits.sides
        message = f"{len(pages)} sides do not fold into whole sheets: {short} are lacking"
        last = pages[-1]
        yield Finding(
            "booklet-pages", last.number, last.box, None, message, "build it again; report it if that does not help"
        )


def _alone(page: Page, after: Page) -> Iterator[Finding]:
    """Paragraphs that have one line only on this page, or on the next."""
    here, there = _blocks(page), _blocks(after)
    for block in here.keys() & there.keys():
        if not (_is_last(here[block], page) and _is_first(there[block], after)):
            continue  # something else stands between its lines, such as a list within an item
        for number, texts, place in (
            (page.number, here[block], "at the foot of its page"),
            (after.number, there[block], "at the head of its page"),
        ):
            if _lines(texts) == 1:
                message = f"the line {quoted(_line(texts))} is alone {place}, away from its paragraph"
                hint = "add or take a few words above it"
                yield Finding("lone-line", number, _around(texts), texts[0].role, message, hint)


def _is_last(texts: Sequence[Text], page: Page) -> bool:
    """Whether nothing of the running text stands below."""
    area = _around(texts)
    below = Box(area.left, area.bottom, area.right, page.height)
    return not any(below.meets(text.box) and text.box.top >= area.bottom - 1 for text in _others(texts, page))


def _is_first(texts: Sequence[Text], page: Page) -> bool:
    area = _around(texts)
    above = Box(area.left, 0.0, area.right, area.top)
    return not any(above.meets(text.box) and text.box.bottom <= area.top + 1 for text in _others(texts, page))


def _others(texts: Sequence[Text], page: Page) -> Iterator[Text]:
    block = texts[0].role.block if texts[0].role else 0
    return (text for text in page.texts if text.role and text.role.block != block and "Note" not in text.role.within)


def _blocks(page: Page) -> Mapping[int, list[Text]]:
    """The running text of a page by its paragraphs."""
    found: dict[int, list[Text]] = {}
    for text in page.texts:
        if text.role and text.role.tag in _RUNNING and not _CELLS.intersection(text.role.within):
            found.setdefault(text.role.block, []).append(text)
    return found


def _lines(texts: Sequence[Text]) -> int:
    count, low = 0, float("-inf")
    for text in sorted(texts, key=lambda text: text.box.middle):
        if text.box.middle - low > _LINE * text.size:
            count += 1
            low = text.box.middle
    return count


def _line(texts: Sequence[Text]) -> str:
    return "".join(text.words for text in texts)


def _around(texts: Sequence[Text]) -> Box:
    boxes = [text.box for text in texts]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _stranded(page: Page, after: Page, limits: Limits) -> Iterator[Finding]:
    """A head with nothing below it on its page, whose text begins on the next."""
    heads: dict[int, list[Text]] = {}
    others: list[Box] = []
    for text in page.texts:
        if text.role and text.role.heads:
            heads.setdefault(text.role.block, []).append(text)
        elif text.role and text.role.tag != "Note":
            others.append(text.box)
    others += [picture.box for picture in page.pictures if picture.role]
    others += [drawn.box for drawn in page.fills if drawn.role]
    for texts in heads.values():
        head = _around(texts)
        left, right = _column(head, page, limits)
        if any(box.bottom > head.bottom + 1 and box.left < right and box.right > left for box in others):
            continue
        if _goes_on(texts[0].role, after):
            message = f"the head {quoted(_line(texts))} is the last thing on its page, and its text on the next"
            hint = "put `\\newpage` before it, or add or take a few lines above it"
            yield Finding("stranded-head", page.number, head, texts[0].role, message, hint)


def _column(head: Box, page: Page, limits: Limits) -> tuple[float, float]:
    """From where to where the text below a head may stand."""
    reach = limits.column
    if not reach:
        return 0.0, page.width
    if page.from_right:
        return min(head.left, head.right - reach), head.right
    return head.left, max(head.right, head.left + reach)


def _goes_on(head: Role | None, after: Page) -> bool:
    """Whether the next page goes on with what a head begins, and not with the next head of its kind."""
    more = [text for text in after.texts if head and text.role and head.section in text.role.around]
    if not head or not more:
        return False
    first = min(more, key=lambda text: (round(text.box.middle), text.box.left)).role
    return first is None or not first.heads or first.tag > head.tag
