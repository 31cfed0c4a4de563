"""Every rule that was asked for one decision, the decisive ones marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vmo_rehab.engine import moves
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.explanation import Asked
from vmo_rehab.engine.sentences import no_merit
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, known

_RISING: Final = (Kind.STAY, Kind.PROGRESS, Kind.DISCHARGE)
_PRESENCE: Final = {TRUE: "present", FALSE: "absent", UNKNOWN: "not known"}


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
    yield from _asked_on_hold(day, resumes=kind is Kind.RESUME)
    for back, found in day.regress:
        name = f"regress to {back.to}" if back.to else "one level down"
        decisive = _decides(found.truth, kind, Kind.REGRESS)
        yield Asked("regress", name, found.truth, decisive, found, place=back.span)
    for freeze, found in day.freezes:
        decisive = kind is Kind.STAY and found.truth is not FALSE
        yield Asked("freeze", "nothing rises", found.truth, decisive, found, place=freeze.span)
    yield from _asked_ways(day, verdict)
    if given := verdict.override:
        yield Asked("override", f"{given.move} by {given.by}", TRUE, True, None, "", given.text)


def _asked_on_hold(day: Day, *, resumes: bool) -> Iterator[Asked]:
    for bound in day.state.holds:
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
    for hold, found in day.untils:
        decisive = resumes or found.truth is not TRUE
        yield Asked("until", hold.id, found.truth, decisive, found, place=hold.span)


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
    risen = {row.exercise.id for row in moves.rises(day)} if kind in _RISING else set()
    for row, found in day.ups:
        name = f"{row.exercise.id}: one level up"
        yield Asked("up", name, found.truth, row.exercise.id in risen, found, place=row.span)


def _decides(truth: Truth, kind: Kind, own: Kind) -> bool:
    if truth is TRUE:
        return kind is own
    return truth is UNKNOWN and kind in (Kind.ENQUIRE, Kind.HOLD)
