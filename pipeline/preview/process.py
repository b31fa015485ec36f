"""The preview's process: news in through a pipe, the page's address out, the end when the pipe ends."""

from __future__ import annotations

import os
import pickle
import sys
from threading import Thread

from pipeline.preview.board import Board
from pipeline.preview.server import Door


def main(port: int) -> None:
    """Print `ok ADDRESS` or `no REASON`, then serve until stdin ends."""
    board = Board()
    try:
        door = Door(board, port)
    except OSError as error:
        sys.stdout.write(f"no {error.strerror or error}\n")
        return
    sys.stdout.write(f"ok {door.address}\n")
    sys.stdout.flush()
    Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
    try:
        while True:
            board.post(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
    except (EOFError, pickle.UnpicklingError):  # the end, perhaps in the middle of a word
        door.close()
        os._exit(0)  # a picture that is being drawn for nobody is not waited for
