"""Indonesian phone numbers to E.164.

The cheap pattern decides; `phonenumbers` (36 microseconds) only when it cannot.
"""

import re
from datetime import date

import phonenumbers

from sentra.engines.sheets.problem import Cell, Value
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.outcome import EMPTY, Finding, Parsed, doubt, note, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, SCIENTIFIC, is_error, mended, written

_MOBILE = re.compile(r"8(?:1[1-9]|2[1-8]|3[1-389]|5[1-35-9]|7[78]|8[1-9]|9[5-9])[0-9]{6,9}")
_SPLIT = re.compile(r"\s*(?:/|;|,|&|\|)\s*", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z][A-Za-z.:]*|[()\[\]:=]")
_NOISE = re.compile(r"[\s.\-–—_'’‘`()*]+")
_LINES = re.compile(r"[\r\n]+")
_OR = re.compile(r"\b(?:atau|dan)\b", re.IGNORECASE)
_NEXT = re.compile(r"\s+(?=(?:\+?62|0)\s?8)")  # where another number may begin after a mere space
_LONGEST = 120
_DECIMAL_TAIL = re.compile(r"^([0-9]{9,14})\.0$")  # a number that a text export wrote as a decimal
_LABELS = frozenset("wa hp telp tlp tel telepon no nomor whatsapp phone mobile handphone kontak".split())

LOST = refused(
    "phone_precision_lost",
    say("Nomor telepon berubah menjadi notasi ilmiah (E+); salin ulang dari sumber asli."),
)
_ZERO = note("phone_zero_added", say("Nol di depan nomor telepon hilang dan ditambahkan."))
_INVALID = refused("phone_invalid", say("Nomor telepon tidak sah."))


def read_phone(cell: Cell) -> Parsed:
    """E.164 text (`+62812...`); further numbers of the cell stand in `extra["2"]`, `extra["3"]`."""
    if isinstance(cell, (bool, date)):
        return _INVALID
    if isinstance(cell, float):
        cell = _from_float(cell)
        if cell is None:
            return _INVALID
    text = _DECIMAL_TAIL.sub(r"\1", mended(cell))
    if not text or not text.strip("0- +"):
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    if SCIENTIFIC.fullmatch(text):
        return LOST
    return _by_lines(text, cell) if len(text) <= _LONGEST else _INVALID


def _by_lines(text: str, cell: Cell) -> Parsed:
    """One number, or several with signs between them, or one a line."""
    parsed = _numbers(text)
    if parsed.value is None and isinstance(cell, str) and _LINES.search(cell.strip()):
        return _numbers(mended(_LINES.sub(" / ", cell.strip())))
    if parsed.value is None and _NEXT.search(text):
        spaced = _numbers(_NEXT.sub(" / ", text))
        return parsed if spaced.findings else spaced
    return parsed


def _from_float(number: float) -> str | None:
    return written(number) if 0 <= number < 1e15 and number.is_integer() else None


def _numbers(text: str) -> Parsed:
    quick = _e164(_NOISE.sub("", text))
    if quick is not None:
        return Parsed(quick[0], quick[1])
    text = _OR.sub("/", text)
    words = {w.strip(".:").casefold() for w in _WORDS.findall(text)} - {"", *"()[]:="}
    pieces = [p for p in (_NOISE.sub("", p) for p in _SPLIT.split(_WORDS.sub(" ", text))) if p]
    found = [(number, piece) for piece in pieces if (number := _e164(piece)) is not None]
    if not found:
        return _INVALID
    return _collected([number for number, _ in found], len(pieces), words=bool(words - _LABELS))


def _collected(found: list[tuple[str, tuple[Finding, ...]]], pieces: int, *, words: bool) -> Parsed:
    findings = list(dict.fromkeys(f for _, fs in found for f in fs))
    distinct = list(dict.fromkeys(number for number, _ in found))
    if len(found) < pieces:
        findings.append(doubt("phone_part_invalid", say("Salah satu nomor telepon dalam sel ini tidak sah.")))
    if words:
        findings.append(note("phone_words", say("Teks di samping nomor telepon diabaikan.")))
    extra: dict[str, Value] = {str(n): number for n, number in enumerate(distinct[1:], start=2)}
    return Parsed(distinct[0], tuple(findings), extra)


def _e164(piece: str) -> tuple[str, tuple[Finding, ...]] | None:
    """One number without separators."""
    national, findings = _national(piece)
    if national is None:
        return None
    if _MOBILE.fullmatch(national):
        return f"+62{national}", findings
    return _judged(national, findings)


def _national(piece: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Without country code and leading zero; None when there are other signs than digits."""
    plus = piece.startswith("+")
    digits = piece[1:] if plus else piece
    if not (digits.isdecimal() and digits.isascii() and 6 <= len(digits) <= 16):
        return None, ()
    if digits.startswith("62") and (plus or len(digits) >= 10):
        return digits[2:].lstrip("0"), ()
    if plus:
        return None, ()
    if digits.startswith("0"):
        return digits.lstrip("0"), ()
    return (digits, (_ZERO,)) if digits.startswith("8") else (None, ())


def _judged(national: str, findings: tuple[Finding, ...]) -> tuple[str, tuple[Finding, ...]] | None:
    if not 7 <= len(national) <= 12:
        return None
    number = phonenumbers.PhoneNumber(country_code=62, national_number=int(national))
    return (f"+62{national}", findings) if phonenumbers.is_valid_number(number) else None
