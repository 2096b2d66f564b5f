"""Coordinates: swapped ones turned back, broken and foreign ones dropped."""

import re
from typing import NamedTuple

from sentra.engines.linkage.problem import Note

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,20})?", re.ASCII)
_GROUPED = re.compile(r"([+-]?\d{1,3})\.(\d{1,3}(?:\.\d{1,3})+)", re.ASCII)
_DEGREES = re.compile(
    r"([+-]?)(\d{1,3})\s*[°º]\s*(\d{1,2})\s*['’′]\s*(\d{1,2}(?:[.,]\d{1,9})?)?\s*[\"”″]?\s*(ls|lu|bt|[nsew])?",
    re.IGNORECASE | re.ASCII,
)
_TWO = re.compile(r"([+-]?\d{1,3}\.\d+)\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)", re.ASCII)
SOUTH, NORTH, WEST, EAST = -11.2, 6.3, 94.9, 141.1
"""The box around Indonesia, in degrees."""


class Point(NamedTuple):
    """Degrees; both or none."""

    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[Note, ...] = ()


def point(latitude: str, longitude: str) -> Point:
    """The point two cells name. Swapped ones and a lost minus sign are repaired, what lies abroad is
    dropped."""
    both = _TWO.fullmatch((latitude or longitude).strip()) if not (latitude and longitude) else None
    lat, lon = (float(both[1]), float(both[2])) if both else (_degrees(latitude), _degrees(longitude))
    written = f"{latitude} {longitude}".strip()
    if lat is None or lon is None:
        return Point(notes=(Note("latitude", "unreadable", written, ""),) if written.strip(" -0") else ())
    code = ""
    if _inside(lon, lat):
        lat, lon, code = lon, lat, "swapped"
    elif _inside(-lat, lon) and not _inside(lat, lon):
        lat, code = -lat, "sign"
    if not _inside(lat, lon):
        return Point(notes=(Note("latitude", "abroad", written, ""),))
    return Point(lat, lon, (Note("latitude", code, written, f"{lat} {lon}"),) if code else ())


def _inside(lat: float, lon: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def _degrees(cell: str) -> float | None:
    """A decimal with point or comma, `-7.392.345` as a sheet groups it, or degrees, minutes and seconds."""
    text = cell.strip()
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        return float(f"{grouped[1]}.{grouped[2].replace('.', '')}")
    found = _DEGREES.fullmatch(text)
    if not found:
        return None
    size = int(found[2]) + int(found[3]) / 60 + float((found[4] or "0").replace(",", ".")) / 3600
    return -size if found[1] == "-" or (found[5] or "").lower() in ("ls", "s", "w") else size
