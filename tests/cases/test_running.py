"""How cases are run: what is taken as done, and how what comes out is held to what is expected."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.small_cases import (
    BAND,
    HEAD,
    KNEE,
    KNEE_TEXT,
    cases_of,
    failures,
    refused,
    rows_of,
    run,
    text_of,
)
from vmo_rehab import Performed, Session, SetDone, enrol, loads, run_cases, step
from vmo_rehab.cases.days import Plan
from vmo_rehab.cases.model import Day

RAISES = Performed("straight-leg-raise", [SetDone(10, 10)] * 3)
NOT_YET = '"settled" in each of the last 3 sessions: 2 more sessions'
SORE = "pain before training is at least 5 (5)"
FEVER = "red flag present: fever with a hot or swollen knee"
STRONG = "overridden: {move: progress, to: strengthen, expires: 2026-03-02}"


def session(row: str, *before: str) -> Session:
    """Return the session that a row stands for, behind others."""
    cases = cases_of(*before, f"{{date: 2026-03-09, {row}}}")
    (case,) = cases.cases
    episode = enrol(KNEE, case.enrolled)
    for one in case.rows:
        assert isinstance(one.event, Day)
        done = Plan.of(KNEE, episode, one.event, one.on).session()
        _, episode = step(KNEE, episode, done)
    return done


def test_as_prescribed_is_every_set_at_its_load_and_the_top_of_its_range() -> None:
    """What is done as prescribed has every set, the most repetitions, all good, with the load of the day."""
    band = Performed(BAND, [SetDone(15, 15, "yellow band")] * 3)
    assert session("decision: stay").exercises == (RAISES, band)


def test_as_prescribed_follows_the_day() -> None:
    """On a rescue day the rescue is done, on a day of rest and on one that refers nothing."""
    bike = Performed("stationary-bike", [SetDone(1, 1)])
    assert session("answers: {pain_before: 5}").exercises == (bike,)
    assert not session("answers: {effusion: 2+}").trained
    assert not session("answers: {fever: present}").trained


def test_as_prescribed_knows_what_went_before() -> None:
    """The load is that of the day, not that of the file."""
    worse = "{date: 2026-03-02, answers: {pain_during: 6}}"
    band = Performed(BAND, [SetDone(15, 15, "no band")] * 3)
    assert session("decision: stay", worse).exercises == (RAISES, band)


def test_sets_take_the_place_of_one_exercise() -> None:
    """An exercise that was done otherwise leaves the others as they are prescribed."""
    done = session(f"sets: {{{BAND}: 2 sets of 8 (6 good) with red band}}").exercises
    assert done == (RAISES, Performed(BAND, [SetDone(8, 6, "red band")] * 2))
    assert session(f"sets: {{{BAND}: none}}").exercises == (RAISES,)
    assert not session(f"sets: {{{BAND}: none, straight-leg-raise: none}}").trained


def test_answers_of_one_exercise_go_to_it() -> None:
    """An answer about one exercise stands with its sets."""
    done = session(f"answers_of: {{{BAND}: {{pain_during: 4}}}}").exercises
    assert [one.answers for one in done] == [{}, {"pain_during": 4}]


def test_usual_answers_about_training_are_left_out_without_training() -> None:
    """On a day without sets the usual answers about training are not given; the others are."""
    answers = session("done: nothing").answers
    assert "pain_during" not in answers
    assert answers["pain_before"] == 2
    assert session("decision: stay").answers["pain_during"] == 2


def test_an_answer_that_is_left_out_is_not_given() -> None:
    """What is left out is no answer, and what is declined is a recorded absence."""
    answers = session("answers: {pain_before: left out, effusion: declined}").answers
    assert "pain_before" not in answers
    assert str(answers["effusion"]) == "Absent(why=<Why.DECLINED: 'declined'>)"


def test_cut_short() -> None:
    """A session that was cut short is one with what is prescribed, marked as such."""
    done = session("done: cut short")
    assert done.cut_short
    assert done.trained


def test_a_case_whose_every_row_is_met_passes() -> None:
    """Each kind of expectation is met by what the engine says."""
    result = run(
        "{date: 2026-03-02, today: as prescribed, decision: stay, phase: settle, flags: none,"
        f" dose: {{{BAND}: yellow band, straight-leg-raise: no load, leg-extension/machine: absent}}}}",
        "{date: 2026-03-04, answers: {pain_before: 5}, sets: {stationary-bike: 1}, today: rescue}",
        "{date: 2026-03-06, answers: {pain_during: left out}, decision: enquire, asks: pain_during}",
        "{date: 2026-03-07, late: {for: 2026-03-06, answers: {pain_during: 7}}, decision: regress,"
        f" phase: settle, dose: {{{BAND}: no band}}, asks: none}}",
        "{date: 2026-03-08, answers: {effusion: 3+}, today: rest, decision: hold, flags: none}",
        "{date: 2026-03-10, done: nothing, decision: resume}",
        "{date: 2026-03-11, answers: {effusion: 2+}, decision: hold, flags: escalate}",
        "{date: 2026-03-12, answers: {fever: present}, today: refer, decision: refer, asks: none}",
    )
    assert result.passed, result.failures


@pytest.mark.parametrize(
    ("row", "failure"),
    [
        (
            "{date: 2026-03-02, decision: progress}",
            f"7:38: 2026-03-02: expected decision progress, got stay: {NOT_YET}",
        ),
        (
            "{date: 2026-03-02, answers: {pain_before: 5}, today: as prescribed}",
            f"7:62: 2026-03-02: expected today as prescribed, got rescue: {SORE}",
        ),
        (
            "{date: 2026-03-02, answers: {fever: present}, today: rest}",
            f"7:62: 2026-03-02: expected today rest, got refer: {FEVER}",
        ),
        (
            f"{{date: 2026-03-02, dose: {{{BAND}: red band}}}}",
            "7:65: 2026-03-02: expected dose of terminal-knee-extension/band red band, got yellow band",
        ),
        (
            "{date: 2026-03-02, dose: {straight-leg-raise: absent}}",
            "7:55: 2026-03-02: expected dose of straight-leg-raise absent, got no load",
        ),
        (
            "{date: 2026-03-02, dose: {leg-extension/machine: 5 kg}}",
            "7:58: 2026-03-02: expected dose of leg-extension/machine 5 kg, got absent",
        ),
        (
            "{date: 2026-03-02, answers: {red_flags: declined}, asks: [fever, effusion]}",
            "7:74: 2026-03-02: expected asks effusion, got calf_pain, fever",
        ),
        (
            "{date: 2026-03-02, answers: {red_flags: declined}, asks: none}",
            "7:66: 2026-03-02: expected asks none, got calf_pain, fever",
        ),
        ("{date: 2026-03-02, asks: fever}", "7:34: 2026-03-02: expected asks fever, got none"),
        ("{date: 2026-03-02, flags: [lapsed]}", "7:36: 2026-03-02: expected flags lapsed, got none"),
        (
            "{date: 2026-03-02, decision: refused}",
            f"7:38: 2026-03-02: expected decision refused, got stay: {NOT_YET}",
        ),
        (
            "{date: 2026-03-02, suspended: x, decision: refused}",
            "7:52: 2026-03-02: expected decision refused, got taken, and decides nothing",
        ),
        (
            "{date: 2026-03-02, cleared: all}",
            "7:16: 2026-03-02: refused: there is no red flag to clear",
        ),
        (
            "{date: 2026-03-02, assessed: {pain_before: 2}}",
            "7:16: 2026-03-02: refused: pain_before is asked in a session, not assessed",
        ),
        (
            "{date: 2026-03-02, done: nothing, answers: {pain_during: 3}, decision: stay}",
            "7:16: 2026-03-02: refused: pain_during is about training, and this session has no sets",
        ),
        (
            "{date: 2026-03-02, late: {for: 2026-03-02, answers: {effort: 7}}}",
            "7:16: 2026-03-02: refused: there is no session on 2026-03-02",
        ),
    ],
)
def test_what_does_not_come_out_as_expected(row: str, failure: str) -> None:
    """A failure has its place, its day, what was expected, what came out, and why."""
    assert failures(row) == [failure]


def test_the_cure_says_what_it_rests_on_and_what_to_expect() -> None:
    """The cure names the rules that decided with their lines, and what to write if they are right."""
    (found,) = run("{date: 2026-03-02, answers: {pain_during: 6}, decision: stay}").failures
    assert found.cure.startswith("it rests on: one level down is true (")
    assert found.cure.endswith(
        "knee.yaml:35:22). If that is right, expect regress; if not, mend the protocol"
    )
    (found,) = run(f"{{date: 2026-03-02, dose: {{{BAND}: red band}}}}").failures
    assert found.cure == "If that is right, expect yellow band; if not, mend the protocol"


def test_everything_of_one_row_is_told_and_nothing_behind_it() -> None:
    """All that differs on the first row that differs is told; what follows from it is not."""
    told = failures(
        "{date: 2026-03-02, decision: stay}",
        "{date: 2026-03-03, decision: hold, phase: strengthen, flags: none}",
        "{date: 2026-03-04, decision: hold}",
    )
    assert [one.partition(",")[0] for one in told] == [
        "8:38: 2026-03-03: expected decision hold",
        "8:51: 2026-03-03: expected phase strengthen",
    ]


def test_a_repeated_row_is_held_to_its_days() -> None:
    """A row for several days is expected of each; the day that differs is told."""
    (told,) = failures("{date: 2026-03-02, every: 2 days, times: 4, decision: stay}")
    assert told.startswith("7:63: 2026-03-06: expected decision stay, got progress")


def test_what_is_expected_to_be_refused() -> None:
    """A refused session is expected by name, and leaves the case where it was."""
    assert run(
        "{date: 2026-03-02, suspended: on a journey}",
        "{date: 2026-03-03, decision: refused}",
        "{date: 2026-03-04, suspended: again, decision: refused}",
        "{date: 2026-03-05, unsuspended: back}",
        "{date: 2026-03-05, decision: stay}",
    ).passed


def test_rows_of_a_later_phase() -> None:
    """An override brings a case to a later phase in one row; a sign-off leads on from there."""
    head = HEAD + "usual_of: {leg-extension/machine: {pain_during: 2}}\n"
    assert run(
        f"{{date: 2026-03-02, {STRONG}}}",
        "{date: 2026-03-02, decision: progress, flags: overridden, phase: strengthen}",
        "{date: 2026-03-09, decision: stay, asks: sign_off}",
        "{date: 2026-03-09, signed_off: {to: discharged}}",
        "{date: 2026-03-10, decision: discharge}",
        "{date: 2026-03-11, decision: refused}",
        head=head,
    ).passed


def test_answers_of_one_exercise_decide() -> None:
    """A rule on one exercise sees the answer that was given about it."""
    machine = "answers_of: {leg-extension/machine: {pain_during: 5}}"
    assert run(
        f"{{date: 2026-03-02, {STRONG}}}",
        "{date: 2026-03-02}",
        f"{{date: 2026-03-04, {machine}, decision: regress, phase: settle}}",
    ).passed


def test_running_changes_nothing() -> None:
    """The same cases give the same results again."""
    cases = cases_of("{date: 2026-03-02, every: 2 days, times: 3}", "{date: 2026-03-12, decision: hold}")
    first, second = run_cases(cases), run_cases(cases)
    assert first.results == second.results
    assert first.coverage == second.coverage
    assert not first.passed


def test_an_event_of_the_day_of_a_session_stands_before_or_behind_it() -> None:
    """Rows of one day are taken in the order they stand in."""
    head = HEAD.replace("effusion: trace", "effusion: left out")
    seen = "{date: 2026-03-02, assessed: {effusion: trace}}"
    assert run(seen, "{date: 2026-03-02, decision: stay}", head=head).passed
    assert run("{date: 2026-03-02, decision: enquire, asks: effusion}", seen, head=head).passed


def test_a_row_without_expectations_is_history() -> None:
    """A row that expects nothing is taken in, and nothing is held against it."""
    (row,) = rows_of("{date: 2026-03-02}")
    assert (row.on, row.expected) == (dt.date(2026, 3, 2), ())
    assert run("{date: 2026-03-02, answers: {fever: present}}").passed


DAPRE = loads(
    KNEE_TEXT.replace("most: 40 kg}", "most: 40 kg}\n        scheme: dapre").replace(
        "sets: 3, reps: 8-12", "per_week: 3"
    )
)
STRENGTHEN = "{date: 2026-03-02, overridden: {move: progress, to: strengthen, expires: 2026-03-02}}"


def test_sets_of_a_scheme_are_done_as_it_prescribes_them() -> None:
    """Sets whose repetitions are written are done so; a set of as many as possible has to be told."""
    head = HEAD + "usual_of: {leg-extension/machine: {pain_during: 2}}\n"
    (told,) = failures(STRENGTHEN, "{date: 2026-03-02}", "{date: 2026-03-04}", head=head, protocol=DAPRE)
    assert told == (
        "10:16: 2026-03-04: refused: set 3 of leg-extension/machine asks for as many good repetitions "
        "as can be done; say under sets how many were done"
    )
    done = (
        "10 (all good) with 2.5 kg; 6 (all good) with 2.5 kg; 6 (all good) with 5 kg; 11 (all good) with 5 kg"
    )
    assert run(
        STRENGTHEN,
        "{date: 2026-03-02}",
        f"{{date: 2026-03-04, sets: {{leg-extension/machine: {done}}}, decision: stay,"
        " dose: {leg-extension/machine: 10 kg}}",
        head=head,
        protocol=DAPRE,
    ).passed


ROWS = "  - id: settle\n    exercises:\n"
MENU = """      - choose: 1-2
        including: {squat: 1}
        from:
          - {exercise: bridge, dose: {reps: 5}}
          - {exercise: wall-sit, dose: {reps: 5}, instead: {exercise: sit-to-stand}}
          - {exercise: squat/body-weight, dose: {reps: 5}}
"""
MANY = loads(KNEE_TEXT.replace(ROWS, ROWS + MENU))


def did(row: str, head: str = HEAD) -> list[str]:
    """Return the exercises of a row's session, those of every day left out."""
    (case,) = cases_of(row, head=head, protocol=MANY).cases
    (one,) = case.rows
    assert isinstance(one.event, Day)
    done = Plan.of(MANY, enrol(MANY, case.enrolled), one.event, one.on).session()
    return [one.exercise for one in done.exercises if one.exercise not in (BAND, "straight-leg-raise")]


def test_as_prescribed_chooses_from_a_menu() -> None:
    """As many as may be, what must be among them included; those that the row has sets of come first."""
    assert did("{date: 2026-03-02}") == ["bridge", "squat/body-weight"]
    assert did("{date: 2026-03-02, sets: {wall-sit: 1 set of 5}}") == ["wall-sit", "squat/body-weight"]
    assert did("{date: 2026-03-02, sets: {squat/body-weight: none}}") == ["bridge", "wall-sit"]


def test_as_prescribed_goes_by_what_there_is() -> None:
    """What the file or the catalogue has in an exercise's place is done, and nothing where nothing can be."""
    row = "{date: 2026-03-02, sets: {bridge: none, squat/body-weight: none}}"
    some, none = (HEAD.replace("{start", f"{{equipment: {one}, start") for one in ("chair", "none"))
    assert did(row, some) == ["sit-to-stand", "quad-set"]
    assert did(row, none) == ["quad-set"]


def test_equipment_that_nothing_needs_is_found() -> None:
    """A case names equipment as the catalogue does."""
    head = HEAD.replace("{start", "{equipment: chiar, start")
    assert [found[1] for found in refused(text_of("{date: 2026-03-02}", head=head))] == ["L163"]
