"""The writer: one exhaustive match from nodes to XHTML. Ids are written as `<note id>--<block id>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import assert_never

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.code import art_columns, highlighted
from pipeline.diagram import LANGUAGE
from pipeline.html import tables
from pipeline.html.dialect import Breaks, Dialect
from pipeline.html.reading import answer_to, folded, lines, references
from pipeline.paging import insert, length, size
from pipeline.phrases import CALLOUTS, phrase
from pipeline.text import plain, slug, text_of

_TOGETHER = 2
"""Lines of code that stand together at the start and at the end of a listing."""
_BOX = 900
"""Characters of a box that stands on one page: of a third of a page at most."""
_TAGS = ("abbr", "del", "kbd", "mark", "small", "sub", "sup", "u")
"""Kinds of spans that have an element of the same name."""

_AIDS = {"mindmap": "mindmap", "mnemonic": "mnemonic", "question": "recall"}
"""Callouts by which authors write study aids of their own."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the nodes of one note."""

    note: m.Note
    dialect: Dialect
    breaks: Breaks = field(default_factory=dict)
    quiet: bool = False
    """Leaves references to footnotes out: for text that repeats what stands elsewhere."""
    depth: int = 0
    """How many lists and frames are around."""

    # ------------------------------------------------------------------ blocks

    def blocks(self, blocks: Sequence[m.Block], *, tight: bool = False) -> Markup:
        if self.depth or not any(map(self._turns, blocks)):
            return Markup("\n").join(self._block(b, tight=tight) + self._aids_after(b) for b in blocks)
        written, held = [], []  # a heading goes along with the table that it heads
        for block in blocks:
            held.append(self._block(block, tight=tight) + self._aids_after(block))
            if self._turns(block):
                written.append(Markup('<div class="turned">{}</div>').format(Markup("\n").join(held)))
            if self._turns(block) or not _leads(block):
                written += [] if self._turns(block) else held
                held = []
        return Markup("\n").join((*written, *held))

    def turned(self, blocks: Sequence[m.Block]) -> bool:
        """Whether these begin with what stands on a page turned on its side."""
        first = next((b for b in blocks if not _leads(b)), None)
        return first is not None and self._turns(first)

    def _turns(self, block: m.Block) -> bool:
        if isinstance(block, m.Figure):
            return not self.depth and bool(self.dialect.plate(block.image))
        return isinstance(block, m.Table) and self.dialect.table(block, self.depth).form == "turned"

    def _block(self, node: m.Block, *, tight: bool) -> Markup:  # noqa: C901, PLR0911, PLR0912 - one case a node
        match node:
            case m.Paragraph(inlines):
                text = self.run(node.id, inlines)
                if tight:
                    return Markup('<span class="p"{}>{}</span>').format(self._id(node.id), text)
                leads = Markup(' class="lead"') if _ends_in_colon(inlines) else ""
                return Markup("<p{}{}>{}</p>").format(leads, self._id(node.id), text)
            case m.Heading(level, inlines, number=number):
                label = Markup('<span class="n">{}</span> ').format(number) if number else Markup()
                text = self.run(node.id, inlines)
                return Markup("<h{0}{1}>{2}{3}</h{0}>").format(min(level, 6), self._id(node.id), label, text)
            case m.CodeBlock():
                return self._listing(node)
            case m.MathBlock():
                return self._mark(node.id) + self._formula(node)
            case m.Quote(blocks):
                return Markup("<blockquote{}>{}{}</blockquote>").format(
                    self._id(node.id), self._mark(node.id), self._inside.blocks(blocks)
                )
            case m.List():
                return self._list(node)
            case m.Definitions(items):
                terms = self._joined(self._definition(d) for d in items)
                return self._mark(node.id) + Markup("<dl{}>{}</dl>").format(self._id(node.id), terms)
            case m.Table():
                return self._table(node)
            case m.Figure(image, caption):
                text = Markup("<figcaption>{}</figcaption>").format(self.inlines(caption)) if caption else Markup()
                picture = self.dialect.plate(image) if self._turns(node) else self.dialect.image(image)
                looks = Markup(' class="span"') if not self.depth and self.dialect.spans(image) else Markup()
                whole = Markup("<figure{}{}>{}{}</figure>").format(looks, self._id(node.id), picture, text)
                return self._mark(node.id) + whole
            case m.Rule():
                return self._mark(node.id) + Markup("<hr{}/>").format(self._id(node.id))
            case m.PageBreak():
                return self._mark(node.id) + Markup('<div class="break"{}></div>').format(self._id(node.id))
            case m.Div():
                return self._div(node)
            case m.MindMap():
                return self._mark(node.id) + self.dialect.mindmap(node, self.note)
            case _:
                assert_never(node)

    def _listing(self, node: m.CodeBlock) -> Markup:
        """Code, or the diagram it stands for."""
        if node.drawing and (drawn := self.dialect.diagram(node)):
            looks = "diagram inner" if self.depth else "diagram"
            return self._mark(node.id) + Markup('<figure class="{}"{}>{}</figure>').format(
                looks, self._id(node.id), drawn
            )
        source = node.language if node.language == LANGUAGE else ""
        label = Markup('<p class="label source">{}</p>').format(source.capitalize()) if source else Markup()
        columns = art_columns(node.text, node.language)
        style = self.dialect.art(columns, any(node is block for block in self.note.blocks)) if columns else ""
        looks = Markup(' class="listing"') if node.first else Markup(' class="art" style="{}"').format(style)
        looks = looks if node.first or style else Markup()
        return label + Markup("<pre{}{}><code>{}</code></pre>").format(
            looks, self._id(node.id), self._code(node, whole=bool(style))
        )

    def _formula(self, node: m.MathBlock) -> Markup:
        art = self.dialect.math(node.tex, True)
        if not node.number:
            return Markup('<div class="math"{}>{}</div>').format(self._id(node.id), art)
        return Markup(
            '<div class="math numbered"{}><div class="f">{}</div> <span class="number">{}</span></div>'
        ).format(self._id(node.id), art, node.number)

    def _list(self, node: m.List) -> Markup:
        tag = "ol" if node.ordered else "ul"
        start = Markup(' start="{}"').format(node.start) if node.ordered and node.start != 1 else Markup()
        kind = Markup(' class="tasks"') if any(i.task for i in node.items) else Markup()
        items = self._joined(self._item(i, tight=node.tight) for i in node.items)
        markup = Markup("<{0}{1}{2}{3}>{4}</{0}>").format(tag, kind, self._id(node.id), start, items)
        return self._mark(node.id) + markup

    def _item(self, item: m.Item, *, tight: bool) -> Markup:
        box = (
            Markup('<span class="box">{}</span> ').format("☑" if item.task in "xX" else "☐") if item.task else Markup()
        )
        body = self._inside.blocks(item.blocks, tight=tight)
        return Markup("<li{}>{}{}{}</li>").format(self._id(item.id), self._mark(item.id), box, body)

    def _definition(self, item: m.Definition) -> Markup:
        term = Markup("<dt{}>{}</dt>").format(self._id(item.id), self.run(item.id, item.term))
        return term + self._joined(Markup("<dd>{}</dd>").format(self._inside.blocks(d)) for d in item.details)

    def _table(self, node: m.Table) -> Markup:
        mark = Markup() if node.caption else self._mark(node.id)
        if not any(node.head.cells):
            mark += self._mark(node.head.id)
        pen = tables.Pen(
            lambda name, cell, before, last: self.run(name, cell, before, last=last),
            lambda cell: replace(self, quiet=True).inlines(cell),
            self._id,
        )
        return mark + tables.written(node, self.dialect.table(node, self.depth), pen)

    def _div(self, node: m.Div) -> Markup:
        if node.kind == "callout":
            return self._callout(node)
        more = self.dialect.text(f" · {phrase('cover-page', self.lang)}") if node.kind == "recall" else ""
        title = self._mark(node.id)
        if node.title:
            title = Markup('<p class="label">{}{}</p>').format(self.run(node.id, node.title), more)
        return Markup('<div class="{}"{}>{}{}</div>').format(
            node.kind, self._id(node.id), title, self._inside.blocks(node.blocks)
        )

    def _callout(self, node: m.Div) -> Markup:
        kind = dict(node.attrs).get("type", "note")
        if kind == "mindmap" and any(a.kind == "mindmap" and a.origin == "author" for a in self.note.aids):
            return self._mark(node.id) + Markup("<div{}></div>").format(self._id(node.id))
        label = phrase(kind, self.lang) if kind in CALLOUTS else kind.replace("-", " ").capitalize()
        looks = f" aid aid-{_AIDS[kind]}" if kind in _AIDS else ""
        looks += " long" if len(text_of(node.blocks)) > _BOX else ""
        title = self._mark(node.id)
        if node.title:
            title = Markup(' <span class="title">{}</span>').format(self.run(node.id, node.title))
        card = folded(self.note, node)
        body = self.answer_link(card) if card else self._inside.blocks(node.blocks)
        return Markup(
            '<aside class="callout callout-{}{}"{}><p class="label"><span class="kind">{}</span>{}</p>{}</aside>'
        ).format(slug(kind) or "other", looks, self._id(node.id), label, title, body)

    def answer_link(self, card: str) -> Markup:
        """Where the answer to a card is: a link, with its page in print."""
        anchor = answer_to(self.note.id, card)
        text = phrase("answer", self.lang)
        return Markup('<p class="to-answer"><a href="{}">{}</a>{}</p>').format(
            self.dialect.link(anchor), text, self.dialect.locator(anchor)
        )

    def _code(self, node: m.CodeBlock, *, whole: bool) -> Markup:
        """Code line by line: a page starts between two lines. A line that may be broken is an element of its own."""
        starts = self._starts(node.id)
        lines: list[Markup] = []
        before, parted = 0, False
        pairs = zip(node.text.split("\n"), highlighted(node.text, node.language), strict=True)
        for number, (source, line) in enumerate(pairs, node.first):
            before += length(source)
            marks = Markup()
            while starts and starts[0][0] < before:
                marks += self.dialect.pagebreak(starts.pop(0)[1])
            told = Markup(' data-n="{}"').format(number) if node.first else Markup()
            long = node.first or (len(source) > _BRIEF and not whole)
            parted = parted or bool(long)
            lines.append(marks + (Markup('<span class="ln"{}>{}\n</span>').format(told, line) if long else line + "\n"))
        rest = self._joined(self.dialect.pagebreak(label) for _, label in starts)
        return self._joined(_kept(lines) if parted else lines) + rest

    # ------------------------------------------------------------------ aids

    def _aids_after(self, block: m.Block) -> Markup:
        if not block.id:
            return Markup()
        return self._joined(self.aid(a) for a in self.note.aids if a.place == "after" and a.anchor == block.id)

    def aid(self, aid: m.Aid) -> Markup:
        """A study aid in its frame, marked with where it comes from."""
        name = f"_{aid.kind}-{aid.anchor}" if aid.anchor else f"_{aid.kind}"  # no heading has such an id
        text = replace(self._inside, quiet=True).blocks(aid.blocks)
        origin = "author" if aid.origin == "author" else "generated"
        return Markup('<aside class="aid aid-{}"{} data-origin="{}">{}{}</aside>').format(
            aid.kind, self._id(name), origin, self._mark(name), text
        )

    def aids(self, place: str, anchor: str = "") -> Markup:
        return self._joined(self.aid(a) for a in self.note.aids if a.place == place and a.anchor == anchor)

    # ------------------------------------------------------------------ inlines

    def run(self, name: str, inlines: Sequence[m.Inline], before: int = 0, *, last: bool = True) -> Markup:
        """Some inlines of a block, with the page starts that fall into them; `before` characters precede them.

        The last ones of a block hold every start that is left: print may count characters that have no inline.
        """
        end = before + size(inlines)
        for at, label in reversed(self._starts(name)):
            if before <= at < end or (last and at >= end):
                inlines = insert(inlines, at - before, m.Span("pagebreak", (), (("label", label),)))
        return self.inlines(inlines)

    def inlines(self, inlines: Sequence[m.Inline]) -> Markup:
        return self._joined(self._inline(i) for i in inlines)

    def _inline(self, node: m.Inline) -> Markup:  # noqa: PLR0911 - one case a node
        match node:
            case m.Text(text):
                return self.dialect.text(text)
            case m.Code(text):
                return Markup("<code>{}</code>").format(text)
            case m.Math(tex):
                return self.dialect.math(tex, False)
            case m.Break():
                return Markup("<br/>")
            case m.Emphasis(inlines, strong):
                return Markup("<{0}>{1}</{0}>").format("strong" if strong else "em", self.inlines(inlines))
            case m.Link():
                return self._link(node)
            case m.Image():
                return self.dialect.image(node)
            case m.FootnoteRef():
                return self._reference(node)
            case m.Span():
                return self._span(node)
            case _:
                assert_never(node)

    def _link(self, node: m.Link) -> Markup:
        text = _unlinked(self.inlines(node.inlines))
        if not node.url.startswith("#"):
            title = Markup(' title="{}"').format(node.title) if node.title else Markup()
            return Markup('<a class="{}" href="{}"{}>{}</a>').format(_out(plain(node.inlines)), node.url, title, text)
        anchor = node.url[1:]
        away = anchor != self.note.id and not anchor.startswith(self.note.id + "--")
        page = self.dialect.locator(anchor) if away else Markup()
        return Markup('<a href="{}">{}</a>{}').format(self.dialect.link(anchor), text, page)

    def _span(self, node: m.Span) -> Markup:
        if node.kind == "pagebreak":
            return self.dialect.pagebreak(dict(node.attrs)["label"])
        text = self.inlines(node.inlines)
        if node.kind not in _TAGS:
            return Markup('<span class="{}">{}</span>').format(node.kind, text)
        title = dict(node.attrs).get("title", "")
        more = Markup(' title="{}"').format(title) if title else Markup()
        return Markup("<{0}{1}>{2}</{0}>").format(node.kind, more, text)

    # ------------------------------------------------------------------ footnotes

    def _reference(self, node: m.FootnoteRef) -> Markup:
        if self.quiet:
            return Markup()
        footnote = next((f for f in self.note.footnotes if f.label == node.label), None)
        if footnote is None:
            return escape(f"[^{node.label}]")
        anchor = self.anchor(footnote.id)
        if not footnote.number:  # only another footnote refers to it: it stands among those without a number
            return Markup('<sup><a href="{}">†</a></sup>').format(self.dialect.link(anchor))
        first = node is next((r for r in references(self.note.blocks) if r.label == node.label), None)
        text = self.footnote_text(footnote) if first else Markup()  # a footnote may refer to itself
        return self.dialect.footnote(footnote, anchor, text, first)

    def footnote_text(self, footnote: m.Footnote) -> Markup:
        """The text of a footnote as inline markup, one span a line, so that it may stand within a paragraph."""
        spans = (Markup('<span class="fp">{}</span>').format(self.inlines(line)) for line in lines(footnote.blocks))
        return self._mark(footnote.id) + self._joined(spans)

    # ------------------------------------------------------------------ names

    @property
    def _inside(self) -> Writer:
        """The same writer within a list or a frame."""
        return replace(self, depth=self.depth + 1)

    @property
    def lang(self) -> str:
        return self.note.meta.lang or "en"

    def anchor(self, name: str) -> str:
        return f"{self.note.id}--{name}"

    def _id(self, name: str) -> Markup:
        return Markup(' id="{}"').format(self.anchor(name)) if name else Markup()

    def _starts(self, name: str) -> list[tuple[int, str]]:
        return sorted(self.breaks.get(self.anchor(name), ())) if name else []

    def _mark(self, name: str) -> Markup:
        """The page starts of a block that has no inlines of its own."""
        return self._joined(self.dialect.pagebreak(label) for _, label in self._starts(name))

    @staticmethod
    def _joined(parts: Iterable[Markup]) -> Markup:
        return Markup().join(parts)


def _leads(block: m.Block) -> bool:
    """Whether a block must not be parted from the next one."""
    return isinstance(block, m.Heading) or (isinstance(block, m.Paragraph) and _ends_in_colon(block.inlines))


def _ends_in_colon(inlines: Sequence[m.Inline]) -> bool:
    return plain(inlines).rstrip().endswith(":")


def _out(text: str) -> str:
    """The classes of a link out of the book: an address that is spelled out may break anywhere, words may not."""
    return "out address" if any(len(word) > _LONGEST for word in text.split()) else "out"


_BRIEF = 42
"""Characters of code that fit the narrowest column: a longer line may be broken, and then shows it."""

_LONGEST = 24
"""Characters of the longest word that surely fits a line."""


_LINK = re.compile(r'<a( class="[^"]*")? href="[^"]*">(.*?)</a>', re.DOTALL)


def _unlinked(text: Markup) -> Markup:
    """Without links, for a text that is one: a picture that is on the network leads to it."""
    return Markup(_LINK.sub(r"<span\1>\2</span>", str(text))) if "<a " in text else text  # noqa: S704 - takes tags away


def _kept(lines: Sequence[Markup]) -> Iterator[Markup]:
    """Lines that are elements of their own, with the first and the last ones together, so that none stands alone."""
    ends = (0, len(lines)) if len(lines) <= 2 * _TOGETHER + 1 else (0, _TOGETHER, len(lines) - _TOGETHER, len(lines))
    for start, end in pairwise(ends):
        run = Markup().join(lines[start:end])
        yield Markup('<span class="keep">{}</span>').format(run) if end - start <= 2 * _TOGETHER + 1 else run
