"""Arithmetic of loads: changes in whole steps of the equipment, towards the lighter side."""

from __future__ import annotations

from collections.abc import Mapping

from vmo_rehab.protocol.dosage import Ladder, Load, Weights
from vmo_rehab.protocol.scheme import Change, Unit


def changed(load: Load, level: int, amount: int, unit: Unit) -> int:
    """Return a level after a change: a rise by the whole steps in it, a fall by at least one.

    Args:
        load: what levels are.
        level: the level that is changed.
        amount: how much; negative for a fall, zero for none.
        unit: levels, percent of the level, or thousandths of a kg or lb.

    Example:
        >>> machine = Weights(20000, 2500, 0, 40000)
        >>> [changed(machine, 20000, grams, Unit.KG) for grams in (4000, 2000, -1000, -3000)]
        [22500, 20000, 17500, 15000]
        >>> changed(machine, 40000, 5, Unit.PERCENT), changed(machine, 20000, -10, Unit.PERCENT)
        (40000, 17500)
    """
    if not amount:
        return level
    if unit is Unit.LEVELS or isinstance(load, Ladder):
        for _ in range(abs(amount) if unit is Unit.LEVELS else 1):
            level = load.up(level) if amount > 0 else load.down(level)
        return level
    steps = _steps(load, level, abs(amount), unit, up=amount > 0)
    if amount > 0:
        return max(level, min(level + steps * load.increment, load.whole(load.most)))
    return max(min(load.least, level), level - max(1, steps) * load.increment)


def most_after(load: Load, level: int, most_up: Change | None) -> int:
    """Return the highest level that one rise may lead to.

    Example:
        >>> machine = Weights(20000, 2500, 0, 40000)
        >>> most_after(machine, 20000, Change(6000, 6000, Unit.KG)), most_after(machine, 20000, None)
        (25000, 40000)
    """
    if most_up is None:
        return load.most
    return changed(load, level, most_up.high, most_up.unit)


def capped(levels: Mapping[str, int], tops: Mapping[str, int]) -> dict[str, int]:
    """Return levels that are not above others.

    Args:
        levels: of any exercises.
        tops: the highest that are allowed; one that is left out is free.

    Example:
        >>> capped({"squat": 20, "lunge": 10}, {"squat": 15})
        {'squat': 15, 'lunge': 10}
    """
    return {name: min(level, tops.get(name, level)) for name, level in levels.items()}


def _steps(load: Weights, level: int, amount: int, unit: Unit, *, up: bool) -> int:
    """Count the whole increments in a change; those of a fall are counted up."""
    weight, parts = (level * amount, 100) if unit is Unit.PERCENT else (amount, 1)
    whole, rest = divmod(weight, parts * load.increment)
    return whole if up or not rest else whole + 1
