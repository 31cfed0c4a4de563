"""Printing: to terminals and pipes, narrow and wide, with colour and without, on any code page."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Final

import click
from attrs import frozen

from vmo_rehab.report.words import folded

_WIDE: Final = 100_000
"""Columns of a pipe: nothing is folded there."""
_LEAST: Final = 40
"""Columns that the last cell of a row needs, or it goes on a line of its own."""
_PLAIN: Final = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "·": "-", "•": "-", "→": "->"}
    | {"≤": "<=", "≥": ">=", "≠": "not =", "×": "x", "°": " deg", "±": "+/-", "−": "-", " ": " "}
)
_CONTROLS: Final = {sign: "?" for sign in (*range(32), *range(127, 160)) if chr(sign) not in "\n\t"}
"""A text from a file moves no cursor and changes no colour."""


@frozen
class Screen:
    """What is printed on.

    Args:
        width: columns; ``None`` where lines are never folded.
        styled: whether bold type and colours are shown.
    """

    width: int | None
    styled: bool


def screen() -> Screen:
    """Look at what standard output is; ``NO_COLOR`` and ``TERM=dumb`` turn colours off."""
    if not sys.stdout.isatty():
        return Screen(None, styled=False)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Screen(shutil.get_terminal_size().columns, styled=not plain)


def say(text: str, *, err: bool = False, fold: bool = False) -> None:
    """Print a text.

    Args:
        text: any number of lines, without the last line end.
        err: to standard error.
        fold: fold it to the terminal; not for what is lined up in columns.
    """
    width = screen().width if fold else None
    _echo(folded(_clean(text), width) if width else _clean(text), err=err)


def document(text: str) -> None:
    """Print JSON as it is; what the stream's code page does not have is escaped the way JSON does it."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
    click.echo(text)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], strong: int | None = None) -> None:
    """Print rows in columns. In a pipe each row is one line; in a terminal the last column folds.

    A terminal that leaves the last column too few signs shows each row as a small paragraph instead.

    Args:
        headers: a word for each column.
        rows: a text for each column.
        strong: the column shown in bold where the screen has it.
    """
    to, cells = screen(), [[_clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]
    left = to.width - sum(widths[:-1]) - 2 * len(widths[:-1]) if to.width else _WIDE
    if left < min(widths[-1], _LEAST):
        _echo("\n".join(_paragraph(row, to.width or _WIDE) for row in cells))
    else:
        _echo(_columns(headers, cells, to, strong))


def _paragraph(row: Sequence[str], width: int) -> str:
    lines = ["  ".join(cell for cell in row[:-1] if cell), *([f"    {row[-1]}"] if row[-1] else [])]
    return "\n".join(folded(line, width) for line in lines)


def _columns(headers: Sequence[str], cells: Sequence[Sequence[str]], to: Screen, strong: int | None) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    whole = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, header in enumerate(headers):
        whole.add_column(header, overflow="fold", no_wrap=place < len(headers) - 1)
    for row in cells:
        whole.add_row(*(Text(cell, "bold" if place == strong else "") for place, cell in enumerate(row)))
    written = io.StringIO()
    console = Console(
        file=written,
        width=to.width or _WIDE,
        color_system="standard" if to.styled else None,
        force_terminal=to.styled,
        highlight=False,
    )
    console.print(whole)
    return "\n".join(line.rstrip() for line in written.getvalue().rstrip("\n").split("\n"))


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)


def _echo(text: str, *, err: bool = False) -> None:
    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    click.echo(_fit(text, encoding), err=err)


def _fit(text: str, encoding: str) -> str:
    """Replace what the stream's code page does not have by a sign that means the same, or by ``?``."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        known = encoding if encoding.isascii() else "ascii"
        text = text.translate(_PLAIN)
        try:
            return text.encode(known, "replace").decode(known)
        except LookupError:
            return text.encode("ascii", "replace").decode("ascii")
    return text
