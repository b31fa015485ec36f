"""`studypress mindmap` from outside: the files it writes, and what it says when it writes none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import page as page_validation
import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline import model as m
from pipeline.cli import shell
from pipeline.draw import exchange
from pipeline.syntax import parse
from pipeline.text import plain

NOTE = """\
---
title: The cell
---

> [!mindmap]
> - Parts & <bold> signs
>   - "nucleus": 1 or 2
>   - membrane_of *lipids*
> - कोशिका
>   - जीवन की इकाई
>     - deeper, 1839
>   - #3 [link](x) $5
"""
LABELS = (
    "The cell",
    "Parts & <bold> signs",
    '"nucleus": 1 or 2',
    "membrane_of",
    "कोशिका",
    "जीवन की इकाई",
    "deeper, 1839",
)
LEAVES = ('"nucleus": 1 or 2', "deeper, 1839")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def here(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a vault of four notes in `source/`, one of which has no map and one a big one."""
    long = "".join(f"> - Section {n}\n" + "".join(f">   - Point {n}.{k}\n" for k in range(15)) for n in range(12))
    notes = {
        "cell": NOTE,
        "tiny": "# Tiny\n\nNothing.\n",
        "off": "---\nmindmap: false\n---\n# Off\n\n## A\n\n- b\n- c\n",
    }
    (tmp_path / "source").mkdir()
    for name, text in {**notes, "big": f"# Many things\n\n> [!mindmap]\n{long}"}.items():
        (tmp_path / "source" / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(shell, ["mindmap", *arguments])


def written(*arguments: str) -> bytes:
    """What a run writes to stdout."""
    result = run(*arguments, "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout_bytes


# --------------------------------------------------------------------------- which note, which file


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["source/cell.md", "cell.md", "cell", "The cell", "the CELL"])
def test_a_note_goes_by_its_file_its_id_and_its_title(name: str) -> None:
    result = run(name, "--format", "md")
    assert (result.exit_code, result.stdout) == (0, "output/mindmaps/cell.md\n")


def test_a_note_of_another_vault(here: Path) -> None:
    (here / "source").rename(here / "notes")
    assert run("cell", "notes", "--format", "opml").stdout == "output/mindmaps/cell.opml\n"
    assert run("notes/cell.md", "--format", "opml", "-o", "x.opml").stdout == "x.opml\n"
    assert "There is no folder 'source'" in run("cell").stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("name", "told"), [("The sell", "did you mean The cell?"), ("zzz", "studypress list")])
def test_a_note_that_there_is_not_is_a_slip(name: str, told: str) -> None:
    result = run(name)
    assert result.exit_code == 2
    assert "error[unknown-note]" in result.stderr
    assert told in result.stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("name", "told"), [("tiny", "> [!mindmap]"), ("off", "mindmap: false")])
def test_a_note_without_a_map_is_an_error_with_a_hint(name: str, told: str) -> None:
    result = run(name)
    assert result.exit_code == 1
    assert f"source/{name}.md: error[no-mindmap]" in result.stderr
    assert told in result.stderr
    assert not Path("output").exists()


@pytest.mark.usefixtures("here")
def test_the_ending_tells_the_format() -> None:
    assert run("cell", "-o", "a/map.MM").stdout == "a/map.MM\n"
    assert ET.parse("a/map.MM").getroot().tag == "map"  # noqa: S314 - our own
    assert "--format" in run("cell", "-o", "map.doc").stderr
    assert run("cell", "-o", "map").exit_code == 2
    assert run("cell", "-o", "map.txt", "--format", "md").stdout == "map.txt\n"


def test_what_others_wrote_is_not_overwritten(here: Path) -> None:
    note = here / "source" / "cell.md"
    result = run("cell", "-o", "source/cell.md")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert note.read_text(encoding="utf-8") == NOTE
    for form in ("svg", "pdf", "png", "md", "opml", "mermaid", "freemind"):
        assert [run("cell", "--format", form, "-o", "mine").exit_code for _ in range(2)] == [0, 0]
    assert not list(here.glob(".studypress*"))


def test_an_output_that_cannot_be_written(here: Path) -> None:
    (here / "file").write_text("x", encoding="utf-8")
    result = run("cell", "-o", "file/map.md")
    assert result.exit_code == 5
    assert "error[output-unwritable]" in result.stderr


@pytest.mark.usefixtures("here")
def test_json_tells_what_was_written() -> None:
    found = json.loads(run("cell", "--format", "md", "--json").stdout)
    assert (found["note"], found["points"], found["files"]) == ("cell", 8, ["output/mindmaps/cell.md"])
    assert run("cell", "--json", "-o", "-").exit_code == 2


# --------------------------------------------------------------------------- texts


def tree(item: m.Item) -> tuple[str, list]:
    label = plain(item.blocks[0].inlines) if item.blocks else ""  # type: ignore[union-attr]
    return label, [tree(kid) for block in item.blocks if isinstance(block, m.List) for kid in block.items]


def expected(branch: m.Branch) -> tuple[str, list]:
    return " ".join(plain(branch.label).split()), [expected(kid) for kid in branch.branches]


@pytest.mark.usefixtures("here")
def test_markdown_is_a_list_with_every_label() -> None:
    note = parse(m.Source("x.md", written("cell", "--format", "md").decode()))
    assert note.problems == ()
    ((label, kids),) = [tree(item) for block in note.blocks if isinstance(block, m.List) for item in block.items]
    assert label == "The cell"
    assert kids[0][0] == "Parts & <bold> signs"
    assert kids[1][1][0] == ("जीवन की इकाई", [("deeper, 1839", [])])


SIGNS = st.sampled_from(
    [*"\\`*_{}[]<>#+-.!|~^$=%&@:;()'\"/? 01aé", "https://a.b/c_d", "www.x.org", "&amp;", "- ", "1. "]
)
RUNS = st.lists(SIGNS, min_size=1, max_size=8).map("".join).map(m.Text)
CODES = (
    st.lists(st.sampled_from("ab` _*$<"), min_size=1, max_size=6).map("".join).map(str.strip).filter(bool).map(m.Code)
)


@given(st.one_of(RUNS, CODES, st.just(m.Math("x^2"))))
def test_any_label_reads_back_from_markdown(run: m.Text | m.Code | m.Math) -> None:
    kid = m.Branch((m.Text("a "), run), (m.Branch((m.Text("below"),)),))
    root = m.Branch((m.Text("Root"),), (kid, m.Branch((m.Text("last"),))))
    note = parse(m.Source("x.md", exchange.markdown(m.MindMap(root))))
    (block,) = note.blocks
    assert isinstance(block, m.List)
    assert [tree(item) for item in block.items] == [expected(root)]
    runs = block.items[0].blocks[1].items[0].blocks[0].inlines  # type: ignore[union-attr]
    assert {type(found) for found in runs} == {m.Text, type(run)}


@pytest.mark.parametrize("text", ["- x", "1. x", "12) x", "---", "+ x", ": x", "# x", "> x", "[ ] x"])
def test_no_label_begins_markup(text: str) -> None:
    root = m.Branch((m.Text("Root"),), (m.Branch((m.Text(text),)),))
    (block,) = parse(m.Source("x.md", exchange.markdown(m.MindMap(root)))).blocks
    assert [tree(item) for item in block.items] == [("Root", [(text, [])])]  # type: ignore[union-attr]


@pytest.mark.usefixtures("here")
def test_opml_is_an_outline() -> None:
    root = ET.fromstring(written("cell", "--format", "opml"))  # noqa: S314 - our own
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "The cell")
    said = [node.get("text") for node in root.iter("outline")]
    assert said[:3] == list(LABELS[:3])
    assert root.find("body/outline/outline[2]/outline/outline").get("text") == "deeper, 1839"


@pytest.mark.usefixtures("here")
def test_freemind_parts_the_sides_and_colours_the_branches() -> None:
    data = written("cell", "--format", "freemind")
    assert data.isascii()
    root = ET.fromstring(data)  # noqa: S314 - our own
    assert (root.tag, root.get("version")) == ("map", "1.0.1")
    main = root.findall("node/node")
    assert [node.get("POSITION") for node in main] == ["right", "left"]
    assert len({node.find("edge").get("COLOR") for node in main}) == 2
    assert [node.get("TEXT") for node in root.iter("node")][:3] == list(LABELS[:3])


@pytest.mark.usefixtures("here")
def test_mermaid_is_one_line_a_point_and_its_labels_hold_no_signs() -> None:
    first, *lines, last = written("cell", "--format", "mermaid").decode().splitlines()
    assert (first, last.strip()[:2]) == ("mindmap", "%%")
    found = [re.fullmatch(r'( +)n\d+(?:\(\(|\(|\[)"([^"]*)"(?:\)\)|\)|\])', line) for line in lines]
    assert [len(line[1]) // 2 for line in found] == [1, 2, 3, 3, 2, 3, 4, 3][: len(found)]
    entity = {"lt": "<", "gt": ">", "quot": '"', "amp": "&"}
    said = [re.sub(r"#(\w+);", lambda x: entity.get(x[1]) or chr(int(x[1])), line[2]) for line in found]
    assert said[:3] == list(LABELS[:3])
    assert not any(set(line[2]) & set("<>&*_`[]$") for line in found)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["md", "opml", "mermaid", "freemind", "svg", "pdf"])
def test_the_same_bytes_twice(form: str) -> None:
    assert written("cell", "--format", form) == written("cell", "--format", form)


# --------------------------------------------------------------------------- drawings


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


@pytest.mark.engine
@pytest.mark.usefixtures("here")
def test_the_pdf_is_a_tagged_page_of_real_text() -> None:
    assert run("cell", "-o", "cell.pdf").stdout == "cell.pdf\n"
    data = Path("cell.pdf").read_bytes()
    assert len(data) < 40_000
    said = words(data)
    assert [word for label in LABELS for word in label.split() if word not in said] == []
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.docinfo.Title == "The cell"
        assert pdf.Root.Lang == "en"
        assert "/Annots" not in pdf.pages[0]
        assert pdf.Root.MarkInfo.Marked
    assert page_validation.validate_pdf("cell.pdf", profile="ua1").is_compliant


@pytest.mark.engine
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a4-landscape", (842, 595)), ("a5", (420, 595))])
def test_the_paper_is_as_asked_and_nothing_leaves_it(paper: str, size: tuple[int, int]) -> None:
    with pypdfium2.PdfDocument(written("big", "--page", paper)) as pdf:
        for page in pdf:
            assert tuple(map(round, page.get_size())) == size
            layer = page.get_textpage()
            boxes = [layer.get_rect(at) for at in range(layer.count_rects())]
            assert all(x > 20 and y > 5 and a < size[0] - 20 and b < size[1] - 20 for x, y, a, b in boxes)


@pytest.mark.engine
@pytest.mark.usefixtures("here")
def test_a_big_map_takes_several_pages_or_pictures() -> None:
    with pypdfium2.PdfDocument(written("big", "--page", "a5")) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
        heads = [(line.level, line.get_title()) for line in pdf.get_toc()]
    assert len(pages) > 2
    assert (heads[0][0], [level for level, _ in heads[1:]]) == (0, [1] * 12)
    sent = {
        f"Section {int(name)}": int(page) for name, page in re.findall(r"Section (\d+)\s+map \d+, p\. (\d+)", pages[0])
    }
    assert len(sent) == 12
    assert all(name in pages[page - 1] and "Point" in pages[page - 1] for name, page in sent.items())
    paths = run("big", "--page", "a5", "--format", "svg").stdout.split()
    assert paths == [f"output/mindmaps/big{f'-{n}' if n > 1 else ''}.svg" for n in range(1, 14)]
    result = run("big", "--page", "a5", "--format", "svg", "-o", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-o FILE" in result.stderr


@pytest.mark.engine
def test_what_is_too_big_to_draw_is_told(here: Path) -> None:
    label = "a label that goes on and on " * 300
    note = f"# Huge\n\n> [!mindmap]\n> - {label}\n> - {label}\n"
    (here / "source" / "huge.md").write_text(note, encoding="utf-8")
    result = run("huge", "--format", "svg")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--format pdf" in result.stderr
    assert words(written("huge")).count("goes") == 600


@pytest.mark.engine
@pytest.mark.usefixtures("here")
def test_svg_and_png_are_pictures() -> None:
    root = ET.fromstring(written("cell", "--format", "svg"))  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [node for node in root.iter() if node.tag.endswith(("text", "image", "foreignObject"))]
    with Image.open(BytesIO(written("cell", "--format", "png", "--page", "a5"))) as picture:
        assert picture.format == "PNG"
        assert picture.size == pytest.approx((419.53 * 200 / 72, 595.28 * 200 / 72), abs=2)
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 3


@pytest.mark.engine
@pytest.mark.usefixtures("here")
def test_a_map_may_be_drawn_without_colours() -> None:
    colours = [
        {*re.findall("#[0-9A-Fa-f]{6}", written("cell", "--format", "svg", *more).decode())}
        for more in ((), ("--mono",))
    ]
    assert all(len({each[1:3], each[3:5], each[5:7]}) == 1 for each in colours[1])
    assert not colours[0] <= colours[1]


@pytest.mark.engine
@pytest.mark.usefixtures("here")
def test_a_blank_copy_keeps_the_branches_and_hides_the_leaves() -> None:
    said = words(written("cell", "--blank"))
    assert all(word in said for word in ("The", "cell", "Parts", "<bold>", "signs", "कोशिका", "जीवन", "इकाई"))
    assert not any(word in said for leaf in LEAVES for word in leaf.split()[:1])
    assert run("cell", "--blank").stdout == "output/mindmaps/cell-blank.pdf\n"
    for form in ("md", "opml", "mermaid", "freemind"):
        text = written("cell", "--blank", "--format", form).decode()
        assert "nucleus" not in text
        assert text.count("____") + text.count(r"\_\_\_\_") + text.count("#95;" * 4) == 4
