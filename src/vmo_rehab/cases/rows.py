"""The rows of a case: the days they stand for, what happened on them, and what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from attrs import frozen

from vmo_rehab.cases.model import NONE, REFUSED, Day, Done, Expected, Row, What
from vmo_rehab.cases.values import AnswersOf, Values, over
from vmo_rehab.documents.shapes.cases import LateShape, OverriddenShape, RowShape
from vmo_rehab.documents.shapes.structure import options
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.kinds import MOST_TIMES
from vmo_rehab.engine.decision import Flag
from vmo_rehab.engine.events import (
    Applied,
    Assessment,
    BaselineReset,
    Cleared,
    LateAnswer,
    Move,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
)
from vmo_rehab.engine.session import Answer

BY: Final = "a clinician"
"""Who acts in a case; cases name nobody."""

_SESSION: Final = ("answers", "answers_of", "done", "sets")
_EVENTS: Final = (
    *("assessed", "signed_off", "cleared", "overridden"),
    *("suspended", "unsuspended", "baseline", "late"),
)
_GATES: Final = ("sign_off", "not_before", "min_stay", "choice")


@frozen
class RowReader:
    """Makes rows from their shapes.

    Args:
        values: reads single values.
        start: the first day a row can have.
        usual: the answers that each session has unless its row says otherwise.
        usual_of: the same about one exercise alone.
    """

    values: Values
    start: dt.date
    usual: Mapping[str, Answer | None]
    usual_of: AnswersOf

    def rows(self, shapes: tuple[RowShape, ...]) -> Iterator[Row]:
        """Yield the rows, one for each day, with a finding for each that stands before the last one."""
        last, session = self.start, dt.date.min
        for shape in shapes:
            event, expected = self._event(shape), tuple(self._expected(shape))
            self._check_expected(shape, event, expected)
            for place, day in self._days(shape):
                if day < self.start:
                    what = f"{day} lies before the start, {self.start}"
                    self._say(
                        place, "L203", what, "correct one of the two dates; the start is under enrolled"
                    )
                elif day < last:
                    what = f"{day} stands behind {last}"
                    self._say(place, "L203", what, "write the rows in the order of their days")
                if isinstance(event, Day) and day == session:
                    cure = "a day has one session; write what came later as a late answer"
                    self._say(place, "L203", f"there is already a session on {day}", cure)
                last, session = max(last, day), day if isinstance(event, Day) else session
                if event:
                    yield Row(day, _on(event, day), expected, place)

    def _days(self, shape: RowShape) -> Iterator[tuple[Scalar, dt.date]]:
        """Yield the days of a row: those it lists, or the first with its repetitions."""
        found = self.values.found
        days = [(place, day) for place in shape.date if (day := leaves.iso_date(place, found))]
        yield from days
        if shape.every is None and shape.times is None:
            return
        if shape.every is None or shape.times is None or len(shape.date) > 1:
            cure = "write both with one day, as in: date: 2026-03-02, every: 2 days, times: 3"
            self._say(shape.date[0], "L204", "every and times belong together", cure)
            return
        step, times = (
            leaves.duration_days(shape.every, found),
            leaves.whole_number(shape.times, found, low=2, high=MOST_TIMES),
        )
        if step == 0:
            self._say(shape.every, "L204", "the days are 0 days apart", "write at least 1 day")
        for place, first in days if step and times else []:
            yield from self._repeated(place, first, step or 0, times or 0)

    def _repeated(
        self, place: Scalar, first: dt.date, step: int, times: int
    ) -> Iterator[tuple[Scalar, dt.date]]:
        """Yield the days behind the first one."""
        try:
            for number in range(1, times):
                yield place, first + dt.timedelta(step * number)
        except OverflowError:
            self._say(place, "L204", "the days go beyond the calendar", "write an earlier year")

    def _event(self, shape: RowShape) -> Day | Applied | LateAnswer | None:
        """Return what happened; an event's day is filled in later."""
        events = [name for name in _EVENTS if getattr(shape, name) is not None]
        session = [name for name in _SESSION if getattr(shape, name) is not None]
        if len(events) > 1 or (events and session):
            what = f"the row is two things: {' and '.join([*events, *session][:2])}"
            self._say(shape.date[0], "L202", what, "write a row for each, on the same day")
        if not events:
            return self._day(shape)
        return self._applied(shape, events[0])

    def _day(self, shape: RowShape) -> Day:
        values = self.values
        word = leaves.one_of(shape.done, values.found, options(RowShape, "done")) if shape.done else None
        done = Done(word or Done.AS_PRESCRIBED)
        if done is Done.NOTHING and shape.sets:
            assert shape.done  # noqa: S101 - the word was read from it
            self._say(shape.done, "L202", "nothing was done, and there are sets", "keep one of the two")
        of_exercise = over(self.usual_of, values.answers_of(shape.answers_of))
        return Day(self.usual, values.answers(shape.answers), of_exercise, done, values.sets(shape.sets))

    def _applied(self, shape: RowShape, event: str) -> Applied | LateAnswer | None:
        values, on = self.values, dt.date.min
        match event:
            case "assessed":
                return Assessment(on, values.given(shape.assessed), BY)
            case "baseline":
                return BaselineReset(on, values.given(shape.baseline), BY)
            case "cleared":
                return Cleared(on, BY, flags=self._cleared(shape.cleared or ()))
            case "suspended":
                return Suspended(on, BY, shape.suspended.text if shape.suspended else "")
            case "unsuspended":
                return Unsuspended(on, BY)
        if shape.late:
            return self._late(shape.late)
        if shape.overridden:
            return self._overridden(shape.overridden)
        assert shape.signed_off  # noqa: S101 - the one that is left
        signed = shape.signed_off
        values.known(signed.to, values.protocol.phase_by_id, "a phase")
        role = leaves.text(signed.role, values.found) if signed.role else None
        return SignedOff(on, signed.to.text, BY, role or "physiotherapist")

    def _cleared(self, names: tuple[Scalar, ...]) -> tuple[str, ...]:
        if [name.text for name in names] == ["all"]:
            return ()
        flags = [name for name, one in self.values.protocol.measures.items() if one.red_flag]
        for name in names:
            self.values.known(name, [*flags, "all"], "a red flag")
        return tuple(name.text for name in names)

    def _late(self, shape: LateShape) -> LateAnswer | None:
        values = self.values
        about, answers = leaves.iso_date(shape.about, values.found), values.given(shape.answers)
        exercise = shape.exercise.text if shape.exercise else ""
        if shape.exercise:
            values.known(shape.exercise, values.protocol.exercises, "an exercise")
        return LateAnswer(dt.date.min, about, answers, exercise, BY) if about else None

    def _overridden(self, shape: OverriddenShape) -> Overridden | None:
        values = self.values
        move = leaves.one_of(shape.move, values.found, options(OverriddenShape, "move"))
        expires = leaves.iso_date(shape.expires, values.found)
        if shape.to:
            values.known(shape.to, values.protocol.phase_by_id, "a phase")
        if not move or not expires:
            return None
        to = shape.to.text if shape.to else ""
        return Overridden(dt.date.min, Move(move), "clinical-judgement", "a case", BY, expires, to)

    def _expected(self, shape: RowShape) -> Iterator[Expected]:
        values = self.values
        if shape.today:
            leaves.one_of(shape.today, values.found, options(RowShape, "today"))
            yield Expected(What.TODAY, shape.today.text, shape.today)
        if shape.decision:
            leaves.one_of(shape.decision, values.found, options(RowShape, "decision"))
            yield Expected(What.DECISION, shape.decision.text, shape.decision)
        if shape.phase:
            values.known(shape.phase, values.protocol.phase_by_id, "a phase")
            yield Expected(What.PHASE, shape.phase.text, shape.phase)
        for name, load, place in values.dose(shape.dose or {}):
            yield Expected(What.DOSE, load, place, name)
        protocol = values.protocol
        askable = (*protocol.measures, *protocol.facts, *_GATES, NONE)
        for place in shape.asks or ():
            values.known(place, askable, "anything that is asked")
            yield Expected(What.ASKS, place.text, place)
        if shape.flags:
            names = [leaves.one_of(place, values.found, options(RowShape, "flags")) for place in shape.flags]
            flags = ", ".join(flag for flag in Flag if flag in names)
            yield Expected(What.FLAGS, flags or NONE, shape.flags[0])

    def _check_expected(
        self, shape: RowShape, event: Day | Applied | LateAnswer | None, expected: tuple[Expected, ...]
    ) -> None:
        """Refuse what can be expected of a session alone on a row that decides nothing."""
        if event is None or isinstance(event, Day):
            return
        refused = shape.decision is not None and shape.decision.text == REFUSED
        for one in expected:
            late = isinstance(event, LateAnswer) and one.what is not What.TODAY
            if not late and not (refused and one.what is What.DECISION):
                what = f"an event has no {one.what}"
                self._say(one.at, "L206", what, "expect it on the row of the next session")

    def _say(self, scalar: Scalar, code: str, what: str, cure: str) -> None:
        self.values.found.append(scalar.finding(code, what, cure))


def _on(event: Day | Applied | LateAnswer, day: dt.date) -> Day | Applied | LateAnswer:
    return event if isinstance(event, Day) else attrs.evolve(event, on=day)
