"""What a column's values say about it, whatever its title: shares of a sample that look like each kind."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from sentra.engines.sheets.addresses import looks_like_address, may_be_address
from sentra.engines.sheets.places import Places
from sentra.engines.sheets.problem import Cell, Kind
from sentra.engines.sheets.ticks import is_mark
from sentra.engines.sheets.values import mended, parse_value

_MONEY_UNIT = re.compile(r"\brp\b|rp\.?\s?[0-9]|[0-9]\s?(?:jt|juta|rb|ribu|k|miliar|milyar)\b", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-z]")
_BUSINESS = re.compile(
    r"\b(?:ud|cv|pt|pd|fa|kub|toko|usaha|industri|home ?industry|kerajinan|konveksi|bengkel|jaya|makmur|"
    r"barokah|berkah|sumber|sejahtera|mandiri|abadi|snack|catering|batik|gula|tempe|tahu|keripik|knalpot|meubel|mebel)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:bp|bpk|bapak|pak|ibu|bu|h|hj|ny|tn|sdr|sdri)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares (0..1) of the filled sample cells.

    `strict`: certainly this kind; `loose`: could be, even broken.
    """

    filled: int
    strict: Mapping[Kind, float] = field(default_factory=dict)
    loose: Mapping[Kind, float] = field(default_factory=dict)
    business: float = 0.0  # looks like a firm rather than a person
    person: float = 0.0
    numbering: bool = False
    constant: bool = False  # the same in every row
    ticks: float = 0.0  # share of tick marks
    distinct: float = 0.0  # share of different texts among the filled cells


Look = tuple[bool, bool]
_MANY = 20  # rows from which on it means something that all are the same
_FOURTEEN_DIGITS = 1e13
_PHONE_DIGITS = 15  # 16 are a NIK


def _by_parser(kind: Kind, *, loose_codes: tuple[str, ...]) -> Callable[[Cell, str], Look]:
    def look(cell: Cell, _text: str) -> Look:
        parsed = parse_value(kind, cell)
        if parsed.value is not None or parsed.extra:
            return True, True
        return False, any(f.code.endswith(loose_codes) for f in parsed.findings)

    return look


def _nib(cell: Cell, text: str) -> Look:
    digits = re.sub(r"[ .'\-]", "", text)
    is_phone = digits.startswith(("0", "62")) and parse_value("phone", cell).value is not None
    return len(digits) == 13 and digits.isdecimal() and not is_phone, digits.isdecimal() and 12 <= len(
        digits
    ) <= 13


def _phone(cell: Cell, text: str) -> Look:
    parsed = parse_value("phone", cell)
    return parsed.value is not None, "E+" in text.upper() or 7 <= sum(map(str.isdigit, text)) <= _PHONE_DIGITS


def _npwp(_cell: Cell, text: str) -> Look:
    digits = re.sub(r"[ .'\-]", "", text)
    return False, (digits.isdecimal() and 14 <= len(digits) <= 22) or "E+" in text.upper()


def _account(_cell: Cell, text: str) -> Look:
    return False, sum(map(str.isdigit, text)) >= 6


def _kbli(cell: Cell, text: str) -> Look:
    code = parse_value("kbli", cell).value
    certain = isinstance(code, str) and "10" <= code[:2] <= "33" and not code.endswith("00")  # a price
    return certain and _MONEY_UNIT.search(text) is None, code is not None


def _money(cell: Cell, text: str) -> Look:
    parsed = parse_value("money", cell)
    return parsed.value is not None and _MONEY_UNIT.search(text) is not None, parsed.value is not None


def _date(cell: Cell, text: str) -> Look:
    parsed = parse_value("date", cell)
    typed = isinstance(cell, date) or not text.replace(".", "").isdecimal()
    return parsed.value is not None and typed, parsed.value is not None or text.count("/") == 2


def _degrees(kind: Kind) -> Callable[[Cell, str], Look]:
    def look(cell: Cell, text: str) -> Look:
        parsed = parse_value(kind, cell)
        fraction = len(text.replace(",", ".").partition(".")[2]) >= 3 or "°" in text
        if parsed.value is not None:
            return fraction, True
        return False, any(f.code in ("coordinate_no_point", "coordinate_sign") for f in parsed.findings)

    return look


def _letters(_cell: Cell, text: str) -> Look:
    return False, _LETTER.search(text) is not None


def _anything(_cell: Cell, _text: str) -> Look:
    return False, True


def _sixteen_digits(cell: Cell, text: str) -> bool:
    """Meant to be a number of 16 digits, even when some are lost or letters stand in between."""
    if isinstance(cell, float):
        return cell >= _FOURTEEN_DIGITS
    return "E+" in text.upper() or 14 <= sum(c in "0123456789OIl" for c in text) <= 18


def _nik(cell: Cell, text: str) -> Look:
    return parse_value("nik", cell).value is not None, _sixteen_digits(cell, text) and not _decimal(text)


def _decimal(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,3}[.,][0-9]+", text) is not None


def _kk(cell: Cell, text: str) -> Look:
    """A family card has the shape of a NIK, so values alone never make a column one."""
    return False, _sixteen_digits(cell, text)


_LOOKS: Mapping[Kind, Callable[[Cell, str], Look]] = {
    "nik": _nik,
    "kk": _kk,
    "nib": _nib,
    "npwp": _npwp,
    "bank_account": _account,
    "phone": _phone,
    "kbli": _kbli,
    "money": _money,
    "count": _by_parser("count", loose_codes=("_fraction",)),
    "workers": _by_parser("workers", loose_codes=("_unclear",)),
    "quantity": _by_parser("quantity", loose_codes=()),
    "date": _date,
    "year": _by_parser("year", loose_codes=("_age",)),
    "latitude": _degrees("latitude"),
    "longitude": _degrees("longitude"),
    "sex": _by_parser("sex", loose_codes=()),
    "status": _by_parser("status", loose_codes=()),
    "name": _letters,
    "text": _anything,
    "identifier": _anything,
}
_NEEDS_DIGIT = frozenset(
    {
        "nik",
        "kk",
        "nib",
        "npwp",
        "bank_account",
        "phone",
        "kbli",
        "money",
        "date",
        "year",
        "latitude",
        "longitude",
    }
)


def evidence_of(cells: Iterable[Cell], places: Places) -> Evidence:
    """Look at a sample of one column. Cells that say "nothing" do not count."""
    filled = [(cell, text) for cell in cells if (text := mended(cell))]
    if not filled:
        return Evidence(0)
    strict, loose = Counter[Kind](), Counter[Kind]()
    for (_, text, cell), times in Counter((type(cell), text, cell) for cell, text in filled).items():
        for kind, (certain, possible) in _looks(cell, text, places):
            strict[kind] += times * certain
            loose[kind] += times * (possible or certain)
    n = len(filled)
    texts = [text for _, text in filled]
    return Evidence(
        n,
        {kind: count / n for kind, count in strict.items()},
        {kind: count / n for kind, count in loose.items()},
        sum(_BUSINESS.search(t) is not None for t in texts) / n,
        sum(_PERSON.match(t) is not None for t in texts) / n,
        _is_numbering(texts),
        n >= _MANY and len(set(texts)) == 1,
        sum(map(is_mark, texts)) / n,
        len(set(texts)) / n,
    )


def _looks(cell: Cell, text: str, places: Places) -> Iterable[tuple[Kind, Look]]:
    has_digit = any(map(str.isdigit, text))
    for kind, look in _LOOKS.items():
        if has_digit or kind not in _NEEDS_DIGIT:
            yield kind, look(cell, text)
    if _LETTER.search(text) is None:
        return
    yield "address", (looks_like_address(text), True)
    if not may_be_address(text) and len(text) <= 45:
        yield "village", (places.find_village(text) is not None,) * 2
        yield "district", (places.find_district(text) is not None,) * 2


def _is_numbering(texts: list[str]) -> bool:
    """Rising whole numbers that start small: the officer's own row numbers."""
    numbers = [int(t.rstrip(".")) for t in texts if t.rstrip(".").isdecimal() and t.isascii() and len(t) < 8]
    if len(numbers) < max(2, 0.9 * len(texts)):
        return False
    return numbers[0] <= 10 and sum(b > a for a, b in pairwise(numbers)) >= 0.9 * (len(numbers) - 1)
