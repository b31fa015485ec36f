"""The phrases that only an ePub says: names of links, and what is told to those who do not see the page."""

from __future__ import annotations

_ENGLISH = {
    "as-list": "The same map as a list",
    "back-to-question": "Back to the question",
    "back-to-text": "Back to the text",
    "in-the-note": "In the note",
    "summary": "The text reflows and follows the reader’s own font, size and colours. "
    "It has a table of contents, headings and a logical reading order.",
    "summary-alt": "Every picture has alternative text.",
    "summary-maps": "Every mind map is also given as a list of links.",
    "summary-math": "Formulas are MathML and carry their spoken form.",
    "summary-drawn": "Formulas are pictures and carry their spoken form.",
    "summary-pages": "The page numbers of the printed edition are marked and listed.",
    "summary-none": "Nothing flashes, moves or sounds. Conformance to a standard has not been certified.",
    "print-edition": "PDF edition of the same build",
}

_HINDI = {
    "as-list": "यही मानस-चित्र सूची के रूप में",
    "back-to-question": "प्रश्न पर वापस",
    "back-to-text": "पाठ पर वापस",
    "in-the-note": "नोट में देखें",
    "summary": "पाठ पाठक के चुने हुए फ़ॉन्ट, आकार और रंगों के अनुसार बहता है। इसमें विषय-सूची, शीर्षक और पढ़ने का सही क्रम है।",
    "summary-alt": "हर चित्र का वैकल्पिक पाठ है।",
    "summary-maps": "हर मानस-चित्र कड़ियों की सूची के रूप में भी दिया गया है।",
    "summary-math": "सूत्र MathML में हैं और उनका बोला जाने वाला रूप साथ है।",
    "summary-drawn": "सूत्र चित्र हैं और उनका बोला जाने वाला रूप साथ है।",
    "summary-pages": "मुद्रित संस्करण की पृष्ठ-संख्याएँ अंकित और सूचीबद्ध हैं।",
    "summary-none": "कुछ भी चमकता, हिलता या बजता नहीं। किसी मानक के अनुरूप होना प्रमाणित नहीं कराया गया है।",
    "print-edition": "इसी निर्माण का PDF संस्करण",
}

_LANGUAGES = {"en": _ENGLISH, "hi": _HINDI}


def say(key: str, lang: str) -> str:
    """The phrase in the language of `lang` (BCP 47), in English when we have none."""
    return _LANGUAGES.get(lang.partition("-")[0], _ENGLISH)[key]
