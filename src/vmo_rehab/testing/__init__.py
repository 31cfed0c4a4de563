"""A kit for testers: protocols, their patients and logs, their promises, and what breaks them.

The only part of the package that uses Hypothesis. The names below are all of the kit. Each is imported when
it is first used, so that what can do without Hypothesis does: guarantees, stories, the conformance set.

Example:
    >>> from vmo_rehab import load
    >>> from vmo_rehab.testing import assert_guarantees, never
    >>> assert_guarantees(load("soreness-rules"), never("rise", when="locked_knee is present"),
    ...                   guarantees=[], max_examples=5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from vmo_rehab.testing.asserting import BrokenPromise, Promise, assert_guarantees, violations
    from vmo_rehab.testing.guarantees import GUARANTEES, Guarantee, Violation
    from vmo_rehab.testing.keeping import forget
    from vmo_rehab.testing.machines import protocol_machine
    from vmo_rehab.testing.promises import always, never
    from vmo_rehab.testing.stories import story
    from vmo_rehab.testing.strategies.criteria import criteria
    from vmo_rehab.testing.strategies.documents import documents, protocols, text_of
    from vmo_rehab.testing.strategies.logs import logs
    from vmo_rehab.testing.strategies.mutations import Mutant, mutants, mutations
    from vmo_rehab.testing.strategies.patients import patients
    from vmo_rehab.testing.strategies.sessions import sessions
    from vmo_rehab.testing.walking import Step, steps

__all__ = [
    "GUARANTEES",
    "BrokenPromise",
    "Guarantee",
    "Mutant",
    "Promise",
    "Step",
    "Violation",
    "always",
    "assert_guarantees",
    "criteria",
    "documents",
    "forget",
    "logs",
    "mutants",
    "mutations",
    "never",
    "patients",
    "protocol_machine",
    "protocols",
    "sessions",
    "steps",
    "story",
    "text_of",
    "violations",
]

_HOMES: Final = {
    "asserting": ("BrokenPromise", "Promise", "assert_guarantees", "violations"),
    "guarantees": ("GUARANTEES", "Guarantee", "Violation"),
    "keeping": ("forget",),
    "machines": ("protocol_machine",),
    "promises": ("always", "never"),
    "stories": ("story",),
    "strategies.criteria": ("criteria",),
    "strategies.documents": ("documents", "protocols", "text_of"),
    "strategies.logs": ("logs",),
    "strategies.mutations": ("Mutant", "mutants", "mutations"),
    "strategies.patients": ("patients",),
    "strategies.sessions": ("sessions",),
    "walking": ("Step", "steps"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands under the name
    from vmo_rehab.lazy import imported

    return imported(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
