"""``vmo-rehab show``: a protocol in plain English."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.cli.output import say
from vmo_rehab.documents.library import load
from vmo_rehab.report.protocol_text import protocol_in_words

_EXAMPLES: Final = """\b
Example:
  vmo-rehab show vmo-foundation
"""


@click.command(short_help="Show a protocol in plain English.", epilog=_EXAMPLES)
@click.argument("protocol")
def show(protocol: str) -> None:
    """Show a whole protocol in plain English: a shipped one by its id, or a file."""
    say(protocol_in_words(load(protocol)), fold=True)
