"""The sets of a session otherwise: what was not told of them filled in, or one of them worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from vmo_rehab.engine.faults import with_good_reps
from vmo_rehab.engine.intake import effort_of, read_answer
from vmo_rehab.engine.session import Absent, Answer, Performed, Session, SetDone
from vmo_rehab.measures import EFFORT, Measure
from vmo_rehab.testing.values import Values, in_turn, shown

Exercises = tuple[Performed, ...]
Place = tuple[int, int]
"""The exercise of a session, and the set of it, from 0."""


def sets_filled(values: Values, session: Session) -> tuple[Exercises, ...]:
    """Return the exercises with what was not told of their sets: all best, all worst, and one set worst.

    A set that nobody counted has none to all of its repetitions good; one whose effort is missing has any
    effort, where that is read. Neither goes beyond what the session or the exercise itself tells: where nine
    in ten were good, there is no set with none, and the hardest set is the hardest.

    Args:
        values: the answers worth giving.
        session: as it stands.

    Returns:
        The exercises as they stand alone, where nothing is missing.
    """
    found: dict[Place, tuple[SetDone, SetDone]] = {}
    for place, done, one in _sets(session):
        ends = _ends(values, {**session.answers, **done.answers}, one)
        if ends != (one, one):
            found[place] = ends
    if not found:
        return (session.exercises,)
    turn = in_turn(session, list(found))
    best, worst = ({place: ends[side] for place, ends in found.items()} for side in (0, 1))
    ways = [best, worst, {**best, turn: worst[turn]}][: 3 if len(found) > 1 else 2]
    return tuple(_with(session, way) for way in ways)


def sets_worse(values: Values, session: Session) -> Iterator[Session]:
    """Yield the session with one set worse: a good repetition fewer, none good, more effort.

    Which set it is goes by the day, so that over some days each has its turn.

    Args:
        values: the answers worth giving.
        session: as it stands.
    """
    counted = with_good_reps(values.protocol, session)
    worse = {place: found for place, _, one in _sets(counted) if (found := list(_worse(values, one)))}
    if worse:
        turn = in_turn(session, list(worse))
        for one in worse[turn]:
            yield attrs.evolve(session, exercises=_with(session, {turn: one}))


def sets_in_words(session: Session, other: Session) -> Iterator[str]:
    """Yield how the sets went otherwise in another session of the same sets, in the words of a scheme."""
    others = {place: one for place, _, one in _sets(other)}
    for (exercise, number), done, one in _sets(session):
        now, where = others[exercise, number], f"set {number + 1} of {done.exercise}"
        if now.good_reps != one.good_reps:
            was = "" if one.good_reps is None else f" in place of {one.good_reps}"
            yield f"good_reps of {where} {now.good_reps}{was}"
        if now.effort != one.effort:
            was = "" if isinstance(one.effort, Absent) else f" in place of {one.effort}"
            yield f"effort of {where} {now.effort}{was}"


def _sets(session: Session) -> Iterator[tuple[Place, Performed, SetDone]]:
    for exercise, done in enumerate(session.exercises):
        for number, one in enumerate(done.sets):
            yield (exercise, number), done, one


def _with(session: Session, sets: Mapping[Place, SetDone]) -> Exercises:
    """Return the exercises of a session with other sets in some places."""
    return tuple(
        attrs.evolve(done, sets=[sets.get((exercise, number), one) for number, one in enumerate(done.sets)])
        for exercise, done in enumerate(session.exercises)
    )


def _ends(values: Values, told: Mapping[str, Answer], one: SetDone) -> tuple[SetDone, SetDone]:
    """Return a set with what is missing of it at its best, and at its worst."""
    best = worst = one
    if one.good_reps is None and one.faults is None and one.reps:
        best = attrs.evolve(best, good_reps=one.reps)
        worst = attrs.evolve(worst, good_reps=_fewest_good(values, told, one.reps))
    if isinstance(one.effort, Absent) and values.effort_of_sets:
        measure = values.protocol.measures[EFFORT]
        order = values.telling(measure)
        best = attrs.evolve(best, effort=shown(measure, order[0]))
        worst = attrs.evolve(worst, effort=shown(measure, min(order[-1], _hardest(measure, told))))
    return best, worst


def _fewest_good(values: Values, told: Mapping[str, Answer], reps: int) -> int:
    """Return the fewest good repetitions that the share of good ones leaves, where that is told."""
    shares = [measure for measure in values.protocol.measures.values() if measure.from_reps]
    known = [(_steps(one, told), one.scale.highest) for one in shares]
    return max((-(-steps * reps // whole) for steps, whole in known if steps is not None), default=0)


def _hardest(measure: Measure, told: Mapping[str, Answer]) -> int:
    """Return the greatest effort that a set can have had, in steps."""
    steps = _steps(measure, told)
    return measure.scale.highest if steps is None else steps


def _steps(measure: Measure, told: Mapping[str, Answer]) -> int | None:
    answer = told.get(measure.id, Absent())
    return None if isinstance(answer, Absent) else read_answer(measure, answer)


def _worse(values: Values, one: SetDone) -> Iterator[SetDone]:
    """Yield a set with less of it good, and harder; where faults were counted, that stands for them."""
    for good in dict.fromkeys((one.good_reps - 1, 0)) if one.good_reps else ():
        yield attrs.evolve(one, good_reps=good, faults=None)
    effort = values.protocol.measures.get(EFFORT)
    if effort and (steps := effort_of(effort, one)) is not None:
        for more in values.worse_apart(effort, steps)[:1]:
            yield attrs.evolve(one, effort=shown(effort, more))
