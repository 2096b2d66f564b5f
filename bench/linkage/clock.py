"""Wall and CPU seconds of a process and of those it started, lap by lap, and the most memory they held."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Clock:
    """`laps` has (wall, CPU) seconds by name."""

    def __init__(self) -> None:
        self.laps: dict[str, tuple[float, float]] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        wall, used = time.monotonic(), cpu()
        yield
        self.laps[name] = (round(time.monotonic() - wall, 3), round(cpu() - used, 3))

    def told(self) -> dict[str, Any]:
        return {"laps": self.laps, "peak_gb": peak_gb()}


def cpu() -> float:
    """CPU seconds so far, with those of ended children."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def peak_gb() -> float:
    """Of this process; children that ran beside it held less, and not at the same time."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)


def loop() -> float:
    """CPU seconds of ten million additions: how fast this machine is just now."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return round(time.process_time() - started, 2)
