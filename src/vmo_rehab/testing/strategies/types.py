"""Values of a type alone: all that one example draws is of one patient of one protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from vmo_rehab.documents.library import load
from vmo_rehab.engine.decision import Decision, Prescription
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled, Log
from vmo_rehab.engine.session import Session
from vmo_rehab.measures import Measure
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Fold, Record
from vmo_rehab.testing.courses import is_over
from vmo_rehab.testing.strategies.logs import logs
from vmo_rehab.testing.strategies.sessions import sessions
from vmo_rehab.testing.strategies.writing import next_day
from vmo_rehab.testing.walking import record_of

_SHIPPED: Final = ("soreness-rules", "effusion-gate", "vmo-foundation", "return-to-running")
"""Small protocols that differ in most of what a protocol can have; failures shrink towards the first."""

_LONGEST: Final = 6
"""Sessions of a log, at most: an example should not take longer than what is asked of it."""


Patient = tuple[Protocol, Log]


@cache
def _protocol() -> st.SearchStrategy[Protocol]:
    # Read here and not when one is drawn, which Hypothesis holds to a second.
    return st.shared(st.sampled_from([load(one) for one in _SHIPPED]), key="vmo_rehab: the protocol")


def _with_log(protocol: Protocol) -> st.SearchStrategy[Patient]:
    return st.tuples(st.just(protocol), logs(protocol, max_size=_LONGEST))


@cache
def _patient() -> st.SearchStrategy[Patient]:
    return st.shared(_protocol().flatmap(_with_log), key="vmo_rehab: the patient")


def _record(patient: Patient) -> Record:
    return record_of(*patient)


def _fold(patient: Patient) -> Fold:
    return _record(patient).fold()


def _episode(patient: Patient) -> Episode:
    return _fold(patient).episode


def _next_session(patient: Patient) -> st.SearchStrategy[Session]:
    protocol, episode = patient[0], _episode(patient)
    if not is_over(protocol, episode):
        return sessions(protocol, episode)
    # Nothing can come next: a first session, on a day that an ended episode refuses for its end alone.
    return sessions(protocol).map(lambda session: attrs.evolve(session, date=next_day(episode, 1)))


def _decisions() -> st.SearchStrategy[Decision]:
    decided = _patient().map(lambda patient: _fold(patient).decisions).filter(bool)
    return decided.flatmap(st.sampled_from)


def _measures(protocol: Protocol) -> st.SearchStrategy[Measure]:
    return st.sampled_from(list(protocol.measures.values()))


STRATEGIES: Final[Mapping[str, Callable[[], st.SearchStrategy[Any]]]] = {
    "Decision": _decisions,
    "Enrolled": lambda: _patient().map(_enrolled),
    "Episode": lambda: _patient().map(_episode),
    "Fold": lambda: _patient().map(_fold),
    "Log": lambda: _patient().map(_log),
    "Measure": lambda: _protocol().flatmap(_measures),
    "Phase": lambda: _protocol().flatmap(lambda protocol: st.sampled_from(protocol.phases)),
    "Prescription": lambda: _decisions().map(_prescription),
    "Protocol": _protocol,
    "Record": lambda: _patient().map(_record),
    "Session": lambda: _patient().flatmap(_next_session),
}
"""How values are drawn, by the name of their type on the public face.

Episode, record, log and enrolment are those of one patient, a decision is one of the record, and a session is
one that can come next. Several of one type in one example are the same, save for sessions and decisions.
"""


def _log(patient: Patient) -> Log:
    return patient[1]


def _enrolled(patient: Patient) -> Enrolled:
    return patient[1].enrolled


def _prescription(decision: Decision) -> Prescription:
    return decision.prescription
