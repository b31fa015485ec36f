"""Obsidian's links and embeds: `[[Note#Heading|alias]]`, `![[picture.png|300]]`, `![[Note]]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import Match

from mistune import InlineParser
from mistune.util import unikey

from pipeline.model import Image, Link, Text
from pipeline.syntax.lines import LineInline

PATTERN = r"!?\[\[[^\[\]\n]+(?:\[[^\[\]\n]*\][^\[\]\n]*)*\]\]"

_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|bmp|svg|webp|avif|hei[cf]|tiff?)$", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:pdf|mp3|m4a|wav|ogg|flac|3gp|mp4|webm|ogv|mov|mkv|canvas|excalidraw(?:\.md)?|base|docx?|pptx?|xlsx?|"
    r"csv|zip|html?|txt)(?:#.*)?$",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\s*(\d{1,5})(?:x(\d{1,5}))?\s*")
_PIPE = re.compile(r"\\?\|")


@dataclass(frozen=True, slots=True)
class Embed:
    """A note embedded in another; alone on its line it becomes a block, else a link."""

    target: str
    text: str
    line: int


def parse_wikilink(_inline: InlineParser, match: Match[str], state: LineInline) -> int | None:
    embed = match[0].startswith("!")
    target, *params = (part.strip() for part in _PIPE.split(match[0].lstrip("!")[2:-2]))
    line = state.line(match.start())
    if (not target and not params) or _is_defined(match[0], state):
        return None
    if embed and _IMAGE.search(target.partition("#")[0]):
        node: Image | Link | Embed = _image(target, params, line)
    elif embed and not _FILE.search(target):
        node = Embed(target, _shown(target, params), line)
    else:
        node = Link((Text(_shown(target, params)),), target, note=True, line=line)
    if state.in_link and isinstance(node, Link):
        state.append_token({"type": "text", "raw": _shown(target, params), "_emphasis": False})
    else:
        state.append_token({"type": "node", "node": node})
    return match.end()


def _is_defined(text: str, state: LineInline) -> bool:
    """Whether the brackets hold the label of a link: then `[[1]]` is that link between brackets."""
    defined = state.env["ref_links"]
    return bool(defined) and not text.startswith("!") and unikey(text[2:-2]) in defined


def _shown(target: str, params: list[str]) -> str:
    """What the reader sees: the alias, or `Note > Heading` as Obsidian writes it."""
    alias = next((param for param in params if param), "")
    if alias:
        return alias
    if _FILE.search(target):
        return target.partition("#")[0]
    name, *parts = (part.strip() for part in target.split("#"))
    name = name.removesuffix(".md")
    headings = [part for part in parts if part and not part.startswith("^")]
    shown = " > ".join(part for part in (name, *headings) if part)
    return shown or target.lstrip("#^") or target


def _image(target: str, params: list[str], line: int) -> Image:
    width = height = 0
    alt = ""
    for param in params:
        if size := _SIZE.fullmatch(param):
            width, height = int(size[1]), int(size[2] or 0)
        elif param:
            alt = param
    return Image(alt, target.partition("#")[0], width=width, height=height, wiki=True, line=line)


def sized(alt: str) -> tuple[str, int, int]:
    """The alternative text of `![alt|300x200](…)`, its width and height."""
    text, pipe, last = alt.rpartition("|")
    size = _SIZE.fullmatch(last) if pipe else None
    return (text.rstrip(" \\"), int(size[1]), int(size[2] or 0)) if size else (alt, 0, 0)
