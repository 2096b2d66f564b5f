"""Lists of a generator in a folder, so that each measurement reads them in a process of its own.

`python -m bench.linkage.inputs plain 43358 2026 FOLDER` makes them.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.linkage.generators import Lists, plain, rough
from sentra.engines.linkage import CELLS, Gazetteer, Raw

GENERATORS = {"plain": plain, "rough": rough}


class Stored(NamedTuple):
    rows: pa.Table
    truth: np.ndarray
    gazetteer: Gazetteer


def generate(name: str, records: int, seed: int) -> Lists:
    return GENERATORS[name].generate(records, seed)


def store(lists: Lists, folder: Path) -> None:
    folder.mkdir(parents=True)
    pq.write_table(lists.rows, folder / "rows.parquet")
    np.save(folder / "truth.npy", lists.truth)
    (folder / "gazetteer.json").write_text(json.dumps(lists.gazetteer), encoding="utf-8")


def load(folder: Path) -> Stored:
    villages = json.loads((folder / "gazetteer.json").read_text(encoding="utf-8"))
    return Stored(
        pq.read_table(folder / "rows.parquet"),
        np.load(folder / "truth.npy"),
        Gazetteer(tuple(village) for village in villages),
    )


def raws(rows: pa.Table) -> Iterator[Raw]:
    """The rows one by one, as an importer hands them over."""
    for row in rows.to_pylist():
        cells = {name: row[name] for name in CELLS if row[name]}
        yield Raw(row["id"], row["source"], row["seen"], cells)


if __name__ == "__main__":
    store(generate(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), Path(sys.argv[4]))
