"""Whole lists as columns say what rows say, in one process and in two."""

import gc
from multiprocessing.pool import ThreadPool
from types import SimpleNamespace

import pyarrow as pa
import pytest

from sentra.engines.linkage import columns
from sentra.engines.linkage.batch import to_table
from sentra.engines.linkage.columns import normalise_columns, rows_of
from sentra.engines.linkage.normalise import normalise
from sentra.engines.linkage.problem import LinkageRefused
from tests.engines.linkage.normal_cast import GAZETTEER, SEEN, raw

CELLS = [
    {"owner": "H. Slamet Riyadi", "village": "Bojong", "district": "Mrebet", "phone": "0812 3456 7890"},
    {
        "owner": "Bu Yati",
        "nik": "3303014107800001",
        "product": "Gula Jawa",
        "latitude": "-7.3",
        "longitude": "109.3",
    },
    {"business": "UD Sumber Rejeki", "address": "RT 01/RW 02 Ds. Tunjungmuli", "nib": "123456789012"},
    {},
]
NAMES = sorted({name for cells in CELLS for name in cells})


def table(rows: int = len(CELLS)) -> pa.Table:
    told = [CELLS[number % len(CELLS)] for number in range(rows)]
    sides = {"id": [f"r{number}" for number in range(rows)], "source": ["list"] * rows, "seen": [SEEN] * rows}
    return pa.table(
        sides | {name: pa.array([cells.get(name) for cells in told], pa.string()) for name in NAMES}
    )


def test_columns_are_normalised_as_rows_are() -> None:
    rows = [normalise(raw(f"r{number}", **cells), GAZETTEER) for number, cells in enumerate(CELLS)]
    assert normalise_columns(table(), GAZETTEER).equals(to_table(rows))


def test_two_processes_say_what_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "WORTH_A_POOL", 10)
    monkeypatch.setattr(columns, "CHUNK", 7)
    one = normalise_columns(table(30), GAZETTEER)
    assert normalise_columns(table(30), GAZETTEER, processes=2).equals(one)


def test_a_worker_says_what_one_process_says_and_looks_for_no_cycles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers here are threads of this process: what they switch off can be seen."""
    monkeypatch.setattr(columns, "WORTH_A_POOL", 10)
    monkeypatch.setattr(columns, "CHUNK", 7)
    one = normalise_columns(table(30), GAZETTEER)
    monkeypatch.setattr(columns, "get_context", lambda _how: SimpleNamespace(Pool=ThreadPool))
    try:
        found, switched_off = normalise_columns(table(30), GAZETTEER, processes=2), not gc.isenabled()
    finally:
        gc.enable()
    assert found.equals(one)
    assert switched_off


def test_rows_come_back_from_columns_without_what_columns_do_not_carry() -> None:
    rows = [normalise(raw(f"r{number}", **cells), GAZETTEER) for number, cells in enumerate(CELLS)]
    bare = [row._replace(sex=None, notes=()) for row in rows]
    assert list(rows_of(to_table(rows))) == bare
    assert list(rows_of(to_table(rows), pa.array([2, 0]))) == [bare[2], bare[0]]


def test_no_rows_are_no_rows_and_a_table_without_ids_is_refused() -> None:
    assert len(normalise_columns(table(0), GAZETTEER)) == 0
    with pytest.raises(LinkageRefused, match="lacks the columns id"):
        normalise_columns(table().drop_columns(["id"]), GAZETTEER)
