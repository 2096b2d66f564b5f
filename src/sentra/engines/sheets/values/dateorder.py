"""What a whole column tells of the order of day and month, which one cell alone cannot tell."""

import re
from collections.abc import Iterable
from datetime import date
from functools import partial

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.outcome import Parsed, Parser, doubt, note

_NUMBERS = re.compile(r"\s*([0-9]{1,2})([-/.])([0-9]{1,2})\2((?:[0-9]{2}){1,2})(?![0-9])(.*)", re.DOTALL)
_MONTHS = 12
_FEW = 3

_MONTH_FIRST = note(
    "date_column_month_first",
    say("Kolom ini ditulis bulan/hari/tahun, terlihat dari tanggal lainnya; dibaca begitu."),
)
_SWAPPED = doubt(
    "date_swapped_by_excel",
    say(
        "Excel mungkin menukar hari dan bulan: tanggal lain di kolom ini tertinggal sebagai teks karena "
        "harinya lebih dari 12. Periksa tanggalnya."
    ),
)


def ordered(parse: Parser, cells: Iterable[Cell]) -> Parser:
    """The parser of a column of dates, as the column's own order asks for.

    A form on the web writes the month first. A program set to English turns what it takes for a date, day and
    month swapped, and leaves the rest as text.
    """
    days, months, texts, real = 0, 0, 0, list[date]()
    for cell in cells:
        if isinstance(cell, date):
            real.append(cell)
        elif isinstance(cell, str) and (found := _NUMBERS.match(cell)):
            texts += 1
            days += int(found[1]) > _MONTHS
            months += int(found[3]) > _MONTHS
    if months and not days:
        return partial(_month_first, parse)
    if days >= _FEW and days == texts and len(real) >= _FEW and all(d.day <= _MONTHS for d in real):
        return partial(_perhaps_swapped, parse)
    return parse


def _month_first(parse: Parser, cell: Cell) -> Parsed:
    found = _NUMBERS.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return parse(cell)
    month, sign, day, year, rest = found.groups()
    parsed = parse(f"{day}{sign}{month}{sign}{year}{rest}")
    return Parsed(parsed.value, (*parsed.findings, _MONTH_FIRST))


def _perhaps_swapped(parse: Parser, cell: Cell) -> Parsed:
    parsed = parse(cell)
    if not isinstance(cell, date) or cell.day == cell.month:
        return parsed
    return Parsed(parsed.value, (*parsed.findings, _SWAPPED))
