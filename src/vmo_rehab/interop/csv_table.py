"""A text as a table with comment lines on top; every cell knows where it stands.

The standard library's ``csv`` tells no columns and forgives what shifts cells (an unclosed quote, a row
that is too long), so the small grammar is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.interop.log_entries import Findings, Spot, Word

DELIMITERS: Final = ",;\t"

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_BREAK = re.compile(r"\r\n|\r|\n|\Z")
_QUOTED = re.compile(r'"[^"]*"')


@frozen
class Note:
    """A comment line above the table: ``# fact injury: 2026-02-20``."""

    name: Word
    value: Word


@frozen
class Row:
    """One row: its cells that are not blank, by column."""

    cells: Mapping[str, Word]
    spot: Spot


@frozen
class Table:
    """What a text holds.

    Args:
        notes: the comment lines above the table.
        delimiter: what stands between cells.
        columns: the names of the columns that have one, in file order.
        rows: those that are not blank.
    """

    notes: tuple[Note, ...]
    delimiter: str
    columns: tuple[Word, ...]
    rows: tuple[Row, ...]


def read_table(findings: Findings) -> Table:
    """Split the findings' text into comment lines, column names and rows.

    Raises:
        LogError: there is no table, or no row in it.
    """
    lines, at = _top(findings.source.text)
    head = _LINE.match(findings.source.text, at)
    if head is None or not head[1].strip():
        cure = "below the comment lines belongs a row of column names: date, pain_during, ..."
        findings.add("L105", "the file has comment lines and no table", cure, Spot(at, at))
        findings.refuse()
    delimiter = _delimiter(head[1] if head else "")
    notes = tuple(note for line in lines if (note := _note(line, delimiter, findings)))
    first, *rest = _cells(findings, at, delimiter)
    columns = _columns(first, findings)
    filled = [cells for cells in rest if any(cell.text for cell in cells)]
    rows = tuple(row for cells in filled if (row := _row(cells, columns, findings)))
    if not filled:
        cure = "write a row for each set, or one for a day without training"
        findings.add("L105", "the table has column names and no rows", cure, Spot(at, at))
    named = tuple(column for column in columns if column.text)
    return Table(notes, delimiter, named, rows)


def _top(text: str) -> tuple[list[Word], int]:
    """Return the comment lines and the offset of the first line that is none."""
    lines, at = [], 0
    while at < len(text) and (line := _LINE.match(text, at)):
        content = line[1].strip()
        if content and not content.startswith(("#", '"#')):
            break
        if content.strip(DELIMITERS):
            start = line.start() + line[1].index(content)
            lines.append(Word(content, Spot(start, start + len(content))))
        at = line.end()
    return lines, at


def _delimiter(head: str) -> str:
    names = _QUOTED.sub("", head)
    return max(DELIMITERS, key=names.count)


def _note(line: Word, delimiter: str, findings: Findings) -> Note | None:
    # A spreadsheet saves a comment line as a row: quoted if need be, and as wide as the table.
    text, start = line.text.rstrip(delimiter + " "), line.spot.start
    if text.startswith('"') and text.endswith('"'):
        text, start = text[1:-1].replace('""', '"'), start + 1
    colon = text.find(":")
    if colon < 0:
        cure = 'write "# word: value", or "# note: ..." for a remark'
        findings.add("L116", f"{shown(line.text)} is not a header line", cure, line.spot)
        return None
    name = _stripped(text, 1, colon, start)
    return Note(name, _stripped(text, colon + 1, len(text), start, name.text))


def _stripped(text: str, start: int, stop: int, offset: int, where: str = "") -> Word:
    """Return ``text[start:stop]`` without blanks; ``offset`` is where the text itself begins."""
    content = text[start:stop].strip()
    begin = offset + (text.index(content, start) if content else stop)
    return Word(content, Spot(begin, begin + len(content), where))


def _cells(findings: Findings, at: int, delimiter: str) -> Iterator[list[Word]]:
    """Walk the rows, header first."""
    text, sign = findings.source.text, re.escape(delimiter)
    field = re.compile(rf' *+"((?:[^"]|"")*+)" *+(?=[{sign}\r\n]|\Z)|([^{sign}\r\n]*)')
    blank = re.compile(rf"(?:[{sign} \t]*+(?:\r\n|\r|\n))++")
    row: list[Word] = []
    while True:
        found = field.match(text, at)
        assert found is not None  # noqa: S101 - a field may be empty
        row.append(_cell(found, findings))
        at = found.end()
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield row
        row = []
        # What ends a field is a delimiter, a line end or the end of the text.
        at = _end(_BREAK, text, at)
        at = _end(blank, text, at)
        if at == len(text):
            return


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return the end of a match at ``at``, or ``at`` itself."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _cell(found: re.Match[str], findings: Findings) -> Word:
    if found[1] is not None:
        return Word(found[1].replace('""', '"').strip(), Spot(found.start(1) - 1, found.end(1) + 1))
    content = found[0].strip()
    start = found.start() + found[0].find(content)
    spot = Spot(start, start + len(content))
    if content.startswith('"'):
        cure = "put quotes around the whole cell, and double those inside it"
        findings.add("L110", f"the quotes of {shown(content)} do not fit", cure, spot)
    return Word(content, spot)


def _columns(names: list[Word], findings: Findings) -> list[Word]:
    first: dict[str, Word] = {}
    for name in names:
        if name.text and first.setdefault(name.text, name) is not name:
            related = (("the first", first[name.text].spot),)
            what = f"the column {shown(name.text)} stands twice"
            findings.add("L112", what, "delete or rename one of them", name.spot, related)
    return names


def _row(cells: list[Word], columns: list[Word], findings: Findings) -> Row | None:
    """Name the cells of a row; ``None`` where they cannot be told apart."""
    spot = Spot(cells[0].spot.start, cells[-1].spot.end)
    if cells[0].text.startswith("#") and findings.source.text.startswith("#", cells[0].spot.start):
        cure = "move it above the row of column names, or into the column note"
        findings.add("L115", "a comment line inside the table", cure, spot)
        return None
    if len(cells) > len(columns):
        what = f"the row has {len(cells)} cells, and the table {len(columns)} columns"
        cure = "put a text with the delimiter in it in quotes; write decimals with a point"
        findings.add("L111", what, cure, spot)
        return None
    named: dict[str, Word] = {}
    for cell, column in zip(cells, columns, strict=False):
        if cell.text and not column.text:
            what = f"{shown(cell.text)} stands in a column without a name"
            findings.add("L118", what, "name the column or empty the cell", cell.spot)
        elif cell.text:
            place = Spot(cell.spot.start, cell.spot.end, column.text)
            named.setdefault(column.text, Word(cell.text, place))
    return Row(named, spot)
