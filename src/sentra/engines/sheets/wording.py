"""How well the title of a column fits the words of a field."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from sentra.engines.sheets.problem import Field, Kind
from sentra.engines.sheets.titles import PATH, folded

_TOKENS = re.compile(r"[a-z0-9]+")
_FILLERS = frozenset(
    "nama no nomor jumlah jml total data rp rupiah idr juta jutaan ribu ribuan dalam per yang dan di ke "
    "orang org unit bulan bln thn 000 l p lengkap apakah sudah memiliki punya jika tuliskan nomornya berapa "
    "kira anda saat ini bisa dihubungi aktif apa saja dihasilkan sesuai mohon isi diisi tempat "
    "termasuk".split()
)
_NOT_NAMES = frozenset(
    "jenis bentuk bidang lama skala izin ijin modal alamat tempat lokasi status tahun tanggal kode jumlah "
    "banyaknya kategori sektor kendala masalah legalitas hukum kepemilikan nik ktp hp telp telepon wa "
    "whatsapp kelamin perkembangan omzet aset luas kapasitas npwp nib kbli kk rekening".split()
)
"""What a title is about when one of these words stands in it: `Bentuk Usaha` is no name of a business."""
_SEXES = frozenset({"l", "laki", "pria"}), frozenset({"p", "perempuan", "wanita"})
_OTHER_DATES = frozenset(
    "berdiri pendirian akta izin ijin nib sertifikat halal pirt bantuan pelatihan pembinaan merek serah "
    "kadaluarsa usaha mulai dimulai operasi beroperasi pendaftaran daftar terdaftar lahir".split()
)
"""A date or year with one of these is not when the list was made."""
_OTHER_PEOPLE = frozenset(
    "suami istri isteri anak keluarga pendamping petugas surveyor enumerator penyuluh fasilitator pembina "
    "pembeli pemasok saksi ayah kandung waris".split()
)
"""Whose number, wage or address it is, when it is not the owner's."""
_NO_TEXT = frozenset("harga jumlah nilai biaya banyaknya ongkos kemasan tahun tanggal".split())
_NO_WORKERS = frozenset(
    "gaji upah asing disabilitas difabel tetap kontrak harian borongan lepas dibayar anggota "
    "pekerjaan".split()
)
_NO_MONEY = frozenset(
    "pinjaman hutang utang bantuan hibah kur target diharapkan harapan rencana laba untung biaya gaji upah "
    "harga ekspor mesin".split()
)
_ABOUT_OTHER: Mapping[Kind, frozenset[str]] = {
    "name": _NOT_NAMES,
    "date": _OTHER_DATES | {"sk", "expired", "exp", "cetak", "ktp", "kontrak"},
    "year": _OTHER_DATES | {"pembelian", "pembuatan", "bergabung", "terima", "kur", "beli"},
    "text": _NO_TEXT,
    "workers": _NO_WORKERS,
    "count": _NO_WORKERS,
    "money": _NO_MONEY,
    "address": frozenset({"pasar", "pemasaran", "sekolah"}),
    "identifier": frozenset({"halal", "pirt", "bpom", "merek", "proposal"}),
}
"""What a title of a kind is about when one of these words stands in it that is not the field's own."""
_ALIENS = frozenset(
    "email website web url instagram facebook foto ttd lahir umur usia berlaku terbit agama pendidikan "
    "surat".split()
)
JUST_NAME = ("nama",)
_JUST_NAME_SCORE = 0.7
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_ADDRESS = re.compile(r"\b(?:dan|&|serta)?\s*(?:alamat|almt)\b", re.IGNORECASE)
_SAME_WORDS = 0.98
_SAME_TOKEN = 80
_ASIDE = 0.99  # what stands in brackets rarely changes what a title means
NAMED = ("business_name", "owner_name")


def header_score(header: str, words: Sequence[str]) -> float:
    """0..1: how well a title fits a field's words; the longest match decides."""
    title = tokens_of(header)
    if not title:
        return 0.0
    return max((_word_score(title, tokens_of(word)) for word in words), default=0.0)


@lru_cache(4096)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a title, written out and folded."""
    return tuple(_TOKENS.findall(folded(text)))


def field_score(header: str, field: Field) -> float:
    """How well a title fits a field by its words, its label or its key."""
    if is_name_and_address(header):
        if field.kind == "address":
            return 0.0
        header = _ADDRESS.sub(" ", header)
    if tokens_of(header) == JUST_NAME and field.key in NAMED:
        return _JUST_NAME_SCORE  # either; what else the sheet has and the names inside decide
    if PATH.fullmatch(header):
        header = header.rpartition("/")[2]
    score = _score_of(header, field.words, field.label, field.key)
    bare = _IN_BRACKETS.sub("", header)
    if _is_about_other(header, bare, field, score):
        return 0.0
    if bare != header and bare.strip():
        return max(score, _ASIDE * _score_of(bare, field.words, field.label, field.key))
    return score


def _is_about_other(header: str, bare: str, field: Field, score: float) -> bool:
    """Whether a title has the words of a field but is about something else."""
    kind = field.kind
    if kind == "district":
        return _names_both_places(header)  # the village says more, and brings its district with it
    if kind in ("workers", "count"):  # all of them, or the men or the women only
        sexes = [bool(words.intersection(tokens_of(header))) for words in _SEXES]
        if any(sexes) and all(sexes) == (kind == "count"):
            return True
    others = _ABOUT_OTHER.get(kind, frozenset()) - _own_tokens(field.words)
    return score < _SAME_WORDS and not others.isdisjoint(tokens_of(bare))


def is_of_others(header: str, field: Field) -> bool:
    """Whether a title is about another person than the field: `NIK suami`, `HP pendamping`."""
    return not (_OTHER_PEOPLE - _own_tokens(field.words)).isdisjoint(tokens_of(header))


@lru_cache(256)
def _own_tokens(words: tuple[str, ...]) -> frozenset[str]:
    """What the words of a field are made of: `Tahun berdiri usaha` is about nothing else than it."""
    return frozenset(token for word in words for token in tokens_of(word))


def _names_both_places(header: str) -> bool:
    """`Desa / Kecamatan` over one column."""
    tokens = set(tokens_of(header))
    return bool({"desa", "kelurahan"} & tokens) and bool({"kecamatan", "kec"} & tokens)


def is_name_and_address(header: str) -> bool:
    """Whether one column holds both: `Nama/Alamat`, `Nama dan Alamat Perusahaan`."""
    return {"nama", "alamat"} <= set(tokens_of(header))


@lru_cache(16_384)
def _score_of(header: str, words: tuple[str, ...], label: str, key: str) -> float:
    """A workbook asks the same of each of its sheets."""
    return header_score(header, (*words, label, key))


def _word_score(header: tuple[str, ...], word: tuple[str, ...]) -> float:
    if not word:
        return 0.0
    longer = min(len("".join(word)), 40) / 4000  # of two equal claims the more specific one
    if header == word:
        return 1.0 + longer
    if "".join(header) == "".join(word):
        return 0.98 + longer
    return _part_score(header, word, longer) or _likeness(header, word)


def _part_score(header: tuple[str, ...], word: tuple[str, ...], longer: float) -> float:
    rest = [t for t in header if t not in word]
    if set(word) <= set(header):
        if _ALIENS.intersection(rest):
            return 0.0
        coverage = _weight(word) / (_weight(word) + _weight(rest))
        in_order = any(header[i : i + len(word)] == word for i in range(len(header)))
        return (0.5 + 0.45 * coverage if in_order else 0.45 + 0.4 * coverage) + longer
    return 0.46 if not rest and len(header) > 1 else 0.0


def _weight(tokens: Sequence[str]) -> float:
    return sum(len(t) * (0.3 if t in _FILLERS else 1.0) for t in tokens)


def _likeness(header: tuple[str, ...], word: tuple[str, ...]) -> float:
    """A title with a letter wrong here or there; `nama panggilan` is no `nama pangan` for all that."""
    whole, sought = "".join(header), "".join(word)
    if min(len(whole), len(sought)) < 5:
        return 0.0
    ratio = fuzz.ratio(whole, sought, score_cutoff=86)
    if ratio and len(header) == len(word) and not all(map(_is_misspelt, header, word)):
        return 0.0
    return 0.8 * ratio / 100


def _is_misspelt(one: str, other: str) -> bool:
    return one == other or fuzz.ratio(one, other) > _SAME_TOKEN
