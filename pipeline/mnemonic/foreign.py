"""What a language model says of a list: how it is asked, and which of its answers are mnemonics.

Nothing of it is believed: each answer is read, its letters are held against the items, and it is weighed as ours are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pipeline.mnemonic import acrostic, coin, lexicon, own, rank
from pipeline.mnemonic.candidate import Candidate, Kind, Tie, Wish
from pipeline.mnemonic.keys import OTHER, Key, keys_of
from pipeline.mnemonic.lexicon import Lexicon
from pipeline.mnemonic.verify import belongs
from pipeline.mnemonic.vocabulary import NOTHING, Vocabulary
from pipeline.mnemonic.words import letters_of, words_of

MOST = 8  # candidates of an answer that are looked at
_LONGEST = 160  # characters of a mnemonic
_STARTS = 500  # brackets from which JSON is tried
_THOUGHT = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TEXT = re.compile(r"[\w\s.,!'’-]+")

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "candidates": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "expansion": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"item": {"type": "string"}, "letters": {"type": "string"}},
                            "required": ["item", "letters"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "expansion"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["candidates"],
    "additionalProperties": False,
}
"""The JSON that is asked for."""


def question(wish: Wish) -> list[dict[str, str]]:
    """The messages that ask for mnemonics of a list."""
    order = "Keep the order of the items." if wish.ordered else "The items may come in any order."
    rules = (
        "You make first-letter mnemonics for students: one English word, two words, or a short sentence with exactly "
        "one word for each item. Every letter of a word, or the first letter of every word of a sentence, stands for "
        "one item and is the first letter of a word of that item. Each item is used once. Prefer common words that are "
        f"easily pictured; nothing that offends. {order} Answer with JSON only: "
        '{"candidates": [{"text": "...", "expansion": [{"item": "...", "letters": "..."}]}]}, four candidates, best '
        "first, the expansion in the order of the text, items worded as they are given."
    )
    asked = {"items": list(wish.items), "ordered": wish.ordered, "topic": wish.topic}
    return [{"role": "system", "content": rules}, {"role": "user", "content": json.dumps(asked, ensure_ascii=False)}]


def candidates(wish: Wish, answer: str, words: Vocabulary = NOTHING) -> tuple[Candidate, ...] | None:
    """What an answer offers, weighed but not proved yet; None when it is not what was asked for."""
    told = _document(answer)
    if told is None:
        return None
    known = lexicon.load(words.extra)
    return tuple(found for each in told[:MOST] if (found := _candidate(wish, each, known)))


def _document(answer: str) -> list[Any] | None:
    """The candidates in the first JSON of an answer that has some; thoughts, fences and chatter are passed over."""
    text = _THOUGHT.split(answer)[-1]
    decoder = json.JSONDecoder()
    for start in islice((found.start() for found in re.finditer(r"[{\[]", text)), _STARTS):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        inner = value.get("candidates") if isinstance(value, dict) else value
        if isinstance(inner, list) and (isinstance(value, dict) or any(isinstance(each, dict) for each in inner)):
            return inner
    return None


def _candidate(wish: Wish, told: Any, known: Lexicon) -> Candidate | None:  # noqa: ANN401 - whatever it said
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        return None
    text = " ".join(told["text"].split()).strip(" .\"'“”")
    if not text or len(text) > _LONGEST or not _TEXT.fullmatch(text):
        return None
    ties = _ties(wish, text, told.get("expansion"))
    return _weighed(wish, text, ties, known) if ties else None


def _ties(wish: Wish, text: str, expansion: Any) -> tuple[Tie, ...]:  # noqa: ANN401 - whatever it said
    """What the letters stand for, as the answer has it; as it reads when that is not said. Empty when it is wrong."""
    if not isinstance(expansion, list) or not expansion:
        return own.read(text, wish.items)[0]
    pairs = [(_said(each, "item"), letters_of(_said(each, "letters"))) for each in expansion]
    places = {item.casefold(): i for i, item in enumerate(wish.items)}
    order = [places.get(item.casefold(), -1) for item, _ in pairs]
    if sorted(order) != list(range(len(wish.items))):
        return ()
    spans = own.laid(text, [letters for _, letters in pairs])
    if not spans:  # in the order of the list, most likely
        ties = own.read(text, wish.items)[0]
        said = {item: letters for item, (_, letters) in zip(order, pairs, strict=True)}
        return ties if all(letters_of(tie.letters) == said[tie.item] for tie in ties) else ()
    return tuple(
        Tie(item, text[start:end], (start, end), own.source_of(letters, wish.items[item]))
        for item, (_, letters), (start, end) in zip(order, pairs, spans, strict=True)
        if belongs(letters, own.source_of(letters, wish.items[item]), wish.items[item])
    )


def _said(told: Any, name: str) -> str:  # noqa: ANN401 - whatever it said
    value = told.get(name) if isinstance(told, dict) else None
    return " ".join(value.split()) if isinstance(value, str) else ""


# --------------------------------------------------------------------------- what it is worth


def _weighed(wish: Wish, text: str, ties: Sequence[Tie], known: Lexicon) -> Candidate | None:
    keys = [_key(tie, options) for tie, options in _with_keys(wish, ties)]
    tied = {place for tie in ties for place in range(*tie.at)}
    spelt = all(i in tied for i, c in enumerate(text) if c.isalpha())
    words = [letters_of(word.shown) for word in words_of(text)]
    heads = {word.at for word in words_of(text)}
    if not spelt and any(tie.at[0] not in heads for tie in ties):
        return None
    kind, cost = _by_letters(words, known) if spelt else _by_words(text, words, known, ordered=wish.ordered)
    if not kind:
        return None
    total = round(cost + sum(key.cost for key in keys) + rank.fit(words, wish), 3)
    letters = [(letters_of(tie.letters), key.kind == "first") for tie, key in zip(ties, keys, strict=True)]
    grade, reason = rank.grade(kind, total, letters, ordered=wish.ordered, text=text)
    shown = text.upper() if spelt else text[:1].upper() + text[1:]
    capital = tuple(Tie(tie.item, shown[tie.at[0] : tie.at[1]], tie.at, tie.source) for tie in ties)
    return Candidate(shown, kind, grade, total, capital, reason)


def _with_keys(wish: Wish, ties: Sequence[Tie]) -> Iterator[tuple[Tie, Sequence[Key]]]:
    keys = keys_of(wish.items)
    return ((tie, keys[tie.item]) for tie in ties)


def _key(tie: Tie, options: Sequence[Key]) -> Key:
    """The key that a tie uses; letters that we would not have thought of are dear."""
    letters = letters_of(tie.letters)
    return next((key for key in options if key.letters == letters), Key(letters, OTHER, tie.source, "other"))


def _by_letters(words: Sequence[str], known: Lexicon) -> tuple[Kind | None, float]:
    """A word, two words, or initials that can be said."""
    places = [known.place(word) for word in words]
    if len(words) == 1:
        if places[0] >= 0:
            return "word", rank.word_cost(known, places[0])
        effort = coin.effort(words[0])
        return ("initials", rank.MANY_INITIALS) if effort is None else ("made-up", rank.COINED + effort)
    if len(words) != 2 or min(places) < 0:
        return None, 0.0
    costs = sum(rank.word_cost(known, place) for place in places)
    return "two", rank.TWO + costs + rank.clash(known, *places)


def _by_words(text: str, words: Sequence[str], known: Lexicon, *, ordered: bool) -> tuple[Kind | None, float]:
    """A sentence of words that learners know; a name may be one of them."""
    shown = [word.shown for word in words_of(text)]
    strange = [w for w, s in zip(words, shown, strict=True) if known.place(w) < 0 and not s[0].isupper() and len(w) > 1]
    if strange:
        return None, 0.0
    parts = [part for part in re.split(r"[.!?]\s+", text) if part.strip()]
    extra = rank.SENTENCE if ordered else rank.SENTENCE_FREE
    rarity = sum(max(0.0, rank.word_cost(known, place) - _FAIR) for w in words if (place := known.place(w)) >= 0)
    cost = acrostic.EFFORT + extra + _RARE_WORD * rarity + 0.2 * (len(parts) - 1)
    return ("acrostic" if len(parts) == 1 else "acrostic2"), cost


_RARE_WORD, _FAIR = 0.1, 1.0
"""The share of what a word costs alone that it costs in a sentence, and up to which it costs nothing there."""
