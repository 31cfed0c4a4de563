"""The shape of limits and variants in a protocol file."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import SourceText
from vmo_rehab.documents.values.kinds import AFTER, ARC_OF, BOOLEAN, CRITERION, DURATION, OF_LIMIT
from vmo_rehab.protocol.limit import WeightBearing
from vmo_rehab.source import Span


@frozen(kw_only=True)
class PatternShape:
    """All exercises of a movement pattern."""

    _word_: ClassVar[str] = "what a limit is of"
    pattern: Scalar = part(doc="The movement pattern, as the catalogue has it.")


@frozen(kw_only=True)
class LimitShape:
    """What binds some exercises for a time."""

    _word_: ClassVar[str] = "a limit"
    of: Node | None = part(
        takes=(OF_LIMIT, PatternShape),
        doc="An exercise, one with a star at the end, all, or a pattern.",
        default=None,
    )
    arc: Scalar | None = part(takes=ARC_OF, doc="The widest range of the knee: 90-45 deg.", default=None)
    forbid: Scalar | None = part(takes=BOOLEAN, doc="true if they are not done at all.", default=None)
    load: Scalar | None = part(doc="The heaviest load: 20 kg, or a rung.", default=None)
    weight_bearing: Scalar | None = part(options=WeightBearing, doc="none or partial.", default=None)
    until: Node = part(takes=CRITERION, doc="The criterion or the day that ends it: 5 weeks after FACT.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class VariantShape:
    """What binds besides where a fact is so, or is not known."""

    _word_: ClassVar[str] = "a variant"
    fact: dict[str, Named[Scalar]] = part(key="for", doc="The fact and its label.")
    limits: tuple[LimitShape, ...] = part(doc="Limits besides.", default=(), one_or_many=True)
    not_before: dict[str, Named[Scalar]] | None = part(
        takes=AFTER, doc="Later entries, by phase.", default=None
    )
    min_stay: dict[str, Named[Scalar]] | None = part(
        takes=DURATION, doc="Longer stays, by phase.", default=None
    )
    span: Span = field(eq=False)
    source: SourceText = field(eq=False, repr=False)
