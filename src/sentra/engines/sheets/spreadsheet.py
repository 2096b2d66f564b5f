"""Workbooks: .xlsx, .xlsb, .xls and .ods, read from memory by calamine.

Nothing is written to disk: the cells hold national identity numbers.
"""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sentra.engines.sheets.limits import DAMAGED, EMPTY, LOCKED, check_size, squared
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.zipped import Package, cells_without_result, open_package

_WORD = say("Berkas ini dokumen Word, bukan lembar kerja. Salin tabelnya ke Excel dan simpan sebagai .xlsx.")
_EXACT_BELOW = 1e15  # Excel keeps 15 digits; a longer whole number stays a float: the parser judges the loss

_Raw = str | int | float | bool | time | date | datetime | timedelta


def read_package(data: bytes) -> Book:
    """Reads .xlsx, .xlsb or .ods. Raises Unreadable."""
    package = open_package(data)
    return _read(data, package.kind, package)


def read_ole(data: bytes) -> Book:
    """Reads .xls. An OLE container may also be a Word document or a locked .xlsx: Unreadable."""
    if _holds(data, "EncryptedPackage"):
        raise Unreadable(LOCKED)
    if _holds(data, "WordDocument"):
        raise Unreadable(_WORD)
    return _read(data, "xls", None)


def _holds(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _read(data: bytes, kind: str, package: Package | None) -> Book:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [
            _grid(workbook.get_sheet_by_index(index), meta.visible != SheetVisibleEnum.Visible, package)
            for index, meta in enumerate(workbook.sheets_metadata)
            if meta.typ == SheetTypeEnum.WorkSheet and meta.visible != SheetVisibleEnum.VeryHidden
        ]
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, ValueError, OverflowError, OSError, MemoryError) as error:
        raise Unreadable(DAMAGED) from error
    except BaseException as error:
        raise _refused(error) from error
    sheets = tuple(grid for grid in grids if grid.rows)
    if not sheets:
        raise Unreadable(EMPTY)
    return Book(kind, sheets)


def _refused(error: BaseException) -> BaseException:
    """A panic of the reader derives from BaseException; anything else goes on as it is."""
    return Unreadable(DAMAGED) if type(error).__name__ == "PanicException" else error


def _grid(sheet: CalamineSheet, hidden: bool, package: Package | None) -> Grid:
    raw = sheet.to_python(skip_empty_area=False)
    formulas = cells_without_result(package, sheet.name) if package else frozenset()
    rows = _with_places(sheet.name, squared([[_cell(value) for value in row] for row in raw]), formulas)
    check_size(sheet.name, len(rows), len(rows[0]) if rows else 0)
    return Grid(sheet.name, rows, formulas, merges=_merges(sheet), hidden=hidden)


def _cell(value: _Raw) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT_BELOW else value
    return str(value) if isinstance(value, time | timedelta) else value


def _with_places(name: str, rows: list[list[Cell]], places: frozenset[tuple[int, int]]) -> list[list[Cell]]:
    """Room for the cells without a result, which the reader leaves out where they stand at the edge."""
    if not places:
        return rows
    height = max(len(rows), 1 + max(row for row, _ in places))
    width = max(len(rows[0]) if rows else 0, 1 + max(column for _, column in places))
    check_size(name, height, width)
    rows = rows + [[] for _ in range(height - len(rows))]
    return [row + [None] * (width - len(row)) for row in rows]


def _merges(sheet: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    found = sheet.merged_cell_ranges or []
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in found)
