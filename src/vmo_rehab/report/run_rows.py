"""A patient's way through a protocol, a row for each event of the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision, Flag
from vmo_rehab.engine.events import Event
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.decision_text import flags_in_words, way_in_words
from vmo_rehab.report.event_text import event_in_words

_NO_LONGER: Final = "taken out since, or it no longer fits"


class RowKind(StrEnum):
    """What a row tells."""

    SESSION = "session"
    ISSUED = "issued"
    EVENT = "event"
    UNFIT = "unfit"


@frozen
class Row:
    """One row of a patient's way.

    Args:
        kind: a session as it is decided now; a decision as it was issued on the
            day, below its session; another event; an event that does not fit.
        date: the day; ``None`` below a session.
        phase: the phase, and the one moved to; empty for another event.
        what: the decision or the event, in a word or two.
        why: the reason or the content, in one line, with what to look at.
        changed: whether a session is decided otherwise than it was on the day.
        loads: what of the loads is another than before: ``Leg extension 10 kg -> 12.5 kg``.
        decision: what it is made of, where it tells a decision.
    """

    kind: RowKind
    date: dt.date | None
    phase: str
    what: str
    why: str
    changed: bool = False
    loads: tuple[str, ...] = ()
    decision: Decision | None = None


def run_rows(
    protocol: Protocol,
    events: Sequence[Event],
    issued: Mapping[int, Decision],
    now: Mapping[int, Decision],
    unfit: Mapping[int, str] | None = None,
) -> tuple[Row, ...]:
    """Tell a patient's way.

    Args:
        protocol: gives measures their titles.
        events: of the record, in the order they arrived.
        issued: the decision of each session as it was on the day, by its place among the events.
        now: the same with all that came later taken in.
        unfit: why an event moves nobody, by its place.

    Returns:
        A row for each event; two for a session that is decided otherwise now.
    """
    rows: list[Row] = []
    for place, event in enumerate(events):
        if isinstance(event, Session):
            rows += _session(event, issued.get(place), now.get(place))
        else:
            what, told = event_in_words(protocol, event)
            rows.append(Row(RowKind.EVENT, event.on, "", what, told))
        if unfit and place in unfit:
            rows.append(Row(RowKind.UNFIT, None, "", "does not fit", unfit[place]))
    return tuple(rows)


def differs(issued: Decision, now: Decision) -> bool:
    """Tell whether a session is decided otherwise: another decision, phase, prescription or red flag.

    A dose that rises once the answer it waited for is in was announced, and is no difference.
    """
    parts = ["kind", "phase_before", "phase_after", "red_flags"]
    if Flag.AWAITING not in issued.flags:
        parts.append("prescription")
    return any(getattr(issued, part) != getattr(now, part) for part in parts)


def _session(session: Session, issued: Decision | None, now: Decision | None) -> Iterator[Row]:
    changed = (issued is None) is not (now is None) or bool(issued and now and differs(issued, now))
    if now:
        yield _row(RowKind.SESSION, session.date, now, changed=changed)
    else:
        yield Row(RowKind.SESSION, session.date, session.phase, "no decision", _NO_LONGER, changed)
    if changed and issued:
        yield _row(RowKind.ISSUED, None, issued)
    elif changed:
        yield Row(RowKind.ISSUED, None, "", "no decision", "the session was refused on the day")


def _row(kind: RowKind, date: dt.date | None, decision: Decision, *, changed: bool = False) -> Row:
    flags = flags_in_words(decision)
    why = f"{decision.why} [{flags}]" if flags else decision.why
    loads = tuple(
        f"{item.name} {item.before} -> {item.load}" if item.load else f"{item.before} -> {item.name}"
        for item in decision.prescription.items
        if item.before
    )
    return Row(kind, date, way_in_words(decision), decision.kind, why, changed, loads, decision)
