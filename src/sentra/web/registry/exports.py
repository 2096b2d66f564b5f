"""The list as CSV and as a workbook, streamed in constant memory; no personal number is among the columns."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any

import xlsxwriter

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
COLUMNS: tuple[tuple[str, str], ...] = (
    ("Nama usaha", "shown_name"),
    ("Nama pemilik", "shown_owner"),
    ("NIB", "shown_nib"),
    ("Cabang industri", "shown_branch"),
    ("Produk", "product"),
    ("KBLI", "kbli"),
    ("Alamat", "address"),
    ("Dusun", "hamlet"),
    ("RT", "rt"),
    ("RW", "rw"),
    ("Desa", "village_name"),
    ("Kecamatan", "district_name"),
    ("Kode desa", "village_code"),
    ("Tenaga kerja laki-laki", "workers_male"),
    ("Tenaga kerja perempuan", "workers_female"),
    ("Tenaga kerja", "workers"),
    ("Nilai investasi (Rp)", "investment_idr"),
    ("Omzet setahun (Rp)", "turnover_idr"),
    ("Nilai produksi (Rp)", "production_value_idr"),
    ("Nilai ekspor (Rp)", "export_value_idr"),
    ("Kapasitas", "capacity"),
    ("Tahun berdiri", "founded_year"),
    ("Kelompok usaha", "group_name"),
    ("Sentra", "cluster"),
    ("Status", "shown_status"),
    ("Golongan Permenperin 64/2016", "size"),
    ("Golongan PP 7/2021", "size_msme"),
    ("Golongan BPS", "size_statistics"),
    ("Lintang", "latitude"),
    ("Bujur", "longitude"),
    ("Sumber", "source"),
)
HEADINGS = [heading for heading, _key in COLUMNS]


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
    sheet, bold = book.add_worksheet("Usaha"), book.add_format({"bold": True})
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
    """The cells of one business, in the order of COLUMNS."""
    known = profile.values | {
        "shown_name": profile.name,
        "shown_owner": profile.owner_name,
        "shown_nib": profile.nib,
        "shown_branch": branch_label(profile.branch),
        "village_name": places.get(profile.village_id or ""),
        "district_name": places.get(profile.district_id or ""),
        "village_code": profile.village_id,
        "shown_status": profile.get_status_display(),
        "size": class_label(profile.size),
        "size_msme": class_label(profile.size_msme),
        "size_statistics": class_label(profile.size_statistics),
        "source": _source(profile),
    }
    return [_plain(known.get(key)) for _heading, key in COLUMNS]


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
