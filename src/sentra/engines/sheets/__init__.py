"""Reads the messy lists that offices send: any spreadsheet, text, HTML or SQL file to checked rows.

This window is all that others may import. The engine is pure: bytes and plain data in, plain data out;
it never writes a file, because the cells hold national identity numbers.
"""

from sentra.engines.sheets.addresses import Address, read_address
from sentra.engines.sheets.header import HeaderFound, find_header
from sentra.engines.sheets.limits import column_letter
from sentra.engines.sheets.places import Ambiguous, Hit, Places, fold_place
from sentra.engines.sheets.problem import (
    PERSONAL,
    Book,
    Cell,
    Column,
    Field,
    Gazetteer,
    Grid,
    Kind,
    Layout,
    Problem,
    Row,
    Severity,
    Span,
    Total,
    Unreadable,
    Value,
    Village,
)
from sentra.engines.sheets.properties import stamp, stamped
from sentra.engines.sheets.reading import REMARK_HEADER, read
from sentra.engines.sheets.rows import parse_rows
from sentra.engines.sheets.sentence import Fact, Sentence, Stored, figure, heard, joined, say, stored
from sentra.engines.sheets.survey import survey
from sentra.engines.sheets.totals import find_totals
from sentra.engines.sheets.values import (
    Finding,
    Parsed,
    mask_numbers,
    mask_sentence,
    nik_sex,
    parse_value,
    written,
)
from sentra.engines.sheets.workbook import annotate

__all__ = [
    "PERSONAL",
    "REMARK_HEADER",
    "Address",
    "Ambiguous",
    "Book",
    "Cell",
    "Column",
    "Fact",
    "Field",
    "Finding",
    "Gazetteer",
    "Grid",
    "HeaderFound",
    "Hit",
    "Kind",
    "Layout",
    "Parsed",
    "Places",
    "Problem",
    "Row",
    "Sentence",
    "Severity",
    "Span",
    "Stored",
    "Total",
    "Unreadable",
    "Value",
    "Village",
    "annotate",
    "column_letter",
    "figure",
    "find_header",
    "find_totals",
    "fold_place",
    "heard",
    "joined",
    "mask_numbers",
    "mask_sentence",
    "nik_sex",
    "parse_rows",
    "parse_value",
    "read",
    "read_address",
    "say",
    "stamp",
    "stamped",
    "stored",
    "survey",
    "written",
]
