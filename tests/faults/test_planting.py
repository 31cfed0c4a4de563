"""One fault planted by rule in a shipped protocol is found, whatever the rule and the place."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import yaml

from faults import planting
from vmo_rehab import ProtocolError, check, loads, shipped
from vmo_rehab.documents.library import folder


def codes(document: dict[str, Any]) -> set[str]:
    """Return the codes of all that is found in a document, written as the YAML that JSON is."""
    text = json.dumps(document, default=str, ensure_ascii=False, indent=1)
    try:
        return {one.code for one in check(loads(text, "planted.yaml"))}
    except ProtocolError as error:
        return {one.code for one in error.diagnostics}


@cache
def places(number: int, name: str) -> list[tuple[planting.Rule, frozenset[str], str, dict[str, Any]]]:
    """Return a place for every second rule in a protocol; rules and places differ from one to the next."""
    document = yaml.safe_load((folder() / name / "protocol.yaml").read_text(encoding="utf-8"))
    chosen = []
    for rule, told in planting.RULES[number % 2 :: 2]:
        if faulty := list(rule(document)):
            place, made = faulty[number % len(faulty)]
            chosen.append((rule, told, place, made))
    return chosen


@pytest.mark.parametrize(("number", "name"), list(enumerate(shipped())), ids=shipped())
def test_what_is_planted_by_rule_is_found(number: int, name: str) -> None:
    """Each rule's fault is told by one of its codes, which is not told of the file as it is shipped."""
    sound = {
        one.code for one in check(loads((folder() / name / "protocol.yaml").read_text(encoding="utf-8")))
    }
    missed = [
        f"{rule.__name__} at {place}"
        for rule, told, place, made in places(number, name)
        if not (codes(made) - sound) & told
    ]
    assert missed == []


def test_enough_is_planted() -> None:
    """Every rule finds a place in some protocol, and there are many in all."""
    planted = [rule for number, name in enumerate(shipped()) for rule, *_ in places(number, name)]
    assert {rule for rule, _ in planting.RULES} == set(planted)
    assert len(planted) >= 100
