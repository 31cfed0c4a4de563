"""Pages on the command line: how they are asked for, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from vmo_rehab.cli.output_files import OutputFile
from vmo_rehab.cli.pictures import hand_over

F = TypeVar("F", bound=Callable[..., object])

_ENDINGS: Final = (".html", ".htm")


def output_option(command: F) -> F:
    """Add the option that says where a page goes."""
    told = "Write the page to this file, which ends in .html; to standard output, if left out."
    return click.option("--output", "to", type=OutputFile("a page", _ENDINGS), metavar="FILE", help=told)(
        command
    )


def html_option(command: F) -> F:
    """Add the option that asks for a page."""
    told = "Print one HTML page that needs nothing beside it, and nothing else."
    return click.option("--html", "as_html", is_flag=True, help=told)(command)


def needs_html(to: Path | None, *, as_html: bool) -> None:
    """Refuse a file for a page where no page was asked for.

    Raises:
        UsageError: there is a file, and no ``--html``.
    """
    if to and not as_html:
        raise click.UsageError("--output needs --html: it is where the page goes")


def hand_over_page(text: str, to: Path | None, *keep: str | Path) -> None:
    """Write a page to a file, or to standard output.

    Args:
        text: a whole page.
        to: the file; ``None`` for standard output.
        keep: files that it was made from, which it never replaces.
    """
    hand_over(text, "html", to, keep)
