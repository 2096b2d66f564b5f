"""Engine speed on the held-out set. `python -m bench.acoustics.speeding HONEST DISHONEST MISTAKEN` prints
JSON.
"""

import io
import json
import sys
from collections import Counter
from typing import Any

import numpy as np

from bench.acoustics import inputs
from bench.acoustics.clock import cpu, one_core
from sentra.engines import acoustics
from sentra.engines.acoustics import Track


def checked(case: inputs.Held) -> Track:
    model = inputs.ENGINES[case.engine]
    return acoustics.engine_speed(io.BytesIO(case.recording), model, case.claimed_rpm)


def misses(case: inputs.Held, track: Track) -> tuple[float, list[float]]:
    """Percent by which the speed of the hold, and of each frame wholly inside it, is wrong."""
    times = np.flatnonzero(case.held) / inputs.FS_HZ
    begins, ends = times[0], times[-1]
    truth = float(case.true_rpm[case.held].mean())
    whole = 100 * abs((track.rpm_hold or 0.0) / truth - 1)
    sums = np.concatenate([[0.0], np.cumsum(case.true_rpm)])
    frames = []
    for time, rpm in zip(track.times_s, track.rpm, strict=True):
        if begins + 0.2 <= time <= ends - 0.2:
            first, last = (round((time + side) * inputs.FS_HZ) for side in (-0.2, 0.2))
            frames.append(100 * abs(rpm / ((sums[last] - sums[first]) / (last - first)) - 1))
    return whole, frames


def honest(count: int) -> dict[str, Any]:
    wholes, frames, verified, total, seconds = [], [], 0, 0, 0.0
    missed: list[str] = []
    for case in inputs.honest(count):
        started = cpu()
        track = checked(case)
        seconds += cpu() - started
        total += 1
        if track.status != "verified":
            missed.append(f"{case.engine} {case.claimed_rpm:.0f} rpm at {case.snr_db:g} dB: {track.status}")
            continue
        verified += 1
        whole, inside = misses(case, track)
        wholes.append(whole)
        frames += inside
    return {
        "total": total,
        "verified": verified,
        "missed": missed,
        "median": float(np.median(wholes)),
        "p95": float(np.percentile(wholes, 95)),
        "worst": max(wholes),
        "frames_p95": float(np.percentile(frames, 95)),
        "cpu": seconds / total,
    }


def wrong(cases: Any) -> dict[str, Any]:
    """`false`: verified with a speed more than 2 % from the truth."""
    outcomes: Counter[str] = Counter()
    false = []
    for case in cases:
        track = checked(case)
        outcomes[track.status] += 1
        truth = float(case.true_rpm[case.held].mean())
        if track.status == "verified" and abs((track.rpm_hold or 0.0) / truth - 1) > 0.02:
            false.append(f"{case.engine} ({case.real}) at {case.ratio:.2f}, {case.snr_db:g} dB")
    return {"total": outcomes.total(), "outcomes": dict(outcomes), "false": false}


def main() -> None:
    one_core()
    counts = [int(word) for word in sys.argv[1:4]]
    told = {
        "honest": honest(counts[0]),
        "dishonest": wrong(inputs.dishonest(counts[1])),
        "mistaken": wrong(inputs.mistaken(counts[2])),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
