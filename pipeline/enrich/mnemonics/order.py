"""Decides whether the items of a list must be learnt in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from pipeline.enrich.mnemonics.announced import counted

Order = Literal["", "dated", "numbered", "said"]
"""No order; one that rising years show, or numbers do, or that words tell of."""

_SAID = re.compile(
    r"\bin (?:this|the following|that|chronological|temporal|time) order\b|\bin order(?!\s+(?:to|that|for)\b)"
    r"|\bchronolog\w+|\btimeline\b|\bin sequence\b|\bone after (?:the other|another)\b|\b(?:then|next) follows?\b"
    r"|^from (?:the )?\S+(?: \S+)? to\b|^how .{1,40} (?:is|are) (?:made|done|passed|formed|prepared)\b",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:steps|stages|phases|ranks)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:cycle|hierarchy|ladder|order|pathway|procedure|process)\b", re.IGNORECASE)
_FREE = re.compile(
    r"\b(?:acts|advantages?|approaches|aspects?|benefits|categories|causes?|challenges|characteristics?|complications?"
    r"|components?|conditions|contraindications?|criteria|demerits|disadvantages?|effects?|elements|examples?|factors?"
    r"|features?|forms?|functions?|goals|groups?|indications?|instruments?|issues|items|kinds?|measures|merits|methods|objectives|options|parts|points"
    r"|policies|problems|properties|reasons?|reforms|rules|sections|settings|signs?|sources|steps (?:taken|to)"
    r"|strategies|symptoms?"
    r"|techniques|things|tools|types?|uses|ways|in any order|no (?:fixed|particular|special) order)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(1[0-9]\d\d|20\d\d)\b")


def in_order(heading: str, lead_in: str, lines: Sequence[str], *, numbered: bool) -> Order:
    """Numbers mean order unless the list is one of causes, kinds and the like; rising years mean it too, and words do.

    Where things are counted, what they are is what counts ("steps fall into *four groups*"); the nearer words go first.
    """
    if any(_SAID.search(told) for told in (lead_in, heading)):
        return "said"
    for told in (counted(lead_in, len(lines)), counted(heading, len(lines)), lead_in, heading):
        free, meant = _FREE.search(told), _MEANT.search(told) or (numbered and _MAYBE.search(told))
        if free or meant:
            return "" if free else "said"
    return "numbered" if numbered else "dated" if _rising(lines) else ""


def _rising(lines: Sequence[str]) -> bool:
    found = [_YEAR.search(line) for line in lines]
    years = [int(match[1]) for match in found if match]
    return len(years) == len(lines) and all(a < b for a, b in pairwise(years))
