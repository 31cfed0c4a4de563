"""Taking a report in: every answer checked and turned into whole steps, or refused by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from vmo_rehab.criteria.tree import Answered
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.engine.episode import Entry, State
from vmo_rehab.engine.faults import MOST_REPS, faults_found, is_count
from vmo_rehab.engine.seen import Reading
from vmo_rehab.engine.session import Absent, Answer, Performed, Session, SetDone, Why
from vmo_rehab.engine.stand_ins import NO_COUNT, as_text, is_endless, refused_as, shown
from vmo_rehab.errors import LogError
from vmo_rehab.measures import EFFORT, PRESENCE, PRESENT, Asked, Measure, Worse
from vmo_rehab.protocol.dosage import Load, as_prescribed
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.scales import OffScaleError

_ONE: Final = Decimal(1)


def read_answer(measure: Measure, answer: Answer) -> int:
    """Read an answer as whole steps of its measure's scale.

    Args:
        measure: what was asked.
        answer: a number, a label, a number with its unit; ``True`` and ``False``
            for present and absent.

    Returns:
        The value in steps.

    Raises:
        OffScaleError: not a value of the scale.

    Example:
        >>> from vmo_rehab.scales import Scale
        >>> quality = Measure("rep_quality", "quality", Scale(0, 100, unit="%"), Asked.DURING, Worse.LOW)
        >>> read_answer(quality, 85), read_answer(quality, "85%")
        (85, 85)
    """
    scale = measure.scale
    if isinstance(answer, bool):
        if scale.labels == PRESENCE.labels:
            return int(answer)
        raise OffScaleError("V313", f"{answer} is not a value of this scale", _expected(measure))
    if isinstance(answer, int) and not scale.labels and scale.step == _ONE:
        if scale.lowest <= answer <= scale.highest:
            return answer
        raise OffScaleError("V314", f"{shown(answer)} is off the scale", f"it goes from {scale.describe()}")
    if isinstance(answer, float):
        answer = Decimal(float.__repr__(answer))
    if isinstance(answer, Decimal) and not answer.is_finite():
        raise OffScaleError("V313", f"{answer} is not a number", _expected(measure))
    if not isinstance(answer, int | str | Decimal):
        raise OffScaleError("V313", f"{shown(answer)} is not a value of this scale", _expected(measure))
    if is_endless(answer):
        raise OffScaleError("V314", f"{shown(answer)} is off the scale", f"it goes from {scale.describe()}")
    return scale.read(answer, unit_needed=False)


def _expected(measure: Measure) -> str:
    return f"expected {measure.scale.describe()}"


def check_date(day: object) -> None:
    """Refuse what is not a plain calendar day; a time of day would make sessions incomparable.

    Raises:
        LogError: it is not a ``datetime.date``.
    """
    if type(day) is not dt.date:
        what = f"{shown(day)} is not a day"
        raise LogError([Diagnostic("L155", what, "hand over a datetime.date, without a time")])


@frozen
class Intake:
    """A report taken in: its answers in steps, or as recorded absences, and what was wrong with it.

    Args:
        answers: by measure.
        of_exercise: by measure and exercise.
        diagnostics: what was wrong.
        unusable: the exercises whose sets cannot be; nothing is worked out from them.
    """

    answers: Mapping[str, int | Why]
    of_exercise: Mapping[tuple[str, str], int | Why]
    diagnostics: tuple[Diagnostic, ...]
    unusable: frozenset[str] = frozenset()

    @classmethod
    def of(cls, protocol: Protocol, session: Session) -> Intake:
        """Check every answer and set of a session against the protocol.

        A bad field becomes an absence with a diagnostic; the caller decides whether to refuse.
        """
        found: list[Diagnostic] = []
        answers = dict(_checked(protocol, session.answers, trained=session.trained, found=found))
        if not session.exercises:
            return cls(answers, {}, tuple(found))
        of_exercise: dict[tuple[str, str], int | Why] = {}
        twice = _check_exercises(session, found)
        unusable = set(twice)
        for done in session.exercises:
            if not _sets_fit(protocol, done, found):
                unusable.add(done.exercise)
            for name, answer in _checked(protocol, done.answers, trained=True, found=found):
                measure = protocol.measures[name]
                if measure.is_state or measure.red_flag:
                    what = f"{name} is about the patient, not about one exercise"
                    found.append(Diagnostic("L146", what, "give it as an answer of the session"))
                key = name, done.exercise
                if measure.red_flag and PRESENT in (answer, of_exercise.get(key)):
                    of_exercise[key] = PRESENT
                else:
                    of_exercise[key] = Why.NOT_ASKED if done.exercise in twice else answer
        return cls(answers, of_exercise, tuple(found), frozenset(unusable))

    def flags(self, protocol: Protocol) -> tuple[str, ...]:
        """Name the red flags that are present, those the protocol does not list included, sorted."""
        of_exercise = ((name, answer) for (name, _), answer in self.of_exercise.items())
        present = {name for name, answer in (*self.answers.items(), *of_exercise) if answer == PRESENT}
        return tuple(sorted(name for name in present if protocol.measures[name].red_flag))


def _checked(
    protocol: Protocol, answers: Mapping[str, Answer], *, trained: bool, found: list[Diagnostic]
) -> Iterator[tuple[str, int | Why]]:
    for name, answer in answers.items():
        measure = protocol.measures.get(name)
        if measure is None:
            found.append(_unknown(protocol, as_text(name)))
        elif measure.of_training and not trained and not isinstance(answer, Absent):
            found.append(
                Diagnostic(
                    "L151",
                    f"{name} is about training, and this session has no sets",
                    "log the sets, or add it as a late answer to the session it belongs to",
                )
            )
        elif isinstance(answer, Absent):
            yield name, answer.why
        else:
            try:
                yield name, read_answer(measure, answer)
            except OffScaleError as off:
                found.append(Diagnostic("L152", f"{name}: {off.what}", off.cure))
                yield name, Why.NOT_ASKED


def _unknown(protocol: Protocol, name: str) -> Diagnostic:
    if what := refused_as(name):
        return Diagnostic("L152", what, "hand it over as a Session declares it")
    return Diagnostic("L150", f'"{name}" is not a measure', did_you_mean(name, protocol.measures))


def _sets_fit(protocol: Protocol, done: Performed, found: list[Diagnostic]) -> bool:
    """Tell whether an exercise is known and its sets can be, with a finding for each that cannot."""
    name, before = done.exercise, len(found)
    if name not in protocol.exercises:
        found.append(
            Diagnostic("L153", f'"{name}" is not an exercise', did_you_mean(name, protocol.exercises))
        )
    if not done.sets:
        found.append(Diagnostic("L154", f"{name} has no sets", "leave out what was not done"))
    for number, one in enumerate(done.sets, 1):
        if not is_count(one.reps) or not (one.good_reps is None or is_count(one.good_reps)):
            what = f"set {number} of {name}: repetitions are whole numbers from 0 to {MOST_REPS:,}"
            cure = f"found {_counted(one.reps)} and {_counted(one.good_reps)}"
            found.append(Diagnostic("L154", what, cure))
        elif one.good_reps is not None and one.good_reps > one.reps:
            what = f"set {number} of {name}: {one.good_reps} good repetitions of {one.reps}"
            found.append(Diagnostic("L154", what, "good repetitions are counted among those done"))
        elif name in protocol.exercises:
            found += faults_found(protocol.exercises[name], number, one)
        found += _load_found(protocol.loads.get(name, ()), f"set {number} of {name}", one.load)
        found += _effort_found(protocol, f"set {number} of {name}", one.effort)
    return len(found) == before


def _counted(number: object) -> str:
    if number is None:
        return "none counted"
    return "no count" if isinstance(number, int) and number == NO_COUNT else shown(number)


def _load_found(loads: Sequence[Load], where: str, load: str) -> Iterator[Diagnostic]:
    """Yield a finding for a load that is not written as the exercise's prescriptions write theirs."""
    if load and loads and as_prescribed(loads, load) is None:
        cure = f"write it as the prescription does: {loads[0].show(loads[0].start)}"
        yield Diagnostic("L148", f'{where}: "{load[:60]}" is not a load of it', cure)


def _effort_found(protocol: Protocol, where: str, effort: Answer) -> Iterator[Diagnostic]:
    measure = protocol.measures.get(EFFORT)
    if isinstance(effort, Absent):
        return
    if measure is None:
        # Nothing reads it; what is no answer at all is refused all the same.
        if not isinstance(effort, int | str | float | Decimal):
            what = f"{where}: effort: {shown(effort)} is not an answer"
            yield Diagnostic("L152", what, "hand over a number")
        return
    try:
        read_answer(measure, effort)
    except OffScaleError as off:
        yield Diagnostic("L152", f"{where}: effort: {off.what}", off.cure)


def _check_exercises(session: Session, found: list[Diagnostic]) -> list[str]:
    """Return the exercises that stand twice, with a finding for each."""
    names = [done.exercise for done in session.exercises]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    found += [Diagnostic("L154", f"{name} stands twice", "give all its sets in one place") for name in twice]
    return twice


def resolve(
    protocol: Protocol, state: State, session: Session, intake: Intake, due: frozenset[str]
) -> tuple[dict[str, Reading], Mapping[str, Entry]]:
    """Turn a report into the readings that criteria ask for, and take note of new states.

    Args:
        protocol: tells which answers are read.
        state: holds the latest entry of each state measure.
        session: the report.
        intake: its answers in steps.
        due: ids of the exercises that are due.

    Returns:
        The readings by term, and the latest entries with those of this session.
    """
    entries = with_entries(protocol, state.entries, intake.answers, session.date)
    readings: dict[str, Reading] = {}
    for term in protocol.memory.terms:
        measure = term.measure
        if term.exercise:
            readings[term.key] = _reading_of_exercise(term, session, intake)
        elif measure.is_state:
            readings[measure.id] = _state(measure, entries.get(measure.id), session)
        else:
            readings[measure.id] = _of_session(measure, session, intake, due)
    return readings, entries


def with_entries(
    protocol: Protocol, entries: Mapping[str, Entry], answers: Mapping[str, int | Why], on: dt.date
) -> Mapping[str, Entry]:
    """Add a day's answers to the latest entries of the state measures; an older one changes nothing."""
    new = {
        name: Entry(on, None, answer) if isinstance(answer, Why) else Entry(on, answer)
        for name, answer in answers.items()
        if protocol.measures[name].is_state and _supersedes(entries.get(name), answer, on)
    }
    return {**entries, **new} if new else entries


def _supersedes(entry: Entry | None, answer: int | Why, on: dt.date) -> bool:
    """Tell whether an answer takes the place of an entry: a later one, or a value of the same day."""
    if entry is None or entry.on < on:
        return True
    return entry.on == on and (entry.steps is None or not isinstance(answer, Why))


def _state(measure: Measure, entry: Entry | None, session: Session) -> Reading:
    scale = measure.scale
    if entry is None:
        return Reading(scale.lowest, scale.highest, Why.NOT_ASKED)
    if entry.steps is None:
        return Reading(scale.lowest, scale.highest, entry.why, entry.on)
    assert measure.valid_for is not None  # noqa: S101 - a state measure has it
    if (session.date - entry.on).days > measure.valid_for:
        return Reading(scale.lowest, scale.highest, Why.STALE, entry.on)
    return Reading(entry.steps, entry.steps, None, entry.on)


def _reading(measure: Measure, answer: int | Why | None) -> Reading:
    if isinstance(answer, int):
        return Reading(answer, answer)
    if answer is None:
        answer = Why.NOT_YET if measure.asked is Asked.NEXT_MORNING else Why.NOT_ASKED
    return Reading(measure.scale.lowest, measure.scale.highest, answer)


def _of_session(measure: Measure, session: Session, intake: Intake, due: frozenset[str]) -> Reading:
    """Read a session measure: the worst of the session's own answer and those of its exercises."""
    own = _reading(measure, intake.answers.get(measure.id))
    if not session.exercises or not measure.of_training:
        return own
    if measure.id == EFFORT:
        own = _with_sets(measure, own, session)
    by_exercise = {
        done.exercise: _of_done(measure, done, intake)
        for done in session.exercises
        if _has_answer(measure, done, intake)
    }
    if not by_exercise:
        return own
    readings = list(by_exercise.values())
    if measure.id in intake.answers:
        readings.append(own)
    else:
        missing = {done.exercise for done in session.exercises} | due
        if missing - by_exercise.keys():
            readings.append(_reading(measure, Why.NOT_PERFORMED))
    return _worst(measure, readings)


def _with_sets(measure: Measure, own: Reading, session: Session) -> Reading:
    """Hold an answer about the hardest set against what was told of each: it was no easier than any."""
    sets = [one for done in session.exercises for one in done.sets]
    told = [steps for one in sets if (steps := effort_of(measure, one)) is not None]
    if not told or max(told) <= own.low:
        return own
    return Reading(max(told), max(own.high, *told), own.why if own.high > max(told) else None)


def effort_of(measure: Measure, one: SetDone) -> int | None:
    """Return the effort of a set in steps; ``None`` where it was not told, or cannot be."""
    try:
        return None if isinstance(one.effort, Absent) else read_answer(measure, one.effort)
    except OffScaleError:
        return None


def _worst(measure: Measure, readings: Iterable[Reading]) -> Reading:
    found = list(readings)
    pick = min if measure.worse is Worse.LOW else max
    low, high = pick(r.low for r in found), pick(r.high for r in found)
    why = next((r.why for r in found if r.why), None) if low != high else None
    return Reading(low, high, why)


def _reading_of_exercise(term: Answered, session: Session, intake: Intake) -> Reading:
    for done in session.exercises:
        if done.exercise == term.exercise:
            return _of_done(term.measure, done, intake)
    return _reading(term.measure, Why.NOT_PERFORMED)


def _has_answer(measure: Measure, done: Performed, intake: Intake) -> bool:
    counted = measure.from_reps and any(one.good_reps is not None for one in done.sets)
    return counted or (measure.id, done.exercise) in intake.of_exercise


def _of_done(measure: Measure, done: Performed, intake: Intake) -> Reading:
    answer = intake.of_exercise.get((measure.id, done.exercise))
    if answer is None and measure.from_reps and done.exercise not in intake.unusable:
        return _share_of_good(measure, done)
    return _reading(measure, answer)


def _share_of_good(measure: Measure, done: Performed) -> Reading:
    """Return the share of good repetitions, rounded down; sets nobody counted may be all good or all bad."""
    reps = sum(one.reps for one in done.sets)
    if not reps:
        return _reading(measure, Why.NOT_PERFORMED)
    good = sum(one.good_reps or 0 for one in done.sets)
    uncounted = sum(one.reps for one in done.sets if one.good_reps is None)
    whole = measure.scale.highest
    low, high = good * whole // reps, (good + uncounted) * whole // reps
    return Reading(low, high, Why.NOT_ASKED if low != high else None)
