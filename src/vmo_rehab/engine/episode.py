"""An episode: one patient's way through one protocol, as a value.

`State` is the compact part, whole numbers and ids only; `seen` holds the few
sessions that windows look back on and explanations quote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import field, frozen

from vmo_rehab.engine.events import Enrolled, Overridden, SignedOff
from vmo_rehab.engine.seen import Seen
from vmo_rehab.engine.session import Why


@frozen
class Bound:
    """A hold that binds, and the day its ``when`` was last true."""

    hold: str
    last_true: dt.date


@frozen
class Ended:
    """When a hold last ended: its day, and how many sessions with sets there had been."""

    on: dt.date
    trained: int


@frozen
class Kept:
    """A regress kept over a hold: to an earlier phase, or down in dose."""

    to: str = ""
    down: bool = False


@frozen
class Entry:
    """The latest entry of a state measure: its value in steps, or the reason of its absence."""

    on: dt.date
    steps: int | None
    why: Why | None = None


@frozen(kw_only=True)
class State:
    """What decides, apart from the sessions kept for looking back.

    Args:
        phase: where the patient is.
        sessions: sessions so far, check-ins included.
        trained: sessions with sets so far.
        last: day of the last session.
        last_trained: day of the last session with sets.
        stay_from: day the present stay began: entry, or return from a hold.
        stay_after: the session after which it began.
        stay_trained: sessions with sets in it.
        merit_from: day from which merit counts: the stay's, or a lapse's that emptied it.
        merit_after: the session after which merit counts.
        idle: days of the stay that lapsed gaps took.
        lapsed: how many lapse tiers the present gap has reached.
        holds: the holds that bind; empty when not on hold (but see ``cleared``).
        hold_after: the session that began the hold.
        hold_from: its day.
        kept: a regress that takes effect on return.
        flags: red flags present and not yet cleared.
        cleared: whether flags were cleared and the episode waits for a session to resume.
        suspended: whether it is suspended.
        regress_after: regress rules count sessions after this one.
        holds_after: each hold counts sessions after this one.
        holds_ended: when each hold last ended.
        entered: the last entry to each phase.
        entries: the latest entry of each state measure.
        baseline: baseline answers in steps.
        levels: each exercise's level.
        levels_after: each exercise's rise counts sessions after this one.
        sign_offs: sign-offs that have not been used.
        overrides: overrides that have not taken effect.
    """

    phase: str
    sessions: int = 0
    trained: int = 0
    last: dt.date | None = None
    last_trained: dt.date | None = None
    stay_from: dt.date
    stay_after: int = 0
    stay_trained: int = 0
    merit_from: dt.date
    merit_after: int = 0
    idle: int = 0
    lapsed: int = 0
    holds: tuple[Bound, ...] = ()
    hold_after: int = 0
    hold_from: dt.date | None = None
    kept: Kept | None = None
    flags: tuple[str, ...] = ()
    cleared: bool = False
    suspended: bool = False
    regress_after: int = 0
    holds_after: Mapping[str, int] = field(factory=dict)
    holds_ended: Mapping[str, Ended] = field(factory=dict)
    entered: Mapping[str, dt.date] = field(factory=dict)
    entries: Mapping[str, Entry] = field(factory=dict)
    baseline: Mapping[str, int] = field(factory=dict)
    levels: Mapping[str, int] = field(factory=dict)
    levels_after: Mapping[str, int] = field(factory=dict)
    sign_offs: tuple[SignedOff, ...] = ()
    overrides: tuple[Overridden, ...] = ()

    @property
    def on_hold(self) -> bool:
        """Whether training is stopped until a session lets the patient resume."""
        return bool(self.holds) or self.cleared

    def days_in_stay(self, day: dt.date) -> int:
        """Count the days of the present stay up to a day, without those a lapsed gap took."""
        since = self.stay_from
        days = (day - since).days - self.idle
        if self.lapsed and self.last_trained:
            days -= (day - max(since, self.last_trained)).days
        return max(0, days)


@frozen
class Episode:
    """One patient's way through one protocol, for one knee.

    Args:
        protocol: id of the protocol.
        revision: its revision.
        digest: its digest; another protocol is refused.
        enrolled: how it began.
        state: what decides.
        seen: the last sessions, oldest first.
    """

    protocol: str
    revision: str
    digest: str
    enrolled: Enrolled
    state: State
    seen: tuple[Seen, ...] = ()
