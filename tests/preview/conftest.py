"""Books by hand, a preview in this process, and a browser that is talked to over its debugging protocol."""

from __future__ import annotations

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest

from pipeline.preview.board import Board
from pipeline.preview.news import Built, File
from pipeline.preview.server import Door

Bind = Callable[..., bytes]
Publish = Callable[..., Built]


@pytest.fixture
def bind() -> Bind:
    """Makes a PDF with a page for each text; pages are numbered from 1 after those that come before page 1."""

    def make(*texts: str, front: int = 0, size: tuple[int, int] = (300, 400)) -> bytes:
        pdf = pikepdf.new()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for text in texts:
            page = pdf.add_blank_page(page_size=size)
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = pdf.make_stream(f"BT /F 20 Tf 30 300 Td ({text}) Tj ET".encode())
        styles = [0, pikepdf.Dictionary(S=pikepdf.Name.r)] if front else []
        labels = [*styles, front, pikepdf.Dictionary(S=pikepdf.Name.D)]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
        out = BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()

    return make


@pytest.fixture
def publish(tmp_path: Path, bind: Bind) -> Publish:
    """The news that a book with these texts was built; a changed note can be named by its pages."""

    def write(*texts: str, fresh: tuple[tuple[int, int], ...] = (), **more: Any) -> Built:
        path = tmp_path / "book.pdf"
        path.write_bytes(bind(*texts))
        file = File("book.pdf", str(path), path.stat().st_size, len(texts))
        return Built(0.4, title="Cells", files=(file,), notes=1, fresh=fresh, **{"problems": (), **more})

    return write


@pytest.fixture
def door() -> Iterator[Door]:
    """An open preview, served on a port of its own."""
    served = Door(Board())
    thread = Thread(target=served.serve_forever, args=(0.01,))
    thread.start()
    yield served
    served.close()
    thread.join()
    served.board.shelf.close()


class Browser:
    """One tab of Chromium. What is awaited is awaited in the page; the protocol's time limit is the only clock."""

    def __init__(self, address: str) -> None:
        import websocket

        self._socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self._number = 0
        self.complaints: list[str] = []
        self._call("Runtime.enable")
        self._call("Log.enable")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            if answer.get("method") == "Log.entryAdded" and answer["params"]["entry"]["level"] == "error":
                self.complaints.append(answer["params"]["entry"]["text"])
            if answer.get("method") == "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(answer["params"]))

    def value(self, expression: str) -> Any:
        """The value of JavaScript, awaited."""
        answer = self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, condition: str) -> Any:
        """The value of JavaScript as soon as it is true."""
        look = f"const found = ({condition}); if (found) done(found); else setTimeout(look, 10);"
        return self.value(f"new Promise((done) => {{ (function look() {{ {look} }})(); }})")

    def open(self, address: str) -> None:
        self._call("Page.navigate", url=address)
        self.until("document.readyState === 'complete' && document.location.protocol === 'http:'")

    def keys(self, *names: str) -> None:
        for name in names:
            for kind in ("keyDown", "keyUp"):
                code = {"Tab": 9, " ": 32, "PageDown": 34}[name]
                more = {"text": name} if name == " " and kind == "keyDown" else {}
                self._call("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **more)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a browser's debugging port."""
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-browser"))), None)
    if not found:
        pytest.skip("no Chromium on this machine")
    folder = tmp_path_factory.mktemp("chromium")
    flags: Sequence[str] = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--remote-debugging-port=0",
        "--window-size=1000,900",
        f"--user-data-dir={folder}",
    )
    with subprocess.Popen([found, *flags, "about:blank"], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            line = next(line for line in process.stderr if "DevTools listening on" in line)
            yield line.split("//")[1].partition("/")[0]
        finally:
            process.terminate()
            process.stderr.read()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    """A new tab."""
    request = urllib.request.Request(f"http://{chromium}/json/new", method="PUT")
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - same
        tab = json.load(answer)
    made = Browser(tab["webSocketDebuggerUrl"])
    yield made
    made.close()
    with urllib.request.urlopen(f"http://{chromium}/json/close/{tab['id']}"):
        pass
