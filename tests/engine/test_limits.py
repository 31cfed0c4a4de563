"""Limits on a day: the words beside a prescription, ladders of exercises, what is known before answers."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from engine.sample import LUNGE, MACHINE, ON, START, Patient, check_in, day, protocol, refused, trained
from vmo_rehab import Do, Enrolled
from vmo_rehab.engine.day import limits_before
from vmo_rehab.engine.limits import arc_left, barred, caps, notes_on, top_of
from vmo_rehab.protocol.dosage import Dose, Ladder, Prescribed, Rung
from vmo_rehab.protocol.exercise import Arc, Arcs, Chain, Exercise, Position
from vmo_rehab.protocol.limit import Anchor, Limit, WeightBearing
from vmo_rehab.source import Span

BOTH = [
    {
        "exercise": MACHINE,
        "dose": {"sets": 1, "reps": 5},
        "load": {"start": "20 kg", "increment": "5 kg", "most": "30 kg"},
    },
    {"exercise": LUNGE, "dose": {"sets": 1, "reps": 5}},
]
LATER = Anchor(14, "start")
OTHER = Anchor(21, "start")


def limited(*limits: Any) -> Patient:
    """Return a patient with two exercises and some limits."""
    return Patient.of(protocol(exercises=BOTH, limits=list(limits)))


def plan(*limits: Any) -> vmo.Prescription:
    """Return what is prescribed to a patient with some limits."""
    return limited(*limits).step(check_in(1)).prescription


def note(*limits: Any) -> str:
    """Return what stands beside the machine."""
    return next(item.note for item in plan(*limits).items if item.exercise == MACHINE)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (
            [{"of": MACHINE, "load": "17 kg", "until": "2 weeks after start"}],
            "At most 15 kg before 2 weeks after start.",
        ),
        ([{"of": MACHINE, "load": "20 kg", "until": "2 weeks after start"}], ""),
        (
            [{"of": "all", "arc": "60-0 deg", "until": "power >= 2"}],
            "Only 60-45 deg before power is at least 2.",
        ),
        (
            [
                {"of": "all", "arc": "60-0 deg", "until": "2 weeks after start"},
                {"of": MACHINE, "arc": "80-0 deg", "until": "9 weeks after start"},
                {"of": MACHINE, "arc": "120-50 deg", "until": "3 weeks after start"},
            ],
            "Only 60-50 deg before 2 weeks after start and 3 weeks after start.",
        ),
        ([{"of": "all", "arc": "120-0 deg", "until": "2 weeks after start"}], ""),
        ([{"weight_bearing": "partial", "until": "2 weeks after start"}], ""),
    ],
)
def test_what_stands_beside_an_exercise(limits: Any, words: str) -> None:
    """What was narrowed and until when; nothing where nothing was."""
    assert note(*limits) == words


def test_partial_weight_stands_beside_what_loads_the_leg() -> None:
    """The lunge says so, without a line of the file: patients read it."""
    told = plan({"weight_bearing": "partial", "until": "2 weeks after start"}).items[1].note
    assert told == "Only part of your weight on the leg before 2 weeks after start."


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"of": LUNGE, "forbid": True, "until": "power >= 2"}, "not before power is at least 2"),
        ({"weight_bearing": "none", "until": "2 weeks after start"}, "not before 2 weeks after start"),
        (
            {"of": LUNGE, "arc": "90-60 deg", "until": "2 weeks after start"},
            "no range is left before 2 weeks after start",
        ),
    ],
)
def test_what_is_left_out_says_until_when(limit: Any, words: str) -> None:
    """One sentence for each exercise, by its name; the line of the limit stands in the explanation."""
    told = plan(limit)
    assert [item.exercise for item in told.items] == [MACHINE]
    (sentence,) = told.withheld
    assert sentence == f"Lunge without a weight: {words}"


def test_a_rescue_exercise_is_limited_too() -> None:
    """What is forbidden is not done on a rescue day either."""
    patient = Patient.of(
        protocol(
            exercises=BOTH,
            rescue={"exercises": [{"exercise": LUNGE, "dose": {}}]},
            today={"when": "door >= 2", "do": "rescue"},
            limits=[{"of": LUNGE, "forbid": True, "until": "power >= 2"}],
        )
    )
    told = patient.today(check_in(1, door=3))
    assert (told.do, told.prescription.items, len(told.prescription.withheld)) == (Do.RESCUE, (), 1)


def test_the_explanation_has_every_limit() -> None:
    """Each limit with what ends it and whether it has; a variant's says which."""
    its = protocol(
        "injury",
        enrolment={"facts": {"injury": {"kind": "date"}, "graft": {"labels": ["a", "b"]}}},
        exercises=BOTH,
        limits=[{"of": MACHINE, "load": "15 kg", "until": "3 days after injury"}],
        variants=[{"for": {"graft": "a"}, "limits": {"of": "all", "forbid": True, "until": "power >= 2"}}],
    )
    decision, _ = vmo.step(its, vmo.enrol(its, Enrolled(START, {"injury": START})), check_in(1, power=3))
    first, second = [rule for rule in decision.explanation.rules if rule.role == "limit"]
    assert (first.name, first.decisive) == (f"{MACHINE}: at most 15 kg", False)
    assert (first.node.found, first.node.needed) == ("1 day since injury", "3 days after injury")
    assert first.node.truth is vmo.Truth.FALSE
    assert first.node.place
    assert (second.name, second.node.found) == ("all: forbidden (for graft a)", "3")
    assert second.node.truth is vmo.Truth.TRUE


def test_an_unknown_day_is_named() -> None:
    """A limit after a fact that was not given says that it is not known."""
    its = protocol("operation", limits=[{"of": "all", "forbid": True, "until": "3 days after operation"}])
    rules = Patient.of(its).step(check_in(1)).explanation.rules
    assert [rule.node.found for rule in rules if rule.role == "limit"] == ["operation is not known"]


def test_limits_before_any_answer_of_the_day() -> None:
    """What has to be answered on the day is unknown; a state stands as long as it is valid."""
    patient = limited(
        {"of": MACHINE, "load": "10 kg", "until": "door <= 1"},
        {"of": MACHINE, "load": "15 kg", "until": "power >= 2"},
    )
    patient.step(check_in(1, door=0, power=3))
    loads = [one.load for one in limits_before(patient.protocol, patient.episode, day(2))]
    assert loads == ["10 kg"]
    assert len(limits_before(patient.protocol, patient.episode, day(22))) == 2
    assert limits_before(protocol(), Patient.of(protocol()).episode, day(2)) == ()


def test_quality_is_that_of_the_exercises_that_were_due() -> None:
    """A forbidden exercise that was not done leaves the session's quality known."""
    measures = {"share": {"title": "share", "scale": {"from": 0, "to": 100, "unit": "%"}, "from_reps": True}}
    measures["share"] |= {"asked": "during", "worse": "low"}
    on = {"when": "share >= 80%", "to": "end"}
    done = vmo.Performed(MACHINE, [vmo.SetDone(5, 5)])
    kinds = []
    for limits in ([], [{"of": LUNGE, "forbid": True, "until": "power >= 2"}]):
        its = protocol(
            exercises=BOTH, measures=measures, limits=limits, phases=[{"id": "one", "progress": on}]
        )
        kinds.append(Patient.of(its).step(trained(1, done)).kind.value)
    assert kinds == ["stay", "discharge"]


EASY = Exercise("sit", "Sitting", chain=Chain.OPEN, position=Position.SITTING)
HARD = Exercise("squat/deep", "Deep squat", pattern="squat", arcs=Arcs(Arc(100, 0), Arc(120, 0)))
LADDER = Prescribed(
    EASY,
    Dose(sets=3),
    Ladder(("sit", "squat/deep", "squat/deeper"), 0),
    track="control",
    rungs=(
        Rung(EASY, Dose(sets=3)),
        Rung(HARD, Dose(sets=2)),
        Rung(Exercise("squat/deeper", "Deeper squat", pattern="squat"), Dose(sets=1)),
    ),
)


def test_on_a_ladder_of_exercises_a_forbidden_rung_is_out_of_reach() -> None:
    """The rung below it is the highest, with the reason; with the first rung forbidden nothing is done."""
    squats = Limit(pattern="squat", forbid=True, anchor=LATER)
    assert top_of(LADDER, [squats]) == (0, "Deep squat: not before 2 weeks after start")
    deeper = Limit(ids="squat/deeper", forbid=True, anchor=LATER)
    assert top_of(LADDER, [deeper]) == (1, "Deeper squat: not before 2 weeks after start")
    assert caps([LADDER], {"control": 2}, [squats]) == {"control": 0}
    sit = Limit(ids="sit", forbid=True, anchor=LATER)
    assert barred(LADDER, LADDER.own[0], [sit]) == "Sitting: not before 2 weeks after start"
    assert (top_of(LADDER, [sit]), caps([LADDER], {"control": 1}, [sit])) == (None, {"control": 1})


def test_on_a_ladder_of_exercises_the_rung_has_its_own_range() -> None:
    """The range is that of the rung's exercise, and a load limit names a rung."""
    assert arc_left(LADDER, HARD, [Limit(arc=Arc(60, 0), anchor=LATER)]) == Arc(60, 0)
    named = Limit(pattern="squat", load="squat/deep", anchor=LATER)
    assert top_of(LADDER, [named]) == (1, "At most squat/deep before 2 weeks after start")


def test_what_the_catalogue_has_in_a_rows_place_has_its_own_range() -> None:
    """The row's range is of the row's exercise alone."""
    row, limit = attrs.evolve(LADDER, rungs=(), arc=Arc(30, 10)), Limit(arc=Arc(50, 0), anchor=LATER)
    assert arc_left(row, EASY, [limit]) == Arc(30, 10)
    assert arc_left(row, HARD, [limit]) == Arc(50, 0)
    assert list(notes_on(row, EASY, [limit])) == []


def test_the_reasons_are_said_once_and_without_their_lines() -> None:
    """Of two limits that forbid, both ends; of equal ones one."""
    row, place = Prescribed(EASY, Dose()), Span("knee.yaml", 7, 1, 7, 2, 0, 1)
    two = [Limit(forbid=True, anchor=LATER, span=place), Limit(forbid=True, anchor=OTHER)]
    told = barred(row, EASY, two)
    assert told == "Sitting: not before 2 weeks after start and 3 weeks after start"
    assert barred(row, EASY, [two[1], two[1]]) == "Sitting: not before 3 weeks after start"


@pytest.mark.parametrize(
    ("chain", "position", "bears"),
    [
        (Chain.OPEN, Position.SITTING, False),
        (Chain.OPEN, None, False),
        (Chain.OPEN, Position.STANDING, True),
        (Chain.CLOSED, Position.SITTING, True),
        (None, None, True),
    ],
)
def test_what_loads_the_leg(chain: Chain | None, position: Position | None, bears: bool) -> None:
    """Whatever is not said to leave the foot free."""
    exercise = Exercise("one", "One", chain=chain, position=position)
    assert exercise.bears_weight is bears
    assert Limit(weight_bearing=WeightBearing.NONE, anchor=LATER).bars(exercise) is bears


def substituted(**limit: Any) -> vmo.Prescription:
    """Return what is prescribed without the machine, under a limit of the leg extension or of bands."""
    its = protocol(exercises=BOTH, limits=[{**limit, "until": "power >= 2"}])
    episode = vmo.enrol(its, Enrolled(START, equipment=["elastic band", "chair"]))
    return vmo.today(its, episode, check_in(1)).prescription


def test_a_limit_is_of_what_stands_in_for_an_exercise_too() -> None:
    """No exercise stands in for a forbidden one, nor does a forbidden one stand in for another."""
    (first, *_), withheld = substituted(of=LUNGE, arc="40-0 deg").items, substituted(of=MACHINE, forbid=True)
    assert first.instead_of == MACHINE
    assert [one.partition(":")[0] for one in withheld.withheld] == ["Leg extension on the machine"]
    (other, *_) = substituted(of=first.exercise, forbid=True).items
    assert (other.instead_of, other.exercise) == (MACHINE, "leg-extension/unloaded")
    (none,) = substituted(of={"pattern": "knee-extension"}, forbid=True).withheld
    assert none.startswith("Leg extension on the machine: not before power is at least 2")
    (narrow, *_) = substituted(of="all", arc="60-0 deg").items
    assert narrow.arc != first.arc
    assert "Only " in narrow.note


def test_a_menu_offers_what_is_not_forbidden() -> None:
    """Of fewer that are left, no more are chosen than there are."""
    menu = [{"choose": 2, "from": BOTH}]
    its = protocol(exercises=menu, limits=[{"of": LUNGE, "forbid": True, "until": "power >= 2"}])
    told = Patient.of(its).step(check_in(1)).prescription
    assert [(item.exercise, item.menu) for item in told.items] == [(MACHINE, "choose 1 of these")]
    assert len(told.withheld) == 1


def test_the_next_set_is_within_the_limits() -> None:
    """Its load is the highest allowed, and what is forbidden has none."""
    patient = limited(
        {"of": MACHINE, "load": "17 kg", "until": "2 weeks after start"},
        {"of": LUNGE, "forbid": True, "until": "2 weeks after start"},
    )
    told = vmo.next_set(patient.protocol, patient.episode, MACHINE, check_in(1))
    assert told is not None
    assert told.load == "15 kg"
    words = refused(vmo.EventError, vmo.next_set, patient.protocol, patient.episode, LUNGE, check_in(1))
    assert "is not prescribed on" in words


def test_a_load_taken_down_says_why() -> None:
    """The note names the limit at the session that takes it down, and a held rise afterwards."""
    patient = limited({"of": MACHINE, "load": "15 kg", "until": "2 weeks after start"})
    first = patient.step(trained(1)).prescription.items[0]
    assert (first.load, first.note) == ("15 kg", "Down from 20 kg: a limit binds.")


def test_one_level_down_is_from_the_limit() -> None:
    """A regress under a limit goes down from what was allowed, not from what was kept."""
    its = protocol(
        exercises=BOTH,
        limits=[{"of": MACHINE, "load": "15 kg", "until": "2 weeks after start"}],
        phases=[{"id": "one", "regress": {"when": "door >= 2", "dose": "one level down"}, "progress": ON}],
    )
    told = Patient.of(its).step(check_in(1, door=2))
    assert (told.kind.value, told.prescription.items[0].load) == ("regress", "10 kg")


def test_a_limit_whose_criterion_asks_for_nothing_else_is_remembered() -> None:
    """A window of a limit keeps the sessions that it looks back on, over a record too."""
    its = protocol(
        exercises=BOTH,
        phases=[{"id": "one", "progress": {"when": "form >= 3", "to": "end"}}],
        limits=[{"of": LUNGE, "forbid": True, "until": "hurt <= 1 for 3 sessions in a row"}],
    )
    record = vmo.Record.begin(its, Enrolled(START))
    for number in range(1, 4):
        record = record.append(its, trained(number, hurt=1))
    decided = vmo.today(its, record.fold(its).episode, check_in(4))
    assert decided.prescription.withheld == ()
    again = vmo.from_json(vmo.Record, vmo.to_json(record))
    assert again.fold(its).episode == record.fold(its).episode


def test_words_of_limits() -> None:
    """A limit is named by what it is of and what it does."""
    whole = Limit(ids="lunge/*", arc=Arc(60, 0), forbid=True, load="5 kg", anchor=LATER)
    assert str(whole) == "lunge/*: 60-0 deg, forbidden, at most 5 kg"
    assert str(Limit(weight_bearing=WeightBearing.PARTIAL, anchor=LATER)) == "all: weight bearing partial"
    assert str(Limit(pattern="squat", forbid=True, anchor=LATER)) == "squat: forbidden"
