"""Strategies for every value a record can hold, derived from the fields of its class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin

import attrs
from hypothesis import strategies as st

from vmo_rehab.engine.decision import Telling, Told
from vmo_rehab.engine.explanation import Explanation, Node, Rule
from vmo_rehab.engine.session import Absent, Answer, Why
from vmo_rehab.record.converter import ONLY

TEXTS = st.text(max_size=6)
WHOLE = st.integers(-(10**18) + 1, 10**18 - 1)
DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.decimals(
    -1000, 1000, allow_nan=False
).filter(lambda number: len(str(number)) < 20)
ANSWERS = (
    WHOLE
    | st.booleans()
    | TEXTS
    | DECIMALS.filter(lambda n: len(n.as_tuple().digits) < 30)
    | st.builds(Absent, st.sampled_from(Why))
)
NODES: st.SearchStrategy[Node] = st.deferred(lambda: values(Node))

SIMPLE: Mapping[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: WHOLE,
    bool: st.booleans(),
    type(None): st.none(),
    dt.date: DATES,
    Decimal: DECIMALS,
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a class, or for a type that a field declares."""
    if kind == Answer:
        return ANSWERS
    if kind == dt.date | str:
        return DATES | TEXTS | st.just("2026-03-02")
    if kind in SIMPLE:
        return SIMPLE[kind]
    if kind is Telling:
        return values(Told)
    if kind is Explanation:
        return st.lists(values(Rule), max_size=2).map(lambda rules: Explanation(lambda: tuple(rules)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if attrs.has(kind):
        return built(kind)
    return compound(kind)


def compound(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a union, a tuple or a mapping."""
    origin, parts = get_origin(kind), get_args(kind)
    if isinstance(kind, UnionType) or origin is UnionType:
        return st.one_of([values(part) for part in parts])
    if origin is Mapping:
        return st.dictionaries(TEXTS, values(parts[1]), max_size=2).map(lambda one: dict(sorted(one.items())))
    assert origin is tuple, kind
    if parts[1:] != (...,):
        return st.tuples(*[values(part) for part in parts])
    if parts[0] is Node:
        return st.lists(NODES, max_size=1).map(tuple)
    return st.lists(values(parts[0]), max_size=2).map(tuple)


def built(kind: type) -> st.SearchStrategy[Any]:
    """Return a strategy for an attrs class; fields with a default are left at it now and then."""
    attrs.resolve_types(kind)
    needed, free = {}, {}
    for field in attrs.fields(kind):
        if not field.name.startswith("_"):
            lazily: Callable[[Any], st.SearchStrategy[Any]] = values
            chosen = needed if field.default is attrs.NOTHING else free
            only = field.metadata.get(ONLY)
            drawn = st.deferred(lambda lazily=lazily, of=field.type: lazily(of))
            chosen[field.name] = drawn if only is None else st.just(only)
    given = st.fixed_dictionaries(needed, optional=free)
    return given.map(lambda fields: kind(**fields))
