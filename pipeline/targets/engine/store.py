"""What the linker asks for: the heavy halves of fragments, files of fonts and images, and a cache of its own."""

from __future__ import annotations

from typing import Protocol

from pipeline.targets.engine.fragment import Body


class Store(Protocol):
    """Bodies by fragment key; blobs by `image:<digest>` and `font:<digest>`; `get` and `put` are a cache's."""

    def body(self, key: str) -> Body: ...

    def blob(self, key: str) -> bytes: ...

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...
