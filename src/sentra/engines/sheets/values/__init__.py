"""One cell to one value: a parser per kind of field, none of which ever raises on what a file may hold."""

from functools import partial

from sentra.engines.sheets.problem import Cell, Field, Kind
from sentra.engines.sheets.values.coordinates import read_latitude, read_longitude
from sentra.engines.sheets.values.counts import (
    header_has_sexes,
    header_measure,
    read_count,
    read_quantity,
    read_workers,
)
from sentra.engines.sheets.values.dateorder import ordered
from sentra.engines.sheets.values.dates import read_date, read_year
from sentra.engines.sheets.values.identity import (
    find_niks,
    nik_sex,
    read_bank_account,
    read_family_card,
    read_nib,
    read_nik,
    read_npwp,
)
from sentra.engines.sheets.values.money import header_unit, is_foreign, read_foreign, read_money
from sentra.engines.sheets.values.neighbourhood import read_rt, read_rw
from sentra.engines.sheets.values.outcome import EMPTY, Finding, Parsed, Parser
from sentra.engines.sheets.values.periods import period_of, read_yearly
from sentra.engines.sheets.values.phones import read_phone
from sentra.engines.sheets.values.text import (
    mask_numbers,
    mask_sentence,
    mend,
    mended,
    read_identifier,
    read_name,
    read_text,
    written,
)
from sentra.engines.sheets.values.words import read_kbli, read_sex, read_status

__all__ = [
    "EMPTY",
    "Finding",
    "Parsed",
    "Parser",
    "find_niks",
    "header_unit",
    "mask_numbers",
    "mask_sentence",
    "mend",
    "mended",
    "nik_sex",
    "ordered",
    "parse_value",
    "parser_for",
    "parser_of",
    "written",
]

_PLAIN: dict[Kind, Parser] = {
    "name": read_name,
    "text": read_text,
    "address": read_text,
    "village": read_text,
    "district": read_text,
    "nik": read_nik,
    "kk": read_family_card,
    "nib": read_nib,
    "npwp": read_npwp,
    "bank_account": read_bank_account,
    "identifier": read_identifier,
    "phone": read_phone,
    "count": read_count,
    "date": read_date,
    "year": read_year,
    "kbli": read_kbli,
    "latitude": read_latitude,
    "longitude": read_longitude,
    "sex": read_sex,
    "status": read_status,
}


_BY_KEY: dict[str, Parser] = {"rt": read_rt, "rw": read_rw}


def parser_of(field: Field, header: str, *, zero_tail: bool = False) -> Parser:
    """The parser of a column of `field`: as its kind asks for, per year where the field is kept per year."""
    if field.kind == "text" and field.key in _BY_KEY:
        return _BY_KEY[field.key]
    if field.kind == "money" and is_foreign(header):
        return read_foreign
    if field.kind == "money" and field.yearly:
        return partial(read_yearly, unit=header_unit(header), period=period_of(header))
    return parser_for(field.kind, header, zero_tail=zero_tail)


def parser_for(kind: Kind, header: str = "", *, zero_tail: bool = False) -> Parser:
    """The parser of a kind; the title tells units ("(juta)", "(kg/bulan)") and the order of "L/P".

    `zero_tail`: nearly all 16-digit numbers of the column end in 0, so Excel has taken the last digit.
    """
    if kind == "money":
        return partial(read_money, unit=header_unit(header))
    if kind == "workers":
        return partial(read_workers, sexes=header_has_sexes(header))
    if kind == "quantity":
        return partial(read_quantity, measure=header_measure(header))
    if zero_tail and kind in ("nik", "kk"):
        return partial(read_nik if kind == "nik" else read_family_card, zero_tail=True)
    return _PLAIN[kind]


def parse_value(kind: Kind, cell: Cell, header: str = "") -> Parsed:
    """Read one cell as `kind`. Never raises; never repeats the cell in a sentence."""
    return parser_for(kind, header)(cell)
