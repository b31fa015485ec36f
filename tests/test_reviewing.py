"""The files in which an author decides on mnemonics: read with the vault, written only when asked for."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import build as core
from pipeline.build import build, check, propose
from pipeline.cli import shell
from pipeline.done import recalled, remember
from pipeline.problem import Problem
from pipeline.request import Report, Request
from tests.fake_model import offered, serving

LAKES = "# Lakes\n\n## Great Lakes\n\n- Erie\n- Huron\n- Michigan\n- Ontario\n- Superior\n"
GROUNDS = "# Grounds\n\n## Grounds of trust\n\n- Depth\n- Interest\n- Regularity\n- Trust\n"
TOOLS = "# Tools\n\n## Virtues\n\n1. Zeal\n2. Quiet\n3. Effort\n4. Rest\n5. Ardour\n"
STEPS = ["Z Zeal", "Q Quiet", "E Effort", "R Rest", "A Ardour"]
SENTENCE = ("Zebras quickly eat red apples", STEPS)
FORBID = "- list: [Depth, Interest, Regularity, Trust]\n  use: none\n"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "lakes.md").write_text(LAKES)
    (folder / "grounds.md").write_text(GROUNDS)
    return folder


def request_of(vault: Path, cache: Path | None = None, *, review: bool = True) -> Request:
    return Request(vault, ("pdf",), vault.parent / "out", cache, review=review)


def quiet(_: str) -> None:
    pass


def built(vault: Path, cache: Path, *, review: bool = True) -> Report:
    return build(request_of(vault, cache, review=review), quiet)


def printed(report: Report) -> dict[str, list[tuple[str, str]]]:
    """What each note has as its mnemonics, and where they come from."""
    notes = json.loads(report.manifest)["notes"]
    return {note["id"]: [(each["text"], each["origin"]) for each in note["mnemonics"]] for note in notes}


def written(vault: Path) -> str:
    return (vault / "mnemonics.yml").read_text(encoding="utf-8")


@pytest.mark.engine
class TestReading:
    def test_a_decision_sets_the_notes_it_concerns_and_no_other(self, vault: Path, cache: Path):
        assert printed(built(vault, cache)) == {
            "lakes": [("HOMES", "generated")],
            "grounds": [("DIRT", "generated")],
        }
        (vault / "mnemonics.yml").write_text(FORBID)
        report = built(vault, cache)
        assert (report.rendered, report.problems) == (("grounds",), ())
        assert printed(report) == {"lakes": [("HOMES", "generated")], "grounds": []}
        (vault / "mnemonics.yml").write_text(f"# a remark\n{FORBID}")
        assert built(vault, cache).rendered == ()
        (vault / "mnemonics.yml").unlink()
        assert printed(built(vault, cache))["grounds"] == [("DIRT", "generated")]

    def test_the_book_may_ask_for_its_dates(self, vault: Path, cache: Path):
        (vault / "grounds.md").write_text("# Grounds\n\nFree since **1947**.\n")
        assert printed(built(vault, cache))["grounds"] == []
        (vault / "book.yml").write_text("mnemonics: numbers\n")
        report = built(vault, cache)
        assert (report.problems, printed(report)["grounds"]) == ((), [("outbreak", "generated")])
        (vault / "blocklist.txt").write_text("outbreak\n")
        assert printed(built(vault, cache))["grounds"] == [("head park", "generated")]

    def test_own_words_are_the_author_s_and_no_word_of_the_note(self, vault: Path, cache: Path):
        (vault / "mnemonics.yml").write_text(FORBID.replace("none", "Tired riders drink ink"))
        report = built(vault, cache)
        assert printed(report)["grounds"] == [("Tired riders drink ink", "author")]
        assert report.problems == ()

    def test_word_lists_concern_the_notes_whose_mnemonics_they_change(self, vault: Path):
        cache = vault.parent / "cache"
        cache.mkdir()
        built(vault, cache)
        (vault / "blocklist.txt").write_text("dirt\n")
        report = built(vault, cache)
        assert report.rendered == ("grounds",)
        assert "DIRT" not in [text for text, _ in printed(report)["grounds"]]

    def test_problems_are_told_with_those_of_the_notes(self, vault: Path, cache: Path):
        (vault / "mnemonics.yml").write_text(FORBID.replace("none", "DIRX"))
        (vault / "lexicon.txt").write_bytes(b"caf\xe9 x9\n")
        told = [(p.path, p.line, p.column, p.code) for p in built(vault, cache).problems]
        assert told == [(p.path, p.line, p.column, p.code) for p in check(request_of(vault))]
        assert sorted(told) == [
            ("lexicon.txt", 1, 1, "word-list"),
            ("lexicon.txt", 1, 4, "invalid-utf8"),
            ("lexicon.txt", 1, 6, "word-list"),
            ("mnemonics.yml", 2, 8, "mnemonic-mismatch"),
        ]

    def test_nothing_has_changed_only_while_these_files_have_not(self, vault: Path, cache: Path):
        request = request_of(vault, cache)
        remember(request, build(request, quiet))
        assert recalled(request)
        (vault / "blocklist.txt").write_text("homes\n")
        assert recalled(request) is None

    def test_a_review_leaves_the_book_as_it_is(self, vault: Path, cache: Path):
        before = built(vault, cache)
        first = before.products[0][0].read_bytes()
        (vault / "book.yml").write_text("mnemonics: review\n")
        after = built(vault, cache)
        assert "- text: HOMES" in written(vault)
        assert (after.rendered, after.products[0][0].read_bytes()) == ((), first)

    def test_what_is_accepted_is_printed_for_good(self, vault: Path, cache: Path):
        propose(request_of(vault))
        (vault / "mnemonics.yml").write_text(written(vault).replace("use:\n", "use: TIRED\n"))
        (vault / "blocklist.txt").write_text("dirt\n")
        (vault / "grounds.md").write_text(
            GROUNDS.replace("- Interest\n", "").replace("Trust\n", "Trust\n- The interest\n")
        )
        assert printed(built(vault, cache))["grounds"] == [("TIRED", "generated")]


class TestReview:
    def test_a_second_look_finds_nothing_new(self, vault: Path):
        assert propose(request_of(vault)).added == 2
        before = written(vault)
        assert propose(request_of(vault)).added == 0
        assert written(vault) == before

    def test_the_order_is_that_of_the_notes(self, vault: Path):
        propose(request_of(vault))
        assert [line for line in written(vault).splitlines() if line.startswith("# ")][-2:] == [
            "# grounds.md: Grounds of trust",
            "# lakes.md: Great Lakes",
        ]

    def test_new_lists_come_behind_what_the_author_wrote(self, vault: Path):
        mine = f"# mine, all mine\n\n{FORBID}  # no final line feed"
        (vault / "mnemonics.yml").write_text(mine)
        assert propose(request_of(vault)).added == 1
        assert written(vault).startswith(mine)
        assert "Erie" in written(vault)

    def test_a_list_that_stands_in_two_notes_is_proposed_once(self, vault: Path):
        (vault / "again.md").write_text(LAKES.replace("# Lakes", "# Again"))
        assert propose(request_of(vault)).added == 2

    @pytest.mark.parametrize(
        "text",
        ["- list: [a\n", "lists: none\n", "[{list: [a, b], use: none}]\n", "- list: [a, b]\n...\n", b"\xff"],
    )
    def test_a_file_that_cannot_be_added_to_is_left_alone(self, vault: Path, text: str | bytes):
        data = text if isinstance(text, bytes) else text.encode()
        (vault / "mnemonics.yml").write_bytes(data)
        review = propose(request_of(vault))
        assert (review.added, len(review.problems) > 0) == (0, True)
        assert (vault / "mnemonics.yml").read_bytes() == data

    def test_a_link_that_leads_out_of_the_vault_is_not_followed(self, vault: Path):
        outside = vault.parent / "other.yml"
        (vault / "mnemonics.yml").symlink_to(outside)
        assert propose(request_of(vault)).added == 0
        assert not outside.exists()

    def test_a_link_within_the_vault_stays_one(self, vault: Path):
        (vault / "real.yml").write_text("")
        (vault / "mnemonics.yml").symlink_to("real.yml")
        assert propose(request_of(vault)).added == 2
        assert (vault / "mnemonics.yml").is_symlink()
        assert "HOMES" in (vault / "real.yml").read_text()

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to this user")
    def test_a_vault_that_cannot_be_written_to_is_told(self, vault: Path):
        vault.chmod(0o500)
        try:
            (problem,) = propose(request_of(vault)).problems
        finally:
            vault.chmod(0o700)
        assert (problem.path, problem.severity) == ("mnemonics.yml", "warning")

    @pytest.mark.engine
    def test_a_note_may_ask_for_it_alone(self, vault: Path, cache: Path):
        (vault / "lakes.md").write_text(f"---\nmnemonics: review\n---\n{LAKES}")
        built(vault, cache)
        assert "Erie" in written(vault)
        assert "Depth" not in written(vault)

    @pytest.mark.engine
    def test_nothing_is_written_unasked(self, vault: Path, cache: Path):
        built(vault, cache)
        (vault / "book.yml").write_text("mnemonics: review\n")
        built(vault, cache, review=False)
        check(request_of(vault))
        core.notes(request_of(vault))
        assert not (vault / "mnemonics.yml").exists()

    def test_the_command_tells_where_it_wrote(self, vault: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("XDG_CACHE_HOME", str(vault.parent))
        told = CliRunner().invoke(shell, ["mnemonics", "--review", str(vault)])
        assert (told.exit_code, told.stdout) == (0, f"{vault / 'mnemonics.yml'}\n")
        again = CliRunner().invoke(shell, ["mnemonics", "--review", str(vault), "--json"])
        assert json.loads(again.stdout) == {"schema": 1, "added": 0, "problems": [], "exit": 0}

    @pytest.mark.parametrize("arguments", [("--review", "a", "b"), ("--review", "none/there")])
    def test_the_command_takes_one_folder(self, arguments: tuple[str, ...]):
        assert CliRunner().invoke(shell, ["mnemonics", *arguments]).exit_code == 2


# --------------------------------------------------------------------------- a language model


def named(vault: Path, url: str, *, seconds: int = 60, more: str = "") -> None:
    (vault / "book.yml").write_text(f"llm: {{base_url: '{url}', model: 'lama:1', timeout: {seconds}}}\n{more}")
    (vault / "tools.md").write_text(TOOLS)


def says(text: str):
    return lambda _: (200, text)


class TestModel:
    @pytest.mark.engine
    def test_what_it_says_is_checked_printed_and_recorded(self, vault: Path, cache: Path):
        with serving(says(offered(("Zebras quickly eat", STEPS), SENTENCE))) as model:
            named(vault, model.url)
            report = built(vault, cache)
            calls = len(model.asked)
            again = built(vault, cache)
        assert (report.problems, again.problems) == ((), ())
        assert (calls, len(model.asked)) == (2, 2)  # HOMES belongs to everybody
        assert printed(report)["tools"] == [("Zebras quickly eat red apples", "llm")]
        assert printed(again) == printed(report)
        assert "  use: Zebras quickly eat red apples\n" in written(vault)
        assert '      by: "lama:1"\n' in written(vault)
        assert written(vault).count('\n  asked: "lama:1"\n') == 2
        assert "Zebras quickly eat\n" not in written(vault)

    def test_in_review_the_author_decides(self, vault: Path):
        with serving(says(offered(SENTENCE))) as model:
            named(vault, model.url, more="mnemonics: review\n")
            review = propose(request_of(vault))
        assert (review.added, review.problems) == (3, ())
        assert "- text: Zebras quickly eat red apples" in written(vault)
        assert "use: " not in written(vault).split("# grounds.md")[1]

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            (says("I cannot do that."), "JSON"),
            (lambda _: (500, "sorry"), "500"),
            (lambda _: (401, "no key"), "401"),
            (lambda _: None, ""),
        ],
        ids=["chatter", "broken", "closed", "hanging"],
    )
    def test_a_failure_is_one_warning_and_the_book_is_ours(self, vault: Path, answer, said: str):
        with serving(answer) as model:
            named(vault, model.url, seconds=1, more="mnemonics: review\n")
            review = propose(request_of(vault))
        (problem,) = review.problems
        assert (problem.severity, problem.code, problem.path) == ("warning", "no-answer", "book.yml")
        assert said in problem.message
        assert problem.hint
        assert "- text: DIRT" in written(vault)

    @pytest.mark.engine
    def test_the_book_is_made_whatever_it_does(self, vault: Path, cache: Path):
        with serving(lambda _: (500, "sorry")) as model:
            named(vault, model.url)
            report = built(vault, cache)
            assert [p.code for p in report.problems] == ["no-answer"]
            assert not (vault / "mnemonics.yml").exists()
            model.answer = says(offered(SENTENCE))
            assert built(vault, cache).problems == ()
        assert printed(report)["grounds"] == [("DIRT", "generated")]
        assert "Zebras" in written(vault)

    def test_what_it_says_wrongly_is_recorded_as_asked(self, vault: Path):
        wrong = offered(("ZQERA", STEPS[:4]), ("Zoos quit eating raw oats", STEPS))
        with serving(says(wrong)) as model:
            named(vault, model.url)
            propose(request_of(vault))
            calls = len(model.asked)
            propose(request_of(vault))
            assert len(model.asked) == calls
        assert "oats" not in written(vault)
        assert "by:" not in written(vault)

    @pytest.mark.engine
    def test_nobody_is_asked_but_by_a_build(self, vault: Path, cache: Path):
        with serving(says(offered(SENTENCE))) as model:
            named(vault, model.url)
            built(vault, cache, review=False)
            build(replace(request_of(vault, cache), trust="none"), quiet)
            check(request_of(vault))
            assert model.asked == []

    @pytest.mark.engine
    def test_the_next_build_asks_again_when_it_failed(self, vault: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("XDG_CACHE_HOME", str(vault.parent))
        command = ["build", str(vault), "--to", "pdf", "-o", str(vault.parent / "out"), "-j", "1"]
        with serving(lambda _: (500, "sorry")) as model:
            named(vault, model.url)
            told = [CliRunner().invoke(shell, command) for _ in range(2)]
        assert [each.exit_code for each in told] == [0, 0]
        assert [each.stderr.count("no-answer") for each in told] == [1, 1]
        assert len(model.asked) == 2


def test_a_problem_of_these_files_is_one_of_their_own(vault: Path):
    (vault / "mnemonics.yml").write_text("- uses: x\n")
    first, second = check(request_of(vault))
    assert str(first).startswith("mnemonics.yml:1:3: error[mnemonics-file]: ")
    assert isinstance(second, Problem)
