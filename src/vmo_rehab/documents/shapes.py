"""The shape of the files: which keys each part has; one set of classes for parser and schema."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from vmo_rehab.documents.dose_shapes import DefaultsShape, RowShape
from vmo_rehab.documents.limit_shapes import LimitShape, VariantShape
from vmo_rehab.documents.nodes import Node, Scalar
from vmo_rehab.documents.source_text import SourceText
from vmo_rehab.documents.structure import Named, part
from vmo_rehab.source import Span


@frozen(kw_only=True)
class SourceShape:
    """A reference in ``sources``."""

    _word_: ClassVar[str] = "a source"
    cite: Scalar = part(doc="Authors, journal, year, as they are cited.")
    doi: Scalar | None = part(doc="The DOI, without an address before it.", default=None)
    evidence: Scalar | None = part(doc="How sure it is, such as unverified.", default=None)
    span: Span = field(eq=False)
    source: SourceText = field(eq=False)


@frozen(kw_only=True)
class ScaleShape:
    """Numbers from a lowest to a highest."""

    _word_: ClassVar[str] = "a scale"
    lowest: Scalar = part(key="from", doc="The least value.")
    highest: Scalar = part(key="to", doc="The greatest value.")
    step: Scalar | None = part(doc="The size of one step; 1 if left out.", default=None)
    unit: Scalar | None = part(doc='The unit, such as "%" or deg.', default=None)


@frozen(kw_only=True)
class MeasureShape:
    """A measure, new or narrowed."""

    _word_: ClassVar[str] = "a measure"
    title: Scalar | None = part(doc="What it is called in a sentence.", default=None)
    scale: ScaleShape | None = part(doc="Its values, for a scale of numbers.", default=None)
    labels: tuple[Scalar, ...] | None = part(doc="Its values, for a scale of words, in order.", default=None)
    red_flag: Scalar | None = part(doc="true if a present answer refers the patient.", default=None)
    from_reps: Scalar | None = part(doc="true if the sets' good repetitions give it.", default=None)
    asked: Scalar | None = part(doc="check-in, during, after, next-morning or visit.", default=None)
    worse: Scalar | None = part(doc="Which end is worse: high, low or neither.", default=None)
    valid_for: Scalar | None = part(doc="How long an answer stands; it makes a state of it.", default=None)
    question: Scalar | None = part(doc="The words a patient is asked with.", default=None)
    source: Scalar | None = part(doc="Where the scale comes from.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class MeasuresFile:
    """A file of the catalogue's measures."""

    _word_: ClassVar[str] = "a file of measures"
    format: Scalar = part(doc="The version of the file format: 1.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    measures: dict[str, Named[MeasureShape]] = part(doc="The measures by id.")


@frozen(kw_only=True)
class PurposesShape:
    """What an exercise is done for; each with the reason."""

    _word_: ClassVar[str] = "the purposes"
    rehabilitation: Scalar | None = part(doc="Why it helps a knee recover.", default=None)
    prevention: Scalar | None = part(doc="Why it may keep a knee well.", default=None)
    strength: Scalar | None = part(doc="Why it makes stronger.", default=None)
    carry_over: Scalar | None = part(key="carry-over", doc="What of daily life it is like.", default=None)


@frozen(kw_only=True)
class ArcShape:
    """A range of knee flexion."""

    _word_: ClassVar[str] = "an arc"
    default: Scalar = part(doc="The usual range, the more bent end first: 90-45 deg.")
    allowed: Scalar = part(doc="The widest range that may be given.")
    sources: tuple[Scalar, ...] = part(doc="Sources of the numbers.", one_or_many=True)


@frozen(kw_only=True)
class UsualLoadShape:
    """What an exercise is loaded with, and its usual steps."""

    _word_: ClassVar[str] = "the load of an exercise"
    kind: Scalar = part(doc="none, body-weight, ladder or kg.")
    increments: tuple[Scalar, ...] = part(doc="Usual changes in kg.", default=(), one_or_many=True)
    ladder: tuple[Scalar, ...] = part(doc="Usual loads, lightest first.", default=())
    sources: tuple[Scalar, ...] = part(doc="Sources of the numbers.", default=(), one_or_many=True)


@frozen(kw_only=True)
class FaultShape:
    """Something that can go wrong in a repetition."""

    _word_: ClassVar[str] = "a fault"
    id: Scalar = part(doc="Its name in snake_case.")
    words: Scalar = part(doc="What is seen.")
    major: Scalar = part(doc="true if a repetition with it is not a good one.")


@frozen(kw_only=True)
class NoteShape:
    """A popular claim that evidence contradicts."""

    _word_: ClassVar[str] = "a note"
    claim: Scalar = part(doc="As it is commonly said.")
    found: Scalar = part(doc="What the sources say.")
    sources: tuple[Scalar, ...] = part(doc="Which sources.", one_or_many=True)


@frozen(kw_only=True)
class ExerciseShape:
    """An exercise of the catalogue."""

    _word_: ClassVar[str] = "an exercise"
    name: Scalar = part(doc="What a patient is told.")
    also_called: tuple[Scalar, ...] = part(doc="Other names.", default=(), one_or_many=True)
    pattern: Scalar = part(doc="The movement family.")
    chain: Scalar | None = part(doc="open or closed.", default=None)
    purposes: PurposesShape | None = part(doc="What it is done for.", default=None)
    targets: tuple[Scalar, ...] = part(doc="The muscles it is for.", default=(), one_or_many=True)
    laterality: Scalar | None = part(doc="one-leg or both.", default=None)
    position: Scalar | None = part(doc="How the body is placed.", default=None)
    equipment: tuple[Scalar, ...] = part(doc="What is needed.", default=())
    at_home: tuple[Scalar, ...] = part(doc="What will do at home.", default=(), one_or_many=True)
    arc: ArcShape | None = part(doc="The range of the knee.", default=None)
    dose: Scalar | None = part(doc="reps, time or hold.", default=None)
    load: UsualLoadShape | None = part(doc="What it is loaded with.", default=None)
    cues: tuple[Scalar, ...] = part(doc="Short instructions.", default=())
    setup: tuple[Scalar, ...] = part(doc="How to get ready.", default=(), one_or_many=True)
    steps: tuple[Scalar, ...] = part(doc="How it is done.", default=(), one_or_many=True)
    faults: tuple[FaultShape, ...] = part(doc="What can go wrong in a repetition.", default=())
    cautions: tuple[Scalar, ...] = part(doc="What to mind.", default=(), one_or_many=True)
    easier: tuple[Scalar, ...] = part(doc="Exercises that ask less.", default=(), one_or_many=True)
    harder: tuple[Scalar, ...] = part(doc="Exercises that ask more.", default=(), one_or_many=True)
    substitutes: dict[str, Named[Scalar]] | None = part(doc="In its place, by equipment.", default=None)
    wording: Scalar | None = part(doc="What a patient is told about it.", default=None)
    notes: tuple[NoteShape, ...] = part(doc="Claims that evidence contradicts.", default=())
    codes: dict[str, Named[Scalar]] | None = part(doc="Codes by terminology.", default=None)
    sources: tuple[Scalar, ...] = part(doc="Where all this comes from.", one_or_many=True)


@frozen(kw_only=True)
class ExercisesFile:
    """A file of the catalogue's exercises."""

    _word_: ClassVar[str] = "a file of exercises"
    format: Scalar = part(doc="The version of the file format: 1.")
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    exercises: dict[str, Named[ExerciseShape]] = part(doc="The exercises by id.")


@frozen(kw_only=True)
class FactShape:
    """A fact asked at enrolment."""

    _word_: ClassVar[str] = "a fact"
    kind: Scalar | None = part(doc="date; left out where labels are given.", default=None)
    labels: tuple[Scalar, ...] | None = part(doc="The words it can be.", default=None)
    required: Scalar | None = part(doc="true if nobody is enrolled without it.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class EnrolmentShape:
    """What is asked once."""

    _word_: ClassVar[str] = "the enrolment"
    facts: dict[str, Named[FactShape]] | None = part(doc="Facts by id.", default=None)
    baseline: tuple[Scalar, ...] = part(doc="Measures fixed for the episode.", default=())


@frozen(kw_only=True)
class LapseShape:
    """What a gap does."""

    _word_: ClassVar[str] = "a lapse"
    after: Scalar = part(doc="The gap between sessions with sets, from which it applies.")
    load: Scalar | None = part(doc="The part of the load that stays, such as 90%.", default=None)
    merit: Scalar | None = part(doc="empty: what was earned in the stay is lost.", default=None)
    phase: Scalar | None = part(doc="re-enter: the stay begins anew.", default=None)
    flag: Scalar | None = part(doc="review: the clinician is told.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class TodayShape:
    """A rule decided at the door."""

    _word_: ClassVar[str] = "a today rule"
    when: Node = part(doc="The criterion, read from check-in answers.")
    do: Scalar = part(doc="rescue, repeat or rest.")
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
    when: Node = part(doc="The criterion.")
    to: Scalar = part(doc="Whom to tell.")


@frozen(kw_only=True)
class HoldShape:
    """A rule that stops training."""

    _word_: ClassVar[str] = "a hold"
    id: Scalar = part(doc="Its name in snake_case.")
    when: Node = part(doc="The criterion that begins it.")
    rest: Scalar | None = part(
        doc="Days from the last session in which the criterion was true.", default=None
    )
    until: Node | None = part(doc="The criterion that ends it.", default=None)
    returns: Scalar | None = part(
        key="return", doc="90% (of the load), same level, or one level down.", default=None
    )
    escalate: EscalateShape | None = part(doc="Whom to tell, and when.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class FreezeShape:
    """A rule that lets nothing rise."""

    _word_: ClassVar[str] = "a freeze"
    when: Node = part(doc="The criterion.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class RegressShape:
    """A way back."""

    _word_: ClassVar[str] = "a regress"
    when: Node = part(doc="The criterion.")
    to: Scalar | None = part(doc="An earlier phase.", default=None)
    dose: Scalar | None = part(doc="one level down.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class SignOffShape:
    """A clinician's word that a move asks for."""

    _word_: ClassVar[str] = "a sign-off"
    by: Scalar = part(doc="The role.")
    lasts: Scalar = part(doc="How long it counts, such as 14 days.")


@frozen(kw_only=True)
class ProgressShape:
    """A way on."""

    _word_: ClassVar[str] = "a progress"
    when: Node = part(doc="The criterion.")
    to: Scalar = part(doc="A later phase.")
    sign_off: SignOffShape | None = part(doc="Whose word is needed.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class PhaseShape:
    """One phase."""

    _word_: ClassVar[str] = "a phase"
    id: Scalar = part(doc="Its name in kebab-case.")
    title: Scalar | None = part(doc="As a clinician says it.", default=None)
    goals: tuple[Scalar, ...] = part(doc="What it is for.", default=(), one_or_many=True)
    precautions: tuple[Scalar, ...] = part(doc="What to mind.", default=(), one_or_many=True)
    expected: Scalar | None = part(doc="A label for plots; never a gate.", default=None)
    min_stay: Scalar | None = part(doc="Days before any progress.", default=None)
    not_before: Scalar | None = part(doc="The earliest entry: 4 weeks after FACT.", default=None)
    defaults: DefaultsShape | None = part(doc="What the exercises leave out.", default=None)
    rotation: tuple[Scalar, ...] | None = part(doc="Days in turn, such as A and B.", default=None)
    exercises: tuple[RowShape, ...] = part(doc="What is done.", default=(), one_or_many=True)
    carried_over: tuple[Scalar, ...] = part(doc="As before.", default=(), one_or_many=True)
    review_after: Scalar | None = part(doc="Days in it after which the clinician is told.", default=None)
    regress: Node | None = part(doc="Ways back, or the word stay.", default=None)
    progress: tuple[ProgressShape, ...] = part(doc="Ways on.", default=(), one_or_many=True)
    final: Scalar | None = part(doc="true if it ends the episode.", default=None)
    span: Span = field(eq=False)


@frozen(kw_only=True)
class AcceptedShape:
    """A finding of a check that is let be."""

    _word_: ClassVar[str] = "an accepted finding"
    code: Scalar = part(doc="Its code, such as V503.")
    of: Scalar | None = part(doc="What it is found in; the whole file if left out.", default=None)
    because: Scalar = part(doc="Why it is let be.")
    span: Span = field(eq=False)


@frozen(kw_only=True)
class ProtocolFile:
    """A whole protocol file."""

    _word_: ClassVar[str] = "a protocol"
    format: Scalar = part(doc="The version of the file format: 1.")
    id: Scalar = part(doc="Its name in kebab-case.")
    revision: Scalar = part(doc="The author's name for this state of the file.")
    title: Scalar = part(doc="What it is called.")
    status: Scalar | None = part(doc="draft, active or retired; draft if left out.", default=None)
    intended_use: Scalar = part(doc="What it is for.")
    applies_to: tuple[Scalar, ...] = part(doc="For whom.", one_or_many=True)
    not_for: tuple[Scalar, ...] = part(doc="For whom not.", one_or_many=True)
    review_due: Scalar | None = part(doc="When it must be looked at again.", default=None)
    approved_by: tuple[Scalar, ...] = part(doc="Names of clinicians.", default=(), one_or_many=True)
    accepted: tuple[AcceptedShape, ...] = part(
        doc="Findings of a check that are let be.", default=(), one_or_many=True
    )
    contact: Scalar | None = part(doc="Whom the patient calls.", default=None)
    sources: dict[str, Named[SourceShape]] | None = part(doc="References by key.", default=None)
    enrolment: EnrolmentShape | None = part(doc="What is asked once.", default=None)
    start: Scalar = part(doc="The first phase.")
    red_flags: tuple[Scalar, ...] = part(doc="Findings that refer.", default=(), one_or_many=True)
    lapse: tuple[LapseShape, ...] = part(doc="What gaps do.", default=(), one_or_many=True)
    measures: dict[str, Named[MeasureShape]] | None = part(doc="New or narrowed measures.", default=None)
    criteria: dict[str, Named[Node]] | None = part(doc="Named criteria.", default=None)
    today: tuple[TodayShape, ...] = part(doc="Rules decided at the door.", default=(), one_or_many=True)
    rescue: RescueShape | None = part(doc="What is done on a rescue day.", default=None)
    hold: tuple[HoldShape, ...] = part(doc="Rules that stop training.", default=(), one_or_many=True)
    freeze: tuple[FreezeShape, ...] = part(doc="Rules that let nothing rise.", default=(), one_or_many=True)
    limits: tuple[LimitShape, ...] = part(doc="What binds for a time.", default=(), one_or_many=True)
    variants: tuple[VariantShape, ...] = part(doc="What binds besides.", default=(), one_or_many=True)
    phases: tuple[PhaseShape, ...] = part(doc="The phases, in order.", one_or_many=True)
    span: Span = field(eq=False)
