"""Two protocols held against each other, part by part: nothing that makes them unequal is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.compare.criteria import moved
from vmo_rehab.compare.model import Difference, Leaning
from vmo_rehab.compare.words import (
    ADDED_IS_MORE,
    GIVEN_IS_MORE,
    GROWN_IS_MORE,
    ITEMS,
    MERIT,
    named,
    told,
)
from vmo_rehab.criteria.tree import Criterion, Named, walk
from vmo_rehab.protocol.exercise import Arc, Exercise
from vmo_rehab.protocol.limit import Anchor, Limit
from vmo_rehab.protocol.model import Phase, Protocol
from vmo_rehab.protocol.scheme import Scheme
from vmo_rehab.source import NOWHERE, Span

_ELSEWHERE: Final = frozenset({"digest", "substitutes"})
"""Fields of a protocol that other parts tell: the exercises, and all of them together."""

Place = Span | None
Part = Any
"""Any part of a protocol."""


def diff(old: Protocol, new: Protocol) -> tuple[Difference, ...]:
    """Tell what is different between two protocols.

    Args:
        old: the protocol as it was.
        new: the protocol as it is.

    Returns:
        Every difference, in the order of the file; none where the two decide and prescribe the same, that is
        where their digests are equal.

    Example:
        >>> import vmo_rehab as vmo
        >>> knee = vmo.load("vmo-foundation")
        >>> diff(knee, knee)
        ()
    """
    return tuple(_Walk(old, new).found())


class _Walk:
    def __init__(self, old: Protocol, new: Protocol) -> None:
        self.old, self.new = old, new
        self.roles = _roles(old) | _roles(new)

    def found(self) -> Iterator[Difference]:
        yield from self.fields("", self.old, self.new, None, _ELSEWHERE)
        yield from self.mapping("exercise", "exercise", self.old.exercises, self.new.exercises, None)
        for name in _one_sided(self.old.substitutes, self.new.substitutes):
            was = name in self.old.substitutes
            words = ("yes", "no") if was else ("no", "yes")
            yield Difference(f"exercise {name}", "stands in where equipment is lacking", *words)
        yield from self.mapping("scheme", "scheme", _schemes(self.old), _schemes(self.new), None, common=True)

    def fields(
        self,
        where: str,
        old: Part,
        new: Part,
        place: Place,
        without: frozenset[str] = frozenset(),
    ) -> Iterator[Difference]:
        here = getattr(new, "span", NOWHERE)
        place = place if here is NOWHERE else here
        for field in attrs.fields(type(new)):
            before, after = getattr(old, field.name), getattr(new, field.name)
            if field.eq and field.name not in without and before != after:
                yield from self.field(where, old, new, field.name, place)

    def field(self, where: str, old: Part, new: Part, name: str, place: Place) -> Iterator[Difference]:
        before, after, key = getattr(old, name), getattr(new, name), (type(new), name)
        what = named(*key)
        match before, after:
            case Exercise(), Exercise():
                if before.id != after.id:
                    yield Difference(where, what, before.id, after.id, place=place)
            case Scheme(), Scheme():
                yield from self.scheme(where, what, before, after, place)
            case _ if isinstance(before, Criterion) and isinstance(after, Criterion):
                yield from self.criterion(where, what, before, after, key in MERIT, place)
            case Mapping(), Mapping():
                yield from self.mapping(where, what, before, after, place, key=key)
            case tuple(), tuple() if attrs.has(type((*before, *after)[0])):
                inside = _joined(where, what) if what in ("rescue", "instead") else where
                yield from self.items(inside, before, after, place)
            case tuple(), tuple() if key[0] is Protocol or all(
                isinstance(one, str) for one in (*before, *after)
            ):
                yield from self.words(where, what, before, after, key, place)
            case _ if _opens(before, after):
                yield from self.fields(_joined(where, what), before, after, place)
            case _:
                leaning = _leaning(key, before, after)
                yield Difference(where, what, told(before, old, name), told(after, new, name), leaning, place)

    def scheme(self, where: str, what: str, old: Scheme, new: Scheme, place: Place) -> Iterator[Difference]:
        if old.id != new.id:
            yield Difference(where, what, old.id or old.title, new.id or new.title, place=place)
        elif not new.id:
            yield from self.fields(_joined(where, what), old, new, place)

    def criterion(
        self, where: str, what: str, old: Criterion, new: Criterion, merit: bool | None, place: Place
    ) -> Iterator[Difference]:
        here = new.span if new.span is not NOWHERE else place
        for one in moved(old, new):
            leaning = None
            if one.harder and merit is not None:
                leaning = Leaning.MORE if (one.harder > 0) is merit else Leaning.LESS
            inside = _joined(where, what) if one.what else where
            yield Difference(inside, one.what or what, one.before, one.after, leaning, here)

    def mapping(
        self,
        where: str,
        what: str,
        old: Mapping[Any, Any],
        new: Mapping[Any, Any],
        place: Place,
        *,
        key: tuple[type, str] | None = None,
        common: bool = False,
    ) -> Iterator[Difference]:
        lead = where if where.startswith(what) else _joined(where, what)
        gone, come = ([] if common else [*_only(old, new)]), ([] if common else [*_only(new, old)])
        for name in tuple(gone):
            if twin := next((other for other in come if _same(old[name], new[other])), None):
                gone.remove(name)
                come.remove(twin)
                yield Difference(where, f"{what} renamed", str(name), str(twin), place=place)
        for name in gone:
            yield Difference(lead, str(name), told(old[name]) or "there", "", _given(key, come=False), place)
        for name in come:
            yield Difference(lead, str(name), "", told(new[name]) or "there", _given(key, come=True), place)
        for name in (one for one in new if one in old and old[one] != new[one]):
            yield from self.value(f"{lead} {name}".strip(), str(name), old[name], new[name], place, key)

    def value(
        self,
        where: str,
        name: str,
        old: Part,
        new: Part,
        place: Place,
        key: tuple[type, str] | None,
    ) -> Iterator[Difference]:
        if isinstance(old, Criterion) and isinstance(new, Criterion):
            roles = self.roles[name]
            merit = next(iter(roles)) if len(roles) == 1 else None
            yield from self.criterion("", where, old, new, merit, place)
        elif _opens(old, new):
            yield from self.fields(where, old, new, place)
        else:
            yield Difference("", where, told(old), told(new), _leaning(key, old, new), place)

    def words(
        self,
        where: str,
        what: str,
        old: tuple[Any, ...],
        new: tuple[Any, ...],
        key: tuple[type, str],
        place: Place,
    ) -> Iterator[Difference]:
        gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
        for one in gone.elements():
            yield Difference(where, what, told(one), "", _given(key, come=False), place)
        for one in come.elements():
            yield Difference(where, what, "", told(one), _given(key, come=True), place)
        if not gone and not come:
            yield Difference(where, f"order of {what}", told(old), told(new), place=place)

    def items(
        self, where: str, old: tuple[Any, ...], new: tuple[Any, ...], place: Place
    ) -> Iterator[Difference]:
        before, after = _by_name(old), _by_name(new)
        gone, come = [*_only(before, after)], [*_only(after, before)]
        for name in tuple(gone):
            if twin := next((other for other in come if _renamed(before[name], after[other])), None):
                gone.remove(name)
                come.remove(twin)
                yield Difference(where, f"{name[0]} renamed", name[1], twin[1], place=_span(after[twin]))
        for name in gone:
            one = before[name]
            yield Difference(where, _called(name), told(one), "", _added(one, come=False), _span(one))
        for name in come:
            one = after[name]
            yield Difference(where, _called(name), "", told(one), _added(one, come=True), _span(one))
        shared = [name for name in after if name in before]
        for name in shared:
            if before[name] != after[name]:
                yield from self.fields(_joined(where, _called(name)), before[name], after[name], place)
        if shared != (was := [name for name in before if name in after]):
            first, second = (", ".join(map(_called, names)) for names in (was, shared))
            yield Difference(where, "order", first, second, place=place)


def _by_name(items: tuple[Any, ...]) -> dict[tuple[str, str, int], Any]:
    """Give each part of a list its kind, its name, and its number among those of one name."""
    found: dict[tuple[str, str, int], Any] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for one in items:
        kind, name = ITEMS.get(type(one), (type(one).__name__.lower(), lambda _: ""))
        called = (kind, name(one))
        seen[called] += 1
        found[*called, seen[called]] = one
    return found


def _called(name: tuple[str, str, int]) -> str:
    kind, one, number = name
    return " ".join(filter(None, (kind, one, f"({number})" if number > 1 else "")))


def _joined(where: str, what: str) -> str:
    return f"{where}, {what}" if where and what else where or what


def _opens(old: object, new: object) -> bool:
    """Tell whether two values are compared part by part."""
    whole = Arc | Anchor | Exercise
    return type(old) is type(new) and attrs.has(type(new)) and not isinstance(new, whole)


def _only(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> Iterator[Any]:
    return (name for name in one if name not in other)


def _one_sided(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return sorted(one.keys() ^ other.keys())


def _same(old: object, new: object) -> bool:
    return _renamed(old, new) if attrs.has(type(old)) and hasattr(old, "id") else old == new


def _renamed(old: Part, new: Part) -> bool:
    """Tell whether two parts differ in their names alone."""
    ids = {field.name for field in attrs.fields(type(new))} & {"id", "to", "name"}
    if type(old) is not type(new) or "id" not in ids:
        return False
    same = {"id": new.id} | ({"title": new.title} if isinstance(new, Phase) else {})
    return bool(attrs.evolve(old, **same) == new)


def _leaning(key: tuple[type, str] | None, old: Part, new: Part) -> Leaning | None:
    if key in GIVEN_IS_MORE and (old is None) != (new is None):
        return Leaning.MORE if old is None else Leaning.LESS
    if isinstance(old, Arc) and isinstance(new, Arc):
        inside = (new.within(old), old.within(new))
        return {(True, False): Leaning.MORE, (False, True): Leaning.LESS}.get(inside)
    if isinstance(old, Anchor) and isinstance(new, Anchor) and old.after == new.after:
        return Leaning.MORE if new.days > old.days else Leaning.LESS
    if key and key in GROWN_IS_MORE and isinstance(old, int) and isinstance(new, int):
        return Leaning.MORE if (new > old) is GROWN_IS_MORE[key] else Leaning.LESS
    return None


def _given(key: tuple[type, str] | None, *, come: bool) -> Leaning | None:
    if key not in GIVEN_IS_MORE:
        return None
    return Leaning.MORE if come else Leaning.LESS


def _added(one: object, *, come: bool) -> Leaning | None:
    if type(one) not in ADDED_IS_MORE:
        return None
    return Leaning.MORE if come else Leaning.LESS


def _span(one: object) -> Place:
    span = getattr(one, "span", NOWHERE)
    return None if span is NOWHERE else span


def _schemes(protocol: Protocol) -> dict[str, Scheme]:
    return {row.scheme.id: row.scheme for row in protocol.every_row() if row.scheme.id}


class _Roles(dict[str, frozenset[bool]]):
    """Whether what rests on a named criterion earns something (true) or warns (false)."""

    def __missing__(self, name: str) -> frozenset[bool]:
        return frozenset()

    def __or__(self, other: Mapping[str, frozenset[bool]]) -> _Roles:  # type: ignore[override]
        return _Roles({name: self[name] | other.get(name, frozenset()) for name in {*self, *other}})


def _roles(protocol: Protocol) -> _Roles:
    found: dict[str, set[bool]] = {}
    for owner, field, criterion in _rules(protocol):
        for node in walk(criterion):
            if isinstance(node, Named):
                found.setdefault(node.name, set()).add((owner, field) in MERIT)
    return _Roles({name: frozenset(roles) for name, roles in found.items()})


def _rules(part: Part) -> Iterator[tuple[type, str, Criterion]]:
    """Yield every criterion that a rule asks for, with the rule's kind and the field it stands in."""
    for field in attrs.fields(type(part)):
        value = getattr(part, field.name)
        if isinstance(part, Protocol) and field.name in ("criteria", "measures", "substitutes"):
            continue
        if isinstance(value, Criterion):
            yield type(part), field.name, value
        for one in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(one)) and not isinstance(one, Criterion | Exercise | Scheme | Limit | Span):
                yield from _rules(one)
            elif isinstance(one, Limit) and one.until:
                yield Limit, "until", one.until
