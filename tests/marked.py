"""Random Markdown whose words are known: marks of all kinds around them, none of which hides what it marks."""

from __future__ import annotations

from hypothesis import strategies as st

_BLOCKS = (
    *(
        "\n",
        "\n\n",
        "\n> ",
        "\n> > ",
        "\n- ",
        "\n  - ",
        "\n1. ",
        "\n\n    ",
        "\n# ",
        "\n\n### ",
        "\n```\n",
        "\n~~~\n",
        "\n\t",
    ),
    *(
        "\n---\n",
        "\n===\n",
        "\n***\n",
        "\n| a | b |\n|---|---|\n| ",
        "\n- [x] ",
        "\n- [1] ",
        "\n\n: ",
        "\n> [!note]- ",
        "\n> [!x]\n> ",
    ),
    *(
        "\n[^a]: ",
        "\n\nQ: ",
        "\nA: ",
        "\n:::note ",
        "\n::: {.columns}\n",
        "\n:::\n",
        '\n!!! tip "',
        '"\n',
        "\n??? note\n    ",
    ),
    *(
        "\n<div>\n",
        "\n</div>\n",
        "\n<details>\n\n",
        "\n<summary>",
        "</summary>\n",
        "\n</details>\n",
        "\n<aside>\n",
        "\n</aside>\n",
    ),
    *(
        "\n<table><tr><td>",
        "</td><td>",
        "</td></tr></table>\n",
        "\n<ul><li>",
        "</li></ul>\n",
        "\n<blockquote>",
        "\n*[HTML]: ",
    ),
    *("\n```ad-note\n", "\n<!-- -->\n", "\n\n<pre>\n", "\n</pre>\n", "\n?\n", "\n$$\n"),
)
_SPANS = (
    *(
        " ",
        "  \n",
        "*",
        "**",
        "***",
        "_",
        "__",
        "`",
        "``",
        "==",
        "~~",
        "~",
        "[",
        "]",
        "![",
        "\\",
        "<b>",
        "</b>",
        "<br>",
    ),
    *("<span>", "</span>", "<sub>", "</sub>", "<unknown>", "<b", "</", "&amp;", "&lt;", "[^a]", "^[", "{.x}", "{: .x}"),
    *(
        "::",
        "{{c1::",
        "}}",
        "!!!",
        "|",
        "\\|",
        "#",
        "🎉",
        "é",
        "漢字",
        "www.a.b/",
        "https://a.b/",
        "<u>",
        "</u>",
        "- ",
        "> ",
    ),
)


@st.composite
def marked(draw: st.DrawFn, *, formulas: bool) -> tuple[str, list[str]]:
    """A text and its words; with `formulas`, some of them stand in TeX."""
    signs = _BLOCKS + _SPANS + (("$", "$$", "\\(", "\\)", "\\[", "\\]") if formulas else ())
    if not formulas:
        signs = tuple(sign for sign in signs if "$" not in sign)
    pieces = draw(st.lists(st.one_of(st.none(), st.sampled_from(signs)), max_size=40))
    words = [f"word{number}x" for number in range(len(pieces))]
    text = "start"
    for piece, word in zip(pieces, words, strict=True):
        text += piece if piece is not None else word
    shown = [word for piece, word in zip(pieces, words, strict=True) if piece is None]
    return text, shown
