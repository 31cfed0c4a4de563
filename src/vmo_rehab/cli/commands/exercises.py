"""``vmo-rehab exercises``: the catalogue of exercises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

from vmo_rehab.cli.output import say, table
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.exercises import NO_EQUIPMENT
from vmo_rehab.documents.library import catalogue
from vmo_rehab.protocol.exercise import Exercise, other_names
from vmo_rehab.report.exercise_text import exercise_in_words

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab exercises --pattern squat
  vmo-rehab exercises --equipment band
  vmo-rehab exercises leg-extension/machine
"""


@click.command(short_help="List the exercises, or show one.", epilog=_EXAMPLES)
@click.argument("name", metavar="[ID]", required=False)
@click.option("--pattern", metavar="PATTERN", help="Only this movement family, such as squat.")
@click.option(
    "--equipment",
    metavar="WORD",
    help="Only what is done with this: a word of its name such as band, or none for no equipment.",
)
def exercises(name: str | None, pattern: str | None, equipment: str | None) -> None:
    """List the exercises of the catalogue, or show one in plain words to be handed out."""
    known = catalogue().exercises
    if name is None:
        rows = _narrowed(known.values(), pattern, equipment)
        table(("id", "name", "pattern", "equipment"), map(_row, rows))
        return
    if pattern or equipment:
        raise click.UsageError(
            "--pattern and --equipment narrow the list; leave them out to show one exercise"
        )
    if name not in known:
        raise WrongWord(
            f'there is no exercise "{name}"; {did_you_mean(name, known, called=other_names(known))}'
        )
    say(exercise_in_words(known[name], known), fold=True)


def _narrowed(every: Iterable[Exercise], pattern: str | None, equipment: str | None) -> list[Exercise]:
    found = list(every)
    if pattern:
        patterns = sorted({one.pattern for one in found})
        if pattern not in patterns:
            raise WrongWord(f'there is no pattern "{pattern}"; {did_you_mean(pattern, patterns)}')
        found = [one for one in found if one.pattern == pattern]
    if equipment:
        words = sorted({NO_EQUIPMENT, *(word for one in found for word in one.equipment)})
        found = [one for one in found if _done_with(one, equipment)]
        if not found:
            raise WrongWord(f'nothing here is done with "{equipment}"; {did_you_mean(equipment, words)}')
    return sorted(found, key=lambda one: one.id)


def _done_with(exercise: Exercise, word: str) -> bool:
    """Whether the word is a part of the name of something the exercise needs."""
    if word == NO_EQUIPMENT:
        return not exercise.equipment
    return any(word.casefold() in one.casefold() for one in exercise.equipment)


def _row(exercise: Exercise) -> tuple[str, str, str, str]:
    return exercise.id, exercise.name, exercise.pattern, ", ".join(exercise.equipment) or NO_EQUIPMENT
