"""A patient's way as a picture: phases, decisions, pain and loads along the days."""

from __future__ import annotations

from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.report.pictures import svg


def timeline_svg(protocol: Protocol, record: Record) -> str:
    """Draw a patient's way.

    Args:
        protocol: the one the record is in.
        record: all that was logged; it folds itself.

    Returns:
        One ``<svg>`` element that needs nothing from outside.
    """
    fold = record.fold(protocol)
    lines = [f"{one.date}: {one.kind}, {one.phase_after}" for one in fold.decisions]
    words = svg.folded(lines or ["no sessions yet"], 760, 12)
    height = 40 + len(words) * 12 * svg.LINE
    return svg.picture(800, height, protocol.title, "A patient's way.", svg.block(20, 20, words, 12))
