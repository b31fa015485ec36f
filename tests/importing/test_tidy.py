"""From dirty text to a note: what is mended, what is told, and that no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import model as m
from pipeline.importing import proof
from pipeline.importing.tidy import Tidied, Wish, tidy
from pipeline.syntax import parse
from pipeline.text import walk

Golden = Callable[[Path, str], None]
CASES = Path(__file__).parent / "cases"
PLAIN = "The ports were widened again, and the ferries that crossed the river every day carried grain, salt and wool."


def made(text: str, *, fix: bool = False, markdown: bool = False) -> Tidied:
    return tidy(text, Wish("a.txt", "a", fix, markdown=markdown))


def body(text: str, *, fix: bool = False, markdown: bool = False) -> str:
    return made(text, fix=fix, markdown=markdown).text.partition("\n---\n\n")[2]


def told(text: str, code: str) -> list[tuple[int, str, str]]:
    return [(c.line, c.before, c.after) for c in made(text).changes if c.code == code]


@pytest.mark.parametrize("fix", [False, True])
def test_a_dirty_text_is_put_in_order(golden: Golden, fix: bool) -> None:
    result = tidy((CASES / "dirty.txt").read_text(encoding="utf-8"), Wish("dirty.txt", "dirty", fix))
    changes = "".join(f"{c.line}:{c.column} {c.code} {c.before!r} -> {c.after!r} {c.made}\n" for c in result.changes)
    golden(CASES / ("dirty-fixed.md" if fix else "dirty.md"), f"{result.text}\n%%\n{changes}%%\n")
    assert (result.lost, result.added) == ((), ())


def test_a_note_begins_with_its_title_its_date_and_its_source() -> None:
    text = tidy(f'Ferries: "old" ones\n\n{PLAIN}\n', Wish("f.txt", "f", date="2026-05-01")).text
    assert text.startswith('---\ntitle: "Ferries: \\"old\\" ones"\ndate: 2026-05-01\nsource: "f.txt"\n---\n\n# ')
    note = parse(m.Source("f.md", text))
    assert (note.title, note.problems) == ('Ferries: "old" ones', ())


# --------------------------------------------------------------------------- bullets


def test_bullets_nest_by_their_indent_and_by_their_sign() -> None:
    text = "• a\n  • b\n    • c\n• d\n◦ e\n▪ f\n• g\n"
    assert body(text) == "- a\n  - b\n    - c\n- d\n  - e\n    - f\n- g\n"


@pytest.mark.parametrize("sign", ["•", "◦ ", "▪ ", "– ", "· ", "* ", "- ", "\uf0b7 ", "o\t"])
def test_each_sign_is_a_bullet(sign: str) -> None:
    assert body(f"{sign}Zinc\n{sign}Iron\n") == "- Zinc\n- Iron\n"


def test_bullets_within_a_line_are_items() -> None:
    assert body("• Zinc • Iron • Gold\n") == "- Zinc\n- Iron\n- Gold\n"


def test_numbers_stay_what_they_are() -> None:
    assert body("1. one\n2. two\n   • b\n3. three\n5. five\n") == "1. one\n2. two\n   - b\n3. three\n- 5\\. five\n"
    assert body("1) one\n2) two\n") == "1. one\n2. two\n"


def test_lines_that_were_broken_at_a_width_are_one_paragraph() -> None:
    broken = (
        "The ferry that crossed the river every day carried the grain\n"
        "of both towns to the old mill on the hill above\n"
        "the quay, and salt to the market that stands beside it.\n"
    )
    note = parse(m.Source("a.md", made(broken).text))
    assert [type(block).__name__ for block in note.blocks] == ["Paragraph"]


# --------------------------------------------------------------------------- headings


def test_two_empty_lines_among_single_ones_tell_of_a_heading() -> None:
    text = f"{PLAIN}\n\n{PLAIN}\n\n\n{PLAIN}\n\n{PLAIN}\n"
    assert [line for line, _, _ in told(text, "heading-lost")] == [6]
    assert body(text).count("## ???") == 1


def test_empty_lines_tell_nothing_where_they_are_the_rule_or_headings_are_marked() -> None:
    assert told("\n\n\n".join([PLAIN] * 6), "heading-lost") == []
    assert told(f"# Ferries\n\n{PLAIN}\n\n\n{PLAIN}\n\n{PLAIN}\n", "heading-lost") == []


def test_a_short_line_with_air_around_it_is_a_heading() -> None:
    text = f"{PLAIN}\n\nThe Old Quay\n\n{PLAIN}\n\nNew mills\n• Wind\n• Water\n"
    assert [line for line, _, _ in told(text, "heading-found")] == [3, 7]
    assert "\n## The Old Quay\n" in body(text)


@pytest.mark.parametrize("line", ["It was late.", "and so on", "The towns agreed on this:", "Grain,"])
def test_a_line_that_ends_a_sentence_or_begins_none_is_no_heading(line: str) -> None:
    assert told(f"{PLAIN}\n\n{line}\n\n{PLAIN}\n", "heading-found") == []


def test_verses_are_no_headings() -> None:
    assert told("O river\n\nO ferry\n\nO quay\n\nO town\n\nO hill\n", "heading-found")[1:] == []


def test_a_heading_that_hangs_on_a_line_is_told_and_parted() -> None:
    text = f"{PLAIN}\n\nAll of them went on with the talks.Way Forward\n\n{PLAIN} The Way Forward is known.\n"
    assert [line for line, _, _ in told(text, "heading-glued")] == [3]
    assert "the talks.\n\n## Way Forward\n\n" in body(text, fix=True)


# --------------------------------------------------------------------------- words that were run together


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("boththe", "both the"), ("therehas", "there has"), ("isthe", "is the"), ("visionin", "vision in"),
        ("frombecoming", "from becoming"), ("apivot", "a pivot"), ("Cryogenictechnology", "Cryogenic technology"),
        ("relationsIndia", "relations India"), ("theRussia", "the Russia"), ("areBrahMos", "are BrahMos"),
    ],
)  # fmt: skip
def test_two_words_in_one_are_told_and_parted(glued: str, parted: str) -> None:
    text = f"{PLAIN} This {glued} of old.\n"
    assert told(text, "glued-words") == [(1, glued, parted)]
    assert glued in body(text)
    assert f"This {parted} of old" in body(text, fix=True)


@pytest.mark.parametrize(
    "word",
    [
        "JavaScript", "YouTube", "iPhone", "McDonald", "healthcare", "asymptomatic", "counterinsurgency", "favouring",
        "photosynthesis", "therein", "Kudankulam", "Willis", "penicillin", "cybersecurity", "G20", "online",
        "SakhalinI", "`boththe`", "https://boththe.org/visionin", "$apivot$", "@boththe",
    ],
)  # fmt: skip
def test_a_word_is_a_word(word: str) -> None:
    assert told(f"{PLAIN} This {word} of old.\n", "glued-words") == []


def test_what_is_written_twice_is_a_term_and_other_languages_are_left_alone() -> None:
    assert told(f"{PLAIN} The secretin and secretin again.\n", "glued-words") == []
    assert told("Il signore di questa terra voleva andare a casa con visionin ieri sera\n", "glued-words") == []


# --------------------------------------------------------------------------- furniture


@pytest.mark.parametrize(
    "line",
    [
        "Read more", "Read more: ten ferries of the north", "Share this:", "Facebook Twitter WhatsApp", "Contact Us",
        "Source: The River Gazette", "© 2026 The River Gazette", "Home | About | Contact", "Privacy Policy",
        "We use cookies to improve your experience.", "« Previous", "Back to top", "3 comments", "Tags: river, mill",
    ],
)  # fmt: skip
def test_furniture_at_the_end_goes_and_is_told(line: str) -> None:
    text = f"{PLAIN}\n\n{line}\n"
    assert body(text) == f"{PLAIN}\n"
    assert told(text, "site-furniture") == [(3, line, "")]


def test_furniture_in_the_middle_stays_but_numbers_of_pages_go() -> None:
    assert "Read more" in body(f"{PLAIN}\n\nRead more\n\n{PLAIN}\n")
    assert "Page" not in body(f"{PLAIN}\n\nPage 3 of 12\n\n{PLAIN}\n")


def test_furniture_above_footnotes_goes_and_they_stay() -> None:
    text = f"{PLAIN}[^1]\n\nRead more\n\n[^1]: A note.\n\n    Its end.\n"
    assert made(text, markdown=True).text.endswith(f"{PLAIN}[^1]\n\n[^1]: A note.\n\n    Its end.\n")


def test_the_last_point_of_a_list_is_no_furniture() -> None:
    assert "- Privacy" in body(f"{PLAIN}\n\n• Liberty of speech\n• Privacy\n")


def test_a_text_of_furniture_alone_is_a_text() -> None:
    assert proof.of_note(body("Read more\n\nContact Us\n")) == ["read", "more", "contact", "us"]


# --------------------------------------------------------------------------- characters


def test_signs_are_mended() -> None:
    assert body("A\u00a0\ufb01ne\u2009day,\u00ad a\ufeff \x0b b \x93c\x94\n") == "A fine day, a   b “c”\n"
    assert (
        body("each other’s’ ports, ‘the boys’ and ‘my uncle’s’ boat\n")
        == "each other’s ports, ‘the boys’ and ‘my uncle’s’ boat\n"
    )


def test_mojibake_is_read_again_and_told() -> None:
    text = "".join(sign.encode().decode("cp1252") for sign in ("café ", "… ", "₹5 ", "ÃO")[:3])
    assert body(text + "SÃO “MANHÔ\n") == "café … ₹5 SÃO “MANHÔ\n"
    assert [after for _, _, after in told(text, "mojibake")] == ["é", "…", "₹"]


@pytest.mark.parametrize(
    "line",
    [
        "a [1] b", "2*3*4 and *x", "$5 and $6", "# of ships", "<b>bold</b> & <script>x</script>", "C:\\newpage",
        "1986. A year", "a | b", "[[x|y]]", "[^1]: note", "key:: value", "%%x%%", "~~~", "Q: a", "Q:", "![p](q.png)",
        "== x",
        "[a]: b c",
    ],
)  # fmt: skip
def test_signs_of_markdown_are_text_where_they_would_hide_it(line: str) -> None:
    result = made(f"{PLAIN}\n\n{line}\n\n{PLAIN}\n")
    assert (result.lost, result.added) == ((), ())


def test_markdown_stays_markdown() -> None:
    text = (
        f"---\ntitle: Ferries\n---\n# Old\n\n{PLAIN} [[Quay|the quay]] and boththe `x`\n\n```python\na = boththe\n```\n"
    )
    assert made(text, markdown=True).text == text.replace("---\n# Old", "---\n\n# Old")
    fixed = made(text, fix=True, markdown=True)
    assert "and both the `x`" in fixed.text
    assert "a = boththe" in fixed.text
    assert (fixed.lost, fixed.added) == ((), ())


# --------------------------------------------------------------------------- facts


def test_acronyms_and_numbers_are_listed_with_their_lines() -> None:
    result = made("The River Toll Board (RTB) met.\n\nThe RTB and the G20 paid $7.5 bn, or 12%, in 1819.\n")
    assert [(fact.text, fact.lines, fact.long) for fact in result.acronyms] == [
        ("RTB", (1, 3), "River Toll Board"),
        ("G20", (3,), ""),
    ]
    assert [fact.text for fact in result.numbers] == ["$7.5 bn", "12%", "1819"]


# --------------------------------------------------------------------------- the proof

_PIECES = st.sampled_from(
    [
        "• ", "◦ ", "- ", "1. ", "2) ", "# ", "## ", "> ", "```", "~~~", "$$", "$", "|", "|-|", "[[", "]]", "![", "](",
        "[^1]", "[^1]: ", "%%", "<!--", "-->", "<b>", "<script>", "==", "~~", "**", "*", "_", "`", "\\", "\\newpage",
        "{#id}", "^id", "key:: v", "Q: ", "A: ", "Q::A", "{{c1::x}}", "&amp;", "\t", "    ", "\n", "\n\n", "\n\n\n",
        "---\n", "===\n", "o\t", "boththe ", "visionin", "the end of all the talks.Way Forward\n", "Read more\n",
        "Contact Us\n", "Ã©", "ﬁ", "\u00ad", "\xa0", "’s’ ", "[x] ", ": def", "::: note\n", "http://a.b/c_d",
        "\u0301", "é", "हिन्दी", "中文", "word ", "Title Case\n", "1986. ", "> [!note] hi\n", "\r\n", "\f", "½",
    ]
)  # fmt: skip
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=20).map("".join)


@settings(max_examples=400, deadline=None)
@given(_TEXTS, st.booleans(), st.booleans())
def test_no_word_of_any_text_is_lost_or_invented(text: str, fix: bool, markdown: bool) -> None:
    result = made(text, fix=fix, markdown=markdown)
    assert (result.lost, result.added) == ((), ())


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_a_tidy_text_is_tidy(text: str) -> None:
    """What comes out has the words it had, whoever counts them."""
    once = made(text)
    note = parse(m.Source("a.md", once.text))
    assert once.words == len(proof.of_note(once.text.partition("\n---\n")[2]))
    assert all(block.line > 0 for block in walk(note.blocks))


def test_the_proof_sees_what_is_missing_added_or_moved() -> None:
    assert proof.difference(["a", "b"], ["a"]) == (["b"], [])
    assert proof.difference(["a"], ["a", "c"]) == ([], ["c"])
    assert proof.difference(["a", "b"], ["b", "a"]) == (["a"], ["b"])
