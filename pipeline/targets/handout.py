"""A handout: one note alone. What stands at its end, and what its file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets import pages, paper, pdf
from pipeline.targets.engine.link import About


@dataclass(frozen=True, slots=True)
class Other:
    """Another note that this one names; `anchor` is its line at the end, `where` the title of its part."""

    anchor: str
    title: str
    where: str


def other(head: m.Header, where: str) -> Other:
    return Other(f"elsewhere--{head.id}", head.title, where)


def named(note: str) -> str:
    """The name of what stands at the end of a note's handout."""
    return f"{note}.end"


def end(head: m.Header, part: str, group: pages.Group | None, others: Sequence[Other], desk: pdf.Desk) -> Markup:
    """The answers to a note's questions, its sources, and the notes it names; nothing where there is none of these."""
    if not (group or head.meta.sources or others):
        return Markup()
    lang = head.meta.lang
    values = {
        "id": named(head.id),
        "part": part or head.title,
        "title": head.title,
        "lang": lang,
        "group": group,
        "sources": head.meta.sources,
        "linked": pages.linked,
        "others": [(each.anchor, paper.words(each.title), paper.words(each.where)) for each in others],
        "phrase": phrase,
    }
    return layouts.fill(desk.layout, "handout.html", values)


def leaf(head: m.Header, body: Markup, desk: pdf.Desk) -> m.Leaf:
    """A part of its own of what stands at the end."""
    markup = pdf.document(body, head.title, desk.book.lang, head.meta.lang) if body else ""
    return m.Leaf("handout", named(head.id), head.title, head.meta.lang, str(markup))


def about(head: m.Header, book: m.Book) -> About:
    """What the file says of itself."""
    meta = head.meta
    return replace(
        pdf.about(book),
        title=head.title,
        authors=meta.authors or book.authors,
        description=meta.description or meta.subtitle,
        keywords=tuple(sorted(set(meta.tags))),
        identifier=f"{pages.urn(book)}#{head.id}",
    )
