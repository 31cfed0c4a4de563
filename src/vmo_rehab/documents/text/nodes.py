"""A YAML text as a tree whose every part knows where it stands.

Two trees of equal content are equal, wherever they were read from: places take no part in comparing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.places import places
from vmo_rehab.documents.text.source_text import NO_TEXT, SourceText, cut, shown
from vmo_rehab.source import NOWHERE, Span


@frozen(kw_only=True)
class Located:
    """What every node has: its place, and the text it was read from.

    Args:
        span: the node's place; of a mapping or list from its first key, ``-``, ``{`` or ``[`` to its end.
        source: the file's text.
    """

    span: Span = field(default=NOWHERE, eq=False, repr=False)
    source: SourceText = field(default=NO_TEXT, eq=False, repr=False)

    @property
    def start(self) -> Span:
        """The place of its first character, for a finding about what is not there."""
        if self.source is NO_TEXT:
            return self.span
        return self.source.span(self.span.index, self.span.index + 1)

    def finding(self, code: str, what: str, cure: str = "", at: Span | None = None) -> Diagnostic:
        """Make a finding at this node, or at a part of it.

        Args:
            code: a key of ``vmo_rehab.codes.CODES``.
            what: one sentence with the value that was found.
            cure: one sentence that says what to do; may be empty.
            at: the part's place; without it the whole node's.

        Returns:
            An error with its source line.
        """
        return self.source.diagnostic(code, what, cure, at or self.span)


@frozen
class Scalar(Located):
    """One value: a text, a number, true or false, or nothing.

    Args:
        value: what it means; only an unquoted value is ever a number, true, false or nothing.
        text: the value as written, so ``5.50`` keeps its last zero.
        quoted: whether it is written in quotes or as a ``|`` or ``>`` block.

    Example:
        >>> load = Scalar(Decimal("5.50"), "5.50")
        >>> load.described
        'the number 5.50'
    """

    value: str | int | Decimal | bool | None
    text: str
    quoted: bool = field(default=False, eq=False)

    @property
    def described(self) -> str:
        """The value in words, for a finding: ``the text "x"``, ``the number 5``, ``nothing``."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, bool):
            return self.text
        if isinstance(self.value, str):
            return f"the text {shown(self.text)}"
        return f"the number {self.text}"

    @cached_property
    def _places(self) -> tuple[int, ...] | None:
        raw = self.source.text[self.span.index : self.span.end_index]
        return places(raw, self.text, quoted=self.quoted)

    def at(self, start: int, length: int) -> Span:
        r"""Return the place in the file of ``text[start:start + length]``.

        Args:
            start: offset into ``text``; its length or more means just behind the last character.
            length: characters, 0 or more.

        Returns:
            That stretch's place, over several lines where the text was folded; the whole value's place
            where an escape such as ``\u00e9`` makes the stretch inexact.
        """
        where = self._places
        if not where or self.source is NO_TEXT:
            return self.span
        start = max(0, start)
        behind = self.span.index + where[-1] + 1
        first = self.span.index + where[start] if start < len(where) else behind
        last = min(start + max(0, length), len(where)) - 1
        end = self.span.index + where[last] + 1 if last >= start else first
        return self.source.span(first, end)


@frozen
class Entry:
    """A key and its value in a mapping."""

    key: Scalar
    value: Node

    @property
    def name(self) -> str:
        """The key as text."""
        return self.key.text


@frozen
class Mapping(Located):
    """Keys and values, in the order of the file; no key stands twice.

    Args:
        entries: the pairs.
    """

    entries: tuple[Entry, ...] = ()

    @property
    def described(self) -> str:
        """The mapping in words, for a finding."""
        if not self.entries:
            return "an empty {}"
        return f"keys and values ({_few([cut(entry.name) for entry in self.entries[:4]])})"

    def get(self, name: str) -> Entry | None:
        """Return the entry of that key, or ``None``."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order of the file."""
        return tuple(entry.name for entry in self.entries)


@frozen
class Sequence(Located):
    """A list of values.

    Args:
        items: the values.
    """

    items: tuple[Node, ...] = ()

    @property
    def described(self) -> str:
        """The list in words, for a finding."""
        return f"a list of {len(self.items)}" if self.items else "an empty list"


Node = Scalar | Mapping | Sequence
"""Anything that can stand in a file."""


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
