"""Times as they are spoken: which whole days or weeks were meant."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

_HOURS: Final = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 1),
    **dict.fromkeys(("d", "day", "days"), 24),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), 168),
}
_UNITS: Final = "|".join(_HOURS)
_NUMBER_FIRST: Final = re.compile(
    rf"(?<![\w.,-])(\d{{1,4}}(?:[.,]\d{{1,2}})?)[ -]?({_UNITS})\b", re.IGNORECASE
)
_UNIT_FIRST: Final = re.compile(r"\b(days?|weeks?) (\d{1,4})(?![\w.,])", re.IGNORECASE)


def meant(text: str) -> str:
    """Return the time that a text speaks of, in whole days or weeks; empty where it speaks of none.

    Args:
        text: what was written, with any words around the time.

    Example:
        >>> meant("48 h"), meant("week 6"), meant("6 weeks post injury"), meant("1,5 weeks"), meant("a while")
        ('2 days', '6 weeks', '6 weeks', '10 days or 11 days', '')
    """
    if found := _NUMBER_FIRST.search(text):
        number, unit = found.groups()
    elif found := _UNIT_FIRST.search(text):
        unit, number = found.groups()
    else:
        return ""
    hours = _HOURS[unit.lower()]
    days = Fraction(number.replace(",", ".")) * hours / 24
    if hours == _HOURS["week"] and number.isdecimal():
        return _counted(int(number), "week")
    below = int(days)
    if days == below:
        return _counted(below, "day")
    return " or ".join(_counted(one, "day") for one in (below, below + 1) if one)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
