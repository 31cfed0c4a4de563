"""A protocol as a picture: its phases from top to bottom, the ways on and back with what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.graph import Way, WayKind, phase_head, phase_short, standing_rules, ways
from vmo_rehab.report.words import called, count

_MARGIN: Final = 20.0
_PHASE: Final = 300.0
_LABEL: Final = 260.0
_PANEL: Final = 300.0
_TRUNK: Final = 30.0
"""Between a phase and what stands beside it."""
_LANE: Final = 14.0
_CHANNEL: Final = 50.0
"""Between one row and the next; arrows cross in it."""
_BETWEEN: Final = 12.0
_PAD: Final = 8.0
_TYPE: Final = 11.5
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
class _Box:
    """Text in a frame: its left upper corner, its size, and its lines."""

    x: float
    y: float
    width: float
    words: tuple[svg.Words, ...]
    top: float = 0

    @property
    def height(self) -> float:
        return len(self.words) * _TYPE * svg.LINE + 2 * _PAD + self.top

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def right(self) -> float:
        return self.x + self.width


@frozen
class _Row:
    """A phase with the labels beside it."""

    phase: _Box
    labels: tuple[tuple[Way, _Box], ...]

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
    starts: tuple[_Box, ...]
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
    left = len({way.to for way in found if way.kind is WayKind.BACK})
    beside = any(way.kind is not WayKind.ON for way in found)
    x = _MARGIN + ((left + 1) * _LANE + _LABEL + _TRUNK if beside else 0)
    right = x + _PHASE + (_TRUNK + _LABEL if len(protocol.phases) > 1 else 0)
    lanes = len({way.to for way in found if way.kind is WayKind.ON})
    panel_x = right + (lanes + 2) * _LANE
    width = panel_x + _PANEL + _MARGIN
    head, y = _head(protocol, width)
    rows = _rows(protocol, found, here, x, y + _CHANNEL)
    panel, low = _panel(protocol, panel_x, y + _CHANNEL)
    height = max(low, rows[-1].bottom + _CHANNEL / 2) + _MARGIN
    on = _lanes(_lines(rows, WayKind.ON))
    back = _lanes(_lines(rows, WayKind.BACK))
    inner = [
        head,
        panel,
        *(_line(rows, one, right) for one in on),
        *(_line(rows, one, x - _TRUNK - _LABEL) for one in back),
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


def _head(protocol: Protocol, width: float) -> tuple[str, float]:
    """Write title, revision and key; return them with where they end."""
    room, y, written = width - 2 * _MARGIN, _MARGIN, ""
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


def _phase(protocol: Protocol, phase: Phase, here: str | None, x: float, y: float) -> _Box:
    room = _PHASE - 2 * _PAD
    title = svg.folded([phase_head(protocol, phase)], room, _TITLE, bold=True)
    told = svg.folded(phase_short(protocol, phase), room, _TYPE)
    return _Box(x, y, _PHASE, (*title, *told), _HERE if phase.id == here else 0)


def _stack(mine: Sequence[Way], x: float, y: float) -> list[tuple[Way, _Box]]:
    stacked = []
    for way in mine:
        room = _LABEL - 2 * _PAD
        words = (*svg.folded([way.head], room, _TYPE, bold=True), *svg.folded(way.lines, room, _TYPE))
        box = _Box(x, y, _LABEL, words)
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


def _lanes(lines: Sequence[_Line]) -> list[_Line]:
    """Give each line a lane in which no other runs beside it, the short ones nearest to the labels."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for line in sorted(lines, key=lambda one: one.span[1] - one.span[0]):
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
    return svg.tag("path", d=d, fill="none", stroke=_COLOURS[kind], stroke_width=1.8, **given)


def _start(box: _Box) -> str:
    x, y = box.x + box.width / 2, box.y - 30
    return (
        svg.tag("circle", cx=x, cy=y, r=6, fill=svg.INK)
        + svg.text(x + 12, y + 4, "Start", 12, fill=svg.INK)
        + svg.tag("path", d=f"M{x:.1f},{y:.1f} L{x:.1f},{box.y - 1:.1f}", stroke=svg.INK, stroke_width=1.8)
    )


def _row(phase: Phase, row: _Row, here: str | None) -> str:
    box, present = row.phase, phase.id == here
    frame = _frame(
        box, "phase", svg.INK, 3.5 if present or phase.final else 1.6, svg.PALE, data_phase=phase.id
    )
    if phase.final:
        frame += svg.tag(
            "rect",
            x=box.x + 5,
            y=box.y + 5,
            width=box.width - 10,
            height=box.height - 10,
            rx=9,
            fill="none",
            stroke=svg.INK,
        )
    if present:
        frame += svg.tag("rect", x=box.x, y=box.y, width=box.width, height=_HERE, rx=6, fill=svg.INK)
        frame += svg.text(
            box.x + _PAD, box.y + 14, "THE PATIENT IS HERE", _TYPE, fill=svg.PAPER, font_weight="bold"
        )
    return "".join(_label(box, way, label) for way, label in row.labels) + frame + _written(box)


def _frame(box: _Box, name: str, stroke: str, width: float, fill: str, **more: str) -> str:
    return svg.tag(
        "rect",
        class_=name,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=10 if name == "phase" else 3,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        **more,
    )


def _written(box: _Box) -> str:
    return svg.block(box.x + _PAD, box.y + _PAD + box.top, box.words, _TYPE)


def _label(phase: _Box, way: Way, box: _Box) -> str:
    """Draw what a way asks for, joined to its phase."""
    on = way.kind is WayKind.ON
    edge, trunk, near = (
        (phase.right, phase.right + _TRUNK / 2, box.x) if on else (phase.x, phase.x - _TRUNK / 2, box.right)
    )
    leave = min(box.middle, phase.bottom - 14)
    points = [(edge, leave), (trunk, leave), (trunk, box.middle), (near, box.middle)]
    dash = {"stroke_dasharray": _DASHES[way.kind]} if way.kind is WayKind.DOWN else {}
    frame = _frame(box, f"way {way.kind}", _COLOURS[way.kind], 1.4, svg.PAPER, **dash)
    return _path(points, way.kind) + frame + _written(box)


def _panel(protocol: Protocol, x: float, y: float) -> tuple[str, float]:
    """Write what holds in every phase; return it with where it ends."""
    words: list[svg.Words] = []
    room = _PANEL - 2 * _PAD
    for title, lines in standing_rules(protocol):
        words += [svg.Words("")] if words else []
        words += svg.folded([title], room, _TYPE, bold=True)
        words += svg.folded(lines, room, _TYPE)
    if not words:
        return "", y
    box = _Box(x, y, _PANEL, (svg.Words("IN EVERY PHASE", bold=True), svg.Words(""), *words))
    return _frame(box, "panel", svg.SOFT, 1, svg.PAPER) + _written(box), box.bottom
