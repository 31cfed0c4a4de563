"""Limits and variants on a day: which of them bind, and what they leave of what is prescribed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define

from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.evaluate import Finding, View, evaluate
from vmo_rehab.protocol.dosage import Prescribed
from vmo_rehab.protocol.exercise import ANY_ARC, Arc, Exercise
from vmo_rehab.protocol.limit import Anchor, Limit, Variant, WeightBearing
from vmo_rehab.protocol.model import Protocol
from vmo_rehab.truth import TRUE, UNKNOWN, Truth, known


@define(eq=False)
class Standing:
    """How one limit stands on a day: whether it has ended, and what that rests on.

    Args:
        limit: the limit.
        variant: what it belongs to; ``None`` for the protocol itself.
        ended: the answer; it binds unless it has certainly ended.
        finding: of its criterion; ``None`` where a day ends it.
        found: how far that day is.
    """

    limit: Limit
    variant: Variant | None
    ended: Truth
    finding: Finding | None = None
    found: str = ""

    @property
    def name(self) -> str:
        """What it limits and how, with the variant it belongs to."""
        own = self.variant
        return f"{self.limit} (for {own.fact} {own.label})" if own else str(self.limit)


def in_days(number: int) -> str:
    """Write a number of days."""
    return "1 day" if number == 1 else f"{number} days"


def variants_of(protocol: Protocol, episode: Episode) -> tuple[Variant, ...]:
    """Return the variants that bind a patient; where a fact is not known, all of that fact."""
    facts = episode.enrolled.facts
    return tuple(one for one in protocol.variants if facts.get(one.fact, one.label) == one.label)


def min_stay(protocol: Protocol, episode: Episode, phase: str) -> int:
    """Return the least days of a stay in a phase; the longest that binds."""
    variants = variants_of(protocol, episode)
    return max([protocol.phase_by_id[phase].min_stay, *(one.min_stay.get(phase, 0) for one in variants)])


def earliest(protocol: Protocol, episode: Episode, phase: str) -> tuple[Anchor, ...]:
    """Return the earliest entries to a phase; of several after one thing the latest."""
    own = protocol.phase_by_id[phase].not_before
    variants = variants_of(protocol, episode)
    latest: dict[str, Anchor] = {own.after: own} if own else {}
    for anchor in (one.not_before[phase] for one in variants if phase in one.not_before):
        if anchor.after not in latest or anchor.days > latest[anchor.after].days:
            latest[anchor.after] = anchor
    return tuple(latest.values())


def standing(protocol: Protocol, view: View) -> tuple[Standing, ...]:
    """Tell how every limit of a patient stands.

    Args:
        protocol: in force.
        view: what their criteria may see, read for merit.
    """
    own = [_standing(limit, None, view) for limit in protocol.limits]
    variants = variants_of(protocol, view.episode)
    return tuple(own + [_standing(limit, one, view) for one in variants for limit in one.limits])


def _standing(limit: Limit, variant: Variant | None, view: View) -> Standing:
    if limit.until:
        finding = evaluate(limit.until, view)
        return Standing(limit, variant, finding.truth, finding)
    anchor = limit.anchor
    assert anchor is not None  # noqa: S101 - a limit has one of the two
    start = view.episode.day_of(anchor.after)
    if start is None:
        return Standing(limit, variant, UNKNOWN, None, f"{anchor.after} is not known")
    days = (view.now.date - start).days
    found = f"{in_days(days)} since {anchor.after}"
    return Standing(limit, variant, known(days >= anchor.days), None, found)


def binding(limits: Iterable[Standing]) -> tuple[Limit, ...]:
    """Return the limits that bind: all that have not certainly ended."""
    return tuple(one.limit for one in limits if one.ended is not TRUE)


def top_of(row: Prescribed, limits: Iterable[Limit]) -> tuple[int, str] | None:
    """Return the highest level that limits allow a row, and why; ``None`` where they leave it alone.

    On a ladder of exercises, what lies at a forbidden one and above is out of reach.
    """
    limits = tuple(limits)
    tops = list(_loads(row, limits))
    for place, exercise in enumerate(row.own[1:]):
        if why := barred(row, exercise, limits):
            tops.append((place, why))
    return min(tops, key=lambda top: top[0]) if tops else None


def most_of(row: Prescribed, limits: Iterable[Limit]) -> int | None:
    """Return the highest level that limits allow a row; ``None`` where they leave it alone."""
    top = top_of(row, limits)
    return top[0] if top else None


def caps(rows: Iterable[Prescribed], levels: Mapping[str, int], limits: Sequence[Limit]) -> dict[str, int]:
    """Return the highest level that limits allow each row; what is forbidden stays where it is at most."""
    found = {}
    for row in rows if limits else ():
        level = levels.get(row.id)
        if row.load and level is not None:
            top = top_of(row, limits)
            most = top[0] if top else max(level, row.load.most)
            found[row.id] = min(level, most) if barred(row, row.own[0], limits) else most
    return found


def barred(row: Prescribed, exercise: Exercise, limits: Iterable[Limit]) -> str:
    """Say why an exercise is not done for a row; nothing where it may be."""
    mine = [one for one in limits if one.concerns(exercise)]
    if bars := [one for one in mine if one.bars(exercise)]:
        return f"{exercise.name}: not before {_ends(bars)}"
    if arc_left(row, exercise, mine) is None:
        return f"{exercise.name}: no range is left before {_ends(one for one in mine if one.arc)}"
    return ""


def arc_left(row: Prescribed, exercise: Exercise, limits: Iterable[Limit]) -> Arc | None:
    """Return what limits leave of the range of an exercise, if they leave any."""
    left: Arc | None = _usual(row, exercise)
    for limit in limits:
        if left and limit.arc and limit.concerns(exercise):
            left = left.meet(limit.arc)
    return left


def notes_on(row: Prescribed, exercise: Exercise, limits: Iterable[Limit]) -> Iterator[str]:
    """Yield what stands beside an exercise that is done: a narrowed range, part of the weight."""
    mine = [one for one in limits if one.concerns(exercise)]
    usual, arc = _usual(row, exercise), arc_left(row, exercise, mine)
    narrowed = {arc.bent, arc.straight} - {usual.bent, usual.straight} if arc else set()
    if by := [one for one in mine if one.arc and narrowed & {one.arc.bent, one.arc.straight}]:
        yield f"Only {arc} before {_ends(by)}."
    partial = [one for one in mine if one.weight_bearing is WeightBearing.PARTIAL]
    if partial and exercise.bears_weight:
        yield f"Only part of your weight on the leg before {_ends(partial)}."


def _usual(row: Prescribed, exercise: Exercise) -> Arc:
    """Return the range an exercise is done in; a row says nothing of what the catalogue has in its place."""
    own = row.arc if any(one.id == exercise.id for one in row.own) else None
    return own or exercise.usual_arc or ANY_ARC


def _loads(row: Prescribed, limits: Iterable[Limit]) -> Iterator[tuple[int, str]]:
    for limit in limits:
        if row.load and limit.load and any(map(limit.concerns, row.own)):
            most = row.load.read(limit.load)
            assert most is not None  # noqa: S101 - seen to when the protocol was read
            level = row.load.whole(most)
            yield level, f"At most {row.load.show(level)} before {_ends([limit])}"


def _ends(limits: Iterable[Limit]) -> str:
    """Say what ends limits; their lines in the file stand in the explanation."""
    return " and ".join(dict.fromkeys(one.end for one in limits))
