"""Text in frames, and the frames of what holds in every phase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures import svg
from vmo_rehab.report.pictures.graph import standing_rules

PAD: Final = 8.0
TYPE: Final = 11.5
_PANEL: Final = 310.0
_BETWEEN: Final = 14.0


@frozen
class Box:
    """Text in a frame.

    Args:
        x: its left edge.
        y: its upper edge.
        width: of the frame.
        words: its lines.
        top: what is kept free above them.
    """

    x: float
    y: float
    width: float
    words: tuple[svg.Words, ...]
    top: float = 0

    @property
    def height(self) -> float:
        """How high the frame is."""
        return len(self.words) * TYPE * svg.LINE + 2 * PAD + self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    def frame(self, name: str, stroke: str, fill: str, **more: str | float) -> str:
        """Draw the frame.

        Args:
            name: what it is, for whoever styles the picture.
            stroke: its colour.
            fill: the colour within.
            more: whatever else the element has.
        """
        size = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        return svg.tag("rect", "", class_=name, **size, fill=fill, stroke=stroke, **more)

    def written(self) -> str:
        """Write its lines."""
        return svg.block(self.x + PAD, self.y + PAD + self.top, self.words, TYPE)


def panel(protocol: Protocol, x: float, y: float, height: float) -> tuple[Box, ...]:
    """Lay out what holds in every phase: red flags, holds, gaps, what names mean.

    Args:
        protocol: whose rules.
        x: left edge of the first column.
        y: upper edge.
        height: from which on one column is too long.

    Returns:
        A frame for each part, in one column or two; none for a protocol without such rules.
    """
    parts = list(_parts(protocol))
    one = _column(parts, x, y)
    if not one or one[-1].bottom <= y + height:
        return one
    beside = x + _PANEL + _BETWEEN
    two = [(*_column(parts[:n], x, y), *_column(parts[n:], beside, y)) for n in range(1, len(parts) + 1)]
    return min(two, key=lambda boxes: max(box.bottom for box in boxes))


def _column(parts: Iterable[tuple[svg.Words, ...]], x: float, y: float) -> tuple[Box, ...]:
    boxes = []
    for words in parts:
        boxes.append(Box(x, y, _PANEL, words))
        y = boxes[-1].bottom + _BETWEEN
    return tuple(boxes)


def _parts(protocol: Protocol) -> Iterator[tuple[svg.Words, ...]]:
    room = _PANEL - 2 * PAD
    for title, lines in standing_rules(protocol):
        head = svg.folded([title], room, TYPE, bold=True)
        yield (*head, *svg.folded(lines, room, TYPE))
