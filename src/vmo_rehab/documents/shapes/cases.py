"""The shape of a file of cases: which keys each part has."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import frozen

from vmo_rehab.documents.shapes.structure import Named, part
from vmo_rehab.documents.text.nodes import Scalar
from vmo_rehab.documents.values.kinds import BOOLEAN, DATE, DURATION, EXERCISE, FORMAT, MEASURE, TEXT, TIMES
from vmo_rehab.protocol.model import Do

DECISIONS: Final = (
    *("refer", "hold", "regress", "enquire", "stay", "resume", "progress", "discharge"),
    "refused",
)
FLAGS: Final = (
    *("review", "escalate", "lapsed", "awaiting", "overridden", "done under another phase"),
    "none",
)
"""The engine's words, which this room does not know; the tests hold them against it."""

Answers = dict[str, Named[Scalar]]
"""Answers by measure."""

AnswersOf = dict[str, Named[Answers]]
"""Answers by exercise, and for each by measure."""


@frozen(kw_only=True)
class CaseEnrolledShape:
    """How the patient of a case comes in."""

    _word_: ClassVar[str] = "an enrolment"
    start: Scalar | None = part(takes=DATE, doc="The day the episode starts.", default=None)
    facts: Answers | None = part(doc="The protocol's facts.", default=None)
    baseline: Answers | None = part(names=MEASURE, doc="The protocol's baseline answers.", default=None)
    sign_off_every_move: Scalar | None = part(
        takes=BOOLEAN, doc="true if every move on needs a sign-off.", default=None
    )
    equipment: tuple[Scalar, ...] | None = part(
        takes=TEXT, doc="What there is.", default=None, one_or_many=True
    )


@frozen(kw_only=True)
class SignedOffShape:
    """A sign-off."""

    _word_: ClassVar[str] = "a sign-off"
    to: Scalar = part(doc="The phase it is for.")
    role: Scalar | None = part(takes=TEXT, doc="Who signs; physiotherapist if left out.", default=None)


@frozen(kw_only=True)
class OverriddenShape:
    """An override."""

    _word_: ClassVar[str] = "an override"
    move: Scalar = part(options=("progress", "regress", "resume"), doc="progress, regress or resume.")
    to: Scalar | None = part(doc="The phase; not for resume.", default=None)
    expires: Scalar = part(takes=DATE, doc="The last day it can take effect.")


@frozen(kw_only=True)
class LateShape:
    """An answer that came after its session."""

    _word_: ClassVar[str] = "a late answer"
    about: Scalar = part(takes=DATE, key="for", doc="The day of the session it belongs to.")
    answers: Answers = part(names=MEASURE, doc="The answers.")
    exercise: Scalar | None = part(
        takes=EXERCISE, doc="The exercise, for an answer about one alone.", default=None
    )


@frozen(kw_only=True)
class RowShape:
    """A row of a case: one day, what was answered and done on it, and what is expected."""

    _word_: ClassVar[str] = "a row"
    _home_: ClassVar[str] = "answers"
    date: tuple[Scalar, ...] = part(
        takes=DATE, doc="The day, or a list of days that are alike.", one_or_many=True
    )
    every: Scalar | None = part(
        takes=DURATION, doc="The time from one repetition to the next: 2 days.", default=None
    )
    times: Scalar | None = part(takes=TIMES, doc="How often the row happens in all.", default=None)
    answers: Answers | None = part(names=MEASURE, doc="Answers that are not as usual.", default=None)
    answers_of: AnswersOf | None = part(
        names=(EXERCISE, MEASURE), doc="Answers about one exercise alone.", default=None
    )
    done: Scalar | None = part(
        options=("as prescribed", "cut short", "nothing"),
        doc="as prescribed, cut short or nothing.",
        default=None,
    )
    sets: Answers | None = part(
        names=EXERCISE, doc="Exercises that were done otherwise than prescribed.", default=None
    )
    assessed: Answers | None = part(
        names=MEASURE, doc="State measures taken outside a session.", default=None
    )
    signed_off: SignedOffShape | None = part(doc="A sign-off for a move.", default=None)
    cleared: tuple[Scalar, ...] | None = part(
        doc="all, or the red flags that were cleared.", default=None, one_or_many=True
    )
    overridden: OverriddenShape | None = part(doc="A clinician's decision against the file.", default=None)
    suspended: Scalar | None = part(doc="Why the episode stops.", default=None)
    unsuspended: Scalar | None = part(doc="Why it goes on.", default=None)
    baseline: Answers | None = part(names=MEASURE, doc="Baseline answers taken anew.", default=None)
    late: LateShape | None = part(doc="Answers that came after their session.", default=None)
    today: Scalar | None = part(
        options=("refer", *Do), doc="Expected: what the day is at the door.", default=None
    )
    decision: Scalar | None = part(options=DECISIONS, doc="Expected: the decision, or refused.", default=None)
    phase: Scalar | None = part(doc="Expected: the phase after it.", default=None)
    dose: Answers | None = part(
        names=EXERCISE, doc="Expected: the load of an exercise, no load, or absent.", default=None
    )
    asks: tuple[Scalar, ...] | None = part(
        doc="Expected: ids that are among what is asked, or none.", default=None, one_or_many=True
    )
    flags: tuple[Scalar, ...] | None = part(
        options=FLAGS, doc="Expected: the flags of the decision, or none.", default=None, one_or_many=True
    )


@frozen(kw_only=True)
class CaseShape:
    """A case."""

    _word_: ClassVar[str] = "a case"
    case: Scalar = part(takes=TEXT, doc="Its name: a sentence that says the fact.")
    enrolled: CaseEnrolledShape | None = part(doc="What differs from the file's enrolment.", default=None)
    usual: Answers | None = part(
        names=MEASURE, doc="What differs from the file's usual answers.", default=None
    )
    usual_of: AnswersOf | None = part(
        names=(EXERCISE, MEASURE), doc="The same about one exercise alone.", default=None
    )
    rows: tuple[RowShape, ...] = part(doc="The days, in order.")


@frozen(kw_only=True)
class NeverShape:
    """Truth values that a criterion cannot have."""

    _word_: ClassVar[str] = "an entry of never"
    criterion: Scalar = part(doc="The criterion, as the table of coverage shows it.")
    truths: tuple[Scalar, ...] = part(
        options=("true", "false", "unknown"),
        doc="Those of true, false, unknown that cannot be.",
        one_or_many=True,
    )
    why: Scalar = part(takes=TEXT, doc="Why they cannot.")


@frozen(kw_only=True)
class CasesFile:
    """A file of cases."""

    _word_: ClassVar[str] = "a file of cases"
    format: Scalar = part(takes=FORMAT, doc="The version of the file format: 1.")
    protocol: Scalar | None = part(doc="The protocol, if it does not stand beside.", default=None)
    enrolled: CaseEnrolledShape | None = part(doc="How every patient comes in.", default=None)
    usual: Answers | None = part(
        names=MEASURE, doc="What each session answers if its row says nothing else.", default=None
    )
    usual_of: AnswersOf | None = part(
        names=(EXERCISE, MEASURE), doc="The same about one exercise alone.", default=None
    )
    never: tuple[NeverShape, ...] = part(doc="Truth values that cannot be.", default=(), one_or_many=True)
    cases: tuple[CaseShape, ...] = part(doc="The cases.")
