"""A server on this machine that answers as a language model does, or fails as one may."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(slots=True)
class Model:
    """What the server does with a request, and what it was asked: bodies and keys."""

    answer: Callable[[dict[str, Any]], tuple[int, str] | None]
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(answer: Callable[[dict[str, Any]], tuple[int, str] | None]) -> Iterator[Model]:
    """`answer` gives a status and what the model says; None is a server that never answers, -1 one that never ends."""
    model, over = Model(answer), Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body)
            model.keys.append(self.headers["Authorization"])
            told = model.answer(body)
            if told is None:
                over.wait()
                return
            status, text = told
            if status < 0:
                self._drip()
                return
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
            reply = {"id": "x", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice]}
            data = json.dumps(reply if status == 200 else {"error": {"message": text}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _drip(self) -> None:
            with suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Drop: ")
                while not over.wait(0.05):
                    self.wfile.write(b".")
                    self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def offered(*candidates: tuple[str, list[str]]) -> str:
    """The JSON that is asked for; each expansion is told as “H Huron”."""
    expansions = [
        [dict(zip(("letters", "item"), each.split(" ", 1), strict=True)) for each in e] for _, e in candidates
    ]
    told = [{"text": text, "expansion": e} for (text, _), e in zip(candidates, expansions, strict=True)]
    return json.dumps({"candidates": told})
