"""Events as a record holds them: exactly as it would read them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.engine.decision import Decision, Told
from vmo_rehab.engine.events import Amended, Assessment, LateAnswer
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.engine.stand_ins import as_text, counted, standing_in, well_made
from vmo_rehab.errors import RecordError
from vmo_rehab.record.canonical import from_plain, to_plain

_FIELDS: Final[tuple[tuple[str, Callable[[object], bool], object], ...]] = (
    ("by", lambda given: isinstance(given, str), ""),
    ("exercise", lambda given: isinstance(given, str), ""),
    ("taken", lambda given: given is None or type(given) is dt.date, None),
)
"""What a report without a session has beside its answers and days: what fits there, and what is empty."""


def as_written(event: Any) -> Any:  # noqa: ANN401 - an event of the same class
    """Return an event as a record would read it back, so that memory and file never differ.

    Raises:
        RecordError: the event cannot be written down.
    """
    if isinstance(event, Session) and well_made(event) is not event:
        raise RecordError("a Session of another make than it declares cannot be written")
    return from_plain(type(event), to_plain(event))


def in_writing(event: Any) -> Any:  # noqa: ANN401 - an event of the same class
    """Return a report as a record would read it back, with stand-ins for what no record can hold.

    A stand-in is refused by name where the report is taken in, so that one wrong field neither passes nor
    hides a red flag beside it. An event that is no report comes back as `as_written` gives it.

    Raises:
        RecordError: a part of it that has no stand-in cannot be written down, for example its day.
    """
    match event:
        case Session():
            event = _session(event)
        case Amended(session=Session() as session):
            event = attrs.evolve(event, session=_session(session))
        case LateAnswer() | Assessment():
            event = _answering(event)
    return as_written(event)


def without_explanation(decision: Decision) -> Decision:
    """Return a decision as it is kept: its explanation can be computed again and is left out."""
    words = decision.telling
    kept = Told(
        why=words.why, prescription=words.prescription, ask=words.ask, alternatives=words.alternatives
    )
    return attrs.evolve(decision, telling=kept)


def _answering(event: Any) -> Any:  # noqa: ANN401 - answers that come without a session
    answers, fields = _answers(event.answers), dict[str, Any]()
    for name, fits, empty in _FIELDS:
        given = getattr(event, name, empty)
        if not fits(given):
            answers |= standing_in(name, given)
            fields[name] = empty
    return attrs.evolve(event, answers=answers, **fields)


def _session(session: Session) -> Session:
    session = counted(well_made(session))
    exercises: Any = [_performed(done) for done in session.exercises]
    return attrs.evolve(session, answers=_answers(session.answers), exercises=exercises)


def _performed(done: Performed) -> Performed:
    sets: Any = [attrs.evolve(one, load=as_text(one.load), effort=_answer(one.effort)) for one in done.sets]
    return Performed(as_text(done.exercise), sets, _answers(done.answers))


def _answers(answers: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a form has sent
    if not isinstance(answers, Mapping):
        return {**standing_in("answers", answers)}
    return {as_text(name): _answer(answer) for name, answer in answers.items()}


def _answer(answer: Any) -> Any:  # noqa: ANN401 - whatever a form has sent
    try:
        as_written(SetDone(0, effort=answer))
    except RecordError:
        return as_text(answer)
    return answer
