"""Pieces of pages that stand alone, for notebooks: each brings its own looks."""

from __future__ import annotations

from typing import Final

from vmo_rehab.engine.decision import Decision, Item, Prescription
from vmo_rehab.engine.explanation import Explanation
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.record.record import Record
from vmo_rehab.report.decision_text import flags_in_words, way_in_words
from vmo_rehab.report.pages.elements import Child, Html, element, joined, table
from vmo_rehab.report.pages.explained import all_rules, decisive_rules, kind
from vmo_rehab.report.pages.lines import blocks
from vmo_rehab.report.pages.protocol_page import picture, status_banner, words_of
from vmo_rehab.report.pages.style import BASE
from vmo_rehab.report.pictures.diagram import diagram_svg
from vmo_rehab.report.words import a_week, bullets, with_load

_HEADS: Final = ("exercise", "how much", "load", "how often", "knee", "remarks")


def protocol_piece(protocol: Protocol) -> str:
    """Write where a protocol stands, its diagram, and folded up all of it in words."""
    words = element("details", element("summary", "All of it in words"), words_of(protocol))
    return _piece(status_banner(protocol, None), picture(diagram_svg(protocol), "Phases"), words)


def decision_piece(decision: Decision) -> str:
    """Write a decision, why, what comes next, and what it rests on."""
    flags = flags_in_words(decision)
    return _piece(
        element(
            "p", element("strong", str(decision.date)), " ", kind(decision), f" {way_in_words(decision)}"
        ),
        element("p", f"Why: {decision.why}"),
        element("p", f"Look at: {flags}") if flags else [],
        blocks(["To ask:", *bullets(one.words for one in decision.ask)]) if decision.ask else [],
        _prescribed(decision.prescription),
        decisive_rules(decision.explanation),
        all_rules(decision.explanation),
    )


def explanation_piece(explanation: Explanation) -> str:
    """Write what a decision rests on, and folded up every rule that was asked."""
    return _piece(decisive_rules(explanation), all_rules(explanation))


def prescription_piece(prescription: Prescription) -> str:
    """Write what to do next as a table."""
    return _piece(_prescribed(prescription))


def record_piece(record: Record) -> str:
    """Write the decisions of a record as they are now, a row each.

    Raises:
        RecordError: the record was read from a file and does not know its protocol.
    """
    decisions = record.fold().decisions
    rows = [(element("time", str(one.date)), kind(one), way_in_words(one), one.why) for one in decisions]
    about = f"{record.protocol}, revision {record.revision}, from {record.enrolled.on}"
    return _piece(
        element("p", about), table(("date", "what", "phase", "why"), rows) if rows else "no sessions yet"
    )


def _prescribed(prescription: Prescription) -> Html:
    head = element("p", f"{prescription.phase}: {prescription.do}")
    rows = [_row(one) for one in prescription.items]
    left_out = blocks(bullets(f"{one}." for one in prescription.withheld))
    return joined(head, table(_HEADS, rows) if rows else [], left_out)


def _row(item: Item) -> tuple[Child, ...]:
    dose = ", ".join(filter(None, (item.dose, item.tempo and f"tempo {item.tempo}", *item.sets)))
    remarks = " ".join(filter(None, (item.menu, item.day and f"day {item.day}", item.note)))
    return item.name, dose, with_load(item.load), a_week(item.per_week), item.arc, remarks


def _piece(*children: Child) -> str:
    return element("div", element("style", Html(BASE)), *children, cls="vmo").text
