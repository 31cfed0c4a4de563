"""The shape of a protocol file: which keys each part has."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.shapes.doses import DefaultsShape, RowShape
from vmo_rehab.documents.shapes.limits import LimitShape, VariantShape
from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Node, Scalar
from vmo_rehab.documents.text.source_text import SourceText
from vmo_rehab.documents.values.kinds import (
    AFTER,
    BOOLEAN,
    CRITERION,
    DATE,
    DURATION,
    EXERCISE,
    FORMAT,
    KEBAB_ID,
    MEASURE,
    NUMBER,
    PERCENT,
    RED_FLAG,
    RETURN,
    SNAKE_ID,
    STAY,
    TEXT,
)
from vmo_rehab.measures import Asked, Worse
from vmo_rehab.protocol.model import Do, FactKind, Status
from vmo_rehab.source import Span


@frozen(kw_only=True)
class SourceShape:
    """A reference in ``sources``."""

    _word_: ClassVar[str] = "a source"
    cite: Scalar = part(takes=TEXT, doc="Authors, journal, year, as they are cited.")
    doi: Scalar | None = part(takes=TEXT, doc="The DOI, without an address before it.", default=None)
    evidence: Scalar | None = part(takes=TEXT, doc="How sure it is, such as unverified.", default=None)
    span: Span = field(eq=False)
    source: SourceText = field(eq=False)


@frozen(kw_only=True)
class ScaleShape:
    """Numbers from a lowest to a highest."""

    _word_: ClassVar[str] = "a scale"
    lowest: Scalar = part(takes=NUMBER, key="from", doc="The least value.")
    highest: Scalar = part(takes=NUMBER, key="to", doc="The greatest value.")
    step: Scalar | None = part(takes=NUMBER, doc="The size of one step; 1 if left out.", default=None)
    unit: Scalar | None = part(doc='The unit, such as "%" or deg.', default=None)


@frozen(kw_only=True)
class MeasureShape:
    """A measure, new or narrowed."""

    _word_: ClassVar[str] = "a measure"
    title: Scalar | None = part(takes=TEXT, doc="What it is called in a sentence.", default=None)
    scale: ScaleShape | None = part(doc="Its values, for a scale of numbers.", default=None)
    labels: tuple[Scalar, ...] | None = part(doc="Its values, for a scale of words, in order.", default=None)
    red_flag: Scalar | None = part(
        takes=BOOLEAN, doc="true if a present answer refers the patient.", default=None
    )
    from_reps: Scalar | None = part(
        takes=BOOLEAN, doc="true if the sets' good repetitions give it.", default=None
    )
    asked: Scalar | None = part(
        options=Asked, doc="check-in, during, after, next-morning or visit.", default=None
    )
    worse: Scalar | None = part(options=Worse, doc="Which end is worse: high, low or neither.", default=None)
    valid_for: Scalar | None = part(
        takes=DURATION, doc="How long an answer stands; it makes a state of it.", default=None
    )
    question: Scalar | None = part(takes=TEXT, doc="The words a patient is asked with.", default=None)
    source: Scalar | None = part(takes=TEXT, doc="Where the scale comes from.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class MeasuresFile:
    """A file of the catalogue's measures."""

    _word_: ClassVar[str] = "a file of measures"
    format: Scalar = part(takes=FORMAT, doc="The version of the file format: 1.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    measures: dict[str, Named[MeasureShape]] = part(names=SNAKE_ID, doc="The measures by id.")


@frozen(kw_only=True)
class FactShape:
    """A fact asked at enrolment."""

    _word_: ClassVar[str] = "a fact"
    kind: Scalar | None = part(
        options=(FactKind.DATE,), doc="date; left out where labels are given.", default=None
    )
    labels: tuple[Scalar, ...] | None = part(takes=TEXT, doc="The words it can be.", default=None)
    required: Scalar | None = part(takes=BOOLEAN, doc="true if nobody is enrolled without it.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class EnrolmentShape:
    """What is asked once."""

    _word_: ClassVar[str] = "the enrolment"
    facts: dict[str, Named[FactShape]] | None = part(names=SNAKE_ID, doc="Facts by id.", default=None)
    baseline: tuple[Scalar, ...] = part(takes=MEASURE, doc="Measures fixed for the episode.", default=())


@frozen(kw_only=True)
class LapseShape:
    """What a gap does."""

    _word_: ClassVar[str] = "a lapse"
    after: Scalar = part(takes=DURATION, doc="The gap between sessions with sets, from which it applies.")
    load: Scalar | None = part(
        takes=PERCENT, doc="The part of the load that stays, such as 90%.", default=None
    )
    merit: Scalar | None = part(
        options=("empty",), doc="empty: what was earned in the stay is lost.", default=None
    )
    phase: Scalar | None = part(options=("re-enter",), doc="re-enter: the stay begins anew.", default=None)
    flag: Scalar | None = part(options=("review",), doc="review: the clinician is told.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class TodayShape:
    """A rule decided at the door."""

    _word_: ClassVar[str] = "a today rule"
    when: Node = part(takes=CRITERION, doc="The criterion, read from check-in answers.")
    do: Scalar = part(options=(Do.RESCUE, Do.REPEAT, Do.REST), doc="rescue, repeat or rest.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RescueShape:
    """What is done on a rescue day."""

    _word_: ClassVar[str] = "the rescue"
    exercises: tuple[RowShape, ...] = part(doc="The exercises.", one_or_many=True)


@frozen(kw_only=True)
class EscalateShape:
    """Whom a hold is reported to."""

    _word_: ClassVar[str] = "an escalation"
    when: Node = part(takes=CRITERION, doc="The criterion.")
    to: Scalar = part(takes=TEXT, doc="Whom to tell.")


@frozen(kw_only=True)
class HoldShape:
    """A rule that stops training."""

    _word_: ClassVar[str] = "a hold"
    id: Scalar = part(takes=SNAKE_ID, doc="Its name, in small letters with underscores.")
    when: Node = part(takes=CRITERION, doc="The criterion that begins it.")
    rest: Scalar | None = part(
        takes=DURATION, doc="Days from the last session in which the criterion was true.", default=None
    )
    until: Node | None = part(takes=CRITERION, doc="The criterion that ends it.", default=None)
    returns: Scalar | None = part(
        takes=RETURN, key="return", doc="90% (of the load), same level, or one level down.", default=None
    )
    escalate: EscalateShape | None = part(doc="Whom to tell, and when.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class FreezeShape:
    """A rule that lets nothing rise."""

    _word_: ClassVar[str] = "a freeze"
    when: Node = part(takes=CRITERION, doc="The criterion.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RegressShape:
    """A way back."""

    _word_: ClassVar[str] = "a regress"
    when: Node = part(takes=CRITERION, doc="The criterion.")
    to: Scalar | None = part(doc="An earlier phase.", default=None)
    dose: Scalar | None = part(options=("one level down",), doc="one level down.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SignOffShape:
    """A clinician's word that a move asks for."""

    _word_: ClassVar[str] = "a sign-off"
    by: Scalar = part(takes=TEXT, doc="The role.")
    lasts: Scalar = part(takes=DURATION, doc="How long it counts, such as 14 days.")


@frozen(kw_only=True)
class ProgressShape:
    """A way on."""

    _word_: ClassVar[str] = "a progress"
    when: Node = part(takes=CRITERION, doc="The criterion.")
    to: Scalar = part(doc="A later phase.")
    sign_off: SignOffShape | None = part(doc="Whose word is needed.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PhaseShape:
    """One phase."""

    _word_: ClassVar[str] = "a phase"
    id: Scalar = part(takes=KEBAB_ID, doc="Its name, in small letters with hyphens.")
    title: Scalar | None = part(takes=TEXT, doc="As a clinician says it.", default=None)
    goals: tuple[Scalar, ...] = part(takes=TEXT, doc="What it is for.", default=(), one_or_many=True)
    precautions: tuple[Scalar, ...] = part(takes=TEXT, doc="What to mind.", default=(), one_or_many=True)
    expected: Scalar | None = part(takes=TEXT, doc="A label for plots; never a gate.", default=None)
    min_stay: Scalar | None = part(takes=DURATION, doc="Days before any progress.", default=None)
    not_before: Scalar | None = part(takes=AFTER, doc="The earliest entry: 4 weeks after FACT.", default=None)
    defaults: DefaultsShape | None = part(doc="What the exercises leave out.", default=None)
    rotation: tuple[Scalar, ...] | None = part(takes=TEXT, doc="Days in turn, such as A and B.", default=None)
    exercises: tuple[RowShape, ...] = part(doc="What is done.", default=(), one_or_many=True)
    carried_over: tuple[Scalar, ...] = part(takes=EXERCISE, doc="As before.", default=(), one_or_many=True)
    review_after: Scalar | None = part(
        takes=DURATION, doc="Days in it after which the clinician is told.", default=None
    )
    regress: Node | None = part(
        takes=(STAY, RegressShape), doc="Ways back, or the word stay.", default=None, one_or_many=True
    )
    progress: tuple[ProgressShape, ...] = part(doc="Ways on.", default=(), one_or_many=True)
    final: Scalar | None = part(takes=BOOLEAN, doc="true if it ends the episode.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class AcceptedShape:
    """A finding of a check that is let be."""

    _word_: ClassVar[str] = "an accepted finding"
    code: Scalar = part(takes=TEXT, doc="Its code, such as V503.")
    of: Scalar | None = part(takes=TEXT, doc="What it is found in; the whole file if left out.", default=None)
    because: Scalar = part(takes=TEXT, doc="Why it is let be.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class ProtocolFile:
    """A whole protocol file."""

    _word_: ClassVar[str] = "a protocol"
    format: Scalar = part(takes=FORMAT, doc="The version of the file format: 1.")
    id: Scalar = part(takes=KEBAB_ID, doc="Its name, in small letters with hyphens.")
    revision: Scalar = part(takes=TEXT, doc="The author's name for this state of the file.")
    title: Scalar = part(takes=TEXT, doc="What it is called.")
    status: Scalar | None = part(
        options=Status, doc="draft, active or retired; draft if left out.", default=None
    )
    intended_use: Scalar = part(takes=TEXT, doc="What it is for.")
    applies_to: tuple[Scalar, ...] = part(takes=TEXT, doc="For whom.", one_or_many=True)
    not_for: tuple[Scalar, ...] = part(takes=TEXT, doc="For whom not.", one_or_many=True)
    review_due: Scalar | None = part(takes=DATE, doc="When it must be looked at again.", default=None)
    approved_by: tuple[Scalar, ...] = part(
        takes=TEXT, doc="Names of clinicians.", default=(), one_or_many=True
    )
    accepted: tuple[AcceptedShape, ...] = part(
        doc="Findings of a check that are let be.", default=(), one_or_many=True
    )
    contact: Scalar | None = part(takes=TEXT, doc="Whom the patient calls.", default=None)
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    enrolment: EnrolmentShape | None = part(doc="What is asked once.", default=None)
    start: Scalar = part(doc="The first phase.")
    red_flags: tuple[Scalar, ...] = part(
        takes=RED_FLAG, doc="Findings that refer.", default=(), one_or_many=True
    )
    lapse: tuple[LapseShape, ...] = part(doc="What gaps do.", default=(), one_or_many=True)
    measures: dict[str, Named[MeasureShape]] | None = part(
        names=MEASURE, doc="New or narrowed measures.", default=None
    )
    criteria: dict[str, Named[Node]] | None = part(
        takes=CRITERION, names=SNAKE_ID, doc="Named criteria.", default=None
    )
    today: tuple[TodayShape, ...] = part(doc="Rules decided at the door.", default=(), one_or_many=True)
    rescue: RescueShape | None = part(doc="What is done on a rescue day.", default=None)
    hold: tuple[HoldShape, ...] = part(doc="Rules that stop training.", default=(), one_or_many=True)
    freeze: tuple[FreezeShape, ...] = part(doc="Rules that let nothing rise.", default=(), one_or_many=True)
    limits: tuple[LimitShape, ...] = part(doc="What binds for a time.", default=(), one_or_many=True)
    variants: tuple[VariantShape, ...] = part(doc="What binds besides.", default=(), one_or_many=True)
    phases: tuple[PhaseShape, ...] = part(doc="The phases, in order.", one_or_many=True)
    span: Span = field(eq=False)
