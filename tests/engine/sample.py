"""Short ways to a protocol, a day, a session and its decision, for the tests of the engine.

Protocols are those of the conformance set: small scales, read by the library from a file's text.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import define

import vmo_rehab as vmo
from vmo_rehab.testing.conformance import Case
from vmo_rehab.testing.conformance.items import START

LUNGE, MACHINE, SQUAT = "lunge/body-weight", "leg-extension/machine", "squat/body-weight"
ON = {"when": "hurt <= 1", "to": "end"}
"""A way on."""


def protocol(*use: str, **own: Any) -> vmo.Protocol:
    """Read the protocol that lays its keys over the conformance set's snippets."""
    phases = own.pop("phases", [{"id": "one", "progress": ON}])
    data = {"case": "sample", "use": use, "protocol": {**own, "phases": phases}}
    return vmo.loads(Case.of("sample", data, {}).protocol(), "sample")


def day(number: int) -> dt.date:
    """Return a day, counted from the start."""
    return START + dt.timedelta(days=number)


def trained(number: int, *done: Any, cut_short: bool = False, phase: str = "", **answers: Any) -> vmo.Session:
    """Return a session; without saying what was done it is one set of lunges."""
    sets = done or (vmo.Performed(LUNGE, [vmo.SetDone(5)]),)
    return vmo.Session(day(number), answers, sets, cut_short, phase)


def check_in(number: int, **answers: Any) -> vmo.Session:
    """Return a session without sets."""
    return vmo.Session(day(number), answers)


@define
class Patient:
    """A patient in a protocol, taken through sessions and events."""

    protocol: vmo.Protocol
    episode: vmo.Episode

    @classmethod
    def of(cls, its: vmo.Protocol, facts: Any = (), baseline: Any = ()) -> Patient:
        """Enrol a patient on day 0."""
        return cls(its, vmo.enrol(its, vmo.Enrolled(START, dict(facts), dict(baseline))))

    def step(self, *sessions: vmo.Session) -> vmo.Decision:
        """Take sessions and return the last decision."""
        for session in sessions:
            decision, self.episode = vmo.step(self.protocol, self.episode, session)
        return decision

    def today(self, session: vmo.Session) -> vmo.Today:
        """Ask what a day is."""
        return vmo.today(self.protocol, self.episode, session)

    def apply(self, *events: Any) -> Patient:
        """Take events."""
        for event in events:
            self.episode = vmo.apply(self.protocol, self.episode, event)
        return self

    def loads(self, plan: vmo.Prescription) -> dict[str, str]:
        """Return the loads of a prescription by exercise."""
        return {item.exercise: item.load for item in plan.items}


def off(decision: vmo.Decision, name: str) -> str:
    """Return how far off a rule of a decision is, in words."""
    return rule(decision, name).node.off


def rule(told: vmo.Decision | vmo.Today, name: str) -> vmo.Rule:
    """Return the rule of a name."""
    (found,) = [one for one in told.explanation.rules if one.name == name]
    return found


def refused(kind: type[vmo.VmoRehabError], call: Any, *args: Any) -> str:
    """Return the words a call is refused with."""
    with pytest.raises(kind) as caught:
        call(*args)
    assert type(caught.value) is kind
    return str(caught.value)
