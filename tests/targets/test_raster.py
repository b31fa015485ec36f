"""Pictures of every kind, made fit for paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from pipeline.targets import raster
from pipeline.targets.drawing import clean, letter, size
from pipeline.targets.raster import opened, printed


def picture(mode: str, size: tuple[int, int], kind: str, **extra: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **extra)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    return Image.open(BytesIO(printed(data)))


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("L", "PNG"), ("RGB", "JPEG")])
def test_what_is_fit_is_left_as_it_is(mode: str, kind: str) -> None:
    data = picture(mode, (40, 30), kind)
    assert printed(data) == data


@pytest.mark.parametrize(
    ("mode", "kind", "made"),
    [
        ("RGB", "WEBP", "JPEG"),
        ("RGBA", "WEBP", "PNG"),
        ("RGB", "AVIF", "JPEG"),
        ("CMYK", "JPEG", "JPEG"),
        ("P", "GIF", "PNG"),
        ("RGB", "BMP", "PNG"),
        ("I;16", "PNG", "PNG"),
        ("CMYK", "TIFF", "PNG"),
    ],
)
def test_every_kind_can_be_printed(mode: str, kind: str, made: str) -> None:
    image = drawn(picture(mode, (40, 30), kind))
    assert (image.format, image.size) == (made, (40, 30))
    assert image.mode in {"L", "RGB", "RGBA"}


def test_the_first_frame_of_what_moves_is_shown() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "lime")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    image = drawn(out.getvalue()).convert("RGB")
    assert image.getpixel((4, 4)) == (255, 0, 0)


def test_a_photograph_is_as_large_as_paper_can_show_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "at home"
    data = picture("RGB", (4032, 3024), "JPEG", exif=exif)
    with opened(data) as found:
        assert raster.size(found) == (3024, 4032)
    image = drawn(data)
    assert image.size == (1875, 2500)
    assert not image.getexif()
    assert printed(data) == printed(data)


@pytest.mark.parametrize("data", [b"", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", b"\x89PNG\r\n\x1a\nxx"])
def test_what_is_no_picture_is_not_opened(data: bytes) -> None:
    with pytest.raises(OSError, match="cannot identify"), opened(data):
        pass


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('viewBox="0 0 400 200"', (400, 200)),
        ('viewBox="0 0 400 200" width="10cm"', (378, 189)),
        ('viewBox="0,0,400,200" width="100%" height="50"', (100, 50)),
        ('width="72pt" height="2in"', (96, 192)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_says_how_large_it_is(attributes: str, expected: tuple[int, int]) -> None:
    assert size(clean(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())) == expected


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<rect/>", 0.0),
        ("<text>a</text>", 32.0),
        ('<g font-size="9"><text>a</text><text style="font-size:6px">b</text></g>', 12.0),
        ('<text font-size="3"><tspan font-size="10">a</tspan></text>', 20.0),
    ],
)
def test_a_drawing_says_how_small_its_type_is(inside: str, expected: float) -> None:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="200">{inside}</svg>'
    assert letter(clean(drawn.encode())) == pytest.approx(expected)
