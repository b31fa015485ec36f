"""Book → ePub 3.3: one file a note, maps as pictures and as lists, print's page numbers, nothing to fetch."""

from pipeline.targets.epub.bind import bind
from pipeline.targets.epub.check import check
from pipeline.targets.epub.render import render
from pipeline.targets.epub.words import texts

__all__ = ["bind", "check", "render", "texts"]
