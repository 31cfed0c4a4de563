"""``vmo-rehab list``: the shipped protocols."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.cli.output import say, table
from vmo_rehab.documents.library import load, shipped

_EXAMPLES: Final = """\b
Example:
  vmo-rehab list
"""


@click.command("list", epilog=_EXAMPLES)
def list_() -> None:
    """List the shipped protocols, one a line."""
    protocols = [load(name) for name in shipped()]
    if not protocols:
        say("no protocols are shipped with this installation")
        return
    rows = [(one.id, one.status, str(len(one.phases)), one.title) for one in protocols]
    table(("id", "status", "phases", "title"), rows)
