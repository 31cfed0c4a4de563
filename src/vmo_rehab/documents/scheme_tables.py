"""The look-ups of a scheme: which table, entered with which set, changing the load of which."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from vmo_rehab.diagnostics import did_you_mean
from vmo_rehab.documents.shapes.schemes import LookUpShape, SchemeFile
from vmo_rehab.documents.shapes.structure import structure
from vmo_rehab.documents.tables import table_of
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values.kinds import CHANGED, ENTERED, MOST_SETS
from vmo_rehab.documents.values.leaves import Found
from vmo_rehab.protocol.scheme import LAST, By, Change, LookUp, Table


@define(eq=False)
class LookUps:
    """Reads look-ups; a table is made when the first look-up says what it is entered with."""

    file: SchemeFile
    change: Callable[[Scalar], Change | None]
    found: Found
    made: dict[str, tuple[By, Table]] = field(factory=dict)
    named: set[str] = field(factory=set)

    def of_set(self, node: Node, place: int) -> LookUp | None:
        """Read the look-up that gives the load of a set, from sets before it.

        Args:
            node: as it stands in the file.
            place: which set, from 1.
        """
        shape = structure(LookUpShape, node, self.found)
        return self._look_up(shape, place - 1, "before it") if shape else None

    def next(self, shape: LookUpShape) -> LookUp | None:
        """Read the look-up that gives the next session's load."""
        sets = self.file.sets
        read = self._look_up(shape, MOST_SETS if sets is None else len(sets), "of the scheme")
        if read and sets and read.start <= len(sets):
            load = sets[read.start - 1].load
            if isinstance(load, Scalar) and load.text.strip() != "100%":
                what = f"that set is done with {load.text} of the working load"
                cure = "name a set that is done with 100%, or with a load that follows from one"
                self._say(
                    shape.start, f"{shown(shape.start.text)} cannot be the next working load: {what}", cure
                )
        return read

    def between(self, shape: LookUpShape) -> LookUp | None:
        """Read the look-up that gives the next set's load."""
        read = self._look_up(shape, MOST_SETS, "")
        for scalar in (shape.by, shape.start):
            if read and not scalar.text.strip().endswith("last set"):
                what = "after each set the next load follows from that set"
                self._say(scalar, what, "write last set instead of its number")
        return read

    def check_all_used(self) -> None:
        """Find a table that no look-up names; not where one names a table that is not there."""
        tables = self.file.tables or {}
        for name, entry in tables.items():
            if name not in self.named and self.named <= tables.keys():
                cure = "name it in a look-up, or remove it"
                self._say(entry.key, f"no look-up uses the table {shown(name)}", cure)
            for row in entry.value.values() if name not in self.made else ():
                self.change(row.value)

    def _say(self, scalar: Scalar, what: str, cure: str) -> None:
        self.found.append(scalar.finding("V349", what, cure))

    def _look_up(self, shape: LookUpShape, sets: int, where: str) -> LookUp | None:
        by = ENTERED.fullmatch(shape.by.text.strip())
        start = CHANGED.fullmatch(shape.start.text.strip())
        if by is None:
            what = f"{shown(shape.by.text)} is not the result of a set"
            cure = "write good_reps of set 3, or effort of last set"
            self.found.append(shape.by.finding("V301", what, cure))
        if start is None:
            what = f"{shown(shape.start.text)} is not the load of a set"
            self.found.append(shape.start.finding("V301", what, "write load of set 3, or load of last set"))
        for scalar, match, group in ((shape.by, by, 2), (shape.start, start, 1)):
            if match:
                self._check_set(scalar, match[group], sets, where)
        self.named.add(shape.table.text.strip())
        table = self._table(shape.table, By(by[1])) if by else None
        if table is None or by is None or start is None:
            return None
        return LookUp(table, By(by[1]), int(by[2] or LAST), int(start[1] or LAST), span=shape.span)

    def _check_set(self, scalar: Scalar, number: str | None, sets: int, where: str) -> None:
        if sets == 0:
            self._say(scalar, "the first set has none before it", "write its load in percent, such as 50%")
        elif number is not None and not 1 <= int(number) <= sets:
            cure = f"write set 1 to {sets}" if sets > 1 else "write set 1"
            self._say(scalar, f"set {number} is no set {where}".rstrip(), cure)

    def _table(self, scalar: Scalar, by: By) -> Table | None:
        name = scalar.text.strip()
        tables = self.file.tables or {}
        if name not in tables:
            cure = did_you_mean(name, tables, "its tables: {}")
            self.found.append(scalar.finding("V312", f"{shown(name)} is not a table of this scheme", cure))
            return None
        if name not in self.made:
            rows = tables[name].value
            read = {band: self.change(row.value) for band, row in rows.items()}
            known = {band: one for band, one in read.items() if one}
            self.made[name] = by, table_of(tables[name].key, rows, by, known, self.found)
        first, table = self.made[name]
        if first is not by:
            what = f"the table {shown(name)} is entered with {first} elsewhere, and with {by} here"
            self._say(scalar, what, "give each of them a table of its own")
        return table
