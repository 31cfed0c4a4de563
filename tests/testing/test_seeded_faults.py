"""Faults that the kit finds in a few logs: it must not lose that power unnoticed."""

from __future__ import annotations

import pytest

from testing.seeded import FAULTS, Fault
from testing.seeding import searched

pytestmark = pytest.mark.search

QUICK = {
    "threshold typo: pain of 8 is called settled": "unless pain_during <= 2",
    "operator turned round: a swollen knee leads on": "the_well_move_on",
    "clause dropped: the quality of repetitions": "rep_quality >= 80%",
    "all and any exchanged: settled by one of two": "pain_next_morning >= pain_usual + 2",
    "the until of a hold dropped": "hurt_is_hurt",
    "a rise on any set instead of all": "nothing_rises_on_a_short_set",
    "a load rises by four steps for one": "one_step_at_a_time",
    "below is read as at most": "pain_during >= 2",
    "a red flag is not asked": "never progress or discharge unless calf_pain is absent",
    "a streak survives the change of phase": "sessions_in_phase >= 3",
    "what is missing is read as fine": "G4",
    "a red flag is missed in the last phase": "G2",
    "an unanswered red flag counts as absent": "G2",
    "a hold lets go a phase too far": "G6",
    "an unknown warning counts as none": "G2",
    "a gap does not empty merit": "away_is_away",
    "an explanation leaves an answer out": "G8",
    "the pace of a load is ignored": "G6",
    "a decision hangs on how often one was asked for": "G1",
}


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.words in QUICK], ids=lambda one: one.words)
def test_a_planted_fault_is_found(fault: Fault) -> None:
    """The fault is found within 1,000 logs, by what was found to see it."""
    with fault.planted() as protocol:
        by, _ = searched(fault, protocol, 1000, only=QUICK[fault.words])
    assert by


def test_every_quick_fault_is_planted() -> None:
    """The list above names faults that there are."""
    assert QUICK.keys() <= {one.words for one in FAULTS}
