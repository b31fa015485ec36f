"""The preview's door: HTTP on this machine only, behind a secret path, a closed list of routes.

Whoever knows the path may read the book; nobody can change anything. The Host header is checked, because a foreign
page whose name suddenly resolves to 127.0.0.1 (DNS rebinding) would otherwise be let in by the browser.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from pathlib import Path
from socket import SHUT_RDWR, socket
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from urllib.parse import quote, unquote

from pipeline.preview.board import Board, State

LOOPBACK = "127.0.0.1"
_PAGE = {  # below the secret path; "" is the page itself
    "": ("page.html", "text/html; charset=utf-8"),
    "page.css": ("page.css", "text/css; charset=utf-8"),
    "page.js": ("page.js", "text/javascript; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PATIENCE = 15.0
"""Seconds of silence after which a reader is asked whether it is still there."""


class Door(ThreadingMixIn, TCPServer):
    """Serves a board. Port 0 takes any that is free; raises `OSError` when the port is taken."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = sys.platform != "win32"  # there it would let another program listen, too

    def __init__(self, board: Board, port: int = 0) -> None:
        self.board = board
        self.token = secrets.token_urlsafe(32)
        self.static = {name: (_resource(file), kind) for name, (file, kind) in _PAGE.items()}
        self._open: set[socket] = set()
        super().__init__((LOOPBACK, port), _Visit)
        self.port: int = self.server_address[1]
        self.hosts = {f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"}

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/{self.token}/"

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the signature is socketserver's
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - same
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - same
        """A reader that goes away in the middle is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def close(self) -> None:
        """Stop serving and hang up on everyone; `serve_forever` must run in another thread."""
        self.board.close()
        self.shutdown()
        self.server_close()
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)


def _resource(name: str) -> bytes:
    return (files(__package__ or "pipeline.preview") / "page" / name).read_bytes()


class _Visit(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "studypress", ""
    timeout = 60
    server: Door

    def do_GET(self) -> None:
        if self.headers.get("Host", "") not in self.server.hosts:
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
            return
        _, token, *rest = [*self.path.split("/", 2), ""][:3]
        if not hmac.compare_digest(token.encode(), self.server.token.encode()) or self.path.count("/") < 2:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif rest[0] == "events":
            self._events()
        elif found := _content(rest[0], self.server.board, self.server.static):
            self._send(HTTPStatus.OK, *found)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _events(self) -> None:
        """News as they come (server-sent events), the present state first."""
        self.close_connection = True
        self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream; charset=utf-8", "Connection": "close"})
        version = -1
        while self.command == "GET" and not self.server.board.closed:
            state = self.server.board.after(version, _PATIENCE)
            version = state.version if state else version
            self.wfile.write(f"data: {_json(summary(state))}\n\n".encode() if state else b":\n\n")

    def _send(self, status: HTTPStatus, body: bytes, kind: str, name: str = "") -> None:
        headers = {"Content-Type": kind, "Content-Length": str(len(body))}
        if name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
        self._head(status, headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for key, value in {**_HEADERS, **headers}.items():
            self.send_header(key, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Say no without words."""
        self.close_connection = True
        self._send(HTTPStatus(code), b"", "text/plain")

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the signature is http.server's
        """Say nothing: the terminal belongs to the build."""


# --------------------------------------------------------------------------- routes


def _content(
    path: str, board: Board, static: Mapping[str, tuple[bytes, str]]
) -> tuple[bytes, str] | tuple[bytes, str, str] | None:
    """Body, type and name (of a download) for a path below the secret one; None when there is no such thing."""
    if path in static:
        return static[path]
    if path == "problems.json":
        return _json([asdict(problem) for problem in board.state.problems]).encode(), "application/json"
    if match := re.fullmatch(r"file/([^?#]+)", path):
        return _download(unquote(match[1]), board.state)
    if match := re.fullmatch(r"pages/([0-9]{1,9})\.json", path):
        sheets = board.shelf.sheets(int(match[1]))
        rows = [[sheet.width, sheet.height, sheet.label] for sheet in sheets or ()]
        return None if sheets is None else (_json(rows).encode(), "application/json")
    if match := re.fullmatch(r"(picture|text)/([0-9]{1,9})/([0-9]{1,6})", path):
        return _sheet(match[1], int(match[2]), int(match[3]), board)
    return None


def _sheet(what: str, edition: int, index: int, board: Board) -> tuple[bytes, str] | None:
    if what == "picture":
        picture = board.shelf.picture(edition, index)
        return None if picture is None else (picture, "image/png")
    lines = board.shelf.lines(edition, index)
    return None if lines is None else (_json(lines).encode(), "application/json")


def _download(name: str, state: State) -> tuple[bytes, str, str] | None:
    """A finished file by its name in the list: a path that is asked for never becomes a path on disk."""
    path = next((file.path for file in state.files if file.name == name), "")
    try:
        return (Path(path).read_bytes(), "application/octet-stream", Path(path).name) if path else None
    except OSError:
        return None


def summary(state: State) -> dict[str, object]:
    """A state as the page gets it: places of files on this machine stay out."""
    listed = [{"name": file.name, "bytes": file.bytes, "pages": file.pages} for file in state.files]
    return asdict(state) | {"files": listed}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
