"""What a note is once it has been read: frozen values, no behaviour.

Open this file second, after `build.py`. Core nodes are closed: every stage matches on the unions `Inline` and
`Block` and ends with `assert_never`. `Span` and `Div` are the open door: a new syntax lowers to one of them with
a `kind` of its own, and every target shows it by its CSS class. There are no sets and no dictionaries here, so
equal values have equal digests.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.problem import Problem

Attrs = tuple[tuple[str, str], ...]
"""Sorted name/value pairs."""

# --------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters. A soft line break of the source is a single space."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Inline code, verbatim."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in TeX, without its delimiters."""

    tex: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line break."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised text; `strong` for bold."""

    inlines: tuple[Inline, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink.

    `note` marks a wikilink that is not resolved yet: `url` then holds what the author typed between the brackets,
    without the alias (`Note`, `Note#Heading`, `#Heading`, `Note#^block`). `compose` replaces it by `#anchor`, or by
    the bare inlines when nothing answers to that name. After `compose` an internal link starts with `#`. `title` is
    what `[text](url "title")` says of it.
    """

    inlines: tuple[Inline, ...]
    url: str
    note: bool = False
    line: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture inside a line of text. `src` is what the author typed until `compose` finds the asset.

    `width` and `height` are CSS pixels as asked for by `![[x.png|300]]`, 0 when not given. `wiki` marks the
    Obsidian form, which is looked up by base name anywhere in the vault.
    """

    alt: str
    src: str
    title: str = ""
    width: int = 0
    height: int = 0
    wiki: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class FootnoteRef:
    """A reference to the footnote with this label; `number` is set by `parse` in order of first reference."""

    label: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Inlines of a named kind: `mark`, `sub`, `sup`, `kbd`, `u`, `small`, `del`, `abbr`, `tag`, `term` and the like."""

    kind: str
    inlines: tuple[Inline, ...]
    attrs: Attrs = ()


Inline = Text | Code | Math | Break | Emphasis | Link | Image | FootnoteRef | Span

# --------------------------------------------------------------------------- blocks
# `line` is the 1-based source line of the block, 0 for generated blocks.
# `id` is unique within the note; targets write it as `<note id>--<id>`.


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    inlines: tuple[Inline, ...]
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1-6 as the note is printed (the note's title is level 1, its sections start at 2).

    `number` ("2", "2.1") is set for sections of level 2 and 3: it is the number of the mind map's branch.
    """

    level: int
    inlines: tuple[Inline, ...]
    line: int = 0
    id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Code that stands alone; `language` is as the author named it, `first` the number of its first line, 0 for none.

    `drawing` is the diagram that it stands for, where it could be drawn (see `diagram`).
    """

    text: str
    language: str = ""
    line: int = 0
    id: str = ""
    first: int = 0
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class MathBlock:
    """A formula that stands alone, in TeX; `number` is what its author or a label has it called by: "(2)"."""

    tex: str
    line: int = 0
    id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list. `task` is the character between the brackets of `- [x]`, or "" when it is no task."""

    blocks: tuple[Block, ...]
    task: str = ""
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """`tight` lists hold bare paragraphs that are set without space between the items."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1
    tight: bool = True
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and its definitions, each of one or more blocks."""

    term: tuple[Inline, ...]
    details: tuple[tuple[Block, ...], ...]
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Definitions:
    """A definition list."""

    items: tuple[Definition, ...]
    line: int = 0
    id: str = ""


Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row of a table."""

    cells: tuple[tuple[Inline, ...], ...]
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as `head`; `caption` may be empty."""

    head: Row
    rows: tuple[Row, ...]
    align: tuple[Align, ...]
    caption: tuple[Inline, ...] = ()
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone, with its caption (the image's title, or its alternative text if marked so)."""

    image: Image
    caption: tuple[Inline, ...] = ()
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break asked for by the author."""

    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Div:
    """Blocks of a named kind.

    `callout`: `attrs` hold `type` (lower case, aliases resolved) and, when foldable, `fold` ("+" or "-").
    `qa`: the title asks, the blocks answer; `both` in `attrs` when the author asks it the other way round as well.
    `embed`: `attrs` hold `target`; `compose` replaces the node by what it points to.
    """

    kind: str
    blocks: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    attrs: Attrs = ()
    line: int = 0
    id: str = ""


Label = tuple[Text | Code | Math, ...]
"""The few words of a point: plain characters, and what is set in a way of its own."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One point of a mind map. `href` is the id of the block it stands for, within the note ("" for none).

    `more` counts the points below this one that were left out to keep the map readable.
    """

    label: Label
    branches: tuple[Branch, ...] = ()
    href: str = ""
    number: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class MindMap:
    """A summary as a tree. It knows nothing of paper: `draw` lays it out for a width."""

    root: Branch
    line: int = 0
    id: str = ""


Block = (
    Paragraph
    | Heading
    | CodeBlock
    | MathBlock
    | Quote
    | List
    | Definitions
    | Table
    | Figure
    | Rule
    | PageBreak
    | Div
    | MindMap
)

# --------------------------------------------------------------------------- study aids


@dataclass(frozen=True, slots=True)
class Card:
    """A question and its answer, ready for any target.

    `source` is the id of the block the answer stands in, within the note. `kind` is `basic`, `list`, `number`,
    `table`, `term` or `cloze`. `front` never holds what it asks for.
    """

    id: str
    kind: str
    front: tuple[Inline, ...]
    back: tuple[Block, ...]
    source: str
    origin: Literal["author", "generated"] = "generated"
    grade: Literal["fact", "list", "explain"] = "fact"
    """What it takes to answer: one thing, several, or sentences."""
    both: bool = False
    """Whether the author asks it the other way round as well."""
    deck: str = ""
    """Where the author files it ("history/india"), "" for the part of its note."""
    cloze: tuple[Inline, ...] = ()
    """Of a cloze, the text with nothing left out: each gap is a `Span` of kind `cloze` with the attributes `group` (its
    number; gaps of one number are asked together) and, where the author gives one, `hint`."""


@dataclass(frozen=True, slots=True)
class Aid:
    """Everything an enrichment may add to a note.

    `place` says where it goes: `opening` (after the note's head), `after` (after the block `anchor`), `cue` (in the
    margin beside the section whose heading is `anchor`), `end` (after the last block).
    """

    kind: Literal["mindmap", "mnemonic", "recall", "cue"]
    place: Literal["opening", "after", "cue", "end"]
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...] = ()
    anchor: str = ""
    origin: Literal["author", "generated", "llm"] = "generated"
    score: float = 0.0


# --------------------------------------------------------------------------- what a book asks for


@dataclass(frozen=True, slots=True)
class Notation:
    """What a book's notes take for granted: macros of formulas (see `tex`), and whether lines of code are numbered."""

    macros: tuple[tuple[str, int, str], ...] = ()
    line_numbers: bool = False


@dataclass(frozen=True, slots=True)
class CardSettings:
    """How cards to cut out are printed.

    `up` are the cards on a page (8, 10 or 16), `duplex` is the edge over which the printer turns the paper (`long`,
    `short`), or `fold`; `shift` moves the backs by millimetres to the right and upwards.
    """

    up: int = 8
    duplex: Literal["long", "short", "fold"] = "long"
    shift: tuple[float, float] = (0.0, 0.0)
    test_sheet: bool = True


@dataclass(frozen=True, slots=True)
class PracticeSettings:
    """What comes with the practice copy: for each note a sheet of its questions to write on, each with its marks.

    `marks` are those of a fact, of a list, and of what is to be explained.
    """

    worksheets: bool = False
    marks: tuple[int, int, int] = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class BookletSettings:
    """How a booklet is printed and folded.

    `flip` is the edge over which the printer turns the sheet, `creep` what each sheet in a fold sticks out beyond the
    one around it, in millimetres: the thickness of the paper; `section` the most sheets in one fold, 0 for all.
    """

    flip: Literal["short", "long"] = "short"
    creep: float = 0.1
    section: int = 0


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What the revision plan says: with the ISO day `start` dates, so many notes a day, else boxes to date by hand."""

    on: bool = True
    start: str = ""
    per_day: int = 1


# --------------------------------------------------------------------------- notes and books


@dataclass(frozen=True, slots=True)
class Source:
    """A note as it was found: `path` is relative to the vault, with `/`."""

    path: str
    text: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text behind a reference. `number` is 0 for a footnote nobody refers to; it is printed all the same."""

    label: str
    blocks: tuple[Block, ...]
    number: int = 0
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What an author asks of the mind map of a note.

    `depth` counts the levels below the root, 0 for as many as there are. `exclude` names headings whose sections are
    left out.
    """

    on: bool = True
    depth: int = 0
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecallSettings:
    """What an author asks of the questions of a note. `most` counts them all, 0 for as many as its length allows.

    With `explicit`, only what the author asks is asked.
    """

    on: bool = True
    explicit: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Meta:
    """Front matter under its canonical names; `extra` keeps the author's own keys as text.

    With `review`, mnemonics for the note are proposed to the author; with `numbers`, its dates get some. With
    `flashcards`, its `::`, `?` and `==` ask.
    """

    title: str = ""
    subtitle: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    lang: str = ""
    id: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    syllabus: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    publish: bool = True
    mindmap: MapSettings = MapSettings()
    mnemonics: bool = True
    review: bool = False
    numbers: bool = False
    recall: RecallSettings | None = None
    """None where the note leaves it to the book."""
    flashcards: bool = False
    extra: Attrs = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note from its first block to its last.

    `id` names it in links and files; `blocks` are the author's and are never changed by an enrichment.
    """

    id: str
    path: str
    title: str
    blocks: tuple[Block, ...]
    meta: Meta = Meta()
    footnotes: tuple[Footnote, ...] = ()
    aids: tuple[Aid, ...] = ()
    words: int = 0
    digest: str = ""
    problems: tuple[Problem, ...] = ()
    asides: tuple[tuple[int, str], ...] = ()
    """Comments that say something of the list beside them, with their lines: `ordered`, `unordered` or `off`."""
    inlays: tuple[tuple[str, bytes], ...] = ()
    """Pictures that are written into its text, by the names that stand for them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A heading that links may name."""

    id: str
    text: str
    level: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What the book and the other notes must know of a note: as long as it stays, an edit concerns its note alone.

    `body` is the key under which the note itself is kept.
    """

    id: str
    path: str
    title: str
    meta: Meta = Meta()
    words: int = 0
    digest: str = ""
    body: str = ""
    headings: tuple[Place, ...] = ()
    anchors: tuple[str, ...] = ()
    """Names of all its blocks and items."""
    definitions: tuple[tuple[str, str], ...] = ()
    """Terms it explains in a list, with the item's name."""
    acronyms: tuple[tuple[str, str, str], ...] = ()
    """Acronyms it spells out, what they stand for, the block's name."""
    bold: tuple[str, ...] = ()
    """What it sets bold, each once."""
    links: tuple[str, ...] = ()
    """Names of notes and places, as its links and embeds write them."""
    embeds: tuple[str, ...] = ()
    pictures: tuple[tuple[str, bool], ...] = ()
    """Pictures as they are written, and whether in double brackets."""
    inlays: tuple[str, ...] = ()
    """Names of the pictures that are written into its text."""
    cards: tuple[str, ...] = ()
    """Names of its questions."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Blocks that a screen shows elsewhere, with the block that stands for them."""
    characters: str = ""
    """Every character of it, once."""
    spoken: str = ""
    """The language that its letters tell, "" for Latin ones."""
    names: str = ""
    """Digest of all that links can name it and its places by."""
    terms: str = ""
    """Digest of all that it gives to glossary, acronyms and index, but its id."""
    apart: str = ""
    """What lists of notes call it where others have the same title."""

    @property
    def label(self) -> str:
        """What lists of notes call it."""
        return self.apart or self.title


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture the book shows; bytes are read when the target is made.

    `path` is relative to the vault, or the name of a picture that is written into a note.
    """

    path: str
    digest: str
    width: int = 0
    height: int = 0
    lacks: str = ""
    """The package without which it cannot be shown."""
    letter: float = 0.0
    """The smallest type of a drawing in pixels of CSS, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the glossary or the list of acronyms: the term, and the block that explains it first."""

    term: str
    anchor: str
    text: str = ""
    """What an acronym stands for; a term's explanation is its note's to write."""


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A line of the index; `anchors` are blocks (with the note's id) in the order of the book."""

    term: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Notes that stand under one heading of the contents; `title` is empty for notes at the vault's root."""

    title: str
    notes: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that is printed, in order: of its notes, what others must know of them."""

    title: str
    subtitle: str
    slug: str
    lang: str
    authors: tuple[str, ...]
    publisher: str
    rights: str
    description: str
    identifier: str
    date: str
    parts: tuple[Part, ...]
    glossary: tuple[Entry, ...] = ()
    acronyms: tuple[Entry, ...] = ()
    terms: tuple[str, ...] = ()
    """What the index looks for."""
    plan: PlanSettings = PlanSettings()
    series: tuple[str, ...] = ()
    """The name of the series it belongs to, and its number in it; either may be missing."""

    @property
    def notes(self) -> tuple[Header, ...]:
        """All notes in the order of the book."""
        return tuple(note for part in self.parts for note in part.notes)


# --------------------------------------------------------------------------- manuscripts and products


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part of a manuscript: every word of it as markup, before any engine runs.

    `kind` is `cover`, `contents`, `plan`, `book-map`, `note`, `answers`, `glossary`, `index`, `sources`, `colophon` or
    `cards`; `id` is the anchor of the part and the stem of its file.
    """

    kind: str
    id: str
    title: str
    lang: str
    markup: str
    maps: int = 0
    """How many drawings its mind map takes."""
    places: tuple[tuple[str, str], ...] = ()
    """The names of places in an index, and the anchors that these stand for: so they can change, and no page does."""


@dataclass(frozen=True, slots=True)
class Product:
    """A finished file: in memory, or on the disk where it was written page by page. `pages` are those of print.

    `parts` gives for each part its anchor and the indexes of its first and last page, from 0, front matter counted.
    """

    target: str
    path: str
    data: bytes | Path
    sha256: str
    size: int
    pages: int = 0
    parts: tuple[tuple[str, int, int], ...] = ()
    made: tuple[tuple[str, str], ...] = ()
    """Each part with a digest of what it was made of: the same digest, the same words."""
    problems: tuple[Problem, ...] = ()

    def read(self) -> bytes:
        """Its bytes."""
        return self.data.read_bytes() if isinstance(self.data, Path) else self.data
