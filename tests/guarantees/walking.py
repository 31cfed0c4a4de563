"""Walking generated logs through generated protocols: every step with what came before it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import attrs
from hypothesis import HealthCheck, settings

from strategies import FLAGS, IN_TRAINING, VALUES, begun
from vmo_rehab import Absent, Decision, Episode, EpisodeFinal, Kind, Protocol, Session, apply, step
from vmo_rehab.engine.events import Cleared

QUICK = settings(
    max_examples=int(os.environ.get("VMO_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""``VMO_EXAMPLES`` searches longer than a test run has time for."""

RANK = {
    Kind.REFER: 0,
    Kind.HOLD: 1,
    Kind.REGRESS: 2,
    Kind.ENQUIRE: 3,
    Kind.STAY: 4,
    Kind.RESUME: 4,
    Kind.PROGRESS: 5,
    Kind.DISCHARGE: 5,
}


def rank(decision: Decision) -> int:
    """Return a decision's place from caution to progress; an open choice ranks as progress."""
    if any(question.ask == "choice" for question in decision.ask):
        return RANK[Kind.PROGRESS]
    return RANK[decision.kind]


def walk(
    protocol: Protocol, log: list[Session], *, clearing: bool = True
) -> Iterator[tuple[Episode, Session, Decision, Episode]]:
    """Yield each step: the episode before, the session, the decision, the episode after."""
    episode = begun(protocol)
    for session in log:
        if clearing and episode.state.flags:
            episode = apply(protocol, episode, Cleared(session.date, "a clinician"))
        try:
            decision, after = step(protocol, episode, session)
        except EpisodeFinal:
            return
        yield episode, session, decision, after
        episode = after


def missing(session: Session, after: Episode) -> list[str]:
    """Name the measures that a rule read in a session and that were not known; a state carried forward is."""
    taken = after.seen[-1]
    return [
        name
        for name, reading in taken.readings.items()
        if reading.why and name in VALUES and (session.trained or name not in IN_TRAINING)
    ]


def fillings(session: Session, names: list[str], most: int = 60) -> Iterator[Session]:
    """Yield the session with every combination of answers in place of what is missing, up to a number."""
    for values in islice(product(*(VALUES[name] for name in names)), most):
        yield attrs.evolve(session, answers={**session.answers, **dict(zip(names, values, strict=True))})


def unknown_flags(protocol: Protocol, session: Session) -> bool:
    """Tell whether a red flag the protocol asks for has no answer."""
    return any(isinstance(session.answers.get(flag, Absent()), Absent) for flag in protocol.red_flags)


def present_flags(session: Session) -> list[str]:
    """Name the red flags a session reports as present."""
    return [flag for flag in FLAGS if session.answers.get(flag) == "present"]


def rose(before: Episode, after: Episode) -> list[str]:
    """Name the exercises whose level is higher than before."""
    new: dict[str, Any] = dict(after.state.levels)
    return [name for name, level in before.state.levels.items() if new[name] > level]
