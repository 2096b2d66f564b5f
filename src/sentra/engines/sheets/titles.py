"""What a cell of a header may say: titles of columns, as offices spell, shorten and number them."""

import re
from collections.abc import Sequence

from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.problem import Cell, Field

_LONGEST_LABEL = 60
_LONGEST_QUESTION = 200  # a form sheet on the web has whole questions for titles
_KNOWN_IN_QUESTION = 0.45
PARTLY = 0.6
_KNOWN_AT_LEAST = 4.0  # titles that are known, each for what it is known of
_LEAST_OF_A_SURVEY = 0.3
_NUMBER = re.compile(r"[\s\d.,()%:/=+\-Rp]*\d[\s\d.,()%:/=+\-]*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ORDINAL = re.compile(
    r"^\s*(?:[A-Za-z]?\d{1,3}|[a-zA-Z])\s*[.)]\s+(?=[A-Za-z])|^\s*\d{1,3}\s*[.)](?=[A-Za-z])"
)
PATH = re.compile(r"[a-z0-9_]{3,}(?:/[a-z0-9_]{2,})+")  # as surveys by phone name a question in its group
_SIGNS = re.compile(r"[\W_]+")
_SHORT = {
    "nm": "nama",
    "almt": "alamat",
    "alamt": "alamat",
    "jml": "jumlah",
    "jmlh": "jumlah",
    "jlh": "jumlah",
    "ush": "usaha",
    "ds": "desa",
    "prod": "produksi",
    "bid": "bidang",
    "jns": "jenis",
    "prsh": "perusahaan",
    "perush": "perusahaan",
    "omset": "omzet",
    "asset": "aset",
    "tlp": "telp",
    "tgl": "tanggal",
    "pengrajin": "perajin",
    "inv": "investasi",
    "invest": "investasi",
    "kap": "kapasitas",
    "ket": "keterangan",
    "lk": "laki laki",
    "pr": "perempuan",
}
"""How offices shorten or spell the words of a title; both titles and the words sought are written out."""
ROW_NUMBER_WORDS = frozenset({"no", "no urut", "nomor", "nomor urut", "id"})


def folded(text: str) -> str:
    """A header as words: `Nama_Usaha*`, `namaUsaha`, `NAMA  USAHA`, `3. Nama usaha` are all `nama usaha`."""
    if "." in text or ")" in text:
        text = _ORDINAL.sub("", text)
    words = _SIGNS.sub(" ", _CAMEL.sub(" ", text)).casefold().split()
    return " ".join([_SHORT.get(word, word) for word in words])


def filled_cells(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_blank(cell)]


def is_label(cell: Cell) -> bool:
    """Whether a cell could stand in a header: short text that is not a number."""
    return isinstance(cell, str) and len(cell) <= _LONGEST_LABEL and not _NUMBER.fullmatch(cell.strip())


def _is_title(cell: Cell) -> bool:
    """As a label, but it may be as long as a question."""
    return is_label(cell) or (
        isinstance(cell, str) and len(cell) <= _LONGEST_QUESTION and not _NUMBER.fullmatch(cell.strip())
    )


def header_words(vocabulary: Sequence[Field]) -> frozenset[str]:
    """Every word, label and key of the vocabulary as `folded` gives them."""
    return frozenset(
        folded(word) for wanted in vocabulary for word in (*wanted.words, wanted.label, wanted.key)
    )


def is_title_word(cell: Cell, words: frozenset[str]) -> bool:
    """Whether a cell is a title of the vocabulary, or of a column of row numbers, and nothing more."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_LABEL:
        return False
    text = folded(cell)
    return text in words or text in ROW_NUMBER_WORDS


def header_likeness(row: Sequence[Cell], words: frozenset[str]) -> float:
    """Share of the filled cells that are header words, 0..1; a wide survey may ask much else."""
    filled = filled_cells(row)
    if not filled or not all(_is_title(cell) or is_short_number(cell) for cell in filled):
        return 0.0
    known = sum(title_score(str(cell), words) for cell in filled)
    return max(known / max(len(filled), min(3, len(row))), _as_of_a_survey(filled, known))


def _as_of_a_survey(filled: Sequence[Cell], known: float) -> float:
    """Among many questions, each asked once, a few that are known make a header as good as any."""
    if known < _KNOWN_AT_LEAST or len({str(cell).casefold() for cell in filled}) < len(filled):
        return 0.0
    return min(1.0, known / len(filled) + _LEAST_OF_A_SURVEY)


def is_short_number(cell: Cell) -> bool:
    """A year may head a column of yearly figures."""
    return (isinstance(cell, int | float) and 1900 <= cell <= 2100) or re.fullmatch(
        r"(?:19|20)\d\d", str(cell)
    ) is not None


def title_score(cell: str, words: frozenset[str]) -> float:
    text = folded(cell.rpartition("/")[2] if PATH.fullmatch(cell) else cell)
    if text in words or text in ROW_NUMBER_WORDS:
        return 1.0
    tokens = text.split()
    if not tokens or any(token.isdigit() for token in tokens):
        return 0.0
    longest = max((n for n in range(1, min(5, len(tokens)) + 1) if _contains(tokens, n, words)), default=0)
    if longest and len(cell) > _LONGEST_LABEL // 2:
        return _KNOWN_IN_QUESTION
    return PARTLY * longest / len(tokens)


def _contains(tokens: Sequence[str], length: int, words: frozenset[str]) -> bool:
    return any(" ".join(tokens[i : i + length]) in words for i in range(len(tokens) - length + 1))
