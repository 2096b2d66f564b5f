"""What clerks' answers add: learnt from pairs of one half of the villages, measured on the other half.

`python -m bench.linkage.labelled FOLDER [--labels 300] [--draws 5]` prints JSON. The pairs a clerk
answers are drawn from those that are asked: neither hopeless nor sure.
"""

import argparse
import json
import random
import statistics
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from bench.linkage import inputs
from bench.linkage.pairwise import Pairwise, pairwise
from sentra.engines import linkage
from sentra.engines.linkage import Edge, EdgeTable, Label, Norm


class Halves:
    """Rows of two halves of the villages; a village is in one of them."""

    def __init__(self, norms: list[Norm], truth: np.ndarray) -> None:
        self.norms, self.truth = norms, truth
        self.position = {norm.id: at for at, norm in enumerate(norms)}
        self.half = np.array([_half(norm) for norm in norms])

    def of(self, edge: Edge) -> int | None:
        one, other = self.half[self.position[edge.a]], self.half[self.position[edge.b]]
        return int(one) if one == other else None

    def same(self, edge: Edge) -> bool:
        return bool(self.truth[self.position[edge.a]] == self.truth[self.position[edge.b]])

    def measured(self, edges: list[Edge], half: int) -> Pairwise:
        """The partition of one half, against its truth."""
        rows = np.flatnonzero(self.half == half)
        place = {self.norms[row].id: at for at, row in enumerate(rows)}
        inside = [edge for edge in edges if edge.a in place and edge.b in place]
        links = EdgeTable(
            [place[edge.a] for edge in inside],
            [place[edge.b] for edge in inside],
            [edge.weight for edge in inside],
            [edge.owner for edge in inside],
        )
        norms = [self.norms[row] for row in rows]
        found = linkage.cluster(norms, links, auto=linkage.LIKELY, average=linkage.LIKELY)
        groups = np.empty(len(rows), np.int64)
        for number, members in enumerate(found.groups):
            groups[[place[member] for member in members]] = number
        return pairwise(self.truth[rows], groups)


def _half(norm: Norm) -> int:
    return zlib.crc32((norm.village or norm.district or norm.id).encode()) & 1


def labelled(lists: inputs.Stored, labels: int, draws: int) -> dict[str, Any]:
    table = linkage.normalise_columns(lists.rows, lists.gazetteer)
    model = linkage.attuned(table, linkage.starting_model())
    norms = list(linkage.reworded(linkage.rows_of(table), model))
    batch = linkage.link_batch(table, model, min_weight=linkage.DOUBTFUL)
    edges = list(linkage.edges(batch.edges, model))
    rows = linkage.features({norm.id: norm for norm in norms}, edges)
    halves = Halves(norms, lists.truth)
    asked = [at for at, e in enumerate(edges) if e.weight < linkage.SURE and halves.of(e) == 0]
    learnt = []
    for draw in range(draws):
        drawn = random.Random(draw).sample(asked, min(labels, len(asked)))
        answers = [Label(edges[at].weight, rows[at], halves.same(edges[at])) for at in drawn]
        learned = linkage.learn(answers, version=f"draw {draw}")
        learnt.append(halves.measured(linkage.rerank(edges, rows, learned), 1))
    before = halves.measured(edges, 1)
    return {
        "before": before.f1,
        "f1": statistics.mean(found.f1 for found in learnt),
        "worst": min(found.f1 for found in learnt),
        "precision": statistics.mean(found.precision for found in learnt),
        "recall": statistics.mean(found.recall for found in learnt),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--labels", type=int, default=300)
    words.add_argument("--draws", type=int, default=5)
    asked = words.parse_args()
    print(json.dumps(labelled(inputs.load(asked.folder), asked.labels, asked.draws)))


if __name__ == "__main__":
    main()
