"""Exit codes: what is amiss in a file is 1, what cannot be read at all is 2."""

from __future__ import annotations

from typing import Final

import click

from vmo_rehab.errors import RefusedError, VmoRehabError

FINE: Final = 0
FOUND: Final = 1
CANNOT_READ: Final = 2

NO_CASES: Final = "L200"
"""The code of a protocol without cases."""

_UNREADABLE: Final = frozenset({"V109", "V323", "L101", "L102", NO_CASES})
"""Not UTF-8, no such protocol, a log of no known kind, no cases."""


class WrongWord(click.ClickException):
    """A word on the command line that is understood and cannot be followed."""

    exit_code = CANNOT_READ


def code_of(error: VmoRehabError) -> int:
    """Return the exit code of an error."""
    if isinstance(error, RefusedError) and any(found.code in _UNREADABLE for found in error.diagnostics):
        return CANNOT_READ
    return FOUND
