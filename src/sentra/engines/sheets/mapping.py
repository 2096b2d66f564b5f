"""Which field each column is: by the words of its title and by its values; the values win a quarrel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from sentra.engines.sheets.evidence import Evidence
from sentra.engines.sheets.header import folded
from sentra.engines.sheets.limits import column_letter
from sentra.engines.sheets.problem import Column, Field, Kind
from sentra.engines.sheets.sentence import NOTHING_SAID, Sentence, say

ROW_NUMBERS = say("nomor urut")
ENOUGH = 0.4
"""A weaker claim than this leaves the column unmapped."""
_FEW = 3  # fewer filled cells than this prove nothing
_NEARLY_ALL = 0.9
_SAID = 0.5  # from here on a title has all words of a field
_CONTRADICTED = 0.35

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
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
    "whatsapp kelamin perkembangan omzet aset luas kapasitas".split()
)
"""What a title is about when one of these words stands in it: `Bentuk Usaha` is no name of a business."""
_SEXES = frozenset({"l", "laki", "pria"}), frozenset({"p", "perempuan", "wanita"})
_OTHER_DATES = frozenset(
    "berdiri pendirian akta izin ijin nib sertifikat halal pirt bantuan pelatihan pembinaan merek serah "
    "kadaluarsa".split()
)
"""A date or year with one of these is not when the list was made."""
_ALIENS = frozenset(
    "email website web url instagram facebook foto ttd lahir umur usia berlaku terbit agama pendidikan "
    "surat".split()
)
_NUMBERING = frozenset({"no", "nomor", "urut", "nr", "num", "id"})
_JUST_NAME = ("nama",)
_JUST_NAME_SCORE = 0.7
_PATH = re.compile(r"[a-z0-9_]{3,}(?:/[a-z0-9_]{2,})+")  # as surveys by phone name a question in its group
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_ADDRESS = re.compile(r"\b(?:dan|&|serta)?\s*(?:alamat|almt)\b", re.IGNORECASE)
_SAME_WORDS = 0.98
_ASIDE = 0.99  # what stands in brackets rarely changes what a title means
_NAMED = ("business_name", "owner_name")

_CLOSED: frozenset[Kind] = frozenset(
    {
        "nik", "kk", "nib", "npwp", "bank_account", "phone", "kbli", "money", "count", "workers", "date",
        "year", "latitude", "longitude", "sex", "status",
    }
)  # fmt: skip
_TELLING: tuple[Kind, ...] = (
    "nik", "nib", "phone", "kbli", "latitude", "longitude", "date", "village", "district", "address",
)  # fmt: skip
_ALONE: Mapping[Kind, float] = {
    "nik": 0.75,
    "nib": 0.7,
    "phone": 0.72,
    "kbli": 0.7,
    "latitude": 0.75,
    "longitude": 0.75,
    "village": 0.74,
    "district": 0.75,
    "address": 0.7,
    "sex": 0.6,
}
"""What a column may be taken for by its values alone, and how sure that can ever be."""


class Claim(NamedTuple):
    score: float
    column: int
    field: Field
    why: Sentence


def header_score(header: str, words: Sequence[str]) -> float:
    """0..1: how well a title fits a field's words; the longest match decides."""
    title = _tokens(header)
    if not title:
        return 0.0
    return max((_word_score(title, _tokens(word)) for word in words), default=0.0)


@lru_cache(4096)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKENS.findall(folded(text)))


def field_score(header: str, field: Field) -> float:
    """How well a title fits a field by its words, its label or its key."""
    if is_name_and_address(header):
        if field.kind == "address":
            return 0.0
        header = _ADDRESS.sub(" ", header)
    if _tokens(header) == _JUST_NAME and field.key in _NAMED:
        return _JUST_NAME_SCORE  # either; what else the sheet has and the names inside decide
    score = _score_of(header, field.words, field.label, field.key)
    bare = header.rpartition("/")[2] if _PATH.fullmatch(header) else _IN_BRACKETS.sub("", header)
    if _is_about_other(header, bare, field.kind, score):
        return 0.0
    if bare != header and bare.strip():
        return max(score, _ASIDE * _score_of(bare, field.words, field.label, field.key))
    return score


def _is_about_other(header: str, bare: str, kind: Kind, score: float) -> bool:
    """Whether a title has the words of a field but is about something else."""
    if kind == "district":
        return _names_both_places(header)  # the village says more, and brings its district with it
    if kind in ("workers", "count"):  # all of them, or the men or the women only
        sexes = [bool(words.intersection(_tokens(header))) for words in _SEXES]
        return any(sexes) and all(sexes) == (kind == "count")
    others = _NOT_NAMES if kind == "name" else _OTHER_DATES if kind in ("date", "year") else frozenset()
    return score < _SAME_WORDS and bool(others.intersection(_tokens(bare)))


def _names_both_places(header: str) -> bool:
    """`Desa / Kecamatan` over one column."""
    tokens = set(_tokens(header))
    return bool({"desa", "kelurahan"} & tokens) and bool({"kecamatan", "kec"} & tokens)


def is_name_and_address(header: str) -> bool:
    """Whether one column holds both: `Nama/Alamat`, `Nama dan Alamat Perusahaan`."""
    return {"nama", "alamat"} <= set(_tokens(header))


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
    return _part_score(header, word, longer) or _likeness("".join(header), "".join(word))


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


def _likeness(header: str, word: str) -> float:
    if min(len(header), len(word)) < 5:
        return 0.0
    ratio = fuzz.ratio(header, word, score_cutoff=86)
    return 0.8 * ratio / 100


def propose(
    headers: Sequence[str], evidence: Sequence[Evidence], vocabulary: Sequence[Field], *, titled: bool = True
) -> tuple[tuple[Column, ...], tuple[Sentence, ...]]:
    """Columns with their fields, and warnings where values and titles disagree.

    A field is given once, except a phone, which may repeat. `titled`: the sheet has a header row.
    """
    claims = [
        claim
        for index, header in enumerate(headers)
        for field in vocabulary
        if (claim := _claim(index, header, field, evidence[index])).score >= ENOUGH
    ]
    chosen = _settled(claims)
    if not titled:
        chosen |= _unnamed(headers, evidence, vocabulary, chosen)
    chosen = _with_some_name(headers, chosen, vocabulary)
    columns = tuple(_column(i, h, chosen.get(i), vocabulary, evidence[i]) for i, h in enumerate(headers))
    return columns, _warnings(columns, evidence, vocabulary)


def _settled(claims: list[Claim]) -> dict[int, Claim]:
    """The strongest claims first; each column once, each field once."""
    chosen: dict[int, Claim] = {}
    given: set[str] = set()
    for claim in sorted(claims, key=lambda c: (-c.score, c.column)):
        free = claim.field.key not in given or claim.field.kind == "phone"
        if claim.column not in chosen and free:
            chosen[claim.column] = claim
            given.add(claim.field.key)
    return chosen


def _with_some_name(
    headers: Sequence[str], chosen: dict[int, Claim], vocabulary: Sequence[Field]
) -> dict[int, Claim]:
    """`Nama Kelompok / Penerima` is the owner where no other column holds a name: a list needs one."""
    owner = next((field for field in vocabulary if field.key == "owner_name"), None)
    if owner is None or any(claim.field.key in _NAMED for claim in chosen.values()):
        return chosen
    telling = replace(owner, words=tuple(word for word in owner.words if _tokens(word) != _JUST_NAME))
    for index, claim in chosen.items():
        if claim.field.kind == "name" and field_score(headers[index], telling) >= _SAID:
            return {**chosen, index: claim._replace(field=owner)}
    return chosen


def _unnamed(
    headers: Sequence[str],
    evidence: Sequence[Evidence],
    vocabulary: Sequence[Field],
    chosen: Mapping[int, Claim],
) -> dict[int, Claim]:
    """In a list without header whose places or numbers are known: the first column of words that differ."""
    owner = next((field for field in vocabulary if field.key == "owner_name"), None)
    if owner is None or not any(claim.field.kind in _TELLING for claim in chosen.values()):
        return {}
    for index, seen in enumerate(evidence[: len(headers)]):
        names = seen.loose.get("name", 0.0) >= _NEARLY_ALL and seen.distinct >= _NEARLY_ALL
        if (
            index not in chosen
            and names
            and seen.filled >= _FEW
            and not seen.strict.get("address", 0.0) > 0.3
        ):
            return {index: Claim(ENOUGH, index, owner, say("isi: teks yang berbeda di tiap baris; periksa"))}
    return {}


def _claim(index: int, header: str, field: Field, seen: Evidence) -> Claim:
    title = field_score(header, field)
    if seen.numbering and set(_tokens(header)) <= _NUMBERING:
        return Claim(0.0, index, field, NOTHING_SAID)
    if title and not contradicted(field.kind, seen):
        support = 0.02 * seen.strict.get(field.kind, 0.0) + _recency(header)
        return Claim(title + support + _leaning(field, seen), index, field, _titled(header))
    if title:
        return Claim(title * _CONTRADICTED, index, field, say("judul, tetapi isinya berbeda"))
    share = seen.strict.get(field.kind, 0.0)
    if seen.filled < _FEW or share < 0.8 or field.kind not in _ALONE or _both_places(field.kind, seen):
        return Claim(0.0, index, field, NOTHING_SAID)
    why = say("isi: %(share)s%% berupa %(field)s", share=round(100 * share), field=Sentence(field.label))
    return Claim(_ALONE[field.kind] * share, index, field, why)


def _titled(header: str) -> Sentence:
    return say('judul "%(header)s"', header=header.strip())


def _recency(header: str) -> float:
    """Of `Omzet 2022` and `Omzet 2023` the later one is wanted."""
    years = [int(year) for year in _YEAR.findall(header)]
    return (max(years) - 1900) / 100_000 if years else 0.0


def _both_places(kind: Kind, seen: Evidence) -> bool:
    """Every district is also the name of a village, so a column of districts is full of village names."""
    return kind == "village" and seen.strict.get("district", 0.0) >= 0.9


def _leaning(field: Field, seen: Evidence) -> float:
    """A bare "Nama" is the business or its owner: the words inside tell."""
    if field.key not in _NAMED:
        return 0.0
    lean = 0.04 * (seen.business - seen.person) - 0.002
    return lean if field.key == "business_name" else -lean


def contradicted(kind: Kind, seen: Evidence) -> bool:
    """Whether the values speak against a kind that the title asks for."""
    if seen.filled < _FEW:
        return False
    if kind in _CLOSED:
        return seen.loose.get(kind, 0.0) < 0.2
    rival = max((seen.strict.get(k, 0.0) for k in _rivals(kind)), default=0.0)
    if kind in ("village", "district", "address"):
        return seen.strict.get(kind, 0.0) < 0.2 and rival >= 0.6
    return kind == "name" and seen.loose.get("name", 0.0) < 0.2


def _rivals(kind: Kind) -> tuple[Kind, ...]:
    return tuple(k for k in _TELLING if k != kind)


def _column(
    index: int, header: str, claim: Claim | None, vocabulary: Sequence[Field], seen: Evidence
) -> Column:
    if claim is not None:
        return Column(index, header, claim.field.key, round(min(claim.score, 1.0), 2), claim.why)
    return Column(index, header, None, 0.0, _unmapped(header, vocabulary, seen))


def _unmapped(header: str, vocabulary: Sequence[Field], seen: Evidence) -> Sentence:
    if seen.numbering:
        return ROW_NUMBERS
    if not seen.filled:
        return say("kolom kosong")
    meant = meant_field(header, vocabulary)
    if meant is None:
        constant = say("judul tidak dikenal; isi selalu sama")
        return constant if seen.constant else say("judul tidak dikenal")
    if contradicted(meant.kind, seen):
        return say("isi tidak cocok dengan judul")
    return say("sudah diwakili kolom lain")


def meant_field(header: str, vocabulary: Sequence[Field]) -> Field | None:
    """The field a title alone stands for, if any."""
    scored = [(field_score(header, f), f) for f in vocabulary]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= 0.6 else None


def _warnings(
    columns: Sequence[Column], evidence: Sequence[Evidence], vocabulary: Sequence[Field]
) -> tuple[Sentence, ...]:
    labels = {f.key: Sentence(f.label) for f in vocabulary}
    meant = {c.index: meant_field(c.header, vocabulary) for c in columns}
    holder = {c.field: c.index for c in columns if c.field}
    told: list[Sentence] = []
    swapped: set[int] = set()
    for column in columns:
        field = meant[column.index]
        if field is None or field.key == column.field or not contradicted(field.kind, evidence[column.index]):
            continue
        other = holder.get(field.key)
        if other is not None and column.field and _means(meant[other], column.field):
            if other not in swapped:
                told.append(_swap_sentence(column, columns[other], labels[column.field]))
            swapped.add(column.index)
        else:
            told.append(_quarrel_sentence(column, labels))
    return tuple(told)


def _means(field: Field | None, key: str) -> bool:
    return field is not None and field.key == key


def _swap_sentence(column: Column, other: Column, label: Sentence) -> Sentence:
    return say(
        'Kolom %(column)s berjudul "%(header)s" tetapi isinya %(field)s; ditukar dengan kolom %(other)s.',
        column=column_letter(column.index),
        header=column.header,
        field=label,
        other=column_letter(other.index),
    )


def _quarrel_sentence(column: Column, labels: Mapping[str, Sentence]) -> Sentence:
    letter = column_letter(column.index)
    if column.field:
        return say(
            'Kolom %(column)s berjudul "%(header)s" tetapi isinya tampak sebagai %(field)s; '
            "dipakai sebagai itu.",
            column=letter,
            header=column.header,
            field=labels[column.field],
        )
    return say(
        'Kolom %(column)s berjudul "%(header)s" tetapi isinya tidak cocok; kolom ini tidak dipakai.',
        column=letter,
        header=column.header,
    )


def recalled(headers: Sequence[str], remembered: Mapping[str, str]) -> tuple[Column, ...]:
    """The mapping an officer confirmed for this very header earlier."""
    folded = {" ".join(h.casefold().split()): field for h, field in remembered.items()}
    columns = []
    for index, header in enumerate(headers):
        field = folded.get(" ".join(header.casefold().split())) or None
        why = say("tersimpan") if field or not set(_tokens(header)) <= _NUMBERING else ROW_NUMBERS
        columns.append(Column(index, header, field, 1.0 if field else 0.0, why))
    return tuple(columns)
