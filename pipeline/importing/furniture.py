"""Site furniture: what a web page hangs below its text. It is struck out from the end upwards, and every line told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.importing.change import Change, Line

CODE = "site-furniture"

_NET = "facebook|twitter|x|whats ?app|telegram|linked ?in|instagram|pinterest|reddit|e-?mail|print|copy link"
_RULES = rf"""
(contact|about) us
enquire now
(apply|register|enroll?|join|buy|order|book|subscribe|sign ?up|sign ?in|log ?in|donate)( (now|here|today|free|us))?
get (in touch|started)
(click|tap) here\b.{{0,60}}
(read|know|learn|view|see|show|load) (more|less|all|full \w+)\b.{{0,60}}
(also|must) read\b.{{0,120}}
read also\b.{{0,120}}
continue reading\b.{{0,80}}
share\b( (this|on|via|with|it|now|article|post)\b.{{0,40}}| *:?)
share *:.{{0,80}}
tweet
like this.{{0,10}}
(({_NET})[ |,·•/]*)+
(follow|join|like) (us|me|our)\b.{{0,80}}
(subscribe|sign up) (to|for|now)\b.{{0,80}}
(download|get) (the |our |as |this )?(pdf|app|e-?book)\b.{{0,40}}
(previous|next|older|newer|prev)( (article|post|page|chapter|topic|story|posts))?( *[:»→›].{{0,100}})?
([«←‹] *)?(previous|prev|next|back)( *[»→›])?
(back|go|scroll) to (the )?(top|home|main)\b.{{0,20}}
(leave|post|add|write) a (comment|reply)
(\d+ )?(comments?|repl(y|ies)|likes?|shares?|views?)( *\(\d+\)| *:? *\d+)?
(tags?|categor(y|ies)|labels?|topics|keywords|filed under|posted (in|by|on)) *:.{{0,160}}
posted (in|by|on)\b.{{0,80}}
(sources?|image credits?|photo credits?|image source|courtesy|via) *:.{{0,160}}
(last )?(updated|modified|published)( on| at)? *:.{{0,60}}
(copyright\b|©|\(c\) ).{{0,160}}
all rights reserved\b.{{0,80}}
powered by\b.{{0,60}}
privacy( (policy|notice|statement))?
terms( (of|and|&) (use|service|conditions))?
disclaimer
site ?map
cookies?( (policy|settings|preferences|notice))?
(accept|reject|allow|manage)( all)?( cookies)?
(we|this (site|website)) uses? cookies\b.{{0,300}}
by (continuing|using)\b.{{0,80}}\bcookies?\b.{{0,200}}
advertisements?
sponsored( (content|links?))?
skip to\b.{{0,30}}
(main )?(menu|navigation|search|home)
(was this|did you find this)\b.{{0,30}}\bhelpful\b.{{0,20}}
rate this\b.{{0,40}}
your e-?mail address\b.{{0,80}}
submit
cancel reply
newsletter
"""
"""What a line of furniture says, one pattern a line."""
_SIGN = re.compile(rf"(?:{'|'.join(_RULES.split(chr(10))[1:-1])})[ ]*[.!:»›→…]*", re.IGNORECASE)
_BAR = re.compile(r"[^\W\d_][^|›»$=\\]{1,30}(?:\s*[|›»]\s*[^\W\d_][^|›»$=\\]{1,30}){2,}")
_MORE = re.compile(
    r"(?:related|recommended|similar|popular|recent|latest|trending|more)\s+"
    r"(?:articles?|posts?|stor(?:y|ies)|reads?|reading|topics?|links?|news|from\b.{0,40})[:.]?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)[:.]?|(?:see|read) also[:.]?|recommended(?: for you)?[:.]?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:page\s+)?\d{1,4}\s+(?:of|/)\s+\d{1,4}|page\s+\d{1,4}|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
_MARK = re.compile(r"^(?:[-*+•◦▪·]\s+|#{1,6}\s+)|[*_]{2}|^>\s*")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:|[ \t]+\S")
_ITEM = re.compile(r"\s*(?:[-*+•◦▪·]|\d+[.)])\s")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SENTENCE = re.compile(r"[.!?]['’”\")]*$")
_LONGEST_LINK = 120


def trim(lines: Sequence[Line]) -> tuple[list[Line], tuple[Change, ...]]:
    """The lines without furniture, and each line that went.

    From the end upwards, lines that are furniture go, and so does a list of titles below “Related articles”. The first
    line that says something stops it: nothing in the middle of a text is judged but the numbers of pages.
    """
    notes = _notes(lines)
    if notes < len(lines):
        kept, changes = trim(lines[:notes])
        return ([*kept, Line(lines[notes].number, ""), *lines[notes:]] if changes else list(lines)), changes
    end = _end(lines)
    if not any(line.text.strip() for line in lines[:end]):
        end = len(lines)  # furniture alone is a text, too
    gone = {i for i in range(end, len(lines)) if lines[i].text.strip()}
    gone |= {i for i in range(end) if _PAGE.fullmatch(lines[i].text.strip()) and _alone(lines, i)}
    changes = tuple(_removal(lines[i]) for i in sorted(gone))
    return [Line(line.number, "") if i in gone else line for i, line in enumerate(lines)][: max(end, 1)], changes


def is_furniture(text: str) -> bool:
    """Whether a line is nothing but furniture."""
    plain = _plain(text)
    return bool(plain) and len(plain) < 400 and bool(_SIGN.fullmatch(plain) or _BAR.fullmatch(plain))


def _notes(lines: Sequence[Line]) -> int:
    """Where the footnotes at the end begin; they belong to the text, and furniture may stand above them."""
    at = start = len(lines)
    while at > 0 and (not lines[at - 1].text.strip() or _NOTE.match(lines[at - 1].text)):
        at -= 1
        start = at if lines[at].text.startswith("[^") else start
    return start


def _end(lines: Sequence[Line]) -> int:
    """The number of lines before the furniture at the end."""
    end = len(lines)
    while True:
        at = _last(lines, end)
        if at < 0:
            return end
        if is_furniture(lines[at].text) and not _in_list(lines, at):
            end = at
        elif (above := _more(lines, at)) >= 0:
            end = above
        else:
            return _after_text(lines, end)


def _in_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the last item of a list that says something: *Home* may be one of its points."""
    above = lines[at - 1].text if at else ""
    both = all(_ITEM.match(text) for text in (above, lines[at].text))
    return both and not is_furniture(above)


def _last(lines: Sequence[Line], end: int) -> int:
    return next((i for i in range(end - 1, -1, -1) if lines[i].text.strip()), -1)


def _after_text(lines: Sequence[Line], end: int) -> int:
    return _last(lines, end) + 1


def _more(lines: Sequence[Line], at: int) -> int:
    """The line “Related articles” above a run of titles that ends at a line, or -1."""
    for i in range(at, max(at - 15, -1), -1):
        plain = _plain(lines[i].text)
        if _MORE.fullmatch(plain):
            return i
        if len(plain) > _LONGEST_LINK or _SENTENCE.search(plain):
            return -1
    return -1


def _plain(text: str) -> str:
    return _MARK.sub("", _LINK.sub(r"\1", text.strip())).strip()


def _alone(lines: Sequence[Line], at: int) -> bool:
    before = lines[at - 1].text if at else ""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return not before.strip() and not after.strip()


def _removal(line: Line) -> Change:
    text = line.text.strip()
    return Change(line.number, line.text.index(text) + 1, CODE, text, "")
