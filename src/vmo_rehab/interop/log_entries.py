"""What reading a log gives: its entries with their places, and the findings on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from attrs import Factory, define, field, frozen

from vmo_rehab.diagnostics import Diagnostic
from vmo_rehab.documents.text.source_text import SourceText
from vmo_rehab.engine.events import Event
from vmo_rehab.engine.session import Answer, Performed, Session, SetDone
from vmo_rehab.errors import LogError
from vmo_rehab.source import Span

LONGEST: Final = 2_000_000
"""Characters in one log, at most."""
MOST_FINDINGS: Final = 200
"""Findings on one log, at most; reading stops there."""


@frozen
class Spot:
    """A stretch of the text, and what stands there: a column, or a path such as ``events[3].date``."""

    start: int
    end: int
    where: str = ""


@frozen
class Word:
    """A piece of text that was written, without the blanks around it."""

    text: str
    spot: Spot


@frozen
class Given:
    """An answer and where it was given."""

    answer: Answer
    spot: Spot


@frozen
class Entry:
    """An event and where its parts were written.

    Args:
        event: the event.
        spot: the whole of it.
        parts: the places of its answers by measure id, and of its other parts by field name.
        place: its place among the events, from 0.
    """

    event: Event
    spot: Spot
    parts: Mapping[str, Spot] = field(factory=dict)
    place: int = 0

    def at(self, part: str) -> Spot:
        """Return the place of a part, or of the whole where the part has none."""
        return self.parts.get(part, self.spot)


@frozen
class Done:
    """One exercise as it was logged."""

    exercise: str
    sets: tuple[SetDone, ...]
    answers: Mapping[str, Given] = field(factory=dict)


def make_session(
    date: dt.date,
    answers: Mapping[str, Given],
    done: Iterable[Done],
    cut_short: bool = False,
    phase: str = "",
) -> Session:
    """Make a session of what was logged, without the places."""
    # mypy cannot see through ``converter=tuple`` of these two classes.
    performed: Any = tuple(Performed(one.exercise, cast("Any", one.sets), bare(one.answers)) for one in done)
    return Session(date, bare(answers), performed, cut_short, phase)


def bare(answers: Mapping[str, Given]) -> dict[str, Answer]:
    """Return answers without their places."""
    return {name: given.answer for name, given in answers.items()}


@define(eq=False)
class Findings:
    """Collects what is wrong with one text, and refuses it once."""

    source: SourceText
    found: list[Diagnostic] = Factory(list)

    def add(
        self, code: str, what: str, cure: str, spot: Spot, related: tuple[tuple[str, Spot], ...] = ()
    ) -> None:
        """Note a finding.

        Args:
            code: a key of ``vmo_rehab.codes.CODES``.
            what: what was found, with the value; the spot's own name is put in front.
            cure: what to do.
            spot: where.
            related: other places that matter, each with a word on it.

        Raises:
            LogError: there are so many that the file is of another kind.
        """
        what = f"{spot.where}: {what}" if spot.where else what
        places = tuple((word, self._span(other)) for word, other in related)
        self.found.append(self.source.diagnostic(code, what, cure, self._span(spot), places))
        if len(self.found) >= MOST_FINDINGS:
            cure = "cure these first; there may be more behind them"
            self.found.append(Diagnostic("L104", f"reading stopped after {MOST_FINDINGS} findings", cure))
            self.refuse()

    def line(self, spot: Spot) -> int:
        """Return the line a spot begins on."""
        return self._span(spot).line

    def lost_a_day(self) -> bool:
        """Whether a date could not be read, so that an event is missing from what was taken in."""
        return any(one.code in {"L126", "L127"} for one in self.found)

    def refuse(self) -> None:
        """Raise everything found; do nothing where nothing was.

        Raises:
            LogError: something was found.
        """
        if self.found:
            raise LogError(self.found)

    def _span(self, spot: Spot) -> Span:
        return self.source.span(spot.start, spot.end)


def begin(text: str, path: object) -> Findings:
    """Start reading a text.

    Raises:
        LogError: the text is empty or too long.
    """
    findings = Findings(SourceText(str(path), text.removeprefix("\ufeff")))
    if len(text) > LONGEST:
        what = f"the file has {len(text)} characters; at most {LONGEST} are read"
        findings.add("L103", what, "give one patient's log a file", Spot(0, 0))
    elif not findings.source.text.strip():
        cure = 'a log begins with "# start: 2026-03-02" and a row of column names, or is JSON'
        findings.add("L105", "the file is empty", cure, Spot(0, 0))
    findings.refuse()
    return findings
