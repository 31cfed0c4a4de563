"""Reads a text as YAML, in a strict profile, into nodes that know where they stand.

PyYAML's parser gives *events*; its composer and constructors are never used. They recurse (a deep text
kills the process), keep the last of two equal keys, and turn ``no`` into false and ``1:30`` into 90.
This is the only module that imports ``yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import closing
from decimal import Decimal
from typing import Final

import yaml
from attrs import Factory, define, evolve

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.complaint import Complaint
from vmo_rehab.documents.text.nodes import Entry, Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.signs import in_plain_text, odd_characters
from vmo_rehab.documents.text.slips import explain
from vmo_rehab.documents.text.source_text import ODD, SourceText, shown
from vmo_rehab.errors import ProtocolError
from vmo_rehab.source import Span

DEEPEST: Final = 40
"""Mappings and lists within each other, at most."""
MOST_VALUES: Final = 100_000
"""Values in one file, at most."""
LONGEST: Final = 1_000_000
"""Characters in one file, at most."""
MOST_FINDINGS: Final = 100
"""Reading stops once so many are there."""
MOST_DIGITS: Final = 18
"""Digits in one number, at most."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MEANING: Final[dict[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_HALF_A_DECIMAL: Final = re.compile(r"(\d+),$")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def read(text: str, path: str = "<text>") -> Node:
    r"""Read a protocol file's text.

    Args:
        text: the whole text, at most 1,000,000 characters; a byte order mark at its start is dropped,
            and offsets count from behind it.
        path: the name that findings show.

    Returns:
        The root, which may be of any kind: the reader knows YAML, not protocols.

    Raises:
        ProtocolError: the text is not in the profile; it holds all findings up to where
            reading had to stop: at the first place that is no YAML, or at a hundred findings.

    Example:
        >>> root = read("id: knee\nload: 5.50", "knee.yaml")
        >>> root.keys(), str(root.get("load").value.span)
        (('id', 'load'), 'knee.yaml:2:7')
        >>> read("a: 1\na: 2", "knee.yaml")
        Traceback (most recent call last):
        vmo_rehab.errors.ProtocolError: knee.yaml:2:1: V110 error: the key "a" stands twice in one place
          2 | a: 2
            | ^
            = first here: knee.yaml:1:1
            = keep one of the two
    """
    source = SourceText(path, text.removeprefix("\ufeff"))
    if found := _unreadable(source):
        raise ProtocolError(found)
    tree = _Tree(source)
    try:
        _grow(tree)
    except _StopReading:
        pass
    except yaml.MarkedYAMLError as error:
        tree.found.append(explain(_complaint(source, error)))
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The pure loader lets a few of these out, such as for "\UFFFFFFFF".
        tree.found.append(explain(Complaint(source, str(error), "", 0, 0)))
    if tree.root is None and not tree.found:
        kind = "a file of cases" if path.endswith("cases.yaml") else "a protocol file"
        tree.say("V140", "the file is empty", f"{kind} begins with format: 1", source.span(0, 0))
    if tree.found or tree.root is None:
        raise ProtocolError(tree.found)
    return tree.root


def _unreadable(source: SourceText) -> list[Diagnostic]:
    """Findings that make reading on pointless: a hidden line end would shift every later place."""
    size = len(source.text)
    if size > LONGEST:
        what = f"the file has {size:,} characters; at most {LONGEST:,} are read"
        cure = "check that this is the right file, and split it if it is"
        return [source.diagnostic("V122", what, cure, source.span(0, 0))]
    return odd_characters(source)


def _complaint(source: SourceText, error: yaml.MarkedYAMLError) -> Complaint:
    index = error.problem_mark.index if error.problem_mark else 0
    start = error.context_mark.index if error.context_mark else index
    return Complaint(source, error.problem or "", error.context or "", index, start)


def _grow(tree: _Tree) -> None:
    # Closing frees the parser at once where reading stops early.
    with closing(_events(tree.source.text)) as events:
        for event in events:
            tree.take(event)


def _events(text: str) -> Generator[yaml.Event, None, None]:
    yield from yaml.parse(text, Loader=_LOADER)


def _offsets(event: yaml.Event) -> tuple[int, int]:
    """Return where an event begins and ends; the parser marks both on every one."""
    marks = event.start_mark, event.end_mark
    start, end = (mark.index if mark else 0 for mark in marks)
    return start, end


class _StopReading(Exception):  # noqa: N818 - not an error: the findings are in the tree
    """What follows cannot be read in a useful way."""


@define
class _Open:
    """A mapping or list that is still being read; in a mapping, keys and values take turns."""

    start: Span
    is_list: bool
    items: list[Node] = Factory(list)
    entries: dict[str, Entry] = Factory(dict)
    key: Scalar | None = None
    awaits_value: bool = False


@define
class _Tree:
    """Builds nodes from events on a stack of its own, so that depth costs no recursion."""

    source: SourceText
    found: list[Diagnostic] = Factory(list)
    stack: list[_Open] = Factory(list)
    root: Node | None = None
    count: int = 0
    documents: int = 0

    def say(self, code: str, what: str, cure: str, span: Span, first: Span | None = None) -> None:
        related = (("first here", first),) if first else ()
        self.found.append(self.source.diagnostic(code, what, cure, span, related))

    def span(self, event: yaml.Event) -> Span:
        return self.source.span(*_offsets(event))

    def take(self, event: yaml.Event) -> None:
        """Take in one event.

        Raises:
            _StopReading: the text is too deep or too large, has a second document, or too much is amiss.
        """
        if len(self.found) >= MOST_FINDINGS:
            raise _StopReading
        if isinstance(event, yaml.NodeEvent):
            self._count(event)
            self._refuse_marks(event)
        match event:
            case yaml.ScalarEvent():
                self._put(self._scalar(event))
            case yaml.AliasEvent():
                name = f"*{event.anchor}"
                self._put(Scalar(name, name, span=self.span(event), source=self.source))
            case yaml.CollectionStartEvent():
                self._open(event)
            case yaml.CollectionEndEvent():
                self._close(event)
            case yaml.DocumentStartEvent():
                self._begin(event)
            case _:
                pass

    def _count(self, event: yaml.NodeEvent) -> None:
        self.count += 1
        if self.count > MOST_VALUES:
            cure = "check that this is the right file, and split it if it is"
            self.say("V121", f"the file has more than {MOST_VALUES:,} values", cure, self.span(event))
            raise _StopReading

    def _refuse_marks(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is None and tag is None:
            return
        start, _ = _offsets(event)
        word = self.source.text[start : start + 100].split(maxsplit=1)[0]
        place = self.source.span(start, start + len(word))
        cure = "write the value out in full; if it is a text that begins so, put it in single quotes"
        if event.anchor is not None:
            what = "names a value for re-use" if word[:1] != "*" else "re-uses a named value"
            self.say("V111", f"{shown(word)} {what}, which is not allowed here", cure, place)
        if tag is not None:
            cure = 'if it is a text, put all of it in single quotes; a criterion is turned round by "not:"'
            self.say("V112", f"{shown(word)} is a YAML tag, which is not allowed here", cure, place)

    def _begin(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            cure = "keep one protocol to a file: remove this line, or move what follows to its own file"
            self.say("V114", "a second document begins here", cure, self.span(event))
            raise _StopReading
        if event.version or event.tags:
            start, _ = _offsets(event)
            place = self.source.span(start, start + 1)
            self.say(
                "V115", "a YAML directive stands before the text", "remove the lines that begin with %", place
            )

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        span = self.span(event)
        if len(self.stack) >= DEEPEST:
            what = f"keys and lists stand more than {DEEPEST} deep in each other"
            self.say("V120", what, "check the brackets and the indentation from here", span)
            raise _StopReading
        self.stack.append(_Open(span, isinstance(event, yaml.SequenceStartEvent)))

    def _close(self, event: yaml.Event) -> None:
        top = self.stack.pop()
        last = [*top.items, *(entry.value for entry in top.entries.values())]
        ends = [top.start.end_index, *(node.span.end_index for node in last[-1:])]
        start, end = _offsets(event)
        if self.source.text[start:end] in {"]", "}"}:
            # A block ends where the next thing begins, which says nothing of where it stands.
            ends.append(end)
        span = self.source.span(top.start.index, max(ends))
        node: Node = Mapping(tuple(top.entries.values()), span=span, source=self.source)
        if top.is_list:
            node = Sequence(tuple(top.items), span=span, source=self.source)
        self._put(node)

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = None if isinstance(node, Scalar) and not node.quoted and not node.text else node
            return
        top = self.stack[-1]
        if top.is_list:
            top.items.append(node)
        elif top.awaits_value:
            top.awaits_value = False
            if top.key is not None:
                top.entries[top.key.text] = Entry(top.key, self._placed(node, top.key))
        else:
            top.awaits_value = True
            top.key = self._key(node, top)

    def _placed(self, node: Node, key: Scalar) -> Node:
        """Put an empty value right behind its key: the two loaders differ on where nothing stands."""
        if not isinstance(node, Scalar) or node.text or node.quoted:
            return node
        return evolve(node, span=self.source.span(key.span.end_index, key.span.end_index))

    def _key(self, node: Node, top: _Open) -> Scalar | None:
        """Return the key, or ``None`` after a finding; its value is then read, but not kept."""
        if isinstance(node, Scalar) and self._ends_a_decimal(node, top):
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.text:
            cure = "put it in single quotes" if isinstance(node, Scalar) and node.text else "write a word"
            self.say("V116", f"{node.described} stands where a key is due", cure, node.span)
            return None
        if node.text == "<<" and not node.quoted:
            self.say("V113", '"<<" merges keys, which is not allowed here', "write the keys out", node.span)
            return None
        if first := top.entries.get(node.text):
            what = f"the key {shown(node.text)} stands twice in one place"
            self.say("V110", what, "keep one of the two", node.span, first.key.span)
            return None
        return node

    def _ends_a_decimal(self, node: Scalar, top: _Open) -> bool:
        """Find a decimal comma in brackets whose second half is no key: a number, or a word that is there."""
        before = self.source.text[self.source.line_start(node.span.line) : node.span.index]
        first = _HALF_A_DECIMAL.search(before)
        no_key = not isinstance(node.value, str) or node.text in top.entries
        if not (first and no_key and node.text[:1].isdecimal()):
            return False
        what = f"the number {shown(f'{first[1]},{node.text}')} is written with a decimal comma"
        cure = f"write the decimal point: {first[1]}.{node.text}"
        if node.text.isdecimal():
            instead = f"{first[1]} or {int(first[1]) + 1} where only whole numbers go"
            share = f"{int(node.text[:2].ljust(2, '0'))}% where a percentage is due"
            cure += f", or {instead if int(first[1]) else share}"
        place = self.source.span(node.span.index - len(first[0]), node.span.end_index)
        self.say("V210", what, cure, place)
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        span, text = self.span(event), event.value
        if event.style:
            if event.style == '"' and ODD.search(text):
                cure = "write the text without this escape"
                self.say("V130", "an escape stands for an invisible character", cure, span)
            return Scalar(text, text, span=span, quoted=True, source=self.source)
        self.found += in_plain_text(self.source, span)
        return Scalar(self._plain(text, span), text, span=span, source=self.source)

    def _plain(self, text: str, span: Span) -> str | int | Decimal | bool | None:
        if text in _MEANING:
            return _MEANING[text]
        number = _NUMBER.fullmatch(text)
        if not number:
            return text
        digits = sum(sign.isdigit() for sign in text)
        if digits > MOST_DIGITS:
            what = f"the number {shown(text)} has {digits} digits; at most {MOST_DIGITS} are read"
            self.say("V123", what, "write fewer digits; if it is a text, put it in single quotes", span)
            return text
        return Decimal(text) if number[1] else int(text)
