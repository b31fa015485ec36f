"""Nodes → XHTML, one exhaustive match, shared by every target that shows markup.

What differs between targets is in a `Dialect`: how a formula, a picture, a map, a footnote and a link to another
page look. Ids are written as `<note id>--<block id>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from markupsafe import Markup, escape

from pipeline import model as m
from pipeline.code import highlighted
from pipeline.paging import insert, length, size
from pipeline.phrases import is_phrase, phrase
from pipeline.text import inlines_in, lines_of, plain, walk

Breaks = Mapping[str, Sequence[tuple[int, str]]]
"""Anchor of a block → page starts inside it: (non-space characters before the break, page label)."""

_TAGS = {
    "sub": "sub",
    "sup": "sup",
    "kbd": "kbd",
    "mark": "mark",
    "del": "del",
    "small": "small",
    "u": "u",
    "abbr": "abbr",
}


_SHORT = 9
"""Rows of a table that is better moved to the next page than split."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one target does in its own way. The first argument of each is what to show."""

    math: Callable[[str, bool], Markup]
    image: Callable[[m.Image], Markup]
    mindmap: Callable[[m.MindMap, m.Note], Markup]
    footnote: Callable[[m.Footnote, str, Markup, bool], Markup]
    """(the footnote, its anchor, its text, whether it is referred to for the first time) → the reference."""
    locator: Callable[[str], Markup]
    """An anchor → the page it is on, as "(p. 12)" in print, nothing on a screen."""
    pagebreak: Callable[[str], Markup]
    link: Callable[[str], str]
    """An anchor → a URL."""
    floats: bool
    """Whether footnotes are set where they are referred to (print), or after the note (screen)."""
    text: Callable[[str], Markup] = escape
    """Plain characters as markup."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the nodes of one note."""

    note: m.Note
    dialect: Dialect
    breaks: Breaks = field(default_factory=dict)
    quiet: bool = False
    """Leaves references to footnotes out: for text that repeats what stands elsewhere."""

    # ------------------------------------------------------------------ blocks

    def blocks(self, blocks: Sequence[m.Block], *, tight: bool = False) -> Markup:
        return Markup("\n").join(self._block(b, tight=tight) + self._aids_after(b) for b in blocks)

    def _block(self, node: m.Block, *, tight: bool) -> Markup:  # noqa: C901, PLR0911, PLR0912 - one case a node
        match node:
            case m.Paragraph(inlines):
                text = self.run(node.id, inlines)
                if tight:
                    return Markup('<span class="p"{}>{}</span>').format(self._id(node.id), text)
                return Markup("<p{}>{}</p>").format(self._id(node.id), text)
            case m.Heading(level, inlines, number=number):
                label = Markup('<span class="n">{}</span> ').format(number) if number else Markup()
                text = self.run(node.id, inlines)
                return Markup("<h{0}{1}>{2}{3}</h{0}>").format(min(level, 6), self._id(node.id), label, text)
            case m.CodeBlock(text, language):
                code = self._code(node.id, text, language)
                return Markup("<pre{}><code>{}</code></pre>").format(self._id(node.id), code)
            case m.MathBlock(tex):
                return self._mark(node.id) + Markup('<div class="math"{}>{}</div>').format(
                    self._id(node.id), self.dialect.math(tex, True)
                )
            case m.Quote(blocks):
                return Markup("<blockquote{}>{}{}</blockquote>").format(
                    self._id(node.id), self._mark(node.id), self.blocks(blocks)
                )
            case m.List():
                return self._list(node)
            case m.Definitions(items):
                return Markup("<dl{}>{}</dl>").format(
                    self._id(node.id), self._joined(self._definition(d) for d in items)
                )
            case m.Table():
                return self._table(node)
            case m.Figure(image, caption):
                text = Markup("<figcaption>{}</figcaption>").format(self.inlines(caption)) if caption else Markup()
                picture = self.dialect.image(image)
                return self._mark(node.id) + Markup("<figure{}>{}{}</figure>").format(self._id(node.id), picture, text)
            case m.Rule():
                return Markup("<hr{}/>").format(self._id(node.id))
            case m.PageBreak():
                return Markup('<div class="break"{}></div>').format(self._id(node.id))
            case m.Div():
                return self._div(node)
            case m.MindMap():
                return self.dialect.mindmap(node, self.note)
            case _:
                assert_never(node)

    def _list(self, node: m.List) -> Markup:
        tag = "ol" if node.ordered else "ul"
        start = Markup(' start="{}"').format(node.start) if node.ordered and node.start != 1 else Markup()
        kind = Markup(' class="tasks"') if any(i.task for i in node.items) else Markup()
        items = self._joined(self._item(i, tight=node.tight) for i in node.items)
        return Markup("<{0}{1}{2}{3}>{4}</{0}>").format(tag, kind, self._id(node.id), start, items)

    def _item(self, item: m.Item, *, tight: bool) -> Markup:
        box = Markup('<span class="box">{}</span> ').format("☐" if item.task == " " else "☑") if item.task else Markup()
        body = self.blocks(item.blocks, tight=tight)
        return Markup("<li{}>{}{}{}</li>").format(self._id(item.id), self._mark(item.id), box, body)

    def _definition(self, item: m.Definition) -> Markup:
        term = Markup("<dt{}>{}</dt>").format(self._id(item.id), self.run(item.id, item.term))
        return term + self._joined(Markup("<dd>{}</dd>").format(self.blocks(d)) for d in item.details)

    def _table(self, node: m.Table) -> Markup:
        caption = (
            Markup("<caption>{}{}</caption>").format(self._mark(node.id), self.inlines(node.caption))
            if node.caption
            else Markup()
        )
        head = self._row(node.head, node.align, "th") if any(plain(c).strip() for c in node.head.cells) else Markup()
        body = self._joined(self._row(r, node.align, "td") for r in node.rows)
        kinds = ("wide" if len(node.head.cells) > 4 else "", "short" if len(node.rows) <= _SHORT else "")
        wide = Markup(' class="{}"').format(" ".join(filter(None, kinds))) if any(kinds) else Markup()
        return Markup("<table{}{}>{}{}<tbody>{}</tbody></table>").format(
            wide, self._id(node.id), caption, Markup("<thead>{}</thead>").format(head) if head else "", body
        )

    def _row(self, row: m.Row, align: Sequence[m.Align], tag: str) -> Markup:
        out, before = [], 0
        for cell, side in zip(row.cells, align, strict=True):
            scope = Markup(' scope="col"') if tag == "th" else Markup()
            style = Markup(' class="{}"').format(side) if side in {"center", "right"} else Markup()
            out.append(Markup("<{0}{1}{2}>{3}</{0}>").format(tag, scope, style, self.run(row.id, cell, before)))
            before += size(cell)
        return Markup("<tr{}>{}</tr>").format(self._id(row.id), Markup().join(out))

    def _div(self, node: m.Div) -> Markup:
        if node.kind == "callout":
            return self._callout(node)
        more = self.dialect.text(f" · {phrase('cover-page', self.lang)}") if node.kind == "recall" else ""
        title = Markup('<p class="label">{}{}</p>').format(self.inlines(node.title), more) if node.title else Markup()
        return Markup('<div class="{}"{}>{}{}</div>').format(
            node.kind, self._id(node.id), title, self.blocks(node.blocks)
        )

    def _callout(self, node: m.Div) -> Markup:
        attrs = dict(node.attrs)
        kind = attrs.get("type", "note")
        label = phrase(kind, self.lang) if is_phrase(kind) else kind.replace("-", " ").capitalize()
        aid = {"mnemonic": " aid aid-mnemonic", "question": " aid aid-recall", "mindmap": " aid aid-mindmap"}.get(
            kind, ""
        )
        if kind == "mindmap" and any(a.kind == "mindmap" and a.origin == "author" for a in self.note.aids):
            return self._mark(node.id) + Markup("<div{}></div>").format(self._id(node.id))
        title = Markup(' <span class="title">{}</span>').format(self.run(node.id, node.title)) if node.title else ""
        body = self.blocks(node.blocks)
        if kind == "question" and attrs.get("fold") == "-":
            card = next(
                (c for a in self.note.aids for c in a.cards if c.source == node.id and c.origin == "author"), None
            )
            if card:  # a folded answer is read at the back, where it does not spoil the question
                body = self.answer_link(card.id)
        return Markup(
            '<aside class="callout callout-{}{}"{}>{}<p class="label"><span class="kind">{}</span>{}</p>{}</aside>'
        ).format(kind, aid, self._id(node.id), self._mark(node.id), label, title, body)

    def answer_link(self, card: str) -> Markup:
        """Where the answer to a card is: a link, with its page in print."""
        anchor = self.anchor(f"{card}-answer")
        text = phrase("answer", self.lang)
        return Markup('<p class="to-answer"><a href="{}">{}</a>{}</p>').format(
            self.dialect.link(anchor), text, self.dialect.locator(anchor)
        )

    def _code(self, name: str, text: str, language: str) -> Markup:
        """Code line by line, so that a page may start between two lines."""
        starts = list(self.breaks.get(self.anchor(name), ()))
        out, before = [], 0
        for source, line in zip(text.split("\n"), highlighted(text, language), strict=True):
            while starts and starts[0][0] <= before:
                out.append(self.dialect.pagebreak(starts.pop(0)[1]))
            out.append(line + "\n")
            before += length(source)
        return Markup().join(out)

    # ------------------------------------------------------------------ aids

    def _aids_after(self, block: m.Block) -> Markup:
        if not block.id:
            return Markup()
        return self._joined(self.aid(a) for a in self.note.aids if a.place == "after" and a.anchor == block.id)

    def aid(self, aid: m.Aid) -> Markup:
        """A study aid in its frame, marked with where it comes from."""
        name = f"{aid.kind}-{aid.anchor}" if aid.anchor else aid.kind
        text = replace(self, quiet=True).blocks(aid.blocks)
        return Markup('<aside class="aid aid-{}"{} data-origin="{}">{}{}</aside>').format(
            aid.kind, self._id(name), aid.origin, self._mark(name), text
        )

    def aids(self, place: str, anchor: str = "") -> Markup:
        return self._joined(self.aid(a) for a in self.note.aids if a.place == place and a.anchor == anchor)

    # ------------------------------------------------------------------ inlines

    def run(self, name: str, inlines: Sequence[m.Inline], before: int = 0) -> Markup:
        """The inlines of a block, with the page starts that fall into them; `before` characters precede them."""
        last = before + size(inlines)
        starts = [(at - before, label) for at, label in self.breaks.get(self.anchor(name), ()) if before <= at < last]
        for at, label in reversed(starts):
            inlines = insert(inlines, at, m.Span("pagebreak", (), (("label", label),)))
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
        text = self.inlines(node.inlines)
        if not node.url.startswith("#"):
            return Markup('<a class="out" href="{}">{}</a>').format(node.url, text)
        anchor = node.url[1:]
        away = anchor != self.note.id and not anchor.startswith(self.note.id + "--")
        page = self.dialect.locator(anchor) if away else Markup()
        return Markup('<a href="{}">{}</a>{}').format(self.dialect.link(anchor), text, page)

    def _span(self, node: m.Span) -> Markup:
        if node.kind == "pagebreak":
            return self.dialect.pagebreak(dict(node.attrs)["label"])
        tag = _TAGS.get(node.kind)
        if tag is None:
            return Markup('<span class="{}">{}</span>').format(node.kind, self.inlines(node.inlines))
        title = (
            Markup(' title="{}"').format(dict(node.attrs)["title"])
            if node.kind == "abbr" and dict(node.attrs).get("title")
            else Markup()
        )
        return Markup("<{0}{1}>{2}</{0}>").format(tag, title, self.inlines(node.inlines))

    # ------------------------------------------------------------------ footnotes

    def _reference(self, node: m.FootnoteRef) -> Markup:
        footnote = next((f for f in self.note.footnotes if f.label == node.label), None)
        if footnote is None:
            return escape(f"[^{node.label}]")
        first = next((r for r in _references(self.note.blocks) if r.label == node.label), None)
        if first is None or self.quiet:
            return Markup()
        return self.dialect.footnote(footnote, self.anchor(footnote.id), self.footnote_text(footnote), node is first)

    def footnote_text(self, footnote: m.Footnote) -> Markup:
        """The text of a footnote as inline markup, one span a paragraph."""
        return self._joined(self._footnote_block(b) for b in footnote.blocks)

    def _footnote_block(self, block: m.Block) -> Markup:
        match block:
            case m.Paragraph(inlines):
                return Markup('<span class="fp">{}</span>').format(self.inlines(inlines))
            case _:
                return self.blocks((block,))

    # ------------------------------------------------------------------ names

    @property
    def lang(self) -> str:
        return self.note.meta.lang or "en"

    def anchor(self, name: str) -> str:
        return f"{self.note.id}--{name}"

    def _id(self, name: str) -> Markup:
        return Markup(' id="{}"').format(self.anchor(name)) if name else Markup()

    def _mark(self, name: str) -> Markup:
        """The page starts in a block whose only own text is generated."""
        return self._joined(self.dialect.pagebreak(label) for _, label in self.breaks.get(self.anchor(name), ()))

    @staticmethod
    def _joined(parts: Iterable[Markup]) -> Markup:
        return Markup().join(parts)


def _references(blocks: Sequence[m.Block]) -> Iterator[m.FootnoteRef]:
    """References to footnotes in reading order."""
    for block in walk(blocks):
        for run in lines_of(block):
            yield from (i for i in inlines_in(run) if isinstance(i, m.FootnoteRef))
