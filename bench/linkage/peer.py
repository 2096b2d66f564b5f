"""The peer: Splink with the settings its documentation starts with, on lower-cased raw columns.

`python -m bench.linkage.peer ROWS.parquet FOLDER [THRESHOLD ...]` runs it in a process of its own, writes
edges.parquet, clusters.parquet and peer.json into the folder, and prints the last.
"""

import argparse
import json
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = ("owner", "business", "address", "village", "district", "phone", "nik", "nib", "product")
WRITTEN = (
    "owner",
    "business",
    "address",
    "village",
    "district",
    "product",
)  # lower-cased; the rest are numbers
CANDIDATE = 0.05  # edges below this are not kept
MANY = 200_000  # rows from which training looks at a tenth


@dataclass(frozen=True)
class Peer:
    """`edges` has the positions a and b of two rows and their probability; `clusters[t]` a group per row.

    The seconds are those of training, prediction and one clustering, as a user would run it; `spent` says
    how the wall seconds fell. `untrained` names blocking rules whose training Splink refused.
    """

    edges: pa.Table
    clusters: dict[float, np.ndarray]
    wall: float
    cpu: float
    peak_gb: float
    spent: dict[str, float]
    untrained: list[str] = field(default_factory=list)


def link(rows: pa.Table, thresholds: tuple[float, ...] = (0.9,), *, threads: int = 2) -> Peer:
    """Links the rows of a generator; the clock stops after the clustering at the first threshold.

    Loading the library is not on the clock, here as with the engine.
    """
    import splink  # noqa: F401

    clock = _Clock()
    con = duckdb.connect(config={"threads": threads, "memory_limit": "14GB"})
    linker = _linker(con, raw_columns(rows))
    clock.lap("register")
    untrained = _train(linker, rows.num_rows)
    clock.lap("train")
    predictions = linker.inference.predict(threshold_match_probability=CANDIDATE)
    clock.lap("predict")
    clusters = {thresholds[0]: _cluster(con, linker, predictions, thresholds[0])}
    clock.lap("cluster")
    wall, cpu = clock.total()
    clusters |= {at: _cluster(con, linker, predictions, at) for at in thresholds[1:]}
    return Peer(_edges(con, predictions), clusters, wall, cpu, _peak_gb(), clock.laps, untrained)


def raw_columns(rows: pa.Table) -> pa.Table:
    columns: dict[str, Any] = {"unique_id": pa.array(np.arange(rows.num_rows))}
    for name in COLUMNS:
        column = rows[name]
        columns[name] = pc.utf8_trim_whitespace(pc.utf8_lower(column)) if name in WRITTEN else column
    return pa.table(columns)


def _linker(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> Any:
    from splink import DuckDBAPI, Linker

    return Linker(DuckDBAPI(con).register(rows), _settings(), log_level=40)


def trained(con: duckdb.DuckDBPyConnection, rows: pa.Table) -> tuple[Any, Any]:
    """The registered rows and a linker trained on them, its tables of frequencies ready."""
    from splink import DuckDBAPI, Linker

    known = DuckDBAPI(con).register(rows)
    linker = Linker(known, _settings(), log_level=40)
    _train(linker, rows.num_rows)
    for column in ("owner", "village"):
        linker.table_management.compute_tf_table(column)
    return known, linker


def registered(linker: Any, rows: pa.Table) -> Any:
    return linker._db_api.register(rows)  # noqa: SLF001 - another API would be another database


def _settings() -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("owner"),
            cl.JaroWinklerAtThresholds("business"),
            cl.JaroWinklerAtThresholds("address"),
            cl.ExactMatch("village").configure(term_frequency_adjustments=True),
            cl.ExactMatch("district"),
            cl.LevenshteinAtThresholds("phone", 2),
            cl.LevenshteinAtThresholds("nik", 2),
            cl.ExactMatch("nib"),
            cl.ExactMatch("product"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nik"),
            block_on("nib"),
            block_on("phone"),
            block_on("owner", "village"),
            block_on("owner", "district"),
            block_on("substr(owner,1,4)", "village"),
            block_on("business", "district"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def _train(linker: Any, count: int) -> list[str]:
    """As the tutorial does it: the prior from sure rules, u by sampling, m by three blocked trainings."""
    from splink import block_on
    from splink.internals.exceptions import EMTrainingException

    sure = [block_on("nik"), block_on("nib"), block_on("phone", "owner")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    share, refused = (0.1 if count > MANY else 1.0), []
    for columns in (("owner", "district"), ("phone",), ("village", "product")):
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), max_pairs=3e6, record_sample_proportion=share
            )
        except EMTrainingException:
            refused.append(" and ".join(columns))
    return refused


def _cluster(con: duckdb.DuckDBPyConnection, linker: Any, predictions: Any, threshold: float) -> np.ndarray:
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predictions, threshold_match_probability=threshold
    )
    # An unfinished result would block Splink's next query on this connection: fetch the whole.
    query = f"select cast(cluster_id as bigint) c from {found.physical_name} order by unique_id"
    return con.sql(query).to_arrow_table()["c"].to_numpy()


def _edges(con: duckdb.DuckDBPyConnection, predictions: Any) -> pa.Table:
    query = "select unique_id_l a, unique_id_r b, match_probability probability from {}"
    return con.sql(query.format(predictions.physical_name)).to_arrow_table()


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._wall = self._last = time.monotonic()
        self._cpu = _cpu()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name], self._last = round(now - self._last, 2), now

    def total(self) -> tuple[float, float]:
        return round(time.monotonic() - self._wall, 2), round(_cpu() - self._cpu, 2)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_gb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)


def save(peer: Peer, folder: Path) -> dict[str, Any]:
    """Writes what was found, and returns the figures as peer.json has them."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(peer.edges, folder / "edges.parquet")
    clusters = pa.table({str(at): pa.array(groups) for at, groups in peer.clusters.items()})
    pq.write_table(clusters, folder / "clusters.parquet")
    figures = {key: getattr(peer, key) for key in ("wall", "cpu", "peak_gb", "spent", "untrained")}
    (folder / "peer.json").write_text(json.dumps(figures), encoding="utf-8")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("thresholds", type=float, nargs="*", default=[0.9])
    asked = parser.parse_args()
    peer = link(pq.read_table(asked.rows), tuple(asked.thresholds))
    print(json.dumps(save(peer, asked.folder)))


if __name__ == "__main__":
    main()
