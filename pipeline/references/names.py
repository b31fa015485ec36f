"""Names: looks notes, places in notes and pictures up as their authors write them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import unquote

from pipeline import model as m
from pipeline.text import children, slug, words

_NOTE = re.compile(r"\.(?:md|markdown)$", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def key(name: str) -> str:
    """Names are equal when they look equal: Unicode form, case, blanks and hyphens do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).replace("-", " ").replace("_", " ").replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class Names:
    """All notes and pictures of a vault by every name they answer to."""

    notes: Mapping[str, m.Header]
    assets: Mapping[str, m.Asset]
    pictures: Mapping[str, str]
    """Name without folder, as it stands and as a key, → path."""

    @classmethod
    def of(cls, notes: Sequence[m.Header], assets: Mapping[str, m.Asset]) -> Names:
        """A path beats a file's name, that a title, that an alias; an earlier note beats a later one."""
        found: dict[str, m.Header] = {}
        for kind in (_path, _stem, _title, _id, _aliases):
            for note in notes:
                for name in kind(note):
                    found.setdefault(key(name), note)
        pictures: dict[str, str] = {}
        for form in (str, key):
            for path in sorted(assets):
                pictures.setdefault(form(posixpath.basename(path)), path)
        return cls(found, assets, pictures)

    def find(self, name: str, here: m.Header) -> tuple[m.Header | None, str]:
        """The note and the anchor that `Note#Heading` names from `here`; an anchor of "" when there is none."""
        title, _, place = name.partition("#")
        note = self._note(_NOTE.sub("", unquote(title.strip())), here) if title.strip() else here
        if note is None:
            return None, ""
        return note, (place_in(note, unquote(place)) if place.strip() else note.id)

    def _note(self, name: str, here: m.Header) -> m.Header | None:
        """By path from the note that names it, by any of its names, then by the last part of a path."""
        path = name.lstrip("/")
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(here.path), path))
        forms = (beside if "/" in beside else "", path, posixpath.normpath(path), posixpath.basename(path))
        return next((self.notes[k] for form in forms if (k := key(form)) and k in self.notes), None)

    def closest(self, name: str) -> str:
        """A hint for a name that nothing answers to."""
        wanted = key(name.partition("#")[0])
        alike = [k for k in self.notes if k[:2] == wanted[:2] or k[-2:] == wanted[-2:]]  # comparing all takes seconds
        near = get_close_matches(wanted, alike, n=1, cutoff=0.75)
        return f"did you mean [[{self.notes[near[0]].title}]]?" if near else "no note, file or alias has this name"

    def picture(self, src: str, here: m.Header, *, wiki: bool) -> str:
        """The path of a picture, "" for none: from the note's folder, from the vault's root, by name anywhere."""
        typed = unicodedata.normalize("NFC", src)
        for name in (typed, unquote(typed), unquote(re.split("[#?]", typed, maxsplit=1)[0])):
            for folder in (posixpath.dirname(here.path), ""):
                path = posixpath.normpath(posixpath.join(unicodedata.normalize("NFC", folder), name))
                if (path if folder else path.lstrip("/")) in self.assets:
                    return path if folder else path.lstrip("/")
            base = posixpath.basename(name)
            found = self.pictures.get(base) or self.pictures.get(key(base))
            if found and (wiki or "/" not in name):
                return found
        return ""


def _path(note: m.Header) -> Iterable[str]:
    return (posixpath.splitext(note.path)[0],)


def _stem(note: m.Header) -> Iterable[str]:
    return (posixpath.basename(posixpath.splitext(note.path)[0]),)


def _title(note: m.Header) -> Iterable[str]:
    return (note.title,)


def _id(note: m.Header) -> Iterable[str]:
    return (note.id, note.meta.id) if note.meta.id else (note.id,)


def _aliases(note: m.Header) -> Iterable[str]:
    return note.meta.aliases


# ------------------------------------------------------------------ places in a note


def place_in(note: m.Header, place: str) -> str:
    """The anchor of `Heading`, `Heading#Deeper` or `^block` in a note, "" when it has no such place."""
    *above, last = (part.strip() for part in place.split("#"))
    if last.startswith("^"):
        wanted = f"b-{last[1:]}".lower()
        return next((f"{note.id}--{name}" for name in note.anchors if name.lower() == wanted), "")
    headings: Sequence[m.Place] = note.headings
    for name in above:  # below the heading that is named before it, if there is one
        headings = next((headings[n:] for n, h in enumerate(headings) if _called(h, name)), headings)
    found = next((h for h in headings if _called(h, last)), None)
    if found is None:
        return note.id if key(last) == key(note.title) else ""
    return f"{note.id}--{found.id}"


def _called(heading: m.Place, name: str) -> bool:
    """Whether a heading is meant: Obsidian leaves signs out of a link to it, other programs write a slug."""
    text = heading.text
    return key(text) == key(name) or (words(text) == words(name) != []) or heading.id == slug(name) != ""


def section(note: m.Note, anchor: str) -> tuple[m.Block, ...]:
    """What stands at an anchor: the whole note, the section under a heading, a block, or one item of a list."""
    if anchor == note.id:
        return note.blocks
    return _section(note.blocks, anchor.removeprefix(f"{note.id}--"))


def _section(blocks: Sequence[m.Block], name: str) -> tuple[m.Block, ...]:
    for number, block in enumerate(blocks):
        if block.id == name:
            return (block, *_below(blocks[number + 1 :], block.level)) if isinstance(block, m.Heading) else (block,)
        if isinstance(block, m.List) and (items := tuple(i for i in block.items if i.id == name)):
            return (replace(block, items=items, id=""),)
        if found := _section(children(block), name):
            return found
    return ()


def _below(blocks: Sequence[m.Block], level: int) -> Iterator[m.Block]:
    for block in blocks:
        if isinstance(block, m.Heading) and block.level <= level:
            return
        yield block
