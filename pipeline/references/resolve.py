"""Resolving: one walk over a note that replaces every link, embed and picture by what it points to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never
from urllib.parse import unquote

from pipeline import model as m
from pipeline.problem import Problem, Severity
from pipeline.references.copies import renamed
from pipeline.references.names import Names, section
from pipeline.syntax.headings import arrange, arrange_inside
from pipeline.text import inlines_in, is_inlay, lines_of, walk

MISSING = "missing:"
"""Marks the source of a picture that cannot be shown; targets print its alternative text in a frame."""
REMOTE = "remote:"
"""Marks a picture on the network, which is never fetched; targets print a link to it."""

WITHIN = "the note's own "
"""Begins what is said of a picture that is written into a note."""

_DEEPEST = 4
"""Embeds within embeds: beyond it a few lines could make a book without end."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_FILE = re.compile(r"\.(?!md$|markdown$)[A-Za-z][A-Za-z0-9]{1,9}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Knows all notes and pictures, and resolves one note at a time. `load` gives a note that another one embeds."""

    names: Names
    headers: Mapping[str, m.Header]
    load: Callable[[m.Header], m.Note]

    @classmethod
    def of(
        cls, notes: Sequence[m.Header], assets: Mapping[str, m.Asset], load: Callable[[m.Header], m.Note]
    ) -> Resolver:
        return cls(Names.of(notes, assets), {n.id: n for n in notes}, load)

    def answers(self, note: m.Header) -> str:
        """All that this note's references find, as a text: while it stays, the note need not be resolved again."""
        told: dict[str, tuple[object, ...]] = {}
        waiting = [note]
        while waiting:
            here = waiting.pop()
            if here.id not in told:
                paths = [self.names.picture(src, here, wiki=wiki) for src, wiki in here.pictures]
                names = [self._answer(name, here) for name in (*here.links, *here.embeds)]
                told[here.id] = (here.body if here is not note else "", names, [(p, self._digest(p)) for p in paths])
                waiting += [t for name in here.embeds if (t := self.names.find(name, here)[0])]
        return repr(told)

    def _answer(self, name: str, note: m.Header) -> tuple[str, ...]:
        if not name or _SCHEME.match(name):
            return ()
        target, anchor = self.names.find(name, note)
        return (target.id, target.title, anchor) if target else ("", self.names.closest(name))

    def _digest(self, path: str) -> str:
        if not path:
            return ""
        asset = self.names.assets[path]
        return asset.digest or f"{asset.width} × {asset.height} {asset.lacks}"

    def note(self, note: m.Note) -> m.Note:
        """The note with every reference resolved and what could not be among its problems."""
        whole = _Pass(self, note, note, _Found())
        blocks = arrange(whole.blocks(note.blocks))
        footnotes = whole.footnotes()
        aids = tuple(self._aid(a, note) for a in note.aids)
        problems = tuple(sorted(dict.fromkeys((*note.problems, *whole.found.problems)), key=_position))
        return replace(note, blocks=blocks, footnotes=footnotes, aids=aids, problems=problems)

    def _aid(self, aid: m.Aid, note: m.Note) -> m.Aid:
        """Aids repeat the author's inlines: resolved again, reported once."""
        again = _Pass(self, note, note, _Found())
        cards = tuple(replace(c, front=again.inlines(c.front, 0), back=again.blocks(c.back)) for c in aid.cards)
        return replace(aid, blocks=again.blocks(aid.blocks), cards=cards)


def _position(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def shown(note: m.Note) -> tuple[str, ...]:
    """The pictures that a resolved note shows, by their paths."""
    blocks = walk((*note.blocks, *(b for f in note.footnotes for b in f.blocks)))
    images = (i for b in blocks for run in lines_of(b) for i in inlines_in(run) if isinstance(i, m.Image))
    return tuple(dict.fromkeys(i.src for i in images if not i.src.startswith((MISSING, REMOTE))))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a walk gathers on its way, embeds included."""

    problems: list[Problem] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """Labels of footnotes in the order of their first reference."""
    notes: dict[str, tuple[_Pass, m.Footnote]] = field(default_factory=dict)
    """Footnotes that embedded blocks refer to, by their label in the host."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """A walk over `here`, whose blocks are shown in `host`: the same note, or one that embeds it."""

    resolver: Resolver
    host: m.Note
    here: m.Note
    found: _Found
    stack: tuple[str, ...] = ()
    """Anchors of what is being embedded, outermost first."""
    prefix: str = ""
    """What the names of embedded blocks begin with in the host."""
    below: bool = False
    """Whether this is the text of a footnote: a reference from there gives no number."""

    @property
    def names(self) -> Names:
        return self.resolver.names

    @property
    def header(self) -> m.Header:
        """Of the note that this walk is over."""
        return self.resolver.headers[self.here.id]

    # ------------------------------------------------------------------ blocks

    def blocks(self, blocks: Sequence[m.Block]) -> tuple[m.Block, ...]:
        return tuple(self._block(b) for b in blocks)

    def _block(self, node: m.Block) -> m.Block:  # noqa: PLR0911 - one case a node
        match node:
            case m.Paragraph(inlines) | m.Heading(inlines=inlines):
                return replace(node, inlines=self.inlines(inlines, node.line))
            case m.Div(kind="embed"):
                return self._embed(node)
            case m.Quote(blocks):
                return replace(node, blocks=self.blocks(blocks))
            case m.Div(blocks=blocks, title=title):
                return replace(node, title=self.inlines(title, node.line), blocks=self.blocks(blocks))
            case m.List(items):
                return replace(node, items=tuple(replace(i, blocks=self.blocks(i.blocks)) for i in items))
            case m.Definitions(items):
                return replace(node, items=tuple(self._definition(d) for d in items))
            case m.Table(head, rows, _, caption):
                caption = self.inlines(caption, node.line)
                return replace(node, caption=caption, head=self._row(head), rows=tuple(self._row(r) for r in rows))
            case m.Figure(image, caption):
                return replace(node, image=self._image(image, node.line), caption=self.inlines(caption, node.line))
            case m.CodeBlock() | m.MathBlock() | m.Rule() | m.PageBreak() | m.MindMap():
                return node
            case _:
                assert_never(node)

    def _definition(self, node: m.Definition) -> m.Definition:
        return replace(
            node, term=self.inlines(node.term, node.line), details=tuple(self.blocks(d) for d in node.details)
        )

    def _row(self, row: m.Row) -> m.Row:
        return replace(row, cells=tuple(self.inlines(c, row.line) for c in row.cells))

    # ------------------------------------------------------------------ inlines

    def inlines(self, inlines: Sequence[m.Inline], line: int) -> tuple[m.Inline, ...]:
        return tuple(out for node in _trailed(inlines) for out in self._inline(node, line))

    def _inline(self, node: m.Inline, line: int) -> tuple[m.Inline, ...]:
        match node:
            case m.Emphasis(inlines) | m.Span(inlines=inlines):
                return (replace(node, inlines=self.inlines(inlines, line)),)
            case m.Link(inlines):
                return self._link(replace(node, inlines=self.inlines(inlines, line)), node.line or line)
            case m.Image():
                return (self._image(node, line),)
            case m.FootnoteRef():
                return (self._reference(node),)
            case _:
                return (node,)

    def _link(self, node: m.Link, line: int) -> tuple[m.Inline, ...]:
        if not node.note and _SCHEME.match(node.url):
            return (node,)
        target, anchor = self.names.find(node.url, self.header) if node.url else (None, "")
        if target is None:
            self._report(line, "dead-link", *self._dead(node.url))
            return node.inlines
        if not anchor:
            place = node.url.partition("#")[2]
            self._report(line, "dead-link", f"“{target.title}” has no place called “{place}”", _BEGINNING)
        return (replace(node, url=f"#{anchor or target.id}", note=False),)

    def _dead(self, url: str) -> tuple[str, str]:
        """Message and hint for a link that leads to no note."""
        name = unquote(url.partition("#")[0]).strip()
        if not name:
            return "the link leads nowhere", "name a note, a heading or an address; its words are printed"
        near = self.names.closest(name)
        if _FILE.search(name) and not near.startswith("did"):
            return (
                f"“{_brief(name)}” is a file, not a note",
                "its name is printed: a book holds notes and pictures only",
            )
        return f"no note called “{_brief(name)}”", near

    # ------------------------------------------------------------------ footnotes

    def _reference(self, node: m.FootnoteRef) -> m.FootnoteRef:
        """A reference by the name and number that its footnote has in the host."""
        label = self.prefix + node.label
        footnote = next((f for f in self.here.footnotes if f.label == node.label), None)
        if self.prefix and footnote and label not in self.found.notes:
            copy = replace(footnote, label=label, id=self.prefix + footnote.id)
            self.found.notes[label] = (replace(self, below=True), copy)
        if footnote and not self.below:
            self.found.numbers.setdefault(label, len(self.found.numbers) + 1)
        return replace(node, label=label, number=self.found.numbers.get(label, 0))

    def footnotes(self) -> tuple[m.Footnote, ...]:
        """The note's footnotes and those that came with embedded blocks, in the order of their numbers.

        One that only another footnote refers to stands with those that nobody refers to.
        """
        own = replace(self, below=True)
        out = [replace(f, blocks=own.blocks(f.blocks)) for f in self.here.footnotes]
        done: set[str] = set()
        while waiting := [label for label in self.found.notes if label not in done]:
            for label in waiting:
                there, copy = self.found.notes[label]
                blocks = arrange_inside(tuple(renamed(b, there.prefix) for b in there.blocks(copy.blocks)))
                out.append(replace(copy, blocks=blocks))
            done.update(waiting)
        numbered = [replace(f, number=self.found.numbers.get(f.label, 0)) for f in out]
        return tuple(sorted(numbered, key=lambda f: f.number or len(numbered) + 1))

    # ------------------------------------------------------------------ embeds

    def _embed(self, node: m.Div) -> m.Block:
        name = dict(node.attrs)["target"]
        target, anchor = self.names.find(name, self.header)
        there = self._body(target) if target and anchor else self.here
        blocks = section(there, anchor) if target and anchor else ()
        if target is None or not blocks:
            hint = f"“{target.title}” has nothing called so" if target else self.names.closest(name)
            self._report(node.line, "embed-missing", f"nothing to embed is called “{_brief(name)}”", hint, "error")
            return m.Paragraph((m.Text(name),), node.line, node.id)
        link = m.Link((m.Text(target.title),), f"#{anchor}")
        stack = self.stack or (self.here.id,)
        if anchor in stack or len(stack) > _DEEPEST:
            fault = "embeds itself" if anchor in stack else "is embedded too deep"
            self._report(node.line, "embed-cycle", f"“{_brief(name)}” {fault}", "it is shown as a link here", "error")
            return m.Paragraph((link,), node.line, node.id)
        prefix = f"{node.id}."
        inside = replace(self, here=there, stack=(*stack, anchor), prefix=self.prefix + prefix)
        shown = tuple(renamed(b, prefix) for b in inside.blocks(blocks))
        return m.Div("embed", shown, (link,), (), node.line, node.id)

    def _body(self, target: m.Header) -> m.Note:
        return self.here if target.id == self.here.id else self.resolver.load(target)

    # ------------------------------------------------------------------ pictures

    def _image(self, node: m.Image, line: int) -> m.Image:
        src = node.src.strip()
        path = self.names.picture(src, self.header, wiki=node.wiki)
        if path and self.names.assets[path].digest:
            return replace(node, src=path)
        line = node.line or line
        if re.match(r"(?:https?:)?//", src, re.IGNORECASE):
            self._report(line, "remote-image", f"picture on the network: {_brief(src)}", _FETCH)
            return replace(node, src=REMOTE + ("https:" + src if src.startswith("//") else src))
        told = _called(src)
        self._report(line, *self._missing(src, path, told), "error")
        return replace(node, src=MISSING + told)

    def _missing(self, src: str, path: str, called: str) -> tuple[str, str, str]:
        """Code, message and hint for a picture that cannot be shown."""
        if path and (size := self.names.assets[path].width):
            told = f"{called} has {size:,} × {self.names.assets[path].height:,} pixels"
            return "broken-image", f"a picture too large to be printed: {told}", _SHRINK
        if path and (package := self.names.assets[path].lacks):
            return "broken-image", f"nothing here reads pictures of this kind: {called}", _INSTALL.format(package)
        if path:
            return "broken-image", f"not a picture that can be read: {called}", _EXPORT
        if is_inlay(src):
            return "missing-image", "a drawing written into the note is left out", "SVG is shown in trusted vaults only"
        there = posixpath.normpath(posixpath.join(posixpath.dirname(self.here.path), unquote(src)))
        if ":" in src.split("/", maxsplit=1)[0] or there.startswith(("../", "/")):
            return "outside-vault", f"picture outside the vault: {called}", "copy it into the vault"
        return "missing-image", f"no such picture: {called}", "put the file into the vault, or correct its name"

    def _report(self, line: int, code: str, message: str, hint: str, severity: Severity = "warning") -> None:
        """A problem of the host; what is wrong in an embedded note is reported with that note."""
        if self.here is self.host or code == "embed-cycle":
            self.found.problems.append(Problem(self.here.path, line, 1, severity, code, message, hint))


_INSTALL = "install “{}” (the extra studypress[heic] does), or save it as JPEG or PNG"
_BEGINNING = "the link leads to the note's beginning"
_FETCH = "save it in the vault; nothing is fetched"
_SHRINK = "2,000 pixels across are sharp on any page"
_EXPORT = "export it again as PNG, JPEG or SVG"


_TRAIL = re.compile(r"[^\W\d_]+")


def _trailed(inlines: Sequence[m.Inline]) -> Iterator[m.Inline]:
    """Letters right behind a link to a note belong to its word, as in "[[virus]]es": what a link adds stands after."""
    trail = ""
    for node, after in zip(inlines, (*inlines[1:], None), strict=False):
        if isinstance(node, m.Text) and trail:
            yield replace(node, text=node.text.removeprefix(trail))
            trail = ""
            continue
        found = _TRAIL.match(after.text) if isinstance(after, m.Text) else None
        if isinstance(node, m.Link) and node.note and found:
            trail = found[0]
            yield replace(node, inlines=(*node.inlines, m.Text(trail)))
        else:
            yield node


def _called(src: str) -> str:
    """What to call a picture in a message, and where it should be seen."""
    return f"{WITHIN}{src.rpartition('.')[2]} picture" if is_inlay(src) else _brief(src)


def _brief(name: str) -> str:
    """A name as it can be told in one line."""
    return name if len(name) <= 80 else f"{name[:40]}…"
