"""How cases are read: rows, days, answers, sets, and everything that is amiss with its place."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.small_cases import BAND, HEAD, KNEE, cases_of, refused, rows_of, text_of
from vmo_rehab import (
    Absent,
    Assessment,
    BaselineReset,
    Cleared,
    LateAnswer,
    Overridden,
    ProtocolError,
    SetDone,
    SignedOff,
    Suspended,
    Truth,
    Unsuspended,
)
from vmo_rehab.cases.model import Day, Done
from vmo_rehab.cases.reading import read_cases

FLAGS = {"calf_pain": "absent", "fever": "absent"}
USUAL = {**FLAGS, "pain_before": 2, "pain_during": 2, "effusion": "trace"}


def march(*days: int) -> list[dt.date]:
    return [dt.date(2026, 3, day) for day in days]


def day_of(row: str) -> Day:
    """Read a row that is a session."""
    (read,) = rows_of(f"{{date: 2026-03-02, {row}}}")
    assert isinstance(read.event, Day)
    return read.event


def event_of(row: str) -> object:
    """Read a row that is an event."""
    (read,) = rows_of(f"{{date: 2026-03-04, {row}}}")
    return read.event


def amiss(*rows: str, head: str = HEAD, more: str = "") -> list[tuple[str, str, str, str]]:
    """Return what is amiss in a file of one case."""
    return refused(text_of(*rows, head=head, more=more))


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ("date: 2026-03-02", march(2)),
        ("date: [2026-03-02, 2026-03-04, 2026-03-09]", march(2, 4, 9)),
        ("date: 2026-03-02, every: 2 days, times: 4", march(2, 4, 6, 8)),
        ("date: 2026-03-02, every: 1 week, times: 3", march(2, 9, 16)),
    ],
)
def test_a_row_stands_for_one_or_several_days(row: str, days: list[dt.date]) -> None:
    """A row with a list, or with every and times, is as many rows, alike in all but the day."""
    rows = rows_of(f"{{{row}, answers: {{pain_before: 3}}, decision: stay}}")
    assert [one.on for one in rows] == days
    for one in rows:
        assert (one.event, one.expected) == (rows[0].event, rows[0].expected)


def test_usual_answers_are_those_of_the_file_and_of_the_case() -> None:
    """What a case says of the usual answers wins over what the file says."""
    (one,) = cases_of("{date: 2026-03-02}").cases
    text = text_of("{date: 2026-03-02}").replace(
        "    rows:", "    usual: {pain_during: 4, effort: 7}\n    rows:"
    )
    (other,) = read_cases(text, "x.cases.yaml", KNEE).cases
    assert isinstance(one.rows[0].event, Day)
    assert isinstance(other.rows[0].event, Day)
    assert one.rows[0].event.usual == USUAL
    assert other.rows[0].event.usual == {**USUAL, "pain_during": 4, "effort": 7}


@pytest.mark.parametrize(
    ("answers", "own"),
    [
        ("pain_during: 3", {"pain_during": 3}),
        ("effort: 7.5", {"effort": Decimal("7.5")}),
        ("rep_quality: 85%", {"rep_quality": "85%"}),
        ("effusion: 0", {"effusion": 0}),
        ("effusion: 2+", {"effusion": "2+"}),
        ("fever: true", {"fever": True}),
        ("pain_during: declined", {"pain_during": Absent("declined")}),
        ("pain_during: left out", {"pain_during": None}),
        ("red_flags: none", FLAGS),
        ("red_flags: fever", {"calf_pain": "absent", "fever": "present"}),
        ("red_flags: fever calf_pain", {"calf_pain": "present", "fever": "present"}),
        ("red_flags: chest_pain", {**FLAGS, "chest_pain": "present"}),
        ("red_flags: patient-unsure", dict.fromkeys(FLAGS, Absent("patient-unsure"))),
        ("red_flags: left out", dict.fromkeys(FLAGS)),
    ],
)
def test_answers(answers: str, own: dict[str, object]) -> None:
    """An answer is a value of its scale, a reason why there is none, or left out; red flags go together."""
    assert day_of(f"answers: {{{answers}}}").own == own


@pytest.mark.parametrize(
    ("written", "sets"),
    [
        ("12", [SetDone(12)]),
        ("1 set of 12 (all good)", [SetDone(12, 12)]),
        ("3 sets of 12 (10 good) with red band", [SetDone(12, 10, "red band")] * 3),
        ("2 sets of 8 (0 good); 6 (6 good)", [SetDone(8, 0), SetDone(8, 0), SetDone(6, 6)]),
        ("none", []),
    ],
)
def test_sets(written: str, sets: list[SetDone]) -> None:
    """Sets are told in words; what is not told was not noted."""
    assert day_of(f"sets: {{{BAND}: {written}}}").sets == {BAND: tuple(sets)}


def test_loads_are_written_as_a_prescription_writes_them() -> None:
    """A load of 7.50 kg is one of 7.5 kg, in what was done as in what is expected."""
    machine = "leg-extension/machine"
    (row,) = rows_of(
        f"{{date: 2026-03-02, sets: {{{machine}: 8 with 7.50 kg}}, dose: {{{machine}: 10.0 kg}}}}"
    )
    assert isinstance(row.event, Day)
    assert row.event.sets[machine][0].load == "7.5 kg"
    assert [(one.what, one.of, one.value) for one in row.expected] == [("dose", machine, "10 kg")]


@pytest.mark.parametrize(
    ("word", "done"),
    [("as prescribed", Done.AS_PRESCRIBED), ("cut short", Done.CUT_SHORT), ("nothing", Done.NOTHING)],
)
def test_what_was_done_in_a_word(word: str, done: Done) -> None:
    """What was done is as prescribed unless the row says otherwise."""
    assert day_of(f"done: {word}").done is done
    assert day_of("decision: stay").done is Done.AS_PRESCRIBED


FOURTH, TENTH = march(4, 10)


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ("assessed: {quad_lsi: 65%}", Assessment(FOURTH, {"quad_lsi": "65%"}, "a clinician")),
        ("baseline: {pain_usual: 3}", BaselineReset(FOURTH, {"pain_usual": 3}, "a clinician")),
        ("signed_off: {to: strengthen}", SignedOff(FOURTH, "strengthen", "a clinician")),
        (
            "signed_off: {to: strengthen, role: surgeon}",
            SignedOff(FOURTH, "strengthen", "a clinician", "surgeon"),
        ),
        ("cleared: all", Cleared(FOURTH, "a clinician")),
        ("cleared: fever", Cleared(FOURTH, "a clinician", flags=("fever",))),
        ("cleared: [fever, calf_pain]", Cleared(FOURTH, "a clinician", flags=("fever", "calf_pain"))),
        ("suspended: on a journey", Suspended(FOURTH, "a clinician", "on a journey")),
        ("unsuspended: back again", Unsuspended(FOURTH, "a clinician")),
        (
            "overridden: {move: resume, expires: 2026-03-10}",
            Overridden(FOURTH, "resume", "clinical-judgement", "a case", "a clinician", TENTH),
        ),
        (
            "overridden: {move: progress, to: strengthen, expires: 2026-03-10}",
            Overridden(
                FOURTH, "progress", "clinical-judgement", "a case", "a clinician", TENTH, "strengthen"
            ),
        ),
        (
            f"late: {{for: 2026-03-02, exercise: {BAND}, answers: {{pain_during: 2}}}}",
            LateAnswer(FOURTH, march(2)[0], {"pain_during": 2}, BAND, "a clinician"),
        ),
    ],
)
def test_events(row: str, event: object) -> None:
    """What is not a session is an event of the day, made by a clinician without a name."""
    assert event_of(row) == event


def test_an_enrolment_is_laid_over_that_of_the_file() -> None:
    """A case says only what differs: another fact, another baseline, another day."""
    own = "enrolled: {start: 2026-03-03, facts: {operation: 2026-01-05}, sign_off_every_move: true}"
    text = text_of("{date: 2026-03-04}").replace("    rows:", f"    {own}\n    rows:")
    (case,) = read_cases(text, "x.cases.yaml", KNEE).cases
    assert case.enrolled.on == march(3)[0]
    assert case.enrolled.facts == {"injury": "2026-02-20", "operation": "2026-01-05"}
    assert case.enrolled.baseline == {"pain_usual": 2}
    assert case.enrolled.sign_off_every_move


def test_what_can_never_be() -> None:
    """A truth value that a criterion cannot have is told by the criterion's text."""
    never = "never: {criterion: pain_before >= 5, truths: [unknown, true], why: a reason}\n"
    assert cases_of("{date: 2026-03-02}", more=never).never == {
        "pain_before >= 5": frozenset({Truth.UNKNOWN, Truth.TRUE})
    }


@pytest.mark.parametrize(
    ("row", "place", "code", "what", "cure"),
    [
        (
            "{date: 2026-3-2}",
            "7:16",
            "V302",
            'a date is due, and the text "2026-3-2" stands here',
            "write 2026-03-02",
        ),
        (
            "{date: [2026-03-02, 2026-03-02]}",
            "7:29",
            "L203",
            "there is already a session on",
            "a day has one session",
        ),
        (
            "{date: 2026-03-02, every: 2 days}",
            "7:16",
            "L204",
            "every and times belong together",
            "write both",
        ),
        (
            "{date: [2026-03-02, 2026-03-03], every: 1 day, times: 2}",
            "7:17",
            "L204",
            "every and times",
            "write both",
        ),
        (
            "{date: 2026-03-02, every: 0 days, times: 2}",
            "7:35",
            "L204",
            "the days are 0 days apart",
            "write at least",
        ),
        (
            "{date: 2026-03-02, every: 1 day, times: 61}",
            "7:49",
            "V300",
            '"61" is out of range',
            "write 2 to 60",
        ),
        ("{date: 9999-12-31, every: 1 day, times: 2}", "7:16", "L204", "the days go beyond the calendar", ""),
        (
            "{date: 2026-03-02, answers: {pian_during: 2}}",
            "7:38",
            "V312",
            '"pian_during" is not a measure',
            "did you",
        ),
        (
            "{date: 2026-03-02, answers: {pain_during: 12}}",
            "7:51",
            "V314",
            "pain_during: 12 is off the scale",
            "it goes",
        ),
        (
            "{date: 2026-03-02, answers: {pain_during: a lot}}",
            "7:51",
            "V313",
            'pain_during: "a lot" is not',
            "expected 0",
        ),
        (
            "{date: 2026-03-02, answers: {red_flags: fevr}}",
            "7:49",
            "V337",
            '"fevr" is not a red flag',
            'did you mean "fever"',
        ),
        (
            "{date: 2026-03-02, answers_of: {squat: {pain_during: 2}}}",
            "7:41",
            "V312",
            '"squat" is not an exercise',
            "",
        ),
        (
            "{date: 2026-03-02, done: all}",
            "7:34",
            "V301",
            'one of 3 words is due, and the text "all" stands here',
            "",
        ),
        (
            f"{{date: 2026-03-02, sets: {{{BAND}: 3x12}}}}",
            "7:65",
            "L205",
            '"3x12" does not say',
            "write: 3 sets of 12",
        ),
        (
            f"{{date: 2026-03-02, sets: {{{BAND}: 21 sets of 12}}}}",
            "7:65",
            "L205",
            "21 sets",
            "write 1 to 20 sets",
        ),
        (
            f"{{date: 2026-03-02, sets: {{{BAND}: 12 (13 good)}}}}",
            "7:65",
            "L205",
            "13 good repetitions of 12",
            "count",
        ),
        (
            f"{{date: 2026-03-02, sets: {{{BAND}: 12 with rope}}}}",
            "7:65",
            "V333",
            '"rope" is not a load of',
            "write it as",
        ),
        (
            "{date: 2026-03-02, sets: {straight-leg-raise: 9 with rope}}",
            "7:55",
            "V333",
            "straight-leg-raise has no load",
            "",
        ),
        (
            f"{{date: 2026-03-02, done: nothing, sets: {{{BAND}: 12}}}}",
            "7:34",
            "L202",
            "nothing was done, and there",
            "keep",
        ),
        (
            "{date: 2026-03-02, suspended: x, cleared: all}",
            "7:16",
            "L202",
            "the row is two things: cleared and suspended",
            "",
        ),
        ("{date: 2026-03-02, cleared: pain_before}", "7:37", "V312", '"pain_before" is not a red flag', ""),
        ("{date: 2026-03-02, signed_off: {to: nowhere}}", "7:45", "V312", '"nowhere" is not a phase', ""),
        (
            "{date: 2026-03-02, overridden: {move: up, expires: 2026-03-02}}",
            "7:47",
            "V301",
            "one of 3 words",
            "",
        ),
        (
            "{date: 2026-03-02, overridden: {move: resume, to: x, expires: soon}}",
            "7:59",
            "V312",
            '"x" is not a phase',
            "",
        ),
        (
            "{date: 2026-03-02, late: {for: x, exercise: y, answers: {pain_before: 2}}}",
            "7:40",
            "V302",
            "a date is due",
            "",
        ),
        (
            "{date: 2026-03-02, assessed: {quad_lsi: left out}}",
            "7:49",
            "V313",
            "quad_lsi is left out",
            "remove it",
        ),
        ("{date: 2026-03-02, today: train}", "7:35", "V301", "one of 5 words is due", ""),
        (
            "{date: 2026-03-02, decision: progres}",
            "7:38",
            "V301",
            "one of 9 words is due",
            'did you mean "progress"?',
        ),
        (
            "{date: 2026-03-02, phase: setle}",
            "7:35",
            "V312",
            '"setle" is not a phase',
            'did you mean "settle"?',
        ),
        (
            f"{{date: 2026-03-02, dose: {{{BAND}: rope}}}}",
            "7:65",
            "V333",
            '"rope" is not a load of',
            "write it as",
        ),
        (
            "{date: 2026-03-02, dose: {straight-leg-raise: 2 kg}}",
            "7:55",
            "L206",
            "straight-leg-raise has no load to be",
            "",
        ),
        ("{date: 2026-03-02, dose: {squat: absent}}", "7:35", "V312", '"squat" is not an exercise', ""),
        ("{date: 2026-03-02, asks: pain}", "7:34", "V312", '"pain" is not anything that is asked', ""),
        (
            "{date: 2026-03-02, flags: lapse}",
            "7:35",
            "V301",
            "one of 7 words is due",
            'did you mean "lapsed"?',
        ),
        (
            "{date: 2026-03-02, cleared: all, phase: settle}",
            "7:49",
            "L206",
            "an event has no phase",
            "expect it on",
        ),
        (
            "{date: 2026-03-02, cleared: all, decision: stay}",
            "7:52",
            "L206",
            "an event has no decision",
            "expect it on",
        ),
        (
            "{date: 2026-03-02, late: {for: 2026-03-02, answers: {fever: absent}}, today: rest}",
            *("7:86", "L206", "an event has no today", ""),
        ),
        (
            "{date: 2026-02-28, decision: stay}",
            "7:16",
            "L203",
            "2026-02-28 lies before the start, 2026-03-02",
            "correct one of the two dates",
        ),
        (
            "{date: 2026-03-02, answers: {pain_during: missing}}",
            "7:51",
            "V313",
            'pain_during: "missing" is not a value',
            "expected 0 to 10; for no answer one of: left out, declined, patient-unsure, not-performed, not-",
        ),
        (
            "{date: 2026-03-02, pain_during: 6}",
            "7:28",
            "V204",
            'unknown key "pain_during" in a row',
            "if it is a measure, put it under answers: {pain_during: 6}",
        ),
        (
            "{date: 2026-03-02, pain_during: {of: 6}}",
            "7:28",
            "V204",
            'unknown key "pain_during" in a row',
            "if it is a measure, put it under answers: {pain_during: ...}",
        ),
        (
            "{date: 2026-03-02, decison: stay}",
            "7:28",
            "V204",
            'unknown key "decison" in a row',
            'did you mean "decision"?',
        ),
    ],
)
def test_what_is_amiss_in_a_row(row: str, place: str, code: str, what: str, cure: str) -> None:
    """Each slip in a row is told where it stands, with what to do."""
    found = amiss(row)[0]
    assert found[:2] == (place, code)
    assert found[2].startswith(what)
    assert found[3].startswith(cure)


@pytest.mark.parametrize(
    ("head", "place", "code", "what"),
    [
        ("format: 2\n", "1:9", "V322", "this library reads format 1"),
        ("format: 1\n", "3:11", "V203", "the case does not say when the episode starts"),
        ("format: 1\nenrolled: {start: soon}\n", "2:19", "V302", "a date is due"),
        ("format: 1\nenrolled: {start: 2026-03-02}\n", "2:19", "L160", "the fact injury is missing"),
        (HEAD.replace("2026-02-20", "2026-03-05"), "2:39", "L160", "injury: 2026-03-05 is after the start"),
        (HEAD.replace("pain_usual", "pain_before", 1), "2:71", "L161", '"pain_before" is not a baseline'),
        (HEAD.replace("pain_usual: 2", "pain_usual: 11"), "2:83", "V314", "pain_usual: 11 is off the scale"),
        (HEAD.replace("trace", "much"), "3:68", "V313", 'effusion: "much" is not a label'),
    ],
)
def test_what_is_amiss_in_the_head(head: str, place: str, code: str, what: str) -> None:
    """What all cases share is checked like what one says."""
    found = amiss("{date: 2026-03-02}", head=head)
    assert any((one[:2] == (place, code) and one[2].startswith(what)) for one in found), found


def test_an_unknown_criterion_that_can_never_be() -> None:
    """A criterion under never is one of the protocol, as the table shows it."""
    ((place, code, what, cure),) = amiss(
        "{date: 2026-03-02}", more="never: {criterion: setled, truths: unknown, why: a reason}\n"
    )
    assert (place, code) == ("4:20", "V312")
    assert what == '"setled" is not a criterion of small-knee'
    assert cure == 'did you mean "settled"?'


def test_a_truth_value_that_is_none() -> None:
    """What can never be is true, false or unknown."""
    ((place, code, _, cure),) = amiss(
        "{date: 2026-03-02}", more="never: {criterion: settled, truths: unkown, why: a reason}\n"
    )
    assert (place, code, cure) == ("4:37", "V301", 'did you mean "unknown"?')


def test_two_cases_of_one_name() -> None:
    """A name stands once, so that a failure is found by it."""
    text = text_of("{date: 2026-03-02}") + "  - case: A case\n    rows: [{date: 2026-03-02}]\n"
    assert refused(text) == [
        ("8:11", "V336", 'the case "A case" stands twice', "first: knee.cases.yaml:5:11")
    ]


def test_everything_amiss_is_said_once_and_at_once() -> None:
    """The findings of all rows stand together, and one that all cases share stands once."""
    text = text_of(
        "{date: 2026-03-02, phase: x}", "{date: 2026-03-03, phase: y}", head=HEAD.replace("trace", "much")
    )
    text += "  - case: Another\n    rows: [{date: 2026-03-02}]\n"
    assert [one[1] for one in refused(text)] == ["V313", "V312", "V312"]


WHOLE = text_of(
    "{date: 2026-03-02, every: 2 days, times: 2, answers: {pain_during: 3, red_flags: none}, decision: stay}",
    f"{{date: 2026-03-09, sets: {{{BAND}: 3 sets of 12 (all good) with red band}}, asks: none}}",
    "{date: 2026-03-10, late: {for: 2026-03-09, answers: {effort: 7}}, asks: none}",
)
PIECES = ("{", "}", "[", "]", ":", " ", "\n", "-", "2026-13-01", "none", "left out", "99999999999", "é", "'")


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 6), st.sampled_from(PIECES)), max_size=4)
)
def test_mutilated_files_are_refused(cuts: list[tuple[int, int, str]]) -> None:
    """Whatever is done to a file, it is read or refused; nothing else comes out."""
    text = WHOLE
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    with suppress(ProtocolError):
        read_cases(text, "knee.cases.yaml", KNEE)
