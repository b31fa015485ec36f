"""Cards to cut out: what stands on each side of a card, and the pages they are printed on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.html import Dialect, Writer, usual
from pipeline.phrases import phrase
from pipeline.targets import paper
from pipeline.targets.cardfit import Fit, Trial, beginnings
from pipeline.targets.cardsheet import REACH, Box, Sheet
from pipeline.targets.pages import anonymous, in_line
from pipeline.targets.pdf import document

STYLES = ("print.css", "book.css", "style.css", "cards.css")
TOGETHER = 10
"""Sheets of one leaf."""
_PAD = 4.0
"""Millimetres from the cut to the words."""
_HEAD = 5.5
"""Millimetres that the line with the code takes, above the words."""
_HEAD_PT = 7.2
_POINTS = 72 / 25.4
_PICTURE = 0.62
"""How much of a card's height a picture may take."""


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a card. `parts` are what may be kept of it, from nothing to all; `page` is where the book tells more.

    From `complete` on they have every word. `note` has no blocks of its own: it says where the words come from.
    """

    side: str
    note: m.Note
    parts: tuple[tuple[m.Block, ...], ...]
    complete: int
    code: str
    page: str
    line: int = 0

    @property
    def lang(self) -> str:
        return self.note.meta.lang or "en"

    def text(self, beginning: int, dialect: Dialect) -> Markup:
        """Its words, or the beginning of them and where to find the rest."""
        text = _loose(Writer(self.note, dialect, quiet=True).blocks(self.parts[beginning]), self.note.id)
        if beginning >= self.complete:
            return text
        return text + Markup('<p class="more">… {}</p>').format(self.page)


def _loose(markup: Markup, note: str) -> Markup:
    """Without links and names: what is cut out leads nowhere, and nothing leads to it."""
    unlinked = re.sub(r"</?a\b[^>]*>", "", markup)
    return Markup(re.sub(rf' id="{re.escape(note)}--[^"]*"', "", unlinked))  # noqa: S704 - markup without some tags


def faces(card: m.Card, note: m.Note, code: str, pages: Mapping[str, int], line: int) -> Iterator[Face]:
    """Front and back of a card, and of its double when it is asked the other way round, too.

    `pages` has the printed page of anchors, `line` is where the note tells the answer.
    """
    bare = replace(note, blocks=(), aids=(), footnotes=())
    lang = note.meta.lang or "en"
    page = pages.get(f"{note.id}--{card.source}") or pages.get(note.id)
    told = phrase("page", lang).format(page) if page else ""
    asked, answered = (m.Paragraph(card.front),), tuple(map(anonymous, card.back))
    for front, back in ((asked, answered), (answered, asked))[: 2 if card.both else 1]:
        yield Face("front", bare, *_parts(front), code, told, line)
        yield Face("back", bare, *_parts(back), code, told, line)


def _parts(blocks: tuple[m.Block, ...]) -> tuple[tuple[tuple[m.Block, ...], ...], int]:
    """What may be kept of a face, and the first that is complete: a list takes less room as one line."""
    short = tuple(map(in_line, blocks))
    found = beginnings(short)
    return (found if short == blocks else (*found, blocks)), len(found) - 1


def dialect(lang: str, look: layouts.Layout, shaper: Shaper, pages: Mapping[str, int]) -> Dialect:
    """How print writes, with the pages of the book as they are, and no maps."""

    def locator(anchor: str) -> Markup:
        page = pages.get(anchor)
        told = Markup('<span class="p-ref">({})</span>').format(phrase("page", lang).format(page))
        return told if page else Markup()

    return replace(paper.dialect(lang, look, shaper, ""), locator=locator, mindmap=lambda *_: Markup(), table=usual)


# ------------------------------------------------------------------ sizes


def room(sheet: Sheet) -> tuple[float, float]:
    """What the words of a card may take, in points."""
    wide, high = sheet.card
    return (wide - 2 * _PAD) * _POINTS, (high - 2 * _PAD - _HEAD) * _POINTS


def rules(look: layouts.Layout, sheet: Sheet) -> str:
    """The style sheet of the pages."""
    high = room(sheet)[1] * _PICTURE
    size = f"{sheet.width:g}mm {sheet.height:g}mm"
    own = f"@page {{ size: {size} }}\n.sheet {{ height: {sheet.height:g}mm }}\n.face img {{ max-height: {high:.1f}pt }}"
    return f"{look.css(*STYLES)}\n{own}"


def endless(css: str) -> str:
    """The style sheet of one page without end, for measuring."""
    return f"{css}\n@page {{ size: 400mm 1000000mm }}\n.face {{ position: static; display: flow-root }}"


def tried(trials: Sequence[Trial], held: Sequence[Face], texts: Sequence[Markup], sheet: Sheet) -> Markup:
    """Faces one below the other, to be measured; their names are their numbers."""
    wide = room(sheet)[0]
    rows = (
        Markup('<div class="face {}" id="{}" lang="{}" style="width:{:.3f}pt;font-size:{}pt">{}</div>').format(
            held[trial.face].side, number, held[trial.face].lang, wide, trial.size, text
        )
        for number, (trial, text) in enumerate(zip(trials, texts, strict=True))
    )
    return document(Markup("\n").join(rows), "", "en")


# ------------------------------------------------------------------ pages


@dataclass(frozen=True, slots=True)
class Press:
    """What sheets are made with: `shift` moves the backs, in millimetres to the right and upwards."""

    sheet: Sheet
    look: layouts.Layout
    shaper: Shaper
    lang: str
    shift: tuple[float, float]

    def say(self, key: str) -> str:
        return phrase(key, self.lang)


def leaves(held: Sequence[Face], fits: Sequence[Fit], texts: Sequence[Markup], press: Press) -> Iterator[m.Leaf]:
    """All sheets in their order; front and back of a card follow each other in `held`."""
    sides = [_side(*one, press) for one in zip(held, fits, texts, strict=True)]
    cards = list(zip(sides[::2], sides[1::2], strict=True))
    each = len(press.sheet.fronts)
    sheets = [cards[at : at + each] for at in range(0, len(cards), each)]
    for number, at in enumerate(range(0, len(sheets), TOGETHER), 1):
        shown = enumerate(sheets[at : at + TOGETHER], at + 1)
        found = [page for sheet_number, each_ in shown for page in _pages(sheet_number, each_, press)]
        yield _leaf("cards", number, {"pages": found, "pad": _PAD}, press)


@dataclass(frozen=True, slots=True)
class _Side:
    """A face in its place: `top` in points from the upper edge of its room, `size` of the type in points."""

    side: str
    lang: str
    code: str
    head: Markup
    text: Markup
    top: str
    size: float
    box: Box = Box(0, 0, 0, 0)  # noqa: RUF009 - frozen


def _side(face: Face, fit: Fit, text: Markup, press: Press) -> _Side:
    """The words stand in the middle of their room, a little above."""
    wide, high = room(press.sheet)
    if face.side == "back":
        head = Markup('<b class="card-page">{}</b>').format(face.page)
    else:
        left = wide / _HEAD_PT - press.shaper.advance(face.code, 600) - 2
        head = paper.words(_clipped(face.note.title, left, press.shaper))
    top = _HEAD * _POINTS + max(0.0, high - fit.height) * 0.44
    return _Side(face.side, face.lang, face.code, head, text, f"{top:.2f}", fit.size)


def _clipped(title: str, wide: float, shaper: Shaper) -> str:
    """A title in one line of this width in em: as many of its words as find room."""
    if shaper.advance(title, 400) <= wide:
        return title
    ends = [at for at, (a, b) in enumerate(pairwise(title), 1) if b.isspace() and not a.isspace()]
    short = (f"{title[:end]}…" for end in reversed(ends))
    return next((text for text in short if shaper.advance(text, 400) <= wide), "")


def _pages(number: int, cards: Sequence[tuple[_Side, _Side]], press: Press) -> list[object]:
    """The page with the fronts and that with the backs; to be folded, both on one page."""
    sheet = press.sheet
    fronts = [replace(front, box=box) for (front, _), box in zip(cards, sheet.fronts, strict=False)]
    backs = [replace(back, box=sheet.back(box)) for (_, back), box in zip(cards, sheet.fronts, strict=False)]
    if sheet.fold:
        both = sorted((*fronts, *backs), key=_reading)
        return [_page(f"sheet-{number}", f"{press.say('cards')} {number}", both, press, folds=(sheet.fold,))]
    moved = [replace(back, box=back.box.moved(press.shift)) for back in backs]
    front, back = (f"{press.say('cards')} {number}: {press.say(side)}" for side in ("fronts", "backs"))
    return [
        _page(f"sheet-{number}", front, fronts, press, crosses=sheet.crosses),
        _page(f"sheet-{number}-back", back, sorted(moved, key=_reading), press, shift=press.shift),
    ]


def _reading(side: _Side) -> tuple[float, float]:
    return side.box.y, side.box.x


def _page(name: str, title: str, cards: Sequence[_Side], press: Press, **more: object) -> dict[str, object]:
    plain = {"shift": (0.0, 0.0), "marks": press.sheet.marks, "crosses": (), "folds": ()}
    return {"id": name, "title": title, "cards": cards, **plain, **more}


def _leaf(kind: str, number: int, values: Mapping[str, object], press: Press) -> m.Leaf:
    template = {"cards": "cards.html"}.get(kind, "card-test.html")
    size = {"width": press.sheet.width, "height": press.sheet.height}
    markup = layouts.fill(press.look, template, {**size, **values})
    name = kind if number == 1 else f"{kind}.{number}"
    title = press.say("cards")
    return m.Leaf("cards", name, title, press.lang, document(markup, title, press.lang))


# ------------------------------------------------------------------ the test sheet


def test_sheet(press: Press) -> m.Leaf:
    """Scales on both sides of a sheet: a pin through the middle of those on the front tells how far the back is off."""
    sheet = press.sheet
    points = [(sheet.width * x, sheet.height * y) for x in (0.2, 0.8) for y in (0.15, 0.85)]
    boxes = [sheet.back(Box(x, y, 0, 0)).moved(press.shift) for x, y in points]
    reach = 2 * round(REACH)
    far = reach + 3
    signs = ((f"−{reach}", -far, 0), (f"x +{reach}", far + 1, 0), (f"y +{reach}", 0, -far), (f"−{reach}", 0, far))
    shift = "x {:g}, y {:g}".format(*press.shift)
    told = [press.say("card-test-back"), press.say("card-test-read").format(shift)]
    shared = {"below": f"{sheet.height * 0.38:.1f}"}
    front = {"id": "test", "title": press.say("card-test"), "points": points, "signs": (), "shift": (0.0, 0.0)}
    back = {"id": "test-back", "title": f"{press.say('card-test')}: {press.say('backs')}", "signs": signs}
    pages = [
        {**front, **shared, "front": True, "told": [press.say("card-test"), press.say("card-test-front")]},
        {**back, **shared, "front": False, "points": [b.centre for b in boxes], "told": told, "shift": (0.0, 0.0)},
    ]
    return _leaf("card-test", 1, {"pages": pages, "reach": reach}, press)
