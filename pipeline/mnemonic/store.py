"""Reads the data files of this room."""

from __future__ import annotations

from importlib.resources import files


def data(name: str) -> bytes:
    return (files(__package__) / "data" / name).read_bytes()


def words(name: str) -> tuple[str, ...]:
    """The words of a plain list, comments left out."""
    lines = data(name).decode().splitlines()
    return tuple(word for line in lines for word in line.partition("#")[0].split())
