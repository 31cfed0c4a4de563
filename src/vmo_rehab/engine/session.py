"""What was done and answered on one day, as it was reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from attrs import field, frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.errors import LogError


class Why(StrEnum):
    """Why an answer is absent."""

    NOT_ASKED = "not-asked"
    DECLINED = "declined"
    PATIENT_UNSURE = "patient-unsure"
    NOT_PERFORMED = "not-performed"
    STALE = "stale"
    NOT_YET = "not-yet"

    @property
    def in_words(self) -> str:
        """The reason as a sentence has it."""
        return _REASONS[self]


_REASONS: Final = {
    Why.NOT_ASKED: "not asked",
    Why.DECLINED: "the patient did not want to answer",
    Why.PATIENT_UNSURE: "the patient was not sure",
    Why.NOT_PERFORMED: "not done",
    Why.STALE: "the last entry is too old",
    Why.NOT_YET: "not due yet",
}


def _why(why: Why | str) -> Why:
    try:
        return Why(why)
    except ValueError:
        what = f"{why!r:.60} is not a reason for an absence"
        raise LogError([Diagnostic("L152", what, f"known: {', '.join(Why)}")]) from None


@frozen
class Absent:
    """An answer that is recorded as missing, with the reason.

    Example:
        >>> Absent("declined")
        Absent(why=<Why.DECLINED: 'declined'>)
    """

    why: Why = field(default=Why.NOT_ASKED, converter=_why)


Answer = int | str | float | Decimal | Absent
"""A value as it was given: a number, a label, a number with unit, or a recorded absence."""


def answers_given(given: Mapping[str, Answer | None]) -> Mapping[str, Answer]:
    """Copy answers; what is none is left as it is, to be refused by name where the report is taken in."""
    if not isinstance(given, Mapping):
        return given
    return {measure: answer for measure, answer in given.items() if answer is not None}


def copied(given: Any) -> Any:  # noqa: ANN401 - the same mapping
    """Copy a mapping, so that its giver can change it no more; what is none is left to be refused by name."""
    return {**given} if isinstance(given, Mapping) else given


@frozen
class SetDone:
    """One set of one exercise.

    Args:
        reps: repetitions done, 0 or more.
        good_reps: those without a fault; ``None`` when nobody counted.
        load: as the prescription writes it, ``5 kg`` or ``red band``; empty when not noted.
        faults: how many repetitions had each fault, by its id in the catalogue; one that is left out was not
            seen. ``None`` when nobody looked.
        effort: how hard the set was, on the scale of the measure ``effort``.
    """

    reps: int
    good_reps: int | None = None
    load: str = ""
    faults: Mapping[str, int] | None = field(default=None, converter=copied)
    effort: Answer = Absent()


def _sets(given: Iterable[SetDone]) -> tuple[SetDone, ...]:
    return tuple(given) if isinstance(given, Iterable) else (given,)


@frozen
class Performed:
    """One exercise as it was done.

    Args:
        exercise: its id in the catalogue.
        sets: the sets, in order; at least one.
        answers: answers about this exercise alone.
    """

    exercise: str
    sets: tuple[SetDone, ...] = field(converter=_sets)
    answers: Mapping[str, Answer] = field(factory=dict, converter=answers_given)


def _exercises(given: Iterable[Performed]) -> tuple[Performed, ...]:
    return tuple(given) if isinstance(given, Iterable) else (given,)


@frozen
class Session:
    """One day: answers, and the sets done. A session without sets is a check-in.

    Args:
        date: the day; an episode has one session a day.
        answers: by measure id. ``None`` stands for no answer and is left out;
            an absence with a reason is an `Absent`.
        exercises: what was done, in order.
        cut_short: whether it was broken off.
        phase: the phase it was done under, where that is known; a record fills it in.

    Example:
        >>> import datetime as dt
        >>> day = Session(dt.date(2026, 3, 2), {"pain_during": 2, "rep_quality": "90%", "effort": None},
        ...               [Performed("squat/body-weight", [SetDone(10), SetDone(8)])])
        >>> day.trained, sorted(day.answers)
        (True, ['pain_during', 'rep_quality'])
    """

    date: dt.date
    answers: Mapping[str, Answer] = field(factory=dict, converter=answers_given)
    exercises: tuple[Performed, ...] = field(default=(), converter=_exercises)
    cut_short: bool = False
    phase: str = ""

    @property
    def trained(self) -> bool:
        """Whether any set was done; else the session is a check-in."""
        return bool(self.exercises)
