"""What happens to an episode besides sessions. Every event carries its day and who made it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import field, frozen

from vmo_rehab.engine.session import Answer, Session, answers_given, copied
from vmo_rehab.errors import EventError


class Move(StrEnum):
    """What an override asks for."""

    PROGRESS = "progress"
    REGRESS = "regress"
    RESUME = "resume"


def _names(given: Iterable[str] | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return tuple(given) if isinstance(given, Iterable) else (given,)


def says(text: object) -> bool:
    """Tell whether a name or a reason says anything: it is a text, and not blank."""
    return isinstance(text, str) and bool(text.strip())


@frozen
class Enrolled:
    """The patient enters the protocol.

    Args:
        on: the day the episode starts.
        facts: answers to the protocol's facts; a date as ``datetime.date`` or ISO text.
        baseline: answers to its baseline measures.
        by: who enrolled.
        sign_off_every_move: whether every progress needs a sign-off, whatever the file says.
        side: ``left`` or ``right``; an episode concerns one knee.
        equipment: what the patient has, by the names of the catalogue; ``None`` for everything.
    """

    on: dt.date
    facts: Mapping[str, dt.date | str] = field(factory=dict, converter=copied)
    baseline: Mapping[str, Answer] = field(factory=dict, converter=copied)
    by: str = ""
    sign_off_every_move: bool = False
    side: str = ""
    equipment: tuple[str, ...] | None = field(default=None, converter=_names)


@frozen
class Assessment:
    """State measures taken outside a session; ``taken`` is when, if earlier than ``on``."""

    on: dt.date
    answers: Mapping[str, Answer] = field(converter=answers_given)
    by: str = ""
    taken: dt.date | None = None


@frozen
class SignedOff:
    """A clinician's word for the move to ``to``."""

    on: dt.date
    to: str
    by: str
    role: str = "physiotherapist"


@frozen
class Cleared:
    """A clinician has cleared red flags; the episode stays on hold until a session lets it resume.

    Args:
        on: the day.
        by: who.
        note: what was found.
        flags: which ones; empty for every one that is present. A record fills in those that were known when
            the clearance came, so that it never clears one that is learnt of later.
    """

    on: dt.date
    by: str
    note: str = ""
    flags: tuple[str, ...] = ()


def _move(move: Move | str) -> Move:
    try:
        return Move(move)
    except ValueError:
        raise EventError(f"{move!r:.60} is not a move; known: {', '.join(Move)}") from None


@frozen
class Overridden:
    """A clinician's decision against the file; it takes effect at the next session it fits.

    Args:
        on: from when it counts.
        move: progress or regress to ``to``, or resume from a hold.
        to: the phase; empty for a resume.
        reason: a short code, such as ``clinical-judgement``.
        text: why, in words.
        by: who.
        expires: the last day it can take effect.
    """

    on: dt.date
    move: Move = field(converter=_move)
    reason: str
    text: str
    by: str
    expires: dt.date
    to: str = ""


@frozen
class Suspended:
    """The episode stops for a reason outside the protocol."""

    on: dt.date
    by: str
    reason: str = ""


@frozen
class Unsuspended:
    """A suspended episode goes on."""

    on: dt.date
    by: str


@frozen
class BaselineReset:
    """The clinician takes baseline answers anew."""

    on: dt.date
    baseline: Mapping[str, Answer] = field(converter=copied)
    by: str = ""


@frozen
class Migrated:
    """The episode moves to another revision of its protocol.

    Args:
        on: the day.
        by: who.
        digest: of the protocol moved to.
        phases: old phase id to new; ids left out keep their name.
    """

    on: dt.date
    by: str
    digest: str
    phases: Mapping[str, str] = field(factory=dict, converter=copied)


@frozen
class LateAnswer:
    """An answer that came after its session was logged; ``session`` is that session's day."""

    on: dt.date
    session: dt.date
    answers: Mapping[str, Answer] = field(converter=answers_given)
    exercise: str = ""
    by: str = ""


@frozen
class Amended:
    """A session as it should have been logged; replaces the one of the same day."""

    on: dt.date
    session: Session
    by: str
    reason: str = ""


@frozen
class Voided:
    """An event that should not be in the record; ``event`` is its place in it, from 0."""

    on: dt.date
    event: int
    by: str
    reason: str = ""


Applied = Assessment | SignedOff | Cleared | Overridden | Suspended | Unsuspended | BaselineReset | Migrated
"""What `apply` folds into an episode."""

Correction = LateAnswer | Amended | Voided
"""What changes the record, not the episode."""

Event = Enrolled | Session | Applied | Correction
"""Everything a record can hold."""


@frozen
class Log:
    """A patient's log: the enrolment, and everything after it in file order.

    Args:
        enrolled: how the patient came in.
        events: sessions and other events, without the enrolment.

    Example:
        >>> import datetime as dt
        >>> Log(Enrolled(dt.date(2026, 3, 2)), ()).events
        ()
    """

    enrolled: Enrolled
    events: tuple[Event, ...]
