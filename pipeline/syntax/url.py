"""Addresses: bare ones in the text, those that are unsafe, and those that lead to another note."""

from __future__ import annotations

import re
from re import Match
from urllib.parse import unquote

from mistune import InlineParser
from mistune.util import escape_url, unescape

from pipeline.syntax.lines import LineInline
from pipeline.syntax.reading import Reading

SCHEME = r"://[^\s<]+"
WWW = r"(?<![^\s*_~(])www\.[^\s<]+\.[^\s<]+"

_SCHEME_BEFORE = re.compile(r"(?<![^\W_])(?<!<)(?:https?|ftp)$", re.IGNORECASE)
_UNSAFE = re.compile(r"(?:javascript|vbscript|data|file):", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
_PICTURE_DATA = re.compile(r"\s*data:image/[^,]*,", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_PICTURES = "\u2600-\u27bf\U0001f300-\U0001faff"
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")
_DOMAIN = re.compile(
    r"E(?:[\w\-P]*E)?(?:\.E(?:[\w\-P]*E)?)*(?=[/?#:]|$)".replace("E", r"(?:[^\W_]|[P])").replace("P", _PICTURES)
)
EMAIL = re.compile(r"(?<![\w.+/:-])[A-Za-z0-9][A-Za-z0-9.+_-]*@(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9-]*[A-Za-z0-9](?![\w-])")


def is_unsafe(url: str) -> bool:
    """Whether a browser would run the address or open a file of the reader's own."""
    return bool(_UNSAFE.match(_IGNORED.sub("", unescape(url))))


def is_unsafe_picture(url: str) -> bool:
    """A picture that stands in its address is opened as files are; so it is not.

    One by a file's address is outside the vault: whoever looks for it says so.
    """
    bare = _IGNORED.sub("", unescape(url))
    return is_unsafe(url) and not _PICTURE_DATA.match(url) and not bare.lower().startswith("file:")


def warn_unsafe(address: str, reading: Reading, line: int) -> None:
    scheme = address.partition(":")[0].strip()[:20]
    reading.warn(
        line,
        "unsafe-link",
        f"a link to a {scheme}: address is left out; its text stays",
        "link to https://, or to a file of the vault by its path",
        at=scheme,
    )


def is_local(url: str) -> bool:
    return bool(url) and not _ABSOLUTE.match(url)


def local_path(url: str) -> str:
    """A path as its author knows it: `a%20b.png` is a file `a b.png`."""
    return unquote(url) if is_local(url) else url


def note_target(url: str) -> str:
    """What a wikilink would say for a link to a heading or to another Markdown file; "" for other links."""
    if not is_local(url):
        return ""
    path, mark, heading = unquote(url).partition("#")
    if not path:
        return mark + heading if heading else ""
    if not path.lower().endswith((".md", ".markdown")):
        return ""
    name = re.sub(r"^(?:\.{0,2}/)+", "", path)
    return name.rsplit(".", 1)[0] + mark + heading


def parse_scheme(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    """A bare `https://…`: the scheme has been read as text already and is taken back."""
    last = state.tokens[-1] if state.tokens else None
    if last is None or last["type"] != "text" or not last.get("_emphasis", True):
        return None
    scheme = _SCHEME_BEFORE.search(last["raw"])
    if scheme is None or state.in_link:
        return None
    rest = _trim(match[0], state)
    if not _DOMAIN.match(rest, 3):
        return None
    last["raw"] = last["raw"][: scheme.start()]
    _append(scheme[0] + rest, scheme[0] + rest, state)
    return match.start() + len(rest)


def parse_www(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    text = _trim(match[0], state)
    if state.in_link or not _DOMAIN.match(text):
        return None
    _append("http://" + text, text, state)
    return match.start() + len(text)


def _append(url: str, text: str, state: LineInline) -> None:
    children = [{"type": "text", "raw": text}]
    token = {"type": "link", "children": children, "attrs": {"url": escape_url(url)}, "_autolink": text, "bare": True}
    state.append_token(token)


def _trim(text: str, state: LineInline) -> str:
    """Without the punctuation that ends a sentence, brackets that were opened outside, and an entity at the end."""
    if state.brackets and "]" in text:
        text = text[: text.index("]")]
    while text:
        if text[-1] in "?!.,:*_~'\"|" or (text[-1] == ")" and text.count(")") > text.count("(")):
            text = text[:-1]
        elif entity := _ENTITY.search(text):
            text = text[: entity.start()]
        elif text[-1] == ";":
            text = text[:-1]
        else:
            break
    return text
