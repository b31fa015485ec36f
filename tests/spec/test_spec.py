"""Every example of the specifications means what the reference says, but for those named here with what they mean.

`commonmark-0.31.2.txt` is the specification's own list, `gfm-0.29.txt` GitHub's, `cmark-gfm-extensions.txt` and
`cmark-regression.txt` are lists of their programs. How HTML is compared, and what is undone for it, says
`reference.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.reference import Example, examples, meaning
from tests.spec.written import note_written

HERE = Path(__file__).parent

_PARTED = "a table in HTML holds lines of text, so that blocks of Markdown inside it follow it"
_COMMENT = "what an author writes after a comment is Markdown; the reference prints its stars"
_BEYOND = "no word is lost: cells beyond the head's last column stay in it, with a warning; GitHub drops them"
_UNCLOSED = "a script that nothing closes would hide what follows; it is text"
_NO_CHARACTER = "a code point that is no character cannot stand in XML"

OTHERWISE: dict[str, dict[int, tuple[str, str]]] = {
    "commonmark-0.31.2": {
        148: (_PARTED, "<table><tr><td>**Hello**,</td></tr></table><p><em>world</em>.</p>"),
        177: (_COMMENT, "<p><em>bar</em> <em>baz</em></p>"),
    },
    "gfm-0.29": {
        118: (_PARTED, "<table><tr><td>**Hello**,</td></tr></table><p><em>world</em>.</p>"),
        146: (_COMMENT, "<p><em>bar</em> <em>baz</em></p>"),
        204: (
            _BEYOND,
            (
                "<table><tr><th>abc</th><th>def</th></tr><tr><td>bar</td><td></td></tr>"
                "<tr><td>bar</td><td>baz | boo</td></tr></table>"
            ),
        ),
    },
    "cmark-gfm-extensions": {
        8: (
            _BEYOND,
            (
                "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td>x</td><td></td><td></td></tr>"
                "<tr><td>a</td><td>b</td><td></td></tr><tr><td>1</td><td>2</td><td>3 | 4 | 5</td></tr></table>"
            ),
        ),
        20: ("the list only wants no crash", "<p>This shouldn't crash everything: (<em>A</em>@_.A</p>"),
    },
    "cmark-regression": {
        18: (_UNCLOSED, "<ul><li>&lt;script&gt;</li><li>some text some other text</li></ul>"),
        27: (_NO_CHARACTER, "<p>()</p>"),
    },
}
COUNTS = {"commonmark-0.31.2": 652, "gfm-0.29": 672, "cmark-gfm-extensions": 28, "cmark-regression": 30}
CASES = [(name, example) for name in COUNTS for example in examples(HERE / f"{name}.txt")]


@pytest.mark.parametrize(("name", "example"), CASES, ids=[f"{name}-{example.number}" for name, example in CASES])
def test_example_means_what_the_reference_says(name: str, example: Example) -> None:
    _, wanted = OTHERWISE[name].get(example.number, ("", example.html))
    every = "autolink" if name == "cmark-gfm-extensions" else example.kind
    assert meaning(note_written(example.markdown, every)) == meaning(wanted)


def test_every_example_is_there() -> None:
    assert {name: sum(where == name for where, _ in CASES) for name in COUNTS} == COUNTS


def test_exceptions_differ_from_the_reference() -> None:
    told = {(name, number): html for name, those in OTHERWISE.items() for number, (_, html) in those.items()}
    reference = {(name, example.number): example.html for name, example in CASES}
    assert [key for key, html in told.items() if meaning(html) == meaning(reference[key])] == []
