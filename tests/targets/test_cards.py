"""Cards to cut out, as they stand in the finished file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest

from pipeline.build import Request, build
from pipeline.imposition import PAPERS
from pipeline.request import CardWish, Report
from pipeline.targets.cardsheet import EDGE, Box, Duplex, sheet

pytestmark = pytest.mark.engine
MM = 25.4 / 72
approx = partial(pytest.approx, abs=0.3)
CODE = re.compile(r"[A-Z]{1,3}-\d{3}-\d\d")

LONG = " ".join(f"Sentence {n} of an answer that no card can hold." for n in range(60))
ASKED = "\n\n".join(f"> [!question] What is question {n}?\n> Answer {n}." for n in range(1, 19))
HINDI = """\
---
lang: hi
---
# दो

> [!question] सूत्र क्या है?
> $$\\frac{a}{b}$$
> यह भिन्न है, [[one|एक]] देखिए।

> [!question] Table?
> | a | b |
> |---|---|
> | cell1 | cell2 |

> [!question] Code?
> ```python
> x = 1
> ```
"""
NOTES = {
    "book.yml": "title: Small cards\n",
    "a/one.md": f"# One\n\n{ASKED}\n\n> [!question]- What is too long?\n> {LONG}\n",
    "a/two.md": HINDI,
}

Made = Callable[..., tuple[Report, Path]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("cards")
    for name, text in NOTES.items():
        path = root / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def make(**wish: object) -> tuple[Report, Path]:
        out = root / "-".join(f"{key}{value}" for key, value in wish.items() or [("plain", "")])
        request = Request(root / "vault", ("cards",), out, root / "cache", cards=CardWish(**wish))
        report = build(request, lambda _: None)
        return report, report.products[0][0]

    return make


def codes(page: pypdfium2.PdfPage) -> dict[str, list[tuple[float, float]]]:
    """For each code on a page the right upper corners of its text, in millimetres from the page's."""
    text = page.get_textpage()
    found: dict[str, list[tuple[float, float]]] = {}
    for match in CODE.finditer(text.get_text_range()):
        boxes = [text.get_charbox(at) for at in range(*match.span())]
        x, y = max(box[2] for box in boxes), max(box[3] for box in boxes)
        found.setdefault(match[0], []).append((x * MM, (page.get_height() - y) * MM))
    return found


def pages(path: Path) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(path))


def cell(point: tuple[float, float], boxes: Sequence[Box]) -> tuple[Box, tuple[float, float]]:
    """The card that a point is on, and where on it."""
    x, y = point
    (box,) = [b for b in boxes if b.x <= x <= b.x + b.width and b.y <= y <= b.y + b.height]
    return box, (x - box.x, y - box.y)


@pytest.mark.parametrize(("up", "duplex"), [(8, "long"), (10, "short"), (16, "long"), (16, "short")])
def test_every_back_is_behind_its_front(made: Made, up: int, duplex: Duplex) -> None:
    _, path = made(up=up, duplex=duplex)
    found = sheet(up, duplex, PAPERS["a4"])
    *sheets, _, _ = pages(path)
    assert len(sheets) == 2 * -(-22 // up)
    seen = []
    for front, back in zip(sheets[::2], sheets[1::2], strict=True):
        assert front.get_size() == back.get_size() == approx((found.width / MM, found.height / MM))
        fronts, backs = codes(front), codes(back)
        assert fronts.keys() == backs.keys()
        for code, [place] in fronts.items():
            box, inside = cell(place, found.fronts)
            behind, there = cell(backs[code][0], found.fronts)
            (x, y), (u, v) = box.centre, behind.centre
            turned = (found.width - x, y) if found.is_turned_sideways else (x, found.height - y)
            assert (u, v) == approx(turned)
            assert there == approx(inside)
            seen.append(code)
    assert seen == sorted(seen)
    assert len(seen) == 22


@pytest.mark.parametrize("up", [8, 16])
def test_folded_sheets_have_fronts_and_backs_side_by_side(made: Made, up: int) -> None:
    _, path = made(up=up, duplex="fold")
    found = sheet(up, "fold", PAPERS["a4"])
    sheets = pages(path)
    assert len(sheets) == -(-22 // (up // 2))
    for one in sheets:
        for left, right in map(sorted, codes(one).values()):
            box, inside = cell(left, found.fronts)
            behind, there = cell(right, [found.back(b) for b in found.fronts])
            assert behind.centre == approx((found.width - box.centre[0], box.centre[1]))
            assert there == approx(inside)


def test_backs_are_moved_to_the_right_and_up(made: Made) -> None:
    plain, moved = (pages(made(**wish)[1]) for wish in ({"up": 8}, {"up": 8, "shift_x": 1.5, "shift_y": -2.0}))
    for at, (before, after) in enumerate(zip(plain[:6], moved[:6], strict=True)):
        was, now = codes(before), codes(after)
        x, y = (1.5, 2.0) if at % 2 else (0, 0)
        assert {code: [approx((u + x, v + y))] for code, [(u, v)] in was.items()} == now


@pytest.mark.parametrize("wish", [{"up": 10, "shift_x": 5.0, "shift_y": -5.0}, {"up": 16, "duplex": "fold"}])
def test_nothing_is_printed_at_the_edge(made: Made, wish: Mapping[str, object]) -> None:
    for one in pages(made(**wish)[1]):
        picture = one.render(scale=4).to_pil().convert("L")
        rim = round(EDGE / MM * 4) - 1
        within = picture.crop((rim, rim, picture.width - rim, picture.height - rim))
        picture.paste(255, (rim, rim, picture.width - rim, picture.height - rim))
        assert picture.getextrema() == (255, 255)
        assert within.getextrema()[0] < 128


def test_what_does_not_fit_is_cut_and_told(made: Made) -> None:
    report, path = made(up=16)
    (told,) = report.problems
    assert (told.path, told.line, told.severity, told.code) == ("a/one.md", 57, "warning", "card-too-long")
    text = "\n".join(one.get_textpage().get_text_range() for one in pages(path))
    kept = [int(number) for number in re.findall(r"Sentence (\d+)", text)]
    assert kept == [*range(len(kept))]
    assert 3 < len(kept) < 60
    assert re.search(r"hold\.\s+… p\. \d", text)


def test_a_list_that_does_not_fit_becomes_a_line_before_it_is_cut(tmp_path: Path) -> None:
    items = "\n".join(f"> {n}. item{n}" for n in range(1, 31))
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "a.md").write_text(f"# A\n\n> [!question] Name them?\n{items}\n", encoding="utf-8")
    report = build(Request(tmp_path / "vault", ("cards",), tmp_path / "out", None), lambda _: None)
    assert report.problems == ()
    text = pages(report.products[0][0])[1].get_textpage().get_text_range()
    assert "1 item1; 2 item2; 3 item3" in " ".join(text.split())
    assert "30 item30" in " ".join(text.split())


def test_the_file_is_tagged_and_the_same_every_time(made: Made, tmp_path: Path) -> None:
    report, path = made(up=8)
    assert page_validation.validate_pdf(str(path), profile="ua1").is_compliant
    vault = path.parents[1] / "vault"
    again = build(Request(vault, ("cards",), tmp_path / "out", None, jobs=2), lambda _: None)
    assert again.products[0][0].read_bytes() == path.read_bytes()
    text = "\n".join(one.get_textpage().get_text_range() for one in pages(path))
    assert all(word in text for word in ("सूत्र", "cell2", "x = 1", "Answer 18."))
    assert [pages_ for _, pages_ in report.products] == [8]


def test_a_book_without_questions_says_so(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "a.md").write_text("# A\n\nNothing to ask.\n", encoding="utf-8")
    report = build(Request(tmp_path / "vault", ("cards",), tmp_path / "out", None), lambda _: None)
    assert [problem.code for problem in report.problems] == ["no-cards"]
