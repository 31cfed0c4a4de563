"""Levels: what of them is carried, and what takes them down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vmo_rehab.engine.due import level_of
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.loads import capped
from vmo_rehab.protocol.dosage import Prescribed, Weights
from vmo_rehab.protocol.model import Protocol, Return


def entering(rows: Iterable[Prescribed], levels: Mapping[str, int], *, back: bool) -> dict[str, int]:
    """Return the levels with those of a phase that is entered: carried, or the start.

    Args:
        rows: of the phase, with what may be done instead of them.
        levels: as they are.
        back: whether it is entered by a regress; then no load is above the present one nor above its start.
    """
    new = dict(levels)
    for row in rows:
        if load := row.load:
            carried = level_of(row, levels)
            carried = load.whole(carried) if isinstance(load, Weights) else min(carried, load.most)
            new[row.id] = min(carried, load.start) if back else carried
    return new


def lowered(
    rows: Iterable[Prescribed], levels: Mapping[str, int], *, percent: int = 100, down: int = 0
) -> dict[str, int]:
    """Return the levels with those of some rows taken down.

    Args:
        rows: whose levels.
        levels: as they are.
        percent: the part of the load that stays.
        down: how many levels to go down.
    """
    new = dict(levels)
    for row in rows:
        if row.load and row.id in new:
            level = row.load.part_of(new[row.id], percent)
            for _ in range(down):
                level = row.load.down(level)
            new[row.id] = level
    return new


def lapsed(protocol: Protocol, state: State, tiers: int) -> dict[str, int]:
    """Return the levels after a gap: of all tiers reached, the lowest load wins."""
    percent = min((tier.load for tier in protocol.lapse[:tiers]), default=100)
    return lowered(protocol.loads_in(state.phase), state.levels, percent=percent)


def returned(
    protocol: Protocol, phase: str, levels: Mapping[str, int], returns: Iterable[Return]
) -> dict[str, int]:
    """Return the levels on coming back from holds: for each exercise the lowest of what they ask."""
    new = dict(levels)
    for asked in returns:
        less = lowered(protocol.loads_in(phase), levels, percent=asked.percent, down=asked.levels_down)
        new = capped(new, less)
    return new
