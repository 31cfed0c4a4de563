"""One day under one protocol: every rule that applies, evaluated once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs
from attrs import define

from vmo_rehab.engine.doses import lapsed
from vmo_rehab.engine.due import exercises_due, is_unlocked
from vmo_rehab.engine.episode import Bound, Entry, Episode, State, Stay
from vmo_rehab.engine.evaluate import Finding, View, evaluate
from vmo_rehab.engine.gates import Lock, Way, gates, lock_gates
from vmo_rehab.engine.intake import Intake, resolve
from vmo_rehab.engine.limits import Standing, binding, caps, standing
from vmo_rehab.engine.loads import capped
from vmo_rehab.engine.progression import Course, Motion, motions
from vmo_rehab.engine.seen import Seen
from vmo_rehab.engine.session import Session, Why
from vmo_rehab.protocol.limit import Limit
from vmo_rehab.protocol.model import (
    Do,
    Escalate,
    Freeze,
    Hold,
    LapseTier,
    Phase,
    Protocol,
    Regress,
    TodayRule,
)
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, known


@define(eq=False)
class Day:
    """A session with every rule evaluated for it; nothing is decided yet.

    Args:
        protocol: in force.
        episode: as it was before, with the gap before this session applied to its state.
        session: as it was reported.
        intake: its answers in steps.
        now: the session as the engine sees it.
        entries: the latest state entries, this session's included.
        do: what kind of day it is.
        tiers: the lapse tiers that this gap reached anew.
        flags: truth of each red flag: those the protocol lists and those found present.
        today: the door rules.
        holds: the hold rules.
        untils: the criteria of the holds that bind.
        regress: the ways back.
        freezes: the rules that let nothing rise.
        ways: the ways on.
        motions: what it does to each exercise's level, if it may.
        locks: the rows of the phase that are locked.
        limits: how each limit stands before training.
        caps: the highest level that limits allow each row; empty where none binds.
    """

    protocol: Protocol
    episode: Episode
    session: Session
    intake: Intake
    now: Seen
    entries: Mapping[str, Entry]
    do: Do
    tiers: tuple[LapseTier, ...]
    flags: dict[str, Truth]
    today: list[tuple[TodayRule, Finding]]
    holds: list[tuple[Hold, Finding]]
    untils: list[tuple[Hold, Finding]]
    regress: list[tuple[Regress, Finding]]
    freezes: list[tuple[Freeze, Finding]]
    ways: list[Way]
    motions: list[Motion]
    locks: list[Lock]
    limits: tuple[Standing, ...]
    caps: Mapping[str, int]

    @property
    def state(self) -> State:
        """The state before the session, its gap applied."""
        return self.episode.state

    @property
    def phase(self) -> Phase:
        """The phase the patient is in."""
        return self.protocol.phase_by_id[self.episode.state.phase]

    @property
    def present_flags(self) -> tuple[str, ...]:
        """The red flags present in this report, in the protocol's order."""
        return tuple(name for name, truth in self.flags.items() if truth is TRUE)

    @property
    def binding(self) -> tuple[Limit, ...]:
        """The limits that bind."""
        return binding(self.limits)

    @property
    def levels(self) -> Mapping[str, int]:
        """The levels that training begins with: the gap applied, none above a limit."""
        return capped(levels_now(self.protocol, self.state), self.caps)

    @property
    def days_since_entry(self) -> int:
        """Days since the phase was last entered, holds and gaps included."""
        return (self.now.date - self.state.entered[self.state.phase]).days

    @property
    def review_due(self) -> bool:
        """Whether the patient has been so long in the phase that the clinician is told."""
        after = self.phase.review_after
        return after is not None and self.days_since_entry >= after

    def rest_served(self, bound: Bound) -> int:
        """Count the days since a hold's reason was last there; 2 days from Monday is Wednesday."""
        return (self.now.date - bound.last_true).days

    def rested(self, bound: Bound) -> bool:
        """Whether a hold's rest is served."""
        return self.rest_served(bound) >= self.protocol.hold_by_id[bound.hold].rest

    def nothing_warns(self) -> bool:
        """Whether every flag, hold and regress is certainly false."""
        return (
            all(truth is FALSE for truth in self.flags.values())
            and all(found.truth is FALSE for _, found in self.holds)
            and all(found.truth is FALSE for _, found in self.regress)
        )

    def may_rise(self) -> bool:
        """Whether nothing warns, no freeze is true or unknown, and the day was done as prescribed."""
        return (
            self.now.earns is TRUE
            and self.nothing_warns()
            and all(found.truth is FALSE for _, found in self.freezes)
        )

    def unlocked(self) -> tuple[str, ...]:
        """Name the rows that this session unlocks, where its decision lets anything rise."""
        return tuple(lock.row.id for lock in self.locks if lock.opens) if self.may_rise() else ()

    def escalations(self) -> list[tuple[Escalate, Finding]]:
        """Evaluate to whom the holds true today are reported; an unknown condition reports."""
        view = _Views(self.episode, self.now).harm(0)
        return [
            (hold.escalate, evaluate(hold.escalate.when, view))
            for hold, found in self.holds
            if found.truth is TRUE and hold.escalate
        ]


def apply_gap(protocol: Protocol, state: State, day: dt.date) -> tuple[State, tuple[LapseTier, ...]]:
    """Apply the gap since the last session with sets: empty merit, re-enter, count the tiers.

    Loads are taken down when training goes on; until then the tiers are only counted.

    Returns:
        The new state, and the tiers reached that the state had not counted yet.
    """
    if not protocol.lapse or state.last_trained is None:
        return state, ()
    gap = (day - state.last_trained).days
    reached = sum(tier.after <= gap for tier in protocol.lapse)
    if not reached:
        return state, ()
    tiers, new = protocol.lapse[:reached], protocol.lapse[state.lapsed : reached]
    stay, sessions = state.stay, state.sessions
    if any(tier.reenters for tier in tiers):
        # The stay begins anew for what it earns; warnings "in this phase" are still remembered.
        stay = Stay(day, stay.after, 0, day, sessions)
    elif any(tier.empties_merit for tier in tiers):
        # Each check-in of the gap empties merit again: it begins to count when training goes on.
        stay = attrs.evolve(stay, trained=0, merit_since=day, merit_after=sessions)
    return attrs.evolve(state, lapsed=reached, stay=stay), new


def levels_now(protocol: Protocol, state: State) -> Mapping[str, int]:
    """Return the levels with the present gap applied."""
    return lapsed(protocol, state, state.lapsed) if state.lapsed else state.levels


def levels_for(protocol: Protocol, state: State, do: Do | None) -> Mapping[str, int]:
    """Return the levels of a kind of day: a repeat takes those of the last session, never higher ones."""
    levels = levels_now(protocol, state)
    if do is not Do.REPEAT:
        return levels
    return capped(levels, state.before_rise)


def evaluate_day(protocol: Protocol, episode: Episode, session: Session, intake: Intake) -> Day:
    """Evaluate every rule of a protocol for one report.

    Args:
        protocol: in force.
        episode: as it was before.
        session: the report.
        intake: the report taken in.
    """
    state, tiers = apply_gap(protocol, episode.state, session.date)
    if state is not episode.state:
        episode = attrs.evolve(episode, state=state)
    due = due_before(protocol, episode, session.date)
    readings, entries = resolve(protocol, state, session, intake, due)
    done = {one.exercise for one in session.exercises}
    named, number = tuple(sorted(protocol.named_exercises & (due | done))), state.sessions + 1
    door = Seen(number, session.date, state.phase, False, TRUE, readings, named)
    limits = standing(protocol, _Views(episode, door).merit())
    tops = caps(protocol.loads_in(state.phase), levels_now(protocol, state), binding(limits))
    today, do = _at_the_door(protocol, episode, door) if protocol.today else ([], Do.AS_PRESCRIBED)
    earns = _earns(session, state.phase, do, today)
    now = Seen(number, session.date, state.phase, session.trained, earns, readings, named)
    views, phase = _Views(episode, now), protocol.phase_by_id[state.phase]
    harm, back, merit = views.harm(0), views.harm(state.regress_after), views.merit()
    bound = [protocol.hold_by_id[one.hold] for one in state.bound]
    until = views.until() if state.hold else merit
    return Day(
        protocol=protocol,
        episode=episode,
        session=session,
        intake=intake,
        now=now,
        entries=entries,
        do=do,
        tiers=tiers,
        flags=_flags(protocol, intake),
        today=today,
        holds=[
            (hold, evaluate(hold.when, views.harm(state.holds_after.get(hold.id, 0))))
            for hold in protocol.holds
        ],
        untils=[(hold, evaluate(hold.until, until)) for hold in bound if hold.until],
        regress=[(rule, evaluate(rule.when, back)) for rule in phase.regress],
        freezes=[(rule, evaluate(rule.when, harm)) for rule in protocol.freezes],
        ways=[] if state.hold else _ways(protocol, episode, phase, session.date, merit),
        motions=_motions(protocol, state, session, entries, views, tops),
        locks=[] if state.hold else _locks(protocol, episode, phase, session.date, merit),
        limits=limits,
        caps=tops,
    )


def limits_before(protocol: Protocol, episode: Episode, day: dt.date) -> tuple[Limit, ...]:
    """Return the limits that bind on a day as far as is known before anything is answered on it."""
    if not any(protocol.all_limits()):
        return ()
    unanswered = Session(day)
    intake, state = Intake.of(protocol, unanswered), episode.state
    readings, _ = resolve(protocol, state, unanswered, intake, frozenset())
    now = Seen(state.sessions + 1, day, state.phase, False, TRUE, readings)
    return binding(standing(protocol, _Views(episode, now).merit()))


def due_before(protocol: Protocol, episode: Episode, day: dt.date) -> frozenset[str]:
    """Return the exercises that are due; no answer of the day itself makes one so, nor takes one out."""
    state, limits = episode.state, limits_before(protocol, episode, day)
    levels = levels_now(protocol, state)
    levels = capped(levels, caps(protocol.rows_in[state.phase], levels, limits))
    return exercises_due(protocol, state, levels, episode.enrolled.equipment, limits)


def _ways(protocol: Protocol, episode: Episode, phase: Phase, day: dt.date, merit: View) -> list[Way]:
    return [
        Way(rule, evaluate(rule.when, merit), gates(protocol, episode, rule, day)) for rule in phase.progress
    ]


def _locks(protocol: Protocol, episode: Episode, phase: Phase, day: dt.date, merit: View) -> list[Lock]:
    return [
        Lock(row, evaluate(row.unlock.when, merit), lock_gates(episode, row.unlock, day))
        for row in phase.exercises
        if row.unlock and not is_unlocked(protocol, episode.state, row)
    ]


def _motions(
    protocol: Protocol,
    state: State,
    session: Session,
    entries: Mapping[str, Entry],
    views: _Views,
    tops: Mapping[str, int],
) -> list[Motion]:
    merit = None if state.hold else views.merit
    levels = capped(levels_now(protocol, state), tops)
    return motions(Course(protocol, state, levels, entries, session, merit, views.harm, tops))


def _flags(protocol: Protocol, intake: Intake) -> dict[str, Truth]:
    flags = {name: _presence(intake.answers.get(name)) for name in protocol.red_flags}
    flags.update(dict.fromkeys(intake.flags(protocol), TRUE))
    return flags


def _presence(answer: int | Why | None) -> Truth:
    return known(answer == 1) if isinstance(answer, int) else UNKNOWN


def _at_the_door(
    protocol: Protocol, episode: Episode, door: Seen
) -> tuple[list[tuple[TodayRule, Finding]], Do]:
    """Tell what kind of day it is from the answers at check-in; an unknown rule counts as true."""
    view = _Views(episode, door).harm(0)
    found = [(rule, evaluate(rule.when, view)) for rule in protocol.today]
    kinds = {rule.do for rule, finding in found if finding.truth is not FALSE}
    return found, next(do for do in Do if do in kinds or do is Do.AS_PRESCRIBED)


def _earns(session: Session, phase: str, do: Do, today: list[tuple[TodayRule, Finding]]) -> Truth:
    """Tell whether a session earns merit: not cut short, under another phase, or another kind of day."""
    if session.cut_short or (session.phase and session.phase != phase):
        return FALSE
    if any(found.truth is TRUE for _, found in today):
        return FALSE
    return TRUE if do is Do.AS_PRESCRIBED else UNKNOWN


class _Views:
    """Makes the views of one day: what its rules may look back on."""

    def __init__(self, episode: Episode, now: Seen) -> None:
        self._episode, self._now = episode, now
        self._newest = [now, *reversed(episode.seen)]
        state = episode.state
        self._stay = [] if state.hold else self._after(state.stay.after)

    def harm(self, after: int) -> View:
        """See every session after one; all of them for 0."""
        return self._view(self._after(after), merit=False, since=self._now.date)

    def merit(self, after: int = 0) -> View:
        """See the present stay, or its part after a session."""
        state = self._episode.state
        sessions = [] if state.hold else self._after(max(after, state.stay.merit_after))
        return self._view(sessions, merit=True, since=state.stay.merit_since)

    def until(self) -> View:
        """See the sessions since the hold began."""
        hold = self._episode.state.hold
        assert hold is not None  # noqa: S101 - asked only of a patient on hold
        return self._view(self._after(hold.after), merit=True, since=hold.since)

    def _after(self, number: int) -> list[Seen]:
        return self._newest if not number else [seen for seen in self._newest if seen.number > number]

    def _view(self, sessions: list[Seen], *, merit: bool, since: dt.date) -> View:
        days = (self._now.date - since).days
        return View(self._now, sessions, self._stay, merit, days, self._episode)
