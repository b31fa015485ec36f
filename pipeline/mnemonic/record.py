"""Reads `mnemonics.yml`, where the author accepts, edits or forbids mnemonics; a fault costs its entry and is told."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from pipeline.mnemonic import own, vocabulary
from pipeline.mnemonic.alike import bag_of, matched
from pipeline.mnemonic.candidate import Candidate, Tie
from pipeline.mnemonic.decisions import Choice, Decisions, Entry
from pipeline.mnemonic.vocabulary import Vocabulary
from pipeline.problem import Problem, Severity

FILE = "mnemonics.yml"
CODE = "mnemonics-file"
NONE = "none"
_KEYS = ("list", "ordered", "use", "proposals", "asked")
_PROPOSAL = ("text", "letters", "grade", "by")
_BYTES, _DEPTH, _ALIASES = 8_000_000, 8, 64
_UNSET = ("~", "null")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast


@dataclass(frozen=True, slots=True)
class Record:
    """What the file says. It is `whole` when nothing in it was unreadable: then it may be added to, `indent` deep."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    indent: int = 0


def decisions(mnemonics: str, lexicon: str = "", blocklist: str = "") -> tuple[Decisions, tuple[Problem, ...]]:
    """What the texts of a vault's own files say, and what is wrong with them."""
    extra, strange = vocabulary.extra_words(lexicon)
    refused, odd = vocabulary.refused_words(blocklist)
    words = Vocabulary(extra, refused)
    record = read(mnemonics, words)
    return Decisions.of(record.entries, words), (*record.problems, *strange, *odd)


class _Fault(Exception):  # noqa: N818 - a slip of the author, told as a Problem where it is caught
    def __init__(self, node: yaml.Node, message: str, hint: str) -> None:
        super().__init__(message)
        self.node, self.message, self.hint = node, message, hint


def read(text: str, words: Vocabulary) -> Record:
    """The entries of the file; accepted and edited texts with a refused word count as not decided."""
    if len(text) > _BYTES:
        return _broken("the file is too large", "keep it under 8 MB", 0, 0)
    try:
        if excess := _excess(text):
            return _broken("this is nested or repeated too often", "", *excess)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        told = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return _broken(told, "look at the quotes, brackets and spaces of this line and the one before", *place)
    if root is None or _is_unset(root):
        return Record()
    if not isinstance(root, yaml.SequenceNode):
        mark = root.start_mark
        return _broken("the file holds no lists", "begin each with “- list: [One, Two, Three]”", mark.line + 1, 1)
    reading = _Reading(words)
    entries = tuple(entry for node in root.value for entry in reading.entry(node))
    return Record(entries, tuple(reading.problems), whole=True, indent=root.start_mark.column)


def _broken(message: str, hint: str, line: int, column: int) -> Record:
    return Record((), (Problem(FILE, line, column, "error", CODE, message, hint),), whole=False)


def _excess(text: str) -> tuple[int, int] | None:
    """The place where the text nests or repeats without end, found before a tree is made of it."""
    depth = aliases = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if (depth > _DEPTH or aliases > _ALIASES) and (mark := event.start_mark):
            return mark.line + 1, mark.column + 1
    return None


@dataclass(slots=True)
class _Reading:
    """Reads entries and gathers what is wrong with them."""

    words: Vocabulary
    problems: list[Problem] = field(default_factory=list)
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def entry(self, node: yaml.Node) -> Iterator[Entry]:
        """The entry of a node, or nothing and a problem."""
        try:
            yield self._entry(node)
        except _Fault as fault:
            self._tell(fault.node, "error", fault.message, fault.hint)

    def _entry(self, node: yaml.Node) -> Entry:
        found = self._pairs(node, _KEYS, "begin it with “list: [One, Two, Three]”")
        if "list" not in found:
            raise _Fault(node, "this entry names no list", "begin it with “list: [One, Two, Three]”")
        items = _texts(found["list"])
        if len(items) < 2:
            raise _Fault(found["list"], "a list has two items or more", "write them as [One, Two, Three]")
        ordered = "ordered" in found and _text(found["ordered"]).lower() in ("yes", "true", "on")
        proposals = self._proposals(found["proposals"], items) if "proposals" in found else {}
        self._once(found["list"], items)
        return Entry(items, ordered, self._choice(found["use"], items, proposals) if "use" in found else None)

    def _pairs(self, node: yaml.Node, names: Sequence[str], hint: str) -> Mapping[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise _Fault(node, "an entry is expected here", hint)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = _text(key).lower()
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                help_ = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(names)}"
                self._tell(key, "error", f"there is no “{name}” here", help_)
            elif name in found:
                raise _Fault(key, f"“{name}” stands here twice", "keep one of the two")
            else:
                found[name] = value
        return found

    def _once(self, node: yaml.Node, items: tuple[str, ...]) -> None:
        """Tell when an earlier entry has the same items, word by word: it is the one that counts."""
        same = tuple(sorted(item.casefold() for item in items))
        line = self._seen.setdefault(same, node.start_mark.line + 1)
        if line <= node.start_mark.line:
            self._tell(node, "warning", f"this list has an entry already, in line {line}", "keep one of the two")

    def _proposals(self, node: yaml.Node, items: tuple[str, ...]) -> Mapping[str, Choice]:
        """What is recorded for the list, by the letters of its text; one that cannot be read is told and left out."""
        if not isinstance(node, yaml.SequenceNode):
            if _is_unset(node):
                return {}
            raise _Fault(node, "proposals are a list", "begin each with “- text: …”")
        found: dict[str, Choice] = {}
        for each in node.value:
            try:
                choice = self._proposal(each, items)
            except _Fault as fault:
                self._tell(fault.node, "error", fault.message, fault.hint)
            else:
                if choice.mnemonic:
                    found.setdefault(_folded(choice.mnemonic.text), choice)
        return found

    def _proposal(self, node: yaml.Node, items: tuple[str, ...]) -> Choice:
        hint = "write “- text: WORD”, and under it “letters: [W First item, O Second item, …]”"
        pairs = self._pairs(node, _PROPOSAL, hint)
        if "text" not in pairs:
            raise _Fault(node, "this proposal has no text", hint)
        text = _text(pairs["text"])
        ties = _ties(text, _texts(pairs["letters"]), items) if "letters" in pairs else own.read(text, items)[0]
        if len(ties) < len(items):
            place = pairs.get("letters", node)
            raise _Fault(place, f"the letters of “{text}” are not told for every item", hint)
        return Choice(Candidate(text, "known", "A", 0.0, ties), "llm" if "by" in pairs else "generated")

    def _choice(self, node: yaml.Node, items: tuple[str, ...], proposals: Mapping[str, Choice]) -> Choice | None:
        """What stands behind `use`: nothing yet, none at all, a proposal, or the author's own words."""
        text = _text(node)
        if _is_unset(node):
            return None
        if text == NONE or (text.casefold() == NONE and NONE not in proposals):
            return Choice(None, "author")
        if self.words.refuses(text):
            self._tell(node, "warning", f"“{text}” has a word of blocklist.txt", "change one of the two files")
            return None
        if _folded(text) in proposals:
            return proposals[_folded(text)]
        ties, missing = own.read(text, items)
        if missing and not own.meant(text, items):  # a rhyme, or the like: what fits in it does so by chance
            return Choice(Candidate(text, "known", "A", 0.0, ()), "author")
        if missing:
            names = ", ".join(f"“{items[i]}”" for i in missing)
            message = f"the mnemonic “{text}” has no letter for {names}"
            hint = "change the mnemonic, or the first letter of a word of the item"
            self._tell(node, "warning", message, hint, "mnemonic-mismatch")
        return Choice(Candidate(text, "known", "A", 0.0, ties), "author")

    def _tell(self, node: yaml.Node, severity: Severity, message: str, hint: str, code: str = CODE) -> None:
        mark = node.start_mark
        self.problems.append(Problem(FILE, mark.line + 1, mark.column + 1, severity, code, message, hint))


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _Fault(node, "one line of text is expected here", "put a text with a colon or brackets in quotes")
    return " ".join(str(node.value).split())


def _is_unset(node: yaml.Node) -> bool:
    """Nothing behind the colon, or YAML's own words for nothing."""
    return isinstance(node, yaml.ScalarNode) and (not node.value.strip() or (not node.style and node.value in _UNSET))


def _texts(node: yaml.Node) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Fault(node, "a list is expected here", "write it as [One, Two, Three]")
    return tuple(text for text in map(_text, node.value) if text)


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _ties(text: str, told: Sequence[str], items: Sequence[str]) -> tuple[Tie, ...]:
    """What “P Plan” and its like say, laid along the text; empty when they do not tell all items and all letters."""
    letters, names = zip(*(each.partition(" ")[::2] for each in told), strict=True) if told else ((), ())
    places = own.laid(text, letters)
    order = _order(names, items)
    if not places or not order:
        return ()
    return tuple(
        Tie(item, text[start:end], (start, end), own.source_of(text[start:end], items[item]))
        for item, (start, end) in zip(order, places, strict=True)
    )


def _order(names: Sequence[str], items: Sequence[str]) -> tuple[int, ...]:
    """Which item each name is; the wording of the list may have been changed meanwhile."""
    if sorted(names) == sorted(items):
        left = list(items)
        order = []
        for name in names:
            order.append(left.index(name))
            left[order[-1]] = "\0"  # taken: two items may have one name
        return tuple(order)
    if len(names) != len(items):
        return ()
    return matched([(bag_of(name),) for name in names], [bag_of(item) for item in items], in_order=False)[0]
