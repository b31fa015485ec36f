"""The preview's process: it lives as long as its builder wants it, and no longer."""

from __future__ import annotations

import json
import os
import socket
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from pipeline.preview.link import Link, NoPreview, preview
from pipeline.preview.news import Building, Built

Publish = Callable[..., Built]


def test_what_is_sent_is_shown_and_afterwards_nobody_listens(publish: Publish) -> None:
    with preview() as link:
        assert not link.send(publish("nucleus"))
        with urllib.request.urlopen(f"{link.address}events") as events:  # noqa: S310 - our own preview
            states = (json.loads(line[5:]) for line in events if line.startswith(b"data:"))
            assert next(state["title"] for state in states if state["edition"] == 1) == "Cells"
        with urllib.request.urlopen(f"{link.address}text/1/0") as answer:  # noqa: S310 - same
            assert json.load(answer)[0][-1] == "nucleus"
    port = urlsplit(link.address).port
    assert port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 30)


def test_a_builder_that_fails_takes_the_preview_with_it() -> None:
    def fail() -> None:
        with preview() as link:
            addresses.append(link.address)
            raise KeyboardInterrupt

    addresses: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        fail()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(addresses[0]).port or 0), 30)


def test_a_taken_port_is_told_and_a_free_one_is_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NoPreview, match="in use"), preview(port):
            pass
    with preview(port) as link:
        assert urlsplit(link.address).port == port


def test_a_preview_that_has_ended_is_told_once() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=0) as pipe:
        link = Link("", pipe)
        assert link.send(Building("reading"))
        assert not link.send(Building("reading"))
