"""The list as CSV and as a workbook, streamed in constant memory. No personal number is ever among the columns."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from sentra.registry.models import Profile
from sentra.web.registry.wording import branch_label, class_label

Places = Mapping[str, str]
Cell = str | int | float | None
BOM = "\ufeff"  # without it Excel takes UTF-8 for the old code page
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BATCH = 500  # rows a piece of the stream
PIECE = 64 * 1024
IN_MEMORY = 2 * 1024 * 1024

# Heading and what stands under it; Indonesian in every language, because offices compare files.
COLUMNS: tuple[tuple[str, Callable[[Profile, Mapping[str, Any], Places], Any]], ...] = (
    ("Nama usaha", lambda p, v, _places: p.name),
    ("Nama pemilik", lambda p, v, _places: p.owner_name),
    ("NIB", lambda p, v, _places: p.nib),
    ("Cabang industri", lambda p, v, _places: branch_label(p.branch)),
    ("Produk", lambda p, v, _places: v.get("product")),
    ("KBLI", lambda p, v, _places: v.get("kbli")),
    ("Alamat", lambda p, v, _places: v.get("address")),
    ("Dusun", lambda p, v, _places: v.get("hamlet")),
    ("RT", lambda p, v, _places: v.get("rt")),
    ("RW", lambda p, v, _places: v.get("rw")),
    ("Desa", lambda p, v, places: places.get(p.village_id or "")),
    ("Kecamatan", lambda p, v, places: places.get(p.district_id or "")),
    ("Kode desa", lambda p, v, _places: p.village_id),
    ("Tenaga kerja laki-laki", lambda p, v, _places: v.get("workers_male")),
    ("Tenaga kerja perempuan", lambda p, v, _places: v.get("workers_female")),
    ("Tenaga kerja", lambda p, v, _places: v.get("workers")),
    ("Nilai investasi (Rp)", lambda p, v, _places: v.get("investment_idr")),
    ("Omzet setahun (Rp)", lambda p, v, _places: v.get("turnover_idr")),
    ("Nilai produksi (Rp)", lambda p, v, _places: v.get("production_value_idr")),
    ("Nilai ekspor (Rp)", lambda p, v, _places: v.get("export_value_idr")),
    ("Kapasitas", lambda p, v, _places: v.get("capacity")),
    ("Tahun berdiri", lambda p, v, _places: v.get("founded_year")),
    ("Kelompok usaha", lambda p, v, _places: v.get("group_name")),
    ("Sentra", lambda p, v, _places: v.get("cluster")),
    ("Status", lambda p, v, _places: p.get_status_display()),
    ("Golongan Permenperin 64/2016", lambda p, v, _places: class_label(p.size)),
    ("Golongan PP 7/2021", lambda p, v, _places: class_label(p.size_msme)),
    ("Golongan BPS", lambda p, v, _places: class_label(p.size_statistics)),
    ("Lintang", lambda p, v, _places: v.get("latitude")),
    ("Bujur", lambda p, v, _places: v.get("longitude")),
    ("Sumber", lambda p, v, _places: _source(p)),
)
HEADINGS = [heading for heading, _value in COLUMNS]


def csv_lines(profiles: Iterable[Profile], places: Places) -> Iterator[str]:
    """Pieces of a CSV text; cells that a spreadsheet would compute are made text."""
    writer = csv.writer(_Echo())
    piece = [BOM, writer.writerow(HEADINGS)]
    for number, profile in enumerate(profiles, 1):
        piece.append(writer.writerow([guarded(cell) for cell in _row(profile, places)]))
        if number % BATCH == 0:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def guarded(cell: Cell) -> Cell:
    """A text that starts like a formula gets an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def xlsx_parts(profiles: Iterable[Profile], places: Places) -> Iterator[bytes]:
    """Pieces of a workbook; rows leave memory as they are written (no personal number is among them)."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
        _write_sheet(book, profiles, places)
        book.close()
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write_sheet(book: Any, profiles: Iterable[Profile], places: Places) -> None:
    sheet, bold = book.add_worksheet(_("Usaha")), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 1, 28)
    sheet.set_column(2, len(COLUMNS) - 1, 16)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, bold)
    for number, profile in enumerate(profiles, 1):
        for column, cell in enumerate(_row(profile, places)):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)


def _row(profile: Profile, places: Places) -> list[Cell]:
    values = profile.values
    return [_plain(value(profile, values, places)) for _heading, value in COLUMNS]


def _plain(value: Any) -> Cell:
    """A range as its two ends; nothing is an empty cell, never a zero."""
    if isinstance(value, Mapping):
        return f"{value['low']}–{value['high']}"
    return value if isinstance(value, int | float) else str(value or "") or None


def _source(profile: Profile) -> str:
    row = profile.record
    if row.batch is None:
        return row.source.title
    return f"{row.source.title}, {row.batch.file_name}, {row.sheet}, baris {row.row}"
