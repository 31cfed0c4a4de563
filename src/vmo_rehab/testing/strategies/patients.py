"""Patients for a protocol: every way in which somebody can be enrolled."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import strategies as st

from vmo_rehab.engine.events import Enrolled
from vmo_rehab.measures import Measure, Worse
from vmo_rehab.protocol.model import FactKind, Protocol
from vmo_rehab.testing.values import shown
from vmo_rehab.testing.walking import a_protocol

START: Final = dt.date(2026, 1, 5)
"""The day on which generated episodes start: a Monday."""

_AGO: Final = (400, 30, 3, 0)
"""How many days before the start a fact can lie: past every anchor, amid them, before most, on the day."""


def patients(protocol: Protocol) -> st.SearchStrategy[Enrolled]:
    """Draw enrolments of a protocol: its facts near and far, its baseline, equipment, sign-offs.

    Args:
        protocol: the protocol they enter.

    Returns:
        A strategy for enrolments that `vmo_rehab.enrol` takes; all start on one day.

    Example:
        >>> from hypothesis import find
        >>> from vmo_rehab import load
        >>> sorted(find(patients(load("vmo-foundation")), lambda one: True).facts)
        ['injury']
    """
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for fact in a_protocol(protocol).facts.values():
        days = [START - dt.timedelta(days=ago) for ago in _AGO]
        values = st.sampled_from(days if fact.kind is FactKind.DATE else list(fact.labels))
        (required if fact.required else optional)[fact.id] = values
    return st.builds(
        Enrolled,
        on=st.just(START),
        facts=st.fixed_dictionaries(required, optional=optional),
        baseline=st.fixed_dictionaries(
            {name: _baseline(protocol.measures[name]) for name in protocol.baseline}
        ),
        sign_off_every_move=st.sampled_from([False, False, False, True]),
        side=st.sampled_from(["", "left", "right"]),
        equipment=st.sampled_from([None, None, (), protocol.equipment[:1], protocol.equipment[::2]]),
    )


def _baseline(measure: Measure) -> st.SearchStrategy[Any]:
    """Draw a baseline answer: a good one or any, the best first."""
    steps = _best_first(measure)
    drawn = st.sampled_from(steps[:3]) | st.sampled_from(steps)
    return drawn.map(lambda value: shown(measure, value))


def _best_first(measure: Measure) -> list[int]:
    steps = range(measure.scale.lowest, measure.scale.highest + 1)
    return list(reversed(steps)) if measure.worse is Worse.LOW else list(steps)


def some_patients(protocol: Protocol) -> tuple[Enrolled, ...]:
    """Return a few patients of a protocol who differ in everything; the first of them is the plainest."""
    return tuple(_patient(protocol, number) for number in range(len(_BASELINES)))


_BASELINES: Final = (1, 0, 2, 4, 3, 1)
_DAYS_AGO: Final = (30, 400, 3, 90, 400, 0)


def _patient(protocol: Protocol, number: int) -> Enrolled:
    facts: dict[str, dt.date | str] = {}
    for fact in protocol.facts.values():
        if fact.kind is FactKind.DATE and (fact.required or number % 2):
            facts[fact.id] = START - dt.timedelta(days=_DAYS_AGO[number])
        elif fact.required or number % 2:
            facts[fact.id] = fact.labels[number % len(fact.labels)]
    baseline = {
        name: shown(measure, _best_first(measure)[min(_BASELINES[number], measure.scale.size - 1)])
        for name in protocol.baseline
        for measure in [protocol.measures[name]]
    }
    equipment = None if number < 3 else protocol.equipment[:: number - 1]
    return Enrolled(START, facts, baseline, equipment=equipment, sign_off_every_move=number == 5)
