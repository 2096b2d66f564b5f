"""What an address says, part by part: RT, RW, hamlet, and the texts that may name a village or a district.

`Jl. Raya 5 Dk. Krajan RT 02/RW 05 DS.TUNJUNGMULI Kec. Karangmoncol` is cut at keywords, commas and brackets.
Which text is a village only the gazetteer knows: see `siting`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sentra.engines.linkage.normalise.cells import CACHED, plain

_KIND_WORDS = {
    "street": "jl jln jalan jlan gg gang lorong km blok perum perumahan perumnas komplek kompleks kav kavling"
    " no nomor nmr lt lantai",
    "beside": "pasar depan dpn belakang blkg dekat dkt samping sebelah seberang toko kios los warung masjid"
    " musholla mushola mushala balai sd sdn smp smpn sma smk mi mts tk puskesmas kantor terminal lapangan"
    " pak bu bpk bapak ibu rumah pertigaan perempatan jembatan hp wa telp tlp",
    "hamlet": "dk dkh dsn dsun dusun dukuh dukuhan pedukuhan padukuhan grumbul grombol gerumbul grb gr kp kpg"
    " kampung lingk lingkungan ling kadus",
    "village": "ds dsa desa dess kel kelurahan klrhn kelurhan klurahan",
    "district": "kec kecamatan kcmtn kecmtn kc kecamtan",
    "regency": "kab kabupaten kabupatn kbpten",
    "beyond": "prov provinsi propinsi jateng indonesia kodepos",
}
_KINDS = {word: kind for kind, those in _KIND_WORDS.items() for word in those.split()}
_TOKEN = re.compile(r"(?<![a-z'])([a-z]+)(?![a-z'])[\s.:/]*|[,;()\[\]|]+|(?<=\s)-+\s")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_N = r"0*(\d{1,3}|[ivx]{1,4}(?![a-z]))"
# The letter first, what must not stand before it after: so the letter is sought at the speed of memory.
_RT_RW = re.compile(
    rf"r(?<![a-z]r)\.?\s?t\.?\s*[/&.\s-]{{1,3}}\s*r\.?\s?w\.?[\s.:-]*{_N}\s*[/.,\s-]+\s*{_N}"
    rf"|r(?<![a-z]r)\.?\s?t\.?[\s.:-]*{_N}(?:[\s/.,-]*r\.?\s?w\.?[\s.:-]*{_N}|\s*[/-]\s*{_N})?"
    rf"|r(?<![a-z]r)\.?\s?w\.?[\s.:-]*{_N}(?:[\s/.,-]*r\.?\s?t\.?[\s.:-]*{_N})?"
)
_BARE_RT_RW = re.compile(
    r"(?<![\d/.])(?<!no )(?<!no\. )(?<!no\.)(?<!nomor )0*(\d{1,3})\s*/\s*0*(\d{1,3})(?![\d/])"
)
_LOOKS = re.compile(
    r"\d|,|(?<![a-z])(?:rt|rw|jl|jln|jalan|dk|dsn|dusun|dukuh|grumbul|ds|desa|kel|kelurahan|kec|kab)(?![a-z])"
)
_NUMBERS = re.compile(r"\b\d+[a-z]?\b")
_NOT_NAMES = re.compile(r"[^a-z']+")
_HAMLET_NUMBER = re.compile(r"(\d{1,2}|[ivx]{1,4})(?![a-z0-9])")


class Part(NamedTuple):
    """One stretch of an address and what the keyword before it says ("": none)."""

    kind: str
    text: str


class Address(NamedTuple):
    """Numbers without leading zeros; `parts` in order of writing."""

    rt: str | None = None
    rw: str | None = None
    parts: tuple[Part, ...] = ()


EMPTY = Address()


def read_address(cell: str) -> Address:
    """Cuts an address into its parts. Never raises."""
    text = plain(cell)
    if not text:
        return EMPTY
    rt = rw = None
    rest, start = "", 0
    for first, end, its_rt, its_rw in _numbered(text):
        rt, rw = rt or _number(its_rt), rw or _number(its_rw)
        rest, start = f"{rest}{text[start:first]} , ", end
    return Address(rt, rw, _parts(rest + text[start:]))


Numbered = tuple[int, int, str | None, str | None]  # where it begins and ends, RT, RW


def _numbered(text: str) -> Iterator[Numbered]:
    """RT and RW by their letters and, between those, bare pairs of numbers; in order of writing."""
    start = 0
    for found in _RT_RW.finditer(text):
        first, end = found.span()
        yield from _bare_pairs(text, start, first)
        a, b, c, d, e, f, g = found.groups()
        yield first, end, a or c or g, b or d or e or f
        start = end
    yield from _bare_pairs(text, start, len(text))


def _bare_pairs(text: str, start: int, end: int) -> Iterator[Numbered]:
    if text.find("/", start, end) >= 0:
        for found in _BARE_RT_RW.finditer(text, start, end):
            yield found.start(), found.end(), found[1], found[2]


def _number(text: str | None) -> str | None:
    """ "02" and "II" are 2; 000 is nothing."""
    if not text:
        return None
    value = _ROMAN.get(text, 0) if not text.isdigit() else int(text)
    return str(value) if value else None


@lru_cache(CACHED)
def _parts(text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    kind, start = "", 0
    for found in _TOKEN.finditer(text):
        word = found[1]
        if word is None or word in _KINDS:
            _put(parts, kind, text[start : found.start()])
            kind, start = _KINDS[word] if word else "", found.end()
    _put(parts, kind, text[start:])
    return tuple(parts)


def _put(parts: list[Part], kind: str, text: str) -> None:
    text = text.strip(" .:/-")
    if text:
        parts.append(Part(kind, text))


def looks_like_address(text: str) -> bool:
    """Whether a plain text has a keyword, number or comma that a bare village name has not."""
    return _LOOKS.search(text) is not None


def place_words(text: str) -> list[str]:
    """The words of a part that can be of a place name: house numbers and Roman numerals are none."""
    if text.isalpha():
        return [text]
    if not text.replace(" ", "").isalpha():
        text = _NOT_NAMES.sub(" ", _NUMBERS.sub(" ", text)).replace("'", "")
    return [word for word in text.split() if word not in _ROMAN]


@lru_cache(CACHED)
def hamlet(cell: str) -> str | None:
    """A hamlet in normal form: squeezed letters without its keyword; "Dusun II" is 2. Never raises."""
    text = plain(cell)
    while (again := _hamlet_once(text)) != text:
        text = again
    return text or None


def _hamlet_once(text: str) -> str:
    while (found := _TOKEN.match(text)) and (found[1] is None or found[1] in _KINDS):
        text = text[found.end() :]
    numbered = _HAMLET_NUMBER.match(text)
    if numbered:
        return _number(numbered[1]) or ""
    key = "".join(place_words(text))[:30]
    return key if len(key) > 2 else ""


@lru_cache(CACHED)
def number_of(cell: str) -> str | None:
    """The RT or RW of a column of its own: "002", "RT 2", "II"."""
    found = re.search(r"\d{1,3}|\b[ivx]{1,4}\b", plain(cell))
    return _number(found[0]) if found else None
