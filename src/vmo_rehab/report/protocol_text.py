"""A whole protocol as plain English: what a physiotherapist reads before signing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

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


@frozen
class Part:
    """One part of a protocol in words.

    Args:
        title: its heading.
        lines: of a plain text.
        of: the title of the phase it is about.
        phase: the id of that phase.
    """

    title: str
    lines: list[str]
    of: str = ""
    phase: str = ""


def protocol_in_words(protocol: Protocol) -> str:
    """Write a protocol as plain English, every rule and every number of it.

    Args:
        protocol: checked and resolved.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(protocol))


def _lines(protocol: Protocol) -> Iterator[str]:
    yield from head_lines(protocol)
    for part in parts(protocol):
        yield from ("", f"{part.title.upper()}{part.of and f': {part.of}'}", *part.lines)
    if sources := bullets(f"{name}: {reference_line(one)}" for name, one in protocol.sources.items()):
        yield from ("", "SOURCES", *sources)


def parts(protocol: Protocol) -> Iterator[Part]:
    """Yield what stands between the head and the sources; empty parts are left out.

    Args:
        protocol: checked and resolved.
    """
    yield from (part for part in (*_whole(protocol), *_phases(protocol), *_rest(protocol)) if part.lines)


def _whole(protocol: Protocol) -> Iterator[Part]:
    yield Part("Intended use", [f"  {protocol.intended_use}"])
    yield Part("For whom", bullets(protocol.applies_to))
    yield Part("Not for", bullets(protocol.not_for))
    yield Part("Asked once, at enrolment", list(_enrolment(protocol)))
    yield Part("Red flags", list(_red_flags(protocol)))
    yield Part("At the door, before training", list(today_lines(protocol)))
    yield Part("Holds: training stops", list(hold_lines(protocol)))
    yield Part("Freezes: nothing rises", list(freeze_lines(protocol)))
    yield Part("Gaps between training sessions", list(lapse_lines(protocol)))
    yield Part("Limits", list(limit_lines(protocol)))
    yield Part("Variants: what binds some patients besides", list(variant_lines(protocol)))


def _phases(protocol: Protocol) -> Iterator[Part]:
    told = set[str]()
    for place, phase in enumerate(protocol.phases, 1):
        title = f"Phase {place} of {len(protocol.phases)}"
        yield Part(title, list(phase_lines(protocol, phase, told)), phase.title, phase.id)


def _rest(protocol: Protocol) -> Iterator[Part]:
    yield Part("What the names mean", list(meaning_lines(protocol)))
    yield Part("Findings that are let be, and why", bullets(map(_let_be, protocol.accepted)))
    yield Part("What holds in every protocol", bullets(_ALWAYS))


def head_lines(protocol: Protocol) -> Iterator[str]:
    """Write what it is called, where it stands in its own life, and whom a patient calls."""
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


def meaning_lines(protocol: Protocol) -> Iterator[str]:
    """Write what each named criterion stands for."""
    for name, criterion in protocol.criteria.items():
        yield from criterion_lines(f'- "{plain(name)}":', criterion)
