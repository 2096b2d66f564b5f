"""Numbers of official documents, as an office writes them: `500.9/007/BAST/XI/2026`."""

import re
from datetime import date
from string import Formatter

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
FIELDS = {"sequence": r"(0[1-9])?", "year": r"", "month": r"(02)?", "roman_month": r""}


class BadPattern(ValueError):
    """A number pattern that cannot be filled, or that would give two documents the same number."""


def document_number(pattern: str, *, sequence: int, on: date) -> str:
    """Fills `{sequence}` (`{sequence:03}` pads to three), `{year}`, `{month}`, `{roman_month}`.

    Raises BadPattern, also when `{sequence}` or `{year}` is missing: the count starts again every year.
    """
    check_pattern(pattern)
    if sequence < 1:
        raise BadPattern(f"documents are counted from 1, not {sequence}")
    return pattern.format(
        sequence=sequence, year=on.year, month=on.month, roman_month=ROMAN_MONTHS[on.month - 1]
    )


def check_pattern(pattern: str) -> None:
    """Raises BadPattern with what is wrong; a settings page calls it before it saves."""
    try:
        parts = [(field, spec or "", conversion) for _, field, spec, conversion in Formatter().parse(pattern)]
    except ValueError as wrong:
        raise BadPattern(f"{pattern!r}: {wrong}") from wrong
    used = [field for field, _, _ in parts if field is not None]
    for field, spec, conversion in parts:
        if field is not None and (field not in FIELDS or conversion or not re.fullmatch(FIELDS[field], spec)):
            raise BadPattern(f"{pattern!r}: {{{field}}} is none of {', '.join(FIELDS)}, or badly formed")
    if missing := {"sequence", "year"} - set(used):
        raise BadPattern(f"{pattern!r}: {', '.join(sorted(missing))} is missing")
