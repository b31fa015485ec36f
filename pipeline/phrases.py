"""The few words the book says by itself, by language."""

from __future__ import annotations

_ENGLISH = {
    "abstract": "Summary",
    "acronyms": "Acronyms",
    "answer": "Answer",
    "answers": "Answers",
    "answers-page": "Answers: {}",
    "book-map": "The book at a glance",
    "bug": "Bug",
    "caption-of": "Mind map: {} points. Branch numbers match the sections below.",
    "card-test": "Test sheet",
    "card-test-back": "Where are the holes?",
    "card-test-front": "Print this sheet as you print cards. Push a pin through each circle, and turn the sheet over.",
    "card-test-read": (
        "The place of a hole on its scales says how far the backs must move, in millimetres: x to the right, y up. "
        "Add it to the shift that this sheet was made with, {}, and make the cards again: --shift-x and --shift-y of "
        "“studypress build”, or “cards: {{shift: [x, y]}}” in book.yml."
    ),
    "cards": "Cards",
    "backs": "backs",
    "colophon": "Colophon",
    "contents": "Contents",
    "cover": "Cover",
    "cover-page": "cover the page, then write",
    "danger": "Danger",
    "days": "days",
    "example": "Example",
    "failure": "Failure",
    "footnotes": "Notes",
    "fronts": "fronts",
    "generated": "made from these notes",
    "glossary": "Glossary",
    "how-to": (
        "Read the map, then the text. Cover the right-hand side and answer the question in the margin. "
        "Write the recall answers, check them at the back, and come back after 1, 3, 7 and 21 days."
    ),
    "index": "Index",
    "info": "Info",
    "key": "Key terms",
    "landmarks": "Landmarks",
    "mindmap": "Mind map",
    "minutes": "min",
    "mnemonic": "Mnemonic",
    "more": "+{} more",
    "note": "Note",
    "notes": "notes",
    "not-set": "This note could not be set: {}.",
    "own-map": "map {}",
    "page": "p. {}",
    "pages": "pages",
    "plan": "Revision plan",
    "plan-first": "First day",
    "plan-how": "On each of these days, answer the questions of the note with the page covered, and tick the box.",
    "plan-note": "Note",
    "plan-page": "Page",
    "question": "Question",
    "questions": "questions",
    "quote": "Quote",
    "reading": "Reading",
    "recall": "Recall",
    "review": "Review on",
    "see": "see",
    "sources": "Sources",
    "success": "Success",
    "tip": "Tip",
    "title-page": "Title page",
    "todo": "To do",
    "updated": "Updated",
    "warning": "Warning",
}

_HINDI = {
    "abstract": "सार",
    "acronyms": "संक्षिप्ताक्षर",
    "answer": "उत्तर",
    "answers": "उत्तर",
    "answers-page": "उत्तर: {}",
    "book-map": "पुस्तक एक नज़र में",
    "bug": "त्रुटि",
    "caption-of": "मानस-चित्र: {} बिंदु। शाखाओं की संख्याएँ नीचे के खंडों से मेल खाती हैं।",
    "card-test": "जाँच-पत्र",
    "card-test-back": "छेद कहाँ हैं?",
    "card-test-front": "इस पन्ने को कार्डों की तरह छापिए। हर वृत्त में पिन चुभाइए और पन्ना पलटिए।",
    "card-test-read": (
        "मापनी पर छेद का स्थान बताता है कि पिछले भाग को कितने मिलीमीटर खिसकाना है: x दाईं ओर, y ऊपर की ओर। "
        "उसे इस पन्ने के खिसकाव {} में जोड़िए और कार्ड फिर बनाइए: “studypress build” के --shift-x और --shift-y, "
        "या book.yml में “cards: {{shift: [x, y]}}”।"
    ),
    "cards": "कार्ड",
    "backs": "पिछले भाग",
    "colophon": "प्रकाशन विवरण",
    "contents": "विषय-सूची",
    "cover": "आवरण",
    "cover-page": "पृष्ठ ढककर लिखिए",
    "danger": "ख़तरा",
    "days": "दिन",
    "example": "उदाहरण",
    "failure": "विफल",
    "footnotes": "टिप्पणियाँ",
    "fronts": "अगले भाग",
    "generated": "इन्हीं नोट्स से",
    "glossary": "शब्दावली",
    "how-to": (
        "पहले मानस-चित्र देखिए, फिर पाठ पढ़िए। दाहिना भाग ढककर हाशिये के प्रश्न का उत्तर दीजिए। "
        "पुनःस्मरण के उत्तर लिखकर अंत में जाँचिए, और 1, 3, 7 तथा 21 दिन बाद दोहराइए।"
    ),
    "index": "अनुक्रमणिका",
    "info": "सूचना",
    "key": "मुख्य शब्द",
    "landmarks": "मुख्य भाग",
    "mindmap": "मानस-चित्र",
    "minutes": "मिनट",
    "mnemonic": "स्मरण-सूत्र",
    "more": "+{} और",
    "note": "टिप्पणी",
    "notes": "नोट्स",
    "not-set": "यह नोट मुद्रित नहीं हो सका: {}।",
    "own-map": "चित्र {}",
    "page": "पृ. {}",
    "pages": "पृष्ठ",
    "plan": "दोहराने की योजना",
    "plan-first": "पहला दिन",
    "plan-how": "इनमें से हर दिन पृष्ठ ढककर नोट के प्रश्नों के उत्तर दीजिए, फिर खाने में निशान लगाइए।",
    "plan-note": "नोट",
    "plan-page": "पृष्ठ",
    "question": "प्रश्न",
    "questions": "प्रश्न",
    "quote": "उद्धरण",
    "reading": "पढ़ने का समय",
    "recall": "पुनःस्मरण",
    "review": "दोहराएँ",
    "see": "देखें",
    "sources": "स्रोत",
    "success": "सफल",
    "tip": "सुझाव",
    "title-page": "मुखपृष्ठ",
    "todo": "करना है",
    "updated": "अद्यतन",
    "warning": "सावधान",
}

_LANGUAGES = {"en": _ENGLISH, "hi": _HINDI}

CALLOUTS = (
    "abstract",
    "bug",
    "danger",
    "example",
    "failure",
    "info",
    "key",
    "mindmap",
    "mnemonic",
    "note",
    "question",
    "quote",
    "success",
    "tip",
    "todo",
    "warning",
)
"""Kinds of callouts that have a name in every language."""


def phrase(key: str, lang: str = "en") -> str:
    """The phrase in the language of `lang` (BCP 47), in English when we have none, or the key itself."""
    return _LANGUAGES.get(lang.partition("-")[0].lower(), _ENGLISH).get(key) or _ENGLISH.get(key, key)
