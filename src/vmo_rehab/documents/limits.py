"""Limits and variants in a file, checked against what the protocol prescribes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from typing import Final

from attrs import frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.diagnostics import Diagnostic, did_you_mean
from vmo_rehab.documents.rules import RuleReader
from vmo_rehab.documents.shapes.limits import LimitShape, PatternShape, VariantShape
from vmo_rehab.documents.shapes.structure import Named, options, structure
from vmo_rehab.documents.text.nodes import Mapping, Node, Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.values import leaves
from vmo_rehab.documents.values.arcs import arc_of
from vmo_rehab.protocol.dosage import Ladder, Load
from vmo_rehab.protocol.limit import Anchor, Limit, Variant, WeightBearing
from vmo_rehab.protocol.model import FactKind, Phase, Protocol

Found = list[Diagnostic]

_AFTER: Final = re.compile(r"\safter\s")
"""Stands in every anchor and in no criterion."""


@frozen
class LimitReader:
    """Makes limits and variants from their shapes.

    Args:
        protocol: all else of it.
        rules: reads criteria and anchors.
        found: findings are added to it.
    """

    protocol: Protocol
    rules: RuleReader
    found: Found

    def limit(self, shape: LimitShape) -> Limit:
        """Make a limit."""
        until, anchor = self._end(shape.until)
        ids, pattern = self._of(shape)
        weight = shape.weight_bearing and leaves.one_of(
            shape.weight_bearing, self.found, options(LimitShape, "weight_bearing")
        )
        limit = Limit(
            ids=ids,
            pattern=pattern,
            arc=arc_of(shape.arc, self.found) if shape.arc else None,
            forbid=bool(shape.forbid and leaves.boolean(shape.forbid, self.found)),
            load=shape.load.text.strip() if shape.load else "",
            weight_bearing=WeightBearing(weight) if weight else None,
            until=until,
            anchor=anchor,
            span=shape.span,
        )
        if not (shape.arc or limit.forbid or shape.load or shape.weight_bearing):
            cure = "add arc, forbid: true, load or weight_bearing"
            self._say(shape.until, "V361", "this limit changes nothing", cure)
        if any(map(limit.concerns, self.protocol.exercises.values())):
            self._check_arc(shape.arc, limit)
            self._check_load(shape.load, limit)
        else:
            own = [one for row in self.protocol.rows.values() for one in row.exercises()]
            known = {one.pattern if pattern else one.id for one in own}
            what = f"the protocol prescribes no {shown(pattern or ids or 'exercise')}"
            cure = did_you_mean(pattern or ids, known, "it has: {}")
            self._say(shape.of or shape.until, "V360", what, cure)
        return limit

    def _say(self, at: Node, code: str, what: str, cure: str) -> None:
        self.found.append(at.finding(code, what, cure))

    def _end(self, node: Node) -> tuple[Criterion | None, Anchor | None]:
        if isinstance(node, Scalar) and _AFTER.search(node.text):
            return None, self.rules.anchor(node, optional=True)
        until = self.rules.criterion(node)
        self.rules.at_the_door(until, node)
        return until, None

    def _of(self, shape: LimitShape) -> tuple[str, str]:
        """Return exercise ids or a pattern; neither for all."""
        of = shape.of
        if isinstance(of, Mapping):
            written = structure(PatternShape, of, self.found)
            return "", written.pattern.text if written else ""
        if isinstance(of, Scalar):
            return "" if of.text == "all" else of.text, ""
        if of is not None:
            what = f"a limit is of one thing, and {of.described} stands here"
            self._say(of, "V206", what, "write a limit for each, or end the id with a star")
        elif shape.weight_bearing is None:
            cure = "write of: leg-extension/*, of: {pattern: lunge} or of: all"
            self._say(shape.until, "V203", "this limit does not say what it is of", cure)
        return "", ""

    def _check_arc(self, scalar: Scalar | None, limit: Limit) -> None:
        rows = self.protocol.rows.values()
        exercises = [one for row in rows for one in row.exercises() if limit.concerns(one)]
        allowed = [one.arcs.allowed for one in exercises if one.arcs]
        overlaps = [limit.arc.meet(widest) for widest in allowed] if limit.arc else []
        if scalar and overlaps and len(overlaps) == len(exercises) and not any(overlaps):
            what = f"{limit.arc} lies outside what {exercises[0].id} is done in, {allowed[0]}"
            self._say(scalar, "V362", what, "write a range that overlaps with it, or forbid: true")

    def _check_load(self, scalar: Scalar | None, limit: Limit) -> None:
        """Refuse a load that an exercise of the limit does not have: nobody would be held to it."""
        if scalar is None:
            return
        loads = dict.fromkeys(self._loads(limit))
        if not loads:
            cure = "write forbid, arc or weight_bearing instead"
            self._say(scalar, "V363", "nothing that this limit is of is loaded", cure)
        for name, load in loads:
            level = load.read(limit.load)
            if level is None:
                what = f"{shown(limit.load)} is not a load of {name}"
                self._say(scalar, "V363", what, f"{_loads_of(load)}; write a limit of its own for it")
            elif level < load.least:
                what = f"{limit.load} is less than the least load of {name}, {load.show(load.least)}"
                self._say(scalar, "V363", what, "write forbid: true for it")

    def _loads(self, limit: Limit) -> Iterator[tuple[str, Load]]:
        for row in self.protocol.every_row():
            if row.load and any(map(limit.concerns, row.own)):
                yield row.id, row.load

    def variants(self, shapes: tuple[VariantShape, ...]) -> tuple[Variant, ...]:
        """Make the variants."""
        made: dict[tuple[str, str], Variant] = {}
        for shape in shapes:
            if len(shape.fact) != 1:
                what, cure = "a variant is for one label of one fact", "write for: {graft: hamstring}"
                self.found.append(shape.source.diagnostic("V203", what, cure, shape.span))
                continue
            key, label = self._case(shape)
            if not (shape.limits or shape.min_stay or shape.not_before):
                cure = "add limits, min_stay or not_before"
                self._say(key, "V361", "this variant changes nothing", cure)
            if first := made.get((key.text, label)):
                what = f"the variant for {key.text} {label} stands twice"
                self._say(key, "V336", what, f"first on line {first.span.line}")
            made[key.text, label] = Variant(
                fact=key.text,
                label=label,
                limits=tuple(map(self.limit, shape.limits)),
                min_stay=self._min_stay(shape.min_stay or {}),
                not_before=self._not_before(shape.not_before or {}),
                span=shape.span,
            )
        return tuple(made.values())

    def _case(self, shape: VariantShape) -> tuple[Scalar, str]:
        """Return the fact that chooses a variant, and its label."""
        (fact,) = shape.fact.values()
        labels = {one.id: one.labels for one in self.protocol.facts.values() if one.kind is FactKind.LABEL}
        if fact.key.text not in labels:
            cure = did_you_mean(fact.key.text, labels, "facts with labels: {}")
            self._say(fact.key, "V312", f'"{fact.key.text}" is not a fact with labels', cure)
            return fact.key, fact.value.text
        return fact.key, leaves.one_of(fact.value, self.found, labels[fact.key.text]) or ""

    def _phases(self, entries: AnyMapping[str, Named[Scalar]]) -> Iterator[tuple[Phase, Scalar]]:
        known = self.protocol.phase_by_id
        for name, entry in entries.items():
            if name in known:
                yield known[name], entry.value
            else:
                cure = did_you_mean(name, known, "phases: {}")
                self._say(entry.key, "V312", f'"{name}" is not a phase', cure)

    def _min_stay(self, entries: AnyMapping[str, Named[Scalar]]) -> dict[str, int]:
        stays = {}
        for phase, scalar in self._phases(entries):
            days = leaves.duration_days(scalar, self.found)
            if days is not None and days <= phase.min_stay:
                what = f"{shown(scalar.text)} is not longer than the {phase.min_stay} days of {phase.id}"
                self._say(scalar, "V364", what, "write more days: a variant only tightens")
            stays[phase.id] = days or 0
        return stays

    def _not_before(self, entries: AnyMapping[str, Named[Scalar]]) -> dict[str, Anchor]:
        entered = {}
        for phase, scalar in self._phases(entries):
            own, anchor = phase.not_before, self.rules.anchor(scalar)
            if anchor and own and anchor.after == own.after and anchor.days <= own.days:
                what = f"{shown(scalar.text)} is not later than the {own} of {phase.id}"
                self._say(scalar, "V364", what, "write more days: a variant only tightens")
            if anchor:
                entered[phase.id] = anchor
        return entered


def _loads_of(load: Load) -> str:
    if isinstance(load, Ladder):
        return f"its loads: {', '.join(load.rungs)}"
    return f"its loads are in {load.unit}"
