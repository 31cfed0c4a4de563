"""A picture as PNG, by the optional library resvg_py."""

from __future__ import annotations

import re
from typing import Final

from vmo_rehab.report.pictures import svg

_ZOOM: Final = 2.0
"""Pixels for each unit of a picture: sharp on paper."""
_MOST: Final = 16_000
"""Pixels of a side; beyond it many viewers give up."""
_SIZE: Final = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


class NoPngError(RuntimeError):
    """A PNG cannot be drawn on this machine; says how that is mended."""


def as_png(drawn: str) -> bytes:
    """Draw a picture as PNG.

    Args:
        drawn: a picture of this room.

    Raises:
        NoPngError: the library is not installed, or the machine has no font to write with.
    """
    try:
        from resvg_py import svg_to_bytes
    except ModuleNotFoundError:
        raise NoPngError(
            'a PNG needs the library resvg_py, which is not installed; run: pip install "vmo-rehab[png]", '
            "or draw an SVG"
        ) from None
    if svg_to_bytes(svg_string=_probe("M")) == svg_to_bytes(svg_string=_probe(" ")):
        raise NoPngError(
            "a PNG needs a font, and this machine has none; install one, such as DejaVu or Liberation, "
            "or draw an SVG"
        )
    size = _SIZE.search(drawn)
    assert size  # noqa: S101 - every picture of this room has one
    zoom = min(_ZOOM, _MOST / max(map(float, size.groups())))
    return bytes(svg_to_bytes(svg_string=drawn, zoom=zoom))


def _probe(words: str) -> str:
    return svg.picture(30, 30, "", "", svg.text(4, 24, words, 20))
