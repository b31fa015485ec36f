"""Book → printable PDF: cover, contents, notes, answers, glossary, sources, index, colophon.

The notes are laid out first; their page numbers then stand in the contents and in the index, which are laid out on
their own, and all pages become one file.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import cache as cache_result
from importlib import metadata
from pathlib import Path

from markupsafe import Markup, escape

from pipeline import layouts
from pipeline import model as m
from pipeline.cache import Cache, digest
from pipeline.fonts import Shaper
from pipeline.html import Writer
from pipeline.phrases import phrase
from pipeline.problem import Problem
from pipeline.targets import cover, pages, paper, repair
from pipeline.targets.press import Layer, Press, Workshop

TAIL = ("index", "colophon")
STYLES = ("print.css", "map.css", "style.css")


# ------------------------------------------------------------------ render: every word, before the engine runs


def render(book: m.Book, layout: layouts.Layout, shaper: Shaper) -> m.Manuscript:
    """The notes and the back matter that needs no page numbers; `bind` adds front and tail."""
    leaves = [_note(note, part.title, book, layout, shaper) for part in book.parts for note in part.notes]
    leaves += [
        leaf
        for leaf in (_answers(book, layout, shaper), *_glossaries(book, layout, shaper), _sources(book, layout))
        if leaf
    ]
    return m.Manuscript("pdf", book, tuple(leaves), layout.css(*STYLES), book.assets)


def _note(note: m.Note, part: str, book: m.Book, layout: layouts.Layout, shaper: Shaper) -> m.Leaf:
    writer = Writer(note, paper.dialect(note, layout, shaper))
    unreferenced = [f for f in note.footnotes if not f.number]
    values = {
        "note": note,
        "part": part or note.title,
        "eyebrow": " · ".join(note.meta.syllabus) or part,
        "facts": [(paper.words(label), paper.words(value)) for label, value in pages.facts(note)],
        "opening": writer.aids("opening"),
        "sections": list(pages.sections(writer)),
        "endnotes": [(writer.anchor(f.id), "", writer.footnote_text(f)) for f in unreferenced],
        "terms": pages.key_terms(book, note),
        "closing": writer.aids("end"),
        "answers": _pointer(note, writer) if pages.cards(note) else "",
        "phrase": phrase,
    }
    drawings = str(values["opening"]).count('<figure class="map ')
    return m.Leaf("note", note.id, note.title, note.meta.lang, layouts.fill(layout, "note.html", values), drawings)


def _pointer(note: m.Note, writer: Writer) -> Markup:
    """Where a note's answers are."""
    anchor = pages.answers_to(note)
    text = phrase("answers", note.meta.lang)
    return Markup('<a href="#{}">{}</a>{}').format(anchor, text, writer.dialect.locator(anchor))


def _answers(book: m.Book, layout: layouts.Layout, shaper: Shaper) -> m.Leaf | None:
    groups = pages.answers(book, paper.dialect(book.notes[0], layout, shaper)) if book.notes else ()
    values = {"groups": groups, "phrase": _in(book.lang)}
    return _leaf("answers", book, layout, values) if groups else None


def _glossaries(book: m.Book, layout: layouts.Layout, shaper: Shaper) -> tuple[m.Leaf, ...]:
    kinds = (("glossary", book.glossary), ("acronyms", book.acronyms))
    return tuple(
        _leaf(
            kind,
            book,
            layout,
            {
                "kind": kind,
                "title": phrase(kind, book.lang),
                "entries": _entries(found, book, layout, shaper),
                "phrase": _in(book.lang),
            },
        )
        for kind, found in kinds
        if found
    )


def _entries(
    entries: Sequence[m.Entry], book: m.Book, layout: layouts.Layout, shaper: Shaper
) -> list[dict[str, object]]:
    """Entries with their text as markup, set by the note they come from."""
    owners = {n.id: n for n in book.notes}
    return [_entry(e, owners[e.anchor.partition("--")[0]], layout, shaper) for e in entries]


def _entry(entry: m.Entry, note: m.Note, layout: layouts.Layout, shaper: Shaper) -> dict[str, object]:
    text = Writer(note, paper.dialect(note, layout, shaper), quiet=True).inlines(entry.text)
    return {"term": paper.words(entry.term), "anchor": entry.anchor, "text": text}


def _sources(book: m.Book, layout: layouts.Layout) -> m.Leaf | None:
    cited = [n for n in book.notes if n.meta.sources]
    values = {"notes": cited, "linked": pages.linked, "phrase": _in(book.lang)}
    return _leaf("sources", book, layout, values) if cited else None


def _leaf(kind: str, book: m.Book, layout: layouts.Layout, values: Mapping[str, object]) -> m.Leaf:
    template = {"acronyms": "glossary"}.get(kind, kind)
    values = {**values, "running": book.title, "heading": phrase(kind, book.lang)}
    return m.Leaf(kind, kind, phrase(kind, book.lang), book.lang, layouts.fill(layout, f"{template}.html", values))


def _in(lang: str) -> Callable[..., str]:
    """`phrase` for templates that speak the book's language."""
    return lambda key, other=lang: phrase(key, other)


# ------------------------------------------------------------------ bind: pages, numbers, one file


def make(book: m.Book, layout: layouts.Layout, shop: Workshop, cache: Cache) -> tuple[m.Product, tuple[str, ...]]:
    """The finished PDF, from the cache if nothing it depends on has changed, and the ids of the notes set anew."""
    manuscript = render(book, layout, shop.shaper)
    key = _key(manuscript, layout, shop)
    known = cache.get(key)
    if known is not None:
        return pickle.loads(known), ()  # noqa: S301 - written by us, checked by its digest, in a private folder
    product = bind(manuscript, layout, shop)
    cache.put(key, pickle.dumps(product))
    return product, tuple(n.id for n in book.notes)


def _key(manuscript: m.Manuscript, layout: layouts.Layout, shop: Workshop) -> str:
    """A digest of everything that can change the file."""
    looks = (repr(layout), repr([(f.family, f.weight, f.italic, f.digest) for f in shop.faces]), repr(shop.problems))
    return digest("pdf", code_digest(), repr(manuscript), *looks)


@cache_result
def code_digest() -> str:
    """A digest of this package: any change of it forgets what was made before."""
    here = Path(__file__).parents[1]
    versions = repr(
        [(name, metadata.version(name)) for name in ("weasyprint", "pydyf", "pikepdf", "mathra", "fonttools")]
    )
    return digest(versions, *(p.read_bytes() for p in sorted(here.rglob("*.py"))))


def bind(manuscript: m.Manuscript, layout: layouts.Layout, shop: Workshop) -> m.Product:
    """Pages, numbers, one file; and what print knows that other targets need: where each page starts."""
    book = manuscript.book
    remarks: list[str] = []
    press = Press(manuscript.css, shop.faces, shop.read, remarks)
    body = press.lay(_document(book, manuscript.leaves))
    numbers = {anchor: str(page + 1) for anchor, page in body.anchors.items()}
    tail = press.lay(_document(book, _tail(book, layout, numbers)), len(body) + 1)
    numbers |= {anchor: str(len(body) + 1 + page) for anchor, page in tail.anchors.items()}
    front = press.lay(_document(book, _front(manuscript, layout, numbers)))
    data = press.write((front, body, tail), book.identifier)
    return m.Product(
        target="pdf",
        path=f"{book.slug}.pdf",
        data=repair.repaired(data, len(front)),
        pages=len(front) + len(body) + len(tail),
        starts=_starts((body, tail)),
        spans=_spans(manuscript.leaves, body, len(front)),
        front=len(front),
        problems=_remarked(book, remarks, shop),
    )


def _remarked(book: m.Book, remarks: Sequence[str], shop: Workshop) -> tuple[Problem, ...]:
    """What the engine complained about, each once; glyphs that no font has are reported by the workshop."""
    told = [r for r in dict.fromkeys(remarks) if not (shop.problems and r.startswith(".notdef glyph"))]
    hint = "the page may not look as meant"
    return tuple(Problem(f"{book.slug}.pdf", 0, 0, "warning", "engine", remark, hint) for remark in told)


def _tail(book: m.Book, layout: layouts.Layout, numbers: Mapping[str, str]) -> tuple[m.Leaf, ...]:
    letters = [
        {
            "title": letter.title,
            "lines": [{"term": t.term, "pages": pages.locate(numbers, t.anchors)} for t in letter.terms],
        }
        for letter in pages.letters(book.index)
    ]
    found = [_leaf("index", book, layout, {"letters": letters, "phrase": _in(book.lang)})] if letters else []
    lines = [(label, value) for label, value in (*_imprint(book), *_tools(book)) if value]
    return (*found, _leaf("colophon", book, layout, {"lines": lines, "phrase": _in(book.lang)}))


def _imprint(book: m.Book) -> tuple[tuple[str, str], ...]:
    return (
        ("Title", book.title),
        ("Authors", ", ".join(book.authors)),
        ("Publisher", book.publisher),
        ("Rights", book.rights),
        ("Edition", pages.day(book.date, book.lang)),
        ("Identifier", pages.urn(book)),
    )


def _tools(book: m.Book) -> tuple[tuple[str, str], ...]:
    """How the book was made, in its own words."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("studypress", "weasyprint", "mistune"))
    fonts = "Source Serif 4, Source Sans 3, Source Code Pro, Noto Sans Devanagari (SIL Open Font License)"
    digests = digest(*(n.digest for n in book.notes))[:16]
    return (("Set with", versions), ("Typefaces", fonts), ("Notes", f"{len(book.notes)}; digest {digests}"))


def _front(manuscript: m.Manuscript, layout: layouts.Layout, numbers: Mapping[str, str]) -> tuple[m.Leaf, ...]:
    book = manuscript.book
    parts = [(p.title or p.notes[0].title, p.notes[0].meta.lang) for p in book.parts]
    back = [(leaf.id, leaf.title) for leaf in manuscript.leaves if leaf.kind != "note"]
    back += [(kind, phrase(kind, book.lang)) for kind in TAIL if kind in numbers]
    words = f"{len(book.notes)} {phrase('notes', book.lang)}"
    values = {
        "book": book,
        "art": cover.art(parts, phrase("contents", book.lang)),
        "kicker": words,
        "edition": pages.day(book.date, book.lang),
    }
    listing = {"book": book, "back": back, "page": numbers, "phrase": _in(book.lang)}
    return (_leaf("cover", book, layout, values), _leaf("contents", book, layout, listing))


def _document(book: m.Book, leaves: Sequence[m.Leaf]) -> str:
    meta = {
        "author": ", ".join(book.authors),
        "description": book.description or book.subtitle,
        "dcterms.created": book.date,
    }
    tags = "".join(f'<meta name="{name}" content="{escape(value)}"/>' for name, value in meta.items() if value)
    keywords = ", ".join(sorted({t for n in book.notes for t in n.meta.tags}))
    body = "\n".join(leaf.markup for leaf in leaves)
    tags += f'<meta name="keywords" content="{escape(keywords)}"/>'
    head = f'<meta charset="utf-8"/><title>{escape(book.title)}</title>{tags}'
    return f'<!DOCTYPE html><html lang="{escape(book.lang)}"><head>{head}</head><body>{body}</body></html>'


def _starts(layers: Sequence[Layer]) -> tuple[m.PageStart, ...]:
    starts = [start for layer in layers for start in layer.starts]
    return tuple(
        m.PageStart(str(number), anchor, offset) for number, (anchor, offset) in enumerate(starts, 1) if anchor
    )


def _spans(leaves: Sequence[m.Leaf], body: Layer, front: int) -> tuple[tuple[str, int, int, int], ...]:
    """First and last page of each part: it ends where the next one begins."""
    first = [body.anchors[leaf.id] for leaf in leaves]
    ends = [page - 1 for page in first[1:]] + [len(body) - 1]
    rows = zip(leaves, first, ends, strict=True)
    return tuple((leaf.id, front + page, front + max(page, end), leaf.maps) for leaf, page, end in rows)
