"""Work for runners to do: functions that other processes can import."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

Fetch = Callable[[str], bytes]


class StubbornError(Exception):
    """It does not pickle, and has no words."""

    def __init__(self, first: object, second: object) -> None:
        super().__init__(lambda: (first, second))

    def __str__(self) -> str:
        raise ValueError


class Poison:
    """It pickles, and cannot be read again."""

    def __reduce__(self) -> tuple[object, ...]:
        return (int, ("no number",))


def square(number: int) -> int:
    return number * number


def squared(number: int, _: Fetch) -> int:
    return number * number


def pid(_: int) -> int:
    return os.getpid()


def stamp(folder: str, _: Fetch) -> None:
    """Leave a file, named by the process, and never end."""
    Path(folder, str(os.getpid())).touch()
    spin("", _)


def spin(_: object, __: Fetch) -> None:
    while True:
        time.sleep(0.01)


def read(digest: str, fetch: Fetch) -> bytes:
    return fetch(digest)


def raise_at(number: int, _: Fetch) -> int:
    if number == 3:
        raise ValueError(f"the number {number}")
    return number


def misbehave(kind: str, _: Fetch) -> object:
    """One of the things a job must not cost others by."""
    match kind:
        case "stubborn":
            raise StubbornError(1, 2)
        case "exit":
            raise SystemExit(3)
        case "lambda":
            return lambda: 0
        case "poison":
            return Poison()
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "loop":
            spin("", _)
        case "gorge":
            return gorge([], _)
        case "gulp":
            return len(bytearray(10**12))
    return kind


def gorge(hoard: list[bytearray], _: Fetch) -> None:
    """Take memory bite by bite, for ever."""
    while True:
        hoard.append(bytearray(b"x" * 2_000_000))
        time.sleep(0.001)


def die_once(marker: str, _: Fetch) -> str:
    """Killed the first time, well the second."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "well"


def line_up(entry: tuple[str, int], _: Fetch) -> None:
    """Write down when it is one's turn."""
    with Path(entry[0]).open("a", encoding="utf-8") as file:
        file.write(f"{entry[1]}\n")


def where(_: object, __: Fetch) -> int:
    return os.getpid()


def here_only() -> str:
    """A fingerprint that no two processes share."""
    return f"process {os.getpid()}"
