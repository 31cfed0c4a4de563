"""Carrying a decision out: the episode that follows."""

from __future__ import annotations

from typing import Any

import attrs

from vmo_rehab.engine import doses
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.episode import Bound, Ended, Episode, Kept, OnHold, State, Stay
from vmo_rehab.engine.evaluate import is_counted
from vmo_rehab.engine.seen import Seen
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Protocol, Return
from vmo_rehab.truth import TRUE


def after(day: Day, verdict: Verdict) -> Episode:
    """Return the episode after a session: the session counted, the decision carried out.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided.
    """
    state = _counted(day)
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
            state = _entered(day.protocol, _risen(day, state), verdict.to, day, back=False)
        case Kind.STAY if not verdict.awaiting:
            state = _risen(day, state)
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
            if is_counted(counts, one, protocol.prescribed):
                kept.add(one.number)
                left -= 1
    return tuple([one for one in seen if one.number in kept or (newest.date - one.date).days < memory.days])


def _counted(day: Day) -> State:
    """Count the session, whatever is decided."""
    state, date = day.state, day.now.date
    changes: dict[str, Any] = {"sessions": state.sessions + 1, "last": date, "entries": day.entries}
    if day.now.trained:
        stay = state.stay
        idle = stay.idle + state.idle_in_gap(date) if state.lapsed else stay.idle
        trained = stay.trained + (not state.on_hold and day.now.earns is TRUE)
        changes["stay"] = Stay(stay.since, stay.after, trained, stay.merit_since, stay.merit_after, idle)
        changes |= {"trained": state.trained + 1, "last_trained": date, "lapsed": 0, "before_rise": {}}
        if state.lapsed or day.caps:
            changes["levels"] = day.levels
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
    falls = [state.levels, doses.returned(protocol, state.phase, before, returns)]
    if kept.down:
        falls.append(doses.lowered(day.phase.exercises, before, down=1))
    levels = {name: min(fall[name] for fall in falls) for name in state.levels}
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
        levels = doses.lowered(day.phase.exercises, levels, down=1)
    state = attrs.evolve(state, levels=levels, regress_after=day.now.number)
    return _entered(day.protocol, state, kept.to, day, back=True) if kept.to else state


def _entered(protocol: Protocol, state: State, to: str, day: Day, *, back: bool) -> State:
    return attrs.evolve(
        state,
        phase=to,
        stay=Stay(day.now.date, day.now.number),
        levels=doses.entering(protocol.phase_by_id[to], state.levels, back=back),
        entered={**state.entered, to: day.now.date},
        sign_offs=(),
        overrides=(),
    )


def _risen(day: Day, state: State) -> State:
    """Raise the levels whose own condition is certainly true, by one, where nothing warns or freezes."""
    up = rises(day)
    if not up:
        return state
    levels, moved, before = dict(state.levels), dict(state.levels_after), {}
    for row in up:
        name, load = row.exercise.id, row.load
        if load:
            before[name] = levels[name]
            levels[name] = min(load.up(levels[name]), day.caps.get(row.id, load.most))
            moved[name] = day.now.number
    return attrs.evolve(state, levels=levels, levels_after=moved, before_rise=before)


def rises(day: Day) -> tuple[Prescribed, ...]:
    """Return the exercises whose level may rise: condition true, done as prescribed, nothing warns."""
    if not day.ups or not day.may_rise():
        return ()
    levels = day.levels
    return tuple(
        row
        for row, found in day.ups
        if found.truth is TRUE and doses.was_done(row, levels.get(row.exercise.id), day.session)
    )
