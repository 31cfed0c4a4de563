"""A session as the engine sees it: every answer an interval of whole steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from vmo_rehab.engine.session import Why
from vmo_rehab.truth import Truth


@frozen
class Reading:
    """What is known of one answer: a value is ``[v, v]``, an absence its whole scale or what is left of it.

    Args:
        low: the least it can be, in steps.
        high: the most it can be, in steps.
        why: the reason of an absence; ``None`` for a value.
        on: the day a state measure was entered; ``None`` when it is of the session itself.
    """

    low: int
    high: int
    why: Why | None = None
    on: dt.date | None = None


@frozen
class Seen:
    """One session, resolved against the protocol on the day it was taken.

    Args:
        number: its place in the episode, from 1.
        date: its day.
        phase: the phase the patient was in.
        trained: whether any set was done.
        earns: whether it can earn merit: false for rescue, repeat and cut-short days, unknown
            where that hangs on an answer that is missing.
        readings: by term as criteria write it: ``pain_during``, ``pain_during of lunge/static``.
        due: ids of the exercises that were due or done, of those that criteria name; sorted.
    """

    number: int
    date: dt.date
    phase: str
    trained: bool
    earns: Truth
    readings: Mapping[str, Reading]
    due: tuple[str, ...] = ()
