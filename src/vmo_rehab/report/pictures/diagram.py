"""A protocol as a picture: its phases from top to bottom, the ways on and back with what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.boxes import PAD, TYPE, Box, panel
from vmo_rehab.report.pictures.graph import Way, WayKind, phase_head, phase_short, ways
from vmo_rehab.report.words import called, count

_MARGIN: Final = 20.0
_HEAD: Final = 800.0
_PHASE: Final = 300.0
_LABEL: Final = 260.0
_TRUNK: Final = 30.0
"""Between a phase and what stands beside it."""
_LANE: Final = 14.0
_CHANNEL: Final = 50.0
"""Between one row and the next; arrows cross in it."""
_BETWEEN: Final = 12.0
_TITLE: Final = 13.5
_HERE: Final = 20.0
_COLOURS: Final = {WayKind.ON: svg.BLUE, WayKind.BACK: svg.VERMILION, WayKind.DOWN: svg.SOFT}
_DASHES: Final = {WayKind.ON: "", WayKind.BACK: "7 4", WayKind.DOWN: "2 3"}
_KEY: Final = (
    "Right, solid lines: ways on, asked after a session done as prescribed. Left, dashed lines: ways back. "
    "Dotted: one level down in load, the phase stays. Warnings come first; a missing answer is never "
    "taken as a good one."
)


@frozen
class _Row:
    """A phase with the labels beside it."""

    phase: Box
    labels: tuple[tuple[Way, Box], ...]

    @property
    def top(self) -> float:
        return self.phase.y

    @property
    def bottom(self) -> float:
        return max(box.bottom for box in (self.phase, *(box for _, box in self.labels)))


@frozen
class _Line:
    """All ways on (or all ways back) to one phase, which share a lane beside the labels."""

    kind: WayKind
    to: int
    starts: tuple[Box, ...]
    turn: float
    lane: int = field(default=0, kw_only=True)

    @property
    def span(self) -> tuple[float, float]:
        ys = [self.turn, *(box.middle for box in self.starts)]
        return min(ys), max(ys)


def diagram_svg(protocol: Protocol, *, here: str | None = None) -> str:
    """Draw a protocol.

    Args:
        protocol: checked and resolved.
        here: id of the phase a patient is in, which is marked; ``None`` for no patient.

    Returns:
        One ``<svg>`` element that needs nothing from outside.

    Example:
        >>> from vmo_rehab.protocol.model import Phase
        >>> knee = Protocol(id="knee", revision="1", title="Knee", intended_use="an example", start="a",
        ...                 measures={}, phases=(Phase(id="a", title="Lock & load", final=True),))
        >>> drawn = diagram_svg(knee, here="a")
        >>> drawn.startswith("<svg "), "1. Lock &amp; load" in drawn, "THE PATIENT IS HERE" in drawn
        (True, True, True)
    """
    found = ways(protocol)
    beside = any(way.kind is not WayKind.ON for way in found)
    title, y = _head(protocol)
    y += _CHANNEL
    flat = _rows(protocol, found, here, 0, y)
    lines = [_lanes(flat, kind) for kind in (WayKind.BACK, WayKind.ON)]
    left, right = (max((one.lane + 1 for one in some), default=0) * _LANE for some in lines)
    x = _MARGIN + (left + _LABEL + _TRUNK if beside else 0)
    edge = x + _PHASE + (_TRUNK + _LABEL if lines[1] else 0)
    rows = _rows(protocol, found, here, x, y)
    rules = panel(protocol, edge + right + 2 * _LANE, y, rows[-1].bottom - y)
    width = max(_HEAD + _MARGIN, edge + right, *(box.right for box in rules)) + _MARGIN
    height = max([rows[-1].bottom + _CHANNEL, *(box.bottom for box in rules)]) + _MARGIN
    inner = [
        title,
        *(box.frame("panel", svg.SOFT, svg.PAPER, rx=3) + box.written() for box in rules),
        *(_line(rows, one, x - _TRUNK - _LABEL) for one in lines[0]),
        *(_line(rows, one, edge) for one in lines[1]),
        _start(rows[protocol.phase_order[protocol.start]].phase),
        *(_row(protocol.phases[place], row, here) for place, row in enumerate(rows)),
    ]
    told = f"{protocol.intended_use} {count(len(rows), 'phase')}; {count(len(found), 'way')} between them."
    if here is not None:
        told += f" The patient is in {called(protocol, here)}."
    return svg.picture(width, height, protocol.title, told, "".join(inner), _heads())


def _heads() -> str:
    """Write the arrow heads, one of each colour."""
    return "".join(
        svg.tag(
            "marker",
            svg.tag("path", d="M0,0 L9,4.5 L0,9 z", fill=_COLOURS[kind]),
            id=f"vmo-{kind}",
            markerWidth=9,
            markerHeight=9,
            refX=8,
            refY=4.5,
            orient="auto",
            markerUnits="userSpaceOnUse",
        )
        for kind in WayKind
    )


def _head(protocol: Protocol) -> tuple[str, float]:
    """Write title, revision and key; return them with where they end."""
    room, y, written = _HEAD, _MARGIN, ""
    named = f"{protocol.id}, revision {protocol.revision}, {protocol.status}"
    for words, size, fill in (
        (svg.folded([protocol.title], room, 20, bold=True), 20.0, svg.INK),
        (svg.folded([named], room, 12), 12.0, svg.SOFT),
        (svg.folded([_KEY], room, 12), 12.0, svg.SOFT),
    ):
        written += svg.block(_MARGIN, y, words, size, fill)
        y += len(words) * size * svg.LINE + 4
    return written, y


def _rows(protocol: Protocol, found: Sequence[Way], here: str | None, x: float, y: float) -> list[_Row]:
    rows = []
    for place, phase in enumerate(protocol.phases):
        mine = [way for way in found if way.source == place]
        back = _stack([way for way in mine if way.kind is not WayKind.ON], x - _TRUNK - _LABEL, y)
        on = _stack([way for way in mine if way.kind is WayKind.ON], x + _PHASE + _TRUNK, y)
        row = _Row(_phase(protocol, phase, here, x, y), (*back, *on))
        rows.append(row)
        y = row.bottom + _CHANNEL
    return rows


def _phase(protocol: Protocol, phase: Phase, here: str | None, x: float, y: float) -> Box:
    room = _PHASE - 2 * PAD
    title = svg.folded([phase_head(protocol, phase)], room, _TITLE, bold=True)
    told = svg.folded(phase_short(protocol, phase), room, TYPE)
    return Box(x, y, _PHASE, (*title, *told), _HERE if phase.id == here else 0)


def _stack(mine: Sequence[Way], x: float, y: float) -> list[tuple[Way, Box]]:
    stacked = []
    for way in mine:
        room = _LABEL - 2 * PAD
        words = (*svg.folded([way.head], room, TYPE, bold=True), *svg.folded(way.lines, room, TYPE))
        box = Box(x, y, _LABEL, words)
        stacked.append((way, box))
        y = box.bottom + _BETWEEN
    return stacked


def _lines(rows: Sequence[_Row], kind: WayKind) -> list[_Line]:
    """Gather the ways to each phase; those on turn in above it, those back below it."""
    found = []
    for to, row in enumerate(rows):
        starts = tuple(box for one in rows for way, box in one.labels if way.kind is kind and way.to == to)
        if starts:
            turn = row.top - 16 if kind is WayKind.ON else row.bottom + 16
            found.append(_Line(kind, to, starts, turn))
    return found


def _lanes(rows: Sequence[_Row], kind: WayKind) -> list[_Line]:
    """Give each line a lane in which no other runs beside it, the short ones nearest to the labels."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for line in sorted(_lines(rows, kind), key=lambda one: one.span[1] - one.span[0]):
        low, high = line.span
        free = (n for n, spans in enumerate(taken) if all(high < a or b < low for a, b in spans))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append(line.span)
        placed.append(_Line(line.kind, line.to, line.starts, line.turn, lane=lane))
    return placed


def _line(rows: Sequence[_Row], line: _Line, edge: float) -> str:
    """Draw the ways to one phase: out of their labels, along the lane, and in at the phase."""
    to = rows[line.to].phase
    side = 1 if line.kind is WayKind.ON else -1
    lane = edge + side * (line.lane + 1) * _LANE
    entry, end = (to.right - 40, to.y) if side > 0 else (to.x + 40, to.bottom)
    far = max(line.starts, key=lambda box: abs(box.middle - line.turn))
    paths = [
        _path([(edge, box.middle), (lane, box.middle)], line.kind) for box in line.starts if box is not far
    ]
    whole = [
        (edge, far.middle),
        (lane, far.middle),
        (lane, line.turn),
        (entry, line.turn),
        (entry, end + (-1 if side > 0 else 1)),
    ]
    return "".join(paths) + _path(whole, line.kind, arrow=True)


def _path(points: Sequence[tuple[float, float]], kind: WayKind, *, arrow: bool = False) -> str:
    given: dict[str, str | float] = {"stroke_dasharray": _DASHES[kind]} if _DASHES[kind] else {}
    if arrow:
        given["marker_end"] = f"url(#vmo-{kind})"
    d = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return svg.tag("path", "", d=d, fill="none", stroke=_COLOURS[kind], stroke_width=1.8, **given)


def _start(box: Box) -> str:
    x, y = box.x + box.width / 2, box.y - 30
    return (
        svg.tag("circle", cx=x, cy=y, r=6, fill=svg.INK)
        + svg.text(x + 12, y + 4, "Start", 12, fill=svg.INK)
        + svg.tag("path", d=f"M{x:.1f},{y:.1f} L{x:.1f},{box.y - 1:.1f}", stroke=svg.INK, stroke_width=1.8)
    )


def _row(phase: Phase, row: _Row, here: str | None) -> str:
    box, present = row.phase, phase.id == here
    thick = 4 if present or phase.final else 1.6
    frame = box.frame("phase", svg.INK, svg.PALE, rx=10, stroke_width=thick, data_phase=phase.id)
    if present:
        frame += svg.tag("rect", x=box.x, y=box.y, width=box.width, height=_HERE, rx=6, fill=svg.INK)
        frame += svg.text(
            box.x + PAD, box.y + 14, "THE PATIENT IS HERE", TYPE, fill=svg.PAPER, font_weight="bold"
        )
    return "".join(_label(box, way, label) for way, label in row.labels) + frame + box.written()


def _label(phase: Box, way: Way, box: Box) -> str:
    """Draw what a way asks for, joined to its phase."""
    on = way.kind is WayKind.ON
    edge, trunk, near = (
        (phase.right, phase.right + _TRUNK / 2, box.x) if on else (phase.x, phase.x - _TRUNK / 2, box.right)
    )
    leave = min(box.middle, phase.bottom - 14)
    points = [(edge, leave), (trunk, leave), (trunk, box.middle), (near, box.middle)]
    dash = _DASHES[way.kind] if way.kind is WayKind.DOWN else "none"
    frame = box.frame(
        f"way {way.kind}", _COLOURS[way.kind], svg.PAPER, rx=3, stroke_width=1.4, stroke_dasharray=dash
    )
    return _path(points, way.kind) + frame + box.written()
