"""Which field each column is: by the words of its title and by its values; the values win a quarrel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sentra.engines.sheets.evidence import Evidence
from sentra.engines.sheets.limits import column_letter
from sentra.engines.sheets.problem import Column, Field, Kind
from sentra.engines.sheets.sentence import NOTHING_SAID, Sentence, say
from sentra.engines.sheets.ticks import TICKED, option_of
from sentra.engines.sheets.values import parse_value
from sentra.engines.sheets.wording import JUST_NAME, NAMED, field_score, is_of_others, tokens_of

ROW_NUMBERS = say("nomor urut")
ENOUGH = 0.4
"""A weaker claim than this leaves the column unmapped."""
_FEW = 3  # fewer filled cells than this prove nothing
_NEARLY_ALL = 0.9
_FIRMS = 0.3  # of the names in a column look like firms
_LETTERS_IN_ADDRESS = 0.2
_SAID = 0.5  # from here on a title has all words of a field
_CONTRADICTED = 0.35

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NUMBERING = frozenset({"no", "nomor", "urut", "nr", "num", "id"})

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
    again: bool = False  # the field may be given to further columns


def propose(
    headers: Sequence[str], evidence: Sequence[Evidence], vocabulary: Sequence[Field], *, titled: bool = True
) -> tuple[tuple[Column, ...], tuple[Sentence, ...]]:
    """Columns with their fields, and warnings where values and titles disagree.

    A field is given once, except a phone and words that are ticked, which may repeat.
    `titled`: the sheet has a header row.
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
        free = claim.field.key not in given or claim.again
        if claim.column not in chosen and free:
            chosen[claim.column] = claim
            given.add(claim.field.key)
    return chosen


def _with_some_name(
    headers: Sequence[str], chosen: dict[int, Claim], vocabulary: Sequence[Field]
) -> dict[int, Claim]:
    """`Nama Kelompok / Penerima` is the owner where no other column holds a name: a list needs one."""
    owner = next((field for field in vocabulary if field.key == "owner_name"), None)
    if owner is None or any(claim.field.key in NAMED for claim in chosen.values()):
        return chosen
    telling = replace(owner, words=tuple(word for word in owner.words if tokens_of(word) != JUST_NAME))
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
    named = {field.key: field for field in vocabulary if field.key in NAMED}
    if "owner_name" not in named or not any(claim.field.kind in _TELLING for claim in chosen.values()):
        return {}
    for index, seen in enumerate(evidence[: len(headers)]):
        names = seen.loose.get("name", 0.0) >= _NEARLY_ALL and seen.distinct >= _NEARLY_ALL
        if (
            index not in chosen
            and names
            and seen.filled >= _FEW
            and not seen.strict.get("address", 0.0) > 0.3
        ):
            key = "business_name" if seen.business >= _FIRMS else "owner_name"
            owner = named.get(key, named["owner_name"])
            return {index: Claim(ENOUGH, index, owner, say("isi: teks yang berbeda di tiap baris; periksa"))}
    return {}


def _claim(index: int, header: str, field: Field, seen: Evidence) -> Claim:
    if is_of_others(header, field):
        return Claim(0.0, index, field, NOTHING_SAID)
    title = field_score(header, field)
    if seen.ticks >= _NEARLY_ALL and field.kind in TICKED:
        marked = _ticked_score(header, field, title)
        return Claim(marked, index, field, say("judul, dengan tanda centang di bawahnya"), again=True)
    if seen.numbering and set(tokens_of(header)) <= _NUMBERING:
        return Claim(0.0, index, field, NOTHING_SAID)
    if title and not contradicted(field.kind, seen):
        support = 0.02 * seen.strict.get(field.kind, 0.0) + _recency(header)
        again = field.kind == "phone"
        return Claim(title + support + _leaning(field, seen), index, field, _titled(header), again)
    if title:
        return Claim(title * _CONTRADICTED, index, field, say("judul, tetapi isinya berbeda"))
    share = seen.strict.get(field.kind, 0.0)
    if seen.filled < _FEW or share < 0.8 or field.kind not in _ALONE or _both_places(field.kind, seen):
        return Claim(0.0, index, field, NOTHING_SAID)
    why = say("isi: %(share)s%% berupa %(field)s", share=round(100 * share), field=Sentence(field.label))
    return Claim(_ALONE[field.kind] * share, index, field, why, again=field.kind == "phone")


def _ticked_score(header: str, field: Field, title: float) -> float:
    """How well a title over tick marks names one word of a field: all of it, or behind the field's own."""
    if not option_of(header, field.kind):
        return 0.0
    return 1.0 if title >= ENOUGH or parse_value(field.kind, header).value else 0.0


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
    if field.key not in NAMED:
        return 0.0
    lean = 0.04 * (seen.business - seen.person) - 0.002
    return lean if field.key == "business_name" else -lean


def contradicted(kind: Kind, seen: Evidence) -> bool:
    """Whether the values speak against a kind that the title asks for."""
    if seen.filled < _FEW:
        return False
    if kind in _CLOSED:
        return seen.loose.get(kind, 0.0) < 0.2
    if kind == "address" and seen.loose.get("address", 0.0) < _LETTERS_IN_ADDRESS:
        return True  # `Alamat RT`: numbers only
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
    fields = {f.key: f for f in vocabulary}
    labels = {f.key: Sentence(f.label) for f in vocabulary}
    meant = {c.index: meant_field(c.header, vocabulary) for c in columns}
    holder = {c.field: c.index for c in columns if c.field}
    told: list[Sentence] = []
    swapped: set[int] = set()
    for column in columns:
        field = meant[column.index]
        if field is None or field.key == column.field or not contradicted(field.kind, evidence[column.index]):
            continue
        if column.field and field_score(column.header, fields[column.field]) >= _SAID:
            continue  # `NPWP perusahaan`: the title says what it was taken for, too
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
        why = say("tersimpan") if field or not set(tokens_of(header)) <= _NUMBERING else ROW_NUMBERS
        columns.append(Column(index, header, field, 1.0 if field else 0.0, why))
    return tuple(columns)
