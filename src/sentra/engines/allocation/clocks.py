"""How long a solve has taken, and whether whoever waits for it still wants to."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sentra.engines.allocation.allocation import Limits
from sentra.engines.allocation.highs import Stop, Watch

Progress: TypeAlias = Callable[[str, float, float | None, float | None], bool]
"""(phase, elapsed seconds, value so far, bound) -> go on?"""


@dataclass
class Run:
    """One solve on the clock: duration only, never the date."""

    limits: Limits
    on_progress: Progress | None = None
    stopped: bool = False
    _wall: float = field(default_factory=time.monotonic)
    _cpu: float = field(default_factory=time.process_time)

    @property
    def wall_s(self) -> float:
        return time.monotonic() - self._wall

    @property
    def cpu_s(self) -> float:
        return time.process_time() - self._cpu

    @property
    def left_s(self) -> float:
        return 0.0 if self.stopped else max(0.0, self.limits.wall_s - self.wall_s)

    def stop(self, nodes: int | None = None) -> Stop:
        """Until when a solver may search from now on."""
        return Stop(
            self.left_s,
            self.limits.relative_gap,
            self.limits.nodes if nodes is None else nodes,
            self.limits.seed,
        )

    def tell(self, phase: str, value: float | None = None, bound: float | None = None) -> None:
        if self.on_progress is not None and not self.on_progress(phase, self.wall_s, value, bound):
            self.stopped = True

    def watch(self, phase: str) -> Watch | None:
        if self.on_progress is None:
            return None

        def heard(value: float, bound: float) -> bool:
            self.tell(phase, _finite(value), _finite(bound))
            return not self.stopped

        return heard


def _finite(number: float) -> float | None:
    return number if abs(number) < 1e300 else None
