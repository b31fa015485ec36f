"""A handout: one note alone. What stands at its end, and what its file says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from pipeline import layouts
from pipeline import model as m
from pipeline.phrases import phrase
from pipeline.targets import pages, paper, pdf
from pipeline.targets.engine.link import About
from pipeline.targets.notefit import Setting


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


def whole(leaves: Sequence[m.Leaf], end: Markup) -> m.Leaf:
    """A note, of one leaf or several, and what stands at its end as one leaf."""
    first, *more = (str(leaf.markup) for leaf in leaves)
    inside = "".join(markup.partition("<body>")[2].rpartition("</body>")[0] for markup in more)
    return replace(leaves[0], markup=str(first).removesuffix(_CLOSE) + inside + str(end) + _CLOSE)


_CLOSE = "</body></html>"


def words(end: Markup) -> str:
    """The words of what stands at the end, but for page numbers and what is drawn."""
    return Markup(_TAG.sub(" ", _UNSAID.sub("", str(end)))).unescape()  # noqa: S704 - not shown


_UNSAID = re.compile(r'<a class="p-ref".*?</a>|<svg.*?</svg>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


# ------------------------------------------------------------------ a note with less around it


def trimmed(note: m.Note, setting: Setting) -> m.Note:
    """A note as a dense setting has it: its map has its main branches and the first of their points.

    Questions beside the text are left out when they are asked at the end, too. What the author wrote stays whole.
    """
    if not setting.dense:
        return note
    asked = {card.id for aid in note.aids if aid.place != "cue" for card in aid.cards}
    aids = (a for a in note.aids if a.place != "cue" or a.origin == "author" or not {c.id for c in a.cards} <= asked)
    return replace(note, aids=tuple(_pruned(aid, setting.points) for aid in aids))


def _pruned(aid: m.Aid, points: int) -> m.Aid:
    if aid.kind != "mindmap" or aid.origin == "author" or not points:
        return aid
    blocks = (replace(b, root=_few(b.root, points)) if isinstance(b, m.MindMap) else b for b in aid.blocks)
    return replace(aid, blocks=tuple(blocks))


def _few(root: m.Branch, points: int) -> m.Branch:
    """A map of two levels, with so many points to a branch; all others are counted."""
    return replace(root, branches=tuple(_first(branch, points) for branch in root.branches))


def _first(branch: m.Branch, points: int) -> m.Branch:
    kept, rest = branch.branches[:points], branch.branches[points:]
    bare = tuple(replace(each, branches=(), more=each.more + _size(each) - 1) for each in kept)
    return replace(branch, branches=bare, more=branch.more + sum(map(_size, rest)))


def _size(branch: m.Branch) -> int:
    return 1 + sum(map(_size, branch.branches))


# ------------------------------------------------------------------ its file


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
