"""Five hundred new rows against everything known: the engine's index in memory, and the peer's SQL.

`python -m bench.linkage.fresh FOLDER [--peer]` prints JSON; the median of a few rounds.
"""

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench.linkage import inputs, peer
from bench.linkage.clock import loop, peak_gb
from sentra.engines import linkage

NEW = 500
ROUNDS = 7


def ours(lists: inputs.Stored) -> dict[str, Any]:
    # Another sheet each round, none of it read before, in a process that has just begun.
    sheets = iter([list(inputs.raws(lists.rows.slice(NEW * at, NEW))) for at in range(ROUNDS)])
    normalising = _median(lambda: list(linkage.normalise_all(next(sheets), lists.gazetteer)))
    table = linkage.normalise_columns(lists.rows, lists.gazetteer, processes=2)
    model = linkage.attuned(table, linkage.starting_model())
    norms = list(linkage.rows_of(table))
    new = norms[:NEW]
    started = time.monotonic()
    index = linkage.Index(norms[NEW:])
    built = time.monotonic() - started
    gc.collect()
    gc.freeze()  # as a server does once it is up
    found: list[linkage.Edge] = []

    def link() -> None:
        found[:] = linkage.link(new, index, model, min_weight=linkage.DOUBTFUL)

    return {
        "normalise_ms": normalising * 1000,
        "link_ms": _median(link) * 1000,
        "index_s": built,
        "edges": len(found),
    }


def theirs(lists: inputs.Stored) -> dict[str, Any]:
    """Splink with the peer's settings, trained on the known rows, its tables of frequencies ready."""
    con = duckdb.connect(config={"threads": 2, "memory_limit": "14GB"})
    columns = peer.raw_columns(lists.rows)
    known, linker = peer.trained(con, columns.slice(NEW))
    fresh = peer.registered(linker, columns.slice(0, NEW))
    found: list[pa.Table] = []

    def link() -> None:
        predicted = linker.inference.predict_between(
            known, fresh, threshold_match_probability=peer.CANDIDATE, warning_mode="never"
        )
        found[:] = [con.sql(f"select * from {predicted.physical_name}").to_arrow_table()]
        predicted.drop_table_from_database_and_remove_from_cache()

    return {"link_ms": _median(link) * 1000, "edges": len(found[0])}


def _median(work: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    taken = []
    for _ in range(ROUNDS):
        started = time.monotonic()
        work()
        taken.append(time.monotonic() - started)
    return statistics.median(taken)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--peer", action="store_true")
    asked = words.parse_args()
    lists = inputs.load(asked.folder)
    speed = loop()
    told = theirs(lists) if asked.peer else ours(lists)
    print(json.dumps(told | {"loop": speed, "peak_gb": peak_gb()}))


if __name__ == "__main__":
    main()
