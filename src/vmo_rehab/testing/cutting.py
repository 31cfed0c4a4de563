"""A log that breaks a promise, cut down to what it takes: fewer events, and days as ideal as they can be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs
from attrs import define

from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Log
from vmo_rehab.engine.session import Session
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.courses import ideal
from vmo_rehab.testing.guarantees import Violation
from vmo_rehab.testing.walking import record_of, steps

_MOST: Final = 200
"""Logs that are tried, at most: each is folded from its beginning."""


@define
class Cutting:
    """A log on its way to what it takes to break something.

    Args:
        protocol: the protocol.
        log: it breaks something.
        breaks: whether another log breaks the same.
    """

    protocol: Protocol
    log: Log
    breaks: Callable[[Log], bool]
    _tried: int = 0

    def head(self) -> None:
        """Leave out what came after it was broken."""
        for length in range(len(self.log.events)):
            if self._take(attrs.evolve(self.log, events=self.log.events[:length]), counted=False):
                return

    def supposed(self, found: Iterable[Violation]) -> None:
        """Put the last session as a promise supposed it in its place, where that breaks it for all to see."""
        for session in (one.supposing for one in found if one.supposing):
            last = self.log.events[-1]
            if isinstance(last, Session) and last.date == session.date:
                self._take(attrs.evolve(self.log, events=(*self.log.events[:-1], session)), counted=False)

    def fewer(self) -> None:
        """Leave out events that it does not take: halves first, single ones last."""
        size = len(self.log.events) // 2
        while size:
            start = 0
            while start < len(self.log.events):
                events = self.log.events
                if not self._take(attrs.evolve(self.log, events=events[:start] + events[start + size :])):
                    start += size
            size //= 2

    def plainer(self) -> None:
        """Make days ideal, or answers, where the rest still breaks it."""
        for place in range(len(self.log.events)):
            for other in self._plainer(place):
                self._take(other)

    def _plainer(self, place: int) -> Iterator[Log]:
        """Yield the log with the day at a place ideal, and then with one answer of it after the other so."""
        event = self.log.events[place]
        before = self._before(event.date) if isinstance(event, Session) else None
        if not isinstance(event, Session) or before is None:
            return
        try:
            plan = attrs.evolve(ideal(self.protocol, before, event.date), phase=event.phase)
        except VmoRehabError:
            return
        yield self._with(place, plan)
        for name in dict.fromkeys((*event.answers, *plan.answers)):
            now = self.log.events[place]
            if isinstance(now, Session) and now.answers.get(name) != plan.answers.get(name):
                answers = {key: answer for key, answer in now.answers.items() if key != name}
                best = {name: plan.answers[name]} if name in plan.answers else {}
                yield self._with(place, attrs.evolve(now, answers=answers | best))

    def _with(self, place: int, session: Session) -> Log:
        events = self.log.events
        return attrs.evolve(self.log, events=(*events[:place], session, *events[place + 1 :]))

    def _before(self, day: dt.date) -> Episode | None:
        """Return the episode before the session of a day."""
        return next(
            (step.before for step in steps(self.protocol, self.log) if step.session.date == day), None
        )

    def _take(self, log: Log, *, counted: bool = True) -> bool:
        """Go on with another log if it breaks the same; one that cannot be logged breaks nothing."""
        if log.events == self.log.events or (counted and self._tried >= _MOST):
            return False
        self._tried += counted
        try:
            record_of(self.protocol, log)
        except VmoRehabError:
            return False
        if done := self.breaks(log):
            self.log = log
        return done
