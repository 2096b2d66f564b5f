"""Counts, workers by sex, and quantities with their unit."""

import re
from datetime import date
from decimal import Decimal

from sentra.engines.sheets.problem import Cell, Span, Value
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.numerals import APPROXIMATELY, LONGEST, NUMBER, RANGE, numeral
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, noted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, is_error, mended

_WORDS = {
    word: number
    for number, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
    )
} | {"seorang": 1, "sendiri": 1, "se orang": 1}
_PEOPLE = r"(?:\s*(?:orang|org|orng|o|jiwa|pekerja|karyawan|tk|naker|tenaga kerja|unit|buah|bh))?\.?"
_ONE = re.compile(rf"({NUMBER}){_PEOPLE}(?:\s*\([^)]*\))?")
_TWO = re.compile(rf"([0-9]{{1,5}}){_PEOPLE}{RANGE}([0-9]{{1,5}}){_PEOPLE}")
_NEGATIVE = re.compile(r"[-−]\s*[0-9]")
WORKERS_ABSURD = 5_000
COUNT_ABSURD = 1_000_000

_MALE = r"(?:laki\s?-?\s?laki|laki2|laki|lk|l|pria)"
_FEMALE = r"(?:perempuan|prempuan|wanita|pr|pw|p|w)"
_GAP = r"\s*[:=.]?\s*"
_BETWEEN = r"\s*(?:orang|org)?\s*(?:[,;/+&|]|dan)?\s*"
_SEXES = (
    re.compile(
        rf"(?P<m>{_MALE}){_GAP}([0-9]{{1,5}}){_BETWEEN}(?P<f>{_FEMALE}){_GAP}([0-9]{{1,5}})(?:\s*(?:orang|org))?"
    ),
    re.compile(
        rf"([0-9]{{1,5}})\s*(?:orang|org)?\s*(?P<m>{_MALE}){_BETWEEN}([0-9]{{1,5}})\s*(?:orang|org)?\s*(?P<f>{_FEMALE})"
    ),
    re.compile(
        rf"(?P<f>{_FEMALE}){_GAP}([0-9]{{1,5}}){_BETWEEN}(?P<m>{_MALE}){_GAP}([0-9]{{1,5}})(?:\s*(?:orang|org))?"
    ),
    re.compile(
        rf"([0-9]{{1,5}})\s*(?:orang|org)?\s*(?P<f>{_FEMALE}){_BETWEEN}([0-9]{{1,5}})\s*(?:orang|org)?\s*(?P<m>{_MALE})"
    ),
)
_ONLY = re.compile(
    rf"(?:(?P<m>{_MALE})|{_FEMALE}){_GAP}([0-9]{{1,5}})|([0-9]{{1,5}})\s*(?:orang|org)?\s*(?:(?P<m2>{_MALE})|{_FEMALE})"
)
_ALONE = re.compile(r"(?:saya |di ?kerjakan |di ?kelola |pemilik |oleh )*sendiri(?:an)?\.?")
_PAIR = re.compile(r"([0-9]{1,5})\s*[/+&,;:-]\s*([0-9]{1,5})")
_TOTAL_AND_PARTS = re.compile(r"([0-9]{1,5})\s*(?:orang|org)?\s*[(:=]\s*(.+?)\)?")
_HEADER_SEXES = re.compile(r"\bl(?:k|aki(?:\s?-?\s?laki)?)?\s*[/|,+&-]\s*p(?:r|erempuan)?\b")


def header_has_sexes(header: str) -> bool:
    """Whether a column title announces men/women in that order, e.g. "TK (L/P)"."""
    return _HEADER_SEXES.search(header.casefold()) is not None


def read_count(cell: Cell, absurd: int = COUNT_ABSURD) -> Parsed:
    """A whole number, never negative, or a `Span`."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _whole(Decimal(repr(cell)), absurd) if abs(cell) < 1e15 else _UNCLEAR
    if isinstance(cell, bool):
        return _UNCLEAR
    if isinstance(cell, date):
        return refused(
            "count_is_date",
            say("Excel mengubah isian menjadi tanggal (misalnya 2-3); tulis ulang sebagai teks."),
        )
    text = mended(cell).casefold()
    if not text:
        return EMPTY
    if text.isdecimal() and text.isascii() and len(text) < 10:
        return _judged(int(text), absurd)
    return FORMULA_ERROR if is_error(text) else _count_text(text, absurd)


_UNCLEAR = refused("count_unclear", say("Jumlah tidak terbaca."))


def _count_text(text: str, absurd: int) -> Parsed:
    if len(text) > LONGEST:
        return _UNCLEAR
    if _NEGATIVE.match(text):
        return refused("count_negative", say("Jumlah tidak boleh negatif."))
    body = APPROXIMATELY.sub("", text)
    parsed = _span(body, absurd) or _word(body) or _single(body, absurd) or _UNCLEAR
    if body != text and parsed.value is not None and not parsed.findings:
        return noted(parsed.value, "count_approximate", say("Jumlah perkiraan."))
    return parsed


def _span(body: str, absurd: int) -> Parsed | None:
    found = _TWO.fullmatch(body)
    if not found:
        return None
    low, high = int(found[1]), int(found[2])
    if low > high:
        return refused("count_range", say("Rentang jumlah terbalik."))
    return doubted(Span(low, high), *_ABSURD) if high > absurd else Parsed(Span(low, high))


def _word(body: str) -> Parsed | None:
    """`satu` to `sebelas`, `dua belas`, also before "orang"; `5 (lima)` is read as its digits."""
    words = re.sub(r"\s*(?:orang|org|jiwa|pekerja)\.?$", "", body).split()
    if len(words) == 2 and words[1] == "belas" and 2 <= _WORDS.get(words[0], 0) <= 9:
        return Parsed(_WORDS[words[0]] + 10)
    number = _WORDS.get(" ".join(words))
    return None if number is None else Parsed(number)


def _single(body: str, absurd: int) -> Parsed | None:
    found = _ONE.fullmatch(body)
    read = numeral(found[1]) if found else None
    return _whole(read.value, absurd) if read else None


def _whole(number: Decimal, absurd: int) -> Parsed:
    if number < 0:
        return refused("count_negative", say("Jumlah tidak boleh negatif."))
    if number != number.to_integral_value():
        return refused("count_fraction", say("Jumlah harus bilangan bulat."))
    return _judged(int(number), absurd)


_ABSURD = "count_absurd", say("Jumlah terlalu besar untuk satu usaha; periksa kembali.")


def _judged(count: int, absurd: int) -> Parsed:
    return doubted(count, *_ABSURD) if count > absurd else Parsed(count)


def read_workers(cell: Cell, *, sexes: bool = False) -> Parsed:
    """A count, or its parts: `extra["male"]` and `extra["female"]` (then `value` is None).

    `sexes`: the title announces men/women, so that `3/2` may be read as such.
    """
    if not isinstance(cell, str) or (cell.isascii() and cell.isdigit()):
        return read_count(cell, WORKERS_ABSURD)
    text = mended(cell).casefold()
    if not text or len(text) > LONGEST:
        return EMPTY if not text else _UNCLEAR
    if _ALONE.fullmatch(text):
        return noted(1, "workers_alone", say("Dikerjakan sendiri; dibaca 1 orang."))
    return (
        _by_sex(text)
        or _total_and_parts(text)
        or _pair(text, sexes=sexes)
        or read_count(cell, WORKERS_ABSURD)
    )


def _by_sex(text: str) -> Parsed | None:
    for pattern in _SEXES:
        found = pattern.fullmatch(text)
        if found:
            first, second = (int(g) for g in found.groups() if g and g.isdecimal())
            return (
                _men_first(first, second)
                if found.start("m") < found.start("f")
                else _men_first(second, first)
            )
    found = _ONLY.fullmatch(text)
    if found:
        men = found["m"] or found["m2"]
        return Parsed(None, (), {"male" if men else "female": int(found[2] or found[3])})
    return None


def _men_first(male: int, female: int) -> Parsed:
    extra: dict[str, Value] = {"male": male, "female": female}
    findings = doubted(None, *_ABSURD).findings if male + female > WORKERS_ABSURD else ()
    return Parsed(None, findings, extra)


def _total_and_parts(text: str) -> Parsed | None:
    found = _TOTAL_AND_PARTS.fullmatch(text)
    parts = _by_sex(found[2]) if found else None
    if found is None or parts is None or len(parts.extra) < 2:
        return None
    if sum(v for v in parts.extra.values() if isinstance(v, int)) == int(found[1]):
        return parts
    return Parsed(
        None,
        doubted(None, "workers_sum", say("Jumlah L dan P tidak sama dengan totalnya.")).findings,
        parts.extra,
    )


def _pair(text: str, *, sexes: bool) -> Parsed | None:
    found = _PAIR.fullmatch(text)
    if not found:
        return None
    if sexes:
        return _men_first(int(found[1]), int(found[2]))
    if "-" in text:
        return None  # a range
    return refused("workers_unclear", say("Dua angka tanpa keterangan laki-laki/perempuan."))


_TIMES = {
    **dict.fromkeys(("bl", "bln", "bulan"), "bulan"),
    **dict.fromkeys(("th", "thn", "tahun"), "tahun"),
    **dict.fromkeys(("hr", "hari"), "hari"),
    **dict.fromkeys(("mg", "mgg", "minggu"), "minggu"),
}
_QUANTITY = re.compile(rf"({NUMBER})(?:{RANGE}({NUMBER}))?\s*([^0-9].{{0,39}})?")
_HEADER_PERIOD = re.compile(rf"(?:\bper\s?|/\s?)({'|'.join(_TIMES)})\b", re.IGNORECASE)
_HEADER_UNIT = re.compile(r"[(\[]\s*([^)\]]{1,25})\s*[)\]]")


def header_measure(header: str) -> str:
    """What a title names: "kg/bulan" in "Kapasitas (kg/bulan)" and "Kapasitas per bulan (kg)", "/bulan" in
    "Kapasitas per bulan", "" where it names nothing.
    """
    found, period = _HEADER_UNIT.search(header), _HEADER_PERIOD.search(_HEADER_UNIT.sub(" ", header))
    unit = _unit(found[1]) if found else ""
    return unit if period is None or "/" in unit else f"{unit}/{_TIMES[period[1].casefold()]}"


def read_quantity(cell: Cell, measure: str = "") -> Parsed:
    """Number(s) and unit as one text: `"50 kg/bulan"`, `"50-100 kg/hari"`; numbers in plain notation.

    `measure` is what the title names; a unit or a period in the cell itself wins.
    """
    if isinstance(cell, (bool, date)):
        return refused("quantity_unclear", say("Kapasitas atau jumlah tidak terbaca."))
    text = mended(cell)
    if not text:
        return EMPTY
    body = APPROXIMATELY.sub("", text)
    found = _QUANTITY.fullmatch(body) if len(body) <= LONGEST else None
    low = numeral(found[1]) if found else None
    high = numeral(found[2]) if found and found[2] else None
    if found is None or low is None or (found[2] and high is None):
        return refused("quantity_unclear", say("Kapasitas atau jumlah tidak terbaca."))
    amount = _plain(low.value) + (f"-{_plain(high.value)}" if high else "")
    unit = _unit(found[3] or "")
    if not unit and measure[:1] in ("", "/"):
        return noted(amount + measure, "quantity_unit_missing", say("Satuan tidak ditulis."))
    return Parsed(_with_unit(amount, unit, measure))


def _with_unit(amount: str, unit: str, measure: str) -> str:
    if unit and "/" not in unit:
        unit += "".join(measure.partition("/")[1:])
    unit = unit or measure
    return amount + unit if unit.startswith("/") else f"{amount} {unit}"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unit(text: str) -> str:
    """`pcs/bln` -> `pcs/bulan`; `kg per hari` -> `kg/hari`."""
    parts = [p.strip(" .") for p in re.split(r"\s*/\s*|\s+per\s?|^per\s", text.casefold().strip())]
    return "/".join(_TIMES.get(part, part) for part in parts)
