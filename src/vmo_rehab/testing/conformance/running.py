"""A case run with an engine: what is expected of every step, and what it did instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, cast

from attrs import define, field, frozen

from vmo_rehab.engine.events import Event
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.testing.conformance.engines import Correcting, Engine, Refused, Reply
from vmo_rehab.testing.conformance.files import Case
from vmo_rehab.testing.conformance.items import (
    CORRECTIONS,
    Given,
    applied,
    correction,
    day,
    enrolled,
    expected_of,
    kind_of,
    needs_record,
    session,
)

FLAGS: Final = frozenset({"review", "escalate", "lapsed", "awaiting"})
"""The flags that are compared."""


class NotRunError(Exception):
    """A case cannot be run with an engine, so that nothing is known of it."""


@frozen
class Mismatch:
    """Something that an engine does otherwise than a case expects.

    Args:
        where: the case and the step.
        what: what was compared: the decision, the phase, what is asked.
        expected: what the case says.
        got: what the engine answered.
    """

    where: str
    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.where}\n  {self.what}: expected {self.expected}, got {self.got}"


def run(engine: Engine, case: Case) -> list[Mismatch]:
    """Run one case with an engine.

    Args:
        engine: the engine.
        case: one of `cases`.

    Returns:
        What differs in the first step in which anything does; what follows it is not compared, since it
        rests on it. Nothing if the engine conforms.

    Raises:
        NotRunError: the case corrects what was logged, and the engine has no `correct`.
        TypeError: a class stands in the place of the engine.

    Example:
        >>> from vmo_rehab.testing.conformance import Library, cases
        >>> [str(case) for case in cases()[:20] if run(Library(), case)]
        []
    """
    if isinstance(engine, type):
        raise TypeError(f"{engine.__name__} is a class; give an engine made of it: {engine.__name__}()")
    if needs_record(case) and not isinstance(engine, Correcting):
        raise NotRunError(f"{case}: needs correct, which the engine has not")
    running = _Running(engine, case, case.protocol())
    running.begin()
    for place, item in enumerate(case.log, 1):
        if running.found:
            break
        running.where = f"{case}, step {place}: {_short(item)}"
        running.take(kind_of(item), item)
    return running.found


def _short(item: Given) -> str:
    said = (f"{key}: {value}" for key, value in item.items() if key not in ("expect", "now"))
    return ", ".join(said)


@define
class _Running:
    """A case on its way: the protocol in force, the engine's last reply, what was taken, what differs."""

    engine: Engine
    case: Case
    protocol: str
    where: str = ""
    last: Reply = field(factory=Reply)
    events: list[Event] = field(factory=list)
    found: list[Mismatch] = field(factory=list)

    def differs(self, what: str, expected: object, got: object) -> None:
        self.found.append(Mismatch(self.where, what, _words(expected), _words(got)))

    def equal(self, what: str, expected: object, got: object) -> None:
        if expected != got:
            self.differs(what, expected, got)

    def begin(self) -> None:
        self.where = f"{self.case}, enrolment"
        expected = {key: self.case.data[key] for key in ("refused", "names") if key in self.case.data}
        its = enrolled(self.case)
        reply = self.asked(expected, lambda: self.engine.enrol(self.protocol, its))
        if reply:
            self.last = reply
            self.equal("phase", self.case.document()["start"], reply.phase)

    def asked(self, expected: Given, ask: Callable[[], Reply]) -> Reply | None:
        """Ask the engine; nothing comes back where it refuses, rightly or not, or breaks."""
        try:
            reply = ask()
        except VmoRehabError as error:
            self.refused(expected, Refused.by(error))
        except Refused as refused:
            self.refused(expected, refused)
        except Exception as error:  # noqa: BLE001 - whatever an engine breaks with is its answer
            self.differs("answer", "a reply or a refusal", f"{type(error).__name__}: {error}")
        else:
            if not isinstance(reply, Reply):
                self.differs(
                    "answer", "a Reply", None if reply is None else f"{type(reply).__name__}: {reply!r:.60}"
                )
            elif "refused" in expected:
                self.differs("refused", expected["refused"], "a reply")
            else:
                return reply
        return None

    def refused(self, expected: Given, refused: Refused) -> None:
        if "refused" not in expected:
            self.differs("answer", "a reply", f"refused ({_words(refused.why)}): {refused}")
            return
        if expected["refused"] not in refused.why:
            self.differs("refused", expected["refused"], f"{_words(refused.why)}: {refused}")
        for name in expected.get("names", ()):
            if name not in str(refused):
                self.differs("message", f"one that names {name}", str(refused))

    def take(self, kind: str, item: Given) -> None:
        expected = expected_of(item, kind)
        if kind in ("session", "check-in"):
            self.step(kind, item, expected)
        elif kind == "today":
            self.today(item, expected)
        elif kind in CORRECTIONS:
            self.correct(kind, item, expected)
        else:
            self.apply(kind, item, expected)

    def step(self, kind: str, item: Given, expected: Given) -> None:
        done = session(self.case, item, day(item[kind]), trained=kind == "session")
        before = self.last.phase
        reply = self.asked(expected, lambda: self.engine.step(self.protocol, self.last.episode, done))
        if not reply:
            return
        self.last = reply
        self.events.append(done)
        self.equal("decision", expected["decision"], reply.decision)
        self.equal("phase", expected.get("phase", before), reply.phase)
        self.compare(expected, reply)

    def today(self, item: Given, expected: Given) -> None:
        check_in = session(self.case, item, day(item["today"]), trained=False)
        reply = self.asked(expected, lambda: self.engine.today(self.protocol, self.last.episode, check_in))
        if not reply:
            return
        if "do" in expected:
            self.equal("do", expected["do"], reply.do)
        self.compare(expected, reply)

    def apply(self, kind: str, item: Given, expected: Given) -> None:
        protocol, event = self.protocol, applied(self.case, kind, item)
        if kind == "migrated":
            protocol = self.case.protocol(item.get("protocol", {}))
        reply = self.asked(expected, lambda: self.engine.apply(protocol, self.last.episode, event))
        if reply:
            self.protocol = protocol
            self.taken(event, reply, expected)

    def correct(self, kind: str, item: Given, expected: Given) -> None:
        engine, made = cast("Correcting", self.engine), correction(self.case, kind, item, self.events)
        reply = self.asked(expected, lambda: engine.correct(self.protocol, self.last.episode, made))
        if not reply:
            return
        self.taken(made, reply, expected)
        for about, decision in item.get("now", {}).items():
            now = reply.decisions.get(day(int(about)), "none")
            self.equal(f"decision of day {about} as it is now", decision, now)

    def taken(self, event: Event, reply: Reply, expected: Given) -> None:
        self.equal("phase", expected.get("phase", self.last.phase), reply.phase)
        self.last = reply
        self.events.append(event)

    def compare(self, expected: Given, reply: Reply) -> None:
        """Compare what the words of a decision and of a day have in common."""
        self.equal("flags", _sorted(expected.get("flags", ())), _sorted(FLAGS & set(reply.flags)))
        for key in ("escalate_to", "red_flags", "ask", "choices", "withheld"):
            if key in expected:
                self.equal(key, _sorted(expected[key]), _sorted(getattr(reply, key)))
        if "prescribed" in expected:
            self.equal("prescribed", list(expected["prescribed"]), list(reply.prescribed))
        for key, got in (("arcs", reply.arcs), ("levels", reply.levels)):
            for name, value in expected.get(key, {}).items():
                self.equal(f"{key} of {name}", value, got.get(name))
        for name, truth in expected.get("truth", {}).items():
            got_of = list(reply.truth.get(name, ()))
            self.equal(f"truth of {name}", [_word(truth)], got_of)


def _word(value: Any) -> str:  # noqa: ANN401 - a truth or a word
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sorted(words: Iterable[str]) -> list[str]:
    return sorted(set(words))


def _words(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {one}" for name, one in value.items()) or "none"
    return ", ".join(sorted(map(str, value))) or "none" if isinstance(value, Iterable) else str(value)
