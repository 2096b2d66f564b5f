"""RT and RW, each in a column of its own or both in one: `02/05`, `RT 2 RW 5`, `002 / 005`."""

import re
from datetime import date

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, is_error, mask_numbers, mended

_ONE = re.compile(r"(?:r\.?[tw]\.?)?[\s.:]*0*([0-9]{1,3})", re.IGNORECASE)
_BOTH = re.compile(
    r"(?:rt)?[\s.:]*0*([0-9]{1,3})(?:\s*[/|,.;\-]\s*|\s+|(?=rw))(?:rw)?[\s.:]*0*([0-9]{1,3})", re.IGNORECASE
)
_IS_DATE = refused("rt_rw_is_date", say("Excel mengubah RT/RW menjadi tanggal; tulis ulang sebagai teks."))


def read_rt(cell: Cell) -> Parsed:
    """The number without leading zeros; when the cell has both, the RW stands in `extra["rw"]`."""
    return _read(cell, first=True)


def read_rw(cell: Cell) -> Parsed:
    """The number without leading zeros; when the cell has both, the RT stands in `extra["rt"]`."""
    return _read(cell, first=False)


def _read(cell: Cell, *, first: bool) -> Parsed:
    if isinstance(cell, date):
        return _IS_DATE
    text = mended(cell)
    if not text or not text.strip("0/ -"):
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    both, one = _BOTH.fullmatch(text), _ONE.fullmatch(text)
    if one:
        return Parsed(one[1]) if one[1] else EMPTY
    if both is None:
        return doubted(mask_numbers(text), "rt_rw_unclear", say("RT/RW tidak terbaca sebagai angka."))
    return Parsed(both[1], (), {"rw": both[2]}) if first else Parsed(both[2], (), {"rt": both[1]})
