"""Phone, NIK and NIB: read only where nothing was lost.

A spreadsheet keeps 15 digits and writes long numbers as 3.30301E+15: a NIK that went through one is not
repaired but refused, or kept as far as place and birth (`nik12`) go. A made-up number that matches another
made-up number is worse than none. Sources: Permendagri on civil registration (NIK: area, birth with day + 40
for women, serial), Kominfo numbering plan (mobile numbers begin with 8 after the country code).
"""

import re
from typing import Literal, NamedTuple

from sentra.engines.linkage.problem import Note

_EXPONENT = re.compile(r"\d[.,]?\d*\s*e\s*\+?\s*\d", re.IGNORECASE | re.ASCII)
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0+$", re.ASCII)
_NOT_DIGITS = re.compile(r"\D+", re.ASCII)
_PLAIN_MOBILE = re.compile(r"(?:\+?62|0)?(8[1-9]\d{7,10})", re.ASCII)
_BETWEEN_PHONES = re.compile(
    r"[/;,&|\n\r\t]|\b(?:atau|dan|or|wa|hp|telp?|tlp|no)\b\.?:?|(?<=\d)\s+(?=(?:\+62|08))"
)
_LANDLINE = re.compile(r"(?:\+?62|0)([2-79]\d{7,10})", re.ASCII)
_ONE_NUMBER = re.compile(r"\+?\d(?:[\d-]| (?!08))*", re.ASCII)
_LETTER_O = re.compile(r"\b[oO](?=8\d)")
_MOBILE_DIGITS = range(9, 13)


class Phones(NamedTuple):
    """National significant numbers of mobiles, as written; landlines only in the notes: offices share
    them."""

    numbers: tuple[str, ...]
    notes: tuple[Note, ...]


def phones(cell: str) -> Phones:
    """The mobile numbers of a cell. Exponents, landlines and made-up numbers leave a note instead."""
    plain = _PLAIN_MOBILE.fullmatch(cell)
    if plain and not _made_up(plain[1]):
        return Phones((plain[1],), ())
    numbers: list[str] = []
    notes: list[Note] = []
    parts = (cell,) if _ONE_NUMBER.fullmatch(cell) else _BETWEEN_PHONES.split(_shown_digits(cell).lower())
    for part in parts:
        number, code = _phone(part)
        if code:
            notes.append(Note("phone", code, part.strip(), number))
        elif number and number not in numbers:
            numbers.append(number)
    return Phones(tuple(numbers), tuple(notes))


def _shown_digits(cell: str) -> str:
    """Letters typed for digits at the start of a number: O812 is 0812."""
    return _LETTER_O.sub("0", cell)


def _phone(part: str) -> tuple[str, str]:
    """One number and a code of refusal, both possibly empty."""
    if "e" in part and _EXPONENT.search(part):
        return "", "precision_lost"
    digits = _NOT_DIGITS.sub("", _FLOAT_TAIL.sub("", part.strip()))
    if len(digits) < 6:
        return "", ""
    return _dialled(digits, "*" in part or "x" in part)


def _dialled(digits: str, masked: bool) -> tuple[str, str]:
    bare = digits.removeprefix("00").removeprefix("62").lstrip("0")
    if masked:
        return "", "masked"
    if bare[:1] == "8" and len(bare) in _MOBILE_DIGITS:
        return ("", "made_up") if _made_up(bare) else (bare, "")
    line = _LANDLINE.fullmatch(digits)
    return (line[1], "landline") if line else ("", "not_a_mobile")


def _made_up(number: str) -> bool:
    """080000000000 and 081111111111: one digit over and over."""
    return len(set(number[3:])) < 2


class Nik(NamedTuple):
    """`whole` only when plausible and unrounded; `place_and_birth` are its first twelve digits."""

    whole: str | None = None
    place_and_birth: str | None = None
    sex: Literal["L", "P"] | None = None
    notes: tuple[Note, ...] = ()


_NIK_ALONE = re.compile(r"\d{16}", re.ASCII)
_NIK_INSIDE = re.compile(r"(?<![\d.,])\d{16}(?![\d]|[.,]\d)", re.ASCII)
_NIK_GROUPS = re.compile(
    r"(?<![\d.,])(?:(?:\d{4}[ .-]){3}\d{4}|\d{6}[ .-]\d{6}[ .-]\d{4}|(?:\d{2}[ .-]){3}\d{6}[ .-]\d{4}"
    r"|(?:\d{2}[ .-]){6}\d{4})(?![\d]|[.,]\d)",
    re.ASCII,
)
_NIK_SHOWN = re.compile(r"(?<![\d.,])(\d{12,15})[*xX#]{1,4}(?!\d)", re.ASCII)
_WHOLE_EXPONENT = re.compile(r"(\d)[.,](\d{15})e\+?15", re.IGNORECASE | re.ASCII)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PROVINCES = frozenset(
    f"{n}"
    for n in (
        *range(11, 22),
        *range(31, 37),
        *range(51, 54),
        *range(61, 66),
        *range(71, 77),
        81,
        82,
        *range(91, 98),
    )
)


def nik(cell: str) -> Nik:
    """The NIK of a cell by its real rules; never one found inside a decimal number."""
    digits = cell if _NIK_ALONE.fullmatch(cell) else _sixteen(cell)
    if digits is None:
        return _nik_in_part(cell)
    born = _birth(digits)
    if born is None:
        return Nik(notes=(Note("nik", "implausible", cell, ""),))
    if digits.endswith(
        "00"
    ):  # a spreadsheet rounded it, or nobody has it: 0000 is no serial, 0100 hardly one
        return Nik(None, digits[:12], born, (Note("nik", "precision_lost", cell, digits[:12]),))
    return Nik(digits, digits[:12], born)


def _sixteen(cell: str) -> str | None:
    """The only 16-digit number of a cell, also in groups, with an apostrophe or as a whole float."""
    cell = _FLOAT_TAIL.sub("", cell.strip())
    exponent = _WHOLE_EXPONENT.fullmatch(cell)
    if exponent:
        return exponent[1] + exponent[2]
    found = set(_NIK_INSIDE.findall(cell)) or {_NOT_DIGITS.sub("", f) for f in _NIK_GROUPS.findall(cell)}
    return found.pop() if len(found) == 1 else None


def _nik_in_part(cell: str) -> Nik:
    """A masked NIK still tells place and birth; anything else only leaves a note."""
    shown = _NIK_SHOWN.search(cell)
    sex = _birth(shown[1] + "0001") if shown else None
    if shown and sex:
        return Nik(None, shown[1][:12], sex, (Note("nik", "masked", cell, shown[1][:12]),))
    if _EXPONENT.search(cell):
        return Nik(notes=(Note("nik", "precision_lost", cell, ""),))
    digits = sum(map(str.isdigit, cell))
    return Nik(notes=(Note("nik", "wrong_length", cell, ""),)) if digits > 5 else Nik()


def _birth(digits: str) -> Literal["L", "P"] | None:
    """The sex, when province, district and date of birth are possible; a year of two digits may be leap."""
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    woman = day > 40
    day -= 40 if woman else 0
    if digits[:2] not in _PROVINCES or digits[2:4] == "00" or digits[4:6] == "00" or not 1 <= month <= 12:
        return None
    longest = 28 if month == 2 and year % 4 else _DAYS[month - 1]
    return ("P" if woman else "L") if 1 <= day <= longest else None


class Nib(NamedTuple):
    """Thirteen digits, leading zeros put back."""

    number: str | None = None
    notes: tuple[Note, ...] = ()


_NIB_ALONE = re.compile(r"(?!0{13})\d{13}", re.ASCII)


def nib(cell: str) -> Nib:
    """The NIB of a cell: 13 digits, or 9 to 12 that lost their leading zeros. Whether it exists only OSS
    knows."""
    if _NIB_ALONE.fullmatch(cell):
        return Nib(cell)
    if _EXPONENT.search(cell):
        return Nib(None, (Note("nib", "precision_lost", cell, ""),))
    digits = _NOT_DIGITS.sub("", _FLOAT_TAIL.sub("", cell.strip()))
    if len(digits) == 13 and digits.strip("0"):
        return Nib(digits)
    if 9 <= len(digits) < 13 and digits.strip("0"):
        return Nib(digits.zfill(13), (Note("nib", "padded", cell, digits.zfill(13)),))
    return Nib(None, (Note("nib", "wrong_length", cell, ""),)) if digits else Nib()


_KBLI = re.compile(r"(?<!\d)\d{5}(?!\d)|(?<!\d)\d{2,4}(?!\d)", re.ASCII)


def kbli(cell: str) -> str | None:
    """The first code of two to five digits; five digits win."""
    if len(cell) == 5 and cell.isascii() and cell.isdigit():
        return cell
    found = _KBLI.findall(_FLOAT_TAIL.sub("", cell.strip()))
    return max(found, key=len, default=None)
