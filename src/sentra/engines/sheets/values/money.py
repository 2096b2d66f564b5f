"""Money in whole rupiah: `Rp 1.250.000,-`, `1,5 jt`, `15-35k`, `2,3 M`, numbers in a column of millions."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from sentra.engines.sheets.problem import Cell, Span
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.numerals import APPROXIMATELY, LONGEST, NUMBER, RANGE, numeral
from sentra.engines.sheets.values.outcome import EMPTY, Finding, Parsed, doubt, note, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, SCIENTIFIC, is_error, mended

_THOUSAND, _MILLION, _MILLIARD, _BILLION = 10**3, 10**6, 10**9, 10**12
_UNITS = {
    **dict.fromkeys(("rb", "rbu", "ribu", "k"), _THOUSAND),
    **dict.fromkeys(("jt", "jta", "juta"), _MILLION),
    **dict.fromkeys(("m", "mlr", "mly", "mil", "miliar", "milyar", "milliar"), _MILLIARD),
    **dict.fromkeys(("t", "triliun", "trilyun", "trilliun"), _BILLION),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = (
    rf"(?:rp\.?|idr)?\s*({NUMBER})\s*(?:({_UNIT})(?![a-z]))?\.?\s*"
    r"(?:rupiah|rp\.?|idr)?\s*(?:[.,]\s?(?:-+|—|–))?"
)
_ONE = re.compile(_AMOUNT)
_TWO = re.compile(_AMOUNT + RANGE + _AMOUNT)
_PARTS = re.compile(rf"(?:rp\.?\s*)?({NUMBER})\s*({_UNIT})\s*({NUMBER})\s*({_UNIT})(?:\s*rupiah)?")
_QUICK = re.compile(r"(?:rp\.?\s?)?([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,00|,-)?", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"(?:rp\.?|idr)?\s*[-−]\s*(?:rp\.?|idr)?\s*[0-9]|\(\s*(?:rp\.?)?\s*[0-9][0-9.,]*\s*\)$"
)
_BOUND = re.compile(
    r"^(?:<=?|>=?|≤|≥|kurang dari|lebih dari|di ?atas|di ?bawah|maks(?:imal)?\.?|min(?:imal)?\.?|s/d)\s*"
)
_PER = re.compile(r"(?<!\bs)\s*(?:/|\bper\s?|@)\s*(?=[0-9a-z])")
PER_TIME = "money_per_time"
_PER_YEAR = re.compile(r"(?:1\s*)?(?:th|thn|tahun|year)\.?")
_PER_TIME = re.compile(r"(?:1\s*)?(?:bl|bln|bulan|hr|hari|mgg|minggu|month|day)\.?")
_ASIDE = re.compile(r"\s*\([^)]*\)\s*$")

_HEADER_UNITS = (
    (re.compile(r"\b(?:miliar|milyar|billions?\b)"), _MILLIARD),
    (re.compile(r"\b(?:juta|jutaan|jt|millions?|mio)\b|000[.,]000"), _MILLION),
    (re.compile(r"\b(?:ribu|ribuan|rb|thousands?)\b|(?:rp\.?\s*|\(|x\s*|1\.)\.?000\b"), _THOUSAND),
)


def header_unit(header: str) -> int:
    """What a title such as "Investasi (Rp juta)" multiplies plain numbers by; 1 when it says nothing."""
    folded = header.casefold()
    return next((unit for pattern, unit in _HEADER_UNITS if pattern.search(folded)), 1)


_FOREIGN = re.compile(r"\b(?:usd|us|eur|euro|dolar|dollar|sgd|myr|ringgit|yen|jpy|cny|yuan)\b|[$€£¥]")
_RUPIAH = re.compile(r"\b(?:rp|idr|rupiah)\b")
_NOT_RUPIAH = refused("money_not_rupiah", say("Judul kolom menyebut mata uang asing; nilainya bukan rupiah."))


def is_foreign(header: str) -> bool:
    """Whether a title asks for another currency: `Nilai ekspor (USD)`."""
    folded = header.casefold()
    return _FOREIGN.search(folded) is not None and _RUPIAH.search(folded) is None


def read_foreign(cell: Cell) -> Parsed:
    """What stands in a column of another currency is no rupiah, unless it says so itself."""
    text = mended(cell)
    return EMPTY if not text else read_money(cell) if _RUPIAH.search(text.casefold()) else _NOT_RUPIAH


class _Reading(NamedTuple):
    rupiah: Decimal
    own_unit: bool
    findings: tuple[Finding, ...]


def read_money(cell: Cell, unit: int = 1) -> Parsed:
    """Whole rupiah, or a `Span` of them. `unit` is the multiplier that the column title asks for."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell, unit)
    if isinstance(cell, (bool, date)):
        return refused(
            "money_not_number", say("Bukan nilai uang (Excel menyimpannya sebagai tanggal atau benar/salah).")
        )
    text = mended(cell)
    if not text:
        return EMPTY
    quick = _QUICK.fullmatch(text)
    if quick and unit == 1 and len(text) < 20:
        return _judged(Decimal(quick[1].replace(".", "")), ())
    return _from_text(text, unit)


def _from_number(number: float, unit: int) -> Parsed:
    if not math.isfinite(number):
        return refused("money_not_number", say("Bukan nilai uang yang terbaca."))
    if number < 0:
        return refused("money_negative", say("Nilai uang tidak boleh negatif."))
    return _judged(Decimal(repr(number)) * unit, ())


def _from_text(text: str, unit: int) -> Parsed:
    if is_error(text):
        return FORMULA_ERROR
    if len(text) > LONGEST:
        return refused("money_unclear", say("Nilai uang tidak terbaca: teks terlalu panjang."))
    if SCIENTIFIC.fullmatch(text):
        return refused(
            "money_precision_lost",
            say("Nilai uang tertulis dalam notasi ilmiah (E+); tulis angkanya lengkap."),
        )
    # "2,3 M" is milliard by custom; a small "m" could be anything, so the case is kept until here
    small_m = re.search(r"[0-9]\s?m\b", text) is not None
    body = text.casefold()
    if _NEGATIVE.match(body):
        return refused("money_negative", say("Nilai uang tidak boleh negatif."))
    body, findings = _stripped(body, small_m=small_m)
    parsed = _range(body, unit, findings) or _single(body, unit, findings)
    return parsed or refused("money_unclear", say("Nilai uang tidak terbaca."))


def _stripped(body: str, *, small_m: bool) -> tuple[str, tuple[Finding, ...]]:
    """Take off what stands around the amount, and say what it means."""
    findings: list[Finding] = []
    if small_m:
        findings.append(doubt("money_small_m", say('"m" dibaca miliar; periksa apakah yang dimaksud juta.')))
    if APPROXIMATELY.match(body):
        body = APPROXIMATELY.sub("", body)
        findings.append(note("money_approximate", say("Nilai perkiraan.")))
    if _BOUND.match(body):
        body = _BOUND.sub("", body)
        findings.append(
            doubt("money_bound", say("Hanya batas (kurang/lebih dari) yang ditulis; batasnya dipakai."))
        )
    body = _ASIDE.sub("", body)
    parts = _PER.split(body, maxsplit=1)
    if len(parts) == 2:
        findings += _per(parts[1])
    return parts[0].strip(), tuple(findings)


def _per(what: str) -> list[Finding]:
    if _PER_YEAR.fullmatch(what):
        return []
    if _PER_TIME.fullmatch(what):
        return [doubt(PER_TIME, say("Nilai ditulis per bulan, minggu atau hari; belum dikalikan setahun."))]
    return [doubt("money_per_quantity", say("Harga per jumlah tertentu, bukan nilai utuh."))]


def _reading(number: str, word: str | None, unit: int) -> _Reading | None:
    read = numeral(number)
    if read is None:
        return None
    value = read.value
    findings: tuple[Finding, ...] = ()
    if word and read.ambiguous:
        # "1.500 jt" is 1,500 million, "1,500 jt" is 1.5 million: the comma is the Indonesian decimal sign
        value = value / 1000 if "," in number else value
        findings = (
            doubt(
                "money_separator", say("Titik atau koma dapat berarti ribuan atau desimal; periksa nilainya.")
            ),
        )
    elif read.mixed:
        findings = (doubt("money_separator", say("Titik dan koma bercampur; periksa nilainya.")),)
    return _Reading(value * (_UNITS[word] if word else unit), bool(word), findings)


def _single(body: str, unit: int, findings: tuple[Finding, ...]) -> Parsed | None:
    parts = _PARTS.fullmatch(body)
    if parts:
        return _sum(parts, findings)
    found = _ONE.fullmatch(body)
    reading = _reading(found[1], found[2], unit) if found else None
    return _judged(reading.rupiah, findings + reading.findings) if reading else None


def _sum(parts: re.Match[str], findings: tuple[Finding, ...]) -> Parsed | None:
    """`1 jt 500 rb`: the second unit must be the smaller one."""
    high, low = _reading(parts[1], parts[2], 1), _reading(parts[3], parts[4], 1)
    if high is None or low is None or low.rupiah >= high.rupiah:
        return None
    return _judged(high.rupiah + low.rupiah, findings + high.findings + low.findings)


def _range(body: str, unit: int, findings: tuple[Finding, ...]) -> Parsed | None:
    found = _TWO.fullmatch(body)
    if not found:
        return None
    high = _reading(found[3], found[4], unit)
    low = _reading(found[1], found[2] or found[4], unit)
    if low is None or high is None:
        return None
    if low.rupiah > high.rupiah:
        return refused("money_range", say("Rentang nilai uang terbalik atau satuannya tidak jelas."))
    ends = _whole(low.rupiah), _whole(high.rupiah)
    return Parsed(Span(*ends), findings + low.findings + high.findings + _size(ends[1]))


def _judged(rupiah: Decimal, findings: tuple[Finding, ...]) -> Parsed:
    whole = _whole(rupiah)
    if abs(rupiah - whole) > Decimal("0.001"):
        findings = (*findings, note("money_rounded", say("Dibulatkan ke rupiah penuh.")))
    return Parsed(whole, findings + _size(whole))


def _whole(rupiah: Decimal) -> int:
    return int(rupiah.to_integral_value(ROUND_HALF_UP))


def _size(whole: int) -> tuple[Finding, ...]:
    if 0 < whole < 100:
        return (
            doubt(
                "money_small", say("Terlalu kecil untuk rupiah; mungkin ditulis dalam ribuan atau jutaan.")
            ),
        )
    if whole > 10**13:
        return (doubt("money_large", say("Terlalu besar untuk satu usaha; periksa satuannya.")),)
    return ()
