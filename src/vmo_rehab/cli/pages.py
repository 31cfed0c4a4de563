"""Pages on the command line: how they are asked for, and where they go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from vmo_rehab.cli.pictures import hand_over

F = TypeVar("F", bound=Callable[..., object])

_ENDINGS: Final = (".html", ".htm")


class PageFile(click.ParamType[Path]):
    """A file for a page, known by its ending: a log or a protocol is never written over."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401
        """Read the name of a file."""
        file = Path(value)
        if file.suffix.lower() not in _ENDINGS:
            self.fail(f'"{value}" is not named as a page; write a name that ends in .html', param, ctx)
        return file


def output_option(command: F) -> F:
    """Add the option that says where a page goes."""
    told = "Write the page to this file, which ends in .html; to standard output, if left out."
    return click.option("--output", "to", type=PageFile(), metavar="FILE", help=told)(command)


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


def hand_over_page(text: str, to: Path | None) -> None:
    """Write a page to a file, or to standard output.

    Args:
        text: a whole page.
        to: the file; ``None`` for standard output.
    """
    hand_over(text, "html", str(to) if to else None, keep=())
