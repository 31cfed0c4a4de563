"""What one session does to the level of one exercise, by its scheme; whether it may is decided elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import attrs
from attrs import define

from vmo_rehab.engine.due import is_unlocked
from vmo_rehab.engine.episode import Entry, Practice, State
from vmo_rehab.engine.evaluate import Finding, View, evaluate
from vmo_rehab.engine.loads import changed, most_after
from vmo_rehab.engine.session import Session
from vmo_rehab.engine.sets import (
    Done,
    Planned,
    entered,
    reps_range,
    retest_due,
    set_count,
    sets_done,
    sets_planned,
)
from vmo_rehab.measures import EFFORT
from vmo_rehab.protocol.dosage import KILOGRAMS, Load, Pace, Prescribed, Weights
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.protocol.scheme import By, Fall, LookUp, Retest, Rise, Which
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, all_of, any_of, known


@define(eq=False)
class Motion:
    """What one session does to one exercise.

    The row's own criteria are evaluated when they are first asked about: most sessions raise little.

    Args:
        row: the exercise as it is prescribed.
        load: what its levels are.
        level: its level before, with the gap before the session applied.
        practice: what its scheme remembered.
        week: the training week, from 1.
        planned: the sets as they were prescribed.
        done: the sets as they were done; empty where it was not done.
        merit: the view of a rise that counts sessions after one; ``None`` on hold, where nothing rises.
        harm: the view of a fall.
        reached: whether the sets of this session reached what the scheme asks.
        met: whether that is enough for a rise.
        up: the level it rises to if nothing speaks against it; ``level`` for none.
        down: the level it falls to, whatever is decided; ``level`` for none.
        short: whether the sets stayed under the dose.
        held: why a rise is smaller than its scheme asks for, or none at all.
        tested: whether the sets were a re-test.
        target: the repetition target that follows where the load stays.
        looks_back: days that a pace of this exercise looks back on, in whichever phase it stands.
    """

    row: Prescribed
    load: Load
    level: int
    practice: Practice
    week: int
    planned: tuple[Planned, ...]
    done: tuple[Done, ...]
    merit: Callable[[int], View] | None
    harm: Callable[[int], View]
    reached: Truth = FALSE
    met: Truth = FALSE
    up: int = 0
    down: int = 0
    short: Truth = FALSE
    held: str = ""
    tested: bool = False
    target: int | None = None
    looks_back: int = 0

    @cached_property
    def rise(self) -> Finding | None:
        """The row's own criterion for a rise; ``None`` where it has none."""
        when = self.row.rise
        return evaluate(when, self.merit(self.practice.after)) if when and self.merit else None

    @cached_property
    def fall(self) -> Finding | None:
        """Its criterion for a fall; ``None`` where it has none."""
        return evaluate(self.row.fall, self.harm(self.practice.fell)) if self.row.fall else None

    @property
    def wanted(self) -> Truth:
        """Whether a rise is asked for: by the scheme, by the row's own criterion, and by no fall."""
        if self.met is FALSE or self.down < self.level or (self.fall and self.fall.truth is not FALSE):
            return FALSE
        return min(self.met, self.rise.truth) if self.rise else self.met

    @property
    def _planned_sessions(self) -> int:
        """Sessions after which the plan has reached its last stretch; more need not be counted."""
        plan, dose = self.row.scheme.plan, self.row.at(self.level).dose
        return (plan[-1].first - 1) * (dose.per_week or 1) if plan else 0

    def after(self, number: int, on: dt.date, *, risen: bool, earned: bool) -> Practice:
        """Return what the scheme remembers after the session.

        Args:
            number: the session's.
            on: its day.
            risen: whether the level or the target was raised.
            earned: whether the session earned merit.
        """
        before, scheme = self.practice, self.row.scheme
        moved, fell = risen and self.up > self.level, self.down < self.level
        good = before.good + 1 if earned and self.reached is TRUE and not (moved or fell) else 0
        good = min(good, scheme.rise.sessions - 1 if scheme.rise else 0)
        short = before.short + 1 if self.short is TRUE and not fell else 0
        rises = tuple(day for day in before.rises if (on - day).days < self.looks_back)
        done = earned and len(self.done) >= set_count(self.row, self.level, self.week)
        return Practice(
            after=number if moved else before.after,
            fell=number if fell and self.fall and self.fall.truth is TRUE else before.fell,
            target=None if moved or fell else self.target if risen else before.target,
            good=good,
            counted=number if good else 0,
            short=min(short, scheme.fall.sessions if scheme.fall else 0),
            done=min(before.done + 1, self._planned_sessions) if done else before.done,
            rises=(*rises, on) if moved and self.looks_back else rises,
            tested=on if self.tested else before.tested,
        )


@define
class Course:
    """What motions need of a day.

    Args:
        protocol: in force.
        state: before the session, its gap applied.
        levels: with the gap applied.
        entries: the latest state entries, this session's included.
        session: with good repetitions counted.
        merit: the view of a rise that counts sessions after one; ``None`` on hold, where nothing rises.
        harm: the view of a fall.
        caps: the highest level of today, by row.
    """

    protocol: Protocol
    state: State
    levels: Mapping[str, int]
    entries: Mapping[str, Entry]
    session: Session
    merit: Callable[[int], View] | None
    harm: Callable[[int], View]
    caps: Mapping[str, int]


def motions(course: Course) -> list[Motion]:
    """Tell what a session does to each exercise of its phase that a rule can move."""
    rows = course.protocol.rows_in[course.state.phase]
    return [
        _motion(course, row)
        for row in rows
        if row.moves and row.id in course.levels and is_unlocked(course.protocol, course.state, row)
    ]


def _motion(course: Course, row: Prescribed) -> Motion:
    state, level = course.state, course.levels[row.id]
    practice = _in_this_stay(state.practice.get(row.id, Practice()), state)
    week = week_of(row, level, practice)
    done = sets_done(row, level, course.session, course.protocol.measures.get(EFFORT))
    assert row.load is not None  # noqa: S101 - a row moves by its load
    motion = Motion(
        row,
        row.load,
        level,
        practice,
        week,
        planned=sets_planned(row, level, week, done, course.caps.get(row.id)),
        done=done,
        merit=course.merit,
        harm=course.harm,
        up=level,
        down=level,
        looks_back=course.protocol.paces.get(row.id, 0),
    )
    elsewhere = course.session.phase not in ("", state.phase)
    if done and not elsewhere:
        _by_the_scheme(motion, course)
    if row.follows and course.session.trained:
        _by_the_test(motion, course)
    if course.session.trained and not elsewhere and motion.fall and motion.fall.truth is TRUE:
        motion.down = min(motion.down, row.load.down(level))
    if course.merit is None:
        motion.met = FALSE
    _clamp(motion, course)
    return motion


def _in_this_stay(practice: Practice, state: State) -> Practice:
    """Forget what was earned before the present stay, or before a lapse that emptied it."""
    stale = practice.good and practice.counted <= state.stay.merit_after
    return attrs.evolve(practice, good=0) if stale else practice


def week_of(row: Prescribed, level: int, practice: Practice) -> int:
    """Return the training week of an exercise, from 1: sessions done, by the sessions a week."""
    return practice.done // (row.at(level).dose.per_week or 1) + 1


def _by_the_scheme(motion: Motion, course: Course) -> None:
    scheme, state = motion.row.scheme, course.state
    if scheme.retest:
        if retest_due(scheme.retest, motion.practice, state, course.session.date):
            _by_a_retest(motion, scheme.retest)
    elif scheme.next:
        _by_look_up(motion, scheme.next)
    if scheme.rise:
        _by_rise(motion, scheme.rise)
    if scheme.fall:
        _by_fall(motion, scheme.fall)


def _by_rise(motion: Motion, rise: Rise) -> None:
    row, level = motion.row, motion.level
    reps = reps_range(row, level, motion.week)
    bottom, top = reps or (0, 0)
    needed = (top if rise.reach.top else bottom) + rise.reach.more
    motion.reached = _reached(motion, needed, rise.sets)
    motion.met = motion.reached if motion.practice.good + 1 >= rise.sessions else FALSE
    motion.up = changed(motion.load, level, rise.by.taken(row.scheme.take), rise.by.unit)
    if row.scheme.climbs and motion.met is not TRUE:
        target = max(bottom, motion.practice.target or bottom)
        if target < top and _reached(motion, target, Which.EVERY) is TRUE:
            motion.target, motion.met, motion.up = target + 1, TRUE, level


def _reached(motion: Motion, needed: int, which: Which) -> Truth:
    """Tell whether sets had so many good repetitions at their load; what was not noted earns nothing."""
    sets, due = motion.done, set_count(motion.row, motion.level, motion.week)
    if len(sets) < due:
        return FALSE
    found = [_enough(one, needed, motion.level) for one in sets[:due]]
    if which is Which.LAST:
        return found[-1]
    return max(found) if which is Which.ANY else min(found)


def _enough(one: Done, needed: int, level: int) -> Truth:
    if one.good[1] < needed or (one.load is not None and one.load < level):
        return FALSE
    return TRUE if one.good[0] >= needed and one.load is not None else UNKNOWN


def _by_fall(motion: Motion, fall: Fall) -> None:
    reps = reps_range(motion.row, motion.level, motion.week)
    if reps is None:
        return
    unders = [_under(one, reps[0]) for one in motion.done]
    match fall.sets:
        case Which.EVERY:
            motion.short = all_of(unders)
        case Which.ANY:
            motion.short = any_of(unders)
        case Which.LAST:
            motion.short = unders[-1]
    if motion.short is TRUE and motion.practice.short + 1 >= fall.sessions:
        amount = fall.by.taken(motion.row.scheme.take)
        motion.down = changed(motion.load, motion.level, amount, fall.by.unit)


def _under(one: Done, bottom: int) -> Truth:
    if one.good[1] < bottom:
        return TRUE
    return FALSE if one.good[0] >= bottom else UNKNOWN


def _by_look_up(motion: Motion, look: LookUp) -> None:
    """Move by a table; a rise needs its sets done with no less than the working load, and starts at it.

    Counted from the load that was prescribed for the set, or from the one that was used where that was less:
    so a worse third set, which makes the fourth lighter, never leads to more.
    """
    load, level, due = motion.load, motion.level, len(motion.planned)
    if len(motion.done) < due:
        _by_sets_so_far(motion)
        return
    # A set more than was prescribed may hold back, and raises nothing.
    done = motion.done[:due]
    of, start = (done[(place or due) - 1] for place in (look.of, look.start))
    planned, planned_of = (motion.planned[(place or due) - 1].load for place in (look.start, look.of))
    if planned is None or planned_of is None:
        return
    # Effort is entered with its worst end first: more of it gives less.
    worst, best = of.by(look.by) if look.by is By.GOOD_REPS else reversed(of.by(look.by))
    take = motion.row.scheme.take
    motion.down = min(level, entered(load, look, take, best, min(planned[1], planned_of[1])))
    used = min(one.load if one.load is not None else -1 for one in (of, start))
    base = min(planned[0], used) if used >= level else level
    motion.up = max(level, entered(load, look, take, worst, base))
    could = entered(load, look, take, best, planned[1]) > level
    # A set that nobody counted may have made this one so light that the load falls.
    may_fall = entered(load, look, take, worst, min(planned[0], planned_of[0])) < level <= motion.down
    if motion.up > level and used >= level:
        motion.met = UNKNOWN if may_fall else TRUE
    elif could and (of.load is None or start.load is None or worst != best):
        motion.met = UNKNOWN
    motion.reached = motion.met
    if look.by is By.EFFORT and any(one.effort[1] > of.effort[1] for one in motion.done[due:]):
        motion.met = motion.reached = FALSE


def _by_sets_so_far(motion: Motion) -> None:
    """Take a load down that a set was too heavy with, though the set that decides was not done."""
    loads = [one.load[1] for one in motion.planned if one.look_up and one.load]
    motion.down = min([motion.level, *loads])


def _by_a_retest(motion: Motion, retest: Retest) -> None:
    """Take the heaviest load that was lifted often enough; each test is a step heavier than the last."""
    load, level = motion.load, motion.level
    if not isinstance(load, Weights):
        return
    needed = level
    for one in motion.done[: retest.at_most]:
        needed = changed(load, needed, retest.step, load.unit)
        if needed == level or one.load is None or one.load < needed:
            break
        motion.tested = True
        if one.good[0] < retest.accept[0]:
            motion.met = max(motion.met, UNKNOWN if one.good[1] >= retest.accept[0] else FALSE)
            break
        motion.up, motion.met = needed, TRUE
        if one.good[0] <= retest.accept[1]:
            break
    motion.reached = motion.met


def _by_the_test(motion: Motion, course: Course) -> None:
    """Follow the latest entry of a test, as long as it is valid; a stale one raises nothing."""
    load, entry = motion.load, course.entries.get(motion.row.follows)
    assert isinstance(load, Weights)  # noqa: S101 - only weights follow a test
    if entry is None or entry.steps is None:
        motion.met = UNKNOWN
        return
    measure = course.protocol.measures[motion.row.follows]
    age = (course.session.date - entry.on).days
    wanted = load.whole(_in_thousandths(measure.scale.step * entry.steps) * load.part // 100)
    if wanted < motion.level:
        motion.down = min(motion.down, wanted)
    elif measure.valid_for is not None and age > measure.valid_for:
        motion.met = UNKNOWN
    else:
        motion.up, motion.met = wanted, known(wanted > motion.level)


def _in_thousandths(value: object) -> int:
    return KILOGRAMS.read_difference(str(value), unit_needed=False)


def _clamp(motion: Motion, course: Course) -> None:
    """Keep a rise within what one move, the pace, the equipment and today's limits allow."""
    row, level = motion.row, motion.level
    if motion.up <= level:
        if motion.met is TRUE and motion.target is None and motion.up == level:
            motion.held = _stuck(motion.load, level)
        return
    most = most_after(motion.load, level, row.scheme.most_up)
    if motion.up > most:
        motion.up, motion.held = most, "no larger single rise is allowed"
    cap = course.caps.get(row.id)
    if cap is not None and motion.up > cap:
        motion.up, motion.held = max(level, cap), "a limit binds"
    if row.pace and (told := _too_fast(row.pace, motion.practice.rises, course.session.date)):
        motion.up, motion.held = level, told


def _stuck(load: Load, level: int) -> str:
    if level >= load.most:
        return f"{load.show(level)} is the most"
    return "the change is less than the smallest step of the equipment"


def _too_fast(pace: Pace, rises: Sequence[dt.date], on: dt.date) -> str:
    recent = [day for day in rises if (on - day).days < pace.days]
    if len(recent) >= pace.steps:
        times = "once" if pace.steps == 1 else f"{pace.steps} times"
        return f"it may rise {times} in {pace.days} days"
    if rises and (on - rises[-1]).days < pace.gap:
        return f"it may rise {pace.gap} days after its last rise"
    return ""
