"""The conformance set: cases as data that any engine can be held to, another port or a host application.

Example:
    >>> from vmo_rehab.testing import conformance
    >>> report = conformance.check(conformance.Library(), conformance.cases()[:10])
    >>> report.conforms
    True
"""

from __future__ import annotations

from vmo_rehab.testing.conformance.commands import command
from vmo_rehab.testing.conformance.engines import Correcting, Engine, Library, Refused, Reply
from vmo_rehab.testing.conformance.files import Case, cases, features
from vmo_rehab.testing.conformance.items import needs_record
from vmo_rehab.testing.conformance.reports import Report, check
from vmo_rehab.testing.conformance.running import Mismatch, NotRunError, run
from vmo_rehab.testing.conformance.serving import serve

__all__ = [
    "Case",
    "Correcting",
    "Engine",
    "Library",
    "Mismatch",
    "NotRunError",
    "Refused",
    "Reply",
    "Report",
    "cases",
    "check",
    "command",
    "features",
    "needs_record",
    "run",
    "serve",
]
