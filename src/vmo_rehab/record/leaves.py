"""Single values as plain data, and back: each is read strictly, nothing is coerced."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final

from vmo_rehab.engine.session import Absent, Answer, Why
from vmo_rehab.truth import Truth

Read = Callable[[Any, Any], Any]
Write = Callable[[Any], Any]

LIMIT: Final = 10**18
"""Whole numbers are below this."""

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_HALF: Final = re.compile("[\ud800-\udfff]")
_DECIMAL: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?(E[+-]\d{1,3})?")
_SHOWN: Final = 40


class UnreadableError(Exception):
    """A value is not what is expected in its place.

    Attributes:
        places: the steps that lead to it, the innermost first.
    """

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(what)
        self.places = [place]

    def __str__(self) -> str:
        return f"${''.join(reversed(self.places))}: {self.args[0]}"


def unexpected(expected: str, found: object, place: str = "") -> UnreadableError:
    """Return the error for a value of another kind than is expected.

    >>> print(unexpected("a date", {"a": 1}, ".on"))
    $.on: expected a date, found keys and values
    """
    return UnreadableError(f"expected {expected}, found {_shown(found)}", place)


def _shown(value: object) -> str:
    match value:
        case dict():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str() if len(value) > _SHOWN:
            return f"{value[:_SHOWN]!r} and more"
        case int() if abs(value) >= LIMIT:
            return "a number too long"
        case _:
            return repr(value)[: 2 * _SHOWN]


def at(place: str, read: Read, value: object, kind: object) -> Any:  # noqa: ANN401 - any value
    """Read a value in its place: what is unreadable in it tells the way there."""
    try:
        return read(value, kind)
    except UnreadableError as bad:
        bad.places.append(place)
        raise


def read_bool(value: object, _: object) -> bool:
    """Take true and false alone."""
    if value is True or value is False:
        return value
    raise unexpected("true or false", value)


def read_int(value: object, _: object) -> int:
    """Take a whole number, not true or false, of at most 18 digits."""
    if type(value) is int and abs(value) < LIMIT:
        return value
    raise unexpected("a whole number of at most 18 digits", value)


def read_text(value: object, _: object = None) -> str:
    """Take a text, without half characters."""
    if type(value) is not str:
        raise unexpected("a text", value)
    if _HALF.search(value):
        raise UnreadableError("expected a text, found half a character in it")
    return value


def write_text(value: str) -> str:
    """Write a text; half a character, which no file can hold, becomes the replacement character."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)


def _read_date(value: object, _: object = None) -> dt.date:
    if type(value) is str and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise unexpected("a date like 2026-03-02", value)


def _write_date(value: dt.date) -> str:
    if type(value) is not dt.date:
        raise unexpected("a date without a time", value)
    return value.isoformat()


def _read_truth(value: object, _: object) -> Truth:
    for truth in Truth:
        if value == str(truth):
            return truth
    raise unexpected("true, unknown or false as a word", value)


def _read_word(value: object, kind: type[Enum]) -> Enum:
    """Take the values of an enumeration."""
    by_value = _words(kind)
    if type(value) is str and value in by_value:
        return by_value[value]
    raise unexpected(f"one of {', '.join(by_value)}", value)


@cache
def _words(kind: type[Enum]) -> dict[str, Enum]:
    return {one.value: one for one in kind}


def read_answer(value: object, _: object) -> Answer:
    """Take an answer in any of its five forms."""
    if value is True or value is False or type(value) is int:
        return value if type(value) is bool else read_int(value, None)
    if type(value) is str:
        return read_text(value)
    if type(value) is dict and value.keys() == {"absent"}:
        return _read_absent(value, None)
    if type(value) is dict and value.keys() == {"decimal"}:
        return at(".decimal", _read_decimal, value["decimal"], None)  # type: ignore[no-any-return]
    expected = 'a whole number, a label, {"decimal": "0.5"} or {"absent": "declined"}'
    raise unexpected(expected, value)


def write_answer(value: Answer) -> object:
    """Write an answer: whole numbers and words as they are, else an object that says what it is."""
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    match value:
        case Decimal():
            # No number: kept as a word, which no scale takes, as none takes the number.
            return {"decimal": str(value)} if value.is_finite() else str(value)
        case Absent():
            return _write_absent(value)
        case str():
            return write_text(value)
        case _:
            return value


def _read_decimal(value: object, _: object) -> Decimal:
    if type(value) is str and _DECIMAL.fullmatch(value) and str(Decimal(value)) == value:
        return Decimal(value)
    raise unexpected("a number as its shortest text, like 0.5", value)


def _read_absent(value: object, _: object) -> Absent:
    if type(value) is not dict or value.keys() != {"absent"}:
        raise unexpected('{"absent": "declined"}', value)
    return Absent(at(".absent", _read_word, value["absent"], Why))


def _write_absent(value: Absent) -> dict[str, str]:
    return {"absent": value.why.value}


def read_fact(value: object, _: object) -> dt.date | str:
    """Take a fact: a date, or a label."""
    if type(value) is dict and value.keys() == {"text"}:
        return at(".text", read_text, value["text"], None)  # type: ignore[no-any-return]
    if type(value) is str:
        return _read_date(value) if _DATE.fullmatch(value) else read_text(value)
    raise unexpected('a date, a label or {"text": ...}', value)


def write_fact(value: dt.date | str) -> object:
    """Write a fact: a label that looks like a date says that it is a text."""
    if isinstance(value, dt.date):
        return _write_date(value)
    return {"text": value} if _DATE.fullmatch(value) else write_text(value)


READ_BY_CLASS: Final[dict[Any, Read]] = {
    bool: read_bool,
    int: read_int,
    str: read_text,
    dt.date: _read_date,
    # A class counts for those derived from it, the nearest first: a word of an enumeration is no bare text.
    StrEnum: _read_word,
    Truth: _read_truth,
    Absent: _read_absent,
}

WRITTEN_BY_CLASS: Final[dict[Any, Write]] = {
    str: write_text,
    dt.date: _write_date,
    Truth: str,
    Absent: _write_absent,
}
