"""Slips of the pen in YAML, in a physiotherapist's words.

libyaml says "did not find expected key" and points behind the fault. Each rule below recognises one slip
from the complaint and the lines around it; the first that does, speaks. None of them needs ``yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text import bracket_slips, quote_slips
from vmo_rehab.documents.text.complaint import Complaint, bare, in_quotes
from vmo_rehab.documents.text.signs import bullet_on, glued_dash
from vmo_rehab.documents.text.source_text import cut, shown
from vmo_rehab.source import Span

_LONGEST_COMPARED: Final = 80
_KEY = re.compile(r"""[ ]*(?:-[ ]+)*[\w./*-]+[ ]*:[ ]+(?=\S)""")


def _depth(c: Complaint) -> Diagnostic | None:
    # libyaml looks ahead, and may meet a limit of its own before the reader meets ours.
    if "nesting depth" not in c.problem:
        return None
    what = "keys and lists stand too deep in each other"
    return c.says("V120", what, "check the brackets and the indentation from here")


def _tab(c: Complaint) -> Diagnostic | None:
    line = c.source.line(c.place.line)
    lead = line[: len(line) - len(line.lstrip())]
    if "\t" not in lead and c.char != "\t":
        return None
    at = c.index if c.char == "\t" else c.source.line_start(c.place.line) + lead.index("\t")
    return c.says("V101", "a tab stands here", "indent with spaces, two for each step", (at, at + 1))


def _bullets(c: Complaint) -> Diagnostic | None:
    for number in (c.source.span(c.start, c.start).line, c.place.line):
        if found := bullet_on(c.source, number):
            return found
    return None


def _block_mark(c: Complaint) -> Diagnostic | None:
    if c.context != "while scanning a block scalar":
        return None
    sign = c.source.text[c.start]
    value = bare(
        c.source.line(c.source.span(c.start, c.start).line)[c.source.span(c.start, c.start).col - 1 :]
    )
    value = bracket_slips.item(c, value)
    at = c.start, c.start + len(value)
    what = f'the value {shown(value)} begins with "{sign}", which YAML keeps for texts of several lines'
    if compared := _compared(value):
        return c.says("V105", what, compared, at)
    cure = f"put all of it in single quotes: {in_quotes(value)}; or begin the text on the next line"
    return c.says("V105", what, cure, at)


def _reserved(c: Complaint) -> Diagnostic | None:
    scanning = re.search(
        r"scanning an? (alias|anchor)|parsing a block node|scanning a tag|parsing a tag", c.context
    )
    if not scanning and "cannot start any token" not in c.problem:
        return None
    index = c.start if scanning else c.index
    place = c.source.span(index, index + 1)
    value = bare(c.source.line(place.line)[place.col - 1 :])
    if not value or value[0] not in "@`%*&!,]}|>":
        return None
    value = bracket_slips.item(c, value)
    what = f'the value {shown(value)} begins with "{value[0]}", which YAML keeps for itself'
    cure = _compared(value) or f"put all of it in single quotes: {in_quotes(value)}"
    return c.says("V105", what, cure, (index, index + len(value)))


def _compared(value: str) -> str:
    """Return a cure for a comparison that begins with its sign; empty where it is none."""
    if turned := re.fullmatch(r"(>=?)\s*(\S+(?:\s\S+)?)\s+([a-z]\w{3,40})", value[:_LONGEST_COMPARED]):
        return f"write {turned[3]} {turned[1]} {turned[2]}"
    if re.match(r">=?\s*\w", value):
        return f"begin with the measure or name that is compared, as in pain_during {cut(value)}"
    return ""


def _escape(c: Complaint) -> Diagnostic | None:
    text = c.source.text
    if "quoted scalar" not in c.context or "stream" in c.problem or "document" in c.problem:
        return None
    slash = text.rfind("\\", c.start, c.index + 1)
    what = f"in double quotes, {shown(text[slash : slash + 2])} stands for a special character"
    cure = "put the text in single quotes, where a backslash is a backslash"
    return c.says("V132", what, cure, (slash, slash + 2))


def _goes_on(c: Complaint) -> Diagnostic | None:
    """A value such as ``"left" == x``: it begins with a quote or bracket and does not end with it."""
    key = _KEY.match(c.before) or re.match(r"[ ]*(?:-[ ]+)*(?=\S)", c.before)
    lead = c.before[key.end() :].rstrip() if key else ""
    closed = re.fullmatch(r"""(".*"|'.*'|\[.*\]|\{.*\})""", lead)
    if not closed or not c.rest or c.rest[0] == ":":
        return None
    value = c.before[key.end() :] + c.rest if key else c.rest
    begin = c.index - len(value) + len(c.rest)
    what = f"the value {shown(value)} goes on behind its closing {lead[-1]}"
    if lead[0] == "'" and c.rest.endswith("'") and re.match(r"\w", c.rest):
        cure = f"write an apostrophe inside single quotes twice: {in_quotes(value[1:-1])}"
    else:
        cure = f"put all of it in single quotes: {in_quotes(value)}"
    return c.says("V104", what, cure, (begin, begin + len(value)))


def _colon(c: Complaint) -> Diagnostic | None:
    if c.char != ":" or "mapping values are not allowed" not in c.problem:
        return None
    key = _KEY.match(c.before)
    if not key and c.before.rstrip().endswith(":"):
        what = f"a second colon stands behind {shown(c.before.strip())}"
        return c.says("V103", what, "remove one of the two")
    if not key:
        return _deeper(c)
    value = c.before[key.end() :] + c.rest
    at = c.index - len(c.before) + key.end()
    what = f'": " stands inside the text {shown(value)}, where it would begin a new key'
    return c.says("V103", what, f"put the text in single quotes: {in_quotes(value)}", (at, at + len(value)))


def _deeper(c: Complaint) -> Diagnostic | None:
    """A ``key:`` below a line that is already complete, or that lacks its space behind the colon."""
    if glued := glued_dash(c.source, c.source.line_start(c.place.line)):
        return glued
    number, above = c.line_above()
    if not number:
        return None
    if glued := glued_dash(c.source, c.source.line_start(number)):
        return glued
    if missing := re.match(r"\s*(?:- +)*([\w.-]+):(\S.*)", above):
        return _no_space(c, number, missing)
    start = c.source.line_start(c.place.line)
    lead = len(c.before) - len(c.before.lstrip())
    key = shown(c.before.strip() + ":")
    what = f"{key} is indented under {shown(above.strip())}, which has its value already"
    cure = "line it up with the key above, or give that key no value of its own"
    return c.says("V102", what, cure, (start + lead, c.index))


def _no_space(c: Complaint, number: int, missing: re.Match[str]) -> Diagnostic:
    at = c.source.line_start(number) + missing.end(1)
    what = f"no space stands behind the colon of {shown(missing[0].strip())}"
    return c.says("V108", what, f"write {cut(missing[1])}: {cut(bare(missing[2]))}", (at, at + 1))


def _dash(c: Complaint) -> Diagnostic | None:
    if "sequence entries are not allowed" in c.problem:
        what = "a list begins on the line of its key"
        return c.says("V107", what, 'begin each "- " item on a line of its own, below the key')
    for number in (c.source.span(c.start, c.start).line, c.place.line):
        if found := glued_dash(c.source, c.source.line_start(number)):
            return found
    return None


def _no_colon(c: Complaint) -> Diagnostic | None:
    if "could not find expected ':'" not in c.problem:
        return None
    number = c.source.span(c.start, c.start).line
    line = c.source.line(number)
    if missing := re.match(r"\s*(?:- +)*([\w.-]+):(\S.*)", line):
        return _no_space(c, number, missing)
    what = f"the line {shown(line.strip())} has no key with a colon"
    cure = "write it as key: value; if it is more of the text above, indent it deeper than that line's key"
    return c.says("V108", what, cure, (c.start, c.source.line_start(number) + len(line)))


def _lines_up(c: Complaint) -> Diagnostic | None:
    if not re.search(
        r"expected key|expected '-' indicator|expected <block end>", c.problem
    ) or c.before.strip(" -"):
        return None
    begun = c.source.span(c.start, c.start + 1)
    if begun.col == c.place.col:
        if c.char == "-":
            return c.says(
                "V102",
                "a list item stands among keys",
                "move it below the key it belongs to, or give it a key",
            )
        cure = 'begin it with "- ", or indent it to belong to the item above'
        return c.says("V102", f"{shown(c.rest)} stands among list items", cure)
    what = f"{shown(c.rest)} begins in column {c.place.col}, which lines up with nothing above"
    near = _nearest_column(c)
    cure = f"begin it in column {near.col}, if it belongs with that line"
    return c.source.diagnostic("V102", what, cure, c.place, (("the nearest line above of its kind", near),))


def _nearest_column(c: Complaint) -> Span:
    """The place above where a like thing begins, in the column that differs least; of these the last."""
    head = re.compile(r"[ ]*(?=-)" if c.char == "-" else r"[ ]*(?:-[ ]+)*(?=[^\s#-])")
    best = c.source.span(c.start, c.start + 1)
    for number in range(best.line, c.place.line):
        start = c.source.line_start(number)
        if lead := head.match(c.source.text, start):
            here = c.source.span(lead.end(), lead.end() + 1)
            if abs(here.col - c.place.col) <= abs(best.col - c.place.col):
                best = here
    return best


def _directive(c: Complaint) -> Diagnostic | None:
    line = re.search(r"^%", c.source.text[: c.index + 1], re.MULTILINE)
    if not line:
        return None
    what, cure = "a YAML directive stands before the text", "remove the lines that begin with %"
    return c.says("V115", what, cure, (line.start(), line.end()))


def _second_document(c: Complaint) -> Diagnostic | None:
    if "document start" not in c.problem or not re.search(
        r"^\.\.\.\s", c.source.text[: c.index], re.MULTILINE
    ):
        return None
    return c.says("V114", "text follows the end of the document", 'remove the line "..." above it')


_RULES: Final[tuple[Callable[[Complaint], Diagnostic | None], ...]] = (
    _depth,
    _tab,
    _bullets,
    _escape,
    quote_slips.closed_below,
    quote_slips.never_closed,
    _block_mark,
    _reserved,
    _goes_on,
    bracket_slips.empty_value,
    bracket_slips.colon,
    bracket_slips.key_on_a_line,
    _colon,
    bracket_slips.not_closed,
    _dash,
    _no_colon,
    _lines_up,
    _directive,
    _second_document,
)


def explain(complaint: Complaint) -> Diagnostic:
    """Turn a complaint of the YAML parser into a finding.

    Args:
        complaint: what it said and where.

    Returns:
        The finding of the first rule that knows the slip; else the parser's own words under ``V100``.

    Example:
        >>> from vmo_rehab.documents.text.source_text import SourceText
        >>> text = SourceText("knee.yaml", "because: note: bad")
        >>> print(explain(Complaint(text, "mapping values are not allowed in this context", "", 13, 13)))
        knee.yaml:1:10: V103 error: ": " stands inside the text "note: bad", where it would begin a new key
          1 | because: note: bad
            |          ^^^^^^^^^
            = put the text in single quotes: 'note: bad'
    """
    for rule in _RULES:
        if found := rule(complaint):
            return found
    what = f"this cannot be read as YAML: {complaint.problem or 'it breaks off'}"
    cure = "look at this line and the one above it: a quote, a bracket, a colon or the indentation is amiss"
    return complaint.says("V100", what, cure)
