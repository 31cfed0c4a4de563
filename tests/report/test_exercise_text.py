"""An exercise as a sheet to hand out."""

from __future__ import annotations

from pathlib import Path

import pytest

from vmo_rehab.documents.library import catalogue
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.report.exercise_text import exercise_in_words

SHIPPED = catalogue().exercises
GOLD = Path(__file__).parent / "gold" / "exercise.txt"
CODED = Exercise("a", "A", pattern="squat", codes={"loinc": "73985-4"})


def test_the_whole_sheet() -> None:
    """One exercise is told in plain words, from what it needs to where that comes from."""
    told = exercise_in_words(SHIPPED["squat/barbell-narrow"], SHIPPED)
    assert told + "\n" == GOLD.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_everything_is_told(name: str) -> None:
    """The sheet holds every text of the entry, and each of its sources."""
    one = SHIPPED[name]
    told = exercise_in_words(one, SHIPPED)
    texts = [one.name, one.wording, *one.at_home, *one.setup, *one.cautions, *one.purposes.values()]
    texts += [*one.steps, *(fault.id for fault in one.faults), *one.easier, *one.harder]
    texts += [text for note in one.notes for text in (note.claim, note.found)]
    texts += [reference.cite for reference in one.sources.values()]
    assert [text for text in texts if text not in told] == []


def test_an_entry_without_steps_shows_its_cues() -> None:
    """A bare entry is told by its short instructions, and no heading stands above nothing."""
    told = exercise_in_words(SHIPPED["return-programme/session"], SHIPPED)
    assert "  1. Do the session your clinic has written under this number" in told
    assert "WATCH FOR" not in told
    assert "WHAT YOU NEED" not in told


def test_codes_are_told() -> None:
    """A code stands with its terminology."""
    assert "  - Code: loinc 73985-4" in exercise_in_words(CODED, {"a": CODED})
