"""Slips of the pen in YAML, in a physiotherapist's words.

libyaml says "did not find expected key" and points behind the fault. Each rule below recognises one slip
from the complaint and the lines around it; the first that does, speaks. None of them needs ``yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from attrs import frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.signs import bullet_on, glued_dash
from vmo_rehab.documents.text.source_text import SourceText, cut, shown
from vmo_rehab.source import Span

_LONGEST_SAMPLE = 120
_KEY_ALONE = re.compile(r"[ ]*(?:-[ ]+)*(?:[\w./*-]+[ ]*:[ ]+)?")
_KEY = re.compile(r"""[ ]*(?:-[ ]+)*[\w./*-]+[ ]*:[ ]+(?=\S)""")


@frozen
class Complaint:
    """What the YAML parser says and where.

    Args:
        source: the text.
        problem: the parser's sentence.
        context: what it was doing.
        index: offset where it gave up.
        start: offset where what it was doing began; ``index`` where it does not say.
    """

    source: SourceText
    problem: str
    context: str
    index: int
    start: int

    @property
    def place(self) -> Span:
        """The character at which the parser gave up."""
        return self.source.span(self.index, self.index + 1)

    @property
    def char(self) -> str:
        """That character; empty at the end of the text."""
        return self.source.text[self.index : self.index + 1]

    @property
    def before(self) -> str:
        """The part of its line that stands before it."""
        return self.source.text[self.source.line_start(self.place.line) : self.index]

    @property
    def rest(self) -> str:
        """Its line from there on, without a comment."""
        return _value(self.source.line(self.place.line)[self.place.col - 1 :])

    def line_above(self) -> tuple[int, str]:
        """The nearest line above that has something on it, with its number; ``(0, "")`` where none has."""
        for number in range(self.place.line - 1, 0, -1):
            if (line := self.source.line(number)).strip():
                return number, line
        return 0, ""

    def says(self, code: str, what: str, cure: str, at: tuple[int, int] | None = None) -> Diagnostic:
        """Make a finding at these offsets; without them, where the parser gave up."""
        return self.source.diagnostic(code, what, cure, self.source.span(*at) if at else self.place)


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
    value = _value(
        c.source.line(c.source.span(c.start, c.start).line)[c.source.span(c.start, c.start).col - 1 :]
    )
    at = c.start, c.start + len(value)
    what = f'the value {shown(value)} begins with "{sign}", which YAML keeps for texts of several lines'
    if re.match(r">=?\s*[\d\w]", value):
        name = f"pain_during {cut(value)}"
        return c.says("V105", what, f"begin with the measure or name that is compared, as in {name}", at)
    cure = f"put all of it in single quotes: {_quoted(value)}; or begin the text on the next line"
    return c.says("V105", what, cure, at)


def _reserved(c: Complaint) -> Diagnostic | None:
    scanning = re.search(
        r"scanning an? (alias|anchor)|parsing a block node|scanning a tag|parsing a tag", c.context
    )
    if not scanning and "cannot start any token" not in c.problem:
        return None
    index = c.start if scanning else c.index
    place = c.source.span(index, index + 1)
    value = _value(c.source.line(place.line)[place.col - 1 :])
    if not value or value[0] not in "@`%*&!,]}|>":
        return None
    what = f'the value {shown(value)} begins with "{value[0]}", which YAML keeps for itself'
    return c.says(
        "V105", what, f"put all of it in single quotes: {_quoted(value)}", (index, index + len(value))
    )


def _escape(c: Complaint) -> Diagnostic | None:
    text = c.source.text
    if "quoted scalar" not in c.context or "stream" in c.problem or "document" in c.problem:
        return None
    slash = text.rfind("\\", c.start, c.index + 1)
    what = f"in double quotes, {shown(text[slash : slash + 2])} stands for a special character"
    cure = "put the text in single quotes, where a backslash is a backslash"
    return c.says("V132", what, cure, (slash, slash + 2))


def _open_quote(c: Complaint) -> Diagnostic | None:
    if "quoted scalar" not in c.context:
        return None
    quote = c.source.text[c.start : c.start + 1]
    line = c.source.span(c.start, c.start)
    what = f"the quote opened here is never closed: {shown(c.source.line(line.line)[line.col - 1 :])}"
    return c.says("V106", what, f"write a {quote} where the text ends", (c.start, c.start + 1))


def _quote_above(c: Complaint) -> Diagnostic | None:
    """A quote opened on a line above and closed only by the one that was meant to open the next text."""
    quote = c.before.rstrip()[-1:]
    if quote not in ('"', "'") or not _KEY_ALONE.fullmatch(c.before.rstrip()[:-1]):
        return None
    for number in range(c.place.line - 1, 0, -1):
        line = c.source.line(number)
        if line.count(quote) % 2:
            at = c.source.line_start(number) + line.index(quote)
            what = f"the quote opened here is not closed on its line: {shown(line.strip())}"
            return c.says("V106", what, f"write a {quote} where the text ends", (at, at + 1))
    return None


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
        cure = f"write an apostrophe inside single quotes twice: {_quoted(value[1:-1])}"
    else:
        cure = f"put all of it in single quotes: {_quoted(value)}"
    return c.says("V104", what, cure, (begin, begin + len(value)))


def _colon(c: Complaint) -> Diagnostic | None:
    in_flow = "flow" in c.context and c.place.line == c.source.span(c.start, c.start).line
    if c.char != ":" or not (in_flow or "mapping values are not allowed" in c.problem):
        return None
    key = _KEY.match(c.before)
    if in_flow:
        begin = max(c.before.rfind(sign) + len(sign) for sign in (": ", ", ", "{", "["))
        value = c.before[begin:] + re.split(r"[,\]}]", c.rest, maxsplit=1)[0]
    elif key:
        begin, value = key.end(), c.before[key.end() :] + c.rest
    elif c.before.rstrip().endswith(":"):
        return c.says(
            "V103", f"a second colon stands behind {shown(c.before.strip())}", "remove one of the two"
        )
    else:
        return _deeper(c)
    at = c.index - len(c.before) + begin
    if in_flow and "; " in value:
        what = f"semicolons part the values of {shown(value.strip())}"
        commas = cut(value.strip().replace("; ", ", "))
        return c.says("V103", what, f"part them by commas: {commas}", (at, at + len(value)))
    what = f'": " stands inside the text {shown(value.strip())}, where it would begin a new key'
    return c.says(
        "V103", what, f"put the text in single quotes: {_quoted(value.strip())}", (at, at + len(value))
    )


def _deeper(c: Complaint) -> Diagnostic | None:
    """A ``key:`` below a line that is already complete, or that lacks its space behind the colon."""
    number, above = c.line_above()
    if not number:
        return None
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
    return c.says("V108", what, f"write {cut(missing[1])}: {cut(_value(missing[2]))}", (at, at + 1))


def _open_bracket(c: Complaint) -> Diagnostic | None:
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
    pairs = {"[": "]", "{": "}"}
    opener = text[start]
    closer = pairs[opener]
    if c.char in {"]", "}"}:
        return c.says("V106", f'"{opener}" is closed with "{c.char}"', f'write "{closer}" here')
    if c.place.line == c.source.span(start, start).line and c.rest:
        return c.says(
            "V106",
            f"a comma is missing before {shown(c.rest)}",
            f"part the values by commas and end with {closer}",
        )
    what = f'"{opener}" is opened here and not closed'
    return c.says("V106", what, f'write "{closer}" where the values end', (start, start + 1))


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
    _open_quote,
    _block_mark,
    _reserved,
    _quote_above,
    _goes_on,
    _colon,
    _open_bracket,
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


def _value(line: str) -> str:
    """Return the rest of a line without its comment and outer blanks."""
    return re.split(r"\s#", line, maxsplit=1)[0].strip()


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'" if len(value) <= _LONGEST_SAMPLE else "'...'"
