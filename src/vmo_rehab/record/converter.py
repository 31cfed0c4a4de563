"""The converter between values and plain data: strict both ways, nothing is coerced.

Plain data is what JSON knows: texts, whole numbers, true and false, null, lists, and objects. What
JSON lacks is written so that it comes back as it was:

- a date as ``2026-03-02``; an enumeration as its value, a truth value as its word;
- an answer that is a number with a point as ``{"decimal": "0.5"}``, an absent one as
  ``{"absent": "declined"}``; whole numbers, labels, true and false as they are;
- a fact that is a date as a date; one that is a text and looks like a date as ``{"text": ...}``;
- a reading of one value as that number;
- a field at its default is left out; fields that begin with an underscore are never written.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from vmo_rehab.engine.events import (
    Amended,
    Assessment,
    BaselineReset,
    Cleared,
    Enrolled,
    Event,
    LateAnswer,
    Migrated,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
    Voided,
)
from vmo_rehab.engine.explanation import Explanation, Rule
from vmo_rehab.engine.seen import Reading
from vmo_rehab.engine.session import Absent, Answer, Session, Why
from vmo_rehab.truth import Truth

Read = Callable[[Any, Any], Any]
Write = Callable[[Any], Any]

EVENTS: Final[Mapping[str, type]] = {
    "enrolled": Enrolled,
    "session": Session,
    "answer": LateAnswer,
    "assessment": Assessment,
    "amended": Amended,
    "voided": Voided,
    "signed-off": SignedOff,
    "cleared": Cleared,
    "overridden": Overridden,
    "suspended": Suspended,
    "unsuspended": Unsuspended,
    "baseline": BaselineReset,
    "migrated": Migrated,
}
"""The word that tells what an event is; it stands under the key ``event``."""

TAGS: Final[Mapping[type, str]] = {kind: tag for tag, kind in EVENTS.items()}

_FACT: Final = dt.date | str
_RENAMED: Final = {(Voided, "event"): "place"}  # "event" is the tag
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL: Final = re.compile(r"-?\d{1,30}(\.\d{1,30})?(E[+-]\d{1,3})?")
_LIMIT: Final = 10**18
_SHOWN: Final = 40


class UnreadableError(Exception):
    """A value is not what is expected in its place.

    Attributes:
        places: the steps that lead to it, the innermost first.
    """

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(f"expected {expected}, found {shown(found)}")
        self.places: list[str] = []

    def __str__(self) -> str:
        return f"${''.join(reversed(self.places))}: {self.args[0]}"


def shown(value: object) -> str:
    """Write a value for a message, at most 40 characters of it.

    >>> shown({"a": 1}), shown(True), shown("x" * 99)[-4:]
    ('keys and values', 'true', 'x...')
    """
    match value:
        case dict():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case bool() | None:
            return {True: "true", False: "false", None: "nothing"}[value]
        case str():
            return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}..."
        case int() if abs(value) >= _LIMIT:
            return "a number too long"
        case _:
            text = repr(value)
            return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def at(place: str, read: Read, value: object, kind: object) -> Any:  # noqa: ANN401 - any value
    """Read a value in its place: what is unreadable in it tells the way there."""
    try:
        return read(value, kind)
    except UnreadableError as bad:
        bad.places.append(place)
        raise


def make_converter() -> Converter:
    """Make the converter of the record."""
    made = Converter(detailed_validation=False)
    made.register_structure_hook_factory(attrs.has, _class_reader)
    made.register_unstructure_hook_factory(attrs.has, _class_writer)
    for kind, read in _READ_BY_CLASS.items():
        made.register_structure_hook(kind, read)
    for kind, write in _WRITTEN_BY_CLASS.items():
        made.register_unstructure_hook(kind, write)
    made.register_structure_hook_factory(_is_enumeration, _enumeration_reader)
    made.register_structure_hook_factory(_is_mapping, _mapping_reader)
    made.register_unstructure_hook_factory(_is_mapping, _mapping_writer)
    made.register_structure_hook_factory(_is_tuple, _tuple_reader)
    made.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    made.register_structure_hook_factory(lambda kind: kind is Explanation, _explanation_reader)
    made.register_unstructure_hook_factory(lambda kind: kind is Explanation, _explanation_writer)
    made.register_structure_hook_factory(lambda kind: kind is Reading, _reading_reader)
    made.register_unstructure_hook_factory(lambda kind: kind is Reading, _reading_writer)
    made.register_structure_hook_func(lambda kind: bool(kind == Answer), _read_answer)
    made.register_unstructure_hook_func(lambda kind: bool(kind == Answer), _write_answer)
    made.register_structure_hook_func(lambda kind: bool(kind == _FACT), _read_fact)
    made.register_unstructure_hook_func(lambda kind: bool(kind == _FACT), _write_fact)
    made.register_structure_hook_factory(lambda kind: bool(kind == Event), _event_reader)
    made.register_unstructure_hook_factory(lambda kind: bool(kind == Event), _event_writer)
    return made


# --- single values ---------------------------------------------------------------------------


def _read_bool(value: object, _: object) -> bool:
    if value is True or value is False:
        return value
    raise UnreadableError("true or false", value)


def _read_int(value: object, _: object) -> int:
    if type(value) is int and abs(value) < _LIMIT:
        return value
    raise UnreadableError("a whole number of at most 18 digits", value)


def _read_text(value: object, _: object = None) -> str:
    if type(value) is not str:
        raise UnreadableError("a text", value)
    if value != _write_text(value):
        raise UnreadableError("a text of whole characters", ascii(value))
    return value


def _write_text(value: str) -> str:
    """Write a text; half a character, which no file can hold, becomes the replacement character."""
    text = str(value)
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _halves(text) else text


def _halves(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _read_date(value: object, _: object = None) -> dt.date:
    if type(value) is str and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise UnreadableError("a date like 2026-03-02", value)


def _write_date(value: dt.date) -> str:
    if type(value) is not dt.date:
        raise UnreadableError("a date without a time", value)
    return value.isoformat()


def _read_truth(value: object, _: object) -> Truth:
    for truth in Truth:
        if value == str(truth):
            return truth
    raise UnreadableError("true, unknown or false as a word", value)


def _is_enumeration(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum) and kind is not Truth


def _enumeration_reader(kind: type[Enum]) -> Read:
    by_value = {one.value: one for one in kind}

    def read(value: object, _: object) -> Enum:
        if type(value) is str and value in by_value:
            return by_value[value]
        raise UnreadableError(f"one of {', '.join(by_value)}", value)

    return read


def _read_answer(value: object, _: object) -> Answer:
    if value is True or value is False or type(value) is int:
        return value if type(value) is bool else _read_int(value, None)
    if type(value) is str:
        return _read_text(value)
    if type(value) is dict and value.keys() == {"absent"}:
        return _read_absent(value, None)
    if type(value) is dict and value.keys() == {"decimal"}:
        return at(".decimal", _read_decimal, value["decimal"], None)  # type: ignore[no-any-return]
    expected = 'a whole number, a label, {"decimal": "0.5"} or {"absent": "declined"}'
    raise UnreadableError(expected, value)


def _write_answer(value: Answer) -> object:
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    match value:
        case Decimal():
            # No number: kept as a word, which no scale takes, as none takes the number.
            return {"decimal": str(value)} if value.is_finite() else str(value)
        case Absent():
            return _write_absent(value)
        case str():
            return _write_text(value)
        case _:
            return value


def _read_decimal(value: object, _: object) -> Decimal:
    if type(value) is str and _DECIMAL.fullmatch(value) and str(Decimal(value)) == value:
        return Decimal(value)
    raise UnreadableError("a number as its shortest text, like 0.5", value)


def _read_absent(value: object, _: object) -> Absent:
    if type(value) is not dict or value.keys() != {"absent"}:
        raise UnreadableError('{"absent": "declined"}', value)
    return Absent(at(".absent", _enumeration_reader(Why), value["absent"], None))


def _write_absent(value: Absent) -> dict[str, str]:
    return {"absent": value.why.value}


def _read_fact(value: object, _: object) -> dt.date | str:
    if type(value) is dict and value.keys() == {"text"}:
        return at(".text", _read_text, value["text"], None)  # type: ignore[no-any-return]
    if type(value) is str:
        return _read_date(value) if _DATE.fullmatch(value) else _read_text(value)
    raise UnreadableError('a date, a label or {"text": ...}', value)


def _write_fact(value: dt.date | str) -> object:
    if isinstance(value, dt.date):
        return _write_date(value)
    return {"text": value} if _DATE.fullmatch(value) else _write_text(value)


_READ_BY_CLASS: Final[dict[Any, Read]] = {
    bool: _read_bool,
    int: _read_int,
    str: _read_text,
    dt.date: _read_date,
    Truth: _read_truth,
    Absent: _read_absent,
}

_WRITTEN_BY_CLASS: Final[dict[Any, Write]] = {
    str: _write_text,
    dt.date: _write_date,
    Truth: str,
    Absent: _write_absent,
}


# --- values that hold others -----------------------------------------------------------------


def _class_reader(kind: type[attrs.AttrsInstance], converter: Converter) -> Read:
    attrs.resolve_types(kind)
    fields = [field for field in attrs.fields(kind) if not field.name.startswith("_")]
    keys = {field.name: _key(kind, field.name) for field in fields}
    needed = [keys[field.name] for field in fields if field.default is attrs.NOTHING]
    known = frozenset(keys.values())
    build = make_dict_structure_fn(
        kind,
        converter,
        _cattrs_detailed_validation=False,
        _cattrs_forbid_extra_keys=False,
        **{
            field.name: override(rename=keys[field.name], struct_hook=_member(keys[field.name], converter))
            for field in fields
        },
        **_private(kind),
    )

    def read(value: object, _: object) -> Any:  # noqa: ANN401 - an instance of kind
        data = _object(value)
        for key in data:
            if key not in known:
                raise UnreadableError(f"the keys {', '.join(sorted(known))}", key)
        for key in needed:
            if key not in data:
                raise UnreadableError(f"the key {key}", "none")
        return build(data, kind)

    return read


def _class_writer(kind: type[attrs.AttrsInstance], converter: Converter) -> Write:
    attrs.resolve_types(kind)
    renamed = {
        field.name: override(rename=_key(kind, field.name))
        for field in attrs.fields(kind)
        if not field.name.startswith("_")
    }
    return make_dict_unstructure_fn(
        kind, converter, _cattrs_omit_if_default=True, **renamed, **_private(kind)
    )


def _key(kind: type, name: str) -> str:
    return _RENAMED.get((kind, name), name)


def _private(kind: type[attrs.AttrsInstance]) -> dict[str, Any]:
    return {f.name: override(omit=True) for f in attrs.fields(kind) if f.name.startswith("_")}


def _member(key: str, converter: Converter) -> Read:
    def read(value: object, kind: object) -> Any:  # noqa: ANN401 - any value
        return at(f".{key}", converter.structure, value, kind)

    return read


def _object(value: object) -> dict[Any, Any]:
    if type(value) is not dict:
        raise UnreadableError("keys and values", value)
    return value


def _is_mapping(kind: object) -> bool:
    return get_origin(kind) is Mapping


def _mapping_reader(kind: object, converter: Converter) -> Read:
    inner = get_args(kind)[1]

    def read(value: object, _: object) -> dict[str, Any]:
        found = {}
        for key, one in _object(value).items():
            found[_read_text(key)] = at(f".{key}", converter.structure, one, inner)
        return found

    return read


def _mapping_writer(kind: object, converter: Converter) -> Write:
    inner = get_args(kind)[1]

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        return {_write_text(key): converter.unstructure(value[key], inner) for key in sorted(value)}

    return write


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _tuple_reader(kind: object, converter: Converter) -> Read:
    first, *others = get_args(kind)

    def read(value: object, _: object) -> tuple[Any, ...]:
        if type(value) is not list:
            raise UnreadableError("a list", value)
        if others == [...]:
            kinds = [first] * len(value)
        else:
            kinds = [first, *others]
            if len(value) != len(kinds):
                raise UnreadableError(f"a list of {len(kinds)}", f"{len(value)} values")
        pairs = enumerate(zip(value, kinds, strict=True))
        return tuple([at(f"[{n}]", converter.structure, one, inner) for n, (one, inner) in pairs])

    return read


def _tuple_writer(kind: object, converter: Converter) -> Write:
    first, *others = get_args(kind)

    def write(value: tuple[Any, ...]) -> list[Any]:
        kinds = [first] * len(value) if others == [...] else [first, *others]
        return [converter.unstructure(one, inner) for one, inner in zip(value, kinds, strict=True)]

    return write


def _event_reader(_: object, converter: Converter) -> Read:
    def read(value: object, _: object) -> Any:  # noqa: ANN401 - an event
        data = _object(value)
        tag = data.get("event")
        if type(tag) is not str or tag not in EVENTS:
            bad = UnreadableError(f"one of {', '.join(EVENTS)}", tag)
            bad.places.append(".event")
            raise bad
        rest = {key: one for key, one in data.items() if key != "event"}
        return converter.structure(rest, EVENTS[tag])

    return read


def _event_writer(_: object, converter: Converter) -> Write:
    def write(value: Any) -> dict[str, Any]:  # noqa: ANN401 - an event
        return {"event": TAGS[type(value)], **converter.unstructure(value, type(value))}

    return write


def _explanation_reader(_: object, converter: Converter) -> Read:
    def read(value: object, _: object) -> Explanation:
        rules = converter.structure(value, tuple[Rule, ...])
        return Explanation(lambda: rules)

    return read


def _explanation_writer(_: object, converter: Converter) -> Write:
    def write(value: Explanation) -> object:
        return converter.unstructure(value.rules, tuple[Rule, ...])

    return write


def _reading_reader(kind: type[attrs.AttrsInstance], converter: Converter) -> Read:
    whole = _class_reader(kind, converter)

    def read(value: object, given: object) -> Reading:
        if type(value) is int:
            steps = _read_int(value, int)
            return Reading(steps, steps)
        data = _object(value)
        made: Reading = whole({"high": data["low"], **data} if "low" in data else data, given)
        return made

    return read


def _reading_writer(kind: type[attrs.AttrsInstance], converter: Converter) -> Write:
    whole = _class_writer(kind, converter)

    def write(value: Reading) -> object:
        if value == Reading(value.low, value.low):
            return value.low
        data: dict[str, Any] = whole(value)
        if value.high == value.low:
            del data["high"]
        return data

    return write
