"""A session otherwise: with what is missing filled in, or with one answer worse."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import attrs

from vmo_rehab.engine.decision import Decision, Flag, Kind
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.intake import read_answer
from vmo_rehab.engine.session import Absent, Answer, Session
from vmo_rehab.measures import PRESENCE, PRESENT
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.sets import sets_filled, sets_in_words, sets_worse
from vmo_rehab.testing.values import Values, in_turn, shown
from vmo_rehab.testing.walking import Step

ONWARDS: Final = (Kind.PROGRESS, Kind.DISCHARGE)
"""The decisions that lead a patient on."""

_RANK: Final = {
    Kind.REFER: 0,
    Kind.HOLD: 1,
    Kind.REGRESS: 2,
    Kind.ENQUIRE: 3,
    Kind.STAY: 4,
    Kind.RESUME: 4,
    Kind.PROGRESS: 5,
    Kind.DISCHARGE: 5,
}
_MOST: Final = 60
"""Ways of filling in that are tried, at most."""


def rank(decision: Decision) -> int:
    """Return a decision's place from caution to progress.

    An open choice among several ways ranks as progress; a stay that awaits an answer ranks as enquire.
    """
    if any(question.ask == "choice" for question in decision.ask):
        return _RANK[Kind.PROGRESS]
    if Flag.AWAITING in decision.flags:
        return _RANK[Kind.ENQUIRE]
    return _RANK[decision.kind]


def values_of(step: Step) -> Values:
    """Return the answers worth giving at a step."""
    return Values.of(step.protocol, step.before.state.baseline)


def missing(step: Step) -> list[str]:
    """Name the measures that were not answered in a session, and that can be filled in.

    Told by the session, not by what the engine made of it; only whether an older entry of a state still
    stands is the engine's to say. What was assessed on the same day is known, whatever the session says.
    """
    readings, session = step.after.seen[-1].readings, step.session
    found = []
    for name, measure in values_of(step).asked.items():
        answer = session.answers.get(name)
        older = answer is None and measure.is_state and name in readings and not readings[name].why
        entry = step.before.state.entries.get(name)
        assessed = entry is not None and entry.on == session.date and entry.steps is not None
        open_ = (answer is None or isinstance(answer, Absent)) and not older and not assessed
        if open_ and _can_be_given(measure.of_training, session, name, step):
            found.append(name)
    return found


def _can_be_given(of_training: bool, session: Session, name: str, step: Step) -> bool:
    measure = step.protocol.measures[name]
    # The share of good repetitions is filled in by filling in the sets.
    from_sets = session.trained and measure.from_reps
    given = any(name in done.answers for done in session.exercises)
    return not from_sets and not given and (session.trained or not of_training)


def fillings(step: Step) -> Iterator[Session]:
    """Yield the session with what is missing filled in: all worst, all best, and others.

    Filled in are answers, and what was not told of a set: its good repetitions, and its effort where a scheme
    reads it.
    """
    values, names = values_of(step), missing(step)
    orders = [values.telling(values.asked[name]) for name in names]
    sets = sets_filled(values, step.session)
    if not names and sets[0] == step.session.exercises:
        return
    ends = [tuple(order[end] for order in orders) for end in (-1, 0)]
    picks = [(pick, way) for pick in ends for way in range(len(sets))]
    others = itertools.islice(itertools.product(*orders), _MOST)
    picks += [(pick, number % len(sets)) for number, pick in enumerate(others)]
    for pick, way in dict.fromkeys(picks):
        filled = {name: shown(values.asked[name], steps) for name, steps in zip(names, pick, strict=True)}
        answers = {**step.session.answers, **filled}
        yield attrs.evolve(step.session, answers=answers, exercises=sets[way])


def worsened(step: Step) -> Iterator[Session]:
    """Yield the session with one answer worse, the next that is told apart and the worst, or one set worse.

    Red flags are left as they are: each of them is planted by `flagged`.
    """
    values = values_of(step)
    for name, answer in step.session.answers.items():
        measure = values.asked.get(name)
        if measure is None or measure.red_flag or isinstance(answer, Absent):
            continue
        for steps in values.worse_apart(measure, read_answer(measure, answer)):
            answers = {**step.session.answers, name: shown(measure, steps)}
            yield attrs.evolve(step.session, answers=answers)
    yield from sets_worse(values, step.session)


def difference(session: Session, other: Session) -> str:
    """Tell in words what another session answers otherwise, and how its sets went otherwise."""
    new = [(name, answer) for name, answer in other.answers.items() if session.answers.get(name) != answer]
    told = [f"{name} {answer}{_in_place_of(session.answers.get(name))}" for name, answer in new]
    left = [f"{name} not answered" for name in session.answers if name not in other.answers]
    return " and ".join([*told, *left, *sets_in_words(session, other)])


def _in_place_of(answer: Answer | None) -> str:
    return "" if answer is None or isinstance(answer, Absent) else f" in place of {answer}"


def flagged(step: Step) -> tuple[str, Session, Session] | None:
    """Return the session with one red flag present, and with the same one unanswered.

    Which flag it is goes by the day, so that over some days each has its turn.
    """
    if not (flags := step.protocol.red_flags):
        return None
    name, answers = in_turn(step.session, flags), dict(step.session.answers)
    present = attrs.evolve(step.session, answers={**answers, name: PRESENCE.labels[PRESENT]})
    answers.pop(name, None)
    return name, present, attrs.evolve(step.session, answers=answers)


def rose(before: Episode, after: Episode) -> list[str]:
    """Name the rows whose level is higher than before."""
    old = before.state.levels
    return [name for name, level in after.state.levels.items() if level > old.get(name, level)]


def unanswered_flags(protocol: Protocol, session: Session) -> list[str]:
    """Name the red flags that a protocol asks for and a session does not answer."""
    return [flag for flag in protocol.red_flags if isinstance(session.answers.get(flag, Absent()), Absent)]


def present_flags(protocol: Protocol, session: Session) -> list[str]:
    """Name the red flags that a session reports as present."""
    given = [session.answers, *(done.answers for done in session.exercises)]
    flags = [measure for measure in protocol.measures.values() if measure.red_flag]
    return [
        one.id
        for one in flags
        if any(
            one.id in some
            and not isinstance(some[one.id], Absent)
            and read_answer(one, some[one.id]) == one.scale.highest
            for some in given
        )
    ]
