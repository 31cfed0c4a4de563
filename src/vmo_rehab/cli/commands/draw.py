"""``vmo-rehab draw``: a protocol as a picture, or as the text that others draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.pictures import form_of, hand_over, output_options
from vmo_rehab.documents.library import file_of, load
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures.diagram import diagram_svg
from vmo_rehab.report.pictures.dot import diagram_dot
from vmo_rehab.report.pictures.mermaid import diagram_mermaid

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab draw vmo-foundation --output vmo-foundation.svg
  vmo-rehab draw vmo-foundation --form mermaid
"""
_FORMS: Final[Mapping[str, Callable[[Protocol], str]]] = {
    "svg": diagram_svg,
    "png": diagram_svg,
    "mermaid": diagram_mermaid,
    "dot": diagram_dot,
}


@click.command(short_help="Draw a protocol: phases and the ways between them.", epilog=_EXAMPLES)
@click.argument("protocol")
@output_options(*_FORMS)
def draw(protocol: str, form: str | None, output: Path | None) -> None:
    """Draw a protocol: its phases, and what each way on and each way back asks for, in plain English.

    SVG opens in any browser; Mermaid is drawn by GitHub and many wikis, DOT by Graphviz.
    """
    form = form_of(form, output)
    loaded = load(protocol)
    hand_over(_FORMS[form](loaded), form, output, keep=(file_of(protocol),))
