"""``vmo-rehab measures``: what can be asked of a patient, and stand in a criterion."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.cli.output import table
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.documents.library import catalogue
from vmo_rehab.measures import Measure

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab measures
  vmo-rehab measures swelling
"""


@click.command(short_help="List the measures, which criteria are written with.", epilog=_EXAMPLES)
@click.argument("word", metavar="[WORD]", required=False)
def measures(word: str | None) -> None:
    """List the measures of the catalogue: what is asked, its values, and when it is asked.

    With WORD, only those that have it in their id, their name or their question.
    """
    rows = [one for _, one in sorted(catalogue().measures.items()) if not word or _is_about(one, word)]
    if not rows:
        raise WrongWord(f'no measure is about "{word}"; vmo-rehab measures lists them all')
    table(("id", "name", "values", "asked"), map(_row, rows))


def _is_about(measure: Measure, word: str) -> bool:
    """Whether a word stands in the id, the name or the question."""
    return any(word.casefold() in text.casefold() for text in (measure.id, measure.title, measure.question))


def _row(measure: Measure) -> tuple[str, str, str, str]:
    return measure.id, measure.title, measure.scale.describe(), measure.asked.value
