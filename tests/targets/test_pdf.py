"""The printed book: conforming, complete, and the same each time."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import page as page_validation
import pikepdf
import pypdfium2
import pytest

from pipeline.targets.engine.set import fetcher
from pipeline.text import fold

pytestmark = pytest.mark.engine


def _run(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub("[\ufffe\x02]", "", text)))


def _pages(data: bytes) -> list[str]:
    return [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data)]


def test_conforms_to_pdf_ua(small, tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(small.pdf)
    result = page_validation.validate_pdf(str(path), profile="ua1")
    assert result.is_compliant, [f.message for f in result.failures]


def test_has_title_language_outline_and_labels(small) -> None:
    with pikepdf.open(BytesIO(small.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Small Book"
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            parts = [[entry.title for entry in part.children] for part in outline.root]
        assert titles[:5] == ["Contents", "Revision plan", "The book at a glance", "Physics", "हिन्दी"]
        assert parts[3:5] == [["Light", "Sound"], ["प्रकाश"]]
        labels = [pdf.pages[i].label for i in range(6)]
    assert labels == ["Cover", "i", "ii", "iii", "1", "2"]


def test_embeds_every_font_and_no_type_3(small) -> None:
    with pikepdf.open(BytesIO(small.pdf)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        descriptors = [
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all(f.get("/Subtype") != "/Type3" for f in fonts)
        assert all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)


def test_hindi_can_be_found_and_copied(small) -> None:
    text = "\n".join(_pages(small.pdf))
    for word in ("निर्वात", "परावर्तन", "दिशाओं", "प्रकीर्णन"):
        assert word in text


def test_links_say_their_page(small) -> None:
    pages = _pages(small.pdf)
    sound = next(n for n in small.manifest["notes"] if n["title"] == "Sound")["pages"][0]
    assert any(f"Sound > Speed (p. {sound})" in re.sub(r"\s+", " ", p) for p in pages)


def test_a_folded_answer_is_at_the_back_only(small) -> None:
    first = next(n for n in small.manifest["notes"] if n["title"] == "Light")["pages"]
    pages = _pages(small.pdf)
    answer = _run("Air scatters short waves more strongly")
    front = len(pages) - int(small.manifest["artifacts"][0]["pages"]) + 2
    assert not any(answer in _run(p) for p in pages[front + first[0] - 1 : front + first[1]])
    assert sum(answer in _run(p) for p in pages) == 1


def test_no_blank_page(small) -> None:
    assert all(len(p.split()) > 3 for p in _pages(small.pdf))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x", "data:text/plain,x", "font:0", "asset:../x"]
)
def test_the_engine_can_fetch_nothing_but_assets_and_fonts(url: str) -> None:
    def read(path: str) -> bytes:
        raise ValueError(path)

    with pytest.raises(ValueError, match=r"not fetched|x"):
        fetcher((), read).fetch(url)
