"""A day of a case as a session: the answers given, and the sets done as the day's plan prescribes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

import attrs
from attrs import frozen

from vmo_rehab.cases.model import Day, Done
from vmo_rehab.engine.decision import Today
from vmo_rehab.engine.due import fits
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.next_set import NextSet, Opened
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.engine.step import today
from vmo_rehab.errors import EventError
from vmo_rehab.protocol.dosage import Menu
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.protocol.scheme import Scheme


@frozen(slots=False)
class Plan:
    """What a day is at the door, and what is done on it.

    Args:
        protocol: the protocol.
        episode: as it is before the day.
        day: what the row says.
        door: the answers that are given before training.
        today: what the engine makes of them.
    """

    protocol: Protocol
    episode: Episode
    day: Day
    door: Session
    today: Today

    @classmethod
    def of(cls, protocol: Protocol, episode: Episode, day: Day, on: dt.date) -> Plan:
        """Ask what a day is.

        Raises:
            VmoRehabError: the engine refuses the answers, or the episode is suspended or final.
        """
        given = {**day.usual, **day.own}
        answers = {name: answer for name, answer in given.items() if not protocol.measures[name].of_training}
        door = Session(on, answers)
        return cls(protocol, episode, day, door, today(protocol, episode, door))

    def session(self) -> Session:
        """Return the session of the day.

        Raises:
            EventError: a set that is prescribed has no number of repetitions, and the row says none.
        """
        day, measures = self.day, self.protocol.measures
        done = tuple(self._performed()) if day.done is not Done.NOTHING else ()
        # The usual answers about training have no meaning on a day without it.
        usual = {name: given for name, given in day.usual.items() if done or not measures[name].of_training}
        return Session(self.door.date, {**usual, **day.own}, done, cut_short=day.done is Done.CUT_SHORT)

    def _performed(self) -> Iterator[Performed]:
        own, of_exercise = self.day.sets, self.day.of_exercise
        for exercise in dict.fromkeys((*self._due(), *own)):
            sets = own[exercise] if exercise in own else tuple(self._as_prescribed(exercise))
            if sets:
                yield Performed(exercise, sets, of_exercise.get(exercise, {}))

    def _due(self) -> Iterator[str]:
        """Yield the exercises that are done; of a menu as many as may be, first those with sets."""
        rows = self.protocol.phase_by_id[self.today.phase].exercises
        menu_of = {one.id: row.menu for row in rows if row.menu for one in row.exercises()}
        there_is, offered = self.episode.enrolled.equipment, dict[Menu, list[Exercise]]()
        items = [(item, self.protocol.exercises[item.exercise]) for item in self.today.prescription.items]
        done = []
        for item, exercise in items:
            menu = menu_of.get(item.instead_of or exercise.id) if item.menu else None
            if not fits(exercise, there_is):
                continue
            if menu is None:
                done.append(exercise)
            elif self.day.sets.get(exercise.id) != ():
                offered.setdefault(menu, []).append(exercise)
        for menu, those in offered.items():
            done += _picked(menu, sorted(those, key=lambda one: one.id not in self.day.sets))
        yield from (exercise.id for _, exercise in items if exercise in done)

    def _as_prescribed(self, exercise: str) -> Iterator[SetDone]:
        """Yield every set of an exercise, each with the most repetitions of its range, all of them good."""
        so_far: tuple[SetDone, ...] = ()
        first = self._next(exercise, ())
        if first and not any(
            scheme.sets or scheme.between_sets or scheme.retest for scheme in self._schemes(exercise)
        ):
            reps = self._reps(exercise, first)
            yield from (SetDone(reps, reps, first.load, effort=self.day.effort) for _ in range(first.of))
            return
        while one := self._next(exercise, so_far):
            reps = self._reps(exercise, one)
            so_far = (*so_far, SetDone(reps, reps, one.load, effort=self.day.effort))
            yield so_far[-1]

    def _next(self, exercise: str, so_far: tuple[SetDone, ...]) -> NextSet | None:
        done = (Performed(exercise, so_far),) if so_far else ()
        return self._opened.next_set(exercise, attrs.evolve(self.door, exercises=done))

    @cached_property
    def _opened(self) -> Opened:
        return Opened.at(self.protocol, self.episode, self.door)

    def _schemes(self, exercise: str) -> list[Scheme]:
        rows = self.protocol.rescue if self.today.do is Do.RESCUE else self.protocol.rows_in[self.today.phase]
        return [row.scheme for row in rows if exercise in {every.id for every in row.exercises()}]

    def _reps(self, exercise: str, one: NextSet) -> int:
        if one.reps:
            return one.reps[1]
        if self.day.as_many is not None:
            return self.day.as_many
        if any(scheme.sets or scheme.retest for scheme in self._schemes(exercise)):
            what = f"set {one.number} of {exercise} asks for as many good repetitions as can be done"
            raise EventError(f"{what}; say under sets how many were done")
        return 1


def _picked(menu: Menu, there: list[Exercise]) -> list[Exercise]:
    """Return what is chosen from a menu: what it must include, then the first, as many as may be."""
    picked: list[Exercise] = []
    for pattern, count in menu.including:
        picked += [one for one in there if one.pattern == pattern][:count]
    return (picked + [one for one in there if one not in picked])[: menu.most]
