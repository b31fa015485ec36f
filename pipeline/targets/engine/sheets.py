"""Style sheets that were read before: they come from the cache as WeasyPrint made them.

To read ours and WeasyPrint's own takes as long as to set half a page, to unpickle them a hundredth of that.
"""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.cache import Cache, digest
from pipeline.fingerprint import fingerprint
from pipeline.targets.engine import selectors


@contextmanager
def own(cache: Cache) -> Iterator[None]:
    """While WeasyPrint is imported, for the sheets that it brings: it reads them as empty if the cache has them.

    Raises whatever comes of a WeasyPrint that is not as expected.
    """
    import tinycss2

    slow, entry = tinycss2.parse_stylesheet, cache.get(_key(_OWN))
    tinycss2.parse_stylesheet = slow if entry is None else _empty
    try:
        with selectors.asked():
            yield
    finally:
        tinycss2.parse_stylesheet = slow
    html = importlib.import_module("weasyprint.html")
    sheets = (html.UA_STYLESHEET, html.UA_FORM_STYLESHEET, html.PH_STYLESHEET)
    if entry is None:
        _keep(cache, _OWN, ([vars(sheet) for sheet in sheets], dict(html.UA_COUNTER_STYLE)))
        return
    contents, counters = _unpickled(entry)
    for sheet, content in zip(sheets, contents, strict=True):
        vars(sheet).update(content)
    html.UA_COUNTER_STYLE.update(counters)


_OWN = "WeasyPrint's own"


def _empty(text: str) -> list[object]:  # noqa: ARG001 - it is called as `parse_stylesheet` is
    return []


def sheet(cache: Cache, text: str, configuration: Any, fetcher: Any, remarks: list[str]) -> Any:  # noqa: ANN401 - untyped
    """A style sheet, whose fonts are added to the configuration. One that gives rise to remarks is not kept."""
    from weasyprint import CSS

    if kept := _unpickled(cache.get(_key(text))):
        made, fonts = kept
        for font in fonts:
            configuration.add_font_face(font, fetcher)
        return made
    noted = _Noted(configuration)
    with selectors.asked():
        made = CSS(string=text, font_config=noted, url_fetcher=fetcher, base_url="asset:")
    if not remarks:
        _keep(cache, text, (made, noted.fonts))
    return made


class _Noted:
    """Notes which fonts are added to a configuration."""

    def __init__(self, configuration: Any) -> None:  # noqa: ANN401 - untyped
        self._configuration = configuration
        self.fonts: list[object] = []

    def add_font_face(self, font: object, fetcher: object) -> None:
        self.fonts.append(font)
        self._configuration.add_font_face(font, fetcher)


# ------------------------------------------------------------------ the cache


def _unpickled(entry: bytes | None) -> Any:  # noqa: ANN401 - it is what was kept
    try:
        return entry and pickle.loads(entry)  # noqa: S301 - written by us, checked by its digest, in a private folder
    except Exception:  # noqa: BLE001 - whatever it is, the sheet can be read
        return None


def _keep(cache: Cache, text: str, value: object) -> None:
    try:
        entry = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - what cannot be kept is read again
        return
    cache.put(_key(text), entry)


def _key(text: str) -> str:
    import cssselect2

    return digest("sheet", fingerprint("set"), cssselect2.VERSION, sys.implementation.cache_tag or sys.version, text)
