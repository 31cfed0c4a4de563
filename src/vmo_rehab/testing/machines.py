"""A state machine of Hypothesis for a protocol: it logs, corrects, clears and waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from vmo_rehab.engine.events import Enrolled
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.testing.asserting import BrokenPromise, Promise, violations
from vmo_rehab.testing.courses import EVERY, WHICH, course_of
from vmo_rehab.testing.guarantees import G9, G10, GUARANTEES
from vmo_rehab.testing.strategies.days import KINDS
from vmo_rehab.testing.strategies.patients import patients, some_patients
from vmo_rehab.testing.strategies.writing import Writer
from vmo_rehab.testing.walking import a_protocol

_WHOLE = (G9, G10)
"""The guarantees that look at a whole record: they are asked once, at the end."""


def protocol_machine(protocol: Protocol, *promises: Promise) -> type[RuleBasedStateMachine]:
    """Make a state machine that lives a patient's way through a protocol, with everything that can happen.

    Its rules log days of every kind of patient, late answers, amendments and voids, sign-offs, clearances,
    assessments, pauses; its invariants are the guarantees of the design and one's own promises.

    Args:
        protocol: the protocol.
        promises: promises besides, as for `assert_guarantees`.

    Returns:
        A class; its ``TestCase`` is a test that pytest and unittest collect.

    Example:
        >>> from vmo_rehab import load
        >>> TestFoundation = protocol_machine(load("vmo-foundation")).TestCase
    """
    a_protocol(protocol)
    its = {"protocol": protocol, "promises": promises}
    machine: type[RuleBasedStateMachine] = type(f"Machine_{protocol.id}", (_Machine,), its)
    # Saying which lines always ran when it failed costs as much again, and tells lines of the engine.
    machine.TestCase.settings = settings(machine.TestCase.settings, phases=set(Phase) - {Phase.explain})
    return machine


class _Machine(RuleBasedStateMachine):
    """What every machine does; `protocol_machine` fills in the protocol and the promises."""

    protocol: Protocol
    promises: tuple[Promise, ...] = ()
    writer: Writer
    kept: bool = True

    @initialize(data=st.data())
    def enrol(self, data: st.DataObject) -> None:
        """Enrol any patient, or lead one of a few some way into the protocol."""
        if data.draw(st.booleans()):
            enrolled: Enrolled = data.draw(patients(self.protocol))
            record = Record.begin(self.protocol, enrolled)
        else:
            patient = data.draw(st.sampled_from(some_patients(self.protocol)))
            which, every = data.draw(st.sampled_from(WHICH)), data.draw(st.sampled_from(EVERY))
            course = course_of(self.protocol, patient, which, every)
            record = course.record(data.draw(st.integers(0, course.length() - 1)))
        self.writer = Writer(data.draw, self.protocol, record)

    def _with(self, data: st.DataObject) -> Writer:
        self.writer.draw = data.draw
        return self.writer

    def _goes_on(self) -> bool:
        return not self.writer.over

    @precondition(_goes_on)
    @rule(data=st.data(), kind=st.sampled_from(KINDS))
    def log_a_day(self, data: st.DataObject, kind: str) -> None:
        """Log a day of a kind of patient; gaps make episodes lapse."""
        writer = self._with(data)
        decision = writer.session(kind, writer.next_day())
        if decision and data.draw(st.booleans()):
            writer.agree(decision)

    @rule(data=st.data())
    def answer_late(self, data: st.DataObject) -> None:
        """Answer what a session left open."""
        self._with(data).answer_late()

    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        """Correct a session."""
        self._with(data).amend()

    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        """Take a session out."""
        self._with(data).void()

    @precondition(_goes_on)
    @rule(data=st.data())
    def clear(self, data: st.DataObject) -> None:
        """Clear the red flags that are known."""
        writer = self._with(data)
        writer.clear(writer.next_day())

    @precondition(_goes_on)
    @rule(data=st.data())
    def visit(self, data: st.DataObject) -> None:
        """Assess, pause, or take the baseline anew."""
        writer = self._with(data)
        happens: Any = data.draw(st.sampled_from([writer.visit, writer.pause, writer.begin_anew]))
        happens(writer.next_day())

    @invariant()
    def promises_hold(self) -> None:
        """Everything promised of each step holds."""
        self._hold((*self.promises, *(one for one in GUARANTEES if one not in _WHOLE)))

    def teardown(self) -> None:
        """Ask what is promised of the whole record, unless something is broken already."""
        if hasattr(self, "writer") and self.kept:
            self._hold(_WHOLE)

    def _hold(self, promises: Iterable[Promise]) -> None:
        log, self.kept = self.writer.log(), False
        for promise in promises:
            # One after the other: the first that is broken will do, and a search asks many times.
            if broken := violations(self.protocol, log, [promise]):
                raise BrokenPromise(self.protocol, log, broken)
        self.kept = True
