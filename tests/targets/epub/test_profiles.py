"""The books for Kindles and Kobos: the same words in other clothes, and the rules that they must keep."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from pipeline import model as m
from pipeline.targets import epub, plate
from pipeline.targets.epub import scripts
from pipeline.targets.epub.kobo import spanned
from tests.targets.epub.sample import FILES, JAL, PAGES, WATER, bound, made, written

X = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
CHEMISTRY = WATER.replace("The flow is", "Water is $\\ce{2H2 + O2 -> 2H2O}$. The flow is")


@pytest.fixture(scope="module")
def profiles(ruler) -> Mapping[str, m.Product]:
    """The pure ePub and both profiles of it."""
    book = made(("a/water.md", CHEMISTRY), ("a/jal.md", JAL))
    notes = written(book, PAGES, ruler)
    pure = bound(book, notes, PAGES, ruler)
    formulas = dict(formula for note in notes for formula in note.formulas)
    kindle = epub.kindle(pure, formulas, ruler, lambda drawings: [plate.plate(each) for each in drawings])
    return {"epub": pure, "kindle": kindle, "kobo": epub.kobo(pure)}


def read(product: m.Product, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(product.read())) as container:
        return container.read(f"EPUB/{name}")


def names(product: m.Product) -> list[str]:
    with zipfile.ZipFile(BytesIO(product.read())) as container:
        return [name.removeprefix("EPUB/") for name in container.namelist()]


def altered(product: m.Product, name: str, old: str, new: str) -> m.Product:
    """The same file with one change in one member."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(product.read())) as container, zipfile.ZipFile(out, "w") as copy:
        for entry in container.infolist():
            data = container.read(entry)
            if entry.filename == name:
                assert re.search(old, data.decode()), f"{name} has no {old}"
                data = re.sub(old, lambda _: new, data.decode(), count=1).encode()
            copy.writestr(entry, data)
    return replace(product, data=out.getvalue(), size=len(out.getvalue()))


def told_aloud(product: m.Product) -> m.Product:
    """The file with what is said of formulas and drawings in the place of their signs."""
    for name in (f"EPUB/{name}" for name in names(product) if name.endswith(".xhtml")):
        page = read(product, name.removeprefix("EPUB/")).decode()
        page = re.sub(r'(?s)<math [^>]*?(alttext="[^"]*")[^>]*>.*?</math>', r"<img \1/>", page)
        page = re.sub(r"(?s)<svg [^>]*>.*?<title>(.*?)</title>.*?</svg>", r'<img alt="\1"/>', page)
        product = altered(product, name, r"(?s).+", page)
    return product


# --------------------------------------------------------------------------- both


@pytest.mark.parametrize("name", ["kindle", "kobo"])
def test_a_profile_is_sound_and_keeps_all_words(profiles, name: str) -> None:
    product = profiles[name]
    assert epub.check(product) == ()
    assert epub.ruled(product) == ()
    pure = told_aloud(profiles["epub"]) if name == "kindle" else profiles["epub"]
    words = {part: text.split() for part, text in epub.texts(pure).items()}
    assert {part: text.split() for part, text in epub.texts(product).items()} == words


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java")
@pytest.mark.parametrize("name", ["kindle", "kobo"])
def test_epubcheck_has_nothing_to_say_of_a_profile(profiles, name: str) -> None:
    assert epub.check(profiles[name], deep=True) == ()


def test_their_names_tell_them_apart(profiles) -> None:
    assert [product.path for product in profiles.values()] == ["water.epub", "water-kindle.epub", "water.kepub.epub"]
    assert [product.target for product in profiles.values()] == ["epub", "epub:kindle", "epub:kobo"]


def test_of_the_pure_one_no_rule_is_asked(profiles) -> None:
    assert epub.ruled(profiles["epub"]) == ()


# --------------------------------------------------------------------------- Kindle


def test_a_kindle_gets_pictures_with_the_words_of_formulas_and_drawings(profiles) -> None:
    pure = read(profiles["epub"], "note-water.xhtml").decode()
    page = read(profiles["kindle"], "note-water.xhtml").decode()
    said = re.findall(r'<math [^>]*alttext="([^"]*)"', pure)
    assert said
    shown = re.findall(r'<img class="drawn" src="(formula-[^"]+)" alt="([^"]*)" style="width:([\d.]+)em', page)
    assert [alt for _, alt, _ in shown if alt in said] == said
    assert "<math" not in page
    assert "<svg" not in page
    assert not [name for name in names(profiles["kindle"]) if name.endswith(".svg")]
    assert {file for file, _, _ in shown} < set(names(profiles["kindle"]))


def test_its_pictures_are_opaque_and_few_in_colours(profiles) -> None:
    made_of = [name for name in names(profiles["kindle"]) if name.startswith(("formula-", "map-"))]
    assert any(name.startswith("map-") for name in made_of)
    for name in made_of:
        with Image.open(BytesIO(read(profiles["kindle"], name))) as picture:
            assert picture.mode == "P"
            assert "transparency" not in picture.info
            seen = picture.convert("RGB")
            assert seen.getpixel((0, 0)) == (255, 255, 255)
            if name.startswith("formula-"):
                levels = {value for value, count in enumerate(seen.convert("L").histogram()) if count}
                assert levels <= set(range(0, 256, 17))
                assert 0 in levels


def test_it_says_what_it_holds(profiles) -> None:
    package = read(profiles["kindle"], "content.opf").decode()
    root = etree.fromstring(package.encode())
    told = [meta.text for meta in root.iter(f"{OPF}meta") if meta.get("property") == "schema:accessibilityFeature"]
    assert "describedMath" in told
    assert "MathML" not in told
    assert "pictures and carry their spoken form" in package
    assert not {"mathml", "svg"} & {p for i in root.iter(f"{OPF}item") for p in (i.get("properties") or "").split()}
    assert "font-maths" not in package + read(profiles["kindle"], "style.css").decode()


def noise(across: int, down: int) -> bytes:
    out = BytesIO()
    pixels = b"".join(hashlib.sha256(bytes((n % 256, n // 256))).digest() for n in range(across * down // 32))
    Image.frombytes("L", (across, down), pixels).save(out, "PNG")
    return out.getvalue()


def test_a_book_too_big_to_be_sent_gets_smaller_pictures_and_says_so(
    ruler, make: Callable[..., m.Product], monkeypatch: pytest.MonkeyPatch
) -> None:
    pure = make(("a.md", "# A\n\n![noise](noise.png)\n"), files={**FILES, "noise.png": noise(800, 640)})
    module = import_module("pipeline.targets.epub.kindle")
    monkeypatch.setattr(module, "_STEPS", (100_000,))
    whole = epub.kindle(pure, {}, ruler, lambda _: [])
    assert whole.problems == ()
    monkeypatch.setattr(module, "_MOST_BYTES", 100_000)
    small = epub.kindle(pure, {}, ruler, lambda _: [])
    (problem,) = small.problems
    assert (problem.code, problem.severity) == ("smaller-pictures", "warning")
    (name,) = (name for name in names(small) if name.startswith("picture-noise"))
    with Image.open(BytesIO(read(small, name))) as picture:
        assert picture.width * picture.height <= 100_000
        assert picture.width / picture.height == pytest.approx(800 / 640, 0.01)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("EPUB/content.opf", "</dc:title>", "</dc:title><dc:title>Twice</dc:title>", "K1"),
        ("EPUB/content.opf", "<dc:title>.*</dc:title>", "", "K1"),
        ("EPUB/content.opf", "<dc:language>en<", "<dc:language>us<", "K2"),
        ("EPUB/content.opf", "<dc:language>en<", "<dc:language>English<", "K2"),
        ("EPUB/content.opf", "<dc:language>en</dc:language>", "", "K2"),
        ("EPUB/note-water.xhtml", "</head>", "<style>p { margin: 0 }</style></head>", "K3"),
        ("EPUB/style.css", r"\Z", "p { margin: var(--gap) }", "K3"),
        ("EPUB/style.css", r"\Z", ":root { --gap: 1em }", "K3"),
        ("EPUB/note-water.xhtml", "</h1>", '</h1><math xmlns="http://www.w3.org/1998/Math/MathML"/>', "K5"),
        ("EPUB/note-jal.xhtml", r"(?s)<body.*</body>", "<body></body>", "K6"),
        ("mimetype", "epub", "zip", "K6"),
    ],
)
def test_what_kindles_refuse_is_found(profiles, name: str, old: str, new: str, fault: str) -> None:
    if new == "" and "language" in old:
        wrong = altered(altered(profiles["kindle"], name, old, new), name, "<dc:language>hi</dc:language>", "")
    else:
        wrong = altered(profiles["kindle"], name, old, new)
    assert [(p.code, p.severity, p.message[:2]) for p in epub.ruled(wrong)] == [("kindle-rule", "error", fault)]


def test_more_drawings_and_more_bytes_than_kindles_like_are_told(profiles) -> None:
    drawings = '<svg xmlns="http://www.w3.org/2000/svg"/>' * 26
    many = altered(profiles["kindle"], "EPUB/note-water.xhtml", "</h1>", f"</h1>{drawings}")
    assert [(p.severity, p.message[:2]) for p in epub.ruled(many)] == [("warning", "K5")]
    big = replace(profiles["kindle"], size=50_000_000)
    assert [(p.severity, p.message[:2]) for p in epub.ruled(big)] == [("warning", "K4")]


# --------------------------------------------------------------------------- Kobo


def body_text(page: bytes) -> str:
    return "".join(etree.fromstring(page).find(f"{X}body").itertext())


def test_spans_change_no_character(profiles) -> None:
    for name in (name for name in names(profiles["kobo"]) if name.endswith(".xhtml")):
        pure, spans = read(profiles["epub"], name), read(profiles["kobo"], name)
        assert "".join(body_text(spans).split()) == "".join(body_text(pure).split())
        ids = [node.get("id") for node in etree.fromstring(spans).iter() if node.get("id")]
        assert len(ids) == len(set(ids))
        assert any(name.startswith("kobo.1.") for name in ids)


def spans_of(markup: str) -> list[tuple[str, str]]:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{markup}</body></html>'
    found = etree.fromstring(spanned(page.encode())).iter(f"{X}span")
    return [(node.get("id"), "".join(node.itertext())) for node in found if node.get("class") == "koboSpan"]


def test_a_span_is_a_sentence() -> None:
    assert spans_of("<p>One. Two <b>three!</b> four? Five</p><p>जल है। धरती भी।</p>") == [
        ("kobo.1.1", "One. "),
        ("kobo.1.2", "Two "),
        ("kobo.1.3", "three!"),
        ("kobo.1.4", " four? "),
        ("kobo.1.5", "Five"),
        ("kobo.2.1", "जल है। "),
        ("kobo.2.2", "धरती भी।"),
    ]


def test_a_picture_has_a_span_and_what_is_no_prose_has_none() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    found = spans_of(f'<p>See <img src="a.png" alt=""/> and {math} here.</p><pre>a. b</pre><ul>\n<li>c</li>\n</ul>')
    assert [text for _, text in found] == ["See ", "", " and ", " here.", "c"]


def test_a_footnote_is_an_item_of_a_list_that_opens(profiles) -> None:
    root = etree.fromstring(read(profiles["kobo"], "note-water.xhtml"))
    links = [a for a in root.iter(f"{X}a") if a.get("role") == "doc-noteref"]
    assert len(links) == 2
    for link in links:
        (item,) = root.xpath(f'//*[@id="{link.get("href")[1:]}"]')
        assert item.tag == f"{X}li"
        assert item[0].get("role") == "doc-footnote"
    assert "list-style-type: none" in read(profiles["kobo"], "style.css").decode().rpartition("footnote-list")[2]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("EPUB/note-water.xhtml", '<li id="water--fn1"', '<li id="elsewhere"', "B1"),
        ("EPUB/note-water.xhtml", "four thousand million", "long " * 1001, "B1"),
        ("EPUB/style.css", r"\Z", "span.page { padding-left: 1em }", "B2"),
        ("EPUB/style.css", r"\Z", "figure { display: table }", "B2"),
        ("EPUB/note-water.xhtml", "</h1>", '</h1><p><span style="padding-left: 1em"></span></p>', "B2"),
        ("EPUB/note-jal.xhtml", r"(?s)<body.*</body>", "<body><p>x</p></body>", "B3"),
    ],
)
def test_what_kobos_show_wrongly_is_found(profiles, name: str, old: str, new: str, fault: str) -> None:
    (problem,) = epub.ruled(altered(profiles["kobo"], name, old, new))
    assert (problem.code, problem.message[:2]) == ("kobo-rule", fault)


def test_a_footnote_before_its_sign_and_another_ending_are_found(profiles) -> None:
    page = read(profiles["kobo"], "note-water.xhtml").decode()
    notes = re.search(r'(?s)<section class="footnotes".*?</section>', page)
    assert notes
    first = page.replace(notes[0], "").replace("<header>", notes[0] + "<header>")
    faults = epub.ruled(altered(profiles["kobo"], "EPUB/note-water.xhtml", r"(?s).*", first))
    assert {p.message[:2] for p in faults} == {"B1"}
    assert all("before what refers to it" in p.message for p in faults)
    (problem,) = epub.ruled(replace(profiles["kobo"], path="water.epub"))
    assert problem.message.startswith("B3")


# --------------------------------------------------------------------------- fonts


def test_only_writing_that_readers_lack_is_marked() -> None:
    page = '<head><title>जल</title></head><p title="जल">See जल चक्र, <b>now</b> தமிழ் too.</p><math><mi>जल</mi></math>'
    assert scripts.marked(page) == (
        '<head><title>जल</title></head><p title="जल">See <span class="devanagari">जल चक्र</span>, <b>now</b> '
        '<span class="tamil">தமிழ்</span> too.</p><math><mi>जल</mi></math>'
    )
    assert scripts.marked("<p>Ångström, Ελληνικά, Русский, 漢字</p>") == "<p>Ångström, Ελληνικά, Русский, 漢字</p>"


def test_letters_of_formulas_come_as_readers_show_them() -> None:
    found = scripts.letters("<p>x</p><math><mi>x</mi><mo>=</mo><mi>h</mi><mi>α</mi></math>")
    assert set(found) == {scripts.MATHS}
    assert set("x=hα√ℎ\U0001d465\U0001d6fc") == set(found[scripts.MATHS])


def test_fonts_come_with_the_book_and_rule_their_script_only(ruler, tmp_path_factory) -> None:
    from pipeline import faces

    cuts = {(f.family, f.weight): f.path for f in faces.faces(tmp_path_factory.mktemp("cuts")) if not f.italic}
    book = made(("a/water.md", WATER), ("a/jal.md", JAL))

    def font(family: str, weight: int, characters: str) -> bytes:
        return scripts.cut(cuts[family, weight], characters) if (family, weight) in cuts else b""

    notes = written(book, PAGES, ruler)
    product = bound(book, notes, PAGES, ruler, font=font)
    assert epub.check(product) == ()
    own = [name for name in names(product) if name.endswith(".ttf")]
    assert own == ["font-devanagari.ttf", "font-devanagari-bold.ttf"]
    style = read(product, "style.css").decode()
    for selector, families in re.findall(r"([^{}]+)\{[^}]*font-family:([^;}]+)", style):
        if "Noto" in families and "@font-face" not in selector:
            assert selector.strip() == ".devanagari"
    assert not re.search(r"(?:^|[},\s])(?:body|html|p|\*)\s*\{[^}]*(?:font-family|[{;\s]color)\s*:", style)
    import uharfbuzz

    face = uharfbuzz.Face(read(product, own[0]))
    assert {ord(c) for c in "जलवाष्पीकरण"} <= set(face.unicodes)
    assert ord("A") not in face.unicodes
    assert {"GSUB", "GPOS"} <= set(face.table_tags)


def test_a_series_is_told(ruler) -> None:
    book = made(("a.md", "# A\n\nText.\n"))
    book = replace(book, book=replace(book.book, series=("First year", "2")))
    package = read(bound(book, written(book, {}, ruler), {}, ruler), "content.opf").decode()
    assert '<meta property="belongs-to-collection" id="series">First year</meta>' in package
    assert '<meta refines="#series" property="collection-type">series</meta>' in package
    assert '<meta refines="#series" property="group-position">2</meta>' in package


def test_a_formula_that_no_line_holds_is_smaller(make: Callable[..., m.Product]) -> None:
    long = "+".join(["x_{1}"] * 12)
    page = read(make(("a.md", f"# A\n\n$$x = {long}$$\n\n$$x = 1$$\n\n$${long * 20}$$\n")), "note-a.xhtml").decode()
    sizes = [re.findall(r'style="font-size:([\d.]+)em"', tag) for tag in re.findall("<math [^>]*>", page)]
    assert 0.5 < float(sizes[0][0]) < 1
    assert sizes[1:] == [[], ["0.50"]]
