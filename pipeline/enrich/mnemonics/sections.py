"""Where the lists of a note stand: under which heading, after which words, beside which mnemonic of the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from pipeline import model as m
from pipeline import text

_SENTENCE_END = re.compile(r"(?<=[.!?।])\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks between one heading and the next."""

    heading: str
    blocks: tuple[m.Block, ...]

    @property
    def lists(self) -> tuple[m.List, ...]:
        return tuple(b for b in self.blocks if isinstance(b, m.List))

    @property
    def callouts(self) -> tuple[m.Div, ...]:
        """The mnemonics the author wrote."""
        return tuple(b for b in text.walk(self.blocks) if is_mnemonic(b))

    def lead_in(self, block: m.Block) -> str:
        """The last sentence before a block, when a paragraph stands there."""
        before = self.blocks[self.blocks.index(block) - 1] if block != self.blocks[0] else None
        plain = text.plain(before.inlines).strip() if isinstance(before, m.Paragraph) else ""
        return _SENTENCE_END.split(plain)[-1]


def is_mnemonic(block: m.Block) -> TypeGuard[m.Div]:
    return isinstance(block, m.Div) and block.kind == "callout" and ("type", "mnemonic") in block.attrs


def sections(blocks: Sequence[m.Block]) -> Iterator[Section]:
    heading = ""
    gathered: list[m.Block] = []
    for block in blocks:
        if isinstance(block, m.Heading):
            yield Section(heading, tuple(gathered))
            heading, gathered = text.plain(block.inlines).strip(), []
        else:
            gathered.append(block)
    yield Section(heading, tuple(gathered))
