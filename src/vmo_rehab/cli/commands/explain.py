"""``vmo-rehab explain``: why a session was decided as it was."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import click

from vmo_rehab.cli.output import say
from vmo_rehab.cli.patient import Day, enrolment_options, read_patient
from vmo_rehab.cli.refusals import WrongWord
from vmo_rehab.report.explanation_text import explanation_in_words

_EXAMPLES: Final = """\b
Example:
  vmo-rehab explain vmo-foundation log.csv --on 2026-03-09
"""


@click.command(short_help="Tell why a session was decided as it was.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day of the session.")
@enrolment_options
def explain(protocol: str, log: str, day: dt.date | None, **given: Any) -> None:  # noqa: ANN401
    """Tell why the session of a day was decided as it was: every rule, what was found, and its line."""
    patient = read_patient(protocol, log, given)
    decision = next((one for one in patient.fold.decisions if one.date == day), None)
    if decision is None:
        days = ", ".join(str(one.date) for one in patient.fold.decisions) or "the log has none"
        what = f"there is no session on {day}" if day else "name a day with --on DATE"
        raise WrongWord(f"{what}; sessions: {days}")
    say(explanation_in_words(decision), fold=True)
