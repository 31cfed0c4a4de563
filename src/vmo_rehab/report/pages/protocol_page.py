"""A whole protocol as a page: the words of ``show``, its diagram, what is asked, and links to its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from vmo_rehab.measures import Asked, Measure
from vmo_rehab.protocol.model import Protocol, Status
from vmo_rehab.protocol.reference import Reference
from vmo_rehab.report.pages.elements import Child, Html, element, joined, page, section, table
from vmo_rehab.report.pages.lines import blocks
from vmo_rehab.report.pages.style import BASE, SCREEN
from vmo_rehab.report.pictures.diagram import diagram_svg
from vmo_rehab.report.protocol_text import Part, head_lines, parts
from vmo_rehab.report.words import days, scale_in_words
from vmo_rehab.source import NOWHERE

_ASKED: Final = {
    Asked.CHECK_IN: "before training",
    Asked.DURING: "about training",
    Asked.AFTER: "after training",
    Asked.NEXT_MORNING: "the next morning",
    Asked.VISIT: "at a visit",
}


def protocol_page(protocol: Protocol, on: dt.date | None = None) -> str:
    """Write a protocol as one page that needs nothing beside it.

    Args:
        protocol: checked and resolved.
        on: the day for which the review is due or not; ``None`` to leave that open.

    Example:
        >>> import vmo_rehab as vmo
        >>> text = protocol_page(vmo.load("vmo-foundation"))
        >>> text[:15], "<h1>Vastus medialis foundation</h1>" in text
        ('<!DOCTYPE html>', True)
    """
    return page(
        protocol.title,
        BASE + SCREEN,
        status_banner(protocol, on),
        _contents(protocol),
        section("The phases and the ways between them", picture(diagram_svg(protocol), "Phases")),
        words_of(protocol),
    )


def words_of(protocol: Protocol) -> Html:
    """Write all of a protocol in words: its parts, what is asked, its sources.

    Args:
        protocol: checked and resolved.
    """
    return joined(
        [section(_title(part), blocks(part.lines), mark=part.phase) for part in parts(protocol)],
        _questions(protocol),
        section("Sources", element("ul", [_source(*one) for one in protocol.sources.items()]))
        if protocol.sources
        else [],
    )


def status_banner(protocol: Protocol, on: dt.date | None) -> Html:
    """Write the title of a protocol, and where it stands in its own life, to be seen first.

    Args:
        protocol: any.
        on: the day for which the review is due or not.
    """
    title, *rest = head_lines(protocol)
    ident, status, *more = rest
    due = protocol.review_due
    late = f"The review was due on {due}." if due and on and due < on else ""
    plain = protocol.status is Status.ACTIVE and protocol.approved_by and not late
    inner = blocks([status, *filter(None, [late]), *more])
    file = PurePath(protocol.span.path)
    where = f"Places such as {file.name}:12:7 are line and column of {PurePath(*file.parts[-2:])}."
    return joined(
        element("h1", title),
        element("p", ident, cls="quiet"),
        element("div", inner, cls="" if plain else "banner"),
        element("p", where, cls="quiet") if protocol.span != NOWHERE else [],
    )


def picture(svg: str, told: str) -> Html:
    """Put a picture on a page.

    Args:
        svg: as the package draws it.
        told: what it shows.
    """
    return element("figure", Html(svg), tabindex="0", role="group", aria_label=told)


def _title(part: Part) -> str:
    return f"{part.title}{part.of and f': {part.of}'}"


def _contents(protocol: Protocol) -> Html:
    phases = [part for part in parts(protocol) if part.phase]
    links = [element("li", element("a", _title(one), href=f"#{one.phase}")) for one in phases]
    return element("nav", element("ul", links), aria_label="Phases")


def _questions(protocol: Protocol) -> Html:
    rows = [
        (one.title, one.question, scale_in_words(one), _ASKED[one.asked], _valid(one))
        for one in _used(protocol)
    ]
    heads = ("what", "the question", "the answers", "when", "stands for")
    return section("What is asked", table(heads, rows)) if rows else Html("")


def _used(protocol: Protocol) -> Iterator[Measure]:
    """Yield what the rules read, the baseline and the red flags, in the order of asking."""
    names = {term.measure.id for term in protocol.memory.terms} | {*protocol.baseline, *protocol.red_flags}
    when = list(Asked)
    asked = sorted(protocol.measures.values(), key=lambda one: when.index(one.asked))
    yield from (one for one in asked if one.id in names)


def _valid(measure: Measure) -> str:
    return days(measure.valid_for) if measure.valid_for else "the session"


def _source(name: str, one: Reference) -> Html:
    link: Child = []
    if one.doi:
        to = quote(one.doi, errors="replace")
        link = [" ", element("a", f"https://doi.org/{one.doi}", href=f"https://doi.org/{to}")]
    evidence = f" ({one.evidence})" if one.evidence else ""
    return element("li", f"{name}: {one.cite}", link, evidence)
