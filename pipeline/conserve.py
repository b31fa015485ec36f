"""Word conservation: every word of the sources is in the finished files.

It is a second opinion that shares no code with the parser: markup is struck out of the source text by patterns, and
the rest must be found again.

Words are counted, not only looked for, and what generated aids print comes on top of what is wanted, so that an aid
never hides a loss.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline import formula
from pipeline import model as m
from pipeline.problem import Problem
from pipeline.text import fold, text_of, walk, words

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)|\A\ufeff?\+\+\+[ \t]*\r?\n.*?\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_FENCE = re.compile(r"^(?P<indent>[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")

# Markup and what stays of it: the group "keep" is text, the group "raw" is text that holds no markup.
_MARKUP = re.compile(
    r"""
      (?P<ticks>`+)(?!`)(?P<raw>.+?)(?<!`)(?P=ticks)(?!`)            # code
    | \\(?P<escaped>[!-/:-@\[-`{-~])(?<!\\\()(?<!\\\[)               # escaped sign
    | %%.*?%% | <!--.*?-->                                           # comments
    | <(?P<dead>script|style|iframe|object)\b.*?</(?P=dead)\s*>      # never shown
    | \$\$.+?\$\$ | \\\[.+?\\\] | \\\(.+?\\\)                        # formulas
    | (?<![\\$\w])\$(?=[^\s$])[^$\n]+?(?<=\S)\$(?!\d)
    | !\[\[[^\]\n]*\]\]                                              # embeds and pictures
    | !\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^)\n]*\)|\[[^\]\n]*\])
    | \[\[(?:[^\]|\n]*\|)?(?P<keep>[^\]\n]*)\]\]                     # wikilinks: alias or name
    | \[\^[^\]\s]+\]:?                                               # footnote labels
    | \]\(\s*(?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)   # link targets
    | (?<=\])\[[^\]\n]*\]
    | ^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S+[^\n]*$                       # link definitions
    | ^(?:[ \t]*>)+[ \t]*\[![^\]\n]*\][+-]?                          # heads of callouts
    | ^(?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\n]\][ \t]    # tasks
    | ^(?:[ \t]*>)*[ \t]*\d{1,9}[.)](?=[ \t])                        # numbers of lists
    | </?[A-Za-z][^<>]*>                                             # tags
    | [ \t]\^[A-Za-z0-9-]+[ \t]*$ | ^\^[A-Za-z0-9-]+[ \t]*$          # ids of blocks
    | [ \t]\{[#.:][^}\n]*\}[ \t]*$                                   # attributes
    | \\newpage\b | \\pagebreak\b
    | \*+ | ~~ | ==                                                  # emphasis may stand inside a word
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Loss:
    """Words of a line of a source that a finished file does not have."""

    path: str
    line: int
    words: tuple[str, ...]


def wanted(text: str) -> list[tuple[int, list[str]]]:
    """The words of a Markdown source by line, in order, without front matter, comments, markup and formulas."""
    lines: dict[int, list[str]] = {}
    for line, piece in _kept(text):
        for number, part in enumerate(piece.split("\n"), line):
            lines.setdefault(number, []).append(part)
    return [(n, found) for n in sorted(lines) if (found := words(html.unescape("".join(lines[n]))))]


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of text that a reader sees, each with the line it begins in."""
    front = _FRONT.match(text)
    start = text[: front.end()].count("\n") if front else 0
    prose: list[str] = []
    fence = ""
    at = start + 1
    for number, line in enumerate(text[front.end() if front else 0 :].splitlines(), start + 1):
        mark = _FENCE.match(line)
        if fence:
            closing = mark and mark["fence"].startswith(fence) and not mark["info"].strip()
            fence = "" if closing else fence
            if not closing:
                yield number, line
        elif mark and "`" not in mark["info"]:
            yield from _prose("\n".join(prose), at)
            prose, fence = [], mark["fence"]
        if fence or mark:
            at = number + 1
        else:
            prose.append(line)
    yield from _prose("\n".join(prose), at)


def _prose(text: str, line: int) -> Iterator[tuple[int, str]]:
    end = 0
    for match in _MARKUP.finditer(text):
        yield line + text.count("\n", 0, end), text[end : match.start()]
        yield (
            line + text.count("\n", 0, match.start()),
            match["raw"] or match["keep"] or match["escaped"] or _gap(match[0]),
        )
        end = match.end()
    yield line + text.count("\n", 0, end), text[end:]


def _gap(markup: str) -> str:
    """What stands for removed markup: nothing inside a word, a blank elsewhere."""
    return (
        ""
        if markup[0] in "*~="
        or (
            markup.startswith("<") and "\n" not in markup and not re.match(r"</?(?:br|p|div|li|td|th|tr|h\d)\b", markup)
        )
        else " "
    )


def found(text: str) -> tuple[Counter[str], str]:
    """The words of a finished text, those split at line ends joined again, and all its characters in one run."""
    joined = re.sub(r"[\u00ad\u2010\ufffe\x02-][ \t]*\r?\n[ \t]*", "", text)
    counts = Counter(words(text))
    for word, number in Counter(words(joined)).items():
        counts[word] = max(counts[word], number)
    return counts, _run(text)


def _run(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub(r"[\ufffe\x02]", "", text)))


def missing(path: str, source: str, also: Iterable[str], exempt: Iterable[str], output: str) -> tuple[Loss, ...]:
    """What `output` lacks of a source; `also` is what it prints on top, `exempt` what is printed elsewhere."""
    lines = wanted(source)
    need = Counter(w for _, ws in lines for w in ws) + Counter(w for text in also for w in words(text))
    need -= Counter(w for text in exempt for w in words(text))
    have, run = found(output)
    lost = {w for w, n in need.items() if have[w] < n and run.count(w) < n}
    return tuple(_losses(path, lines, lost, run)) if lost else ()


def _losses(path: str, lines: Sequence[tuple[int, list[str]]], lost: set[str], run: str) -> Iterator[Loss]:
    """Lost words by line: first the lines that are not found as they stand, else the first line with the word."""
    suspects = [(n, ws) for n, ws in lines if lost & set(ws) and "".join(ws) not in run]
    named: set[str] = set()
    for number, found_words in suspects or [(n, ws) for n, ws in lines if lost & set(ws)]:
        here = tuple(dict.fromkeys(w for w in found_words if w in lost))
        named.update(here)
        yield Loss(path, number, here)
    for word in sorted(lost - named):
        yield Loss(path, next((n for n, ws in lines if word in ws), 0), (word,))


def lost(book: m.Book, sources: Mapping[str, str], texts: Mapping[str, str]) -> tuple[Loss, ...]:
    """What a finished file lacks. `texts` holds its words by part: a note's id, or `answers` and the like.

    The answer of a folded question is printed with the answers, so it is looked for there.
    """
    losses: list[Loss] = []
    for note in book.notes:
        folded = [_readable(c.blocks) for c in _folded(note)]
        title = [] if _opens_with_title(note, sources[note.path]) else [note.title]
        losses += missing(note.path, sources[note.path], (*_aids(note), *title), folded, texts.get(note.id, ""))
        back, run = found(texts.get("answers", ""))
        gone = tuple(w for text in folded for w in dict.fromkeys(words(text)) if not back[w] and w not in run)
        losses += [Loss(note.path, c.line, gone) for c in _folded(note)[:1] if gone]
    return tuple(losses)


def _folded(note: m.Note) -> list[m.Div]:
    """Question callouts whose answer stands at the back."""
    asked = {c.source for a in note.aids for c in a.cards if c.origin == "author"}
    divs = (b for b in walk(note.blocks) if isinstance(b, m.Div) and b.kind == "callout" and b.id in asked)
    return [d for d in divs if dict(d.attrs).get("type") == "question" and dict(d.attrs).get("fold") == "-"]


def _opens_with_title(note: m.Note, source: str) -> bool:
    first = next((ws for _, ws in wanted(source)), [])
    return first == words(note.title)


def _aids(note: m.Note) -> Iterator[str]:
    """The texts that a note's generated aids print within it."""
    for aid in note.aids:
        if aid.origin == "generated":
            yield _readable(aid.blocks)
            for block in walk(aid.blocks):
                if isinstance(block, m.MindMap):
                    yield " ".join(_labels(block.root))


def _readable(blocks: Iterable[m.Block]) -> str:
    """The text of blocks without their formulas, which are drawn and not written."""
    blocks = tuple(blocks)
    text = text_of(blocks)
    for tex, _, _ in formula.in_blocks(blocks):
        text = text.replace(tex, " ", 1)
    return text


def _labels(branch: m.Branch) -> Iterator[str]:
    yield branch.label
    for child in branch.branches:
        yield from _labels(child)


def alphabet(book: m.Book) -> str:
    """Every character of the notes, each once, in the order of the book."""
    texts = (
        text
        for n in book.notes
        for text in (n.title, n.meta.subtitle, text_of(n.blocks), *(text_of(f.blocks) for f in n.footnotes))
    )
    return "".join(dict.fromkeys(character for text in texts for character in text))


def problems(losses: Iterable[Loss], target: str) -> tuple[Problem, ...]:
    """Losses as errors: the build must fail."""
    return tuple(
        Problem(
            loss.path, loss.line, 1, "error", "words-lost", f"lost in the {target}: {', '.join(loss.words[:12])}", _HINT
        )
        for loss in losses
    )


_HINT = "a template or style sheet leaves this text out; nothing has been published"
