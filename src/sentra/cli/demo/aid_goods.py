"""What the demo's round of aid can give: 548 kinds of tools in 60 packages, all invented.

Counts follow what was published of September 2020 ("548 jenis alat", 148 recipients); the goods were not
published one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sentra.programmes.actions import Tool

KINDS, PACKAGES = 548, 60
DEAREST, DEAREST_IDR = 6, 9_500_000  # so many packages of that price have one more than is needed
CHEAPEST_IDR = 5_000_000
SMALL = 100  # thousand rupiah

# Name, unit, price of one in thousands of rupiah, whether each piece carries a serial number.
TOOLS: Mapping[str, Sequence[tuple[str, str, int, bool]]] = {
    "gula_kelapa": (
        ("Oven gula semut", "unit", 2400, True),
        ("Wajan gula", "buah", 420, False),
        ("Pongkor pangan", "buah", 35, False),
        ("Tungku hemat energi", "unit", 900, False),
        ("Ayakan gula semut", "buah", 180, False),
        ("Cetakan gula", "set", 150, False),
        ("Timbangan digital", "unit", 480, True),
        ("Perekat plastik", "unit", 380, True),
        ("Pengaduk kayu", "buah", 60, False),
        ("Saringan nira", "buah", 90, False),
    ),
    "knalpot": (
        ("Mesin rol plat", "unit", 2600, True),
        ("Mesin las listrik", "unit", 1900, True),
        ("Gerinda tangan", "unit", 650, True),
        ("Bor duduk", "unit", 1250, True),
        ("Ragum", "unit", 420, False),
        ("Gunting plat", "buah", 240, False),
        ("Mal pipa", "set", 310, False),
        ("Kompresor kecil", "unit", 1450, True),
        ("Topeng las", "buah", 140, False),
        ("Kunci pas", "set", 270, False),
    ),
    "makanan": (
        ("Penggorengan hampa kecil", "unit", 2500, True),
        ("Perajang keripik", "unit", 1300, True),
        ("Kompor tekanan tinggi", "unit", 520, False),
        ("Peniris minyak", "unit", 1100, True),
        ("Perekat plastik", "unit", 380, True),
        ("Timbangan digital", "unit", 480, True),
        ("Rak pengering", "unit", 460, False),
        ("Loyang", "set", 190, False),
        ("Panci besar", "buah", 330, False),
        ("Meja kerja baja", "unit", 850, False),
    ),
    "umum": (
        ("Mesin kerja utama", "unit", 2300, True),
        ("Mesin kerja pendukung", "unit", 1500, True),
        ("Meja kerja", "unit", 700, False),
        ("Perkakas tangan", "set", 350, False),
        ("Alat ukur", "set", 260, False),
        ("Rak simpan", "unit", 400, False),
        ("Lampu kerja", "buah", 120, False),
        ("Alat pengaman diri", "set", 210, False),
        ("Motor listrik", "unit", 950, True),
        ("Timbangan digital", "unit", 480, True),
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A package before it is stored: the branch it is meant for, its tools with how many of each."""

    title: str
    branch: str
    lines: tuple[tuple[Tool, int], ...]

    @property
    def cost_idr(self) -> int:
        return sum(tool.price_idr * quantity for tool, quantity in self.lines)


def offers(branches: Sequence[tuple[str, str, int]], stocks: Sequence[int]) -> list[Offer]:
    """`branches`: key, label, packages. `stocks`: how many of each package the round holds, in order."""
    made: list[Offer] = []
    for key, label, count in branches:
        for number in range(1, count + 1):
            at = len(made)
            made.append(_offer(f"{label} {number}", key, at, stocks[at]))
    return made


def _offer(title: str, branch: str, at: int, stock: int) -> Offer:
    """The 548 kinds go round: eight packages have ten, the others nine. Cheap pieces come by the ten."""
    tools = TOOLS.get(branch, TOOLS["umum"])[: 10 if at < KINDS - 9 * PACKAGES else 9]
    target = DEAREST_IDR if at < DEAREST else CHEAPEST_IDR + (at * 7 % 40) * 100_000
    counts = [10 if price < SMALL else 1 for _name, _unit, price, _serial in tools]
    base = sum(tool[2] * count for tool, count in zip(tools, counts, strict=True))
    prices = [tool[2] * target // base // 1_000 * 1_000 for tool in tools]
    prices[0] += target - sum(price * count for price, count in zip(prices, counts, strict=True))
    lines = tuple(
        (Tool(name, price, f"tipe {title}", unit, stock * count, serial_asked=serial), count)
        for (name, unit, _price, serial), price, count in zip(tools, prices, counts, strict=True)
    )
    return Offer(title, branch, lines)
