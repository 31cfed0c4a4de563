"""An episode: one patient's way through one protocol, as a value.

`State` is the compact part, whole numbers and ids only; `seen` holds the few
sessions that windows look back on and explanations quote.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import Factory, field, frozen

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


@frozen
class Stay:
    """The present stay in a phase: since it was entered, or returned to from a hold.

    Args:
        since: its first day.
        after: the session after which it began; a lapse that begins it anew leaves this, so that no
            warning is forgotten.
        trained: sessions in it that were done as prescribed, since a lapse that emptied it if there was one.
        merit_since: the day from which merit counts: its first, or a later one after a lapse.
        merit_after: the session after which merit counts.
        idle: days of it that lapsed gaps took.
    """

    since: dt.date
    after: int = 0
    trained: int = 0
    merit_since: dt.date = field(default=Factory(lambda stay: stay.since, takes_self=True))
    merit_after: int = field(default=Factory(lambda stay: stay.after, takes_self=True))
    idle: int = 0


@frozen
class OnHold:
    """A hold: what binds, since when, and what is kept for the return.

    Args:
        since: the day it began.
        after: the session that began it.
        bound: the holds that bind.
        kept: a regress that takes effect on return.
        cleared: whether it comes from red flags that were cleared.
    """

    since: dt.date
    after: int
    bound: tuple[Bound, ...] = ()
    kept: Kept | None = None
    cleared: bool = False


@frozen
class Practice:
    """What the scheme of one exercise remembers besides its level.

    Args:
        after: the criterion of a rise counts sessions after this one.
        fell: the criterion of a fall counts sessions after this one.
        target: the repetitions aimed for, where they climb; ``None`` for the bottom of the range.
        good: sessions in a row that met the scheme's own condition.
        counted: the last of them.
        short: sessions in a row whose sets stayed under the dose.
        done: sessions done since the phase was entered, where a plan counts them.
        rises: days of the last rises, as far as the pace looks back.
        tested: day of the last re-test.
    """

    after: int = 0
    fell: int = 0
    target: int | None = None
    good: int = 0
    counted: int = 0
    short: int = 0
    done: int = 0
    rises: tuple[dt.date, ...] = ()
    tested: dt.date | None = None


@frozen(kw_only=True)
class State:
    """What decides, apart from the sessions kept for looking back.

    Args:
        phase: where the patient is.
        sessions: sessions so far, check-ins included.
        trained: sessions with sets so far.
        last: day of the last session.
        last_trained: day of the last session with sets.
        applied: day of the last event that is no session.
        lapsed: how many lapse tiers the present gap has reached.
        stay: the present stay.
        hold: the hold the patient is on; ``None`` when training.
        flags: red flags present and not yet cleared.
        suspended: whether the episode is suspended.
        regress_after: regress rules count sessions after this one.
        holds_after: each hold counts sessions after this one.
        holds_ended: when each hold last ended.
        entered: the last entry to each phase.
        entries: the latest entry of each state measure.
        baseline: baseline answers in steps.
        levels: each exercise's level.
        units: the unit of weights that are not in kg.
        practice: what its scheme remembers besides; left out where that is nothing.
        before_rise: the levels that rose at the last session with sets, as that session had them.
        turn: the day of the phase's rotation that comes next, from 0.
        unlocked: the rows that were unlocked, by the phase in which they were.
        sign_offs: sign-offs that have not been used.
        overrides: overrides that have not taken effect.
    """

    phase: str
    sessions: int = 0
    trained: int = 0
    last: dt.date | None = None
    last_trained: dt.date | None = None
    applied: dt.date | None = None
    lapsed: int = 0
    stay: Stay
    hold: OnHold | None = None
    flags: tuple[str, ...] = ()
    suspended: bool = False
    regress_after: int = 0
    holds_after: Mapping[str, int] = field(factory=dict)
    holds_ended: Mapping[str, Ended] = field(factory=dict)
    entered: Mapping[str, dt.date] = field(factory=dict)
    entries: Mapping[str, Entry] = field(factory=dict)
    baseline: Mapping[str, int] = field(factory=dict)
    levels: Mapping[str, int] = field(factory=dict)
    units: Mapping[str, str] = field(factory=dict)
    practice: Mapping[str, Practice] = field(factory=dict)
    before_rise: Mapping[str, int] = field(factory=dict)
    turn: int = 0
    unlocked: Mapping[str, tuple[str, ...]] = field(factory=dict)
    sign_offs: tuple[SignedOff, ...] = ()
    overrides: tuple[Overridden, ...] = ()

    @property
    def on_hold(self) -> bool:
        """Whether training is stopped until a session lets the patient resume."""
        return self.hold is not None

    @property
    def stopped(self) -> bool:
        """Whether nothing is trained: a red flag is not cleared, the episode is suspended, or on hold."""
        return bool(self.flags) or self.suspended or self.on_hold

    @property
    def bound(self) -> tuple[Bound, ...]:
        """The holds that bind; none when training."""
        return self.hold.bound if self.hold else ()

    def days_in_stay(self, day: dt.date) -> int:
        """Count the days of the present stay up to a day, without those a lapsed gap took."""
        days = (day - self.stay.since).days - self.stay.idle
        return max(0, days - self.idle_in_gap(day) if self.lapsed else days)

    def idle_in_gap(self, day: dt.date) -> int:
        """Count the days of the stay that the present gap takes up to a day."""
        return (day - max(self.stay.since, self.last_trained)).days if self.last_trained else 0


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

    def day_of(self, after: str) -> dt.date | None:
        """Return the day an anchor counts from: the start, a fact, or the last entry to a phase."""
        if after == "start":
            return self.enrolled.on
        fact = self.enrolled.facts.get(after)
        return fact if isinstance(fact, dt.date) else self.state.entered.get(after)
