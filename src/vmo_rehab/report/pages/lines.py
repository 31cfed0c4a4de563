"""Lines of a plain text as lists and paragraphs: the words of a page are those of the plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePath
from typing import Final

from attrs import field, frozen

from vmo_rehab.report.pages.elements import Child, Html, element, joined
from vmo_rehab.report.words import Placed
from vmo_rehab.source import NOWHERE, Span

_LINE: Final = re.compile(r"(?P<indent> *)(?:(?P<mark>-|\d{1,3}[.)]) )?(?P<words>.*)", re.DOTALL)
_LISTS: Final = {"": "", "-": "ul", ".": "ol", ")": "ol"}


@frozen
class _Line:
    """One line with those that hang below it."""

    indent: int
    kind: str
    words: str
    span: Span = NOWHERE
    below: list[_Line] = field(factory=list)


def blocks(lines: Iterable[str]) -> Html:
    """Write lines as the lists and paragraphs that their indents and bullets make.

    Args:
        lines: of a plain text; a line may hold line ends, which are no new line here.

    Example:
        >>> print(blocks(["- rest if:", "    - pain > 5", "  and call."]))
        <ul><li>rest if:<ul><li>pain &gt; 5</li></ul><p>and call.</p></li></ul>
    """
    return joined(_written(_tree(lines)))


def place(span: Span) -> Child:
    """Write where the file says so, without its folder; nothing for what was made in code."""
    where = f"{PurePath(span.path).name}:{span.line}:{span.col}"
    return [] if span == NOWHERE else [" ", element("span", where, cls="place")]


def _tree(lines: Iterable[str]) -> list[_Line]:
    top = _Line(-1, "", "")
    open_ = [top]
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found  # noqa: S101 - every part of it may be empty
        span = line.span if isinstance(line, Placed) else NOWHERE
        one = _Line(len(found["indent"]), _LISTS[(found["mark"] or "")[-1:]], found["words"], span)
        while open_[-1].indent >= one.indent:
            open_.pop()
        open_[-1].below.append(one)
        open_.append(one)
    return top.below


def _written(lines: list[_Line]) -> Iterator[Html]:
    for kind, group in groupby(lines, lambda line: line.kind):
        each = []
        for line in group:
            inner = joined(line.words, place(line.span))
            below = joined(_written(line.below))
            each.append(element("li", inner, below) if kind else joined(element("p", inner), below))
        yield element(kind, each) if kind else joined(each)
