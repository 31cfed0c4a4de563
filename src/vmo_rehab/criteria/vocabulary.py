"""The names a criterion may use."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import field, frozen

from vmo_rehab.criteria.tree import Count, Counted, Criterion
from vmo_rehab.measures import Measure

MAX_ANCHOR_DAYS = 730
"""The longest time since a fact, hold or entry that a protocol may speak of."""


@frozen
class Vocabulary:
    """What can stand in a criterion of one protocol.

    Args:
        measures: every declared measure by id.
        baselines: ids of the measures asked once at enrolment.
        dates: ids of the facts that are dates.
        holds: ids of the holds.
        exercises: ids of all exercises of the catalogue and the protocol.
        names: the named criteria read so far, by name.
    """

    measures: Mapping[str, Measure]
    baselines: Collection[str] = ()
    dates: Collection[str] = ()
    holds: Collection[str] = ()
    exercises: Collection[str] = ()
    names: Mapping[str, Criterion] = field(factory=dict)

    def counted(self, word: str) -> Counted | None:
        """Return the built-in count that a word names, if it names one."""
        if word in ("days_in_phase", "sessions_in_phase"):
            return Counted(Count(word))
        stem, since, of = word.partition("_since_")
        if not since:
            return None
        if of in self.dates and stem in ("days", "weeks"):
            return Counted(Count.DAYS_SINCE_FACT if stem == "days" else Count.WEEKS_SINCE_FACT, of)
        if of in self.holds and stem in ("days", "sessions"):
            return Counted(Count.DAYS_SINCE_HOLD if stem == "days" else Count.SESSIONS_SINCE_HOLD, of)
        return None

    def words(self) -> list[str]:
        """Return every word a criterion may begin with, for "did you mean"."""
        built_in = ["days_in_phase", "sessions_in_phase"]
        built_in += [f"{unit}_since_{fact}" for unit in ("days", "weeks") for fact in self.dates]
        built_in += [f"{unit}_since_{hold}" for unit in ("days", "sessions") for hold in self.holds]
        return [*self.measures, *self.proposed(), *built_in]

    def proposed(self) -> list[str]:
        """Return the names of criteria that can be proposed: those that are names indeed."""
        return [name for name in self.names if name.isidentifier() and name.islower()]
