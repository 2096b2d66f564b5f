"""`annotate`: the officer's own workbook with marked cells and a column of reasons.

An .xlsx is patched in place and keeps everything else it holds; any other kind of file becomes a new .xlsx
made from its grid, long numbers as text. All of it happens in memory: the cells hold personal numbers, and
both openpyxl and the constant-memory mode of XlsxWriter would put them into temporary files.
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sentra.engines.sheets.patching import SheetMarks, Unpatchable, patched
from sentra.engines.sheets.problem import Cell, Grid, Layout, Problem, Severity
from sentra.engines.sheets.reading import REMARK_HEADER, read
from sentra.engines.sheets.zipped import open_package

RED = "F4B6B0"
AMBER = "FFE3A3"
_COLOURS: Mapping[Severity, str] = {"rejected": RED, "doubtful": AMBER}
_MARKS: Mapping[Severity, str] = {"rejected": "DITOLAK: ", "doubtful": "PERIKSA: ", "note": "CATATAN: "}
_ORDER: tuple[Severity, ...] = ("rejected", "doubtful", "note")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_MOST_CHARS = 32_000  # Excel: 32,767 characters in a cell
_TEXT_FROM = 10**11  # numbers of 12 digits and more are identifiers: kept as text, or Excel shows 3,3E+15
_EXACT_BELOW = 1e15


def annotate(
    data: bytes,
    filename: str,
    remarks: Mapping[str, Mapping[int, Sequence[Problem]]],
    layouts: Mapping[str, Layout],
) -> bytes:
    """The bytes of an .xlsx in which `remarks` (sheet -> row from 1 -> problems) are shown.

    Rejected cells are red, doubtful ones amber; all rows are kept; the header row is frozen and filtered.
    The added column is headed REMARK_HEADER, and `read` drops it when the mended workbook comes back.
    Marks of an earlier round are replaced. `layouts` are by sheet name. Raises Unreadable as `read` does.
    """
    book = read(data, filename)
    marks = {
        grid.name: _marks(grid, remarks.get(grid.name, {}), layouts.get(grid.name))
        for grid in book.sheets
        if grid.name in remarks or grid.name in layouts
    }
    if book.kind == "xlsx":
        try:
            return patched(data, open_package(data).parts, marks)
        except (Unpatchable, KeyError):
            return _built(book.sheets, marks)
    return _built(book.sheets, marks)


def _marks(grid: Grid, remarks: Mapping[int, Sequence[Problem]], layout: Layout | None) -> SheetMarks:
    header = layout.header_rows[-1] if layout and layout.header_rows else None
    width = len(grid.rows[0])
    merged = [right for top, left, bottom, right in grid.merges if left <= width <= right]
    return SheetMarks(
        column=max([width, *(right + 1 for right in merged)]),
        header_row=header,
        header=REMARK_HEADER,
        remarks={row - 1: _sentences(problems) for row, problems in remarks.items() if problems},
        fills={row - 1: _fills(problems, width) for row, problems in remarks.items()},
        last_row=max([len(grid.rows) - 1, *(row - 1 for row in remarks)]),
        colours=(RED, AMBER),
    )


def _sentences(problems: Sequence[Problem]) -> str:
    """One line for each problem, the gravest first."""
    ordered = sorted(problems, key=lambda problem: _ORDER.index(problem.severity))
    lines = [f"{_MARKS[problem.severity]}{problem.sentence}" for problem in ordered]
    return _CONTROL.sub(" ", "\n".join(dict.fromkeys(lines)))[:_MOST_CHARS]


def _fills(problems: Sequence[Problem], width: int) -> dict[int, str]:
    """Column -> colour; a cell that is rejected and doubtful is red."""
    fills: dict[int, str] = {}
    for problem in sorted(problems, key=lambda problem: _ORDER.index(problem.severity)):
        if problem.column is not None and problem.column < width and problem.severity in _COLOURS:
            fills.setdefault(problem.column, _COLOURS[problem.severity])
    return fills


def _built(sheets: Sequence[Grid], marks: Mapping[str, SheetMarks]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    formats = _Formats(book)
    names: set[str] = set()
    for grid in sheets:
        sheet = book.add_worksheet(_sheet_name(grid.name, names))
        if grid.hidden:
            sheet.hide()
        _write_grid(sheet, grid, marks.get(grid.name), formats)
    book.close()
    return target.getvalue()


class _Formats:
    """The few cell formats of a new workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}

    def get(self, number: str = "@", colour: str = "", bold: bool = False) -> Format:
        key = (number, colour, bold)
        if key not in self._made:
            shape = {"num_format": number, "valign": "top", "bold": bold, "text_wrap": bold}
            self._made[key] = self._book.add_format(
                {**shape, **({"bg_color": f"#{colour}"} if colour else {})}
            )
        return self._made[key]

    def remark(self) -> Format:
        key = ("remark", "", False)
        if key not in self._made:
            self._made[key] = self._book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        return self._made[key]


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\ , not used twice."""
    plain = _CONTROL.sub("", _FORBIDDEN.sub(" ", name)).strip(" '")[:31] or "Data"
    wanted, number = plain, 2
    while wanted.casefold() in taken or wanted.casefold() == "history":
        ending = f" ({number})"
        wanted, number = plain[: 31 - len(ending)] + ending, number + 1
    taken.add(wanted.casefold())
    return wanted


def _write_grid(sheet: Worksheet, grid: Grid, marks: SheetMarks | None, formats: _Formats) -> None:
    for row, cells in enumerate(grid.rows):
        fills = marks.fills.get(row, {}) if marks else {}
        header = marks is not None and row == marks.header_row
        for column, cell in enumerate(cells):
            colour = fills.get(column, "")
            if cell is not None or colour:
                _write_cell(sheet, (row, column), cell, partial(formats.get, colour=colour, bold=header))
    sheet.set_column(0, max(0, len(grid.rows[0]) - 1), 16)
    if marks:
        _write_remarks(sheet, marks, formats)


def _write_cell(sheet: Worksheet, place: tuple[int, int], cell: Cell, shape: Callable[[str], Format]) -> None:
    """Writes one cell; `shape` gives the format for a number format."""
    if cell is None:
        sheet.write_blank(*place, None, shape("@"))
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell, shape("General"))
    elif isinstance(cell, int | float) and not _as_text(cell):
        # A whole number that may have lost digits stays a number, so that a loss still shows on re-reading.
        sheet.write_number(*place, cell, shape("0" if abs(cell) >= _EXACT_BELOW else "General"))
    elif isinstance(cell, date) and cell.year >= 1900:
        moment = " hh:mm" if isinstance(cell, datetime) else ""
        sheet.write_datetime(*place, cell, shape(f"dd/mm/yyyy{moment}"))
    else:
        sheet.write_string(*place, _CONTROL.sub(" ", str(cell))[:_MOST_CHARS], shape("@"))


def _as_text(number: float) -> bool:
    return isinstance(number, int) and abs(number) >= _TEXT_FROM


def _write_remarks(sheet: Worksheet, marks: SheetMarks, formats: _Formats) -> None:
    sheet.set_column(marks.column, marks.column, 60)
    for row, text in marks.remarks.items():
        sheet.write_string(row, marks.column, text, formats.remark())
    if marks.header_row is not None:
        sheet.write_string(marks.header_row, marks.column, marks.header, formats.get("@", "", True))
        sheet.freeze_panes(marks.header_row + 1, 0)
        sheet.autofilter(marks.header_row, 0, marks.last_row, marks.column)
