"""Where pictures go: to standard output, or to a file, whose name says what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.report.pictures.png import NoPngError, as_png
from vmo_rehab.report.words import listed

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

    def added(command: F) -> F:
        command = click.option(
            "--output", metavar="FILE", help="Where it is written; to standard output if left out."
        )(command)
        return click.option(
            "--form",
            type=click.Choice(forms),
            help="What is drawn; if left out, what the name of FILE says, or else svg.",
        )(command)

    return added


def form_of(form: str | None, output: str | None, forms: tuple[str, ...]) -> str:
    """Return what is to be drawn.

    Args:
        form: as asked for.
        output: the file it goes to.
        forms: what can be drawn.

    Raises:
        click.UsageError: it cannot be told from the file's name, or a PNG has no file to go to.
    """
    named = _SUFFIXES.get(Path(output).suffix.lower()) if output else "svg"
    found = form or named
    if found is None or found not in forms:
        raise click.UsageError(f'"{output}" does not say what to draw; add --form {listed(forms, "or")}')
    if found == "png" and not output:
        raise click.UsageError("a PNG is written to a file; add --output FILE, such as --output picture.png")
    return found


def hand_over(drawn: str, form: str, output: str | None, keep: Iterable[str | Path]) -> None:
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
    path = Path(output)
    if any(path.exists() and Path(one).exists() and path.samefile(one) for one in keep):
        raise WrongWord(f"{path} is what the picture is drawn from, and stays as it is; choose another file")
    path.write_bytes(_png(drawn) if form == "png" else drawn.encode("utf-8"))
    say(f"written: {path}")


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
