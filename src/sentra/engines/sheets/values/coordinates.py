"""Latitude and longitude in decimal degrees, within Indonesia."""

import re
from datetime import date

from sentra.engines.sheets.problem import Cell
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values.outcome import EMPTY, Parsed, doubted, refused
from sentra.engines.sheets.values.text import FORMULA_ERROR, is_error, mended

LATITUDES = (-11.5, 6.5)
LONGITUDES = (94.5, 141.5)
"""Indonesia from Sabang to Merauke, Miangas to Rote, with a margin."""

_SIDE = r"(?P<side>[NSEWUTBnsewutb]|LS|LU|BT|ls|lu|bt)?"
_DECIMAL = re.compile(rf"(?P<minus>[-−]?)\s*(?P<whole>[0-9]{{1,3}})[.,](?P<part>[0-9]+)\s*°?\s*{_SIDE}")
_DMS = re.compile(
    r"(?P<minus>[-−]?)\s*(?P<d>[0-9]{1,3})\s*[°º]\s*(?P<m>[0-9]{1,2})\s*['’′]\s*"
    rf"(?:(?P<s>[0-9]{{1,2}}(?:[.,][0-9]+)?)\s*(?:\"|''|’’|″|”))?\s*{_SIDE}"
)
_NO_POINT = re.compile(r"[-−]?[0-9]{5,17}|[-−]?[0-9]{1,3}(?:[.,][0-9]{3}){2,}[.,]?[0-9]*")
_PAIRS = (
    re.compile(r"([-−]?[0-9]{1,3}\.[0-9]+)\s*[,;/|\s]\s*([-−]?[0-9]{1,3}\.[0-9]+)"),
    re.compile(r"([-−]?[0-9]{1,3},[0-9]+)(?:\s*[;/|]\s*|,?\s+)([-−]?[0-9]{1,3},[0-9]+)"),
    re.compile(r"([^,;]+?[SNU])[\s,;]+([0-9][^,;]+[ET])", re.IGNORECASE),
)
_AROUND = re.compile(
    r"^[(\[]|[)\]]$|\b(?:lat(?:itude)?|lon(?:g|gitude)?|lng|lintang|bujur)\b\s*[:=]?\s*", re.IGNORECASE
)
_SOUTH_OR_WEST = frozenset({"s", "ls", "w"})

_UNCLEAR = refused("coordinate_unclear", say("Koordinat tidak terbaca."))
_POINTLESS = refused(
    "coordinate_no_point", say("Koordinat kehilangan titik desimal; nilainya tidak ditebak.")
)


def read_latitude(cell: Cell) -> Parsed:
    return _read(cell, latitude=True)


def read_longitude(cell: Cell) -> Parsed:
    return _read(cell, latitude=False)


def is_latitude(degrees: float) -> bool:
    return LATITUDES[0] <= degrees <= LATITUDES[1]


def is_longitude(degrees: float) -> bool:
    return LONGITUDES[0] <= degrees <= LONGITUDES[1]


def _read(cell: Cell, *, latitude: bool) -> Parsed:
    if isinstance(cell, (bool, date)):
        return _UNCLEAR
    if isinstance(cell, (int, float)):
        return _judged(float(cell), latitude=latitude) if abs(cell) < 1e18 else _UNCLEAR
    text = mended(cell)
    if not text:
        return EMPTY
    if is_error(text):
        return FORMULA_ERROR
    return _from_text(text, latitude=latitude) if len(text) <= 60 else _UNCLEAR


def _from_text(text: str, *, latitude: bool) -> Parsed:
    pair = _pair(_AROUND.sub("", text).strip())
    if pair:
        return _both(*pair, latitude=latitude)
    degrees = degrees_of(text)
    if degrees is not None:
        return _judged(degrees, latitude=latitude)
    if _NO_POINT.fullmatch(text):
        return _POINTLESS
    return _judged(_float(text), latitude=latitude) if re.fullmatch(r"[-−]?[0-9]{1,3}", text) else _UNCLEAR


def _pair(text: str) -> tuple[float, float] | None:
    """Two coordinates in one text, as written."""
    for pattern in _PAIRS:
        found = pattern.fullmatch(text)
        first, second = (degrees_of(found[1]), degrees_of(found[2])) if found else (None, None)
        if first is not None and second is not None:
            return first, second
    return None


def _float(text: str) -> float:
    return float(text.replace("−", "-"))


def degrees_of(text: str) -> float | None:
    """Degrees written as decimals or as degrees, minutes, seconds; None when neither."""
    found = _DECIMAL.fullmatch(text)
    if found:
        return _signed(float(f"{found['whole']}.{found['part']}"), found)
    found = _DMS.fullmatch(text)
    if not found or int(found["m"]) > 59:
        return None
    seconds = float((found["s"] or "0").replace(",", "."))
    return _signed(round(int(found["d"]) + int(found["m"]) / 60 + seconds / 3600, 8), found)


def _signed(degrees: float, found: re.Match[str]) -> float:
    south = (found["side"] or "").casefold() in _SOUTH_OR_WEST
    return -degrees if found["minus"] or south else degrees


def _both(first: float, second: float, *, latitude: bool) -> Parsed:
    """Both coordinates in one cell, in the usual order."""
    if is_longitude(first) and is_latitude(second):
        return _SWAPPED
    if not (is_latitude(first) and is_longitude(second)):
        return _OUTSIDE
    return Parsed(first, (), {"longitude": second}) if latitude else Parsed(second, (), {"latitude": first})


_SWAPPED = doubted(
    None, "coordinates_swapped", say("Lintang dan bujur tampaknya tertukar; tidak ditukar sendiri.")
)
_OUTSIDE = refused("coordinate_outside", say("Koordinat di luar Indonesia."))


def _judged(degrees: float, *, latitude: bool) -> Parsed:
    if degrees == 0:
        return EMPTY  # an empty field of a device, not a point in the sea
    if is_latitude(degrees) if latitude else is_longitude(degrees):
        return Parsed(degrees)
    if is_longitude(degrees) if latitude else is_latitude(degrees):
        return _SWAPPED
    if latitude and is_latitude(-degrees):
        return doubted(None, "coordinate_sign", say("Lintang di luar Indonesia; mungkin tanda minus hilang."))
    return _POINTLESS if degrees == int(degrees) and abs(degrees) >= 10_000 else _OUTSIDE
