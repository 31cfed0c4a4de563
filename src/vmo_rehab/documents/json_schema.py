"""JSON Schemas of the files, made of the shapes that read them: for editors, and for other programs.

They are in draft 2020-12, and use of it what YAML language servers know as well. They say which keys there
are and what kind of value each takes; whether names are known, criteria can be read and rules fit together
is found by ``check`` alone.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any, Final

import attrs

from vmo_rehab.documents.build import Catalogue
from vmo_rehab.documents.criteria import BESIDE, GROUPS
from vmo_rehab.documents.shapes.cases import CasesFile
from vmo_rehab.documents.shapes.exercises import ExercisesFile
from vmo_rehab.documents.shapes.protocols import MeasuresFile, ProtocolFile
from vmo_rehab.documents.shapes.schemes import SchemeFile
from vmo_rehab.documents.shapes.structure import Key, keys, word
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.values import kinds
from vmo_rehab.documents.values.kinds import ANY, CRITERION, Kind

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILES: Final[AnyMapping[str, type]] = {
    "protocol": ProtocolFile,
    "scheme": SchemeFile,
    "measures": MeasuresFile,
    "exercises": ExercisesFile,
    "cases": CasesFile,
}
"""The shape of each kind of file."""

_EXAMPLES: Final = [
    "pain_during <= 3",
    "pain_next_morning <= pain_usual + 1",
    "effusion is trace",
    "pain_during <= 3 for 3 sessions in a row",
    "pain_during > 5 in 2 of the last 3 sessions",
]


def json_schema(name: str, catalogue: Catalogue) -> Schema:
    """Make the JSON Schema of a kind of file.

    Args:
        name: a key of `FILES`.
        catalogue: its ids are suggested; others may stand as well.

    Example:
        >>> from vmo_rehab.documents.library import catalogue
        >>> made = json_schema("protocol", catalogue())
        >>> made["$id"], "phases" in made["required"]
        ('urn:vmo-rehab:protocol:1', True)
    """
    shape = FILES[name]
    made = _Maker(catalogue)
    whole = made.object(shape)
    defs = dict(sorted(made.lists.items()))
    defs |= {"criterion": made.criterion()} if made.uses_criteria else {}
    defs |= {one.__name__: made.shapes[one] for one in sorted(made.shapes, key=lambda one: one.__name__)}
    head = {
        "$schema": DIALECT,
        "$id": f"urn:vmo-rehab:{name}:1",
        "title": word(shape),
        "description": _sentence(shape),
    }
    return {**head, **whole, **({"$defs": defs} if defs else {})}


class _Maker:
    """Makes one schema; each shape becomes a definition the first time it is met."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.shapes: dict[type, Schema] = {}
        self.lists: dict[str, Schema] = {}
        self.uses_criteria = False
        self._known = {
            kinds.MEASURES: sorted(catalogue.measures),
            kinds.RED_FLAGS: sorted(name for name, one in catalogue.measures.items() if one.red_flag),
            kinds.EXERCISES: sorted(catalogue.exercises),
            kinds.SCHEMES: sorted(catalogue.schemes),
        }

    def object(self, shape: type) -> Schema:
        """Say which keys a shape has; it has no others."""
        known = keys(shape)
        required = [key.name for key in known.values() if key.required]
        return {
            "type": "object",
            "properties": {key.name: self._key(key) for key in known.values()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def criterion(self) -> Schema:
        """Say what a criterion is: a line, or a group of criteria."""
        one, many = {"$ref": "#/$defs/criterion"}, _one_or_many({"$ref": "#/$defs/criterion"})
        takes = {"all": many, "any": many, "of": many, "not": one}
        takes |= {"at_least": {"type": "integer", "minimum": 1}, "source": dict(kinds.TEXT.schema)}
        about = {**GROUPS, **BESIDE}
        group = {
            "title": "a group of criteria",
            "type": "object",
            "properties": {name: {"description": doc, **takes[name]} for name, doc in about.items()},
            "additionalProperties": False,
        }
        line = {"type": "string", "pattern": r"\S", "examples": _EXAMPLES}
        doc = "One line, such as pain_during <= 3, or a group: all, any, at_least with of, or not."
        return {"description": doc, "anyOf": [line, group]}

    def _key(self, key: Key) -> Schema:
        plain = self._of(key.annotation, key)
        return {**({"description": key.doc} if key.doc else {}), **plain}

    def _of(self, annotation: Any, key: Key) -> Schema:  # noqa: ANN401 - see structure
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if annotation == Node:
            return _one_or_many(self._value(key)) if key.one_or_many else self._value(key)
        if annotation is Scalar:
            return self._value(key)
        if isinstance(annotation, type) and attrs.has(annotation):
            return self._ref(annotation)
        if origin in {types.UnionType, typing.Union} and type(None) in arguments:
            return self._of(typing.Union[tuple(a for a in arguments if a is not type(None))], key)  # noqa: UP007 - as there
        if origin is tuple:
            items = self._of(arguments[0], key)
            return _one_or_many(items) if key.one_or_many else {"type": "array", "items": items}
        if origin is dict:
            (named,) = typing.get_args(arguments[1])
            names, below = _outer(key.names)
            return self._names(self._of(named, attrs.evolve(key, names=below)), names)
        return {"anyOf": [self._ref(shape) for shape in arguments]}

    def _value(self, key: Key) -> Schema:
        if key.options:
            return {"enum": list(_as_read(key.options))}
        takes = key.takes or ANY
        read = [self._one(one) for one in (takes if isinstance(takes, tuple) else (takes,))]
        return read[0] if len(read) == 1 else {"anyOf": read}

    def _one(self, takes: Kind | type) -> Schema:
        if not isinstance(takes, Kind):
            return self._ref(takes)
        self.uses_criteria |= takes is CRITERION
        if not takes.known:
            return dict(takes.schema)
        self.lists[takes.known] = {"enum": self._known[takes.known]}
        return {"anyOf": [{"$ref": f"#/$defs/{takes.known}"}, dict(takes.schema)]}

    def _names(self, value: Schema, names: Kind | None) -> Schema:
        """Say what stands under free names; those of a list are told one by one, for editors to suggest."""
        made: Schema = {"type": "object"}
        if names:
            made["propertyNames"] = self._one(names) if names.known else {"pattern": names.schema["pattern"]}
        return {**made, "additionalProperties": value}

    def _ref(self, shape: type) -> Schema:
        if shape not in self.shapes:
            self.shapes[shape] = {}
            about = {"title": word(shape), "description": _sentence(shape)}
            self.shapes[shape] = {**about, **self.object(shape)}
        return {"$ref": f"#/$defs/{shape.__name__}"}


def _outer(names: Any) -> tuple[Kind | None, Any]:  # noqa: ANN401 - as in `part`
    """Return the kind of the outer names, and those of the names within."""
    if isinstance(names, tuple):
        return names[0], names[1:] or None
    return names, None


def _one_or_many(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _as_read(words: Iterable[str]) -> Iterable[str | bool]:
    """Yield words as they come out of YAML: unquoted, true and false are no texts."""
    for one in words:
        if one in {"true", "false"}:
            yield one == "true"
        yield one


def _sentence(shape: type) -> str:
    return (shape.__doc__ or "").partition("\n")[0]
