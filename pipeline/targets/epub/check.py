"""Is the file sound? It is read again, and what was seen in a file before is known by the digest of its bytes."""

from __future__ import annotations

import hashlib
import posixpath
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline import model as m
from pipeline.problem import Problem
from pipeline.targets.epub.container import Member, bare, inflated, opened
from pipeline.targets.epub.epubcheck import epubcheck
from pipeline.targets.epub.places import BACK, file_of_part, part_of
from pipeline.targets.epub.words import spoken

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPF = "{http://www.idpf.org/2007/opf}"
_HINT = "please report this: no note should make such a file"
_MARKUP = (".xhtml", ".svg", ".opf", ".ncx", ".xml")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in one file of markup, the numbers of its page marks left out."""

    ids: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Where it leads within the book, each once, but for places of its own that are there."""
    faults: tuple[str, ...] = ()
    words: str = ""


def facts(name: str, file: Member) -> tuple[str, Facts]:
    """The facts of a file and the digest they are known by."""
    look = _look(name, file, {})
    return look.key, look.facts


@dataclass(frozen=True, slots=True)
class _Look:
    key: str
    facts: Facts
    labels: tuple[str, ...] = ()
    """Pages of print that it marks."""


def _look(name: str, file: Member, known: Mapping[str, Facts]) -> _Look:
    """A file without page marks is known by its bytes in the container, one that has some by all but their numbers.

    So it stays known wherever it is printed.
    """
    if (key := file.digest) in known:
        return _Look(key, known[key])
    plain, labels = bare(inflated(file))
    key = hashlib.sha256(plain).hexdigest() if labels else key
    return _Look(key, known.get(key) or _facts(name, plain), labels)


def _facts(name: str, plain: bytes) -> Facts:
    from lxml import etree

    try:
        root = etree.fromstring(plain, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        return Facts(faults=(f"is not well-formed: {fault}",))
    ids = _values(root, "//@id")
    own = frozenset(ids)
    addresses = (a for a in dict.fromkeys(_values(root, "//@href | //@src")) if _leads(a, name, own))
    twice = sorted(name for name, number in Counter(ids).items() if number > 1) if len(own) < len(ids) else ()
    words = spoken(root) if name.endswith(".xhtml") else ""
    return Facts(tuple(ids), tuple(addresses), tuple(f"has the id {name} twice" for name in twice), words)


def _values(root: _Element, path: str) -> list[str]:
    found = root.xpath(path, smart_strings=False)
    return [str(value) for value in found] if isinstance(found, list) else []


def _leads(address: str, name: str, own: frozenset[str]) -> bool:
    """Whether an address leads to another file of the book, or to what this one has not."""
    if "://" in address or address.startswith(("mailto:", "tel:", "data:")):
        return False
    file, _, place = address.partition("#")
    return file not in {"", posixpath.basename(name)} or (bool(place) and unquote(place) not in own)


# ------------------------------------------------------------------ the whole file


@dataclass(frozen=True, slots=True)
class Survey:
    """A finished file as it was read back. Marks of pages are told apart from other names: they change often."""

    names: tuple[str, ...]
    facts: Mapping[str, Facts] = field(default_factory=dict)
    """By name, for files of markup."""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Pages of print that are marked in each of them."""
    package: tuple[str, bytes] = ("", b"")
    """Name and bytes of the package document."""
    faults: tuple[str, ...] = ()
    known: Mapping[str, Facts] = field(default_factory=dict)
    """All facts by their digest, for the next survey."""


def survey(product: m.Product, known: Mapping[str, Facts] | None = None) -> Survey:
    """Reads all of a file; markup is only looked at where its facts are not `known` by their digest."""
    try:
        members = opened(product.read())
        looks = {name: _look(name, file, known or {}) for name, file in members.items() if name.endswith(_MARKUP)}
        rest = [inflated(file) for name, file in members.items() if name not in looks]
        package = next((name for name in looks if name.endswith(".opf")), "")
        data = inflated(members[package]) if package else b""
    except (zipfile.BadZipFile, struct.error, NotImplementedError) as fault:
        return Survey((), faults=(f"not a readable zip file: {fault}",))
    bare_first = [(name, file.method) for name, file in members.items()][:1] == [("mimetype", zipfile.ZIP_STORED)]
    return Survey(
        names=tuple(members),
        facts={name: look.facts for name, look in looks.items()},
        labels={name: look.labels for name, look in looks.items()},
        package=(package, data),
        faults=() if bare_first and rest else ("mimetype is not the first member, or is compressed",),
        known={look.key: look.facts for look in looks.values()},
    )


def texts(product: m.Product, seen: Survey | None = None) -> Mapping[str, str]:
    """The words by part: a note's id, or `answers`, `glossary` and the like; alternative texts included."""
    found = (seen or survey(product)).facts
    notes = (name for name in found if name.startswith("EPUB/note-"))
    parts = (part_of(name.removeprefix("EPUB/")) for name in notes)
    return {part: found[path].words for part in (*parts, *BACK) if (path := f"EPUB/{file_of_part(part)}") in found}


def text(product: m.Product, part: str) -> str:
    """The words of one part, none when it is not there; of several, the file is opened once."""
    name = f"EPUB/{file_of_part(part)}"
    file = _members(product).get(name)
    return _look(name, file, {}).facts.words if file else ""


@lru_cache(maxsize=1)
def _members(product: m.Product) -> Mapping[str, Member]:
    return opened(product.read())


def check(product: m.Product, seen: Survey | None = None, *, deep: bool = False) -> tuple[Problem, ...]:
    """What is wrong with a finished ePub; `deep` asks EPUBCheck too, where it and Java are installed."""
    seen = seen or survey(product)
    faults = (*seen.faults, *_broken(seen), *_unlisted(seen), *_dead(seen))
    found = tuple(Problem(product.path, 0, 0, "error", "bad-epub", text, _HINT) for text in faults)
    return (*found, *epubcheck(product)) if deep else found


def _broken(seen: Survey) -> Iterator[str]:
    for name, found in seen.facts.items():
        yield from (f"{name} {fault}" for fault in found.faults)
        labels = Counter(f"page-{label}" for label in seen.labels[name])
        yield from (f"{name} has the id {i} twice" for i, n in labels.items() if n > 1 or i in found.ids)


def _unlisted(seen: Survey) -> Iterator[str]:
    """The manifest against what is in the container."""
    from lxml import etree

    package, data = seen.package
    if not package or seen.facts[package].faults:
        yield from () if package or not seen.names else ("there is no package document",)
        return
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    folder = posixpath.dirname(package)
    items = list(root.iter(f"{_OPF}item"))
    listed = {posixpath.join(folder, unquote(item.get("href") or "")) for item in items}
    beside = {"mimetype", package}
    there = frozenset(seen.names)
    yield from (f"{name} is in the manifest and missing" for name in sorted(listed - there))
    spare = (n for n in seen.names if n not in listed | beside and not n.startswith("META-INF/"))
    yield from (f"{name} is not in the manifest" for name in sorted(spare))
    if sum("nav" in (item.get("properties") or "").split() for item in items) != 1:
        yield "there is not exactly one navigation document"
    names = {item.get("id") for item in items}
    refs = [ref.get("idref") for ref in root.iter(f"{_OPF}itemref")]
    yield from (f"the spine names {ref}, which is not in the manifest" for ref in refs if ref not in names)


def _dead(seen: Survey) -> Iterator[str]:
    """Links and pictures that lead nowhere."""
    there = frozenset(seen.names)
    ids: dict[str, frozenset[str]] = {}
    for name, found in seen.facts.items():
        for address in found.addresses:
            file, _, place = address.partition("#")
            target = _target(name, file)
            if place and target in seen.facts and target not in ids:
                marks = (f"page-{label}" for label in seen.labels[target])
                ids[target] = frozenset((*seen.facts[target].ids, *marks))
            if target not in there or (place and unquote(place) not in ids.get(target, ())):
                yield f"{name} points to {address}, which is not in the book"


def _target(name: str, file: str) -> str:
    """The file that an address leads to."""
    if not file:
        return name
    folder = posixpath.dirname(name)
    return f"{folder}/{file}" if folder and _PLAIN(file) else posixpath.normpath(posixpath.join(folder, unquote(file)))


_PLAIN = re.compile(r"[\w-][\w.-]*").fullmatch
