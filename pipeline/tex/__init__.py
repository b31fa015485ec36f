"""TeX as text: what authors type, in words that engines know; macros; numbers. It draws nothing and knows no engine."""

from pipeline.tex.macros import Macros, definitions, expanded, group_end, joined, macros, readable, unbalanced
from pipeline.tex.numbers import counted, labels, numbered, tag

__all__ = [
    "Macros",
    "counted",
    "definitions",
    "expanded",
    "group_end",
    "joined",
    "labels",
    "macros",
    "numbered",
    "readable",
    "tag",
    "unbalanced",
]
