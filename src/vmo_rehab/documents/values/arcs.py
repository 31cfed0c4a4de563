"""Ranges of the knee in a file."""

from __future__ import annotations

import re
from typing import Final

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.protocol.exercise import MOST_BENT, Arc

ARC: Final = re.compile(r"(\d{1,3})(?:-(\d{1,3}))? ?deg")


def arc_of(scalar: Scalar, found: list[Diagnostic]) -> Arc | None:
    """Read a range of the knee: ``90-45 deg``, or ``60 deg`` for one angle.

    Args:
        scalar: the value.
        found: findings are added to it.
    """
    match = ARC.fullmatch(scalar.text.strip())
    bent, straight = (int(match[1]), int(match[2] or match[1])) if match else (-1, -1)
    if not match or max(bent, straight) > MOST_BENT:
        what = f"{shown(scalar.text)} is not a range of the knee"
        cure = f"write 90-45 deg, or 60 deg for one angle; degrees of flexion, 0 to {MOST_BENT}"
        found.append(scalar.finding("V340", what, cure))
        return None
    if bent < straight:
        what = f"{shown(scalar.text)} goes from straight to bent"
        cure = f"write the more bent end first: {straight}-{bent} deg"
        found.append(scalar.finding("V341", what, cure))
        return None
    return Arc(bent, straight)
