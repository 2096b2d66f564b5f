"""Writes rows as the kinds of file offices send. Same rows, same bytes: creation times are fixed."""

import csv
import html
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Cell = str | int | float | None
Row = Sequence[Cell]

CREATED = datetime(
    2026, 1, 2, 8, 0, tzinfo=UTC
)  # a fixed stamp, so that the same scenario gives the same bytes


def open_workbook(path: Path) -> Any:
    """An xlsxwriter workbook with a fixed creation stamp; the caller closes it."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"title": path.stem, "comments": "DATA SINTETIS / CONTOH", "created": CREATED})
    return book


def write_row(sheet: Any, at: int, row: Row, style: Any = None) -> None:
    """One row from column A; empty cells are left out."""
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell, style)
        elif cell is not None:
            sheet.write_number(at, column, cell, style)


def write_xlsx(path: Path, sheet_name: str, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    book = open_workbook(path)
    sheet = book.add_worksheet(sheet_name)
    for at, title in enumerate(titles):
        sheet.write_string(at, 0, title)
    write_row(sheet, len(titles), header, book.add_format({"bold": True, "border": 1}))
    for at, row in enumerate(rows, start=len(titles) + 1):
        write_row(sheet, at, row)
    book.close()


def write_csv(
    path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row], *, delimiter: str, encoding: str
) -> None:
    """Title rows of one cell, then header and rows. Raises UnicodeEncodeError outside the encoding."""
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerows([[title] for title in titles])
        writer.writerow(header)
        writer.writerows(rows)


def write_html_table(path: Path, titles: Sequence[str], header: Row, rows: Sequence[Row]) -> None:
    """An HTML table under an .xls name, which is what many portals export as "Excel"."""
    lines = ['<html><head><meta charset="utf-8"></head><body><table border="1">']
    lines += [f'<tr><td colspan="{len(header)}">{html.escape(title)}</td></tr>' for title in titles]
    lines += [_html_row(header, "th"), *(_html_row(row, "td") for row in rows)]
    path.write_text("\n".join([*lines, "</table></body></html>\n"]), encoding="utf-8")


def _html_row(row: Row, tag: str) -> str:
    cells = (f"<{tag}>{'' if cell is None else html.escape(str(cell))}</{tag}>" for cell in row)
    return f"<tr>{''.join(cells)}</tr>"
