"""Limits and variants over generated protocols and logs: they bind on every path, and only ever tighten."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Any

import attrs
from hypothesis import assume, given, settings

from guarantees.walking import QUICK, fillings, missing, rank, walk
from strategies import documents, logs, protocols, text_of
from vmo_rehab import (
    Decision,
    Episode,
    Flag,
    Kind,
    Prescription,
    Protocol,
    Session,
    Today,
    Truth,
    loads,
    step,
    today,
)
from vmo_rehab.engine.day import due_before
from vmo_rehab.protocol.limit import Limit, WeightBearing

FREE: dict[str, Any] = {"limits": [], "variants": []}
STANDING = ("lunge/body-weight",)
"""The exercise of the generator in which the leg bears weight."""


def ended(protocol: Protocol, told: Decision | Today) -> list[tuple[Limit, Truth]]:
    """Return each limit of a patient with whether it has ended, as the explanation tells."""
    variants = protocol.variants[-1:] if len(protocol.variants) > 1 else protocol.variants
    limits = [*protocol.limits, *(limit for variant in variants for limit in variant.limits)]
    rules = [rule for rule in told.explanation.rules if rule.role == "limit"]
    return [(limit, rule.node.truth) for limit, rule in zip(limits, rules, strict=True)]


def binding_on(protocol: Protocol, told: Decision | Today, exercise: str) -> list[Limit]:
    """Return the limits that bind an exercise."""
    pattern = protocol.exercises[exercise].pattern
    return [
        limit
        for limit, truth in ended(protocol, told)
        if truth is not Truth.TRUE and fnmatch(exercise, limit.ids or "*") and limit.pattern in ("", pattern)
    ]


def check(protocol: Protocol, told: Decision | Today, plan: Prescription) -> None:
    """Hold a prescription against the limits that bind."""
    rows = (*protocol.rows.values(), *protocol.rows_in[plan.phase])
    loads = {one.id: row.load for row in rows for one in row.own}
    for item in plan.items:
        load = loads.get(item.exercise)
        for limit in binding_on(protocol, told, item.exercise):
            assert not limit.forbid
            assert limit.weight_bearing is not WeightBearing.NONE or item.exercise not in STANDING
            if limit.arc and not item.note.startswith("Cannot be done without "):
                bent, _, straight = item.arc.removesuffix(" deg").partition("-")
                assert limit.arc.straight <= int(straight or bent) <= int(bent) <= limit.arc.bent
            if limit.load and load and item.load:
                level, most = load.read(item.load), load.read(limit.load)
                assert level is not None
                assert most is not None
                assert level <= most


@QUICK
@given(protocols(), logs())
def test_g6_no_prescription_goes_beyond_a_limit(protocol: Protocol, log: list[Session]) -> None:
    """What is forbidden is not prescribed, nor anything beyond an arc or load, before training or after."""
    for before, session, decision, _ in walk(protocol, log):
        check(protocol, decision, decision.prescription)
        plan = today(protocol, before, session)
        check(protocol, plan, plan.prescription)
        if plan.do and plan.do.value == decision.prescription.do.value == "as prescribed":
            assert ended(protocol, plan) == ended(protocol, decision)


@QUICK
@given(protocols(), logs())
def test_g6_no_level_is_above_a_limit_after_training(protocol: Protocol, log: list[Session]) -> None:
    """A session with sets leaves no level of the phase it was done in above a limit that binds on its day.

    On a ladder of exercises it is under every one that is forbidden, the first apart: nothing is under that.
    """
    for before, session, decision, after in walk(protocol, log):
        if not session.trained or after.state.phase != before.state.phase:
            continue
        for row in protocol.rows_in[before.state.phase]:
            level = after.state.levels.get(row.id, 0)
            for place, exercise in enumerate(row.own):
                limits = binding_on(protocol, decision, exercise.id)
                assert not place or level < place or not any(one.forbid for one in limits)
                tops = [row.load.read(one.load) for one in limits if one.load and row.load]
                assert all(top is not None and level <= top for top in tops)


@QUICK
@given(protocols(), logs())
def test_g3_unknown_never_loosens(protocol: Protocol, log: list[Session]) -> None:
    """A limit that has ended with an answer missing has ended with every answer in its place."""
    for before, session, decision, after in walk(protocol, log):
        over = [truth is Truth.TRUE for _, truth in ended(protocol, decision)]
        if any(over):
            for full in fillings(session, missing(session, after), 20):
                other, _ = step(protocol, before, full)
                now = [truth is Truth.TRUE for _, truth in ended(protocol, other)]
                assert all(then for was, then in zip(over, now, strict=True) if was)


@QUICK
@given(documents(), logs())
def test_a_limit_or_a_variant_only_tightens(document: dict[str, Any], log: list[Session]) -> None:
    """From one state, a session never leads further on nor to a higher load than without them.

    Where an exercise was due under one of them alone, and was not done, they ask for other logs.
    """
    free, bound = (loads(text_of({**document, **some}), "one.yaml") for some in (FREE, {}))
    for before, session, decision, after in walk(bound, log):
        more = due_before(free, before, session.date) ^ due_before(bound, before, session.date)
        if more <= {one.exercise for one in session.exercises}:
            other, loose = step(free, attrs.evolve(before, digest=free.digest), session)
            assert rank(decision) <= rank(other)
            if after.state.phase == loose.state.phase:
                assert all(after.state.levels[name] <= level for name, level in loose.state.levels.items())


@settings(QUICK, max_examples=60)
@given(documents(), logs())
def test_a_limit_on_loads_and_ranges_moves_nobody(document: dict[str, Any], log: list[Session]) -> None:
    """Over a log the decisions are those without such limits, as long as the same exercises are due.

    On a ladder of exercises a lower level may be another exercise, of which criteria ask otherwise.
    """
    limits = [
        one for one in document["limits"] if "forbid" not in one and one.get("weight_bearing") != "none"
    ]
    assume(limits)
    free, bound = (
        loads(text_of({**document, "limits": some, "variants": []}), "some.yaml") for some in ([], limits)
    )
    for loose, tight in zip(walk(free, log), walk(bound, log), strict=True):
        if due_before(free, loose[0], loose[1].date) != due_before(bound, tight[0], tight[1].date):
            return
        assert _moves(*loose) == _moves(*tight)


def _moves(before: Episode, _: Session, decision: Decision, after: Episode) -> tuple[object, ...]:
    """Return what a decision moves; whether a way back in dose finds anything lighter hangs on the loads."""
    in_dose = decision.kind is Kind.REGRESS and after.state.phase == before.state.phase
    flags = set(decision.flags) - ({Flag.REVIEW} if in_dose else set())
    return decision.kind, flags, after.state.phase, after.state.stay


def test_generated_limits_bind_and_end() -> None:
    """The generator reaches every truth and every effect, so that the properties above are not empty."""
    reached: set[str] = set()

    @settings(QUICK, max_examples=150, database=None)
    @given(protocols(), logs())
    def collect(protocol: Protocol, log: list[Session]) -> None:
        for before, session, decision, _ in walk(protocol, log):
            reached.update(truth.name for _, truth in ended(protocol, decision))
            reached.update("noted" for item in decision.prescription.items if item.note)
            reached.update("withheld" for _ in decision.prescription.withheld)
            due = due_before(protocol, before, session.date)
            reached.update("not due" for row in protocol.rows_in[before.state.phase] if row.id not in due)

    collect()
    assert reached == {"TRUE", "FALSE", "UNKNOWN", "noted", "withheld", "not due"}
