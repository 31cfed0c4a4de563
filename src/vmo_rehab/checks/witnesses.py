"""Questions to the search, and its answers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from vmo_rehab.checks.domains import BEYOND, Intervals
from vmo_rehab.checks.search import Demand, TooMuch, Witness, find
from vmo_rehab.checks.uses import has_window
from vmo_rehab.criteria.english import term_in_english
from vmo_rehab.criteria.tree import Answered, Counted


def never(*demands: Demand, given: Mapping[str, Intervals] | None = None) -> bool:
    """Whether criteria can never be as wanted together; false where there is too much to try."""
    return _never(demands, tuple(sorted((given or {}).items())))


@lru_cache(maxsize=4096)
def _never(demands: tuple[Demand, ...], given: tuple[tuple[str, Intervals], ...]) -> bool:
    try:
        return find(demands, given=dict(given)) is None
    except TooMuch:
        return False


def possible(demands: Iterable[Demand], given: Mapping[str, Intervals]) -> bool:
    """Whether criteria can be as wanted together; false where there is too much to try."""
    try:
        return find(demands, given=given) is not None
    except TooMuch:
        return False


def lived(demands: Iterable[Demand], given: Mapping[str, Intervals]) -> Witness | None:
    """Find a session that makes criteria as wanted if it is lived again and again, if one is certain."""
    demands = list(demands)
    try:
        found = find(demands, given=given, constant=True)
    except TooMuch:
        return None
    if found is None:
        return None
    counts = [
        name for name, term in found.terms.items() if isinstance(term, Counted) and name in found.values
    ]
    bounded = [name for name in counts if found.values[name][-1][1] < BEYOND]
    if bounded and (len(counts) > 1 or any(has_window(demand.criterion) for demand in demands)):
        return None
    return found


def in_words(witness: Witness) -> str:
    """Tell a session: ``pain during training is 4 and effusion is trace``."""
    told = []
    for name in sorted(witness.values):
        term, low = witness.terms[name], witness.values[name][0][0]
        if isinstance(term, Answered):
            told.append(f"{term_in_english(term)} is {term.measure.scale.show(low)}")
        elif low > 0:
            word = "" if low == witness.values[name][-1][1] else "at least "
            told.append(f"{term_in_english(term)} is {word}{low}")
    told += [
        f"{measure.title} at the start is {measure.scale.show(witness.baseline[name])}"
        for name, measure in witness.measures.items()
    ]
    return " and ".join(told) or "nothing is asked"
