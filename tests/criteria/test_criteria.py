"""Criteria: read, printed, turned round, evaluated; over generated criteria and sessions."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import product
from typing import Any

import attrs
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searching import QUICK
from vmo_rehab import Protocol, ProtocolError, Truth, Why, enrol, loads
from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.negation import NotPushable, opposite
from vmo_rehab.criteria.printer import plain
from vmo_rehab.criteria.tree import Compare, Criterion, Hits, Streak, walk
from vmo_rehab.engine.evaluate import View, evaluate
from vmo_rehab.engine.seen import Reading, Seen
from vmo_rehab.testing import text_of
from vmo_rehab.testing.strategies.ingredients import EXERCISES, MEASURES
from vmo_rehab.testing.strategies.patients import START, some_patients
from vmo_rehab.testing.strategies.rows import conditions
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, all_of, any_of, at_least


def document(when: Any, *, names: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the smallest protocol with one criterion in a progress rule."""
    return {
        "format": 1,
        "id": "small",
        "revision": "1",
        "title": "Small",
        "intended_use": "Testing.",
        "applies_to": ["tests"],
        "not_for": ["patients"],
        "enrolment": {"facts": {"injury": {"kind": "date", "required": True}}, "baseline": ["usual"]},
        "start": "one",
        "measures": MEASURES,
        "criteria": names or {},
        "hold": {"id": "held", "when": "door >= 3"},
        "phases": [
            {
                "id": "one",
                "exercises": [
                    {"exercise": "leg-extension/machine", "dose": {"sets": 1}},
                    {"exercise": "lunge/body-weight", "dose": {"sets": 1}},
                ],
                "progress": {"when": when, "to": "end"},
            },
            {"id": "end", "final": True},
        ],
    }


def read(when: Any, **more: Any) -> Criterion:
    """Read a criterion the way a file's is read."""
    return loads(text_of(document(when, **more)), "small.yaml").phases[0].progress[0].when


anything = st.one_of(conditions(merit=True), conditions(merit=False))


@settings(QUICK, max_examples=200)
@given(anything)
@example({"at_least": 2, "of": ["hurt <= 1", "form >= 2", "swelling is none"]})
@example("worst form >= usual over the last 2 sessions in this phase".replace("usual", "2"))
@example("hurt of lunge/body-weight <= usual - 1 for 2 sessions in a row")
@example("hurt = 2 in 1 of the last 3 sessions")
@example("weeks_since_injury >= 2")
@example("sessions_since_held <= 2")
@example("days_since_held >= 2")
def test_every_tree_prints_to_text_that_reads_as_itself(when: Any) -> None:
    """What is printed reads back as the same tree, and prints the same again."""
    tree = read(when)
    printed = plain(tree)
    assert read(printed) == tree
    assert plain(read(printed)) == printed


@settings(QUICK, max_examples=100)
@given(anything)
def test_every_tree_reads_as_english(when: Any) -> None:
    """Every tree renders to a sentence without ids of the language in it."""
    words = english(read(when))
    assert words
    assert "None" not in words
    assert "_" not in words.replace("leg-extension", "")


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("hurt <= 1", {"all": ["hurt <= 1"]}),
        ("hurt <= 1", {"any": ["hurt <= 1"]}),
        ("hurt <= 1", {"not": "hurt > 1"}),
        ("hurt ≤ 1", {"not": {"not": "hurt <= 1"}}),
        ("swelling is none", "swelling = none"),
        ("swelling is not none", {"not": "swelling is none"}),
        ({"any": ["hurt < 2", "hurt > 2"]}, {"not": "hurt = 2"}),
        ({"any": ["hurt > 1", "door > 1"]}, {"not": {"all": ["hurt <= 1", "door <= 1"]}}),
        ({"all": ["hurt > 1", "door > 1"]}, {"not": {"any": ["hurt <= 1", "door <= 1"]}}),
        (
            {"at_least": 2, "of": ["hurt > 1", "door > 1", "form < 2"]},
            {"not": {"at_least": 2, "of": ["hurt <= 1", "door <= 1", "form >= 2"]}},
        ),
        ("hurt > 1 in 1 of the last 3 sessions", {"not": "hurt <= 1 for 3 sessions in a row"}),
        ("hurt > 1 in 2 of the last 3 sessions", {"not": "hurt <= 1 in 2 of the last 3 sessions"}),
        ("mean hurt > 1 over the last 3 sessions", {"not": "mean hurt <= 1 over the last 3 sessions"}),
    ],
)
def test_line_and_mapping_give_equal_trees(line: Any, group: Any) -> None:
    """One line and its mapping form are one tree; *not* is gone from it, pushed to the comparisons."""
    assert read(line) == read(group)


def test_a_named_criterion_reads_as_its_name() -> None:
    """A name stands for its criterion, before or after the place where it is defined."""
    names = {"calm": {"all": ["settled", "door <= 1"]}, "settled": "hurt <= 1"}
    tree = read("calm for 3 sessions in a row", names=names)
    assert plain(tree) == "calm for 3 sessions in a row"
    assert read(plain(tree), names=names) == tree


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({"not": "hurt <= 1 for 5 days with at least 2 sessions"}, "V320"),
        ({"not": "calm for 2 sessions in a row"}, "V320"),
        ("calm for 3 sessions in a row for 2 sessions in a row", "V318"),
        ("windowed in 2 of the last 3 sessions", "V318"),
        ("days_in_phase >= 3 for 2 sessions in a row", "V318"),
        ("mean hurt <= 1", "V318"),
        ("hurt <= 1 over the last 3 sessions", "V318"),
        ("mean swelling <= some over the last 3 sessions", "V318"),
        ("hurt <= 1 for 21 sessions in a row", "V319"),
        ("mean hurt <= 1 over the last 8 sessions", "V319"),
        ("hurt <= 1 for 91 days with at least 2 sessions", "V319"),
        ("hurt <= 1 in 4 of the last 3 sessions", "V319"),
        ("hurt <= 1 for 0 sessions in a row", "V319"),
        ("days_since_injury >= 731", "V319"),
        ("<= 3", "V311"),
        ("hurt", "V310"),
        ("hurt <=", "V310"),
        ("hurt == 3", "V310"),
        ("calm <= 3", "V310"),
        ("hurting <= 3", "V312"),
        ("hurt of lunge/sideways <= 3", "V312"),
        ("door of lunge/body-weight <= 3", "V317"),
        ("hurt <= door", "V317"),
        ("hurt <= 4", "V314"),
        ("hurt <= 1.5", "V314"),
        ("hurt <= 1,5", "V313"),
        ("hurt <= 1 kg", "V316"),
        ("rep_quality >= 80", "V315"),
        ("rep_quality >= 80 kg", "V316"),
        ("swelling <= much", "V313"),
        ("hurt is 3", "V317"),
        ("hurt <= usual + 9", "V314"),
        ({"all": []}, "V205"),
        ({"all": ["hurt <= 1"], "any": ["door <= 1"]}, "V310"),
        ({"at_least": 3, "of": ["hurt <= 1", "door <= 1"]}, "V300"),
        ({"at_least": 1}, "V203"),
        ({"most": ["hurt <= 1"]}, "V310"),
        (["hurt <= 1"], "V310"),
        (3, "V310"),
        ({"all": [{"all": [{"all": [{"all": [{"all": ["hurt <= 1"]}]}]}]}]}, "V319"),
        ("round_and_round", "V321"),
    ],
)
def test_what_cannot_be_read_is_refused_by_code(when: Any, code: str) -> None:
    """Each slip has its code, at its place, with a cure."""
    names = {
        "calm": {"all": ["hurt <= 1", "door <= 1"]},
        "windowed": "hurt <= 1 for 2 sessions in a row",
        "round_and_round": {"any": ["other_way_round", "hurt > 2"]},
        "other_way_round": "round_and_round",
    }
    with pytest.raises(ProtocolError) as refused:
        read(when, names=names)
    assert code in {found.code for found in refused.value.diagnostics}
    for found in refused.value.diagnostics:
        assert found.span is not None
        assert found.cure


def test_names_that_blow_up_are_refused_at_once() -> None:
    """Ten names of fifty parts each stand for fifty to the tenth parts; that is refused, not written out."""
    names: dict[str, Any] = {"n0": "hurt <= 1"}
    for number in range(1, 10):
        names[f"n{number}"] = {"any": [f"n{number - 1}"] * 49 + [{"not": f"n{number - 1}"}]}
    with pytest.raises(ProtocolError) as refused:
        read("n9", names=names)
    assert {found.code for found in refused.value.diagnostics} == {"V319"}


@settings(QUICK, max_examples=200)
@given(anything)
def test_the_opposite_of_the_opposite_holds_where_the_criterion_holds(when: Any) -> None:
    """Turning a windowless criterion round twice gives the same truth on every full session."""
    tree = read(when)
    if any(not isinstance(node, Compare) and hasattr(node, "sessions") for node in walk(tree)):
        return
    try:
        twice = opposite(opposite(tree))
    except NotPushable:
        return
    view = full_view([full_session(tree, 1)])
    assert evaluate(twice, view).truth == evaluate(tree, view).truth


KLEENE = [FALSE, UNKNOWN, TRUE]


@pytest.mark.parametrize("parts", list(product(KLEENE, repeat=3)))
def test_connectives_are_strong_kleene(parts: tuple[Truth, ...]) -> None:
    """A connective is settled exactly where every way of settling its unknown parts agrees."""
    worlds = list(product(*([part] if part is not UNKNOWN else [FALSE, TRUE] for part in parts)))

    def settled(function: Any) -> Truth:
        answers = {function(world) for world in worlds}
        return answers.pop() if len(answers) == 1 else UNKNOWN

    assert all_of(parts) is settled(lambda w: TRUE if all(x is TRUE for x in w) else FALSE)
    assert any_of(parts) is settled(lambda w: TRUE if any(x is TRUE for x in w) else FALSE)
    for needed in range(4):
        assert at_least(needed, parts) is settled(
            lambda w, n=needed: TRUE if sum(x is TRUE for x in w) >= n else FALSE
        )


@cache
def small() -> Protocol:
    """Return the smallest protocol, read once."""
    return loads(text_of(document("hurt <= 1")), "small.yaml")


def full_session(tree: Criterion, number: int) -> Seen:
    """Return a session with the lowest answer to everything the criterion reads."""
    readings = {}
    for node in walk(tree):
        if isinstance(node, Compare) and hasattr(node.term, "measure"):
            low = node.term.measure.scale.lowest
            readings[node.term.key] = Reading(low, low)
    return Seen(number, START + dt.timedelta(days=number), "one", True, TRUE, readings, EXERCISES)


def full_view(sessions: list[Seen], *, merit: bool = True) -> View:
    """Return a view over sessions, oldest first, in an episode of the smallest protocol."""
    protocol = small()
    newest = sessions[::-1]
    return View(newest[0], newest, newest, merit, 30, enrol(protocol, some_patients(protocol)[0]))


@st.composite
def blurred(draw: st.DrawFn, tree: Criterion) -> list[Seen]:
    """Draw up to three sessions in which some answers are known, some unknown, some known in part."""
    made = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        sharp = full_session(tree, number)
        readings = {}
        for key in sharp.readings:
            top = 2 if key == "swelling" else 3
            low = draw(st.integers(0, top))
            high = draw(st.sampled_from([low, low, low, top, draw(st.integers(low, top))]))
            readings[key] = Reading(low, high, None if low == high else Why.DECLINED)
        trained = draw(st.integers(0, 4)) > 0
        earns = draw(st.sampled_from([TRUE, TRUE, TRUE, FALSE, UNKNOWN]))
        made.append(attrs.evolve(sharp, readings=readings, trained=trained, earns=earns))
    return made


@settings(QUICK, max_examples=300)
@given(anything, st.data(), st.booleans())
def test_a_settled_criterion_stays_settled_for_every_completion(
    when: Any, data: st.DataObject, merit: bool
) -> None:
    """Whatever is filled in for what is missing, in every session at once, a settled truth stays (G4)."""
    tree = read(when)
    sessions = data.draw(blurred(tree))
    before = evaluate(tree, full_view(sessions, merit=merit)).truth
    open_ = [
        (place, key, range(reading.low, reading.high + 1))
        for place, seen in enumerate(sessions)
        for key, reading in seen.readings.items()
        if reading.low != reading.high
    ]
    truths = set()
    for values in product(*(values for _, _, values in open_[:5])):
        filled = list(sessions)
        for (place, key, _), value in zip(open_, values, strict=False):
            readings = {**filled[place].readings, key: Reading(value, value)}
            filled[place] = attrs.evolve(filled[place], readings=readings)
        truths.add(evaluate(tree, full_view(filled, merit=merit)).truth)
    if before is not UNKNOWN:
        assert truths == {before}


@pytest.mark.parametrize("window", [Streak, Hits])
@pytest.mark.parametrize("merit", [True, False])
def test_a_short_window_earns_nothing_and_hides_nothing(window: type, merit: bool) -> None:
    """Merit waits until its window is full; harm acts as soon as what it counts is there."""
    inner = read("hurt <= 3")
    tree = Streak(inner, 2) if window is Streak else Hits(inner, 1, 2)
    view = full_view([full_session(tree, 1)], merit=merit)
    assert evaluate(tree, view).truth is (TRUE if window is Hits and not merit else FALSE)


def test_yaml_and_printer_agree_on_quoting() -> None:
    """Labels such as 2+ and percentages survive being written to a file and read again."""
    tree = read("effusion <= 1+ for 2 sessions in a row")
    assert read(yaml.safe_load(yaml.safe_dump(plain(tree)))) == tree
