"""A kit for testers: protocols, their patients and logs, their promises, and what breaks them.

The only part of the package that uses Hypothesis; nothing imports it unasked. Each name is imported when it
is first used, so that the conformance set runs where Hypothesis is not installed.

Example:
    >>> from vmo_rehab import load
    >>> from vmo_rehab.testing import assert_guarantees, never
    >>> assert_guarantees(load("soreness-rules"), never("rise", when="locked_knee is present"),
    ...                   guarantees=[], max_examples=5)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from vmo_rehab.testing.asserting import BrokenPromise, Promise, assert_guarantees, violations
    from vmo_rehab.testing.criteria import criteria
    from vmo_rehab.testing.documents import documents, protocols, text_of
    from vmo_rehab.testing.guarantees import GUARANTEES, Guarantee, Violation
    from vmo_rehab.testing.logs import logs
    from vmo_rehab.testing.machines import protocol_machine
    from vmo_rehab.testing.mutations import Mutant, mutants, mutations
    from vmo_rehab.testing.patients import patients
    from vmo_rehab.testing.promises import always, never
    from vmo_rehab.testing.sessions import sessions
    from vmo_rehab.testing.stories import story

__all__ = [
    "GUARANTEES",
    "BrokenPromise",
    "Guarantee",
    "Mutant",
    "Promise",
    "Violation",
    "always",
    "assert_guarantees",
    "criteria",
    "documents",
    "logs",
    "mutants",
    "mutations",
    "never",
    "patients",
    "protocol_machine",
    "protocols",
    "sessions",
    "story",
    "text_of",
    "violations",
]

_HOMES: Final = {
    "asserting": ("BrokenPromise", "Promise", "assert_guarantees", "violations"),
    "criteria": ("criteria",),
    "documents": ("documents", "protocols", "text_of"),
    "guarantees": ("GUARANTEES", "Guarantee", "Violation"),
    "logs": ("logs",),
    "machines": ("protocol_machine",),
    "mutations": ("Mutant", "mutants", "mutations"),
    "patients": ("patients",),
    "promises": ("always", "never"),
    "sessions": ("sessions",),
    "stories": ("story",),
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands under the name
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
