"""Whole files with several faults planted by hand: each is found at its line, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from golden import kept, printed
from vmo_rehab import Diagnostic, ProtocolError, check, load, load_cases
from vmo_rehab.documents.library import is_scheme, load_scheme

HERE = Path(__file__).parent
TODAY = dt.date(2026, 4, 1)
PLANTED = yaml.safe_load((HERE / "planted.yaml").read_text(encoding="utf-8"))
"""By file: the line, the code that must tell it, and what was done there; written from the fault."""


def findings(path: Path) -> tuple[Diagnostic, ...]:
    """Read a protocol, scheme or file of cases, and return all that is found in it."""
    try:
        if path.name.endswith(".cases.yaml"):
            load_cases(path)
        elif is_scheme(path):
            load_scheme(path)
        else:
            return check(load(path), TODAY)
    except ProtocolError as error:
        return error.diagnostics
    return ()


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_is_found_and_nothing_else(name: str) -> None:
    """Each planted fault is told by its code at its line; no other finding stands in the file."""
    found = [
        (one.span.line, one.code) if one.span else (0, one.code) for one in findings(HERE / f"{name}.yaml")
    ]
    assert sorted(found) == sorted((one["line"], one["code"]) for one in PLANTED[name])


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_told_of_a_file_with_faults(name: str) -> None:
    """What is printed are the words that are kept beside the file, with each line and its cure."""
    command = ("test",) if name.endswith(".cases") else ("check", "--on", str(TODAY))
    text = printed(HERE, *command, f"{name}.yaml")
    assert text == kept(HERE / f"{name}.txt", text)


def test_every_file_with_faults_is_listed() -> None:
    """No file stands here without a list of what was planted in it."""
    files = {path.stem for path in HERE.glob("*.yaml")} - {"planted"}
    assert files == set(PLANTED)


def test_the_faults_are_of_many_kinds() -> None:
    """The files hold reading errors as well as faults of whole protocols, of many codes."""
    codes = {one["code"] for planted in PLANTED.values() for one in planted}
    assert len(codes) >= 50
    assert {code[:2] for code in codes} >= {"V1", "V2", "V3", "V4", "V5", "V6", "L2"}
