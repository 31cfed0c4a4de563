"""What differs between two protocols: nothing is left out, and what is said of caution is certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from vmo_rehab import Do, diff, load, loads, shipped
from vmo_rehab.compare.patients import outcome
from vmo_rehab.documents.digest import digest
from vmo_rehab.documents.library import file_of
from vmo_rehab.engine.decision import Prescription
from vmo_rehab.report.difference_text import closing_line, difference_line
from vmo_rehab.source import Span
from vmo_rehab.testing import protocols

TEXT = file_of("vmo-foundation").read_text(encoding="utf-8")
SHIPPED = {name: load(name) for name in shipped()}
KNEE = SHIPPED["vmo-foundation"]


def changed(old: str, new: str) -> list[str]:
    """Tell what differs once a text of the protocol is exchanged."""
    assert old in TEXT
    return [difference_line(one) for one in diff(KNEE, loads(TEXT.replace(old, new)))]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "most: 40 kg",
            "most: 50 kg",
            "phase leg-extension, exercise leg-extension/machine, load, most: 40 kg -> 50 kg (less cautious)",
        ),
        (
            "when: effusion >= 2+",
            "when: effusion >= 1+",
            (
                "hold swollen, when, swelling of the knee (sweep test): "
                "at least 2+ -> at least 1+ (more cautious)"
            ),
        ),
        ("calf_pain, ", "", "gone: red flag: calf_pain (less cautious)"),
        ("rest: 2 days", "rest: 1 day", "hold swollen, rest: 2 days -> 1 day (less cautious)"),
        ("status: draft", "status: active", "status: draft -> active"),
    ],
)
def test_a_change_is_told(old, new, told):
    """A change is named by its place, with what was and what is, and its leaning where that is certain."""
    assert told in changed(old, new)


def test_nothing_differs():
    """A protocol does not differ from itself, nor from its text with other comments."""
    assert changed("# ", "#  ") == []
    assert closing_line(diff(KNEE, KNEE)) == "nothing differs"


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("other", ["vmo-strength", "soreness-rules"])
def test_shipped_protocols_differ(name, other):
    """Any two protocols differ where their digests do, and only there."""
    old, new = SHIPPED[name], SHIPPED[other]
    assert bool(diff(old, new)) == (old.digest != new.digest)


@settings(max_examples=8)
@given(old=protocols(), new=protocols())
def test_digests_differ_where_protocols_do(old, new):
    """Of two generated protocols the difference is empty exactly where the digests are equal."""
    assert bool(diff(old, new)) == (old.digest != new.digest)
    assert diff(old, old) == ()


def other(value: Any) -> Iterator[Any]:
    """Yield values of the same kind that are not equal to one."""
    match value:
        case bool():
            yield not value
        case Enum():
            yield next(one for one in type(value) if one is not value)
        case int():
            yield value + 1
        case str():
            yield f"{value}x"
        case Decimal():
            yield value * 2
        case dt.date():
            yield value + dt.timedelta(1)
        case Mapping() if value:
            yield {key: one for key, one in value.items() if key != next(iter(value))}
        case tuple() if value:
            yield value[1:]
            if value[0] != value[-1]:
                yield value[::-1]
        case None | Mapping() | tuple():
            pass


def mutants(value: Any, kinds: set[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
    """Yield a value with one field changed, anywhere in it; each field of each kind once."""
    match value:
        case Span() | str() | int() | None | Enum():
            return
        case Mapping():
            for key, one in value.items():
                for path, new in mutants(one, kinds):
                    yield f"[{key}]{path}", {**value, key: new}
        case tuple():
            for place, one in enumerate(value):
                for path, new in mutants(one, kinds):
                    yield f"[{place}]{path}", (*value[:place], new, *value[place + 1 :])
        case _ if attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                if not (field.eq and field.init) or field.name in ("digest", "span"):
                    continue
                inside = getattr(value, field.name)
                if (type(value).__name__, field.name) not in kinds:
                    found = list(other(inside))
                    kinds |= {(type(value).__name__, field.name)} if found else set()
                    for new in found:
                        yield f".{field.name}", attrs.evolve(value, **{field.alias: new})
                for path, new in mutants(inside, kinds):
                    yield f".{field.name}{path}", attrs.evolve(value, **{field.alias: new})


@pytest.mark.parametrize("name", ["acl-reconstruction", "vmo-strength"])
def test_every_field_counts(name):
    """Whatever field of a protocol is changed, wherever it stands, something differs.

    Exercises and measures are told once for the whole protocol, so they are changed where that is.
    """
    protocol, kinds = SHIPPED[name], set[tuple[str, str]]()
    silent = []
    for path, mutant in mutants(protocol, kinds):
        shared = any(word in path for word in (".exercise.", ".measure.", ".of.measure", ".scheme."))
        if not shared and digest(mutant) != protocol.digest and not diff(protocol, mutant):
            silent.append(path)
    assert silent == []
    assert len(kinds) > 60


def test_renamed_and_reordered():
    """A part that differs in its name alone is called renamed; parts in another order are told so."""
    assert "hold renamed: keeps_hurting -> hurts_on" in changed("id: keeps_hurting", "id: hurts_on")
    phases = (KNEE.phases[1], KNEE.phases[0], *KNEE.phases[2:])
    (moved,) = diff(KNEE, attrs.evolve(KNEE, phases=phases))
    assert moved.what == "order"


def test_the_same_way_is_the_same():
    """Without decisions and prescriptions nothing parts two protocols."""
    nothing = Prescription("squat", Do.REST)
    assert outcome((), (), nothing, nothing).same
