"""What an author says of a list in a comment beside it: `%% ordered %%`, `%% unordered %%`, `%% mnemonic: off %%`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import model as m


def asked(asides: Sequence[tuple[int, str]], blocks: Sequence[m.Block], block: m.Block) -> str:
    """ "ordered", "unordered" or "off" for a block, else ""."""
    return next((told for line, told in asides if _meant(line, blocks) is block), "")


def _meant(line: int, blocks: Sequence[m.Block]) -> m.Block | None:
    """The list or table right after a line, or after the words there that announce it; else the one right before."""
    after = [b for b in blocks if b.line > line]
    announced = isinstance(after[0], m.Paragraph) if after else False
    near = [*after[: 2 if announced else 1], *[b for b in blocks if b.line < line][-1:]]
    return next((b for b in near if isinstance(b, m.List | m.Table)), None)
