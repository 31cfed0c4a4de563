"""Comparisons as they are spoken: what sign was meant."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

_SPOKEN: Final = (
    ("<=", re.compile(r"(?:at\s+most|(?:no|not)\s+more\s+than|up\s+to|max(?:imum)?)\s+(.+)", re.IGNORECASE)),
    (">=", re.compile(r"(?:at\s+least|(?:no|not)\s+less\s+than|min(?:imum)?)\s+(.+)", re.IGNORECASE)),
    ("<", re.compile(r"(?:(?:less|lower|smaller)\s+than|below|under)\s+(.+)", re.IGNORECASE)),
    (">", re.compile(r"(?:(?:more|higher|greater)\s+than|above|over)\s+(.+)", re.IGNORECASE)),
    ("<=", re.compile(r"0\s*(?:-|to)\s*(\d+)", re.IGNORECASE)),
)
_MIRRORED: Final = {"<": ">", "<=": ">=", "≤": ">=", ">": "<", ">=": "<=", "≥": "<="}
_SIGN: Final = r"(<=|>=|≤|≥|<|>)"
_FIRST: Final = re.compile(rf"([a-z]\w*(?:\s+of\s+\S+)?)\s*(?:{_SIGN}\s*(\S+))?(\s+(?:for|in|over)\s.+)?")
_LAST: Final = re.compile(rf"{_SIGN}\s*(.+?)\s+([a-z]\w*)")


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


def measure_first(number: str, sign: str, rest: str) -> str:
    """Return a cure for a comparison that begins with its number.

    Args:
        number: the number with its unit.
        sign: the sign behind it.
        rest: what stands behind the sign.

    Example:
        >>> measure_first("5", "<", "pain_during")
        'write pain_during > 5'
        >>> measure_first("1", "<=", "pain_during <= 3")
        'write two criteria: all: [pain_during >= 1, pain_during <= 3]'
    """
    found = _FIRST.fullmatch(rest)
    if not found:
        return "begin with the measure that is compared"
    window = found[4] or ""
    turned = f"{found[1]} {_MIRRORED.get(sign, sign)} {number}{window}"
    if not found[2]:
        return f"write {turned}"
    return f"write two criteria: all: [{turned}, {found[1]} {found[2]} {found[3]}{window}]"


def measure_last(line: str, sign: str, measures: Container[str]) -> str:
    """Return a cure for a comparison that begins with its sign.

    Args:
        line: the whole line.
        sign: the sign.
        measures: the ids of all measures.

    Example:
        >>> measure_last("> 5 effort", ">", {"effort"}), measure_last("> 5", ">", {"effort"})
        ('write effort > 5', 'write what is compared first: "pain_during > 5"')
    """
    found = _LAST.fullmatch(line)
    if found and found[3] in measures:
        return f"write {found[3]} {sign} {found[2]}"
    return f'write what is compared first: "pain_during {line}"'
