"""Whole protocol files, mutated: a protocol or a ProtocolError, nothing else, and quickly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from vmo_rehab import Diagnostic, Protocol, ProtocolError, loads, shipped
from vmo_rehab.documents.library import folder

pytestmark = pytest.mark.search

FILES = [folder() / name / "protocol.yaml" for name in shipped()]
FILES.append(Path(__file__).parent.parent / "protocols" / "reference.yaml")
SIGNS = [
    "",
    "&a ",
    "*a",
    "!x ",
    "<<",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "#",
    "'",
    '"',
    "\t",
    "|",
    ">",
    "%",
    "@",
]
SIGNS += ["0", "-1", "99999999999999999999", "1.5", "3,5", "nan", ".inf", "yes", "null", "~", "2026-01-02"]
SIGNS += [
    "mean ",
    "worst ",
    " for 3 sessions in a row",
    " in 2 of the last 3 sessions",
    "not",
    "all",
    " days",
]
SIGNS += [
    " of ",
    "<=",
    ">",
    " is ",
    " kg",
    "%",
    " after ",
    "phase",
    "until",
    "\u2028",
    "\u00a0",
    "é",
    "\U0001f9b5",
]


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with one to four small things changed: characters, words, whole lines."""
    for _ in range(chance.randint(1, 4)):
        kind = chance.randint(0, 5)
        lines = text.split("\n")
        row = chance.randrange(len(lines))
        if kind == 0:
            del lines[row]
        elif kind == 1:
            lines.insert(row, lines[chance.randrange(len(lines))])
        elif kind == 2:
            lines[row] = " " * chance.randint(0, 12) + lines[row].lstrip()
        else:
            at = chance.randint(0, len(lines[row]))
            cut = at + chance.choice([0, 0, 1, 3, 8])
            lines[row] = lines[row][:at] + chance.choice(SIGNS) + lines[row][cut:]
        text = "\n".join(lines)
    return text


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name)
def test_mutated_files_give_a_protocol_or_a_refusal(path: Path, part: int) -> None:
    """Thousands of mutated files give a protocol or findings, each inside the text and with its line."""
    text, chance = path.read_text("utf-8"), random.Random(part)
    refused = 0
    for _ in range(250):
        broken = mutated(text, chance)
        findings = findings_of(broken)
        refused += bool(findings)
        for found in findings:
            assert found.span is None or 0 <= found.span.index <= found.span.end_index <= len(broken) + 1
    assert refused > 100


def findings_of(text: str) -> tuple[Diagnostic, ...]:
    """Read a text as a protocol and return what is amiss; nothing but a refusal may be raised."""
    try:
        assert isinstance(loads(text, "broken.yaml"), Protocol)
    except ProtocolError as error:
        return error.diagnostics
    return ()
