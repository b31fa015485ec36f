"""What may be asked about: a subject that is known without the sentences before it."""

from __future__ import annotations

import re

from pipeline.enrich.labels import vocabulary
from pipeline.enrich.recall.draft import Theme
from pipeline.enrich.recall.verbs import INSIDE
from pipeline.text import words

OPENERS = vocabulary(
    "there it this that these those one another some many most all each every both either neither such what "
    "how when where while if although though since because as in on at for from to by with without after "
    "before during under among between despite unlike like using given once then thus hence so therefore "
    "however also now here not no certain different various new additional increased similar higher lower "
    "larger smaller greater let lets understand know learn use make see check try add set get ensure consider "
    "avoid keep find nowadays was is are were has have had do does did can could may might must shall should "
    "will would only even or and but which who whose whom yet still first second third firstly secondly "
    "lastly finally next instead again rather overall today currently recently further furthermore moreover "
    "additionally similarly perhaps maybe usually generally often sometimes typically note remember see let "
    "various several other others anything everything nothing something anyone everyone someone people over "
    "per via within upon until whether following more less few much any nor just let's i we you he she they "
    "its his her their our your my"
)
WITHIN = vocabulary(
    "that which who whom whose when where if because is are was were has have had will would can could may might must "
    "shall should do does did been being be not it this these those they we you he she i its their his her our your "
    "following above below same such so then than as while although but also thus here there both"
)
EMPTY = vocabulary(
    "reason problem goal advantage disadvantage idea purpose difference answer result example aim key point way thing "
    "question task step solution issue case fact part type kind number value name list set result output input "
    "function method process system model data concept term word approach option feature section article page note "
    "figure table course book module user reader student author code program file following rest end beginning first "
    "second third last next main focus objective conclusion best most important latter former above focus formula "
    "graph equation image picture diagram"
)
_THINGS = vocabulary(
    "principle theory law act effect process system method model sinus inscription committee commission court party "
    "movement war battle treaty company council state river government president minister union league empire dynasty "
    "period age school test plan scheme fund programme program policy report index cell layer"
)
"""Kinds of things that go with an article, even in a name."""


_COMPARED = vocabulary("higher lower larger smaller greater bigger longer shorter more less better worse")


def is_plural(subject: str) -> bool:
    """Whether "does" would be wrong, as in a sentence whose author made a slip."""
    head = re.split(r" (?:of|like|with|in|for|from|to|by|on|at) ", subject)[0].split()[-1].lower()
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "ics")) and head[:1].islower() and len(head) > 3


def is_subject(text: str, theme: Theme, most: int = 7) -> bool:
    """Whether a text names one thing that needs no context: a name, a kind (no article, or "a"), or "the … of …"."""
    parts = words(text)
    if not parts or len(parts) > most or parts[0] in OPENERS or parts[-1] in OPENERS:
        return False
    if _COMPARED.intersection(parts[:2]) or WITHIN.intersection(parts) or INSIDE.intersection(parts[1:]):
        return False
    if not text[0].isalpha() or re.search(r"[\"“”/=]|^\w+ing\b| - ", text):
        return False
    first, _, rest = text.partition(" ")
    if first.lower() not in ("the", "a", "an"):
        return (
            not _lacks_article(text, parts, theme) and not {parts[0], parts[-1]} & EMPTY and not parts[0].endswith("ly")
        )
    if first.lower() == "the":
        return _is_known(rest, theme) and parts[1:2] != [] and parts[1] not in EMPTY
    return len(parts) > 1 and parts[-1] not in EMPTY


def _is_known(rest: str, theme: Theme) -> bool:
    """Whether "the" thing is told by its name, by what it is of, or because the note comes back to it."""
    of = " of " in rest and not EMPTY.intersection(words(rest.partition(" of ")[2])[-1:])
    return of or any(w[0].isupper() for w in rest.split()) or theme.speaks_of(rest)


def _lacks_article(text: str, parts: list[str], theme: Theme) -> bool:
    """Whether a subject is of a kind that goes with an article, as far as one can tell."""
    if re.search(r"\b[A-Z]\.[A-Z]|(?:^| )[A-Z](?: |$)", text):
        return True
    last, alone = text.rsplit(maxsplit=1)[-1], len(parts) == 1
    if alone:
        small = last.islower() or text.split(maxsplit=1)[0][1:].islower()
        agent = re.fullmatch(r"[A-Z]?[a-z]+(?:er|or)", last)
        return bool(agent) or (small and theme.counts(parts[-1]) and parts[-1][-1] != "s")
    if not is_plural(text) and (last.islower() or last.lower() in _THINGS):
        return True
    return last.islower() and theme.counts(parts[-1]) and parts[-1][-1] != "s"
