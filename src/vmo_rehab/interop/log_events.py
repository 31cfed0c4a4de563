"""Events that are not sessions, made from what a row or a JSON object says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from vmo_rehab.engine.events import (
    Assessment,
    BaselineReset,
    Cleared,
    Enrolled,
    Event,
    LateAnswer,
    Move,
    Overridden,
    SignedOff,
    Suspended,
    Unsuspended,
)
from vmo_rehab.engine.session import Answer
from vmo_rehab.interop.log_entries import Entry, Given, Spot, Word, bare
from vmo_rehab.interop.log_values import Values

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "answer": ("session",),
    "assessment": (),
    "signed-off": ("to", "by"),
    "cleared": ("by",),
    "overridden": ("move", "reason", "text", "by", "expires"),
    "suspended": ("by",),
    "unsuspended": ("by",),
    "baseline": (),
}
"""The events besides sessions that both forms of a log can hold, with the fields each must have."""

MAY_HAVE: Final[Mapping[str, tuple[str, ...]]] = {
    "answer": ("exercise", "by"),
    "assessment": ("taken", "by"),
    "signed-off": ("role",),
    "cleared": ("note",),
    "overridden": ("to",),
    "suspended": ("reason",),
    "unsuspended": (),
    "baseline": ("by",),
}
"""The further fields that each may have."""

ANSWERED: Final = {"answer": "answers", "assessment": "answers", "baseline": "baseline"}
"""The events that hold answers, and the field which does."""


@frozen
class Said:
    """What a row or an object says about an event.

    Args:
        kind: a key of `NEEDS`.
        day: when.
        spot: the whole.
        words: its fields that are text.
        answers: its answers by measure id.
        tried: whether any answer was written, readable or not.
        place: as in `Entry`.
    """

    kind: str
    day: dt.date
    spot: Spot
    words: Mapping[str, Word]
    answers: Mapping[str, Given] = field(factory=dict)
    tried: bool = False
    place: int = 0

    def text(self, part: str, otherwise: str = "") -> str:
        """Return a field's text."""
        return self.words[part].text if part in self.words else otherwise

    @property
    def values(self) -> dict[str, Answer]:
        """The answers without their places."""
        return bare(self.answers)


def make(said: Said, values: Values) -> Entry | None:
    """Make an event.

    Args:
        said: what was written; its fields are among `NEEDS` and `MAY_HAVE`.
        values: reads the fields.

    Returns:
        The event with the places of its parts; ``None`` where too much of it was refused.
    """
    missing = [part for part in NEEDS[said.kind] if part not in said.words]
    if said.kind in ANSWERED and not said.tried:
        missing.append("answers")
    for part in missing:
        what, name = f'a "{said.kind}" has no {values.called(part)}', values.called(part)
        cure = "give at least one answer" if part == "answers" else f"fill in {name}"
        values.findings.add("L145", what, cure, said.spot)
    _check_answers(said, values)
    event = None if missing else _event(said, values)
    if event is None:
        return None
    parts = {name: word.spot for name, word in said.words.items()}
    parts |= {name: given.spot for name, given in said.answers.items()}
    return Entry(event, said.spot, parts, said.place)


def _check_answers(said: Said, values: Values) -> None:
    for name, given in said.answers.items():
        if said.kind == "baseline":
            values.named("baseline of this protocol", Word(name, given.spot), values.protocol.baseline)
        elif said.kind == "assessment" and not values.protocol.measures[name].is_state:
            what, cure = "this is asked in a session", "log it in a session, or as a late answer to one"
            values.findings.add("L146", what, cure, given.spot)


def _event(said: Said, values: Values) -> Event | None:
    by = said.text("by")
    match said.kind:
        case "answer":
            return _late_answer(said, values)
        case "assessment":
            taken = values.day(said.words["taken"]) if "taken" in said.words else None
            return Assessment(said.day, said.values, by, taken)
        case "signed-off":
            values.named("phase of this protocol", said.words["to"], values.protocol.phase_by_id)
            return SignedOff(said.day, said.text("to"), by, said.text("role", "physiotherapist"))
        case "cleared":
            return Cleared(said.day, by, said.text("note"))
        case "overridden":
            return _overridden(said, values)
        case "suspended":
            return Suspended(said.day, by, said.text("reason"))
        case "unsuspended":
            return Unsuspended(said.day, by)
        case _:
            return BaselineReset(said.day, said.values, by)


def _late_answer(said: Said, values: Values) -> LateAnswer | None:
    session = values.day(said.words["session"])
    if "exercise" in said.words:
        values.named("exercise of this protocol", said.words["exercise"], values.protocol.exercises)
    if session is None:
        return None
    return LateAnswer(said.day, session, said.values, said.text("exercise"), said.text("by"))


def _overridden(said: Said, values: Values) -> Overridden | None:
    move = values.choice(said.words["move"], Move)
    expires = values.day(said.words["expires"], ahead=True)
    if "to" in said.words:
        values.named("phase of this protocol", said.words["to"], values.protocol.phase_by_id)
        if move == Move.RESUME:
            what, cure = "a resume goes back to the phase it was held in", f"leave {values.called('to')} out"
            values.findings.add("L146", what, cure, said.words["to"].spot)
    elif move and move != Move.RESUME:
        cure = f"name the phase in {values.called('to')}"
        values.findings.add("L145", f"a {move} has no target", cure, said.spot)
    if move is None or expires is None:
        return None
    if expires < said.day:
        what = f"{expires} lies before the override itself ({said.day})"
        values.findings.add("L130", what, "name the last day it can take effect", said.words["expires"].spot)
    reason, text = said.text("reason"), said.text("text")
    return Overridden(said.day, move, reason, text, said.text("by"), expires, said.text("to"))


@frozen
class Enrolment:
    """The parts of an enrolment that a file gave; ``None`` where it says nothing."""

    on: dt.date | None = None
    facts: Mapping[str, dt.date | str] = field(factory=dict)
    baseline: Mapping[str, Answer] = field(factory=dict)
    by: str | None = None
    sign_off_every_move: bool | None = None
    side: str | None = None
    equipment: tuple[str, ...] | None = None

    def complete(self, given: Enrolled | None) -> Enrolled | None:
        """Fill in from the caller what the file leaves out; ``None`` where neither gives a start."""
        if given is None:
            if self.on is None:
                return None
            given = Enrolled(self.on)
        signs = self.sign_off_every_move
        return Enrolled(
            on=self.on or given.on,
            facts={**given.facts, **self.facts},
            baseline={**given.baseline, **self.baseline},
            by=given.by if self.by is None else self.by,
            sign_off_every_move=given.sign_off_every_move if signs is None else signs,
            side=given.side if self.side is None else self.side,
            equipment=given.equipment if self.equipment is None else self.equipment,
        )
