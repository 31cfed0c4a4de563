"""``vmo-rehab check``: everything that is amiss in protocol and scheme files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click
from attrs import frozen

from vmo_rehab.cli.codes import code_in_words
from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import CANNOT_READ, FINE, FOUND, code_of
from vmo_rehab.diagnostics import Diagnostic, Severity
from vmo_rehab.documents.library import is_scheme, load, load_scheme
from vmo_rehab.errors import ProtocolError
from vmo_rehab.report.words import count, listed

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab check my-knee/protocol.yaml
  vmo-rehab check --explain V204
"""


@frozen
class _Checked:
    """One file: what was found in it, why it could not be opened, and the exit code it asks for."""

    name: str
    found: tuple[Diagnostic, ...] = ()
    unopened: str = ""
    code: int = FINE


@click.command(short_help="Check protocol files.", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--explain", "code", metavar="CODE", help="Say what a code means, such as V204.")
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], code: str | None) -> None:
    """Check protocol files, and say what is amiss and how to mend it.

    A FILE is a protocol file, a folder with a protocol.yaml, the id of a shipped protocol, or a scheme file.
    Exit code 0: nothing to mend. 1: findings. 2: a file cannot be read.
    """
    if code:
        say(code_in_words(code))
        return
    if not files:
        raise click.UsageError("name at least one file, for example: vmo-rehab check my-knee/protocol.yaml")
    checked = [_check(name) for name in files]
    for one in checked:
        _print(one)
    if len(checked) > 1 or any(one.code for one in checked):
        say(closing_line(checked))
    ctx.exit(max(one.code for one in checked))


def _check(name: str) -> _Checked:
    try:
        (load_scheme if is_scheme(name) else load)(name)
    except ProtocolError as error:
        return _Checked(name, error.diagnostics, code=code_of(error))
    except OSError as error:
        return _Checked(name, unopened=error.strerror or str(error), code=CANNOT_READ)
    return _Checked(name)


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
    found = [one for file in files for one in file.found if file.code == FOUND]
    unread = sum(file.code == CANNOT_READ for file in files)
    words = [
        count(number, severity)
        for severity in Severity
        if (number := sum(one.severity is severity for one in found))
    ]
    where = sum(file.code == FOUND for file in files)
    of = count(where, "file") if len(files) == where else f"{where} of {count(len(files), 'file')}"
    told = f"{listed(words) or 'no findings'} in {of if words else count(len(files) - unread, 'file')}"
    if unread == len(files):
        return f"{count(unread, 'file')} cannot be read"
    return f"{told}; {count(unread, 'file')} cannot be read" if unread else told
