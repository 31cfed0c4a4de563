"""Three truth values and their strong Kleene tables.

Unknown is neither true nor false: a conjunction with one false part is false
whatever is missing, and one with an unknown part and no false one is unknown.
Ordered false < unknown < true, conjunction is the least and disjunction the
greatest (Kleene SC, Introduction to Metamathematics, 1952, section 64).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """False, unknown or true."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __str__(self) -> str:
        return self.name.lower()

    def __bool__(self) -> bool:
        raise TypeError("a truth has three values; compare it: truth is Truth.TRUE")


FALSE, UNKNOWN, TRUE = Truth


def all_of(parts: Iterable[Truth]) -> Truth:
    """Strong Kleene conjunction; true for no parts.

    >>> all_of([TRUE, UNKNOWN]), all_of([FALSE, UNKNOWN])
    (<Truth.UNKNOWN: 1>, <Truth.FALSE: 0>)
    """
    return min(parts, default=TRUE)


def any_of(parts: Iterable[Truth]) -> Truth:
    """Strong Kleene disjunction; false for no parts.

    >>> any_of([TRUE, UNKNOWN]), any_of([FALSE, UNKNOWN])
    (<Truth.TRUE: 2>, <Truth.UNKNOWN: 1>)
    """
    return max(parts, default=FALSE)


def at_least(needed: int, parts: Iterable[Truth]) -> Truth:
    """At least ``needed`` of the parts hold: true or false once no filling-in can change it.

    >>> at_least(2, [TRUE, UNKNOWN, FALSE]), at_least(2, [TRUE, FALSE, FALSE])
    (<Truth.UNKNOWN: 1>, <Truth.FALSE: 0>)
    """
    certain = possible = 0
    for part in parts:
        certain += part is TRUE
        possible += part is not FALSE
    if certain >= needed:
        return TRUE
    return UNKNOWN if possible >= needed else FALSE


def known(fact: bool) -> Truth:
    """Turn a plain yes or no into a truth value."""
    return TRUE if fact else FALSE
