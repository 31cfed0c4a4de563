"""What the rows of a phase say of each other: days in turn, menus, what is carried over or stands twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.doses import RowReader
from vmo_rehab.documents.loads import unit_of
from vmo_rehab.documents.measures import texts
from vmo_rehab.documents.shapes.doses import InsteadShape, LevelsShape, MenuShape, PrescribedShape, RowShape
from vmo_rehab.documents.shapes.protocols import PhaseShape
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.model import Phase
from vmo_rehab.protocol.scheme import FIXED

Found = list[Diagnostic]


@frozen
class PhaseRows:
    """Makes and checks the rows of each phase.

    Args:
        reader: makes single rows.
        found: findings are added to it.
    """

    reader: RowReader
    found: Found

    def rotation(self, shape: PhaseShape) -> tuple[str, ...]:
        """Read the days of a phase."""
        days = texts(shape.rotation or (), self.found)
        if shape.rotation is not None and len(days) < 2:
            cure = "write two days or more, such as [A, B], or leave the rotation out"
            self._say(shape.id, "V351", f"the rotation of {shape.id.text} has {len(days)} days", cure)
        for place, day in enumerate(shape.rotation or ()):
            if day.text.strip() in days[:place]:
                self._say(day, "V351", f"the day {shown(day.text)} stands twice", "keep one of the two")
        return days

    def of_phase(
        self, shape: PhaseShape, rotation: tuple[str, ...], earlier: Sequence[Phase]
    ) -> tuple[Prescribed, ...]:
        """Make the rows of a phase, those that are carried over last.

        Args:
            shape: of the phase.
            rotation: its days.
            earlier: the phases before it.
        """
        own = self.reader.rows(shape.exercises, shape.defaults)
        carried = [(scalar, self._carried(scalar, rotation, earlier)) for scalar in shape.carried_over]
        named = [(scalar.text, scalar) for scalar in self._names(shape.exercises)]
        named += [(name, scalar) for scalar, row in carried if row for name in _ids(row)]
        self._check_once(named)
        self._check_days(shape, rotation)
        menus = [one for one in shape.exercises if isinstance(one, MenuShape)]
        for place, menu in enumerate(menus, 1):
            if rows := [row for row in own if row.menu and row.menu.id == f"menu-{place}"]:
                self._check_menu(menu, rows, rotation)
        return (*own, *(row for _, row in carried if row))

    def of_rescue(self, shapes: Iterable[RowShape]) -> tuple[Prescribed, ...]:
        """Make the rows of the rescue, which nothing raises, locks or puts in turn."""
        rows = tuple(shapes)
        for shape in rows:
            if not isinstance(shape, PrescribedShape):
                at = shape.choose if isinstance(shape, MenuShape) else shape.levels.id
                self._say(at, "V352", "a rescue has plain exercises alone", "name the exercises themselves")
                continue
            for key in ("pace", "unlock", "days"):
                if getattr(shape, key):
                    what = f"{shape.exercise.text} is a rescue exercise, and has {key}"
                    self._say(shape.exercise, "V352", what, f"leave {key} out")
            if shape.scheme and not (isinstance(shape.scheme, Scalar) and shape.scheme.text == FIXED.id):
                what = f"{shape.exercise.text} is a rescue exercise, which nothing raises"
                self._say(shape.exercise, "V333", what, "leave the scheme out")
        self._check_once([(scalar.text, scalar) for scalar in self._names(rows)])
        return self.reader.rows(rows)

    def check_loads(self, phases: Iterable[PhaseShape], rescue: Iterable[RowShape]) -> None:
        """Refuse a level of two kinds: it is carried along from phase to phase."""
        first: dict[str, tuple[Scalar, object]] = {}
        for shape in (*(row for phase in phases for row in phase.exercises), *rescue):
            for scalar, kind in _kinds(shape):
                before, same = first.setdefault(scalar.text, (scalar, kind))
                if same != kind:
                    what = f"{scalar.text} is loaded in another way than on line {before.span.line}"
                    self._say(scalar, "V333", what, "its level is carried along: use one kind of load")

    def _carried(
        self, scalar: Scalar, rotation: tuple[str, ...], earlier: Sequence[Phase]
    ) -> Prescribed | None:
        """Find a row as the nearest earlier phase prescribes it."""
        name = scalar.text
        rows = {row.id: row for phase in earlier for row in phase.exercises}
        row = rows.get(name)
        if row is None:
            cure = did_you_mean(name, rows, "earlier phases have: {}") if rows else "write it out here"
            self._say(scalar, "V354", f"no earlier phase prescribes {shown(name)}", cure)
            return None
        if row.menu:
            what = f"{name} is one of a menu there"
            self._say(scalar, "V354", what, "write the menu, or the exercise, out here")
        elif lost := [day for day in row.days if day not in rotation]:
            what = f"{name} is done on day {', '.join(lost)} there, which is not in the rotation here"
            self._say(scalar, "V354", what, "write the exercise out here, with its days")
        return row

    def _check_once(self, named: Iterable[tuple[str, Scalar]]) -> None:
        before: set[str] = set()
        for name, scalar in named:
            if name in before:
                self._say(scalar, "V336", f"{name} stands twice here", "keep one of them")
            before.add(name)

    def _check_days(self, shape: PhaseShape, rotation: tuple[str, ...]) -> None:
        rows = [row for one in shape.exercises for row in _rows(one)]
        for day in (day for row in rows for day in row.days or ()):
            if day.text.strip() not in rotation:
                what = f"{shown(day.text)} is not a day of the phase's rotation"
                cure = (
                    did_you_mean(day.text, rotation, "its days: {}") if rotation else "add rotation: [A, B]"
                )
                self._say(day, "V351", what, cure)
        if shape.carried_over:
            return
        for scalar in shape.rotation or ():
            if not any(_on(row, scalar.text.strip()) for row in rows):
                cure = "give an exercise that day, or leave the day out"
                self._say(scalar, "V351", f"nothing is done on day {shown(scalar.text)}", cure)

    def _check_menu(self, shape: MenuShape, rows: list[Prescribed], rotation: tuple[str, ...]) -> None:
        """Hold what is to be chosen against what there is, on each day on which the menu stands."""
        menu = rows[0].menu
        assert menu is not None  # noqa: S101 - they are the rows of a menu
        needed = sum(number for _, number in menu.including)
        if needed > menu.most:
            what = f"{needed} must be among the {menu.most} that are chosen"
            self._say(shape.choose, "V353", what, "ask for fewer, or choose more")
        for day in rotation or ("",):
            offered = [row for row in rows if not row.days or day in row.days]
            when = f" on day {day}" if day else ""
            if offered and menu.most > len(offered):
                what = f"{menu.most} may be chosen, and the menu has {len(offered)}{when}"
                self._say(shape.choose, "V353", what, "list more, or choose fewer")
            patterns = [row.exercise.pattern for row in offered]
            for pattern, number in menu.including if offered else ():
                if number > patterns.count(pattern):
                    there = patterns.count(pattern)
                    what = f"the menu has {there} of the pattern {shown(pattern)}{when}"
                    cure = f"ask for {there} at most, or list more of them"
                    if not there:
                        cure = did_you_mean(pattern, dict.fromkeys(patterns), "its patterns: {}")
                    self._say((shape.including or {})[pattern].key, "V353", what, cure)

    def _names(self, shapes: Iterable[RowShape]) -> Iterator[Scalar]:
        """Yield every name that stands in some rows, where it stands.

        A ladder that has the name of an exercise was refused for that, and does not stand twice besides.
        """
        for shape in (row for one in shapes for row in _rows(one)):
            if isinstance(shape, LevelsShape):
                if shape.levels.id.text.strip() not in self.reader.exercises:
                    yield shape.levels.id
                yield from (rung.exercise for rung in shape.levels.rungs)
            else:
                yield shape.exercise
                yield from (one.exercise for one in shape.instead)

    def _say(self, at: Scalar, code: str, what: str, cure: str) -> None:
        self.found.append(at.finding(code, what, cure))


def _on(row: PrescribedShape | LevelsShape, day: str) -> bool:
    return row.days is None or day in [one.text.strip() for one in row.days]


def _rows(shape: RowShape) -> tuple[PrescribedShape | LevelsShape, ...]:
    return shape.rows if isinstance(shape, MenuShape) else (shape,)


def _ids(row: Prescribed) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row.id, *(exercise.id for exercise in row.exercises()))))


def _kinds(shape: RowShape) -> Iterator[tuple[Scalar, object]]:
    """Yield each level that some rows have, and in what it is counted."""
    for row in _rows(shape):
        if isinstance(row, LevelsShape):
            yield row.levels.id, tuple(rung.exercise.text for rung in row.levels.rungs)
            continue
        alike: tuple[PrescribedShape | InsteadShape, ...] = (row, *row.instead)
        for one in alike:
            if one.load:
                ladder = one.load.ladder
                kind = tuple(rung.text for rung in ladder) if ladder else unit_of(one.load)
                yield one.exercise, kind
