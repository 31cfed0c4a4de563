"""A kit for testers: protocols, their patients and logs, their promises, and what breaks them.

The only part of the package that uses Hypothesis; nothing imports it unasked.

Example:
    >>> from vmo_rehab import load
    >>> from vmo_rehab.testing import assert_guarantees, never
    >>> assert_guarantees(load("soreness-rules"), never("rise", when="locked_knee is present"),
    ...                   guarantees=[], max_examples=5)
"""

from __future__ import annotations

from vmo_rehab.testing.asserting import BrokenPromise, Promise, assert_guarantees, violations
from vmo_rehab.testing.criteria import criteria
from vmo_rehab.testing.documents import documents, protocols, text_of
from vmo_rehab.testing.guarantees import GUARANTEES, Guarantee, Violation
from vmo_rehab.testing.keeping import forget
from vmo_rehab.testing.logs import logs
from vmo_rehab.testing.machines import protocol_machine
from vmo_rehab.testing.mutations import Mutant, mutants, mutations
from vmo_rehab.testing.patients import patients
from vmo_rehab.testing.promises import always, never
from vmo_rehab.testing.sessions import sessions
from vmo_rehab.testing.stories import story
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
