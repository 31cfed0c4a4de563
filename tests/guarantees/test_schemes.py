"""G3, G5 and G6 for loads: every shipped scheme, sets in any state, worsened, emptied and filled in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
from hypothesis import given, note
from hypothesis import strategies as st

import vmo_rehab as vmo
from engine.sample import MACHINE, START, protocol
from searching import QUICK
from vmo_rehab import Absent, Performed, SetDone
from vmo_rehab.documents.library import schemes
from vmo_rehab.engine.loads import most_after
from vmo_rehab.protocol.dosage import Weights

STEP = 2500
LEAST, MOST = 5000, 60000
PACES: list[dict[str, Any] | None] = [
    None,
    {"steps": 1, "in": "7 days"},
    {"steps": 2, "in": "7 days", "gap": "2 days"},
]


def under(scheme: str, pace: dict[str, Any] | None) -> vmo.Protocol:
    """Return a protocol with one exercise under a scheme, a hold, a regress in dose and a freeze."""
    made = schemes()[scheme]
    dose: dict[str, Any] = {"per_week": 3}
    if not made.sets:
        dose["sets"] = 3
    if not (made.sets or made.plan):
        dose["reps"] = "8-12"
    unit = made.unit.value if made.unit else "kg"
    load = {"start": f"20 {unit}", "increment": f"2.5 {unit}", "least": f"5 {unit}", "most": f"60 {unit}"}
    row: dict[str, Any] = {"exercise": MACHINE, "dose": dose, "load": load, "scheme": scheme}
    if pace:
        row["pace"] = pace
    stay = {"when": "hurt <= 0 in 20 of the last 20 sessions", "to": "end"}
    down = {"when": "morning >= 3", "dose": "one level down"}
    phase = {"id": "one", "exercises": [row], "regress": down, "progress": stay}
    return protocol(freeze={"when": "hurt >= 3"}, phases=[phase])


@st.composite
def sets(draw: st.DrawFn, level: int, unit: str) -> tuple[SetDone, ...]:
    """Draw sets: counted or not, at about the level, hard or easy, and sometimes none."""
    done = []
    for _ in range(draw(st.integers(0, 5))):
        good = draw(st.one_of(st.integers(0, 18), st.none()))
        load = draw(st.sampled_from([0, 0, 0, STEP, 2 * STEP, -STEP, None]))
        effort = draw(st.one_of(st.integers(2, 20).map(lambda half: half / 2), st.just(Absent())))
        weight = "" if load is None else f"{(level + load) / 1000:g} {unit}"
        done.append(SetDone(18 if good is None else good, good, weight, effort=effort))
    return tuple(done)


def session(on: dt.date, done: tuple[SetDone, ...], **answers: Any) -> vmo.Session:
    return vmo.Session(on, answers, [Performed(MACHINE, done)] if done else [])


@st.composite
def courses(draw: st.DrawFn) -> tuple[vmo.Protocol, vmo.Episode, vmo.Session, list[int]]:
    """Draw a patient some sessions into a protocol, and the session that comes next."""
    its = under(draw(st.sampled_from(sorted(schemes()))), draw(st.sampled_from(PACES)))
    load = its.rows[MACHINE].load
    assert isinstance(load, Weights)
    episode, on, levels = vmo.enrol(its, vmo.Enrolled(START)), START, list[int]()
    for _ in range(draw(st.integers(1, 7))):
        on += dt.timedelta(days=draw(st.sampled_from([1, 2, 3, 7])))
        level = episode.state.levels[MACHINE]
        answers = draw(
            st.fixed_dictionaries({"hurt": st.integers(0, 3), "morning": st.sampled_from([0, 0, 1, 3])})
        )
        last = session(on, draw(sets(level, load.unit.value)), **answers)
        before, levels = episode, [*levels, level]
        if not last.trained:
            last = attrs.evolve(last, answers={})
        _, episode = vmo.step(its, episode, last)
    note(its.rows[MACHINE].scheme.id)
    return its, before, last, levels


def level_after(its: vmo.Protocol, episode: vmo.Episode, one: vmo.Session) -> int:
    return vmo.step(its, episode, one)[1].state.levels[MACHINE]


@QUICK
@given(courses())
def test_g6_a_load_stays_on_its_equipment_and_moves_at_most_once(course: Any) -> None:
    """Whole increments between least and most; a rise no larger than the scheme allows, within the pace."""
    its, before, last, _ = course
    row, level = its.rows[MACHINE], before.state.levels[MACHINE]
    after = level_after(its, before, last)
    assert LEAST <= after <= MOST
    assert after % STEP == 0
    assert after <= most_after(row.load, level, row.scheme.most_up)
    rises = vmo.step(its, before, last)[1].state.practice.get(MACHINE)
    if row.pace and rises:
        for day in rises.rises:
            inside = [one for one in rises.rises if 0 <= (day - one).days < row.pace.days]
            assert len(inside) <= row.pace.steps
        gaps = [(b - a).days for a, b in zip(rises.rises, rises.rises[1:], strict=False)]
        assert all(gap >= row.pace.gap for gap in gaps)


@QUICK
@given(courses(), st.data())
def test_g5_a_worse_answer_never_gives_more_load(course: Any, data: st.DataObject) -> None:
    """Fewer good repetitions, more effort, more pain: never a higher load."""
    its, before, last, _ = course
    worse = data.draw(worsened(last))
    note(f"{last}\n{worse}")
    assert level_after(its, before, worse) <= level_after(its, before, last)


@st.composite
def worsened(draw: st.DrawFn, one: vmo.Session) -> vmo.Session:
    """Draw a session with one answer worse than another's."""
    if not one.trained:
        return one
    if draw(st.booleans()):
        name = draw(st.sampled_from(["hurt", "morning"]))
        return attrs.evolve(one, answers={**one.answers, name: draw(st.integers(one.answers[name], 3))})
    done = list(one.exercises[0].sets)
    place = draw(st.integers(0, len(done) - 1))
    if draw(st.booleans()) and done[place].good_reps is not None:
        done[place] = attrs.evolve(done[place], good_reps=draw(st.integers(0, done[place].good_reps)))
    elif not isinstance(done[place].effort, Absent):
        half = draw(st.integers(int(done[place].effort * 2), 20))
        done[place] = attrs.evolve(done[place], effort=half / 2)
    return attrs.evolve(one, exercises=[Performed(MACHINE, done)])


@QUICK
@given(courses(), st.data())
def test_g3_what_is_missing_raises_nothing_that_any_value_would_not(course: Any, data: st.DataObject) -> None:
    """Where a session with an uncounted set or unanswered effort raises, every value in its place would."""
    its, before, last, _ = course
    level, after = before.state.levels[MACHINE], level_after(its, before, last)
    if after <= level:
        return
    filled = data.draw(filled_in(last))
    note(f"{last}\n{filled}")
    assert level_after(its, before, filled) >= after


@st.composite
def filled_in(draw: st.DrawFn, one: vmo.Session) -> vmo.Session:
    """Draw values for what is missing in a session."""
    done = []
    for each in one.exercises[0].sets:
        good, effort = each.good_reps, each.effort
        if good is None:
            good = draw(st.integers(0, each.reps))
        if isinstance(effort, Absent):
            effort = draw(st.integers(2, 20)) / 2
        done.append(attrs.evolve(each, good_reps=good, effort=effort))
    return attrs.evolve(one, exercises=[Performed(MACHINE, done)])
