"""The shape of a scheme file: which keys each part has."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.shapes.protocols import SourceShape
from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.values.kinds import (
    AMOUNT,
    BOOLEAN,
    CHANGE_OF,
    CHANGED_LOAD,
    DURATION,
    ENTERED_WITH,
    FORMAT,
    KEBAB_ID,
    ONE_LEVEL,
    PERCENT,
    REACH_OF,
    REPS,
    REPS_OF_SET,
    SECONDS,
    SESSIONS,
    SETS,
    TESTS,
    TEXT,
)
from vmo_rehab.protocol.scheme import Take, Unit, Which
from vmo_rehab.source import Span


@frozen(kw_only=True)
class LookUpShape:
    """A table entered with the result of a set."""

    _word_: ClassVar[str] = "a look-up"
    table: Scalar = part(doc="Its name under tables.")
    by: Scalar = part(takes=ENTERED_WITH, doc="The result it is entered with: good_reps of set 3.")
    start: Scalar = part(takes=CHANGED_LOAD, key="from", doc="The load that is changed: load of set 3.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SetShape:
    """A set that a scheme writes."""

    _word_: ClassVar[str] = "a set of a scheme"
    reps: Scalar = part(takes=REPS_OF_SET, doc="Repetitions, or max.")
    load: Node = part(takes=(PERCENT, LookUpShape), doc="Percent of the working load, or a look-up.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RiseShape:
    """When the load goes up."""

    _word_: ClassVar[str] = "the rise of a scheme"
    sets: Scalar = part(
        options=(Which.EVERY, Which.LAST), doc="Which sets must have reached it: every or last."
    )
    reps: Scalar = part(takes=REACH_OF, doc="Good repetitions to be reached: top, top + 2 or bottom.")
    sessions: Scalar | None = part(
        takes=SESSIONS, doc="In so many sessions in a row; 1 if left out.", default=None
    )
    by: Scalar = part(takes=ONE_LEVEL, doc="one level, or a change such as +5 to +10 %.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class FallShape:
    """When the load goes down."""

    _word_: ClassVar[str] = "the fall of a scheme"
    sets: Scalar = part(options=Which, doc="Which sets must have stayed under it: every, any or last.")
    reps: Scalar = part(options=("under bottom",), doc="under bottom.")
    sessions: Scalar | None = part(
        takes=SESSIONS, doc="In so many sessions in a row; 1 if left out.", default=None
    )
    by: Scalar = part(takes=ONE_LEVEL, doc="one level, or a change such as -5%.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PlanShape:
    """What is done in some training weeks."""

    _word_: ClassVar[str] = "the weeks of a plan"
    reps: Scalar = part(takes=REPS, doc="Repetitions of a set: 15 or 8-12.")
    sets: Scalar | None = part(takes=SETS, doc="Sets; as the dose says if left out.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RetestShape:
    """A test of a heavier load from time to time."""

    _word_: ClassVar[str] = "a re-test"
    every: Scalar = part(takes=DURATION, doc="From one test to the next: 7 days.")
    step: Scalar = part(takes=AMOUNT, doc="How much heavier each test is: 2.75 kg.")
    accept: Scalar = part(takes=REPS, doc="Good repetitions with which the tested load is taken: 8-12.")
    at_most: Scalar = part(takes=TESTS, doc="Tests in one session.")
    rest: Scalar | None = part(takes=SECONDS, doc="Rest between tests: 180 s.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SchemeFile:
    """A whole scheme file."""

    _word_: ClassVar[str] = "a scheme"
    format: Scalar = part(takes=FORMAT, doc="The version of the file format: 1.")
    id: Scalar = part(takes=KEBAB_ID, doc="Its name, in small letters with hyphens.")
    title: Scalar = part(takes=TEXT, doc="What it is called.")
    summary: Scalar = part(takes=TEXT, doc="What it does, in plain words.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    unit: Scalar | None = part(
        options=(Unit.KG, Unit.LB), doc="kg or lb, where amounts are in them.", default=None
    )
    take: Scalar | None = part(options=Take, doc="Which end of a range: low, middle or high.", default=None)
    most_up: Scalar | None = part(takes=AMOUNT, doc="No single rise is larger: 10 kg or 5%.", default=None)
    sets: tuple[SetShape, ...] | None = part(doc="The sets it writes, in order.", default=None)
    next: LookUpShape | None = part(doc="How the next session's load follows.", default=None)
    between_sets: LookUpShape | None = part(doc="How the next set's load follows.", default=None)
    tables: dict[str, Named[dict[str, Named[Scalar]]]] | None = part(
        takes=CHANGE_OF, doc="Changes by bands of counts, by name.", default=None
    )
    rise: RiseShape | None = part(doc="When the load goes up.", default=None)
    climbs: Scalar | None = part(
        takes=BOOLEAN, doc="true if the repetitions climb through their range.", default=None
    )
    fall: FallShape | None = part(doc="When the load goes down.", default=None)
    plan: dict[str, Named[PlanShape]] | None = part(doc="What is done, by training weeks.", default=None)
    retest: RetestShape | None = part(doc="A test of a heavier load from time to time.", default=None)
    span: Span = field(eq=False)
