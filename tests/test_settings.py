"""book.yml: every setting is read, every fault is placed, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import RecallSettings
from pipeline.problem import Problem, Stop
from pipeline.settings import OPTIONS, Settings, load, parse


def faults(text: str | bytes) -> list[Problem]:
    with pytest.raises(Stop) as stop:
        parse(text if isinstance(text, bytes) else text.encode(), "vault")
    assert stop.value.code == 2
    return list(stop.value.problems)


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    vault = tmp_path / "indian_polity"
    vault.mkdir()
    found = load(vault)
    assert (found.title, found.slug, found.language, found.layout) == (
        "Indian polity",
        "indian-polity",
        "en",
        "handbook",
    )
    assert found.targets == ("pdf", "epub")
    assert dict(found.origins) == {"title": "the folder's name", "slug": "the title"}


@pytest.mark.parametrize("name", OPTIONS)
def test_the_example_of_the_documentation_is_understood(name: str) -> None:
    found = parse(f"{name}: {OPTIONS[name].example}".encode(), "vault")
    assert getattr(found, name) != getattr(Settings(), name) or name == "layout"
    assert dict(found.origins)[name] == "book.yml:1:1"


def test_lists_and_parts_keep_their_order() -> None:
    text = "author: Only One\nparts:\n  02-b/: Second\n  ./01-a: First\nexclude: [x/*, y.md]\n"
    found = parse(text.encode(), "vault")
    assert found.authors == ("Only One",)
    assert found.parts == (("02-b", "Second"), ("01-a", "First"))
    assert found.exclude == ("x/*", "y.md")


@pytest.mark.parametrize("word", ["no", "off", "Yes", "1:30", "2026", "0x10", "1e3", "Null", "=", "<<x"])
def test_scalars_are_words(word: str) -> None:
    assert parse(f"title: {word}".encode(), "vault").title == word


@pytest.mark.parametrize("nothing", ["", " ", "# only a comment\n", "---\n", "title:\n", "title: ~\n", "title: ''\n"])
def test_nothing_is_a_default(nothing: str) -> None:
    found = parse(nothing.encode(), "my-vault")
    assert found.title == "My vault"
    assert dict(found.origins)["title"] == "the folder's name"


@pytest.mark.parametrize(
    ("folder", "title", "slug"),
    [("Notes on Law", "Notes on Law", "notes-on-law"), ("हिन्दी", "हिन्दी", "book"), ("", "Notes", "notes")],
)
def test_the_folder_names_the_book(folder: str, title: str, slug: str) -> None:
    found = parse(b"", folder)
    assert (found.title, found.slug) == (title, slug)


def test_every_fault_is_told_at_once_with_its_place() -> None:
    text = "titel: x\n\nlanguage: [en]\ndate: 2026-13-01\nslug: My Book\ntitle: a\ntitle: b\n"
    text += "  \nparts: {../up: Up}\nzzz: 1\n"
    assert [(p.line, p.column, p.code) for p in faults(text)] == [
        (1, 1, "unknown-setting"),
        (3, 11, "bad-setting"),
        (4, 7, "bad-setting"),
        (5, 7, "bad-setting"),
        (7, 1, "duplicate-key"),
        (9, 9, "bad-setting"),
        (10, 1, "unknown-setting"),
    ]
    hints = [p.hint for p in faults(text)]
    assert hints[0] == "did you mean 'title'?"
    assert "'my-book'" in hints[3]
    assert "exclude" in hints[6]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("title: a: b\n", "bad-yaml", 1),
        ("title: 'open\n", "bad-yaml", 2),
        ("title: x\n\tsubtitle: y\n", "bad-yaml", 2),
        ("- a\n- b\n", "bad-yaml", 1),
        ("just words\n", "bad-yaml", 1),
        ("title: x\n--- \ntitle: y\n", "bad-yaml", 2),
        ("title: &a x\nsubtitle: *b\n", "bad-yaml", 2),
        ("x: " + "[" * 5000, "bad-yaml", 1),
        ("authors: [&a x" + ", *a" * 100 + "]\n", "bad-yaml", 1),
        ("title: a\x07b", "bad-yaml", 0),
        ('title: "a\\x07b"', "bad-setting", 1),
        ('title: "\\ud800"', "bad-setting", 1),
        (b"title: x\nsubtitle: caf\xe9\n", "invalid-utf8", 2),
        ("title: x\n" + "# y\n" * 20_000, "bad-yaml", 0),
        ("recall: {maks: 8}\n", "unknown-setting", 1),
        ("recall: {max: none}\n", "bad-setting", 1),
        ("recall: explizit\n", "bad-setting", 1),
        ("language: klingon-\n", "bad-setting", 1),
        ("date: '20260501'\n", "bad-setting", 1),
        ("parts: [a, b]\n", "bad-setting", 1),
        ("title: {a: b}\n", "bad-setting", 1),
        ("? [a]\n: b\n", "bad-setting", 1),
    ],
)
def test_a_fault_is_named(text: str | bytes, code: str, line: int) -> None:
    (problem,) = faults(text)
    assert (problem.path, problem.code, problem.line) == ("book.yml", code, line)


@pytest.mark.parametrize(
    ("text", "line", "column", "code", "said"),
    [
        ("mnemonics: always\n", 1, 12, "bad-setting", "review"),
        ("mnemonics: [review, figures]\n", 1, 12, "bad-setting", "numbers"),
        ("mnemonic: review\n", 1, 1, "unknown-setting", "did you mean 'mnemonics'?"),
        ("llm: llama\n", 1, 6, "bad-setting", "base_url: http"),
        ("llm: {model: m}\n", 1, 6, "bad-setting", "base_url: http"),
        ("llm:\n  base_url: http://a/v1\n  modle: m\n", 3, 3, "unknown-setting", "did you mean 'model'?"),
        ("llm:\n  base_url: http://a/v1\n  model: m\n  api_key: s3cret\n", 4, 3, "bad-setting", "api_key_env"),
        ("llm:\n  base_url: http://a/v1\n  model: m\n  api_key_env: sk-s3cret\n", 4, 16, "bad-setting", "api_key_env"),
        ("llm:\n  base_url: http://s3cret@a/v1\n  model: m\n", 2, 13, "bad-setting", "api_key_env"),
        ("llm:\n  base_url: file:///etc\n  model: m\n", 2, 13, "bad-setting", "http://localhost"),
        ("llm: {base_url: 'http://a', model: m, timeout: soon}\n", 1, 48, "bad-setting", "up to 9999"),
        ("llm: {base_url: 'http://a', model: m, model: n}\n", 1, 39, "duplicate-key", "keep one"),
    ],
)
def test_what_is_wrong_with_mnemonics_is_told_and_no_secret_is(
    text: str, line: int, column: int, code: str, said: str
) -> None:
    (problem,) = faults(text)
    assert (problem.line, problem.column, problem.code) == (line, column, code)
    assert said in problem.hint
    assert "s3cret" not in str(problem)


@pytest.mark.parametrize("text", ["mnemonics: numbers", "mnemonics: [review, numbers]", "mnemonics: [NUMBERS]"])
def test_numbers_are_asked_for(text: str) -> None:
    assert "numbers" in parse(text.encode(), "vault").mnemonics
    assert "numbers" not in parse(b"mnemonics: review", "vault").mnemonics


def test_a_model_has_its_defaults() -> None:
    found = parse(b"llm:\n  base-url: http://localhost:1/v1\n  model: m\n", "vault")
    assert dict(found.llm) == {"base_url": "http://localhost:1/v1", "model": "m", "timeout": "60", "api_key_env": ""}


def test_aliases_of_yaml_work_within_reason() -> None:
    assert parse(b"title: &t One\nsubtitle: *t\n", "vault").subtitle == "One"


def test_the_byte_order_mark_is_ignored() -> None:
    assert parse(b"\xef\xbb\xbftitle: x\r\nsubtitle: y\r\n", "vault").subtitle == "y"


def test_a_folder_called_book_yml_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "book.yml").mkdir()
    with pytest.raises(Stop) as stop:
        load(tmp_path)
    assert stop.value.code == 2


@given(st.one_of(st.binary(max_size=200), st.text(alphabet="titleauhors:-[]{}&*!|>'\"\\#%@ \n\t~0x", max_size=80)))
def test_any_bytes_give_settings_or_a_problem(data: bytes | str) -> None:
    data = data if isinstance(data, bytes) else data.encode()
    try:
        found = parse(data, "vault")
    except Stop as stop:
        found = stop
    assert isinstance(found, Settings) == (getattr(found, "code", 0) != 2)
    assert found.problems if isinstance(found, Stop) else found.title and found.slug


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", RecallSettings()),
        ("recall: true", RecallSettings()),
        ("recall: false", RecallSettings(on=False)),
        ("recall: explicit", RecallSettings(explicit=True)),
        ("recall: {max: 8}", RecallSettings(most=8)),
    ],
)
def test_what_is_asked_of_every_note(text: str, wanted: RecallSettings) -> None:
    assert parse(text.encode(), "Notes").questions == wanted
