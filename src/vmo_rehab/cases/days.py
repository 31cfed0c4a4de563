"""A day of a case as a session: the answers given, and the sets done as the day's plan prescribes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vmo_rehab.cases.model import Day, Done
from vmo_rehab.engine.decision import Today
from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.session import Performed, Session, SetDone
from vmo_rehab.engine.step import today
from vmo_rehab.protocol.dosage import Dose
from vmo_rehab.protocol.model import Do, Protocol


def plan_of(protocol: Protocol, episode: Episode, day: Day, on: dt.date) -> Today:
    """Return what the day is at the door, from the answers that are given there.

    Args:
        protocol: the protocol.
        episode: as it is before the day.
        day: what the row says.
        on: the date.

    Raises:
        VmoRehabError: the engine refuses the answers, or the episode is suspended or final.
    """
    given = {**day.usual, **day.own}
    door = {name: answer for name, answer in given.items() if not protocol.measures[name].of_training}
    return today(protocol, episode, Session(on, door))


def session_of(protocol: Protocol, plan: Today, day: Day) -> Session:
    """Return the session of a day.

    Args:
        protocol: the protocol.
        plan: what the day is; what is done as prescribed is done as it says.
        day: what the row says.
    """
    done = tuple(_performed(protocol, plan, day)) if day.done is not Done.NOTHING else ()
    # The usual answers about training have no meaning on a day without it.
    usual = {
        name: given for name, given in day.usual.items() if done or not protocol.measures[name].of_training
    }
    return Session(plan.date, {**usual, **day.own}, done, cut_short=day.done is Done.CUT_SHORT)


def _performed(protocol: Protocol, plan: Today, day: Day) -> Iterator[Performed]:
    rows = protocol.rescue if plan.do is Do.RESCUE else protocol.phase_by_id[plan.phase].exercises
    doses = {
        rung.exercise.id: rung.dose for row in rows for one in row.all for rung in one.rungs or (one.at(0),)
    }
    prescribed = {
        item.exercise: _as_prescribed(doses[item.exercise], item.load) for item in plan.prescription.items
    }
    for exercise, sets in {**prescribed, **day.sets}.items():
        if sets:
            yield Performed(exercise, sets, day.of_exercise.get(exercise, {}))


def _as_prescribed(dose: Dose, load: str) -> tuple[SetDone, ...]:
    """Return every set of a dose, each with the most repetitions of its range, all of them good."""
    reps = dose.reps[1] if dose.reps else 1
    return (SetDone(reps, reps, load),) * (dose.sets or 1)
