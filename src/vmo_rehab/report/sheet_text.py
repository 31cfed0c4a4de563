"""A prescription to hand out: each exercise in full, the pain rule, when to stop and whom to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Item, Prescription, Question
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Do, Protocol, Status
from vmo_rehab.report.decision_text import questions_in_words
from vmo_rehab.report.sheet_rules import emergency_lines, ends_of_holds, pain_rule, stop_lines, whom_to_call
from vmo_rehab.report.words import a_week, bullets, called, listed, titled, with_load, with_titles

_KINDS: Final = {
    Do.AS_PRESCRIBED: "Train as written here.",
    Do.REPEAT: "A repeat day: as last time; nothing is added today.",
    Do.RESCUE: "A rescue day: these exercises instead of the usual ones.",
    Do.REST: "No training for now.",
}
ENDED: Final = "The programme has ended."
_MISSING: Final = (
    "  Not answered yet. A rule whose answer is missing counts as true, so the answers can change this sheet."
)


@frozen
class Reasons:
    """Why a prescription is what it is.

    Args:
        why: one sentence; empty where nothing is said.
        standing: what stops training, in a sentence; empty while nothing does.
        red_flags: those present or not yet cleared.
        holds: the rules that hold the patient.
        ask: what is to be asked before training.
    """

    why: str = ""
    standing: str = ""
    red_flags: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    ask: tuple[Question, ...] = ()


NO_REASONS: Final = Reasons()


def sheet_in_words(
    protocol: Protocol,
    prescription: Prescription,
    on: dt.date | None,
    side: str = "",
    reasons: Reasons = NO_REASONS,
) -> str:
    """Write a prescription in full.

    Args:
        protocol: gives exercises, the pain rule and the red flags.
        prescription: what to do.
        on: the day it is written for; ``None`` where nothing has been logged.
        side: which knee, where that is known.
        reasons: why it is so, and what is to be asked first.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(protocol, prescription, on, side, reasons))


def _lines(
    protocol: Protocol, prescription: Prescription, on: dt.date | None, side: str, reasons: Reasons
) -> Iterator[str]:
    yield protocol.title
    yield f"Phase: {called(protocol, prescription.phase)}{f', {side} knee' if side else ''}"
    yield f"{protocol.id}, revision {protocol.revision}{f', as of {on}' if on else ''}"
    yield from draft_lines(protocol)
    if protocol.phase_by_id[prescription.phase].final:
        yield from ("", ENDED)
        return
    yield from ("", *kind_lines(protocol, prescription.do, reasons))
    if reasons.ask:
        yield from ("", "ANSWER FIRST", *ask_lines(protocol, reasons))
    yield from _exercises(protocol, prescription)
    if prescription.withheld:
        yield from ("", "NOT YET", *withheld_lines(protocol, prescription))
    yield from ("", "THE PAIN RULE", *pain_rule(protocol, prescription.phase))
    yield from ("", "STOP AT ONCE AND CALL", *stop_lines(protocol))


def draft_lines(protocol: Protocol) -> Iterator[str]:
    """Warn of a protocol that is a draft, or that no clinician has approved."""
    draft, approved = protocol.status is Status.DRAFT, bool(protocol.approved_by)
    if draft and approved:
        yield "Still a draft: not to be handed out before it is made active."
    elif not approved:
        what = "A draft" if draft else "A protocol"
        yield f"{what} that no clinician has approved: not to be handed out before one has gone through it."


def kind_lines(protocol: Protocol, do: Do, reasons: Reasons) -> Iterator[str]:
    """Write what kind of day it is for, and why, where it is no usual one.

    Args:
        protocol: gives titles, and what ends a hold.
        do: the kind of day.
        reasons: why it is so.
    """
    yield _KINDS[do]
    if do is not Do.AS_PRESCRIBED:
        yield from _why(protocol, do, reasons)


def ask_lines(protocol: Protocol, reasons: Reasons) -> Iterator[str]:
    """Write what is to be answered before training."""
    yield _MISSING
    yield from questions_in_words(protocol, reasons.ask).split("\n")


def withheld_lines(protocol: Protocol, prescription: Prescription) -> Iterator[str]:
    """Write what is not done yet, and until when."""
    yield from bullets(f"{with_titles(protocol, one)}." for one in prescription.withheld)


def _why(protocol: Protocol, do: Do, reasons: Reasons) -> Iterator[str]:
    """Say why a day is not as prescribed; where training is stopped, also whom to call or what ends it."""
    # What is to be asked follows in full.
    if why := reasons.why.partition("; ask first: ")[0]:
        yield f"Why: {why}."
    if do is not Do.REST:
        return
    if reasons.standing:
        yield f"{reasons.standing}."
    if reasons.red_flags:
        yield from refer_lines(protocol, reasons.red_flags)
    else:
        yield from ends_of_holds(protocol, reasons.holds)


def refer_lines(protocol: Protocol, flags: Sequence[str]) -> Iterator[str]:
    """Write whom to call, and why, where red flags are present or not cleared.

    Args:
        protocol: says whom.
        flags: ids of the red flags.
    """
    yield from emergency_lines(flags)
    names = listed(titled(protocol, name) for name in flags)
    yield f"Call {whom_to_call(protocol)} now, because of {names}. A clinician has to clear it first."


def _exercises(protocol: Protocol, prescription: Prescription) -> Iterator[str]:
    menu = ""
    for place, item in enumerate(prescription.items, 1):
        if item.menu and item.menu != menu:
            yield from ("", f"{item.menu[0].upper()}{item.menu[1:]}:")
        menu = item.menu
        yield ""
        yield f"{place}. {item.name}{f' (day {item.day})' if item.day else ''}"
        yield from (f"   {line}" for line in _block(protocol, item))


def _block(protocol: Protocol, item: Item) -> Iterator[str]:
    exercise = protocol.exercises.get(item.exercise)
    yield from (line for line in (_dose(item), _range(item)) if line)
    yield from (f"- {line}" for line in item.sets)
    yield from note_lines(protocol, item)
    if exercise and exercise.setup:
        yield f"Get ready: {' '.join(exercise.setup)}"
    if exercise:
        yield from (f"{number}) {step}" for number, step in enumerate(exercise.steps, 1))
    yield from form_lines(item, exercise)


def note_lines(protocol: Protocol, item: Item) -> Iterator[str]:
    """Write why an exercise is not what one would expect."""
    if item.instead_of and "In the place of" not in item.note:
        yield f"In the place of: {protocol.exercises[item.instead_of].name}."
    if item.note:
        yield with_titles(protocol, item.note)


def form_lines(item: Item, exercise: Exercise | None) -> Iterator[str]:
    """Write what a good repetition is.

    Args:
        item: of a prescription.
        exercise: as the catalogue has it.
    """
    if item.cues:
        yield f"Think of: {'; '.join(cue.rstrip('.') for cue in item.cues)}."
    if exercise and (counted := [fault.words for fault in exercise.faults if fault.major]):
        yield f"A repetition does not count if {listed(counted, 'or')}."


def _dose(item: Item) -> str:
    told = ", ".join(filter(None, (item.dose, with_load(item.load), a_week(item.per_week))))
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _range(item: Item) -> str:
    arc = f"Knee {item.arc}." if item.arc else ""
    tempo = f"Tempo {item.tempo}: seconds down, held, up." if item.tempo else ""
    return f"{arc} {tempo}".strip()
