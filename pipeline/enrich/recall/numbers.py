"""Questions about figures and dates: asked outright where the pattern is plain, else as a sentence with a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import model as m
from pipeline.enrich.labels import callout_type, first_line, lead, prose, sentences, sublists, vocabulary
from pipeline.enrich.recall.draft import (
    BLANK,
    WORKED,
    Draft,
    Setting,
    gives_away,
    opens_vaguely,
    paragraph,
    sayable,
)
from pipeline.text import words

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "जनवरी|फ़रवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर"
)
_FIGURE = r"\d[\d,]*(?:\.\d+)?"
_RANGE = rf"{_FIGURE}(?:\s?[–-]\s?{_FIGURE})?"
_SCALE = "hundred|thousand|lakh|crore|million|billion|trillion|bn|mn|लाख|करोड़|हज़ार|हजार|अरब"
_UNIT = (
    r"per cent|percent|प्रतिशत|%|°\s?[CFNSEW]?|(?:k|c|m|µ|n)?m|km²|kg|g|mg|ha|hectares|kilometres|metres|years|months|"
    r"days|hours|minutes|members|seats|वर्ष|सदस्य|दिन|माह"
)
_EDGE = r"(?<![\w.,/+–−-])"
_AFTER = r"(?![\w/+]|[.,–-]\d|[-–]\w)"
_PATTERNS = (
    re.compile(rf"{_EDGE}\d{{1,2}} (?:{_MONTH}) \d{{4}}{_AFTER}"),
    re.compile(rf"{_EDGE}[₹$€£]\s?{_RANGE}(?:\s(?:{_SCALE}))*{_AFTER}"),
    re.compile(rf"{_EDGE}{_RANGE}(?:\s(?:{_SCALE}))*(?:\s(?:{_UNIT})|%|°C){_AFTER}"),
    re.compile(rf"{_EDGE}(?:1\d|20)\d\d(?:[–-]\d{{2,4}})?{_AFTER}"),
    re.compile(rf"{_EDGE}{_RANGE}(?:\s(?:{_SCALE}))*{_AFTER}"),
)
_SMALL = re.compile(r"[0-3]")
_NAMED_BY_NUMBER = re.compile(r"(?:Articles?|Sections?|Part|Schedule|Chapter|Rule|Clause|s\.|ss\.|अनुच्छेद|भाग|धारा) $")
_COUNTS = re.compile(r" (?:[a-z]+ )?[a-z]{3,}s\b")
_VAGUE = vocabulary("it its this these them that they he she him her his their")
_FEWEST_WORDS, _MOST_WORDS = 6, 40

_DONE = (
    "[a-z]+ed|put|set|born|held|made|built|begun|given|taken|written|won|lost|known|brought|laid|drawn|sent|sworn|found|"
    "cut|split|sold|bought|fought|struck|sunk|shot|hung|led|met|read|paid|said|shown|grown|thrown|chosen|broken"
)
_WHEN = re.compile(
    rf"(?P<who>[A-Z][\w’'–-]*(?: [\w’'–-]+){{0,7}}?) (?P<be>was|were) (?P<done>(?:first )?(?:{_DONE})\b[^;:()]*?) "
    r"(?:in|on) (?P<when>(?:\d{1,2} [A-Z][a-z]+ )?\d{4})\."
)
_MOVED = re.compile(
    r"(?P<who>[^,;:()]{3,90}?) (?P<verb>fell|rose|grew|declined|dropped|increased|decreased|shrank) "
    r"(?P<move>from [^;.]*?\d[^;]*? to [^;,]*?\d[^;,]*?)(?:, .*)?\."
)
_STEMS = {
    "fell": "fall", "rose": "rise", "grew": "grow", "declined": "decline", "dropped": "drop", "increased": "increase",
    "decreased": "decrease", "shrank": "shrink",
}  # fmt: skip
_HAS = re.compile(r"(?P<who>[A-Z][^,;:()]{2,60}?) (?P<has>has|have) (?P<count>\d[\d,]*) (?P<what>[a-z]+(?: [a-z]+)?)\.")
_DOES = {"has": "does", "have": "do"}


def drafts(setting: Setting) -> Iterator[Draft]:
    yield from _in_blocks(setting.section.blocks, setting)


def _in_blocks(blocks: tuple[m.Block, ...], setting: Setting) -> Iterator[Draft]:
    for block in blocks:
        match block:
            case m.Paragraph(inlines, _, id):
                yield from _line(inlines, id, setting)
            case m.List():
                yield from _list(block, setting)
            case m.Div(blocks=inner) if callout_type(block) not in (
                "question",
                "mnemonic",
                "mindmap",
                "quote",
                "todo",
                "",
            ):
                yield from _in_blocks(inner, setting)
            case _:
                pass


def _list(block: m.List, setting: Setting) -> Iterator[Draft]:
    for item in block.items:
        yield from _line(first_line(item), item.id, setting)
        for inner in sublists(item):
            yield from _list(inner, setting)


def _line(inlines: tuple[m.Inline, ...], source: str, setting: Setting) -> Iterator[Draft]:
    found = lead(inlines)
    label = found.label if found and found.rest else ""
    if WORKED.search(setting.section.title):
        return
    for i, sentence in enumerate(sentences(prose(found.rest if found and found.rest else inlines))):
        if not sayable(sentence) or not sayable(label or sentence):
            continue
        if not label and sentence[-1] not in ".!।%)”’":
            continue
        if draft := _draft(sentence, label if i == 0 else "", source, setting):
            yield draft


def _draft(sentence: str, label: str, source: str, setting: Setting) -> Draft | None:
    vague = _VAGUE.intersection(words(sentence)[:5])
    if not label and (vague or opens_vaguely(sentence, setting.phrasing)):
        return None
    count = len(sentence.split()) + len(label.split())
    if not _FEWEST_WORDS <= count <= _MOST_WORDS:
        return None
    if setting.phrasing.english and not label and (outright := _outright(sentence)):
        front, answer = outright
        if not gives_away(front, answer):
            back = paragraph(answer)
            return Draft("number", (m.Text(front),), back, source, setting.section.top, 7.5, sentence)
    return _blanked(sentence, label, source, setting)


def _outright(sentence: str) -> tuple[str, str] | None:
    """A plain question for a sentence of a known build, and its answer in the note's words."""
    if (found := _WHEN.fullmatch(sentence)) and not re.search(r"\b(?:was|were|came|and)\b", found["done"]):
        return f"When {found['be']} {_inside(found['who'])} {found['done']}?", found["when"]
    if found := _MOVED.fullmatch(sentence):
        return f"By how much did {_inside(found['who'])} {_STEMS[found['verb']]}?", found["move"]
    if found := _HAS.fullmatch(sentence):
        return f"How many {found['what']} {_DOES[found['has']]} {_inside(found['who'])} have?", found["count"]
    return None


def _inside(subject: str) -> str:
    """A subject moved into a question: only an article loses its capital."""
    first, _, rest = subject.partition(" ")
    return f"{first.lower()} {rest}" if first in ("The", "A", "An") else subject


def _blanked(sentence: str, label: str, source: str, setting: Setting) -> Draft | None:
    found = _figure(sentence)
    if not found:
        return None
    rank, start, end = found
    answer, text = sentence[start:end], f"{label} – {sentence}" if label else sentence
    if label and _VAGUE.intersection(words(sentence)):
        text = f"{setting.heading}: {text}"
    shift = len(text) - len(sentence)
    before, after = text[: start + shift], text[end + shift :]
    left = len(words(before)) + len(words(after))
    if left < _FEWEST_WORDS or gives_away(f"{before} _____ {after}", answer):
        return None
    opening, closing = setting.phrasing.fill_in.split("{}")
    front = (m.Text(opening + before), BLANK, m.Text(after + closing))
    return Draft("number", front, paragraph(answer), source, setting.section.top, 6.0 - rank * 0.5, text)


def _is_telling(found: re.Match[str], rank: int) -> bool:
    """Whether a figure is worth knowing: no small ordinal, not said twice, and if bare, it counts or names."""
    if _SMALL.fullmatch(found.group()) or found.string.count(found.group()) > 1:
        return False
    if rank < len(_PATTERNS) - 1:
        return True
    return bool(_NAMED_BY_NUMBER.search(found.string[: found.start()]) or _COUNTS.match(found.string[found.end() :]))


def _figure(sentence: str) -> tuple[int, int, int] | None:
    """The figure worth a blank: a date before an amount, a year, a bare number; the last of its sort."""
    taken: list[tuple[int, int]] = []
    best: tuple[int, int, int] | None = None
    for rank, pattern in enumerate(_PATTERNS):
        for found in pattern.finditer(sentence):
            if any(a < found.end() and found.start() < b for a, b in taken):
                continue
            taken.append(found.span())
            if (best and best[0] < rank) or not _is_telling(found, rank):
                continue
            best = (rank, *found.span())
    return best
