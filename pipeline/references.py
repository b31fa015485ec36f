"""What a name in a note points to: other notes, their headings and blocks, pictures in the vault."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import assert_never
from urllib.parse import unquote

from pipeline import model as m
from pipeline.problem import Problem, Severity
from pipeline.text import inlines_in, lines_of, plain, slug, walk

MISSING = "missing:"
"""Marks the source of a picture that cannot be shown; targets print its alternative text in a frame."""
REMOTE = "remote:"
"""Marks a picture on the network, which is never fetched; targets print a link to it."""


def _key(name: str) -> str:
    """Names are equal when they look equal: Unicode form, case, blanks and hyphens do not count."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name)).casefold()
    return " ".join(folded.replace("-", " ").replace("_", " ").replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks names up in all notes and assets; `notes` maps keys to notes, `pictures` keys to assets."""

    notes: Mapping[str, m.Note]
    assets: Mapping[str, m.Asset]
    pictures: Mapping[str, m.Asset]

    @classmethod
    def of(cls, notes: Sequence[m.Note], assets: Mapping[str, m.Asset]) -> Resolver:
        names: dict[str, m.Note] = {}
        for note in notes:  # a title or file name beats an alias, an earlier note a later one
            stem = posixpath.splitext(note.path)[0]
            for name in (note.title, stem, posixpath.basename(stem), note.id):
                names.setdefault(_key(name), note)
        for note in notes:
            for name in note.meta.aliases:
                names.setdefault(_key(name), note)
        pictures: dict[str, m.Asset] = {}
        for path in sorted(assets):
            pictures.setdefault(_key(posixpath.basename(path)), assets[path])
        return cls(names, assets, pictures)

    def note(self, note: m.Note) -> m.Note:
        """The note with every reference resolved and what could not be among its problems."""
        return _Pass(self, note, []).run()

    def used(self, notes: Iterable[m.Note]) -> tuple[m.Asset, ...]:
        """The assets that these notes show."""
        shown = {i.src for n in notes for i in _images(n)}
        return tuple(self.assets[path] for path in sorted(shown) if path in self.assets)

    def find(self, name: str, here: m.Note) -> tuple[m.Note | None, str]:
        """The note and the anchor that `Note#Heading` names from `here`; an anchor of "" when there is none."""
        title, _, place = name.partition("#")
        note = (
            self.notes.get(_key(_bare(title))) or self.notes.get(_key(posixpath.basename(_bare(title))))
            if title.strip()
            else here
        )
        if note is None:
            return None, ""
        return note, (place_in(note, place) if place else note.id)

    def closest(self, name: str) -> str:
        """A hint for a name that nothing answers to."""
        near = get_close_matches(_key(name.partition("#")[0]), list(self.notes), n=1, cutoff=0.75)
        return f"did you mean [[{self.notes[near[0]].title}]]?" if near else "no note, file or alias has this name"


def _bare(name: str) -> str:
    name = unquote(name.strip()).lstrip("./")
    return name.removesuffix(".md").removesuffix(".markdown")


def place_in(note: m.Note, place: str) -> str:
    """The anchor of `Heading`, `Heading#Deeper` or `^block` in a note, "" when it has no such place."""
    last = place.rsplit("#", maxsplit=1)[-1].strip()
    for block in walk(note.blocks):
        if last.startswith("^"):
            if block.id == f"b-{last[1:]}" or any(i.id == f"b-{last[1:]}" for i in getattr(block, "items", ())):
                return f"{note.id}--b-{last[1:]}"
        elif isinstance(block, m.Heading) and (
            _key(plain(block.inlines)) == _key(last) or block.id == slug(last) != ""
        ):
            return f"{note.id}--{block.id}"
    return ""


def section(note: m.Note, place: str) -> tuple[m.Block, ...]:
    """What an embed shows: the whole note, a section under a heading, or one block."""
    if not place:
        return note.blocks
    anchor = place_in(note, place).removeprefix(f"{note.id}--")
    for number, block in enumerate(note.blocks):
        if block.id == anchor and anchor:
            return (
                (block, *_below(note.blocks[number + 1 :], block.level)) if isinstance(block, m.Heading) else (block,)
            )
    return tuple(b for b in walk(note.blocks) if b.id == anchor and anchor)[:1]


def _below(blocks: Sequence[m.Block], level: int) -> Iterable[m.Block]:
    for block in blocks:
        if isinstance(block, m.Heading) and block.level <= level:
            return
        yield block


def _images(note: m.Note) -> Iterable[m.Image]:
    for block in walk((*note.blocks, *(b for f in note.footnotes for b in f.blocks))):
        for run in lines_of(block):
            yield from (i for i in inlines_in(run) if isinstance(i, m.Image))


@dataclass(frozen=True, slots=True)
class _Pass:
    """One walk over one note; `problems` gathers what is found on the way."""

    names: Resolver
    here: m.Note
    problems: list[Problem]

    def run(self) -> m.Note:
        blocks = self._blocks(self.here.blocks, (self.here.id,))
        footnotes = tuple(replace(f, blocks=self._blocks(f.blocks, (self.here.id,))) for f in self.here.footnotes)
        aids = tuple(self._aid(a) for a in self.here.aids)
        problems = (*self.here.problems, *dict.fromkeys(self.problems))
        return replace(self.here, blocks=blocks, footnotes=footnotes, aids=aids, problems=problems)

    def _aid(self, aid: m.Aid) -> m.Aid:
        """Aids repeat the author's inlines: resolved again, reported once."""
        quiet = _Pass(self.names, self.here, [])
        cards = tuple(
            replace(c, front=quiet._inlines(c.front, 0), back=quiet._blocks(c.back, (self.here.id,))) for c in aid.cards
        )
        return replace(aid, blocks=quiet._blocks(aid.blocks, (self.here.id,)), cards=cards)

    def _blocks(self, blocks: Sequence[m.Block], seen: tuple[str, ...]) -> tuple[m.Block, ...]:
        return tuple(self._block(b, seen) for b in blocks)

    def _block(self, node: m.Block, seen: tuple[str, ...]) -> m.Block:  # noqa: PLR0911 - one case a node
        match node:
            case m.Paragraph(inlines) | m.Heading(inlines=inlines):
                return replace(node, inlines=self._inlines(inlines, node.line))
            case m.Div(kind="embed"):
                return self._embed(node, seen)
            case m.Quote(blocks):
                return replace(node, blocks=self._blocks(blocks, seen))
            case m.Div(blocks=blocks, title=title):
                return replace(node, blocks=self._blocks(blocks, seen), title=self._inlines(title, node.line))
            case m.List(items):
                return replace(node, items=tuple(replace(i, blocks=self._blocks(i.blocks, seen)) for i in items))
            case m.Definitions(items):
                return replace(node, items=tuple(self._definition(d, seen) for d in items))
            case m.Table(head, rows, _, caption):
                rows = tuple(self._row(r) for r in rows)
                return replace(node, head=self._row(head), rows=rows, caption=self._inlines(caption, node.line))
            case m.Figure(image, caption):
                return replace(node, image=self._image(image, node.line), caption=self._inlines(caption, node.line))
            case m.CodeBlock() | m.MathBlock() | m.Rule() | m.PageBreak() | m.MindMap():
                return node
            case _:
                assert_never(node)

    def _definition(self, node: m.Definition, seen: tuple[str, ...]) -> m.Definition:
        details = tuple(self._blocks(d, seen) for d in node.details)
        return replace(node, term=self._inlines(node.term, node.line), details=details)

    def _row(self, row: m.Row) -> m.Row:
        return replace(row, cells=tuple(self._inlines(c, row.line) for c in row.cells))

    def _inlines(self, inlines: Sequence[m.Inline], line: int) -> tuple[m.Inline, ...]:
        return tuple(out for node in inlines for out in self._inline(node, line))

    def _inline(self, node: m.Inline, line: int) -> tuple[m.Inline, ...]:
        match node:
            case m.Emphasis(inlines) | m.Span(inlines=inlines):
                return (replace(node, inlines=self._inlines(inlines, line)),)
            case m.Link(inlines, url, note, at):
                return self._link(replace(node, inlines=self._inlines(inlines, line)), url, note=note, line=at or line)
            case m.Image():
                return (self._image(node, line),)
            case _:
                return (node,)

    def _link(self, node: m.Link, url: str, *, note: bool, line: int) -> tuple[m.Inline, ...]:
        if not note and not _points_to_note(url):
            return (node,)
        target, anchor = self.names.find(url, self.here)
        if target is None:
            self._report(line, "dead-link", f"no note called “{url.partition('#')[0]}”", self.names.closest(url))
            return node.inlines
        if not anchor:
            place = url.partition("#")[2]
            self._report(
                line,
                "dead-link",
                f"“{target.title}” has no place called “{place}”",
                "the link leads to the note's beginning",
            )
        return (replace(node, url=f"#{anchor or target.id}", note=False),)

    def _embed(self, node: m.Div, seen: tuple[str, ...]) -> m.Block:
        name = dict(node.attrs)["target"]
        target, anchor = self.names.find(name, self.here)
        blocks = section(target, name.partition("#")[2]) if target else ()
        if target is None or not blocks or not anchor:
            self._report(
                node.line, "embed-missing", f"nothing to embed is called “{name}”", self.names.closest(name), "error"
            )
            return m.Paragraph((m.Text(name),), node.line, node.id)
        link = m.Link((m.Text(target.title),), f"#{anchor}")
        if target.id in seen:
            self._report(node.line, "embed-cycle", f"“{name}” embeds itself", "it is shown as a link here", "error")
            return m.Paragraph((link,), node.line, node.id)
        found: list[Problem] = []
        inside = _Pass(self.names, target, found)._blocks(blocks, (*seen, target.id))  # noqa: SLF001 - same class
        self.problems.extend(p for p in found if p.code == "embed-cycle")  # the rest is reported with its own note
        return m.Div("embed", tuple(_renamed(b, f"{node.id}-") for b in inside), (link,), (), node.line, node.id)

    def _image(self, node: m.Image, line: int) -> m.Image:
        line = node.line or line
        src = node.src.strip()
        if src.startswith((MISSING, REMOTE)):
            return node
        if src.lower().startswith(("http:", "https:", "//")):
            self._report(
                line, "remote-image", f"picture on the network: {src}", "save it in the vault; nothing is fetched"
            )
            return replace(node, src=REMOTE + src)
        if ":" in src.split("/")[0]:
            self._report(line, "outside-vault", f"picture outside the vault: {src}", "copy it into the vault", "error")
            return replace(node, src=MISSING + src)
        asset = self._asset(src, wiki=node.wiki)
        if asset is None:
            outside = posixpath.normpath(posixpath.join(posixpath.dirname(self.here.path), unquote(src))).startswith(
                ("../", "/")
            )
            code, text = (
                ("outside-vault", "picture outside the vault") if outside else ("missing-image", "no such picture")
            )
            self._report(line, code, f"{text}: {src}", "put the file into the vault, or correct its name", "error")
            return replace(node, src=MISSING + src)
        if not asset.digest:
            self._report(
                line,
                "broken-image",
                f"not a picture that can be read: {src}",
                "export it again as PNG, JPEG or SVG",
                "error",
            )
            return replace(node, src=MISSING + src)
        return replace(node, src=asset.path, width=node.width, height=node.height)

    def _asset(self, src: str, *, wiki: bool) -> m.Asset | None:
        """By path from the note, by path from the vault's root, then (as Obsidian does) by name anywhere."""
        path = unicodedata.normalize("NFC", unquote(src.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]))
        folder = posixpath.dirname(self.here.path)
        for base in (folder, ""):
            found = self.names.assets.get(
                posixpath.normpath(posixpath.join(base, path.lstrip("/") if not base else path))
            )
            if found:
                return found
        return self.names.pictures.get(_key(posixpath.basename(path))) if wiki or "/" not in path else None

    def _report(self, line: int, code: str, message: str, hint: str, severity: Severity = "warning") -> None:
        self.problems.append(Problem(self.here.path, line, 1, severity, code, message, hint))


def _points_to_note(url: str) -> bool:
    """A Markdown link to another note's file, or to a place in this one."""
    path = url.partition("#")[0]
    return (
        ":" not in path.split("/")[0]
        and not url.startswith("//")
        and (path.lower().endswith((".md", ".markdown")) or url.startswith("#"))
    )


def _renamed(block: m.Block, prefix: str) -> m.Block:
    """A copy whose ids do not clash with the host's, and whose headings have no number of their own."""
    match block:
        case m.Heading():
            return replace(block, id=prefix + block.id, number="", level=min(block.level + 1, 6))
        case m.Quote(blocks) | m.Div(blocks=blocks):
            return replace(block, id=prefix + block.id, blocks=tuple(_renamed(b, prefix) for b in blocks))
        case m.List(items):
            copies = tuple(
                replace(i, id=prefix + i.id, blocks=tuple(_renamed(b, prefix) for b in i.blocks)) for i in items
            )
            return replace(block, id=prefix + block.id, items=copies)
        case m.Definitions(items):
            terms = tuple(
                replace(d, id=prefix + d.id, details=tuple(tuple(_renamed(b, prefix) for b in x) for x in d.details))
                for d in items
            )
            return replace(block, id=prefix + block.id, items=terms)
        case m.Table(head, rows):
            return replace(
                block,
                id=prefix + block.id,
                head=replace(head, id=prefix + head.id),
                rows=tuple(replace(r, id=prefix + r.id) for r in rows),
            )
        case _:
            return replace(block, id=prefix + block.id)
