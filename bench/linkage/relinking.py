"""One whole run of the engine: lists in, businesses out; measured in a process of its own.

`python -m bench.linkage.relinking FOLDER [--model FILE] [--fit] [--processes N] [--memory 4GB]` prints JSON.
Without a stored model the starting weights are attuned to the lists first, and that is on the clock.
"""

import argparse
import gc
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.linkage import inputs
from bench.linkage.clock import Clock, loop
from bench.linkage.pairwise import pairwise
from sentra.engines import linkage
from sentra.engines.linkage import EdgeTable, Model, Norm

SEED = 1  # of fitting


class Links:
    """Edges as positions, and the rows they touch as normal forms."""

    def __init__(self, table: pa.Table, edges: pa.Table, model: Model) -> None:
        ids = table["id"].combine_chunks()
        a, b = (pc.index_in(edges[side], value_set=ids).to_numpy() for side in "ab")
        self.rows = len(table)
        self.touched, inverse = np.unique(np.concatenate([a, b]), return_inverse=True)
        self.a, self.b = inverse[: len(a)], inverse[len(a) :]
        self.weight, self.owner = (edges[name].to_numpy() for name in ("weight", "owner"))
        taken = linkage.rows_of(table, pa.array(self.touched))
        self.norms = list(linkage.reworded(taken, model))

    def clustered(self, auto: float, average: float | None) -> tuple[tuple[str, ...], ...]:
        kept = self.weight >= min(linkage.DOUBTFUL, auto)
        links = EdgeTable(*(side[kept].tolist() for side in (self.a, self.b, self.weight, self.owner)))
        return linkage.cluster(self.norms, links, auto=auto, average=average).groups

    def groups(self, found: tuple[tuple[str, ...], ...]) -> np.ndarray:
        """A group for each row of the lists; rows without a link have their own."""
        place = {norm.id: position for norm, position in zip(self.norms, self.touched.tolist(), strict=True)}
        groups = np.arange(self.rows)
        for members in found:
            groups[[place[member] for member in members]] = place[members[0]]
        return groups

    def crossed(self, found: tuple[tuple[str, ...], ...]) -> int:
        """Pairs put together although both have a valid NIK and a valid NIB, and both numbers differ."""
        norms = {norm.id: norm for norm in self.norms}
        return sum(
            _both_differ(norms[one], norms[other])
            for members in found
            for at, one in enumerate(members)
            for other in members[at + 1 :]
        )


def _both_differ(a: Norm, b: Norm) -> bool:
    return None not in (a.nik, b.nik, a.nib, b.nib) and a.nik != b.nik and a.nib != b.nib


def relink(folder: Path, stored: str | None, *, fit: bool, processes: int, memory: str) -> dict[str, Any]:
    import splink  # noqa: F401 - loading a library is not on the clock

    lists = inputs.load(folder)
    speed = loop()
    gc.disable()  # a batch makes no cycles: to look for them among millions of rows would be on the clock
    clock = Clock()
    with clock.lap("normalise"):
        table = linkage.normalise_columns(lists.rows, lists.gazetteer, processes=processes)
    if stored:
        model = linkage.load_model(stored)
    elif fit:
        with clock.lap("fit"):
            model = linkage.fit(table, seed=SEED, memory=memory)
    else:
        with clock.lap("attune"):
            model = linkage.attuned(table, linkage.starting_model(), memory=memory)
    with clock.lap("link"):
        batch = linkage.link_batch(table, model, min_weight=linkage.DOUBTFUL, memory=memory)
    with clock.lap("cluster"):
        links = Links(table, batch.edges, model)
        likely = links.clustered(linkage.LIKELY, linkage.LIKELY)
    told = clock.told()
    groups = links.groups(likely)
    sure = links.clustered(linkage.SURE, linkage.SUPPORTED)
    return told | {
        "rows": len(table),
        "loop": speed,
        "likely": pairwise(lists.truth, groups),
        "sure": pairwise(lists.truth, links.groups(sure)),
        "crossed": [links.crossed(sure), links.crossed(likely)],
        "edges": len(batch.edges),
        "dropped": [str(warning) for warning in batch.dropped],
        "model": linkage.dump_model(model),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--model", type=Path)
    words.add_argument("--fit", action="store_true")
    words.add_argument("--processes", type=int, default=1)
    words.add_argument("--memory", default="4GB")
    asked = words.parse_args()
    stored = asked.model.read_text(encoding="utf-8") if asked.model else None
    print(
        json.dumps(
            relink(asked.folder, stored, fit=asked.fit, processes=asked.processes, memory=asked.memory)
        )
    )


if __name__ == "__main__":
    main()
