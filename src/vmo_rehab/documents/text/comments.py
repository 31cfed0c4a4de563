"""The comments of a text, and which part of it each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from attrs import Factory, define, frozen

from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar, Sequence

_COMMENT: Final = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")
_NOTHING_YET: Final = re.compile(r"[\s?-]*")


@frozen
class Comment:
    """A comment, from its ``#`` to the end of its line.

    Args:
        index: where its ``#`` stands.
        text: what it says, with the ``#``.
        line: the line it stands on.
        col: the column of its ``#``.
        alone: whether nothing stands before it on its line.
        apart: whether the line above is empty.
        gap: blanks between what stands before it and its ``#``.
    """

    index: int
    text: str
    line: int
    col: int
    alone: bool
    apart: bool
    gap: int


@define
class Comments:
    """Where the comments of a text belong, by the place of the key or item that they belong to.

    Args:
        above: on lines of their own above it.
        behind: at the end of its line.
        below: on lines of their own at the end of the block that begins there.
        apart: the places above which a line is empty.
    """

    above: dict[int, list[Comment]] = Factory(lambda: defaultdict(list))
    behind: dict[int, list[Comment]] = Factory(lambda: defaultdict(list))
    below: dict[int, list[Comment]] = Factory(lambda: defaultdict(list))
    apart: set[int] = Factory(set)


def comments_of(root: Node) -> tuple[Comment, ...]:
    r"""Find every comment of a text, in order.

    Example:
        >>> from vmo_rehab.documents.text.yaml_text import read
        >>> [one.text for one in comments_of(read("# one\nid: 'a # b'  # two\n"))]
        ['# one', '# two']
    """
    text, at = root.source.text, 0
    inside = [(one.span.index, one.span.end_index) for one in _scalars(root)]
    starts, found = [start for start, _ in inside], []
    while match := _COMMENT.search(text, at):
        place = bisect_right(starts, match.start()) - 1
        at = max(match.start() + 1, inside[place][1] if place >= 0 else 0)
        if place < 0 or match.start() >= inside[place][1]:
            found.append(_comment(root, match))
            at = match.end()
    return tuple(found)


def _comment(root: Node, match: re.Match[str]) -> Comment:
    span = root.source.span(*match.span())
    before = root.source.line(span.line)[: span.col - 1]
    bare = before.rstrip()
    return Comment(
        match.start(),
        match[0].rstrip(),
        span.line,
        span.col,
        not bare,
        _empty_above(root, span.line),
        len(before) - len(bare),
    )


def _empty_above(root: Node, line: int) -> bool:
    return line > 1 and not root.source.line(line - 1).strip()


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yield every value and key of a tree, in the order of the text."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for entry in node.entries:
            yield entry.key
            yield from _scalars(entry.value)


def is_flow(node: Node) -> bool:
    """Tell whether a mapping or list is written in brackets."""
    return node.source.text[node.span.index : node.span.index + 1] in ("{", "[")


class Attached:
    """Gives each comment to the part of the text that it belongs to.

    Args:
        root: the whole tree.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._waiting = list(reversed(comments_of(root)))
        self._all = [one.index for one in reversed(self._waiting)]
        self._starts = sorted(_starts(root))
        self._closing: list[int] = []
        self.comments = Comments()
        self._block(root)
        self.comments.below[root.span.index] += self._taken(len(root.source.text) + 1)

    def opens(self, node: Node) -> bool:
        """Tell whether a mapping or list is written as lines: it is already, or has comments in it."""
        if isinstance(node, Scalar) or not (node.items if isinstance(node, Sequence) else node.entries):
            return False
        first = bisect_right(self._all, node.span.index)
        commented = first < len(self._all) and self._all[first] < node.span.end_index
        return not is_flow(node) or commented

    def _taken(self, until: int) -> list[Comment]:
        taken = []
        while self._waiting and self._waiting[-1].index < until:
            taken.append(self._waiting.pop())
        return taken

    def _on(self, line: int, until: int) -> Iterator[Comment]:
        """Take what stands at the end of a line, up to a place."""
        while (
            self._waiting and not (one := self._waiting[-1]).alone and one.line == line and one.index < until
        ):
            yield self._waiting.pop()

    def _block(self, node: Node) -> None:
        parts: list[tuple[Node, Node]] = []
        if isinstance(node, Mapping):
            parts = [(entry.key, entry.value) for entry in node.entries]
        elif isinstance(node, Sequence):
            parts = [(item, item) for item in node.items]
        if is_flow(node):
            self._closing.append(node.span.end_index - 1)
        for key, value in parts:
            self._part(key, value)
        if is_flow(node):
            self._closing.pop()
        if parts:
            self._below(node, parts[-1][0].span.index)

    def _part(self, key: Node, value: Node) -> None:
        here, put = key.span.index, self.comments
        put.above[here] += self._taken(here)
        source = self._root.source
        before = source.line(key.span.line)[: key.span.col - 1]
        if _NOTHING_YET.fullmatch(before) and _empty_above(self._root, key.span.line):
            put.apart.add(here)
        if key is not value:
            put.behind[here] += self._on(key.span.line, value.span.index)
        if self.opens(value):
            if key is not value:
                put.behind[here] += self._on(key.span.line, self._next(here))
            self._block(value)
        else:
            put.above[here] += self._taken(value.span.index)
        if not self.opens(value) or is_flow(value):
            # An item that opens has no line of its own, so what stood behind its bracket goes above it.
            to = put.above if key is value and self.opens(value) else put.behind
            last = value.span.end_index - 1
            to[here] += self._on(source.span(last, last).line, self._next(last))

    def _next(self, index: int) -> int:
        """Return where the next key or item begins, or the bracket around it ends."""
        place = bisect_right(self._starts, index)
        behind = self._starts[place] if place < len(self._starts) else len(self._root.source.text) + 1
        return min(behind, *self._closing[-1:], behind)

    def _below(self, node: Node, last: int) -> None:
        """Keep in a block what stands at its end no further left than the block."""
        if is_flow(node):
            self.comments.below[node.span.index] += self._taken(node.span.end_index)
            return
        until = self._next(max(last, node.span.end_index - 1))
        col = node.span.col
        while self._waiting and self._waiting[-1].index < until and self._waiting[-1].col >= col:
            self.comments.below[node.span.index].append(self._waiting.pop())


def _starts(node: Node) -> Iterator[int]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield item.span.index
            yield from _starts(item)
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key.span.index
            yield from _starts(entry.value)
