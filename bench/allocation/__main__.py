"""Figures of the allocation engine beside its peers: `make bench-allocation` (`SMALL=1`: a quick look).

Every measurement runs in a process of its own, one after the other. Writes the figures to docs/reference, but
for SMALL runs and those that leave sizes out (`--national 100000`).
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.allocation.report import Report, document

REPOSITORY = Path(__file__).resolve().parents[2]
FIGURES = REPOSITORY / "docs" / "reference" / "allocation-figures.md"
REGENCY, NATIONAL = 2_000, (100_000, 1_000_000)
SMALL_REGENCY, SMALL_NATIONAL = 500, (20_000,)
TARGETS: Mapping[tuple[str, int], Mapping[str, str]] = {
    ("regency", 2_000): {"more": "≥ 3 %", "gap": "0", "cpu": "≤ 5 s"},
    ("national", 100_000): {"gap": "≤ 0.05 %", "cpu": "≤ 8 s", "build": "< 10 %"},
    ("national", 1_000_000): {"gap": "≤ 0.05 % (stretch 0.02 %)", "cpu": "≤ 60 s, ≤ 2 GB"},
}

Told = Mapping[str, Any]


def told(module: str, *words: str) -> Told:
    """What a measurement prints: its last line, as JSON."""
    command = [sys.executable, "-m", f"bench.allocation.{module}", *words]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode and module == "peer":  # the memory limit ends it without a word
        return {"status": "Memory", "objective": None, "bound": None, "cpu": 0.0, "peak_gb": 12.0}
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    found: Told = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(report: Report, name: str, count: int, *, shuffle: bool) -> None:
    words = (name, str(count))
    ours = told("deciding", *words)
    what = f"{name}, {count:,} applicants, {ours['pairs']:,} pairs, {ours['rows']:,} rows"
    target = TARGETS.get((name, count), {})
    report.decided(what, ours, told("peer", *words), told("score_first", *words), target)
    if shuffle:
        report.same(
            f"{name}, {count:,}", told("deciding", *words, "shuffled")["solution"] == ours["solution"]
        )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--national", type=int, nargs="*")
    asked = words.parse_args()
    small = bool(os.environ.get("SMALL"))
    regency = SMALL_REGENCY if small else REGENCY
    sizes = (SMALL_NATIONAL if small else NATIONAL) if asked.national is None else tuple(asked.national)
    report = Report()
    measure(report, "regency", regency, shuffle=True)
    measure(report, "tight", regency, shuffle=False)
    for count in sizes:
        measure(report, "national", count, shuffle=count <= NATIONAL[0])
    report.agreed(told("agreeing", "60" if small else "1000", "20" if small else "200"))
    if sizes == NATIONAL and not small:
        FIGURES.write_text(document(report), encoding="utf-8")


if __name__ == "__main__":
    main()
