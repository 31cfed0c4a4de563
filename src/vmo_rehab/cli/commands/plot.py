"""``vmo-rehab plot``: a patient's way as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.patient import Patient, enrolment_options, read_patient
from vmo_rehab.cli.pictures import form_of, hand_over, output_options
from vmo_rehab.cli.refusals import FINE, FOUND, WrongWord
from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.library import file_of
from vmo_rehab.report.pictures.timeline import loaded_exercises, timeline_svg
from vmo_rehab.report.words import count

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab plot vmo-foundation log.csv --output log.svg
  vmo-rehab plot vmo-foundation log.csv --exercise leg-extension/machine --output log.png
"""
_FORMS: Final = ("svg", "png")


@click.command(short_help="Draw a patient's way along the days.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@output_options(*_FORMS)
@click.option("--exercise", metavar="ID", help="Draw the load of this exercise only.")
@enrolment_options
@click.pass_context
def plot(
    ctx: click.Context,
    /,
    protocol: str,
    log: str,
    form: str | None,
    output: Path | None,
    exercise: str | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """Draw what a patient's log (CSV or JSON) leads to: phases, decisions, pain and loads along the days.

    Exit code 1 if an event of the log does not fit and was not taken.
    """
    form = form_of(form, output)
    patient = read_patient(protocol, log, given)
    if exercise is not None:
        _refuse_unknown(patient, exercise)
    drawn = timeline_svg(patient.protocol, patient.record, exercise=exercise)
    hand_over(drawn, form, output, keep=(file_of(protocol), log))
    if patient.refused:
        lost = count(len(patient.refused), "event")
        say(f"not drawn, because not taken: {lost} of the log; vmo-rehab run tells which and why", err=True)
    ctx.exit(FOUND if patient.refused else FINE)


def _refuse_unknown(patient: Patient, exercise: str) -> None:
    known = loaded_exercises(patient.protocol)
    if exercise not in known:
        raise WrongWord(
            f'"{exercise}" is no exercise with a load in this protocol; {did_you_mean(exercise, known)}'
        )
