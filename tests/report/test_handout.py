"""The handout: what a patient is told, in the patient's words, by the protocol's own rules."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest

from vmo_rehab.documents.build import protocol_from
from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.report.pages.handout import handout_page
from vmo_rehab.report.sheet_rules import lights, pain_rule
from vmo_rehab.report.sheet_text import Reasons

from .conftest import CATALOGUE, DAY, TEXT
from .page_reading import headings, read, sound

BAND = Item(
    "extension/band",
    "Extension with a band",
    "red band",
    "3 sets of 10-15, hold each for 3 s",
    5,
    ("Go slowly",),
    "Up from yellow band: 12, 12 good repetitions with 2.5 kg; all well. In the place of Bike.",
    "90-45 deg",
    "3-1-4",
    before="yellow band",
)


def words(protocol: Protocol, *items: Item, do: Do = Do.AS_PRESCRIBED, reasons: Reasons | None = None) -> str:
    """Return what a handout says."""
    page = handout_page(protocol, Prescription("basics", do, items), DAY, "left", reasons or Reasons())
    return sound(page).words


def test_an_exercise_is_told_in_a_patients_words(knee: Protocol) -> None:
    """Dose, load, how often, range and tempo in words; why the load changed is left to the clinician."""
    told = words(knee, BAND)
    for part in (
        "How much 3 sets of 10-15, hold each for 3 s",
        "Load red band",
        "Last time yellow band",
        "How often 5 sessions a week",
        "Knee between 90 and 45 degrees of bend; 0 is straight",
        "Speed 3 seconds down, 1 second held, 4 seconds up",
        "In the place of Bike.",
        "left knee",
    ):
        assert part in told, part
    assert "Up from" not in told
    assert ".yaml:" not in told


def test_a_remark_that_is_no_change_of_load_stays(knee: Protocol) -> None:
    """A limit or a rise held back is told as it is."""
    held = attrs.evolve(BAND, note="Not more than before: frozen.", before="")
    assert "Not more than before: frozen." in words(knee, held)


def test_each_exercise_is_one_block(knee: Protocol) -> None:
    """Exercises stand in blocks of their own, those of a menu below its words, with ordered headings."""
    chosen = [attrs.evolve(BAND, name=name, menu="two of these", day="A") for name in ("First", "Second")]
    page = handout_page(knee, Prescription("basics", Do.AS_PRESCRIBED, (*chosen, BAND)), DAY)
    found = sound(page)
    assert found.of("class").count("exercise") == 3
    assert found.words.count("Two of these:") == 1
    assert "1. First (day A)" in found.words
    ranks = headings(found)
    assert ranks[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))


def test_the_log_has_a_box_for_each_set(knee: Protocol) -> None:
    """Boxes are as many as sets, one where no number is said; questions are asked in words."""
    many = attrs.evolve(BAND, sets=("10 with red band", "8 with red band"))
    timed = attrs.evolve(BAND, name="Bike", dose="15 min", load="")
    told = words(knee, BAND, many, timed)
    assert told.count("\u2610\u2610\u2610") == 5
    assert told.count("\u2610") == 5 * (3 + 2 + 1)
    assert "Bike: tick each set" in told
    assert "How bad is the pain now?" in told
    assert "calf painful" not in told.partition("Write it down")[2]


def test_lights_are_the_protocols_own_rules(knee: Protocol) -> None:
    """Red and amber share out the pain rule without adding to it; words and shapes tell them apart."""
    found = lights(knee, "basics")
    assert sorted([*found.red, *found.amber]) == sorted([*pain_rule(knee, "basics")][1:])
    assert any("rest day" in line for line in found.red)
    assert not any("rest day" in line for line in found.amber)
    told = words(knee, BAND)
    assert told.index("Green: go on") < told.index("Amber: do less") < told.index("Red: do not train")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"holds": (), "today": ()}, "No answer of this kind stops training here."),
        ({"phases": None}, "This programme has no rule between green and red."),
        ({"phases": None, "holds": (), "today": ()}, "This protocol has no rule on pain"),
    ],
)
def test_a_light_without_rules_says_so(knee: Protocol, change: dict[str, object], expected: str) -> None:
    """Where the protocol has no rule for a colour nothing is made up."""
    if "phases" in change:
        calm = tuple(
            attrs.evolve(
                phase, regress=(), exercises=tuple(attrs.evolve(one, fall=None) for one in phase.exercises)
            )
            for phase in knee.phases
        )
        change = {**change, "phases": calm}
        knee = attrs.evolve(knee, today=tuple(rule for rule in knee.today if rule.do is Do.REST))
    told = words(attrs.evolve(knee, **change), BAND)
    assert expected in told
    assert ("Green:" in told) is ("no rule on pain" not in expected)


def test_a_referred_patient_gets_no_exercises(knee: Protocol) -> None:
    """Why and whom to call take the place of exercises, lights and log."""
    reasons = Reasons(why="red flag present: calf pain", red_flags=("calf_pain",))
    told = words(knee, do=Do.REST, reasons=reasons)
    assert told.startswith(f"{knee.title}: exercises to take home Your knee programme")
    assert "No training for now." in told
    assert "because of calf pain. A clinician has to clear it first." in told
    for absent in ("What to do", "Green", "Write it down"):
        assert absent not in told


def test_a_held_patient_is_told_what_ends_it(knee: Protocol) -> None:
    """The way out stands instead of exercises; the log asks what is asked at the door."""
    told = words(knee, do=Do.REST, reasons=Reasons(why="swollen", holds=("swollen",)))
    assert 'What ends "swollen":' in told
    assert "You come back with 90% of the load." in told
    assert "What to do" not in told
    assert "How bad is the pain now?" in told.partition("Write it down")[2]
    assert "pain during training" not in told.partition("Write it down")[2]


def test_an_ended_programme_says_only_that(knee: Protocol) -> None:
    """In the last phase there is nothing to do, and nothing to call for."""
    final = next(phase.id for phase in knee.phases if phase.final)
    told = read(handout_page(knee, Prescription(final, Do.AS_PRESCRIBED), None)).words
    assert told.endswith("The programme has ended.")


def test_questions_and_what_is_left_out_are_told(knee: Protocol) -> None:
    """What is not done yet stands below the exercises, and the review where the phase has one."""
    text = TEXT.replace("    title: Basics\n", "    title: Basics\n    review_after: 4 weeks\n")
    again = protocol_from(text, "knee.yaml", CATALOGUE)
    left = Prescription("basics", Do.REPEAT, (BAND,), ("Squats from 4 weeks after basics",))
    told = read(handout_page(again, left, None)).words
    assert "Not yet Squats from 4 weeks after entry to" in told
    assert "A repeat day" in told
    assert (again.phases[0].review_after is not None) is ("At the latest after 4 weeks" in told)
    assert "At the latest" not in words(knee, BAND)
