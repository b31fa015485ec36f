"""How nodes look on a card: formulas for Anki's own MathJax, pictures by file, links that lead nowhere as words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from pipeline import model as m
from pipeline.html import Dialect, Writer
from pipeline.references import MISSING, REMOTE


def dialect(names: Mapping[str, str]) -> Dialect:
    """`names` gives the file of each picture of the vault."""
    return Dialect(
        math=_math,
        image=lambda image: _picture(image, names),
        mindmap=lambda *_: Markup(),
        footnote=lambda *_: Markup(),
        locator=lambda _: Markup(),
        pagebreak=lambda _: Markup(),
        link=lambda _: "#",
    )


def _math(tex: str, display: bool) -> Markup:
    return Markup("\\[{}\\]").format(tex) if display else Markup("\\({}\\)").format(tex)


def _picture(image: m.Image, names: Mapping[str, str]) -> Markup:
    if image.src not in names:
        return Markup('<span class="missing">{}</span>').format(
            image.alt or image.src.removeprefix(REMOTE).removeprefix(MISSING)
        )
    size = "".join(f"{side}:{value}px;" for side, value in (("width", image.width), ("height", image.height)) if value)
    style = Markup(' style="{}"').format(size) if size else ""
    return Markup('<img src="{}" alt="{}"{}>').format(names[image.src], image.alt, style)


# --------------------------------------------------------------------------- gaps

_OPEN, _GROUP, _CLOSE, _HINT = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Stand for what Anki reads, while a text is written: Unicode keeps them free for such use."""
_SIGNS = re.compile("[\ufdd0-\ufdd3]")


def cloze(inlines: Sequence[m.Inline], writer: Writer) -> Markup:
    """A text with its gaps as Anki writes them: `{{c1::words::hint}}`. No character of the words can end a gap."""
    text = re.sub(
        f"[{{}}]|:(?=[:{_CLOSE}{_HINT}])", lambda sign: f"&#{ord(sign[0])};", str(writer.inlines(_opened(inlines)))
    )
    text = re.sub(f"{_OPEN}(.*?){_GROUP}", r"{{c\1::", text)
    text = re.sub(f"{_CLOSE}(.*?){_HINT}", lambda hint: f"::{hint[1]}}}}}" if hint[1] else "}}", text)
    return Markup(text)  # noqa: S704 - the writer's own, with signs of ours


def has_gaps(inlines: Sequence[m.Inline]) -> bool:
    return any(
        (isinstance(each, m.Span) and each.kind == "cloze")
        or (isinstance(each, m.Emphasis | m.Link | m.Span) and has_gaps(each.inlines))
        for each in inlines
    )


def _opened(inlines: Sequence[m.Inline]) -> tuple[m.Inline, ...]:
    """The inlines with signs in place of gaps."""
    out: list[m.Inline] = []
    for node in inlines:
        match node:
            case m.Span("cloze", inner, attrs):
                told = dict(attrs)
                group = told.get("group", "")
                begin = f"{_OPEN}{group if group.isdecimal() and int(group) else 1}{_GROUP}"
                hint = _SIGNS.sub("", told.get("hint", ""))
                out += (m.Text(begin), *_opened(inner), m.Text(f"{_CLOSE}{hint}{_HINT}"))
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                out.append(replace(node, inlines=_opened(inner)))
            case m.Text(text):
                out.append(m.Text(_SIGNS.sub("", text)))
            case _:
                out.append(node)
    return tuple(out)
