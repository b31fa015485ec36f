"""What the linker asks for, in memory: for files that are made apart from the book."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.targets.engine.fragment import Body, unpack


@dataclass(frozen=True, slots=True)
class Shelf:
    """Blobs by name."""

    blobs: dict[str, bytes] = field(default_factory=dict)

    def body(self, key: str) -> Body:
        return unpack(self.blobs[f"{key} body"])  # type: ignore[return-value]

    def blob(self, key: str) -> bytes:
        return self.blobs[key]

    def get(self, key: str) -> bytes | None:
        return self.blobs.get(key)

    def put(self, key: str, value: bytes) -> None:
        self.blobs[key] = value
