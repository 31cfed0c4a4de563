"""Nothing is found in protocols that are sensible by construction, and these are no trivial ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from vmo_rehab import ProtocolError, check, loads
from vmo_rehab.testing import documents, text_of

pytestmark = pytest.mark.search

TODAY = dt.date(2026, 4, 1)
DRAWN = 500

LEAST = {
    # parts of a file
    "variants": 100,
    "freeze": 20,
    "limits": 200,
    "today": 150,
    "hold": 200,
    "escalate": 150,
    "until": 200,
    "re-enter": 100,
    "merit": 300,
    # parts of a phase
    "min_stay": 200,
    "not_before": 100,
    "review_after": 200,
    "rotation": 60,
    "carried_over": 60,
    "defaults": 100,
    "sign_off": 20,
    "choose": 60,
    "rungs": 60,
    "unlock": 30,
    "instead": 200,
    "pace": 200,
    "forbid": 20,
    "arc": 300,
    "weight_bearing": 20,
    "percent-step": 60,
    "two-for-two": 60,
    # parts of a criterion
    "all": 300,
    "any": 300,
    "at_least": 60,
    "not": 20,
    "in a row": 300,
    "of the last": 300,
    "over the last": 100,
    "days with at least": 50,
    "mean ": 60,
    "worst ": 50,
    "pain_usual +": 300,
    " is ": 100,
    "weeks_since_injury ": 15,
    "sessions_since_swollen ": 40,
    "rep_quality of leg-press/machine": 40,
    "in this phase": 100,
}
"""In how many of the drawn protocols each part of the language has to stand, at least."""


@cache
def drawn() -> list[dict[str, Any]]:
    """Draw the protocols, the same on every run."""
    made: list[dict[str, Any]] = []

    @settings(
        max_examples=DRAWN,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(sensible=True))
    def collect(document: dict[str, Any]) -> None:
        made.append(document)

    collect()
    return made


def words(document: Any) -> Iterator[str]:
    """Yield every key and every text of a document."""
    if isinstance(document, dict):
        for key, part in document.items():
            yield from (str(key), *(words(part) if part else ()))
    elif isinstance(document, list):
        for part in document:
            yield from words(part)
    else:
        yield str(document)


def standing(document: dict[str, Any]) -> list[str]:
    """Return the parts of the language that stand in a document; a part of a file has something in it."""
    found = [one for one in words(document) if document.get(one, True)]
    text, whole = "\n".join(found), set(found)
    return [part for part in LEAST if part in whole or (" " in part and part in text)]


def test_nothing_is_found_in_a_sensible_protocol() -> None:
    """A protocol that is sensible by construction is read, and no check alarms on it."""
    for document in drawn():
        try:
            found = check(loads(text_of(document), "sensible.yaml"), TODAY)
        except ProtocolError as error:
            found = error.diagnostics
        assert found == ()


def test_sensible_protocols_are_not_trivial() -> None:
    """Every part of the language stands in many of the drawn protocols."""
    counts = Counter(part for document in drawn() for part in standing(document))
    assert {part: counts[part] for part, least in LEAST.items() if counts[part] < least} == {}
    assert len(drawn()) == DRAWN
