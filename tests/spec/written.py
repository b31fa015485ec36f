"""The HTML of the model, as a specification's reference writes it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from pipeline import model as m
from pipeline.syntax import parse

BARE = re.compile(r'<a href="(?:mailto:)?((?:https?:|[^":/]+@)[^"]*)">\1</a>')


def note_written(markdown: str, kind: str = "") -> str:
    """The HTML of what Markdown means, with the footnotes that something refers to at its end.

    What only some dialects have is undone where an example is of none: a wikilink is written as it was typed, and so is
    an address that stands bare. The title of the front matter keeps the first heading in the text.
    """
    mark = "\ufeff" if markdown.startswith("\ufeff") else ""
    note = parse(m.Source("x.md", f"{mark}---\ntitle: T\n---\n{markdown.removeprefix(mark)}"))
    written = _note(note)
    if "[[" in markdown:
        written = re.sub(r'<a href="([^"]*)">\1</a>', r"[[\1]]", written)
    if kind != "autolink":
        written = BARE.sub(lambda found: found[0] if f"<{html.unescape(found[1])}>" in markdown else found[1], written)
    return written


def _note(note: m.Note) -> str:
    cited = [footnote for footnote in note.footnotes if footnote.number]
    items = "".join(f"<li>{_with_way_back(footnote)}</li>" for footnote in cited)
    return written(note.blocks) + (f"<ol>{items}</ol>" if items else "")


def _with_way_back(footnote: m.Footnote) -> str:
    back = m.Link((m.Text("↩"),), f"#fnref{footnote.number}")
    *blocks, last = footnote.blocks
    if isinstance(last, m.Paragraph):
        return written((*blocks, m.Paragraph((*last.inlines, m.Text(" "), back))))
    return written(footnote.blocks) + _run((back,))


def written(blocks: Iterable[m.Block], *, tight: bool = False) -> str:
    """Blocks as HTML; a picture and the text of the line below it are one paragraph."""
    out: list[str] = []
    before = None
    for block in blocks:
        if isinstance(before, m.Figure) and isinstance(block, m.Paragraph) and block.line == before.line + 1:
            out[-1] = f"<p>{_run((before.image,))} {_run(block.inlines)}</p>"
        else:
            out.append(_block(block, tight=tight))
        before = block
    return "\n".join(out)


def _block(node: m.Block, *, tight: bool) -> str:  # noqa: C901, PLR0911 - one case a node
    match node:
        case m.Paragraph(inlines):
            return _run(inlines) + "\n" if tight else f"<p>{_run(inlines)}</p>"
        case m.Heading(level, inlines):
            return f"<h{level}>{_run(inlines)}</h{level}>"
        case m.CodeBlock(text):
            return f"<pre><code>{html.escape(text)}</code></pre>"
        case m.MathBlock(tex):
            return f"<p>$${html.escape(tex)}$$</p>"
        case m.Div("embed", attrs=(("target", target),)):
            return f"<p>![[{html.escape(target)}]]</p>"
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return f"<blockquote>{written(blocks)}</blockquote>"
        case m.List(items, ordered, start, close):
            tag, first = ("ol", f' start="{start}"') if ordered else ("ul", "")
            return f"<{tag}{first}>{''.join(_item(item, tight=close) for item in items)}</{tag}>"
        case m.Definitions(items):
            return "".join(
                f"<dl><dt>{_run(i.term)}</dt>{''.join(f'<dd>{written(d)}</dd>' for d in i.details)}</dl>" for i in items
            )
        case m.Table(head, rows, align, caption):
            first = _row(head, align, "th") if any(head.cells) else ""
            return (
                f"<table><caption>{_run(caption)}</caption>{first}{''.join(_row(r, align, 'td') for r in rows)}</table>"
            )
        case m.Figure(image):
            return _run((image,)) + "\n" if tight else f"<p>{_run((image,))}</p>"
        case m.Rule():
            return "<hr />"
        case _:
            raise AssertionError(node)


def _item(item: m.Item, *, tight: bool) -> str:
    checked = ' checked=""' if item.task in "xX" else ""
    box = f'<input{checked} type="checkbox"> ' if item.task else ""
    return f"<li>{box}{written(item.blocks, tight=tight)}</li>"


def _row(row: m.Row, align: Iterable[str], tag: str) -> str:
    cells = (f'<{tag} align="{side}">{_run(cell)}</{tag}>' for cell, side in zip(row.cells, align, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _run(inlines: Iterable[m.Inline]) -> str:
    return "".join(_inline(node) for node in inlines)


def _inline(node: m.Inline) -> str:  # noqa: C901, PLR0911 - one case a node
    match node:
        case m.Text(text):
            return html.escape(text)
        case m.Code(text):
            return f"<code>{html.escape(text)}</code>"
        case m.Math(tex):
            return f"${html.escape(tex)}$"
        case m.Break():
            return "<br />"
        case m.Emphasis(inlines, strong):
            tag = "strong" if strong else "em"
            return f"<{tag}>{_run(inlines)}</{tag}>"
        case m.Link(inlines, url):
            title = _title(getattr(node, "title", ""))
            return f'<a href="{html.escape(url)}"{title}>{_run(inlines)}</a>'
        case m.Image(alt, src, title):
            return f'<img src="{html.escape(src)}" alt="{html.escape(alt)}"{_title(title)} />'
        case m.FootnoteRef(_, number):
            return f'<sup><a href="#fn{number}">{number}</a></sup>'
        case m.Span("tag", inlines):
            return _run(inlines)
        case m.Span(kind, inlines):
            return f"<{kind}>{_run(inlines)}</{kind}>"


def _title(title: str) -> str:
    return f' title="{html.escape(title)}"' if title else ""
