"""HTML tables: pages saved from a portal, and the `.xls` files that are HTML inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as parser

from sentra.engines.sheets.limits import EMPTY, MAX_COLUMNS, check_size, squared
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable
from sentra.engines.sheets.sentence import say

_XML_SHEET = say(
    "Berkas ini lembar kerja XML lama atau XML lain. Buka di Excel atau LibreOffice dan simpan sebagai .xlsx."
)
_NO_TABLE = say("Halaman HTML ini tidak memuat tabel. Simpan ulang halaman yang berisi daftarnya.")
_DECLARATION = re.compile(r"^\s*\ufeff?\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\xa0]+")
_HEADS_AT_LEAST = 2
_BREAKS = frozenset({"br", "p", "div", "li"})


def read_html(text: str) -> Book:
    """One sheet per table that holds no other table. Raises Unreadable when there is none."""
    text = _DECLARATION.sub("", text)
    if "<table" not in text.lower():
        raise Unreadable(
            _XML_SHEET if not re.search(r"<html|<body|<!doctype", text, re.IGNORECASE) else _NO_TABLE
        )
    try:
        page = parser.document_fromstring(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_NO_TABLE) from error
    tables = _lists(page)
    grids = [_grid(table, number) for number, table in enumerate(tables, start=1)]
    kept = tuple(grid for grid in grids if grid.rows)
    if not kept:
        raise Unreadable(EMPTY)
    return Book("html", kept)


def _lists(page: "parser.HtmlElement") -> "list[parser.HtmlElement]":
    """The tables that hold rows: one that only lays out others is none, nor is one in a cell of a list."""
    kept: list[parser.HtmlElement] = []
    for table in page.iter("table"):
        if any(outer in kept for outer in table.iterancestors("table")):
            continue
        if table.find(".//table") is None or _is_list(table):
            kept.append(table)
    return kept


def _is_list(table: "parser.HtmlElement") -> bool:
    """Whether a table with tables in its cells is a list all the same: it has a header row of its own."""
    lines = list(_own_rows(table))
    headed = any(sum(cell.tag == "th" for cell in line) >= _HEADS_AT_LEAST for line in lines[:3])
    return headed and len(lines) > 1


def _own_rows(table: "parser.HtmlElement") -> "Iterator[parser.HtmlElement]":
    return (line for line in table.iter("tr") if next(line.iterancestors("table")) is table)


@dataclass(slots=True)
class _Drawn:
    """A table being laid out: cells that reach down from rows above keep their columns."""

    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)  # column -> (rows left, text)

    def add(self, cells: list[tuple[str, int, int]]) -> None:
        """Lays one row: (text, columns, rows). A cell over several rows holds for each of them."""
        row: dict[int, str] = {column: text for column, (_, text) in self.reaching.items()}
        taken = set(row)
        self.reaching = {c: (left - 1, t) for c, (left, t) in self.reaching.items() if left > 1}
        at = 0
        for text, wide, high in cells:
            while at in taken:
                at += 1
            self._place(row, at, text, wide, high)
            at += wide
        width = max(row, default=-1) + 1
        self.rows.append([row.get(column) or None for column in range(width)])

    def _place(self, row: dict[int, str], at: int, text: str, wide: int, high: int) -> None:
        top = len(self.rows)
        for column in range(at, at + wide):
            row[column] = text if column == at else ""
            if high > 1:
                self.reaching[column] = (high - 1, row[column])
        if wide > 1 or high > 1:
            self.merges.append((top, at, top + high - 1, at + wide - 1))


def _grid(table: "parser.HtmlElement", number: int) -> Grid:
    drawn = _Drawn()
    for line in _own_rows(table):
        cells = [(_text(c), _span(c, "colspan"), _span(c, "rowspan")) for c in line if c.tag in ("td", "th")]
        drawn.add(cells)
    name = _name(table, number)
    rows = squared(drawn.rows)
    check_size(name, len(rows), len(rows[0]) if rows else 0)
    return Grid(name, rows, merges=tuple(m for m in drawn.merges if m[0] < len(rows)))


def _span(cell: "parser.HtmlElement", attribute: str) -> int:
    value = str(cell.get(attribute, "1")).strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
    return min(max(number, 1), MAX_COLUMNS + 1 if attribute == "colspan" else 10_000)


def _name(table: "parser.HtmlElement", number: int) -> str:
    caption = table.find("caption")
    return (_text(caption) if caption is not None else "") or f"Tabel {number}"


def _text(cell: "parser.HtmlElement") -> str:
    """The visible text, a line break where the page has one."""
    parts: list[str] = []
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        hidden = not isinstance(node.tag, str) or node.tag in ("script", "style")
        if event == "start":
            parts.append("\n" if node.tag in _BREAKS else "")
            parts.append("" if hidden else node.text or "")
        elif node is not cell:
            parts.append(node.tail or "")
    return "\n".join(line for raw in "".join(parts).split("\n") if (line := _SPACES.sub(" ", raw).strip()))
