"""What the cases of one run of pytest have seen: as plain data between processes, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import pytest
from attrs import frozen

from vmo_rehab.cases.coverage import Coverage, Covered
from vmo_rehab.engine.decision import Kind
from vmo_rehab.plugins.case_items import CaseFile, CaseItem
from vmo_rehab.report.case_text import HEADERS, coverage_in_words, coverage_row
from vmo_rehab.truth import Truth


@frozen
class SeenOf:
    """What was seen of one protocol.

    Args:
        protocol: its id.
        digest: its digest; two protocols of one name are told apart.
        file: where it stands.
        phases: the ids of its phases.
        coverage: what was seen.
    """

    protocol: str
    digest: str
    file: str
    phases: tuple[str, ...]
    coverage: Coverage


def seen_of(items: Iterable[pytest.Item]) -> list[dict[str, Any]]:
    """Return what was seen in each file of which a case was run, as data that a worker can send.

    Args:
        items: all that were collected.
    """
    files = dict.fromkeys(one.parent for one in items if isinstance(one, CaseItem) and one.was_run)
    return [_plain(one) for one in files]


def _plain(file: CaseFile) -> dict[str, Any]:
    protocol, coverage = file.cases.protocol, file.seen.coverage(file.cases.never)
    return {
        "protocol": protocol.id,
        "digest": protocol.digest,
        "file": protocol.span.path,
        "phases": list(protocol.phase_by_id),
        "criteria": [
            [one.criterion, one.place, sorted(map(int, one.seen)), sorted(map(int, one.never))]
            for one in coverage.criteria
        ],
        "decisions": [str(kind) for kind in coverage.decisions],
        "phases_seen": list(coverage.phases),
    }


def merged(plain: Iterable[dict[str, Any]]) -> list[SeenOf]:
    """Sum up what files and workers have seen, protocol by protocol, sorted by name.

    Args:
        plain: of each, as `seen_of` returns it.
    """
    whole: dict[str, SeenOf] = {}
    for one in map(_from_plain, plain):
        known = whole.get(one.digest)
        coverage = known.coverage.joined(one.coverage) if known else one.coverage
        whole[one.digest] = attrs.evolve(one, coverage=coverage)
    return sorted(whole.values(), key=lambda one: (one.protocol, one.digest))


def _from_plain(plain: dict[str, Any]) -> SeenOf:
    criteria = tuple(
        Covered(criterion, place, frozenset(map(Truth, seen)), frozenset(map(Truth, never)))
        for criterion, place, seen, never in plain["criteria"]
    )
    coverage = Coverage(criteria, frozenset(map(Kind, plain["decisions"])), frozenset(plain["phases_seen"]))
    return SeenOf(plain["protocol"], plain["digest"], plain["file"], tuple(plain["phases"]), coverage)


def names_of(some: Sequence[SeenOf]) -> list[str]:
    """Return the id of each protocol, with its file where an id comes more than once.

    Args:
        some: what was seen of each.
    """
    ids = [one.protocol for one in some]
    return [one.protocol if ids.count(one.protocol) == 1 else f"{one.protocol} ({one.file})" for one in some]


def in_words(one: SeenOf, name: str) -> Iterator[str]:
    """Yield the table of a protocol, and the lines below it.

    Args:
        one: what was seen of it.
        name: what it is called.
    """
    yield f"{name}: {one.coverage.percent} %"
    rows = [HEADERS, *map(coverage_row, one.coverage.criteria)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield from coverage_in_words(one.phases, one.coverage)
    yield ""
