"""``vmo-rehab migrate``: files in the newest format."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.cli.rewriting import Ways, rewrite
from vmo_rehab.documents.measures import FORMAT
from vmo_rehab.documents.migrating import migrated

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab migrate my-knee
  vmo-rehab migrate my-knee/protocol.yaml my-knee/cases.yaml --check
"""


@click.command(short_help="Rewrite files in the newest format.", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file is in an older format.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.pass_context
def migrate(ctx: click.Context, files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Rewrite files of an older format in the newest one; comments and lines stay where they are.

    A FILE is a protocol, a scheme, a file of cases or of the catalogue, or a folder with a protocol.yaml;
    - reads standard input and writes to standard output. Format 1 is the first and the newest.
    Exit code 0: done, or nothing to do. 1: a file is refused, or --check found one in an older format. 2: one
    cannot be read or written.
    """
    done, due = f"rewritten in format {FORMAT}", f"would be rewritten in format {FORMAT}"
    ways = Ways(done, due, f"is in format {FORMAT} already", check=check, diff=diff)
    ctx.exit(rewrite(files, migrated, ways))
