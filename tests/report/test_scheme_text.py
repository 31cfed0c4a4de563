"""A scheme in plain English, alone and below an exercise that uses it."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from vmo_rehab.documents.library import schemes
from vmo_rehab.protocol.dosage import Prescribed, Weights
from vmo_rehab.protocol.scheme import (
    FIXED,
    LAST,
    STEPS,
    Band,
    By,
    Change,
    LookUp,
    PlanWeek,
    Reach,
    Rise,
    Table,
    Unit,
    Which,
)
from vmo_rehab.report.row_text import load_lines
from vmo_rehab.report.scheme_text import loads_in_words, moves, scheme_in_words, scheme_lines

SHIPPED = schemes()
GOLD = Path(__file__).parent / "gold" / "scheme.txt"


def test_the_whole_scheme() -> None:
    """Sets, rules, tables and sources of one scheme, word for word."""
    assert scheme_in_words(SHIPPED["dapre"]) + "\n" == GOLD.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_everything_is_told(name: str) -> None:
    """A scheme's words, its rules and each of its sources stand in what is printed."""
    scheme = SHIPPED[name]
    told = scheme_in_words(scheme)
    texts = [scheme.title, scheme.summary, *moves(scheme), *(one.cite for one in scheme.sources.values())]
    assert [text for text in texts if text not in told] == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "quadx",
            [
                (
                    "One level up when the last set reaches the top of the range and 2 more "
                    "in good repetitions in 2 sessions in a row."
                ),
                "One level down when any set falls short of the bottom of the range.",
            ],
        ),
        (
            "oxford",
            [
                (
                    "Every 7 days a load 2.75 kg heavier is tested, at most 3 times, "
                    "with 180 s of rest between tests."
                ),
                (
                    "Fewer than 8 good repetitions keep the old load, 8 to 12 take the tested one, "
                    "more than 12 test 2.75 kg more."
                ),
            ],
        ),
        (
            "percent-step",
            [
                "5 to 10% up when the last set reaches the top of the range in good repetitions.",
                "Of a range the end that gives the lighter load is taken.",
                "No single rise is larger than 10%.",
            ],
        ),
        (
            "rpe-range",
            [
                (
                    'The next session\'s load follows from the effort of the last set (table "effort", which '
                    "changes its load)."
                ),
                "No single rise is larger than 6%.",
            ],
        ),
        ("fixed", ["No rule moves it."]),
    ],
)
def test_rules(name: str, lines: list[str]) -> None:
    """When the load rises and falls is told in a sentence each."""
    assert list(moves(SHIPPED[name])) == lines


def test_below_an_exercise_the_whole_scheme_is_told() -> None:
    """A protocol's text has every number of a scheme, tables in a line."""
    told = list(scheme_lines(SHIPPED["apre-3"]))
    assert told[0] == "Scheme: Autoregulating progressive resistance, 3 repetitions (APRE 3) (apre-3)."
    assert told[1].startswith("Sets: 6 repetitions with 50% of the working load; 3 repetitions with 75%")
    assert told[-1] == (
        'Table "adjustment", by good repetitions: 0 -5 kg; 1 to 2 -5 to -2.5 kg; 3 to 4 keep; '
        "5 to 6 +2.5 to +5 kg; 7 or more +5 to +7.5 kg."
    )
    assert list(scheme_lines(SHIPPED["heavy-slow-resistance"]))[1] == (
        "Week 1: 4 sets of 15 repetitions; Weeks 2 to 3: 4 sets of 12 repetitions; "
        "Weeks 4 to 5: 4 sets of 10 repetitions; Weeks 6 to 8: 4 sets of 8 repetitions; "
        "From week 9 on: 4 sets of 6 repetitions."
    )


def test_weeks_as_the_dose_has_them() -> None:
    """A plan may leave the number of sets to the dose, and have a range of repetitions."""
    scheme = attrs.evolve(FIXED, plan=(PlanWeek(1, None, (8, 12)),))
    assert list(scheme_lines(scheme))[1] == "From week 1 on: 8-12 repetitions."


def test_levels_are_told_in_words() -> None:
    """A scheme that moves by levels says so, in its rise and in its tables."""
    up, down = Change(1, 1, Unit.LEVELS), Change(-1, -1, Unit.LEVELS)
    rise = Rise(Which.EVERY, Reach(top=False, more=1), 1, up)
    assert next(moves(attrs.evolve(FIXED, rise=rise))) == (
        "One level up when every set reaches the bottom of the range and 1 more in good repetitions."
    )
    table = Table("t", (Band(2, 13, up), Band(14, 20, down)))
    last = LookUp(table, By.EFFORT, LAST, LAST)
    assert list(scheme_lines(attrs.evolve(FIXED, next=last)))[-1] == (
        'Table "t", by effort: 1 to 6.5 one level up; 7 to 10 one level down.'
    )


def test_which_loads_a_scheme_is_for() -> None:
    """A unit is named; percent needs weights; levels go with any load."""
    names = ("dapre-lb", "delorme", "percent-step", "quadx")
    assert [loads_in_words(SHIPPED[name]) for name in names] == ["lb", "kg", "weights", "any"]


def test_an_exercise_says_how_its_load_moves(knee) -> None:
    """Below an exercise stand its scheme, what must be true besides, and what takes it down."""
    row = knee.phases[0].exercises[0]
    rise, fall = row.rise, knee.phases[0].regress[0].when
    load = Weights(5000, 2500, 0, 40000)

    def lines(scheme, rise=None, fall=None) -> list[str]:
        made = Prescribed(row.exercise, row.dose, load, scheme, rise, fall)
        return list(load_lines(knee, made))[1:]

    assert lines(FIXED) == ["No rule raises its level."]
    assert lines(FIXED, None, fall)[1].startswith("One level down, whatever else is decided, when ")
    assert lines(STEPS, rise)[0].startswith("One level up after a session done as prescribed, when ")
    assert len(lines(SHIPPED["two-for-two"])) == 2
    told = lines(SHIPPED["two-for-two"], rise, fall)
    assert told[0] == "Scheme: Two for two (two-for-two)."
    assert told[-2].startswith("It rises only when ")
    assert told[-1].startswith("One level down, whatever else is decided, when ")
