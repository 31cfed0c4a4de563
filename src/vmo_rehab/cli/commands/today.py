"""``vmo-rehab today``: what a day is, told before training."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import click

from vmo_rehab.cli.answers import check_in_answers
from vmo_rehab.cli.output import say
from vmo_rehab.cli.patient import Day, enrolment_options, read_patient, wall_day
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import today as plan
from vmo_rehab.report.decision_text import today_in_words

_EXAMPLES: Final = """\b
Example:
  vmo-rehab today vmo-foundation log.csv --answers "pain_before=2 effusion=trace red_flags=none"
"""


@click.command(short_help="Tell what today is, before training.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@click.option(
    "--answers",
    multiple=True,
    metavar="NAME=VALUE",
    help="An answer of today's check-in, or several in quotes; red_flags=none says that every one is absent.",
)
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day; today, if left out.")
@enrolment_options
def today(protocol: str, log: str, answers: tuple[str, ...], day: dt.date | None, **given: Any) -> None:  # noqa: ANN401
    """Tell before training what a day is: train, repeat, rescue, rest, or refer.

    Changes nothing; log the session afterwards with the same answers.
    """
    patient = read_patient(protocol, log, given)
    check_in = Session(day or wall_day(), check_in_answers(patient.protocol, answers))
    say(
        today_in_words(
            patient.protocol, plan(patient.protocol, patient.fold.episode, check_in, patient.equipment)
        ),
        fold=True,
    )
