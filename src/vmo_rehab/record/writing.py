"""Events as a record holds them: exactly as it would read them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import attrs

from vmo_rehab.engine.decision import Decision, Told
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.errors import RecordError
from vmo_rehab.record.canonical import from_plain, to_plain

_ANY_DAY: Final = dt.date(2000, 1, 1)
_NO_COUNT: Final = -1
"""Stands for a count that is none; no session is taken with it, and a red flag beside it still refers."""


def as_written(event: Any) -> Any:  # noqa: ANN401 - an event of the same class
    """Return an event as a record would read it back, so that memory and file never differ.

    A session may come with answers, counts or loads that no record can hold. They become what the engine
    refuses by name, so that one wrong field never hides a red flag beside it.

    Raises:
        RecordError: the event cannot be written down.
    """
    try:
        return from_plain(type(event), to_plain(event))
    except RecordError:
        if not isinstance(event, Session):
            raise
        return from_plain(Session, to_plain(_in_writing(event)))


def without_explanation(decision: Decision) -> Decision:
    """Return a decision as it is kept: its explanation can be computed again and is left out."""
    words = decision.telling
    kept = Told(
        why=words.why, prescription=words.prescription, ask=words.ask, alternatives=words.alternatives
    )
    return attrs.evolve(decision, telling=kept)


def _in_writing(session: Session) -> Session:
    exercises = [
        attrs.evolve(
            done,
            exercise=_text(done.exercise),
            sets=[_set_in_writing(one) for one in done.sets],
            answers=_answers_in_writing(done.answers),
        )
        for done in session.exercises
        if isinstance(done, Performed)
    ]
    return attrs.evolve(session, answers=_answers_in_writing(session.answers), exercises=exercises)


def _set_in_writing(one: object) -> SetDone:
    if not isinstance(one, SetDone):
        return SetDone(_NO_COUNT)
    good = None if one.good_reps is None else _count(one.good_reps)
    faults = None if one.faults is None else {_text(name): _count(n) for name, n in one.faults.items()}
    return SetDone(_count(one.reps), good, _text(one.load), faults)


def _count(number: object) -> int:
    return number if type(number) is int and abs(number) < 10**15 else _NO_COUNT


def _answers_in_writing(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {_text(name): _answer_in_writing(answer) for name, answer in answers.items()}


def _answer_in_writing(answer: Any) -> Any:  # noqa: ANN401 - whatever a form has sent
    try:
        from_plain(Session, to_plain(Session(_ANY_DAY, {"answer": answer})))
    except RecordError:
        return _text(answer)
    return answer


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return f"<{type(value).__name__}>" if isinstance(value, int) else repr(value)[:60]
