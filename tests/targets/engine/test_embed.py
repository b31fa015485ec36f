"""Fonts of a book: one subset a file, cut once, readings and widths of all fragments together."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import count

import pikepdf
import pytest
from fontTools.ttLib import TTFont, newTable

from pipeline.targets.engine.embed import embedded, merged
from pipeline.targets.engine.fragment import FontUse, Fragment, packed, unpacked
from pipeline.targets.engine.link import About, link
from tests.targets.engine.synthetic import Leaf, Shelf, font, font_file, glyph


def using(*uses: FontUse) -> Fragment:
    return Fragment(repr(uses), "n", 1, 9, (), (), (), packed(uses), (), (), (("", 0),))


def bare(text: str, **more) -> FontUse:
    return replace(font(text), figures=(), **more)


def fonts_of(pages: tuple[str, ...], change=lambda use: use, shelf: Shelf | None = None) -> pikepdf.Pdf:
    shelf, out = shelf or Shelf(), BytesIO()
    made = shelf.set(Leaf("a", pages))
    link(out, [], [replace(made, fonts=packed(map(change, unpacked(made.fonts))))], About("T", "en"), shelf)
    return pikepdf.open(out)


def file_of(pdf: pikepdf.Pdf) -> TTFont:
    descendant = pdf.pages[0].Resources.Font["/AAAAAA"].DescendantFonts[0]
    return TTFont(BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))


def inked(file: TTFont) -> set[int]:
    return {n for n, name in enumerate(file.getGlyphOrder()) if file["glyf"][name].numberOfContours > 0}


def test_the_subset_has_the_glyphs_of_the_book_under_their_old_numbers() -> None:
    with fonts_of(("abc", "bcd")) as pdf:
        figures = {glyph(c) for c in "0123456789,–"}
        assert inked(file_of(pdf)) == {0, *figures, *(glyph(c) for c in "abcd(p.) ")}


def test_glyphs_and_readings_of_all_fragments_meet_in_any_order() -> None:
    one, two = bare("ab"), bare("bc")
    (here,), remarks = merged([one, two])
    (there,), _ = merged([two, one])
    assert remarks == ()
    assert dict(here.unicode) == dict(there.unicode) == {glyph(c): c for c in "abc"}
    assert list(here.widths.items()) == list(there.widths.items())


def test_the_least_reading_of_a_glyph_holds() -> None:
    space, hard = bare("a", unicode=((7, " "),)), bare("a", unicode=((7, "\u00a0"),))
    orders = ((space, hard), (hard, space))
    assert {merged([use, other])[0][0].unicode[7] for use, other in orders} == {" "}


def test_widths_that_disagree_are_told() -> None:
    odd = bare("a", widths=((glyph("a"), 321.0),))
    fonts, remarks = merged([bare("a"), odd])
    assert remarks == ("fragments disagree on the widths of AAAAAA+Boxes",)
    assert fonts[0].widths[glyph("a")] == merged([odd, bare("a")])[0][0].widths[glyph("a")]


@pytest.mark.parametrize("reading", ["", "\0", "\ufeff", "\ud800"])
def test_a_glyph_without_a_character_reads_as_nothing(reading: str) -> None:
    def spoiled(use: FontUse) -> FontUse:
        return replace(use, unicode=tuple((g, reading if t == "b" else t) for g, t in use.unicode))

    with fonts_of(("abc",), spoiled) as pdf:
        table = pdf.pages[0].Resources.Font["/AAAAAA"].ToUnicode.read_bytes()
        assert b"<%04x> <200b>" % glyph("b") in table
        assert b"<%04x> <0061>" % glyph("a") in table


def test_fonts_of_one_file_share_its_subset() -> None:
    shelf = Shelf()
    found = embedded([using(bare("ab", key="AAAAAA"), bare("bc", key="BBBBBB"))], shelf, count(100))
    files = [data for _, data in found.streams if b"/Length1" in data]
    assert len(files) == 1
    assert found.resources.count(b" 0 R") == 2


def test_a_subset_is_cut_once() -> None:
    shelf = Shelf()
    one = embedded([using(bare("ab"))], shelf, count(100))
    two = embedded([using(bare("b")), using(bare("a"))], shelf, count(100))
    assert one == two
    assert shelf.asked == ["font:f0"]


def test_a_character_that_the_font_lacks_shows_the_sign_for_it() -> None:
    lacking = 60_000

    def lack(use: FontUse) -> FontUse:
        return replace(
            use,
            missing=(lacking,),
            sign=glyph("b"),
            unicode=(*use.unicode, (lacking, "ع")),
            widths=(*use.widths, (lacking, 500)),
        )

    with fonts_of(("abc",), lack) as pdf:
        encoding = pdf.pages[0].Resources.Font["/AAAAAA"].Encoding.read_bytes()
        assert b"<%04x> %d\n" % (lacking, glyph("b")) in encoding
        assert b"<%04x> %d\n" % (glyph("a"), glyph("a")) in encoding
        assert inked(file_of(pdf)) >= {glyph("a"), glyph("b")}


def test_a_colour_font_keeps_widths_without_outlines() -> None:
    plain = TTFont(BytesIO(font_file()))
    plain["SVG "] = table = newTable("SVG ")
    table.docList = [('<svg xmlns="http://www.w3.org/2000/svg"/>', glyph("a"), glyph("a"))]
    out = BytesIO()
    plain.save(out)
    shelf = Shelf()
    shelf.blobs["font:f0"] = out.getvalue()
    with fonts_of(("abc",), shelf=shelf) as pdf:
        file = file_of(pdf)
        assert inked(file) == set()
        assert "SVG " not in file
        assert file["hmtx"][file.getGlyphOrder()[glyph("a")]][0] == 500


def test_a_font_of_equal_widths_says_so() -> None:
    found = embedded([using(bare("abc"))], Shelf(), count(100))
    descriptor = next(data for _, data in found.objects if b"/FontDescriptor/FontName" in data)
    assert b"/Flags 5" in descriptor


def test_an_untagged_name_gets_the_tag_of_a_subset() -> None:
    found = embedded([using(bare("abc", name="Boxes Bold"))], Shelf(), count(100))
    assert all(b"+Boxes#20Bold" in data for _, data in found.objects)
