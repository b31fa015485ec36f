"""A page of the web, or of an office program, as the tree of what it says: without furniture, its notes apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

from pipeline.importing.change import Change
from pipeline.importing.furniture import CODE
from pipeline.importing.proof import words

NOTE_OPEN, NOTE_CLOSE = "\ue0f0", "\ue0f1"
"""Stand around the number of a footnote where it is called; private characters pass every rule of wording."""
CALL = re.compile(f"{NOTE_OPEN}(\\d+){NOTE_CLOSE}")

_SILENT = (
    "script",
    "style",
    "template",
    "noscript",
    "head",
    "iframe",
    "object",
    "embed",
    "svg",
    "link",
    "meta",
    "base",
)
_FURNITURE = ("nav", "footer", "form", "button", "input", "select", "textarea", "dialog")
_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"}
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommended|sidebar|cookies?|consent|newsletter|subscribe"
    r"|breadcrumbs?|comments?|advert\w*|ads?|promo|popup|pagination|site-?header|site-?footer|navbar|menu)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_BACK = re.compile(r"[\s↑↩⤴^↵\ufe0e\ufe0f]*(?:\[?\d+\]?|back)?[\s↑↩⤴^↵\ufe0e\ufe0f.]*", re.IGNORECASE)
BLOCKS = frozenset(
    """
address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer h1 h2 h3
h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Elements that begin a line."""


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a page, its footnotes in the order of their numbers, its title, and what was struck out."""

    body: html.HtmlElement
    notes: tuple[html.HtmlElement, ...]
    title: str
    changes: tuple[Change, ...]


def read(text: str) -> Page:
    """The page that a text in HTML is. It never fails: what is no HTML is a text."""
    try:
        root = html.document_fromstring(_DECLARATION.sub("", text).replace("\0", "") or "<p></p>")
    except etree.ParserError:
        root = html.document_fromstring("<p></p>")
    title = " ".join((root.findtext(".//title") or "").split())
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_SILENT, with_tail=False)
    body = root.find("body")
    if body is None:
        body = html.Element("body")
    changes: list[Change] = []
    for element in _furniture(body):
        changes += _removed(element)
        element.drop_tree()
    notes = _footnotes(body)
    _style(body)
    return Page(body, notes, title, tuple(changes))


def words_of(element: html.HtmlElement) -> list[str]:
    """The words of a tree: its texts, the numbers of its lists, the texts of its pictures; no calls of notes."""
    return words(CALL.sub("", text_of(element)))


def text_of(element: html.HtmlElement) -> str:
    """The text of a tree, its blocks on lines of their own."""
    return "".join(_texts(element))


def _texts(element: html.HtmlElement) -> Iterator[str]:
    block = element.tag in BLOCKS
    if block:
        yield "\n"
    if element.tag == "li" and (number := _number(element)):
        yield f"{number} "
    if element.tag == "img":
        yield element.get("alt") or ""
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    if block:
        yield "\n"


def _number(item: html.HtmlElement) -> int:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return 0
    start = parent.get("start") or "1"
    return (int(start) if start.isdecimal() else 1) + [child for child in parent if child.tag == "li"].index(item)


# --------------------------------------------------------------------------- furniture


def _furniture(body: html.HtmlElement) -> list[html.HtmlElement]:
    """What is around the text: by its element, its role, its name; and all that is hidden."""
    whole = len(words_of(body)) or 1
    main = _main(body)
    out: list[html.HtmlElement] = []
    for element in body.iter("*"):
        if element is body or (main is not None and _holds(element, main)) or _gone(element, out):
            continue
        outside = main is not None and not _holds(main, element)
        named = _NAMES.search(f"{element.get('class', '')} {element.get('id', '')}")
        marked = element.tag in _FURNITURE or element.get("role") in _ROLES or (element.tag == "header" and outside)
        if outside or marked or _is_hidden(element) or (named and len(words_of(element)) < 0.4 * whole):
            out.append(element)
    return out


def _gone(element: html.HtmlElement, out: Sequence[html.HtmlElement]) -> bool:
    """Whether an element, in document order, lies in the last that was found."""
    return bool(out) and _holds(out[-1], element)


def _main(body: html.HtmlElement) -> html.HtmlElement | None:
    for name in ("main", "article"):
        found = [element for element in body.iter(name) if len(words_of(element)) > 0.2 * len(words_of(body))]
        if len(found) == 1:
            return found[0]
    return None


def _holds(element: html.HtmlElement, inner: html.HtmlElement) -> bool:
    return element is inner or any(above is element for above in inner.iterancestors())


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _removed(element: html.HtmlElement) -> list[Change]:
    text = " ".join(text_of(element).split())
    return [Change(0, 0, CODE, text, "")] if words(text) else []


# --------------------------------------------------------------------------- notes and looks


def _footnotes(body: html.HtmlElement) -> tuple[html.HtmlElement, ...]:
    """Footnotes, taken out of the tree: what a link leads to that leads back to it."""
    places = {element.get("id") or element.get("name"): element for element in body.iter("*") if _name(element)}
    out: list[html.HtmlElement] = []
    known: dict[str, int] = {}
    for link in list(body.iter("a")):
        target = (link.get("href") or "").removeprefix("#")
        if not (link.get("href") or "").startswith("#") or target not in places:
            continue
        note = _item_around(places[target])
        back = None if note is None or _holds(note, link) else _back(note, _names(link))
        if target not in known and (note is None or back is None):
            continue
        if target not in known and note is not None and back is not None:
            back.drop_tree()
            out.append(note)
            known[target] = len(out)
        _call(link, known[target])
    for note in out:
        if note.getparent() is not None:
            note.drop_tree()
    for emptied in [
        e for e in body.iter("ol", "ul", "section", "aside") if not words_of(e) and not len(e.findall(".//img"))
    ]:
        emptied.drop_tree()
    return tuple(out)


def _name(element: html.HtmlElement) -> str:
    return element.get("id") or element.get("name") or ""


def _names(link: html.HtmlElement) -> set[str]:
    """The names by which a note may lead back to its call."""
    near = [link, *link.iterchildren(), *([link.getparent()] if link.getparent() is not None else [])]
    return {f"#{_name(element)}" for element in near if _name(element)}


def _item_around(element: html.HtmlElement) -> html.HtmlElement | None:
    around = (element, *element.iterancestors())
    return next((above for above in around if above.tag in {"li", "p", "dd", "div", "aside"}), None)


def _back(note: html.HtmlElement, names: set[str]) -> html.HtmlElement | None:
    links = (link for link in note.iter("a") if link.get("href") in names)
    return next((link for link in links if _BACK.fullmatch("".join(link.itertext()))), None)


def _call(link: html.HtmlElement, number: int) -> None:
    around = link.getparent()
    alone = around is not None and around.tag == "sup" and "".join(around.itertext()) == "".join(link.itertext())
    place = around if alone and around is not None else link
    sign = html.Element("span")
    sign.text, sign.tail = f"{NOTE_OPEN}{number}{NOTE_CLOSE}", place.tail
    parent = place.getparent()
    if parent is not None:
        parent.replace(place, sign)


def _style(body: html.HtmlElement) -> None:
    """Bold and italic type that is said by style alone, as office programs do, becomes an element."""
    for element in body.iter("span", "b", "font"):
        style = element.get("style", "")
        if element.tag == "b":
            element.tag = "span" if _LIGHT.search(style) else "b"
        elif (element.text or "").strip() or len(element):
            bold, italic = bool(_BOLD.search(style)), bool(_ITALIC.search(style))
            element.tag = "strong" if bold else "em" if italic else element.tag
