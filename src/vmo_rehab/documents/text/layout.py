"""A tree of nodes written in the one style of the shipped files, its comments with it.

Mappings and lists stay as they are, lines or brackets; brackets that hold a comment become lines. Brackets
too wide for a line are filled line by line; what holds a text too wide for any line stays on its own.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from typing import Final

from vmo_rehab.documents.text.comments import Attached, Comment
from vmo_rehab.documents.text.nodes import Entry, Mapping, Node, Scalar, Sequence

WIDTH: Final = 120
"""Columns of a line, where its texts allow it."""

_PLAIN: Final = re.compile(r"[A-Za-z](?:[\w /.+<>=%-]*[\w%+])?", re.ASCII)
"""Words that mean the same without quotes, wherever they stand."""
_OTHER_THINGS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that some reader of YAML takes for true, false or nothing."""
_HUGS: Final = 2
"""Blanks before a comment that belongs to its line alone; with more it stands in a column with others."""
_INDICATOR: Final = re.compile(r"\d")


def layout(root: Node, written: AnyMapping[int, str]) -> str:
    r"""Write a tree in the style of the shipped files.

    Args:
        root: the whole tree, read from a text whose lines end in ``\n``.
        written: how some of its texts are written, by the place where they begin; others stay as they are.

    Returns:
        The text; it reads as the same tree.

    Example:
        >>> from vmo_rehab.documents.text.yaml_text import read
        >>> print(layout(read("id:   'knee' # whose\nphases:\n- {id: a,final: true}"), {}), end="")
        id: knee  # whose
        phases:
          - {id: a, final: true}
    """
    lines = list(_Layout(root, written).whole())
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Layout:
    def __init__(self, root: Node, written: AnyMapping[int, str]) -> None:
        self.root, self.written = root, written
        self.attached = Attached(root)
        self.comments = self.attached.comments

    def whole(self) -> Iterator[str]:
        yield from self.block(self.root, 0, "") if isinstance(self.root, Mapping | Sequence) else ()

    def block(self, node: Mapping | Sequence, indent: int, lead: str) -> Iterator[str]:
        """Write a mapping or list as lines; the first begins with ``lead`` where it is not empty."""
        parts = node.entries if isinstance(node, Mapping) else node.items
        blank = " " * indent
        for place, part in enumerate(parts):
            start = part.key if isinstance(part, Entry) else part
            # What stands above the first part of an item of a list stands above the item.
            deep = indent - 2 if place == 0 and lead else indent
            yield from self.above(start, deep, first=place == 0)
            head = lead if place == 0 and lead else blank
            yield from (
                self.entry(part, indent, head)
                if isinstance(part, Entry)
                else self.item(part, indent, f"{head}- ")
            )
        for one in self.comments.below.pop(node.span.index, ()):
            yield from [""] * one.apart
            yield f"{blank}{one.text}"

    def above(self, start: Node, indent: int, *, first: bool) -> Iterator[str]:
        index = start.span.index
        lines: list[tuple[bool, str]] = [(one.apart, one.text) for one in self.comments.above.pop(index, ())]
        behind = self.comments.behind.get(index, [])
        lines += [(False, one.text) for one in behind[:-1]]
        for place, (apart, text) in enumerate(lines):
            yield from [""] * (apart and not (first and place == 0))
            yield f"{' ' * indent}{text}"
        if index in self.comments.apart:
            self.comments.apart.remove(index)
            yield from [""] * (bool(lines) or not first)

    def entry(self, entry: Entry, indent: int, head: str) -> Iterator[str]:
        begun, value = f"{head}{self.scalar(entry.key)}:", entry.value
        behind = self.comments.behind.get(entry.key.span.index, [])[-1:]
        if self.attached.opens(value):
            yield from _with(behind, begun)
            assert not isinstance(value, Scalar)  # noqa: S101 - only mappings and lists open
            yield from self.block(value, indent + 2, "")
        elif isinstance(value, Sequence) and not self.fits(value, len(begun) + 1):
            yield begun
            yield from _with(behind, *self.filled(value, indent + 2, " " * (indent + 2)))
        else:
            yield from _with(behind, *self.inline(value, indent, f"{begun} "))

    def item(self, item: Node, indent: int, head: str) -> Iterator[str]:
        if self.attached.opens(item):
            assert not isinstance(item, Scalar)  # noqa: S101 - only mappings and lists open
            yield from self.block(item, indent + 2, head)
        else:
            behind = self.comments.behind.get(item.span.index, [])[-1:]
            yield from _with(behind, *self.inline(item, indent, head))

    def inline(self, node: Node, indent: int, head: str) -> Iterator[str]:
        if not isinstance(node, Scalar):
            if self.fits(node, len(head)):
                yield head + self.flow(node)
            else:
                yield from self.filled(node, len(head), head)
        elif node.quoted and self.raw(node)[0] in "|>" and "+" not in self.raw(node).split("\n", 1)[0]:
            yield from self.paragraph(node, indent + 2, head)
        else:
            text = self.scalar(node)
            folds = "\n" in self.raw(node) and len(head) + len(text) > WIDTH and "\n" not in node.text
            if folds and node.text == " ".join(node.text.split()):
                yield f"{head}>-"
                yield from textwrap.wrap(
                    node.text,
                    WIDTH,
                    initial_indent=" " * (indent + 2),
                    subsequent_indent=" " * (indent + 2),
                    break_on_hyphens=False,
                    break_long_words=False,
                )
            else:
                yield (head + text).rstrip()

    def paragraph(self, node: Scalar, indent: int, head: str) -> Iterator[str]:
        """Write a text behind ``|`` or ``>`` with its lines as they are."""
        first, *lines = self.raw(node).rstrip().split("\n")
        told = _INDICATOR.search(first.split("#")[0])
        bare = [line for line in lines if line.strip()]
        deep = min((len(line) - len(line.lstrip(" ")) for line in bare), default=0)
        if told:
            deep = self.deep(node) + int(told[0])
            first = _INDICATOR.sub("2", first, count=1)
        yield head + first
        for line in lines:
            yield " " * indent + line[deep:] if line.strip() else ""

    def deep(self, node: Scalar) -> int:
        """Return how far the mapping or list that holds a text is indented."""
        before = node.source.line(node.span.line)[: node.span.col - 1].rstrip()
        return len(before) - 1 if before.endswith("-") else len(before) - len(before.lstrip(" -"))

    def raw(self, scalar: Scalar) -> str:
        return scalar.source.text[scalar.span.index : scalar.span.end_index]

    def scalar(self, scalar: Scalar) -> str:
        if scalar.span.index in self.written:
            return self.written[scalar.span.index]
        text = scalar.text
        if not scalar.quoted and "\n" not in text:
            return text
        if _PLAIN.fullmatch(text) and text.lower() not in _OTHER_THINGS:
            return text
        return quoted(text)

    def flow(self, node: Node) -> str:
        """Write a node on one line."""
        if isinstance(node, Scalar):
            return self.scalar(node)
        opened, closed = ("[", "]") if isinstance(node, Sequence) else ("{", "}")
        return f"{opened}{', '.join(self.pieces(node))}{closed}"

    def pieces(self, node: Mapping | Sequence) -> list[str]:
        if isinstance(node, Sequence):
            return [self.flow(item) for item in node.items]
        return [f"{self.scalar(one.key)}: {self.flow(one.value)}".rstrip() for one in node.entries]

    def fits(self, node: Mapping | Sequence, col: int) -> bool:
        """Tell whether brackets stay on one line: they fit, or a text in them fits no line anyhow."""
        return col + len(self.flow(node)) <= WIDTH or self.widest(node) + col + 2 > WIDTH

    def widest(self, node: Node) -> int:
        if isinstance(node, Scalar):
            return len(self.scalar(node))
        if isinstance(node, Sequence):
            return max(map(self.widest, node.items), default=0)
        return max(
            (len(self.scalar(one.key)) + 2 + self.widest(one.value) for one in node.entries), default=0
        )

    def filled(self, node: Mapping | Sequence, col: int, head: str) -> Iterator[str]:
        """Write brackets over several lines, each as full as it can be."""
        opened, closed = ("[", "]") if isinstance(node, Sequence) else ("{", "}")
        line, fresh = head + opened, True
        parts = self.pieces(node)
        for place, piece in enumerate(parts):
            ended = piece + (closed if place == len(parts) - 1 else ",")
            if not fresh and len(line) + 1 + len(ended) > WIDTH:
                yield line
                line, fresh = " " * (col + 1), True
            line += ended if fresh else f" {ended}"
            fresh = False
        yield line


def quoted(text: str) -> str:
    r"""Write a text in quotes: double ones, unless it has some itself.

    Example:
        >>> print(quoted("2+: no session"), quoted('say "no"'), quoted("two\nlines"))
        "2+: no session" 'say "no"' "two\nlines"
    """
    if "\n" in text or "\t" in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _with(behind: list[Comment], *lines: str) -> Iterator[str]:
    """Write a comment behind the last of some lines; one that stood in a column with others stays in it."""
    *before, last = lines
    yield from before
    for one in behind:
        lined_up = one.gap > _HUGS and one.col <= WIDTH
        last = f"{last.rstrip():<{one.col - 3 if lined_up else 0}}  {one.text}"
    yield last
