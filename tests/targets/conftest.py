"""A small book, built once for all tests of targets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.build import Request, build

VAULTS = Path(__file__).parents[1] / "vaults"


@dataclass(frozen=True)
class Built:
    folder: Path
    pdf: bytes
    epub: bytes
    manifest: Mapping[str, object]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("small")
    cache = tmp_path_factory.mktemp("cache")
    build(Request(VAULTS / "small", ("pdf", "epub"), folder, cache), lambda _: None)
    files = {p.suffix: p.read_bytes() for p in folder.iterdir()}
    return Built(folder, files[".pdf"], files[".epub"], json.loads(files[".json"]))
