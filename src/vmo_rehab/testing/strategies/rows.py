"""The exercises of a generated phase, and limits on them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from vmo_rehab.documents.library import schemes
from vmo_rehab.testing.strategies.criteria import criteria
from vmo_rehab.testing.strategies.ingredients import (
    ASKED,
    AT_THE_DOOR,
    BRIDGE,
    COUNTS,
    EXERCISES,
    LIFT,
    LUNGE,
    OTHERS,
    RAISE,
    SIT,
    SQUAT,
    USUAL,
)

Document = dict[str, Any]
"""The plain data of a file, or of a part of one."""

_PACES: Final = ({"steps": 1, "in": "7 days"}, {"steps": 2, "in": "7 days", "gap": "2 days"})
_PATTERNS: Final = {LIFT: {"pattern": "knee-extension"}, LUNGE: {"pattern": "lunge"}}
_TOPS: Final = {LIFT: ("5", "10", "17"), LUNGE: ("light", "middle")}


@cache
def conditions(*, merit: bool, depth: int = 2) -> st.SearchStrategy[Any]:
    """Draw criteria over everything that is asked in a generated protocol.

    Args:
        merit: whether they earn something.
        depth: groups inside one another, at most.
    """
    of = (*EXERCISES, *EXERCISES, *OTHERS)
    return criteria(ASKED, merit=merit, baseline=[USUAL], exercises=of, counts=COUNTS, depth=depth)


@cache
def at_the_door(*, merit: bool) -> st.SearchStrategy[Any]:
    """Draw criteria over what is known before training."""
    return criteria(AT_THE_DOOR, merit=merit, baseline=[USUAL], depth=1)


@st.composite
def rows(draw: st.DrawFn, unit: str) -> list[Document]:
    """Draw the exercises of a phase: one or two with loads, a ladder of exercises, a menu.

    Args:
        draw: given by Hypothesis.
        unit: of loads, ``kg`` or ``lb``.
    """
    drawn = {LIFT: lift(unit), LUNGE: lunge()}
    made = [draw(drawn[name]) for name in draw(st.sampled_from([(LIFT,), (LUNGE,), EXERCISES]))]
    for row in made:
        if draw(st.integers(0, 4)) == 4:
            row["unlock"] = {"when": draw(conditions(merit=True, depth=1))}
        if draw(st.integers(0, 4)) == 4:
            row["pace"] = draw(st.sampled_from(_PACES))
    if draw(st.integers(0, 3)) == 3:
        rungs = [{"exercise": name, "dose": {"sets": 1, "reps": 5}} for name in (SIT, SQUAT)]
        start = draw(st.sampled_from([SIT, SQUAT]))
        made.append({"levels": {"id": "control", "start": start, "rungs": rungs}})
        if draw(st.booleans()):
            made[-1]["scheme"] = {"rise": draw(conditions(merit=True, depth=1))}
    if draw(st.integers(0, 3)) == 3:
        made.append({"choose": 1, "from": {"exercise": BRIDGE, "dose": {"sets": 1, "reps": 5}}})
    return made


@st.composite
def lift(draw: st.DrawFn, unit: str) -> Document:
    """Draw an exercise with a weight: under a shipped scheme, a condition of its own, or none."""
    weights = {"start": 10, "increment": 5, "least": 0, "most": 20}
    row: Document = {"exercise": LIFT, "dose": {"sets": 1, "reps": 5}}
    row["load"] = {name: f"{amount} {unit}" for name, amount in weights.items()}
    row["arc"] = draw(st.sampled_from(["90-45 deg", "60 deg"]))
    under = draw(st.sampled_from(["", "own", "shipped"]))
    if under == "own":
        row["scheme"] = {"rise": draw(conditions(merit=True, depth=1))}
    elif under:
        row["scheme"] = draw(st.sampled_from(_schemes(unit)))
        row["dose"] = dose_under(row["scheme"])
        # Some schemes never add more than about a kilogram, and say so where an increment is more.
        row["load"]["increment"] = f"1 {unit}"
    if draw(st.integers(0, 2)) == 2:
        row["instead"] = {"exercise": RAISE, "load": {"ladder": ["none", "some"], "start": "none"}}
    return row


@st.composite
def lunge(draw: st.DrawFn) -> Document:
    """Draw an exercise on a ladder of loads."""
    row: Document = {"exercise": LUNGE, "dose": {"sets": 1, "reps": 5}}
    row["load"] = {"ladder": ["light", "middle", "heavy"], "start": "middle"}
    if draw(st.booleans()):
        row["scheme"] = {"rise": draw(conditions(merit=True, depth=1))}
    return row


def dose_under(scheme: str) -> Document:
    """Return a dose that leaves a shipped scheme what it sets itself.

    Args:
        scheme: its id.
    """
    made = schemes()[scheme]
    dose: Document = {"per_week": 3}
    if not made.sets:
        dose["sets"] = 3
    if not (made.sets or made.plan):
        dose["reps"] = "8-12"
    return dose


@cache
def _schemes(unit: str) -> list[str]:
    """Name the shipped schemes for a weight in a unit."""
    return [name for name, one in sorted(schemes().items()) if not one.unit or one.unit.value == unit]


@st.composite
def limits(draw: st.DrawFn, names: list[str], unit: str = "kg") -> Document:
    """Draw a limit on some exercises: on their load, range or place, until a criterion or a day.

    Args:
        draw: given by Hypothesis.
        names: of the exercises with loads that the protocol has.
        unit: of loads.
    """
    name = draw(st.sampled_from(sorted(names)))
    made: Document = {"of": draw(st.sampled_from([name, f"{name.split('/')[0]}/*", _PATTERNS[name]]))}
    effect = draw(st.sampled_from(["load", "load", "forbid", "arc", "weight"]))
    if effect == "load":
        top = draw(st.sampled_from(_TOPS[name]))
        made |= {"of": name, "load": f"{top} {unit}" if name == LIFT else top}
    elif effect == "forbid":
        made["forbid"] = True
    elif effect == "arc":
        made |= {"of": "all", "arc": draw(st.sampled_from(["90-45 deg", "60-20 deg", "60 deg"]))}
    else:
        made = {"weight_bearing": draw(st.sampled_from(["none", "partial"]))}
    if draw(st.booleans()):
        return made | {"until": draw(at_the_door(merit=True))}
    after = draw(st.sampled_from(["injury", "start", "one"]))
    return made | {"until": f"{draw(st.integers(0, 30))} days after {after}"}
