"""CPU seconds of this process, the most memory it held, and how fast the machine is just now."""

import resource
import time


def cpu() -> float:
    return time.process_time()


def peak_gb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)


def loop() -> float:
    """CPU seconds of ten million additions."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return round(time.process_time() - started, 2)
