"""A patient's log read and folded; shared by the commands that take one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from vmo_rehab.cli.answers import pairs
from vmo_rehab.documents.library import load
from vmo_rehab.engine.day import levels_now, limits_before
from vmo_rehab.engine.decision import Decision, Prescription
from vmo_rehab.engine.enrol import unknown_equipment
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.events import Enrolled, Event, LateAnswer
from vmo_rehab.engine.prescribing import prescription
from vmo_rehab.engine.session import Session
from vmo_rehab.errors import EventError
from vmo_rehab.interop.logs import read_log
from vmo_rehab.protocol.model import Do, Protocol
from vmo_rehab.record.record import Fold, Record
from vmo_rehab.report.event_text import event_line

F = TypeVar("F", bound=Callable[..., object])


class Day(click.ParamType[dt.date]):
    """A day on the command line, written as in a log."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:  # noqa: ANN401
        """Read a day."""
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
        except ValueError:
            self.fail(f'"{value}" is not a date; write year-month-day, such as 2026-03-02', param, ctx)


@frozen
class Refused:
    """An event of a log that was not taken: its place among the log's events, and why."""

    event: Event
    place: int
    why: str


@frozen
class Patient:
    """A log, taken in.

    Args:
        protocol: what it belongs to.
        record: all that fits.
        fold: where that leads.
        refused: what does not fit; it moves nobody.
        equipment: what there is; ``None`` for everything.
    """

    protocol: Protocol
    record: Record
    fold: Fold
    refused: tuple[Refused, ...]
    equipment: tuple[str, ...] | None

    @property
    def issued(self) -> dict[int, Decision]:
        """The decision of each session as it was on the day, by its place in the record."""
        return {one.number: one.issued for one in self.fold.decided}

    @property
    def now(self) -> dict[int, Decision]:
        """The decision of each session with all that came later taken in, by its place in the record."""
        return {one.number: one.now for one in self.fold.decided if one.now}

    @property
    def last(self) -> Decision | None:
        """The latest decision, as it is now."""
        return self.fold.decisions[-1] if self.fold.decisions else None

    @property
    def prescription(self) -> Prescription:
        """What to do next, before the answers of that day."""
        if self.standing and self.equipment == self.record.enrolled.equipment:
            return self.standing.prescription
        return present(self.protocol, self.fold.episode, self.equipment)

    @property
    def not_taken(self) -> list[str]:
        """What does not fit, and why, a line each."""
        return [f"{event_line(self.protocol, one.event)}: {one.why}" for one in self.refused]

    @property
    def alternatives(self) -> tuple[str, ...]:
        """What the clinician may decide instead of the latest decision, while nothing has come after it."""
        last = self.record.events[-1] if self.record.events else None
        return self.last.alternatives if self.last and isinstance(last, Session | LateAnswer) else ()

    @property
    def standing(self) -> Decision | None:
        """The latest decision, unless an event came after it."""
        last, state = self.last, self.fold.episode.state
        fresh = last and last.date == state.last and (state.applied is None or state.applied < last.date)
        return last if fresh else None


def enrolment_options(command: F) -> F:
    """Add the options that say what a log leaves out of the enrolment."""
    options = (
        click.option(
            "--start", type=Day(), metavar="DATE", help="The day the episode starts, if the log lacks it."
        ),
        click.option(
            "--fact",
            "facts",
            multiple=True,
            metavar="NAME=VALUE",
            help="A fact asked at enrolment (with --start).",
        ),
        click.option(
            "--baseline", multiple=True, metavar="NAME=VALUE", help="A baseline answer (with --start)."
        ),
        click.option("--side", type=click.Choice(["left", "right"]), help="Which knee (with --start)."),
        click.option(
            "--equipment",
            metavar="NAMES",
            help="What there is, commas between, or none; as the log says, or everything, if left out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def wall_day() -> dt.date:
    """Return the day of the machine's clock; nothing below this layer looks at a clock."""
    return dt.date.today()  # noqa: DTZ011, TID251 - the day on the wall where the patient stands


def read_patient(protocol: str, log: str, given: Mapping[str, Any]) -> Patient:
    """Read a protocol and a log, and fold the log.

    Args:
        protocol: id or file.
        log: a CSV or JSON file.
        given: what `enrolment_options` gave.
    """
    loaded = load(protocol)
    read = read_log(Path(log), loaded, latest=wall_day(), enrolment=_enrolment(given))
    record, refused = Record.begin(loaded, read.enrolled), []
    for place, event in enumerate(read.events):
        try:
            record = record.append(loaded, event)
        except EventError as error:
            refused.append(Refused(event, place, str(error)))
    own = _names(given["equipment"], loaded)
    there_is = record.enrolled.equipment if own is None else own
    return Patient(loaded, record, record.fold(loaded), tuple(refused), there_is)


def present(protocol: Protocol, episode: Episode, equipment: Collection[str] | None) -> Prescription:
    """Return what an episode prescribes as it stands; nothing while it is stopped."""
    state = episode.state
    do = Do.REST if state.stopped else Do.AS_PRESCRIBED
    day = max(filter(None, (episode.enrolled.on, state.last, state.applied)))
    levels, limits = levels_now(protocol, state), limits_before(protocol, episode, day)
    return prescription(protocol, state, levels, limits, do, equipment)


def _enrolment(given: Mapping[str, Any]) -> Enrolled | None:
    start, side = given["start"], given["side"] or ""
    facts, baseline = pairs(given["facts"], "--fact"), pairs(given["baseline"], "--baseline")
    if start is None:
        if facts or baseline or side:
            raise click.UsageError("--fact, --baseline and --side need --start, the day the episode starts")
        return None
    return Enrolled(start, facts, baseline, side=side)


def _names(given: str | None, protocol: Protocol) -> tuple[str, ...] | None:
    if given is None:
        return None
    names = () if given == "none" else tuple(one.strip() for one in given.split(","))
    for found in unknown_equipment(protocol, names):
        raise click.UsageError(f"{found.what}; {found.cure}")
    return names
