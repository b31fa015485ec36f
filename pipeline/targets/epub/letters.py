"""Letters of mathematical alphabets: MathML has no attribute for them any more, Unicode has the letters."""

from __future__ import annotations

_STARTS = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "bold-italic": (0x1D468, 0x1D482, 0),
    "calligraphic": (0x1D49C, 0x1D4B6, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
"""Where the capitals, the small letters and the digits of an alphabet begin (Unicode 16, Mathematical Alphanumeric
Symbols); 0 where it has none."""
_GREEK = {"bold": (0x1D6A8, 0x1D6C2), "bold-italic": (0x1D71C, 0x1D736)}
_OLDER = {
    ("calligraphic", c): s for c, s in zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)
} | {
    ("fraktur", c): s for c, s in zip("CHIRZ", "ℭℌℑℜℨ", strict=True)
} | {
    ("double-struck", c): s for c, s in zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)
}  # fmt: skip
"""Letters that Unicode had before it had their alphabets."""


def styled(name: str, variant: str) -> str:
    """A name in an alphabet; characters that it does not have stay."""
    return "".join(_styled(c, variant) for c in name) if variant in _STARTS else name


def _styled(c: str, variant: str) -> str:
    if older := _OLDER.get((variant, c)):
        return older
    for first, last, start in zip("Aa0", "Zz9", _STARTS[variant], strict=True):
        if start and first <= c <= last:
            return chr(start + ord(c) - ord(first))
    if variant in _GREEK:
        for (first, last), start in zip((("Α", "Ω"), ("α", "ω")), _GREEK[variant], strict=True):
            if first <= c <= last:
                return chr(start + ord(c) - ord(first))
    return c
