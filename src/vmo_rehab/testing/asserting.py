"""Holding a protocol to its promises: a search for a log that breaks one, told as a story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from vmo_rehab.engine.events import Log
from vmo_rehab.engine.session import Session
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.guarantees import GUARANTEES, Violation
from vmo_rehab.testing.stories import story
from vmo_rehab.testing.strategies.logs import logs
from vmo_rehab.testing.strategies.patients import some_patients

Promise = Callable[[Protocol, Log], Iterable[Violation | str]]
"""What can be promised: a function that gives what a log breaks; nothing, if nothing is broken."""


class BrokenPromise(AssertionError):  # noqa: N818 - it is what it says, and pytest shows it as a failure
    """A log breaks a promise.

    Attributes:
        protocol: the protocol.
        log: the shortest such log that was found.
        violations: what is broken.
    """

    def __init__(self, protocol: Protocol, log: Log, violations: Sequence[Violation]) -> None:
        names = ", ".join(dict.fromkeys(one.guarantee for one in violations))
        told = story(protocol, log, violations)
        super().__init__(f"{protocol.id} breaks {names}:\n{told}")
        self.protocol, self.log, self.violations = protocol, log, tuple(violations)


def violations(protocol: Protocol, log: Log, promises: Iterable[Promise] = GUARANTEES) -> list[Violation]:
    """Return everything that a log shows to be broken.

    Args:
        protocol: the protocol.
        log: a log that it takes.
        promises: what is asked; the guarantees of the design if left out.
    """
    return [
        one if isinstance(one, Violation) else Violation(_name(promise), one)
        for promise in promises
        for one in promise(protocol, log)
    ]


def assert_guarantees(
    protocol: Protocol,
    *promises: Promise,
    guarantees: Sequence[Promise] = GUARANTEES,
    max_examples: int | None = None,
) -> None:
    """Search for a log that breaks a guarantee of the design, or a promise of one's own.

    Args:
        protocol: the protocol.
        promises: promises besides: of `never` and `always`, or functions of a protocol and a log that give
            what is broken, as sentences or `Violation`.
        guarantees: those of the design that are asked; all if left out.
        max_examples: logs that are tried; if left out, as many as the profile of Hypothesis in force says.
            Under a profile that is derandomized, as with ``CI`` set, they are the same ones each time.

    Raises:
        BrokenPromise: a log breaks one; it is shrunk, and told as a table.
        ProtocolError: the criterion of a promise cannot be read.

    Example:
        >>> from vmo_rehab import load
        >>> from vmo_rehab.testing import never
        >>> calm = never("discharge", when="effusion >= 1+")
        >>> assert_guarantees(load("effusion-gate"), calm, max_examples=5)
    """
    asked: Sequence[Promise] = (*guarantees, *promises)
    # A criterion that cannot be read is told at once, and not searched for.
    violations(protocol, Log(some_patients(protocol)[0], ()), promises)
    found = False

    def breaks(log: Log) -> bool:
        nonlocal asked, found
        if found:
            return bool(violations(protocol, log, asked))
        if broken := [one for one in asked if violations(protocol, log, [one])]:
            # Shrunk is the log that breaks these: not one that breaks something else on the way.
            asked, found = broken, True
        return found

    try:
        log = find(logs(protocol), breaks, settings=_searching(max_examples))
    except NoSuchExample:
        return
    log = _shortest_head(log, breaks)
    log = _as_supposed(log, violations(protocol, log, asked), breaks)
    raise BrokenPromise(protocol, log, violations(protocol, log, asked))


def _shortest_head(log: Log, breaks: Callable[[Log], bool]) -> Log:
    """Return a log without what came after it was broken."""
    heads = (attrs.evolve(log, events=log.events[:length]) for length in range(len(log.events)))
    return next((head for head in heads if breaks(head)), log)


def _as_supposed(log: Log, found: Iterable[Violation], breaks: Callable[[Log], bool]) -> Log:
    """Return a log with its last session as a promise supposed it, where that breaks it for all to see."""
    for session in (one.supposing for one in found if one.supposing):
        last = log.events[-1]
        if isinstance(last, Session) and last.date == session.date:
            other = attrs.evolve(log, events=(*log.events[:-1], session))
            if breaks(other):
                return other
    return log


def _searching(max_examples: int | None) -> settings:
    return settings(
        max_examples=max_examples or settings().max_examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=_PHASES,
    )


_PHASES: Final = (Phase.explicit, Phase.generate, Phase.shrink)


def _name(promise: Promise) -> str:
    return getattr(promise, "__name__", type(promise).__name__)
