"""Decisions, plans of a day, prescriptions and questions in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from vmo_rehab.engine.decision import Decision, Flag, Item, Prescription, Question, Today
from vmo_rehab.engine.episode import State
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.report.words import (
    a_week,
    called,
    count,
    listed,
    plain,
    scale_in_words,
    titled,
    with_load,
    with_titles,
)

_TODAY: Final = {
    None: "REFER - no training",
    Do.REST: "REST - no training today",
    Do.RESCUE: "RESCUE - the rescue exercises instead of the usual ones",
    Do.REPEAT: "REPEAT - train as last time; nothing is earned today",
    Do.AS_PRESCRIBED: "TRAIN as prescribed",
}
_FLAGS: Final = {
    Flag.REVIEW: "clinician to review",
    Flag.ESCALATE: "to be reported",
    Flag.LAPSED: "after a gap in training",
    Flag.AWAITING: "waits for an answer",
    Flag.OVERRIDDEN: "by override",
    Flag.DONE_UNDER_OTHER_PHASE: "done under another phase",
}


_DECIDES: Final = "the next check-in decides whether training goes on"


def way_in_words(decision: Decision) -> str:
    """Write the phase, and the one moved to: ``basics -> strength``."""
    before, after = decision.phase_before, decision.phase_after
    return before if before == after else f"{before} -> {after}"


def flags_in_words(decision: Decision) -> str:
    """Write what to look at; empty if nothing."""
    words = []
    for flag in decision.flags:
        if flag is Flag.ESCALATE and decision.escalate_to:
            words.append(f"tell the {listed(one.removeprefix('the ') for one in decision.escalate_to)}")
        else:
            words.append(_FLAGS[flag])
    return "; ".join(words)


def prescription_in_words(protocol: Protocol, prescription: Prescription) -> str:
    """Write what to do next.

    Args:
        protocol: gives the phase its title.
        prescription: of a decision or of a day.
    """
    return "\n".join(_prescription(protocol, prescription))


def _prescription(protocol: Protocol, prescription: Prescription) -> Iterator[str]:
    phase = called(protocol, prescription.phase)
    if protocol.phase_by_id[prescription.phase].final:
        yield f"{phase}: the episode has ended."
        return
    if prescription.do is Do.REST:
        yield f"{phase}: no exercises while training is stopped."
    else:
        yield from _items(protocol, phase, prescription)
    if protocol.contact:
        yield f"Call {protocol.contact} if anything is unclear or gets worse."


def _items(protocol: Protocol, phase: str, prescription: Prescription) -> Iterator[str]:
    days = dict.fromkeys(item.day for item in prescription.items if item.day)
    yield f"{phase}, {prescription.do}{f', day {listed(days)}' if days else ''}:"
    if not (prescription.items or prescription.withheld):
        yield "  no exercises are written for it"
    menu = ""
    for place, item in enumerate(prescription.items, 1):
        if item.menu and item.menu != menu:
            yield f"  {item.menu.capitalize()}:"
        elif menu and not item.menu:
            yield "  And:"
        menu = item.menu
        yield f"  {place}. {_item(item)}"
        yield from (f"     - {one}" for one in item.sets)
        if item.cues:
            yield f"     {'. '.join(cue.rstrip('.') for cue in item.cues)}."
        if item.note:
            yield f"     {with_titles(protocol, item.note)}"
    yield from (f"  Left out: {with_titles(protocol, one)}." for one in prescription.withheld)


def _item(item: Item) -> str:
    words = [
        item.dose,
        f"tempo {item.tempo}" if item.tempo else "",
        f"knee {item.arc}" if item.arc else "",
        with_load(item.load),
        a_week(item.per_week),
    ]
    told = ", ".join(word for word in words if word)
    of = f", in the place of {item.instead_of}" if item.instead_of and not item.note else ""
    return f"{item.name}{f': {told}' if told else ''} ({item.exercise}{of})"


def standing_in_words(protocol: Protocol, state: State) -> str:
    """Say where a patient stands: the phase, and what stops training.

    Args:
        protocol: gives titles.
        state: of the episode.
    """
    phase = called(protocol, state.phase)
    if state.flags:
        stops = f"training is stopped by {listed(titled(protocol, name) for name in state.flags)}"
        return f"{phase}: {stops}; a clinician has to clear it"
    if state.suspended:
        return f"{phase}: the episode is suspended"
    if state.hold and state.hold.cleared:
        return f"{phase}: on hold after a red flag that was cleared; {_DECIDES}"
    if state.bound:
        names = listed(f'"{plain(bound.hold)}"' for bound in state.bound)
        return f"{phase}: on hold by {names}; {_DECIDES}"
    ended = protocol.phase_by_id[state.phase].final
    return f"{phase}: the episode has ended" if ended else f"{phase}: training goes on"


def today_in_words(protocol: Protocol, today: Today) -> str:
    """Write what a day is, why, what to do and what else to ask.

    Args:
        protocol: gives titles and scales.
        today: as the engine told it.
    """
    return "\n".join(_today(protocol, today))


def _today(protocol: Protocol, today: Today) -> Iterator[str]:
    open_flags = [one for one in today.ask if one.ask in protocol.red_flags]
    yield f"{today.date}: {_TODAY[today.do]}"
    yield f"Why: {today.why}"
    if today.red_flags:
        names = listed(titled(protocol, name) for name in today.red_flags)
        yield f"Red flags: {names}. A clinician has to see the patient and clear them before training."
    elif open_flags:
        yield f"But first: {count(len(open_flags), 'red flag')} not answered. Ask below before any training."
    yield from (f"Note: {_FLAGS[flag]}" for flag in today.flags)
    yield from (f"Not used: {found.what}; {found.cure}" for found in today.diagnostics)
    asked = ["", "What to ask as well:", questions_in_words(protocol, today.ask)] if today.ask else []
    if open_flags:
        yield from asked
    if today.do in (None, Do.REST):
        yield f"Phase: {called(protocol, today.phase)}"
        if today.do:
            yield "Log the answers as a check-in, a session without sets: they decide what comes next."
    else:
        yield from ["", "What to do:", *_prescription(protocol, today.prescription)]
    if not open_flags:
        yield from asked


def questions_in_words(protocol: Protocol, questions: Iterable[Question]) -> str:
    """Write what would settle what is open, a line each.

    Args:
        protocol: gives scales.
        questions: of a decision or of a day.
    """
    return "\n".join(f"  - {_question(protocol, question)}" for question in questions)


def _question(protocol: Protocol, question: Question) -> str:
    if question.options:
        return f"{question.words}: {listed(question.options, 'or')}"
    measure = protocol.measures.get(question.ask)
    if measure is None:
        what = question.words if question.why is None else plain(question.ask)
        return f"{what}{_reason(question)}"
    of = f" of {question.exercise}" if question.exercise else ""
    words = measure.question or question.words
    day = "" if measure.is_state or measure.red_flag else f", session of {question.session}"
    return f"{words} [{question.ask}{of}, {scale_in_words(measure)}{day}]{_reason(question)}"


def _reason(question: Question) -> str:
    return f": {question.why.in_words}" if question.why else ""
