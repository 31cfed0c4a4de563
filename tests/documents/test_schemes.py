"""Scheme files: how they are read, and everything that can be amiss in one."""

from __future__ import annotations

import pytest

from vmo_rehab import Diagnostic
from vmo_rehab.documents.schemes import scheme_of
from vmo_rehab.documents.shapes.schemes import SchemeFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.protocol.scheme import (
    KEEP,
    LAST,
    Band,
    By,
    Change,
    Fall,
    LookUp,
    PlanWeek,
    Reach,
    Retest,
    Rise,
    Scheme,
    Table,
    Take,
    Unit,
    Which,
    WrittenSet,
)

BASE = {"format": "1", "id": "mine", "title": "Mine", "summary": "For tests."}
NEXT = "{table: t, by: good_reps of last set, from: load of last set}"
EFFORT = "{table: t, by: effort of last set, from: load of last set}"


def text_of(**parts: str) -> str:
    """Return a scheme file with these parts."""
    return "".join(f"{key}: {one}\n" for key, one in (BASE | parts).items())


def read_scheme(text: str) -> tuple[Scheme | None, tuple[Diagnostic, ...]]:
    """Return what is read, and what is amiss."""
    found: list[Diagnostic] = []
    file = structure(SchemeFile, read(text, "mine.yaml"), found)
    return (scheme_of(file, found) if file else None), tuple(found)


def accepted(**parts: str) -> Scheme:
    """Return the scheme; what is amiss fails the test."""
    scheme, found = read_scheme(text_of(**parts))
    assert (found, scheme is None) == ((), False)
    return scheme


def check(parts: dict[str, str], code: str, what: str, cure: str) -> None:
    """Hold that one thing is found, exactly at the stretch between ⟦ and ⟧."""
    marked = text_of(**parts)
    begin, end = marked.index("⟦"), marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    _, found = read_scheme(text)
    assert [(one.code, one.what, one.cure) for one in found] == [(code, what, cure)]
    span = found[0].span
    assert span is not None
    assert (span.index, span.end_index) == (begin, end)


def test_a_scheme_that_writes_its_own_sets() -> None:
    """Sets, look-ups with their tables, ranges and limits are read as they stand."""
    scheme = accepted(
        unit="kg",
        take="high",
        most_up="10 kg",
        sets="[{reps: 10, load: 50%}, {reps: max, load: 100%},"
        " {reps: max, load: {table: t, by: good_reps of set 2, from: load of set 1}}]",
        next="{table: t, by: good_reps of set 3, from: load of set 2}",
        tables="{t: {0-2: -5 to -2.5 kg, '3': -2.5 to 0 kg, '4': keep, 5+: +2.5 to +7.5 kg}}",
    )
    table = Table(
        "t",
        (
            Band(0, 2, Change(-5000, -2500, Unit.KG)),
            Band(3, 3, Change(-2500, 0, Unit.KG)),
            Band(4, 4, KEEP),
            Band(5, None, Change(2500, 7500, Unit.KG)),
        ),
    )
    assert scheme == Scheme(
        id="mine",
        unit=Unit.KG,
        take=Take.HIGH,
        most_up=Change(10000, 10000, Unit.KG),
        sets=(
            WrittenSet(10, 50),
            WrittenSet(None, 100),
            WrittenSet(None, None, LookUp(table, By.GOOD_REPS, 2, 1)),
        ),
        next=LookUp(table, By.GOOD_REPS, 3, 2),
    )
    assert (scheme.title, scheme.summary) == ("Mine", "For tests.")


def test_a_scheme_for_straight_sets() -> None:
    """Rise, fall and climbing are read; one level goes up in a rise and down in a fall."""
    scheme = accepted(
        rise="{sets: last, reps: top, by: one level}",
        climbs="true",
        fall="{sets: any, reps: under bottom, sessions: 3, by: -5%}",
        sources="{one2020: {cite: One 2020, doi: 10.1/x}}",
    )
    assert scheme.rise == Rise(Which.LAST, Reach(top=True), 1, Change(1, 1, Unit.LEVELS))
    assert scheme.fall == Fall(Which.ANY, 3, Change(-5, -5, Unit.PERCENT))
    assert (scheme.climbs, scheme.unit, scheme.take) == (True, None, Take.LOW)
    assert scheme.sources["one2020"].doi == "10.1/x"
    assert scheme.span.path == "mine.yaml"


@pytest.mark.parametrize(
    ("written", "reach"),
    [
        ("top + 2", Reach(top=True, more=2)),
        ("top+2", Reach(top=True, more=2)),
        ("bottom", Reach(top=False)),
        ("bottom + 1", Reach(top=False, more=1)),
    ],
)
def test_repetitions_to_reach(written: str, reach: Reach) -> None:
    """They are counted from either end of the range."""
    rise = accepted(rise=f"{{sets: every, reps: {written}, by: one level up}}").rise
    assert rise is not None
    assert rise.reach == reach


def test_a_plan_and_a_retest() -> None:
    """Weeks follow each other from the first, and a re-test goes with written sets."""
    plan = accepted(plan="{'1': {reps: 15}, 2-3: {reps: 8-12, sets: 4}, 4+: {reps: 6}}").plan
    assert plan == (PlanWeek(1, 1, (15, 15)), PlanWeek(2, 3, (8, 12), 4), PlanWeek(4, None, (6, 6)))
    retest = accepted(
        unit="lb",
        sets="[{reps: 10, load: 100%}]",
        retest="{every: 1 week, step: 5 lb, accept: 8-12, at_most: 3, rest: 3 min}",
    ).retest
    assert retest == Retest(7, 5000, (8, 12), 3, 180)


def test_effort_is_counted_in_half_points() -> None:
    """A table by effort begins at 1, goes in halves, and may end at 10 or be open."""
    for last in ("9.5-10", "9.5+"):
        scheme = accepted(
            between_sets=EFFORT,
            next=EFFORT,
            tables=f"{{t: {{1-6.5: +5%, '7': keep, 7.5-9: -2%, {last}: -4%}}}}",
        )
        assert scheme.next is not None
        table = scheme.next.table
        assert [(band.low, band.high) for band in table.bands][:3] == [(2, 13), (14, 14), (15, 18)]
        assert (scheme.next.by, scheme.next.of, scheme.next.start) == (By.EFFORT, LAST, LAST)
        assert [table.change(count).low for count in (2, 13, 14, 18, 19, 20)] == [5, 5, 0, -2, -4, -4]


@pytest.mark.parametrize(
    ("written", "change"),
    [
        ("+2.5 kg", Change(2500, 2500, Unit.KG)),
        ("+2.5 to +5 kg", Change(2500, 5000, Unit.KG)),
        ("+2.5 kg to +5 kg", Change(2500, 5000, Unit.KG)),
        ("0 to +5 kg", Change(0, 5000, Unit.KG)),
        ("+5 to +10 %", Change(5, 10, Unit.PERCENT)),
        ("+5%", Change(5, 5, Unit.PERCENT)),
        ("one level up", Change(1, 1, Unit.LEVELS)),
    ],
)
def test_changes(written: str, change: Change) -> None:
    """A change is one number or two, the lighter first, with its unit; or words."""
    unit = {"unit": "kg"} if "kg" in written else {}
    scheme = accepted(next=NEXT, tables=f"{{t: {{0-5: keep, 6+: {written}}}}}", **unit)
    assert scheme.next is not None
    assert scheme.next.table.bands[1].change == change


WRITE = "write keep, +2.5 kg, -5 to -2.5 kg, +5% or one level up"


@pytest.mark.parametrize(
    ("written", "code", "what", "cure"),
    [
        ("more", "V348", '"more" is not a change of a load', WRITE),
        ("+5 st", "V348", '"+5 st" is not a change of a load', WRITE),
        ("+2.5 kg to +5 lb", "V348", '"+2.5 kg to +5 lb" is not a change of a load', WRITE),
        ("+2.5 kg to +5", "V348", '"+2.5 kg to +5" is not a change of a load', WRITE),
        ("+5", "V315", '"+5" has no unit', "write +5 kg, +5 lb or +5%"),
        ("+2 to +5", "V315", '"+2 to +5" has no unit', "write +2 to +5 kg, +2 to +5 lb or +2 to +5%"),
        ("5 kg", "V348", '"5 kg" does not say whether it adds', "write +5 kg to add, or -5 kg to take away"),
        (
            "+5 to 10 kg",
            "V348",
            '"+5 to 10 kg" does not say whether it adds',
            "write +5 to +10 kg, with a sign before each number",
        ),
        (
            "0 to 10%",
            "V348",
            '"0 to 10%" does not say whether it adds',
            "write 0 to +10%, with a sign before each number",
        ),
        (
            "+5 to +2.5 kg",
            "V348",
            '"+5 to +2.5 kg" is the wrong way round',
            "write the lighter end first: +2.5 to +5 kg",
        ),
        ("0 kg", "V348", '"0 kg" changes nothing', "write keep"),
        (
            "+2,5 kg",
            "V210",
            'the number "+2,5" is written with a decimal comma',
            "write a decimal point where a fraction may stand: +2.5",
        ),
        ("+501 kg", "V300", '"+501 kg" is out of range', "write at most 500 kg"),
        ("+2.5%", "V300", '"+2.5%" is out of range', "write at most 100%, in whole percent"),
        ("+101%", "V300", '"+101%" is out of range', "write at most 100%, in whole percent"),
    ],
)
def test_a_change_that_cannot_be_read(written: str, code: str, what: str, cure: str) -> None:
    """A change says whether it adds, in which unit, and its lighter end first."""
    at = f"⟦{written}⟧" if code != "V210" else "'⟦+2,5⟧ kg'"
    parts = {"unit": "kg", "next": NEXT, "tables": f"{{t: {{0-5: -5 kg, 6+: {at}}}}}"}
    check(parts, code, what, cure)


@pytest.mark.parametrize(
    ("bands", "code", "what", "cure"),
    [
        (
            "⟦1-2⟧: keep, 3+: keep",
            "V346",
            "nothing is said of repetitions 0",
            "begin this band with 0, or add one before it",
        ),
        (
            "0-2: keep, ⟦6+⟧: keep",
            "V346",
            "nothing is said of repetitions 3 to 5",
            "begin this band with 3, or add one before it",
        ),
        (
            "0-2: keep, ⟦2-4⟧: keep, 5+: keep",
            "V346",
            "repetitions 2 stands in two bands",
            "begin this band with 3: bands go upwards, and each count is in one",
        ),
        (
            "0-2: keep, 3+: keep, ⟦4-5⟧: keep",
            "V346",
            "the band 4-5 stands behind an open one",
            "put the bands in order, and the open one last",
        ),
        (
            "0-2: keep, ⟦3-5⟧: keep",
            "V346",
            "nothing is said of repetitions above 5",
            "end with an open band: write 3+ here",
        ),
        ("0-2: keep, ⟦5-3⟧: keep, 6+: keep", "V346", "the band 5-3 goes downwards", "write 3-5"),
        (
            "0-2: keep, ⟦a few⟧: keep",
            "V346",
            '"a few" is not a band of repetitions',
            "write 0-2, '3' or 11+",
        ),
        (
            "0-2.5: keep, 3+: keep".replace("0-2.5", "⟦0-2.5⟧"),
            "V346",
            '"0-2.5" is not a band of repetitions',
            "write 0-2, '3' or 11+",
        ),
        (
            "0-2: +2%, 3+: ⟦keep⟧",
            "V347",
            "with more good repetitions the load is less: keep after +2%",
            "from band to band, neither end of a change may give less load than before",
        ),
        (
            "0-2: -4 to -1%, 3+: ⟦-2%⟧",
            "V347",
            "with more good repetitions the load is less: -2% after -4 to -1%",
            "from band to band, neither end of a change may give less load than before",
        ),
        (
            "0-2: one level down, 3+: ⟦+2%⟧",
            "V348",
            '"+2%" is told in another unit than the rows above',
            "write it in levels",
        ),
    ],
)
def test_a_table_of_repetitions_that_cannot_be(bands: str, code: str, what: str, cure: str) -> None:
    """Bands hold every count once, upwards from 0 to an open end, and more never gives less load."""
    check({"next": NEXT, "tables": f"{{t: {{{bands}}}}}"}, code, what, cure)


@pytest.mark.parametrize(
    ("bands", "code", "what", "cure"),
    [
        (
            "⟦0-6⟧: keep, 6.5+: keep",
            "V346",
            "effort 0 stands in two bands",
            "begin this band with 1: bands go upwards, and each count is in one",
        ),
        (
            "1-6: keep, ⟦7+⟧: keep",
            "V346",
            "nothing is said of effort 6.5",
            "begin this band with 6.5, or add one before it",
        ),
        (
            "1-6: keep, ⟦6.5-9.5⟧: keep",
            "V346",
            "nothing is said of effort above 9.5",
            "end with an open band: write 6.5+ here",
        ),
        (
            "1-6: keep, ⟦6.5-10.5⟧: keep",
            "V300",
            "the band 6.5-10.5 goes beyond it: effort ends at 10",
            "make it shorter",
        ),
        (
            "1-6: keep, 6.5-10: ⟦+2%⟧",
            "V347",
            "with more effort the load is more: +2% after keep",
            "from band to band, neither end of a change may give more load than before",
        ),
    ],
)
def test_a_table_of_effort_that_cannot_be(bands: str, code: str, what: str, cure: str) -> None:
    """Bands of effort go from 1 to 10 in half points, and more effort never gives more load."""
    check({"next": EFFORT, "tables": f"{{t: {{{bands}}}}}"}, code, what, cure)


ONE = "{reps: 10, load: 100%}"
T = "{t: {0-5: keep, 6+: one level up}}"


@pytest.mark.parametrize(
    ("parts", "code", "what", "cure"),
    [
        (
            {"next": NEXT.replace("table: t", "table: ⟦s⟧"), "tables": T},
            "V312",
            '"s" is not a table of this scheme',
            "its tables: t",
        ),
        (
            {"next": "{table: t, by: ⟦reps of set 3⟧, from: load of set 3}", "tables": T},
            "V301",
            '"reps of set 3" is not the result of a set',
            "write good_reps of set 3, or effort of last set",
        ),
        (
            {"next": "{table: t, by: good_reps of set 3, from: ⟦set 3⟧}", "tables": T},
            "V301",
            '"set 3" is not the load of a set',
            "write load of set 3, or load of last set",
        ),
        (
            {"next": "{table: t, by: ⟦good_reps of set 21⟧, from: load of last set}", "tables": T},
            "V349",
            "set 21 is no set of the scheme",
            "write set 1 to 20",
        ),
        (
            {
                "sets": f"[{ONE}, {ONE}]",
                "next": "{table: t, by: ⟦good_reps of set 3⟧, from: load of set 2}",
                "tables": T,
            },
            "V349",
            "set 3 is no set of the scheme",
            "write set 1 to 2",
        ),
        (
            {
                "sets": f"[{ONE}, {{reps: max, load: "
                "{table: t, by: ⟦good_reps of set 2⟧, from: load of set 1}}]",
                "tables": T,
            },
            "V349",
            "set 2 is no set before it",
            "write set 1",
        ),
        (
            {
                "sets": f"[{{reps: 10, load: 50%}}, {ONE}]",
                "next": "{table: t, by: good_reps of set 2, from: ⟦load of set 1⟧}",
                "tables": T,
            },
            "V349",
            '"load of set 1" cannot be the next working load: that set is done with 50% of the working load',
            "name a set that is done with 100%, or with a load that follows from one",
        ),
        (
            {"between_sets": NEXT.replace("good_reps of last set", "⟦good_reps of set 1⟧"), "tables": T},
            "V349",
            "after each set the next load follows from that set",
            "write last set instead of its number",
        ),
        (
            {"next": NEXT, "tables": "{t: {0+: keep}, ⟦s⟧: {0+: keep}}"},
            "V349",
            'no look-up uses the table "s"',
            "name it in a look-up, or remove it",
        ),
        (
            {"next": NEXT, "tables": "{⟦t⟧: {}}"},
            "V346",
            "the table t is empty",
            "write bands and changes under it, such as 0-2, '3' or 11+",
        ),
        (
            {"next": NEXT, "tables": "{t: {0-5: keep, 6+: ⟦+5 kg⟧}}"},
            "V203",
            '"+5 kg" is in kg, and the scheme names no unit',
            "add a line unit: kg at the top",
        ),
        (
            {"unit": "kg", "next": NEXT, "tables": "{t: {0-5: -5 kg, 6+: keep}}", "most_up": "⟦5 lb⟧"},
            "V316",
            '"5 lb" is not in kg',
            "write it in kg; a scheme in lb has a file of its own",
        ),
        (
            {"unit": "⟦kg⟧", "next": NEXT, "tables": T},
            "V349",
            "the unit is kg, and no amount here is a weight",
            "leave it out: the scheme then fits loads in kg and in lb",
        ),
        (
            {"take": "⟦low⟧", "next": NEXT, "tables": T},
            "V349",
            "take says which end of a range, and there is no range",
            "leave it out, or write ranges such as +2.5 to +5 kg",
        ),
        (
            {"most_up": "4%", "next": NEXT, "tables": "{t: {0-5: +4 to +9%, 6+: ⟦+5 to +9%⟧}}"},
            "V349",
            '"+5 to +9%" is more than most_up allows, 4%',
            "make it smaller, or most_up larger",
        ),
        (
            {"most_up": "⟦+4%⟧"},
            "V348",
            '"+4%" is not an amount',
            "write one number above 0 with its unit, such as 10 kg or 5%",
        ),
        (
            {"most_up": "⟦a lot⟧"},
            "V348",
            '"a lot" is not an amount',
            "write one number above 0 with its unit, such as 10 kg or 5%",
        ),
        (
            {"rise": "{sets: every, reps: ⟦best⟧, by: one level}"},
            "V301",
            '"best" is not a number of repetitions to reach',
            "write top, top + 2 or bottom",
        ),
        (
            {"rise": "{sets: every, reps: top, by: ⟦-5%⟧}"},
            "V347",
            '"-5%" is no rise',
            "write one level, or a change with + before each number",
        ),
        (
            {"fall": "{sets: every, reps: under bottom, by: ⟦one level up⟧}"},
            "V347",
            '"one level up" is no fall',
            "write one level, or a change with - before each number",
        ),
        (
            {"rise": "{sets: ⟦any⟧, reps: top, by: one level}"},
            "V301",
            'one of 2 words is due, and the text "any" stands here',
            "write one of: every, last",
        ),
        (
            {"plan": "{'1': {reps: 15}, ⟦3+⟧: {reps: 12}}"},
            "V346",
            "nothing is said of weeks 2",
            "begin this band with 2, or add one before it",
        ),
        (
            {"id": "⟦mine⟧", "plan": "{}"},
            "V346",
            "the plan is empty",
            "write weeks under it, or leave it out",
        ),
        (
            {"id": "⟦mine⟧", "sets": "[]"},
            "V349",
            "the scheme writes 0 sets",
            "write 1 to 20 sets, or leave sets out",
        ),
        (
            {"sets": f"[{ONE}]", "rise": "⟦{sets: every, reps: top, by: one level}⟧"},
            "V349",
            "the scheme writes its own sets, and rise looks at the sets of a dose",
            "leave rise out, or leave sets out",
        ),
        (
            {"sets": f"[{ONE}]", "plan": "{⟦1+⟧: {reps: 15}}"},
            "V349",
            "the scheme writes its own sets, and plan looks at the sets of a dose",
            "leave plan out, or leave sets out",
        ),
        (
            {"sets": f"[{ONE}]", "climbs": "⟦false⟧"},
            "V349",
            "the scheme writes its own sets, and climbs looks at the sets of a dose",
            "leave climbs out, or leave sets out",
        ),
        (
            {"next": NEXT, "tables": T, "rise": "⟦{sets: every, reps: top, by: one level}⟧"},
            "V349",
            "both next and rise say what the next load is",
            "keep one of the two",
        ),
        (
            {"unit": "kg", "retest": "⟦{every: 7 days, step: 5 kg, accept: 8-12, at_most: 3}⟧"},
            "V349",
            "the scheme has a re-test, and writes no sets",
            "write sets as well, or leave retest out",
        ),
        (
            {"climbs": "⟦true⟧", "rise": "{sets: every, reps: bottom, by: one level}"},
            "V349",
            "the repetitions climb, and no rise waits for the top of their range",
            "write rise: {reps: top, ...} as well, or leave climbs out",
        ),
        (
            {"sets": f"[{ONE}]", "retest": "{every: 7 days, step: ⟦5%⟧, accept: 8-12, at_most: 3}"},
            "V316",
            "the step of a re-test is a weight",
            "write such as 2.5 kg",
        ),
        (
            {
                "unit": "kg",
                "sets": f"[{ONE}]",
                "retest": "{every: ⟦0 days⟧, step: 5 kg, accept: 8-12, at_most: 3}",
            },
            "V300",
            "a re-test comes at most once a day",
            "write 1 day or more",
        ),
        (
            {"format": "⟦2⟧"},
            "V322",
            "this library reads format 1, and the number 2 stands here",
            "write format: 1",
        ),
    ],
)
def test_parts_that_do_not_fit(parts: dict[str, str], code: str, what: str, cure: str) -> None:
    """Names lead somewhere, sets are those before, units agree, and no part contradicts another."""
    check(parts, code, what, cure)


def test_the_first_set_has_none_before_it() -> None:
    """A first set cannot look up its load, from whichever set."""
    sets = "[{reps: max, load: {table: t, by: good_reps of last set, from: load of set 1}}]"
    _, found = read_scheme(text_of(sets=sets, tables=T))
    what, cure = "the first set has none before it", "write its load in percent, such as 50%"
    assert [(one.code, one.what, one.cure) for one in found] == [("V349", what, cure)] * 2


def test_one_table_has_one_input() -> None:
    """A table of repetitions is not entered with effort as well."""
    parts = {"next": NEXT, "between_sets": EFFORT.replace("table: t", "table: ⟦t⟧"), "tables": T}
    what = 'the table "t" is entered with good_reps elsewhere, and with effort here'
    check(parts, "V349", what, "give each of them a table of its own")


def test_everything_is_said_at_once() -> None:
    """Findings of all parts come together."""
    text = text_of(
        id="My Scheme",
        unit="stone",
        next=NEXT.replace("table: t", "table: s"),
        tables="{t: {0-5: more, 6+: 5 kg}}",
        rise="{sets: some, reps: top, sessions: 0, by: one level}",
    )
    _, found = read_scheme(text)
    assert sorted(one.code for one in found) == sorted(
        ["V305", "V301", "V312", "V348", "V348", "V301", "V300", "V349"]
    )
