"""A scheme as plain English: its sets, its tables, when the load rises and falls, where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from vmo_rehab.documents.row_schemes import needs_weights
from vmo_rehab.documents.tables import COUNTED
from vmo_rehab.protocol.scheme import (
    LAST,
    By,
    Change,
    Fall,
    LookUp,
    PlanWeek,
    Retest,
    Rise,
    Scheme,
    Table,
    Take,
    Unit,
    Which,
    WrittenSet,
)
from vmo_rehab.report.words import bullets, count, days, listed, reference_line

_RESULT: Final = {By.GOOD_REPS: "good repetitions", By.EFFORT: "effort"}
_TAKEN: Final = {
    Take.LOW: "the end that gives the lighter load",
    Take.MIDDLE: "the middle",
    Take.HIGH: "the end that gives the heavier load",
}
_WHO: Final = {Which.EVERY: "every set", Which.ANY: "any set", Which.LAST: "the last set"}


def scheme_in_words(scheme: Scheme) -> str:
    """Write a scheme as a therapist reads it before using it.

    Args:
        scheme: checked and resolved.

    Returns:
        Lines that are not folded; headings in capitals.
    """
    return "\n".join(_lines(scheme))


def _lines(scheme: Scheme) -> Iterator[str]:
    yield from (scheme.title, scheme.id, "", scheme.summary)
    yield from _part("SETS", [f"  {n}. {_capital(line)}" for n, line in enumerate(_sets(scheme.sets), 1)])
    yield from _part("TRAINING WEEKS", bullets(map(_week, scheme.plan)))
    yield from _part("THE LOAD", bullets(moves(scheme)))
    for table, by in _all(scheme).items():
        yield from _part(f'TABLE "{table.id}"', list(_columns(table, by)))
    yield from _part("FITS", bullets(_fits(scheme)))
    yield from _part(
        "SOURCES", bullets(f"{key}: {reference_line(one)}" for key, one in scheme.sources.items())
    )


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", title, *lines)


def moves(scheme: Scheme) -> Iterator[str]:
    """Write when a load rises and falls, a sentence each; tables are named."""
    if scheme.between_sets:
        yield f"After each set the next one's load follows from {_looked_up(scheme.between_sets)}."
    if scheme.next:
        yield f"The next session's load follows from {_looked_up(scheme.next)}."
    if scheme.rise:
        yield _rise(scheme.rise)
    if scheme.climbs:
        yield "Until then the repetitions climb through their range; after a rise they begin at its bottom."
    if scheme.fall:
        yield _fall(scheme.fall)
    if scheme.retest:
        yield from _retest(scheme.retest, scheme.unit or Unit.KG)
    changes = [band.change for table in _all(scheme) for band in table.bands]
    changes += [part.by for part in (scheme.rise, scheme.fall) if part]
    if any(one.low != one.high for one in changes):
        yield f"Of a range {_TAKEN[scheme.take]} is taken."
    if scheme.most_up:
        yield f"No single rise is larger than {amount_in_words(scheme.most_up.low, scheme.most_up.unit)}."
    if not scheme.moves:
        yield "No rule moves it."


def scheme_lines(scheme: Scheme) -> Iterator[str]:
    """Write a scheme below an exercise that uses it: its sets, its weeks, every rule and every table."""
    yield f"Scheme: {scheme.title} ({scheme.id})."
    if scheme.sets:
        yield f"Sets: {'; '.join(_sets(scheme.sets))}."
    if scheme.plan:
        yield f"{'; '.join(map(_week, scheme.plan))}."
    yield from moves(scheme)
    for table, by in _all(scheme).items():
        rows = (f"{band} {change_in_words(one)}" for band, one in _rows(table, by))
        yield f'Table "{table.id}", by {_RESULT[by]}: {"; ".join(rows)}.'


def loads_in_words(scheme: Scheme) -> str:
    """Say in a word or two what loads a scheme is for."""
    if scheme.unit:
        return str(scheme.unit)
    return "weights" if needs_weights(scheme) else "any"


def amount_in_words(steps: int, unit: Unit) -> str:
    """Write a weight or a percentage.

    >>> amount_in_words(2500, Unit.KG), amount_in_words(5, Unit.PERCENT)
    ('2.5 kg', '5%')
    """
    return f"{_number(steps, unit)}{_behind(unit)}"


def change_in_words(change: Change) -> str:
    """Write a change as a file does.

    >>> [change_in_words(one) for one in (Change(), Change(-5000, 0, Unit.KG), Change(5, 5, Unit.PERCENT))]
    ['keep', '-5 to 0 kg', '+5%']
    """
    if change.low == change.high == 0:
        return "keep"
    if change.unit is Unit.LEVELS:
        return f"one level {'up' if change.low > 0 else 'down'}"
    ends = [_signed(end, change.unit) for end in dict.fromkeys((change.low, change.high))]
    return f"{' to '.join(ends)}{_behind(change.unit)}"


def _signed(steps: int, unit: Unit) -> str:
    sign = "+" if steps > 0 else "-" if steps < 0 else ""
    return f"{sign}{_number(abs(steps), unit)}"


def _number(steps: int, unit: Unit) -> str:
    return str(steps) if unit is Unit.PERCENT else format((Decimal(steps) / 1000).normalize(), "f")


def _behind(unit: Unit) -> str:
    return "%" if unit is Unit.PERCENT else f" {unit}"


def _sets(sets: tuple[WrittenSet, ...]) -> Iterator[str]:
    for one in sets:
        reps = "as many good repetitions as possible" if one.reps is None else count(one.reps, "repetition")
        if one.look_up:
            yield f"{reps}, with a load that follows from {_looked_up(one.look_up)}"
        else:
            part = "" if one.part == 100 else f"{one.part}% of "
            yield f"{reps} with {part}the working load"


def _looked_up(one: LookUp) -> str:
    of, start = _set(one.of), _set(one.start)
    load = "its load" if one.of == one.start else f"the load of {start}"
    return f'the {_RESULT[one.by]} of {of} (table "{one.table.id}", which changes {load})'


def _set(number: int) -> str:
    return "the last set" if number == LAST else f"set {number}"


def _rise(rise: Rise) -> str:
    more = f" and {rise.reach.more} more" if rise.reach.more else ""
    end = "top" if rise.reach.top else "bottom"
    what = f"{_WHO[rise.sets]} reaches the {end} of the range{more} in good repetitions"
    return f"{_capital(_by_how_much(rise.by))} up when {what}{_in_a_row(rise.sessions)}."


def _fall(fall: Fall) -> str:
    what = f"{_WHO[fall.sets]} falls short of the bottom of the range{_in_a_row(fall.sessions)}"
    return f"{_capital(_by_how_much(fall.by))} down when {what}."


def _by_how_much(change: Change) -> str:
    if change.unit is Unit.LEVELS:
        return "one level"
    ends = sorted({abs(change.low), abs(change.high)})
    return f"{' to '.join(_number(end, change.unit) for end in ends)}{_behind(change.unit)}"


def _in_a_row(sessions: int) -> str:
    return "" if sessions == 1 else f" in {sessions} sessions in a row"


def _retest(test: Retest, unit: Unit) -> Iterator[str]:
    low, high = test.accept
    step, times = amount_in_words(test.step, unit), count(test.at_most, "time")
    rest = f", with {test.rest} s of rest between tests" if test.rest else ""
    yield f"Every {days(test.every)} a load {step} heavier is tested, at most {times}{rest}."
    yield (
        f"Fewer than {low} good repetitions keep the old load, {low} to {high} take the tested one, "
        f"more than {high} test {step} more."
    )


def _week(week: PlanWeek) -> str:
    low, high = week.reps
    reps = str(low) if low == high else f"{low}-{high}"
    sets = f"{count(week.sets, 'set')} of " if week.sets else ""
    if week.last is None:
        which = f"From week {week.first} on"
    else:
        which = f"Week {week.first}" if week.first == week.last else f"Weeks {week.first} to {week.last}"
    return f"{which}: {sets}{reps} repetitions"


def _all(scheme: Scheme) -> dict[Table, By]:
    """Return every table in the order of its use, with what it is entered with."""
    look_ups = (*(one.look_up for one in scheme.sets), scheme.between_sets, scheme.next)
    return {one.table: one.by for one in look_ups if one}


def _rows(table: Table, by: By) -> Iterator[tuple[str, Change]]:
    show = COUNTED[by].show
    for band in table.bands:
        if band.high is None:
            words = f"{show(band.low)} or more"
        else:
            words = show(band.low) if band.low == band.high else f"{show(band.low)} to {show(band.high)}"
        yield words, band.change


def _columns(table: Table, by: By) -> Iterator[str]:
    rows = [(words, change_in_words(change)) for words, change in _rows(table, by)]
    head = _RESULT[by]
    width = max(len(head), *(len(words) for words, _ in rows))
    yield f"  {head.ljust(width)}  load"
    yield from (f"  {words.ljust(width)}  {change}" for words, change in rows)


def _fits(scheme: Scheme) -> Iterator[str]:
    loads = loads_in_words(scheme)
    yield {"any": "Loads in kg or lb, and ladders.", "weights": "Loads in kg or lb."}.get(
        loads, f"Loads in {loads}."
    )
    if scheme.sets:
        yield "Its sets and repetitions stand here; the dose of an exercise has none."
    elif scheme.plan:
        yield "Its repetitions stand here; the dose of an exercise says how many sessions a week."
    elif scheme.moves:
        needed = ["sets", *(["repetitions"] if scheme.rise or scheme.fall else [])]
        yield f"The dose of an exercise says the {listed(needed)}."


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
