"""The shape of a scheme file: which keys each part has."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.nodes import Node, Scalar
from vmo_rehab.documents.shapes import SourceShape
from vmo_rehab.documents.structure import Named, part
from vmo_rehab.source import Span


@frozen(kw_only=True)
class LookUpShape:
    """A table entered with the result of a set."""

    _word_: ClassVar[str] = "a look-up"
    table: Scalar = part(doc="Its name under tables.")
    by: Scalar = part(doc="The result it is entered with: good_reps of set 3.")
    start: Scalar = part(key="from", doc="The load that is changed: load of set 3.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SetShape:
    """A set that a scheme writes."""

    _word_: ClassVar[str] = "a set of a scheme"
    reps: Scalar = part(doc="Repetitions, or max.")
    load: Node = part(doc="Percent of the working load, or a look-up.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RiseShape:
    """When the load goes up."""

    _word_: ClassVar[str] = "the rise of a scheme"
    sets: Scalar = part(doc="Which sets must have reached it: every or last.")
    reps: Scalar = part(doc="Good repetitions to be reached: top, top + 2 or bottom.")
    sessions: Scalar | None = part(doc="In so many sessions in a row; 1 if left out.", default=None)
    by: Scalar = part(doc="one level, or a change such as +5 to +10 %.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class FallShape:
    """When the load goes down."""

    _word_: ClassVar[str] = "the fall of a scheme"
    sets: Scalar = part(doc="Which sets must have stayed under it: every, any or last.")
    reps: Scalar = part(doc="under bottom.")
    sessions: Scalar | None = part(doc="In so many sessions in a row; 1 if left out.", default=None)
    by: Scalar = part(doc="one level, or a change such as -5%.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PlanShape:
    """What is done in some training weeks."""

    _word_: ClassVar[str] = "the weeks of a plan"
    reps: Scalar = part(doc="Repetitions of a set: 15 or 8-12.")
    sets: Scalar | None = part(doc="Sets; as the dose says if left out.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RetestShape:
    """A test of a heavier load from time to time."""

    _word_: ClassVar[str] = "a re-test"
    every: Scalar = part(doc="From one test to the next: 7 days.")
    step: Scalar = part(doc="How much heavier each test is: 2.75 kg.")
    accept: Scalar = part(doc="Good repetitions with which the tested load is taken: 8-12.")
    at_most: Scalar = part(doc="Tests in one session.")
    rest: Scalar | None = part(doc="Rest between tests: 180 s.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SchemeFile:
    """A whole scheme file."""

    _word_: ClassVar[str] = "a scheme"
    format: Scalar = part(doc="The version of the file format: 1.")
    id: Scalar = part(doc="Its name in kebab-case.")
    title: Scalar = part(doc="What it is called.")
    summary: Scalar = part(doc="What it does, in plain words.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    unit: Scalar | None = part(doc="kg or lb, where amounts are in them.", default=None)
    take: Scalar | None = part(doc="Which end of a range: low, middle or high.", default=None)
    most_up: Scalar | None = part(doc="No single rise is larger: 10 kg or 5%.", default=None)
    sets: tuple[SetShape, ...] | None = part(doc="The sets it writes, in order.", default=None)
    next: LookUpShape | None = part(doc="How the next session's load follows.", default=None)
    between_sets: LookUpShape | None = part(doc="How the next set's load follows.", default=None)
    tables: dict[str, Named[dict[str, Named[Scalar]]]] | None = part(
        doc="Changes by bands of counts, by name.", default=None
    )
    rise: RiseShape | None = part(doc="When the load goes up.", default=None)
    climbs: Scalar | None = part(doc="true if the repetitions climb through their range.", default=None)
    fall: FallShape | None = part(doc="When the load goes down.", default=None)
    plan: dict[str, Named[PlanShape]] | None = part(doc="What is done, by training weeks.", default=None)
    retest: RetestShape | None = part(doc="A test of a heavier load from time to time.", default=None)
    span: Span = field(eq=False)
