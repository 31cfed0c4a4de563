"""Both doors, `step` and a record's `append`: what is refused, by which name, and that a red flag counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

import vmo_rehab as vmo
from record.knee import START
from vmo_rehab import Performed, Session, SetDone

KNEE = vmo.load("vmo-foundation")
ENROLLED = vmo.Enrolled(START, {"injury": "2026-01-12"}, {"pain_usual": 2})
BEGUN = vmo.Record.begin(KNEE, ENROLLED)
EPISODE = vmo.enrol(KNEE, ENROLLED)
WELL = {
    **dict.fromkeys(KNEE.red_flags, "absent"),
    "pain_before": 2,
    "giving_way": "absent",
    "effusion": "trace",
}
BAND = "terminal-knee-extension/band"


class Shy(float):
    """A float that does not write itself as a number, as those of other libraries."""

    def __repr__(self) -> str:
        return f"Shy({float.__repr__(self)})"


class Whole:
    """A whole number of another library: it is none of Python's."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __int__(self) -> int:
        return self.number

    def __repr__(self) -> str:
        return f"Whole({self.number})"


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def session(*done: Any, flag: str = "absent", on: int = 1, **fields: Any) -> Session:
    return Session(day(on), {**WELL, "calf_pain": flag}, [Performed(BAND, done)], **fields)


def appended(one: Any) -> vmo.Decision:
    return BEGUN.append(KNEE, one).issued[0]


def stepped(one: Any) -> vmo.Decision:
    return vmo.step(KNEE, EPISODE, one)[0]


def refused(one: Any) -> list[tuple[str, str, str]]:
    """Return what both doors refuse a report with; they say the same."""
    told = []
    for door in (appended, stepped):
        with pytest.raises(vmo.LogError) as error:
            door(one)
        told.append([(found.code, found.what, found.cure) for found in error.value.diagnostics])
    assert told[0] == told[1]
    return told[0]


def referred(one: Any) -> list[str]:
    """Return the codes of what is amiss beside a red flag; both doors refer, and the record replays."""
    codes = []
    for door in (appended, stepped):
        decision = door(one)
        assert (decision.kind, decision.red_flags) == (vmo.Kind.REFER, ("calf_pain",))
        codes.append([found.code for found in decision.diagnostics])
    assert codes[0] == codes[1]
    record = BEGUN.append(KNEE, one)
    assert vmo.to_json(vmo.replay(KNEE, record)) == vmo.to_json(record)
    return codes[0]


UNFIT = [Whole(10), 10**18, 10**30, Decimal("1E+1000"), [9], {"a": 1}, {3: 4}, b"x", None, Shy(9.5), "ten"]
FITS = {("good_reps", None), ("faults", None), ("effort", 9.5)}
CODES = {
    "reps": ("L154",),
    "good_reps": ("L154",),
    "load": ("L154", "L148"),
    "effort": ("L152",),
    "faults": ("L154", "L158"),
}
FIELDS = [
    (field.name, value)
    for field in attrs.fields(SetDone)
    for value in UNFIT
    if not any(field.name == name and value == fit for name, fit in FITS)
]


@pytest.mark.parametrize(("name", "value"), FIELDS, ids=str)
def test_every_field_of_a_set_is_refused_by_name_at_both_doors(name: str, value: Any):
    """No field of a set is dropped on the quiet, and none that cannot be hides a red flag."""
    bad = attrs.evolve(SetDone(10), **{name: value})
    found = refused(session(SetDone(10), bad))
    assert found[0][0] in CODES[name]
    assert found[0][1].startswith(f"set 2 of {BAND}: ")
    assert referred(session(SetDone(10), bad, flag="present")) == [found[0][0]]


EXERCISES = [
    ([{"exercise": BAND, "sets": [{"reps": 12}]}], "L153"),
    ([None], "L153"),
    (None, "L153"),
    (5, "L153"),
    ("ab", "L153"),
    ([Performed(None, [SetDone(3)])], "L153"),
    ([Performed(BAND, [{"reps": 12}])], "L154"),
    ([Performed(BAND, None)], "L154"),
    ([Performed(BAND, [SetDone(3)], 7)], "L152"),
    ([Performed(BAND, [SetDone(3)], {"effort": [7]})], "L152"),
    ([Performed(BAND, [SetDone(3)], {7: 7})], "L150"),
]


@pytest.mark.parametrize(("done", "code"), EXERCISES)
def test_what_is_no_exercise_done_is_refused_by_name_at_both_doors(done: Any, code: str):
    """Training that is not handed over as it is declared is never lost on the quiet."""
    found = refused(Session(day(1), WELL, done))
    assert found[0][0] == code
    assert referred(Session(day(1), {**WELL, "calf_pain": "present"}, done))[0] == code


FIELDS_OF_A_SESSION = [
    ("cut_short", None, "L152", "cut_short: None cannot be used"),
    ("cut_short", "yes", "L152", "cut_short: 'yes' cannot be used"),
    ("cut_short", 0, "L152", "cut_short: 0 cannot be used"),
    ("phase", None, "L156", '"None" is not a phase'),
    ("phase", [], "L156", '"[]" is not a phase'),
]


@pytest.mark.parametrize(("name", "value", "code", "what"), FIELDS_OF_A_SESSION)
def test_every_field_of_a_session_is_refused_by_name_at_both_doors(
    name: str, value: Any, code: str, what: str
):
    """A bad field of the session neither passes nor hides a red flag."""
    assert refused(session(SetDone(10), **{name: value}))[0][:2] == (code, what)
    assert referred(session(SetDone(10), flag="present", **{name: value})) == [code]


def test_answers_that_are_none_are_refused_by_name():
    """What is no mapping cannot be a session's answers."""
    assert refused(Session(day(1), 7))[0][:2] == ("L152", "answers: 7 cannot be used")


def test_an_effort_that_cannot_be_written_raises_no_load():
    """Where effort 10 holds the load, no other make of it lets the load rise."""

    def day_with(number: int, effort: Any) -> Session:
        sets = [SetDone(15, good_reps=15, load="yellow band", effort=effort)] * 3
        done = [Performed("straight-leg-raise", [SetDone(10, good_reps=10)] * 3), Performed(BAND, sets)]
        answers = {**WELL, "pain_during": 2, "pain_next_morning": 2, "effort": 7}
        return Session(day(number), answers, done)

    record = BEGUN
    for number in (1, 3, 5):
        record = record.append(KNEE, day_with(number, 10))
    assert record.events[-1].exercises[1].sets[0].effort == 10
    assert record.issued[-1].prescription.items[1].load == "yellow band"
    with pytest.raises(vmo.LogError, match="effort"):
        record.append(KNEE, day_with(7, Whole(10)))


def test_a_load_of_what_no_row_loads_is_free_text():
    """Of an exercise that is prescribed without a load any note is taken."""
    done = [Performed("straight-leg-raise", [SetDone(10, load="a rucksack")])]
    for door in (appended, stepped):
        assert door(Session(day(1), WELL, done)).diagnostics == ()


def test_a_load_that_is_none_of_the_prescribed_is_refused_at_both_doors():
    """A load written otherwise would stall the progression on the quiet."""
    assert refused(session(SetDone(10, load="15 kg"))) == [
        (
            "L148",
            f'set 1 of {BAND}: "15 kg" is not a load of it',
            "write it as the prescription does: yellow band",
        )
    ]
    assert referred(session(SetDone(10, load="15 kg"), flag="present")) == ["L148"]


def test_the_message_says_what_was_found_and_what_is_taken():
    """A count is refused with itself and its limits, never with a stand-in of the library."""
    assert refused(session(SetDone("10"))) == [
        (
            "L154",
            f"set 1 of {BAND}: repetitions are whole numbers from 0 to 10,000",
            "found '10' and none counted",
        )
    ]


def test_a_float_of_another_library_is_the_number_it_is():
    """A subclass of float is read by its value, however it writes itself."""
    usual = vmo.Enrolled(START, {"injury": "2026-01-12"}, {"pain_usual": Shy(2)})
    assert vmo.enrol(KNEE, usual).state.baseline == EPISODE.state.baseline
    check_in = Session(day(1), {**WELL, "pain_before": Shy(2)})
    assert stepped(check_in) == appended(check_in) == stepped(Session(day(1), WELL))
    assert vmo.today(KNEE, EPISODE, check_in).do is vmo.Do.AS_PRESCRIBED
    lag = vmo.apply(KNEE, EPISODE, vmo.Assessment(day(1), {"extension_lag": Shy(5)}))
    assert lag.state.entries["extension_lag"].steps == 5


@pytest.mark.parametrize(
    ("equipment", "what"),
    [
        (["unobtainium"], '"unobtainium" is not equipment that any exercise needs'),
        ("chair", '"c" is not equipment that any exercise needs'),
        ([7], '"7" is not equipment that any exercise needs'),
    ],
)
def test_equipment_of_a_day_is_held_to_the_names_of_the_enrolment(equipment: Any, what: str):
    """A slip of the pen does not take an exercise away; with a red flag the day refers all the same."""
    check_in = Session(day(1), WELL)
    with pytest.raises(vmo.LogError) as refused:
        vmo.today(KNEE, EPISODE, check_in, equipment)
    assert (refused.value.diagnostics[0].code, refused.value.diagnostics[0].what) == ("L163", what)
    with pytest.raises(vmo.EnrolmentError, match="L163"):
        vmo.enrol(KNEE, attrs.evolve(ENROLLED, equipment=equipment))
    plan = vmo.today(KNEE, EPISODE, Session(day(1), {"calf_pain": "present"}), equipment)
    assert (plan.refers, plan.diagnostics[0].what) == (True, what)


def test_a_day_with_nothing_is_told_what_can_be_done_without():
    """No equipment at all is not the same as everything."""
    plan = vmo.today(KNEE, EPISODE, Session(day(1), WELL), [])
    assert [item.exercise for item in plan.prescription.items][1] != BAND


def test_a_day_that_refers_tells_what_was_wrong_with_the_check_in():
    """Bad fields beside a red flag are named before training, as the decision names them afterwards."""
    check_in = Session(day(1), {"calf_pain": "present", "pain_before": 99})
    plan = vmo.today(KNEE, EPISODE, check_in)
    assert plan.refers
    assert plan.diagnostics == stepped(check_in).diagnostics
    assert vmo.today(KNEE, EPISODE, Session(day(1), WELL)).diagnostics == ()
