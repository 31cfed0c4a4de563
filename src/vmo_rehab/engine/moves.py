"""Carrying a decision out: the episode that follows."""

from __future__ import annotations

from typing import Any

import attrs

from vmo_rehab.engine import doses
from vmo_rehab.engine.day import Day, begin_stay, levels_now
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.episode import Bound, Ended, Episode, Kept, State
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
            state = attrs.evolve(state, flags=tuple(flags), cleared=False)
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
    return attrs.evolve(day.episode, state=state, seen=seen)


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
    changes: dict[str, Any] = {
        "sessions": state.sessions + 1,
        "last": date,
        "entries": day.entries,
    }
    if day.now.trained:
        changes |= {"trained": state.trained + 1, "last_trained": date}
        if not state.on_hold:
            changes["stay_trained"] = state.stay_trained + 1
        if state.lapsed and state.last_trained:
            idle = (date - max(state.stay_from, state.last_trained)).days
            levels = levels_now(day.protocol, state)
            changes |= {"lapsed": 0, "idle": state.idle + idle, "levels": levels}
    return attrs.evolve(state, **changes)


def _held(day: Day, state: State) -> State:
    number, date = day.now.number, day.now.date
    bound = {one.hold: one for one in state.holds}
    fresh = [hold.id for hold, found in day.holds if found.truth is TRUE]
    bound.update((name, Bound(name, date)) for name in fresh)
    state = attrs.evolve(
        state,
        holds=tuple(bound.values()),
        holds_after={**state.holds_after, **dict.fromkeys(fresh, number)},
    )
    if day.state.on_hold:
        return state
    kept = kept_regress(day)
    return attrs.evolve(
        state,
        hold_after=number,
        hold_from=date,
        kept=kept,
        regress_after=number if kept else state.regress_after,
    )


def _resumed(day: Day, state: State) -> State:
    protocol, date = day.protocol, day.now.date
    returns = [protocol.hold_by_id[one.hold].returns for one in state.holds]
    if state.cleared:
        returns.append(Return(levels_down=1))
    levels = doses.returned(protocol, state.levels, returns)
    kept = state.kept or Kept()
    if kept.down:
        levels = doses.lowered(protocol.phase_by_id[state.phase].exercises, levels, down=1)
    ended = {one.hold: Ended(date, state.trained) for one in state.holds}
    state = attrs.evolve(
        state,
        holds=(),
        hold_after=0,
        hold_from=None,
        kept=None,
        cleared=False,
        levels=levels,
        holds_ended={**state.holds_ended, **ended},
        overrides=(),
    )
    if kept.to:
        return _entered(protocol, state, kept.to, day, back=True)
    return begin_stay(state, state.phase, date, day.now.number)


def _regressed(day: Day, verdict: Verdict, state: State) -> State:
    kept = Kept(verdict.to) if verdict.to else kept_regress(day)
    assert kept is not None  # noqa: S101 - the decision rests on a regress that is true
    levels = state.levels
    if kept.down:
        levels = doses.lowered(day.phase.exercises, levels, down=1)
    state = attrs.evolve(state, levels=levels, regress_after=day.now.number)
    return _entered(day.protocol, state, kept.to, day, back=True) if kept.to else state


def _entered(protocol: Protocol, state: State, to: str, day: Day, *, back: bool) -> State:
    state = attrs.evolve(
        state,
        levels=doses.entering(protocol.phase_by_id[to], state.levels, back=back),
        entered={**state.entered, to: day.now.date},
        sign_offs=(),
        overrides=(),
    )
    return begin_stay(state, to, day.now.date, day.now.number)


def _risen(day: Day, state: State) -> State:
    """Raise the levels whose own condition is certainly true, by one, where nothing warns or freezes."""
    up = rises(day)
    if not up:
        return state
    levels, moved = dict(state.levels), dict(state.levels_after)
    for row in up:
        name, load = row.exercise.id, row.load
        if load:
            levels[name] = load.up(levels[name])
            moved[name] = day.now.number
    return attrs.evolve(state, levels=levels, levels_after=moved)


def rises(day: Day) -> tuple[Prescribed, ...]:
    """Return the exercises whose level may rise: condition true, done as prescribed, nothing warns."""
    if not day.ups or not day.may_rise():
        return ()
    levels = levels_now(day.protocol, day.state)
    return tuple(
        row
        for row, found in day.ups
        if found.truth is TRUE and doses.was_done(row, levels.get(row.exercise.id), day.session)
    )
