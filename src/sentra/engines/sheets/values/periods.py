"""Money kept per year: what a title or a cell gives per month is multiplied by 12, and told."""

import re
from typing import Literal

from sentra.engines.sheets.problem import Cell, Span, Value
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.money import PER_TIME, read_money
from sentra.engines.sheets.values.outcome import Parsed, doubt, note

Period = Literal["month", "year", "other", ""]

MONTHS = 12
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("month", r"bulan|bln|bl|month"),
    ("year", r"tahun|thn|th|year"),
    ("other", r"minggu|mgg|mg|hari|hr|week|day"),
)


def _saying(words: str) -> re.Pattern[str]:
    each = rf"(?:\bper\s?|/\s?|\btiap\s|\bse|@\s?)(?:1\s?)?(?:{words})\b"
    return re.compile(rf"{each}|\b(?:{words})an\b|\((?:{words})\)|\s(?:{words})\s*$")


_SAID = tuple((period, _saying(words)) for period, words in _PERIODS)
_TIMES_12 = note("per_month_times_12", say("Nilai ditulis per bulan; dikalikan 12 menjadi setahun."))
_NOT_A_YEAR = doubt(PER_TIME, say("Nilai ditulis per minggu atau hari; belum dikalikan setahun."))


def period_of(text: str) -> Period:
    """The period that a title or a cell names: `Omset per bulan`, `Omzet/thn`, `5 jt/hari`."""
    folded = text.casefold().replace("_", " ")
    return next((period for period, pattern in _SAID if pattern.search(folded)), "")


def read_yearly(cell: Cell, unit: int = 1, period: Period = "") -> Parsed:
    """Rupiah a year. `unit` and `period` are what the title says; a period in the cell itself wins."""
    parsed = read_money(cell, unit)
    if parsed.value is None:
        return parsed
    said = (period_of(cell) if isinstance(cell, str) else "") or period
    others = tuple(f for f in parsed.findings if f.code != PER_TIME)
    if said == "month":
        return Parsed(_times_12(parsed.value), (*others, _TIMES_12))
    return Parsed(parsed.value, (*others, _NOT_A_YEAR)) if said == "other" else parsed


def _times_12(value: Value) -> Value:
    if isinstance(value, Span):
        return Span(value.low * MONTHS, value.high * MONTHS)
    return value * MONTHS if isinstance(value, int) else value
