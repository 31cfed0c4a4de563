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
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.values import Values, shown
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
    """Name the measures that a rule read in a session and that were not known, and that can be filled in."""
    readings, session = step.after.seen[-1].readings, step.session
    asked = values_of(step).asked
    return [
        name
        for name, reading in readings.items()
        if reading.why and name in asked and _can_be_given(asked[name].of_training, session, name, step)
    ]


def _can_be_given(of_training: bool, session: Session, name: str, step: Step) -> bool:
    measure = step.protocol.measures[name]
    from_sets = session.trained and (measure.from_reps or name == "effort")
    given = any(name in done.answers for done in session.exercises)
    return not from_sets and not given and (session.trained or not of_training)


def fillings(step: Step) -> Iterator[Session]:
    """Yield the session with answers in the place of what is missing: all worst, all best, and others."""
    values, names = values_of(step), missing(step)
    orders = [values.telling(values.asked[name]) for name in names]
    if not names:
        return
    picks = [tuple(order[-1] for order in orders), tuple(order[0] for order in orders)]
    picks += list(itertools.islice(itertools.product(*orders), _MOST))
    for pick in dict.fromkeys(picks):
        filled = {name: shown(values.asked[name], steps) for name, steps in zip(names, pick, strict=True)}
        yield attrs.evolve(step.session, answers={**step.session.answers, **filled})


def worsened(step: Step) -> Iterator[tuple[str, Answer, Session]]:
    """Yield the session with one answer worse: the nearest telling one, and the worst."""
    values = values_of(step)
    for name, answer in step.session.answers.items():
        measure = values.asked.get(name)
        if measure is None or isinstance(answer, Absent):
            continue
        worse = values.worse(measure, read_answer(measure, answer))
        order = sorted(worse, key=values.telling(measure).index)
        for steps in dict.fromkeys((*order[:1], *order[-1:])):
            given = shown(measure, steps)
            yield name, given, attrs.evolve(step.session, answers={**step.session.answers, name: given})


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
