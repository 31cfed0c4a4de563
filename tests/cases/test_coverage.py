"""What cases have seen of a protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.small_cases import KNEE, cases_of
from vmo_rehab import Kind, Truth, loads, run_cases
from vmo_rehab.cases.coverage import Coverage, Covered, can_be_unknown, subjects
from vmo_rehab.criteria.printer import line

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
TEXT = (Path(__file__).parent / "knee.yaml").read_text(encoding="utf-8")


def seen(*rows: str, more: str = "") -> Coverage:
    """Run rows, and return what they have seen."""
    return run_cases(cases_of(*rows, more=more)).coverage


def of(coverage: Coverage, criterion: str) -> Covered:
    """Return what was seen of a criterion."""
    (found,) = (one for one in coverage.criteria if one.criterion == criterion)
    return found


def test_each_named_criterion_and_each_rule_stands_once() -> None:
    """The table has the named criteria first, then those of the rules, none twice."""
    assert [line(one) for one in subjects(KNEE)] == [
        "settled",
        "pain_before >= 5",
        "effusion >= 2+",
        "sessions_since_swollen <= 2",
        "pain_during >= 6",
        "settled for 3 sessions in a row",
        "pain_during of leg-extension/machine >= 5",
        "all of (settled; days_in_phase >= 7)",
    ]


def test_a_rule_that_is_a_name_is_covered_by_it() -> None:
    """A rule whose criterion is only a name stands in the table as that name, once."""
    text = TEXT.replace("when: settled for 3 sessions in a row", "when: settled")
    assert [line(one) for one in subjects(loads(text))].count("settled") == 1


def test_truths_are_those_that_decided() -> None:
    """Each session adds the truth that its criteria had, those inside windows included."""
    well, worse = "{date: 2026-03-02}", "{date: 2026-03-03, answers: {pain_during: 6, pain_before: left out}}"
    assert of(seen(well), "settled").seen == {TRUE}
    assert of(seen(well, worse), "settled").seen == {TRUE, FALSE}
    assert of(seen(well, worse), "pain_before >= 5").seen == {FALSE, UNKNOWN}
    assert of(seen(well, worse), "pain_during >= 6").seen == {FALSE, TRUE}
    assert of(seen(well), "pain_during of leg-extension/machine >= 5").seen == set()


def test_a_late_answer_adds_what_it_decides() -> None:
    """A late answer adds the truth that a criterion has with it."""
    open_ = "{date: 2026-03-02, answers: {pain_during: left out}}"
    late = "{date: 2026-03-03, late: {for: 2026-03-02, answers: {pain_during: 7}}}"
    assert of(seen(open_), "pain_during >= 6").seen == {UNKNOWN}
    assert of(seen(open_, late), "pain_during >= 6").seen == {UNKNOWN, TRUE}


def test_whom_a_hold_is_reported_to_is_covered() -> None:
    """The condition of an escalation is seen on the days on which its hold is true."""
    first, back = "{date: 2026-03-02, answers: {effusion: 2+}}", "{date: 2026-03-04, done: nothing}"
    again = "{date: 2026-03-05, answers: {effusion: 2+}}"
    escalation = "sessions_since_swollen <= 2"
    assert of(seen(first, back), escalation).seen == {FALSE}
    assert of(seen(first, back, again), escalation).seen == {FALSE, TRUE}
    assert of(seen(first, back, again), escalation).full


@pytest.mark.parametrize(
    ("criterion", "unknown"),
    [
        ("days_in_phase >= 7", False),
        ("sessions_since_swollen <= 2", False),
        ("days_since_swollen <= 2", False),
        ("weeks_since_injury >= 4", False),
        ("weeks_since_operation >= 4", True),
        ("sessions_in_phase >= 4", True),
        ("{all: [days_in_phase >= 7, weeks_since_injury >= 4]}", False),
        ("{all: [days_in_phase >= 7, pain_before <= 4]}", True),
        ("{any: [days_in_phase >= 7, weeks_since_operation >= 4]}", True),
        ("pain_before <= 4", True),
    ],
)
def test_what_can_be_unknown(criterion: str, unknown: bool) -> None:
    """A count of days, or of sessions since a hold, is never unknown; what rests on an answer may be."""
    protocol = loads(TEXT.replace("criteria:\n", f"criteria:\n  own: {criterion}\n"))
    assert can_be_unknown(protocol, protocol.criteria["own"]) is unknown
    covered = run_cases(cases_of("{date: 2026-03-02}", protocol=protocol)).coverage
    assert (UNKNOWN in of(covered, "own").never) is not unknown


def test_a_count_of_sessions_is_known_where_no_door_makes_it_doubtful() -> None:
    """Whether a session counts can hang on an answer at the door alone."""
    without = TEXT[: TEXT.index("today:")] + TEXT[TEXT.index("rescue:") :]
    protocol = loads(without.replace("criteria:\n", "criteria:\n  own: sessions_in_phase >= 4\n"))
    assert not can_be_unknown(protocol, protocol.criteria["own"])


def test_missing_and_contradicted() -> None:
    """What was not seen is missing, save what cannot be; what was seen although it cannot be is told."""
    covered = Covered("x", "", frozenset({TRUE}), frozenset({UNKNOWN}))
    assert (covered.missing, covered.contradicted, covered.full) == ((FALSE,), (), False)
    covered = Covered("x", "", frozenset({TRUE, FALSE}), frozenset({UNKNOWN}))
    assert (covered.missing, covered.contradicted, covered.full) == ((), (), True)
    covered = Covered("x", "", frozenset({TRUE, FALSE, UNKNOWN}), frozenset({UNKNOWN}))
    assert (covered.missing, covered.contradicted, covered.full) == ((), (UNKNOWN,), False)


def test_what_is_said_to_be_never_is_not_missed() -> None:
    """A truth value under never is not asked for, and one that comes all the same is told."""
    never = "never: [{criterion: settled, truths: [false, unknown], why: a reason}]\n"
    assert of(seen("{date: 2026-03-02}", more=never), "settled").full
    worse = seen("{date: 2026-03-02, answers: {pain_during: 4}}", more=never)
    assert of(worse, "settled").contradicted == (FALSE,)
    assert not worse.full


def test_decisions_and_phases() -> None:
    """The kinds of decision and the phases that a case has gone through are told."""
    coverage = seen(
        "{date: 2026-03-02, every: 2 days, times: 3}", "{date: 2026-03-09, answers: {fever: present}}"
    )
    assert coverage.decisions == {Kind.STAY, Kind.PROGRESS, Kind.REFER}
    assert coverage.phases == {"settle", "strengthen"}
    assert not coverage.full


def test_per_cent_of_what_can_be() -> None:
    """The number is of what the criteria can be, rounded down; a contradiction keeps it below 100."""
    part = Covered("x", "", frozenset({TRUE}), frozenset({UNKNOWN}))
    whole = Covered("y", "", frozenset({TRUE, FALSE}), frozenset({UNKNOWN}))
    against = Covered("z", "", frozenset({TRUE, FALSE, UNKNOWN}), frozenset({UNKNOWN}))
    assert [Coverage(one).percent for one in ((part,), (whole,), (against,), ())] == [50, 100, 66, 100]
    assert Coverage((part, whole, against)).percent == 71


def test_two_runs_joined() -> None:
    """What either run has seen or excused is seen or excused in both together."""
    days = "{date: 2026-03-02}", "{date: 2026-03-02, answers: {pain_during: 6}}"
    never = "never: [{criterion: settled, truths: unknown, why: a reason}]\n"
    good, bad = seen(days[0]), seen(days[1], more=never)
    both = good.joined(bad)
    assert of(both, "settled").full
    assert of(both, "pain_during >= 6").missing == (UNKNOWN,)
    assert both == bad.joined(good)
    assert both.decisions == {Kind.STAY, Kind.REGRESS}
    assert both.phases == {"settle"}
    assert good.percent < both.percent
