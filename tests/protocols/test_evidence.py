"""The evidence page beside each protocol: no number without a row, no row without its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
import yaml
from attrs import frozen

LIBRARY = Path(__file__).parents[2] / "protocols"
SHIPPED = sorted(path.parent.name for path in LIBRARY.glob("*/protocol.yaml"))
CONFIDENCE = {"found", "composed", "unverified"}
SECTIONS = ("## What the literature disagrees about", "## What nobody has tested")
NO_THRESHOLDS = {"format", "id", "revision", "title", "intended_use", "review_due", "approved_by", "sources"}
"""Keys of a file whose numbers decide nothing about a patient."""
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?\+?")
"""A number that stands alone: not the year of a source's key. 2+ is a grade of swelling, and not 2."""


@frozen
class Row:
    """A row of an evidence page, or one place of a protocol file: numbers, and where they stand."""

    numbers: frozenset[str]
    where: tuple[str, ...]
    source: str = ""
    confidence: frozenset[str] = frozenset()

    def covers(self, place: Row) -> bool:
        """Tell whether a place of the file is one of those this row speaks of."""
        (path,) = place.where
        return any(fnmatchcase(path, one) or fnmatchcase(path, f"{one}.*") for one in self.where)


def numbers(text: str) -> frozenset[str]:
    """Find the numbers that stand in a text."""
    return frozenset(NUMBER.findall(text))


def rows(name: str) -> list[Row]:
    """Read the table of an evidence page."""
    found = []
    for line in (LIBRARY / name / "EVIDENCE.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 5 and cells[0] not in {"number", "---"}:
            number, where, source, confidence, _ = cells
            places = tuple(re.findall(r"`([^`]+)`", where))
            found.append(Row(numbers(number), places, source, frozenset(confidence.split(", "))))
    return found


@cache
def places(name: str) -> tuple[Row, ...]:
    """Walk a protocol file, and return each text in it that has a number."""
    tree = yaml.load((LIBRARY / name / "protocol.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    leaves = ((where.removeprefix("."), numbers(text)) for where, text in walk(tree, ""))
    return tuple(Row(found, (where,)) for where, found in leaves if found)


def walk(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Yield each text with the keys and ids that lead to it."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in NO_THRESHOLDS:
                yield from walk(below, f"{where}.{key}")
    elif isinstance(value, list):
        for one in value:
            name = name_of(one) if isinstance(one, dict) else ""
            yield from walk(one, f"{where}.{name}" if name else where)
    else:
        yield where, str(value)


def name_of(one: dict[str, object]) -> str:
    """Return what an entry of a list is called: its id, its exercise, or its ladder of exercises."""
    ladder = one.get("levels")
    own = one.get("id") or one.get("exercise") or (ladder.get("id") if isinstance(ladder, dict) else "")
    return str(own or "")


def remarks(name: str) -> list[tuple[frozenset[str], str]]:
    """Return the numbers and the remark of each line that has both, below the head of the file."""
    _, _, body = (LIBRARY / name / "protocol.yaml").read_text("utf-8").partition("\nformat:")
    split = (line.partition(" # ") for line in body.splitlines() if not line.lstrip().startswith("#"))
    return [(numbers(code), remark) for code, _, remark in split if numbers(code) and remark]


def sources(name: str) -> dict[str, dict[str, str]]:
    """Return the sources of a protocol file by key."""
    tree = yaml.load((LIBRARY / name / "protocol.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    return tree["sources"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_has_a_row(name: str) -> None:
    """What the file asks, prescribes or warns of in numbers is accounted for on the page."""
    table = rows(name)
    missing = {
        f"{place.where[0]}: {number}"
        for place in places(name)
        for number in place.numbers
        if not any(number in row.numbers for row in table if row.covers(place))
    }
    assert missing == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_row_has_its_number(name: str) -> None:
    """No row speaks of a place or of a number that the file no longer has."""
    for row in rows(name):
        there = [place for place in places(name) if row.covers(place)]
        assert row.where, row
        assert all(any(Row(frozenset(), (one,)).covers(place) for place in there) for one in row.where), row
        assert row.numbers <= frozenset().union(*(place.numbers for place in there)), row


@pytest.mark.parametrize("name", SHIPPED)
def test_confidence_is_one_of_three(name: str) -> None:
    """A row is found, composed, unverified, or composed and unverified; what is found names a source."""
    keys = sources(name).keys()
    for row in rows(name):
        assert row.confidence, row
        assert row.confidence <= CONFIDENCE, row
        named = set(re.findall(r"`(\w+)`", row.source))
        assert named <= keys, row
        assert named or "found" not in row.confidence, row


@pytest.mark.parametrize("name", SHIPPED)
def test_every_source_is_named(name: str) -> None:
    """The page speaks of each source by its key, and gives its DOI where the file has one."""
    page = (LIBRARY / name / "EVIDENCE.md").read_text("utf-8")
    assert [key for key in sources(name) if f"`{key}`" not in page] == []
    assert [one["doi"] for one in sources(name).values() if one.get("doi", "") not in page] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_unverified_says_so_in_both(name: str) -> None:
    """A number or a source that the file marks as unverified has a row that says so as well."""
    doubted = [row for row in rows(name) if "unverified" in row.confidence]
    for found, remark in remarks(name):
        if "unverified" in remark:
            assert any(found <= row.numbers for row in doubted), (found, remark)
    for key, one in sources(name).items():
        if "unverified" in one.get("evidence", ""):
            assert any(f"`{key}`" in row.source for row in doubted), key


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_tells_what_is_not_known(name: str) -> None:
    """The disagreements and what was never tried stand after the table; no web address stands anywhere."""
    page = (LIBRARY / name / "EVIDENCE.md").read_text("utf-8")
    assert all(page.count(heading) == 1 for heading in SECTIONS)
    assert "http" not in page
    assert "www." not in page
