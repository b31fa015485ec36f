"""Publishing: the new files whole, or the old ones untouched."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.problem import Stop
from pipeline.publish import LOCK, MANIFEST, claim, publish, withdraw

OLD = {"book.pdf": b"old pdf", "manifest.json": b"{}"}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def manifest(files: dict[str, bytes]) -> bytes:
    artifacts = [{"path": path, "sha256": hashlib.sha256(data).hexdigest()} for path, data in files.items()]
    return json.dumps({"artifacts": artifacts}).encode()


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    output = tmp_path / "new" / "output"
    paths = publish([("manifest.json", b"{}"), ("handouts/a.pdf", b"a"), ("book.pdf", b"b")], output)
    assert contents(output) == {"handouts/a.pdf": b"a", "book.pdf": b"b", "manifest.json": b"{}"}
    assert paths == (output / "handouts/a.pdf", output / "book.pdf", output / "manifest.json")


def test_the_umask_decides_who_may_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        (path,) = publish([("book.pdf", b"x")], tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_work_of_others_stays(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    publish([("book.pdf", b"1")], tmp_path)
    publish([("book.pdf", b"2")], tmp_path)
    assert contents(tmp_path) == {"book.pdf": b"2", "mine.txt": b"mine"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    (path,) = publish([("book.pdf", b"x")], tmp_path)
    os.utime(path, ns=(1, 1))
    publish([("book.pdf", b"x")], tmp_path)
    assert path.stat().st_mtime_ns == 1


@pytest.mark.parametrize("name", ["../up.pdf", "/abs.pdf", "a/../../b", "a\\b", ""])
def test_no_file_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a path inside"):
        publish([(name, b"x")], tmp_path / "output")
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("blocked", ["book.epub", "manifest.json"])
def test_a_failure_leaves_the_old_files_whole(tmp_path: Path, blocked: str) -> None:
    old = {name: data for name, data in OLD.items() if name != blocked}
    publish(list(old.items()), tmp_path)
    (tmp_path / blocked / "in the way").mkdir(parents=True)
    with pytest.raises(Stop) as stop:
        publish([("book.pdf", b"new"), ("fresh.pdf", b"f"), ("book.epub", b"new"), ("manifest.json", b"new")], tmp_path)
    assert stop.value.code == 5
    assert stop.value.problems[0].code == "output-unwritable"
    assert contents(tmp_path) == old


def test_an_interruption_between_two_moves_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(list(OLD.items()), tmp_path)
    moves = iter([None, KeyboardInterrupt])
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        fault = next(moves, None)
        if fault:
            raise fault
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish([("book.pdf", b"new"), ("manifest.json", b"new")], tmp_path)
    assert contents(tmp_path) == OLD


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    (tmp_path / ".studypress-0.new").write_bytes(b"half")
    publish([("book.pdf", b"x")], tmp_path)
    assert contents(tmp_path) == {"book.pdf": b"x"}


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"precious")
    output = tmp_path / "output"
    output.mkdir()
    (output / "book.pdf").symlink_to(outside)
    publish([("book.pdf", b"x")], output)
    assert outside.read_bytes() == b"precious"
    assert (output / "book.pdf").read_bytes() == b"x"


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    for attempt in (
        lambda: publish([("book.pdf", b"x")], tmp_path / "output"),
        lambda: claim(tmp_path / "output").__enter__(),
    ):
        with pytest.raises(Stop) as stop:
            attempt()
        assert stop.value.problems[0].code == "output-unwritable"


# --------------------------------------------------------------------------- one build at a time


def test_a_claim_leaves_nothing_behind(tmp_path: Path) -> None:
    with claim(tmp_path / "output"):
        assert int((tmp_path / "output" / LOCK).read_text()) == os.getpid()
    assert contents(tmp_path) == {}


def test_a_claimed_folder_is_locked_for_others(tmp_path: Path) -> None:
    with claim(tmp_path):
        with pytest.raises(Stop) as stop, claim(tmp_path):
            pass
        assert stop.value.code == 5
        assert stop.value.problems[0].code == "output-locked"
        assert str(os.getpid()) in stop.value.problems[0].message
    with claim(tmp_path):
        pass


def test_the_lock_of_a_dead_process_keeps_nobody_out(tmp_path: Path) -> None:
    script = "import os, sys; from pathlib import Path; from pipeline.publish import claim\n"
    script += "held = claim(Path(sys.argv[1])); held.__enter__(); os._exit(9)"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert (tmp_path / LOCK).exists()
    with claim(tmp_path):
        pass
    assert not (tmp_path / LOCK).exists()


def _try(folder: Path) -> bool:
    try:
        with claim(folder):
            inside = folder / "inside"
            inside.mkdir()  # fails if another process is in here
            inside.rmdir()
    except Stop:
        return False
    return True


def test_many_at_once_are_never_inside_together(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert any(pool.map(_try, [tmp_path] * 200, chunksize=5))
    assert contents(tmp_path) == {}


# --------------------------------------------------------------------------- taking back


def test_what_was_published_is_withdrawn_and_nothing_else(tmp_path: Path) -> None:
    files = {"book.pdf": b"pdf", "handouts/a.pdf": b"a", "book.epub": b"epub"}
    publish([*files.items(), (MANIFEST, manifest(files))], tmp_path)
    (tmp_path / "book.epub").write_bytes(b"edited by hand")
    (tmp_path / ".gitkeep").write_bytes(b"")
    removed = withdraw(tmp_path)
    assert contents(tmp_path) == {"book.epub": b"edited by hand", ".gitkeep": b""}
    assert removed == (tmp_path / "book.pdf", tmp_path / "handouts/a.pdf", tmp_path / MANIFEST)
    assert not (tmp_path / "handouts").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"artifacts": [{"path": "../x", "sha256": ""}]}', '{"artifacts": 1}']
)
def test_a_strange_manifest_withdraws_nothing(tmp_path: Path, text: str) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (tmp_path / "x").write_bytes(b"")
    (output / MANIFEST).write_text(text)
    assert withdraw(output) == ()
    assert (tmp_path / "x").exists()
    assert (output / MANIFEST).exists()
