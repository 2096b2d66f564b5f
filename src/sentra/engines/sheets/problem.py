"""The words of the sheets engine: what a messy file is, what is asked of it, what comes out.

Everything here is plain data: the engine reads no clock, no database and no settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sentra.engines.sheets.sentence import Sentence

Cell = str | int | float | bool | date | datetime | None
"""One raw cell as the file holds it; a text file has only `str` and `None`."""

Kind = Literal[
    "name",  # of a business or a person; kept as written, spaces mended
    "text",
    "address",  # Ds./Dk./RT/RW/Kec. parts are read out of it
    "village",
    "district",
    "nik",
    "kk",
    "nib",
    "npwp",
    "bank_account",
    "identifier",  # any other identifier, e.g. SIINas
    "phone",
    "money",  # whole rupiah
    "count",  # whole, never negative
    "quantity",  # number with a unit
    "workers",  # a count, or L/P parts
    "date",
    "year",
    "kbli",
    "latitude",
    "longitude",
    "sex",
    "status",
]

PERSONAL: frozenset[Kind] = frozenset({"nik", "kk", "npwp", "phone", "bank_account"})
"""Kinds that must never be written in clear (an individual's NPWP is the NIK)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column the caller wants, and the header words offices use for it."""

    key: str
    kind: Kind
    words: tuple[str, ...]
    label: str
    required: bool = False
    yearly: bool = False  # money kept per year: what a list gives per month is multiplied by 12


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    district_code: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places a list may name. `aliases` maps a folded spelling to a village code."""

    districts: Mapping[str, str]  # code -> name
    villages: tuple[Village, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as read: rows of cells, not yet understood. Row 0 is row 1 in the file.

    `formulas` are the (row, column) of cells whose formula has no stored result, or ended in an error.
    `merges` are (top, left, bottom, right), all inclusive; only the top left cell holds the content.
    `broken` rows could not be cut into columns with certainty: each carries the sentence to reject it with.
    `repaired` rows were put right from a text file; each carries the sentence that says what was done.
    """

    name: str
    rows: list[list[Cell]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    broken: Mapping[int, Sentence] = field(default_factory=dict)
    repaired: Mapping[int, Sentence] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    kind: str  # xlsx, xlsb, xls, ods, xml, csv, html, sql; lines: a workbook of whole lines, cut into columns
    sheets: tuple[Grid, ...]


class Unreadable(Exception):
    """The file, or one sheet of it, is refused. Carries one Indonesian sentence and the place."""

    def __init__(
        self, sentence: Sentence, *, sheet: str = "", row: int | None = None, column: str = ""
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.sheet = sheet
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and what it was taken for."""

    index: int
    header: str
    field: str | None
    confidence: float  # 0..1
    why: Sentence  # "judul", "isi", "tersimpan" + what was seen


@dataclass(frozen=True, slots=True)
class Total:
    """A total or sub-total row that was dropped, and whether its sums check as far as they can be checked."""

    row: int
    label: str
    agrees: bool | None  # None: nothing in it could be checked
    detail: Sentence


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read. `header_rows` and `first_row` count from 0."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    columns: tuple[Column, ...]
    skipped: tuple[int, ...] = ()  # title, numbering, repeated header, section, blank and total rows
    totals: tuple[Total, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    hidden: bool = False  # the sheet is hidden in its workbook: better left out unless asked for

    @property
    def fingerprint(self) -> str:
        """The header as a key, so that a known sender's mapping is found again."""
        return "|".join(" ".join(c.header.casefold().split()) for c in self.columns)


Severity = Literal["rejected", "doubtful", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or in doubt, or repaired, in one cell. Rows count from 1 as people see them.

    `sentence` never repeats a personal number.
    """

    row: int
    column: int | None
    field: str | None
    code: str  # stable, e.g. "nik_precision_lost"
    severity: Severity
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A range such as `10-15 jt`: both ends in the unit of the field."""

    low: int
    high: int


Value = str | int | float | date | Span


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: raw cells by column index, values by field key, problems found."""

    number: int  # as people see it, from 1
    cells: tuple[str, ...]  # as text, in column order
    values: Mapping[str, Value]
    problems: tuple[Problem, ...]
