"""A small protocol, and files of its cases made of a few rows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from vmo_rehab import ProtocolError, load
from vmo_rehab.cases.model import Cases, Row
from vmo_rehab.cases.reading import read_cases
from vmo_rehab.cases.running import CaseResult, run_cases
from vmo_rehab.protocol.model import Protocol

KNEE_TEXT: Final = (Path(__file__).parent / "knee.yaml").read_text(encoding="utf-8")
KNEE: Final = load(Path(__file__).parent / "knee.yaml")
BAND: Final = "terminal-knee-extension/band"

HEAD: Final = """format: 1
enrolled: {start: 2026-03-02, facts: {injury: 2026-02-20}, baseline: {pain_usual: 2}}
usual: {red_flags: none, pain_before: 2, pain_during: 2, effusion: trace}
"""


def text_of(*rows: str, head: str = HEAD, more: str = "") -> str:
    """Write a file with one case; its rows begin on line 7 where nothing comes between."""
    lines = "".join(f"      - {row}\n" for row in rows)
    return f"{head}{more}cases:\n  - case: A case\n    rows:\n{lines}"


def cases_of(*rows: str, head: str = HEAD, more: str = "", protocol: Protocol = KNEE) -> Cases:
    """Read a file with one case."""
    return read_cases(text_of(*rows, head=head, more=more), "knee.cases.yaml", protocol)


def rows_of(*rows: str, head: str = HEAD) -> tuple[Row, ...]:
    """Read the rows of a case."""
    return cases_of(*rows, head=head).cases[0].rows


def run(*rows: str, head: str = HEAD, protocol: Protocol = KNEE) -> CaseResult:
    """Read and run a file with one case."""
    return run_cases(cases_of(*rows, head=head, protocol=protocol)).results[0]


def failures(*rows: str, head: str = HEAD, protocol: Protocol = KNEE) -> list[str]:
    """Run a case, and return what did not come out as expected, without the code."""
    found = run(*rows, head=head, protocol=protocol).failures
    return [one.headline.replace("L210 error: ", "").removeprefix("knee.cases.yaml:") for one in found]


def refused(text: str) -> list[tuple[str, str, str, str]]:
    """Return place, code, what and cure of what is amiss in a file."""
    with pytest.raises(ProtocolError) as caught:
        read_cases(text, "knee.cases.yaml", KNEE)
    return [
        (str(one.span).removeprefix("knee.cases.yaml:"), one.code, one.what, one.cure)
        for one in caught.value.diagnostics
    ]
