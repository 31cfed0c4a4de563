"""``vmo-rehab prescribe``: what to do next, to print and hand out."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import click

from vmo_rehab.cli.answers import check_in_answers
from vmo_rehab.cli.output import document, say
from vmo_rehab.cli.patient import Day, enrolment_options, read_patient, wall_day
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import today as plan
from vmo_rehab.record.canonical import to_json
from vmo_rehab.report.sheet_text import sheet_in_words

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab prescribe vmo-foundation log.csv
  vmo-rehab prescribe vmo-foundation log.csv --equipment "leg press, chair"
  vmo-rehab prescribe vmo-foundation log.csv --on 2026-04-02 --answers "pain_before=2 red_flags=none"
"""


@click.command(short_help="Print what to do next, in full.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@click.option(
    "--answers",
    multiple=True,
    metavar="NAME=VALUE",
    help="An answer of that day's check-in, or several in quotes; it says what kind of day it is.",
)
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day; after the last session, if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@enrolment_options
def prescribe(
    protocol: str,
    log: str,
    answers: tuple[str, ...],
    day: dt.date | None,
    as_json: bool,
    **given: Any,  # noqa: ANN401
) -> None:
    """Print the prescription that a patient's log leads to: exercises in full, the pain rule, whom to call.

    With --on or --answers it is for that day, as the answers at the door make it; without, for the next one.
    """
    patient = read_patient(protocol, log, given)
    its, episode = patient.protocol, patient.fold.episode
    if day or answers:
        check_in = Session(day or wall_day(), check_in_answers(its, answers))
        told = plan(its, episode, check_in, patient.equipment)
        prescription = told.prescription
    else:
        prescription = patient.prescription
    if as_json:
        document(to_json(prescription))
        return
    on = day or episode.state.last
    say(sheet_in_words(its, prescription, on, patient.record.enrolled.side), fold=True)
