"""Lines of a plain text as lists and paragraphs: the words of a page are those of the plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from attrs import field, frozen

from vmo_rehab.report.pages.elements import Child, Html, element, joined
from vmo_rehab.source import NOWHERE, Span

_LINE: Final = re.compile(r"(?P<indent> *)(?:(?P<mark>-|\d{1,3}[.)]) )?(?P<words>.*)", re.DOTALL)
_LISTS: Final = {"": "", "-": "ul", ".": "ol", ")": "ol"}


@frozen
class _Line:
    """One line with those that hang below it."""

    indent: int
    kind: str
    words: str
    below: list[_Line] = field(factory=list)


def blocks(lines: Iterable[str], behind: Child = "") -> Html:
    """Write lines as the lists and paragraphs that their indents and bullets make.

    Args:
        lines: of a plain text; a line may hold line ends, which are no new line here.
        behind: what stands behind the words of the first line.

    Example:
        >>> print(blocks(["- rest if:", "    - pain > 5", "  and call."]))
        <ul><li>rest if:<ul><li>pain &gt; 5</li></ul><p>and call.</p></li></ul>
    """
    return joined(_written(_tree(lines), behind))


def place(span: Span) -> Child:
    """Write where the file says so; nothing for what was made in code."""
    return [] if span == NOWHERE else [" ", element("span", str(span), cls="place")]


def _tree(lines: Iterable[str]) -> list[_Line]:
    top = _Line(-1, "", "")
    open_ = [top]
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found  # noqa: S101 - every part of it may be empty
        one = _Line(len(found["indent"]), _LISTS[(found["mark"] or "")[-1:]], found["words"])
        while open_[-1].indent >= one.indent:
            open_.pop()
        open_[-1].below.append(one)
        open_.append(one)
    return top.below


def _written(lines: list[_Line], behind: Child = "") -> Iterator[Html]:
    for kind, group in groupby(lines, lambda line: line.kind):
        each = []
        for line in group:
            inner = joined(line.words, behind)
            below = joined(_written(line.below))
            each.append(element("li", inner, below) if kind else joined(element("p", inner), below))
            behind = ""
        yield element(kind, each) if kind else joined(each)
