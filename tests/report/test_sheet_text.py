"""The sheet to hand out: the pain rule spelt out in the patient's words, limits by the titles of phases."""

from __future__ import annotations

import attrs
import pytest

from vmo_rehab.documents.build import protocol_from
from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.protocol.model import Do, Protocol, Status
from vmo_rehab.report.decision_text import prescription_in_words
from vmo_rehab.report.sheet_rules import emergency_lines, ends_of_holds, pain_rule, stop_lines
from vmo_rehab.report.sheet_text import Reasons, draft_lines, sheet_in_words
from vmo_rehab.report.words import with_titles

from .conftest import CATALOGUE, TEXT


def test_the_pain_rule_begins_with_what_to_do(knee: Protocol) -> None:
    """Stop that exercise; a protocol without rules says so instead."""
    first, *rules = pain_rule(knee, "basics")
    assert first == (
        "  If pain rises above what a rule below allows while you train: stop that exercise, and write the "
        "number down."
    )
    assert "    You come back with 90% of the load." in rules
    assert not any("The patient" in line for line in rules)
    bare = attrs.evolve(knee, today=(), holds=(), phases=(attrs.evolve(knee.phases[0], regress=()),))
    assert list(pain_rule(bare, "basics")) == [
        "  This protocol has no rule on pain: ask before you train with any."
    ]


def test_every_part_of_a_rule_of_the_door_is_written() -> None:
    """A rule at the door that is a list keeps its items."""
    text = TEXT.replace(
        "{when: pain_before >= 8, do: rest}", "{when: {any: [pain_before >= 8, effusion >= 2+]}, do: rest}"
    )
    told = list(pain_rule(protocol_from(text, "knee.yaml", CATALOGUE), "basics"))
    assert "      - pain before training is at least 8" in told


def test_names_are_spelt_out_in_the_ways_out_of_a_hold() -> None:
    """What a file gives a name is opened in until; whom the clinician tells is not told to the patient."""
    text = TEXT.replace("effusion <= 1+\n", "dry\n").replace("sessions_since_swollen <= 2,", "often,")
    named = "  dry: effusion <= 1+\n  often: sessions_since_swollen <= 2\n"
    text = text.replace("  flare: pain_during", f"{named}  flare: pain_during")
    named_knee = protocol_from(text, "knee.yaml", CATALOGUE)
    told = "\n".join(ends_of_holds(named_knee, ["swollen", "swollen", "unknown"]))
    assert told.count('What ends "swollen":') == 1
    assert "Training begins again when swelling is at most 1+" in told
    assert "surgeon" not in told
    assert '"dry"' not in told
    assert '"often"' not in told


def test_chest_pain_alone_calls_the_number_at_once(knee: Protocol) -> None:
    """Its line stands where it is a red flag; a way out if nobody answers stands with any red flag."""
    assert list(emergency_lines(["calf_pain"])) == []
    assert len(list(emergency_lines(["calf_pain", "chest_pain"]))) == 1
    told = list(stop_lines(knee))
    assert told[0].startswith("  Stop training and call")
    assert "  If you cannot reach them at once, call the emergency number." in told


def test_no_sign_has_two_orders(knee: Protocol) -> None:
    """Chest pain stands with the emergency number only, and not among the signs for another call."""
    flags = ("chest_pain", "calf_pain")
    chest = attrs.evolve(knee.measures["calf_pain"], id="chest_pain")
    measures = {**knee.measures, "chest_pain": chest}
    told = list(stop_lines(attrs.evolve(knee, red_flags=flags, measures=measures)))
    assert told[0] == "  Call the emergency number at once with chest pain or breathlessness."
    assert [line for line in told if line.startswith("    - ")] == [
        f"    - {knee.measures['calf_pain'].title}"
    ]


@pytest.mark.parametrize(
    ("status", "approved", "told"),
    [
        (Status.DRAFT, (), ["A draft that no clinician has approved: not to be handed out"]),
        (Status.DRAFT, ("P. Physio",), ["Still a draft: not to be handed out before it is made active."]),
        (Status.ACTIVE, (), ["A protocol that no clinician has approved: not to be handed out"]),
        (Status.ACTIVE, ("P. Physio",), []),
    ],
)
def test_a_sheet_says_what_it_lacks(
    knee: Protocol, status: Status, approved: tuple[str, ...], told: list[str]
) -> None:
    """A sheet of a protocol that is a draft, or that nobody has approved, says which of the two it is."""
    lines = list(draft_lines(attrs.evolve(knee, status=status, approved_by=approved)))
    assert [line.startswith(start) for line, start in zip(lines, told, strict=True)] == [True] * len(told)


def test_limits_name_phases_by_their_titles(knee: Protocol) -> None:
    """Ids of phases stand in no report; words that look like them are left alone."""
    withheld = ("Goblet squat: not before 1 week after basics",)
    item = Item("bike", "Bike", note="Only 60-0 deg before 2 weeks after basics.")
    told = Prescription("basics", Do.AS_PRESCRIBED, (item,), withheld)
    for text in (sheet_in_words(knee, told, None), prescription_in_words(knee, told)):
        assert "Only 60-0 deg before 2 weeks after entry to The basics." in text
        assert "not before 1 week after entry to The basics." in text
    assert with_titles(knee, "1 week after basics-2 and pain after basics") == (
        "1 week after basics-2 and pain after basics"
    )


def test_what_is_left_out_is_said_once(knee: Protocol) -> None:
    """One heading for what a limit leaves out."""
    told = Prescription("basics", Do.AS_PRESCRIBED, (), ("Goblet squat: not before 1 week after start",))
    assert sheet_in_words(knee, told, None).count("Goblet squat") == 1


def test_a_plain_day_gives_no_reason(knee: Protocol) -> None:
    """Only what is not as prescribed says why."""
    reasons = Reasons(why="nothing speaks against training")
    assert "Why:" not in sheet_in_words(knee, Prescription("basics", Do.AS_PRESCRIBED), None, "", reasons)
    repeat = sheet_in_words(knee, Prescription("basics", Do.REPEAT), None, "", Reasons("so; ask first: x"))
    assert "Why: so.\n" in repeat
