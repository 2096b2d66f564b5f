"""Figures of the linkage engine beside its peer, in one run: `make bench-linkage` (`SMALL=1`: a quick look).

Every measurement runs in a process of its own, one after the other. Writes docs/reference/linkage-figures.md,
but for SMALL runs and those that leave something out. `--sizes 43358 500000` leaves out the largest,
`--no-registry` the way through the register.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from bench.linkage.pairwise import pairwise
from bench.linkage.report import Report, document

REPOSITORY = Path(__file__).resolve().parents[2]
FIGURES = REPOSITORY / "docs" / "reference" / "linkage-figures.md"
SIZES, SMALL = (43_358, 500_000, 2_000_000), (4_000, 12_000, 120_000)
SEED = 2026  # the engine was developed on other seeds
CUTS = (0.9, 0.5, 0.99, 0.999)  # of the peer; the first is the one its documentation shows
GENERATORS = ("plain", "rough")

Told = Mapping[str, Any]


class Bench:
    def __init__(self, folder: Path, sizes: Sequence[int]) -> None:
        self.folder, self.report = folder, Report()
        self.first, *self.larger = sizes
        self.stored = folder / "model.json"

    def lists(self, name: str, records: int) -> Path:
        folder = self.folder / f"{name}-{records}"
        if not folder.exists():
            words = (name, str(records), str(SEED), str(folder))
            subprocess.run([sys.executable, "-m", "bench.linkage.inputs", *words], check=True, cwd=REPOSITORY)
        return folder

    def told(self, module: str, *words: str) -> Told:
        """What a measurement prints: its last line, as JSON. What its libraries say at their end is noise."""
        command = [sys.executable, "-m", f"bench.linkage.{module}", *words]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
        told: Told = json.loads(done.stdout.splitlines()[-1])
        return told

    def relinked(self, name: str, records: int, *words: str) -> Told:
        return self.told("relinking", str(self.lists(name, records)), *words)

    def peer(self, name: str, records: int) -> Told:
        """The peer's figures, and its F1 at each cut."""
        lists, into = self.lists(name, records), self.folder / f"peer-{name}-{records}"
        told = self.told("peer", str(lists / "rows.parquet"), str(into), *map(str, CUTS))
        truth, clusters = np.load(lists / "truth.npy"), pq.read_table(into / "clusters.parquet")
        f1 = {cut: pairwise(truth, clusters[str(cut)].to_numpy()).f1 for cut in CUTS}
        return {**told, "f1": f1}

    def quality(self) -> dict[tuple[str, int], tuple[Told, Told]]:
        """At the first size on both generators; at the second too, for what size does to it."""
        found = {}
        for name in GENERATORS:
            for records in (self.first, *self.larger[:1]):
                ours, theirs = self.relinked(name, records), self.peer(name, records)
                found[name, records] = ours, theirs
                self.report.quality(name, records, ours, theirs, CUTS)
            fitted = self.relinked(name, self.first, "--fit")
            self.report.fitted(name, self.first, fitted)
            self.report.labels(name, self.first, self.told("labelled", str(self.lists(name, self.first))))
        self.stored.write_text(found["plain", self.first][0]["model"], encoding="utf-8")
        for name in GENERATORS if self.larger else ():
            self.report.drift(
                name, *(found[name, records] for records in (self.first, self.larger[0])), CUTS[0]
            )
        return found

    def speed(self, found: Mapping[tuple[str, int], tuple[Told, Told]]) -> None:
        for records in self.larger[:1]:
            self.report.batch(records, *found["plain", records])
        relinked = self.relinked("plain", self.first, "--model", str(self.stored))
        self.report.relink(relinked)
        for records in self.larger[1:]:
            largest = self.relinked("plain", records, "--processes", "2")
            self.report.largest(largest, found["plain", self.first][0])
        for records in (self.first, *self.larger[:1]):
            lists = str(self.lists("plain", records))
            self.report.fresh(records, self.told("fresh", lists), self.told("fresh", lists, "--peer"))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+")
    words.add_argument("--no-registry", action="store_true")
    asked = words.parse_args()
    small = bool(os.environ.get("SMALL"))
    sizes = tuple(asked.sizes or (SMALL if small else SIZES))
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as folder:
        bench = Bench(Path(folder), sizes)
        bench.speed(bench.quality())
        if not (asked.no_registry or small):
            bench.report.registry(bench.told("through_registry"))
    if sizes == SIZES and not asked.no_registry:
        FIGURES.write_text(document(bench.report), encoding="utf-8")


if __name__ == "__main__":
    main()
