"""A scheme's shape to the scheme: everything amiss said at once."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from vmo_rehab.documents.build import references
from vmo_rehab.documents.doses import MOST_REPS, repetitions, seconds
from vmo_rehab.documents.measures import check_format
from vmo_rehab.documents.scheme_tables import LookUps
from vmo_rehab.documents.shapes.schemes import (
    FallShape,
    PlanShape,
    RetestShape,
    RiseShape,
    SchemeFile,
    SetShape,
)
from vmo_rehab.documents.shapes.structure import Named, options
from vmo_rehab.documents.tables import WEEKS, stretches
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.changes import amount, change
from vmo_rehab.documents.values.kinds import MOST_SESSIONS, MOST_SETS, MOST_TESTS, REACH
from vmo_rehab.documents.values.leaves import Found
from vmo_rehab.protocol.scheme import (
    Change,
    Fall,
    PlanWeek,
    Reach,
    Retest,
    Rise,
    Scheme,
    Take,
    Unit,
    Which,
    WrittenSet,
)
from vmo_rehab.source import Span

_WITHOUT_SETS: Final = ("rise", "fall", "between_sets", "climbs", "plan")
"""What a scheme that writes its own sets cannot have: it looks at the sets of the dose."""


def scheme_of(file: SchemeFile, found: Found) -> Scheme:
    """Make a scheme.

    Args:
        file: its shape.
        found: findings are added to it.

    Returns:
        The scheme; not to be used after an error.
    """
    return _Reader(file, found).scheme()


@define(eq=False)
class _Reader:
    file: SchemeFile
    found: Found
    unit: Unit | None = None
    changes: list[tuple[Scalar, Change]] = field(factory=list)

    def scheme(self) -> Scheme:
        file, found = self.file, self.found
        check_format(file.format, found)
        word = leaves.one_of(file.unit, found, options(SchemeFile, "unit")) if file.unit else None
        self.unit = Unit(word) if word else None
        take = leaves.one_of(file.take, found, options(SchemeFile, "take")) if file.take else None
        look_ups = LookUps(file, self.change, found)
        made = Scheme(
            id=leaves.kebab_id(file.id, found) or "",
            title=leaves.text(file.title, found) or "",
            summary=leaves.text(file.summary, found) or "",
            unit=self.unit,
            take=Take(take or Take.LOW),
            sets=tuple(self._set(one, place, look_ups) for place, one in enumerate(file.sets or (), 1)),
            next=look_ups.next(file.next) if file.next else None,
            between_sets=look_ups.between(file.between_sets) if file.between_sets else None,
            rise=self._rise(file.rise) if file.rise else None,
            climbs=bool(file.climbs and leaves.boolean(file.climbs, found)),
            fall=self._fall(file.fall) if file.fall else None,
            plan=self._plan(file.plan) if file.plan is not None else (),
            retest=self._retest(file.retest) if file.retest else None,
            most_up=self._weight_or_part(file.most_up) if file.most_up else None,
            sources=references(file.sources or {}, found),
            span=file.span,
        )
        look_ups.check_all_used()
        self._check_parts()
        self._check_take(made)
        return made

    def _say(self, at: Scalar | Span, code: str, what: str, cure: str) -> None:
        span = at.span if isinstance(at, Scalar) else at
        self.found.append(self.file.id.finding(code, what, cure, span))

    def change(self, scalar: Scalar) -> Change | None:
        """Read a change, and hold it to the unit of the file."""
        made = change(scalar, self.found)
        if made:
            self._check_unit(made, scalar)
            self.changes.append((scalar, made))
        return made

    def _check_unit(self, made: Change, scalar: Scalar) -> None:
        if made.unit not in (Unit.KG, Unit.LB):
            return
        if self.file.unit is None:
            what = f"{shown(scalar.text)} is in {made.unit}, and the scheme names no unit"
            self._say(scalar, "V203", what, f"add a line unit: {made.unit} at the top")
        elif self.unit and made.unit is not self.unit:
            cure = f"write it in {self.unit}; a scheme in {made.unit} has a file of its own"
            self._say(scalar, "V316", f"{shown(scalar.text)} is not in {self.unit}", cure)

    def _set(self, shape: SetShape, place: int, look_ups: LookUps) -> WrittenSet:
        reps = None
        if shape.reps.text.strip() != "max":
            reps = leaves.whole_number(shape.reps, self.found, low=1, high=MOST_REPS)
        if isinstance(shape.load, Scalar):
            part = leaves.percent(shape.load, self.found, low=1)
            return WrittenSet(reps, part, span=shape.span)
        return WrittenSet(reps, look_up=look_ups.of_set(shape.load, place), span=shape.span)

    def _rise(self, shape: RiseShape) -> Rise:
        which = leaves.one_of(shape.sets, self.found, options(RiseShape, "sets"))
        match = REACH.fullmatch(shape.reps.text.strip())
        if match is None:
            what = f"{shown(shape.reps.text)} is not a number of repetitions to reach"
            self._say(shape.reps, "V301", what, "write top, top + 2 or bottom")
        reach = Reach(match[1] == "top", int(match[2] or 0)) if match else Reach()
        by = self._by(shape.by, up=True)
        return Rise(Which(which or Which.EVERY), reach, self._sessions(shape.sessions), by, span=shape.span)

    def _fall(self, shape: FallShape) -> Fall:
        which = leaves.one_of(shape.sets, self.found, options(FallShape, "sets"))
        leaves.one_of(shape.reps, self.found, options(FallShape, "reps"))
        by = self._by(shape.by, up=False)
        return Fall(Which(which or Which.EVERY), self._sessions(shape.sessions), by, span=shape.span)

    def _sessions(self, scalar: Scalar | None) -> int:
        read = leaves.whole_number(scalar, self.found, low=1, high=MOST_SESSIONS) if scalar else 1
        return read or 1

    def _by(self, scalar: Scalar, *, up: bool) -> Change:
        """Read by how much the load rises or falls; ``one level`` goes the way that is meant."""
        if scalar.text.strip() == "one level":
            return Change(1, 1, Unit.LEVELS) if up else Change(-1, -1, Unit.LEVELS)
        made = self.change(scalar)
        if made and not (made.low > 0 if up else made.high < 0):
            word, sign = ("rise", "+") if up else ("fall", "-")
            cure = f"write one level, or a change with {sign} before each number"
            self._say(scalar, "V347", f"{shown(scalar.text)} is no {word}", cure)
        return made or Change()

    def _plan(self, entries: dict[str, Named[PlanShape]]) -> tuple[PlanWeek, ...]:
        weeks = stretches((entry.key for entry in entries.values()), WEEKS, self.found)
        read = {name: self._weeks(entry.value) for name, entry in entries.items()}
        if not entries:
            self._say(self.file.id, "V346", "the plan is empty", "write weeks under it, or leave it out")
        return tuple(
            PlanWeek(one.low, one.high, *read[one.key.text], span=one.key.span) for one in weeks or ()
        )

    def _weeks(self, shape: PlanShape) -> tuple[tuple[int, int], int | None]:
        sets = leaves.whole_number(shape.sets, self.found, low=1, high=MOST_SETS) if shape.sets else None
        return repetitions(shape.reps, self.found) or (1, 1), sets

    def _retest(self, shape: RetestShape) -> Retest:
        every = leaves.duration_days(shape.every, self.found)
        if every == 0:
            self._say(shape.every, "V300", "a re-test comes at most once a day", "write 1 day or more")
        step = self._weight_or_part(shape.step)
        if step and step.unit is Unit.PERCENT:
            self._say(shape.step, "V316", "the step of a re-test is a weight", "write such as 2.5 kg")
        return Retest(
            every=every or 1,
            step=step.low if step else 0,
            accept=repetitions(shape.accept, self.found) or (1, 1),
            at_most=leaves.whole_number(shape.at_most, self.found, low=1, high=MOST_TESTS) or 1,
            rest=seconds(shape.rest, self.found) if shape.rest else None,
            span=shape.span,
        )

    def _weight_or_part(self, scalar: Scalar) -> Change | None:
        made = amount(scalar, self.found)
        if made:
            self._check_unit(made, scalar)
        return made

    def _check_parts(self) -> None:
        """Find parts of the scheme that cannot stand together."""
        file = self.file
        if file.sets is not None and not 1 <= len(file.sets) <= MOST_SETS:
            cure = f"write 1 to {MOST_SETS} sets, or leave sets out"
            self._say(file.id, "V349", f"the scheme writes {len(file.sets)} sets", cure)
        for name in _WITHOUT_SETS:
            if file.sets is not None and (part := getattr(file, name)) is not None:
                what = f"the scheme writes its own sets, and {name} looks at the sets of a dose"
                self._say(_place(part, file), "V349", what, f"leave {name} out, or leave sets out")
        for name in ("rise", "retest"):
            if file.next and (part := getattr(file, name)) is not None:
                what = f"both next and {name} say what the next load is"
                self._say(part.span, "V349", what, "keep one of the two")
        if file.retest and file.sets is None:
            cure = "write sets as well, or leave retest out"
            self._say(file.retest.span, "V349", "the scheme has a re-test, and writes no sets", cure)
        if file.climbs and file.climbs.value is True and not (file.rise and file.rise.reps.text == "top"):
            cure = "write rise: {reps: top, ...} as well, or leave climbs out"
            what = "the repetitions climb, and no rise waits for the top of their range"
            self._say(file.climbs, "V349", what, cure)

    def _check_take(self, made: Scheme) -> None:
        """Find a choice among ranges where there are none, a needless unit, and a rise that is always cut."""
        file = self.file
        if file.take and all(one.low == one.high for _, one in self.changes):
            cure = "leave it out, or write ranges such as +2.5 to +5 kg"
            self._say(file.take, "V349", "take says which end of a range, and there is no range", cure)
        weights = [one.unit for _, one in self.changes] + [one.unit for one in (made.most_up,) if one]
        if file.unit and self.unit and not file.retest and not {Unit.KG, Unit.LB} & set(weights):
            what = f"the unit is {self.unit}, and no amount here is a weight"
            self._say(file.unit, "V349", what, "leave it out: the scheme then fits loads in kg and in lb")
        for scalar, one in self.changes:
            most = made.most_up
            if most and one.unit is most.unit and one.taken(made.take) > most.low and file.most_up:
                what = f"{shown(scalar.text)} is more than most_up allows, {file.most_up.text}"
                self._say(scalar, "V349", what, "make it smaller, or most_up larger")


def _place(part: object, file: SchemeFile) -> Span:
    """Return where a part of the file stands."""
    if isinstance(part, dict):
        return next((entry.key.span for entry in part.values()), file.id.span)
    span = getattr(part, "span", None)
    return span if isinstance(span, Span) else file.id.span
