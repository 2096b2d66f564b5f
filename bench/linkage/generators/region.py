"""The region: Purbalingga as it is, and as many invented neighbours as a large list needs.

It is the same for every seed and both generators: a different seed makes other people, not another map.
"""

import csv
from pathlib import Path
from typing import NamedTuple

from bench.linkage.generators.draw import Draw

AREAS = Path(__file__).parents[3] / "src" / "sentra" / "base" / "places" / "areas" / "33.03.csv"
RECORDS_PER_VILLAGE = 181.4  # 43,358 records in 239 villages: about 90 businesses each
DISTRICTS, LEAST, MOST = 18, 9, 18  # of an invented regency; villages of a district
FIRST_INVENTED = 31  # regency numbers 01-29 and 71-76 of the province are taken
GazetteerRow = tuple[str, str, str, str, str]

_HEADS = (
    "Karang Kali Kedung Gunung Sumber Tanjung Banjar Pur Wana Sida Kuta Pasir Rawa Sindang Peka Grum "
    "Lang Ci Binang Sawang Kembang Candi Gumel Jati Kemang Pala Ranca Sela Toyo Tlaga Wringin Mandi "
    "Bumi Pande Wlahar Sokana Penge Baler Pengadeg Tumi"
).split()
_TAILS = (
    "sari anyar jati malang gayam benda wuluh tengah raja reja tirta nangka cengis gedang lewas jaya "
    "mulya agung wangi pelem duren jambe waru salam kemiri asem bawang kidang banteng dawa lumbung "
    "putih ireng sewu pucung lor aren tuwuh"
).split()
_SIDES = ("Kulon", "Wetan", "Lor", "Kidul", "Tengah")


class Village(NamedTuple):
    code: str
    name: str
    district_code: str
    district: str
    regency: str
    latitude: float
    longitude: float


def villages(records: int) -> tuple[list[Village], list[GazetteerRow]]:
    """The villages that `records` rows live in, at constant density, and the gazetteer of their region.

    A region has Purbalingga's 239 villages at least; a short list lives in the first few of them.
    """
    wanted = max(1, round(records / RECORDS_PER_VILLAGE))
    found = _real()
    draw, number = Draw(3303), 0
    while len(found) < wanted:
        found += _invented(number, draw)
        number += 1
    return found[:wanted], [village[:5] for village in found]


def _real() -> list[Village]:
    with AREAS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = {row["code"]: row["name"] for row in rows}
    return [_village(row, names) for row in rows if len(row["code"]) == len("33.03.01.2001")]


def _village(row: dict[str, str], names: dict[str, str]) -> Village:
    code, district = row["code"], row["parent"]
    where = float(row["latitude"]), float(row["longitude"])
    return Village(code, row["name"], district, names[district], names[code[:5]], *where)


def _invented(number: int, draw: Draw) -> list[Village]:
    """The villages of the invented regency of this number: names recur between districts, as they do."""
    province, regency = divmod(number, 40)
    code = f"{33 + province}.{FIRST_INVENTED + regency}"
    name = f"Kabupaten {_name(draw)}"
    north, east = -7.4 + 0.4 * (number % 7 - 3), 109.4 + 0.5 * (number // 7 + 1)
    found: list[Village] = []
    taken: set[str] = set()
    for index in range(1, DISTRICTS + 1):
        district = _fresh(draw, taken)
        where = north + draw.gauss(0, 0.08), east + draw.gauss(0, 0.1)
        found += _district(f"{code}.{index:02d}", district, name, where, draw)
    return found


def _district(
    code: str, district: str, regency: str, where: tuple[float, float], draw: Draw
) -> list[Village]:
    taken: set[str] = set()
    found = []
    for index in range(1, draw.between(LEAST, MOST) + 1):
        name = district if index == 1 else _fresh(draw, taken)  # a district is named for its seat
        taken.add(name)
        kind = 1 if draw.chance(0.06) else 2  # kelurahan and desa, as in real codes
        at = round(where[0] + draw.gauss(0, 0.015), 5), round(where[1] + draw.gauss(0, 0.015), 5)
        found.append(Village(f"{code}.{kind}{index:03d}", name, code, district, regency, *at))
    return found


def _fresh(draw: Draw, taken: set[str]) -> str:
    name = _name(draw)
    while name in taken:
        name = _name(draw)
    taken.add(name)
    return name


def _name(draw: Draw) -> str:
    name = draw.of(_HEADS) + draw.of(_TAILS)
    return f"{name} {draw.of(_SIDES)}" if draw.chance(0.08) else name
