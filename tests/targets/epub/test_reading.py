"""What a reader finds: contents, pages of print, footnotes, questions and answers, maps, pictures."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

X = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


def tree(members, name: str) -> ET.Element:
    return ET.fromstring(members[name])  # noqa: S314 - our own markup


def nav(members, kind: str) -> ET.Element:
    return next(n for n in tree(members, "nav.xhtml").iter(f"{X}nav") if n.get(TYPE) == kind)


def links(node: ET.Element) -> list[tuple[str, str]]:
    return [("".join(a.itertext()), a.get("href", "")) for a in node.iter(f"{X}a")]


def with_id(root: ET.Element, name: str) -> ET.Element:
    return next(e for e in root.iter() if e.get("id") == name)


def test_the_contents_lead_to_notes_and_sections(members) -> None:
    found = links(nav(members, "toc"))
    assert ("The water cycle", "note-water.xhtml") in found
    assert ("1 Stages", "note-water.xhtml#water--stages") in found
    assert [title for title, _ in found][-3:] == ["Sources", "Index", "Colophon"]


def test_the_old_contents_file_says_the_same(members) -> None:
    points = [
        (p.findtext(f"{NCX}navLabel/{NCX}text"), p.find(f"{NCX}content").get("src"))
        for p in tree(members, "toc.ncx").iter(f"{NCX}navPoint")
    ]
    assert points == links(nav(members, "toc"))


def test_every_page_leads_to_its_mark(members) -> None:
    pages = links(nav(members, "page-list"))
    assert pages == [
        ("1", "note-water.xhtml#page-1"),
        ("2", "note-water.xhtml#page-2"),
        ("3", "note-water.xhtml#water--aid-mindmap.list"),  # no mark stands there: the place itself is named
        ("4", "note-jal.xhtml#page-4"),
        ("5", "answers.xhtml#page-5"),
    ]
    for label, href in pages:
        file, _, name = href.partition("#")
        mark = with_id(tree(members, file), name)
        assert mark.get("aria-label") == label or label == "3"
    targets = [t.findtext(f"{NCX}navLabel/{NCX}text") for t in tree(members, "toc.ncx").iter(f"{NCX}pageTarget")]
    assert targets == [label for label, _ in pages]


def test_a_page_begins_within_a_sentence(members) -> None:
    item = with_id(tree(members, "note-water.xhtml"), "water--p4")
    before, _, after = ET.tostring(item, encoding="unicode").partition('id="page-2"')
    assert "Precipitation" in before
    assert "fall to the ground" in after


def test_landmarks_lead_to_files(members) -> None:
    found = [(a.get(TYPE), a.get("href")) for a in nav(members, "landmarks").iter(f"{X}a")]
    assert ("bodymatter", "note-jal.xhtml") in found
    assert ("toc", "nav.xhtml") in found
    assert {href for _, href in found} <= members.keys()


def test_a_footnote_pops_up_and_leads_back(members) -> None:
    root = tree(members, "note-water.xhtml")
    calls = [a for a in root.iter(f"{X}a") if a.get(TYPE) == "noteref"]
    notes = {a.get("id"): a for a in root.iter(f"{X}aside") if a.get(TYPE) == "footnote"}
    assert [a.get("href") for a in calls] == [f"#{name}" for name in notes]
    for call in calls:
        note = notes[call.get("href")[1:]]
        assert call.get("role") == "doc-noteref"
        assert note.get("role") == "doc-footnote"
        back = next(a for a in note.iter(f"{X}a") if a.get("role") == "doc-backlink")
        assert back.get("href") == f"#{call.get('id')}"
    assert "Second paragraph." in "".join(notes["water--fn2"].itertext())


def test_a_question_leads_to_its_answer_and_back(members) -> None:
    for note in ("water", "jal"):
        root = tree(members, f"note-{note}.xhtml")
        asked = [a.get("href") for a in root.iter(f"{X}a") if "#answers--" in a.get("href", "")]
        assert asked
        for href in asked:
            file, _, name = href.partition("#")
            answer = with_id(tree(members, file), name)
            back = next(a for a in answer.iter(f"{X}a") if a.get("role") == "doc-backlink")
            assert back.get("href") == f"note-{note}.xhtml#{name.removeprefix('answers--')}"


def test_a_folded_answer_stands_at_the_back_only(members) -> None:
    assert "heat of the sun" not in members["note-water.xhtml"]
    assert "heat of the sun" in members["answers.xhtml"]


def test_a_map_is_pictures_and_a_list(members) -> None:
    root = tree(members, "note-water.xhtml")
    pictures = [i for i in root.iter(f"{X}img") if i.get("src", "").startswith("map-")]
    assert pictures
    assert all("Mind map" in i.get("alt", "") and i.get("src") in members for i in pictures)
    listed = with_id(root, "water--aid-mindmap.list")
    assert "Evaporation" in "".join(listed.itertext())
    assert "note-water.xhtml#water--stages" in [href for _, href in links(listed)]
    assert "मानस-चित्र" in members["note-jal.xhtml"]


def test_pictures_lost_or_far_away_are_said_in_words(members) -> None:
    text = members["note-water.xhtml"]
    assert '<span class="missing">lost</span>' in text
    assert '<a class="out missing" href="https://example.org/far.png">far</a>' in text
    assert re.search(r'<img src="picture-hill-[0-9a-f]{8}\.png" alt="A cloud over a hill"/>', text)


def test_a_link_to_a_file_of_the_author_is_words_only(members) -> None:
    assert "plan.pdf" not in members["note-water.xhtml"]


def test_each_note_is_in_its_language(members) -> None:
    root = tree(members, "note-jal.xhtml")
    assert root.get("lang") == "hi" == root.get("{http://www.w3.org/XML/1998/namespace}lang")


def test_formulas_are_spoken_and_unreadable_ones_shown(make) -> None:
    import zipfile
    from io import BytesIO

    product = make(("f.md", "# F\n\n$x^2$ and $\\begin{nonsense} a & b \\end{nonsense}$ end.\n"))
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        text = container.read("EPUB/note-f.xhtml").decode()
    assert 'alttext="x squared"' in text
    assert "nonsense" in text


def test_nothing_stands_in_a_link_that_is_a_link_itself(make) -> None:
    import zipfile
    from io import BytesIO

    badge = "[![built](https://example.org/badge.png) *now*[^1]](https://example.org/ci) on.\n\n[^1]: Why.\n"
    product = make(("f.md", "# F\n\n" + badge))
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        root = ET.fromstring(container.read("EPUB/note-f.xhtml"))  # noqa: S314 - our own markup
    assert not [a for outer in root.iter(f"{X}a") for a in outer.iter(f"{X}a") if a is not outer]
    assert "built now" in "".join(root.itertext())
    assert [a.get("href") for a in root.iter(f"{X}a") if a.get(TYPE) == "noteref"] == ["#f--fn1"]


def test_aligned_lines_are_a_formula(make) -> None:
    from pipeline.targets import epub

    product = make(("f.md", "# F\n\n$$\n\\begin{aligned} a &= b \\\\[4pt] &= c \\end{aligned}\n$$\n"))
    words = epub.texts(product)["f"]
    assert "a equals b" in words
    assert "aligned" not in words
    assert "4pt" not in words


def test_two_maps_by_the_author_are_two_sets_of_pictures(make) -> None:
    maps = "> [!mindmap] {}\n> - One\n>   - a\n> - Two\n\n"
    product = make(("two.md", "# Two\n\n" + maps.format("First") + maps.format("Second") + "End.\n"))
    from pipeline.targets import epub

    assert epub.check(product) == ()
    assert "First" in epub.texts(product)["two"]
    assert "Second" in epub.texts(product)["two"]


def test_a_note_named_like_a_part_of_the_book(make) -> None:
    from pipeline.targets import epub

    product = make(("nav.md", "# Nav\n\nOne.\n"), ("title.md", "# Title\n\nTwo, see [[Nav]].\n"))
    assert epub.check(product) == ()


def test_a_diagram_is_a_drawing_on_a_light_plate_with_its_words(make) -> None:
    import zipfile
    from io import BytesIO

    product = make(("f.md", "# F\n\n```mermaid\nflowchart LR\n  A[जल चक्र] -->|warms & rises| B[Cloud]\n```\n"))
    with zipfile.ZipFile(BytesIO(product.data)) as container:
        text = container.read("EPUB/note-f.xhtml").decode()
        package = container.read("EPUB/content.opf").decode()
    assert "<title>Diagram: warms &amp; rises; जल चक्र; Cloud</title>" in text
    assert '<rect x="-8" y="-8" ' in text
    assert "<text" not in text
    assert re.search(r'<item[^>]*href="note-f.xhtml"[^>]*properties="svg"', package)
