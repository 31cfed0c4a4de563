"""What the engine answers: one decision, its prescription, what to ask, and why."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Protocol

from attrs import field, frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.engine.explanation import NOT_KEPT, Explanation
from vmo_rehab.engine.session import Why
from vmo_rehab.protocol.model import Do


class Kind(StrEnum):
    """The decisions, most cautious first."""

    REFER = "refer"
    HOLD = "hold"
    REGRESS = "regress"
    ENQUIRE = "enquire"
    STAY = "stay"
    RESUME = "resume"
    PROGRESS = "progress"
    DISCHARGE = "discharge"


class Flag(StrEnum):
    """What a decision draws attention to."""

    REVIEW = "review"
    ESCALATE = "escalate"
    LAPSED = "lapsed"
    AWAITING = "awaiting"
    OVERRIDDEN = "overridden"
    DONE_UNDER_OTHER_PHASE = "done under another phase"


@frozen
class Question:
    """Something that would settle what is open.

    Args:
        ask: the measure, fact, sign-off or choice, as a word.
        words: the question in the patient's or clinician's words.
        session: the day it is about.
        why: why it is missing; ``None`` for a sign-off or a choice.
        exercise: the exercise it is about; empty for the session.
        options: what can be chosen, for a choice.
    """

    ask: str
    words: str
    session: dt.date
    why: Why | None = None
    exercise: str = ""
    options: tuple[str, ...] = ()


@frozen
class Item:
    """One exercise of a prescription.

    Args:
        exercise: its id.
        name: its name in words.
        load: with unit, or the name of a rung; empty when nothing is loaded.
        dose: sets, repetitions, hold and times in words.
        per_week: sessions a week, if prescribed.
        cues: short instructions.
        note: why it is not what one would expect; empty mostly.
        arc: the range of the knee; empty where none is written.
        tempo: seconds down, held and up, as ``4-1-3``; empty for none.
        menu: how many are chosen of those with the same words; empty for what is not chosen.
        day: the day of the rotation it is for; empty where it is done on every day.
        instead_of: id of the exercise it is done in the place of, for lack of equipment or for a limit.
        sets: the sets one by one, where they are not all alike.
        before: the load before, or the exercise of a ladder of exercises, where it is another now.
    """

    exercise: str
    name: str
    load: str = ""
    dose: str = ""
    per_week: int | None = None
    cues: tuple[str, ...] = ()
    note: str = ""
    arc: str = ""
    tempo: str = ""
    menu: str = ""
    day: str = ""
    instead_of: str = ""
    sets: tuple[str, ...] = ()
    before: str = ""


@frozen
class Prescription:
    """What to do next.

    Args:
        phase: the phase it is for.
        do: what kind of day.
        items: the exercises in order; empty while training is stopped.
        withheld: what a limit leaves out, and until when, one sentence each.
    """

    phase: str
    do: Do
    items: tuple[Item, ...] = ()
    withheld: tuple[str, ...] = ()


class Telling(Protocol):
    """A decision in words: computed when it is read, or read back from a record."""

    @property
    def why(self) -> str:
        """The reason in one sentence."""

    @property
    def prescription(self) -> Prescription:
        """What to do next."""

    @property
    def ask(self) -> tuple[Question, ...]:
        """What would settle what is open."""

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What the clinician may decide instead, in words."""

    @property
    def explanation(self) -> Explanation:
        """Every rule that was asked."""


@frozen(kw_only=True)
class Told:
    """A decision's words as they were stored; a record leaves the explanation out, replaying gives it."""

    why: str
    prescription: Prescription
    ask: tuple[Question, ...]
    alternatives: tuple[str, ...]
    explanation: Explanation = NOT_KEPT


@frozen(kw_only=True)
class Decision:
    """The one decision a session gets.

    Its words are computed when they are first read; they follow from the same
    protocol, episode and session, so they take no part in comparing decisions.

    Args:
        date: the session's day.
        kind: which decision.
        phase_before: where the patient was.
        phase_after: where the patient is now.
        flags: what to look at.
        escalate_to: whom the flag ``escalate`` is for.
        red_flags: those present or not yet cleared.
        diagnostics: bad fields of a report that refers all the same.
        protocol: id of the protocol that was in force.
        revision: its revision.
        digest: its digest.
        engine: version of this library.
        telling: its words.
    """

    date: dt.date
    kind: Kind
    phase_before: str
    phase_after: str
    flags: tuple[Flag, ...] = ()
    escalate_to: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    protocol: str = ""
    revision: str = ""
    digest: str = ""
    engine: str = ""
    telling: Telling = field(eq=False, repr=False)

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        return self.telling.why

    @property
    def prescription(self) -> Prescription:
        """What to do next."""
        return self.telling.prescription

    @property
    def ask(self) -> tuple[Question, ...]:
        """What would settle what is open: missing answers, a sign-off, a choice."""
        return self.telling.ask

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What the clinician may decide instead, in words."""
        return self.telling.alternatives

    @property
    def explanation(self) -> Explanation:
        """Every rule of the phase, what it was compared with, what was decisive."""
        return self.telling.explanation


@frozen(kw_only=True)
class Today:
    """What a day is, told before training.

    Args:
        date: the day.
        do: as prescribed, repeat, rescue or rest; ``None`` to refer.
        phase: where the patient is.
        why: one sentence.
        prescription: what to do.
        ask: what would settle what is open.
        flags: what to look at.
        red_flags: those present or not yet cleared; any means refer.
        diagnostics: bad fields of a check-in that refers all the same.
        explanation: the rules that were asked.
    """

    date: dt.date
    do: Do | None
    phase: str
    why: str
    prescription: Prescription
    ask: tuple[Question, ...] = ()
    flags: tuple[Flag, ...] = ()
    red_flags: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    explanation: Explanation = field(eq=False, repr=False)

    @property
    def refers(self) -> bool:
        """Whether the patient is sent on instead of trained."""
        return self.do is None
