"""What a process has computed from files that never change, for a while."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `most` answers, the oldest forgotten first. Each process has its own; none is needed."""

    def __init__(self, most: int) -> None:
        self.most, self._known = most, dict[K, V]()

    def of(self, key: K, make: Callable[[], V]) -> V:
        """Two threads may make the same answer twice; both are right."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = make()
            for old in list(self._known)[: -self.most]:
                self._known.pop(old, None)
        return known

    def clear(self) -> None:
        self._known.clear()
