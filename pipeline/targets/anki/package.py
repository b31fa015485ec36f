"""Entries → the bytes of an .apkg file: a SQLite database and files in a ZIP, the same for the same entries."""

from __future__ import annotations

import io
import itertools
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, assert_never

from pipeline.targets.anki.note import Entry, Kind, Written

if TYPE_CHECKING:
    import genanki

_MODELS: Mapping[Kind, int] = {"basic": 1_763_900_101, "cloze": 1_763_900_102, "map": 1_763_900_103}
"""Ids of our note types. They never change, or learners' cards would be of a type that is no more."""
_SHARED = ("Context", "Note", "Section", "Page", "Code", "Language")
_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    "basic": ("Question", "Answer", "Both ways", *_SHARED),
    "cloze": ("Text", *_SHARED),
    "map": ("Question", "Blank map", "Map", *_SHARED),
}
_CONTEXT = '{{#Context}}<p class="sp-of" dir="auto">{{Context}}</p>{{/Context}}'
_FOOT = (
    '<p class="sp sp-foot"><span class="sp-code">{{Code}}</span>{{#Page}} · {{Page}}{{/Page}} · {{Note}}'
    "{{#Section}} › {{Section}}{{/Section}}</p>"
)
_LINE = '<hr id="answer">'


@dataclass(frozen=True, slots=True)
class Filed:
    """An entry with its place: `page` as it is printed, `changed` when it last did, in seconds since 1970."""

    written: Written
    entry: Entry
    guid: str
    code: str
    page: str
    deck: str
    changed: int

    @property
    def fields(self) -> tuple[str, ...]:
        """What it tells, in the order of its note type's fields."""
        entry = self.entry
        asked = {
            "basic": (entry.question, entry.answer, "yes" if entry.both else ""),
            "cloze": (entry.question,),
            "map": (entry.question, entry.blank, entry.answer),
        }[entry.kind]
        lang = self.written.lang
        return (*asked, entry.context, self.written.title, entry.section, self.page, self.code, lang)


def bind(filed: Sequence[Filed], book: str, css: str, media: Iterable[tuple[str, bytes]], moment: int) -> bytes:
    """The file. `book` names the book in the ids of decks; `moment` is that of the note types, as `changed`."""
    import genanki

    models = {kind: _model(kind, css) for kind in _MODELS}
    decks: dict[str, genanki.Deck] = {}
    for place, each in enumerate(filed):
        deck = decks.setdefault(each.deck, genanki.Deck(_number(book, each.deck), each.deck))
        deck.add_note(_note(each, models[each.entry.kind], place))
    database = sqlite3.connect(":memory:")
    try:
        genanki.Package(list(decks.values())).write_to_db(database.cursor(), moment, itertools.count(moment * 1000))
        database.commit()
        return _zipped(database.serialize(), sorted(media))
    finally:
        database.close()


def _note(filed: Filed, model: genanki.Model, place: int) -> genanki.Note:
    import genanki

    class Dated(genanki.Note):  # type: ignore[misc]  # it has no types
        """Anki takes over what is newer than what it has: each note needs a date of its own."""

        def write_to_db(self, cursor: Any, _: float, deck_id: int, id_gen: Any) -> None:  # noqa: ANN401 - genanki's
            super().write_to_db(cursor, filed.changed, deck_id, id_gen)

    return Dated(model, list(filed.fields), tags=filed.written.tags, guid=filed.guid, due=place)


def _model(kind: Kind, css: str) -> genanki.Model:
    import genanki

    fields = [{"name": name} for name in _FIELDS[kind]]
    sides = [
        {"name": f"Card {number}", "qfmt": front, "afmt": back} for number, (front, back) in enumerate(_sides(kind), 1)
    ]
    asks = genanki.Model.CLOZE if kind == "cloze" else genanki.Model.FRONT_BACK
    return genanki.Model(_MODELS[kind], f"studypress {kind}", fields, sides, css, asks)


def _sides(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Fronts and backs in Anki's language of templates."""
    answered = "{{FrontSide}}" + _LINE
    match kind:
        case "basic":
            front, turned = (_box(_CONTEXT + _words(name, " sp-q")) for name in ("Question", "Answer"))
            return (
                (front, answered + _box(_words("Answer")) + _FOOT),
                (f"{{{{#Both ways}}}}{turned}{{{{/Both ways}}}}", answered + _box(_words("Question")) + _FOOT),
            )
        case "cloze":
            text = _box(_CONTEXT + _words("cloze:Text"))
            return ((text, text + _FOOT),)
        case "map":
            asked = _CONTEXT + _words("Question", " sp-q")
            return ((_box(asked + "{{Blank map}}"), _box(asked) + _LINE + _box("{{Map}}") + _FOOT),)
        case _:
            assert_never(kind)


def _box(inside: str) -> str:
    return f'<div class="sp" lang="{{{{Language}}}}">{inside}</div>'


def _words(field: str, look: str = "") -> str:
    return f'<div class="sp-words{look}" dir="auto">{{{{{field}}}}}</div>'


def _number(*names: str) -> int:
    """An id for a deck, within what every one of Anki's programs takes."""
    return int.from_bytes(sha256("\0".join(names).encode()).digest()[:6], "big") + (1 << 40)


def _zipped(database: bytes, media: Sequence[tuple[str, bytes]]) -> bytes:
    """Dates and attributes of the files in it are fixed."""
    named = {str(number): name for number, (name, _) in enumerate(media)}
    files = [("collection.anki2", database), ("media", json.dumps(named).encode())]
    files += [(str(number), data) for number, (_, data) in enumerate(media)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
