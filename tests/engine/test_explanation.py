"""The explanation's words: what was found, what was needed, how far off, and the answers it rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, START, Patient, check_in, day, off, protocol, rule, trained
from vmo_rehab import Absent, Cited, Enrolled, Performed, SetDone

ON, HOLD = "progress to end", {"id": "swollen", "when": "door >= 3"}
UNSURE = Absent("patient-unsure")


def asking(when: Any, *use: str, **own: Any) -> Patient:
    """Return a patient whose only way on asks for something."""
    return Patient.of(protocol(*use, phases=[{"id": "one", "progress": {"when": when, "to": "end"}}], **own))


def told(when: Any, *days: Any) -> vmo.Node:
    """Return the explanation of a criterion after sessions with these answers, a day apart."""
    patient = asking(when)
    sessions = [trained(number, **given) for number, given in enumerate(days, 1)]
    return rule(patient.step(*sessions), ON).node


def hurts(*values: Any) -> list[dict[str, Any]]:
    return [{} if value is None else {"hurt": value} for value in values]


WINDOWS = [
    # A row.
    ("hurt <= 1 for 3 sessions in a row", hurts(0, 1), "2 of 3 sessions", "one more session"),
    ("hurt <= 1 for 3 sessions in a row", hurts(0, 2), "0 of 3 sessions", "3 more sessions"),
    (
        "hurt <= 1 for 3 sessions in a row",
        hurts(0, None, 1),
        "1 of 3 sessions",
        "2 more sessions; 1 not known",
    ),
    # Some of the last.
    ("hurt <= 1 in 2 of the last 3 sessions", hurts(2, 2, 0), "1 of the last 3 sessions", "one more session"),
    ("hurt <= 1 in 2 of the last 4 sessions", hurts(0, 0), "2 of the last 2 sessions", "2 more sessions"),
    ("hurt <= 1 in 1 of the last 4 sessions", hurts(0), "1 of the last 1 sessions", "3 more sessions"),
    (
        "hurt <= 1 in 2 of the last 3 sessions",
        hurts(2, None, 0),
        "1 of the last 3 sessions",
        "one more session; 1 not known",
    ),
    # Days.
    (
        "hurt <= 1 for 9 days with at least 3 sessions",
        hurts(0, 0),
        "2 of 2 sessions in 9 days",
        "one more session",
    ),
    (
        "hurt <= 1 for 9 days with at least 2 sessions",
        hurts(0, 0),
        "2 of 2 sessions in 9 days",
        "the stay must be 9 days long",
    ),
    (
        "hurt <= 1 for 3 days with at least 2 sessions",
        hurts(0, 2, 0, 0),
        "2 of 3 sessions in 3 days",
        "every session of these days must comply",
    ),
    # Means are compared as sums.
    ("mean hurt <= 1 over the last 3 sessions", hurts(0, 1), "2 of 3 sessions", "one more session"),
    (
        "mean hurt <= 1 over the last 2 sessions",
        hurts(2, 1),
        "sum 3 over 2 sessions",
        "sum 3 over 2 sessions, needed sum <= 2",
    ),
    (
        "mean hurt <= 1 over the last 2 sessions",
        hurts(2, None),
        "sum 2 to 5 over 2 sessions",
        "sum 2 to 5 over 2 sessions, needed sum <= 2",
    ),
    # The worst.
    ("worst hurt <= 1 over the last 2 sessions", hurts(2, 0), "worst 2", "worst 2, needed <= 1"),
    ("worst hurt <= 1 over the last 2 sessions", hurts(1, None), "worst 1 to 3", "worst 1 to 3, needed <= 1"),
    (
        "worst form >= 2 over the last 2 sessions",
        [{"form": 3}, {"form": 1}],
        "worst 1",
        "worst 1, needed >= 2",
    ),
    # Groups.
    ({"all": ["hurt <= 1", "form >= 2"]}, [{"hurt": 0}], "1 of 2 true, 1 unknown", "2 needed"),
    ({"any": ["hurt <= 1", "form >= 2"]}, [{"hurt": 2, "form": 0}], "0 of 2 true", "1 needed"),
    (
        {"at_least": 2, "of": ["hurt <= 1", "form >= 2", "door <= 0"]},
        [{"hurt": 1, "form": 0, "door": 1}],
        "1 of 3 true",
        "2 needed",
    ),
    # Comparisons.
    ("hurt <= 1", hurts(2), "2", "2, needed <= 1"),
    (
        "hurt <= 1",
        hurts(UNSURE),
        "not known (the patient was not sure)",
        "not known: the patient was not sure",
    ),
    ("swelling <= some", [{"swelling": "lots"}], "lots", "lots, needed <= some"),
    ("days_in_phase >= 5", [{}], "1", "1, needed >= 5"),
    ("sessions_in_phase >= 2", [{}], "1", "1, needed >= 2"),
]


@pytest.mark.parametrize(("when", "days", "found", "away"), WINDOWS)
def test_a_criterion_says_what_was_found_and_how_far_off_it_is(
    when: Any, days: Any, found: str, away: str
) -> None:
    """Each kind of criterion has its words for what there is and what is still needed."""
    node = told(when, *days)
    assert (node.found, node.off) == (found, away)
    assert node.truth != vmo.Truth.TRUE


@pytest.mark.parametrize(
    ("when", "days", "found", "away"),
    [one for one in WINDOWS if "more session" in one[3] and ";" not in one[3]],
)
def test_as_many_sessions_as_are_said_to_be_missing_are_missing(
    when: Any, days: Any, found: str, away: str
) -> None:
    """After one session less than is said the criterion is not true yet, after the last it is."""
    missing = 1 if away.startswith("one") else int(away.split(maxsplit=1)[0])
    patient = asking(when)
    first = 10 - missing - len(days)
    patient.step(*[trained(number, **given) for number, given in enumerate(days, first)])
    last = first + len(days) + missing - 1
    for number in range(first + len(days), last + 1):
        decision = patient.step(trained(number, hurt=0))
        assert (decision.kind.value == "discharge") is (number == last)


def test_a_true_criterion_is_not_off() -> None:
    """What is true has its finding, and nothing that is missing."""
    node = told({"any": ["hurt <= 1", "form >= 2"]}, {"hurt": 0, "form": 0})
    assert (node.found, node.off) == ("1 of 2 true", "")
    assert [part.off for part in node.parts] == ["", "0, needed >= 2"]


def test_a_session_without_merit_must_leave_a_mean() -> None:
    """A cut-short session in the window of a mean earns nothing until it has left the window."""
    patient = asking("mean hurt <= 1 over the last 3 sessions")
    decision = patient.step(trained(1, hurt=0), trained(2, hurt=0), trained(3, hurt=0, cut_short=True))
    node = rule(decision, ON).node
    assert (node.found, node.off) == ("3 of 3 sessions", "3 more sessions")
    kinds = [patient.step(trained(number, hurt=0)).kind.value for number in (4, 5, 6)]
    assert kinds == ["stay", "stay", "discharge"]


def test_a_warning_over_sessions_with_none_lacks_one() -> None:
    """A mean of harm over no session at all is false, and one session would let it be read."""
    its = protocol(freeze={"when": "mean hurt >= 2 over the last 5 sessions"})
    node = rule(Patient.of(its).step(check_in(1)), "nothing rises").node
    assert (str(node.truth), node.found, node.off) == ("false", "0 of 5 sessions", "one more session")


def test_a_hold_that_never_was_is_beyond_every_bound() -> None:
    """Counts since a hold say never before the first, and the number after it."""
    when = {"all": ["sessions_since_swollen <= 2", "days_since_swollen <= 9"]}
    patient = Patient.of(protocol(hold=[HOLD], freeze={"when": when}))
    parts = rule(patient.step(trained(1, door=0, hurt=3)), "nothing rises").node.parts
    assert [(part.found, part.off) for part in parts] == [
        ("never", "never, needed <= 2"),
        ("never", "never, needed <= 9"),
    ]
    patient.step(trained(2, door=3), trained(3, door=0))
    parts = rule(patient.step(trained(5, door=0, hurt=3)), "nothing rises").node.parts
    assert [part.found for part in parts] == ["1", "2"]


@pytest.mark.parametrize(
    ("facts", "found", "away"),
    [
        ({}, "not known", "not known: not asked"),
        ({"operation": "2025-12-30"}, "1", "1, needed >= 2"),
    ],
)
def test_weeks_since_a_fact_are_whole_and_unknown_without_it(facts: Any, found: str, away: str) -> None:
    """Seven to thirteen days are one week; without the fact the count is not known and is asked for."""
    its = protocol(
        "operation", phases=[{"id": "one", "progress": {"when": "weeks_since_operation >= 2", "to": "end"}}]
    )
    episode = vmo.enrol(its, Enrolled(START, facts))
    decision, _ = vmo.step(its, episode, check_in(7))
    assert (rule(decision, ON).node.found, off(decision, ON)) == (found, away)
    assert [one.ask for one in decision.ask] == ([] if facts else ["operation"])


def test_days_since_a_fact_are_counted() -> None:
    """A count of days goes from the fact to the session's day."""
    its = protocol(
        "operation", phases=[{"id": "one", "progress": {"when": "days_since_operation >= 14", "to": "end"}}]
    )
    episode = vmo.enrol(its, Enrolled(START, {"operation": "2025-12-30"}))
    assert off(vmo.step(its, episode, check_in(7))[0], ON) == "13, needed >= 14"
    assert vmo.step(its, episode, check_in(8))[0].kind.value == "discharge"


def test_a_baseline_is_a_number_on_the_scale() -> None:
    """The limit of a comparison with a baseline is what the patient gave at enrolment."""
    its = protocol("usual", phases=[{"id": "one", "progress": {"when": "hurt <= usual + 1", "to": "end"}}])
    patient = Patient.of(its, baseline={"usual": 1})
    assert off(patient.step(trained(1, hurt=3)), ON) == "3, needed <= 2"


def test_a_state_says_when_it_was_entered_and_why_it_is_not_known() -> None:
    """A carried entry cites its own day; one too old, or none, is not known."""
    patient = asking("power >= 3")
    assert off(patient.step(trained(1)), ON) == "not known: not asked"
    decision = patient.step(trained(2, power=2), trained(22))
    node = rule(decision, ON).node
    assert node.cited == (Cited(day(22), "power", "2", entered=day(2)),)
    assert off(patient.step(trained(23)), ON) == "not known: the last entry is too old"


def test_a_check_in_and_an_exercise_not_due_have_no_meaning_for_some_criteria() -> None:
    """A comparison without meaning on a day is false, and says why."""
    patient = asking(
        {"any": ["hurt <= 1", f"hurt of {MACHINE} <= 1"]},
        exercises=[{"exercise": LUNGE, "dose": {"sets": 1}}],
    )
    phases = patient.protocol.phases
    assert phases[0].exercises[0].exercise.id == LUNGE
    parts = rule(patient.step(check_in(1)), ON).node.parts
    assert [part.off for part in parts] == ["a check-in: not asked without training"] * 2


def test_an_exercise_of_another_phase_is_not_due() -> None:
    """A criterion on an exercise that this phase does not prescribe, and that was not done, is false."""
    rows = [{"exercise": LUNGE, "dose": {"sets": 1}}]
    other = [{"exercise": MACHINE, "dose": {"sets": 1}}]
    one = {"id": "one", "exercises": rows, "progress": {"when": f"hurt of {MACHINE} <= 1", "to": "two"}}
    two = {"id": "two", "exercises": other, "progress": {"when": "hurt <= 1", "to": "end"}}
    patient = Patient.of(protocol(phases=[one, two]))
    assert off(patient.step(trained(1, hurt=0)), "progress to two") == f"{MACHINE} was not due"
    done = Performed(MACHINE, [SetDone(5)], {"hurt": 0})
    assert patient.step(trained(2, done)).phase_after == "two"


def test_whether_a_day_earns_merit_may_be_open() -> None:
    """Where the answer at the door is missing, what is good in the session is not yet merit."""
    its = protocol(
        today={"when": "door >= 3", "do": "repeat"},
        phases=[
            {
                "id": "one",
                "progress": {
                    "when": {"all": ["hurt <= 1", "mean hurt <= 1 over the last 1 sessions"]},
                    "to": "end",
                },
            }
        ],
    )
    decision = Patient.of(its).step(trained(1, hurt=0))
    first, second = rule(decision, ON).node.parts
    assert (str(first.truth), first.off) == ("unknown", "whether this day earns merit is unknown")
    assert (str(second.truth), second.found) == ("unknown", "sum 0 over 1 sessions")
    assert [one.ask for one in decision.ask] == ["door"]


def test_a_named_criterion_has_the_words_of_what_it_stands_for() -> None:
    """A name is explained by the criterion behind it."""
    node = rule(asking("calm", criteria={"calm": "hurt <= 1"}).step(trained(1, hurt=2)), ON).node
    assert (node.criterion, node.found, node.off) == ("calm", "2", "2, needed <= 1")
    assert [part.criterion for part in node.parts] == ["hurt <= 1"]


def test_every_answer_that_was_read_is_cited() -> None:
    """The answers of every rule and of every session in its windows are cited, with their values."""
    patient = asking("hurt <= 1 for 2 sessions in a row", freeze={"when": "swelling is lots"})
    decision = patient.step(trained(1, hurt=0, swelling="some"), trained(2))
    assert set(decision.explanation.cited()) == {
        Cited(day(2), "swelling", "some", entered=day(1)),
        Cited(day(2), "hurt", "not known (not asked)"),
        Cited(day(1), "hurt", "0"),
    }


def test_the_rules_that_decided_are_marked() -> None:
    """Of all the rules asked, the decisive ones are those the decision rests on."""
    decision = asking("hurt <= 1", "alarm", hold=[HOLD]).step(trained(1, hurt=0, door=0, alarm="absent"))
    assert [one.name for one in decision.explanation.decisive] == ["progress to end"]
    assert [one.name for one in decision.explanation.rules] == ["alarm", "swollen", "progress to end"]


def test_a_rule_says_its_place_in_the_file() -> None:
    """A criterion read from a text stands at a line of it."""
    patient = asking("hurt <= 1", lapse=[{"after": "5 days", "load": "90%"}])
    patient.step(trained(1, hurt=3))
    decision = patient.step(trained(9, hurt=3))
    for name in (ON, "a gap of 5 days or more"):
        assert rule(decision, name).node.place.startswith("sample:")


def test_a_window_of_days_begins_where_the_calendar_does() -> None:
    """An episode in the first days of the calendar is decided like any other."""
    its = protocol(
        phases=[
            {"id": "one", "progress": {"when": "hurt <= 1 for 30 days with at least 2 sessions", "to": "end"}}
        ]
    )
    episode = vmo.enrol(its, Enrolled(dt.date(1, 1, 1)))
    session = attrs.evolve(trained(1, hurt=0), date=dt.date(1, 1, 2))
    decision, _ = vmo.step(its, episode, session)
    assert (decision.kind.value, off(decision, ON)) == ("stay", "one more session")
