"""A protocol's shape to the protocol: names resolved, criteria read, everything amiss said at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Final

import attrs
from attrs import field, frozen

from vmo_rehab.criteria.tree import Criterion
from vmo_rehab.criteria.vocabulary import Vocabulary
from vmo_rehab.diagnostics import Diagnostic, errors
from vmo_rehab.documents.accepted import accepted_of
from vmo_rehab.documents.criteria import CriteriaReader
from vmo_rehab.documents.digest import digest
from vmo_rehab.documents.doses import RowReader
from vmo_rehab.documents.limits import LimitReader
from vmo_rehab.documents.measures import check_format, narrowed, texts
from vmo_rehab.documents.phase_rows import PhaseRows
from vmo_rehab.documents.rules import Names, RuleReader, says_stay
from vmo_rehab.documents.shapes.protocols import FactShape, PhaseShape, ProtocolFile, SourceShape
from vmo_rehab.documents.shapes.structure import Named, options, structure
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import shown
from vmo_rehab.documents.text.yaml_text import read
from vmo_rehab.documents.values import leaves
from vmo_rehab.errors import ProtocolError
from vmo_rehab.measures import Measure, measure_meant
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.exercise import Exercise, stand_ins
from vmo_rehab.protocol.model import (
    Fact,
    FactKind,
    Freeze,
    Phase,
    Protocol,
    Status,
)
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.protocol.scheme import Scheme

Found = list[Diagnostic]

_WORDS_OF_TIME: Final = frozenset({"start", "enrolment"})


@frozen
class Catalogue:
    """The measures, exercises and schemes that a protocol may use."""

    measures: AnyMapping[str, Measure]
    exercises: AnyMapping[str, Exercise]
    schemes: AnyMapping[str, Scheme] = field(factory=dict)

    @property
    def equipment(self) -> tuple[str, ...]:
        """Every piece of equipment that an exercise needs, sorted."""
        return tuple(sorted({one for exercise in self.exercises.values() for one in exercise.equipment}))


def protocol_from(text: str, path: str, catalogue: Catalogue) -> Protocol:
    """Read a protocol from the text of a file.

    Args:
        text: the whole file.
        path: what findings call it.
        catalogue: the measures, exercises and schemes it may use.

    Returns:
        The protocol, resolved and complete.

    Raises:
        ProtocolError: with everything that is amiss.
    """
    return protocol_in(read(text, path), catalogue)[0]


def protocol_in(root: Node, catalogue: Catalogue) -> tuple[Protocol, AnyMapping[int, Criterion]]:
    """Read a protocol from a tree.

    Args:
        root: the tree of the whole file.
        catalogue: the measures, exercises and schemes it may use.

    Returns:
        The protocol; and each line of criteria in it, by the place where it begins.

    Raises:
        ProtocolError: with everything that is amiss.
    """
    found: Found = []
    shape = structure(ProtocolFile, root, found)
    builder = _Builder(shape, catalogue, found) if shape else None
    protocol = builder.protocol() if builder else None
    if builder is None or protocol is None or errors(found):
        raise ProtocolError(found)
    return attrs.evolve(protocol, digest=digest(protocol)), builder.criteria.lines


class _Builder:
    def __init__(self, shape: ProtocolFile, catalogue: Catalogue, found: Found) -> None:
        self.shape, self.found = shape, found
        self.measures = narrowed(shape.measures or {}, catalogue.measures, found)
        self.catalogue, self.exercises = catalogue, dict(catalogue.exercises)
        self.facts = self._facts()
        self.baseline = self._baseline()
        self.hold_ids = self._ids((hold.id for hold in shape.hold), "hold", snake=True)
        self.phase_ids = self._ids((phase.id for phase in shape.phases), "phase", snake=False)
        self._check_names()
        self.criteria = CriteriaReader(
            self._vocabulary(), shape.criteria or {}, shape.sources or {}, found, (*(shape.measures or {}),)
        )
        self.rules = RuleReader(self.criteria.read, self._rule_names(), found)
        read = RowReader(
            self.exercises, self.measures, catalogue.schemes, self.criteria.read, self.rules.anchor, found
        )
        self.rows = PhaseRows(read, found)

    def protocol(self) -> Protocol:
        shape, found = self.shape, self.found
        check_format(shape.format, found)
        named = self.criteria.named()
        rescue = self.rows.of_rescue(shape.rescue.exercises) if shape.rescue else ()
        phases = self._phases()
        made = Protocol(
            id=leaves.kebab_id(shape.id, found) or "",
            revision=leaves.text(shape.revision, found) or "",
            title=leaves.text(shape.title, found) or "",
            status=Status(
                (shape.status and leaves.one_of(shape.status, found, options(ProtocolFile, "status")))
                or "draft"
            ),
            intended_use=leaves.text(shape.intended_use, found) or "",
            applies_to=texts(shape.applies_to, found),
            not_for=texts(shape.not_for, found),
            review_due=leaves.iso_date(shape.review_due, found) if shape.review_due else None,
            approved_by=texts(shape.approved_by, found),
            contact=(shape.contact and leaves.text(shape.contact, found)) or "",
            sources=references(shape.sources or {}, found),
            facts=self.facts,
            baseline=self.baseline,
            start=self._start(),
            red_flags=self._red_flags(),
            lapse=self.rules.lapse(shape.lapse),
            measures=self.measures,
            criteria=named,
            today=tuple(map(self.rules.today, shape.today)),
            rescue=rescue,
            holds=tuple(map(self.rules.hold, shape.hold)),
            freezes=tuple(Freeze(self.criteria.read(one.when), span=one.span) for one in shape.freeze),
            phases=phases,
            substitutes=self._substitutes((*rescue, *(row for phase in phases for row in phase.exercises))),
            equipment=self.catalogue.equipment,
            span=shape.span,
        )
        self.rows.check_loads(shape.phases, shape.rescue.exercises if shape.rescue else ())
        read = LimitReader(made, self.rules, found)
        limits, variants = tuple(map(read.limit, shape.limits)), read.variants(shape.variants)
        made = attrs.evolve(made, limits=limits, variants=variants)
        return attrs.evolve(made, accepted=accepted_of(shape.accepted, made, found))

    def _say(self, scalar: Scalar, code: str, what: str, cure: str) -> None:
        self.found.append(scalar.finding(code, what, cure))

    def _facts(self) -> dict[str, Fact]:
        entries = (self.shape.enrolment and self.shape.enrolment.facts) or {}
        return {name: self._fact(entry) for name, entry in entries.items()}

    def _fact(self, entry: Named[FactShape]) -> Fact:
        shape, key = entry.value, entry.key
        leaves.snake_id(key, self.found)
        required = bool(shape.required and leaves.boolean(shape.required, self.found))
        if shape.labels is not None:
            labels = texts(shape.labels, self.found)
            if shape.kind or len(shape.labels) < 2:
                what = f"the fact {key.text} needs two or more labels, or kind: date"
                self._say(key, "V203", what, "write one of the two")
            for place, scalar in enumerate(shape.labels):
                if scalar.text.strip() in [label.text.strip() for label in shape.labels[:place]]:
                    what = f"the label {shown(scalar.text.strip())} stands twice"
                    self._say(scalar, "V331", what, "keep one of the two")
            return Fact(key.text, FactKind.LABEL, labels, required)
        if shape.kind is None:
            self._say(key, "V203", f"the fact {key.text} has no kind", "write kind: date, or labels: [...]")
        else:
            leaves.one_of(shape.kind, self.found, options(FactShape, "kind"))
        return Fact(key.text, FactKind.DATE, (), required)

    def _baseline(self) -> tuple[str, ...]:
        asked = self.shape.enrolment.baseline if self.shape.enrolment else ()
        return tuple(dict.fromkeys(scalar.text for scalar in asked if self._known_measure(scalar)))

    def _known_measure(self, scalar: Scalar) -> bool:
        if scalar.text in self.measures:
            return True
        cure = measure_meant(scalar.text, self.measures)
        self._say(scalar, "V312", f'"{scalar.text}" is not a measure', cure)
        return False

    def _ids(self, scalars: Iterable[Scalar], word: str, *, snake: bool) -> tuple[str, ...]:
        first: dict[str, Scalar] = {}
        for scalar in scalars:
            (leaves.snake_id if snake else leaves.kebab_id)(scalar, self.found)
            if scalar.text in first:
                where, cure = first[scalar.text].span.line, "give one of the two another id"
                self._say(
                    scalar,
                    "V336",
                    f"the {word} {scalar.text} stands twice",
                    f"{cure}; the first is on line {where}",
                )
            first.setdefault(scalar.text, scalar)
        return tuple(first)

    def _check_names(self) -> None:
        """Refuse a name that could be read as two things."""
        taken = dict.fromkeys(_WORDS_OF_TIME, "a word of this language")
        taken |= dict.fromkeys(self.measures, "a measure")
        taken |= dict.fromkeys(self.phase_ids, "a phase")
        vocabulary = self._vocabulary()
        entries = [(entry.key, "fact") for entry in self._fact_entries().values()]
        entries += [(entry.key, "criterion") for entry in (self.shape.criteria or {}).values()]
        for key, word in entries:
            leaves.snake_id(key, self.found)
            stands = "a built-in count" if vocabulary.counted(key.text) else taken.get(key.text)
            if stands:
                self._say(
                    key, "V336", f"the {word} {key.text} has the name of {stands}", "choose another name"
                )
            taken.setdefault(key.text, f"a {word}")

    def _fact_entries(self) -> AnyMapping[str, Named[FactShape]]:
        return (self.shape.enrolment and self.shape.enrolment.facts) or {}

    def _vocabulary(self) -> Vocabulary:
        dates = [fact.id for fact in self.facts.values() if fact.kind is FactKind.DATE]
        return Vocabulary(self.measures, self.baseline, dates, self.hold_ids, self.exercises)

    def _rule_names(self) -> Names:
        dates = [fact.id for fact in self.facts.values() if fact.kind is FactKind.DATE]
        anchors = [name for name in dates if self.facts[name].required]
        finals = {phase.id.text for phase in self.shape.phases if phase.final and phase.final.value is True}
        rescue = bool(self.shape.rescue and self.shape.rescue.exercises)
        times = Counter(phase.id.text for phase in self.shape.phases)
        repeated = {name for name in times if times[name] > 1}
        return Names(self.phase_ids, repeated, finals, anchors, dates, self.facts, rescue)

    def _start(self) -> str:
        start = self.shape.start
        if start.text not in self.phase_ids:
            self.rules.unknown_phase(start)
        elif start.text in self.rules.names.finals:
            self._say(start, "V335", f"{start.text} is final, nobody can start there", "name another phase")
        return start.text

    def _red_flags(self) -> tuple[str, ...]:
        names = []
        for scalar in self.shape.red_flags:
            if not self._known_measure(scalar):
                continue
            if not self.measures[scalar.text].red_flag:
                cure = "name red-flag measures; other findings can be a hold"
                self._say(scalar, "V337", f"{scalar.text} is not a red flag in the catalogue", cure)
            names.append(scalar.text)
        return tuple(dict.fromkeys(names))

    def _substitutes(self, rows: Iterable[Prescribed]) -> dict[str, Exercise]:
        """Return what may be prescribed where equipment is lacking, by id, sorted."""
        prescribed = {exercise.id: exercise for row in rows for exercise in row.exercises()}
        found = {one.id: one for each in prescribed.values() for one in stand_ins(each, self.exercises)}
        return {name: found[name] for name in sorted(found)}

    def _phases(self) -> tuple[Phase, ...]:
        made: list[Phase] = []
        for shape in self.shape.phases:
            made.append(self._phase(shape, made))
        return tuple(made)

    def _review_after(self, scalar: Scalar) -> int | None:
        days = leaves.duration_days(scalar, self.found)
        if days == 0:
            self._say(scalar, "V300", "a review after 0 days", "it comes after at least 1 day")
        return days

    def _phase(self, shape: PhaseShape, earlier: list[Phase]) -> Phase:
        here, final = shape.id.text, bool(shape.final and leaves.boolean(shape.final, self.found))
        if final and (shape.exercises or shape.carried_over or shape.regress or shape.progress):
            self._say(
                shape.id, "V335", f"{here} is final and has exercises or rules", "remove them, or final"
            )
        title, rotation = shape.title and leaves.text(shape.title, self.found), self.rows.rotation(shape)
        return Phase(
            id=here,
            title=title or here.replace("-", " ").capitalize(),
            goals=texts(shape.goals, self.found),
            precautions=texts(shape.precautions, self.found),
            expected=(shape.expected and leaves.text(shape.expected, self.found)) or "",
            min_stay=(leaves.duration_days(shape.min_stay, self.found) or 0) if shape.min_stay else 0,
            not_before=self.rules.anchor(shape.not_before) if shape.not_before else None,
            exercises=self.rows.of_phase(shape, rotation, earlier),
            rotation=rotation,
            review_after=self._review_after(shape.review_after) if shape.review_after else None,
            regress=self.rules.ways_back(shape.regress, here),
            stays=says_stay(shape.regress),
            progress=tuple(self.rules.progress(rule, here) for rule in shape.progress),
            final=final,
            span=shape.span,
        )


def references(entries: AnyMapping[str, Named[SourceShape]], found: Found) -> dict[str, Reference]:
    """Make the references of a file."""
    return {
        name: Reference(
            leaves.text(entry.value.cite, found) or "",
            (entry.value.doi and leaves.text(entry.value.doi, found)) or "",
            (entry.value.evidence and leaves.text(entry.value.evidence, found)) or "",
            used=_stands_elsewhere(name, entry.value),
            span=entry.key.span,
        )
        for name, entry in entries.items()
    }


def _stands_elsewhere(key: str, shape: SourceShape) -> bool:
    """Whether the key of a source stands in its file outside of the source itself, in a remark or a value."""
    text = shape.source.text
    around = (
        text[: shape.span.index].rstrip().removesuffix(":").removesuffix(key),
        text[shape.span.end_index :],
    )
    word = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
    return any(map(word.search, around))
