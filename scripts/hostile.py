"""Inputs made to keep a parser busy, after the list of cmark's tests, and how long ours takes over each.

    python -m scripts.hostile [NAME ...]

prints the size, the seconds and the ratio of the time for twice the bytes to that for once; 2 is linear.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count, takewhile

from pipeline.model import Source
from pipeline.syntax import parse

_RUNS = 3

INPUTS: dict[str, tuple[int, Callable[[int], str]]] = {
    # cmark's
    "nested strong emphasis": (32_500, lambda n: "*a **a " * n + "b" + " a** a*" * n),
    "closers of emphasis": (65_000, lambda n: "a_ " * n),
    "openers of emphasis": (65_000, lambda n: "_a " * n),
    "closers of links": (65_000, lambda n: "a]" * n),
    "openers of links": (65_000, lambda n: "[a" * n),
    "emphasis that does not match": (50_000, lambda n: "*a_ " * n),
    "two kinds of emphasis": (20_000, lambda n: "*a " * n + "_a*_ " * n),
    "emphasis by threes": (50_000, lambda n: "a**b" + "c* " * n),
    "links and emphasis": (50_000, lambda n: "[ a_" * n),
    "brackets of two kinds": (80_000, lambda n: "[ (](" * n),
    "pictures of empty links": (160_000, lambda n: "![[]()" * n),
    "emphasis in links": (5_000, lambda n: "**x [a*b**c*](d)" * n),
    "nested brackets": (50_000, lambda n: "[" * n + "a" + "]" * n),
    "nested quotes": (50_000, lambda n: "> " * n + "a"),
    "nested lists": (1_000_000, lambda n: "".join("  " * x + "* a\n" for x in _rising(n))),
    "no characters": (100_000, lambda n: "abc\x00de\x00" * n),
    "backticks": (5_000_000, lambda n: "".join("e" + "`" * x for x in _rising(n))),
    "links without end, in angles": (30_000, lambda n: "[a](<b" * n),
    "links without end": (30_000, lambda n: "[a](b" * n),
    "comments without end": (300_000, lambda n: "</" + "<!--" * n),
    "instructions without end": (300_000, lambda n: "</" + "<?" * n),
    "declarations without end": (300_000, lambda n: "</" + "<!A" * n),
    "sections without end": (100_000, lambda n: "</" + "<![CDATA[" * n),
    "blank lines in nested lists": (30_000, lambda n: "- " * n + "x" + "\n" * n),
    "blank lines in lists in a quote": (30_000, lambda n: "> " + "- " * n + "x\n" + ">\n" * n),
    "emphasis in deep quotes": (100_000, lambda n: ">" * n + "a*" * n),
    "many references": (20_000, lambda n: "".join(f"[{x}]: u\n" for x in range(n)) + "[0]" * n),
    "tables cut by line ends": (30_000, lambda n: "aaa\rbbb\n-\x0b\n" * n),
    # GitHub's, Obsidian's, Pandoc's
    "a wide table": (20_000, lambda n: "|" + "x|" * n + "\n|" + "-|" * n + "\n|" + "y|" * n),
    "rows of one cell": (20_000, lambda n: "|" + "x|" * 100 + "\n|" + "-|" * 100 + "\n" + "|\n" * n),
    "tables": (20_000, lambda n: "| a |\n| - |\n\n" * n),
    "tildes": (20_000, lambda n: "~~a " * n + "~b " * n + "~a~~" * n),
    "marks": (20_000, lambda n: "==a ~~b *c _d " * n),
    "carets": (20_000, lambda n: "a^b" * n),
    "addresses": (20_000, lambda n: "www." * n + "http://a.b/(" * n),
    "mail": (20_000, lambda n: "a@b" * n + "a." * n + "@"),
    "footnotes that cite footnotes": (5_000, lambda n: "[^0]" + "".join(f"\n\n[^{x}]: [^{x + 1}]" for x in range(n))),
    "notes in a line": (20_000, lambda n: "^[" * n),
    "formulas": (20_000, lambda n: "$a " * n + "$$a " * n + "\\[a " * n + "\\(b" * n),
    "signs of comments": (20_000, lambda n: "%%" * n + "a %% " * n),
    "gaps": (20_000, lambda n: "{{c1::a " * n),
    "wikilinks": (20_000, lambda n: "[[a" * n + "![[a]] " * n),
    "elements": (20_000, lambda n: "<div>" * n + "<b>" * n),
    "tags without end": (20_000, lambda n: "<div>\n" + '<a b="' * n + "<a " * n),
    "scripts without end": (20_000, lambda n: "<div>\n" + "<script>x" * n),
    "drawings": (20_000, lambda n: "<svg><path></svg>" * n),
    "drawings without end": (20_000, lambda n: "<svg>x\n" * n + "<svg>" * n),
    "drawings in drawings": (20_000, lambda n: "<svg>" * n + "</svg>" * n),
    "elements in a drawing": (20_000, lambda n: "<svg><path>" + "<g></a>" * n + "<text>a" * n + "<a " * n + "</svg>"),
    "sections in a drawing": (20_000, lambda n: "<svg><path>" + "<![CDATA[" * n + "</svg>"),
    "pictures in their addresses": (20_000, lambda n: "![](data:image/png;base64,AAA" * n),
    "details": (20_000, lambda n: "<details>\n\n" * n),
    "definitions": (20_000, lambda n: "a\n: b\n\n" * n),
    "questions": (20_000, lambda n: "Q: a\n" * n),
    "lazy lines": (20_000, lambda n: "> a\n" + "b\n" * n + "\n" + "- a\n" * n + "b\n" * n),
    "code in a quote": (20_000, lambda n: ">     a\n" * n + "b"),
    "titles without end": (20_000, lambda n: '[a]: b "' * n + '\n[a]: b "\n' * n),
    "comments between lists": (20_000, lambda n: "- a\n\n<!-- -->\n\n" * n),
    "callouts": (20_000, lambda n: "> [!note] a\n> " * n),
    "containers": (20_000, lambda n: ":::: note\n" * n + "::::\n" * n),
    "admonitions": (20_000, lambda n: "!!! note\n" * n + "!!! note\n    a\n" * n),
    "abbreviations": (2_000, lambda n: "".join(f"*[A{x}]: b\n" for x in range(n)) + "A1 A2 " * n),
    "one word": (1_000_000, lambda n: "a" * n),
}
"""Each with the size it is measured at."""


def _rising(size: int) -> list[int]:
    """So many numbers from 0 that they add up to a size."""
    return [*takewhile(lambda x: x * x < 2 * size, count())]


def seconds(text: str) -> float:
    def once() -> float:
        begin = time.process_time()
        parse(Source("a.md", text))
        return time.process_time() - begin

    return min(once() for _ in range(_RUNS))


def main() -> None:
    for name in sys.argv[1:] or INPUTS:
        size, make = INPUTS[name]
        half, full = seconds(make(size // 2)), seconds(make(size))
        print(f"{name:36}{len(make(size)):12,} bytes{full:8.2f} s{full / half:8.2f}")


if __name__ == "__main__":
    main()
