"""Carrying a decision out: the episode that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from vmo_rehab.engine import doses
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.due import rows_due
from vmo_rehab.engine.episode import Bound, Ended, Episode, Kept, OnHold, Practice, State, Stay
from vmo_rehab.engine.evaluate import is_counted
from vmo_rehab.engine.limits import barred
from vmo_rehab.engine.loads import capped
from vmo_rehab.engine.progression import Motion
from vmo_rehab.engine.seen import Seen
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.protocol.model import Protocol, Return
from vmo_rehab.truth import TRUE

RISING: Final = (Kind.STAY, Kind.PROGRESS, Kind.DISCHARGE)
"""The decisions under which something may rise."""


def after(day: Day, verdict: Verdict) -> Episode:
    """Return the episode after a session: the session counted, the decision carried out.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided.
    """
    up = rising(day, verdict)
    state = _unlocked(_counted(day, up), day, unlocking(day, verdict))
    match verdict.kind:
        case Kind.REFER:
            flags = dict.fromkeys((*state.flags, *day.present_flags))
            warned = any(found.truth is TRUE for _, found in (*day.holds, *day.regress))
            state = attrs.evolve(_held(day, state) if state.hold or warned else state, flags=tuple(flags))
        case Kind.HOLD:
            state = _held(day, state)
        case Kind.RESUME:
            state = _resumed(day, state)
        case Kind.REGRESS:
            state = _regressed(day, verdict, state)
        case Kind.PROGRESS | Kind.DISCHARGE:
            state = _entered(day.protocol, _risen(state, up), verdict.to, day, back=False)
        case Kind.STAY:
            state = _risen(state, up)
    state = _aimed_anew(day, state)
    seen = remember(day.protocol, (*day.episode.seen, day.now))
    before = day.episode
    return Episode(before.protocol, before.revision, before.digest, before.enrolled, state, seen)


def kind_of_progress(protocol: Protocol, to: str) -> Kind:
    """Return discharge for a final phase, else progress."""
    return Kind.DISCHARGE if protocol.phase_by_id[to].final else Kind.PROGRESS


def kept_regress(day: Day) -> Kept | None:
    """Return what the true regress rules ask for: the earliest phase, and whether the dose goes down."""
    true = [rule for rule, found in day.regress if found.truth is TRUE]
    if not true:
        return None
    order = day.protocol.phase_order
    targets = sorted((rule.to for rule in true if rule.to), key=order.__getitem__)
    return Kept(targets[0] if targets else "", any(not rule.to for rule in true))


def remember(protocol: Protocol, seen: tuple[Seen, ...]) -> tuple[Seen, ...]:
    """Keep the sessions that some window can still look back on, oldest first."""
    memory = protocol.memory
    newest = seen[-1]
    kept = {newest.number}
    for counts, sessions in memory.windows:
        left = sessions
        for one in reversed(seen):
            if not left:
                break
            if is_counted(counts, one):
                kept.add(one.number)
                left -= 1
    return tuple([one for one in seen if one.number in kept or (newest.date - one.date).days < memory.days])


def _counted(day: Day, up: Sequence[Motion]) -> State:
    """Count the session, whatever is decided; what a scheme takes down goes down."""
    state, date = day.state, day.now.date
    changes: dict[str, Any] = {"sessions": state.sessions + 1, "last": date, "entries": day.entries}
    if day.now.trained:
        stay = state.stay
        idle = stay.idle + state.idle_in_gap(date) if state.lapsed else stay.idle
        trained = stay.trained + (not state.on_hold and day.now.earns is TRUE)
        changes["stay"] = Stay(stay.since, stay.after, trained, stay.merit_since, stay.merit_after, idle)
        changes |= {"trained": state.trained + 1, "last_trained": date, "lapsed": 0, "before_rise": {}}
        if day.phase.rotation and day.session.phase in ("", state.phase):
            changes["turn"] = (state.turn + 1) % len(day.phase.rotation)
        falls = {one.row.id: one.down for one in day.motions if one.down < one.level}
        if falls or state.lapsed or day.caps:
            changes["levels"] = {**day.levels, **falls}
        if day.motions:
            changes["practice"] = _practised(day, up)
    return attrs.evolve(state, **changes)


def _held(day: Day, state: State) -> State:
    """Begin a hold, or go on with one: every hold that is true binds and counts its rest anew."""
    number, date = day.now.number, day.now.date
    true = [hold.id for hold, found in day.holds if found.truth is TRUE]
    kept = kept_regress(day) if state.hold is None else None
    hold = state.hold or OnHold(date, number, kept=kept)
    before = {one.hold: one for one in hold.bound}
    bound = before | {name: Bound(name, date) for name in true}
    begun = dict.fromkeys((name for name in true if name not in before), number)
    return attrs.evolve(
        state,
        hold=attrs.evolve(hold, bound=tuple(bound.values())),
        holds_after={**state.holds_after, **begun},
        regress_after=number if kept else state.regress_after,
    )


def _resumed(day: Day, state: State) -> State:
    """Return from a hold: with the lowest load the holds ask for, and as the kept regress says."""
    protocol, date, hold = day.protocol, day.now.date, state.hold
    assert hold is not None  # noqa: S101 - only a patient on hold resumes
    returns = [protocol.hold_by_id[one.hold].returns for one in hold.bound]
    if hold.cleared:
        returns.append(Return(levels_down=1))
    before, kept = day.state.levels, hold.kept or Kept()
    # Of all falls due, the gap's among them, the lowest load wins; they are not taken one after another.
    falls = [doses.returned(protocol, state.phase, before, returns)]
    if kept.down:
        falls.append(doses.lowered(protocol.rows_in[state.phase], before, down=1))
    levels = state.levels
    for fall in falls:
        levels = capped(levels, fall)
    ended = {one.hold: Ended(date, state.trained) for one in hold.bound}
    state = attrs.evolve(
        state,
        hold=None,
        levels=levels,
        holds_ended={**state.holds_ended, **ended},
        overrides=(),
        stay=Stay(date, day.now.number),
    )
    return _entered(protocol, state, kept.to, day, back=True) if kept.to else state


def _regressed(day: Day, verdict: Verdict, state: State) -> State:
    kept = Kept(verdict.to) if verdict.to else kept_regress(day)
    assert kept is not None  # noqa: S101 - the decision rests on a regress that is true
    levels = state.levels
    if kept.down:
        less = doses.lowered(day.protocol.rows_in[state.phase], day.levels, down=1)
        levels = capped(levels, less)
    state = attrs.evolve(state, levels=levels, regress_after=day.now.number)
    return _entered(day.protocol, state, kept.to, day, back=True) if kept.to else state


def _entered(protocol: Protocol, state: State, to: str, day: Day, *, back: bool) -> State:
    begun = {
        row.id: attrs.evolve(state.practice[row.id], target=None, done=0, tested=None)
        for row in protocol.rows_in[to]
        if row.id in state.practice
    }
    return attrs.evolve(
        state,
        phase=to,
        stay=Stay(day.now.date, day.now.number),
        practice={name: one for name, one in {**state.practice, **begun}.items() if one != Practice()},
        levels=doses.entering(protocol.rows_in[to], state.levels, back=back),
        turn=0,
        unlocked=_still_unlocked(protocol, state, to),
        entered={**state.entered, to: day.now.date},
        sign_offs=(),
        overrides=(),
    )


def _still_unlocked(protocol: Protocol, state: State, to: str) -> dict[str, tuple[str, ...]]:
    """Return what stays unlocked on entering a phase: nothing of the phases that a regress leaves."""
    order = protocol.phase_order
    return {phase: names for phase, names in state.unlocked.items() if order[phase] <= order[to]}


def _unlocked(state: State, day: Day, names: tuple[str, ...]) -> State:
    """Unlock rows of the phase that the day was in."""
    if not names:
        return state
    here = day.phase.id
    return attrs.evolve(state, unlocked={**state.unlocked, here: (*state.unlocked.get(here, ()), *names)})


def _practised(day: Day, up: Sequence[Motion]) -> dict[str, Practice]:
    """Return what the schemes remember after a session; what is nothing is left out."""
    practice, earned = dict(day.state.practice), day.now.earns is TRUE and not day.state.on_hold
    done = {one.exercise for one in day.session.exercises}
    skipped = {
        row.id
        for first in rows_due(day.protocol, day.state)
        if not first.menu and not any(one.id in done for one in first.exercises())
        for row in first.all
        if not barred(row, row.own[0], day.binding)
    }
    for motion in day.motions:
        row = motion.row
        if motion.done or motion.row.follows or row.id in skipped:
            practice[row.id] = motion.after(day.now.number, day.now.date, risen=motion in up, earned=earned)
    return {name: one for name, one in practice.items() if one != Practice()}


def _aimed_anew(day: Day, state: State) -> State:
    """Begin at the bottom of the range wherever a load is another than before."""
    before = day.state.levels
    practice = {
        name: attrs.evolve(one, target=None)
        for name, one in state.practice.items()
        if one.target is not None and state.levels.get(name) != before.get(name)
    }
    return attrs.evolve(state, practice={**state.practice, **practice}) if practice else state


def _risen(state: State, up: Sequence[Motion]) -> State:
    """Raise the levels of those that rise."""
    moved = [motion for motion in up if motion.up > motion.level]
    if not moved:
        return state
    return attrs.evolve(
        state,
        levels={**state.levels, **{motion.row.id: motion.up for motion in moved}},
        before_rise={motion.row.id: motion.level for motion in moved},
    )


def rising(day: Day, verdict: Verdict) -> list[Motion]:
    """Return what rises under a decision: asked for, nothing warns, and the day done as prescribed.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided; only progress and stay let anything rise, and awaiting an answer does not.
    """
    if verdict.kind not in RISING or verdict.awaiting or not day.may_rise():
        return []
    return [motion for motion in day.motions if motion.wanted is TRUE]


def unlocking(day: Day, verdict: Verdict) -> tuple[str, ...]:
    """Name the rows that a decision unlocks; those under which a load may rise do."""
    return day.unlocked() if verdict.kind in RISING else ()
