"""Engines that are wrong in one way each: the library's own, with one thing done otherwise."""

from __future__ import annotations

import json
from typing import Any

from attrs import evolve

from vmo_rehab import Cleared, Enrolled, Session
from vmo_rehab.engine.events import Applied
from vmo_rehab.testing.conformance import Library, Reply


class Deaf(Library):
    """Reads protocols without one of their keys."""

    key = ""

    def enrol(self, protocol: str, enrolled: Enrolled, /) -> Reply:
        return super().enrol(self._without(protocol), enrolled)

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        return super().step(self._without(protocol), episode, session)

    def today(self, protocol: str, episode: Any, check_in: Session, /) -> Reply:
        return super().today(self._without(protocol), episode, check_in)

    def apply(self, protocol: str, episode: Any, event: Applied, /) -> Reply:
        return super().apply(self._without(protocol), episode, event)

    def _without(self, protocol: str) -> str:
        return json.dumps({key: value for key, value in json.loads(protocol).items() if key != self.key})


class IgnoresHolds(Deaf):
    """Knows no hold."""

    key = "hold"


class ForgetsLapses(Deaf):
    """Takes up after any gap as if there had been none."""

    key = "lapse"


class TakesUnknownForFalse(Library):
    """Asks nothing: what is not known is not so."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        reply = super().step(protocol, episode, session)
        decision = "stay" if reply.decision == "enquire" else reply.decision
        truth = {
            name: tuple("false" if one == "unknown" else one for one in its)
            for name, its in reply.truth.items()
        }
        return evolve(reply, decision=decision, truth=truth)


class RefersOnce(Library):
    """Refers, and has forgotten the red flag the next day."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        reply = super().step(protocol, episode, session)
        if reply.decision != "refer":
            return reply
        cleared = self.apply(protocol, reply.episode, Cleared(session.date, "nobody"))
        return evolve(reply, episode=cleared.episode)


class NeverReviews(Library):
    """Draws nobody's attention to a patient who stays too long."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        reply = super().step(protocol, episode, session)
        return evolve(reply, flags=tuple(flag for flag in reply.flags if flag != "review"))


class Breaks(Library):
    """Has a bug in every check-in."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        if not session.trained:
            raise KeyError("sets")
        return super().step(protocol, episode, session)


class TakesAnything(Library):
    """Refuses no session: what the library refuses is a day that stays."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:
        try:
            return super().step(protocol, episode, session)
        except Exception:  # noqa: BLE001 - this is what it does wrong
            return Reply(episode=episode, phase="one", decision="stay")


class WithoutRecord:
    """The library's engine for who keeps no record: it takes no corrections."""

    def __init__(self) -> None:
        self._library = Library()
        self.enrol, self.step = self._library.enrol, self._library.step
        self.today, self.apply = self._library.today, self._library.apply
