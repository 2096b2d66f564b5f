"""A small gazetteer and one-line rows for the tests of the normaliser; every name and number is invented."""

from datetime import date
from decimal import Decimal

from sentra.engines.linkage.normalise import Gazetteer, normalise
from sentra.engines.linkage.problem import Norm, Raw, RecordId

SEEN = date(2026, 1, 5)
_DISTRICTS = {
    "33.03.08": ("Mrebet", "Bojong", "Selaganggeng", "Mrebet", "Serayu Larangan", "Karangnangka"),
    "33.03.05": (
        "Purbalingga",
        "Bojong",
        "Purbalingga Kidul",
        "Purbalingga Wetan",
        "Kembaran Kulon",
        "Bancar",
    ),
    "33.03.12": ("Karangmoncol", "Tunjungmuli", "Karangsari", "Pekiringan", "Grantung"),
    "33.03.10": ("Karangreja", "Karangreja", "Tlahab Lor", "Tlahab Kidul", "Gondang", "Kutabawa"),
    "33.03.07": ("Kutasari", "Karangreja", "Kutasari", "Karangaren", "Candinata"),
    "33.03.01": ("Kemangkon", "Pelumutan", "Kedunglegok", "Panican", "Kalialang", "Kemangkon"),
    "33.03.13": ("Rembang", "Gunungwuled", "Losari", "Makam", "Sumampir"),
}
_ELSEWHERE = {"33.99.01": ("Sukorame", "Tunjungmuli", "Wonolelo", "Karanggayam")}


def villages(districts, regency):
    """The rows of a gazetteer: code, name, district code, district, regency."""
    return [
        (f"{code}.{2000 + number}", name, code, names[0], regency)
        for code, names in districts.items()
        for number, name in enumerate(names[1:], 1)
    ]


HERE = villages(_DISTRICTS, "Kabupaten Purbalingga")
THERE = villages(_ELSEWHERE, "Kabupaten Wonosari Lor")
GAZETTEER = Gazetteer(HERE)
BOTH = Gazetteer([*HERE, *THERE])
NAMES = {row[0]: f"{row[1]}, {row[3]}" for row in [*HERE, *THERE]}


def raw(identity="r1", **cells):
    return Raw(RecordId(identity), "list", SEEN, cells)


def norm(gazetteer=GAZETTEER, **cells) -> Norm:
    return normalise(raw(**cells), gazetteer)


def place(gazetteer=GAZETTEER, **cells) -> str | None:
    """ "village, district" of a row; `None` when the village stays unresolved."""
    code = norm(gazetteer, **cells).village
    return NAMES[code] if code else None


def codes(found: Norm) -> list[str]:
    """The notes of a row as `field code`."""
    return [f"{note.field} {note.code}" for note in found.notes]


def as_cells(found: Norm) -> dict[str, str]:
    """The text of a normal form, as a list would write it down."""
    nik = found.nik or (f"{found.nik12}****" if found.nik12 else None)
    degrees = [
        None if d is None else format(Decimal(repr(d)), "f") for d in (found.latitude, found.longitude)
    ]
    cells = {
        "owner": found.name,
        "business": found.biz,
        "phone": " / ".join(found.phones),
        "nik": nik,
        "latitude": degrees[0],
        "longitude": degrees[1],
    }
    cells["village"] = found.village or found.place  # a name that several villages have is all there is
    same = ("group", "district", "hamlet", "rt", "rw", "nib", "product", "kbli")
    cells |= {name: getattr(found, name) for name in same}
    return {name: text for name, text in cells.items() if text}
