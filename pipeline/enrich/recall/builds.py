"""How English sentences are built that make plain claims: patterns for whole sentences, without their full stops."""

from __future__ import annotations

import re

from pipeline.enrich.recall.verbs import ALSO_DOING, DID, DOING, either, plural

_SUBJECT = r"(?P<who>[^,;:()–—]{2,70}?)"
_BE = r"(?P<be>is|are|was|were)"
_NAME = r"[A-Z][\w.’'-]*(?: (?:of|the|and|de|von|[A-Z][\w.’'-]*))"

IS = re.compile(rf"{_SUBJECT}(?: \([^()]{{1,40}}\))? {_BE} (?P<what>(?:an?|the|one of) [^;:]+)")
AS = re.compile(rf"{_SUBJECT} {_BE} defined as (?P<what>[^;:]+)")
CALLED = re.compile(
    rf"(?P<who>[^;:()–—]{{12,160}}?) {_BE} (?P<called>(?:also |often |sometimes |popularly |commonly )?"
    r"(?:called|termed|named|known as|referred to as)) (?:as )?(?P<what>[^,;:()]{2,50})"
)
DOES = re.compile(rf"{_SUBJECT} (?P<verb>{either(DOING + ALSO_DOING)}) (?P<what>[^;:]+)")
DO = re.compile(rf"(?P<who>[^,;:()–—]{{2,70}}?[^\Ws]s) (?P<verb>{'|'.join(plural(v) for v in DOING)}) (?P<what>[^;:]+)")
WHO = re.compile(rf"(?P<who>(?:The )?{_NAME}{{0,5}}) (?P<did>{either(DID)}) (?P<what>[^;:]+)")
BY = re.compile(
    rf"{_SUBJECT} (?P<be>was|were) (?P<done>{either(DID)}|written|led|held|made|drawn) by (?P<by>(?:[Tt]he )?"
    rf"{_NAME}{{0,6}})(?P<rest>(?: (?:in|on|at|for|during|under) [^,;:]+)?)"
)
BECAUSE = re.compile(r"(?P<fact>[^;:]{15,160}?),? (?P<why>(?:because|due to|owing to|on account of) [^;:]{8,})")
LED = re.compile(
    rf"{_SUBJECT} (?P<verb>led to|resulted in|gave rise to|brought about|culminated in|caused) (?P<what>[^;:]+)"
)
LED_STEMS = {
    "led to": "lead to", "resulted in": "result in", "gave rise to": "give rise to",
    "brought about": "bring about", "culminated in": "culminate in", "caused": "cause",
}  # fmt: skip
USED = re.compile(rf"{_SUBJECT} {_BE} (?:mainly |mostly |commonly |often |primarily )?used (?P<what>(?:to|for) [^;:]+)")
ALLOWS = re.compile(
    rf"{_SUBJECT} (?P<verb>allows?|lets?|enables?|helps?|aims?|seeks?|attempts?) "
    r"(?P<whom>you |users |us )?(?P<to>to )?(?P<what>[a-z]+ [^;:]+)"
)
PLACED = re.compile(
    rf"{_SUBJECT} {_BE} (?P<done>located|situated|held|found|born|signed|built|founded|established|adopted) "
    r"(?P<what>(?:in|at|on|near|between|along) (?:the )?(?:[a-z]+ (?:of|in) (?:the )?)?"
    r"[A-Z][\w’'-]*(?:[ ,]+(?:of|and|the|in|[A-Z][\w’'-]*))*)"
)
FOUNDED = re.compile(
    rf"{_SUBJECT} (?P<be>was|were) (?P<done>set up|established|founded|created|formed|introduced|launched|appointed|"
    r"enacted|constituted|passed)(?P<rest>(?: (?:in|on|by) (?:[\w.’'-]+ ?){1,5}?)?) "
    r"(?P<what>(?:in order )?to [a-z]+ [^;:]+)"
)
COUNTED = re.compile(
    r"(?:There (?P<be>are|were) (?P<count>\w+) (?P<kind>[a-z]+s(?: of [^:;,]{3,50})?): |"
    r"The (?P<number>\w+) (?P<named>[^,;:()]{3,60}?) (?P<are>are|were) )"
    r"(?P<what>[^;:()]+,[^;:()]+ and [^;:()]+|[^;:,()]+ and [^;:,()]+)"
)

# ------------------------------------------------------------------ what spoils them

HALF = re.compile(r"[,(]| not$|\b(?:mainly|only|largely|partly|just|but|and|not|probably|been|be|one)$")
"""A fact that is not all that is said before "because"."""
FINITE = re.compile(
    r"^(?!\w+ing\b)(?!.* as ).* (?:is|are|was|were|has|have|had|can|cannot|could|may|must|does|occurs?|takes) "
)
"""A fact that is a sentence; an opening that only names what goes on is none."""
NO_NAME = re.compile(r"\b(?:by|in|for|when|because|with|from|to|which|that)\b")
SAYING_LITTLE = re.compile(
    r"(?:an?|the|one of)(?: the)?(?: very| most| really| quite| pretty| relatively| fairly)? "
    r"(?:\w{2,}est |more|advanced|topic|workhorse|cornerstone|staple|hallmark|good|great|bad|important|common|popular|"
    r"remarkable|interesting|famous|key|major|simple|useful|powerful|big|huge|lot|bit|same|only|must|nice|easy|hard|"
    r"difficult|little|few|best|main|"
    r"biggest|crucial|vital|essential|significant|similar|different|following|case|result|reason|way|thing|fact|"
    r"example|matter|need|problem|question|above|latter|former|one|next|last|answer|sum|number|part)\b",
    re.IGNORECASE,
)
TELLING = re.compile(r"\b(?:of|that|which|who|whose|where|used|in|for|between|by|to|with|from|on|based|made|called)\b")
BROKEN = re.compile(r"(?:an?|the) \w+(?:ed|ing)? (?:is|are|was|to)\b")
NO_OBJECT = re.compile(
    r"(?:several|various|many|some|multiple|a lot)\b|(?:the|an?) (?:same|following|above)\b|"
    r"(?:it|them|this|that|these|us|you|me|how|what)\b"
)
CLAUSE = re.compile(
    r"^(?!.*\b(?:that|which|who|whom|whose|when|where|if|as|because|what|how|but|and)\b)"
    r".*\b(?:can|is|are|was|were|will)\b"
)
"""An object that has a verb of its own: the sentence was read wrongly."""
MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b"
)
