"""Values as canonical JSON, and back: the same value always gives the same bytes.

How each value is written is told in `vmo_rehab.record.converter`. An event says under ``event`` what it
is; inside another event or a state, where that is known, it goes without.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, TypeVar, overload

import attrs

from vmo_rehab.engine.events import Event
from vmo_rehab.errors import RecordError
from vmo_rehab.record.converter import TAGS, make_converter
from vmo_rehab.record.leaves import UnreadableError, unexpected

LONGEST: Final = 64_000_000
"""Characters of JSON, at most; a year of daily sessions with every explanation needs a tenth."""

MOST_VALUES: Final = 4_000_000
DEEPEST: Final = 100
"""Lists and objects within each other, at most; an explanation needs about thirty."""

_CONVERTER: Final = make_converter()
_DIGITS: Final = 19

T = TypeVar("T")


def to_plain(value: object) -> Any:  # noqa: ANN401 - texts, numbers, lists and dictionaries
    """Turn a value into plain data, with the keys of its mappings sorted.

    Args:
        value: an event, a state, an episode, a decision, a record, or a part of one.

    Returns:
        What `json` can write. A number that is none (NaN, infinity) becomes a text.

    Raises:
        RecordError: it holds something of another type than it declares.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab.engine.session import Absent, Session
        >>> to_plain(Session(dt.date(2026, 3, 2), {"fever": Absent("declined"), "effort": 0.5}))["answers"]
        {'effort': {'decimal': '0.5'}, 'fever': {'absent': 'declined'}}
    """
    try:
        return _CONVERTER.unstructure(value, Event if type(value) in TAGS else None)
    except UnreadableError as bad:
        raise RecordError(f"{type(value).__name__} cannot be written: {bad}") from None
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as bad:
        where = f"{type(value).__name__}{_field_of(value)}"
        raise RecordError(f"{where} cannot be written: {bad}") from bad


def _field_of(value: Any) -> str:  # noqa: ANN401 - any value
    """Name the field of a value that cannot be written, for a message."""
    fields = attrs.fields(type(value)) if attrs.has(type(value)) else ()
    for field in fields:
        try:
            _CONVERTER.unstructure(getattr(value, field.name), field.type)
        except Exception:  # noqa: BLE001 - whatever it is, it is this field
            return f".{field.name}"
    return ""


@overload
def from_plain(cls: type[T], data: object) -> T: ...
@overload
def from_plain(cls: object, data: object) -> Any: ...  # noqa: ANN401 - a member of a union
def from_plain(cls: Any, data: object) -> Any:
    """Read a value from plain data.

    Args:
        cls: what it is: a class, or `Event`.
        data: as `to_plain` gives it; fields at their default may be written or left out.

    Returns:
        The value.

    Raises:
        RecordError: anything in it is not as it must be; the first such place is named.

    Example:
        >>> from vmo_rehab.engine.events import Cleared
        >>> from_plain(Cleared, {"event": "cleared", "on": "2026-03-02", "by": 7})
        Traceback (most recent call last):
            ...
        vmo_rehab.errors.RecordError: $.by: expected a text, found 7
    """
    _refuse_bombs(data)
    kind: Any = Event if cls in TAGS else cls
    try:
        value = _CONVERTER.structure(data, kind)
        if cls in TAGS and type(value) is not cls:
            raise unexpected(TAGS[cls], TAGS[type(value)], ".event")
    except UnreadableError as bad:
        raise RecordError(str(bad)) from None
    return value


def to_json(value: object) -> str:
    """Write a value as canonical JSON: keys sorted, no blanks, every character as itself.

    Raises:
        RecordError: as for `to_plain`; or it would be too long to be read again.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab.engine.events import Cleared
        >>> to_json(Cleared(dt.date(2026, 3, 2), "ärztin"))
        '{"by":"ärztin","event":"cleared","on":"2026-03-02"}'
    """
    plain = to_plain(value)
    try:
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (RecursionError, TypeError, ValueError) as bad:
        raise RecordError(f"{type(value).__name__} cannot be written: {bad}") from bad
    _refuse_long(text)
    return text


@overload
def from_json(cls: type[T], text: str | bytes) -> T: ...
@overload
def from_json(cls: object, text: str | bytes) -> Any: ...  # noqa: ANN401 - a member of a union
def from_json(cls: Any, text: str | bytes) -> Any:
    """Read a value from JSON.

    Args:
        cls: what it is: a class, or `Event`.
        text: JSON, as text or as bytes of UTF-8; blanks and the order of keys do not matter.

    Returns:
        The value.

    Raises:
        RecordError: it is not JSON, a key stands twice, it is too long or too deep, or something in it is
            not as it must be; the first such place is named.

    Example:
        >>> from vmo_rehab.engine.session import SetDone
        >>> from_json(SetDone, '{"reps": 10, "good_reps": 9}') == SetDone(10, 9)
        True
    """
    plain = _as_text(text)
    _refuse_long(plain)
    try:
        data = json.loads(
            plain,
            object_pairs_hook=_once,
            parse_float=float,
            parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else float(digits),
        )
    except json.JSONDecodeError as bad:
        raise RecordError(f"line {bad.lineno}, column {bad.colno}: not JSON ({bad.msg})") from None
    except RecursionError:
        raise RecordError(f"$: more than {DEEPEST} lists and objects within each other") from None
    return from_plain(cls, data)


def _as_text(text: object) -> str:
    if isinstance(text, bytes):
        try:
            return text.decode()
        except UnicodeDecodeError as bad:
            raise RecordError(f"byte {bad.start}: not UTF-8") from None
    if isinstance(text, str):
        return text
    raise RecordError(str(unexpected("JSON as a text; plain data is read by from_plain", text)))


class _Twice:
    """Stands for the value of a key that stands twice; nothing reads it."""

    def __repr__(self) -> str:
        return "a key that stands twice"


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        found[key] = _Twice() if key in found else value
    return found


def _refuse_long(text: str) -> None:
    values = text.count(",") + text.count("[") + text.count("{")
    if len(text) > LONGEST or values > MOST_VALUES:
        raise RecordError(f"$: more than {LONGEST:,} characters or {MOST_VALUES:,} values")


def _refuse_bombs(data: object) -> None:
    """Refuse data that is nested too deep, or is too much when it is unrolled, level by level."""
    level: list[Any] = [data]
    count = 0
    for _ in range(DEEPEST + 1):
        level = [one for one in level if type(one) is dict or type(one) is list]
        if not level:
            return
        count += sum(map(len, level))
        if count > MOST_VALUES:
            raise RecordError(f"$: more than {MOST_VALUES:,} values")
        level = [inner for one in level for inner in (one.values() if type(one) is dict else one)]
    raise RecordError(f"$: more than {DEEPEST} lists and objects within each other")
