"""Figures of the acoustics engine beside its peers: `make bench-acoustics` (`SMALL=1`: a quick look).

Every measurement runs in a process of its own, one after the other, on one core. Writes
docs/reference/acoustics-figures.md, but for SMALL runs. SENTRA_BENCH_PYTHON may name a Python 3.13 for
phonometry.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from bench.acoustics import inputs, peers
from bench.acoustics.report import Report, document

FIGURES = peers.REPOSITORY / "docs" / "reference" / "acoustics-figures.md"
INPUTS = peers.REPOSITORY / "build" / "acoustics-bench"


def told(module: str, *words: str) -> Mapping[str, Any]:
    """What a measurement prints: its last line, as JSON."""
    command = [sys.executable, "-m", f"bench.acoustics.{module}", *words]
    env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=peers.REPOSITORY, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    small = bool(os.environ.get("SMALL"))
    short, long = (1.0, 3.0) if small else (10.0, 60.0)
    report = Report()
    report.accurate(told("accuracy"))
    file = inputs.recording(INPUTS / f"{short:g}.wav", short)
    ours = told("analysing", str(file))
    report.analysed(ours, {peer: peers.measured(peer, file) for peer in peers.PINS})
    report.longer(told("analysing", str(inputs.recording(INPUTS / f"{long:g}.wav", long))), ours)
    report.ran(told("running"))
    report.sped(told("speeding", *(("2", "1", "1") if small else ("40", "12", "6"))))
    if not small:
        FIGURES.write_text(document(report), encoding="utf-8")


if __name__ == "__main__":
    main()
