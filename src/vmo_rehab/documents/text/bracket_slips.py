"""Slips of the pen between brackets and braces: commas that are missing, signs that end a value early."""

from __future__ import annotations

import re
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.complaint import Complaint, in_quotes
from vmo_rehab.documents.text.layout import quoted
from vmo_rehab.documents.text.source_text import cut, shown

_CLOSERS: Final = {"[": "]", "{": "}"}
_ENDED: Final = re.compile(r"[,\]}]")
_GOES_ON: Final = re.compile(r"[,\[{]\s*(?:#.*)?$")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_NEXT_KEY: Final = re.compile(r"(.*\S)\s+([a-z][a-z_]*)\s*")
_PROSE: Final = re.compile(r"[A-Z]|[a-z]+ [^<>=]*$")
_APOSTROPHE: Final = re.compile(r"(?:^|[\s\[{,])'([^']*\w)'$")
_MOST_LINES: Final = 100
_LONGEST_KEY: Final = 100


def in_brackets(c: Complaint) -> bool:
    """Tell whether a bracket or brace is open at that place, on its line or those it goes on from."""
    head, number = c.before, c.place.line - 1
    while number > max(0, c.place.line - _MOST_LINES) and _GOES_ON.search(line := c.source.line(number)):
        head, number = f"{line} {head}", number - 1
    bare = _QUOTED.sub("", head)
    return sum(map(bare.count, "[{")) > sum(map(bare.count, "]}"))


def item(c: Complaint, value: str) -> str:
    """Return a value without what stands behind it in the same brackets."""
    return (value[0] + _ENDED.split(value[1:], maxsplit=1)[0]).rstrip() if in_brackets(c) else value


def empty_value(c: Complaint) -> Diagnostic | None:
    """A key with nothing behind its colon: ``{pain_during:}``."""
    if c.char != ":" or not re.match(r":\s*[,\]}]", c.rest) or not (key := re.search(r"[\w./-]+$", c.before)):
        return None
    what = f"nothing stands behind {shown(f'{key[0]}:')}"
    cure = "write a space and the value behind the colon, or remove the key"
    return c.says("V108", what, cure, (c.index - len(key[0]), c.index + 1))


def colon(c: Complaint) -> Diagnostic | None:
    """A colon inside a value: a comma is missing before its key, or it is text."""
    if c.char != ":" or "flow" not in c.context or c.place.line != c.source.span(c.start, c.start).line:
        return None
    begin = max(c.before.rfind(sign) + len(sign) for sign in (": ", ", ", "{", "["))
    value = (c.before[begin:] + _ENDED.split(c.rest, maxsplit=1)[0]).strip()
    at = c.index - len(c.before) + begin
    place = at, at + len(value)
    if "; " in value:
        what = f"semicolons part the values of {shown(value)}"
        return c.says("V103", what, f"part them by commas: {cut(value.replace('; ', ', '))}", place)
    if found := _NEXT_KEY.fullmatch(c.before[begin:]):
        what = f"no comma stands between {shown(found[1])} and {shown(f'{found[2]}:')}"
        cure = f"write a comma before {shown(found[2])}"
        if _PROSE.match(found[1]):
            cure += f"; if all of it is one text, put it in single quotes: {in_quotes(value)}"
        return c.says("V103", what, cure, place)
    what = f'": " stands inside the text {shown(value)}, where it would begin a new key'
    return c.says("V103", what, f"put the text in single quotes: {in_quotes(value)}", place)


def key_on_a_line(c: Complaint) -> Diagnostic | None:
    """A key on a line of its own inside braces, where the line above lacks its comma."""
    opened, line = c.source.line(c.source.span(c.start, c.start).line), c.source.line(c.place.line)
    key = re.match(r"( *)([a-z][a-z_]*):(?=\s)", line[:_LONGEST_KEY])
    if not key or "flow mapping" not in c.context or c.place.col > key.end():
        return None
    number, above = c.line_above()
    above = re.split(r"\s#", above, maxsplit=1)[0].rstrip()
    if len(key[1]) <= len(opened) - len(opened.lstrip(" ")) or _GOES_ON.search(above):
        return None
    what = f"no comma stands between {shown(above.strip())} and {shown(f'{key[2]}:')}"
    end = c.source.line_start(number) + len(above)
    return c.says("V103", what, "write a comma at the end of the line above", (end - 1, end))


def not_closed(c: Complaint) -> Diagnostic | None:
    """A bracket without its end, or with a comma too few or too many."""
    if "flow" not in c.context:
        return None
    start = c.start
    text = c.source.text
    if not text[c.index :].strip() and start == c.index:
        start = max(text.rfind("[", 0, start), text.rfind("{", 0, start))
    if "node content" in c.problem and c.rest:
        return c.says(
            "V106",
            f'a value is due before "{c.char}"',
            "write the value, or remove the sign that parts it off",
        )
    opener = text[start]
    closer = _CLOSERS[opener]
    if c.char in {"]", "}"}:
        return c.says("V106", f'"{opener}" is closed with "{c.char}"', f'write "{closer}" here')
    if c.place.line == c.source.span(start, start).line and c.rest:
        return _apostrophe(c) or _hyphen(c) or _comma(c, closer)
    return _remark(c, start) or c.says(
        "V106",
        f'"{opener}" is opened here and not closed',
        f'write "{closer}" where the values end',
        (start, start + 1),
    )


def _comma(c: Complaint, closer: str) -> Diagnostic:
    what = f"a comma is missing before {shown(c.rest)}"
    return c.says("V106", what, f"part the values by commas and end with {closer}")


def _apostrophe(c: Complaint) -> Diagnostic | None:
    """An apostrophe that ends the text it stands in: ``['Don't squat']``."""
    begun, rest = _APOSTROPHE.search(c.before), re.match(r"\w[^'\"]*(?='\s*[,\]}])", c.rest)
    if not begun or not rest:
        return None
    text = f"{begun[1]}'{rest[0]}"
    what = f"the apostrophe in {shown(text)} ends the text, which is in single quotes"
    start = c.index - len(begun[1]) - 2
    return c.says(
        "V104", what, f"put it in double quotes: {quoted(cut(text))}", (start, c.index + len(rest[0]) + 1)
    )


def _hyphen(c: Complaint) -> Diagnostic | None:
    """The hyphen of a list of lines, in a list in brackets: ``[-{when: ...}]``."""
    if c.char not in _CLOSERS or not re.search(r"[\[,]\s*-$", c.before):
        return None
    cure = "remove it: items between brackets are parted by commas, without hyphens"
    return c.says("V107", f'a hyphen stands before "{c.char}"', cure, (c.index - 1, c.index))


def _remark(c: Complaint, start: int) -> Diagnostic | None:
    """A sign in a text that begins a remark, so that the bracket's end is no more read."""
    place = c.source.span(start, start)
    line = c.source.line(place.line)
    found = re.search(r"(?:[\[{,]|: )\s*([^\[\]{},:]*\s(#)[^\[\]{},]*)[,\]}]", line[place.col - 1 :])
    if not found or found[1].lstrip().startswith("#"):
        return None
    text = found[1].strip()
    what = f'" #" begins a remark inside {shown(text)}, and the bracket is not closed before it'
    return c.says(
        "V106",
        what,
        f"put the text in quotes: {quoted(cut(text))}",
        (start + found.start(2), start + found.end(2)),
    )
