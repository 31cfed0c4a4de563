"""``vmo-rehab check``: everything that is amiss in protocol and scheme files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs
import click
from attrs import frozen

from vmo_rehab.checks import whole
from vmo_rehab.cli.codes import code_in_words
from vmo_rehab.cli.output import document, say
from vmo_rehab.cli.patient import Day
from vmo_rehab.cli.refusals import CANNOT_READ, FINE, FOUND, code_of
from vmo_rehab.cli.watching import watch
from vmo_rehab.diagnostics import Diagnostic, Severity, errors
from vmo_rehab.documents.library import file_of, is_scheme, load, load_scheme, text_of
from vmo_rehab.errors import ProtocolError
from vmo_rehab.report.findings_text import as_github, as_json, as_sarif
from vmo_rehab.report.words import count, listed

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab check my-knee/protocol.yaml
  vmo-rehab check vmo-foundation --on 2026-06-01
  vmo-rehab check my-knee --format github
  vmo-rehab check my-knee --watch
  vmo-rehab check --explain V204
"""
_FORMATS: Final = {"json": as_json, "github": as_github, "sarif": as_sarif}


@frozen
class _Checked:
    """One file: what was found in it, why it could not be opened, and the exit code it asks for."""

    name: str
    found: tuple[Diagnostic, ...] = ()
    unopened: str = ""
    code: int = FINE


@click.command(short_help="Tell what is amiss in a protocol, and the cure.", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--explain", "code", metavar="CODE", help="Say what a code means, such as V204.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day for which a review is due or not.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *_FORMATS]),
    default="text",
    show_default=True,
    help="For people, for programs, for GitHub's annotations, or SARIF 2.1.0.",
)
@click.option("--watch", "again", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.pass_context
def check(
    ctx: click.Context, files: tuple[str, ...], code: str | None, day: dt.date | None, form: str, again: bool
) -> None:
    """Check protocol files, and say what is amiss and how to mend it.

    A FILE is a protocol file, a folder with a protocol.yaml, the id of a shipped protocol, or a scheme file.
    Exit code 0: no errors; there may be warnings. 1: errors. 2: a file cannot be read. Ctrl-C ends --watch
    with exit code 0.
    """
    if code:
        say(code_in_words(code))
        return
    if not files:
        raise click.UsageError("name at least one file, for example: vmo-rehab check my-knee/protocol.yaml")
    if again and form != "text":
        raise click.UsageError("--watch prints for people: leave --format out")
    if again:
        watch(files, lambda: _tell([_check(name, day) for name in files]))
        return
    checked = [_check(name, day) for name in files]
    if form == "text":
        _tell(checked)
    else:
        _print_all(checked, form)
    ctx.exit(max(one.code for one in checked))


def _check(name: str, day: dt.date | None) -> _Checked:
    try:
        if is_scheme(name):
            load_scheme(name)
            return _Checked(name)
        found = whole.check(load(name), day)
        lines = text_of(file_of(name)).split("\n") if found else []
    except ProtocolError as error:
        return _Checked(name, error.diagnostics, code=code_of(error))
    except OSError as error:
        return _Checked(name, unopened=error.strerror or str(error), code=CANNOT_READ)
    shown = tuple(_with_line(one, lines) for one in found)
    return _Checked(name, shown, code=FOUND if errors(found) else FINE)


def _with_line(one: Diagnostic, lines: list[str]) -> Diagnostic:
    if one.span is None or one.span.line > len(lines):
        return one
    return attrs.evolve(one, line_text=lines[one.span.line - 1].rstrip("\r"))


def _tell(checked: list[_Checked]) -> None:
    """Print the findings of each file, and a line that counts them where there are any."""
    for one in checked:
        _print(one)
    if len(checked) > 1 or any(one.code or one.found for one in checked):
        say(closing_line(checked))


def _print_all(checked: Iterable[_Checked], form: str) -> None:
    """Print the findings of all files together; what could not be opened goes to standard error."""
    files = list(checked)
    for one in files:
        if one.unopened:
            say(f"{one.name}: cannot be read: {one.unopened}", err=True)
    written = _FORMATS[form]([found for one in files for found in one.found])
    if form == "github":
        if written:
            say(written)
    else:
        document(written)


def _print(one: _Checked) -> None:
    if one.unopened:
        say(f"{one.name}: cannot be read: {one.unopened}", err=True)
    elif one.code == CANNOT_READ:
        say("\n".join(map(str, one.found)), err=True)
    elif not one.found:
        say(f"{_short(one.name)}: nothing to mend")
    else:
        say("\n\n".join(map(str, one.found)) + "\n")


def _short(name: str) -> str:
    return str(Path(name))


def closing_line(checked: Iterable[_Checked]) -> str:
    """Count what was found: ``2 errors and 1 warning in 1 of 3 files``."""
    files = list(checked)
    found = [one for file in files for one in file.found if file.code != CANNOT_READ]
    unread = sum(file.code == CANNOT_READ for file in files)
    words = [
        count(number, severity)
        for severity in Severity
        if (number := sum(one.severity is severity for one in found))
    ]
    where = sum(file.code != CANNOT_READ and bool(file.found) for file in files)
    of = count(where, "file") if len(files) == where else f"{where} of {count(len(files), 'file')}"
    told = f"{listed(words) or 'no findings'} in {of if words else count(len(files) - unread, 'file')}"
    if unread == len(files):
        return f"{count(unread, 'file')} cannot be read"
    return f"{told}; {count(unread, 'file')} cannot be read" if unread else told
