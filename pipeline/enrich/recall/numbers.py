"""Questions about figures and dates: asked outright where the pattern is plain, else as a sentence with a blank."""

from __future__ import annotations

import re

from pipeline import model as m
from pipeline.enrich.labels import vocabulary
from pipeline.enrich.recall.draft import BLANK, Draft, gives_away, inside, paragraph, source_text
from pipeline.enrich.recall.statements import Statement, is_vague
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
_EDGE = r"(?<![\w.,/+^*=–−-])"
_AFTER = r"(?![\w/+]|[.,–-]\d|[-–]\w)"
_PATTERNS = (
    re.compile(rf"{_EDGE}\d{{1,2}} (?:{_MONTH}) \d{{4}}{_AFTER}"),
    re.compile(rf"{_EDGE}[₹$€£]\s?{_RANGE}(?:\s(?:{_SCALE}))*{_AFTER}"),
    re.compile(rf"{_EDGE}{_RANGE}(?:\s(?:{_SCALE}))*(?:\s(?:{_UNIT})|%|°C){_AFTER}"),
    re.compile(rf"{_EDGE}(?:1[1-9]|20)\d\d(?:[–-]\d{{2,4}})?{_AFTER}"),
    re.compile(rf"{_EDGE}{_RANGE}(?:\s(?:{_SCALE}))*{_AFTER}"),
)
_ORDERS = vocabulary(
    "notice recall observe note remember see look think compare add set wait click type expand provide"
)
_PLACES = vocabulary("left right top bottom middle centre center note example case setup key q question")
APPARATUS = re.compile(
    r"\[[A-Z]\]|\bet al\b|ISBN|[A-Z]{3,}V\b|(?i:\b(?:figures?|subfigures?|plots?|visuali[sz]ation|chart|"
    r"copyright|above|below|licen[cs]e|left:|right:|cell reads|shown?))"
)
"""What speaks of books and pictures, not of the matter."""
_UNFIT = re.compile(r"\bper (?:hour|month)\b|\b(?:ie|eg|etc|viz|if|If|when|When)\b|(?:^| )(?:अगर|यदि|إذا) |என்றால்")
"""Asides, and what holds in a case only."""
_ANCHOR = re.compile(r"(?<=[a-z,)] )[A-Z][\w’-]+|[A-Z]{2,}|[^\x00-\x7f]{3,}")
_DATES = (0, 3)
_SMALL = re.compile(r"[0-3]")
_NAMED_BY_NUMBER = re.compile(r"(?:Articles?|Sections?|Part|Schedule|Chapter|Rule|Clause|s\.|ss\.|अनुच्छेद|भाग|धारा) $")
_COUNTS = re.compile(r" (?:[a-z]+ )?[a-z]{3,}s\b")
_VAGUE = vocabulary("it its this these them that they he she him her his their")
_VERB = re.compile(
    r"^\S+ .*?(?<!to )\b(?:is|are|was|were|has|have|had|led|began|became|took|gave|fell|rose|won|है|हैं|था|थे|थी)\b"
)
_FEWEST_WORDS = 6

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


def draft(statement: Statement) -> Draft | None:
    """A question on the figure of a sentence that is worth knowing, or none."""
    sentence, label, setting = statement.text, statement.label, statement.setting
    if _PLACES.intersection(words(label)) or _UNFIT.search(sentence) or sentence.partition(" ")[0].lower() in _ORDERS:
        return None
    if (not label and not _stands_alone(sentence)) or len(sentence.split()) + len(label.split()) < _FEWEST_WORDS:
        return None
    if setting.phrasing.english and not label and (outright := _outright(sentence, setting.theme.small)):
        front, answer = outright
        if not gives_away(front, answer):
            return Draft(
                "number", source_text(front), paragraph(answer), statement.source, setting.section.top, 7.5, front
            )
    return _blanked(statement)


def _stands_alone(sentence: str) -> bool:
    if sentence[0].islower() or sentence[0] in "@$#*•" or (sentence[-1].isalnum() and not _VERB.search(sentence)):
        return False
    return not _VAGUE.intersection(words(sentence)[:5]) and not is_vague(sentence)


def _outright(sentence: str, small: frozenset[str]) -> tuple[str, str] | None:
    """A plain question for a sentence of a known build, and its answer in the note's words."""
    if (found := _WHEN.fullmatch(sentence)) and not re.search(r"\b(?:was|were|came|and)\b", found["done"]):
        return f"When {found['be']} {inside(found['who'], small)} {found['done']}?", found["when"]
    if found := _MOVED.fullmatch(sentence):
        return f"By how much did {inside(found['who'], small)} {_STEMS[found['verb']]}?", found["move"]
    if found := _HAS.fullmatch(sentence):
        return f"How many {found['what']} {_DOES[found['has']]} {inside(found['who'], small)} have?", found["count"]
    return None


def _blanked(statement: Statement) -> Draft | None:
    sentence, label, setting = statement.text, statement.label, statement.setting
    found = figure(sentence)
    if not found:
        return None
    rank, start, end = found
    named = label or rank in (0, 1, 3) or (_ANCHOR.search(sentence) and _VERB.search(sentence))
    if not named or APPARATUS.search(sentence) or (not setting.phrasing.language and rank not in _DATES):
        return None
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
    if re.match(r":\s?\d|, \d{4}", after) or re.search(r"\d{4}, $", before):
        return None
    seed = f"{before}\0{after}"
    return Draft("number", front, paragraph(answer), statement.source, setting.section.top, 6.0 - rank * 0.5, seed)


def _is_telling(found: re.Match[str], rank: int) -> bool:
    """Whether a figure is worth knowing: no small ordinal, not said twice, and if bare, it counts or names."""
    if _SMALL.fullmatch(found.group()) or found.string.count(found.group()) > 1:
        return False
    if rank < len(_PATTERNS) - 1:
        return True
    return bool(_NAMED_BY_NUMBER.search(found.string[: found.start()]) or _COUNTS.match(found.string[found.end() :]))


def figure(sentence: str) -> tuple[int, int, int] | None:
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
