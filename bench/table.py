"""Figures as they are measured: printed at once, kept for the reference."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

Line = tuple[str, str, str, str]  # what, wall, CPU, target


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Table:
    """Prints each figure as it is known, and keeps it for the file."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, what: str, wall: str, used: str = "", target: str = "") -> None:
        self.lines.append((what, wall, used, target))
        print(f"{what:62} {wall:>14} {used:>10}   {target}", flush=True)

    @contextmanager
    def timed(self, what: str, target: str = "") -> Iterator[None]:
        wall, used = time.monotonic(), cpu()
        yield
        self.add(what, f"{time.monotonic() - wall:.1f} s", f"{cpu() - used:.1f} s", target)

    def markdown(self) -> str:
        rows = [f"| {' | '.join(line)} |" for line in self.lines]
        return "\n".join(["| What | Wall | CPU | Target |", "|---|---:|---:|---|", *rows])
