"""What an engine must give to be held to the set, and the library's own engine behind that door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Self, runtime_checkable
from typing import Protocol as Interface

from attrs import evolve, field, frozen

from vmo_rehab.documents.library import loads
from vmo_rehab.engine.apply import apply
from vmo_rehab.engine.decision import Decision, Today
from vmo_rehab.engine.enrol import enrol
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Applied, Correction, Enrolled
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.step import step, today
from vmo_rehab.errors import (
    EnrolmentError,
    EpisodeFinal,
    EpisodeSuspended,
    EventError,
    LogError,
    ProtocolError,
    RefusedError,
    VmoRehabError,
)
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.testing.conformance.truths import truths

REFUSALS: Final[Mapping[str, tuple[type[VmoRehabError], frozenset[str]]]] = {
    "protocol": (ProtocolError, frozenset()),
    "enrolment": (EnrolmentError, frozenset()),
    "suspended": (EpisodeSuspended, frozenset()),
    "final": (EpisodeFinal, frozenset()),
    "does not fit": (EventError, frozenset()),
    "out of order": (LogError, frozenset({"L155"})),
    "bad answer": (LogError, frozenset({"L150", "L152", "L161"})),
    "bad sets": (LogError, frozenset({"L153", "L154"})),
    "not a state": (LogError, frozenset({"L157"})),
}
"""The refusals in the words of the set: the class of the library's error, and its codes where it has any."""


class Refused(Exception):  # noqa: N818 - an answer of an engine, which may be the right one
    """An engine takes something not, and nothing has changed.

    Attributes:
        why: words of `REFUSALS`, all that are so.
    """

    def __init__(self, why: str | Iterable[str], message: str) -> None:
        self.why = frozenset((why,) if isinstance(why, str) else why)
        super().__init__(message)

    @classmethod
    def by(cls, error: VmoRehabError) -> Self:
        """Put an error of the library into the words of the set."""
        codes = {one.code for one in error.diagnostics} if isinstance(error, RefusedError) else set()
        why = [
            word
            for word, (kind, its) in REFUSALS.items()
            if isinstance(error, kind) and (not its or its & codes)
        ]
        return cls(why, str(error))


@frozen(kw_only=True)
class Reply:
    """What an engine answers, in plain words.

    Args:
        episode: the patient's way so far, of any kind; it is handed back as it is.
        phase: where the patient is now.
        decision: of a session: refer, hold, resume, regress, enquire, progress, discharge or stay.
        do: of `today`: as prescribed, repeat, rescue, rest or refer.
        flags: those that are up.
        escalate_to: whom the flag ``escalate`` is for.
        red_flags: those present or not yet cleared.
        ask: what is asked, by its id.
        choices: what can be chosen.
        prescribed: the exercises, by id, in order.
        withheld: the exercises that a limit leaves out, by id.
        arcs: the range of the knee, by exercise that is prescribed.
        levels: the level in words, by exercise, prescribed or not.
        truth: the truths of rules and criteria, by name.
        decisions: after a correction, the decision of each session as it is now.
    """

    episode: Any = field(default=None, repr=False)
    phase: str = ""
    decision: str = ""
    do: str = ""
    flags: tuple[str, ...] = ()
    escalate_to: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    prescribed: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    arcs: Mapping[str, str] = field(factory=dict)
    levels: Mapping[str, str] = field(factory=dict)
    truth: Mapping[str, tuple[str, ...]] = field(factory=dict, repr=False)
    decisions: Mapping[dt.date, str] = field(factory=dict)

    @classmethod
    def decided(cls, protocol: Protocol, decision: Decision, after: Episode) -> Self:
        """Put a decision of the library into words.

        Args:
            protocol: the protocol it was made by.
            decision: the decision.
            after: the episode after it.
        """
        told = _told(protocol, decision, after)
        escalate_to = decision.escalate_to
        return cls(**told, phase=decision.phase_after, decision=decision.kind.value, escalate_to=escalate_to)

    @classmethod
    def told(cls, protocol: Protocol, told: Today, episode: Episode) -> Self:
        """Put an answer of `vmo_rehab.today` into words.

        Args:
            protocol: the protocol it was made by.
            told: the answer.
            episode: the episode, as it is before the day.
        """
        do = told.do.value if told.do else "refer"
        return cls(**_told(protocol, told, episode), phase=told.phase, do=do)


def _told(protocol: Protocol, told: Decision | Today, episode: Episode) -> dict[str, Any]:
    items = told.prescription.items
    names = {one.partition(":")[0] for one in told.prescription.withheld}
    return {
        "episode": episode,
        "flags": tuple(flag.value for flag in told.flags),
        "red_flags": told.red_flags,
        "ask": tuple(dict.fromkeys(question.ask for question in told.ask)),
        "choices": tuple(option for question in told.ask for option in question.options),
        "prescribed": tuple(item.exercise for item in items),
        "withheld": tuple(name for name, its in protocol.exercises.items() if its.name in names),
        "arcs": {item.exercise: item.arc for item in items},
        "levels": dict(_kept(protocol, episode)) | {item.exercise: item.load for item in items if item.load},
        "truth": truths(told.explanation),
    }


def _kept(protocol: Protocol, episode: Episode) -> Iterator[tuple[str, str]]:
    for name, level in episode.state.levels.items():
        load = protocol.rows[name].load if name in protocol.rows else None
        if load:
            yield name, load.show(level)


class Engine(Interface):
    """What is held to the set: anything that enrols, tells a day, decides sessions and takes events.

    A protocol comes as its text. What is not taken is refused with `Refused`, or with an error of the
    library, which is put into words.
    """

    def enrol(self, protocol: str, enrolled: Enrolled, /) -> Reply:
        """Enrol a patient; the reply has the episode and the phase."""

    def step(self, protocol: str, episode: Any, session: Session, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Decide a session; the reply has the episode after it, the phase, the decision and its words."""

    def today(self, protocol: str, episode: Any, check_in: Session, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Tell what a day is, and change nothing; the reply needs no episode."""

    def apply(self, protocol: str, episode: Any, event: Applied, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Take an event; the reply has the episode after it and the phase.

        For a migration ``protocol`` is the one that the patient moves to.
        """


@runtime_checkable
class Correcting(Engine, Interface):
    """An engine that keeps a record, so that what was logged can be corrected."""

    def correct(self, protocol: str, episode: Any, correction: Correction, /) -> Reply:  # noqa: ANN401 - the engine's own
        """Take a correction; the reply has the episode, the phase, and the decisions as they are now."""


@frozen
class Course:
    """An episode of the library's engine, with what made it."""

    now: Episode
    enrolled: tuple[str, Enrolled]
    events: tuple[tuple[str, Session | Applied | Correction], ...] = ()


class Library:
    """The library's own engine. A wrapper derives from it, and does one thing otherwise.

    Example:
        >>> from vmo_rehab.testing.conformance import cases, run
        >>> run(Library(), cases()[0])
        []
    """

    def enrol(self, protocol: str, enrolled: Enrolled, /) -> Reply:
        """Enrol a patient."""
        episode = enrol(read(protocol), enrolled)
        return Reply(episode=Course(episode, (protocol, enrolled)), phase=episode.state.phase)

    def step(self, protocol: str, episode: Course, session: Session, /) -> Reply:
        """Decide a session."""
        its = read(protocol)
        decision, after = step(its, episode.now, session)
        return evolve(Reply.decided(its, decision, after), episode=_after(episode, after, protocol, session))

    def today(self, protocol: str, episode: Course, check_in: Session, /) -> Reply:
        """Tell what a day is."""
        its = read(protocol)
        return evolve(Reply.told(its, today(its, episode.now, check_in), episode.now), episode=episode)

    def apply(self, protocol: str, episode: Course, event: Applied, /) -> Reply:
        """Take an event."""
        after = apply(read(protocol), episode.now, event)
        return Reply(episode=_after(episode, after, protocol, event), phase=after.state.phase)

    def correct(self, protocol: str, episode: Course, correction: Correction, /) -> Reply:
        """Take a correction, and fold the whole record anew."""
        first, enrolled = episode.enrolled
        record = Record.begin(read(first), enrolled)
        for text, event in (*episode.events, (protocol, correction)):
            record = record.append(read(text), event)
        fold = record.fold()
        return Reply(
            episode=_after(episode, fold.episode, protocol, correction),
            phase=fold.episode.state.phase,
            decisions={one.date: one.kind.value for one in fold.decisions},
        )


@lru_cache(maxsize=64)
def read(protocol: str) -> Protocol:
    """Read a protocol from its text; the last ones are kept."""
    return loads(protocol)


def _after(course: Course, now: Episode, protocol: str, event: Session | Applied | Correction) -> Course:
    return Course(now, course.enrolled, (*course.events, (protocol, event)))
