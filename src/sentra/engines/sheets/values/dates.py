"""Dates and years as typed in Indonesia (day first), as month names, and as Excel serial numbers."""

import re
from datetime import date, datetime, timedelta

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, noted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, is_error, mended

_NAMES = (
    ("januari", "jan", "january"),
    ("februari", "feb", "pebruari", "peb", "febuari", "february"),
    ("maret", "mar", "mrt", "march"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "jun", "june"),
    ("juli", "jul", "july"),
    ("agustus", "agt", "agst", "agu", "ags", "agus", "aug", "august"),
    ("september", "sep", "sept", "septembar"),
    ("oktober", "okt", "oct", "october"),
    ("november", "nov", "nopember", "nop"),
    ("desember", "des", "dec", "december"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_DAY = r"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s*)?"
_TIME = r"(?:[ t]\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]+)?)?(?:z|\s*wib)?)?"
_ISO = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"{_DAY}([0-9]{{1,2}})\s?[-/. ]\s?([0-9]{{1,2}})\s?[-/. ]\s?([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_NAMED = re.compile(
    rf"{_DAY}([0-9]{{1,2}})[\s./-]*([a-z]{{3,9}})\.?[\s./,-]*([0-9]{{4}}|'?[0-9]{{2}}){_TIME}"
)
_MONTH = re.compile(r"([a-z]{3,9})\.?[\s./,-]*([0-9]{4}|'?[0-9]{2})")
_MONTH_NUMBER = re.compile(r"([0-9]{1,2})[/-]([0-9]{4})")
_SERIAL = re.compile(r"[2-5][0-9]{4}(?:\.[0-9]+)?")
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
_EPOCH = date(1899, 12, 30)
_CENTURY = 50  # two-digit years below are 20xx; no clock is read here
FIRST_YEAR, LAST_YEAR = 1900, 2100

_IMPOSSIBLE = refused("date_impossible", say("Tanggal ini tidak ada di kalender."))
_UNCLEAR = refused("date_unclear", say("Tanggal tidak terbaca."))


def read_date(cell: Cell) -> Parsed:
    """A calendar date. A month or a year alone becomes its first day, with a note."""
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, bool):
        return _UNCLEAR
    if isinstance(cell, (int, float)):
        return _from_number(cell)
    text = mended(cell).casefold()
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    return _from_text(text) if len(text) <= 40 else _UNCLEAR


def _from_number(number: float) -> Parsed:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return Parsed(_EPOCH + timedelta(days=int(number)))
    if FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        return noted(
            date(int(number), 1, 1), "date_year_only", say("Hanya tahun yang ditulis; dipakai 1 Januari.")
        )
    return _UNCLEAR


def _from_text(text: str) -> Parsed:
    found = _ISO.fullmatch(text)
    if found:
        return _calendar(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_FIRST.fullmatch(text)
    if found:
        return _day_first(int(found[1]), int(found[2]), _year(found[3]))
    found = _NAMED.fullmatch(text)
    if found:
        month = MONTHS.get(found[2])
        return _calendar(_year(found[3]), month, int(found[1])) if month else _UNCLEAR
    if _SERIAL.fullmatch(text):
        return _from_number(float(text))
    return _partial(text)


def _partial(text: str) -> Parsed:
    """A month with its year, or a year alone."""
    named, numbered = _MONTH.fullmatch(text), _MONTH_NUMBER.fullmatch(text)
    month = MONTHS.get(named[1], 0) if named else int(numbered[1]) if numbered else 0
    year = _year(named[2]) if named else int(numbered[2]) if numbered else 0
    if month:
        first = _calendar(year, month, 1)
        if isinstance(first.value, date):
            return noted(first.value, "date_month_only", say("Hanya bulan yang ditulis; dipakai tanggal 1."))
        return first
    return _from_number(int(text)) if re.fullmatch("[0-9]{4}", text) else _UNCLEAR


def _year(text: str) -> int:
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < _CENTURY else 1900)


def _day_first(day: int, month: int, year: int) -> Parsed:
    if month > 12 and 1 <= day <= 12:
        swapped = _calendar(year, day, month)
        if swapped.value is not None:
            return doubted(
                swapped.value,
                "date_month_first",
                say("Bulan tampaknya ditulis sebelum hari; periksa tanggalnya."),
            )
    return _calendar(year, month, day)


def _calendar(year: int, month: int, day: int) -> Parsed:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return _IMPOSSIBLE


def _within(value: date) -> Parsed:
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return Parsed(value)
    return refused("date_out_of_range", say("Tahun pada tanggal ini di luar jangkauan (1900-2100)."))


_YEAR = re.compile(
    r"(?:th|thn|tahun|(?:sejak|mulai)(?: tahun)?|berdiri)?\.?\s*([12][0-9]{3})(?:\s*(?:m|masehi))?\.?"
)
_GROUPED_YEAR = re.compile(r"[12][.,][0-9]{3}")
_TWO_YEARS = re.compile(r"([12][0-9]{3})\s*[-/–]\s*([12][0-9]{3})")
_AGE = re.compile(r"[0-9]{1,2}\s*(?:th|thn|tahun|bln|bulan)\.?(?:\s.*)?")


def read_year(cell: Cell) -> Parsed:
    """A calendar year 1900-2100; from a full date only the year is kept."""
    if isinstance(cell, bool):
        return _NO_YEAR
    if isinstance(cell, date):
        return noted(cell.year, "year_from_date", say("Diambil tahunnya dari tanggal lengkap."))
    if isinstance(cell, (int, float)):
        return _year_number(cell)
    text = mended(cell).casefold()
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    return _year_text(text) if len(text) <= 40 else _NO_YEAR


_NO_YEAR = refused("year_unclear", say("Tahun tidak terbaca."))


def _year_number(number: float) -> Parsed:
    if FIRST_YEAR <= number <= LAST_YEAR and number == int(number):
        return Parsed(int(number))
    if 1.9 <= number <= 2.1 and number != int(number):
        return noted(round(number * 1000), "year_grouped", say("Tahun tertulis dengan pemisah ribuan."))
    return _year_of(_from_number(number))


def _year_text(text: str) -> Parsed:
    found = _YEAR.fullmatch(text)
    if found:
        return _year_number(int(found[1]))
    if _GROUPED_YEAR.fullmatch(text):
        year = int(text[0] + text[2:])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return noted(year, "year_grouped", say("Tahun tertulis dengan pemisah ribuan."))
    found = _TWO_YEARS.fullmatch(text)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return doubted(int(found[1]), "year_two", say("Dua tahun ditulis; yang pertama dipakai."))
    if _AGE.fullmatch(text):
        return refused("year_is_age", say("Berisi lama usaha, bukan tahun."))
    return _year_of(_from_text(text))


def _year_of(parsed: Parsed) -> Parsed:
    if isinstance(parsed.value, date):
        return noted(parsed.value.year, "year_from_date", say("Diambil tahunnya dari tanggal lengkap."))
    return _NO_YEAR
