"""A protocol in plain English: every rule and every number of it."""

from __future__ import annotations

import attrs
import pytest

from vmo_rehab.protocol.model import Anchor, LapseTier
from vmo_rehab.report.phase_text import anchor_in_words
from vmo_rehab.report.protocol_text import protocol_in_words
from vmo_rehab.report.rule_text import lapse_lines
from vmo_rehab.report.words import called, count, days, folded, listed, titled

WHOLE = """\
A knee
knee, revision 7
Status: draft, not for patients
Approved by: nobody yet
To be looked at again by: 2027-11-01

INTENDED USE
  Trying the words out.

FOR WHOM
  - knees

NOT FOR
  - hips

ASKED ONCE, AT ENROLMENT
  - injury: a date
  - graft: hamstring or patellar (may be left out)
  - usual pain: 0 to 10; stands for the whole episode

RED FLAGS
  Asked at every session. One that is present refers the patient, and training stops until a clinician clears it. \
While one is not answered, nothing progresses and no load rises.
  - calf pain

AT THE DOOR, BEFORE TRAINING
  Decided from the answers at check-in. A rule whose answer is missing counts as true; of several the most \
cautious one wins. Such a day earns nothing towards progress.
  - A rest day (no training) if pain before training is at least 8
  - A rescue day (the rescue exercises instead) if pain before training is at least 5
  On a rescue day:
    - Bike: 15 min

HOLDS: TRAINING STOPS
  - "swollen": training stops when swelling is at least 2+
    Rest: 2 days from the last session in which that was so.
    Training begins again when swelling is at most 1+
    The patient comes back with 90% of the load.
    Tell the surgeon if the number of sessions since the last "swollen" hold ended is at most 2
  - "hurting": training stops when pain before training is at least 9
    Training begins again when nothing warns any more.
    The patient comes back with the same level.
  - "tired": training stops when pain before training is at least 10
    Rest: 1 day from the last session in which that was so.
    Training begins again when the rest is served and nothing warns.
    The patient comes back one level down.

FREEZES: NOTHING RISES
  - No move on and no rise in load while both of these hold:
      - swelling is at least 1+
      - the number of sessions since the last "swollen" hold ended is at most 1

GAPS BETWEEN TRAINING SESSIONS
  - 10 days or more: training goes on with 90% of the load.
  - 3 weeks or more: training goes on with 70% of the load; what was earned towards the next phase is lost.
  - 6 weeks or more: the phase begins anew; the clinician is told to review.
  Every line reached applies; the lowest load wins. On a ladder a percentage is one rung down.

PHASE 1 OF 3: The basics
  (basics)
  The first phase.
  Expected: weeks 0-2 (a guide, never a gate).
  Goals:
    - Straighten
  Mind:
    - Do not snap
  Exercises:
    - Extension with a band: 3 sets of 10-15, 3 sessions a week (extension/band)
      Levels, lightest first: yellow, red. Starts with: yellow.
      One level up after a session done as prescribed, when quality is at least 80%.
  Ways back:
    - One level down in load if "flare"
  Ways on, after a session done as prescribed:
    - On to Strength when both of these hold:
        - "settled" in each of the last 2 sessions
        - quality is at least 80%
        and only after 7 days in this phase and from 4 weeks after injury.

PHASE 2 OF 3: Strength
  (strength)
  Nobody comes here by progress before 4 weeks after injury.
  Exercises:
    - Goblet squat: 2 sets of 8 (squat/goblet)
      Load: starts with 5 kg, in steps of 2.5 kg, 0 kg to 20 kg.
      No rule raises its level.
  Ways back:
    - Back to The basics if any of these holds:
        - "flare"
        - pain before training is at least 7
        - pain during training is at least 5 in 2 or more of the last 3 sessions
  Ways on, after a session done as prescribed:
    - On to Done when at least 1 of these hold:
        - "settled" in each of the last 2 sessions
        - pain during training is at most 1
        and only with the sign-off of a physiotherapist, which counts for 2 weeks.

PHASE 3 OF 3: Done
  (done)
  The episode ends here.

WHAT THE NAMES MEAN
  - "settled": both of these hold [one2020]:
      - pain during training is at most 3
      - pain next morning is at most the usual pain at the start plus 1
  - "flare": pain during training is at least 6

WHAT HOLDS IN EVERY PROTOCOL
  - A patient moves by one phase a session at most.
  - A missing answer is never taken as a good one: nothing progresses and no load rises on it.
  - What earns a move counts only within the present stay in a phase; what warns is remembered.
  - Warnings come first: refer, hold, back, ask; only then on.

SOURCES
  - one2020: One A. Journal 2020 doi:10.1/x (unverified)
"""


def test_whole_protocol(knee):
    """The whole text, word for word: what a clinician signs does not change unseen."""
    assert protocol_in_words(knee) + "\n" == WHOLE


def test_parts_without_content_are_left_out(knee):
    """A protocol without holds has no heading for them; one that is approved names who approved it."""
    bare = attrs.evolve(
        knee,
        holds=(),
        freezes=(),
        lapse=(),
        today=(),
        rescue=(),
        red_flags=(),
        review_due=None,
        approved_by=("A. Moreau", "Dr Okafor"),
    )
    text = protocol_in_words(bare)
    for heading in ("HOLDS:", "FREEZES", "GAPS", "AT THE DOOR", "RED FLAGS", "looked at again"):
        assert heading not in text
    assert "Approved by: A. Moreau, Dr Okafor" in text


def test_lapse_that_changes_nothing(knee):
    """A tier made in code that does nothing says so."""
    assert list(lapse_lines(attrs.evolve(knee, lapse=(LapseTier(9),)))) == ["  - 9 days or more: nothing changes."]


@pytest.mark.parametrize(
    ("after", "words"),
    [("start", "1 day after the start"), ("strength", "1 day after entry to Strength"), ("a_b", "1 day after a b")],
)
def test_anchors(knee, after, words):
    """A time counts from the start, a fact, or the entry to a phase."""
    assert anchor_in_words(knee, Anchor(1, after)) == words


def test_names_without_a_title(knee):
    """What the protocol does not know is named by its id."""
    assert called(knee, "elsewhere") == "elsewhere"
    assert titled(knee, "night_pain") == "night pain"


def test_small_words():
    """Counts agree with their nouns, weeks are told where they are whole, lists end with their last word."""
    assert [count(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [days(n) for n in (1, 7, 13, 14)] == ["1 day", "7 days", "13 days", "2 weeks"]
    assert [listed(words) for words in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b and c"]


@pytest.mark.parametrize("width", [5, 20, 33, 60, 79, 200])
def test_folding_loses_nothing(knee, width):
    """Folded to any width, each line fits and every sign that is no blank is there."""
    whole = protocol_in_words(knee)
    narrow = folded(whole, width)
    assert max(map(len, narrow.split("\n"))) <= max(20, width)
    assert narrow.split() == whole.split() or "".join(narrow.split()) == "".join(whole.split())
