"""One day of a kind of patient: what is answered and what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar
from typing import Protocol as Interface

import attrs
from hypothesis import strategies as st

from vmo_rehab.engine.episode import Episode, State
from vmo_rehab.engine.session import Absent, Answer, Performed, Session, SetDone, Why
from vmo_rehab.measures import EFFORT
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.courses import AS_MANY, as_prescribed, best
from vmo_rehab.testing.values import Values, shown

T = TypeVar("T")


class Draw(Interface):
    """Draws a value of a strategy."""

    def __call__(self, strategy: st.SearchStrategy[T], /) -> T:
        """Draw one."""


KINDS: Final = (
    "ideal",
    "odd",
    "stubborn",
    "relapsing",
    "steady",
    "flaring",
    "alarmed",
    "patchy",
    "over-reaching",
    "wild",
)
"""Kinds of patient; a failure shrinks towards the first."""
TELLING: Final = ("ideal", "odd", "stubborn", "alarmed", "odd", "patchy")
"""Those who come when an odd answer tells most: just before a move, while on hold, and just after it."""

OF_HABIT: Final = ("stubborn", "relapsing")
"""Those who answer the same day after day; one who relapses is well while resting, and then is not."""

_REASONS: Final = (Why.NOT_ASKED, Why.DECLINED, Why.PATIENT_UNSURE, Why.NOT_PERFORMED)
"""The reasons of an absence that can be reported."""
_MORE: Final = (0, -1, -2, -5, 1, 2)
_MANY: Final = (AS_MANY, 6, 5, 10, 3, 0, 16)


Habit = Mapping[str, Answer | None]
"""What is answered day after day; nothing at all to a question with ``None``."""


def day_of(
    draw: Draw, kind: str, protocol: Protocol, episode: Episode, day: dt.date, habit: Habit | None = None
) -> Session:
    """Draw a day of a kind of patient, who is where an episode is.

    Args:
        draw: given by Hypothesis.
        kind: one of `KINDS`.
        protocol: the protocol.
        episode: as it is before the day.
        day: the day.
        habit: what a stubborn or relapsing patient answers day after day; drawn if left out.

    Returns:
        A session that `vmo_rehab.step` takes: training as far as the day allows it, or a check-in.
    """
    values = Values.of(protocol, episode.state.baseline)
    if kind in OF_HABIT:
        always = habit_of(draw, kind, values, episode.state) if habit is None else habit
        better = kind == "relapsing" and episode.state.on_hold
        told = best(values) if better else {**best(values), **always}
        given = {name: answer for name, answer in told.items() if answer is not None}
        return as_prescribed(protocol, episode, day, given)
    answers = _answers(draw, kind, values, episode.state)
    many = draw(st.sampled_from(_MANY)) if kind in ("wild", "over-reaching", "flaring") else AS_MANY
    if kind == "patchy" and draw(st.integers(0, 3)) == 3:
        return Session(day, without_training(protocol, answers))
    session = as_prescribed(protocol, episode, day, answers, many)
    if kind == "steady" and session.trained and draw(st.booleans()):
        return attrs.evolve(session, exercises=_one_set_otherwise(draw, values, session.exercises))
    if kind in ("ideal", "odd", "steady"):
        return session
    if not session.trained and kind in ("over-reaching", "wild") and draw(st.booleans()):
        session = Session(day, answers, _against_advice(draw, protocol, episode))
    done = tuple(_otherwise(draw, kind, values, session))
    if not done:
        return Session(day, without_training(protocol, answers))
    return attrs.evolve(session, exercises=done, cut_short=draw(st.integers(0, 9)) == 9)


def habit_of(draw: Draw, kind: str, values: Values, state: State) -> Habit:
    """Draw what somebody answers day after day to what a criterion reads, worst first.

    Who relapses answers the worst to what a hold reads.
    """
    if kind == "relapsing" and values.holding:
        asked = [values.asked[name] for name in draw(st.sampled_from(values.holding))]
        return {one.id: shown(one, values.telling(one)[-1]) for one in asked}
    habit: dict[str, Answer | None] = {}
    groups = values.together or (tuple(values.asked),)
    now = (values.leading_on_at(state), values.warning_at(state), groups)
    read = draw(st.one_of(*(st.sampled_from(some or groups) for some in now)))
    some = st.lists(st.sampled_from(read), min_size=1, max_size=2, unique=True) if read else st.just([])
    for name in draw(some | st.just(list(read))):
        measure = values.asked[name]
        order = values.telling(measure)
        worst, any_ = shown(measure, order[-1]), shown(measure, draw(st.sampled_from(order)))
        habit[name] = draw(st.sampled_from([worst, any_, worst, Absent(Why.DECLINED), None]))
    return habit


def without_training(protocol: Protocol, answers: dict[str, Answer]) -> dict[str, Answer]:
    """Leave out the answers that have no meaning on a day without training."""
    return {name: answer for name, answer in answers.items() if not protocol.measures[name].of_training}


def _answers(draw: Draw, kind: str, values: Values, state: State) -> dict[str, Answer]:
    answers = best(values)
    if kind == "ideal":
        return answers
    names = list(values.asked)
    others = [name for name in names if not values.asked[name].red_flag] or names
    if kind == "alarmed":
        flags = [name for name in names if values.asked[name].red_flag]
        raised = draw(st.lists(st.sampled_from(flags), min_size=1, max_size=2)) if flags else []
        return answers | dict.fromkeys(raised, "present")
    if kind == "odd":
        onwards, warning = _names(values.leading_on_at(state)), _names(values.warning_at(state))
        some = st.sampled_from(onwards or others)
        if not (state.on_hold and onwards):
            some |= st.sampled_from(warning or others) | st.sampled_from(names)
            if state.holds_ended and values.freezing:
                some |= st.sampled_from(_names(values.freezing))
        return otherwise(draw, values, answers, draw(some))
    if kind in ("steady", "over-reaching"):
        for name in names:
            measure = values.asked[name]
            if not measure.red_flag:
                order = values.telling(measure)
                answers[name] = shown(measure, draw(st.sampled_from(order[: (len(order) + 1) // 2])))
        return answers
    if kind == "flaring":
        for name in draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)):
            measure = values.asked[name]
            answers[name] = shown(measure, draw(st.sampled_from(tuple(reversed(values.telling(measure))))))
        return answers
    flagged = draw(st.integers(0, 3)) == 3
    for name in names:
        if values.asked[name].red_flag and not flagged:
            continue
        if kind == "wild" or draw(st.integers(0, 2)) == 2:
            answers = otherwise(draw, values, answers, name)
    return answers


def _names(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))


def otherwise(draw: Draw, values: Values, answers: dict[str, Answer], name: str) -> dict[str, Answer]:
    """Give one answer otherwise: another value, a recorded absence, or none at all."""
    measure = values.asked[name]
    others = [shown(measure, steps) for steps in values.telling(measure)]
    answer = draw(st.sampled_from([None, *others, *(Absent(why) for why in _REASONS)]))
    left = {one: given for one, given in answers.items() if one != name}
    return left if answer is None else {**left, name: answer}


def _against_advice(draw: Draw, protocol: Protocol, episode: Episode) -> list[Performed]:
    """Draw what is done on a day on which nothing should be."""
    rows = protocol.rows_in[episode.state.phase] or tuple(protocol.rows.values())
    exercises = dict.fromkeys(one.id for row in rows for one in row.exercises())
    chosen = draw(st.lists(st.sampled_from(list(exercises)), min_size=1, max_size=3, unique=True))
    return [Performed(name, [SetDone(5, 5)]) for name in chosen]


def _one_set_otherwise(draw: Draw, values: Values, exercises: tuple[Performed, ...]) -> list[Performed]:
    """Draw one set with one thing otherwise, among exercises done as prescribed."""
    done = list(exercises)
    which = draw(st.integers(0, len(done) - 1))
    sets = list(done[which].sets)
    place = draw(st.integers(0, len(sets) - 1))
    sets[place] = _odd_set(draw, values, done[which].exercise, sets[place])
    done[which] = attrs.evolve(done[which], sets=sets)
    return done


def _odd_set(draw: Draw, values: Values, exercise: str, one: SetDone) -> SetDone:
    """Draw a set done as prescribed but for one thing: its count, its repetitions, its load or its effort."""
    things = ("count", "repetitions", "load", *(("effort",) if values.effort_of_sets else ()))
    match draw(st.sampled_from(things)):
        case "count":
            return attrs.evolve(one, good_reps=None)
        case "repetitions":
            reps = max(0, one.reps + draw(st.sampled_from(_MORE)))
            return attrs.evolve(one, reps=reps, good_reps=draw(st.integers(0, reps)))
        case "load":
            loads = ["", *_loads(values.protocol, exercise, one.load)]
            return attrs.evolve(one, load=draw(st.sampled_from(loads)))
        case _:
            return attrs.evolve(one, effort=_effort(draw, values))


def _otherwise(draw: Draw, kind: str, values: Values, session: Session) -> Iterator[Performed]:
    """Yield the exercises of a session, some done otherwise than prescribed."""
    for done in session.exercises:
        how = draw(st.integers(0, 5))
        if how == 0 and kind != "over-reaching":
            continue
        if how > 3:
            yield done
            continue
        sets = [_set(draw, kind, values, done.exercise, one) for one in done.sets]
        if kind == "over-reaching" and how == 1:
            sets.append(sets[-1])
        elif kind != "over-reaching" and how == 1 and len(sets) > 1:
            sets.pop()
        yield attrs.evolve(done, sets=sets)


def _set(draw: Draw, kind: str, values: Values, exercise: str, one: SetDone) -> SetDone:
    """Draw a set that was done otherwise: more or fewer repetitions, uncounted, another load, an effort."""
    if kind == "over-reaching":
        reps = one.reps + draw(st.sampled_from([0, 1, 2, 5]))
        return SetDone(reps, reps, draw(st.sampled_from(_loads(values.protocol, exercise, one.load))))
    reps = max(0, one.reps + draw(st.sampled_from(_MORE)))
    good = draw(st.sampled_from([reps, max(0, reps - 1), 0, None]) | st.integers(0, reps))
    load = draw(st.sampled_from([one.load, one.load, "", *_loads(values.protocol, exercise, one.load)]))
    effort = _effort(draw, values)
    faults = values.protocol.exercises[exercise].faults
    seen = None
    if good is None and faults and reps and draw(st.booleans()):
        seen = {draw(st.sampled_from([fault.id for fault in faults])): draw(st.integers(0, reps))}
    return SetDone(reps, good, load, seen, effort)


def _effort(draw: Draw, values: Values) -> Answer:
    measure = values.protocol.measures.get(EFFORT)
    if measure is None or not draw(st.booleans()):
        return Absent()
    return shown(measure, draw(st.sampled_from(values.telling(measure))))


def _loads(protocol: Protocol, exercise: str, load: str) -> list[str]:
    """Return loads near the prescribed one: a step up and down, two up, the least and the most."""
    found = [load]
    for its in protocol.loads.get(exercise, ()):
        level = its.read(load)
        here = its.start if level is None else level
        up, down = its.up(here), its.down(here)
        found += [its.show(some) for some in (up, down, its.up(up), its.most, its.least)]
    return list(dict.fromkeys(found))
