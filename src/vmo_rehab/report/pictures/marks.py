"""Marks on a timeline: days as places, one shape for each decision, hatches for what stops training."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from attrs import frozen

from vmo_rehab.engine.decision import Kind
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.way import Stop

T = TypeVar("T")

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STEPS: Final = (7, 14, 28, 56, 91, 182, 364, 728, 1820, 3640, 7280)
_TICK: Final = 66.0
"""What a day written out needs."""
_DECISIONS: Final = {
    Kind.REFER: ("octagon", "!", svg.INK),
    Kind.HOLD: ("square", "H", svg.VERMILION),
    Kind.REGRESS: ("down", "B", svg.VERMILION),
    Kind.ENQUIRE: ("diamond", "?", svg.ORANGE),
    Kind.STAY: ("circle", "", svg.SOFT),
    Kind.RESUME: ("right", "R", svg.GREEN),
    Kind.PROGRESS: ("up", "P", svg.BLUE),
    Kind.DISCHARGE: ("star", "D", svg.BLUE),
}
_LETTERS_DARK: Final = frozenset({Kind.ENQUIRE})
"""Where a white letter could not be read."""
HATCH: Final = {Stop.HOLD: "vmo-hold", Stop.REFER: "vmo-refer", Stop.SUSPENDED: "vmo-suspended"}


@frozen
class Axis:
    """Days as places from left to right.

    Args:
        first: the first day.
        days: how many there are.
        x: where the first one stands.
        width: of all.
        last: the last day that anything is known of.
    """

    first: dt.date
    days: int
    x: float
    width: float
    last: dt.date

    def at(self, day: dt.date) -> float:
        """Return where a day stands."""
        return self.x + (day - self.first).days / self.days * self.width

    @property
    def right(self) -> float:
        """Where the last day ends."""
        return self.x + self.width

    def ticks(self) -> Iterator[tuple[float, str, str]]:
        """Yield places to write, each with the day and the week."""
        step = next(
            s for s in (*_STEPS, self.days + 1) if s / self.days * self.width >= _TICK or s > self.days
        )
        year = 0
        for past in range(0, self.days, step):
            day = self.first + dt.timedelta(days=past)
            told = f"{day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if day.year != year else ''}"
            year = day.year
            yield self.at(day), told, f"week {past // 7}"

    def close(self, dated: Sequence[tuple[dt.date, T]], apart: float) -> Iterator[list[tuple[dt.date, T]]]:
        """Gather what stands too close to be told apart.

        Args:
            dated: in the order of days.
            apart: how far one mark must be from the first of the group before.
        """
        group: list[tuple[dt.date, T]] = []
        for one in dated:
            if group and self.at(one[0]) - self.at(group[0][0]) >= apart:
                yield group
                group = []
            group.append(one)
        if group:
            yield group


def shape(name: str, x: float, y: float, r: float, **attributes: str | float) -> str:
    """Draw a shape around a point: circle, square, diamond, up, down, right, star, octagon.

    Args:
        name: of the shape.
        x: of its middle.
        y: of its middle.
        r: half its size.
        attributes: of the element.
    """
    if name == "circle":
        return svg.tag("circle", "", cx=x, cy=y, r=r, **attributes)
    points = " ".join(f"{x + r * px:.1f},{y + r * py:.1f}" for px, py in _corners(name))
    return svg.tag("polygon", "", points=points, **attributes)


def _corners(name: str) -> Sequence[tuple[float, float]]:
    if name in ("octagon", "star"):
        count, turn, inner = (8, math.pi / 8, 1.1) if name == "octagon" else (10, -math.pi / 2, 0.6)
        angles = [turn + 2 * math.pi * n / count for n in range(count)]
        radii = [(1.3 if name == "star" else 1.1, inner)[n % 2] for n in range(count)]
        return [(r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]
    return {
        "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        "up": [(0, -1.2), (1.2, 1), (-1.2, 1)],
        "down": [(0, 1.2), (-1.2, -1), (1.2, -1)],
        "right": [(1.2, 0), (-1, 1.2), (-1, -1.2)],
    }[name]


def decision_mark(kind: Kind, x: float, y: float, told: str) -> str:
    """Draw a decision: a shape of its own with a letter, and what is told of it.

    Args:
        kind: of the decision.
        x: of its middle.
        y: of its middle.
        told: shown when a pointer rests on it.
    """
    name, letter, fill = _DECISIONS[kind]
    drawn = shape(name, x, y, 7 if letter else 3, fill=fill, stroke=svg.INK, stroke_width=0.8)
    if letter:
        drop = {"up": 5.5, "down": 1.0}.get(name, 3.2)
        ink = svg.INK if kind in _LETTERS_DARK else svg.PAPER
        drawn += svg.text(x, y + drop, letter, 8.5, fill=ink, font_weight="bold", text_anchor="middle")
    return svg.tag("g", svg.tip(told) + drawn)


def hatches() -> str:
    """Define the hatches: slanted for a hold, crossed for a red flag, dotted for a suspension."""
    slant = svg.tag("path", d="M-1,9 L9,-1 M-1,1 L1,-1 M7,9 L9,7", stroke=svg.INK, stroke_width=1.4)
    cross = slant + svg.tag("path", d="M-1,-1 L9,9", stroke=svg.INK, stroke_width=1.4)
    dots = svg.tag("circle", cx=4, cy=4, r=1.5, fill=svg.INK)
    drawn = {Stop.HOLD: slant, Stop.REFER: cross, Stop.SUSPENDED: dots}
    paper = svg.tag("rect", width=8, height=8, fill=svg.PAPER)
    return "".join(
        svg.tag("pattern", paper + inner, id=HATCH[stop], width=8, height=8, patternUnits="userSpaceOnUse")
        for stop, inner in drawn.items()
    )
