"""``vmo-rehab run``: a patient's way through a protocol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import click

from vmo_rehab.cli.output import document, say, table
from vmo_rehab.cli.patient import Patient, enrolment_options, read_patient
from vmo_rehab.cli.refusals import FINE, FOUND
from vmo_rehab.record.canonical import to_json
from vmo_rehab.report.decision_text import prescription_in_words, questions_in_words, standing_in_words
from vmo_rehab.report.run_rows import Row, RowKind, run_rows

_EXAMPLES: Final = """\b
Examples:
  vmo-rehab run vmo-foundation log.csv
  vmo-rehab run vmo-foundation log.csv --start 2026-03-02 --fact injury=2026-02-01 --baseline pain_usual=2
"""


@click.command(short_help="Tell each session's decision, and what comes next.", epilog=_EXAMPLES)
@click.argument("protocol")
@click.argument("log")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@enrolment_options
@click.pass_context
def run(ctx: click.Context, /, protocol: str, log: str, as_json: bool, **given: Any) -> None:  # noqa: ANN401
    """Tell what a patient's log (CSV or JSON) leads to: a decision for each session, and what comes next.

    Exit code 1 if an event of the log does not fit and was not taken.
    """
    patient = read_patient(protocol, log, given)
    if as_json:
        document(_document(patient))
    else:
        _tell(patient)
    ctx.exit(FOUND if patient.refused else FINE)


def _document(patient: Patient) -> str:
    record, fold = patient.record, patient.fold
    return to_json(
        {
            "protocol": record.protocol,
            "revision": record.revision,
            "digest": record.digest,
            "enrolled": record.enrolled,
            "events": list(record.events),
            "issued": [one.issued for one in fold.decided],
            "now": [one.now for one in fold.decided],
            "unfit": [{"event": one.event, "why": one.why} for one in fold.unfit]
            + [{"event": one.event, "why": one.why} for one in patient.refused],
            "phase": fold.episode.state.phase,
            "prescription": patient.prescription,
            "ask": list(patient.last.ask) if patient.last else [],
        }
    )


def _tell(patient: Patient) -> None:
    protocol, record = patient.protocol, patient.record
    say(
        f"{protocol.title} ({protocol.id}, revision {protocol.revision}), from {record.enrolled.on}\n",
        fold=True,
    )
    unfit = {one.number: one.why for one in patient.fold.unfit}
    rows = run_rows(protocol, record.events, patient.issued, patient.now, unfit)
    if rows:
        table(("date", "phase", "what", "why"), map(_cells, rows), strong=2)
    else:
        say("The log has no sessions yet.")
    if any(row.changed for row in rows):
        say(
            "\n* decided otherwise than on the day, because of what came later; below it what was said then",
            fold=True,
        )
    _tell_refused(patient)
    _tell_next(patient)


def _tell_next(patient: Patient) -> None:
    protocol, last = patient.protocol, patient.last
    say(f"\nNOW\n  {standing_in_words(protocol, patient.fold.episode.state)}", fold=True)
    if patient.prescription.items:
        say(f"\nWHAT TO DO NEXT\n{prescription_in_words(protocol, patient.prescription)}", fold=True)
    if last and last.ask:
        say(f"\nWHAT TO ASK NEXT\n{questions_in_words(protocol, last.ask)}", fold=True)
    if patient.alternatives:
        say(f"\nTHE CLINICIAN MAY ALSO\n{_bullets(patient.alternatives)}", fold=True)


def _cells(row: Row) -> tuple[str, str, str, str]:
    what = f"{row.what} *" if row.changed else row.what
    if row.kind is RowKind.ISSUED:
        what = f"(then: {row.what})"
    loads = f" [{'; '.join(row.loads)}]" if row.loads else ""
    return str(row.date or ""), row.phase, what, f"{row.why}{loads}"


def _tell_refused(patient: Patient) -> None:
    if not patient.refused:
        return
    say(f"\nNOT TAKEN, BECAUSE IT DOES NOT FIT\n{_bullets(patient.not_taken)}", fold=True)


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"  - {line}" for line in lines)
