"""The documentation and the program say the same: settings, problem codes, commands, exit codes, targets of make."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline import settings
from pipeline import shell as codes
from pipeline.cli import shell

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *sorted(ROOT.glob("README.md"))]
PROBLEMS = ROOT / "pipeline" / "data" / "problems.md"
SECTIONS = re.findall(r"^## (.+)$", PROBLEMS.read_text(encoding="utf-8"), re.MULTILINE)

Golden = Callable[[Path, str], None]


def test_the_page_of_settings_is_the_table(golden: Golden) -> None:
    golden(ROOT / "docs" / "settings.md", settings.reference())
    assert CliRunner().invoke(shell, ["config", str(ROOT / "docs"), "--reference"]).stdout == settings.reference()


@pytest.mark.parametrize("name", settings.OPTIONS)
def test_every_setting_is_on_the_page(name: str) -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {name}\n\n\w.*\n", page, re.MULTILINE)


def test_the_page_of_problems_is_the_one_that_explain_prints(golden: Golden) -> None:
    golden(ROOT / "docs" / "problems.md", PROBLEMS.read_text(encoding="utf-8"))


# --------------------------------------------------------------------------- problem codes

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REPORTERS = re.compile(r"_?(problem|warn|report|fault|unreadable)", re.IGNORECASE)


def codes_in(tree: ast.AST) -> Iterator[str]:
    """The problem codes of a module: given to what makes a problem, or kept under the name `code`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if REPORTERS.fullmatch(name):
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
            case ast.Assign(targets=[ast.Name(id=name)]) if name.strip("_").lower() == "code":
                values = [node.value]
            case ast.arguments(args=parameters, defaults=values) if values:
                values = [v for p, v in zip(reversed(parameters), reversed(values), strict=False) if p.arg == "code"]
            case _:
                continue
        yield from (v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str))


def used() -> set[str]:
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "pipeline").rglob("*.py")]
    words = {word for module in modules for word in codes_in(module)}
    return {word for word in words if CODE.fullmatch(word)} - {"error", "warning"}


def test_every_code_of_the_program_is_explained() -> None:
    assert used() - set(SECTIONS) == set()


def test_every_code_that_is_explained_is_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pipeline").rglob("*.py"))
    assert [section for section in SECTIONS if f'"{section}"' not in source] == []


def test_codes_are_explained_once_and_at_length() -> None:
    assert len(SECTIONS) == len(set(SECTIONS))
    for section in SECTIONS:
        told = CliRunner().invoke(shell, ["explain", section]).stdout
        assert len(told.split()) > 20, section


# --------------------------------------------------------------------------- commands


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every `studypress …` line of the documentation, as words."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for line in re.findall(r"^\$ (?:\S*/)?studypress (.+)$", text, re.MULTILINE):
            yield page.name, shlex.split(line)


@pytest.mark.parametrize(("page", "words"), list(commands()))
def test_a_command_of_the_documentation_is_understood(page: str, words: list[str]) -> None:
    name, *arguments = words
    assert name in shell.commands, page
    parent = click.Context(shell, **shell.context_settings)
    shell.commands[name].make_context(name, list(arguments), parent=parent, resilient_parsing=True)
    known = {option for parameter in shell.commands[name].params for option in parameter.opts} | {"--help"}
    assert {word for word in arguments if re.match(r"-[^\d]", word)} <= known, page


def test_every_command_is_in_the_documentation() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in shell.commands if f"studypress {name}" not in text] == []


def test_the_exit_codes_are_in_the_documentation() -> None:
    text = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    ends = {codes.OK, codes.CONTENT, codes.STRICT, codes.ENVIRONMENT, codes.BUG, codes.INTERRUPTED}
    assert listed == ends | {click.UsageError.exit_code, 5}


# --------------------------------------------------------------------------- make


def test_make_says_what_it_can_do() -> None:
    told = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()
    assert set(re.findall(r"^  ([a-z]+) ", told, re.MULTILINE)) == set(targets)


def test_the_documentation_names_targets_that_exist() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^\$ |`)make ([a-z]+)", text, re.MULTILINE)):
        assert f"\n{target}:" in makefile
