"""``vmo-rehab fmt``: files in one style."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.cli.rewriting import Ways, rewrite
from vmo_rehab.documents.formatting import formatted

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab fmt my-knee/protocol.yaml my-knee/cases.yaml
  vmo-rehab fmt my-knee --check
  vmo-rehab fmt my-knee --diff
  vmo-rehab fmt - < protocol.yaml
"""


@click.command(short_help="Write files in one style.", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file is not in the style.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.pass_context
def fmt(ctx: click.Context, files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Write files in the style of the shipped ones; what they say stays the same.

    A FILE is a protocol, a scheme, a file of cases or of the catalogue, or a folder with a protocol.yaml;
    - reads standard input and writes to standard output. Comments, blank lines and the order of keys stay.
    A file with something amiss is refused, and stays as it is.
    Exit code 0: done. 1: a file is refused, or --check found one that is not in the style. 2: one cannot
    be read or written.
    """
    ways = Ways("formatted", "would be formatted", "is in the style already", check=check, diff=diff)
    ctx.exit(rewrite(files, formatted, ways))
