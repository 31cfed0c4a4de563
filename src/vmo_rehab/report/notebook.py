"""Notebooks: how protocols, decisions, explanations, prescriptions and records show themselves.

IPython is told by the names of the types, so that nothing is loaded before one of
them is shown, and the types know nothing of pages. It is never imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from vmo_rehab.errors import RecordError

if TYPE_CHECKING:
    from vmo_rehab.engine.decision import Decision, Prescription
    from vmo_rehab.engine.explanation import Explanation
    from vmo_rehab.protocol.model import Protocol
    from vmo_rehab.record.record import Record


def register(shell: Any) -> None:  # noqa: ANN401 - IPython's own, which is not imported
    """Tell a shell of IPython how to show what the package makes.

    Args:
        shell: as ``get_ipython()`` gives it.
    """
    html = shell.display_formatter.formatters["text/html"]
    for (module, name), shown in _SHOWN.items():
        html.for_type_by_name(module, name, shown)


def _protocol(protocol: Protocol) -> str:
    from vmo_rehab.report.pages.pieces import protocol_piece

    return protocol_piece(protocol)


def _decision(decision: Decision) -> str:
    from vmo_rehab.report.pages.pieces import decision_piece

    return decision_piece(decision)


def _explanation(explanation: Explanation) -> str:
    from vmo_rehab.report.pages.pieces import explanation_piece

    return explanation_piece(explanation)


def _prescription(prescription: Prescription) -> str:
    from vmo_rehab.report.pages.pieces import prescription_piece

    return prescription_piece(prescription)


def _record(record: Record) -> str | None:
    """Show a record that knows its protocol; one that was read from a file is told as a plain value."""
    from vmo_rehab.report.pages.pieces import record_piece

    try:
        return record_piece(record)
    except RecordError:
        return None


_SHOWN: Final[dict[tuple[str, str], Callable[[Any], str | None]]] = {
    ("vmo_rehab.protocol.model", "Protocol"): _protocol,
    ("vmo_rehab.engine.decision", "Decision"): _decision,
    ("vmo_rehab.engine.explanation", "Explanation"): _explanation,
    ("vmo_rehab.engine.decision", "Prescription"): _prescription,
    ("vmo_rehab.record.record", "Record"): _record,
}
