"""A whole protocol as plain English: what a physiotherapist reads before signing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vmo_rehab.codes import CODES
from vmo_rehab.protocol.accepted import Accepted
from vmo_rehab.protocol.model import FactKind, Protocol
from vmo_rehab.report.limit_text import limit_lines, variant_lines
from vmo_rehab.report.phase_text import phase_lines
from vmo_rehab.report.rule_text import freeze_lines, hold_lines, lapse_lines, today_lines
from vmo_rehab.report.words import bullets, criterion_lines, plain, reference_line, scale_in_words, titled

_STATUS: Final = {
    "draft": "draft, not for patients",
    "active": "active",
    "retired": "retired, not for new patients",
}
_ALWAYS: Final = (
    "A patient moves by one phase a session at most.",
    "A missing answer is never taken as a good one: nothing progresses and no load rises on it.",
    "What earns a move counts only within the present stay in a phase; what warns is remembered.",
    "Warnings come first: refer, hold, back, ask; only then on.",
)


def protocol_in_words(protocol: Protocol) -> str:
    """Write a protocol as plain English, every rule and every number of it.

    Args:
        protocol: checked and resolved.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(protocol))


def _lines(protocol: Protocol) -> Iterator[str]:
    yield from _head(protocol)
    yield from _part("INTENDED USE", [f"  {protocol.intended_use}"])
    yield from _part("FOR WHOM", bullets(protocol.applies_to))
    yield from _part("NOT FOR", bullets(protocol.not_for))
    yield from _part("ASKED ONCE, AT ENROLMENT", list(_enrolment(protocol)))
    yield from _part("RED FLAGS", list(_red_flags(protocol)))
    yield from _part("AT THE DOOR, BEFORE TRAINING", list(today_lines(protocol)))
    yield from _part("HOLDS: TRAINING STOPS", list(hold_lines(protocol)))
    yield from _part("FREEZES: NOTHING RISES", list(freeze_lines(protocol)))
    yield from _part("GAPS BETWEEN TRAINING SESSIONS", list(lapse_lines(protocol)))
    yield from _part("LIMITS", list(limit_lines(protocol)))
    yield from _part("VARIANTS: WHAT BINDS SOME PATIENTS BESIDES", list(variant_lines(protocol)))
    told = set[str]()
    for place, phase in enumerate(protocol.phases, 1):
        title = f"PHASE {place} OF {len(protocol.phases)}: {phase.title}"
        yield from _part(title, list(phase_lines(protocol, phase, told)))
    yield from _part("WHAT THE NAMES MEAN", list(_meanings(protocol)))
    yield from _part("FINDINGS THAT ARE LET BE, AND WHY", bullets(map(_let_be, protocol.accepted)))
    yield from _part("WHAT HOLDS IN EVERY PROTOCOL", bullets(_ALWAYS))
    yield from _part(
        "SOURCES", bullets(f"{name}: {reference_line(one)}" for name, one in protocol.sources.items())
    )


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from lines


def _head(protocol: Protocol) -> Iterator[str]:
    yield protocol.title
    yield f"{protocol.id}, revision {protocol.revision}"
    yield f"Status: {_STATUS[protocol.status]}"
    yield f"Approved by: {', '.join(protocol.approved_by) or 'nobody yet'}"
    if protocol.contact:
        yield f"Whom the patient calls: {protocol.contact}"
    if protocol.review_due:
        yield f"To be looked at again by: {protocol.review_due}"


def _enrolment(protocol: Protocol) -> Iterator[str]:
    for fact in protocol.facts.values():
        kind = "a date" if fact.kind is FactKind.DATE else " or ".join(fact.labels)
        yield f"  - {plain(fact.id)}: {kind}{'' if fact.required else ' (may be left out)'}"
    for name in protocol.baseline:
        measure = protocol.measures[name]
        yield f"  - {measure.title}: {scale_in_words(measure)}; stands for the whole episode"


def _red_flags(protocol: Protocol) -> Iterator[str]:
    if protocol.red_flags:
        yield (
            "  Asked at every session. One that is present refers the patient, and training stops until a "
            "clinician clears it. While one is not answered, nothing progresses and no load rises."
        )
    yield from bullets(titled(protocol, name) for name in protocol.red_flags)


def _let_be(accepted: Accepted) -> str:
    of = f" of {accepted.of}" if accepted.of else ""
    return f"{CODES[accepted.code]}{of} ({accepted.code}): {accepted.because}"


def _meanings(protocol: Protocol) -> Iterator[str]:
    for name, criterion in protocol.criteria.items():
        yield from criterion_lines(f'- "{plain(name)}":', criterion)
