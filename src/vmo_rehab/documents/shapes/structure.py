"""Fills shapes from nodes: which keys a mapping may have, which it must, and what kind of value each takes.

A *shape* is an ``attrs.frozen(kw_only=True)`` class. Its fields' annotations say everything:

========================  =====================================================================
``Scalar``                one value
``Node``                  anything that is not empty, handed through
another shape             keys and values
``X | Y``                 one of some shapes: the first whose first key is there, or else the last
``X | None``              may be left out; it has a default, normally ``None``
``tuple[X, ...]``         a list; with metadata ``one_or_many=True`` a single ``X`` will do
``dict[str, Named[X]]``   free names, each with an ``X``, in the order of the file
``Span``, ``SourceText``  no key: filled with the mapping's place and the text it was read from
========================  =====================================================================

Metadata, made by ``part``: ``doc``, one sentence; ``key``, the key where it is not the field's name; and
``one_or_many``; for the JSON Schema ``takes``, ``names`` and ``options``, the words a value is out of, which
the readers ask for as well. The class variable ``_word_`` names the shape in findings: ``"a phase"``;
``_home_`` is the key under which measures stand that are not keys themselves.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Any, Final, Generic, TypeVar

import attrs
from attrs import frozen

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.cures import not_a_list, not_a_mapping, not_one
from vmo_rehab.documents.text.nodes import Entry, Mapping, Node, Scalar, Sequence
from vmo_rehab.documents.text.source_text import SourceText, cut, shown
from vmo_rehab.documents.values.leaves import SNAKE
from vmo_rehab.source import Span

T = TypeVar("T")

Found = list[Diagnostic]
Reader = Callable[[Node, Found], Any]

_BROKEN: Final = object()
"""What a reader returns after a finding; ``None`` would be a value."""
_MOST_UNKNOWN: Final = 20


@frozen
class Named(Generic[T]):
    """A name somebody chose, and what stands under it.

    Args:
        key: the name, with its place.
        value: what stands under it.
    """

    key: Scalar
    value: T


def part(
    *,
    doc: str,
    key: str = "",
    one_or_many: bool = False,
    takes: object = None,
    names: object = None,
    options: Iterable[str] = (),
    default: Any = attrs.NOTHING,  # noqa: ANN401 - as attrs.field
) -> Any:  # noqa: ANN401 - as attrs.field
    """Declare a field of a shape.

    Args:
        doc: one sentence on it, for the JSON Schema.
        key: the YAML key where it is not the field's name, such as ``of`` or ``for``.
        one_or_many: whether a single value may stand for a list of one.
        takes: the `Kind` of a single value, of each item or of each named value; where the annotation is
            ``Node``, all kinds and shapes it is read as.
        names: the `Kind` of free names; from outside in where there are names within names.
        options: the only words that pass.
        default: the field's value where the key is left out; without it the key is required.

    Example:
        >>> @frozen(kw_only=True)
        ... class Limit:
        ...     of_what: Scalar = part(doc="What it limits.", key="of")
        >>> list(keys(Limit))
        ['of']
    """
    metadata = {
        "doc": doc,
        "key": key,
        "one_or_many": one_or_many,
        "takes": takes,
        "names": names,
        "options": tuple(map(str, options)),
    }
    return attrs.field(default=default, metadata=metadata)


@frozen
class Key:
    """What is known of one key of a shape.

    Args:
        name: the key in YAML.
        field: the field it fills.
        required: whether it must be there.
        doc: one sentence on it; empty where the shape gives none.
        annotation: the field's type.
        one_or_many: whether a single value may stand for a list of one.
        takes: as in `part`.
        names: as in `part`.
        options: the only words that pass; empty for any.
    """

    name: str
    field: str
    required: bool
    doc: str
    annotation: Any
    one_or_many: bool
    takes: object = None
    names: object = None
    options: tuple[str, ...] = ()


@cache
def keys(shape: type) -> AnyMapping[str, Key]:
    """Return what a shape says of its keys, by key, in the order of its fields.

    Args:
        shape: an attrs class as this module's docstring tells.
    """
    hints = typing.get_type_hints(shape)
    made = (
        _key(field, hints[field.name]) for field in attrs.fields(shape) if hints[field.name] not in _FILLED
    )
    return types.MappingProxyType({key.name: key for key in made})


def options(shape: type, key: str) -> tuple[str, ...]:
    """Return the words that the value of a shape's key is out of."""
    return keys(shape)[key].options


def word(shape: type) -> str:
    """Return what findings call a shape, such as ``a phase``."""
    return str(getattr(shape, "_word_", "keys and values"))


def structure(shape: type[T], node: Node, found: Found) -> T | None:
    """Fill a shape from a node, adding to ``found`` everything that is amiss.

    Args:
        shape: the class to make.
        node: what was read; from one file with all that stands in it.
        found: findings are added to it; a shape without new findings is whole.

    Returns:
        An instance, or ``None`` where a required part is missing or broken. Broken list items, broken
        named values and broken optional parts are left out, each after its finding.

    Raises:
        TypeError: a field of the shape has an annotation that is not in this module's table.

    Example:
        >>> from vmo_rehab.documents.text.yaml_text import read
        >>> @frozen(kw_only=True)
        ... class Tier:
        ...     _word_ = "a lapse"  # ClassVar[str] in a module
        ...     after: Scalar = part(doc="The gap that it takes.")
        ...     flag: Scalar | None = part(doc="What to tell the clinician.", default=None)
        ...     span: Span = attrs.field(eq=False)
        >>> found = []
        >>> structure(Tier, read("{after: 10 days, flga: review}", "knee.yaml"), found).after.text
        '10 days'
        >>> print(found[0].headline, "-", found[0].cure)
        knee.yaml:1:18: V204 error: unknown key "flga" in a lapse - did you mean "flag"?
    """
    plain: type = shape  # type[T] does not pass for hashable
    known = keys(plain)
    if not isinstance(node, Mapping):
        required = [key.name for key in known.values() if key.required]
        found.append(not_a_mapping(word(shape), node, known, required))
        return None
    node = _without_commas(node, found)
    misspelt = _check_keys(plain, node, found)
    parts = {name: _FILLED[kind](node) for name, kind in _types(plain) if kind in _FILLED}
    whole = True
    for key in known.values():
        entry = node.get(key.name) or misspelt.get(key.name)
        value = _BROKEN if entry is None else _value(entry.key, entry.value, _reader(plain, key.name), found)
        if value is not _BROKEN:
            parts[key.field] = value
        elif key.required:
            whole = False
    return shape(**parts) if whole else None


def several(shape: type[T], name: str, node: Node, found: Found) -> tuple[T, ...]:
    """Fill a shape from each item of a list, or once from a single value.

    Args:
        shape: of each item.
        name: the key that the list stands under.
        node: what stands there.
        found: findings are added to it.
    """
    made = _many(name, node, _reader_of(shape, name), found, one_or_many=True)
    return () if made is _BROKEN else made


@cache
def _types(shape: type) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(shape)
    return tuple((field.name, hints[field.name]) for field in attrs.fields(shape))


_FILLED: Final[dict[Any, Callable[[Mapping], object]]] = {
    Span: lambda node: node.span,
    SourceText: lambda node: node.source,
}


def _key(field: Any, annotation: Any) -> Key:  # noqa: ANN401 - any annotation may stand on a field
    meta = field.metadata
    return Key(
        name=meta.get("key") or field.name,
        field=field.name,
        required=field.default is attrs.NOTHING,
        doc=meta.get("doc", ""),
        annotation=annotation,
        one_or_many=bool(meta.get("one_or_many")),
        takes=meta.get("takes"),
        names=meta.get("names"),
        options=meta.get("options", ()),
    )


def _check_keys(shape: type, node: Mapping, found: Found) -> dict[str, Entry]:
    """Find unknown and missing keys; return those that were only misspelt, by the key that is meant.

    Such a key is read on as if it were written well, so that what else is amiss is told at once.
    """
    known = keys(shape)
    missing = [key.name for key in known.values() if key.required and node.get(key.name) is None]
    free = [name for name in known if node.get(name) is None]
    unknown = [entry for entry in node.entries if entry.name not in known]
    misspelt: dict[str, Entry] = {}
    for entry in unknown[:_MOST_UNKNOWN]:
        what = f"unknown key {shown(entry.name)} in {word(shape)}"
        cure = did_you_mean(entry.name, free, f"{word(shape)} may also have: {{}}")
        home: str = getattr(shape, "_home_", "")
        if home and SNAKE.fullmatch(entry.name) and "did you mean" not in cure:
            value = entry.value.text if isinstance(entry.value, Scalar) else "..."
            cure = f"if it is a measure, put it under {home}: {{{entry.name}: {cut(value)}}}"
        found.append(node.finding("V204", what, cure if free else "remove it", entry.key.span))
        misspelt |= {name: entry for name in free if f'"{name}"' in cure and name not in misspelt}
    missing = [name for name in missing if name not in misspelt]
    required = [key.name for key in known.values() if key.required]
    for name in missing:
        cure = f"{word(shape)} must have: {', '.join(required)}"
        found.append(node.finding("V203", f'the key "{name}" is missing in {word(shape)}', cure, node.start))
    return misspelt


def _without_commas(node: Mapping, found: Found) -> Mapping:
    """Find decimal commas between braces, where they part a number into a value and a key; read on without.

    ``{increment: 2,5 kg}`` is an increment of 2 and a key "5 kg" to YAML.
    """
    entries: list[Entry] = []
    for entry in node.entries:
        before = entries[-1] if entries else None
        if before and isinstance(before.value, Scalar) and _goes_on(before.value, entry):
            meant = f"{before.value.text}.{entry.name}"
            what = f"the number {shown(f'{before.value.text},{entry.name}')} is written with a decimal comma"
            found.append(before.value.finding("V210", what, f"write the decimal point: {meant}"))
            entries[-1] = attrs.evolve(before, value=attrs.evolve(before.value, value=meant, text=meant))
        else:
            entries.append(entry)
    return attrs.evolve(node, entries=tuple(entries))


def _goes_on(number: Scalar, entry: Entry) -> bool:
    """Tell whether a key without a value is glued to the number before it."""
    empty = isinstance(entry.value, Scalar) and entry.value.value is None
    glued = entry.key.span.index == number.span.end_index + 1
    return empty and glued and number.text.isdecimal() and entry.name[:1].isdecimal()


def _value(key: Scalar, node: Node, reader: Reader, found: Found) -> Any:  # noqa: ANN401 - see Reader
    if isinstance(node, Scalar) and node.value is None:
        what = f"the key {shown(key.text)} has no value"
        found.append(key.finding("V205", what, "write its value behind the colon, or remove the key"))
        return _BROKEN
    return reader(node, found)


@cache
def _reader(shape: type, name: str) -> Reader:
    """Return the reader of one key's value; made once a key, not once a file."""
    key = keys(shape)[name]
    return _reader_of(key.annotation, name, one_or_many=key.one_or_many)


def _reader_of(annotation: Any, name: str, *, one_or_many: bool = False) -> Reader:  # noqa: ANN401 - see _key
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is Scalar:
        return lambda node, found: _one(name, node, found)
    if annotation == Node:
        return lambda node, _: node
    if annotation in {Mapping, Sequence}:
        raise TypeError(f"{name}: write Node, or a shape, for {annotation.__name__}")
    if isinstance(annotation, type) and attrs.has(annotation):
        return lambda node, found: _shape(annotation, node, found)
    if origin in {types.UnionType, typing.Union} and type(None) in arguments:
        return _reader_of(_without_none(arguments), name, one_or_many=one_or_many)
    if origin in {types.UnionType, typing.Union} and all(map(attrs.has, arguments)):
        return lambda node, found: _shape(_of(arguments, node), node, found)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        inner = _reader_of(arguments[0], name)
        return lambda node, found: _many(name, node, inner, found, one_or_many=one_or_many)
    if origin is dict and typing.get_origin(arguments[1]) is Named:
        (named,) = typing.get_args(arguments[1])
        inner = _reader_of(named, name)
        return lambda node, found: _names(name, node, inner, found)
    raise TypeError(f"{name}: a shape cannot have a field of type {annotation!r}")


def _without_none(arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - see _key
    return typing.Union[tuple(a for a in arguments if a is not type(None))]  # noqa: UP007 - made at run time


def _shape(shape: type, node: Node, found: Found) -> Any:  # noqa: ANN401 - see Reader
    made = structure(shape, node, found)
    return _BROKEN if made is None else made


def _of(shapes: tuple[type, ...], node: Node) -> type:
    """Return the shape that is meant: the first whose first key is there, or else the last."""
    if not isinstance(node, Mapping):
        return shapes[-1]
    return next((shape for shape in shapes if node.get(next(iter(keys(shape))))), shapes[-1])


def _one(name: str, node: Node, found: Found) -> Any:  # noqa: ANN401 - see Reader
    if isinstance(node, Scalar):
        return node
    found.append(not_one(name, node))
    return _BROKEN


def _many(name: str, node: Node, inner: Reader, found: Found, *, one_or_many: bool) -> Any:  # noqa: ANN401 - see Reader
    items = node.items if isinstance(node, Sequence) else (node,)
    if not isinstance(node, Sequence) and not one_or_many:
        found.append(not_a_list(name, node))
        return _BROKEN
    made = []
    for item in items:
        if isinstance(item, Scalar) and item.value is None:
            what = f'an item of "{name}" is empty'
            found.append(item.finding("V205", what, 'write its value behind the "-", or remove the line'))
        elif (value := inner(item, found)) is not _BROKEN:
            made.append(value)
    return tuple(made)


def _names(name: str, node: Node, inner: Reader, found: Found) -> Any:  # noqa: ANN401 - see Reader
    if not isinstance(node, Mapping):
        found.append(not_a_mapping(f'"{name}"', node))
        return _BROKEN
    made = {}
    for entry in node.entries:
        value = _value(entry.key, entry.value, inner, found)
        if value is not _BROKEN:
            made[entry.name] = Named(entry.key, value)
    return made
