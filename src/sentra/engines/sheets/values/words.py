"""Cells that hold one of a few words or codes: sex, status, KBLI."""

import re
from datetime import date

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, is_error, mended

_SEX = {
    **dict.fromkeys(
        ("l", "lk", "lki", "laki", "laki laki", "lakilaki", "laki2", "pria", "male", "m", "cowok"), "L"
    ),
    **dict.fromkeys(
        ("p", "pr", "prp", "pw", "perempuan", "prempuan", "wanita", "w", "female", "f", "cewek"), "P"
    ),
}
_STATUS = {
    phrase: status
    for status, phrases in {
        "aktif": "aktif, masih aktif, jalan, berjalan, masih jalan, produksi, masih produksi, beroperasi, "
        "operasi, masih berproduksi, berproduksi, buka, active",
        "tutup": "tutup, non aktif, nonaktif, tidak aktif, tdk aktif, bangkrut, berhenti, gulung tikar, "
        "mati, tutup permanen, sudah tutup, tidak produksi, sudah tidak produksi, pailit, closed, inactive",
        "libur": "libur, libur sementara, vakum, tutup sementara, sementara tutup, berhenti sementara, "
        "istirahat, musiman, cuti, off, mati suri, belum produksi lagi",
    }.items()
    for phrase in phrases.split(", ")
}
_LETTERS = re.compile(r"[^a-z0-9]+")
_KBLI = re.compile(
    r"(?:kbli\s*(?:20[0-9]{2})?\s*[:.]?\s*|[a-v]\s?\.?)?\(?([0-9]{5})(?![0-9]|[.,][0-9])\)?(?P<rest>.*)",
    re.IGNORECASE,
)
_FIVE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")


def read_sex(cell: Cell) -> Parsed:
    """`L` or `P`."""
    return _looked_up(cell, _SEX, "sex_unclear", say("Jenis kelamin tidak terbaca; tulis L atau P."))


def read_status(cell: Cell) -> Parsed:
    """`aktif`, `libur` or `tutup`."""
    return _looked_up(
        cell, _STATUS, "status_unclear", say("Status usaha tidak terbaca; tulis aktif, libur atau tutup.")
    )


def _looked_up(cell: Cell, words: dict[str, str], code: str, sentence: Sentence) -> Parsed:
    text = mended(cell)
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    value = words.get(_LETTERS.sub(" ", text.casefold()).strip())
    return Parsed(value) if value else refused(code, sentence)


def read_kbli(cell: Cell) -> Parsed:
    """Five digits, with or without the title behind them. Whether the code exists is the caller's to know."""
    if isinstance(cell, (bool, date)):
        return _LENGTH
    text = mended(cell)
    if not text or text == "0":
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    found = _KBLI.fullmatch(text) if len(text) < 400 else None
    if not found or found[1].startswith("00"):
        return _LENGTH
    if _FIVE.search(found["rest"]):
        return doubted(
            found[1], "kbli_several", say("Beberapa kode KBLI dalam satu sel; yang pertama dipakai.")
        )
    return Parsed(found[1])


_LENGTH = refused("kbli_length", say("Kode KBLI harus 5 angka."))
