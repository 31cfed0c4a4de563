"""Gates: what has to be open besides a criterion, before a patient moves on or an exercise is unlocked."""

from __future__ import annotations

import datetime as dt

from attrs import define

from vmo_rehab.engine.episode import Episode
from vmo_rehab.engine.evaluate import Finding
from vmo_rehab.engine.limits import earliest, in_days, min_stay
from vmo_rehab.protocol.dosage import Prescribed, Unlock
from vmo_rehab.protocol.limit import Anchor
from vmo_rehab.protocol.model import Progress, Protocol
from vmo_rehab.truth import FALSE, TRUE, UNKNOWN, Truth, known


@define(eq=False)
class Gate:
    """A gate of a move: whether it is open, what it needs and what was found.

    Args:
        name: ``min_stay``, ``not_before`` or ``sign_off``.
        truth: whether it is open.
        needed: what opens it.
        found: what there is.
        asks: whether somebody can open it by answering, not only time.
    """

    name: str
    truth: Truth
    needed: str
    found: str
    asks: bool = False


@define(eq=False)
class Way:
    """One way on: its criterion's finding and its gates."""

    rule: Progress
    finding: Finding
    gates: tuple[Gate, ...]

    @property
    def open(self) -> bool:
        """Whether the criterion is true and every gate open."""
        return self.finding.truth is TRUE and all(gate.truth is TRUE for gate in self.gates)


@define(eq=False)
class Lock:
    """A locked row: its criterion's finding and its gates."""

    row: Prescribed
    finding: Finding
    gates: tuple[Gate, ...]

    @property
    def opens(self) -> bool:
        """Whether the criterion is true and every gate open."""
        return self.finding.truth is TRUE and all(gate.truth is TRUE for gate in self.gates)


def gates(protocol: Protocol, episode: Episode, rule: Progress, day: dt.date) -> tuple[Gate, ...]:
    """Evaluate the gates of one way on: the stay's length, the earliest entry, the sign-off."""
    state, found = episode.state, []
    floor = min_stay(protocol, episode, state.phase)
    if floor:
        days = state.days_in_stay(day)
        found.append(Gate("min_stay", known(days >= floor), f"{in_days(floor)} in this phase", in_days(days)))
    found += [not_before(episode, anchor, day) for anchor in earliest(protocol, episode, rule.to)]
    if rule.sign_off or episode.enrolled.sign_off_every_move:
        found.append(_sign_off(episode, rule, day))
    return tuple(found)


def not_before(episode: Episode, anchor: Anchor, day: dt.date) -> Gate:
    """Evaluate an earliest day."""
    start = episode.day_of(anchor.after)
    if start is None:
        return Gate("not_before", UNKNOWN, str(anchor), f"{anchor.after} is not known", asks=True)
    days = (day - start).days
    since = f"{in_days(days)} since {anchor.after}"
    return Gate("not_before", known(days >= anchor.days), str(anchor), since)


def lock_gates(episode: Episode, unlock: Unlock, day: dt.date) -> tuple[Gate, ...]:
    """Evaluate the gates of a locked row: its earliest day."""
    return (not_before(episode, Anchor(unlock.days, unlock.after), day),) if unlock.after else ()


def _sign_off(episode: Episode, rule: Progress, day: dt.date) -> Gate:
    needed = rule.sign_off
    words = f"a sign-off for {rule.to}" + (
        f" by a {needed.by}, at most {needed.lasts} days old" if needed else ""
    )
    for signed in episode.state.sign_offs:
        fits = signed.to == rule.to and signed.on <= day
        if fits and (needed is None or (signed.role == needed.by and (day - signed.on).days <= needed.lasts)):
            return Gate("sign_off", TRUE, words, f"signed by {signed.by} on {signed.on}")
    return Gate("sign_off", FALSE, words, "none that counts", asks=True)
