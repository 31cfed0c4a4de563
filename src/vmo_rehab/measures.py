"""What can be asked of a patient: measures with scale, asking time and direction."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import Factory, field, frozen

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.scales import Scale


class Asked(StrEnum):
    """When a measure is asked."""

    CHECK_IN = "check-in"
    DURING = "during"
    AFTER = "after"
    NEXT_MORNING = "next-morning"
    VISIT = "visit"

    @property
    def of_training(self) -> bool:
        """Whether the question has no meaning on a day without training."""
        return self in (Asked.DURING, Asked.AFTER, Asked.NEXT_MORNING)


class Worse(StrEnum):
    """Which end of a scale is worse for the patient."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@frozen
class Measure:
    """One question with its scale.

    A measure with ``valid_for`` is a *state*: its latest entry stands until it
    is too old. One without is read from each session anew.

    Args:
        id: snake_case name, as criteria write it.
        title: what it is called in a sentence: ``pain during training``.
        scale: its values.
        asked: when it is asked.
        worse: which end is worse.
        valid_for: days an entry stands, 1 to 730; ``None`` for a session measure.
        red_flag: whether a present answer refers the patient.
        from_reps: whether it can be worked out from the sets: the share of good repetitions.
        question: the words a patient is asked with.
        source: key or text of the source; empty if none.
    """

    id: str
    title: str
    scale: Scale
    asked: Asked
    worse: Worse = Worse.HIGH
    valid_for: int | None = None
    red_flag: bool = False
    from_reps: bool = False
    question: str = field(default="", eq=False)
    source: str = field(default="", eq=False)
    of_training: bool = field(
        init=False, eq=False, repr=False, default=Factory(lambda m: m.asked.of_training, takes_self=True)
    )

    @property
    def is_state(self) -> bool:
        """Whether the latest entry stands until it is too old."""
        return self.valid_for is not None


def titles(measures: Mapping[str, Measure]) -> dict[str, tuple[str, ...]]:
    """Return what measures are called besides their ids; red flags are left to be named on purpose."""
    return {one.id: (one.title,) for one in measures.values() if not one.red_flag}


def measure_meant(word: str, measures: Mapping[str, Measure]) -> str:
    """Return a cure for a word in the place of a measure.

    Args:
        word: what was written.
        measures: those that could have been written.
    """
    known = "known measures: {}; vmo-rehab measures lists the catalogue"
    return did_you_mean(word, measures, known, titles(measures))


PRESENCE = Scale.of_labels(["absent", "present"])
"""The scale of a yes-or-no finding such as a red flag."""

PRESENT = 1

EFFORT = "effort"
"""The measure that the effort of a set is told on."""
