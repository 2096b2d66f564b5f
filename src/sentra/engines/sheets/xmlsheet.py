"""Workbooks in the XML of Excel 2003, which portals still send under the name `.xls`."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from sentra.engines.sheets.limits import DAMAGED, EMPTY, check_size, squared
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable

_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_NAMESPACE}}}"
_DECLARATION = re.compile(r"^\s*\ufeff?\s*<\?xml[^>]*\?>")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
_EXACT_BELOW = 1e15


def is_xml_workbook(text: str) -> bool:
    return _NAMESPACE in text[:4000] and re.search(r"<(?:\w+:)?Workbook\b", text[:4000]) is not None


def read_xml_workbook(text: str) -> Book:
    """One grid per worksheet with content. Raises Unreadable."""
    if "<!DOCTYPE" in text:
        raise Unreadable(DAMAGED)  # no program writes one, and its entities would be lost
    try:
        book = etree.fromstring(_DECLARATION.sub("", text).strip(), _PARSER)
        grids = tuple(_grid(sheet) for sheet in book.iter(f"{_SS}Worksheet"))
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise Unreadable(DAMAGED) from error
    kept = tuple(grid for grid in grids if grid.rows)
    if not kept:
        raise Unreadable(EMPTY)
    return Book("xml", kept)


def _grid(sheet: "etree._Element") -> Grid:
    name = str(sheet.get(f"{_SS}Name") or "Lembar")
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[tuple[int, int, int, int]] = []
    for row, column, element in _cells(name, sheet):
        cells[row, column] = _value(element)
        right, down = _number(element, "MergeAcross"), _number(element, "MergeDown")
        if right or down:
            merges.append((row, column, row + down, column + right))
    height, width = (1 + max((place[axis] for place in cells), default=-1) for axis in (0, 1))
    rows: list[list[Cell]] = [[None] * width for _ in range(height)]
    for (row, column), cell in cells.items():
        rows[row][column] = cell
    hidden = any(str(e.text).startswith("SheetHidden") for e in sheet.iter("{*}Visible"))
    return Grid(name, squared(rows), merges=tuple(merges), hidden=hidden)


def _cells(name: str, sheet: "etree._Element") -> "Iterator[tuple[int, int, etree._Element]]":
    """Every cell with its place from 0; rows and cells that are empty are left out and counted on."""
    row = -1
    for line in sheet.iter(f"{_SS}Row"):
        row = _number(line, "Index", row + 2) - 1
        column = -1
        for cell in line.iter(f"{_SS}Cell"):
            column = _number(cell, "Index", column + 2) - 1
            check_size(name, row + 1, column + 1)
            yield row, column, cell
            column += _number(cell, "MergeAcross")
        row += _number(line, "Span")


def _number(element: "etree._Element", attribute: str, missing: int = 0) -> int:
    """A whole number of few digits, never negative."""
    return int(str(element.get(f"{_SS}{attribute}") or missing)[:7])


def _value(cell: "etree._Element") -> Cell:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return None
    text = "".join(map(str, data.itertext()))
    kind = data.get(f"{_SS}Type")
    if kind == "Number" and text:
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < _EXACT_BELOW else number
    if kind == "DateTime" and text:
        return datetime.fromisoformat(text)
    return text or None
