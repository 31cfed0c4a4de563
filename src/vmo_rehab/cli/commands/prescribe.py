"""``vmo-rehab prescribe``: what to do next, to print and hand out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import attrs
import click

from vmo_rehab.cli.answers import check_in_answers
from vmo_rehab.cli.output import document, say
from vmo_rehab.cli.pages import hand_over_page, html_option, needs_html, output_option
from vmo_rehab.cli.patient import Day, Patient, enrolment_options, read_patient, wall_day
from vmo_rehab.documents.library import file_of
from vmo_rehab.engine.decision import Today
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import today as plan
from vmo_rehab.record.canonical import to_json
from vmo_rehab.report.decision_text import standing_in_words
from vmo_rehab.report.pages.handout import handout_page
from vmo_rehab.report.sheet_text import Reasons, sheet_in_words
from vmo_rehab.truth import TRUE

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab prescribe vmo-foundation log.csv
  vmo-rehab prescribe vmo-foundation log.csv --equipment "leg press, chair"
  vmo-rehab prescribe vmo-foundation log.csv --html --output handout.html
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
@html_option
@output_option
@enrolment_options
def prescribe(
    protocol: str,
    log: str,
    answers: tuple[str, ...],
    day: dt.date | None,
    as_json: bool,
    as_html: bool,
    to: Path | None,
    **given: Any,  # noqa: ANN401
) -> None:
    """Print the prescription that a patient's log leads to: exercises in full, the pain rule, whom to call.

    With --on or --answers it is for that day, as the answers at the door make it; without, for the next one.
    """
    needs_html(to, as_html=as_html)
    if as_html and as_json:
        raise click.UsageError("--html and --json are two documents: ask for one of them")
    patient = read_patient(protocol, log, given)
    its, episode = patient.protocol, patient.fold.episode
    if day or answers:
        check_in = Session(day or wall_day(), check_in_answers(its, answers))
        told = plan(its, episode, check_in, patient.equipment)
        prescription, reasons = told.prescription, _of_day(patient, told)
    else:
        prescription, reasons = patient.prescription, _of_last(patient)
    if as_json:
        document(to_json(prescription))
        return
    on, side = day or episode.state.last, patient.record.enrolled.side
    if as_html:
        hand_over_page(handout_page(its, prescription, on, side, reasons), to, file_of(protocol), log)
    else:
        say(sheet_in_words(its, prescription, on, side, reasons), fold=True)


def _of_day(patient: Patient, told: Today) -> Reasons:
    """Say why a day is what it is, with the rules that hold from that day on."""
    now = [rule.name for rule in told.explanation.rules if rule.role == "hold" and rule.node.truth is TRUE]
    stands = _of_state(patient)
    return attrs.evolve(
        stands, why=told.why, red_flags=told.red_flags, holds=(*stands.holds, *now), ask=told.ask
    )


def _of_last(patient: Patient) -> Reasons:
    """Say why a patient is stopped; the last decision's reason, unless an event came after it."""
    stands, decision = _of_state(patient), patient.standing
    return attrs.evolve(stands, why=decision.why) if decision else stands


def _of_state(patient: Patient) -> Reasons:
    state = patient.fold.episode.state
    standing = standing_in_words(patient.protocol, state) if state.stopped else ""
    return Reasons("", standing, state.flags, tuple(one.hold for one in state.bound))
