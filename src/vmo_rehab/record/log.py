"""The log a record amounts to: corrections taken into the sessions they are about, in date order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs
from attrs import field, frozen

from vmo_rehab.engine.events import Amended, Applied, Enrolled, Event, LateAnswer, Voided
from vmo_rehab.engine.session import Answer, Session
from vmo_rehab.errors import RecordError


@frozen
class Unfit:
    """An event that is in the record and moves nobody.

    Args:
        event: the event.
        number: its place in the record, from 0.
        why: why it does not fit, in words.
    """

    event: Event
    number: int
    why: str


@frozen
class Item:
    """One entry of the resolved log.

    Args:
        number: place in the record of the event it comes from.
        date: the day it is folded in.
        event: the session with its corrections, or the event itself.
        shaped_by: place of the last event that had a part in it.
    """

    number: int
    date: dt.date
    event: Session | Applied
    shaped_by: int = field(eq=False)

    def same(self, other: Item) -> bool:
        """Whether another item is folded to the same end; cheap where both share their event."""
        if self.number != other.number:
            return False
        return self.event is other.event or self == other


@frozen
class Made:
    """A session with its corrections taken in.

    Args:
        about: the places of its corrections.
        item: the session as it stands.
        unfit: the corrections that do not fit it.
    """

    about: tuple[int, ...]
    item: Item
    unfit: tuple[Unfit, ...]


@frozen
class Log:
    """A record's events, resolved.

    Args:
        items: what is folded, in date order; on one day in the order of arrival.
        unfit: corrections that no session is there for.
        made: how each session was made, by its place.
    """

    items: tuple[Item, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    made: Mapping[int, Made] = field(factory=dict, repr=False)


def resolve(events: Sequence[Event], known: Log = Log()) -> Log:
    """Resolve a record's events.

    Args:
        events: in the order of arrival.
        known: the log of the first of them; a session it has, with the same corrections, is not made anew.

    Returns:
        The log: late answers in their sessions, amended sessions in place of the old, voided events gone.

    Raises:
        RecordError: a second enrolment is among the events.

    Example:
        >>> day = dt.date(2026, 3, 2)
        >>> events = [Session(day, {"pain": 2}), LateAnswer(day, day, {"sleep": 1})]
        >>> [item.event.answers for item in resolve(events).items]
        [{'pain': 2, 'sleep': 1}]
        >>> [item.event.answers for item in resolve([*events, Voided(day, 1, "clerk")]).items]
        [{'pain': 2}]
    """
    void = {event.event for event in events if isinstance(event, Voided)}
    corrections, unfit = _attached(events)
    items, made = list[Item](), dict[int, Made]()
    for number, event in enumerate(events):
        about = tuple([place for place in corrections.get(number, ()) if place not in void])
        if number in void:
            unfit += [Unfit(events[place], place, "its session is void") for place in about]
        elif isinstance(event, Session):
            one = known.made.get(number)
            if one is None or one.about != about:
                one = _corrected(events, number, about)
            made[number] = one
        elif isinstance(event, Enrolled):
            raise RecordError(f"event {number} enrols the patient again")
        elif not isinstance(event, LateAnswer | Amended | Voided):
            items.append(Item(number, event.on, event, number))
    items += [one.item for one in made.values()]
    items.sort(key=lambda item: (item.date, item.number))
    unfit += [lost for one in made.values() for lost in one.unfit]
    kept = [one for one in unfit if one.number not in void]
    return Log(tuple(items), tuple(sorted(kept, key=lambda one: one.number)), made)


def _attached(events: Sequence[Event]) -> tuple[Mapping[int, list[int]], list[Unfit]]:
    """Attach each correction to the session that stood on its day when it arrived."""
    standing: dict[dt.date, list[int]] = {}
    attached, unfit = defaultdict[int, list[int]](list), list[Unfit]()
    for number, event in enumerate(events):
        if isinstance(event, Session):
            standing.setdefault(event.date, []).append(number)
        elif isinstance(event, Voided):
            unfit += _drop(events, standing, number, event)
        elif isinstance(event, LateAnswer | Amended):
            day = event.session if isinstance(event, LateAnswer) else event.session.date
            if there := standing.get(day):
                attached[there[0]].append(number)
            else:
                unfit.append(Unfit(event, number, f"there is no session on {day}"))
    return attached, unfit


def _drop(
    events: Sequence[Event], standing: Mapping[dt.date, list[int]], number: int, event: Voided
) -> list[Unfit]:
    """Take a voided session out of those that stand."""
    if not 0 <= event.event < number:
        return [Unfit(event, number, f"there is no event {event.event} before it")]
    dropped = events[event.event]
    if isinstance(dropped, Session) and event.event in standing[dropped.date]:
        standing[dropped.date].remove(event.event)
    return []


def _corrected(events: Sequence[Event], number: int, about: tuple[int, ...]) -> Made:
    """Take its corrections, in the order they arrived, into a session."""
    original = events[number]
    assert isinstance(original, Session)  # noqa: S101 - the caller has looked
    session, last, unfit, late = original, number, list[Unfit](), list[LateAnswer]()
    for place in about:
        event = events[place]
        if isinstance(event, Amended):
            session = attrs.evolve(event.session, phase=event.session.phase or original.phase)
            for one in late:
                session = _answered(session, one, over=False)
        else:
            assert isinstance(event, LateAnswer)  # noqa: S101 - `_attached` attaches no other
            if event.exercise and event.exercise not in (done.exercise for done in session.exercises):
                why = f"{event.exercise} was not done in the session of {session.date}"
                unfit.append(Unfit(event, place, why))
                continue
            session = _answered(session, event)
            late.append(event)
        last = place
    return Made(about, Item(number, session.date, session, last), tuple(unfit))


def _answered(session: Session, late: LateAnswer, *, over: bool = True) -> Session:
    """Put late answers into a session: over its own, or only where it has none."""
    if not late.exercise:
        return attrs.evolve(session, answers=_merged(session.answers, late.answers, over=over))
    exercises = tuple(
        attrs.evolve(done, answers=_merged(done.answers, late.answers, over=over))
        if done.exercise == late.exercise
        else done
        for done in session.exercises
    )
    return attrs.evolve(session, exercises=exercises)


def _merged(own: Mapping[str, Answer], late: Mapping[str, Answer], *, over: bool) -> dict[str, Answer]:
    """Merge answers in a fixed order, so that an amended log gives what the corrected one gives."""
    return dict(sorted(({**own, **late} if over else {**late, **own}).items()))
