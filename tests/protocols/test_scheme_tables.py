"""The shipped schemes, row by row, against the published numbers as they stand here."""

from __future__ import annotations

import re

import pytest

from vmo_rehab.documents.library import folder, schemes
from vmo_rehab.protocol.scheme import Change, LookUp, Reach, Scheme, Unit, Which

SHIPPED = schemes()
KG, LB = Unit.KG, Unit.LB

Row = tuple[range, float, float]
"""Good repetitions, and the two ends of what is added, in the unit of the scheme."""

LESS = (-5, -2.5)
LESS_LB = (-10, -5)
TOP = 21
"""Behind the greatest number of repetitions that is tried."""

PUBLISHED: dict[tuple[str, str], list[Row]] = {
    # DAPRE, narrow bands: set 3 -> set 4, and set 4 -> next session.
    ("dapre", "set 4"): [
        (range(3), *LESS),
        (range(3, 5), -2.5, 0),
        (range(5, 7), 0, 0),
        (range(7, 11), 2.5, 5),
        (range(11, TOP), 5, 7.5),
    ],
    ("dapre", "next"): [
        (range(3), *LESS),
        (range(3, 5), 0, 0),
        (range(5, 7), 2.5, 5),
        (range(7, 11), 2.5, 7.5),
        (range(11, TOP), 5, 10),
    ],
    ("dapre-lb", "set 4"): [
        (range(3), *LESS_LB),
        (range(3, 5), -5, 0),
        (range(5, 7), 0, 0),
        (range(7, 11), 5, 10),
        (range(11, TOP), 10, 15),
    ],
    ("dapre-lb", "next"): [
        (range(3), *LESS_LB),
        (range(3, 5), 0, 0),
        (range(5, 7), 5, 10),
        (range(7, 11), 5, 15),
        (range(11, TOP), 10, 20),
    ],
    # DAPRE, wide bands: unverified.
    ("dapre-b", "set 4"): [
        (range(3), *LESS),
        (range(3, 5), -2.5, 0),
        (range(5, 8), 0, 0),
        (range(8, 13), 2.5, 5),
        (range(13, TOP), 5, 7.5),
    ],
    ("dapre-b", "next"): [
        (range(3), *LESS),
        (range(3, 5), 0, 0),
        (range(5, 8), 2.5, 5),
        (range(8, 13), 2.5, 7.5),
        (range(13, TOP), 5, 10),
    ],
    # APRE: one table for both; below its first row the largest decrease.
    ("apre-3", "set 4"): [
        (range(1), -5, -5),
        (range(1, 3), *LESS),
        (range(3, 5), 0, 0),
        (range(5, 7), 2.5, 5),
        (range(7, TOP), 5, 7.5),
    ],
    ("apre-6", "set 4"): [
        (range(3), *LESS),
        (range(3, 5), -2.5, 0),
        (range(5, 8), 0, 0),
        (range(8, 13), 2.5, 5),
        (range(13, TOP), 5, 7.5),
    ],
    ("apre-10", "set 4"): [
        (range(4), -5, -5),
        (range(4, 7), *LESS),
        (range(7, 9), -2.5, 0),
        (range(9, 12), 0, 0),
        (range(12, 17), 2.5, 5),
        (range(17, TOP), 5, 7.5),
    ],
}
for _name in ("apre-3", "apre-6", "apre-10"):
    PUBLISHED[_name, "next"] = PUBLISHED[_name, "set 4"]


def look_up(scheme: Scheme, which: str) -> LookUp:
    """Return the look-up of set 4, or that of the next session."""
    found = scheme.next if which == "next" else scheme.sets[3].look_up
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "which"), PUBLISHED, ids=lambda one: one)
def test_repetitions_give_what_is_published(name: str, which: str) -> None:
    """Each number of repetitions from 0 to 20 gives both ends of its row, in either look-up."""
    scheme, rows = SHIPPED[name], PUBLISHED[name, which]
    table = look_up(scheme, which).table
    assert [count for counts, *_ in rows for count in counts] == list(range(TOP))
    for counts, low, high in rows:
        for count in counts:
            change = table.change(count)
            assert (change.low, change.high) == (low * 1000, high * 1000), count
            assert change.unit is scheme.unit or change == Change()
    assert table.bands[-1].high is None


@pytest.mark.parametrize("name", ["dapre", "dapre-lb", "dapre-b"])
def test_dapre_looks_up_twice(name: str) -> None:
    """Set 3 gives the load of set 4, set 4 the next session; the columns differ, so swapped ones are seen."""
    four, then = look_up(SHIPPED[name], "set 4"), look_up(SHIPPED[name], "next")
    assert (four.by, four.of, four.start) == ("good_reps", 3, 3)
    assert (then.by, then.of, then.start) == ("good_reps", 4, 3)
    assert (four.table.id, then.table.id) == ("set-4", "next-session")
    assert four.table.change(5).high == 0 < then.table.change(5).low
    assert four.table.change(3).low < then.table.change(3).low == 0


@pytest.mark.parametrize("name", ["apre-3", "apre-6", "apre-10"])
def test_apre_goes_on_from_the_fourth_set(name: str) -> None:
    """The fourth set's repetitions change the fourth set's load for next time."""
    four, then = look_up(SHIPPED[name], "set 4"), look_up(SHIPPED[name], "next")
    assert (four.by, four.of, four.start) == ("good_reps", 3, 3)
    assert (then.by, then.of, then.start) == ("good_reps", 4, 4)
    assert four.table == then.table


@pytest.mark.parametrize(
    ("name", "sets"),
    [
        ("dapre", [(10, 50), (6, 75), (None, 100)]),
        ("dapre-lb", [(10, 50), (6, 75), (None, 100)]),
        ("dapre-b", [(10, 50), (6, 75), (None, 100)]),
        ("apre-3", [(6, 50), (3, 75), (None, 100)]),
        ("apre-6", [(10, 50), (6, 75), (None, 100)]),
        ("apre-10", [(12, 50), (10, 75), (None, 100)]),
        ("delorme", [(10, 50), (10, 75), (10, 100)]),
        ("oxford", [(10, 100), (10, 75), (10, 50)]),
    ],
)
def test_written_sets(name: str, sets: list[tuple[int | None, int]]) -> None:
    """The sets have the published repetitions and parts; of four, the last is as many as can be done."""
    written = SHIPPED[name].sets
    assert [(one.reps, one.part) for one in written[:3]] == sets
    assert [(one.reps, one.part) for one in written[3:]] in ([], [(None, None)])


@pytest.mark.parametrize("name", ["delorme", "oxford"])
def test_the_weekly_test(name: str) -> None:
    """Fewer than 8 keep the old load, 8 to 12 take the new one, more add 2.75 kg; at most three tests."""
    scheme = SHIPPED[name]
    test = scheme.retest
    assert test is not None
    assert (test.every, test.step, test.accept, test.at_most) == (7, 2750, (8, 12), 3)
    assert (test.rest, scheme.unit) == (180, KG)


@pytest.mark.parametrize(
    ("effort", "kilograms"),
    [
        (1, 5),
        (4.5, 5),
        (5, 5),
        (5.5, 5),
        (6, 5),
        (6.5, 2.5),
        (7, 2.5),
        (7.5, 0),
        (8, 0),
        (8.5, -2.5),
        (9, -2.5),
        (9.5, -5),
        (10, -5),
    ],
)
def test_effort_against_a_target_of_8(effort: float, kilograms: float) -> None:
    """5 to 6 add 5 kg, 7 adds 2.5, 8 keeps, 9 and 10 take off; a half point goes with the harder row."""
    scheme = SHIPPED["rpe-target"]
    for one in (scheme.next, scheme.between_sets):
        assert one is not None
        assert one.by == "effort"
        change = one.table.change(int(2 * effort))
        assert (change.low, change.high) == (kilograms * 1000, kilograms * 1000)


@pytest.mark.parametrize(
    ("effort", "percent"),
    [
        *((1, 6), (4.5, 6), (5, 4), (5.5, 2)),
        *((6, 0), (6.5, 0), (7, 0), (7.5, 0), (8, 0)),
        *((8.5, -2), (9, -4), (9.5, -6), (10, -8)),
    ],
)
def test_effort_against_a_range(effort: float, percent: int) -> None:
    """Each half point below 6 adds 2 %, at most 6; each above 8 takes 2 % off."""
    then = SHIPPED["rpe-range"].next
    assert then is not None
    change = then.table.change(int(2 * effort))
    assert (change.low, change.high) == (percent, percent)
    assert change.unit is Unit.PERCENT or percent == 0


def test_every_half_point_has_its_row() -> None:
    """The tables of effort end at 10 and leave none of the 19 half points out."""
    for name in ("rpe-target", "rpe-range"):
        then = SHIPPED[name].next
        assert then is not None
        held = [sum(band.holds(step) for band in then.table.bands) for step in range(2, 21)]
        assert held == [1] * 19


UP, DOWN = Change(1, 1, Unit.LEVELS), Change(-1, -1, Unit.LEVELS)


@pytest.mark.parametrize(
    ("name", "sets", "reach", "sessions", "by"),
    [
        ("double-progression", Which.EVERY, Reach(top=True), 1, UP),
        ("two-for-two", Which.LAST, Reach(top=True, more=2), 2, UP),
        ("percent-step", Which.LAST, Reach(top=True), 1, Change(5, 10, Unit.PERCENT)),
        ("good-landings", Which.EVERY, Reach(top=True), 3, UP),
        ("heavy-slow-resistance", Which.EVERY, Reach(top=True), 1, UP),
        ("home-oa", Which.EVERY, Reach(top=True), 3, UP),
        ("quadx", Which.LAST, Reach(top=True, more=2), 2, UP),
    ],
)
def test_rises(name: str, sets: Which, reach: Reach, sessions: int, by: Change) -> None:
    """The rule that raises the load of straight sets."""
    rise = SHIPPED[name].rise
    assert rise is not None
    assert (rise.sets, rise.reach, rise.sessions, rise.by) == (sets, reach, sessions, by)


@pytest.mark.parametrize(
    ("name", "sets", "sessions"),
    [
        ("double-progression", Which.EVERY, 3),
        ("good-landings", Which.ANY, 2),
        ("heavy-slow-resistance", Which.EVERY, 2),
        ("home-oa", Which.ANY, 3),
        ("quadx", Which.ANY, 1),
    ],
)
def test_falls(name: str, sets: Which, sessions: int) -> None:
    """The rule that lowers it: three sessions in a row under the dose, or one failure before 12."""
    fall = SHIPPED[name].fall
    assert fall is not None
    assert (fall.sets, fall.sessions, fall.by) == (sets, sessions, DOWN)


def test_the_weeks_of_heavy_slow_resistance() -> None:
    """15, then 12 in weeks 2 and 3, 10 in 4 and 5, 8 in 6 to 8, 6 from the ninth on; four sets."""
    reps = []
    for number in range(1, 15):
        week = SHIPPED["heavy-slow-resistance"].week(number)
        assert week is not None
        assert week.sets == 4
        reps.append(week.reps)
    expected = [15, 12, 12, 10, 10, 8, 8, 8, 6, 6, 6, 6, 6, 6]
    assert reps == [(one, one) for one in expected]


def test_what_is_shipped() -> None:
    """These schemes and no other; where there is a range the lighter end is taken; fixed moves nothing."""
    assert list(SHIPPED) == [
        "apre-10",
        "apre-3",
        "apre-6",
        "dapre",
        "dapre-b",
        "dapre-lb",
        "delorme",
        "double-progression",
        "fixed",
        "good-landings",
        "heavy-slow-resistance",
        "home-oa",
        "oxford",
        "percent-step",
        "quadx",
        "rpe-range",
        "rpe-target",
        "two-for-two",
    ]
    assert {scheme.take for scheme in SHIPPED.values()} == {"low"}
    assert [name for name, scheme in SHIPPED.items() if not scheme.moves] == ["fixed"]
    assert {scheme.unit for name, scheme in SHIPPED.items() if name.endswith("-lb")} == {LB}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_says_where_it_comes_from(name: str) -> None:
    """Each line with a number names a source of the file in its remark, or says composed or unverified."""
    text = (folder() / "schemes" / f"{name}.yaml").read_text(encoding="utf-8")
    words = "|".join([*SHIPPED[name].sources, "composed", "unverified", "the largest rise"])
    rules = text.partition("\nsources:\n")[2]
    lines = [line for line in rules.splitlines() if not re.match(r"  \w+: \{cite:| +doi: ", line)]
    bare = [
        line
        for line in lines
        if re.search(r": .*(\d|one level)", line) and not re.search(rf"# .*({words})", line)
    ]
    assert bare == []
    used = text.replace("\nsources:\n", "\n")
    unused = [key for key in SHIPPED[name].sources if len(re.findall(rf"\b{key}\b", used)) < 2]
    assert unused == []


def test_no_address_is_shipped() -> None:
    """Sources are cited as papers and pages, never by an address that may be a mirror."""
    for path in (folder() / "schemes").glob("*.yaml"):
        assert "://" not in path.read_text(encoding="utf-8")
        assert path.stem in SHIPPED
