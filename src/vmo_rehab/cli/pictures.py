"""Where pictures go: to standard output, or to a file, whose name says what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

import click

from vmo_rehab.cli.output_files import OutputFile, write
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.report.pictures.png import NoPngError, as_png

F = TypeVar("F", bound=Callable[..., object])

_SUFFIXES: Final = {
    ".svg": "svg",
    ".png": "png",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
}
_REFERENCE: Final = {"html": "&#{};", "svg": "&#{};", "dot": "&#{};", "mermaid": "#{};"}
"""How a sign is written that the code page of a terminal lacks."""


def output_options(*forms: str) -> Callable[[F], F]:
    """Add the options that say what is drawn and where it goes.

    Args:
        forms: what can be drawn.
    """
    endings = [ending for ending, form in _SUFFIXES.items() if form in forms]

    def added(command: F) -> F:
        command = click.option(
            "--output",
            type=OutputFile("a picture", endings),
            metavar="FILE",
            help="Where it is written; to standard output if left out.",
        )(command)
        return click.option(
            "--form",
            type=click.Choice(forms),
            help="What is drawn; if left out, what the name of FILE says, or else svg.",
        )(command)

    return added


def form_of(form: str | None, output: Path | None) -> str:
    """Return what is to be drawn.

    Args:
        form: as asked for.
        output: the file it goes to, one that ends as a picture does.

    Raises:
        click.UsageError: the file's name says another form, or a PNG has no file to go to.
    """
    if output:
        named = _SUFFIXES[output.suffix.lower()]
        if form and form != named:
            raise click.UsageError(
                f'"{output}" is the name of {named}, and --form says {form}; leave one out'
            )
        return named
    if form == "png":
        raise click.UsageError("a PNG is written to a file; add --output FILE, such as --output picture.png")
    return form or "svg"


def hand_over(drawn: str, form: str, output: Path | None, keep: Iterable[str | Path]) -> None:
    """Write a picture or a page where it belongs.

    Args:
        drawn: the picture or page as text; an SVG where a PNG is asked for.
        form: what it is to be.
        output: the file; ``None`` for standard output.
        keep: files that it was drawn from, which it never replaces.
    """
    if output is None:
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(_sound(drawn, form, encoding).removesuffix("\n"))
        return
    write(_png(drawn) if form == "png" else drawn.encode("utf-8"), output, keep)


def _sound(drawn: str, form: str, encoding: str) -> str:
    """Write by their numbers the signs that a code page lacks."""
    try:
        drawn.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return re.sub(r"[^\x00-\x7f]", lambda sign: _REFERENCE[form].format(ord(sign[0])), drawn)
    return drawn


def _png(drawn: str) -> bytes:
    try:
        return as_png(drawn)
    except NoPngError as error:
        raise WrongWord(str(error)) from None
