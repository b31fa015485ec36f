"""Pictures written into a note: what they are called, and the bytes that are kept of them."""

from __future__ import annotations

import pytest

from pipeline import model as m
from pipeline.read import Vault
from pipeline.syntax import parse
from pipeline.targets import drawing

PNG = "iVBORw0KGgo="


def inlays(text: str) -> list[tuple[str, bytes]]:
    return [(name.rpartition(".")[2], data) for name, data in parse(m.Source("a.md", text)).inlays]


@pytest.mark.parametrize(
    ("text", "ending", "data"),
    [
        (f"![](data:image/png;base64,{PNG})", "png", b"\x89PNG\r\n\x1a\n"),
        (f"![](DATA:image/JPEG;charset=x;BASE64,{PNG})", "jpg", b"\x89PNG\r\n\x1a\n"),
        (f"![][a]\n\n[a]: <data:image/gif;base64,{PNG}>", "gif", b"\x89PNG\r\n\x1a\n"),
        (f"<img src='data:image/x-icon;base64,{PNG.rstrip('=')}'>", "png", b"\x89PNG\r\n\x1a\n"),
        (f'<p>\n<img src="data:image/png;base64,{PNG[:4]}\n {PNG[4:]}">\n</p>', "png", b"\x89PNG\r\n\x1a\n"),
        ("![](data:image/svg+xml,%3Csvg/%3E)", "svg", b"<svg/>"),
        ("![](data:image/png;base64,iVB!)", "png", b""),
        ("![](data:image/png;base64,i)", "png", b""),
    ],
)
def test_a_picture_in_its_address_is_kept(text: str, ending: str, data: bytes) -> None:
    assert inlays(text) == [(ending, data)]


def test_equal_pictures_are_one() -> None:
    text = f"![](data:image/png;base64,{PNG}) <svg><path/></svg>\n"
    assert len(inlays(text * 3)) == 2


@pytest.mark.parametrize("address", ["data:text/html,x", "data:,x", "data:image/png"])
def test_what_is_no_picture_is_not_kept(address: str) -> None:
    note = parse(m.Source("a.md", f"![alt]({address})"))
    assert not note.inlays
    assert [p.code for p in note.problems] == ["unsafe-link"]


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        ('<svg viewbox="0 0 4 2"><PATH D="M0 0">', '<svg {} viewBox="0 0 4 2"><path d="M0 0"></path></svg>'),
        ("<svg a=1 A=2 b c:d=3><g/><rect></g>", '<svg {} a="1" b=""><g/><rect></rect></svg>'),
        ("<svg><text>a &lt; b &amp;c <![CDATA[<d>]]>", "<svg {}><text>a &lt; b &amp;c &lt;d&gt;</text></svg>"),
        (
            '<svg xmlns="x"><use xlink:href="#a"/><svg><b:c>',
            '<svg {}><use xlink:href="#a"/><svg><b_c></b_c></svg></svg>',
        ),
        (
            "<svg><linearGradient gradienttransform='x'/><path/>",
            '<svg {}><linearGradient gradientTransform="x"/><path/></svg>',
        ),
    ],
)
def test_a_drawing_is_mended(drawn: str, kept: str) -> None:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    closers = "</svg>" * drawn.count("<svg")
    ((_, data),) = inlays(drawn + closers)
    assert data.decode() == kept.format(spaces)
    assert b"<svg" in drawing.clean(data)


def test_a_drawing_on_several_lines_moves_no_line() -> None:
    note = parse(m.Source("a.md", "Text\n\n<svg>\n<path/>\n\n</svg>\n\n![](javascript:x)\n"))
    assert [(p.line, p.code) for p in note.problems] == [(8, "unsafe-link")]
    assert [b.line for b in note.blocks] == [1, 3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\n\nb <svg>words</svg>", 3),
        ("A\n\n<div>\n<svg><path/>words</svg>\n</div>", 4),
        ("<svg/>", 1),
    ],
)
def test_what_is_not_drawn_is_told(text: str, line: int) -> None:
    note = parse(m.Source("a.md", text))
    assert [(p.line, p.code) for p in note.problems] == [(line, "broken-image")]


def test_bytes_of_a_picture_in_a_note_are_those_of_a_vault(tmp_path: object) -> None:
    vault = Vault(
        tmp_path, {}, {}, inlays={"inlay.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="4"/>'}
    )  # type: ignore[arg-type]
    assert vault.asset("inlay.svg").width == 4
    assert not vault.asset("inlay.svg").lacks
