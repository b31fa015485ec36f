"""The command line from outside: what goes to which stream, and the exit code for every end."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import shell
from pipeline.problem import Problem, Severity, Stop
from pipeline.publish import LOCK, claim
from pipeline.shell import Shell, colour, verdict

NOTE = "---\ntitle: The cell\n---\n\nAll that lives is made of cells.\n\n## Parts\n\n- nucleus\n- membrane\n"
ROOT = Path(__file__).parents[1]
HEAVY = ("weasyprint", "ebooklib", "pikepdf", "lxml", "PIL", "mistune", "yaml", "jinja2", "uharfbuzz", "pipeline.build")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(shell, arguments)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a vault of one note in `source/`."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "cell.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --------------------------------------------------------------------------- help and mistakes


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys, pipeline.cli; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout.strip() == "[]"


def test_help_is_quick() -> None:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "pipeline", "--help"], capture_output=True, cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.3


def test_every_command_has_help_with_an_example() -> None:
    overview = run("--help").stdout
    for name in shell.commands:
        assert re.search(rf"^  {name} +\w", overview, re.MULTILINE)
        told = run(name, "-h")
        assert told.exit_code == 0
        assert f"studypress {name}" in told.stdout.partition("Examples:")[2]
    assert "..." not in overview.partition("Commands:")[2], "a summary is cut short"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["source"], "studypress build source"),
        (["frobnicate"], "studypress --help lists the commands"),
        (["build", "--strikt"], "--strict"),
        (["build", "nowhere"], "studypress build path/to/notes"),
        (["build", "source/cell.md"], "'source/cell.md' is a file"),
        (["build", "--trust", "some"], "'full', 'none'"),
        (["build", "-j", "0"], "-j"),
        (["build", "--cache", "c", "--no-cache"], "leave one out"),
        (["check", "nowhere.md"], "nowhere.md"),
        (["verify", "nowhere"], "studypress build -o nowhere"),
        (["explain", "dead-links"], "Did you mean 'dead-link'?"),
        (["new", "/"], "letters or digits"),
        (["new"], "TITLE"),
    ],
)
def test_a_slip_is_answered_with_the_next_step(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("here")
def test_a_date_that_is_none_is_a_slip() -> None:
    assert run("build", SOURCE_DATE_EPOCH="yesterday").exit_code == 2


# --------------------------------------------------------------------------- the ends of a command


def ending(error: BaseException) -> Result:
    group = Shell("studypress")

    @group.command()
    def end() -> None:
        raise error

    return CliRunner().invoke(group, ["end"])


def test_a_stop_tells_its_problems_and_its_code() -> None:
    problem = Problem("a.md", 3, 1, "error", "dead-link", "no such\x1b[2J note", "look")
    result = ending(Stop(problem, code=5))
    assert result.exit_code == 5
    assert result.stderr == "a.md:3:1: error[dead-link]: no such�[2J note\n    hint: look\n"


def test_our_own_fault_asks_for_a_report() -> None:
    result = ending(RuntimeError("oh"))
    assert result.exit_code == 70
    assert "Traceback" in result.stderr
    assert "Please report" in result.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interruption_is_130(error: BaseException) -> None:
    assert ending(error).exit_code == 130


@pytest.mark.parametrize(
    ("severities", "code", "strict_code"), [([], 0, 0), (["warning"], 0, 3), (["warning", "error"], 1, 1)]
)
def test_the_verdict(severities: list[Severity], code: int, strict_code: int) -> None:
    problems = [Problem("", 0, 0, severity, "x", "") for severity in severities]
    assert (verdict(problems, strict=False), verdict(problems, strict=True)) == (code, strict_code)


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, None),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, None),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, None),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm"}, None),
    ],
)
def test_colour_is_a_wish_of_the_environment(environment: dict[str, str], wanted: bool | None) -> None:
    assert colour(environment) is wanted


def on_a_terminal(wishes: str, **environment: str) -> str:
    """What `Progress` writes to a terminal 20 columns wide."""
    code = f"from pipeline.shell import Progress; p = Progress({wishes}); p('setting ' + 'x' * 50); p.clear()"
    mine, theirs = os.openpty()
    variables = {"PATH": os.environ["PATH"], "TERM": "xterm", "COLUMNS": "20", **environment}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=variables, stderr=theirs, check=True)
    os.write(theirs, b"$")
    told = os.read(mine, 1000).decode().removesuffix("$")
    os.close(mine)
    os.close(theirs)
    return told


def test_progress_is_one_line_and_goes_away() -> None:
    assert on_a_terminal("quiet=False, verbose=False") == "\r\x1b[2Ksetting xxxxxxxxxxx\r\x1b[2K"


def test_progress_of_the_talkative_keeps_every_step() -> None:
    assert re.fullmatch(r" +\d\.\d\d s  setting x{50}\r?\n", on_a_terminal("quiet=False, verbose=True"))


@pytest.mark.parametrize(
    ("wishes", "environment"),
    [
        ("quiet=True, verbose=False", {}),
        ("quiet=False, verbose=False", {"TERM": "dumb"}),
        ("quiet=False, verbose=False", {"CI": "1"}),
    ],
)
def test_progress_is_silent_when_nobody_watches(wishes: str, environment: dict[str, str]) -> None:
    assert on_a_terminal(wishes, **environment) == ""


# --------------------------------------------------------------------------- looking and helping


def test_version() -> None:
    assert re.fullmatch(r"studypress \d+\.\d+\.\d+\S*\n", run("--version").stdout)


def test_explain_prints_the_section_and_the_list() -> None:
    assert "renamed" in run("explain", "dead-link").stdout
    assert run("explain", "[dead-link]").stdout == run("explain", "dead-link").stdout
    assert "dead-link\n" in run("explain").stdout


def test_config_shows_values_and_origins(here: Path) -> None:
    (here / "source" / "book.yml").write_text("title: 'A: B'\nparts: {x: Y}\n")
    told = run("config").stdout
    assert 'title: "A: B"  # book.yml:1:1' in told
    assert 'parts: {"x": "Y"}  # book.yml:2:1' in told
    assert 'language: "en"  # default' in told
    assert json.loads(run("config", "--json").stdout)["settings"]["slug"] == {"value": "a-b", "origin": "the title"}


def test_config_can_be_pasted_into_book_yml(here: Path) -> None:
    before = run("config").stdout
    (here / "source" / "book.yml").write_text("\n".join(line for line in before.splitlines() if '""' not in line))
    uncommented = [line.partition("  #")[0] for line in before.splitlines()]
    assert [line.partition("  #")[0] for line in run("config").stdout.splitlines()] == uncommented


def test_a_fault_of_book_yml_is_placed_from_here(here: Path) -> None:
    (here / "source" / "book.yml").write_text("titel: x\n")
    result = run("config", "--json")
    assert result.exit_code == 2
    assert result.stderr.startswith("source/book.yml:1:1: error[unknown-setting]:")
    assert json.loads(result.stdout)["problems"][0]["path"] == "book.yml"


@pytest.mark.parametrize(
    ("title", "there", "name"),
    [
        ("The Cell: Parts & Work", [], "the-cell-parts-work.md"),
        ("Genes", ["01-cell.md", "02-x"], "03-genes.md"),
        ("Genes", ["9. Cell.md", "images"], "10. genes.md"),
        ("कोशिका", [], "कोशिका.md"),
    ],
)
def test_new_begins_a_note(tmp_path: Path, title: str, there: list[str], name: str) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    for old in there:
        (folder / old).write_text("")
    result = run("new", title, "--to", str(folder))
    assert result.stdout == f"{folder / name}\n"
    assert f'title: "{title}"' in (folder / name).read_text(encoding="utf-8")


def test_new_never_overwrites(here: Path) -> None:
    assert run("new", "Cell").exit_code == 2
    assert (here / "source" / "cell.md").read_text(encoding="utf-8") == NOTE


@pytest.mark.usefixtures("here")
def test_doctor_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.doctor._LIBRARIES", (("libnone.so.0", "libnone0"),))
    monkeypatch.setattr("pipeline.doctor._run", lambda *_: None)
    result = run("doctor")
    assert result.exit_code == 4
    assert "libnone0" in result.stdout
    assert json.loads(run("doctor", "--json").stdout)["exit"] == 4
    built = run("build", "--to", "pdf")
    assert built.exit_code == 4
    assert built.stderr.startswith("error[missing-library]:")


def test_clean_of_nothing_is_nothing(here: Path) -> None:
    assert (run("clean").exit_code, run("clean").stdout) == (0, "")
    assert not (here / "output").exists()


def test_clean_all_forgets_what_was_kept(here: Path) -> None:
    kept = here / "xdg" / "studypress" / "v1"
    kept.mkdir(parents=True)
    run("clean", "--all", XDG_CACHE_HOME=str(here / "xdg"))
    assert list((here / "xdg").iterdir()) == []
    assert (here / "source" / "cell.md").exists()


# --------------------------------------------------------------------------- making and checking


@pytest.mark.usefixtures("here")
def test_list() -> None:
    assert re.fullmatch(r" +\d+  cell\.md  The cell\n", run("list").stdout)
    (note,) = json.loads(run("list", "--json").stdout)["notes"]
    assert (note["path"], note["title"]) == ("cell.md", "The cell")


@pytest.mark.usefixtures("here")
def test_check_of_sound_notes() -> None:
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 problems\n")


def test_check_of_faulty_notes(here: Path) -> None:
    (here / "source" / "bad.md").write_text("# Bad\n\n[[Nowhere]] and ![x](none.png)\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert re.search(r"^source/bad\.md:3(:\d+)?: error\[missing-image\]: ", result.stderr, re.MULTILINE)
    assert re.search(r"^source/bad\.md:3(:\d+)?: warning\[dead-link\]: ", result.stderr, re.MULTILINE)
    only_the_other = run("check", "source/cell.md")
    assert (only_the_other.exit_code, only_the_other.stderr) == (0, "0 problems\n")
    document = json.loads(run("check", "source/bad.md", "--json").stdout)
    assert document["exit"] == 1
    assert {problem["path"] for problem in document["problems"]} == {"bad.md"}


def test_check_of_maps(here: Path) -> None:
    (here / "source" / "rivers.md").write_text(RIVERS, encoding="utf-8")
    result = run("check", "--maps")
    assert result.exit_code == 0
    assert re.search(r"^source/rivers\.md:3:1: warning\[map-coverage\]: 0 of 3 facts ", result.stderr, re.MULTILINE)
    head, cell, rivers, total = result.stdout.splitlines()
    assert head.startswith("note ")
    assert cell.startswith("source/cell.md")
    assert re.match(r"source/rivers\.md +7 +100% ", rivers)
    assert total.startswith("1 of 2 notes")
    assert run("check", "--maps", "--strict").exit_code == 3
    assert "source/rivers.md" not in run("check", "--maps", "source/cell.md").stdout
    document = json.loads(run("check", "--maps", "--json", "source/rivers.md").stdout)
    assert [note["path"] for note in document["maps"]] == ["source/rivers.md"]
    assert document["total"]["facts"] == {"all": 3, "good": 0, "share": 0.0}
    assert [problem["code"] for problem in document["problems"]] == ["map-coverage"]


RIVERS = """# Rivers

## Ganga

- Himalaya
- Plain
- Delta

Whoever measured its length (surveyors in 1854, others in 1901, and in 1950 the air force, from whose pictures of every
bank, bend, ghat, island, bridge and town of some size much was learnt) came to a number of his own.

## Kaveri

- Karnataka
"""


def test_strict_makes_warnings_count(here: Path) -> None:
    (here / "source" / "cell.md").write_text(NOTE + "\n[[Nowhere]]\n", encoding="utf-8")
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 3


def test_an_empty_folder_is_nothing_to_build(here: Path) -> None:
    (here / "source" / "cell.md").unlink()
    result = run("build")
    assert result.exit_code == 1
    assert "error[no-notes]" in result.stderr


def test_a_locked_folder_is_5(here: Path) -> None:
    with claim(here / "output"):
        result = run("build")
    assert result.exit_code == 5
    assert "error[output-locked]" in result.stderr


@pytest.mark.engine
def test_build_verify_and_clean(here: Path) -> None:
    cache = ("--cache", str(here / "cache"))
    result = run("build", *cache)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "output/source.pdf\noutput/source.epub\n"
    assert re.fullmatch(r"\d+ pages, 1 note, 0 problems in \d+\.\d s\n", result.stderr)
    assert run("verify").exit_code == 0
    before = {path.name: path.read_bytes() for path in (here / "output").iterdir()}
    assert LOCK not in before
    again = json.loads(run("build", "--json", *cache).stdout)
    assert (again["exit"], again["rendered"]) == (0, [])
    after = {path.name: path.read_bytes() for path in (here / "output").iterdir()}
    assert {name: data for name, data in after.items() if data != before[name]}.keys() <= {"manifest.json"}
    (here / "output" / "source.epub").write_bytes(b"broken")
    assert run("verify").exit_code == 1
    assert run("clean").stdout == "output/source.pdf\noutput/manifest.json\n"
    assert [path.name for path in (here / "output").iterdir()] == ["source.epub"]


@pytest.mark.engine
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_nothing(here: Path, number: signal.Signals) -> None:
    code = (
        "import time, pipeline.build as core, pipeline.cli as cli\n"
        "core.build = lambda *_: (print('ready', flush=True), time.sleep(60))\n"
        "cli.main()\n"
    )
    command = [sys.executable, "-c", code, "build", "--no-cache"]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert run.stdout
    run.stdout.readline()
    time.sleep(0.1)
    run.send_signal(number)
    _, told = run.communicate(timeout=20)
    assert run.returncode == 130
    assert told.strip() == "interrupted"
    assert list((here / "output").iterdir()) == []
