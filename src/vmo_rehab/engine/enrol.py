"""The beginning of an episode."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.engine.doses import entering
from vmo_rehab.engine.episode import Episode, State, Stay
from vmo_rehab.engine.events import Enrolled
from vmo_rehab.engine.intake import check_date, read_answer
from vmo_rehab.engine.session import Absent, Answer
from vmo_rehab.engine.stand_ins import as_text, shown
from vmo_rehab.errors import EnrolmentError
from vmo_rehab.protocol.model import Fact, FactKind, Protocol
from vmo_rehab.scales import OffScaleError

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def enrol(protocol: Protocol, enrolled: Enrolled) -> Episode:
    """Begin an episode: every required fact and baseline is asked for once, here.

    Args:
        protocol: the protocol.
        enrolled: the day, the facts and the baseline answers.

    Returns:
        The episode in the protocol's first phase.

    Raises:
        EnrolmentError: a required fact or a baseline is missing, or an answer cannot be used.
        LogError: the first day is not a ``datetime.date``.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, load
        >>> begun = Enrolled(dt.date(2026, 3, 2), {"injury": "2026-01-12"}, {"pain_usual": 2})
        >>> enrol(load("vmo-foundation"), begun).state.phase
        'terminal-knee-extension'
    """
    check_date(enrolled.on)
    found: list[Diagnostic] = []
    given = _mapping("L160", "facts", enrolled.facts, found)
    facts = _facts(protocol, enrolled.on, given, found)
    answers = _mapping("L161", "baseline", enrolled.baseline, found)
    baseline = baseline_in_steps(protocol, answers, found)
    found += [
        Diagnostic("L161", f"the baseline {name} is missing", "ask it at enrolment")
        for name in protocol.baseline
        if name not in baseline and name not in answers
    ]
    if enrolled.side not in ("", "left", "right"):
        found.append(Diagnostic("L162", f'"{enrolled.side}" is not a side', "write left or right"))
    found += unknown_equipment(protocol, enrolled.equipment or ())
    if found:
        raise EnrolmentError(found)
    state = State(
        phase=protocol.start,
        units=protocol.units,
        stay=Stay(enrolled.on),
        entered={protocol.start: enrolled.on},
        baseline=baseline,
        levels=entering(protocol.rows_in[protocol.start], {}, back=False),
    )
    enrolled = attrs.evolve(enrolled, facts=facts)
    return Episode(protocol.id, protocol.revision, protocol.digest, enrolled, state)


def unknown_equipment(protocol: Protocol, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each piece of equipment that no exercise needs."""
    known = protocol.equipment
    for name in names:
        if as_text(name) not in known:
            what = f'"{as_text(name)}" is not equipment that any exercise needs'
            yield Diagnostic("L163", what, did_you_mean(as_text(name), known))


def _mapping(code: str, name: str, given: Mapping[str, Any], found: list[Diagnostic]) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    found.append(Diagnostic(code, f"{name}: {shown(given)} cannot be used", "hand it over by name"))
    return {}


def baseline_in_steps(
    protocol: Protocol, answers: Mapping[str, Answer], found: list[Diagnostic]
) -> dict[str, int]:
    """Read baseline answers as whole steps, with a finding for each that cannot be used."""
    baseline = {}
    for name, answer in answers.items():
        if name not in protocol.baseline:
            cure = did_you_mean(as_text(name), protocol.baseline, "baselines of this protocol: {}")
            found.append(Diagnostic("L161", f'"{name}" is not a baseline', cure))
        elif isinstance(answer, Absent):
            what = f"the baseline {name} is missing ({answer.why})"
            found.append(Diagnostic("L161", what, "it is needed before the first session"))
        else:
            try:
                baseline[name] = read_answer(protocol.measures[name], answer)
            except OffScaleError as off:
                found.append(Diagnostic("L161", f"{name}: {off.what}", off.cure))
    return baseline


def _facts(
    protocol: Protocol, start: dt.date, given: Mapping[str, dt.date | str], found: list[Diagnostic]
) -> dict[str, dt.date | str]:
    facts: dict[str, dt.date | str] = {}
    for name, answer in given.items():
        fact = protocol.facts.get(name)
        if fact is None:
            cure = did_you_mean(as_text(name), protocol.facts, "facts of this protocol: {}")
            found.append(Diagnostic("L160", f'"{name}" is not a fact', cure))
        elif (value := _fact(fact, answer)) is None:
            expected = "a date like 2026-03-02" if fact.kind is FactKind.DATE else ", ".join(fact.labels)
            found.append(Diagnostic("L160", f'{name}: "{answer}" cannot be used', f"expected {expected}"))
        elif isinstance(value, dt.date) and value > start:
            what = f"{name}: {value} is after the start, {start}"
            found.append(Diagnostic("L160", what, "correct one of the two dates"))
        else:
            facts[name] = value
    found += [
        Diagnostic("L160", f"the fact {fact.id} is missing", "ask it at enrolment")
        for fact in protocol.facts.values()
        if fact.required and fact.id not in given
    ]
    return facts


def _fact(fact: Fact, answer: dt.date | str) -> dt.date | str | None:
    if fact.kind is FactKind.LABEL:
        return answer if answer in fact.labels else None
    if isinstance(answer, str):
        # Only 2026-03-02: the standard library also takes 20260302 and week dates.
        if not _ISO.fullmatch(answer):
            return None
        try:
            return dt.date.fromisoformat(answer)
        except ValueError:
            return None
    return answer if type(answer) is dt.date else None
