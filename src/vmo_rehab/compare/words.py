"""What the parts of a protocol are called, how their values are told, and which way is the cautious one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

import attrs

from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.protocol.dosage import Dose, Ladder, Menu, Pace, Prescribed, Rung, Unlock, Weights
from vmo_rehab.protocol.exercise import Arc, Exercise
from vmo_rehab.protocol.limit import Anchor, Limit, Variant
from vmo_rehab.protocol.model import (
    Escalate,
    Fact,
    Freeze,
    Hold,
    LapseTier,
    Phase,
    Progress,
    Protocol,
    Regress,
    SignOffNeeded,
    TodayRule,
)
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.protocol.scheme import Band, Change, LookUp, PlanWeek, Scheme, Unit, WrittenSet
from vmo_rehab.scales import Scale

Name = Callable[[Any], str]

ITEMS: Final[Mapping[type, tuple[str, Name]]] = {
    Hold: ("hold", lambda one: one.id),
    Freeze: ("freeze", lambda _: ""),
    TodayRule: ("rule at the door", lambda one: one.do),
    LapseTier: ("gap", lambda one: told(one.after, one, "after")),
    Phase: ("phase", lambda one: one.id),
    Prescribed: ("exercise", lambda one: one.id),
    Rung: ("rung", lambda one: one.exercise.id),
    Progress: ("way on", lambda one: f"to {one.to}"),
    Regress: ("way back", lambda one: f"to {one.to}" if one.to else "one level down"),
    Limit: ("limit", str),
    Variant: ("variant", lambda one: f"{one.fact} {one.label}"),
    Band: ("row", lambda one: f"from {one.low}"),
    PlanWeek: ("weeks", lambda one: f"from {one.first}"),
    WrittenSet: ("set", lambda _: ""),
    Exercise: ("exercise", lambda one: one.id),
    Scheme: ("scheme", lambda one: one.id),
    Fact: ("fact", lambda one: one.id),
    Reference: ("source", lambda one: one.cite),
}
"""What a part is called in a list of its kind, and which one it is."""

PARTS: Final[Mapping[tuple[type, str], str]] = {
    (Protocol, "lapse"): "gaps",
    (Protocol, "today"): "rules at the door",
    (Protocol, "facts"): "fact",
    (Protocol, "sources"): "source",
    (Protocol, "measures"): "measure",
    (Protocol, "criteria"): "criterion",
    (Protocol, "rescue"): "rescue",
    (Protocol, "baseline"): "baseline answer",
    (Protocol, "red_flags"): "red flag",
    (Protocol, "applies_to"): "for whom",
    (Protocol, "not_for"): "not for whom",
    (Protocol, "review_due"): "review due",
    (Protocol, "approved_by"): "approved by",
    (Prescribed, "instead"): "instead",
    (Variant, "min_stay"): "longer stay in",
    (Variant, "not_before"): "later entry to",
    (LapseTier, "load"): "load that stays",
    (LapseTier, "empties_merit"): "what was earned is lost",
    (LapseTier, "reenters"): "the stay begins anew",
    (Hold, "returns"): "return with",
    (Hold, "until"): "ends when",
    (Limit, "until"): "ends when",
    (Limit, "anchor"): "ends",
    (Phase, "min_stay"): "least stay",
    (Phase, "not_before"): "not before",
}
"""What a field is called where its own name does not say it."""

ADDED_IS_MORE: Final = frozenset({Hold, Freeze, TodayRule, Limit, Variant, Regress})
"""Parts of a list that can only hold a patient back."""

GIVEN_IS_MORE: Final = frozenset(
    {
        (Phase, "not_before"),
        (Progress, "sign_off"),
        (Prescribed, "pace"),
        (Prescribed, "unlock"),
        (Prescribed, "fall"),
        (Hold, "until"),
        (Variant, "min_stay"),
        (Variant, "not_before"),
        (Protocol, "red_flags"),
    }
)
"""Fields that hold a patient back where something stands in them."""

GROWN_IS_MORE: Final[Mapping[tuple[type, str], bool]] = {
    (Phase, "min_stay"): True,
    (Hold, "rest"): True,
    (LapseTier, "load"): False,
    (LapseTier, "empties_merit"): True,
    (LapseTier, "reenters"): True,
    (LapseTier, "review"): True,
    (SignOffNeeded, "lasts"): False,
    (Weights, "most"): False,
    (Pace, "steps"): False,
    (Pace, "days"): True,
    (Pace, "gap"): True,
    (Variant, "min_stay"): True,
}
"""Numbers that hold a patient back more the larger they are, or less."""

MERIT: Final = frozenset(
    {(Progress, "when"), (Unlock, "when"), (Hold, "until"), (Limit, "until"), (Prescribed, "rise")}
)
"""Criteria that earn something; the others warn."""

_DAYS: Final = frozenset(
    {
        (LapseTier, "after"),
        (Hold, "rest"),
        (SignOffNeeded, "lasts"),
        (Phase, "min_stay"),
        (Phase, "review_after"),
        (Pace, "days"),
        (Pace, "gap"),
        (Unlock, "days"),
        (Variant, "min_stay"),
    }
)
_LOADS: Final = frozenset({"start", "increment", "least", "most"})


def named(owner: type, field: str) -> str:
    """Return what a field is called."""
    return PARTS.get((owner, field), field.replace("_", " "))


def told(value: object, owner: object = None, field: str = "") -> str:
    """Write a value in words, as its owner means it.

    Example:
        >>> told(40000, Weights(5000, 2500, 0, 40000), "most"), told(14, Phase(id="a", title="A"), "min_stay")
        ('40 kg', '14 days')
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if (type(owner), field) in _DAYS:
            return _days(value)
        if isinstance(owner, Weights) and field in _LOADS:
            return owner.show(value)
        if (isinstance(owner, LapseTier) and field == "load") or field in ("part", "percent"):
            return f"{value}%"
        if isinstance(owner, Ladder) and field == "start":
            return owner.show(value)
    return _plain(value)


def _plain(value: object) -> str:
    match value:
        case None | "" | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return value.value
        case dt.date():
            return value.isoformat()
        case tuple():
            return ", ".join(map(_plain, value))
        case Mapping():
            return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
        case Exercise() | Scheme():
            return value.id
        case Anchor() | Arc() | Limit():
            return str(value)
        case Scale():
            return value.describe()
    return english(value) if isinstance(value, Criterion) else _of_parts(value)


def _of_parts(value: object) -> str:
    """Write a part that has no words of its own by what stands in it."""
    match value:
        case Ladder():
            return ", ".join(value.rungs)
        case Weights():
            start, most = value.show(value.start), value.show(value.most)
            return f"from {start} to {most} in steps of {value.show(value.increment)}"
        case Change():
            unit = "" if value.unit is Unit.LEVELS else value.unit.value
            return f"{value.low} to {value.high} {unit}".strip()
        case LookUp():
            return value.table.id
        case LapseTier():
            return f"{value.load}% of the load"
        case Hold() | Freeze() | TodayRule() | Regress() | Progress() | Unlock() | Escalate():
            return f"when {english(value.when)}"
        case Dose() | Menu() | Pace() | SignOffNeeded():
            parts = attrs.asdict(value, recurse=False)
            return ", ".join(f"{name.replace('_', ' ')} {_plain(one)}" for name, one in parts.items() if one)
    kind, name = ITEMS.get(type(value), ("", str))
    return name(value) or kind


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
