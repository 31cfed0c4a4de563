"""``vmo-rehab schemes``: the progression schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from vmo_rehab.cli.output import say, table
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.library import load_scheme
from vmo_rehab.documents.library import schemes as shipped
from vmo_rehab.report.scheme_text import loads_in_words, scheme_in_words

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab schemes
  vmo-rehab schemes dapre
"""


@click.command(short_help="List the progression schemes, or show one.", epilog=_EXAMPLES)
@click.argument("name", metavar="[ID]", required=False)
def schemes(name: str | None) -> None:
    """List the schemes by which loads rise and fall, or show one in plain English.

    ID is a shipped scheme, or a scheme file.
    """
    known = shipped()
    if name is None:
        table(("id", "loads", "title"), [(one.id, loads_in_words(one), one.title) for one in known.values()])
    elif name in known:
        say(scheme_in_words(known[name]), fold=True)
    elif Path(name).is_file():
        say(scheme_in_words(load_scheme(name)), fold=True)
    else:
        raise WrongWord(f'there is no scheme "{name}"; {did_you_mean(name, known)}')
