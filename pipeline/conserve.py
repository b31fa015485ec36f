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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline import model as m
from pipeline import scrambled
from pipeline.diagram import drawing
from pipeline.html import folded
from pipeline.problem import Problem
from pipeline.references import MISSING, REMOTE, WITHIN
from pipeline.scrambled import RIGHT_TO_LEFT
from pipeline.text import MARKS, children, fold, inlines_in, lines_of, plain, walk, words

_FRONT = re.compile(
    r"\A\ufeff?(?P<sign>---|\+\+\+)[ \t]*\r?\n(?:.*?\r?\n)??(?:(?P=sign)|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
# Fences and code in a line come first: a comment sign within them is text.
_HIDDEN = re.compile(
    r"""
      ^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[ \t]*(?P<info>[^\n]*)\n
        (?P<body>.*?)(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)
    | (?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t>]*(?:\n|\||[-*+#][ \t]|\d{1,9}[.)][ \t])))+?(?<!`)(?P=ticks)(?!`)
    | (?P<comment>%%.*?%%|<!--.*?-->)
    | (?P<drawing><(?i:svg)\b(?![^<>]*/>)
        (?:(?!<(?i:svg)\b).|<(?i:svg)\b(?:(?!<(?i:svg)\b).)*?</(?i:svg)\s*>)*?</(?i:svg)\s*>)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SHAPE = re.compile(r"<(?:path|rect|circle|ellipse|line|polyline|polygon|text|use|image)\b", re.IGNORECASE)
_DRAWN = re.compile(r"<(text|title|desc)\b[^<>]*(?<!/)>(?:(?!<\1\b).)*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    r"<(style|script|metadata)\b[^<>]*(?<!/)>(?:(?!<\1\b).)*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_SETTING = re.compile(r"^[ \t>]*(?:(?:collapse|icon|color):.*|title:)", re.MULTILINE)
_DIRECTIVE = re.compile(
    r"\{(?:admonition|attention|caution|danger|error|exercise|hint|important|note|proof|seealso|solution|tip|topic|warning"
    r"|prf:[a-z]+)\}[ \t]*(.*)",
    re.IGNORECASE,
)
_OPTION = re.compile(r"^[ \t>]*:(?:title|collapse|icon|color|class|name|label|nonumber|open):.*", re.MULTILINE)
_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*+(?:[-*+][ \t]+|\d+[.)][ \t]+)?[ \t>]*+)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$"
)

_ENTITY = re.compile(r"&#?\w+;")
"""A sign by its name; without its semicolon it is text (CommonMark 2.5)."""

# Markup and what stays of it: the group "keep" is text, the group "raw" is text that holds no markup.
_MARKUP = re.compile(
    r"""
      (?P<ticks>`+)(?!`)(?P<raw>(?:[^\n]|\n(?![ \t>]*(?:\n|\||[-*+#][ \t]|\d{1,9}[.)][ \t])))+?)(?<!`)(?P=ticks)(?!`)
    | \\\\\((?:[^\\]|\\(?!\\[()]))+?\\\\\)                            # formulas of Jekyll
    | \\(?P<escaped>[!-/:-@\[-`{-~])(?<!\\\()(?<!\\\[)               # escaped sign
    | %%.*?%% | <!--.*?-->                                           # comments
    | ^[ \t>]*(?:@?\[(?i:toc)\]|\[\[_?(?i:toc)_?\]\]|\$\{(?i:toc)\})[ \t]*$
    | <(?P<dead>script|style|iframe|object)\b.*?</(?P=dead)\s*>      # never shown
    | (?<!\$)\$\$\$\$(?!\$)                                          # a formula of nothing
    | \$\$.+?\$\$ | \\\[.+?\\\] | \\\(.+?\\\)                        # formulas, and what refers to them
    | \\begin\{(?P<rows>(?:equation|align|alignat|flalign|gather|multline|eqnarray)\*?)\}.+?\\end\{(?P=rows)\}
    | \\(?:eq)?ref\{[^{}\n]+\}
    | \$(?=[^\s$])(?:\\.|[^\\$\n]|\n(?![ \t>]*\n))*?(?<=\S)\$(?!\d)
    | !\[\[[^\]\n]*\]\]                                              # embeds and pictures
    | !\[(?:[^\[\]]|\[[^\]]*\])*\](?:\([^)\n]*\)|\[[^\]\n]*\])
    | \[\[[^\]|\n]*\|(?P<keep>[^\]\n]*)\]\]                          # wikilinks: alias or name
    | \[\[(?P<name>[^\]#\n]*?)(?:\.md)?(?P<place>(?:\#[^\]\n^]*)*)(?:\#?\^[^\]\n]*)?\]\]
    | \[\^[^\]\s]+\]:?                                               # footnote labels
    | \]\(\s*(?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)   # link targets
    | (?<=\])\[[^\]\n]*\]
    | ^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*\S+[^\n]*$                       # link definitions
    | ^(?:[ \t]*>)+[ \t]*\[![^\]\n]*\][+-]?                          # heads of callouts
    | ^(?:[ \t]*>)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[QA]:[ \t]      # signs of questions and answers
    | \{\{c\d{1,3}:: | (?:::[^{}\n]*)?\}\}                          # gaps and their hints
    | ==\d{1,3};; | ;;[^=;\n]*==
    | ^(?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\n]\][ \t]    # tasks
    | ^(?:[ \t]*>)*[ \t]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=[ \t]|$)       # numbers of lists
    | </?[A-Za-z][^<>]*>                                             # tags
    | [ \t]\^[A-Za-z0-9-]+[ \t]*$ | ^\^[A-Za-z0-9-]+[ \t]*$          # ids of blocks
    | [ \t]\{[#.:][^}\n]*\}[ \t]*$                                   # attributes
    | (?<=[\])`*_>])\{(?::|[ \t]*(?:[.\#][\w:-]|[\w-]+=))[^{}\n]*\} | ^[ \t]*\{:[^{}\n]*\}[ \t]*$
    | ^[ \t>]*:{3,}[ \t]*(?:\{[^{}\n]*\}|[A-Za-z][\w-]*)?           # heads of other tools' boxes
    | ^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z][\w-]*(?:[ \t]+[\w-]+){0,3}(?=[ \t]*(?:"[^\n]*)?$)
    | ^[ \t]*\{\{<[ ]pagebreak[ ]>\}\}[ \t]*$
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
    certain: bool = True
    """False where text runs from right to left: readers of PDF do not agree on the order of its characters."""


def wanted(text: str) -> list[tuple[int, list[str]]]:
    """The words of a Markdown source by line, in order, without front matter, comments, markup and formulas."""
    lines: dict[int, list[str]] = {}
    for line, piece in _kept(text):
        for number, part in enumerate(piece.split("\n"), line):
            lines.setdefault(number, []).append(part)
    return [
        (n, found)
        for n in sorted(lines)
        if (found := words(_ENTITY.sub(lambda sign: html.unescape(sign[0]), "".join(lines[n]))))
    ]


def _kept(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of text that a reader sees, each with the line it begins in."""
    front = _FRONT.match(text)
    begin = front.end() if front else 0
    at = 1 + text.count("\n", 0, begin)
    prose: list[str] = []
    fence = ""
    for number, line in enumerate(_HIDDEN.sub(_visible, text[begin:]).split("\n"), at):
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


def _visible(found: re.Match[str]) -> str:
    """A fence or code as it stands; nothing for a comment or a formula; what an `ad-note` fence holds.

    Of a drawing stay the words that it cannot show: all, if it has no shapes.
    """
    if found["comment"]:
        return "\n" * found[0].count("\n")
    if raw := found["drawing"]:
        return _lines_kept(_UNSEEN, _lines_kept(_DRAWN, raw) if _SHAPE.search(raw) else raw)
    info = (found["info"] or "").lower()
    if info.startswith("ad-"):
        return "\n" + _inside(_SETTING.sub("", found["body"]))
    if directive := _DIRECTIVE.match(found["info"] or ""):
        return f"{directive[1]}\n" + _inside(_OPTION.sub("", found["body"]))
    return "\n" * found[0].count("\n") if info.strip("{} ") == "math" else found[0]


def _lines_kept(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " + "\n" * found[0].count("\n"), text)


def _inside(body: str) -> str:
    """What a fence that holds notes holds: it may hold fences, too."""
    return _HIDDEN.sub(_visible, body)


def _prose(text: str, line: int) -> Iterator[tuple[int, str]]:
    end = 0
    for match in _MARKUP.finditer(text):
        yield line + text.count("\n", 0, end), text[end : match.start()]
        yield line + text.count("\n", 0, match.start()), _kept_of(match)
        end = match.end()
    yield line + text.count("\n", 0, end), text[end:]


def _kept_of(match: re.Match[str]) -> str:
    if match["name"] is not None:  # the page that it leads to may stand between it and another link
        return f" {match['name']} {match['place'].replace('#', ' ')}" if match["place"] else f" {match['name']}"
    if match["keep"]:
        return f" {match['keep']}"
    return match["raw"] or match["escaped"] or _gap(match[0])


def _gap(markup: str) -> str:
    """What stands for removed markup: nothing inside a word, a blank elsewhere."""
    return (
        ""
        if markup[0] in "*~={}:;"
        or (
            markup.startswith("<") and "\n" not in markup and not re.match(r"</?(?:br|p|div|li|td|th|tr|h\d)\b", markup)
        )
        else " "
    )


Found = tuple[Counter[str], str]
"""How often each word of a finished text stands in it, and all its characters in one run."""


def found(text: str) -> Found:
    """The words of a finished text, those split at line ends joined again, and all its characters in one run."""
    joined = re.sub(r"[\u00ad\u2010\ufffe\x02-][ \t]*\r?\n[ \t]*", "", text)
    # PDFium gives the characters of a right-to-left word in the order in which they stand on the page
    turned = RIGHT_TO_LEFT.sub(lambda word: word[0][::-1], text)
    counts = Counter(words(text))
    for other in (joined, turned) if turned != text else (joined,):
        for word, number in Counter(words(other)).items():
            counts[word] = max(counts[word], number)
    return counts, _run(text) + (_run(turned) if turned != text else "")


def _run(text: str) -> str:
    return re.sub(rf"[^\w{MARKS}]+|_", "", fold(re.sub(r"[\ufffe\x02]", "", text)))


def missing(path: str, source: str, also: Iterable[str], exempt: Iterable[str], output: str) -> tuple[Loss, ...]:
    """What `output` lacks of a source; `also` is what it prints on top, `exempt` what is printed elsewhere."""
    lines = wanted(source)
    need = Counter(w for _, ws in lines for w in ws) + Counter(w for text in also for w in words(text))
    need -= Counter(w for text in exempt for w in words(text))
    have, run = found(output)
    short = {w for w, n in need.items() if have[w] < n}
    lost = {w for w in short if run.count(w) < need[w]}
    lost |= {w for w in short - lost if len(w) < _LONG and not _stands(w, lines, run)}
    if lost:
        wrapped = _wrapped(output)
        lost = {w for w in lost if have[w] + wrapped[w] < need[w]}
        lost -= _parted(lost, output) | _over_pages(lost, output)
        lost = {w for w in lost if have[w] + _halved(w, have - need) < need[w]}
        lost -= {w for w in lost if len(w) > _VAST and _strewn(w, run)}
        lost -= scrambled.pieced(lost, output)
        lost -= scrambled.unordered(lost, need, output, run)
    return tuple(_losses(path, lines, lost, run)) if lost else ()


def _parted(lost: Iterable[str], output: str) -> set[str]:
    """Words that a page break parts: one half before a hyphen at a line's end, the other half at a line's start."""
    lines = re.sub("([\ufffe\x02])", r"\1\n", output).splitlines()  # PDFium joins a hyphen to whatever it reads next
    ends = {ws[-1] for line in lines if _HYPHENATED.search(line) and (ws := words(_HYPHENATED.sub("", line)))}
    starts = {ws[0] for line in lines if (ws := words(line))}
    return {w for w in lost if any(w[:k] in ends and w[k:] in starts for k in range(2, len(w) - 1))}


def _wrapped(output: str) -> Counter[str]:
    """Words that stand half at the end of a line, half at the start of the next, as long lines of code do."""
    lines = [ws for line in output.splitlines() if (ws := words(line))]
    return Counter(before[-1] + after[0] for before, after in pairwise(lines))


def _halved(word: str, spare: Counter[str]) -> int:
    """How often two halves of a long word are found that no other word is: in a map lines are not read in order."""
    cuts = range(1, len(word)) if len(word) >= _WIDE else ()
    return max((min(spare[word[:k]], spare[word[k:]]) for k in cuts), default=0)


def _over_pages(lost: Iterable[str], output: str) -> set[str]:
    """The same where a page ends in between: at its edges, lines of margins and footnotes stand among those of text."""
    pages = [[ws for line in page.splitlines() if (ws := words(line))] for page in output.split("\f")]
    found: set[str] = set()
    for before, after in pairwise(pages):
        ends, starts = {ws[-1] for ws in before[-_EDGE:]}, {ws[0] for ws in after[:_EDGE]}
        found.update(w for w in lost if any(w[:k] in ends and w[k:] in starts for k in range(1, len(w))))
    return found


_WIDE = 12
"""Letters of a word that a label of a map may break."""
_EDGE = 5
"""Lines at the head or foot of a page among which a line of its text is: running heads, the folio, a footnote."""

_VAST, _CHUNK, _A_PAGE = 120, 30, 1000
"""Letters of a word that no line holds, of a piece of it, and of what a page holds at least."""


def _strewn(word: str, run: str) -> bool:
    """Whether the pieces of a word are all there, but for those that the ends of pages part."""
    chunks = [word[at : at + _CHUNK] for at in range(0, len(word), _CHUNK)]
    return sum(chunk not in run for chunk in dict.fromkeys(chunks)) <= len(word) // _A_PAGE + 1


_HYPHENATED = re.compile(r"[\u00ad\u2010\ufffe\x02-][ \t]*$")

_LONG = 4
"""Letters from which a word hardly stands within another by chance."""


def _stands(word: str, lines: Sequence[tuple[int, list[str]]], run: str) -> bool:
    """Whether a short word is found, wherever it is wanted, together with the word before or after it."""
    return all(_beside(ws, i, run) for _, ws in lines for i, w in enumerate(ws) if w == word)


def _beside(line: Sequence[str], at: int, run: str) -> bool:
    pairs = ["".join(line[i : i + 2]) for i in (at - 1, at) if 0 <= i < len(line) - 1]
    return any(pair in run for pair in pairs) if pairs else not line[at].isascii()


def _losses(path: str, lines: Sequence[tuple[int, list[str]]], lost: set[str], run: str) -> Iterator[Loss]:
    """Lost words by line: first the lines that are not found as they stand, else the first line with the word."""
    suspects = [(n, ws) for n, ws in lines if lost & set(ws) and "".join(ws) not in run]
    named: set[str] = set()
    for number, found_words in suspects or [(n, ws) for n, ws in lines if lost & set(ws)]:
        here = tuple(dict.fromkeys(w for w in found_words if w in lost))
        named.update(here)
        yield Loss(path, number, here, _certain(found_words))
    for word in sorted(lost - named):
        number, line = next(((n, ws) for n, ws in lines if word in ws), (0, [w for _, ws in lines for w in ws]))
        yield Loss(path, number, (word,), _certain(line))


def _certain(line: Iterable[str]) -> bool:
    """Characters beyond the first 65,536, too, PDFium does not always give back."""
    return not any(RIGHT_TO_LEFT.search(word) or max(word) > "\uffff" for word in line)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a finished file must print of a note beside its source, and where it may print less.

    `also` are texts that come on top; `answers` stand with the answers at the back, with the lines of their questions;
    `drawn` are sources of diagrams, whose labels are printed instead.
    """

    path: str
    title: str
    also: tuple[str, ...]
    answers: tuple[tuple[int, str], ...]
    drawn: tuple[str, ...] = ()


def claim(note: m.Note) -> Claim:
    """The claim of a resolved note."""
    answers = tuple((q.line, _readable(q.blocks)) for q in _folded(note))
    diagrams = [b for b in walk(note.blocks) if isinstance(b, m.CodeBlock) and b.drawing]
    labels = (drawing(b.drawing).words for b in diagrams)
    also = (*_aids(note), *_embeds(note.blocks), *_undrawn(note.blocks), *_numbers(note), *labels)
    return Claim(note.path, note.title, also, answers, tuple(b.text for b in diagrams))


def lost(claim: Claim, source: str, text: str, back: Callable[[], Found]) -> tuple[Loss, ...]:
    """What a finished file lacks of one note: `text` is what it prints of the note, `back` finds its answers."""
    title = () if _opens_with(source, claim.title) else (claim.title,)
    losses = list(
        missing(claim.path, source, (*claim.also, *title), (*(a for _, a in claim.answers), *claim.drawn), text)
    )
    if claim.answers:
        have, run = back()
        for line, answer in claim.answers:
            gone = tuple(w for w in dict.fromkeys(words(answer)) if not have[w] and w not in run)
            losses += [Loss(claim.path, line, gone)] if gone else []
    return tuple(losses)


def _folded(note: m.Note) -> list[m.Div]:
    """Question callouts whose answer stands at the back."""
    return [b for b in walk(note.blocks) if isinstance(b, m.Div) and folded(note, b)]


def _opens_with(source: str, title: str) -> bool:
    first = next((ws for _, ws in wanted(source)), [])
    return first == words(title)


def _aids(note: m.Note) -> Iterator[str]:
    """The texts that aids print within a note beside its own.

    Mnemonics in the author's words stand in another file; the author's questions are printed twice.
    """
    for aid in note.aids:
        if aid.origin != "author" or aid.kind in ("mnemonic", "recall"):
            yield _readable(aid.blocks)
            for block in walk(aid.blocks):
                if isinstance(block, m.MindMap):
                    yield " ".join(_labels(block.root))


def _numbers(note: m.Note) -> Iterator[str]:
    """The numbers of sections and formulas."""
    return (b.number for b in walk(note.blocks) if isinstance(b, m.Heading | m.MathBlock))


def _embeds(blocks: Iterable[m.Block]) -> Iterator[str]:
    """What is shown of other notes: it must not stand for the note's own words."""
    for block in blocks:
        if isinstance(block, m.Div) and block.kind == "embed":
            yield _readable((block,))
        else:
            yield from _embeds(children(block))


def _undrawn(blocks: Iterable[m.Block]) -> Iterator[str]:
    """What is printed for pictures in the note's text that cannot be shown: the words of a drawing, for one."""
    for block in blocks:
        if not (isinstance(block, m.Div) and block.kind == "embed"):
            images = (i for run in lines_of(block) for i in inlines_in(run) if isinstance(i, m.Image))
            yield from (i.alt for i in images if i.src.startswith(MISSING + WITHIN))
            yield from _undrawn(children(block))


def _readable(blocks: Iterable[m.Block]) -> str:
    """The text of blocks without their formulas and pictures, which are drawn and not written."""
    lines = (
        block.text if isinstance(block, m.CodeBlock) else "\n".join(_unset(run) for run in lines_of(block))
        for block in walk(blocks)
    )
    return "\n".join(line for line in lines if line)


def _unset(inlines: Iterable[m.Inline]) -> str:
    out: list[str] = []
    for node in inlines:
        match node:
            case m.Math():
                out.append(" ")
            case m.Emphasis(inner) | m.Link(inner) | m.Span(inlines=inner):
                out.append(_unset(inner))
            case m.Image(src=src) if not src.startswith((MISSING, REMOTE)):
                out.append(" ")
            case _:
                out.append(plain((node,)))
    return "".join(out)


def _labels(branch: m.Branch) -> Iterator[str]:
    yield _unset(branch.label)
    for child in branch.branches:
        yield from _labels(child)


FEW = 100
"""A book of so many words for each word that is lost is published all the same: it names them, and the build fails."""


def are_many(losses: Iterable[Loss], words: int) -> bool:
    """Whether so much is missing of a book of so many words that a template or style sheet must leave it out."""
    return sum(len(loss.words) for loss in losses if loss.certain) * FEW > words


def problems(losses: Sequence[Loss], target: str, words: int) -> tuple[Problem, ...]:
    """Losses as errors: the build must fail. What cannot be proved is a warning."""
    hint = _UNPUBLISHED if are_many(losses, words) else _LOST
    return tuple(_problem(loss, target, hint) for loss in losses)


def _problem(loss: Loss, target: str, hint: str) -> Problem:
    words_ = ", ".join(loss.words[:12])
    if loss.certain:
        return Problem(loss.path, loss.line, 1, "error", "words-lost", f"lost in the {target}: {words_}", hint)
    text = f"could not be found again in the {target}: {words_}"
    return Problem(loss.path, loss.line, 1, "warning", "words-unproved", text, _UNPROVED)


_UNPUBLISHED = "a template or style sheet leaves this text out; nothing has been published"
_LOST = "the book is published without them: look at the page"
_UNPROVED = "look at the page: right-to-left text is not read back reliably"
