"""One recording through the engine: `python -m bench.acoustics.analysing FILE` prints JSON."""

import json
import sys
import time
from pathlib import Path

from bench.acoustics.clock import cpu, loop, one_core, peak_mb
from sentra.engines import acoustics
from sentra.engines.acoustics import Calibration


def main() -> None:
    one_core()
    path = Path(sys.argv[1])
    speed = loop()
    chain = Calibration(63.2, 94.0, 1000.0, 0.0, 60.0, 0.1, 10.0, 48_000, "bench")
    base, started, wall = peak_mb(), cpu(), time.perf_counter()
    found = acoustics.analyse(path, chain)
    told = {
        "cpu": cpu() - started,
        "wall": time.perf_counter() - wall,
        "base_mb": base,
        "peak_mb": peak_mb(),
        "loop": speed,
        "seconds": found.info.duration_s,
        "lafmax": found.levels.lafmax_db,
        "laeq": found.levels.laeq_db,
        "lcpeak": found.levels.lcpeak_db,
        "bands": [round(float(level), 3) for level in found.bands.leq_db],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
