"""Writes the five files of the demo: the office's own list, and four of other offices."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sentra.cli.demo.files import Row, write_csv, write_html_table, write_xlsx
from sentra.cli.demo.office_list import write_office_list
from sentra.cli.demo.other_lists import DINKOP, OSS, SIINAS, SURVEY, Clerk, Listing
from sentra.cli.demo.units import Truth

LABEL = "DATA SINTETIS / CONTOH"


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One written file. `creates`: its rows become businesses; otherwise they stay source records.

    `truth` names the true unit of every data row in file order (negative: a business that is gone);
    it is known to tests and benchmarks only and stands in no file.
    """

    path: Path
    source_key: str
    title: str
    creates: bool
    truth: tuple[int, ...]

    @property
    def rows(self) -> int:
        return len(self.truth)

    @property
    def units(self) -> int:
        """Distinct true units among the rows, without those that are gone."""
        return len({unit_id for unit_id in self.truth if unit_id > 0})


Writer = Callable[[Path, Sequence[str], Row, Sequence[Row]], None]


def write_lists(truth: Truth, folder: Path, seed: int) -> list[DemoFile]:
    """Write all five into `folder` (made if missing); the list that creates businesses comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _office(truth, folder / "buku-induk-ikm-2025.xlsx", seed),
        _other(truth, folder / "siinas-ekspor.csv", SIINAS, seed, _semicolons),
        _other(truth, folder / "oss-nib.xlsx", OSS, seed, _workbook),
        _other(truth, folder / "dinkop-umkm.xls", DINKOP, seed, write_html_table),
        _other(truth, folder / "survei-desa-2024.csv", SURVEY, seed, _tabs),
    ]


def _office(truth: Truth, path: Path, seed: int) -> DemoFile:
    written = write_office_list(truth, path, random.Random(f"{seed}:buku-induk"))
    return DemoFile(path, "buku-induk", "Buku Induk IKM 2025", True, tuple(written))


def _other(truth: Truth, path: Path, listing: Listing, seed: int, write: Writer) -> DemoFile:
    """Each list has its own stream of chance, so that changing one leaves the others as they are."""
    clerk = Clerk(truth, listing, random.Random(f"{seed}:{listing.key}"))
    ids, rows = zip(*clerk.rows(), strict=True)
    numbered = [[number, *row] for number, row in enumerate(rows, start=1)]
    write(path, (f"{LABEL} - {listing.title}",), ("No", *listing.header), numbered)
    return DemoFile(path, listing.key, listing.title, False, tuple(ids))


def _semicolons(path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    write_csv(path, titles, header, rows, delimiter=";", encoding="cp1252")


def _tabs(path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    write_csv(path, titles, header, rows, delimiter="\t", encoding="utf-8-sig")


def _workbook(path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    write_xlsx(path, "NIB", titles, header, rows)
