"""``vmo-rehab schema``: the JSON Schemas of the files, for editors and other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import click

from vmo_rehab.cli.output import document, table
from vmo_rehab.cli.output_files import OutputFile, write
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.json_schema import FILES, json_schema
from vmo_rehab.documents.library import catalogue
from vmo_rehab.interop.log_schema import log_schema

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab schema
  vmo-rehab schema protocol --output my-knee/protocol.schema.json
"""

SCHEMAS: Final = {
    "protocol": "a protocol, protocol.yaml",
    "scheme": "a scheme by which loads rise and fall, schemes/*.yaml",
    "measures": "a file of the catalogue's measures",
    "exercises": "a file of the catalogue's exercises",
    "cases": "the cases of a protocol, cases.yaml",
    "log": "a patient's log in JSON",
}
"""What each schema is of."""


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


def schema_text(name: str) -> str:
    """Return a schema as the text of a file.

    Args:
        name: a key of `SCHEMAS`.
    """
    made: dict[str, Any] = json_schema(name, catalogue()) if name in FILES else log_schema()
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"
