"""A look: the templates and style sheets of `layouts/<name>/` over those of `layouts/_base/`.

A look may stand `over` another one (a line of its `layout.toml`): then it tells only what is different.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from pipeline.measures import free, grown, measures, told
from pipeline.problem import Problem, Stop

_HERE = Path(__file__).parent
FOLDER = next((f for f in (_HERE / "layouts", _HERE.parent / "layouts") if f.is_dir()), _HERE / "layouts")


_AS_IT_IS: Mapping[str, float] = {}


@dataclass(frozen=True, slots=True)
class Layout:
    """`templates` and `styles` by file name; `measures` are the numbers that code must know (mm, pt)."""

    name: str
    templates: tuple[tuple[str, str], ...]
    styles: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, float], ...]

    def measure(self, name: str) -> float:
        return dict(self.measures)[name]

    def css(self, *names: str) -> str:
        """The named style sheets, one after the other."""
        return "\n".join(dict(self.styles)[n] for n in names)


SCREEN = "epub"
"""The look of the ePub; all others are for paper."""


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """The looks there are for paper."""
    found = (p.name for p in folder.iterdir() if (p / "layout.toml").is_file())
    return tuple(sorted(name for name in found if name != SCREEN and not name.startswith("_")))


def load(name: str, folder: Path = FOLDER, changed: Mapping[str, float] = _AS_IT_IS) -> Layout:
    """A look for paper, with some of its numbers `changed` and all that follows from them.

    Raises `Stop` with the nearest name when there is no such layout.
    """
    if name not in names(folder):
        near = get_close_matches(name, names(folder), n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names(folder))}"
        raise Stop(Problem("book.yml", 0, 0, "error", "unknown-layout", f"no layout called {name}", hint), code=2)
    return _read(name, folder, changed)


def screen(folder: Path = FOLDER) -> Layout:
    """The look of the ePub."""
    return _read(SCREEN, folder)


def cards(folder: Path = FOLDER) -> str:
    """The style sheet of cards on a screen."""
    return (folder / "anki" / "style.css").read_text(encoding="utf-8")


def _read(name: str, folder: Path, changed: Mapping[str, float] = _AS_IT_IS) -> Layout:
    line = list(_line(name, folder))
    files = {path.name: path for base in (folder / "_base", *line) for path in sorted(base.iterdir())}
    text = {n: p.read_text(encoding="utf-8") for n, p in files.items() if p.suffix in {".html", ".xhtml", ".css"}}
    text["style.css"] = "\n".join((base / "style.css").read_text(encoding="utf-8") for base in line)
    known = {key: value for base in line for key, value in _told(base).items() if isinstance(value, (int, float))}
    if changed:
        known = {**free(known), **changed}
    if name != SCREEN:
        known, text = _measured(name, known, text)
    return Layout(
        name,
        tuple((n, t) for n, t in sorted(text.items()) if n.endswith((".html", ".xhtml"))),
        tuple((n, t) for n, t in sorted(text.items()) if n.endswith(".css")),
        tuple(sorted((k, float(v)) for k, v in known.items())),
    )


_SHARED = ("print.css", "map.css", "book.css", "fit.css", "dense.css")
"""Style sheets that are written for one size of the body."""


def _measured(
    name: str, numbers: Mapping[str, float], text: Mapping[str, str]
) -> tuple[dict[str, float], dict[str, str]]:
    """All numbers of a look for paper, and its files with these in."""
    try:
        known = dict(measures(numbers))
        return known, {
            n: told(grown(t, known) if n in _SHARED else t, known) if n.endswith(".css") else t for n, t in text.items()
        }
    except KeyError as missing:
        raise _fault(f"{name}: there is no number called {missing.args[0]}") from missing


def _line(name: str, folder: Path, below: tuple[str, ...] = ()) -> Iterator[Path]:
    """The folders that a look is made of, its ancestors first."""
    above = _told(folder / name).get("over")
    if above:
        if above not in names(folder) or above in (name, *below):
            raise _fault(f"{name} cannot stand over {above}")
        yield from _line(str(above), folder, (name, *below))
    yield folder / name


def _told(base: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads((base / "layout.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _fault(f"{base.name}/layout.toml cannot be read: {error}") from error


def _fault(message: str) -> Stop:
    hint = "docs/layouts.md tells what a look of one's own needs"
    return Stop(Problem("layout.toml", 0, 0, "error", "bad-layout", message, hint), code=2)


def fill(layout: Layout, template: str, values: Mapping[str, object]) -> Markup:
    """A template filled in. Values are escaped unless they are `Markup`; a name that is missing is an error."""
    return Markup(_environment(layout.templates).get_template(template).render(values))  # noqa: S704 - autoescaped


@cache
def _environment(templates: tuple[tuple[str, str], ...]) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.DictLoader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
