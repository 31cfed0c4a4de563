"""Rules in a file: lapses, doors, holds, freezes, ways back and on."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final

from attrs import frozen

from vmo_rehab.criteria.tree import Answered, Compare, Criterion, Windowed, children
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.shapes.protocols import (
    HoldShape,
    LapseShape,
    ProgressShape,
    RegressShape,
    TodayShape,
)
from vmo_rehab.documents.shapes.structure import options, several
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves, times
from vmo_rehab.documents.values.kinds import ANCHOR
from vmo_rehab.documents.values.names import meant_for_refused, well_formed
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import (
    Do,
    Escalate,
    Hold,
    LapseTier,
    Progress,
    Regress,
    Return,
    SignOffNeeded,
    TodayRule,
)

Found = list[Diagnostic]

_LONGEST_ANCHOR: Final = 200


@frozen
class Names:
    """What rules may point at.

    Args:
        phases: ids of all phases, in file order.
        repeated: those that stand twice, which is told where they are defined.
        finals: those that end the episode.
        anchors: facts that are dates and required.
        dates: facts that are dates.
        facts: ids of all facts.
        rescue: whether something is done on a rescue day.
    """

    phases: tuple[str, ...]
    repeated: Collection[str]
    finals: Collection[str]
    anchors: Collection[str]
    dates: Collection[str]
    facts: Collection[str]
    rescue: bool


@frozen
class RuleReader:
    """Makes rules from their shapes.

    Args:
        criterion: reads a criterion.
        names: what rules may point at.
        found: findings are added to it.
    """

    criterion: Callable[[Node], Criterion]
    names: Names
    found: Found

    def lapse(self, shapes: tuple[LapseShape, ...]) -> tuple[LapseTier, ...]:
        """Make the lapse tiers, shortest gap first."""
        tiers, before = [], 0
        for shape in shapes:
            after = leaves.duration_days(shape.after, self.found)
            if after == 0:
                self._say(shape.after, "V300", "a gap of 0 days", "a lapse begins after at least 1 day")
            if after:
                if after <= before:
                    what = f"a gap of {after} days stands after one of {before} days"
                    self._say(shape.after, "V334", what, "list the shortest gap first, each once")
                before = after
            tiers.append(self._tier(shape, after or 1))
        return tuple(tiers)

    def _tier(self, shape: LapseShape, after: int) -> LapseTier:
        merit = shape.merit and leaves.one_of(shape.merit, self.found, options(LapseShape, "merit"))
        phase = shape.phase and leaves.one_of(shape.phase, self.found, options(LapseShape, "phase"))
        flag = shape.flag and leaves.one_of(shape.flag, self.found, options(LapseShape, "flag"))
        percent = leaves.percent(shape.load, self.found) if shape.load else 100
        if not (shape.merit or shape.phase or shape.flag or shape.load):
            self._say(shape.after, "V334", "this lapse does nothing", "add load, merit, phase or flag")
        return LapseTier(
            after,
            100 if percent is None else percent,
            bool(merit or phase),
            bool(phase),
            bool(flag),
            span=shape.span,
        )

    def today(self, shape: TodayShape) -> TodayRule:
        """Make a door rule."""
        do = leaves.one_of(shape.do, self.found, options(TodayShape, "do"))
        if do == Do.RESCUE and not self.names.rescue:
            self._say(
                shape.do, "V339", "no rescue says what is done instead", "add rescue: {exercises: [...]}"
            )
        when = self.criterion(shape.when)
        self.at_the_door(when, shape.when)
        return TodayRule(when, Do(do or Do.REST), span=shape.span)

    def at_the_door(self, criterion: Criterion, node: Node) -> None:
        """Refuse a criterion that asks for the training of a day before that day's training."""
        if term := next(_of_training_now(criterion), None):
            what = f"{term} is not known at the door, before training"
            cure = f"ask at check-in, or look back: {term} ... in 1 of the last 1 sessions"
            self.found.append(node.finding("V338", what, cure))

    def hold(self, shape: HoldShape) -> Hold:
        """Make a hold."""
        escalate = shape.escalate
        return Hold(
            id=shape.id.text,
            when=self.criterion(shape.when),
            rest=(leaves.duration_days(shape.rest, self.found) or 0) if shape.rest else 0,
            until=self.criterion(shape.until) if shape.until else None,
            returns=self._return(shape.returns) if shape.returns else Return(),
            escalate=Escalate(self.criterion(escalate.when), leaves.text(escalate.to, self.found) or "")
            if escalate
            else None,
            span=shape.span,
        )

    def _return(self, scalar: Scalar) -> Return:
        if scalar.value == "same level":
            return Return()
        if scalar.value == "one level down":
            return Return(levels_down=1)
        if scalar.text.rstrip().endswith("%"):
            return Return(leaves.percent(scalar, self.found) or 0)
        what = f"{scalar.described} does not say with what load one returns"
        self._say(scalar, "V301", what, "write 90%, same level, or one level down")
        return Return()

    def ways_back(self, node: Node | None, here: str) -> tuple[Regress, ...]:
        """Make the ways back of a phase; none where it says that one stays."""
        if node is None or says_stay(node):
            return ()
        if isinstance(node, Scalar) and ":" not in node.text:
            what = f"{node.described} does not say what leads back"
            self._say(node, "V301", what, "write {when: ..., dose: one level down}, or the word stay")
            return ()
        return tuple(self.regress(one, here) for one in several(RegressShape, "regress", node, self.found))

    def regress(self, shape: RegressShape, here: str) -> Regress:
        """Make a way back: an earlier phase, or one level down."""
        when = self.criterion(shape.when)
        if (shape.to is None) is (shape.dose is None):
            stands = "both stand" if shape.to else "neither stands"
            what = f'a regress has either "to" or "dose", and {stands} here'
            cure = "write to: EARLIER-PHASE or dose: one level down"
            self.found.append(shape.when.finding("V203", what, cure, shape.span))
        if shape.dose and re.search(r"\blevels\b", shape.dose.text):
            what = f"{shape.dose.described} stands here, and a regress goes one level down at a time"
            self._say(shape.dose, "V301", what, "write one level down")
        elif shape.dose:
            leaves.one_of(shape.dose, self.found, options(RegressShape, "dose"))
        to = self._phase(shape.to, here, later=False) if shape.to else ""
        return Regress(when, to, span=shape.span)

    def progress(self, shape: ProgressShape, here: str) -> Progress:
        """Make a way on."""
        needed = None
        if shape.sign_off:
            lasts = leaves.duration_days(shape.sign_off.lasts, self.found)
            if lasts == 0:
                self._say(shape.sign_off.lasts, "V300", "a sign-off of 0 days", "it lasts at least 1 day")
            needed = SignOffNeeded(leaves.text(shape.sign_off.by, self.found) or "", lasts or 0)
        to = self._phase(shape.to, here, later=True)
        return Progress(self.criterion(shape.when), to, needed, span=shape.span)

    def _phase(self, scalar: Scalar, here: str, *, later: bool) -> str:
        name, phases = scalar.text, self.names.phases
        if name not in phases:
            self.unknown_phase(scalar)
            return name
        if {name, here} & {*self.names.repeated}:
            return name
        steps = phases.index(name) - phases.index(here)
        if (steps <= 0) if later else (steps >= 0):
            way, where = ("progress", "later") if later else ("regress", "earlier")
            what = f"a {way} of {here} leads to {name}, which is not {where} in the file"
            self._say(scalar, "V335", what, "phases stand in the order a patient goes through them")
        elif not later and name in self.names.finals:
            self._say(scalar, "V335", f"a regress leads to {name}, which is final", "name another phase")
        return name

    def unknown_phase(self, scalar: Scalar) -> None:
        """Refuse the name of no phase; where that of its phase is refused already, nothing is said."""
        name, phases = scalar.text, self.names.phases
        if not meant_for_refused(name, phases, leaves.KEBAB):
            cure = did_you_mean(name, well_formed(phases, leaves.KEBAB), "phases: {}")
            if not self.names.finals and leaves.KEBAB.fullmatch(name) and not cure.startswith("did"):
                cure += f"; if it is the end of the protocol, add - {{id: {name}, final: true}} to phases"
            self._say(scalar, "V312", f'"{name}" is not a phase', cure)

    def anchor(self, scalar: Scalar, *, optional: bool = False) -> Anchor | None:
        """Read ``4 weeks after injury``.

        Args:
            scalar: the value.
            optional: whether the day may be one that is not known of every patient.
        """
        # No anchor is longer, and the pattern must not search through a whole book.
        match = ANCHOR.fullmatch(scalar.text.strip()) if len(scalar.text) <= _LONGEST_ANCHOR else None
        facts = self.names.dates if optional else self.names.anchors
        if not match:
            what = f"{shown(scalar.text)} is not a time after something"
            self._say(scalar, "V303", what, _as_anchor(scalar.text, ("start", *facts)))
            return None
        days = leaves.duration_days(_piece(scalar, match, 1), self.found)
        after, at = match[2], _piece(scalar, match, 2)
        known = ("start", *facts, *self.names.phases)
        if after not in known:
            if after in self.names.facts and not optional:
                what = f"{after} may be missing, and this gate would then stay shut for ever"
                self._say(at, "V332", what, "give the fact kind: date and required: true")
            elif not meant_for_refused(after, self.names.phases, leaves.KEBAB):
                phases = well_formed(self.names.phases, leaves.KEBAB)
                cure = did_you_mean(after, ("start", *facts, *phases), "known: {}")
                self._say(at, "V312", f'"{after}" is not a fact, a phase or start', cure)
        return None if days is None else Anchor(days, after)

    def _say(self, at: Scalar, code: str, what: str, cure: str) -> None:
        self.found.append(at.finding(code, what, cure))


def _as_anchor(written: str, days: tuple[str, ...]) -> str:
    """Return a cure for a time that does not say what it counts from, with the writer's own number."""
    short = written[:_LONGEST_ANCHOR]
    time = times.meant(short) or "a number of days or weeks"
    if named := [day for day in days if re.search(rf"\b{re.escape(day)}\b", short)]:
        return f"write {time} after {named[0]}"
    return f'write {time}, then "after", then one of: {", ".join(days)}, or a phase'


def says_stay(node: Node | None) -> bool:
    """Whether it is said of a phase that nothing leads back."""
    return isinstance(node, Scalar) and node.text == "stay"


def _of_training_now(criterion: Criterion) -> Iterator[Answered]:
    """Yield the answers about the training of the day itself; a window looks back past it."""
    if isinstance(criterion, Compare):
        if isinstance(criterion.term, Answered) and criterion.term.measure.of_training:
            yield criterion.term
    elif not isinstance(criterion, Windowed):
        for part in children(criterion):
            yield from _of_training_now(part)


def _piece(scalar: Scalar, match: re.Match[str], group: int) -> Scalar:
    lead = len(scalar.text) - len(scalar.text.lstrip())
    span = scalar.at(lead + match.start(group), len(match[group]))
    # The piece itself has no quotes around it, so that its parts have their own places.
    return Scalar(match[group], match[group], span=span, source=scalar.source)
