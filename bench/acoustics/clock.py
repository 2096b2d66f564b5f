"""One core, CPU seconds of this process, the most memory it held, and how fast the machine is just now."""

import os
import time
from pathlib import Path


def one_core() -> None:
    """Everything after this runs on the last of the cores this process may use."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def cpu() -> float:
    return time.process_time()


def peak_mb() -> float:
    """Of this program alone: getrusage would count what its parent held before it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


def loop() -> float:
    """CPU seconds of ten million additions."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return round(time.process_time() - started, 2)
