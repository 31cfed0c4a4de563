"""The converter between values and plain data: strict both ways, nothing is coerced.

Plain data is what JSON knows: texts, whole numbers, true and false, null, lists, and objects. What
JSON lacks is written so that it comes back as it was:

- a date as ``2026-03-02``; an enumeration as its value, a truth value as its word;
- an answer that is a number with a point as ``{"decimal": "0.5"}``, an absent one as
  ``{"absent": "declined"}``; whole numbers, labels, true and false as they are;
- a fact that is a date as a date; one that is a text and looks like a date as ``{"text": ...}``;
- a reading of one value as that number;
- a field at its default is left out, and so is one of `_SAME` that equals the field it stands with;
- a field that begins with an underscore is never written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from vmo_rehab.engine.decision import Telling, Told
from vmo_rehab.engine.episode import State
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
from vmo_rehab.engine.session import Answer, Session
from vmo_rehab.engine.stand_ins import shown
from vmo_rehab.record.leaves import (
    READ_BY_CLASS,
    WRITTEN_BY_CLASS,
    Read,
    UnreadableError,
    Write,
    at,
    read_answer,
    read_fact,
    read_int,
    read_text,
    unexpected,
    write_answer,
    write_fact,
    write_text,
)

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

ONLY: Final = "only"
"""The key under which a field's metadata has the one value it may have; it is read before the others."""

_FACT: Final = dt.date | str
_RENAMED: Final[Mapping[tuple[type, str], str]] = {(Voided, "event"): "place"}  # "event" is the tag
_SAME: Final[Mapping[type, Mapping[str, str]]] = {
    State: {"last_trained": "last"},
    Reading: {"high": "low"},
}
"""Fields that are left out where they equal another, by the field they equal."""


def make_converter() -> Converter:
    """Make the converter of the record."""
    made = Converter(detailed_validation=False)
    made.register_structure_hook_factory(attrs.has, _class_reader)
    made.register_unstructure_hook_factory(attrs.has, _class_writer)
    for kind, read in READ_BY_CLASS.items():
        made.register_structure_hook(kind, read)
    for kind, write in WRITTEN_BY_CLASS.items():
        made.register_unstructure_hook(kind, write)
    made.register_structure_hook_factory(_is_mapping, _mapping_reader)
    made.register_unstructure_hook_factory(_is_mapping, _mapping_writer)
    made.register_structure_hook_factory(_is_tuple, _tuple_reader)
    made.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    made.register_structure_hook_factory(lambda kind: kind is Explanation, _explanation_reader)
    made.register_unstructure_hook_factory(lambda kind: kind is Explanation, _explanation_writer)
    made.register_structure_hook_func(lambda kind: kind is Telling, _told_reader(made))
    made.register_unstructure_hook_func(lambda kind: kind is Telling, _told_writer(made))
    made.register_structure_hook_factory(lambda kind: kind is Reading, _reading_reader)
    made.register_unstructure_hook_factory(lambda kind: kind is Reading, _reading_writer)
    made.register_structure_hook_func(lambda kind: bool(kind == Answer), read_answer)
    made.register_unstructure_hook_func(lambda kind: bool(kind == Answer), write_answer)
    made.register_structure_hook_func(lambda kind: bool(kind == _FACT), read_fact)
    made.register_unstructure_hook_func(lambda kind: bool(kind == _FACT), write_fact)
    made.register_structure_hook_factory(lambda kind: bool(kind == Event), _event_reader)
    made.register_unstructure_hook_factory(lambda kind: bool(kind == Event), _event_writer)
    return made


def _class_reader(kind: type[attrs.AttrsInstance], converter: Converter) -> Read:
    attrs.resolve_types(kind)
    fields = [field for field in attrs.fields(kind) if not field.name.startswith("_")]
    keys = {field.name: _key(kind, field.name) for field in fields}
    needed = [keys[field.name] for field in fields if field.default is attrs.NOTHING]
    known = frozenset(keys.values())
    overrides: dict[str, Any] = _private(kind)
    for name, key in keys.items():
        overrides[name] = override(rename=key, struct_hook=_member(key, converter))
    only = {keys[field.name]: field.metadata[ONLY] for field in fields if ONLY in field.metadata}
    same = _SAME.get(kind, {})
    build = make_dict_structure_fn(
        kind,
        converter,
        _cattrs_detailed_validation=False,
        _cattrs_forbid_extra_keys=False,
        **overrides,
    )

    def read(value: object, _: object) -> Any:  # noqa: ANN401 - an instance of kind
        data = _object(value)
        for key, one in only.items():
            if data.get(key, one) != one:
                what = f"{key} {shown(data[key])}; this library reads {key} {one}"
                raise UnreadableError(what, f".{key}")
        filled = {key: data[other] for key, other in same.items() if key not in data and other in data}
        data = {**data, **filled} if filled else data
        for key in data:
            if key not in known:
                raise unexpected(f"no other keys than {', '.join(sorted(known))}", key)
        for key in needed:
            if key not in data:
                raise UnreadableError(f"the key {key} is missing")
        return build(data, kind)

    return read


def _class_writer(kind: type[attrs.AttrsInstance], converter: Converter) -> Write:
    attrs.resolve_types(kind)
    overrides: dict[str, Any] = _private(kind)
    for field in attrs.fields(kind):
        if field.name not in overrides:
            overrides[field.name] = override(rename=_key(kind, field.name))
    write = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **overrides)
    same = _SAME.get(kind)
    return _shortened(write, same) if same else write


def _shortened(whole: Write, same: Mapping[str, str]) -> Write:
    def write(value: object) -> dict[str, Any]:
        data: dict[str, Any] = whole(value)
        for key, other in same.items():
            if data.get(key) == data.get(other):
                data.pop(key, None)
            else:
                data.setdefault(key, None)
        return data

    return write


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
        raise unexpected("keys and values", value)
    return value


def _is_mapping(kind: object) -> bool:
    return get_origin(kind) is Mapping


def _mapping_reader(kind: object, converter: Converter) -> Read:
    inner = get_args(kind)[1]

    def read(value: object, _: object) -> dict[str, Any]:
        found = {}
        for key, one in _object(value).items():
            found[read_text(key)] = at(f".{key}", converter.structure, one, inner)
        return found

    return read


def _mapping_writer(kind: object, converter: Converter) -> Write:
    inner = get_args(kind)[1]

    def write(value: Mapping[str, Any]) -> dict[str, Any]:
        return {write_text(key): converter.unstructure(value[key], inner) for key in sorted(value)}

    return write


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple


def _tuple_reader(kind: object, converter: Converter) -> Read:
    first, *others = get_args(kind)

    def read(value: object, _: object) -> tuple[Any, ...]:
        if type(value) is not list:
            raise unexpected("a list", value)
        if others == [...]:
            kinds = [first] * len(value)
        else:
            kinds = [first, *others]
            if len(value) != len(kinds):
                raise UnreadableError(f"expected a list of {len(kinds)}, found {len(value)} values")
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
            raise unexpected(f"one of {', '.join(EVENTS)}", tag, ".event")
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
        return Explanation(partial(tuple, rules))

    return read


def _explanation_writer(_: object, converter: Converter) -> Write:
    def write(value: Explanation) -> object:
        return converter.unstructure(value.rules, tuple[Rule, ...])

    return write


def _told_reader(converter: Converter) -> Read:
    def read(value: object, _: object) -> Told:
        return converter.structure(value, Told)

    return read


def _told_writer(converter: Converter) -> Write:
    def write(value: Telling) -> object:
        names = [field.name for field in attrs.fields(Told)]
        return converter.unstructure(Told(**{name: getattr(value, name) for name in names}))

    return write


def _reading_reader(kind: type[attrs.AttrsInstance], converter: Converter) -> Read:
    whole = _class_reader(kind, converter)

    def read(value: object, given: object) -> Any:  # noqa: ANN401 - a reading
        if type(value) is int:
            steps = read_int(value, int)
            return Reading(steps, steps)
        return whole(value, given)

    return read


def _reading_writer(kind: type[attrs.AttrsInstance], converter: Converter) -> Write:
    whole = _class_writer(kind, converter)

    def write(value: Reading) -> object:
        return value.low if value == Reading(value.low, value.low) else whole(value)

    return write
