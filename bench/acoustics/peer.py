"""A peer, in a Python of its own: `python peer.py octave|phonometry FILE` prints JSON. Knows nothing of
Sentra.

The same work: A weighting (accurate), Fast, LAFmax, LAeq, third octaves; phonometry does C-peak too.
"""

import json
import math
import os
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np
import soundfile

PA_PER_FS = 63.2
BANDS = [18.0, 21_000.0]


def db(square: float) -> float:
    return 10 * math.log10(square / 4e-10)


def octave(samples: np.ndarray, fs_hz: int) -> dict[str, float]:
    peer = import_module("pyoctaveband")  # not among the dependencies of the project
    weighted = peer.weighting_filter(samples, fs_hz, "A")
    fast = peer.time_weighting(weighted, fs_hz, "fast")
    peer.octavefilter(samples, fs_hz, fraction=3, order=6, limits=BANDS)
    return {"lafmax": db(float(fast.max())), "laeq": db(float(np.mean(np.square(weighted))))}


def phonometry(samples: np.ndarray, fs_hz: int) -> dict[str, float]:
    peer = import_module("phonometry")
    weighted = peer.weighting_filter(samples, fs_hz, "A")
    fast = peer.time_weighting(weighted, fs_hz, "fast")
    peak = float(peer.lc_peak(samples, fs_hz))
    peer.octave_filter(samples, fs_hz, fraction=3, order=6, limits=BANDS)
    return {"lafmax": db(float(fast.max())), "laeq": db(float(np.mean(np.square(weighted)))), "lcpeak": peak}


def main() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    started = time.process_time()
    samples, fs_hz = soundfile.read(sys.argv[2])
    found = {"octave": octave, "phonometry": phonometry}[sys.argv[1]](samples * PA_PER_FS, fs_hz)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_mb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    print(json.dumps(found | {"cpu": time.process_time() - started, "peak_mb": round(peak_mb)}))


if __name__ == "__main__":
    main()
