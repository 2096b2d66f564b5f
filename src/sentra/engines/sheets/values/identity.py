"""Identity numbers: NIK, family card (KK), NIB, NPWP, bank account.

A number that lost digits is flagged and never repaired: a repaired identity number is another person's.
Rules: NIK = PPKKCC DDMMYY NNNN, women DD + 40, no check digit (dukcapil.klaten.go.id, "Arti 16 digit NIK");
NIB 13 digits; NPWP 16 digits, old 15.
"""

import math
import re
from datetime import date

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, noted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, SCIENTIFIC, is_error, mended, written

PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 "
    "91 92 93 94 95 96".split()
)
"""Province codes of the ministry of home affairs, with the four provinces of Papua of 2022."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EXCEL_DIGITS = 15
_FLOAT_EXACT_BELOW = 2**53
_SHAPE = re.compile(r"(?<![0-9.,])[0-9]{16}(?![0-9]|[.,][0-9])")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,3}[.,][0-9]+")
_LABEL = re.compile(
    r"^(?:(?:no|nomor)\b\.?\s*)?(?:nik|ktp|kk|nib|npwp|rek(?:ening)?)?\s*[.:=]*\s*['’‘`]*(?=[0-9])",
    re.IGNORECASE,
)
_LOOKALIKE = re.compile(r"[0-9OoIl|]{13,18}")
_NOT_YET = frozenset(
    {"belum", "tidak", "proses", "dalam proses", "sedang proses", "masih proses", "belum terbit"}
)
_DECIMAL_TAIL = re.compile(r"^([0-9]{12,16})[.,]0$")  # a whole number that a program wrote as a decimal
_TWO = re.compile(r"[0-9]{13,16}\s*[/,;&]\s*[0-9]{13,16}")


def find_niks(text: str) -> list[str]:
    """Numbers in free text that have the shape of a NIK; never the digits of a decimal number."""
    return [run for run in _SHAPE.findall(text) if nik_fault(run) is None]


def nik_fault(digits: str, *, family_card: bool = False) -> tuple[str, Sentence] | None:
    """(code, fault) of the first rule that 16 digits break, or None. A family card has no day + 40."""
    if digits[:2] not in PROVINCES or digits[2:4] == "00" or digits[4:6] == "00":
        return "area", say("kode wilayahnya tidak dikenal")
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    if day > 40 and not family_card:
        day -= 40
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1] or (day == 29 and month == 2 and year % 4):
        return "date", say("bagian tanggalnya tidak ada di kalender")
    return ("sequence", say("nomor urutnya 0000")) if digits[12:] == "0000" else None


def nik_sex(nik: str) -> str:
    """`L` or `P`, from the day of a valid NIK."""
    return "P" if int(nik[6:8]) > 40 else "L"


def read_nik(cell: Cell, *, zero_tail: bool = False) -> Parsed:
    """16 digits by the real rules. `zero_tail`: the whole column ends in 0, as Excel leaves such numbers."""
    return _sixteen(cell, "nik", "NIK", zero_tail=zero_tail)


def read_family_card(cell: Cell, *, zero_tail: bool = False) -> Parsed:
    """The family card number: the shape of a NIK, but its date is the day of issue."""
    return _sixteen(cell, "kk", say("Nomor KK"), zero_tail=zero_tail)


def _sixteen(cell: Cell, code: str, label: str, *, zero_tail: bool) -> Parsed:
    if isinstance(cell, str) and len(cell) == 16 and cell.isdecimal() and cell.isascii():
        return _checked(cell, code, label, zero_tail=zero_tail)
    digits, problem = digits_of(_unrounded(cell), code, label)
    if problem is not None:
        return problem
    if len(digits) != 16:
        return refused(f"{code}_length", _digits(label, len(digits), "16"))
    from_excel = isinstance(cell, int) and digits[-1] == "0"  # Excel keeps 15 digits, the 16th becomes 0
    return _checked(digits, code, label, zero_tail=zero_tail or from_excel)


def _unrounded(cell: Cell) -> Cell:
    """A whole number of 16 digits that Excel cannot have rounded, as an int; anything else as it is.

    Excel keeps 15 digits and writes 0 for the 16th. Another last digit was therefore written by a program
    that kept all of them, and below 2**53 a float holds every whole number exactly.
    """
    if not isinstance(cell, float) or not 10**_EXCEL_DIGITS <= cell < _FLOAT_EXACT_BELOW:
        return cell
    return int(cell) if cell.is_integer() and cell % 10 else cell


def _checked(digits: str, code: str, label: str, *, zero_tail: bool) -> Parsed:
    if (zero_tail and digits[-1] == "0") or digits.endswith("0000"):
        return _lost(code, label)
    fault = nik_fault(digits, family_card=code == "kk")
    return (
        refused(f"{code}_{fault[0]}", say("%(label)s: %(fault)s.", label=label, fault=fault[1]))
        if fault
        else Parsed(digits)
    )


def _lost(code: str, label: str) -> Parsed:
    sentence = say(
        "%(label)s kehilangan angka karena disimpan sebagai bilangan; salin ulang dari sumber asli.",
        label=label,
    )
    return refused(f"{code}_precision_lost", sentence)


def _digits(label: str, count: int, wanted: str) -> Sentence:
    return say(
        "%(label)s berisi %(count)s angka, seharusnya %(wanted)s.", label=label, count=count, wanted=wanted
    )


def _decimal(code: str, label: str) -> Parsed:
    return refused(f"{code}_decimal", say("Berisi bilangan desimal, bukan %(label)s.", label=label))


def digits_of(cell: Cell, code: str, label: str) -> tuple[str, Parsed | None]:
    """The digits of an identity number, or the reason why there are none to be had (or EMPTY)."""
    if isinstance(cell, (bool, date)):
        return "", refused(
            f"{code}_unclear",
            say("%(label)s tidak terbaca (disimpan sebagai tanggal atau benar/salah).", label=label),
        )
    if isinstance(cell, float):
        return _digits_of_float(cell, code, label)
    text = mended(cell)
    if not text or text.strip("0'") == "" or text.casefold().rstrip(".") in _NOT_YET:
        return "", EMPTY
    if is_error(text):
        return "", FORMULA_ERROR
    if SCIENTIFIC.fullmatch(text):
        return "", _lost(code, label)
    body = _DECIMAL_TAIL.sub(r"\1", _LABEL.sub("", text, count=1))
    if _DECIMAL.fullmatch(body):
        return "", _decimal(code, label)
    return _joined(body, code, label)


def _digits_of_float(number: float, code: str, label: str) -> tuple[str, Parsed | None]:
    if math.isnan(number) or number == 0:
        return "", EMPTY
    if abs(number) >= 10**_EXCEL_DIGITS:
        return "", _lost(code, label)
    if number < 0 or not number.is_integer():
        return "", _decimal(code, label)
    return written(number), None


def _joined(body: str, code: str, label: str) -> tuple[str, Parsed | None]:
    """Separators taken out; anything else refused with what it looks like."""
    digits = re.sub(r"[ .\-'’`/_]", "", body)
    if digits.isdecimal() and digits.isascii() and not _TWO.search(body):
        return digits, None
    if _TWO.search(body):
        return "", refused(
            f"{code}_two", say("Dua nomor dalam satu sel; tulis satu %(label)s saja.", label=label)
        )
    if _LOOKALIKE.fullmatch(digits):
        return "", refused(
            f"{code}_letters", say("%(label)s memuat huruf (O, I atau l) di tempat angka.", label=label)
        )
    return "", refused(
        f"{code}_unclear",
        say("%(label)s tidak terbaca: ada huruf atau tanda lain di antara angka.", label=label),
    )


_NIB_IN_WORDS = re.compile(r"[^0-9]{0,80}(?<![0-9.,])([0-9]{13})(?![0-9]|[.,][0-9])[^0-9]{0,80}")


def read_nib(cell: Cell) -> Parsed:
    """13 digits. 12 digits have probably lost a leading zero: in doubt, not repaired, no value."""
    digits, problem = digits_of(cell, "nib", say("NIB"))
    if problem is not None:
        return _nib_among_words(cell) or problem
    if len(digits) == 13:
        return Parsed(digits)
    if len(digits) == 12:
        return doubted(None, "nib_zero_lost", say("NIB berisi 12 angka: kemungkinan nol di depan hilang."))
    return refused("nib_length", _digits("NIB", len(digits), "13"))


def _nib_among_words(cell: Cell) -> Parsed | None:
    """`Sudah, 1234567890123`: the one number of 13 digits among words, when there are no other digits."""
    text = mended(cell) if isinstance(cell, str) else ""
    found = _NIB_IN_WORDS.fullmatch(text)
    return noted(found[1], "nib_words", say("Teks di samping NIB diabaikan.")) if found else None


def read_npwp(cell: Cell) -> Parsed:
    """15 (old) or 16 digits, without separators."""
    digits, problem = digits_of(cell, "npwp", say("NPWP"))
    if problem is not None:
        return problem
    if len(digits) in (15, 16):
        return Parsed(digits)
    if len(digits) == 14:
        return doubted(None, "npwp_zero_lost", say("NPWP berisi 14 angka: kemungkinan nol di depan hilang."))
    if len(digits) == 22:
        return refused("npwp_is_nitku", say("Berisi NITKU (22 angka), bukan NPWP."))
    return refused("npwp_length", _digits("NPWP", len(digits), say("15 atau 16")))


_BANK = re.compile(
    r"^[A-Za-z][A-Za-z .:()]*|\s*(?:a\.?n\.?|atas nama)\b.*$|[\s(]*[A-Za-z][A-Za-z .)]*$", re.IGNORECASE
)


def read_bank_account(cell: Cell) -> Parsed:
    """8 to 16 digits; a bank's or holder's name around them is dropped with a note."""
    text = mended(cell) if isinstance(cell, str) else ""
    bare = text if SCIENTIFIC.fullmatch(text) else _BANK.sub("", text).strip()
    digits, problem = digits_of(
        bare if isinstance(cell, str) else cell, "bank_account", say("Nomor rekening")
    )
    if problem is not None:
        return (
            refused("bank_account_unclear", say("Nomor rekening tidak terbaca."))
            if text and problem is EMPTY
            else problem
        )
    if not 8 <= len(digits) <= 16:
        return refused("bank_account_length", _digits(say("Nomor rekening"), len(digits), "8-16"))
    if not isinstance(cell, str):
        return noted(
            digits, "bank_account_number", say("Disimpan sebagai bilangan; nol di depan mungkin hilang.")
        )
    if bare != text:
        return noted(
            digits, "bank_account_words", say("Nama bank atau pemilik di samping nomor rekening diabaikan.")
        )
    return Parsed(digits)
