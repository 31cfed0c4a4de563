"""Signs that look right on paper and are wrong in YAML: bullets, curly quotes, invisible characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.source_text import ODD, SourceText, shown
from vmo_rehab.source import Span

_BULLETS = "•▪‣◦·–—−"
_BULLET = re.compile(rf"[ \t]*(?:([{_BULLETS}*][ \t]+)|([•▪‣◦·]))")
_PROSE_BULLET = re.compile(rf"[ \t]*(?:([{_BULLETS}*-][ \t]+)|([•▪‣◦·]))")
_GLUED = re.compile(r"[ \t]*-(?=[^\W\d]|[\[{])")
_CURLY = "“”„‟«»‘’‚‛"
_ODD_NAMES: Final = {
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\x85": "a next-line character",
    "\xa0": "a no-break space",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\ufeff": "a byte order mark",
}
_MOST_ODD = 20
_MOST_A_TEXT = 20
_DEEPEST_COLUMN = 200


def odd_characters(source: SourceText) -> list[Diagnostic]:
    """Find characters that cannot be seen, of which some would end a line for YAML but for no editor.

    Args:
        source: the text, read or decoded.

    Returns:
        One finding a character, at most 20.
    """
    return [_odd(source, odd) for odd in islice(ODD.finditer(source.text), _MOST_ODD)]


def _odd(source: SourceText, odd: re.Match[str]) -> Diagnostic:
    name = _ODD_NAMES.get(odd[0], "an invisible or control character")
    what = f"{name} (U+{ord(odd[0]):04X}) stands here"
    cure = "delete it and type a plain space, or retype the line; it often comes with pasted text"
    return source.diagnostic("V130", what, cure, source.span(*odd.span()))


def in_plain_text(source: SourceText, span: Span) -> list[Diagnostic]:
    """Find slips that YAML takes for unquoted text: other signs for ``- `` and curly quotes.

    Args:
        source: the text.
        span: the place of an unquoted value or key.
    """
    raw = source.text[span.index : span.end_index]
    if raw.isascii() and raw[:1] != "-" and "\n" not in raw and "\r" not in raw:
        return []
    return list(islice(_looks_right(source, span, raw), _MOST_A_TEXT))


def _looks_right(source: SourceText, span: Span, raw: str) -> Iterator[Diagnostic]:
    if raw[:1] in _CURLY:
        what = f"curly quotes stand around {shown(raw)}"
        cure = "use straight quotes, as in 'text' (a word processor makes them curly)"
        yield source.diagnostic("V131", what, cure, span)
    start = source.line_start(span.line)
    # A bullet counts only at the head of a line; so deep a line has none.
    begins = span.col <= _DEEPEST_COLUMN and not source.text[start : span.index].strip(" -")
    if begins and (bullet := _BULLET.match(source.text, span.index, span.end_index)):
        yield _bullet(source, bullet)
    if begins and (glued := glued_dash(source, span.index)):
        yield glued
    for number in range(span.line + 1, span.end_line + 1):
        if bullet := _PROSE_BULLET.match(source.text, source.line_start(number), span.end_index):
            yield _bullet(source, bullet)


def glued_dash(source: SourceText, index: int) -> Diagnostic | None:
    """Find a list item without its space, ``-like this``, at ``index`` or behind blanks that stand there."""
    glued = _GLUED.match(source.text, index)
    if not glued:
        return None
    item = source.line(source.span(glued.end(), glued.end()).line).strip()
    at = source.span(glued.end() - 1, glued.end())
    what = f'no space stands behind the "-" of {shown(item)}'
    return source.diagnostic("V107", what, 'write "- " (a hyphen and a space) before each item', at)


def bullet_on(source: SourceText, number: int) -> Diagnostic | None:
    """Find a bullet or dash that begins line ``number``, from 1, where ``- `` is meant."""
    bullet = _BULLET.match(source.text, source.line_start(number))
    return _bullet(source, bullet) if bullet else None


def _bullet(source: SourceText, bullet: re.Match[str]) -> Diagnostic:
    sign = (bullet[1] or bullet[2]).strip()
    at = bullet.start(1 if bullet[1] else 2)
    span = source.span(at, at + 1)
    if sign == "-":
        what = f"the list item {shown(source.line(span.line).strip())} is read as more of the text above it"
        cure = 'begin it under the "-" of the item above; if it is text, put the whole of it in quotes'
        return source.diagnostic("V107", what, cure, span)
    what = f'"{sign}" stands where a list item begins'
    return source.diagnostic("V107", what, 'write "- " (a hyphen and a space) before each item', span)
