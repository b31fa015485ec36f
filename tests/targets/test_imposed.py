"""Imposed files: what is printed on each half of each sheet, and what is not in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.imposition import PAPERS, Flip, booklet, grid, padded, sections
from pipeline.targets.imposed import About, imposed, opened

MM = 72 / 25.4
A5 = (148 * MM, 210 * MM)


def numbered(count: int, size: tuple[float, float] = A5) -> bytes:
    """A file whose pages say their numbers in the middle, with a link, a note and an attachment on them."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1))
        font.BaseFont = pikepdf.Name.Helvetica
        for number in range(count):
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            x, y = size[0] / 2 - 10, size[1] / 2
            page.obj.Contents = pdf.make_stream(b"BT /F 20 Tf %.2f %.2f Td (n%d) Tj ET" % (x, y, number))
            link = pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 50, 50], Contents="secret")
            page.obj.Annots = pikepdf.Array([link])
        pdf.attachments["secret.txt"] = b"secret"
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def bound(text: str) -> int | None:
    return int(text[1:]) if text else None


def halves(data: bytes) -> list[tuple[str, str]]:
    """The text on the left and the right half of each side, as viewers show it."""
    found = []
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        for page in pdf:
            # sides on their head are turned by the viewer: read in the file's own coordinates, then swapped
            wide, high = (max(page.get_size()), min(page.get_size()))
            layer = page.get_textpage()
            left, right = layer.get_text_bounded(0, 0, wide / 2, high), layer.get_text_bounded(wide / 2, 0, wide, high)
            found.append((right, left) if page.get_rotation() == 180 else (left, right))
            layer.close()
            page.close()
    return [(left.strip(), right.strip()) for left, right in found]


def folded(seen: Sequence[tuple[str, str]], flip: Flip, most: int) -> Iterator[int | None]:
    """The numbers on a pile of printed sheets that is folded and read.

    A printer that turns sheets over their long edge lays the upper half of the paper on the upper half: what a viewer
    shows on the left of the back is then on the right of the paper, seen from behind and upright.
    """
    sheets = list(zip(seen[::2], seen[1::2], strict=True))
    behind = [(front, back[::-1] if flip == "long" else back) for front, back in sheets]
    for count in sections(len(sheets), most):
        section, behind = behind[:count], behind[count:]
        for front, back in section:
            yield from (bound(front[1]), bound(back[0]))
        for front, back in reversed(section):
            yield from (bound(back[1]), bound(front[0]))


@settings(max_examples=25, deadline=None)
@given(count=st.integers(1, 45), most=st.integers(0, 4), flip=st.sampled_from(["short", "long"]))
def test_sheets_that_are_printed_and_folded_are_read_in_order(count: int, most: int, flip: Flip) -> None:
    pages = padded(range(count), 4, last_stays=False)
    sides = booklet(pages, PAPERS["a4"], section=most, creep=0.1, flip=flip)
    data = imposed([numbered(count)], sides, About("A book", "en", flip))
    assert list(folded(halves(data), flip, most)) == list(pages)


def test_nothing_but_what_is_drawn_is_in_the_file() -> None:
    data = imposed([numbered(8)], booklet(range(4), PAPERS["a4"]), About("A book", "en", "short"))
    with pikepdf.open(BytesIO(data)) as pdf:
        assert all("/Annots" not in page.obj for page in pdf.pages)
        assert not list(pdf.attachments)
        drawn = [form.read_bytes() for page in pdf.pages for form in page.resources.XObject.as_dict().values()]
        assert len(drawn) == 4
        assert all(text.count(b"Tj") == 1 for text in drawn)
        assert sum(b"(n" in each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)) == 4
        assert str(pdf.docinfo["/Title"]) == "A book"
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
        assert pdf.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")


def test_the_same_pages_are_the_same_bytes() -> None:
    source, sides = numbered(5), grid(range(5), 4, PAPERS["a4"])
    assert imposed([source], sides, About("A", "en")) == imposed([source], sides, About("A", "en"))


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_are_upright_where_they_stand_and_to_the_left_where_they_lie(turned: int) -> None:
    """Black is the upper edge of the page, as viewers show it."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A5)
        page.obj.Contents = pdf.make_stream(b"0 g " + _edge(turned) + b" re f")
        page.rotate(turned, relative=False)
        out = BytesIO()
        pdf.save(out)
    data = imposed([out.getvalue()], grid([0], 2, PAPERS["a4"]), About("A", "en"))
    with closing(pypdfium2.PdfDocument(data)) as made, closing(made[0]) as shown:
        picture = shown.render(scale=0.5).to_pil().convert("L")
    dark = [
        (x, y) for x in range(0, picture.width, 2) for y in range(0, picture.height, 2) if picture.getpixel((x, y)) < 64
    ]
    right, bottom = max(x for x, _ in dark), max(y for _, y in dark)
    assert right < picture.width / 2
    lies = turned % 180 == 90
    assert right < 20 if lies else bottom < 20


def _edge(turned: int) -> bytes:
    """The rectangle that is the upper edge after turning, clockwise."""
    wide, high = A5
    return {
        0: b"0 %.1f %.1f 20" % (high - 20, wide),
        90: b"0 0 20 %.1f" % high,
        180: b"0 0 %.1f 20" % wide,
        270: b"%.1f 0 20 %.1f" % (wide - 20, high),
    }[turned]


def test_files_that_cannot_be_laid_out_are_named() -> None:
    with pytest.raises(ValueError, match="no PDF"):
        opened(b"not a file")
    assert opened(numbered(3)).pages == 3


def test_a_locked_file_is_named(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(numbered(1))) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ValueError, match="password"):
        opened(tmp_path / "locked.pdf")
