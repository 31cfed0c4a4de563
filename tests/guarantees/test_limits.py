"""Limits and variants over generated protocols and logs: they bind on every path, and only ever tighten."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Any

import attrs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from searching import EXAMPLES, QUICK
from vmo_rehab import (
    Decision,
    Flag,
    Kind,
    Log,
    Prescription,
    Protocol,
    Record,
    Today,
    Truth,
    VmoRehabError,
    loads,
    step,
    today,
)
from vmo_rehab.engine.day import due_before
from vmo_rehab.protocol.limit import Limit, WeightBearing
from vmo_rehab.testing import documents, logs, protocols, text_of
from vmo_rehab.testing.otherwise import fillings, rank
from vmo_rehab.testing.walking import Step, steps

FREE: dict[str, Any] = {"limits": [], "variants": []}
STANDING = ("lunge/body-weight",)
"""The exercise of the generator in which the leg bears weight."""


def ended(one: Step, told: Decision | Today) -> list[tuple[Limit, Truth]]:
    """Return each limit of a patient with whether it has ended, as the explanation tells."""
    protocol, graft = one.protocol, one.before.enrolled.facts.get("graft")
    variants = [variant for variant in protocol.variants if graft in (None, variant.label)]
    limits = [*protocol.limits, *(limit for variant in variants for limit in variant.limits)]
    rules = [rule for rule in told.explanation.rules if rule.role == "limit"]
    return [(limit, rule.node.truth) for limit, rule in zip(limits, rules, strict=True)]


def binding_on(one: Step, told: Decision | Today, exercise: str) -> list[Limit]:
    """Return the limits that bind an exercise."""
    pattern = one.protocol.exercises[exercise].pattern
    return [
        limit
        for limit, truth in ended(one, told)
        if truth is not Truth.TRUE and fnmatch(exercise, limit.ids or "*") and limit.pattern in ("", pattern)
    ]


def check(one: Step, told: Decision | Today, plan: Prescription) -> None:
    """Hold a prescription against the limits that bind."""
    protocol = one.protocol
    rows = (*protocol.rows.values(), *protocol.rows_in[plan.phase])
    loads = {each.id: row.load for row in rows for each in row.own}
    for item in plan.items:
        load = loads.get(item.exercise)
        for limit in binding_on(one, told, item.exercise):
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


def walked(data: st.DataObject) -> list[Step]:
    """Draw a protocol and a log of it, and return its steps."""
    protocol = data.draw(protocols())
    return list(steps(protocol, data.draw(logs(protocol, max_size=12))))


@QUICK
@given(st.data())
def test_g6_no_prescription_goes_beyond_a_limit(data: st.DataObject) -> None:
    """What is forbidden is not prescribed, nor anything beyond an arc or load, before training or after."""
    for one in walked(data):
        check(one, one.decision, one.decision.prescription)
        plan = today(one.protocol, one.before, one.session)
        check(one, plan, plan.prescription)
        if plan.do and plan.do.value == one.decision.prescription.do.value == "as prescribed":
            assert ended(one, plan) == ended(one, one.decision)


@QUICK
@given(st.data())
def test_g6_no_level_is_above_a_limit_after_training(data: st.DataObject) -> None:
    """A session with sets leaves no level of the phase it was done in above a limit that binds on its day.

    On a ladder of exercises it is under every one that is forbidden, the first apart: nothing is under that.
    """
    for one in walked(data):
        if not one.session.trained or one.after.state.phase != one.before.state.phase:
            continue
        for row in one.protocol.rows_in[one.before.state.phase]:
            level = one.after.state.levels.get(row.id, 0)
            for place, exercise in enumerate(row.own):
                limits = binding_on(one, one.decision, exercise.id)
                assert not place or level < place or not any(limit.forbid for limit in limits)
                tops = [row.load.read(limit.load) for limit in limits if limit.load and row.load]
                assert all(top is not None and level <= top for top in tops)


@QUICK
@given(st.data())
def test_g3_unknown_never_loosens(data: st.DataObject) -> None:
    """A limit that has ended with an answer missing has ended with every answer in its place."""
    for one in walked(data):
        over = [truth is Truth.TRUE for _, truth in ended(one, one.decision)]
        if any(over):
            for full in fillings(one):
                other, _ = step(one.protocol, one.before, full)
                now = [truth is Truth.TRUE for _, truth in ended(one, other)]
                assert all(then for was, then in zip(over, now, strict=True) if was)


@QUICK
@given(documents(), st.data())
def test_a_limit_or_a_variant_only_tightens(document: dict[str, Any], data: st.DataObject) -> None:
    """From one state, a session never leads further on nor to a higher load than without them.

    An open choice of several ways on ranks as progress, and until it is made nothing rises. Where an
    exercise was due under one of them alone, and was not done, they ask for other logs.
    """
    free, bound = (loads(text_of({**document, **some}), "one.yaml") for some in (FREE, {}))
    for one in steps(bound, data.draw(logs(bound, max_size=12))):
        before, session = one.before, one.session
        more = due_before(free, before, session.date) ^ due_before(bound, before, session.date)
        if more <= {done.exercise for done in session.exercises}:
            other, loose = step(free, attrs.evolve(before, digest=free.digest), session)
            assert rank(one.decision) <= rank(other)
            choice = any(question.ask == "choice" for question in other.ask)
            if one.after.state.phase == loose.state.phase and not choice:
                levels = one.after.state.levels
                assert all(levels[name] <= level for name, level in loose.state.levels.items())


@settings(QUICK, max_examples=max(1, 2 * EXAMPLES // 5))
@given(documents(), st.data())
def test_a_limit_on_loads_and_ranges_moves_nobody(document: dict[str, Any], data: st.DataObject) -> None:
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
    log = data.draw(logs(bound, max_size=12))
    for loose, tight in zip(lived(free, log), steps(bound, log), strict=False):
        day = tight.session.date
        if due_before(free, loose.before, day) != due_before(bound, tight.before, day):
            return
        assert moves(loose) == moves(tight)


def lived(protocol: Protocol, log: Log) -> list[Step]:
    """Return the steps of a log that was drawn for another protocol, as far as it is taken."""
    record = Record.begin(protocol, log.enrolled)
    for event in log.events:
        try:
            record = record.append(protocol, event)
        except VmoRehabError:
            break
    return list(steps(protocol, Log(record.enrolled, record.events)))


def moves(one: Step) -> tuple[object, ...]:
    """Return what a decision moves; whether a way back in dose finds anything lighter hangs on the loads."""
    in_dose = one.decision.kind is Kind.REGRESS and one.after.state.phase == one.before.state.phase
    flags = set(one.decision.flags) - ({Flag.REVIEW} if in_dose else set())
    return one.decision.kind, flags, one.after.state.phase, one.after.state.stay


def test_generated_limits_bind_and_end() -> None:
    """The strategies reach every truth and every effect, so that the properties above are not empty."""
    reached: set[str] = set()

    @settings(QUICK, max_examples=150, database=None)
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        for one in walked(data):
            reached.update(truth.name for _, truth in ended(one, one.decision))
            reached.update("noted" for item in one.decision.prescription.items if item.note)
            reached.update("withheld" for _ in one.decision.prescription.withheld)
            due = due_before(one.protocol, one.before, one.session.date)
            rows = one.protocol.rows_in[one.before.state.phase]
            reached.update("not due" for row in rows if row.id not in due)

    collect()
    assert reached == {"TRUE", "FALSE", "UNKNOWN", "noted", "withheld", "not due"}
