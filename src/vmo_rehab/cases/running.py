"""Runs cases: each day is taken as a clinic would take it, and what comes out is held to what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import define, frozen

from vmo_rehab.cases.coverage import Coverage, Seen
from vmo_rehab.cases.days import Plan
from vmo_rehab.cases.model import ABSENT, NO_LOAD, NONE, REFER, REFUSED, Case, Cases, Day, Expected, Row, What
from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.decision import Decision, Flag, Prescription, Today
from vmo_rehab.engine.events import LateAnswer
from vmo_rehab.engine.session import Session
from vmo_rehab.errors import RefusedError, VmoRehabError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record


@frozen
class CaseResult:
    """A case that was run.

    Args:
        case: the case.
        failures: what did not come out as expected, on the first row on which anything did not.
    """

    case: Case
    failures: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.failures


@frozen
class Tested:
    """Cases that were run.

    Args:
        protocol: whose they are.
        results: one for each case, in order.
        coverage: what they have seen of the protocol.
    """

    protocol: Protocol
    results: tuple[CaseResult, ...]
    coverage: Coverage

    @property
    def passed(self) -> bool:
        """Whether every case passed."""
        return all(result.passed for result in self.results)


def run_cases(cases: Cases) -> Tested:
    """Run cases against their protocol.

    A pure function: no clock, no files.

    Args:
        cases: as `load_cases` read them.

    Returns:
        A result for each case, and what they have seen of the protocol.

    Example:
        >>> from vmo_rehab.cases.reading import load_cases
        >>> tested = run_cases(load_cases("soreness-rules"))
        >>> tested.passed, tested.coverage.full
        (True, True)
    """
    seen = Seen(cases.protocol)
    results = tuple(run_case(cases.protocol, case, seen) for case in cases.cases)
    return Tested(cases.protocol, results, seen.coverage(cases.never))


def run_case(protocol: Protocol, case: Case, seen: Seen) -> CaseResult:
    """Run one case.

    Args:
        protocol: whose case it is.
        case: the case.
        seen: takes note of every decision.
    """
    running = _Running(protocol, Record.begin(protocol, case.enrolled), seen)
    for row in case.rows:
        # What follows a row that came out otherwise says nothing of its own.
        if failures := tuple(running.row(row)):
            return CaseResult(case, failures)
    return CaseResult(case)


@define
class _Running:
    """A case on its way."""

    protocol: Protocol
    record: Record
    seen: Seen

    def row(self, row: Row) -> Iterator[Diagnostic]:
        """Take a row in, and yield what did not come out as expected."""
        refused = next((one for one in row.expected if one.value == REFUSED), None)
        try:
            plan, decision = self._taken(row)
        except VmoRehabError as error:
            if refused is None:
                why = _first(error)
                what, cure = f"{row.on}: refused: {why}", "mend the row, or expect decision: refused"
                yield row.at.finding("L210", what, cure)
            return
        for one in row.expected:
            yield from _compared(row, one, plan, decision)

    def _taken(self, row: Row) -> tuple[Today | None, Decision | None]:
        """Take a row in; return what the day was at the door, and what was decided."""
        event = row.event
        if isinstance(event, Day):
            plan = Plan.of(self.protocol, self.record.fold().episode, event, row.on)
            return plan.today, self._decided(plan.session(), row.on)
        if isinstance(event, LateAnswer):
            return None, self._decided(event, event.session)
        self.record = self.record.append(self.protocol, event)
        return None, None

    def _decided(self, event: Session | LateAnswer, about: dt.date) -> Decision | None:
        """Append an event that decides, and return what the session of a day is decided as now."""
        self.record = self.record.append(self.protocol, event)
        now = [decision for decision in self.record.fold().decisions if decision.date >= about]
        for decision in now:
            self.seen.note(decision)
        return next((decision for decision in now if decision.date == about), None)


def _first(error: VmoRehabError) -> str:
    return error.diagnostics[0].what if isinstance(error, RefusedError) else str(error)


def _compared(row: Row, one: Expected, plan: Today | None, decision: Decision | None) -> Iterator[Diagnostic]:
    """Yield a finding where one thing came out otherwise."""
    if decision is None:
        got, why, cure = "taken, and decides nothing", "", "mend the row"
    elif one.what is What.TODAY and plan:
        got, why, cure = plan.do or REFER, plan.why, _cure(one, plan.do or REFER, ())
    else:
        got, why = _got(one, decision), decision.why if one.what in (What.DECISION, What.PHASE) else ""
        cure = _cure(one, got, _places(decision))
    if got != one.value:
        of = f" of {one.of}" if one.of else ""
        reason = f": {why}" if why else ""
        what = f"{row.on}: expected {one.what}{of} {one.value}, got {got}{reason}"
        yield one.at.finding("L210", what, cure)


def _got(one: Expected, decision: Decision) -> str:
    """Return what came out, in the words of the row; what was expected to be asked where it is among it."""
    match one.what:
        case What.DECISION:
            return decision.kind
        case What.PHASE:
            return decision.phase_after
        case What.DOSE:
            return _load(decision.prescription, one.of)
        case What.ASKS:
            asked = dict.fromkeys(question.ask for question in decision.ask)
            return one.value if one.value in asked else ", ".join(asked) or NONE
        case _:
            return ", ".join(flag for flag in Flag if flag in decision.flags) or NONE


def _load(prescription: Prescription, exercise: str) -> str:
    for item in prescription.items:
        if item.exercise == exercise:
            return item.load or NO_LOAD
    return ABSENT


def _places(decision: Decision) -> tuple[str, ...]:
    """Name the rules that a decision rests on, with their places."""
    return tuple(
        f"{rule.name} is {rule.node.truth} ({rule.node.place})"
        for rule in decision.explanation.decisive
        if rule.node.place
    )


def _cure(one: Expected, got: str, places: tuple[str, ...]) -> str:
    """Say what to look at, and what to write if the protocol is right."""
    rests = f"it rests on: {'; '.join(places[:3])}. " if places and one.what is What.DECISION else ""
    return f"{rests}If that is right, expect {got}; if not, mend the protocol"
