"""Questions on what a Hindi sentence claims: what a thing is, what it is called, why."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.enrich.labels import vocabulary
from pipeline.enrich.recall.draft import Draft, gives_away, paragraph, source_text
from pipeline.enrich.recall.statements import Statement
from pipeline.text import words

_IS = re.compile(r"(?P<who>[^,;:()]{2,50}?) (?P<what>(?:एक|वह|वे) [^;:]{12,}) (?P<be>है|हैं|था|थी|थे)")
_CALLED = re.compile(r"(?P<who>[^,;:()]{10,140}) को (?P<name>[^,;:()]{2,40}?) (?P<called>कहते हैं|कहा जाता है|कहा जाता था)")
_BECAUSE = re.compile(r"(?P<fact>[^;:()]{15,140}?),? (?P<why>क्योंकि [^;:]{8,})")
_MAIN = re.compile(r"(?P<what>.+?) (?P<be>है|हैं|था|थी|थे)(?: |,|$)")
_DOING = re.compile(r"(?:ता|ती|ते|या|यी|ये|रहा|रही|रहे|गया|गई|गए|कर|दिया|लिया)$")
_USED = re.compile(
    r"(?P<aim>[^,;:()]{8,100}) के लिए (?P<name>[^,;:()]{2,50}?) का उपयोग (?P<be>किया जाता है|होता है|करते हैं)"
)
_HOLDS = re.compile(r"(?P<where>[^,;:()]{2,50}?) में (?P<what>[^;:()]{6,110}) (?P<be>शामिल हैं|शामिल होते हैं)")
_IF = re.compile(r"(?P<case>(?:यदि|अगर) [^,;:]{8,90}), तो (?P<what>[^;:]{10,120})")
_LINKS = vocabulary(
    "में को का के की से पर ने और तो भी ही यह वह ये वे इस उस इन उन यदि जब अगर जो जिस लिए कि एक या लेकिन परंतु "
    "हम आप हमारे अगला अगली पहला पहली दूसरा दूसरी तीसरा यहां आपके अपने अपनी अपना इसका इसके इसकी उसका उसके उसकी "
    "यहाँ वहाँ ऐसे ऐसी ऐसा बाद द्वारा तक मैं मेरा मेरी आपको आपका आपकी"
)
_VAGUE = vocabulary(
    "यह ये इस इन इसका इसके इसकी इसे इसमें इनका इनके इनकी इनमें उसका उसके उसकी उसे वह वे हम आप हमारे आपके आपको "
    "असाइनमेंट निर्देश आपका आपकी अपने अपनी अपना यहाँ ऊपर नीचे निम्नलिखित ऐसा ऐसे ऐसी पाठ अध्याय मैं"
)
_MOST_SUBJECT = 5
_FEWEST_CASE = 4
_ENDS = re.compile(r"(?:है|हैं|था|थी|थे|गा|गे|गी),?$")


def draft(statement: Statement) -> Draft | None:
    text = statement.text.rstrip("।.! ").strip()
    if statement.label:
        return None
    for front, back, merit in _forms(text):
        if not _VAGUE.intersection(words(front)) and not gives_away(front, back):
            top = statement.setting.section.top
            return Draft("basic", source_text(front), paragraph(back), statement.source, top, merit, front)
    return None


def _forms(text: str) -> Iterator[tuple[str, str, float]]:
    if (found := _BECAUSE.fullmatch(text)) and _ENDS.search(found["fact"]):
        yield f"{found['fact'].rstrip(',')} – क्यों?", found["why"], 7.3
    if (found := _CALLED.fullmatch(text)) and not _LINKS.intersection(words(found["name"])):
        yield f"{found['who']} को क्या {found['called']}?", found["name"], 7.6
    if found := _USED.fullmatch(text):
        yield f"{found['aim']} के लिए किसका उपयोग {found['be']}?", found["name"], 7.0
    if (found := _HOLDS.fullmatch(text)) and not _LINKS.intersection(words(found["where"])):
        yield f"{found['where']} में क्या {found['be']}?", found["what"], 6.8
    if (found := _IF.fullmatch(text)) and _ENDS.search(found["what"]) and len(words(found["case"])) >= _FEWEST_CASE:
        yield f"{found['case']}, तो क्या होता है?", found["what"], 6.0
    if found := _IS.fullmatch(text):
        subject = words(found["who"])
        main = _MAIN.match(found["what"] + " " + found["be"])
        if (
            main
            and not re.search(r"(?:है|हैं),|बढ़ता हुआ|महत्वपूर्ण|लोकप्रिय", found["what"])
            and not _DOING.search(main["what"])
            and len(subject) <= _MOST_SUBJECT
            and not _LINKS.intersection((*subject[:1], *subject[-1:]))
        ):
            yield f"{found['who']} क्या {main['be']}?", f"{found['what']} {found['be']}", 7.5
