"""Which letters are a word: the lexicon of the mnemonics, with the endings, beginnings and spellings it leaves out."""

from __future__ import annotations

import re
from functools import cache

from pipeline.mnemonic import lexicon

_BRITISH = "our>or is>iz ys>yz tre>ter ae>e oe>e ence>ense ll>l ogue>og mme>m"
"""How spellings of here differ from the lexicon's."""
_ENDINGS = """
s> es> ies>y ed> ed>e d>e ing> ing>e ly> er> er>e ness> ism> isms> ist> ists> al> ic> ity> ity>e ation>e ation>
able> able>e less> like> wise> ship> hood> ian> an> ian>y ise> ising> ised> ize> izing> ized> isation> ization>
iness>y ily>y ability>able ibility>ible ment> ments> ers> ers>e or> ors> or>e ors>e ous> ward> wards> free> ful>
fold>
"""
_BEGINNINGS = """
non un re anti inter intra multi over under pre post sub super semi counter trans ultra micro macro mega mini
hyper hypo geo bio agro cyber eco socio neo pseudo poly mono proto para photo electro hydro thermo neuro cardio
immuno nano infra co de dis mis out up auto tele video audio meta extra self ex en em fore down bi tri uni quasi
psycho radio chemo cyto gastro hemo haemo histo iso lympho myo osteo patho peri endo exo epi back broad by cross
double fresh half hand head home land life long market off one side sea set time water wide work world key data
name sign
"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, _, new in (pair.partition(">") for pair in text.split()))


_SPELLINGS, _STEMS, _STARTS = _pairs(_BRITISH), _pairs(_ENDINGS), tuple(_BEGINNINGS.split())


@cache
def frequency(word: str) -> int:
    """Ten times the Zipf frequency of a word in lower case, or of what it is a form of; 0 when it is unknown."""
    return max(map(_zipf, _spellings(word))) or max(map(_zipf, _stems(word)), default=0)


@cache
def kind(word: str) -> int:
    """What a word can be (see `lexicon`), 0 when it is unknown."""
    known = lexicon.load()
    places = [known.place(spelling) for spelling in _spellings(word)]
    return next((known.sort[place] for place in places if place >= 0), 0)


@cache
def known(word: str) -> bool:
    """Whether a word, in lower case, is one: with any ending or beginning that makes new words of known ones."""
    if frequency(word):
        return True
    bases = {word[len(start) :].lstrip("-") for start in _STARTS if word.startswith(start)}
    return any(len(base) > 3 and frequency(base) for base in bases)


def _zipf(word: str) -> int:
    known = lexicon.load()
    place = known.place(word)
    return known.zipf[place] if place >= 0 else 0


def _spellings(word: str) -> list[str]:
    return [word, *(word.replace(here, there) for here, there in _SPELLINGS if here in word)]


def _stems(word: str) -> list[str]:
    stems = [word[: -len(end)] + new for end, new in _STEMS if word.endswith(end) and len(word) - len(end) > 2]
    doubled = [stem[:-1] for stem in stems if re.search(r"([bdgklmnprt])\1$", stem)]
    return [spelling for stem in (*stems, *doubled) for spelling in _spellings(stem)]
