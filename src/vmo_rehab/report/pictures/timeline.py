"""A patient's way as a picture: phases, decisions, events, pain and loads along the days."""

from __future__ import annotations

from collections import Counter
from typing import Final

import attrs

from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.lanes import LEFT, lanes
from vmo_rehab.report.pictures.marks import HATCH, Axis, hatches
from vmo_rehab.report.pictures.way import KINDS, PatientWay, patient_way
from vmo_rehab.report.words import called, count, listed

_EDGE: Final = 16.0
_LEAST: Final = 700.0
_MOST: Final = 1600.0
_DAY: Final = 6.0
_HEADING: Final = 20.0
_GAP: Final = 12.0
_NOTES: Final = {
    "pain": "Hollow marks under the pain: not answered. Of several exercises, and of sessions too close "
    "to draw, the worst answer is drawn.",
    "loads": "Loads: the line is what is prescribed, with a triangle where it moves; dots are what was used.",
    "decisions": "Marks too close to draw are gathered in one, which tells how many.",
}


def timeline_svg(protocol: Protocol, record: Record, *, exercise: str | None = None) -> str:
    """Draw a patient's way.

    Args:
        protocol: the one the record is in.
        record: all that was logged; it folds itself.
        exercise: id of the one exercise, or ladder of exercises, whose load is drawn; ``None`` for all.

    Returns:
        One ``<svg>`` element that needs nothing from outside.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab.engine.events import Enrolled
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title="A"),), digest="4f")
        >>> drawn = timeline_svg(knee, Record.begin(knee, Enrolled(dt.date(2026, 3, 2))))
        >>> "no sessions yet" in drawn, "2 Mar 2026" in drawn
        (True, True)
    """
    way = patient_way(protocol, record)
    if exercise is not None:
        way = attrs.evolve(way, loads=tuple(one for one in way.loads if exercise in _names(one.row)))
    days = max(14, (way.last - way.first).days + 3)
    axis = Axis(way.first, days, LEFT, min(_MOST, max(_LEAST, days * _DAY)), way.last)
    width = axis.right + 3 * _EDGE
    words, y = _head(protocol, record, way, width)
    top, parts = y + 34, [words]
    y = top
    for lane in lanes(protocol, way, axis):
        parts.append(svg.text(_EDGE, y + 13, lane.title, 12, fill=svg.INK, font_weight="bold"))
        parts.append(lane.drawn(y + _HEADING))
        y += _HEADING + lane.height + _GAP
    key, bottom = _key(way, y + 40, width)
    grid = _days(axis, top, y)
    told = _summary(protocol, way)
    title = f"{protocol.title}: a patient's way"
    return svg.picture(width, bottom + _EDGE, title, told, grid + "".join(parts) + key, hatches())


def loaded_exercises(protocol: Protocol) -> tuple[str, ...]:
    """Name what has a load that can be drawn: exercises, and ladders of exercises, by their ids."""
    names = (name for row in protocol.rows.values() if row.load for name in _names(row))
    return tuple(dict.fromkeys(names))


def _names(row: Prescribed) -> tuple[str, ...]:
    return (row.id, *(exercise.id for exercise in row.own))


def _head(protocol: Protocol, record: Record, way: PatientWay, width: float) -> tuple[str, float]:
    side = f"{record.enrolled.side} knee, " if record.enrolled.side else ""
    named = f"{protocol.id}, revision {protocol.revision}; {side}{way.first} to {way.last}"
    y, written = _EDGE, ""
    for line, size, bold in ((protocol.title, 18.0, True), (named, 12.0, False)):
        words = svg.folded([line], width - 2 * _EDGE, size, bold=bold)
        written += svg.block(_EDGE, y, words, size)
        y += len(words) * size * svg.LINE + 3
    return written, y


def _days(axis: Axis, top: float, bottom: float) -> str:
    """Draw the days: a thin line through all lanes at each that is written, above and below."""
    parts = []
    for x, day, week in axis.ticks():
        d = f"M{x:.1f},{top:.1f} L{x:.1f},{bottom:.1f}"
        parts.append(svg.tag("path", d=d, stroke="#dddddd", stroke_width=1))
        for y in (top - 18, bottom + 12):
            parts.append(svg.text(x, y, day, 10.5, fill=svg.INK, text_anchor="middle"))
            parts.append(svg.text(x, y + 12, week, 9.5, fill=svg.SOFT, text_anchor="middle"))
    return "".join(parts)


def _key(way: PatientWay, y: float, width: float) -> tuple[str, float]:
    """Write what the hatches mean, where there are any, and how gathered marks are read."""
    x, parts = _EDGE, []
    for stop, hatch in HATCH.items():
        if any(one.what == stop for one in way.stops):
            fill = f"url(#{hatch})"
            parts.append(svg.tag("rect", x=x, y=y, width=26, height=13, fill=fill, stroke=svg.INK))
            parts.append(svg.text(x + 32, y + 11, stop, 11, fill=svg.INK))
            x += 60 + svg.text_width(stop, 11)
    y += 20 if parts else 0
    note = " ".join(words for part, words in _NOTES.items() if getattr(way, part))
    words = svg.folded([note], width - 2 * _EDGE, 11)
    return "".join(parts) + svg.block(_EDGE, y, words, 11, svg.SOFT), y + len(words) * 11 * svg.LINE


def _summary(protocol: Protocol, way: PatientWay) -> str:
    found = Counter(one.what for one in way.decisions)
    kinds = listed(f"{found[kind]} {kind}" for kind in KINDS if found[kind])
    told = f"From {way.first} to {way.last}: {count(way.sessions, 'session')}"
    phases = listed(called(protocol, one.what) for one in way.stays)
    return f"{told}{f', {kinds}' if kinds else ''}. Phases in turn: {phases}."
