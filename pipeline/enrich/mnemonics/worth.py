"""Weighs how much a list asks to be learnt by heart."""

from __future__ import annotations

import re

from pipeline.enrich.mnemonics.announced import of_a_kind, of_records, plural
from pipeline.enrich.mnemonics.enumerations import Enumeration
from pipeline.enrich.mnemonics.labels import is_name
from pipeline.mnemonic.candidate import Candidate

LEAST = 2.0
"""What a list must weigh before a mnemonic is made for it."""

_COUNTED, _OF_A_KIND, _KIND_BEFORE, _KIND_ABOVE, _NAMED, _ORDERED, _WHOLE = 3.0, 2.5, 2.0, 1.5, 1.0, 0.5, 0.5
_EASY = 0.9  # what a word for three things may cost: they are nearly remembered without
_SAYABLE = 5  # letters of a made-up word: a shorter one is hardly one
SENTENCE = range(5, 9)  # counted things without order that a sentence is made for when no word is found
SIMPLE = 3.6  # what such a sentence may cost: a stiff one is no help
_LONG = 9  # things whose order must be told in words before two sentences are made for them


def weight(each: Enumeration) -> float:
    """What speaks for a list: it is counted, its kind is named, its points have names, it has an order, a good size.

    0 for one that no word announces: it is only a way to write things down; and for one whose items have no names.
    """
    said = _announced(each) if each.guessed * 3 <= len(each.labels) else 0.0
    size = _WHOLE if 4 <= len(each.labels) <= 8 else 0.0
    return max(0.0, said + _NAMED * each.own + _ORDERED * (each.order == "said") + size) if said else 0.0


def _announced(each: Enumeration) -> float:
    if each.count:
        return _COUNTED
    if each.form == "headings":
        return 0.0  # only a count tells that they are the points of one list
    remarks = not each.own and not all(map(is_name, each.labels))
    if remarks or (each.form == "table" and of_records(each.lead_in)):
        return 0.0  # no members
    if of_a_kind(each.heading):
        return _OF_A_KIND
    if of_a_kind(each.lead_in) or (plural(each.heading) and not each.nested):
        return _KIND_BEFORE
    return _KIND_ABOVE if of_a_kind(each.part) or each.order == "said" else 0.0


def deserves(each: Enumeration, found: Candidate) -> bool:
    """Whether a mnemonic is worth its room: three things must be counted ones, and a sentence is for a true order.

    Two items that the same word stands for are not told apart, and nobody looks for a letter inside a compound.
    """
    hidden = any(_inside(tie.source, each.labels[tie.item]) for tie in found.ties)
    if hidden or len({tie.source.casefold() for tie in found.ties}) < len(found.ties):
        return False
    if len(each.labels) < 4:
        return bool(each.count) and of_a_kind(each.count) and found.cost <= _EASY
    if found.kind == "made-up":
        return len(each.labels) >= _SAYABLE
    if found.kind in ("acrostic", "acrostic2"):
        counting = bool(each.count) or (each.order == "numbered" and _announced(each) >= _KIND_BEFORE)
        return each.order == "said" or (counting and len(each.labels) < _LONG)
    return True


def _inside(word: str, label: str) -> bool:
    """Whether a word stands in a label behind a slash or hyphen only: "phosphate" of "oxalate/phosphate"."""
    places = [match.start() for match in re.finditer(re.escape(word), label)]
    return bool(places) and all(at and label[at - 1] in "/-‑–" for at in places)


def bears_sentence(each: Enumeration) -> bool:
    """Whether a sentence may be made for things without order: members of a class, counted before all eyes."""
    return not each.ordered and not each.nested and len(each.labels) in SENTENCE and of_a_kind(each.count)


def easy(sentence: Candidate) -> bool:
    """Whether a sentence for things without order runs well and has a letter of its own for each of them."""
    firsts = {tie.letters[0].casefold() for tie in sentence.ties}
    return len(firsts) == len(sentence.ties) and sentence.cost <= SIMPLE
