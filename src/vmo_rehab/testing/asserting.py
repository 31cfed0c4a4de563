"""Holding a protocol to its promises: a search for a log that breaks one, told as a story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, cast

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from vmo_rehab.engine.events import Log
from vmo_rehab.errors import ProtocolError
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.testing.courses import course_of
from vmo_rehab.testing.cutting import Cutting
from vmo_rehab.testing.guarantees import GUARANTEES, Violation
from vmo_rehab.testing.stories import story
from vmo_rehab.testing.strategies.logs import logs
from vmo_rehab.testing.strategies.patients import some_patients
from vmo_rehab.testing.walking import a_protocol

Promise = Callable[[Protocol, Log], Iterable[Violation | str] | None]
"""What can be promised: a function that gives what a log breaks, or asserts that nothing is broken."""


class BrokenPromise(AssertionError):  # noqa: N818 - it is what it says, and pytest shows it as a failure
    """A log breaks a promise.

    Attributes:
        protocol: the protocol.
        log: such a log, cut down as far as that could be done.
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

    Raises:
        TypeError: a promise gives something that is neither a sentence nor a `Violation`.
    """
    return [one for promise in promises for one in _broken(promise, protocol, log)]


def _broken(promise: Promise, protocol: Protocol, log: Log) -> Iterator[Violation]:
    """Yield what a promise gives, or the assertion in it that fails."""
    name = _name(promise)
    try:
        given: object = promise(protocol, log)
        found: list[object] = [given] if isinstance(given, str | Violation) else list(_all_of(given))
    except AssertionError as error:
        found = [(str(error).strip() or "what it asserts is not so").splitlines()[0]]
    for one in found:
        if not isinstance(one, str | Violation):
            cure = (
                "give a sentence, or a Violation, for each thing that is broken, and nothing where nothing is"
            )
            raise TypeError(f"the promise {name} gave {one!r}; {cure}")
        yield one if isinstance(one, Violation) else Violation(name, one)


def _all_of(given: object) -> Iterable[object]:
    return given if isinstance(given, Iterable) else () if given is None else (given,)


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
        max_examples: logs that are tried, from 1; if left out, as many as the profile of Hypothesis in force
            says. Under a profile that is derandomized, as with ``CI`` set, they are the same ones each time.

    Raises:
        BrokenPromise: a log breaks one; it is shrunk, and told as a table. An ``assert`` in a promise that
            fails is a promise broken.
        ProtocolError: the criterion of a promise cannot be read.
        TypeError: there is no protocol, or no promise, where one should be.
        Exception: a promise itself breaks with it; a note tells the log on which it does.

    Example:
        >>> from vmo_rehab import load
        >>> from vmo_rehab.testing import never
        >>> calm = never("discharge", when="effusion >= 1+")
        >>> assert_guarantees(load("effusion-gate"), calm, max_examples=5)
    """
    asked: Sequence[Promise] = _promises((*guarantees, *promises))
    # A criterion that cannot be read is told at once, and not searched for.
    patient = some_patients(a_protocol(protocol))[0]
    _told(protocol, Log(patient, course_of(protocol, patient).record(1).events), promises)
    found = False

    def breaks(log: Log) -> bool:
        nonlocal asked, found
        if found:
            return any(_is_broken(one, protocol, log) for one in asked)
        if broken := [one for one in asked if _is_broken(one, protocol, log)]:
            # Shrunk is the log that breaks these: not one that breaks something else on the way.
            asked, found = broken, True
        return found

    try:
        cutting = Cutting(protocol, find(logs(protocol), breaks, settings=_searching(max_examples)), breaks)
    except NoSuchExample:
        return
    cutting.head()
    cutting.fewer()
    cutting.plainer()
    # Last: what is supposed breaks it even where it is not in the log, so it would be made ideal again.
    cutting.supposed(_told(protocol, cutting.log, asked))
    raise BrokenPromise(protocol, cutting.log, _told(protocol, cutting.log, asked))


def _promises(given: Sequence[object]) -> Sequence[Promise]:
    for one in given:
        if not callable(one):
            raise TypeError(f"{one!r} is no promise; give functions, or what never and always make")
    return cast("Sequence[Promise]", given)


def _is_broken(promise: Promise, protocol: Protocol, log: Log) -> bool:
    """Whether a log breaks a promise, or the promise breaks on it: that is searched for as well, and told."""
    try:
        return bool(violations(protocol, log, [promise]))
    except Exception:  # noqa: BLE001 - whatever a tester's function breaks with
        return True


def _told(protocol: Protocol, log: Log, asked: Iterable[Promise]) -> list[Violation]:
    """Return what is broken; where a promise itself breaks, its error tells the log as well."""
    try:
        return violations(protocol, log, asked)
    except ProtocolError:
        raise
    except Exception as error:
        error.add_note(
            f"{protocol.id}, the log on which a promise could not be asked:\n{story(protocol, log)}"
        )
        raise


def _searching(max_examples: int | None) -> settings:
    return settings(
        max_examples=settings().max_examples if max_examples is None else max_examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=_PHASES,
    )


_PHASES: Final = (Phase.explicit, Phase.generate, Phase.shrink)


def _name(promise: Promise) -> str:
    return getattr(promise, "__name__", type(promise).__name__)
