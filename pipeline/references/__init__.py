"""References: what a name in a note points to, be it another note, a heading, a block or a picture in the vault."""

from pipeline.references.resolve import MISSING, REMOTE, WITHIN, Resolver, shown

__all__ = ["MISSING", "REMOTE", "WITHIN", "Resolver", "shown"]
