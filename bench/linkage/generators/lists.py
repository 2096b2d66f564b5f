"""What a generator hands over: rows of several lists in one table, and the truth beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from bench.linkage.generators.draw import Draw
from bench.linkage.generators.region import GazetteerRow
from sentra.engines.linkage.problem import CELLS

CHUNK = 100_000  # rows held as Python objects at a time: about 60 MB
Cells = Mapping[str, str | None]


@dataclass(frozen=True)
class Lists:
    """`rows` has the text columns id, source and CELLS, and the day `seen`; absent cells are null.

    `truth` and `owner` are int64, one per row: the number of the business, and of who runs it.
    `gazetteer` has every village of the region: (code, name, district code, district, regency).
    """

    rows: pa.Table
    truth: np.ndarray
    owner: np.ndarray
    gazetteer: list[GazetteerRow]


class Sheet:
    """Takes rows one by one and keeps them in columns."""

    def __init__(self) -> None:
        self._pending: list[tuple[str, Cells]] = []
        self._chunks: list[pa.Table] = []
        self._truth: list[int] = []
        self._owner: list[int] = []

    def __len__(self) -> int:
        return len(self._truth)

    def add(self, source: str, business: int, owner: int, cells: Cells) -> None:
        self._pending.append((source, cells))
        self._truth.append(business)
        self._owner.append(owner)
        if len(self._pending) == CHUNK:
            self._flush()

    def _flush(self) -> None:
        rows = [cells for _, cells in self._pending]
        columns: dict[str, pa.Array] = {
            "source": pa.array([source for source, _ in self._pending], pa.string())
        }
        for name in CELLS:
            columns[name] = pa.array([row.get(name) for row in rows], pa.string())
        self._chunks.append(pa.table(columns))
        self._pending.clear()

    def close(
        self, records: int, seen: Mapping[str, date], draw: Draw, gazetteer: list[GazetteerRow]
    ) -> Lists:
        """The first `records` rows, shuffled: the order and the ids of rows tell nothing."""
        self._flush()
        order = list(range(records))
        draw.shuffle(order)
        table = pa.concat_tables(self._chunks).take(pa.array(order, pa.int64()))
        ids = pa.array([f"r{number:07d}" for number in range(records)], pa.string())
        days = pa.array([seen[source] for source in table["source"].to_pylist()], pa.date32())
        table = table.add_column(0, "id", ids).add_column(2, "seen", days)
        truth, owner = np.array(self._truth, np.int64), np.array(self._owner, np.int64)
        return Lists(table.combine_chunks(), truth[order], owner[order], gazetteer)
