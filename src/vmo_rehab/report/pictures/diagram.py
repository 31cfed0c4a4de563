"""A protocol as a picture: its phases from top to bottom, the ways on and back with what they ask for."""

from __future__ import annotations

from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.pictures import svg


def diagram_svg(protocol: Protocol, *, here: str | None = None) -> str:
    """Draw a protocol.

    Args:
        protocol: checked and resolved.
        here: id of the phase a patient is in, which is marked; ``None`` for no patient.

    Returns:
        One ``<svg>`` element that needs nothing from outside.
    """
    boxes = []
    for place, phase in enumerate(protocol.phases):
        y = 60 + 60 * place
        width = 3 if phase.id == here else 1
        boxes.append(
            svg.tag(
                "rect",
                x=20,
                y=y,
                width=360,
                height=40,
                rx=8,
                fill=svg.PALE,
                stroke=svg.INK,
                stroke_width=width,
            )
        )
        boxes.append(svg.block(30, y + 10, svg.fold(phase.title, 340, 13), 13))
    height = 80 + 60 * len(protocol.phases)
    return svg.picture(400, height, protocol.title, protocol.intended_use, "".join(boxes))
