"""Book → ePub 3.3: one file a note, maps as pictures and as lists, print's page numbers, nothing to fetch.

A note is written once, whatever stands beside it (`note`); an edit costs one note and the binding (`bind`).
"""

from pipeline.targets.epub.bind import Pages, bind
from pipeline.targets.epub.check import Facts, Survey, check, facts, survey, text, texts
from pipeline.targets.epub.desk import Desk
from pipeline.targets.epub.kindle import kindle
from pipeline.targets.epub.kobo import kobo
from pipeline.targets.epub.note import Formula, Written, note
from pipeline.targets.epub.pictures import prepared, shown
from pipeline.targets.epub.rules import ruled
from pipeline.targets.epub.scripts import cut

__all__ = [
    "Desk",
    "Facts",
    "Formula",
    "Pages",
    "Survey",
    "Written",
    "bind",
    "check",
    "cut",
    "facts",
    "kindle",
    "kobo",
    "note",
    "prepared",
    "ruled",
    "shown",
    "survey",
    "text",
    "texts",
]
