"""The builder's end of the preview: starts its process, sends the news, ends it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from pipeline.preview.news import News

_BEGIN = "import sys; sys.path[:] = {path!r}; from pipeline.preview.process import main; main({port})"
_PATIENCE = 3
"""Seconds that the process gets to end by itself."""


class NoPreview(Exception):  # noqa: N818 - it is not an error of the program
    """The preview cannot be had, such as for a port that is taken."""


class Link:
    """`address` is the page's; it holds a secret, so it is told to the author and nobody else."""

    def __init__(self, address: str, pipe: IO[bytes]) -> None:
        self.address = address
        self._broken = False
        self._pipe = pipe

    def send(self, news: News) -> bool:
        """Whether the preview is found to have ended; that is no reason to stop building, and is said once."""
        if self._broken:
            return False
        try:
            pickle.dump(news, self._pipe)
            self._pipe.flush()
        except OSError:
            self._broken = True
        return self._broken


@contextmanager
def preview(port: int = 0) -> Iterator[Link]:
    """A preview for as long as the block runs; port 0 takes any. Raises `NoPreview`."""
    code = _BEGIN.format(path=sys.path, port=port)
    # In a session of its own, Ctrl-C reaches the builder only, which then ends the preview.
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("pipes were asked for")
        try:
            word, _, rest = process.stdout.readline().decode().strip().partition(" ")
            if word != "ok":
                raise NoPreview(rest or "it did not start")
            yield Link(rest, process.stdin)
        finally:
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
