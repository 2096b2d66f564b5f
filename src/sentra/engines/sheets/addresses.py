"""The parts of an address as offices write it: `Jl. Raya 5, Dk. Krajan RT 02 RW 05 Ds. Bojong`."""

import re
from typing import NamedTuple

from sentra.engines.sheets.places import Ambiguous, Found, Hit, Places

CACHE_LIMIT = 50_000
_MARK = r"(?:^|(?<=[\s,.;/(]))"
_STOPS = "rt rw kec kecamatan kab kabupaten kel kelurahan ds desa dk dsn dusun dukuh prov jawa jl "
_STOPS += "hp wa telp tlp no"
_END = rf"(?=\s*(?:[,;()\d]|-\s|\b(?:{'|'.join(_STOPS.split())})\b|$))"
_NAME = r"([a-z'’. ]{3,40}?)"
_RT_RW = re.compile(
    r"\brt\s*[.:]?\s*0*(\d{1,3})(?:\s*[/,.\s-]*\s*rw\s*[.:]?\s*0*(\d{1,3})|\s*/\s*0*(\d{1,3}))?"
    r"|\brw\s*[.:]?\s*0*(\d{1,3})\b|(?<![\d/])0*(\d{1,3})\s*/\s*0*(\d{1,3})(?![\d/])",
    re.IGNORECASE,
)
_VILLAGE = re.compile(rf"{_MARK}(?:desa|ds|kelurahan|kel)\b\s*[.:/]*\s*{_NAME}{_END}", re.IGNORECASE)
_DISTRICT = re.compile(rf"{_MARK}kec(?:amatan)?\b\s*[.:]*\s*{_NAME}{_END}", re.IGNORECASE)
_REGENCY = re.compile(
    r"[,\s]*\b(?:kab(?:upaten)?|kota)\b\.?\s*[a-z ]+.*$|[,\s]+(?:jawa tengah|jateng)\b.*$", re.IGNORECASE
)
_HAMLET = re.compile(
    rf"{_MARK}(?:dk|dsn|dusun|dukuh|dukuhan|grumbul|gr|kadus|kp|kampung|ling(?:kungan)?)\b\s*[.:]*\s*{_NAME}{_END}",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang)\b\.?\s*[^,;]+?(?=\s*(?:[,;]|\brt\b|\brw\b|\bds\b|\bdesa\b|\bkel\b|\bkec\b|\bdk\b|\bdusun\b|$))",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\b(ds|desa|kel|kec)\.(?=[a-z])", re.IGNORECASE)
_PIECES = re.compile(r"[,;()]+|\s[-–]\s|(?<=[a-z])\s*/\s*(?=[a-z])", re.IGNORECASE)
_KEYWORD = re.compile(
    r"\b(?:rt|rw|jl|jln|jalan|gg|gang|dk|dsn|dusun|dukuh|grumbul|blok|perum|komplek|kompleks|kav)\b"
    r"|\b(?:rt|rw)[0-9]|(?<![0-9/])[0-9]{1,3}/[0-9]{1,3}(?![0-9/])",
    re.IGNORECASE,
)
_MORE_THAN_A_NAME = re.compile(r"[0-9,]")


class Address(NamedTuple):
    """What could be told from one address; numbers without leading zeros."""

    street: str = ""
    hamlet: str = ""
    rt: str = ""
    rw: str = ""
    village: Found = None
    district: Found = None


def looks_like_address(text: str) -> bool:
    """Whether a text has a word or number that only addresses have: RT, Jl., Dk., 02/05."""
    return _KEYWORD.search(text) is not None


def may_be_address(text: str) -> bool:
    """Whether a text has anything beyond a bare name."""
    return _MORE_THAN_A_NAME.search(text) is not None or looks_like_address(text)


class Addresses:
    """Reads addresses against one gazetteer, once per distinct text."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._asked: dict[tuple[str, str | None], Address] = {}

    def read(self, text: str, district: str | None = None) -> Address:
        """`district`: the code another column gives, to decide between villages of one name."""
        key = (text, district)
        if key not in self._asked:
            if len(self._asked) >= CACHE_LIMIT:
                self._asked.clear()
            self._asked[key] = read_address(text, self._places, district)
        return self._asked[key]


def read_address(text: str, places: Places, district: str | None = None) -> Address:
    """Street, hamlet, RT, RW, village and district of a mended text. Never raises."""
    if len(text) > 300:
        return Address()
    text = _GLUED.sub(r"\1. ", text)
    street, hamlet = _STREET.search(text), _HAMLET.search(text)
    rt, rw = _rt_rw(text, street)
    village, named = _placed(text, places, district)
    return Address(
        _shown(street.group()) if street else "",
        _shown(hamlet[1]).title() if hamlet else "",
        rt,
        rw,
        village,
        named,
    )


def _shown(part: str) -> str:
    return " ".join(part.split()).strip(" .")


def _rt_rw(text: str, street: re.Match[str] | None) -> tuple[str, str]:
    """`RT 02 RW 05`, `RT.02/05`, `02/05`; a house number `5/12` inside a street is none."""
    rt = rw = ""
    for found in _RT_RW.finditer(text):
        if found[5] and street and street.start() <= found.start() < street.end():
            continue
        rt = rt or found[1] or found[5] or ""
        rw = rw or found[2] or found[3] or found[4] or found[6] or ""
    return rt, rw


def _placed(text: str, places: Places, district: str | None) -> tuple[Found, Found]:
    """Village and district: by their keywords first, then by bare names from the end."""
    said = _DISTRICT.search(text)
    named = places.find_district(said[1]) if said else None
    inside = named.code if isinstance(named, Hit) else district
    by_word = _VILLAGE.search(text)
    village = places.find_village(by_word[1], inside) if by_word else None
    if isinstance(village, Hit) and (named or not isinstance(_last(text, places), Hit)):
        return village, named
    return _bare(text, places, village, named, district)


def _last(text: str, places: Places) -> Found:
    pieces = _pieces(text)
    return places.district_name(pieces[-1]) if pieces else None


def _pieces(text: str) -> list[str]:
    """What is left between commas once everything with a keyword is taken out."""
    for pattern in (_REGENCY, _DISTRICT, _HAMLET, _STREET, _RT_RW):
        text = pattern.sub(" , ", text)
    return [p for p in (" ".join(piece.split()).strip(" .") for piece in _PIECES.split(text)) if p]


def _bare(
    text: str, places: Places, village: Found, named: Found, district: str | None
) -> tuple[Found, Found]:
    """`Pengempon, Tunjungmuli, Karangmoncol`: the last is a district if a village of it stands before it.

    A last `Purbalingga` is more often the regency than its district, so one piece may be left off.
    """
    pieces = [part for piece in _pieces(text) for part in _opened(piece, places)]
    if named is None:
        for end in (len(pieces), len(pieces) - 1):
            pair = _village_and_district(pieces[:end], places, village, _said_village(text))
            if pair:
                return pair
    if village is None and pieces:
        inside = named.code if isinstance(named, Hit) else district
        village = next((f for p in _likely(pieces, places) if (f := _at_end(p, places, inside))), None)
    return village, named


def _opened(piece: str, places: Places) -> list[str]:
    """`Karanglewas Kutasari` is a village and its district without a comma; anything else stays whole."""
    words = piece.split()
    for at in range(len(words) - 1, max(0, len(words) - 3), -1):
        head, tail = " ".join(words[:at]), " ".join(words[at:])
        district = places.district_name(tail)
        if not isinstance(district, Hit) or isinstance(places.whole_name(piece), Hit):
            continue
        village = _at_end(head, places, district.code)
        if isinstance(village, Hit) and places.district_of(village.code) == district.code:
            return [head, tail]
    return [piece]


def _village_and_district(
    pieces: list[str], places: Places, village: Found, said: str
) -> tuple[Hit, Hit] | None:
    """The last piece as district, when the village before it (or the one said) lies in it."""
    last = places.district_name(pieces[-1]) if len(pieces) > 1 else None
    if not isinstance(last, Hit):
        return None
    before = village or _at_end(pieces[-2], places, last.code)
    if isinstance(before, Ambiguous):
        before = places.find_village(said or pieces[-2], last.code)
    inside = isinstance(before, Hit) and places.district_of(before.code) == last.code
    return (before, last) if isinstance(before, Hit) and inside else None


def _likely(pieces: list[str], places: Places) -> list[str]:
    """The last three pieces from the end, but one that is also a district's name comes last of all."""
    likely = pieces[-3:][::-1]
    if len(likely) > 1 and places.district_name(likely[0]):
        likely = [*likely[1:], likely[0]]
    return likely


def _said_village(text: str) -> str:
    found = _VILLAGE.search(text)
    return found[1] if found else ""


def _at_end(piece: str, places: Places, district: str | None) -> Found:
    """The longest village name of up to three words at the end of a piece; never by likeness."""
    words = piece.split()
    for size in (3, 2, 1):
        if size <= len(words):
            found = places.whole_name(" ".join(words[-size:]), district)
            if found is not None:
                return found
    return None
