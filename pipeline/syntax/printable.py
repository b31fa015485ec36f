"""Characters that no book can hold are left out: control characters and lone surrogates (XML 1.0, 2.2)."""

from __future__ import annotations

import re

from mistune import util

_UNPRINTABLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text.replace("\0", "\ufffd").replace("\f", " "))


def unescape(text: str) -> str:
    """Character references as the characters they name, as far as they can be printed."""
    return printable(util.unescape(text))
