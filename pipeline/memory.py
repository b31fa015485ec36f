"""What a build knows already: small values of earlier builds by the digest of all that shaped them.

Every value is an entry of the cache, shared with other vaults and builds. Those that the last build of a vault used
are kept together in one entry more, because opening a thousand files takes longer than an edit should.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.cache import Cache

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Memory:
    """Two levels: what the last builds of this vault used, then the cache. `name` names the vault.

    What is kept together is a base, seldom written, and what came since. A blank one remembers nothing, and keeps all.
    """

    cache: Cache
    name: str
    base: dict[str, Any]
    since: dict[str, Any]
    used: dict[str, Any] = field(default_factory=dict)
    is_blank: bool = False

    @classmethod
    def of(cls, cache: Cache, name: str) -> Memory:
        """The memory of a vault, empty for one that was never built."""
        base, since = (loaded(cache.get(f"memory {name}{part}")) or {} for part in ("", " since"))
        return cls(cache, name, base, since)

    def get(self, key: str) -> Any:  # noqa: ANN401 - values of any stage
        """The value, or None."""
        if key in self.used:
            return self.used[key]
        value = self.since.get(key, self.base.get(key))
        if value is None and not self.is_blank:
            value = loaded(self.cache.get(key))
        if value is not None:
            self.used[key] = value
        return value

    def put(self, key: str, value: object, *, shared: bool = True) -> None:
        """Keep a value; one that is not shared is of use to the next build of this vault only."""
        self.used[key] = value
        if shared:
            self.cache.put(key, pickle.dumps(value, 5))

    def save(self) -> Memory:
        """Keep together what this build used, if that is not what the last one did; what the next one remembers."""
        base, since = self.base, self.since
        new = {key: value for key, value in self.used.items() if self.base.get(key) is not value}
        if 8 * len(new) > len(self.used) or 2 * len(self.used) < len(self.base):
            base, since = self.used, {}
            self._write("", base)
            self._write(" since", since)
        elif any(since.get(key) is not value for key, value in new.items()):
            since = new
            self._write(" since", since)
        return Memory(self.cache, self.name, base, since)

    def _write(self, part: str, values: dict[str, Any]) -> None:
        self.cache.put(f"memory {self.name}{part}", pickle.dumps(values, 5))

    def each(
        self,
        keys: Sequence[str],
        items: Sequence[A],
        work: Callable[[Sequence[A]], Sequence[B]],
        *,
        shared: bool = True,
    ) -> tuple[list[B], list[int]]:
        """A value for each key: remembered, or made by `work` from the items that belong to the others.

        The second result are the indexes of those made.
        """
        missing = [n for n, key in enumerate(keys) if self.get(key) is None]
        for n, value in zip(missing, work([items[n] for n in missing]) if missing else (), strict=True):
            self.put(keys[n], value, shared=shared)
        return [self.used[key] for key in keys], missing


def loaded(entry: bytes | None) -> Any:  # noqa: ANN401 - same
    """A value, or None when it is of another version of this program, whose classes are no more."""
    if entry is None:
        return None
    swept = gc.isenabled()
    gc.disable()  # nothing of it is garbage yet: looking for some takes half the time
    try:
        return pickle.loads(entry)  # noqa: S301 - written by us, checked by its digest, in a private folder
    except (AttributeError, ImportError, TypeError):
        return None
    finally:
        if swept:
            gc.enable()
