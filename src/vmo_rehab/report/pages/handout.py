"""What a patient takes home: exercises in large type, the pain rule as lights, whom to call, a log."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Final

from vmo_rehab.engine.decision import Item, Prescription
from vmo_rehab.measures import PRESENCE, Asked, Measure
from vmo_rehab.protocol.exercise import Exercise
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.report.pages.elements import Html, element, joined, page, section, table
from vmo_rehab.report.pages.lines import blocks
from vmo_rehab.report.pages.style import BASE, SHEET
from vmo_rehab.report.sheet_rules import NO_RULE, WHILE, lights, stop_lines, whom_to_call
from vmo_rehab.report.sheet_text import (
    ENDED,
    NO_REASONS,
    Reasons,
    ask_lines,
    draft_lines,
    form_lines,
    kind_lines,
    note_lines,
    withheld_lines,
)
from vmo_rehab.report.words import a_week, called, count, days, scale_in_words, with_load

_SESSIONS: Final = 5
"""Sessions that the log table has room for."""
_AFTER: Final = (Asked.DURING, Asked.AFTER, Asked.NEXT_MORNING)
_SETS: Final = re.compile(r"(\d+) sets?\b")
_CHANGE: Final = re.compile(r"(?:Up|Down) from .*?\.(?: +(?=[A-Z])|$)", re.DOTALL)
"""The reason of a change of load, which is a clinician's."""
_ANGLES: Final = re.compile(r"(\d+)(?:-(\d+))? deg")
_SHAPES: Final = {
    "green": '<circle cx="12" cy="12" r="10" fill="#2e8b57"/>',
    "amber": '<path d="M12 2 23 22H1z" fill="#e69f00"/>',
    "red": '<path d="M7 1h10l6 6v10l-6 6H7l-6-6V7z" fill="#b22222"/>',
}
_TITLES: Final = {
    "green": "Green: go on as written",
    "amber": "Amber: do less, as it says here",
    "red": "Red: do not train",
}
_GREEN: Final = "Nothing that stands below under amber or red is so, and there is no sign to stop at once."
_NO_AMBER: Final = "This programme has no rule between green and red."
_NO_RED: Final = (
    "No answer of this kind stops training here. What does, stands under the signs to stop at once."
)


def handout_page(
    protocol: Protocol,
    prescription: Prescription,
    on: dt.date | None,
    side: str = "",
    reasons: Reasons = NO_REASONS,
) -> str:
    """Write a prescription as one page to print on A4 and hand out.

    Args:
        protocol: gives exercises, the pain rule and the red flags.
        prescription: what to do.
        on: the day it is written for; ``None`` where nothing has been logged.
        side: which knee, where that is known.
        reasons: why it is so, and what is to be asked first.
    """
    body = joined(
        element("h1", "Your exercises" if prescription.items else "Your knee programme"),
        _head(protocol, prescription, on, side),
        element("p", element("strong", ENDED))
        if protocol.phase_by_id[prescription.phase].final
        else _parts(protocol, prescription, reasons),
    )
    return page(f"{protocol.title}: exercises to take home", BASE + SHEET, body)


def _head(protocol: Protocol, prescription: Prescription, on: dt.date | None, side: str) -> Html:
    knee = f", {side} knee" if side else ""
    day = f", as of {on}" if on else ""
    return joined(
        element("p", f"{protocol.title}: {called(protocol, prescription.phase)}{knee}"),
        element("p", f"{protocol.id}, revision {protocol.revision}{day}", cls="quiet"),
        element("p", "Name: ", element("span", cls="write")),
        [element("div", element("p", line), cls="banner") for line in draft_lines(protocol)],
    )


def _parts(protocol: Protocol, prescription: Prescription, reasons: Reasons) -> Html:
    stopped = prescription.do is Do.REST
    return joined(
        element(
            "div",
            _told(kind_lines(protocol, prescription.do, reasons)),
            cls="stop first" if stopped else "first",
        ),
        section("Answer first", _told(ask_lines(protocol, reasons)) if reasons.ask else []),
        section("What to do", _exercises(protocol, prescription)),
        section("Not yet", _told(withheld_lines(protocol, prescription))),
        [] if stopped else section("How it may feel", _lights(protocol, prescription.phase)),
        section("Stop at once and call", _told(stop_lines(protocol)), cls="stop"),
        section("Next review", _review(protocol, prescription.phase)),
        [] if reasons.red_flags else section("Write it down", _log(protocol, prescription)),
    )


def _told(lines: Iterable[str]) -> Html:
    """Write lines without their places: a patient has no file to look them up in."""
    return blocks(map(str, lines))


def _exercises(protocol: Protocol, prescription: Prescription) -> Iterator[Html]:
    menu = ""
    for place, item in enumerate(prescription.items, 1):
        if item.menu and item.menu != menu:
            yield element("p", element("strong", f"{item.menu[0].upper()}{item.menu[1:]}:"))
        menu = item.menu
        yield _exercise(protocol, place, item)


def _exercise(protocol: Protocol, place: int, item: Item) -> Html:
    exercise = protocol.exercises.get(item.exercise)
    day = f" (day {item.day})" if item.day else ""
    facts = [(name, told) for name, told in _facts(item, exercise) if told]
    steps = [element("li", step) for step in exercise.steps] if exercise else []
    return element(
        "div",
        element("h3", f"{place}. {item.name}{day}"),
        element("p", exercise.wording) if exercise and exercise.wording else [],
        element("dl", [joined(element("dt", name), element("dd", told)) for name, told in facts])
        if facts
        else [],
        element("ul", [element("li", one) for one in item.sets]) if item.sets else [],
        [element("p", line) for line in _notes(protocol, item)],
        element("ol", steps) if steps else [],
        [element("p", line) for line in form_lines(item, exercise)],
        cls="exercise",
    )


def _notes(protocol: Protocol, item: Item) -> Iterator[str]:
    """Yield why it is not as expected; of a change of load only that it is one, which stands above."""
    for line in note_lines(protocol, item):
        if told := _CHANGE.sub("", line, count=1) if item.before else line:
            yield told


def _facts(item: Item, exercise: Exercise | None) -> Iterator[tuple[str, str]]:
    yield "How much", item.dose
    yield "Load", with_load(item.load).removeprefix("with ")
    yield "Last time", item.before
    yield "How often", a_week(item.per_week)
    yield "Knee", _bend(item.arc)
    yield "Speed", _speed(item.tempo)
    yield "Get ready", " ".join(exercise.setup) if exercise else ""


def _bend(arc: str) -> str:
    """Write a range of the knee as a patient reads it.

    >>> _bend("90-45 deg"), _bend("0 deg"), _bend("")
    ('between 90 and 45 degrees of bend; 0 is straight', 'at 0 degrees of bend; 0 is straight', '')
    """
    found = _ANGLES.fullmatch(arc)
    if not found:
        return arc
    bent, straight = found.groups()
    where = f"between {bent} and {straight}" if straight else f"at {bent}"
    return f"{where} degrees of bend; 0 is straight"


def _speed(tempo: str) -> str:
    """Write a tempo as a patient reads it.

    >>> _speed("4-1-3")
    '4 seconds down, 1 second held, 3 seconds up'
    """
    if not tempo:
        return ""
    ways = zip(tempo.split("-"), ("down", "held", "up"), strict=True)
    return ", ".join(f"{count(int(seconds), 'second')} {way}" for seconds, way in ways)


def _lights(protocol: Protocol, phase: str) -> Iterator[Html]:
    found = lights(protocol, phase)
    if not (found.red or found.amber):
        yield _told([NO_RULE])
        return
    yield _told([WHILE])
    yield _light("green", element("p", _GREEN))
    yield _light("amber", _told(found.amber) if found.amber else element("p", _NO_AMBER))
    yield _light("red", _told(found.red) if found.red else element("p", _NO_RED))


def _light(colour: str, told: Html) -> Html:
    shape = Html(f'<svg viewBox="0 0 24 24" aria-hidden="true">{_SHAPES[colour]}</svg>')
    return element("div", element("h3", shape, _TITLES[colour]), told, cls=f"light {colour}")


def _review(protocol: Protocol, phase: str) -> Html:
    after = protocol.phase_by_id[phase].review_after
    told = f"At the latest after {days(after)} in this part of the programme." if after else ""
    return joined(
        element("p", "Day and time: ", element("span", cls="write")),
        element("p", told) if told else [],
        element("p", f"Questions before that: {whom_to_call(protocol)}."),
    )


def _log(protocol: Protocol, prescription: Prescription) -> Html:
    """Write a table to fill in: a column for each session, a row for each question and each exercise."""
    before = [(_question(one), "") for one in _asked(protocol, [Asked.CHECK_IN])]
    done = [(_done(item), _boxes(item)) for item in prescription.items]
    after = [(_question(one), "") for one in _asked(protocol, _AFTER)] if done else []
    rows = [("Date", ""), *before, *done, *after]
    heads = ("Session", *map(str, range(1, _SESSIONS + 1)))
    return table(heads, [(name, *[cell] * _SESSIONS) for name, cell in rows], cls="log")


def _asked(protocol: Protocol, when: Iterable[Asked]) -> Iterator[Measure]:
    """Yield what the rules read of a patient's own answers; red flags and tests of a clinician aside."""
    names = {term.measure.id for term in protocol.memory.terms}
    for asked in when:
        for one in protocol.measures.values():
            if one.asked is asked and one.id in names and not (one.red_flag or one.is_state or one.from_reps):
                yield one


def _question(measure: Measure) -> str:
    words, scale = measure.question or measure.title, scale_in_words(measure)
    if measure.scale.labels == PRESENCE.labels:
        return f"{words} (yes or no)"
    return f"{words} ({scale})" if measure.scale.labels or not measure.question else words


def _done(item: Item) -> str:
    load = with_load(item.load)
    return f"{item.name}{f', {load}' if load else ''}: tick each set"


def _boxes(item: Item) -> str:
    said = _SETS.match(item.dose)
    return "\u2610" * (len(item.sets) or (int(said[1]) if said else 1))
