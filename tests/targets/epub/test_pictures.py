"""Pictures of a vault are made fit for readers, and drawings harmless."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.model import Asset
from pipeline.problem import Stop
from pipeline.targets.drawing import Unsafe, clean
from pipeline.targets.epub.pictures import names, prepared

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'


def picture(mode: str, size: tuple[int, int], kind: str, **extra: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **extra)
    return out.getvalue()


def shown(path: str, data: bytes) -> Image.Image:
    return Image.open(BytesIO(prepared(Asset(path, "d" * 64), data)))


def test_a_fit_picture_is_copied() -> None:
    data = picture("RGB", (40, 30), "PNG")
    assert prepared(Asset("a.png", "d"), data) == data


def test_what_is_transparent_becomes_white() -> None:
    image = shown("a.png", picture("RGBA", (4, 4), "PNG"))
    assert image.mode == "RGB"
    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_print_colours_become_those_of_a_screen() -> None:
    assert shown("a.jpg", picture("CMYK", (8, 8), "JPEG")).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16"])
def test_every_mode_can_be_shown(mode: str) -> None:
    assert shown("a.png", picture(mode, (8, 8), "PNG")).mode in {"1", "L", "P", "RGB"}


def test_a_huge_picture_is_made_smaller() -> None:
    image = shown("a.png", picture("1", (3000, 2000), "PNG"))
    assert image.width * image.height <= 4_000_000
    assert abs(image.width / image.height - 1.5) < 0.01


def test_the_place_a_photograph_was_taken_stays_private() -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (28.0, 36.0, 0.0)}
    exif[0x010E] = "at home"
    image = shown("a.jpg", picture("RGB", (8, 8), "JPEG", exif=exif))
    assert not image.getexif()


@pytest.mark.parametrize(
    ("path", "kind", "made"),
    [("a.webp", "WEBP", "JPEG"), ("a.avif", "AVIF", "JPEG"), ("a.gif", "GIF", "PNG"), ("wrong.png", "JPEG", "PNG")],
)
def test_other_formats_become_one_that_all_readers_know(path: str, kind: str, made: str) -> None:
    assert shown(path, picture("RGB", (8, 8), kind)).format == made


def test_what_is_no_picture_stops_the_build() -> None:
    with pytest.raises(Stop, match="broken-image"):
        prepared(Asset("a.png", "d"), b"not a picture")


def test_names_are_plain_and_told_apart() -> None:
    found = names([Asset("x/मानचित्र 1.PNG", "a" * 64), Asset("y/Map (old).jpeg", "b" * 64), Asset("broken.png", "")])
    assert list(found.values()) == ["picture-1-aaaaaaaa.png", "picture-map-old-bbbbbbbb.jpg"]


# ------------------------------------------------------------------ drawings


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
        '<rect onclick="x()" width="1" height="1"/>',
        '<a xlink:href="https://example.org/evil"><rect width="1" height="1"/></a>',
        '<image href="https://example.org/evil.png"/>',
        '<image xlink:href="file:///etc/evil"/>',
        '<use xlink:href="other.svg#evil"/>',
        '<rect style="fill:url(https://example.org/evil)"/>',
        '<rect fill="url(//example.org/evil)"/>',
        "<style>@import 'https://example.org/evil.css';</style>",
        "<style>rect { fill: u\\72l(https://example.org/evil) }</style>",
        '<set attributeName="href" to="javascript:evil()"/>',
        '<animate attributeName="x" values="evil"/>',
        '<x:evil xmlns:x="urn:evil"/>',
        "<?evil command?><!-- evil -->",
    ],
)
def test_nothing_in_a_drawing_can_run_or_reach_out(inside: str) -> None:
    out = clean(SVG.format('viewBox="0 0 9 9" onload="evil()"', inside + '<path d="M0 0h9"/>').encode()).decode()
    for word in ("script", "foreignObject", "onclick", "onload", "evil", "http://www.w3.org/1999/xhtml", "alert"):
        assert word not in out
    assert 'd="M0 0h9"' in out


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
    ],
)
def test_a_drawing_that_cannot_be_cleaned_is_refused(data: bytes) -> None:
    with pytest.raises(Unsafe):
        clean(data)


def test_what_is_harmless_stays() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.a { stroke: #000 }</style><rect class="a" fill="url(#g)" width="4" height="4"/>'
        '<use xlink:href="#g"/><text x="1" y="2">Rain<tspan> and sun</tspan></text>'
    )
    root = etree.fromstring(clean(SVG.format('width="40px" height="20"', inside).encode()))
    assert root.get("viewBox") == "0 0 40 20"
    text = etree.tostring(root).decode()
    for kept in ("stop-color", "url(#g)", "#g", ".a { stroke: #000 }", "and sun"):
        assert kept in text


def test_text_after_what_is_dropped_stays() -> None:
    out = clean(SVG.format("", "<text>a<script>x</script>b<title/>c<script/>d</text>").encode())
    assert "".join(etree.fromstring(out).itertext()) == "abcd"


ATTRIBUTE = st.tuples(
    st.sampled_from(["onload", "href", "style", "fill", "d", "xlink:href", "class"]),
    st.sampled_from(["javascript:x()", "url(http://a.b/c)", "#id", "url(#id)", "red", "http://a.b/c", "M0 0"]),
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["path", "script", "use", "image", "g", "a", "style"]), st.lists(ATTRIBUTE, max_size=3)
        ),
        max_size=6,
    )
)
def test_cleaning_twice_changes_nothing_more(nodes: list[tuple[str, list[tuple[str, str]]]]) -> None:
    body = "".join(
        f"<{tag} {' '.join(f'{k}={v!r}' for k, v in dict(attributes).items())}/>" for tag, attributes in nodes
    )
    once = clean(SVG.format("", body).encode())
    assert clean(once) == once
    assert b"script" not in once
    assert b"a.b/c" not in once
