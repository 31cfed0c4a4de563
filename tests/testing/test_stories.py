"""A log as a story: runs folded, odd answers in words, the decision beside each, what is broken below."""

from __future__ import annotations

import datetime as dt

import attrs

from vmo_rehab import Absent, Log, Performed, Session, SetDone, load
from vmo_rehab.engine.events import Amended, Cleared, LateAnswer
from vmo_rehab.record.record import Record
from vmo_rehab.testing import Violation, story
from vmo_rehab.testing.courses import course_of, ideal
from vmo_rehab.testing.strategies.patients import some_patients

SORENESS = load("soreness-rules")
PATIENT = some_patients(SORENESS)[0]


def lived(days: int, **odd: dict[str, object]) -> Log:
    """Live ideal days, with odd answers on some: ``on_3={"fever": True}``."""
    record = Record.begin(SORENESS, PATIENT)
    for number in range(days):
        day = PATIENT.on + dt.timedelta(days=3 * number)
        if record.fold().episode.state.flags:
            record = record.append(SORENESS, Cleared(day, "the clinic"))
        session = ideal(SORENESS, record.fold().episode, day)
        answers = {**session.answers, **odd.get(f"on_{number + 1}", {})}
        answers = {name: answer for name, answer in answers.items() if answer is not None}
        record = record.append(SORENESS, attrs.evolve(session, answers=answers))
    return Log(record.enrolled, record.events)


def test_equal_days_are_one_line() -> None:
    """A run of ideal days is one line, and the odd day between two runs says what was odd and why."""
    told = story(SORENESS, lived(5, on_3={"soreness_warm_up": "stays"}))
    why = 'sore_throughout: soreness of the knee in the warm-up is "stays" (stays)'
    assert told.splitlines() == [
        "start  2026-01-05",
        "1-2    2026-01-05 to 2026-01-08  2 ideal days            stay",
        f"3      2026-01-11                soreness_warm_up stays  hold ({why})",
        "4-5    2026-01-14 to 2026-01-17  2 ideal days            resume, stay",
    ]


def test_what_is_broken_stands_below_its_day() -> None:
    """A violation is marked under the session of its day; one about the whole stands at the end."""
    broken = [Violation("G2", "a flag was missed", dt.date(2026, 1, 8)), Violation("G7", "no way on")]
    told = story(SORENESS, lived(3, on_2={"fever": Absent("declined"), "calf_pain": None}), broken)
    odd = "calf_pain not answered, fever: the patient did not want to answer"
    why = "not known: fever with a hot or swollen knee, a painful or swollen calf"
    assert told.splitlines() == [
        "start  2026-01-05",
        f"1      2026-01-05  {'ideal day':64}  stay",
        f"2      2026-01-08  {odd}  enquire ({why})",
        "                   BROKEN  G2: a flag was missed",
        f"3      2026-01-11  {'ideal day':64}  stay",
        "                   BROKEN  G7: no way on",
    ]


def test_corrections_are_told() -> None:
    """A late answer and an amended session stand behind the session, which is told as it stands."""
    first = lived(2, on_1={"soreness_after": None})
    record = Record.begin(SORENESS, first.enrolled)
    for event in first.events:
        record = record.append(SORENESS, event)
    on = dt.date(2026, 1, 8)
    record = record.append(SORENESS, LateAnswer(on, dt.date(2026, 1, 5), {"soreness_after": "over-1-h"}))
    second = record.events[1]
    assert isinstance(second, Session)
    better = attrs.evolve(second, answers={**second.answers, "soreness_after": "none"})
    record = record.append(SORENESS, Amended(on, better, "the clinic", "a slip"))
    why = "sore_afterwards: soreness of the knee after training is at least over-1-h (over-1-h)"
    assert story(SORENESS, Log(record.enrolled, record.events)).splitlines() == [
        "start  2026-01-05",
        f"1      2026-01-05  soreness_after over-1-h (as corrected)  hold ({why})",
        "2      2026-01-08  ideal day                               resume (sore_afterwards has settled)",
        "       2026-01-08  late answer: to 2026-01-05: soreness of the knee after training over-1-h",
        "       2026-01-08  corrected: the session of 2026-01-08, by the clinic: a slip",
    ]


def test_a_set_done_otherwise_is_told() -> None:
    """What a set had that it was not to have: no count, another load, an effort."""
    day = PATIENT.on
    session = ideal(SORENESS, Record.begin(SORENESS, PATIENT).fold().episode, day)
    programme = session.exercises[0].exercise
    sets = [SetDone(9, None, "session 2", effort=7.5), SetDone(8, 3)]
    odd = attrs.evolve(session, exercises=[Performed(programme, sets)])
    (_, told) = story(SORENESS, Log(PATIENT, (odd,))).splitlines()
    assert f"{programme} 9 not counted with session 2 at effort 7.5, 3 good of 8" in told


def test_an_ideal_course_is_a_single_line() -> None:
    """The whole ideal way through a protocol is told in one line for each stretch between signatures."""
    foundation = load("vmo-foundation")
    patient = some_patients(foundation)[0]
    told = story(foundation, Log(patient, course_of(foundation, patient).record(9).events))
    assert told.splitlines()[1].endswith("terminal-knee-extension -> leg-extension -> loaded-squat")


def test_what_is_known_from_the_sets_is_not_called_missing() -> None:
    """The share of good repetitions follows from counted sets: a day on which all are good is ideal."""
    foundation = load("vmo-foundation")
    patient = some_patients(foundation)[0]
    log = Log(patient, course_of(foundation, patient).record(1).events)
    (day,) = log.events
    assert isinstance(day, Session)
    answers = {name: answer for name, answer in day.answers.items() if name != "rep_quality"}
    told = story(foundation, attrs.evolve(log, events=(attrs.evolve(day, answers=answers),)))
    assert "ideal day" in told
    assert "not answered" not in told
