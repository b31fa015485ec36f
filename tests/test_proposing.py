"""The command `studypress mnemonics` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import shell

LAKES = ("Erie", "Huron", "Michigan", "Ontario", "Superior")
STEPS = '{"id": 7, "items": ["Goal", "Reality", "Options", "Will"], "ordered": 1, "topic": "coaching"}'


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(shell, ("mnemonics", *arguments), input=typed)


def lines(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_best_comes_first_with_what_each_letter_stands_for():
    told = run(*LAKES, "--no-library").stdout.splitlines()
    assert told[0].startswith("HOMES  ")
    assert [line.split() for line in told[1:6]] == [
        ["H", "Huron"],
        ["O", "Ontario"],
        ["M", "Michigan"],
        ["E", "Erie"],
        ["S", "Superior"],
    ]


def test_the_word_a_letter_comes_from_is_named_when_it_is_not_the_first():
    items = ("Defence partnership", "Economic ties", "Energy", "Space", "International standing", "Culture")
    assert "  P  Defence partnership  (partnership)" in run(*items, "--no-library").stdout


def test_eyes_see_only_what_is_good():
    told = run("Quartz", "Xenon", "Zinc", "--no-library")
    assert (told.exit_code, told.stdout) == (0, "No mnemonic for this list is good enough.\n")


def test_json_tells_all():
    told = json.loads(run(*LAKES, "--no-library", "--json", "--top", "2").stdout)
    first = told["candidates"][0]
    assert len(told["candidates"]) == 2
    assert (first["text"], first["kind"], first["grade"]) == ("HOMES", "word", "A")
    assert first["expansion"][0] == {"item": "Huron", "letters": "H", "from": "Huron"}


def test_the_order_is_kept_when_asked_for():
    assert run("Plan", "Do", "Check", "Act", "--ordered", "--no-library").stdout.startswith("PDCA")


def test_a_batch_from_a_file(tmp_path: Path):
    path = tmp_path / "lists.jsonl"
    path.write_text(f'{STEPS}\n\n{{"id": "x", "items": ["दिल्ली", "मुंबई", "चेन्नई"]}}\n', encoding="utf-8")
    first, second = lines(run("--batch", str(path), "--no-library"))
    assert (first["id"], first["candidates"][0]["text"]) == (7, "GROW")
    assert second == {"id": "x", "candidates": []}


def test_a_batch_from_stdin():
    (only,) = lines(run("--batch", "-", "--no-library", "--top", "1", typed=STEPS))
    assert [c["text"] for c in only["candidates"]] == ["GROW"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{", "line 1 of '-' is not JSON"),
        (f"{STEPS}\n[]", "line 2 of '-' has no \"items\""),
        ('{"items": "ab"}', 'has no "items"'),
        ('{"items": [1]}', 'has no "items"'),
    ],
)
def test_a_line_that_is_no_list_is_named(typed, told):
    result = run("--batch", "-", typed=typed)
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("arguments", [(), ("A", "B", "--batch", "-"), ("--batch", "/none/there.jsonl")])
def test_what_cannot_be_meant(arguments):
    assert run(*arguments).exit_code == 2


def test_a_number_in_words():
    result = run("--number", "1947", "--top", "1")
    assert (result.exit_code, result.stdout) == (0, "OUTBREAK  T 1  B 9  R 4  K 7\n")
    (found,) = json.loads(run("--number", "1,947", "--top", "1", "--json").stdout)["candidates"]
    assert (found["text"], found["digits"], found["letters"]) == ("OUTBREAK", "1947", ["T", "B", "R", "K"])
    assert run("--number", "many").stdout == "No words are good enough for this number.\n"
    assert run("--number", "1", "A", "B").exit_code == 2
