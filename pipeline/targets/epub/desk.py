"""What every file of one book is written with, and how a template becomes a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from pipeline import languages, layouts
from pipeline import model as m
from pipeline.fonts import Shaper
from pipeline.phrases import phrase
from pipeline.targets import pages
from pipeline.targets.epub.pictures import names
from pipeline.targets.epub.places import once
from pipeline.targets.epub.speech import say


@dataclass(frozen=True, slots=True)
class Desk:
    """`pictures` gives the file of each picture of the vault, `headers` and `terms` are by note."""

    book: m.Book
    layout: layouts.Layout
    shaper: Shaper
    pictures: Mapping[str, str]
    headers: Mapping[str, m.Header]
    terms: Mapping[str, tuple[tuple[str, str], ...]]
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of each picture in pixels."""

    def size(self, path: str) -> tuple[int, int]:
        """Of a picture; nothing for one that cannot be shown."""
        return self.sizes.get(path, (0, 0))

    @classmethod
    def of(cls, book: m.Book, layout: layouts.Layout, shaper: Shaper, assets: Iterable[m.Asset]) -> Desk:
        """`assets` are all pictures that may be shown."""
        headers = {note.id: note for note in book.notes}
        shown = tuple(assets)
        sizes = {asset.path: (asset.width, asset.height) for asset in shown}
        return cls(book, layout, shaper, names(shown), headers, pages.key_terms(book), sizes)


@dataclass(frozen=True, slots=True)
class Pen:
    """What templates may call: the phrases of a language, addresses, marks of the pages that begin at an anchor."""

    lang: str
    href: Callable[[str], str]
    marks: Callable[[str], Markup]

    def fill(self, layout: layouts.Layout, template: str, values: Mapping[str, object]) -> Markup:
        lang = self.lang
        shared = {
            "lang": lang,
            "rtl": languages.is_rtl(lang),
            "href": self.href,
            "marks": self.marks,
            "phrase": lambda key, other=lang: phrase(key, other),
            "say": lambda key, other=lang: say(key, other),
        }
        return layouts.fill(layout, f"{template}.xhtml", {**shared, **values})

    def leaf(self, layout: layouts.Layout, kind: str, name: str, title: str, values: Mapping[str, object]) -> m.Leaf:
        """A file from the template of its kind."""
        known = {"kind": kind, "id": name, "title": title}
        markup = once(self.fill(layout, _TEMPLATES.get(kind, kind), {**known, **values}))
        return m.Leaf(kind, name, title, self.lang, markup)


_TEMPLATES = {"acronyms": "glossary", "contents": "nav"}
