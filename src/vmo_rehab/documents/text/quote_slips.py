"""Slips of the pen with quotes: those that are never closed, or only by a quote that was to open another."""

from __future__ import annotations

import re
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.complaint import Complaint
from vmo_rehab.documents.text.source_text import shown

_TOKEN: Final = re.compile(
    r"""(?:^|(?<=\s))\#[^\n]*
    | (?:^|(?<=[\[{,])|(?<=:\ )|(?<=-\ ))\ *(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_ANOTHER: Final = re.compile(r"\n[ ]*(?:-[ ]|[\w./*-]+:[ \n\"'\[{])")
"""A line inside a text in quotes that looks as if it had a key or an item of its own."""


def closed_below(c: Complaint) -> Diagnostic | None:
    """A quote that is closed only by the one that was meant to open the next text."""
    at = c.start if "quoted scalar" in c.context else c.index
    line = c.source.line_start(c.source.span(at, at).line)
    for found in _TOKEN.finditer(c.source.text, 0, at + 1):
        text = found["text"]
        if text and found.end() > line and _ANOTHER.search(text):
            return _not_closed(c, found.start("text"))
    return None


def never_closed(c: Complaint) -> Diagnostic | None:
    """A quote with no other behind it."""
    if "quoted scalar" not in c.context:
        return None
    quote = c.source.text[c.start : c.start + 1]
    line = c.source.span(c.start, c.start)
    what = f"the quote opened here is never closed: {shown(c.source.line(line.line)[line.col - 1 :])}"
    return c.says("V106", what, f"write a {quote} where the text ends", (c.start, c.start + 1))


def _not_closed(c: Complaint, start: int) -> Diagnostic:
    line = c.source.line(c.source.span(start, start).line)
    what = f"the quote opened here is not closed on its line: {shown(line.strip())}"
    return c.says("V106", what, f"write a {c.source.text[start]} where the text ends", (start, start + 1))
