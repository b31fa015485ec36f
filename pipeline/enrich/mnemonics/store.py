"""Reads the data files of this room."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, read in C where PyYAML was built with it


def data(name: str) -> bytes:
    return (files(__package__) / "data" / name).read_bytes()


def table(name: str) -> Any:  # noqa: ANN401 - as it stands in the YAML; each caller gives it a type
    return yaml.load(data(name), Loader=_LOADER)  # noqa: S506 - a safe loader
