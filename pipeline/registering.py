"""Keeps the register of a vault in a file of its own: reads it, brings it up to date, writes it when it says more."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline import model as m
from pipeline.cache import digest
from pipeline.edition import Edition
from pipeline.files import REGISTER, beside
from pipeline.fingerprint import fingerprint
from pipeline.problem import Problem, Stop
from pipeline.publish import publish
from pipeline.read import Vault
from pipeline.register import MAP, Asked, Card, Held, Note, Register, letters, renewed
from pipeline.spots import Limb, limbs, points
from pipeline.targets import pages
from pipeline.text import fold, plain, text_of

CODE = "card-numbers"
SCHEMA = 1

# --------------------------------------------------------------------------- edition → register


def registered(edition: Edition) -> Register:
    """What all cards of the book are called; raises `Stop` when the register of the vault cannot be read."""
    return _renewed(edition, _text(edition.vault))


def renew(edition: Edition) -> tuple[Problem, ...]:
    """Keep what all cards of the book are called now; raises `Stop` as `registered` does."""
    text = _text(edition.vault)
    asked = digest(*_keys(edition), *(n.path for n in edition.book.notes))
    key = digest("register", fingerprint("register"), edition.book.identifier, asked, text, *edition.vault.notes)
    new = edition.floor.once(key, lambda: write(_renewed(edition, text)))
    return () if new == text else _written(edition.vault, new)


def keep(edition: Edition, register: Register) -> tuple[Problem, ...]:
    """Write the register into the vault if that changes what it says. A vault that takes no file gets a warning."""
    new = write(register)
    return () if new == _text(edition.vault) else _written(edition.vault, new)


def _renewed(edition: Edition, text: str) -> Register:
    book = edition.book
    asked = edition.floor.each(_keys(edition), book.notes, lambda head: _asked(edition.resolver.load(head)))
    notes = [
        Held(n.id, n.path, n.title, letters(edition.parts[n.id], book.title), cards, bool(n.meta.id))
        for n, cards in zip(book.notes, asked, strict=True)
    ]
    return renewed(read(text), book.identifier, notes, edition.vault.notes)


def _keys(edition: Edition) -> list[str]:
    stage = fingerprint("register")
    return [digest("asked", stage, n.body, n.id, n.title, edition.parts[n.id]) for n in edition.book.notes]


def _asked(note: m.Note) -> tuple[Asked, ...]:
    cards = (Asked(c.id, c.kind, c.source, plain(c.front).strip(), _digest(c)) for c in pages.cards(note))
    return (*cards, *(_branch(limb) for limb in limbs(note)))


def _branch(limb: Limb) -> Asked:
    return Asked(limb.id, MAP, limb.map, plain(limb.branch.label), digest(points(limb.branch.branches))[:12])


def _digest(card: m.Card) -> str:
    return digest(fold(text_of(card.back)), plain(card.cloze))[:12]


def _text(vault: Vault) -> str:
    """What the file says by now: it may have been written since the vault was read."""
    source = replace(vault, beside=beside(vault.root)).own(REGISTER)
    if source.problems:
        raise _unreadable("it is not UTF-8", source.problems[0].line)
    return source.text


def _written(vault: Vault, text: str) -> tuple[Problem, ...]:
    """Write the file in one step. What is there and none of the vault's own, such as a link out of it, stays."""
    place = vault.root / REGISTER
    try:
        inside = place.parent.resolve().is_relative_to(vault.root.resolve())
        if not inside or (REGISTER not in beside(vault.root) and (place.exists() or place.is_symlink())):
            return (_unkept("it leads out of the vault, or is no file"),)
        publish([(place.name, text.encode())], place.resolve().parent)
    except (Stop, OSError) as error:
        return (_unkept(error.problems[0].message if isinstance(error, Stop) else str(error.strerror)),)
    return ()


def _unkept(message: str) -> Problem:
    hint = "make it writable; until then, cards are known by what they are called in this book"
    return Problem(REGISTER, 0, 0, "warning", CODE, f"the cards’ numbers are not kept: {message}", hint)


# --------------------------------------------------------------------------- register ↔ text


def write(register: Register) -> str:
    """The register as JSON with sorted keys: equal registers are equal texts."""
    told = {"schema": SCHEMA, "book": register.book, "notes": [_note_told(note) for note in register.notes]}
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _note_told(note: Note) -> dict[str, object]:
    told = {"number": note.number, "letters": note.letters, "key": note.key, "id": note.id, "path": note.path}
    return {**told, **_flag(note.gone), "title": note.title, "cards": [_card_told(card) for card in note.cards]}


def _card_told(card: Card) -> dict[str, object]:
    asked = card.asked
    told = {"number": card.number, "key": card.key, "id": asked.id, "kind": asked.kind, "source": asked.source}
    shown = {"shown": card.shown, "changed": card.changed} if card.shown else {}
    return {**told, **_flag(card.gone), **shown, "question": asked.question, "answer": asked.answer}


def _flag(gone: bool) -> dict[str, object]:
    return {"gone": True} if gone else {}


def read(text: str) -> Register:
    """The register in the text of its file, empty for an empty one; raises `Stop` when it is none of ours."""
    if not text.strip():
        return Register()
    try:
        return _register(json.loads(text))
    except json.JSONDecodeError as error:
        raise _unreadable(f"it is not JSON: {error.msg}", error.lineno, error.colno) from error
    except (_Fault, ValueError, RecursionError) as error:
        raise _unreadable(str(error)) from error


def _register(root: object) -> Register:
    if (schema := _of(root, "schema", int)) != SCHEMA:
        raise _Fault(f"its schema is {schema}, and this version reads {SCHEMA}")
    notes = tuple(_note(raw) for raw in _of(root, "notes", list))
    _once([note.number for note in notes], [note.key for note in notes])
    return Register(_of(root, "book", str), notes)


class _Fault(Exception):  # noqa: N818 - told as a Problem where it is caught
    pass


def _unreadable(message: str, line: int = 0, column: int = 0) -> Stop:
    hint = "take back an earlier copy of the file; without it, all cards get new numbers"
    return Stop(Problem(REGISTER, line, column, "error", CODE, message, hint), code=2)


def _note(raw: object) -> Note:
    cards = tuple(_card(each) for each in _of(raw, "cards", list))
    _once([card.number for card in cards], [card.key for card in cards])
    begin, key, name, path, title = (_of(raw, name, str) for name in ("letters", "key", "id", "path", "title"))
    return Note(_number(raw), begin, key, name, path, title, cards, _is_gone(raw))


def _card(raw: object) -> Card:
    asked = Asked(*(_of(raw, name, str) for name in ("id", "kind", "source", "question", "answer")))
    shown = (_of(raw, "shown", str), _of(raw, "changed", int)) if "shown" in _entry(raw) else ("", 0)
    return Card(_number(raw), _of(raw, "key", str), asked, _is_gone(raw), *shown)


def _of(raw: object, name: str, kind: type) -> Any:  # noqa: ANN401 - of the kind that is asked for
    value = _entry(raw).get(name)
    if type(value) is not kind:
        raise _Fault(f"an entry has no “{name}”, or not of the right kind")
    return value


def _entry(raw: object) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise _Fault("an entry is expected where there is none")
    return raw


def _number(raw: object) -> int:
    number: int = _of(raw, "number", int)
    if number < 1:
        raise _Fault(f"{number} is no number of a note or a card")
    return number


def _is_gone(raw: object) -> bool:
    return _entry(raw).get("gone", False) is True


def _once(numbers: Sequence[int], keys: Sequence[str]) -> None:
    for values in (numbers, keys):
        if twice := [value for value, count in Counter[Hashable](values).items() if count > 1]:
            raise _Fault(f"{twice[0]!r} stands there twice")
