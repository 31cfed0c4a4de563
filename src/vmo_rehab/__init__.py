"""Knee-rehabilitation protocols as data: explained decisions from logged pain and repetition quality.

The names below are all of the public face. Each is imported when it is first
used, so that a program that only decides never loads the reader of files.

Example:
    >>> import datetime as dt
    >>> import vmo_rehab as vmo
    >>> protocol = vmo.load("soreness-rules")
    >>> episode = vmo.enrol(protocol, vmo.Enrolled(dt.date(2026, 3, 2)))
    >>> decision, episode = vmo.step(protocol, episode, vmo.Session(dt.date(2026, 3, 3)))
    >>> decision.kind.value
    'enquire'
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from vmo_rehab.cases.model import Cases
    from vmo_rehab.cases.reading import load_cases
    from vmo_rehab.cases.running import Tested, run_cases
    from vmo_rehab.checks.whole import check
    from vmo_rehab.compare.model import Difference
    from vmo_rehab.compare.protocols import diff
    from vmo_rehab.diagnostics import Diagnostic, Severity
    from vmo_rehab.documents.library import load, loads, shipped
    from vmo_rehab.engine.apply import apply
    from vmo_rehab.engine.decision import Decision, Flag, Item, Kind, Prescription, Question, Today
    from vmo_rehab.engine.enrol import enrol
    from vmo_rehab.engine.episode import Episode
    from vmo_rehab.engine.events import (
        Amended,
        Assessment,
        BaselineReset,
        Cleared,
        Enrolled,
        Event,
        LateAnswer,
        Log,
        Migrated,
        Move,
        Overridden,
        SignedOff,
        Suspended,
        Unsuspended,
        Voided,
    )
    from vmo_rehab.engine.explanation import Cited, Explanation, Node, Rule
    from vmo_rehab.engine.next_set import NextSet, next_set
    from vmo_rehab.engine.session import Absent, Answer, Performed, Session, SetDone, Why
    from vmo_rehab.engine.step import step, today
    from vmo_rehab.errors import (
        EnrolmentError,
        EpisodeFinal,
        EpisodeSuspended,
        EventError,
        LogError,
        ProtocolError,
        RecordError,
        RefusedError,
        ReplayError,
        VmoRehabError,
    )
    from vmo_rehab.interop.logs import read_csv, read_json, read_log, write_json
    from vmo_rehab.measures import Measure
    from vmo_rehab.protocol.model import Do, Phase, Protocol
    from vmo_rehab.record.canonical import from_json, from_plain, to_json, to_plain
    from vmo_rehab.record.log import Unfit
    from vmo_rehab.record.record import Decided, Fold, Record
    from vmo_rehab.record.replay import replay
    from vmo_rehab.scales import Scale
    from vmo_rehab.truth import Truth
    from vmo_rehab.version import ENGINE as __version__

__all__ = [
    "Absent",
    "Amended",
    "Answer",
    "Assessment",
    "BaselineReset",
    "Cases",
    "Cited",
    "Cleared",
    "Decided",
    "Decision",
    "Diagnostic",
    "Difference",
    "Do",
    "Enrolled",
    "EnrolmentError",
    "Episode",
    "EpisodeFinal",
    "EpisodeSuspended",
    "Event",
    "EventError",
    "Explanation",
    "Flag",
    "Fold",
    "Item",
    "Kind",
    "LateAnswer",
    "Log",
    "LogError",
    "Measure",
    "Migrated",
    "Move",
    "NextSet",
    "Node",
    "Overridden",
    "Performed",
    "Phase",
    "Prescription",
    "Protocol",
    "ProtocolError",
    "Question",
    "Record",
    "RecordError",
    "RefusedError",
    "ReplayError",
    "Rule",
    "Scale",
    "Session",
    "SetDone",
    "Severity",
    "SignedOff",
    "Suspended",
    "Tested",
    "Today",
    "Truth",
    "Unfit",
    "Unsuspended",
    "VmoRehabError",
    "Voided",
    "Why",
    "__version__",
    "apply",
    "check",
    "diff",
    "enrol",
    "from_json",
    "from_plain",
    "load",
    "load_cases",
    "loads",
    "next_set",
    "read_csv",
    "read_json",
    "read_log",
    "replay",
    "run_cases",
    "shipped",
    "step",
    "to_json",
    "to_plain",
    "today",
    "write_json",
]

_HOMES: Final = {
    "cases.model": ("Cases",),
    "cases.reading": ("load_cases",),
    "cases.running": (
        "Tested",
        "run_cases",
    ),
    "checks.whole": ("check",),
    "compare.model": ("Difference",),
    "compare.protocols": ("diff",),
    "diagnostics": (
        "Diagnostic",
        "Severity",
    ),
    "documents.library": (
        "load",
        "loads",
        "shipped",
    ),
    "engine.apply": ("apply",),
    "engine.decision": (
        "Decision",
        "Flag",
        "Item",
        "Kind",
        "Prescription",
        "Question",
        "Today",
    ),
    "engine.enrol": ("enrol",),
    "engine.episode": ("Episode",),
    "engine.events": (
        "Amended",
        "Assessment",
        "BaselineReset",
        "Cleared",
        "Enrolled",
        "Event",
        "LateAnswer",
        "Log",
        "Migrated",
        "Move",
        "Overridden",
        "SignedOff",
        "Suspended",
        "Unsuspended",
        "Voided",
    ),
    "engine.explanation": (
        "Cited",
        "Explanation",
        "Node",
        "Rule",
    ),
    "engine.next_set": (
        "NextSet",
        "next_set",
    ),
    "engine.session": (
        "Absent",
        "Answer",
        "Performed",
        "Session",
        "SetDone",
        "Why",
    ),
    "engine.step": (
        "step",
        "today",
    ),
    "errors": (
        "EnrolmentError",
        "EpisodeFinal",
        "EpisodeSuspended",
        "EventError",
        "LogError",
        "ProtocolError",
        "RecordError",
        "RefusedError",
        "ReplayError",
        "VmoRehabError",
    ),
    "interop.logs": (
        "read_csv",
        "read_json",
        "read_log",
        "write_json",
    ),
    "measures": ("Measure",),
    "protocol.model": (
        "Do",
        "Phase",
        "Protocol",
    ),
    "record.canonical": (
        "from_json",
        "from_plain",
        "to_json",
        "to_plain",
    ),
    "record.log": ("Unfit",),
    "record.record": (
        "Decided",
        "Fold",
        "Record",
    ),
    "record.replay": ("replay",),
    "scales": ("Scale",),
    "truth": ("Truth",),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands under the name
    if name == "__version__":
        from vmo_rehab.version import ENGINE

        return ENGINE
    from vmo_rehab.lazy import imported

    return imported(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - IPython's own, which is not imported
    """Show protocols, decisions and more as pages in a notebook; ``%load_ext vmo_rehab`` calls it."""
    from vmo_rehab.report.notebook import register

    register(shell)


def _show_in_notebooks() -> None:
    """Do so at once where the package is imported in a running notebook."""
    running = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = running() if running else None
    if shell:
        load_ipython_extension(shell)


_show_in_notebooks()
