"""What is found in whole protocols is so: never and always over generated logs, meetings lived day by day."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from searching import EXAMPLES
from vmo_rehab import (
    Enrolled,
    Kind,
    Log,
    Performed,
    Session,
    SetDone,
    Severity,
    check,
    enrol,
    load,
    loads,
    shipped,
    step,
)
from vmo_rehab.checks.domains import YES
from vmo_rehab.checks.polarity import fits
from vmo_rehab.checks.search import EARNS, HARM, TRAINED, Demand, TooMuch, due, find
from vmo_rehab.checks.uses import comparisons
from vmo_rehab.checks.witnesses import never
from vmo_rehab.checks.words import begin
from vmo_rehab.criteria.tree import All, Answered, AnyOf, Compare, Constant, Criterion, Op, children
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.source import Span
from vmo_rehab.testing import logs, protocols, text_of
from vmo_rehab.testing.guarantees import day_of_step
from vmo_rehab.testing.strategies.ingredients import MEASURES
from vmo_rehab.testing.strategies.rows import conditions
from vmo_rehab.testing.walking import steps
from vmo_rehab.truth import FALSE, TRUE

CORPUS = Path(__file__).parents[1] / "diagnostics"
START = dt.date(2026, 3, 2)


@pytest.mark.parametrize("name", shipped())
def test_shipped_protocols_have_no_errors(name: str) -> None:
    """No shipped protocol has an error, and each is checked in well under a second."""
    protocol, began = load(name), time.process_time()
    assert [one for one in check(protocol) if one.severity is Severity.ERROR] == []
    assert time.process_time() - began < 1


def days(protocol: Protocol, log: Log) -> Iterator[Day]:
    """Yield each day of a log with every rule evaluated."""
    for one in steps(protocol, log):
        yield day_of_step(one, one.session)


def findings(day: Day) -> Iterator[Finding]:
    """Yield every finding of a day and all below it."""
    told = (*day.holds, *day.untils, *day.regress, *day.freezes, *day.today)
    waiting = [found for _, found in told] + [way.finding for way in day.ways]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.parts


@settings(max_examples=max(1, EXAMPLES // 3), phases=[Phase.generate])
@given(st.data())
def test_what_is_said_of_truth_is_so(data: st.DataObject) -> None:
    """In no session is true what is never true, false what is always true, decisive what changes nothing."""
    protocol = data.draw(protocols())
    places = {(one.code, one.span) for one in check(protocol) if one.span}
    told = {code: {place for name, place in places if name == code} for code, _ in places}
    assume(told.keys() & {"V404", "V405", "V406", "V407", "V409"})
    for day in days(protocol, data.draw(logs(protocol, max_size=7))):
        for found in findings(day):
            at = _at(found.criterion)
            if at in told.get("V404", set()) | told.get("V406", set()):
                assert found.truth is not TRUE
            if at in told.get("V405", ()) and _plain_day(found, protocol):
                assert found.truth is not FALSE
            _assert_not_decisive(found, told.get("V407", set()))
        shut = [way for way in day.ways if _at(way.rule.when) in told.get("V409", ())]
        assert not (day.may_rise() and any(way.finding.truth is TRUE for way in shut))


def _at(criterion: Criterion) -> Span | None:
    return begin(criterion.span)


def _plain_day(found: Finding, protocol: Protocol) -> bool:
    seen = found.seen
    return seen.trained and seen.earns is TRUE and set(seen.due) == protocol.named_exercises


def _assert_not_decisive(found: Finding, places: set[Span]) -> None:
    group = found.criterion
    if not isinstance(group, All | AnyOf):
        return
    twice = [part for part in found.parts if _at(part.criterion) in places]
    others = [part for part in found.parts if part not in twice]
    for part in twice:
        if isinstance(group, All) and all(one.truth is TRUE for one in others):
            assert part.truth is not FALSE
        if isinstance(group, AnyOf) and part.truth is TRUE:
            assert any(one.truth is not FALSE for one in others)


def _read(*criteria: object) -> list[Criterion]:
    """Read criteria as the holds of a small protocol."""
    document = {
        "format": 1,
        "id": "small",
        "revision": "1",
        "title": "Small",
        "intended_use": "Testing.",
        "applies_to": ["tests"],
        "not_for": ["patients"],
        "enrolment": {"facts": {"injury": {"kind": "date", "required": True}}, "baseline": ["usual"]},
        "start": "one",
        "red_flags": [],
        "measures": MEASURES,
        "hold": [{"id": f"held{n}", "when": one, "rest": "1 day"} for n, one in enumerate(criteria)],
        "phases": [
            {"id": "one", "progress": {"when": "days_in_phase >= 1", "to": "end"}},
            {"id": "end", "final": True},
        ],
    }
    return [hold.when for hold in loads(text_of(document)).holds]


def _holds(criterion: Criterion, values: dict[str, int]) -> bool:
    """Say whether a criterion holds when every session is like this one."""
    parts = [_holds(part, values) for part in children(criterion)]
    if not isinstance(criterion, Compare):
        needed = {All: len(parts), AnyOf: 1}.get(type(criterion), getattr(criterion, "needed", len(parts)))
        return sum(parts) >= needed
    value, bound = values[str(criterion.term)], criterion.value
    limit = bound.steps if isinstance(bound, Constant) else values["usual at the start"] + bound.offset
    return {
        Op.LT: value < limit,
        Op.LE: value <= limit,
        Op.GT: value > limit,
        Op.GE: value >= limit,
        Op.IS: value == limit,
        Op.EQ: value == limit,
        Op.IS_NOT: value != limit,
    }[criterion.op]


MIXED = st.one_of(conditions(merit=True), conditions(merit=False))


@settings(max_examples=max(1, 2 * EXAMPLES // 3))
@given(MIXED, MIXED, st.booleans(), st.booleans())
def test_the_search_finds_what_trying_all_finds(
    first: object, second: object, wants: bool, also: bool
) -> None:
    """For sessions that are all alike the search agrees with trying every combination of values."""
    criteria = _read(first, second)
    terms = {str(one.term): one.term for criterion in criteria for one in comparisons(criterion)}
    assume(len(terms) <= 5)
    answered = [term for term in terms.values() if isinstance(term, Answered)]
    ranges = [
        range(term.measure.scale.size) if isinstance(term, Answered) else range(-(term.of != ""), 11)
        for term in terms.values()
    ]
    expected = any(
        _holds(criteria[0], values) is wants and _holds(criteria[1], values) is also
        for chosen in itertools.product(*ranges, range(4))
        for values in [dict(zip((*terms, "usual at the start"), chosen, strict=True))]
    )
    given_day = {TRAINED: YES, EARNS: YES, **{due(term.exercise): YES for term in answered}}
    demands = [Demand(criteria[0], HARM, wants), Demand(criteria[1], HARM, also)]
    assert (find(demands, given=given_day, constant=True) is not None) is expected
    if expected:
        assert not never(*demands)


def test_too_much_is_not_guessed() -> None:
    """Where there are too many cases, nothing is said."""
    parts = [f"hurt of leg-extension/machine >= {n % 4}" for n in range(1, 40)]
    (wide,) = _read({"at_least": 20, "of": parts})
    with pytest.raises(TooMuch):
        find([Demand(wide, HARM)])
    assert not never(Demand(wide, HARM))


def _lived(name: str, answers: dict[str, object], count: int) -> list[tuple[Kind, str]]:
    """Give the same answers each day, and return what is decided."""
    protocol = load(CORPUS / name / "bad.yaml")
    episode = enrol(protocol, Enrolled(START, {"injury": "2025-01-01"}, {"pain_usual": 2}))
    told = []
    for day in range(1, count + 1):
        done = [
            Performed(row.exercise.id, (SetDone(10, 10),))
            for row in protocol.phase_by_id[episode.state.phase].exercises
        ]
        session = Session(START + dt.timedelta(day), {"calf_pain": "absent", **answers}, done)
        decision, episode = step(protocol, episode, session)
        told.append((decision.kind, decision.phase_after))
    return told


def test_two_ways_on_can_be_lived() -> None:
    """With the answers of the finding, the clinician is asked which way."""
    assert _lived("V408", {"pain_during": 0, "effusion": "0"}, 3)[-1] == (Kind.ENQUIRE, "settle")


def test_to_and_fro_can_be_lived() -> None:
    """With the answers of the finding, a patient goes on, back and on again."""
    told = _lived("V411", {"pain_during": 3, "effusion": "0"}, 8)
    assert [kind for kind, _ in told].count(Kind.PROGRESS) > 1
    assert [kind for kind, _ in told].count(Kind.REGRESS) > 1


def _found(code: str) -> list[str]:
    found = check(load(CORPUS / code / "bad.yaml"), dt.date(2026, 4, 1))
    return [f"{one.what}; {one.cure}" for one in found if one.code == code]


def test_what_is_found_is_told_with_its_answers() -> None:
    """A finding about two rules has the answers with which they meet."""
    assert _found("V408") == [
        (
            "the ways from settle to strengthen and to discharged can be open in one session; both hold when "
            "the number of days since injury is at least 84 and swelling of the knee (sweep test) is 0 and "
            "pain during training is 0; nobody moves then, so let one exclude the other"
        )
    ]
    assert _found("V505") == [
        (
            "the way down never warns where pain_usual at the start is 8 to 10: "
            "pain_during >= pain_usual + 3; add a fixed limit beside it with any:"
        )
    ]
    assert _found("V406") == [
        (
            '"weeks_since_injury >= 6" and "weeks_since_injury < 6" cannot hold together; '
            "change one of the limits, or write any: for all:"
        )
    ]


@pytest.mark.parametrize(
    ("criterion", "merit"),
    [
        ("hurt <= 2", True),
        ("hurt >= 2", False),
        ("form >= 2", True),
        ("form < 2", False),
        ("swelling is none", True),
        ("swelling is not lots", True),
        ("swelling is lots", False),
        ("swelling is not none", False),
        ("hurt = 0", True),
        ("form = 3", True),
        ("form = 0", False),
    ],
)
def test_polarity(criterion: str, merit: bool) -> None:
    """A comparison fits either merit or harm."""
    (compare,) = comparisons(_read(criterion)[0])
    assert fits(compare, merit=merit)
    assert not fits(compare, merit=not merit)


@pytest.mark.parametrize(
    "criterion", ["swelling is some", "swelling is not some", "hurt = 2", "hurt = usual"]
)
def test_what_fits_neither(criterion: str) -> None:
    """A value amid the scale turns both ways."""
    (compare,) = comparisons(_read(criterion)[0])
    assert not fits(compare, merit=True)
    assert not fits(compare, merit=False)


WINDOWS = [
    (["hurt <= 1 for 3 sessions in a row", "hurt >= 2 in 1 of the last 3 sessions"], True),
    (["hurt <= 1 for 3 sessions in a row", "hurt >= 2 in 1 of the last 4 sessions"], False),
    (["hurt <= 1 in 2 of the last 3 sessions", "hurt >= 2 in 2 of the last 3 sessions"], True),
    (["hurt <= 1 in 2 of the last 3 sessions", "hurt >= 2 in 2 of the last 4 sessions"], False),
    (["worst hurt <= 1 over the last 3 sessions", "hurt >= 2"], True),
    (["mean hurt <= 1 over the last 3 sessions", "hurt >= 2"], False),
    (["hurt <= 1 for 7 days with at least 2 sessions", "hurt >= 2"], True),
    (["door <= 1 for 2 sessions in a row", "door >= 2"], True),
    (["mean hurt > 3 over the last 3 sessions"], True),
    (["hurt <= 1", "hurt of leg-extension/machine >= 2"], False),
    (["days_since_injury >= 14", "weeks_since_injury < 2"], True),
    (["days_since_injury >= 13", "weeks_since_injury < 2"], False),
    (["days_in_phase < 0"], True),
    (["hurt >= usual + 2", "hurt <= usual + 1"], True),
]


@pytest.mark.parametrize(("criteria", "clash"), WINDOWS)
def test_windows_that_exclude_each_other(criteria: list[str], clash: bool) -> None:
    """Of a window only what is certain is used: sessions that must comply, and none that must not."""
    assert never(*(Demand(one, HARM) for one in _read(*criteria))) is clash
