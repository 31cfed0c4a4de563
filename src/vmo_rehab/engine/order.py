"""The day of a session, and the phase it was done under, held against the episode."""

from __future__ import annotations

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol


def out_of_order(episode: Episode, session: Session) -> bool:
    """Tell whether a session's day is before what was taken already."""
    state = episode.state
    before = session.date < max(episode.enrolled.on, state.applied or episode.enrolled.on)
    return before or (state.last is not None and session.date <= state.last)


def day_found(protocol: Protocol, episode: Episode, session: Session) -> list[Diagnostic]:
    """Return what is wrong with the day of a session, or with the phase it was done under."""
    last, start = episode.state.last, episode.enrolled.on
    if session.date < start:
        return [
            Diagnostic(
                "L155", f"the session of {session.date} is before the start, {start}", "correct the date"
            )
        ]
    if last is not None and session.date <= last:
        same = "there is already a session on" if session.date == last else "it is before the last one,"
        return [
            Diagnostic(
                "L155",
                f"the session of {session.date} is out of order: {same} {last}",
                "take sessions in date order, one a day; a record takes late answers and amendments",
            )
        ]
    applied = episode.state.applied
    if applied is not None and session.date < applied:
        what = f"the session of {session.date} is out of order: an event of {applied} has been applied"
        return [Diagnostic("L155", what, "take sessions and events in date order, or keep a record")]
    if session.phase and session.phase not in protocol.phase_by_id:
        return [
            Diagnostic(
                "L156", f'"{session.phase}" is not a phase', f"known: {', '.join(protocol.phase_by_id)}"
            )
        ]
    return []
