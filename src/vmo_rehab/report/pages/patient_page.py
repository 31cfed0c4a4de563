"""A patient's way as a page: where the patient is, what comes next, and each decision with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from vmo_rehab.engine.decision import Decision, Kind, Prescription
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Fold, Record
from vmo_rehab.report.decision_text import (
    flags_in_words,
    prescription_in_words,
    questions_in_words,
    standing_in_words,
)
from vmo_rehab.report.pages.elements import Child, Html, element, joined, page, section
from vmo_rehab.report.pages.explained import all_rules, decisive_rules, kind
from vmo_rehab.report.pages.lines import blocks
from vmo_rehab.report.pages.protocol_page import picture
from vmo_rehab.report.pages.style import BASE, SCREEN
from vmo_rehab.report.pictures.diagram import diagram_svg
from vmo_rehab.report.pictures.timeline import timeline_svg
from vmo_rehab.report.protocol_text import head_lines
from vmo_rehab.report.run_rows import Row, RowKind, run_rows
from vmo_rehab.report.sheet_text import draft_lines, refer_lines
from vmo_rehab.report.words import bullets

FULL: Final = 30
"""Sessions, the latest, of which every rule is shown; of an older one that moved nobody what decided."""

_SHORTENED: Final = (
    f"Every rule is shown of the latest {FULL} sessions and of each that is no stay; of the others what "
    "decided. The command explain shows every rule of any."
)


@frozen(kw_only=True)
class Way:
    """What the page of a patient tells.

    Args:
        protocol: the one the record is in.
        record: all that was logged and fits.
        fold: where it leads.
        prescription: what to do next.
        alternatives: what the clinician may decide instead.
        refused: what does not fit and was not taken, a line each.
    """

    protocol: Protocol
    record: Record
    fold: Fold
    prescription: Prescription
    alternatives: Sequence[str] = ()
    refused: Sequence[str] = ()


def patient_page(way: Way) -> str:
    """Write a patient's way as one page that needs nothing beside it.

    Args:
        way: what it tells.
    """
    return page(f"{way.protocol.title}: a patient's way", BASE + SCREEN, _body(way))


def _body(way: Way) -> Html:
    protocol, enrolled, last = way.protocol, way.record.enrolled, way.fold.decisions[-1:]
    side = f", {enrolled.side} knee" if enrolled.side else ""
    about = f"{protocol.id}, revision {protocol.revision}, from {enrolled.on}{side}"
    _, _, *status = head_lines(protocol)
    state = way.fold.episode.state
    return joined(
        element("h1", protocol.title),
        element("p", about, cls="quiet"),
        element("div", blocks(status), cls="banner") if [*draft_lines(protocol)] else [],
        section("Where the patient is", element("p", standing_in_words(protocol, state)), _latest(last)),
        section("What to do next", _next(way)),
        section("What to ask next", _text(questions_in_words(protocol, last[0].ask)) if last else []),
        section("The clinician may also", blocks(bullets(way.alternatives))),
        section("Not taken, because it does not fit", blocks(bullets(way.refused))),
        section("The way so far", picture(timeline_svg(protocol, way.record), "The way so far")),
        section(
            "The protocol",
            element("p", protocol.intended_use),
            picture(diagram_svg(protocol, here=state.phase), "The phases; the present one is marked"),
        ),
        section("Each session, the latest first", _sessions(way)),
    )


def _next(way: Way) -> Html:
    if flags := way.fold.episode.state.flags:
        return blocks(refer_lines(way.protocol, flags))
    return _text(prescription_in_words(way.protocol, way.prescription))


def _text(text: str) -> Html:
    return blocks(text.split("\n")) if text else Html("")


def _latest(last: Sequence[Decision]) -> Child:
    if not last:
        return element("p", "The log has no sessions yet.")
    return [element("p", f"Latest decision, {one.date}: ", kind(one), f" {one.why}") for one in last]


def _sessions(way: Way) -> Iterator[Html]:
    decided, latest = way.fold.decided, {one.date for one in way.fold.decisions[-FULL:]}
    unfit = {one.number: one.why for one in way.fold.unfit}
    issued = {one.number: one.issued for one in decided}
    now = {one.number: one.now for one in decided if one.now}
    rows = run_rows(way.protocol, way.record.events, issued, now, unfit)
    if len(decided) > FULL:
        yield element("p", _SHORTENED)
    for group in reversed(list(_days(rows))):
        yield from (_row(way.protocol, row, full=row.date in latest) for row in group)


def _days(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield each row that has a day, with those below it that belong to it."""
    group: list[Row] = []
    for row in rows:
        if row.date and group:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _row(protocol: Protocol, row: Row, *, full: bool) -> Html:
    decision = row.decision
    if decision and row.kind is RowKind.SESSION:
        return _session(protocol, row, decision, full=full)
    lead = {RowKind.ISSUED: "On the day it was: ", RowKind.UNFIT: "This "}.get(row.kind, "")
    day = f"{row.date} " if row.date else ""
    told = f": {row.why}" if row.why else ""
    return element("p", day, lead, element("strong", row.what), told, cls="event")


def _session(protocol: Protocol, row: Row, decision: Decision, *, full: bool) -> Html:
    full = full or decision.kind is not Kind.STAY
    changed = " (decided otherwise than on the day, because of what came later)" if row.changed else ""
    loads = [*([f"{'; '.join(row.loads)}"] if row.loads else []), *_seen(decision)]
    return element(
        "details",
        element(
            "summary",
            element("strong", str(row.date)),
            " ",
            kind(decision),
            f" {row.phase}{changed}",
            [element("br"), element("span", "; ".join(loads), cls="quiet")] if loads else [],
        ),
        element("p", f"Why: {decision.why}"),
        _text(questions_in_words(protocol, decision.ask)),
        decisive_rules(decision.explanation),
        all_rules(decision.explanation) if full else [],
        cls="session",
    )


def _seen(decision: Decision) -> list[str]:
    flags = flags_in_words(decision)
    return [flags] if flags else []
