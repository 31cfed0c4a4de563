"""Comparisons as they are spoken: what sign was meant."""

from __future__ import annotations

import re
from typing import Final

_SPOKEN: Final = (
    ("<=", re.compile(r"(?:at\s+most|(?:no|not)\s+more\s+than|up\s+to|max(?:imum)?)\s+(.+)", re.IGNORECASE)),
    (">=", re.compile(r"(?:at\s+least|(?:no|not)\s+less\s+than|min(?:imum)?)\s+(.+)", re.IGNORECASE)),
    ("<", re.compile(r"(?:(?:less|lower|smaller)\s+than|below|under)\s+(.+)", re.IGNORECASE)),
    (">", re.compile(r"(?:(?:more|higher|greater)\s+than|above)\s+(.+)", re.IGNORECASE)),
    ("<=", re.compile(r"0\s*(?:-|to)\s*(\d+)", re.IGNORECASE)),
)


def with_sign(measure: str, rest: str) -> str:
    """Return a cure for a comparison without a sign: the line as it was meant, where that can be told.

    Args:
        measure: the measure that it begins with.
        rest: what stands behind it.

    Example:
        >>> with_sign("pain_during", "at most 3")
        'write pain_during <= 3'
        >>> with_sign("pain_during", "three")
        'write <, <=, > or >= and a limit behind it: pain_during <= ...'
    """
    for sign, form in _SPOKEN:
        if found := form.fullmatch(rest):
            return f"write {measure} {sign} {found[1]}"
    return f"write <, <=, > or >= and a limit behind it: {measure} <= ..."
