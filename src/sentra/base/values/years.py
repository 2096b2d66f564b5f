"""The fiscal year of Indonesian government: the calendar year (UU 17/2003 art. 4)."""

from datetime import date


def fiscal_year(on: date) -> int:
    return on.year
