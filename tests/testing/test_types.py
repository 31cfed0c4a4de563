"""Values by their type: whatever one example draws is of one patient of one protocol."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import frozen
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies._internal import types

import vmo_rehab as vmo
from vmo_rehab.plugins import hypothesis_types
from vmo_rehab.testing.courses import is_over
from vmo_rehab.testing.otherwise import present_flags
from vmo_rehab.testing.strategies.types import STRATEGIES

hypothesis_types.register()

QUICK = settings(max_examples=5, database=None, derandomize=True, phases=[Phase.generate])


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_type_is_drawn(name: str) -> None:
    """The type alone is enough, and its strategy is ours, not one built by fields."""
    kind = getattr(vmo, name)
    assert isinstance(find(st.from_type(kind), lambda one: True, settings=QUICK), kind)
    assert hypothesis_types._HOMES[name] == kind.__module__


def test_the_two_tables_agree() -> None:
    """Each type that Hypothesis is told of has its strategy."""
    assert set(STRATEGIES) == set(hypothesis_types._HOMES)


@settings(max_examples=12)
@given(...)
def test_all_of_an_example_fits_together(
    protocol: vmo.Protocol, record: vmo.Record, log: vmo.Log, enrolled: vmo.Enrolled, fold: vmo.Fold
) -> None:
    """Record, log and enrolment are of one patient in the protocol beside them."""
    assert record.digest == protocol.digest
    assert record.enrolled == log.enrolled == enrolled
    assert record.events == log.events
    assert record.fold() == fold


@settings(max_examples=12)
@given(...)
def test_a_session_comes_next(protocol: vmo.Protocol, episode: vmo.Episode, session: vmo.Session) -> None:
    """The engine takes the session with the episode beside it; of one that has ended only with a red flag."""
    if is_over(protocol, episode) and not present_flags(protocol, session):
        with pytest.raises(vmo.EpisodeFinal):
            vmo.step(protocol, episode, session)
    else:
        decision, _ = vmo.step(protocol, episode, session)
        assert decision.date == session.date


@settings(max_examples=12)
@given(...)
def test_a_decision_is_one_of_the_record(
    fold: vmo.Fold, decision: vmo.Decision, prescription: vmo.Prescription
) -> None:
    """A decision and a prescription are of the record beside them."""
    assert decision in fold.decisions
    assert prescription in [one.prescription for one in fold.decisions]


@settings(max_examples=12)
@given(...)
def test_parts_are_of_the_protocol(protocol: vmo.Protocol, phase: vmo.Phase, measure: vmo.Measure) -> None:
    """A phase and a measure are of the protocol beside them."""
    assert phase in protocol.phases
    assert protocol.measures[measure.id] == measure


@frozen
class Visit:
    """A class of somebody else that holds ours."""

    protocol: vmo.Protocol
    session: vmo.Session | None


@frozen
class Session:
    """A class of somebody else that is called like ours."""

    number: int


@settings(max_examples=10)
@given(st.from_type(Visit), st.from_type(Session))
def test_classes_of_others(visit: Visit, other: Session) -> None:
    """Ours are drawn inside of classes of others, and a class of the same name is left alone."""
    assert isinstance(visit.protocol, vmo.Protocol)
    assert isinstance(other.number, int)


def test_without_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of Hypothesis that has no table for packages is told of the types themselves."""
    told: dict[type, Any] = {}
    monkeypatch.setattr(types, "_global_extra_lookup", None)
    monkeypatch.setattr(st, "register_type_strategy", told.__setitem__)
    hypothesis_types.register()
    monkeypatch.undo()
    assert told.keys() == {getattr(vmo, name) for name in STRATEGIES}
    for kind, strategy in told.items():
        assert isinstance(find(strategy(kind), lambda one: True, settings=QUICK), kind)
