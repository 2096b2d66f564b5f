"""Columns of tick marks: one word of a field stands in the title, and a mark below says that it holds."""

from functools import partial

from sentra.engines.sheets.problem import Cell, Kind
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.titles import PATH
from sentra.engines.sheets.values import EMPTY, Finding, Parsed, Parser, mended, parse_value
from sentra.engines.sheets.wording import tokens_of

TICKED: frozenset[Kind] = frozenset({"sex", "status"})
"""Kinds with so few words that offices give each a column: `Jenis Kelamin` over `L` and `P`."""

_MARKS = frozenset({"v", "√", "✓", "✔", "☑", "x", "✗", "✘", "●", "•", "*", "vv"})

TWICE = Finding(
    "ticked_twice", "doubtful", say("Dua pilihan dicentang di baris ini; tidak satu pun dipakai.")
)


def is_mark(text: str) -> bool:
    return text.casefold() in _MARKS


def option_of(header: str, kind: Kind) -> str:
    """The value at the end of a title: `Status Usaha Tidak Aktif` is `tutup`; "" when it names none."""
    if kind not in TICKED or ("/" in header and not PATH.fullmatch(header)):
        return ""  # `L/P` names two
    words = tokens_of(header)
    found = (parse_value(kind, " ".join(words[n:])).value for n in range(len(words)))
    return next((value for value in found if isinstance(value, str)), "")


def ticked(parse: Parser, option: str) -> Parser:
    """Reads a mark as `option`, and anything else as the field does."""
    return partial(_read, parse, option)


def _read(parse: Parser, option: str, cell: Cell) -> Parsed:
    text = mended(cell)
    return EMPTY if not text else Parsed(option) if is_mark(text) else parse(cell)
