"""A decision's reason in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from vmo_rehab.criteria.english import english
from vmo_rehab.criteria.tree import All, AnyOf, AtLeast, Named
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.decision import Kind
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.events import Overridden
from vmo_rehab.engine.explanation import explain, shortfalls
from vmo_rehab.engine.gates import Gate, Way
from vmo_rehab.engine.questions import warning_questions
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.protocol.model import Do, Hold
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN


def why(day: Day, verdict: Verdict) -> str:
    """Say in one sentence why this was decided."""
    if given := verdict.override:
        return _by(given)
    return _WHY[verdict.kind](day, verdict)


def _by(override: Overridden) -> str:
    return f"override by {override.by}: {override.reason}"


def why_today(day: Day, do: Do | None, override: Overridden | None = None) -> str:
    """Say in one sentence why the day is what it is; ``None`` refers.

    Args:
        day: the check-in with every rule evaluated.
        do: what kind of day it is.
        override: the override that lets a held patient return.
    """
    if do is None:
        return _refer(day)
    if do is Do.REST and day.state.on_hold:
        return _hold(day)
    if do is Do.REST and (reasons := _true(day.holds)):
        return reasons
    found = [found for rule, found in day.today if rule.do is do and found.truth is not FALSE]
    words = [brief(one) if one.truth is TRUE else f"not known: {english(one.criterion)}" for one in found]
    if day.state.on_hold:
        words.append(f"free to return: {_by(override) if override else _resume(day)}")
    if open_ := list(dict.fromkeys(question.words for question in warning_questions(day))):
        words.append(f"ask first: {', '.join(open_)}")
    return "; ".join(words) or "nothing speaks against training"


def no_merit(day: Day) -> str:
    """Say why a session earns no merit."""
    if day.session.cut_short:
        return "the session was cut short and earns no merit"
    if day.session.phase not in ("", day.state.phase):
        return f"the session was done under {day.session.phase} and counts for warnings only"
    if day.now.earns is UNKNOWN:
        open_ = [english(found.criterion) for _, found in day.today if found.truth is UNKNOWN]
        return f"whether this was a {day.do} day is not known: {'; '.join(open_)}"
    return f"a {day.do} day earns no merit"


def _refer(day: Day, _: Verdict | None = None) -> str:
    if day.present_flags:
        return f"red flag present: {_titles(day, day.present_flags)}"
    return f"red flag not yet cleared: {_titles(day, day.state.flags)}"


def _titles(day: Day, names: tuple[str, ...]) -> str:
    """Name red flags in words; one raised under an earlier revision may be unknown to this one."""
    measures = day.protocol.measures
    return ", ".join(measures[name].title if name in measures else name for name in names)


def _hold(day: Day, _: Verdict | None = None) -> str:
    if reasons := _true(day.holds):
        return reasons
    waits = [
        f"{bound.hold}: {day.rest_served(bound)} of {day.protocol.hold_by_id[bound.hold].rest} days of rest"
        for bound in day.state.bound
        if not day.rested(bound)
    ]
    waits += [f"{hold.id}: {_short(found)}" for hold, found in day.untils if found.truth is not TRUE]
    unknown = tuple(name for name, truth in day.flags.items() if truth is UNKNOWN)
    waits += [f"not known: {_titles(day, unknown)}"] if unknown else []
    waits += [_open(hold.id, found) for hold, found in day.holds if found.truth is not FALSE]
    waits += [_open("regress", found) for _, found in day.regress if found.truth is not FALSE]
    return "still on hold: " + "; ".join(waits)


def _open(name: str, found: Finding) -> str:
    return f"{name}: {brief(found) if found.truth is TRUE else _short(found)}"


def _true(holds: list[tuple[Hold, Finding]]) -> str:
    return "; ".join(f"{hold.id}: {brief(found)}" for hold, found in holds if found.truth is TRUE)


def _resume(day: Day, _: Verdict | None = None) -> str:
    words = [f"{bound.hold} has settled" for bound in day.state.bound]
    hold = day.state.hold
    if hold and hold.cleared:
        words.append("red flags were cleared")
    if hold and hold.kept and hold.kept.to:
        words.append(f"the regress kept over the hold leads to {hold.kept.to}")
    if hold and hold.kept and hold.kept.down:
        words.append("the regress kept over the hold takes the dose one level down")
    return "; ".join(words)


def _regress(day: Day, verdict: Verdict) -> str:
    words = [brief(found) for _, found in day.regress if found.truth is TRUE]
    if verdict.at_the_bottom:
        words.append("nothing lighter is written, so a clinician has to look")
    return "; ".join(words)


def _enquire(day: Day, verdict: Verdict) -> str:
    if verdict.choices:
        return f"several ways on are open: {', '.join(verdict.choices)}"
    return "not known: " + ", ".join(dict.fromkeys(q.words for q in warning_questions(day)))


def _progress(day: Day, verdict: Verdict) -> str:
    return brief(next(way.finding for way in day.ways if way.open and way.rule.to == verdict.to))


def _stay(day: Day, verdict: Verdict) -> str:
    if verdict.awaiting:
        return "awaiting " + ", ".join(dict.fromkeys(q.words for q in warning_questions(day)))
    blocks = [_open("frozen", found) for _, found in day.freezes if found.truth is not FALSE]
    if day.now.earns is not TRUE:
        blocks.append(no_merit(day))
    if day.ways and not blocks:
        nearest = max(day.ways, key=_nearness)
        blocks += [_shut(gate) for gate in nearest.gates if gate.truth is not TRUE]
        blocks += [_short(short) for short in shortfalls(nearest.finding.criterion, nearest.finding)]
    return "; ".join(dict.fromkeys(blocks)) or "no way on from here"


def _shut(gate: Gate) -> str:
    return f"{_GATES[gate.name]}: {gate.found}, needed {gate.needed}"


def _nearness(way: Way) -> tuple[int, int]:
    short = list(shortfalls(way.finding.criterion, way.finding))
    return int(way.finding.truth), -len(short)


def brief(finding: Finding) -> str:
    """Say a true finding by the comparisons that make it true."""
    parts = _making_true(finding)
    return "; ".join(dict.fromkeys(f"{english(part.criterion)} ({explain(part).found})" for part in parts))


def _making_true(finding: Finding) -> Iterator[Finding]:
    if isinstance(finding.criterion, All | AnyOf | AtLeast | Named):
        for part in finding.parts:
            if part.truth is TRUE:
                yield from _making_true(part)
    else:
        yield finding


def _short(finding: Finding) -> str:
    """Say what keeps a finding from being true."""
    return f"{english(finding.criterion)}: {explain(finding).off}"


_GATES: Final = {"min_stay": "least stay", "not_before": "earliest entry", "sign_off": "sign-off"}
_WHY: Final[dict[Kind, Callable[[Day, Verdict], str]]] = {
    Kind.REFER: _refer,
    Kind.HOLD: _hold,
    Kind.RESUME: _resume,
    Kind.REGRESS: _regress,
    Kind.ENQUIRE: _enquire,
    Kind.PROGRESS: _progress,
    Kind.DISCHARGE: _progress,
    Kind.STAY: _stay,
}
