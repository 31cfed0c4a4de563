"""The reference of the file formats names every key of the shapes, and no other."""

from __future__ import annotations

import inspect
import re

import attrs
import pytest
import yaml

from docs.pages import ROOT, blocks
from vmo_rehab.documents.shapes import cases, doses, exercises, limits, protocols, schemes
from vmo_rehab.documents.shapes.structure import keys

PAGES = [
    ROOT / "docs" / "reference" / name for name in ("format.md", "catalogue.md", "schemes.md", "cases.md")
]
_TABLE = re.compile(r"<!-- keys of: (\w+) -->\n((?:\|[^\n]*\n)+)")
TABLES = {name: table for page in PAGES for name, table in _TABLE.findall(page.read_text(encoding="utf-8"))}
SHAPES = {
    name: shape
    for module in (protocols, doses, schemes, cases, limits, exercises)
    for name, shape in inspect.getmembers(module, inspect.isclass)
    if attrs.has(shape) and shape.__module__ == module.__name__
}


def rows(name: str) -> dict[str, str]:
    """Return the keys of a table, each with its second column."""
    cells = [row.split("|")[1:3] for row in TABLES[name].splitlines()[2:]]
    return {key.strip().strip("`"): needed.strip() for key, needed in cells}


def test_every_shape_has_a_table() -> None:
    """A shape that is added to the format gets its table."""
    assert set(TABLES) == set(SHAPES)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_table_has_the_keys_of_the_shape(name: str) -> None:
    """The documented keys are those that the reader takes, in its order, needed where they are needed."""
    known = keys(SHAPES[name])
    assert list(rows(name)) == list(known)
    assert {key for key, needed in rows(name).items() if needed == "yes"} == {
        key.name for key in known.values() if key.required
    }


def test_every_key_has_an_example() -> None:
    """Each key stands in an example that is read and not refused."""
    shown: set[str] = set()
    for block in (block for page in PAGES for block in blocks(page)):
        if block.language == "yaml" and "refused" not in block.remarks:
            shown |= set(_keys(yaml.safe_load(block.text)))
    missing = {key for shape in SHAPES.values() for key in keys(shape)} - shown
    assert not missing


def _keys(value: object) -> list[str]:
    if isinstance(value, dict):
        return [str(key) for key in value] + [key for inner in value.values() for key in _keys(inner)]
    if isinstance(value, list):
        return [key for inner in value for key in _keys(inner)]
    return []
