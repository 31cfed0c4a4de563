"""``vmo-rehab schema``: the JSON Schemas of the files, for editors and other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.output import document, table
from vmo_rehab.cli.output_files import OutputFile, write
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.cli.schema_files import SCHEMAS, schema_text
from vmo_rehab.diagnostics import did_you_mean

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab schema
  vmo-rehab schema protocol --output my-knee/protocol.schema.json
"""


@click.command(short_help="Print the JSON Schemas of the files, for editors.", epilog=_EXAMPLES)
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--output",
    type=OutputFile("a schema", (".json",)),
    metavar="FILE",
    help="Write it to this file, which ends in .json.",
)
def schema(name: str | None, output: Path | None) -> None:
    """List the JSON Schemas of the files, or print one (draft 2020-12).

    NAME is protocol, scheme, measures, exercises, cases or log. An editor that knows a file's schema offers
    its keys, tells what each means, and underlines what is none. A FILE that exists is written anew.
    """
    if name is None and output:
        raise click.UsageError("name a schema, for example: vmo-rehab schema protocol --output FILE")
    if name is None:
        table(("name", "of"), list(SCHEMAS.items()))
    elif name not in SCHEMAS:
        raise WrongWord(f'there is no schema "{name}"; {did_you_mean(name, SCHEMAS)}')
    elif output:
        write(schema_text(name).encode(), output)
    else:
        document(schema_text(name).rstrip("\n"))
