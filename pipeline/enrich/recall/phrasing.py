"""How questions are worded, by language: English and Hindi in full, elsewhere only forms that need no words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.enrich.labels import vocabulary


@dataclass(frozen=True, slots=True)
class Phrasing:
    """Templates of one language. An empty template means: do not ask this kind of question."""

    title: str
    fill_in: str
    meaning: str = ""
    stands_for: str = ""
    explain: str = ""
    about: str = ""
    name: str = ""
    name_in: str = ""
    name_under: str = ""
    complete: str = ""
    cue_list: str = ""
    cue_counted: str = ""
    cue_pair: str = ""
    cue_section: str = ""
    cue_worked: str = ""
    numbers: tuple[str, ...] = ()
    pronouns: frozenset[str] = frozenset()
    language: str = ""

    @property
    def english(self) -> bool:
        return self.language == "en"

    def number(self, count: int) -> str:
        return self.numbers[count] if count < len(self.numbers) else str(count)


ENGLISH = Phrasing(
    title="Recall",
    fill_in="Fill in: {}",
    meaning="What is meant by “{}”?",
    stands_for="What does {} stand for?",
    explain="{0}: what does the note say about “{1}”?",
    about="What does the note say about “{}”?",
    name_under="“{0}”: name the {1} points.",
    name="Name {}.",
    name_in="{0}: name {1}.",
    complete="Name all {0}: {1} …",
    cue_list="{}: which can you name without looking?",
    cue_counted="{0}: can you name the {1} points?",
    cue_pair="Explain “{0}” and “{1}” in your own words.",
    cue_section="{}: say it in three sentences of your own.",
    cue_worked="{}: can you work it through without looking?",
    numbers=("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    pronouns=vocabulary(
        "i he she it we they this that these those his her its their our such here there both however but and "
        "or also so thus hence therefore yet then another other others neither either each all most some one ones none "
        "similarly moreover furthermore besides meanwhile later instead again finally same former "
        "latter who which"
    ),
    language="en",
)

HINDI = Phrasing(
    title="पुनःस्मरण",
    fill_in="रिक्त स्थान भरिए: {}",
    meaning="“{}” से क्या आशय है?",
    stands_for="{} का पूरा रूप क्या है?",
    explain="{0}: “{1}” के बारे में क्या कहा गया है?",
    about="“{}” के बारे में क्या कहा गया है?",
    name_under="“{0}”: {1} बिंदुओं के नाम लिखिए।",
    complete="पूरा कीजिए ({0}): {1} …",
    cue_counted="{0}: {1} बिंदु बिना देखे लिखिए।",
    cue_pair="“{0}” और “{1}” को अपने शब्दों में समझाइए।",
    cue_section="{}: अपने शब्दों में तीन वाक्य लिखिए।",
    cue_worked="{}: क्या आप इसे बिना देखे हल कर सकते हैं?",
    numbers=("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ", "दस", "ग्यारह", "बारह"),
    pronouns=vocabulary(
        "यह ये वह वे इस इन उस उन इसका इसके इसकी इसमें इससे इसे इसने इनका इनके इनकी इनमें इन्हें उसका उसके "
        "उसकी उसमें उसे उनका उनके उनकी उन्हें और परंतु लेकिन किंतु अतः इसलिए दोनों ऐसा ऐसे ऐसी यहाँ वहाँ सभी "
        "कुछ अन्य फिर"
    ),
    language="hi",
)

_OTHER = Phrasing(
    title="Recall",
    fill_in="{}",
    pronouns=vocabulary("இது இந்த அது அந்த هذا هذه هو هي تم وهو وهي كما il elle cela er sie es este esta esto"),
)


def phrasing(language: str) -> Phrasing:
    return {"en": ENGLISH, "hi": HINDI}.get(language, _OTHER)
