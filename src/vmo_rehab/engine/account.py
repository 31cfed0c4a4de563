"""A decision's account: every rule that was asked, the decisive ones marked, and its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from typing import Final

from attrs import frozen

from vmo_rehab.engine import moves
from vmo_rehab.engine.day import Day, levels_now
from vmo_rehab.engine.decision import Kind, Prescription, Question
from vmo_rehab.engine.episode import State
from vmo_rehab.engine.explanation import Asked, Explanation
from vmo_rehab.engine.gates import Lock
from vmo_rehab.engine.limits import in_days
from vmo_rehab.engine.load_notes import load_notes
from vmo_rehab.engine.prescribing import prescription
from vmo_rehab.engine.progression import Motion
from vmo_rehab.engine.questions import alternatives, questions
from vmo_rehab.engine.sentences import no_merit, why
from vmo_rehab.engine.set_words import found as found_of
from vmo_rehab.engine.set_words import needed
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.protocol.model import Do
from vmo_rehab.protocol.scheme import STEPS
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, known

_PRESENCE: Final = {TRUE: "present", FALSE: "absent", UNKNOWN: "not known"}


@frozen(slots=False, eq=False)
class Account:
    """A decision in words, computed when they are read.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided.
        after: the state that follows.
    """

    day: Day
    verdict: Verdict
    after: State

    @cached_property
    def why(self) -> str:
        """The reason in one sentence."""
        return why(self.day, self.verdict)

    @cached_property
    def prescription(self) -> Prescription:
        """What to do next."""
        stopped = self.verdict.kind in (Kind.REFER, Kind.HOLD)
        protocol, after = self.day.protocol, self.after
        do = Do.REST if stopped else Do.AS_PRESCRIBED
        up = moves.rising(self.day, self.verdict)
        notes = load_notes(self.day, self.verdict, after, up)
        equipment = self.day.episode.enrolled.equipment
        levels, limits = levels_now(protocol, after), self.day.binding
        return prescription(protocol, after, levels, limits, do, equipment, notes)

    @cached_property
    def ask(self) -> tuple[Question, ...]:
        """What would settle what is open."""
        return questions(self.day, self.verdict)

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """What the clinician may decide instead, in words."""
        return alternatives(self.day, self.verdict, self.after.phase)

    @cached_property
    def explanation(self) -> Explanation:
        """Every rule that was asked."""
        return Explanation(partial(rules_asked, self.day, self.verdict))


def rules_asked(day: Day, verdict: Verdict) -> tuple[Asked, ...]:
    """Return every rule that was asked, in the order of precedence."""
    return tuple(_asked(day, verdict))


def _asked(day: Day, verdict: Verdict) -> Iterator[Asked]:
    kind = verdict.kind
    for rule, found in day.today:
        decisive = found.truth is not FALSE and (verdict.at_the_door or kind is Kind.STAY)
        yield Asked("today", f"{rule.do} day", found.truth, decisive, found, place=rule.span)
    for tier in day.tiers:
        yield Asked("lapse", f"a gap of {tier.after} days or more", TRUE, False, None, place=tier.span)
    for name, truth in day.flags.items():
        decisive = truth is TRUE or (truth is UNKNOWN and kind in (Kind.ENQUIRE, Kind.HOLD))
        yield Asked("red flag", name, truth, decisive, None, "absent", _PRESENCE[truth])
    for name in day.state.flags:
        yield Asked("red flag", f"{name} not yet cleared", TRUE, True, None, "cleared", "not cleared")
    for hold, found in day.holds:
        decisive = _decides(found.truth, kind, Kind.HOLD)
        yield Asked("hold", hold.id, found.truth, decisive, found, place=hold.span)
    for told, found in day.escalations() if kind is Kind.HOLD else ():
        yield Asked("escalate", f"tell the {told.to.removeprefix('the ')}", found.truth, finding=found)
    yield from _asked_on_hold(day, resumes=kind is Kind.RESUME)
    for back, found in day.regress:
        name = f"regress to {back.to}" if back.to else "one level down"
        decisive = _decides(found.truth, kind, Kind.REGRESS)
        yield Asked("regress", name, found.truth, decisive, found, place=back.span)
    for freeze, found in day.freezes:
        decisive = kind is Kind.STAY and found.truth is not FALSE
        yield Asked("freeze", "nothing rises", found.truth, decisive, found, place=freeze.span)
    yield from _asked_ways(day, verdict)
    yield from _asked_limits(day)
    if given := verdict.override:
        yield Asked("override", f"{given.move} by {given.by}", TRUE, True, None, "", given.text)


def _asked_on_hold(day: Day, *, resumes: bool) -> Iterator[Asked]:
    for bound in day.state.bound:
        hold = day.protocol.hold_by_id[bound.hold]
        days, served = day.rest_served(bound), day.rested(bound)
        yield Asked(
            "rest",
            bound.hold,
            known(served),
            resumes or not served,
            None,
            f"{hold.rest} days",
            f"{days} days since {bound.last_true}",
            hold.span,
        )
    on_hold = day.state.hold
    if on_hold and on_hold.cleared:
        yield Asked(
            "session", "red flags cleared", TRUE, resumes, None, "cleared", "one level down on return"
        )
    if on_hold and on_hold.kept:
        words = f"to {on_hold.kept.to}" if on_hold.kept.to else "one level down"
        yield Asked(
            "regress", f"kept over the hold: {words}", TRUE, resumes, None, "", f"since {on_hold.since}"
        )
    for hold, found in day.untils:
        decisive = resumes or found.truth is not TRUE
        yield Asked("until", hold.id, found.truth, decisive, found, place=hold.span)


def _asked_limits(day: Day) -> Iterator[Asked]:
    """Yield what binds for a time, and whether the phase takes too long; neither decides a move."""
    for one in day.limits:
        end, place = str(one.limit.anchor or ""), one.limit.span
        yield Asked("limit", one.name, one.ended, False, one.finding, end, one.found, place)
    after = day.phase.review_after
    if after is not None:
        needed, found = (f"{in_days(days)} since entry" for days in (after, day.days_since_entry))
        yield Asked("review", day.phase.id, known(day.review_due), False, None, needed, found, day.phase.span)


def _asked_ways(day: Day, verdict: Verdict) -> Iterator[Asked]:
    kind = verdict.kind
    onwards = kind in (Kind.PROGRESS, Kind.DISCHARGE)
    for way in day.ways:
        chosen = onwards and way.rule.to == verdict.to
        decisive = chosen or kind is Kind.STAY or way.rule.to in verdict.choices
        found = way.finding
        yield Asked(
            "progress", f"progress to {way.rule.to}", found.truth, decisive, found, place=way.rule.span
        )
        for gate in way.gates:
            yield Asked(
                "gate",
                f"{gate.name} for {way.rule.to}",
                gate.truth,
                decisive,
                None,
                gate.needed,
                gate.found,
                way.rule.span,
            )
    if day.now.earns is not TRUE:
        yield Asked(
            "session",
            "done as prescribed",
            day.now.earns,
            kind is Kind.STAY,
            None,
            "as prescribed",
            no_merit(day),
        )
    up = moves.rising(day, verdict)
    for motion in day.motions:
        yield from _asked_motion(motion, decisive=motion in up)
    unlocked = moves.unlocking(day, verdict)
    for lock in day.locks:
        yield from _asked_lock(lock, decisive=lock.row.id in unlocked)


def _asked_lock(lock: Lock, *, decisive: bool) -> Iterator[Asked]:
    name, place = lock.row.id, lock.row.span
    yield Asked("unlock", f"{name}: unlocked", lock.finding.truth, decisive, lock.finding, place=place)
    for gate in lock.gates:
        told = f"{gate.name} for {name}"
        yield Asked("unlock", told, gate.truth, decisive, None, gate.needed, gate.found, place)


def _asked_motion(motion: Motion, *, decisive: bool) -> Iterator[Asked]:
    row = motion.row
    if row.rise and motion.rise:
        yield Asked(
            "rise", f"{row.id}: one level up", motion.rise.truth, decisive, motion.rise, place=row.span
        )
    if motion.done and not (row.scheme == STEPS and row.rise):
        name = f"{row.id}: {row.scheme.title or row.scheme.id}"
        yield Asked(
            "scheme", name, motion.met, decisive, None, needed(motion), found_of(motion), place=row.span
        )
    if row.fall and motion.fall:
        truth = motion.fall.truth
        yield Asked("fall", f"{row.id}: one level down", truth, truth is TRUE, motion.fall, place=row.span)


def _decides(truth: Truth, kind: Kind, own: Kind) -> bool:
    if truth is TRUE:
        return kind is own
    return truth is UNKNOWN and kind in (Kind.ENQUIRE, Kind.HOLD)
