"""The table: what was measured, of the engine and of its peer, beside what was to be reached."""

import math
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

Told = Mapping[str, Any]
Line = tuple[str, str, str, str]
LEARNT = ("attune", "link", "cluster")  # laps that answer to what the peer does: learn, score, cluster


class Report:
    """Prints each line as it is known, and keeps it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.loops: list[float] = []

    def add(self, what: str, ours: str, theirs: str = "", target: str = "") -> None:
        self.lines.append((what, ours, theirs, target))
        print(f"{what:78} {ours:>30} {theirs:>30}   {target}", flush=True)

    def quality(self, name: str, records: int, ours: Told, theirs: Told, cuts: Sequence[float]) -> None:
        self.loops.append(ours["loop"])
        precision, recall, f1, *_ = ours["likely"]
        peer = f"{theirs['f1'][cuts[0]]:.3f} (best cut {max(theirs['f1'].values()):.3f})"
        at = f"{name}, {records:,} rows"
        self.add(
            f"pairwise F1, {at}, cut fixed in advance",
            f"{f1:.3f} (P {precision:.3f}, R {recall:.3f})",
            peer,
            "≥ 0.90, goal 0.92",
        )
        precision, recall, *_ = ours["sure"]
        self.add("  automatic band: precision", f"{precision:.3f}", "", "≥ 0.98")
        self.add("  automatic band: share of true pairs", f"{recall:.1%}", "", "≥ 70 %")
        self.add("  merges across two valid, different NIK and NIB", str(ours["crossed"][0]), "", "0")
        for warning in ours["dropped"]:
            self.add("  left out", warning)

    def fitted(self, name: str, records: int, ours: Told) -> None:
        precision, recall, f1, *_ = ours["likely"]
        self.add(
            "  the same, weights fitted to these lists without answers",
            f"{f1:.3f} (P {precision:.3f}, R {recall:.3f})",
        )

    def labels(self, name: str, records: int, told: Told) -> None:
        self.add(
            "  with 300 answers from half of the villages, on the other half",
            f"{told['before']:.3f} → {told['f1']:.3f} (worst of 5: {told['worst']:.3f})",
            "",
            "≥ 0.93",
        )

    def drift(self, name: str, small: tuple[Told, Told], large: tuple[Told, Told], cut: float) -> None:
        ours = large[0]["likely"][2] - small[0]["likely"][2]
        theirs = large[1]["f1"][cut] - small[1]["f1"][cut]
        best = max(large[1]["f1"].values()) - max(small[1]["f1"].values())
        rows = large[0]["rows"]
        self.add(
            f"drift of F1 to {rows:,} rows, {name}, same cut",
            f"{ours:+.3f}",
            f"{theirs:+.3f} (best cut {best:+.3f})",
            "at most 0.01 lost",
        )

    def batch(self, records: int, ours: Told, theirs: Told) -> None:
        linking = sum(ours["laps"][lap][1] for lap in LEARNT)
        self.add(
            f"CPU of {records:,} rows: learning, scoring, clustering",
            f"{linking:.1f} s, {ours['peak_gb']:.1f} GB",
            f"{theirs['cpu']:.1f} s, {theirs['peak_gb']:.1f} GB",
            "≤ 19 s (peer 63 s)",
        )
        normalising = ours["laps"]["normalise"][1]
        self.add(
            "  and normalising, which the peer does not do",
            f"{normalising:.1f} s ({normalising / records * 1e6:.0f} µs a row)",
        )
        self.add("  its parts", _laps(ours))

    def relink(self, told: Told) -> None:
        wall, used = _total(told)
        self.add(
            f"full relink of {told['rows']:,} rows with a stored model, normalising included",
            f"{wall:.1f} s (CPU {used:.1f} s), {told['peak_gb']:.2f} GB",
            "",
            "≤ 4 s, ≤ 1 GB",
        )
        self.add("  its parts", _laps(told))

    def largest(self, told: Told, small: Told) -> None:
        wall, used = _total(told)
        self.add(
            f"{told['rows']:,} rows end to end, two processes",
            f"{wall:.0f} s (CPU {used:.0f} s), {told['peak_gb']:.1f} GB",
            "",
            "≤ 120 s, ≤ 6 GB",
        )
        self.add("  its parts", _laps(told))
        self.add("  F1", f"{told['likely'][2]:.3f}")
        grown = math.log(used / _total(small)[1]) / math.log(told["rows"] / small["rows"])
        self.add(f"  growth exponent of CPU from {small['rows']:,} rows", f"{grown:.2f}")

    def fresh(self, records: int, ours: Told, theirs: Told) -> None:
        self.add(
            f"500 new rows against {records:,}: linking",
            f"{ours['link_ms']:.0f} ms",
            f"{theirs['link_ms']:.0f} ms",
            "≤ 50 ms",
        )
        self.add("  normalising them", f"{ours['normalise_ms']:.0f} ms", "", "≤ 50 ms")
        self.add("  building the index, once", f"{ours['index_s']:.1f} s, {ours['peak_gb']:.1f} GB")

    def registry(self, told: Told) -> None:
        wall, used = _total(told)
        self.add(
            f"through the register: {told['rows']:,} rows ({told['source']}) against {told['known']:,}",
            f"{wall:.1f} s (CPU {used:.1f} s), {told['peak_gb']:.2f} GB",
        )
        self.add("  its parts", _laps(told))
        self.add("  rows that join a business, that wait", f"{told['follows']:,}, {told['waiting']:,}")

    def markdown(self) -> str:
        head = ["| What | Sentra | Splink as documented | To reach |", "|---|---:|---:|---|"]
        return "\n".join([*head, *(f"| {' | '.join(line)} |" for line in self.lines)])


def _total(told: Told) -> tuple[float, float]:
    """Wall and CPU seconds."""
    walls, used = zip(*told["laps"].values(), strict=True)
    return sum(walls), sum(used)


def _laps(told: Told) -> str:
    return ", ".join(f"{name} {wall:.1f} s" for name, (wall, _) in told["laps"].items())


def document(report: Report) -> str:
    load, cores = os.getloadavg()[0], os.cpu_count()
    low, high = min(report.loops), max(report.loops)
    return f"""# Figures of the linkage engine

Written by `make bench-linkage`: one run, each measurement in a process of its own, Python
{sys.version.split()[0]}, {cores} cores with a load of {load:.1f} by other work at the end; ten million
additions in Python took {low:.2f} to {high:.2f} CPU seconds meanwhile. The peer is Splink with the settings
its documentation begins with, on lower-cased raw columns; its probability cuts are 0.9, and the best of 0.5,
0.9, 0.99 and 0.999 in brackets.

The engine was developed on `plain` (other seeds than here). `rough` was first only measured; then its errors
were looked at: by comparison, for villages that were not found, and for products. What came of it is counted
in any lists (words, crafts of villages, rivals of one list) and has no words in it; its few constants were
chosen where both generators are flat. The automatic band is measured with the cuts of `bands.py`, which are
the same for all lists.

Sentra's F1 is that of the starting weights, attuned to the lists: how frequent a value is, and which words
are one product. No answers are needed for it. Loading libraries and reading the files is not on the clock.

{report.markdown()}
"""
