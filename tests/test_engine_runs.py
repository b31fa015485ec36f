"""What is built again, and what is not: the same bytes whatever was remembered, and an edit costs its note."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import floor, layouts, printing
from pipeline.build import Report, Request, Session, build
from pipeline.runner import Budget
from pipeline.targets import pdf
from pipeline.targets.engine.set import Job

pytestmark = pytest.mark.engine
SLOW = pytest.mark.slow

NOTES = {
    "book.yml": "title: Water\nauthors: [Test Bench]\nlanguage: en\n",
    "1-ice.md": "# Ice\n\n## Melting\n\nIce melts at **0 °C** when warmed.\n\n## Sea ice\n\nSalt keeps the sea open.\n",
    "2-water.md": "# Water\n\n## Cycle\n\nSee [[Ice#Melting]] for the way back.\n\n![[Salt#Taste]]\n",
    "3-salt.md": "# Salt\n\n## Taste\n\nTears taste of salt.\n\n## Trade\n\nRoads were named after it.\n\n"
    "Brine\n: Water with much salt.\n",
    "4-cloud.md": "# Cloud\n\n## Drops\n\nDrops hang in the air, as in [[Ice#Sea ice]].\n\n"
    "> [!question]- What falls?\n> Rain.\n",
}
BACK = {"answers", "glossary", "index", "colophon"}
FRONT = {"cover", "contents", "plan", "book-map"}


def quiet(_: str) -> None:
    pass


@dataclass(frozen=True)
class Desk:
    """A vault with its cache and output; `parts` are what was set since the last look."""

    request: Request
    parts: list[str]

    def build(self, **changes: object) -> Report:
        self.parts.clear()
        return build(replace(self.request, **changes), quiet)  # type: ignore[arg-type]

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.request.vault / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def set_by(self, name: str, old: str, new: str) -> tuple[set[str], set[str]]:
        """The notes and all parts that an edit sets anew."""
        self.edit(name, old, new)
        report = self.build()
        return set(report.rendered), set(self.parts)

    @property
    def file(self) -> Path:
        return self.request.output / f"{self.request.vault.name}.pdf"

    @property
    def cache(self) -> Path:
        assert self.request.cache
        return self.request.cache

    def entries(self) -> list[Path]:
        return sorted(path for path in (self.cache / "v1").rglob("*") if path.is_file())


def laid_out(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, text in NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Built once, from nothing. Tests work on copies."""
    place = tmp_path_factory.mktemp("first")
    request = Request(laid_out(place / "vault" / "water"), ("pdf",), place / "out", place / "cache")
    request.cache.mkdir()
    report = build(request, quiet)
    assert report.problems == ()
    return Desk(request, [])


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the parts that are set, as they are."""
    found: list[str] = []
    plain = pdf.set_part

    def told(job: Job, fetch: Callable[[str], bytes]) -> object:
        found.append(job.name)
        return plain(job, fetch)

    monkeypatch.setattr(pdf, "set_part", told)
    return found


@pytest.fixture
def desk(first: Desk, tmp_path: Path, parts: list[str]) -> Desk:
    """A vault of one's own, built before, with a copy of what was remembered."""
    return moved(first, tmp_path, parts)


def moved(first: Desk, place: Path, parts: list[str]) -> Desk:
    shutil.copytree(first.request.vault, place / "vault" / "water")
    shutil.copytree(first.cache, place / "cache")
    made = Desk(Request(place / "vault" / "water", ("pdf",), place / "out", place / "cache"), parts)
    made.build()
    assert made.parts == []
    return made


# ------------------------------------------------------------------ the same bytes


def test_what_is_remembered_does_not_show(desk: Desk, first: Desk, tmp_path: Path) -> None:
    wanted = first.file.read_bytes()
    assert desk.file.read_bytes() == wanted
    for changes in ({}, {"cache": None}, {"cache": tmp_path / "other"}, {"output": tmp_path / "elsewhere"}):
        if changes.get("cache"):
            (tmp_path / "other").mkdir()
        report = desk.build(**changes)
        assert report.products[0][0].read_bytes() == wanted
        assert bool(report.rendered) == ("cache" in changes)


def test_what_a_process_keeps_between_builds_does_not_show(desk: Desk, tmp_path: Path) -> None:
    session = Session()
    for old, new in (("Ice melts", "Ice soon melts"), ("**0 °C**", "**zero**"), ("soon melts", "melts")):
        desk.edit("1-ice.md", old, new)
        build(desk.request, quiet, session=session)
        fresh = build(replace(desk.request, output=tmp_path / "fresh", cache=None), quiet)
        assert desk.file.read_bytes() == fresh.products[0][0].read_bytes()


def test_what_another_process_makes_meanwhile_does_not_show(desk: Desk) -> None:
    session = Session()
    build(desk.request, quiet, session=session)
    desk.edit("4-cloud.md", "Drops hang", "Droplets float, more than can be counted, and hang")
    assert desk.build().rendered == ("cloud",)
    wanted = desk.file.read_bytes()
    assert build(desk.request, quiet, session=session).rendered == ()
    assert desk.file.read_bytes() == wanted
    shutil.rmtree(desk.cache)
    desk.cache.mkdir()
    build(desk.request, quiet, session=session)
    assert desk.file.read_bytes() == wanted


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_who_sets_the_parts_does_not_show(
    jobs: int, first: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "LIGHT", 0)
    monkeypatch.setattr(floor, "_FEW", 0)
    desk = Desk(replace(first.request, cache=None, output=tmp_path / "out", jobs=jobs), [])
    desk.build()
    assert desk.file.read_bytes() == first.file.read_bytes()


@SLOW
def test_other_machines_do_not_show(first: Desk, tmp_path: Path) -> None:
    import distributed

    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", host="127.0.0.1"
        ) as cluster,
    ):
        warnings.simplefilter("ignore")
        request = replace(first.request, cache=None, output=tmp_path / "out", scheduler=cluster.scheduler_address)
        report = build(request, quiet)
    assert len(report.rendered) == 4
    assert report.products[0][0].read_bytes() == first.file.read_bytes()


def test_after_an_edit_and_back_it_is_as_before(desk: Desk, first: Desk) -> None:
    desk.edit("4-cloud.md", "Drops hang", "Droplets float, more than can be counted, and hang")
    desk.build()
    assert desk.file.read_bytes() != first.file.read_bytes()
    desk.edit("4-cloud.md", "Droplets float, more than can be counted, and hang", "Drops hang")
    assert desk.build().rendered == ()
    assert desk.file.read_bytes() == first.file.read_bytes()


def test_pages_that_move_are_as_if_set_there(desk: Desk, tmp_path: Path) -> None:
    """A note grows by pages, so all behind it move: the file is that of a build from nothing."""
    desk.edit("1-ice.md", "when warmed.", "when warmed.\n\n" + "Ice is a solid. " * 900)
    desk.build()
    desk.edit("1-ice.md", "Ice is a solid. " * 300, "")
    grown = desk.build()
    (afresh,) = desk.build(cache=None, output=tmp_path / "afresh").products
    assert grown.products[0][0].read_bytes() == afresh[0].read_bytes()


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped", "another", "folder of it gone"])
def test_an_earlier_file_that_is_not_what_it_was_does_no_harm(damage: str, desk: Desk, first: Desk) -> None:
    data = first.file.read_bytes()
    match damage:
        case "missing":
            desk.file.unlink()
        case "empty":
            desk.file.write_bytes(b"")
        case "cut":
            desk.file.write_bytes(data[: len(data) // 2])
        case "flipped":
            desk.file.write_bytes(bytes(byte ^ 0x10 for byte in data))
        case "another":
            desk.file.write_bytes(data[1000:] + data[:1000])
        case _:
            shutil.rmtree(desk.request.output)
    assert desk.build().rendered == ()
    assert desk.file.read_bytes() == data


# ------------------------------------------------------------------ what an edit costs


def test_nothing_is_set_when_nothing_is_edited(desk: Desk) -> None:
    for path in desk.request.vault.iterdir():
        path.touch()
    assert desk.build().rendered == ()
    assert desk.parts == []


def test_a_word_costs_its_note(desk: Desk) -> None:
    assert desk.set_by("4-cloud.md", "Drops hang", "Drops float") == ({"cloud"}, {"cloud"})


def test_a_heading_costs_the_notes_that_link_to_it_too(desk: Desk) -> None:
    notes, parts = desk.set_by("1-ice.md", "## Melting", "## Thawing")
    assert notes == {"ice", "water"}
    assert not parts & FRONT
    assert desk.set_by("1-ice.md", "## Sea ice", "## Pack ice")[0] == {"ice", "cloud"}


def test_an_embedded_note_costs_its_host_too(desk: Desk) -> None:
    assert desk.set_by("3-salt.md", "Tears taste", "Some tears taste") == ({"salt", "water"}, {"salt", "water"})


def test_what_is_not_embedded_does_not_cost_the_host(desk: Desk) -> None:
    assert desk.set_by("3-salt.md", "Roads were", "Old roads were")[0] == {"salt"}


def test_a_title_costs_the_contents_and_those_that_show_it(desk: Desk) -> None:
    notes, parts = desk.set_by("4-cloud.md", "# Cloud", "# Clouds")
    assert notes == {"cloud"}
    assert parts == {"cloud", "contents", "plan", "book-map", "answers"}


def test_a_term_costs_the_lists_that_name_it(desk: Desk) -> None:
    notes, parts = desk.set_by("4-cloud.md", "> [!", "Virga\n: Rain that does not reach the ground.\n\n> [!")
    assert notes == {"cloud"}
    assert {"glossary", "index"} <= parts <= {"cloud"} | BACK - {"colophon"}


def test_an_answer_costs_the_answers(desk: Desk) -> None:
    assert desk.set_by("4-cloud.md", "> Rain.", "> Hail.") == (set(), {"answers"})


def test_a_new_note_costs_itself_and_the_lists(desk: Desk) -> None:
    (desk.request.vault / "5-fog.md").write_text("# Fog\n\n## Edge\n\nA cloud on the ground.\n", encoding="utf-8")
    report = desk.build()
    assert report.rendered == ("fog",)
    assert set(desk.parts) - BACK == {"fog", *FRONT}


def test_a_look_costs_all(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = tmp_path / "layouts"
    shutil.copytree(layouts.FOLDER, looks)
    monkeypatch.setattr(layouts.load, "__defaults__", (looks, {}))
    assert desk.build().rendered == ()
    with (looks / "handbook" / "style.css").open("a", encoding="utf-8") as file:
        file.write("\np { color: #123456 }\n")
    assert desk.build().rendered == ("ice", "water", "salt", "cloud")
    assert set(desk.parts) >= FRONT | BACK


# ------------------------------------------------------------------ forgetting


EDITS = [
    ("4-cloud.md", "Drops hang", "Drops float"),
    ("4-cloud.md", "> Rain.", "> Hail."),
    ("3-salt.md", "Tears taste", "Some tears taste"),
    ("1-ice.md", "# Ice", "# The ice"),
]


@dataclass(frozen=True)
class Edited:
    """A desk with an edit that has not been built yet, what it remembers, and the file that is to come of it."""

    desk: Desk
    state: Mapping[Path, bytes] = field(repr=False)
    wanted: bytes = field(repr=False)

    @property
    def together(self) -> list[Path]:
        """What the last build kept in one, without which each value is looked for on its own."""
        return [path for path, data in self.state.items() if b"pipeline.targets.engine.earlier" in data]

    def is_right_without(self, gone: Iterable[Path]) -> bool:
        """Whether the next build makes the right file, and remembers it: the one after has nothing to set."""
        shutil.rmtree(self.desk.cache / "v1")
        for path in self.state.keys() - set(gone):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.state[path])
        self.desk.build()
        is_right = self.desk.file.read_bytes() == self.wanted
        return is_right and self.desk.build().rendered == ()


@pytest.fixture(scope="session")
def edited(first: Desk, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Edited]:
    """By number: without an edit, then with each edit."""
    found = []
    for edit in (None, *EDITS):
        desk = moved(first, tmp_path_factory.mktemp("edited"), [])
        state = {path: path.read_bytes() for path in desk.entries()}
        if edit:
            desk.edit(*edit)
        afresh_cache = desk.cache.with_name("fonts only")
        shutil.copytree(desk.cache / "fonts", afresh_cache / "fonts")
        (afresh,) = desk.build(cache=afresh_cache, output=desk.request.output.with_name("afresh")).products
        found.append(Edited(desk, state, afresh[0].read_bytes()))
    return lambda number: found[number]


@pytest.mark.parametrize(("at", "few"), [(0, 6), pytest.param(0, 1, marks=SLOW), pytest.param(1, 1, marks=SLOW)])
def test_no_entry_of_the_cache_is_needed(at: int, few: int, edited: Callable[[int], Edited]) -> None:
    """A few are removed at a time, together with what the last build kept in one."""
    case = edited(at)
    entries = sorted(case.state)
    assert len(entries) > 40
    assert case.together
    groups = [entries[start :: -(-len(entries) // few)] for start in range(-(-len(entries) // few))]
    assert {path for group in groups for path in group} == case.state.keys()
    assert [group for group in groups if not case.is_right_without({*group, *case.together})] == []


@settings(max_examples=8, deadline=None, derandomize=True)
@given(at=st.integers(0, len(EDITS)), gone=st.sets(st.integers(0, 99)), whole=st.booleans())
def test_whatever_is_forgotten_the_edit_is_right(
    edited: Callable[[int], Edited], at: int, gone: set[int], *, whole: bool
) -> None:
    case = edited(at)
    keys = sorted(case.state)
    lost = [keys[number] for number in gone if number < len(keys)]
    assert case.is_right_without([*lost, *(() if whole else case.together)])


def test_all_that_is_heavy_may_be_forgotten(edited: Callable[[int], Edited]) -> None:
    """The longest unused go first when the cache is trimmed, so all of a kind may go at once."""
    case = edited(3)
    big = sorted(case.state, key=lambda path: -len(case.state[path]))
    assert all(case.is_right_without(big[: len(big) // share]) for share in (2, 5))


# ------------------------------------------------------------------ a note that cannot be set


def words(path: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


@pytest.mark.parametrize("light", [60_000, 0])
def test_a_note_the_engine_chokes_on_is_a_page_that_says_so(
    light: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "LIGHT", light)
    plain = pdf.set_part

    def chokes(job: Job, fetch: Callable[[str], bytes]) -> object:
        if job.name == "salt" and "Roads" in job.markup:
            raise RecursionError("too deep")
        return plain(job, fetch)

    monkeypatch.setattr(pdf, "set_part", chokes)
    desk.edit("3-salt.md", "Tears taste", "Some tears taste")
    report = desk.build()
    (problem,) = report.problems
    assert (problem.path, problem.severity, problem.code) == ("3-salt.md", "error", "not-set")
    assert "too deep" in problem.message
    shown = words(desk.file)
    assert "too deep" in shown
    assert "Some tears taste" in shown  # in its host
    assert "Roads were named" not in shown
    assert "Ice melts at" in shown
    monkeypatch.setattr(pdf, "set_part", plain)
    assert desk.build().problems == ()
    assert "Roads were named" in words(desk.file)


def test_a_note_that_takes_too_long_costs_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LIGHT", 0)
    monkeypatch.setattr(printing, "BUDGET", Budget(seconds=3, megabytes=1500))
    rows = "".join(f"| {n} | {n} |\n" for n in range(4000))
    desk.edit("3-salt.md", "Roads were", f"| a | b |\n|--|--|\n{rows}\nRoads were")
    desk.edit("4-cloud.md", "Drops hang", "Drops float")
    report = desk.build(jobs=2)
    (problem,) = report.problems
    assert (problem.path, problem.code) == ("3-salt.md", "not-set")
    assert "longer than 3 s" in problem.message
    shown = words(desk.file)
    assert "Drops float" in shown
    assert "longer than 3 s" in shown
