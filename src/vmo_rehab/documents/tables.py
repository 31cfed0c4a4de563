"""The tables of a scheme: bands that hold each count once, and changes that go one way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import frozen

from vmo_rehab.documents.shapes.structure import Named
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values.leaves import Found
from vmo_rehab.protocol.scheme import Band, By, Change, Table

_BAND: Final = re.compile(r"(\d{1,3}(?:\.5)?)(?:-(\d{1,3}(?:\.5)?)|(\+))?")


@frozen
class Counting:
    """What the bands of a table or a plan count.

    Args:
        noun: what is counted.
        least: where they begin, in steps.
        most: where they may end, in steps; ``None`` where only an open band ends them.
        half: whether a step is half a point.
        sample: how bands are written.
    """

    noun: str
    least: int
    most: int | None
    half: bool
    sample: str

    def show(self, steps: int) -> str:
        """Write a count.

        >>> COUNTED[By.EFFORT].show(13), COUNTED[By.GOOD_REPS].show(13)
        ('6.5', '13')
        """
        return format((Decimal(steps) / 2).normalize(), "f") if self.half else str(steps)

    def read(self, written: str) -> int | None:
        """Read a count; half points pass only where they are counted."""
        steps = Decimal(written) * (2 if self.half else 1)
        return int(steps) if steps == steps.to_integral_value() else None


COUNTED: Final = {
    By.GOOD_REPS: Counting("repetitions", 0, None, half=False, sample="0-2, '3' or 11+"),
    By.EFFORT: Counting("effort", 2, 20, half=True, sample="1-6.5, '8' or 9.5+"),
}
WEEKS: Final = Counting("weeks", 1, None, half=False, sample="'1', 2-3 or 9+")

_OPEN: Final = 10_000
"""Where an open band ends."""


@frozen
class Stretch:
    """A key that was read as a band: its ends in steps; no upper one where it is open."""

    key: Scalar
    low: int
    high: int | None


def stretches(keys: Iterable[Scalar], counting: Counting, found: Found) -> tuple[Stretch, ...] | None:
    """Read bands that go upwards and hold each count once.

    Args:
        keys: as they stand in the file.
        counting: what they count.
        found: findings are added to it.

    Returns:
        The bands, or ``None`` where anything about one is amiss.
    """
    before, read, due = len(found), [], counting.least
    for key in keys:
        stretch = _stretch(key, counting, found)
        if stretch is None:
            return None
        _check_place(stretch, due, counting, found)
        due = max(due, _OPEN if stretch.high is None else stretch.high + 1)
        read.append(stretch)
    return tuple(read) if len(found) == before else None


def _stretch(key: Scalar, counting: Counting, found: Found) -> Stretch | None:
    match = _BAND.fullmatch(key.text.strip())
    low = counting.read(match[1]) if match else None
    high = counting.read(match[2]) if match and match[2] else low
    if match is None or low is None or high is None:
        what = f"{shown(key.text)} is not a band of {counting.noun}"
        found.append(key.finding("V346", what, f"write {counting.sample}"))
        return None
    if high < low:
        cure = f"write {match[2]}-{match[1]}"
        found.append(key.finding("V346", f"the band {key.text} goes downwards", cure))
        return None
    if counting.most and high > counting.most:
        what = f"{counting.noun} ends at {counting.show(counting.most)}"
        found.append(key.finding("V300", f"the band {key.text} goes beyond it: {what}", "make it shorter"))
        return None
    return Stretch(key, low, None if match[3] else high)


def _check_place(stretch: Stretch, due: int, counting: Counting, found: Found) -> None:
    """Find a band that leaves something out, or holds what another one holds."""
    if stretch.low == due:
        return
    show, key = counting.show, stretch.key
    if due >= _OPEN:
        cure = "put the bands in order, and the open one last"
        found.append(key.finding("V346", f"the band {key.text} stands behind an open one", cure))
    elif stretch.low > due:
        gap = show(due) if stretch.low == due + 1 else f"{show(due)} to {show(stretch.low - 1)}"
        what = f"nothing is said of {counting.noun} {gap}"
        found.append(key.finding("V346", what, f"begin this band with {show(due)}, or add one before it"))
    else:
        what = f"{counting.noun} {show(stretch.low)} stands in two bands"
        cure = f"begin this band with {show(due)}: bands go upwards, and each count is in one"
        found.append(key.finding("V346", what, cure))


def table_of(
    name: Scalar,
    rows: AnyMapping[str, Named[Scalar]],
    by: By,
    changes: AnyMapping[str, Change],
    found: Found,
) -> Table:
    """Make a table, and check that it holds each count once and goes one way.

    Args:
        name: its key.
        rows: its bands and changes as written.
        by: what it is entered with.
        changes: what was read of the changes, by band; those with findings are missing.
        found: findings are added to it.
    """
    counting = COUNTED[by]
    read = stretches((row.key for row in rows.values()), counting, found)
    if not rows:
        cure = f"write bands and changes under it, such as {counting.sample}"
        found.append(name.finding("V346", f"the table {name.text} is empty", cure))
    if not read:
        return Table(name.text, ())
    last = read[-1]
    if last.high is not None and last.high != counting.most:
        cure = f"end with an open band: write {counting.show(last.low)}+ here"
        what = f"nothing is said of {counting.noun} above {counting.show(last.high)}"
        found.append(last.key.finding("V346", what, cure))
    if len(changes) == len(rows):
        _check_way(read, rows, changes, by, found)
    bands = (Band(one.low, one.high, changes.get(one.key.text, Change()), span=one.key.span) for one in read)
    return Table(name.text, tuple(bands))


def _check_way(
    read: tuple[Stretch, ...],
    rows: AnyMapping[str, Named[Scalar]],
    changes: AnyMapping[str, Change],
    by: By,
    found: Found,
) -> None:
    """Find a change in another unit than the rest, or one that goes the wrong way at either end."""
    units = {change.unit: None for change in changes.values() if change.low or change.high}
    for name, change in changes.items():
        if (change.low or change.high) and change.unit is not next(iter(units)):
            what = f"{shown(rows[name].value.text)} is told in another unit than the rows above"
            found.append(rows[name].value.finding("V348", what, f"write it in {next(iter(units))}"))
    if len(units) > 1:
        return
    for first, second in pairwise(read):
        lighter, heavier = first.key.text, second.key.text
        if by is By.EFFORT:
            lighter, heavier = heavier, lighter
        less, more = changes[lighter], changes[heavier]
        if more.low < less.low or more.high < less.high:
            here, there = rows[second.key.text].value, rows[first.key.text].value
            noun, way = ("good repetitions", "less") if by is By.GOOD_REPS else ("effort", "more")
            what = f"with more {noun} the load is {way}: {here.text} after {there.text}"
            cure = f"from band to band, neither end of a change may give {way} load than before"
            found.append(here.finding("V347", what, cure))
