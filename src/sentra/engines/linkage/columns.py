"""Whole lists as columns: from cells to normal forms and back to rows, in several processes for millions.

Columns travel between processes for next to nothing; rows as Python objects would cost more than their
normal forms.
"""

import gc
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

from sentra.engines.linkage.normalise import Gazetteer, normalise
from sentra.engines.linkage.normalise.row import WORTH_A_POOL
from sentra.engines.linkage.problem import CELLS, LinkageRefused, Norm, Raw
from sentra.engines.linkage.tables import TEXTS, schema, to_table

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK: Final = 20_000  # rows that travel together

_COLUMN_OF: Final = {field: column for column, field in TEXTS.items()} | {
    name: name for name in ("id", "seen", "tokens", "phones", "latitude", "longitude")
}

_taken: list[Gazetteer] = []


def normalise_columns(cells: "pa.Table", gazetteer: Gazetteer, *, processes: int = 1) -> "pa.Table":
    """The batch table of `cells`: its columns are id, source, seen and any of CELLS, all text but the day.

    Rows stay in order. Beyond WORTH_A_POOL rows in so many processes. Raises LinkageRefused when id, source
    or seen is missing.
    """
    import pyarrow as pa

    if missing := [name for name in ("id", "source", "seen") if name not in cells.column_names]:
        raise LinkageRefused(f"The table lacks the columns {', '.join(missing)}.")
    chunks = cells.select([name for name in cells.column_names if name in _KNOWN]).to_batches(CHUNK)
    if processes < 2 or len(cells) < WORTH_A_POOL:
        done = [_normal(chunk, gazetteer) for chunk in chunks]
    else:
        # Spawned, not forked: a web server holds threads and connections that must not be copied.
        with get_context("spawn").Pool(processes, _take, (gazetteer,)) as pool:
            sent = (_packed(pa.Table.from_batches([chunk])) for chunk in chunks)
            done = [_opened(packed) for packed in pool.imap(_one, sent)]
    return pa.concat_tables(done) if done else schema().empty_table()


_KNOWN: Final = frozenset(("id", "source", "seen", *CELLS))


def _take(gazetteer: Gazetteer) -> None:
    """Nothing a worker makes has cycles, and looking for them is a tenth of its time."""
    gc.disable()
    _taken[:] = [gazetteer]


def _one(packed: bytes) -> bytes:
    return _packed(_normal(_opened(packed).to_batches()[0], _taken[0]))


def _packed(table: "pa.Table") -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _opened(packed: bytes) -> "pa.Table":
    import pyarrow as pa

    return pa.ipc.open_stream(packed).read_all()


def _normal(chunk: "pa.RecordBatch", gazetteer: Gazetteer) -> "pa.Table":
    return to_table(normalise(raw, gazetteer) for raw in _raws(chunk))


def _raws(chunk: "pa.RecordBatch") -> Iterator[Raw]:
    told = [name for name in chunk.schema.names if name in CELLS]
    sides = (chunk.column(name).to_pylist() for name in ("id", "source", "seen"))
    for ident, source, seen, *values in zip(
        *sides, *(chunk.column(name).to_pylist() for name in told), strict=True
    ):
        yield Raw(ident, source, seen, {n: v for n, v in zip(told, values, strict=True) if v})


def rows_of(table: "pa.Table", positions: Sequence[int] | None = None) -> Iterator[Norm]:
    """Rows of a batch table as normal forms, for vetoes; without what a batch does not carry (sex, notes)."""
    wanted = table if positions is None else table.take(positions)
    known: dict[str | None, str | None] = {}
    for batch in wanted.to_batches(CHUNK):
        yield from map(Norm._make, zip(*(_side(batch, field, known) for field in Norm._fields), strict=True))


# Texts of which many rows have the same: as one object each they stay near at hand when rows are compared.
_OFTEN: Final = frozenset(("source", "village", "district", "place", "hamlet", "rt", "rw", "product", "kbli"))


def _side(batch: "pa.RecordBatch", field: str, known: dict[str | None, str | None]) -> list[Any]:
    """One field of Norm for all rows; what a batch does not carry is absent."""
    column = _COLUMN_OF.get(field)
    if column is None:
        return [() if field == "notes" else None] * len(batch)
    told = batch.column(column).to_pylist()
    if column in _OFTEN:
        return [known.setdefault(text, text) for text in told]
    return [tuple(numbers or ()) for numbers in told] if column == "phones" else told
