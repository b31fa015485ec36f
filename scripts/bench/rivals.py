"""Programs to compare with, if they are here: pandoc, and Typst in an environment of the bench's own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path

import yaml

PACKAGES = ("typst==0.15.*", "pypandoc_binary==1.17")
DIALECT = "markdown+wikilinks_title_after_pipe+lists_without_preceding_blankline-yaml_metadata_block"


@dataclass(frozen=True, slots=True)
class Rivals:
    """Programs by path, "" for one that is not here. `python` is one that can import Typst."""

    pandoc: str = ""
    python: str = ""


def install(folder: Path) -> None:
    """Pandoc and Typst from the package index, into an environment that studypress knows nothing of."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q", *PACKAGES]
    subprocess.run(pip, check=True)  # noqa: S603 - our own environment


def find(folder: Path) -> Rivals:
    own = next(iter(sorted(folder.glob("lib/python*/site-packages/pypandoc/files/pandoc"))), None)
    python = folder / "bin" / "python"
    typst = any(folder.glob("lib/python*/site-packages/typst"))
    return Rivals(str(own) if own else shutil.which("pandoc") or "", str(python) if typst else "")


def versions(rivals: Rivals) -> dict[str, str]:
    found = {}
    if rivals.pandoc:
        found["pandoc"] = _told([rivals.pandoc, "--version"]).split()[1]
    if rivals.python:
        found["typst"] = _told([rivals.python, "-c", "import typst; print(typst.__version__)"]).strip()
    return found


def _told(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - found above


def defaults(vault: Path, notes: list[Path], folder: Path) -> Path:
    """Pandoc's orders for a whole vault: its notes, as Markdown that pandoc knows, one after the other."""
    copies = []
    for number, note in enumerate(notes):
        copy = folder / "pandoc" / f"{number:05}.md"
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(common(note.read_text(encoding="utf-8"), note, vault), encoding="utf-8")
        copies.append(str(copy))
    orders = {
        "from": DIALECT,
        "input-files": copies,
        "file-scope": True,
        "standalone": True,
        "table-of-contents": True,
        "metadata": {"title": vault.name, "lang": "en"},
        "variables": {"mainfont": "Source Serif 4"},
    }
    path = folder / "pandoc.json"
    path.write_text(json.dumps(orders), encoding="utf-8")
    return path


def common(text: str, note: Path, vault: Path) -> str:
    """A note without front matter under its title; its pictures by their path in the vault."""
    front = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    try:
        meta = yaml.safe_load(front[1]) if front else {}
    except yaml.YAMLError:
        meta = {}
    title = meta.get("title", note.stem) if isinstance(meta, dict) else note.stem
    body = text[front.end() :] if front else text
    place = note.parent.relative_to(vault).as_posix()
    return f"# {title}\n\n" + re.sub(r"(!\[[^\]]*\]\()(?![a-z]+:|/)", rf"\g<1>{place}/", body)
