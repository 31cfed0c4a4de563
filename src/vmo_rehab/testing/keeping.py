"""What was worked out once and is kept for a while; all of it can be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from attrs import define, field

K = TypeVar("K")
V = TypeVar("V")


@define(eq=False)
class Kept(Generic[K, V]):
    """Values by key, each worked out when it is first asked for; those asked for last are kept.

    Args:
        most: how many are kept.

    Example:
        >>> squares = Kept[int, int](most=2)
        >>> [squares.of(number, lambda: number**2) for number in (3, 4, 3)]
        [9, 16, 9]
    """

    most: int
    _found: dict[K, V] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        _ALL.append(self)

    def of(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, worked out if it is not there."""
        # Taken out and put in again it is the newest one.
        value = self._found.pop(key) if key in self._found else make()
        self.put(key, value)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a value that is known already; the oldest one goes where there are too many."""
        self._found[key] = value
        if len(self._found) > self.most:
            del self._found[next(iter(self._found))]

    def clear(self) -> None:
        """Keep nothing of it."""
        self._found.clear()


_ALL: Final[list[Kept[Any, Any]]] = []


def forget() -> None:
    """Forget everything that the kit has worked out: to be called after the engine itself was changed.

    A tester who puts a fault into the engine, to see that the guarantees notice, calls it before and after.

    Example:
        >>> forget()
    """
    for one in _ALL:
        one.clear()
