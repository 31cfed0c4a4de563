"""Taking a report in: what is an answer, what is refused by name, and what a red flag does to it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, START, Patient, check_in, day, protocol, refused, rule, trained
from vmo_rehab import Absent, LogError, Performed, Session, SetDone

HALF = {"title": "toil", "scale": {"from": 0, "to": 10, "step": 0.5}, "asked": "after"}
SHARE = {
    "title": "share of good repetitions",
    "scale": {"from": 0, "to": 100, "unit": "%"},
    "asked": "during",
    "worse": "low",
    "from_reps": True,
}
TWO = [{"exercise": name, "dose": {"sets": 1, "reps": 5}} for name in (LUNGE, MACHINE)]


def asking(when: str = "hurt <= 1", rows: Any = TWO) -> vmo.Protocol:
    """Return a protocol with two exercises and a way on that asks for something."""
    measures = {"toil": HALF, "share": SHARE}
    phases = [{"id": "one", "progress": {"when": when, "to": "end"}}]
    return protocol("alarm", measures=measures, exercises=rows, phases=phases)


REFUSED = [
    ("hurt", float("nan"), "hurt: NaN is not a number"),
    ("hurt", Decimal("sNaN"), "hurt: sNaN is not a number"),
    ("hurt", float("inf"), "hurt: Infinity is not a number"),
    ("hurt", 1e300, "hurt: a number of more than 15 digits is off the scale"),
    ("hurt", 10**400, "hurt: a number of more than 15 digits is off the scale"),
    ("toil", 10**400, "toil: a number of more than 15 digits is off the scale"),
    ("hurt", -1, "hurt: -1 is off the scale"),
    ("hurt", 4, "hurt: 4 is off the scale"),
    ("hurt", 1.5, "hurt: 1.5 lies between two steps of the scale"),
    ("hurt", "1,5", 'hurt: "1,5" is not a value of this scale'),
    ("hurt", "2 kg", 'hurt: "2 kg" has the wrong unit'),
    ("hurt", True, "hurt: True is not a value of this scale"),
    ("hurt", [2], "hurt: [2] is not a value of this scale"),
    ("hurt", START, "hurt: datetime.date(2026, 1, 5) is not a value of this scale"),
    ("toil", 2.25, "toil: 2.25 lies between two steps of the scale"),
    ("swelling", 2, 'swelling: "2" is not a label of this scale'),
    ("swelling", False, "swelling: False is not a value of this scale"),
    ("hrut", 2, '"hrut" is not a measure'),
]


@pytest.mark.parametrize(("measure", "answer", "what"), REFUSED, ids=[what for _, _, what in REFUSED])
def test_an_answer_that_cannot_be_used_is_refused_by_name(measure: str, answer: Any, what: str) -> None:
    """A bad answer is not an absence: it is refused with its measure, and the episode is as it was."""
    patient = Patient.of(asking())
    before = patient.episode
    assert what in refused(
        LogError, patient.step, Session(day(1), {measure: answer}, [Performed(LUNGE, [SetDone(5)])])
    )
    assert patient.episode == before


@pytest.mark.parametrize(("measure", "answer", "what"), REFUSED, ids=[what for _, _, what in REFUSED])
def test_beside_a_red_flag_a_bad_answer_is_an_absence(measure: str, answer: Any, what: str) -> None:
    """A red flag refers whatever else is wrong; the bad answer is named and counts as not given."""
    patient = Patient.of(asking())
    decision = patient.step(
        Session(day(1), {measure: answer, "alarm": "present"}, [Performed(LUNGE, [SetDone(5)])])
    )
    assert (decision.kind.value, decision.why) == ("refer", "red flag present: an alarm")
    assert [one.what for one in decision.diagnostics] == [what]
    if measure == "hurt":
        assert rule(decision, "progress to end").node.found == "not known (not asked)"


ACCEPTED = [(2, 2), ("2", 2), (2.0, 2), (Decimal(2), 2), (Decimal("2.50"), 2.5), ("2.5", 2.5), (10, 10)]


@pytest.mark.parametrize(("answer", "value"), ACCEPTED)
def test_a_number_is_the_same_in_every_writing(answer: Any, value: float) -> None:
    """A whole number, a decimal, a float and a text of the same value decide the same."""
    for limit, truth in ((value, "true"), (value - 0.5, "false")):
        decision = Patient.of(asking(f"toil <= {limit}")).step(trained(1, toil=answer, alarm="absent"))
        assert str(rule(decision, "progress to end").node.truth) == truth


def test_yes_and_no_are_present_and_absent() -> None:
    """A red flag may be answered by a truth value."""
    assert Patient.of(asking()).step(trained(1, alarm=True)).kind.value == "refer"
    assert Patient.of(asking()).step(trained(1, alarm=False, hurt=0)).kind.value == "discharge"


@pytest.mark.parametrize("measure", ["hurt", "morning"])
def test_training_is_not_asked_about_at_a_check_in(measure: str) -> None:
    """An answer about training without sets is refused; a recorded absence of it is not."""
    patient = Patient.of(asking())
    words = refused(LogError, patient.step, check_in(1, **{measure: 1}))
    assert f"{measure} is about training, and this session has no sets" in words
    assert patient.step(check_in(1, alarm="absent", **{measure: Absent("declined")})).kind.value == "stay"


BAD_SETS = [
    ([], f"{LUNGE} has no sets"),
    ([SetDone(-5, 3)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(5, 5), SetDone("ten", 3)], f"set 2 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(None, 3)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(float("nan"), 3)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(5, 2.5)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(True, 1)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(10**400, 1)], f"set 1 of {LUNGE}: repetitions are whole numbers from 0 to 10,000"),
    ([SetDone(5, 9)], f"set 1 of {LUNGE}: 9 good repetitions of 5"),
]


@pytest.mark.parametrize(("sets", "what"), BAD_SETS)
def test_sets_that_cannot_be_are_refused(sets: Any, what: str) -> None:
    """A set with impossible repetitions is refused by its place."""
    assert what in refused(LogError, Patient.of(asking()).step, trained(1, Performed(LUNGE, sets)))


@pytest.mark.parametrize(("sets", "what"), BAD_SETS)
def test_beside_a_red_flag_nothing_is_worked_out_from_bad_sets(sets: Any, what: str) -> None:
    """A red flag refers and does not fail on bad sets; what they would say is not known."""
    patient = Patient.of(asking("share >= 80%", TWO[:1]))
    decision = patient.step(trained(1, Performed(LUNGE, sets), alarm="present"))
    assert decision.kind.value == "refer"
    assert [one.what for one in decision.diagnostics] == [what]
    assert rule(decision, "progress to end").node.truth == vmo.Truth.UNKNOWN


def test_an_exercise_stands_once_and_is_known() -> None:
    """An exercise named twice, or in no phase, is refused with what to do."""
    one = Performed(LUNGE, [SetDone(5)])
    patient = Patient.of(asking())
    assert f"{LUNGE} stands twice" in refused(LogError, patient.step, trained(1, one, one))
    words = refused(LogError, patient.step, trained(1, Performed("lunge/body-wieght", [SetDone(5)])))
    assert '"lunge/body-wieght" is not an exercise' in words
    assert f'did you mean "{LUNGE}"?' in words


def test_of_an_exercise_that_stands_twice_nothing_is_known_but_its_red_flag() -> None:
    """Two contradicting answers about one exercise are none; a red flag among them refers."""
    for first, second in (("present", "absent"), ("absent", "present")):
        done = [
            Performed(LUNGE, [SetDone(5, 5)], {"alarm": first, "hurt": 3}),
            Performed(LUNGE, [SetDone(5, 0)], {"alarm": second, "hurt": 0}),
        ]
        decision = Patient.of(asking("hurt <= 1")).step(trained(1, *done))
        assert decision.kind.value == "refer"
        assert f"{LUNGE} stands twice" in [one.what for one in decision.diagnostics]
        assert rule(decision, "progress to end").node.truth == vmo.Truth.UNKNOWN


def test_a_red_flag_in_an_answer_about_one_exercise_refers() -> None:
    """A flag is a flag wherever in a report it stands; where it stands is named."""
    done = Performed(LUNGE, [SetDone(5)], {"alarm": "present"})
    decision = Patient.of(asking()).step(trained(1, done, alarm="absent", hurt=0))
    assert (decision.kind.value, decision.red_flags) == ("refer", ("alarm",))
    assert [(one.code, one.what) for one in decision.diagnostics] == [
        ("L146", "alarm is about the patient, not about one exercise")
    ]


@pytest.mark.parametrize(
    "given", [{"swelling": "lots"}, {"alarm": "absent"}, {"swelling": Absent("declined")}]
)
def test_what_is_about_the_patient_is_not_answered_for_one_exercise(given: Any) -> None:
    """A state or a flag that was answered for an exercise alone is refused, not silently left out."""
    (name,) = given
    words = refused(LogError, Patient.of(asking()).step, trained(1, Performed(LUNGE, [SetDone(5)], given)))
    assert f"{name} is about the patient, not about one exercise" in words
    assert "give it as an answer of the session" in words


def both(first: Any, second: Any) -> list[Performed]:
    """Return both exercises done, with their own answers."""
    return [Performed(LUNGE, [SetDone(5)], first), Performed(MACHINE, [SetDone(5)], second)]


WORST = [
    (both({"hurt": 1}, {"hurt": 3}), {}, "3"),
    (both({"hurt": 1}, {"hurt": 0}), {"hurt": 2}, "2"),
    (both({"hurt": 1}, {"hurt": 3}), {"hurt": 2}, "3"),
    (both({"hurt": 1}, {}), {}, "1 to 3 (not done)"),
    (both({"hurt": 3}, {}), {}, "3"),
    (both({"hurt": 1}, {"hurt": Absent("declined")}), {}, "1 to 3 (the patient did not want to answer)"),
    ([Performed(LUNGE, [SetDone(5)], {"hurt": 1})], {}, "1 to 3 (not done)"),
    (both({}, {}), {}, "not known (not asked)"),
]


@pytest.mark.parametrize(("done", "own", "found"), WORST)
def test_a_measure_over_several_exercises_is_the_worst_of_them(done: Any, own: Any, found: str) -> None:
    """The session's answer and those of its exercises count together; a skipped exercise may be worse."""
    decision = Patient.of(asking("hurt <= 0")).step(trained(1, *done, alarm="absent", **own))
    assert rule(decision, "progress to end").node.found == found


SHARES = [
    ([SetDone(10, 10)], "100%"),
    ([SetDone(3, 2)], "66%"),
    ([SetDone(10, 8), SetDone(10, 9)], "85%"),
    ([SetDone(10, 8), SetDone(10)], "40% to 90% (not asked)"),
    ([SetDone(10), SetDone(0, 0)], "not known (not asked)"),
    ([SetDone(0, 0)], "not known (not done)"),
    ([SetDone(10)], "not known (not asked)"),
]


@pytest.mark.parametrize(("sets", "found"), SHARES)
def test_the_share_of_good_repetitions_is_counted_and_rounded_down(sets: Any, found: str) -> None:
    """An uncounted set may be all good or all bad; without a repetition there is no share."""
    rows = [{"exercise": LUNGE, "dose": {"sets": 1, "reps": 5}}]
    phases = [{"id": "one", "exercises": rows, "progress": {"when": "share >= 100%", "to": "end"}}]
    its = protocol(measures={"share": SHARE}, phases=phases)
    decision = Patient.of(its).step(trained(1, Performed(LUNGE, sets)))
    assert rule(decision, "progress to end").node.found == found


def test_a_given_share_goes_before_the_counted_one() -> None:
    """A therapist's own answer about an exercise is taken instead of what the sets say."""
    done = [Performed(LUNGE, [SetDone(10, 2)], {"share": "90%"}), Performed(MACHINE, [SetDone(10, 10)])]
    decision = Patient.of(asking("share >= 80%")).step(trained(1, *done, alarm="absent"))
    assert (decision.kind.value, rule(decision, "progress to end").node.found) == ("discharge", "90%")


def test_an_answer_about_an_exercise_that_was_not_done_is_not_known() -> None:
    """A criterion on one exercise is unknown on a day it was due and left out."""
    its = asking(f"hurt of {MACHINE} <= 1")
    decision = Patient.of(its).step(trained(1, alarm="absent", hurt=0))
    assert decision.kind.value == "stay"
    assert rule(decision, "progress to end").node.found == "not known (not done)"
    assert [(one.ask, one.exercise) for one in decision.ask] == [("hurt", MACHINE)]


@pytest.mark.parametrize("when", [dt.datetime(2026, 1, 6, 9, 30), "2026-01-06", 20260106, None])
def test_a_session_is_of_a_plain_day(when: Any) -> None:
    """A time, a text or a number is no day of a session, nor of the question what a day is."""
    patient = Patient.of(asking())
    for call in (patient.step, patient.today):
        assert "L155 error:" in refused(LogError, call, Session(when, {"hurt": 1}))
