"""The one rule of ``--output``: a name says what a file is, and nothing takes the place of its source."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.report.words import listed


class OutputFile(click.ParamType[Path]):
    """A file to write, known by its ending: a log or a protocol is never written over.

    Args:
        what: what is written: ``a page``.
        endings: what its name may end in; capitals do not matter.
    """

    name = "file"

    def __init__(self, what: str, endings: Iterable[str]) -> None:
        self.what = what
        self.endings = tuple(endings)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401
        """Read the name of a file."""
        file = Path(value)
        if file.suffix.lower() not in self.endings:
            ends = listed(self.endings, "or")
            self.fail(f'"{value}" is not named as {self.what}; write a name that ends in {ends}', param, ctx)
        return file


def write(content: bytes, to: Path, keep: Iterable[str | Path] = ()) -> None:
    """Write a file that was asked for, and tell its name.

    Args:
        content: the whole file.
        to: the file; one that is there is replaced.
        keep: files that it was made from, which it never replaces.

    Raises:
        WrongWord: it is one of those.
        OSError: it cannot be written.
    """
    if any(to.exists() and Path(one).exists() and to.samefile(one) for one in keep):
        raise WrongWord(f"{to} is what this is made from, and stays as it is; choose another file")
    to.write_bytes(content)
    say(f"written: {to}")
