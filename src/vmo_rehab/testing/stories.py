"""A log as a short table: equal days in one line, what is odd in words, the decision beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision, Kind
from vmo_rehab.engine.events import Amended, Applied, Correction, LateAnswer, Log, Voided
from vmo_rehab.engine.session import Absent, Answer, Session, SetDone
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.course import Taken
from vmo_rehab.report.event_text import event_in_words
from vmo_rehab.testing.courses import ideal
from vmo_rehab.testing.guarantees import Violation
from vmo_rehab.testing.walking import record_of

_WIDE: Final = 64


@frozen
class _Line:
    """One event of a log: what it was, in words, and what was decided."""

    day: dt.date
    what: str
    decision: Decision | None


def story(protocol: Protocol, log: Log, broken: Iterable[Violation] = ()) -> str:
    """Tell a log in a table that a physiotherapist reads.

    Equal days stand in one line, an ideal day is called so, and of any other only that is told in which it
    differs from an ideal one. What was broken stands below the day on which it was.

    Args:
        protocol: the protocol.
        log: a log that it takes.
        broken: what is marked.

    Example:
        >>> from vmo_rehab import load
        >>> from vmo_rehab.testing.courses import course_of
        >>> from vmo_rehab.testing.strategies.patients import some_patients
        >>> foundation = load("vmo-foundation")
        >>> patient = some_patients(foundation)[0]
        >>> print(story(foundation, Log(patient, course_of(foundation, patient).record(5).events)))
        start  2026-01-05                injury 2025-12-06, usual pain 1
        1-5    2026-01-05 to 2026-01-17  5 ideal days  terminal-knee-extension -> leg-extension
    """
    marks: dict[dt.date | None, list[str]] = {}
    for one in broken:
        marks.setdefault(one.on, []).append(f"{one.guarantee}: {one.words}")
    lines, days = _lines(protocol, log), set(marks)
    rows = [("start", str(log.enrolled.on), event_in_words(protocol, log.enrolled)[1], "")]
    number = 0
    for _, run in groupby(lines, key=lambda line: (line.what, line.day in days, line.decision is None)):
        here = list(run)
        rows.append(_row(here, number))
        number += sum(line.decision is not None for line in here)
        for day in dict.fromkeys(line.day for line in here if line.decision):
            rows += [("", "", f"BROKEN  {words}", "") for words in marks.pop(day, ())]
    rows += [("", "", f"BROKEN  {words}", "") for left in marks.values() for words in left]
    return "\n".join(_laid_out(rows))


def _laid_out(rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    first, second = (max(len(row[place]) for row in rows) for place in (0, 1))
    third = min(_WIDE, max(len(row[2]) for row in rows if row[3]) if any(row[3] for row in rows) else 0)
    for number, days, what, decided in rows:
        yield f"{number:{first}}  {days:{second}}  {what:{third}}  {decided}".rstrip()


def _lines(protocol: Protocol, log: Log) -> list[_Line]:
    """Tell every event: sessions as they stand, and behind them what was corrected later, in date order."""
    found = [
        (one.item.date, False, _line(protocol, one))
        for one in record_of(protocol, log).course(protocol).taken
    ]
    corrections = [event for event in log.events if isinstance(event, LateAnswer | Amended | Voided)]
    found += [(event.on, True, _event(protocol, event, event.on)) for event in corrections]
    return [line for _, _, line in sorted(found, key=lambda one: one[:2])]


def _line(protocol: Protocol, taken: Taken) -> _Line:
    event = taken.item.event
    if not isinstance(event, Session):
        return _event(protocol, event, taken.item.date)
    what = _day_in_words(protocol, taken, event)
    corrected = " (as corrected)" if taken.item.shaped_by != taken.item.number else ""
    refused = f" (refused: {taken.error})" if taken.error else ""
    return _Line(event.date, what + corrected + refused, taken.decision)


def _event(protocol: Protocol, event: Applied | Correction, day: dt.date) -> _Line:
    return _Line(day, ": ".join(event_in_words(protocol, event)), None)


def _row(run: list[_Line], number: int) -> tuple[str, str, str, str]:
    first, last, many = run[0], run[-1], len(run)
    days = str(first.day) if first.day == last.day else f"{first.day} to {last.day}"
    what = f"{many} {first.what.replace('ideal day', 'ideal days')}" if many > 1 else first.what
    if first.decision is None:
        return "", days, first.what, ""
    place = str(number + 1) if many == 1 else f"{number + 1}-{number + many}"
    return place, days, what, _decided([line.decision for line in run if line.decision])


def _decided(decisions: list[Decision]) -> str:
    """Tell the decisions of a run: the way through the phases, the kinds where they are others, and why."""
    phases = [decisions[0].phase_before, *(one.phase_after for one in decisions)]
    way = " -> ".join(phase for phase, _ in groupby(phases))
    kinds = [kind for kind, _ in groupby(one.kind for one in decisions)]
    if set(kinds) <= {Kind.STAY, Kind.PROGRESS, Kind.DISCHARGE}:
        return way if "->" in way else "stay"
    told = f"{', '.join(kinds)}: {way}" if "->" in way else ", ".join(kinds)
    # One reason for all of them is told; of several, each would have to stand with its day.
    reasons = {one.why for one in decisions}
    return f"{told} ({reasons.pop()})" if len(reasons) == 1 else told


def _day_in_words(protocol: Protocol, taken: Taken, session: Session) -> str:
    """Tell a day by what differs from an ideal one."""
    try:
        plan = ideal(protocol, taken.before, session.date)
    except VmoRehabError:
        plan = Session(session.date)
    known = (
        {name for name, one in taken.after.seen[-1].readings.items() if not one.why}
        if taken.decision
        else set()
    )
    told = list(_answers_in_words(plan.answers, session.answers, known))
    if plan.trained and not session.trained:
        told.append("nothing done")
    elif session.exercises != plan.exercises:
        told.append(_done_in_words(plan, session))
    if session.cut_short:
        told.append("cut short")
    if session.phase not in ("", taken.before.state.phase):
        told.append(f"done under {session.phase}")
    return ", ".join(told) or ("ideal day" if session.trained else "check-in with the best answers")


def _answers_in_words(
    plan: Mapping[str, Answer], given: Mapping[str, Answer], known: Container[str]
) -> Iterator[str]:
    """Tell answers that differ; what is known without, from the sets or from a visit, is not missing."""
    for name in plan:
        if name not in given and name not in known:
            yield f"{name} not answered"
    for name, answer in given.items():
        if name not in plan or plan[name] != answer:
            yield f"{name}: {answer.why.in_words}" if isinstance(answer, Absent) else f"{name} {answer}"


def _done_in_words(plan: Session, session: Session) -> str:
    """Tell what was done otherwise, exercise by exercise."""
    planned = {one.exercise: one.sets for one in plan.exercises}
    done = {one.exercise: one.sets for one in session.exercises}
    told = [f"no {name}" for name in planned if name not in done]
    for name, sets in done.items():
        if sets != planned.get(name):
            told.append(f"{name} {', '.join(map(_set_in_words, sets))}")
    return "; ".join(told) or "in another order"


def _set_in_words(one: SetDone) -> str:
    counted = f"{one.reps} not counted" if one.good_reps is None else f"{one.good_reps} good of {one.reps}"
    told = f"{counted} with {one.load}" if one.load else counted
    return told if isinstance(one.effort, Absent) else f"{told} at effort {one.effort}"
