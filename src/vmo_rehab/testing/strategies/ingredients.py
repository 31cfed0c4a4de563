"""The measures and exercises of generated protocols: small scales, on which every answer can be tried."""

from __future__ import annotations

from typing import Any, Final

from vmo_rehab.measures import PRESENCE, Asked, Measure, Worse
from vmo_rehab.scales import Scale

_SCORE: Final = Scale(0, 3)

ASKED: Final = (
    Measure("hurt", "hurt in training", _SCORE, Asked.DURING),
    Measure("morning", "hurt next morning", _SCORE, Asked.NEXT_MORNING),
    Measure("form", "good form", _SCORE, Asked.DURING, Worse.LOW),
    Measure("door", "hurt at the door", _SCORE, Asked.CHECK_IN),
    Measure("swelling", "swelling", Scale.of_labels(["none", "some", "lots"]), Asked.CHECK_IN, valid_for=6),
    Measure("power", "power", _SCORE, Asked.VISIT, Worse.LOW, valid_for=20),
)
"""What criteria compare."""
USUAL: Final = Measure("usual", "usual hurt", _SCORE, Asked.VISIT)
"""The baseline."""
FLAGS: Final = tuple(
    Measure(name, f"an {name}", PRESENCE, Asked.CHECK_IN, red_flag=True) for name in ("alarm", "outcry")
)
AT_THE_DOOR: Final = ASKED[3:]
"""What is known before training."""
COUNTS: Final = ("days_in_phase", "sessions_in_phase", "days_since_injury")

LIFT, LUNGE = "leg-extension/machine", "lunge/body-weight"
EXERCISES: Final = (LIFT, LUNGE)
SIT, SQUAT, BRIDGE, RAISE = "sit-to-stand", "squat/body-weight", "bridge", "straight-leg-raise"
OTHERS: Final = (SIT, SQUAT, BRIDGE, RAISE)
"""Exercises of ladders, of menus, and of what is done instead."""


def as_data(measure: Measure) -> dict[str, Any]:
    """Return a measure as a file has it: its scale with whole numbers or labels.

    Args:
        measure: one with a step of one and without a unit.
    """
    made: dict[str, Any] = {"title": measure.title, "asked": measure.asked.value}
    if measure.red_flag:
        return made | {"red_flag": True}
    scale = measure.scale
    if scale.labels:
        made["labels"] = list(scale.labels)
    else:
        made["scale"] = {"from": scale.lowest, "to": scale.highest}
    if measure.worse is not Worse.HIGH:
        made["worse"] = measure.worse.value
    if measure.valid_for:
        made["valid_for"] = f"{measure.valid_for} days"
    return made


MEASURES: Final = {one.id: as_data(one) for one in (*ASKED, USUAL, *FLAGS)}
"""All of them as a file has them."""
