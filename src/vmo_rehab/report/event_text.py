"""Events that are not sessions, in a few words each."""

from __future__ import annotations

from typing import assert_never

from vmo_rehab.engine.events import (
    Amended,
    Applied,
    Assessment,
    BaselineReset,
    Cleared,
    Correction,
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
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.report.words import answers_in_words, listed, plain


def event_in_words(protocol: Protocol, event: Applied | Correction | Enrolled) -> tuple[str, str]:
    """Name an event and tell it in a line.

    Args:
        protocol: gives measures their titles.
        event: anything but a session.

    Returns:
        What it is, such as ``sign-off``, and its content with who made it.
    """
    match event:
        case Enrolled():
            return "enrolled", _enrolled(protocol, event)
        case Assessment():
            taken = f"taken on {event.taken}: " if event.taken else ""
            told = answers_in_words(protocol, event.answers.items())
            return "assessment", f"{taken}{told}{_by(event.by)}"
        case SignedOff():
            return "sign-off", f"for {event.to}, by {event.by} ({event.role})"
        case Cleared():
            return "red flags cleared", f"by {event.by}{f': {event.note}' if event.note else ''}"
        case Overridden():
            to = f" to {event.to}" if event.to else ""
            told = f"{event.move}{to}, {plain(event.reason)}: {event.text}"
            return "override", f"{told}; counts until {event.expires}{_by(event.by)}"
        case Suspended():
            return "suspended", f"by {event.by}{f': {event.reason}' if event.reason else ''}"
        case Unsuspended():
            return "goes on", f"by {event.by}"
        case BaselineReset():
            told = answers_in_words(protocol, event.baseline.items())
            return "baseline taken anew", f"{told}{_by(event.by)}"
        case Migrated():
            return "moved to another revision", f"by {event.by}, content {event.digest[:12]}"
        case LateAnswer():
            of = f" of {event.exercise}" if event.exercise else ""
            told = answers_in_words(protocol, event.answers.items())
            return "late answer", f"to {event.session}{of}: {told}{_by(event.by)}"
        case Amended():
            return "corrected", f"the session of {event.session.date}, by {event.by}{_reason(event.reason)}"
        case Voided():
            return "taken out", f"entry {event.event} of the record, by {event.by}{_reason(event.reason)}"
        case _:
            assert_never(event)


def event_line(protocol: Protocol, event: Event) -> str:
    """Name any event by its day, in a line.

    Args:
        protocol: gives measures their titles.
        event: of a log.
    """
    if isinstance(event, Session):
        return f"the session of {event.date}"
    what, told = event_in_words(protocol, event)
    return f"{what} of {event.on} ({told})"


def _enrolled(protocol: Protocol, event: Enrolled) -> str:
    words = [f"{event.side} knee"] if event.side else []
    words += [f"{plain(name)} {value}" for name, value in event.facts.items()]
    if event.baseline:
        words.append(answers_in_words(protocol, event.baseline.items()))
    if event.equipment is not None:
        words.append(f"has {listed(event.equipment) or 'no equipment'}")
    if event.sign_off_every_move:
        words.append("every move needs a sign-off")
    return f"{', '.join(words)}{_by(event.by)}".removeprefix(", ")


def _by(who: str) -> str:
    return f", by {who}" if who else ""


def _reason(reason: str) -> str:
    return f": {reason}" if reason else ""
