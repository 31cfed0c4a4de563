"""A difference between two protocols, as a value."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from vmo_rehab.source import Span


class Leaning(StrEnum):
    """Whether a change makes a protocol more careful, where that is certain."""

    MORE = "more cautious"
    LESS = "less cautious"


@frozen
class Difference:
    """One thing that is otherwise in the new protocol.

    Args:
        where: the part of the protocol, such as ``phase squat, way on to lunge``; empty for the whole.
        what: what of it: ``pain during training``.
        before: how it was; empty where it is new.
        after: how it is; empty where it is gone.
        leaning: whether that is more or less cautious; ``None`` where it is not certain.
        place: where it stands in the new file, or what is gone in the old one.
    """

    where: str
    what: str
    before: str = ""
    after: str = ""
    leaning: Leaning | None = None
    place: Span | None = field(default=None, eq=False)
