"""``vmo-rehab report``: a patient's way as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from vmo_rehab.cli.pages import hand_over_page, output_option
from vmo_rehab.cli.patient import enrolment_options, read_patient
from vmo_rehab.cli.refusals import FINE, FOUND
from vmo_rehab.documents.library import file_of
from vmo_rehab.report.pages.patient_page import Way, patient_page

_EXAMPLES: Final = """\b
Example:
  vmo-rehab report vmo-foundation log.csv --output patient.html
"""


@click.command(short_help="Write a patient's way as a page.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@click.option(
    "--html", is_flag=True, expose_value=False, help="As a page, like show and prescribe; it always is one."
)
@output_option
@enrolment_options
@click.pass_context
def report(ctx: click.Context, /, protocol: str, log: str, to: Path | None, **given: Any) -> None:  # noqa: ANN401
    """Write a patient's way as one HTML page: where the patient is, what comes next, each decision and why.

    It holds what the log holds of the patient. Exit code 1 if an event of the log was not taken.
    """
    patient = read_patient(protocol, log, given)
    way = Way(
        protocol=patient.protocol,
        record=patient.record,
        fold=patient.fold,
        prescription=patient.prescription,
        alternatives=patient.alternatives,
        refused=patient.not_taken,
    )
    hand_over_page(patient_page(way), to, file_of(protocol), log)
    ctx.exit(FOUND if patient.refused else FINE)
