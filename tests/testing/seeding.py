"""Looking for a planted fault: by search, by the shipped cases, by `check`."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from testing.seeded import PROMISES, Fault
from vmo_rehab import Protocol, ProtocolError, check, load, run_cases
from vmo_rehab.cases.reading import read_cases
from vmo_rehab.documents.library import file_of
from vmo_rehab.engine.events import Log
from vmo_rehab.errors import VmoRehabError
from vmo_rehab.testing import GUARANTEES, Guarantee, logs, violations


def searched(fault: Fault, protocol: Protocol, examples: int, only: str = "") -> tuple[str, int]:
    """Search for a log that breaks anything promised; give what it breaks, and how many logs that took.

    A fault in a protocol's text leaves a protocol that keeps the design's guarantees: only what the clinic
    promises can tell, and only that is asked; or only what has some words in its name.
    """
    own = PROMISES.get(fault.protocol, ())
    every = (*GUARANTEES, *own) if fault.patches else own
    asked = [one for one in every if only in (one.id if isinstance(one, Guarantee) else one.__name__)]
    assert asked, only
    tried = 0

    def breaks(log: Log) -> bool:
        nonlocal tried
        tried += 1
        return bool(violations(protocol, log, asked))

    how = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    try:
        log = find(logs(protocol), breaks, settings=how, random=random.Random(1))
    except NoSuchExample:
        return "", tried
    except VmoRehabError as error:
        return f"a log is refused: {str(error)[:60]}", tried
    names = dict.fromkeys(one.guarantee for one in violations(protocol, log, asked))
    return "; ".join(names), tried


def in_cases(fault: Fault, protocol: Protocol) -> str:
    """Tell how many of the protocol's shipped cases fail."""
    path = file_of(fault.protocol).parent / "cases.yaml"
    try:
        results = run_cases(read_cases(path.read_text(encoding="utf-8"), str(path), protocol)).results
    except ProtocolError:
        return "cannot be read"
    failed = sum(not one.passed for one in results)
    return f"{failed} of {len(results)} fail" if failed else ""


def in_check(fault: Fault, protocol: Protocol) -> str:
    """Name the codes that `check` gives for the faulty protocol, and not for the shipped one."""
    if fault.patches:
        return ""
    before = {(one.code, one.what) for one in check(load(fault.protocol))}
    return ", ".join(sorted({one.code for one in check(protocol) if (one.code, one.what) not in before}))
