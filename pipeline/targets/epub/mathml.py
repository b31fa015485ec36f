"""Formulas as MathML that every reader takes: written from what the formula means, as print draws it.

Elements of MathML Core, with the older attributes for readers that came before it. What has no MathML (structural
formulas, diagrams of arrows) is a drawing, what is not understood its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from pipeline import formula
from pipeline.targets.epub.letters import styled

_Tree = Mapping[str, Any]


class _Unwritten(Exception):  # noqa: N818 - never seen outside
    """There is no MathML for a part of the formula."""


def mathml(tex: str, lang: str, *, display: bool) -> Markup:
    """The formula with its spoken form, or its source when it is not understood."""
    found = formula.meant(tex, display=display, lang=lang)
    if found is None:
        return Markup('<code class="math-source">{}</code>').format(tex)
    tree, speech = found
    try:
        body = _element(tree)
    except _Unwritten:
        return picture(tex, lang, display=display)
    wide = formula.width(tex, display=display, lang=lang)
    shape = (' display="block"' if display else "") + _fitting(wide, _BLOCK if display else _LINE)
    return Markup(  # noqa: S704 - all characters of the formula are escaped
        f'<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="{escape(speech)}"{shape}>{body}</math>'
    )


_LINE, _BLOCK, _LEAST = 17.0, 19.0, 0.5
"""In em: what a line of a six-inch screen holds within a box, in the text and in the smaller type of formulas between
paragraphs; and the smallest share of the type that can be read."""


def _fitting(wide: float, room: float) -> str:
    """The size of a formula that no line can hold: readers break none, and what sticks out is lost."""
    return f' style="font-size:{max(_LEAST, room / wide):.2f}em"' if wide > room else ""


def picture(tex: str, lang: str, *, display: bool) -> Markup:
    """The formula as a drawing, for what has no MathML and for readers that know none."""
    drawn = formula.drawn(tex, display=display, lang=lang)
    named = Markup('role="img" aria-label="{}"').format(drawn.speech)
    return Markup(drawn.svg.replace('role="img"', named, 1))  # noqa: S704 - ours


# ------------------------------------------------------------------ parts


def _element(tree: _Tree) -> str:
    """One element for one part."""
    write = _WRITERS.get(tree.get("type", ""))
    if write is None:
        raise _Unwritten(tree.get("type"))
    return write(tree)


def _base(tree: _Tree) -> str:
    return _element(tree["base"])


def _tag(name: str, *parts: str, **attributes: str) -> str:
    told = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{''.join(parts)}</{name}>" if parts else f"<{name}{told}/>"


def _sign(text: str, **attributes: str) -> str:
    return _tag("mo", str(escape(text)), **attributes)


def _row(tree: _Tree) -> str:
    return _line(tree["children"])


def _line(parts: Sequence[_Tree]) -> str:
    """Parts side by side; between a function and what it is of stands a sign that is heard and not seen."""
    out: list[str] = []
    for number, part in enumerate(parts):
        after = parts[number + 1] if number + 1 < len(parts) else None
        if _is_sign(part, ":") and after is not None and _is_sign(after, "="):
            continue
        if number and _is_sign(parts[number - 1], ":") and _is_sign(part, "="):
            out.append("<mo>:=</mo>")
            continue
        if number and _is_function(part) and parts[number - 1].get("type") in _TIGHT:
            out.append('<mspace width="0.167em"/>')
        out.append(_element(part))
        if after is not None and _is_function(part) and after.get("type") not in ("space", "operator"):
            out.append("<mo>\u2061</mo>")
            if after.get("type") not in ("delimited", "fixed-delimiter"):
                out.append('<mspace width="0.167em"/>')
    return out[0] if len(out) == 1 else _tag("mrow", "".join(out))


_TIGHT = frozenset({"identifier", "number", "scripts", "fraction", "root", "function"})


def _is_sign(tree: _Tree, symbol: str) -> bool:
    return tree.get("type") == "operator" and tree["symbol"] == symbol


def _is_function(tree: _Tree) -> bool:
    return tree.get("type") == "function" or (tree.get("type") == "scripts" and _is_function(tree["base"]))


def _identifier(tree: _Tree) -> str:
    name, variant = tree["name"], tree.get("variant", "")
    if variant == "upright":
        return _tag("mi", str(escape(name)), **({"mathvariant": "normal"} if len(name) == 1 else {}))
    return _tag("mi", str(escape(styled(name, variant))))


def _number(tree: _Tree) -> str:
    value, mark = str(tree["value"]), tree.get("thousands")
    if mark:
        whole, point, rest = value.partition(".")
        value = f"{int(whole):,}".replace(",", mark) + point + rest if whole.isdigit() else value
    return _tag("mn", str(escape(value)))


_FENCES = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋⟦⟧∣∥/\\")
_BARE = frozenset("|/!.:;*?@&%$#_'\"‖∣∥\\()[]{}⟨⟩")
_STROKES = frozenset("′″‴‵")


def _operator(tree: _Tree) -> str:
    symbol, kind = tree["symbol"], tree.get("class", "")
    if kind == "ord" and symbol not in _BARE and symbol not in _STROKES:
        return _tag("mi", str(escape(symbol)), **({"mathvariant": "normal"} if len(symbol) == 1 else {}))
    more = {"stretchy": "false"} if symbol in _FENCES else {}
    if kind == "ord" and symbol in _BARE:
        more |= {"lspace": "0em", "rspace": "0em"}
    elif symbol in "|‖∣∥" and kind in ("open", "close"):
        more |= {"form": "prefix" if kind == "open" else "postfix", "fence": "true"}
    return _sign(symbol, **more)


def _function(tree: _Tree) -> str:
    name = str(escape(tree["name"].replace(" ", "\u2009")))
    if tree.get("limits"):
        return _tag("mo", name, movablelimits="true", lspace="0em", rspace="0.167em")
    return _tag("mi", name, **({"mathvariant": "normal"} if len(tree["name"]) == 1 else {}))


def _large(tree: _Tree) -> str:
    return _sign(tree["symbol"], **({"movablelimits": "false"} if tree.get("limits") else {}))


def _scripts(tree: _Tree) -> str:
    base = tree["base"]
    below, above = (_element(tree[key]) if key in tree else "" for key in ("sub", "sup"))
    stacked = _has_limits(base)
    start = _element(base) if base.get("type") != "row" or base["children"] else "<mrow></mrow>"
    if below and above:
        return _tag("munderover" if stacked else "msubsup", start, below, above)
    name = ("munder" if below else "mover") if stacked else ("msub" if below else "msup")
    return _tag(name, start, below or above)


def _has_limits(base: _Tree) -> bool:
    match base.get("type"):
        case "large-operator":
            return bool(base.get("limits", base["symbol"] not in "∫∬∭⨌∮∯∰"))
        case "function":
            return bool(base.get("limits"))
        case "forced-class":
            return base.get("class") == "op"
        case _:
            return False


def _text(tree: _Tree) -> str:
    parts = [
        _element(part["value"]) if part.get("type") == "math" else _tag("mtext", _spaced(part["value"]))
        for part in tree["parts"]
    ]
    return parts[0] if len(parts) == 1 else _tag("mrow", "".join(parts))


def _spaced(text: str) -> str:
    """Words with their blanks, which readers leave out at either end."""
    start, end = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return str(escape("\u00a0" * start + text.strip(" ") + ("\u00a0" * end if text.strip(" ") else "")))


def _fraction(tree: _Tree) -> str:
    bare = {} if tree.get("rule", True) else {"linethickness": "0"}
    made = _tag("mfrac", _element(tree["num"]), _element(tree["den"]), **bare)
    style = tree.get("style")
    return _tag("mstyle", made, displaystyle=str(style == "display").lower(), scriptlevel="0") if style else made


def _root(tree: _Tree) -> str:
    inner = _element(tree["radicand"])
    return _tag("mroot", inner, _element(tree["index"])) if "index" in tree else _tag("msqrt", inner)


def _space(tree: _Tree) -> str:
    return _tag("mspace", width=f"{max(0.0, tree['em']):.3g}em")


def _fence(symbol: str | None, form: str) -> str:
    return _sign(symbol, form=form, fence="true", stretchy="true") if symbol else ""


def _delimited(tree: _Tree) -> str:
    middles: list[str] = [*tree.get("middles", ()), *[""] * len(tree["parts"])]
    inner: str = _element(tree["parts"][0]) if tree["parts"] else ""
    for middle, part in zip(middles, tree["parts"][1:], strict=False):
        inner += (_sign(middle, stretchy="true", fence="true") if middle else "") + _element(part)
    return _tag("mrow", _fence(tree.get("open"), "prefix"), inner, _fence(tree.get("close"), "postfix"))


_SIZES = ("1.2em", "1.2em", "1.8em", "2.4em", "3em")


def _fixed(tree: _Tree) -> str:
    size = _SIZES[min(int(tree.get("size", 1)), len(_SIZES) - 1)]
    form = {"open": "prefix", "close": "postfix"}.get(tree.get("class", ""), "infix")
    return _sign(tree["symbol"], form=form, stretchy="true", symmetric="true", minsize=size, maxsize=size)


# ------------------------------------------------------------------ above and below


_ACCENTS = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘", "\u0307": "˙",
    "\u0308": "¨", "\u030a": "˚", "\u030c": "ˇ", "\u20d7": "→", "\u20d6": "←", "\u20db": "\u20db", "\u20dc": "\u20dc",
}  # fmt: skip


def _accent(tree: _Tree) -> str:
    accent = str(tree["accent"])
    sign = _sign(_ACCENTS.get(accent, accent), stretchy=str(bool(tree.get("stretchy"))).lower())
    return _over(_base(tree), sign) if not tree.get("below") else _under(_base(tree), sign)


def _over(base: str, sign: str) -> str:
    return _tag("mover", base, sign, accent="true")


def _under(base: str, sign: str) -> str:
    return _tag("munder", base, sign, accentunder="true")


def _bar(tree: _Tree) -> str:
    above = tree.get("above", True)
    sign = _sign("‾" if above else "_", stretchy="true")
    return _over(_base(tree), sign) if above else _under(_base(tree), sign)


def _brace(tree: _Tree) -> str:
    above, bracket = tree.get("above", True), tree.get("bracket", False)
    sign = _sign(("⎴" if bracket else "⏞") if above else ("⎵" if bracket else "⏟"), stretchy="true")
    made = _over(_base(tree), sign) if above else _under(_base(tree), sign)
    if "label" not in tree:
        return made
    return _tag("mover" if above else "munder", made, _element(tree["label"]))


def _stacked(tree: _Tree) -> str:
    below, above = (_element(tree[key]) if key in tree else "" for key in ("below", "above"))
    return _around(_base(tree), below, above)


def _arrow(tree: _Tree) -> str:
    below, above = (
        _tag("mpadded", _element(tree[key]), width="+0.8em", lspace="0.4em") if key in tree else ""
        for key in ("below", "above")
    )
    return _around(_sign(tree["symbol"], stretchy="true", minsize="1.6em"), below, above)


def _around(base: str, below: str, above: str) -> str:
    if below and above:
        return _tag("munderover", base, below, above)
    return _tag("munder" if below else "mover", base, below or above) if below or above else base


# ------------------------------------------------------------------ frames and tables


_STROKE = {"bar": "updiagonalstrike", "backslash": "downdiagonalstrike", "x": "updiagonalstrike downdiagonalstrike"}


def _canceled(tree: _Tree) -> str:
    return _tag("menclose", _base(tree), notation=_STROKE.get(tree.get("shape", ""), "horizontalstrike"))


def _framed(tree: _Tree) -> str:
    if tree.get("shape") == "fill":
        return _tag("mstyle", _base(tree), mathbackground=tree["background"])
    return _tag("menclose", _base(tree), notation="circle" if tree.get("shape") == "circle" else "box")


def _colored(tree: _Tree) -> str:
    return _tag("mstyle", _base(tree), mathcolor=tree["color"])


def _style(tree: _Tree) -> str:
    level = int(tree.get("level", 0))
    return _tag("mstyle", _base(tree), displaystyle=str(level == 0).lower(), scriptlevel=str(max(0, level - 1)))


_SHAPES = {
    "p-matrix": ("(", ")"),
    "b-matrix": ("[", "]"),
    "B-matrix": ("{", "}"),
    "brace-matrix": ("{", "}"),
    "v-matrix": ("|", "|"),
    "v-v-matrix": ("‖", "‖"),
    "cases": ("{", ""),
    "r-cases": ("", "}"),
}
_SIDES = {"l": "left", "c": "center", "r": "right"}


def _table(tree: _Tree) -> str:
    shape, rows = tree.get("shape", ""), tree["rows"]
    wide = max((len(row) for row in rows), default=0)
    sides = _sides(tree, wide)
    body = "".join(
        _tag("mtr", "".join(_cell(_element(cell), side, shape) for cell, side in zip(row, sides, strict=False)))
        for row in rows
    )
    told = {"columnalign": " ".join(sides)} if sides else {}
    if shape in ("aligned", "centered"):
        told |= {"displaystyle": "true", "columnspacing": "0em 2em" if shape == "aligned" else "1em"}
    if tree.get("verticals"):
        told["columnlines"] = " ".join("solid" if n in tree["verticals"] else "none" for n in range(1, max(2, wide)))
    if lines := {h["row"] for h in tree.get("horizontals", ())}:
        told["rowlines"] = " ".join("solid" if n in lines else "none" for n in range(1, max(2, len(rows))))
    made = _tag("mtable", body or "<mtr><mtd></mtd></mtr>", **told)
    before, after = _SHAPES.get(shape, ("", ""))
    return _tag("mrow", _fence(before, "prefix"), made, _fence(after, "postfix")) if before or after else made


def _sides(tree: _Tree, wide: int) -> list[str]:
    match tree.get("shape"):
        case "aligned":
            return ["right" if n % 2 == 0 else "left" for n in range(wide)]
        case "cases" | "r-cases":
            return ["left"] * wide
        case _:
            given = [_SIDES.get(side, "center") for side in tree.get("columns", ())]
            return (given + ["center"] * wide)[:wide]


def _cell(inner: str, side: str, shape: str) -> str:
    """Chromium aligns what stands in a cell by a word of its own; the two halves of an equation touch."""
    if side == "center":
        return _tag("mtd", inner)
    close = f";padding-{side}:0" if shape == "aligned" else ""
    return _tag("mtd", inner, style=f"text-align:{side};text-align:-webkit-{side}{close}")


def _phantom(tree: _Tree) -> str:
    return _tag("mphantom", _base(tree))


def _rule(tree: _Tree) -> str:
    return _tag(
        "mspace", width=f"{tree['width']:.3g}em", height=f"{tree['height']:.3g}em", mathbackground="currentColor"
    )


_WRITERS: Mapping[str, Callable[[_Tree], str]] = {
    "accent": _accent,
    "arrow": _arrow,
    "bar": _bar,
    "brace": _brace,
    "canceled": _canceled,
    "colored": _colored,
    "delimited": _delimited,
    "fixed-delimiter": _fixed,
    "forced-class": _base,
    "fraction": _fraction,
    "framed": _framed,
    "function": _function,
    "identifier": _identifier,
    "large-operator": _large,
    "number": _number,
    "operator": _operator,
    "overlapped": _base,
    "phantom": _phantom,
    "quantity": lambda tree: _element(tree["unit"]),
    "raised": _base,
    "root": _root,
    "row": _row,
    "rule": _rule,
    "scripts": _scripts,
    "smashed": _base,
    "space": _space,
    "stacked": _stacked,
    "style": _style,
    "table": _table,
    "text": _text,
    "unit": _base,
}
