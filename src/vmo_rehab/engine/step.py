"""One session in, exactly one decision out; and what a day is, told before training."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs
from attrs import define

from vmo_rehab.diagnostics import Diagnostic, in_order
from vmo_rehab.engine import moves
from vmo_rehab.engine.account import Account
from vmo_rehab.engine.day import Day, evaluate_day, levels_for
from vmo_rehab.engine.decision import Decision, Flag, Kind, Today
from vmo_rehab.engine.enrol import unknown_equipment
from vmo_rehab.engine.episode import Episode, State
from vmo_rehab.engine.events import Move, Overridden
from vmo_rehab.engine.faults import with_good_reps
from vmo_rehab.engine.intake import Intake, check_date
from vmo_rehab.engine.load_notes import load_notes
from vmo_rehab.engine.order import day_found, out_of_order
from vmo_rehab.engine.prescribing import prescription
from vmo_rehab.engine.sentences import why_today
from vmo_rehab.engine.session import Session, Why
from vmo_rehab.engine.stand_ins import counted, shown, well_made
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.errors import EpisodeFinal, EpisodeSuspended, EventError, LogError
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN
from vmo_rehab.version import ENGINE


def step(protocol: Protocol, episode: Episode, session: Session) -> tuple[Decision, Episode]:
    """Decide one session and return the episode that follows.

    A pure function: no clock, no chance, no files; the arguments are unchanged
    and the same arguments give the same answer.

    Args:
        protocol: the protocol the episode is in.
        episode: as it was before.
        session: what was answered and done; its day is after the last session's.

    Returns:
        The decision, and the episode with the session taken in.

    Raises:
        LogError: something in the report cannot be used and no red flag is in
            it; the episode is as it was. With a red flag present the bad fields
            count as not answered and are named in the decision.
        EpisodeSuspended: the episode is suspended and no red flag is present or uncleared.
        EpisodeFinal: the episode has ended and no red flag is present or uncleared.
        EventError: the episode belongs to another protocol.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, Session, enrol, load
        >>> protocol = load("soreness-rules")
        >>> episode = enrol(protocol, Enrolled(dt.date(2026, 3, 2)))
        >>> decision, episode = step(protocol, episode, Session(dt.date(2026, 3, 3), {"fever": True}))
        >>> decision.kind.value, decision.why
        ('refer', 'red flag present: fever with a hot or swollen knee')
    """
    session, intake, refused = _taken_in(protocol, episode, session)
    if refused and out_of_order(episode, session):
        return _refer_out_of_order(protocol, episode, session, intake, refused)
    day = evaluate_day(protocol, episode, with_good_reps(protocol, session), intake)
    verdict = decide(day)
    after = moves.after(day, verdict)
    if verdict.kind is Kind.REGRESS and _is_as_before(day, after.state):
        flags = tuple(dict.fromkeys((*verdict.flags, Flag.REVIEW)))
        verdict = attrs.evolve(verdict, flags=flags, at_the_bottom=True)
    return _decision(day, verdict, after.state, refused), after


def _is_as_before(day: Day, after: State) -> bool:
    """Whether a way back led nowhere: the same phase, and nothing in it that could be taken down."""
    return after.phase == day.state.phase and after.levels == day.episode.state.levels


def today(
    protocol: Protocol, episode: Episode, check_in: Session, equipment: Collection[str] | None = None
) -> Today:
    """Tell before training what a day is: as prescribed, repeat, rescue, rest, or refer.

    Changes nothing; the session logged afterwards with the same answers is taken as that kind.

    Args:
        protocol: the protocol the episode is in.
        episode: as it is.
        check_in: the day and the answers given at the door.
        equipment: what there is on that day; ``None`` for what the patient was enrolled with.

    Returns:
        What the day is, what to do, and what else to ask.

    Raises:
        LogError: an answer cannot be used and no red flag is present; or the equipment is not known.
        EpisodeSuspended: the episode is suspended.
        EpisodeFinal: the episode has ended.
        EventError: the episode belongs to another protocol.

    Example:
        >>> import datetime as dt
        >>> from vmo_rehab import Enrolled, Session, enrol, load
        >>> protocol = load("vmo-foundation")
        >>> begun = Enrolled(dt.date(2026, 3, 2), {"injury": "2026-01-12"}, {"pain_usual": 2})
        >>> plan = today(protocol, enrol(protocol, begun), Session(dt.date(2026, 3, 3), {"pain_before": 6}))
        >>> plan.do.value, [item.exercise for item in plan.prescription.items]
        ('rescue', ['stationary-bike', 'bridge', 'clamshell'])
    """
    plan = door(protocol, episode, check_in)
    do, state = plan.do, plan.state
    unknown = tuple(unknown_equipment(protocol, equipment or ()))
    if unknown and do is not None:
        raise LogError(unknown)
    kind = Kind.REFER if do is None else Kind.STAY
    there_is = episode.enrolled.equipment if equipment is None else equipment
    verdict = Verdict(kind, at_the_door=True, override=plan.override)
    account, notes = Account(plan.day, verdict, state), load_notes(plan.day, verdict, state, ())
    return Today(
        date=check_in.date,
        do=do,
        phase=state.phase,
        why=plan.why,
        prescription=prescription(
            protocol, state, plan.levels, plan.day.binding, do or Do.REST, there_is, notes, check_in.date
        ),
        ask=account.ask,
        flags=tuple(_flags(plan.day)),
        diagnostics=(*plan.refused, *unknown),
        red_flags=tuple(dict.fromkeys((*state.flags, *plan.day.present_flags))),
        explanation=account.explanation,
    )


@define(eq=False)
class Plan:
    """What a day is, before it is put into words.

    Args:
        day: the check-in with every rule evaluated.
        do: what kind of day; ``None`` to refer.
        state: before training; that of a patient who returns from a hold.
        override: the override that lets a held patient return.
        refused: what is amiss with the check-in, beside a red flag.
    """

    day: Day
    do: Do | None
    state: State
    override: Overridden | None
    refused: tuple[Diagnostic, ...]

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        return why_today(self.day, self.do, self.override)

    @property
    def levels(self) -> Mapping[str, int]:
        """Each exercise's level on such a day."""
        return levels_for(self.day.protocol, self.state, self.do)


def door(protocol: Protocol, episode: Episode, check_in: Session) -> Plan:
    """Tell what a day is, from the answers at the door; sets that stand with them are not looked at.

    Args:
        protocol: the protocol the episode is in.
        episode: as it is.
        check_in: the day and the answers.

    Raises:
        As `today`.
    """
    check_in, intake, refused = _taken_in(protocol, episode, check_in)
    day = evaluate_day(protocol, episode, attrs.evolve(check_in, exercises=()), intake)
    do, state, override = _kind_at_the_door(day), day.state, None
    if do is not None and state.on_hold and do is not Do.REST:
        override = _override(day)
        state = moves.after(day, Verdict(Kind.RESUME)).state
    return Plan(day, do, state, override, in_order(refused))


def decide(day: Day) -> Verdict:
    """Return the first decision that applies, in the order of precedence."""
    flags = list(_flags(day))
    if day.session.phase not in ("", day.state.phase):
        flags.append(Flag.DONE_UNDER_OTHER_PHASE)
    if day.present_flags or day.state.flags:
        return Verdict(Kind.REFER, flags=tuple(flags))
    held = [hold for hold, found in day.holds if found.truth is TRUE]
    override = _override(day)
    if held or day.state.on_hold:
        if day.state.on_hold and _free(day, override):
            return Verdict(Kind.RESUME, flags=_overridden(flags, override), override=override)
        towards = tuple(told.to for told, found in day.escalations() if found.truth is not FALSE)
        if towards:
            flags.append(Flag.ESCALATE)
        return Verdict(Kind.HOLD, flags=tuple(flags), escalate_to=towards)
    if any(found.truth is TRUE for _, found in day.regress):
        return Verdict(Kind.REGRESS, flags=tuple(flags))
    if override and override.move is Move.REGRESS:
        return Verdict(Kind.REGRESS, override.to, _overridden(flags, override), override=override)
    if not day.nothing_warns():
        if _only_not_yet(day):
            return Verdict(Kind.STAY, flags=(*flags, Flag.AWAITING), awaiting=True)
        return Verdict(Kind.ENQUIRE, flags=tuple(flags))
    return _onwards(day, flags, override)


def _onwards(day: Day, flags: list[Flag], override: Overridden | None) -> Verdict:
    """Decide where nothing warns: progress, a choice, or stay."""
    if override and override.move is Move.PROGRESS:
        kind = moves.kind_of_progress(day.protocol, override.to)
        return Verdict(kind, override.to, _overridden(flags, override), override=override)
    if not day.may_rise():
        return Verdict(Kind.STAY, flags=tuple(flags))
    open_ = list(dict.fromkeys(way.rule.to for way in day.ways if way.open))
    if len(open_) > 1:
        return Verdict(Kind.ENQUIRE, flags=tuple(flags), choices=tuple(open_))
    if open_:
        return Verdict(moves.kind_of_progress(day.protocol, open_[0]), open_[0], tuple(flags))
    return Verdict(Kind.STAY, flags=tuple(flags))


def _free(day: Day, override: Overridden | None) -> bool:
    """Tell whether a held patient may return: nothing warns, rest served, every ``until`` true."""
    if override and override.move is Move.RESUME:
        return all(truth is FALSE for truth in day.flags.values()) and all(
            found.truth is FALSE for _, found in day.holds
        )
    return (
        day.nothing_warns()
        and all(day.rested(bound) for bound in day.state.bound)
        and all(found.truth is TRUE for _, found in day.untils)
    )


def _only_not_yet(day: Day) -> bool:
    """Tell whether all that is unknown among flags, holds and regress is not due before tomorrow."""
    if any(truth is UNKNOWN for truth in day.flags.values()):
        return False
    causes = [
        cause for _, found in (*day.holds, *day.regress) if found.truth is UNKNOWN for cause in found.causes()
    ]
    return all(
        cause.seen is day.now and cause.reading is not None and cause.reading.why is Why.NOT_YET
        for cause in causes
    )


def _override(day: Day) -> Overridden | None:
    """Return the override that fits this session, the latest first."""
    order, state = day.protocol.phase_order, day.state
    for given in reversed(state.overrides):
        if not given.on <= day.now.date <= given.expires:
            continue
        here = order[state.phase]
        fits = {
            Move.RESUME: state.on_hold,
            Move.PROGRESS: not state.on_hold and order.get(given.to, -1) > here,
            Move.REGRESS: not state.on_hold and 0 <= order.get(given.to, -1) < here,
        }
        if fits[given.move]:
            return given
    return None


def _overridden(flags: list[Flag], override: Overridden | None) -> tuple[Flag, ...]:
    return (*flags, Flag.OVERRIDDEN) if override else tuple(flags)


def _flags(day: Day) -> list[Flag]:
    """Return what the day draws attention to, whatever is decided."""
    flags = [Flag.LAPSED] if day.tiers else []
    review = day.review_due or any(tier.review for tier in day.tiers)
    return flags + ([Flag.REVIEW] if review else [])


def _kind_at_the_door(day: Day) -> Do | None:
    if day.present_flags or day.state.flags:
        return None
    if any(found.truth is TRUE for _, found in day.holds):
        return Do.REST
    if day.state.on_hold and not _free(day, _override(day)):
        return Do.REST
    return day.do


def _taken_in(
    protocol: Protocol, episode: Episode, session: Session
) -> tuple[Session, Intake, list[Diagnostic]]:
    """Take a report in, or refuse it; with a red flag present what is wrong is only noted."""
    belongs(protocol, episode)
    if not isinstance(session, Session):
        raise EventError(f"expected a Session, found {shown(session)}")
    check_date(session.date)
    session = well_made(session)
    intake = Intake.of(protocol, session)
    flagged = bool(intake.flags(protocol))
    refused = [*intake.diagnostics, *day_found(protocol, episode, session)]
    if refused and not flagged:
        raise LogError(refused)
    if not flagged and not episode.state.flags:
        refuse_closed(protocol, episode)
    return counted(session) if refused else session, intake, refused


def belongs(protocol: Protocol, episode: Episode) -> None:
    """Refuse an episode of another protocol or revision.

    Raises:
        EventError: their digests differ.
    """
    if episode.digest != protocol.digest:
        raise EventError(
            f"the episode is in {episode.protocol} {episode.revision}, and this is {protocol.id} "
            f"{protocol.revision} with another content; apply a Migrated event first"
        )


def refuse_closed(protocol: Protocol, episode: Episode) -> None:
    """Refuse a session of a suspended or final episode.

    Raises:
        EpisodeSuspended: it is suspended.
        EpisodeFinal: its phase is final.
    """
    if episode.state.suspended:
        raise EpisodeSuspended("the episode is suspended; apply an Unsuspended event first")
    phase = protocol.phase_by_id[episode.state.phase]
    if phase.final:
        raise EpisodeFinal(f'the episode has ended in "{phase.id}"; enrol the patient anew to go on')


def _refer_out_of_order(
    protocol: Protocol, episode: Episode, session: Session, intake: Intake, refused: list[Diagnostic]
) -> tuple[Decision, Episode]:
    """Refer on a red flag in a report whose day cannot be taken: the flag counts, the rest does not."""
    flags = tuple(dict.fromkeys((*episode.state.flags, *intake.flags(protocol))))
    raised = attrs.evolve(episode.state, flags=flags)
    day = evaluate_day(protocol, episode, attrs.evolve(session, phase=""), intake)
    return _decision(day, Verdict(Kind.REFER), raised, refused), attrs.evolve(episode, state=raised)


def _decision(day: Day, verdict: Verdict, after: State, refused: list[Diagnostic]) -> Decision:
    protocol = day.protocol
    return Decision(
        date=day.now.date,
        kind=verdict.kind,
        phase_before=day.state.phase,
        phase_after=after.phase,
        flags=verdict.flags,
        escalate_to=verdict.escalate_to,
        red_flags=after.flags,
        diagnostics=in_order(refused),
        protocol=protocol.id,
        revision=protocol.revision,
        digest=protocol.digest,
        engine=ENGINE,
        telling=Account(day, verdict, after),
    )
