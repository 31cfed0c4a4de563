"""What is not a session, folded into an episode; it decides nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.engine.doses import entering
from vmo_rehab.engine.enrol import baseline_in_steps
from vmo_rehab.engine.episode import Entry, Episode, OnHold, Practice, State, Stay
from vmo_rehab.engine.events import (
    Applied,
    Assessment,
    BaselineReset,
    Cleared,
    Migrated,
    Move,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    says,
)
from vmo_rehab.engine.intake import Intake, check_date, with_entries
from vmo_rehab.engine.seen import Reading, Seen
from vmo_rehab.engine.session import Session, Why
from vmo_rehab.engine.stand_ins import well_made
from vmo_rehab.errors import EventError, LogError
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.dosage import Ladder, Load, Weights
from vmo_rehab.protocol.model import Protocol


def apply(protocol: Protocol, episode: Episode, event: Applied) -> Episode:
    """Fold an event that is not a session into an episode.

    Args:
        protocol: the protocol the episode is in; for a `Migrated` event the one it moves to.
        episode: as it was.
        event: what happened.

    Returns:
        The episode that follows; the arguments are unchanged.

    Raises:
        EventError: the event does not fit, for example a clearance with no red flag to clear.
        LogError: an assessment or baseline has an answer that cannot be used. A red flag in an assessment
            counts whatever else is wrong with it.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, Suspended, enrol, load
        >>> protocol = load("soreness-rules")
        >>> episode = enrol(protocol, Enrolled(dt.date(2026, 3, 2)))
        >>> apply(protocol, episode, Suspended(dt.date(2026, 3, 9), by="clinic")).state.suspended
        True
    """
    if not isinstance(event, Migrated) and episode.digest != protocol.digest:
        raise EventError(
            f"the episode is in {episode.protocol} {episode.revision}, and this is another {protocol.id}"
        )
    fold = _FOLDS.get(type(event))
    if fold is None:
        raise EventError(f"a {type(event).__name__} is not applied to an episode; step or a record takes it")
    check_date(event.on)
    if why := _out_of_order(episode, event):
        flags = _flags_of(protocol, event) if isinstance(event, Assessment) else ()
        if not flags:
            raise EventError(why)
        # The red flag counts, the rest of the assessment does not.
        return _with(episode, flags=tuple(dict.fromkeys((*episode.state.flags, *flags))))
    applied = episode.state.applied
    return _with(fold(protocol, episode, event), applied=max(event.on, applied or event.on))


def _out_of_order(episode: Episode, event: Applied) -> str:
    """Say why the day of an event cannot be; nothing where it can."""
    start, last = episode.enrolled.on, episode.state.last
    if event.on < start:
        return f"the event of {event.on} is before the start, {start}"
    if last is not None and event.on < last:
        return (
            f"the event of {event.on} is before the last session, {last}; take events in date order, or keep "
            "a record, which puts late ones in their place"
        )
    return ""


def _flags_of(protocol: Protocol, event: Assessment) -> tuple[str, ...]:
    return Intake.of(protocol, well_made(Session(event.on, event.answers))).flags(protocol)


def _with(episode: Episode, **changes: Any) -> Episode:  # noqa: ANN401 - any field of the state
    return attrs.evolve(episode, state=attrs.evolve(episode.state, **changes))


def _assessment(protocol: Protocol, episode: Episode, event: Assessment) -> Episode:
    """Take entries in; a red flag among them counts whatever else is wrong, and the next decision refers."""
    taken, found = event.taken or event.on, list[Diagnostic]()
    try:
        check_date(taken)
    except LogError as refused:
        found += refused.diagnostics
    else:
        if taken > event.on:
            what = f"taken on {taken}, after it was noted on {event.on}"
            found.append(Diagnostic("L157", what, "correct one date"))
    if found:
        # Only a red flag keeps such an entry; its day is as if it had not been given.
        taken = event.on
    report = well_made(Session(taken, event.answers))
    for name in report.answers:
        measure = protocol.measures.get(name)
        if measure and not measure.is_state:
            cure = "log it with its session, or as a late answer to it"
            found.append(Diagnostic("L157", f"{name} is asked in a session, not assessed", cure))
    intake = Intake.of(protocol, report)
    present = intake.flags(protocol)
    if not present and (found or intake.diagnostics):
        raise LogError([*found, *intake.diagnostics])
    entries = with_entries(protocol, episode.state.entries, intake.answers, taken)
    return _with(episode, entries=entries, flags=tuple(dict.fromkeys((*episode.state.flags, *present))))


def _signed_off(protocol: Protocol, episode: Episode, event: SignedOff) -> Episode:
    ways = {rule.to for rule in protocol.phase_by_id[episode.state.phase].progress}
    if event.to not in ways:
        cure = did_you_mean(event.to, ways, "ways on from here: {}")
        raise EventError(f'no way leads from {episode.state.phase} to "{event.to}"; {cure}')
    if not says(event.by):
        raise EventError("a sign-off names who signed")
    # A later word takes the place of an earlier one for the same move by the same role.
    others = [one for one in episode.state.sign_offs if (one.to, one.role) != (event.to, event.role)]
    return _with(episode, sign_offs=(*others, event))


def _cleared(protocol: Protocol, episode: Episode, event: Cleared) -> Episode:
    state = episode.state
    named = event.flags or state.flags
    left = tuple(flag for flag in state.flags if flag not in named)
    if left == state.flags:
        raise EventError("there is no red flag to clear")
    if not says(event.by):
        raise EventError("a clearance names who cleared")
    if left or protocol.phase_by_id[state.phase].final:
        return _with(episode, flags=left)
    hold = state.hold or OnHold(event.on, state.sessions)
    return _with(episode, flags=(), hold=attrs.evolve(hold, cleared=True))


def _overridden(protocol: Protocol, episode: Episode, event: Overridden) -> Episode:
    if not (says(event.by) and says(event.reason) and says(event.text)):
        raise EventError("an override names who decided, a reason, and why in words")
    check_date(event.expires)
    if event.expires < event.on:
        raise EventError(f"the override expires on {event.expires}, before it begins on {event.on}")
    if event.move is Move.RESUME:
        if event.to:
            raise EventError("a resume goes back to the phase the hold began in; leave out where to")
    elif event.to not in protocol.phase_by_id:
        raise EventError(f'"{event.to}" is not a phase; {did_you_mean(event.to, protocol.phase_by_id)}')
    else:
        order = protocol.phase_order
        later = order[event.to] > order[episode.state.phase]
        if event.to == episode.state.phase or later is not (event.move is Move.PROGRESS):
            raise EventError(f"{event.to} is no {event.move} from {episode.state.phase}")
    open_ = [one for one in episode.state.overrides if one.expires >= event.on]
    return _with(episode, overrides=(*open_, event))


def _suspended(_: Protocol, episode: Episode, event: Suspended) -> Episode:
    if episode.state.suspended:
        raise EventError("the episode is suspended already")
    if not says(event.by):
        raise EventError("a suspension names who decided")
    return _with(episode, suspended=True)


def _unsuspended(_: Protocol, episode: Episode, event: Unsuspended) -> Episode:
    if not episode.state.suspended:
        raise EventError("the episode is not suspended")
    if not says(event.by):
        raise EventError("an end of a suspension names who decided")
    return _with(episode, suspended=False)


def _baseline(protocol: Protocol, episode: Episode, event: BaselineReset) -> Episode:
    found: list[Diagnostic] = []
    new = baseline_in_steps(protocol, event.baseline, found)
    if found:
        raise LogError(found)
    return _with(episode, baseline={**episode.state.baseline, **new})


def _migrated(protocol: Protocol, episode: Episode, event: Migrated) -> Episode:
    if event.digest != protocol.digest:
        raise EventError(f"the event moves to another protocol than {protocol.id} {protocol.revision}")
    if episode.protocol != protocol.id:
        raise EventError(
            f"{protocol.id} is another protocol than {episode.protocol}, not another revision; "
            "end the episode and enrol the patient anew"
        )
    if not says(event.by):
        raise EventError("a move to another revision names who decided")
    state = episode.state
    to = event.phases.get(state.phase, state.phase)
    for old, new in {state.phase: to, **event.phases}.items():
        if new not in protocol.phase_by_id:
            what = f'{protocol.id} {protocol.revision} has no phase "{new}"'
            raise EventError(f"{what}; map {old} to one of it")
    missing = [name for name in protocol.baseline if name not in state.baseline]
    missing += [f.id for f in protocol.facts.values() if f.required and f.id not in episode.enrolled.facts]
    if missing:
        raise EventError(f"{protocol.id} {protocol.revision} asks at enrolment for {', '.join(missing)}")
    lost = [bound.hold for bound in state.bound if bound.hold not in protocol.hold_by_id]
    if lost:
        raise EventError(f"the patient is on hold by {', '.join(lost)}, which the new revision does not have")
    hold, entered = _hold_anew(protocol, state.hold, event.phases), _entered_anew(state, event.phases)
    seen = tuple(
        _seen_anew(protocol, one, event.phases.get(one.phase, one.phase), to) for one in episode.seen
    )
    return attrs.evolve(
        episode,
        protocol=protocol.id,
        revision=protocol.revision,
        digest=protocol.digest,
        state=_moved(protocol, attrs.evolve(state, hold=hold, entered=entered), to, event.on),
        seen=seen,
    )


def _hold_anew(protocol: Protocol, hold: OnHold | None, phases: Mapping[str, str]) -> OnHold | None:
    """Carry a hold over, the phase that a kept regress leads to by its new name."""
    if hold is None or hold.kept is None or not hold.kept.to:
        return hold
    to = phases.get(hold.kept.to, hold.kept.to)
    if to not in protocol.phase_by_id:
        raise EventError(
            f"the regress kept over the hold leads to {hold.kept.to}, "
            f"which {protocol.id} {protocol.revision} does not have; map it to one of its phases"
        )
    return attrs.evolve(hold, kept=attrs.evolve(hold.kept, to=to))


def _entered_anew(state: State, phases: Mapping[str, str]) -> dict[str, dt.date]:
    """Carry the days of entry over by the new names; of several phases that became one, the last."""
    entered: dict[str, dt.date] = {}
    for phase, day in state.entered.items():
        to = phases.get(phase, phase)
        entered[to] = max(day, entered.get(to, day))
    return entered


def _seen_anew(protocol: Protocol, one: Seen, phase: str, otherwise: str) -> Seen:
    """Carry a remembered session over, so that harm is not forgotten; what it does not hold is unknown."""
    readings = {}
    for term in protocol.memory.terms:
        scale, reading = term.measure.scale, one.readings.get(str(term))
        if reading is None or not scale.lowest <= reading.low <= reading.high <= scale.highest:
            reading = Reading(scale.lowest, scale.highest, Why.NOT_ASKED)
        readings[str(term)] = reading
    phase = phase if phase in protocol.phase_by_id else otherwise
    rows = protocol.phase_by_id[phase].exercises
    due = {*one.due, *(row.exercise.id for row in rows if row.always_due and not row.rungs)}
    named = tuple(sorted(due & protocol.named_exercises))
    return attrs.evolve(one, phase=phase, readings=readings, due=named)


def _moved(protocol: Protocol, state: State, to: str, on: dt.date) -> State:
    """Carry a state over to another revision: a new stay begins, harm is remembered."""
    known = protocol.rows
    levels = {
        name: _level_anew(load, level, same=state.units.get(name) == protocol.units.get(name))
        for name, level in state.levels.items()
        if name in known and (load := known[name].load)
    }
    entries = {
        name: _entry_anew(protocol.measures[name], entry)
        for name, entry in state.entries.items()
        if name in protocol.measures and protocol.measures[name].is_state
    }
    return attrs.evolve(
        state,
        phase=to,
        stay=Stay(on, state.sessions),
        entered={**{p: d for p, d in state.entered.items() if p in protocol.phase_by_id}, to: on},
        entries=entries,
        levels=entering(protocol.rows_in[to], levels, back=False),
        # What warns is remembered, and so is how fast a load has risen; what was earned is not.
        units=protocol.units,
        practice={
            name: Practice(short=one.short, rises=one.rises)
            for name, one in state.practice.items()
            if name in levels and (one.short or one.rises)
        },
        turn=0,
        unlocked={},
        sign_offs=(),
        overrides=(),
    )


def _entry_anew(measure: Measure, entry: Entry) -> Entry:
    """Carry an entry over; one that is off the new scale is not known."""
    if entry.steps is None or measure.scale.lowest <= entry.steps <= measure.scale.highest:
        return entry
    return Entry(entry.on, None, Why.NOT_ASKED)


def _level_anew(load: Load, level: int, *, same: bool) -> int:
    """Carry a level over, on the new equipment's steps; one in another unit begins at the start."""
    if not same or (isinstance(load, Ladder) and level > load.most):
        return load.start
    return load.whole(level) if isinstance(load, Weights) else level


_FOLDS: Final[dict[type, Callable[..., Episode]]] = {
    Assessment: _assessment,
    SignedOff: _signed_off,
    Cleared: _cleared,
    Overridden: _overridden,
    Suspended: _suspended,
    Unsuspended: _unsuspended,
    BaselineReset: _baseline,
    Migrated: _migrated,
}
