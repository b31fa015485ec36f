"""Files that are deflated in pieces are read back whole by any reader of zip files."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.targets.epub.container import bare, inflated, member, opened, packed, stored, zipped
from pipeline.targets.epub.places import mark

PIECES = st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).map(lambda x: x * 9))


def marked(pieces: list[str], first: int) -> bytes:
    """Pieces with a mark between each two."""
    out = pieces[:1]
    for number, piece in enumerate(pieces[1:], first):
        out += (mark(str(number)), piece)
    return "".join(out).encode()


@given(PIECES, st.integers(0, 99_999))
def test_pieces_and_marks_are_read_back(pieces: list[str], first: int) -> None:
    file = packed("x.xhtml", marked(pieces, 0))
    data = zipped({"mimetype": stored(b"x"), "x.xhtml": member(file, first)})
    with zipfile.ZipFile(BytesIO(data)) as container:
        assert container.read("x.xhtml") == marked(pieces, first)
    assert inflated(opened(data)["x.xhtml"]) == marked(pieces, first)


@given(PIECES, st.integers(0, 99_999))
def test_numbers_do_not_count(pieces: list[str], first: int) -> None:
    plain, labels = bare(marked(pieces, first))
    assert plain == "".join(pieces).encode()
    assert labels == tuple(str(first + n) for n in range(len(pieces[1:])))


def test_marks_do_not_cost_what_was_said_before() -> None:
    words = " ".join(f"word{n * n}" for n in range(400))
    whole = member(packed("x.xhtml", (words * 3).encode()))
    parted = member(packed("x.xhtml", marked([words, words, words], 0)))
    assert len(parted.payload) < len(whole.payload) + 300


@pytest.mark.parametrize("at", [20, -20])
def test_damage_is_found(at: int) -> None:
    file = member(packed("x.xhtml", b"water and air " * 50))
    payload = bytearray(file.payload)
    payload[at] ^= 1
    data = zipped({"x.xhtml": type(file)(bytes(payload), file.size, file.crc)})
    with pytest.raises(zipfile.BadZipFile):
        inflated(opened(data)["x.xhtml"])
