"""Patients for a protocol: every way in which somebody can be enrolled."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import strategies as st

from vmo_rehab.engine.events import Enrolled
from vmo_rehab.measures import Measure, Worse
from vmo_rehab.protocol.model import FactKind, Protocol
from vmo_rehab.testing.values import shown

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
    for fact in protocol.facts.values():
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
    scale = measure.scale
    steps = range(scale.lowest, scale.highest + 1)
    best_first = list(reversed(steps)) if measure.worse is Worse.LOW else list(steps)
    drawn = st.sampled_from(best_first[:3]) | st.sampled_from(best_first)
    return drawn.map(lambda value: shown(measure, value))
