"""``vmo-rehab show``: a protocol in plain English."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.pages import hand_over_page, html_option, needs_html, output_option
from vmo_rehab.cli.patient import wall_day
from vmo_rehab.documents.library import file_of, load
from vmo_rehab.report.pages.protocol_page import protocol_page
from vmo_rehab.report.protocol_text import protocol_in_words

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab show vmo-foundation
  vmo-rehab show vmo-foundation --html --output vmo-foundation.html
"""


@click.command(short_help="Show a protocol in plain English.", epilog=_EXAMPLES)
@click.argument("protocol")
@html_option
@output_option
def show(protocol: str, as_html: bool, to: Path | None) -> None:
    """Show a whole protocol in plain English: a shipped one by its id, or a file."""
    needs_html(to, as_html=as_html)
    loaded = load(protocol)
    if as_html:
        hand_over_page(protocol_page(loaded, wall_day()), to, file_of(protocol))
    else:
        say(protocol_in_words(loaded), fold=True)
