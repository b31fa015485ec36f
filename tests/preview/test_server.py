"""The preview's door: who gets in, what there is, and that nothing else is."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.preview.news import Building, Built, Failed, File
from pipeline.preview.server import Door
from pipeline.problem import Problem

Publish = Callable[..., Built]
Answer = tuple[int, dict[str, str], bytes]
PROBLEM = Problem("cell.md", 3, 1, "warning", "dead-link", "no note called Gene", "did you mean Genes?")


def ask(door: Door, path: str, *, method: str = "GET", host: str | None = None) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or f"127.0.0.1:{door.port}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def inside(door: Door, path: str = "") -> Answer:
    return ask(door, f"/{door.token}/{path}")


def test_the_page_comes_with_its_style_and_script_and_asks_for_nothing_else(door: Door) -> None:
    status, headers, page = inside(door)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert b'src="page.js"' in page
    kinds = {name: inside(door, name)[1]["content-type"].partition(";")[0] for name in ("page.css", "page.js")}
    assert kinds == {"page.css": "text/css", "page.js": "text/javascript"}
    parts = [inside(door, name)[2] for name in ("", "page.css", "page.js", "icon.svg")]
    assert sum(map(len, parts)) < 15_000
    assert not any(b"https:" in part or b"//cdn" in part for part in parts)


def test_every_answer_keeps_foreign_content_out(door: Door, publish: Publish) -> None:
    door.board.post(publish("one"))
    for path in ("", "page.js", "pages/1.json", "picture/1/0", "file/book.pdf", "nothing"):
        headers = inside(door, path)[1]
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/page.js",
        "/events",
        "//",
        "/wrong/",
        "/wrong/page.js",
        "/{token}",
        "/{token}x/",
        "/x{token}/",
        "/{TOKEN}/",
        "/%2e/{token}/",
        "http://127.0.0.1/{token}/",
        "/é/",
    ],
)
def test_without_the_secret_there_is_nothing(door: Door, path: str) -> None:
    path = path.replace("{token}", door.token).replace("{TOKEN}", door.token.swapcase())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", door.port), 30) as line, line.makefile("rb") as answer:
        line.sendall(request)
        head, _, body = answer.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404 ")
    assert body == b""


@pytest.mark.parametrize(
    "host", ["", "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example"]
)
def test_a_foreign_name_for_this_machine_is_turned_away(door: Door, host: str) -> None:
    assert ask(door, f"/{door.token}/", host=host.format(port=door.port))[0] == 403
    assert ask(door, f"/{door.token}/", host=f"localhost:{door.port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "../page.html",
        "..%2f..%2fetc%2fpasswd",
        "file/../../../../etc/passwd",
        "file/%2e%2e/%2e%2e/etc/passwd",
        "file//etc/passwd",
        "file/%2Fetc%2Fpasswd",
        "file/",
        "file/secret.txt",
        "file/book.pdf/",
        "file/book.pdf?x",
        "file/{folder}/book.pdf",
        "page/page.html",
        "page.html",
        "server.py",
        "picture/1/1",
        "picture/1/-1",
        "picture/2/0",
        "picture/1/99999999999",
        "picture/١/٠",
        "text/0/0",
        "pages/9.json",
        "pages/",
    ],
)
def test_there_are_no_paths_but_those_that_are_listed(door: Door, publish: Publish, tmp_path: Path, path: str) -> None:
    door.board.post(publish("one"))
    (tmp_path / "secret.txt").write_text("secret")
    path = path.replace("{folder}", str(tmp_path)).replace("١/٠", "%D9%A1/%D9%A0")
    status, _, body = inside(door, path)
    assert (status, body) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_changed(door: Door, method: str) -> None:
    assert ask(door, f"/{door.token}/", method=method)[0] == 501


def test_only_this_machine_is_served(door: Door) -> None:
    assert door.socket.getsockname()[0] == "127.0.0.1"
    assert door.address == f"http://127.0.0.1:{door.port}/{door.token}/"
    assert len(door.token) >= 43


def test_each_preview_has_a_secret_of_its_own(door: Door) -> None:
    with Door(door.board) as other:
        assert other.token != door.token


def test_a_taken_port_is_refused(door: Door) -> None:
    with pytest.raises(OSError, match="in use"):
        Door(door.board, door.port)


def test_pages_come_as_pictures_with_their_words(door: Door, publish: Publish) -> None:
    door.board.post(publish("nucleus", "membrane"))
    assert json.loads(inside(door, "pages/1.json")[2]) == [[300, 400, "1"], [300, 400, "2"]]
    _, headers, picture = inside(door, "picture/1/1")
    assert headers["content-type"] == "image/png"
    assert int.from_bytes(picture[16:20]) == 600  # twice as wide as the page in points
    ((left, top, width, height, words),) = json.loads(inside(door, "text/1/1")[2])
    assert words == "membrane"
    assert 28 < left < 34
    assert 78 < top < 100
    assert width > height > 10


def test_finished_files_can_be_saved(door: Door, publish: Publish, tmp_path: Path) -> None:
    built = publish("one")
    (tmp_path / "a b.pdf").write_bytes(b"note")
    door.board.post(Built(1, (), "Cells", (*built.files, File("handouts/a b.pdf", str(tmp_path / "a b.pdf"), 4))))
    status, headers, body = inside(door, "file/book.pdf")
    assert (status, body) == (200, (tmp_path / "book.pdf").read_bytes())
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''book.pdf"
    assert inside(door, "file/handouts%2Fa%20b.pdf")[2] == b"note"
    (tmp_path / "book.pdf").unlink()
    assert inside(door, "file/book.pdf")[0] == 404


def test_problems_are_told_and_places_on_the_machine_are_not(door: Door, publish: Publish, tmp_path: Path) -> None:
    door.board.post(publish("one", problems=(PROBLEM,)))
    (found,) = json.loads(inside(door, "problems.json")[2])
    assert (found["path"], found["line"], found["code"], found["hint"]) == ("cell.md", 3, "dead-link", PROBLEM.hint)
    with socket.create_connection(("127.0.0.1", door.port), 30) as line, line.makefile("rb") as events:
        line.sendall(f"GET /{door.token}/events HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n\r\n".encode())
        state = next(text for text in events if text.startswith(b"data:"))
    assert b"book.pdf" in state
    assert str(tmp_path).encode() not in state


def test_news_reach_whoever_listens_and_the_end_hangs_up(door: Door, publish: Publish) -> None:
    with socket.create_connection(("127.0.0.1", door.port), 30) as line, line.makefile("rb") as events:
        line.sendall(f"GET /{door.token}/events HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\n\r\n".encode())
        states = (json.loads(text[5:]) for text in events if text.startswith(b"data:"))
        assert next(states)["state"] == "building"
        door.board.post(Building("reading", ("cell.md",)))
        assert (heard := next(states))["step"] == "reading"
        assert heard["sources"] == ["cell.md"]
        door.board.post(publish("one"))
        assert next(states)["edition"] == 1
        door.board.post(Failed(0.1, (PROBLEM,)))
        failed = next(states)
        assert (failed["state"], failed["edition"], failed["problems"][0]["line"]) == ("failed", 1, 3)
        door.board.close()
        assert next(states, None) is None
