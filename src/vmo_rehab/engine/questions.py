"""What would settle what is open: missing answers, sign-offs, a choice; and what a clinician may decide."""

from __future__ import annotations

from collections.abc import Iterator

from vmo_rehab.criteria.tree import Answered, Compare, Counted
from vmo_rehab.engine.day import Day
from vmo_rehab.engine.decision import Kind, Question
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.session import Why
from vmo_rehab.engine.verdict import Verdict
from vmo_rehab.truth import TRUE, UNKNOWN


def questions(day: Day, verdict: Verdict) -> tuple[Question, ...]:
    """Return what would settle what is open, each once; a referred patient is asked nothing more."""
    if verdict.kind is Kind.REFER:
        return ()
    found: dict[tuple[str, str, str], Question] = {}
    for question in _questions(day, verdict):
        found.setdefault((question.ask, question.exercise, str(question.session)), question)
    return tuple(found.values())


def warning_questions(day: Day) -> Iterator[Question]:
    """Yield the missing answers that flags, holds and regress rules hang on."""
    for name, truth in day.flags.items():
        if truth is UNKNOWN:
            answer = day.intake.answers.get(name)
            why = answer if isinstance(answer, Why) else Why.NOT_ASKED
            yield Question(name, day.protocol.measures[name].title, day.now.date, why)
    for _, found in (*day.holds, *day.regress):
        yield from _missing(day, found)


def alternatives(day: Day, verdict: Verdict, now_in: str) -> tuple[str, ...]:
    """Return what the clinician may decide instead, in words.

    Args:
        day: the session with every rule evaluated.
        verdict: what was decided.
        now_in: the phase the patient is in after it.
    """
    kind = verdict.kind
    if kind is Kind.REFER:
        return ("clear the red flags, with name and date",)
    if kind is Kind.HOLD:
        return ("resume by override, with reason and name",)
    here, order = day.state.phase, day.protocol.phase_order
    targets = [way.rule.to for way in day.ways] + [rule.to for rule, _ in day.regress if rule.to]
    words = [f"stay in {here}"] if now_in != here else []
    words += [
        f"{'progress' if order[to] > order[here] else 'regress'} to {to} by override"
        for to in dict.fromkeys(targets)
        if to != now_in
    ]
    return tuple(words)


def _questions(day: Day, verdict: Verdict) -> Iterator[Question]:
    yield from warning_questions(day)
    for _, found in (*day.freezes, *day.untils, *day.today):
        yield from _missing(day, found)
    if verdict.kind in (Kind.STAY, Kind.ENQUIRE):
        for way in day.ways:
            yield from _missing(day, way.finding)
            if way.finding.truth is TRUE:
                for gate in way.gates:
                    if gate.truth is not TRUE and gate.asks:
                        yield Question(gate.name, gate.needed, day.now.date)
    if verdict.choices:
        yield Question("choice", "which way on", day.now.date, options=verdict.choices)


def _missing(day: Day, finding: Finding) -> Iterator[Question]:
    for cause in finding.causes():
        criterion, seen, reading = cause.criterion, cause.seen, cause.reading
        if not isinstance(criterion, Compare) or reading is None or not reading.why:
            continue
        term, why = criterion.term, reading.why
        if isinstance(term, Counted):
            yield Question(term.of, term.of.replace("_", " "), seen.date, why)
            continue
        assert isinstance(term, Answered)  # noqa: S101 - the only other term
        if why is Why.NOT_YET and seen is not day.now:
            why = Why.NOT_ASKED
        yield Question(term.measure.id, term.measure.title, seen.date, why, term.exercise)
