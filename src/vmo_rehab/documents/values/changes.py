"""Changes of a load in a scheme file: keep, +2.5 kg, -5 to -2.5 kg, +5%, one level up."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.leaves import Found
from vmo_rehab.protocol.scheme import KEEP, Change, Unit

_NUMBER: Final = r"[+-]?\d{1,6}(?:\.\d{1,3})?"
CHANGE: Final = re.compile(rf"({_NUMBER})(?: *(kg|lb|%))?(?: to ({_NUMBER}))? *(kg|lb|%)?")
_WORDS: Final = {
    "keep": KEEP,
    "one level up": Change(1, 1, Unit.LEVELS),
    "one level down": Change(-1, -1, Unit.LEVELS),
}
_MOST: Final = {Unit.KG: 500_000, Unit.LB: 1_000_000, Unit.PERCENT: 100}
_THOUSAND: Final = {Unit.KG: 1000, Unit.LB: 1000, Unit.PERCENT: 1}


def change(scalar: Scalar, found: Found) -> Change | None:
    """Read a change of a load.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The change, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> change(Scalar("-5 to -2.5 kg", "-5 to -2.5 kg"), found)
        Change(low=-5000, high=-2500, unit=<Unit.KG: 'kg'>)
        >>> change(Scalar("5 kg", "5 kg"), found)
        >>> found[0].cure
        'write +5 kg to add, or -5 kg to take away'
    """
    written = scalar.text.strip()
    if written in _WORDS:
        return _WORDS[written]
    cure = "write keep, +2.5 kg, -5 to -2.5 kg, +5% or one level up"
    read = _ends(scalar, found, "a change of a load", cure)
    if read is None:
        return None
    low, high, unit = read
    numbers = [number for number in (low, high) if number]
    if cure := _sign_missing(numbers, low, high, unit):
        found.append(scalar.finding("V348", f"{shown(written)} does not say whether it adds", cure))
        return None
    ends = [_steps(Decimal(number), unit) for number in numbers]
    if any(end is None or abs(end) > _MOST[unit] for end in ends):
        cure = f"write at most {_MOST[unit] // _THOUSAND[unit]}{_behind(unit)}"
        cure += ", in whole percent" if unit is Unit.PERCENT else ""
        found.append(scalar.finding("V300", f"{shown(written)} is out of range", cure))
        return None
    made = Change(ends[0] or 0, ends[-1] or 0, unit)
    return _checked(made, written, scalar, found)


def amount(scalar: Scalar, found: Found) -> Change | None:
    """Read an amount that is no change yet: ``10 kg``, ``5%``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        A change by that much upwards, or ``None`` after a finding.

    Example:
        >>> amount(Scalar("2.75 kg", "2.75 kg"), []).low
        2750
    """
    cure = "write one number above 0 with its unit, such as 10 kg or 5%"
    read = _ends(scalar, found, "an amount", cure)
    if read is None:
        return None
    low, high, unit = read
    steps = _steps(Decimal(low), unit)
    if high or low[0] in "+-" or not steps or steps > _MOST[unit]:
        found.append(scalar.finding("V348", f"{shown(scalar.text)} is not an amount", cure))
        return None
    return Change(steps, steps, unit)


def _ends(scalar: Scalar, found: Found, due: str, cure: str) -> tuple[str, str, Unit] | None:
    """Return the numbers as written, the second empty where there is one, and the unit."""
    if leaves.decimal_comma(scalar, found):
        return None
    match = CHANGE.fullmatch(scalar.text.strip())
    first, inner, second, unit = match.groups() if match else ("", None, None, None)
    if match and not (inner and unit and inner != unit) and not (inner and second and not unit):
        if known := unit or inner:
            return first, second or "", Unit(known)
        what = f"{shown(scalar.text)} has no unit"
        words = f"{first} to {second}" if second else first
        found.append(scalar.finding("V315", what, f"write {words} kg, {words} lb or {words}%"))
        return None
    found.append(scalar.finding("V348", f"{shown(scalar.text)} is not {due}", cure))
    return None


def _sign_missing(numbers: list[str], low: str, high: str, unit: Unit) -> str:
    """Return what to write where a number has no sign; empty where each has one, or is nought."""
    if not any(number[0] not in "+-" and Decimal(number) for number in numbers):
        return ""
    if not high:
        return f"write +{low}{_behind(unit)} to add, or -{low}{_behind(unit)} to take away"
    signed = [number if number[0] in "+-" or not Decimal(number) else f"+{number}" for number in (low, high)]
    return f"write {signed[0]} to {signed[1]}{_behind(unit)}, with a sign before each number"


def _steps(number: Decimal, unit: Unit) -> int | None:
    steps = number * _THOUSAND[unit]
    return int(steps) if steps == steps.to_integral_value() else None


def _checked(made: Change, written: str, scalar: Scalar, found: Found) -> Change | None:
    if made.low > made.high:
        first, second = re.findall(_NUMBER, written)
        cure = f"write the lighter end first: {second} to {first}{_behind(made.unit)}"
        found.append(scalar.finding("V348", f"{shown(written)} is the wrong way round", cure))
        return None
    if made.low == made.high == 0:
        found.append(scalar.finding("V348", f"{shown(written)} changes nothing", "write keep"))
        return None
    return made


def _behind(unit: Unit) -> str:
    return "%" if unit is Unit.PERCENT else f" {unit}"
