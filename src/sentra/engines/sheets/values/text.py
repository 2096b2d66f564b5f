"""Text of a cell: as the officer sees it, mended, or masked so that it may be stored in clear."""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import Fact, Sentence, figure, say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, noted, refused

EMPTY_WORDS = frozenset(
    "- -- --- ---- – — . .. ... ? n/a n\\a #n/a na nan null none nil nihil kosong (kosong) (blank) "
    "(null) \\n".split()
) | {
    "",
    "tidak ada",
    "tdk ada",
    "tdk. ada",
    "belum ada",
    "blm ada",
    "tidak punya",
    "belum punya",
    "belum memiliki",
    "tidak memiliki",
    "tidak tahu",
}
ERROR_WORDS = frozenset(
    {"#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#spill!", "#calc!", "err:502"}
)

_LITERAL = re.compile(r"\\r\\n|\\[rnt](?![a-z])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u00a0]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INTEGERS_EXACT_BELOW = 1e16  # Python writes floats from here on in scientific notation


def written(cell: Cell) -> str:
    """The cell as the officer sees it: no `.0`, no scientific notation of our making, ISO dates."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _float_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _float_text(number: float) -> str:
    if math.isnan(number):
        return ""
    if math.isinf(number) or abs(number) >= _INTEGERS_EXACT_BELOW:
        return repr(number)
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def mend(text: str) -> str:
    """Spaces and control characters mended; literal `\\r\\n`, `\\n`, `\\t` become a space; mojibake stays."""
    if not (text.isascii() and text.isprintable()):
        text = _CONTROL.sub(" ", _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text)))
    if "\\" in text:
        text = _LITERAL.sub(" ", text)
    return " ".join(text.split())


def mended(cell: Cell) -> str:
    """The mended text of a cell; "" for everything offices write to say "nothing"."""
    text = mend(cell if isinstance(cell, str) else written(cell))
    return "" if text.casefold() in EMPTY_WORDS else text


def is_error(text: str) -> bool:
    return text[:1] in "#eE" and text.casefold() in ERROR_WORDS


FORMULA_ERROR = refused("formula_error", say("Sel berisi galat rumus; buka berkas dan perbaiki rumusnya."))


def read_text(cell: Cell) -> Parsed:
    """Free text, safe to store in clear: anything that looks like a personal number is masked."""
    text = mended(cell)
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    masked = mask_numbers(text)
    if masked != text:
        return noted(masked, "number_masked", say("Nomor panjang di dalam teks disamarkan."))
    return Parsed(text)


def read_name(cell: Cell) -> Parsed:
    """A name of a business or a person, kept as written."""
    parsed = read_text(cell)
    if isinstance(parsed.value, str) and not any(map(str.isalpha, parsed.value)):
        return doubted(parsed.value, "name_without_letters", say("Nama tidak memuat huruf."))
    if isinstance(parsed.value, str) and _LINK.search(parsed.value):
        return doubted(
            parsed.value, "name_with_link", say("Nama memuat alamat web; mungkin bukan usaha (spam).")
        )
    return parsed


_LINK = re.compile(r"https?:|\bwww\.|<a\b|\[url", re.IGNORECASE)


def read_identifier(cell: Cell) -> Parsed:
    """An identifier without known rules, e.g. SIINas: kept as written, precision loss is flagged."""
    text = mended(cell)
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    if SCIENTIFIC.fullmatch(text):
        return refused(
            "identifier_precision_lost",
            say("Nomor berubah menjadi notasi ilmiah (E+); salin ulang dari sumber asli."),
        )
    return Parsed(text)


SCIENTIFIC = re.compile(r"'?\+?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")

# What may look long and is no personal number is matched first; what is left of nine digits or more is
# masked (`3.303051208E+15` tells most of a NIK, so it goes as well).
_PRICE = r"(?:rp\.?\s*)?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|(?:,[0-9]{3})+(?:\.[0-9]{1,2})?)"
_NO_MORE = r"(?![ .,\-/]?[0-9])"
_SCAN = re.compile(
    r"(?P<long>(?<![0-9])(?<![0-9][.,])(?:[0-9][.,])?[0-9]{6,}[eE]\+?[0-9]+)"
    rf"|(?P<rupiah>rp\.?\s*[1-9][0-9]{{0,11}}{_NO_MORE})"
    rf"|(?<![0-9])(?<![0-9][ .\-/])(?P<price>{_PRICE}(?:(?:\s?[-/–]\s?|\s){_PRICE})*)"
    rf"{_NO_MORE}"
    r"|(?<![0-9])(?<![0-9][.,])(?P<coordinate>(?:[0-9]|1[01]|9[4-9]|1[0-3][0-9]|14[0-2])[.,][0-9]{3,})"
    r"(?![0-9eE]|[.,\-/][0-9])"
    r"|(?<![0-9])(?P<date>(?:[0-3]?[0-9][-/.][0-3]?[0-9][-/.](?:19|20)?[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?)(?![0-9]|[.\-/][0-9])"
    rf"|(?<![0-9])(?P<years>(?:19|20)[0-9]{{2}}(?:\s?[-/ ]\s?(?:19|20)[0-9]{{2}})+){_NO_MORE}"
    r"|(?P<run>\+?\(?[0-9](?:[ .,\-/()–_'’:]{0,3}[0-9]){8,})",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"[0-9]")
_NINE_DIGITS = re.compile(r"(?:[0-9][^0-9]*){6}")
MASK = "•••"


def mask_numbers(text: str) -> str:
    """Replace what looks like a NIK, KK, NIB, phone or long account number (9 digits or more) by a mask.

    Prices (`Rp 1.250.000.000`), dates and decimal coordinates (`109.38461234567891`) stay.
    """
    if not text.isascii():
        text = _plain_digits(text)
    if not _NINE_DIGITS.search(text):
        return text
    return _SCAN.sub(_masked, text)


def mask_sentence(sentence: Sentence) -> Sentence:
    """The sentence with every fact masked that looks like a personal number, be it text or a figure."""
    if not sentence.facts:
        return sentence
    return Sentence(sentence.template, {name: _masked_fact(fact) for name, fact in sentence.facts.items()})


def _masked_fact(fact: Fact) -> Fact:
    if isinstance(fact, Sentence):
        return mask_sentence(fact)
    text = fact if isinstance(fact, str) else figure(fact)
    masked = mask_numbers(text)
    return fact if masked == text else masked


def _plain_digits(text: str) -> str:
    """Digits of other scripts would pass the patterns unseen."""
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def _masked(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind in ("run", "long") or (kind == "price" and _phone_like(found.group())):
        return MASK
    return found.group()


def _phone_like(price: str) -> bool:
    """`812.345.678.901` reads as 812 milliard, but nobody writes that without `Rp`; a phone they do."""
    if price[:2].casefold() == "rp" or "-" in price or "/" in price or "–" in price:
        return False
    digits = "".join(_DIGIT.findall(price))
    if len(digits) in (11, 12, 13) and digits.startswith(("8", "62")):
        return True
    return any(len(_DIGIT.findall(one)) > 12 for one in price.split())
