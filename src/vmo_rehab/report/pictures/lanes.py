"""The lanes of a timeline: phases, decisions, events, pain, loads; each knows how high it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Kind
from vmo_rehab.protocol.dosage import MASSES, Ladder
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.marks import HATCH, Axis, decision_mark, shape
from vmo_rehab.report.pictures.way import Answers, Dated, LoadWay, PatientWay, Stop, Stretch
from vmo_rehab.report.words import called

LEFT: Final = 230.0
"""What the words beside the lanes need."""
_EDGE: Final = 16.0
_ROW: Final = 19.0
_TYPE: Final = 11.0
_PAIN: Final = 160.0
_STRIP: Final = 12.0
_LOAD: Final = 52.0
_INSET: Final = 7.0
_RUNG: Final = 15.0
_APART: Final = 6.0
_BAND: Final = "#b7d3e6"
_SERIES: Final = (
    (svg.VERMILION, "none", "circle"),
    (svg.BLUE, "7 3", "square"),
    (svg.GREEN, "2 3", "up"),
    (svg.PURPLE, "9 3 2 3", "diamond"),
    (svg.INK, "4 2", "down"),
)
"""Colour, dash and shape of each question; any one of them tells it."""


@frozen
class Lane:
    """A part of the picture that is as wide as all.

    Args:
        title: over it.
        height: without the title.
        drawn: draws it from an upper edge down.
    """

    title: str
    height: float
    drawn: Callable[[float], str]


def lanes(protocol: Protocol, way: PatientWay, axis: Axis) -> Iterator[Lane]:
    """Yield what is drawn of a way, from top to bottom."""
    yield _phases(protocol, way, axis)
    yield _decisions(way, axis)
    if way.events:
        yield _events(way, axis)
    if way.pain:
        yield _pain(way.pain, axis)
    for one in way.loads:
        yield _load(one, axis)


def _beside(y: float, words: str, *, bold: bool = False) -> str:
    """Write a word at the left of a lane, cut where it is too long."""
    shown = svg.clipped(words, LEFT - _EDGE - 8, _TYPE, bold=bold)
    weight = "bold" if bold else "normal"
    return svg.tag("g", svg.tip(words) + svg.text(_EDGE, y, shown, _TYPE, fill=svg.INK, font_weight=weight))


def _rule(axis: Axis, y: float, stroke: str = "#dddddd") -> str:
    d = f"M{axis.x:.1f},{y:.1f} L{axis.right:.1f},{y:.1f}"
    return svg.tag("path", d=d, stroke=stroke, stroke_width=1)


def _phases(protocol: Protocol, way: PatientWay, axis: Axis) -> Lane:
    names = list(dict.fromkeys([*(phase.id for phase in protocol.phases), *(one.what for one in way.stays)]))

    def drawn(y: float) -> str:
        tops = {name: y + place * _ROW for place, name in enumerate(names)}
        parts = []
        for place, (name, top) in enumerate(tops.items(), 1):
            parts += [_beside(top + 13, f"{place}. {called(protocol, name)}"), _rule(axis, top + _ROW)]
        for stay in way.stays:
            told = f"{called(protocol, stay.what)}, {stay.first} to {stay.last}"
            parts.append(_band(axis, stay, tops[stay.what] + 2, _BAND, told))
            parts += _stops(way, stay, axis, tops[stay.what] + 2)
        return "".join(parts)

    return Lane("Phases", len(names) * _ROW, drawn)


def _stops(way: PatientWay, stay: Stretch, axis: Axis, y: float) -> Iterator[str]:
    """Hatch the part of a stay in which nothing was trained; one that has just begun too."""
    for stop in way.stops:
        first, last = max(stop.first, stay.first), min(stop.last, stay.last)
        if first < last or first == last == way.last:
            hatch = f"url(#{HATCH[Stop(stop.what)]})"
            yield _band(axis, Stretch(stop.what, first, last), y, hatch, f"{stop.what}, {first} to {last}")


def _band(axis: Axis, stretch: Stretch, y: float, fill: str, told: str) -> str:
    left, right = axis.at(stretch.first), axis.at(stretch.last)
    return svg.tag(
        "rect",
        svg.tip(told),
        x=left,
        y=y,
        width=max(4.0, right - left),
        height=_ROW - 4,
        fill=fill,
        stroke=svg.INK,
        stroke_width=0.8,
    )


def _decisions(way: PatientWay, axis: Axis) -> Lane:
    kinds = [kind for kind in Kind if any(one.what == kind for one in way.decisions)]

    def drawn(y: float) -> str:
        if not kinds:
            return svg.text(axis.x + 6, y + 14, "no sessions yet", _TYPE, fill=svg.SOFT)
        return "".join(_decision_row(way, axis, kind, y + _ROW * place) for place, kind in enumerate(kinds))

    return Lane("Decisions", max(1, len(kinds)) * _ROW, drawn)


def _decision_row(way: PatientWay, axis: Axis, kind: Kind, y: float) -> str:
    middle = y + _ROW / 2
    dated = [(one.on, one) for one in way.decisions if one.what == kind]
    mark = decision_mark(kind, LEFT - 22, middle, kind)
    parts = [_beside(y + 13, f"{kind} ({len(dated)})"), mark, _rule(axis, y + _ROW)]
    parts += [
        decision_mark(kind, axis.at(group[0][0]), middle, _told([one for _, one in group]))
        for group in axis.close(dated, 7 if kind is Kind.STAY else 15)
    ]
    return "".join(parts)


def _told(group: Sequence[Dated]) -> str:
    first = f"{group[0].on}: {group[0].what}, {group[0].told}"
    if len(group) == 1:
        return first
    return f"{len(group)} times {group[0].what}, {group[0].on} to {group[-1].on}; {first}"


def _events(way: PatientWay, axis: Axis) -> Lane:
    names = sorted({one.what for one in way.events})

    def drawn(y: float) -> str:
        parts = []
        for place, name in enumerate(names):
            top = y + place * _ROW
            dated = [(one.on, one) for one in way.events if one.what == name]
            parts += [_beside(top + 13, f"{name} ({len(dated)})"), _rule(axis, top + _ROW)]
            for group in axis.close(dated, 3):
                x = axis.at(group[0][0])
                d = f"M{x:.1f},{top + 3:.1f} L{x:.1f},{top + _ROW - 3:.1f}"
                told = svg.tip(_told([one for _, one in group]))
                parts.append(svg.tag("path", told, d=d, stroke=svg.INK, stroke_width=2.4))
        return "".join(parts)

    return Lane("Events and gaps", len(names) * _ROW, drawn)


def _pain(series: Sequence[Answers], axis: Axis) -> Lane:
    missing = [any(value is None for _, value in one.points) for one in series]

    def drawn(y: float) -> str:
        parts = []
        for value in range(0, 11, 2):
            level = y + _PAIN - value * _PAIN / 10
            parts += [_rule(axis, level), _tick(axis, level, str(value))]
        for place, one in enumerate(series):
            parts.append(_key(place, one, y + 14 + place * 2 * _TYPE * svg.LINE))
        strip = y + _PAIN + 13
        drawings = []
        for place, one in enumerate(series):
            drawings.append(_answers(place, one, axis, y, strip))
            if missing[place]:
                parts.append(_tick(axis, strip, "not answered"))
                strip += _STRIP
        # The first question lies on top with the smallest marks, so that equal answers can all be seen.
        return "".join([*parts, *reversed(drawings)])

    needed = max(_PAIN, len(series) * 2 * _TYPE * svg.LINE + 8)
    return Lane("Pain, 0 to 10", needed + 8 + sum(missing) * _STRIP, drawn)


def _tick(axis: Axis, y: float, words: str) -> str:
    return svg.text(axis.x - 6, y + 4, words, 10, fill=svg.SOFT, text_anchor="end")


def _key(place: int, one: Answers, y: float) -> str:
    colour, dash, name = _SERIES[place % len(_SERIES)]
    line = svg.tag(
        "path",
        d=f"M{_EDGE},{y - 4} L{_EDGE + 28},{y - 4}",
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=dash,
    )
    words = list(svg.fold(one.measure.title, LEFT - _EDGE - 70, _TYPE))[:2]
    return line + shape(name, _EDGE + 14, y - 4, 4, fill=colour) + svg.block(_EDGE + 36, y - 11, words, _TYPE)


def _answers(place: int, one: Answers, axis: Axis, y: float, strip: float) -> str:
    """Draw one question's answers as a line that breaks where one is missing; hollow marks stand below."""
    colour, dash, name = _SERIES[place % len(_SERIES)]
    parts, runs = [], [list[str]()]
    for group in axis.close(one.points, _APART):
        x, day = axis.at(group[0][0]), group[0][0]
        given = [value for _, value in group if value is not None]
        if len(given) < len(group):
            told = svg.tip(f"{day}: {one.measure.title} not answered{_of(len(group) - len(given), group)}")
            hollow = shape(name, x, strip, 3.2, fill=svg.PAPER, stroke=colour, stroke_width=1.3)
            parts.append(svg.tag("g", told + hollow))
        if not given:
            runs.append([])
            continue
        level = y + _PAIN - max(given) * _PAIN / 10
        runs[-1].append(f"{x:.1f},{level:.1f}")
        worst = f", the worst of {len(given)}" if len(given) > 1 else ""
        told = svg.tip(f"{day}: {one.measure.title} {max(given):g}{worst}")
        mark = shape(name, x, level, 2.8 + place, fill=colour, stroke=svg.PAPER, stroke_width=0.6)
        parts.append(svg.tag("g", told + mark))
    lines = (
        svg.tag(
            "path",
            d="M" + " L".join(run),
            fill="none",
            stroke=colour,
            stroke_width=1.6,
            stroke_dasharray=dash,
        )
        for run in runs
        if len(run) > 1
    )
    return "".join(lines) + "".join(parts)


def _of(missing: int, group: Sequence[object]) -> str:
    return f" in {missing} of {len(group)} sessions" if len(group) > 1 else ""


def _load(one: LoadWay, axis: Axis) -> Lane:
    levels = [level for _, level in (*one.points, *one.used) if level is not None]
    low, high = min(levels), max(levels)
    room = (high - low) * _RUNG if isinstance(one.load, Ladder) else _LOAD * (high > low)
    height = max(16.0, room) + 2 * _INSET
    unit = "" if isinstance(one.load, Ladder) else f", {MASSES[one.load.unit].unit}"
    title = f'The "{one.row.track}" ladder' if one.row.rungs else one.row.exercise.name

    def place(level: int, y: float) -> float:
        share = (level - low) / (high - low) if high > low else 0.5
        return y + height - _INSET - share * (height - 2 * _INSET)

    def drawn(y: float) -> str:
        ticks = (
            _rule(axis, place(level, y)) + _tick(axis, place(level, y), _level(one, level))
            for level in _shown(sorted(set(levels)), lambda level: place(level, y))
        )
        return "".join(ticks) + _steps(one, axis, lambda level: place(level, y))

    return Lane(f"{title}{unit}", height, drawn)


def _shown(levels: Sequence[int], place: Callable[[int], float]) -> list[int]:
    """Choose the levels that are written: lowest and highest, and of the others those with room."""
    shown = [levels[0]]
    for level in levels[1:-1]:
        here = place(level)
        if place(shown[-1]) - here >= _RUNG - 2 and here - place(levels[-1]) >= _RUNG - 2:
            shown.append(level)
    return [*shown, levels[-1]] if len(levels) > 1 else shown


def _level(one: LoadWay, level: int) -> str:
    written = one.row.rungs[level].exercise.name if one.row.rungs else one.load.show(level)
    return svg.clipped(written, LEFT - _EDGE - 10, 10)


def _steps(one: LoadWay, axis: Axis, place: Callable[[int], float]) -> str:
    """Draw the prescribed level as steps, and what was used as dots."""
    drawn, marks, before = "", [], None
    for day, level in (*one.points, (axis.last, one.points[-1][1])):
        x = axis.at(day)
        if before is not None:
            drawn += f" H{x:.1f}"
        if level is not None:
            drawn += f" V{place(level):.1f}" if before is not None else f" M{x:.1f},{place(level):.1f}"
            if before is not None and level != before:
                told = f"{day}: {_level(one, before)} -> {_level(one, level)}"
                name = "up" if level > before else "down"
                marks.append(svg.tag("g", svg.tip(told) + shape(name, x, place(level), 4, fill=svg.INK)))
        before = level
    line = svg.tag("path", d=drawn.strip(), fill="none", stroke=svg.INK, stroke_width=1.8) if drawn else ""
    for group in axis.close(one.used, _APART):
        day, level = group[0]
        told = svg.tip(f"{day}: done with {_level(one, level)}")
        dot = shape(
            "circle", axis.at(day), place(level), 2.6, fill=svg.ORANGE, stroke=svg.INK, stroke_width=0.6
        )
        marks.append(svg.tag("g", told + dot))
    return line + "".join(marks)
