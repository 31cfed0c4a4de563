"""Reads single values: texts, whole numbers, dates, times, percentages, ids and words out of a list.

Each reader takes the value and the list of findings; it returns what was read, or ``None`` after a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import Final

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import times

Found = list[Diagnostic]

LONGEST_DURATION: Final = 730
"""Days; beyond two years no rule of a protocol looks."""
_LONGEST_ID = 64
# Longer ones are no numbers with a unit, and patterns must not search through a whole book.
_LONGEST_MEASURE = 40

_DECIMAL_COMMA = re.compile(r"([-+]?\d+),(\d+)(?=\s|%|\Z)")
_PERCENT_FORM: Final = "a whole number and a percent sign, such as 90%"
_YES = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_DAYS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_DURATION = re.compile(r"(\S+?)\s*([A-Za-z]*)")
# The standard library's names follow the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
SNAKE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def text(scalar: Scalar, found: Found) -> str | None:
    """Read a text that is not blank.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The text without outer blanks, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> text(Scalar("Knee straight", "Knee straight"), found), text(Scalar(7, "7"), found)
        ('Knee straight', None)
        >>> found[0].cure
        'put it in quotes: "7"'
    """
    if isinstance(scalar.value, str):
        if trimmed := scalar.value.strip():
            return trimmed
        found.append(scalar.finding("V205", "the text is blank", "write the text between the quotes"))
    elif scalar.value is None:
        found.append(scalar.finding("V205", "a text is due, and nothing stands here", "write the text"))
    else:
        what = f"a text is due, and {scalar.described} stands here"
        found.append(scalar.finding("V207", what, f'put it in quotes: "{scalar.text}"'))
    return None


def whole_number(scalar: Scalar, found: Found, *, low: int, high: int) -> int | None:
    """Read a whole number.

    Args:
        scalar: the value.
        found: findings are added to it.
        low: the least number that passes.
        high: the greatest number that passes.

    Returns:
        The number, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> whole_number(Scalar(3, "3"), found, low=1, high=10)
        3
        >>> whole_number(Scalar("3,5", "3,5"), found, low=1, high=10)
        >>> found[0].what
        'the number "3,5" is written with a decimal comma'
    """
    if isinstance(scalar.value, int) and not isinstance(scalar.value, bool):
        return _in_range(scalar, found, scalar.value, low, high, "")
    if decimal_comma(scalar, found, _as_whole):
        return None
    what = f"a whole number is due, and {scalar.described} stands here"
    found.append(scalar.finding("V208", what, _as_number(scalar, low, high)))
    return None


def boolean(scalar: Scalar, found: Found) -> bool | None:
    """Read ``true`` or ``false``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The truth value, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> boolean(Scalar("yes", "yes"), found)
        >>> found[0].cure
        'write true'
    """
    if isinstance(scalar.value, bool):
        return scalar.value
    meant = _YES.get(scalar.text.lower())
    if scalar.text.lower() in {"true", "false"}:
        meant = scalar.text.lower() + ", without quotes"
    what = f"true or false is due, and {scalar.described} stands here"
    found.append(scalar.finding("V209", what, f"write {meant or 'true or false'}"))
    return None


def iso_date(scalar: Scalar, found: Found) -> dt.date | None:
    """Read a date written year, month, day: ``2027-11-01``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The date, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> iso_date(Scalar("01/02/2026", "01/02/2026"), found)
        >>> found[0].cure
        'write 2026-02-01 for 1 February, or 2026-01-02 for 2 January'
    """
    if isinstance(scalar.value, str) and (match := ISO.fullmatch(scalar.value)):
        if date := _date(match[1], match[2], match[3]):
            return date
        what = f"{shown(scalar.text)} is no day of the calendar"
        found.append(scalar.finding("V302", what, "check the month and the day: year-month-day"))
        return None
    what = f"a date is due, and {scalar.described} stands here"
    if match := _SLASHED.fullmatch(scalar.text):
        what = f"the date {shown(scalar.text)} can be read in more than one way"
    found.append(scalar.finding("V302", what, _as_date(scalar.text)))
    return None


def duration_days(scalar: Scalar, found: Found) -> int | None:
    """Read a time in days or weeks: ``10 days``, ``6 weeks``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        Days, 0 to 730, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> duration_days(Scalar("6 weeks", "6 weeks"), found)
        42
        >>> duration_days(Scalar(10, "10"), found)
        >>> found[0].cure
        'write 10 days or 10 weeks'
    """
    if decimal_comma(scalar, found, times.meant):
        return None
    short = len(scalar.text) <= _LONGEST_MEASURE
    match = _DURATION.fullmatch(scalar.text) if short else None
    number, unit = (match[1], match[2].lower()) if match else ("", "")
    if not number.isascii() or not number.isdigit() or len(number) > 6 or (unit and unit not in _DAYS):
        found.append(_no_duration(scalar, number, unit))
        return None
    if not unit:
        what = f"the time {shown(scalar.text)} needs a unit"
        found.append(scalar.finding("V303", what, f"write {number} days or {number} weeks"))
        return None
    return _in_range(scalar, found, int(number) * _DAYS[unit], 0, LONGEST_DURATION, " days")


def percent(scalar: Scalar, found: Found, *, low: int = 0, high: int = 100) -> int | None:
    """Read a whole percentage: ``90%``.

    Args:
        scalar: the value.
        found: findings are added to it.
        low: the least that passes.
        high: the greatest that passes.

    Returns:
        The number before the sign, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> percent(Scalar("90%", "90%"), found)
        90
        >>> percent(Scalar(90, "90"), found)
        >>> found[0].what, found[0].cure
        ('a percentage is due, and the number 90 stands here', 'write 90%')
    """
    if decimal_comma(scalar, found, as_percent):
        return None
    if re.fullmatch(r"[0-9]{1,6}%", scalar.text):
        return _in_range(scalar, found, int(scalar.text[:-1]), low, high, "%")
    what = f"a percentage is due, and {scalar.described} stands here"
    found.append(scalar.finding("V304", what, f"write {as_percent(scalar.text) or _PERCENT_FORM}"))
    return None


def decimal_comma(scalar: Scalar, found: Found, whole: Callable[[str], str] | None = None) -> bool:
    """Find a number that is written with a decimal comma.

    Args:
        scalar: the value.
        found: the finding is added to it.
        whole: where no fraction may stand, what may stand instead of one; empty where it cannot tell.

    Returns:
        Whether there is a finding.

    Example:
        >>> decimal_comma(Scalar("2,5", "2,5"), [])
        True
    """
    match = _DECIMAL_COMMA.match(scalar.text)
    if not match:
        return False
    what = f"the number {shown(match[0])} is written with a decimal comma"
    instead = (
        whole(scalar.text) if whole else f"a decimal point where a fraction may stand: {match[1]}.{match[2]}"
    )
    cure = f"write {instead or 'it without a fraction'}"
    found.append(scalar.finding("V210", what, cure, scalar.at(0, len(match[0]))))
    return True


def kebab_id(scalar: Scalar, found: Found) -> str | None:
    """Read an id in kebab-case, of a protocol, phase, exercise or scheme: ``leg-extension``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The id, at most 64 characters, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> kebab_id(Scalar("Leg extension", "Leg extension"), found)
        >>> found[0].cure
        'write leg-extension'
    """
    return _id(scalar, found, KEBAB, "-", "V305")


def snake_id(scalar: Scalar, found: Found) -> str | None:
    """Read an id in snake_case, of a measure, criterion, fact or hold: ``pain_during``.

    Args:
        scalar: the value.
        found: findings are added to it.

    Returns:
        The id, at most 64 characters, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> snake_id(Scalar("pain-during", "pain-during"), found)
        >>> found[0].cure
        'write pain_during'
    """
    return _id(scalar, found, SNAKE, "_", "V306")


def one_of(scalar: Scalar, found: Found, words: Iterable[str]) -> str | None:
    """Read one word out of a list.

    Args:
        scalar: the value.
        found: findings are added to it.
        words: the words that pass.

    Returns:
        The word, or ``None`` after a finding.

    Example:
        >>> found = []
        >>> one_of(Scalar("atcive", "atcive"), found, ["draft", "active", "retired"])
        >>> found[0].cure
        'did you mean "active"?'
    """
    known = tuple(words)
    if isinstance(scalar.value, str) and scalar.value in known:
        return scalar.value
    due = f"one of {len(known)} words" if len(known) > 1 else f'the word "{known[0]}"'
    otherwise = "write one of: {}" if len(known) > 1 else "write {}"
    cure = did_you_mean(scalar.text.strip().lower(), known, otherwise)
    found.append(scalar.finding("V301", f"{due} is due, and {scalar.described} stands here", cure))
    return None


def _in_range(scalar: Scalar, found: Found, number: int, low: int, high: int, unit: str) -> int | None:
    if low <= number <= high:
        return number
    what = f"{shown(scalar.text)} is out of range"
    found.append(scalar.finding("V300", what, f"write {low}{unit} to {high}{unit}"))
    return None


def _as_number(scalar: Scalar, low: int, high: int) -> str:
    digits = re.fullmatch(r"([-+]?)0*([0-9][0-9_ ]*)", scalar.text.strip()[:_LONGEST_MEASURE])
    if digits:
        number = int(re.sub("[_ ]", "", digits[2])[:18])
        return f"write {digits[1].strip('+')}{number}, in digits only and without quotes"
    return f"write a whole number from {low} to {high}"


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _as_date(written: str) -> str:
    """Return a cure with the dates that can have been meant."""
    if (loose := _LOOSE_ISO.fullmatch(written)) and (date := _date(*loose.groups())):
        return f"write {date.isoformat()}"
    match = _SLASHED.fullmatch(written)
    meant = [_date(match[3], match[2], match[1]), _date(match[3], match[1], match[2])] if match else []
    dates = dict.fromkeys(date for date in meant if date)
    if not dates:
        return "write year-month-day, such as 2027-11-01"
    return "write " + ", or ".join(f"{d.isoformat()} for {d.day} {_MONTHS[d.month - 1]}" for d in dates)


def _no_duration(scalar: Scalar, number: str, unit: str) -> Diagnostic:
    place = scalar.at(scalar.text.lower().rfind(unit), len(unit)) if unit else scalar.span
    meant = times.meant(scalar.text[:_LONGEST_MEASURE])
    if unit in {"month", "months", "year", "years"}:
        what = f"{shown(scalar.text)} is not a fixed time: months and years differ in length"
        return scalar.finding("V307", what, "write it in days or weeks", place)
    if number.isdigit() and unit:
        what = f"the unit {shown(unit)} of {shown(scalar.text)} is not one for a time here"
        return scalar.finding("V303", what, f"write {meant or 'it in whole days or weeks'}", place)
    what = f"a time in whole days or weeks is due, and {scalar.described} stands here"
    cure = f"write {meant}" if meant else "write it such as 10 days or 6 weeks"
    return scalar.finding("V303", what, cure)


def as_percent(written: str) -> str:
    """Return the percentage that was meant, or the two next to it; empty where none can be told.

    Example:
        >>> as_percent("90"), as_percent("0,9"), as_percent("12,5%"), as_percent("most")
        ('90%', '90%', '12% or 13%', '')
    """
    if match := re.fullmatch(r"(\d{1,3})\s*(?:%|percent|per cent)?", written):
        return f"{int(match[1])}%"
    if match := re.fullmatch(r"[01]?[.,](\d{1,2})", written):
        return f"{int(match[1].ljust(2, '0')) + 100 * written.startswith('1')}%"
    if match := re.fullmatch(r"(\d{1,2})[.,]\d+\s*%", written):
        return f"{match[1]}% or {int(match[1]) + 1}%"
    return ""


def _as_whole(written: str) -> str:
    match = re.match(r"(\d{1,6}),\d", written)
    return f"a whole number: {match[1]} or {int(match[1]) + 1}" if match else ""


def _id(scalar: Scalar, found: Found, pattern: re.Pattern[str], joint: str, code: str) -> str | None:
    written = text(scalar, found)
    if written is None:
        return None
    if len(written) > _LONGEST_ID:
        what = f"the id {shown(written)} has {len(written)} characters"
        found.append(scalar.finding(code, what, f"write at most {_LONGEST_ID}"))
        return None
    if pattern.fullmatch(written):
        return written
    signs = {"-": "hyphens", "_": "underscores"}[joint]
    meant = joint.join(re.findall(r"[a-z0-9]+", written.lower()))
    cure = (
        f"write {meant}" if pattern.fullmatch(meant) else f"write small letters and digits, joined by {joint}"
    )
    found.append(scalar.finding(code, f"the id {shown(written)} is not in small letters with {signs}", cure))
    return None
