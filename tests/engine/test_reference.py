"""The engine against a plain hand-written class, session by session."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from reference_class import PlainProgression
from vmo_rehab import Enrolled, Performed, Session, SetDone, enrol, loads, step

PATIENTS = 5_000
SESSIONS = 40
START = dt.date(2026, 1, 1)
DONE = (Performed("terminal-knee-extension/band", (SetDone(10),)),)
TEXT = (Path(__file__).parent.parent / "protocols" / "reference.yaml").read_text("utf-8")


def random_session(chance: random.Random) -> tuple[int, int, int, bool]:
    """Draw a session that is mostly good, so that patients get beyond the first phase."""
    if chance.random() < 0.75:
        return chance.randint(0, 3), chance.randint(0, 2), chance.randint(80, 100), False
    return chance.randint(0, 10), chance.randint(0, 10), chance.randint(0, 100), chance.random() < 0.2


@pytest.mark.parametrize("part", range(5))
def test_engine_and_plain_class_agree_on_every_phase(part: int) -> None:
    """On 5,000 patients with 40 random sessions each, engine and plain class are in the same phase."""
    protocol = loads(TEXT, "reference.yaml")
    begun = enrol(protocol, Enrolled(START))
    chance = random.Random(part)
    reached = set()
    for _ in range(PATIENTS // 5):
        plain, episode = PlainProgression(), begun
        for number in range(SESSIONS):
            pain, morning, quality, flag = random_session(chance)
            expected = plain.session(pain, morning, quality, flag)
            if episode.state.phase != "discharged":
                answers = {
                    "pain_during": pain,
                    "pain_next_morning": morning,
                    "rep_quality": quality,
                    "red_flag": flag,
                }
                day = START + dt.timedelta(days=number + 1)
                _, episode = step(protocol, episode, Session(day, answers, DONE))
            assert episode.state.phase == expected
            assert episode.state.on_hold is plain.held
            reached.add(expected)
    assert reached == {"tke", "leg-extension", "squat", "lunge", "discharged"}
