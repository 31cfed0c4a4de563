"""Two criteria held against each other: what moved, and whether it is harder or easier to meet now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from vmo_rehab.criteria.english import english, term_in_english, value_in_english
from vmo_rehab.criteria.printer import plain
from vmo_rehab.criteria.tree import (
    All,
    AtLeast,
    Compare,
    Constant,
    Criterion,
    Folded,
    FromBaseline,
    Group,
    Hits,
    Named,
    Op,
    Spell,
    Windowed,
)

_SIGNS: Final = {
    Op.LT: "below {}",
    Op.LE: "at most {}",
    Op.GT: "above {}",
    Op.GE: "at least {}",
    Op.EQ: "exactly {}",
    Op.IS: "{}",
    Op.IS_NOT: "not {}",
}
_UP: Final = frozenset({Op.GT, Op.GE})
_DOWN: Final = frozenset({Op.LT, Op.LE})


@frozen
class Moved:
    """One thing that is otherwise in a criterion.

    Args:
        what: what of it; empty for all of it.
        before: how it was; empty where it is new.
        after: how it is; empty where it is gone.
        harder: 1 where the criterion is harder to meet now, -1 where easier; 0 where that is not certain.
    """

    what: str
    before: str
    after: str
    harder: int = 0


def moved(old: Criterion, new: Criterion) -> Iterator[Moved]:
    """Tell what is otherwise in a criterion; named criteria count by their names.

    Example:
        >>> from vmo_rehab.criteria.tree import Answered
        >>> from vmo_rehab.measures import Asked, Measure
        >>> from vmo_rehab.scales import Scale
        >>> pain = Answered(Measure("pain_during", "pain during training", Scale(0, 10), Asked.DURING))
        >>> three, four = (Compare(pain, Op.LE, Constant(bound)) for bound in (3, 4))
        >>> list(moved(three, four))
        [Moved(what='pain during training', before='at most 3', after='at most 4', harder=-1)]
    """
    if plain(old) == plain(new):
        return
    if isinstance(old, Compare) and isinstance(new, Compare) and _alike(old, new):
        yield Moved(term_in_english(old.term), _bound(old), _bound(new), _harder(old, new))
    elif isinstance(old, Windowed) and isinstance(new, Windowed) and _alike(old, new):
        yield from moved(old.of, new.of)
        yield from _window(old, new)
    elif isinstance(old, Group) and isinstance(new, Group) and type(old) is type(new):
        yield from _group(old, new)
    else:
        yield Moved("", english(old), english(new))


def _alike(old: Criterion, new: Criterion) -> bool:
    """Tell whether two criteria are of one thing, so that one can be said to have moved."""
    if isinstance(old, Compare) and isinstance(new, Compare):
        return str(old.term) == str(new.term)
    if isinstance(old, Named) and isinstance(new, Named):
        return old.name == new.name
    if isinstance(old, Windowed) and isinstance(new, Windowed):
        return type(old) is type(new) and _alike(old.of, new.of)
    return False


def _bound(compare: Compare) -> str:
    return _SIGNS[compare.op].format(value_in_english(compare))


def _harder(old: Compare, new: Compare) -> int:
    """Compare two limits of one term, where both cut off the same end."""
    mine, other = old.value, new.value
    if (
        isinstance(mine, FromBaseline)
        and isinstance(other, FromBaseline)
        and mine.measure.id == other.measure.id
    ):
        first, second = mine.offset, other.offset
    elif isinstance(mine, Constant) and isinstance(other, Constant):
        first, second = mine.steps, other.steps
    else:
        return 0
    if old.op in _DOWN and new.op in _DOWN:
        return _sign((first - (old.op is Op.LT)) - (second - (new.op is Op.LT)))
    if old.op in _UP and new.op in _UP:
        return _sign((second + (new.op is Op.GT)) - (first + (old.op is Op.GT)))
    return 0


def _window(old: Windowed, new: Windowed) -> Iterator[Moved]:
    """Tell how a window moved; longer streaks and more hits are harder to come by."""
    certain = not isinstance(old, Folded)
    if isinstance(old, Hits) and isinstance(new, Hits):
        certain = False
        if old.hits != new.hits:
            yield Moved("sessions that count", str(old.hits), str(new.hits), _sign(new.hits - old.hits))
    if isinstance(old, Spell) and isinstance(new, Spell) and old.days != new.days:
        yield Moved("days looked at", str(old.days), str(new.days))
    if isinstance(old, Folded) and isinstance(new, Folded) and old.fold != new.fold:
        yield Moved("taken over the sessions", old.fold, new.fold)
    if old.sessions != new.sessions:
        harder = _sign(new.sessions - old.sessions) if certain else 0
        yield Moved("number of sessions", str(old.sessions), str(new.sessions), harder)
    if old.in_phase != new.in_phase:
        words = {True: "in this phase", False: "in all phases"}
        yield Moved("sessions looked at", words[old.in_phase], words[new.in_phase])


def _group(old: Group, new: Group) -> Iterator[Moved]:
    gone = [one for one in old.parts if plain(one) not in map(plain, new.parts)]
    come = [one for one in new.parts if plain(one) not in map(plain, old.parts)]
    before = len(gone) + len(come)
    for one in tuple(gone):
        if twin := next((other for other in come if _alike(one, other)), None):
            gone.remove(one)
            come.remove(twin)
            yield from moved(one, twin)
    more = 1 if isinstance(old, All) else -1
    yield from (Moved("one condition", english(one), "", -more) for one in gone)
    yield from (Moved("one condition", "", english(one), more) for one in come)
    if isinstance(old, AtLeast) and isinstance(new, AtLeast) and old.needed != new.needed:
        harder = _sign(new.needed - old.needed)
        yield Moved("how many must hold", str(old.needed), str(new.needed), harder)
    elif not before and len(old.parts) != len(new.parts):
        yield Moved("how often a condition stands", english(old), english(new))
    elif not before and list(map(plain, old.parts)) != list(map(plain, new.parts)):
        yield Moved("order of its conditions", english(old), english(new))
    if old.source != new.source:
        yield Moved("source", old.source, new.source)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
