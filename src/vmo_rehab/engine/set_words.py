"""Sets and what was done of them, in words."""

from __future__ import annotations

from collections.abc import Sequence

from vmo_rehab.engine.progression import Motion
from vmo_rehab.engine.sets import Done, Ends, Planned, reps_range, set_count
from vmo_rehab.protocol.dosage import Ladder, Load, Prescribed
from vmo_rehab.protocol.scheme import By, Change, LookUp, Rise, Unit, Which

_WHICH = {Which.EVERY: "every set", Which.ANY: "a set", Which.LAST: "the last set"}


def set_line(row: Prescribed, planned: Planned) -> str:
    """Write one set: ``set 3: as many good repetitions as possible with 20 kg``."""
    if planned.reps is None:
        reps = "as many good repetitions as possible"
    else:
        low, high = planned.reps
        reps = f"{low}" if low == high else f"{low}-{high}"
    if planned.load is None:
        load = _later(planned.look_up)
    else:
        load = f" with {row.load.show(planned.load[0])}" if row.load else ""
    return f"set {planned.number}: {reps}{load}"


def _later(look: LookUp | None) -> str:
    if look is None:
        return ""
    of = f"set {look.of}" if look.of else "the set before"
    return f", the load follows from the {_counted(look.by)} of {of}"


def _counted(by: By) -> str:
    return "good repetitions" if by is By.GOOD_REPS else "effort"


def needed(motion: Motion) -> str:
    """Say what a scheme needs for a rise."""
    scheme, row = motion.row.scheme, motion.row
    if row.follows:
        return f"a valid entry of {row.follows} that gives more"
    if scheme.next:
        return f"a result that the table {scheme.next.table.id} raises"
    if scheme.rise:
        return _needed_for_rise(motion, scheme.rise)
    if scheme.retest:
        return f"{_good_reps(scheme.retest.accept[0])} or more in a test with a heavier load"
    return "nothing raises it"


def _needed_for_rise(motion: Motion, rise: Rise) -> str:
    row = motion.row
    reps = reps_range(row, motion.level, motion.week)
    load = f" with {row.load.show(motion.level)}" if row.load and not row.rungs else ""
    times = f", in {rise.sessions} sessions in a row" if rise.sessions > 1 else ""
    if reps is None:
        return f"{set_count(row, motion.level, motion.week)} sets{load}{times}"
    least = (reps[1] if rise.reach.top else reps[0]) + rise.reach.more
    return f"{_good_reps(least)} or more in {_WHICH[rise.sets]}{load}{times}"


def found(motion: Motion) -> str:
    """Say what was done of an exercise: ``12, 12, 10 good repetitions with 20 kg``."""
    if not motion.done:
        return "not done"
    return done_in_words(motion.row.load, motion.done)


def done_in_words(load: Load | None, done: Sequence[Done]) -> str:
    """Write sets as they were done; where their loads differ, each with its own.

    >>> done_in_words(None, [Done((1, 1), None, (0, 10))])
    '1 good repetition'
    """
    reps = [_reps(one.good) for one in done]
    noun = "good repetition" if reps == ["1"] else "good repetitions"
    if load is None:
        return f"{', '.join(reps)} {noun}"
    loads = ["load not noted" if one.load is None else load.show(one.load) for one in done]
    if len(set(loads)) == 1:
        return f"{', '.join(reps)} {noun} with {loads[0]}"
    first = f"{reps[0]} {'good repetition' if reps[0] == '1' else 'good repetitions'} with {loads[0]}"
    others = [f"{rep} with {one}" for rep, one in zip(reps[1:], loads[1:], strict=True)]
    return ", ".join([first, *others])


def _good_reps(number: int) -> str:
    return "1 good repetition" if number == 1 else f"{number} good repetitions"


def _reps(good: Ends) -> str:
    return f"{good[0]}" if good[0] == good[1] else f"uncounted (at most {good[1]})"


def change_in_words(load: Load, change: Change, amount: int) -> str:
    """Write a change: ``+2.5 kg``, ``-5%``, ``one level up``, ``no change``."""
    if not amount:
        return "no change"
    if change.unit is Unit.LEVELS or isinstance(load, Ladder):
        amount = amount if change.unit is Unit.LEVELS else amount // abs(amount)
        steps = "one level" if abs(amount) == 1 else f"{abs(amount)} levels"
        return f"{steps} {'up' if amount > 0 else 'down'}"
    sign = "+" if amount > 0 else "-"
    shown = f"{abs(amount)}%" if change.unit is Unit.PERCENT else load.show(abs(amount))
    return f"{sign}{shown}"
