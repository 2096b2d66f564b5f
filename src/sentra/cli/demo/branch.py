"""What a branch of the scenario is: its products, its places and the size of its businesses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

REST = "lainnya"
MUFFLER = "knalpot"


@dataclass(frozen=True, slots=True)
class Product:
    """`price_idr` per `unit`; `per_worker` is a year's output of one worker in that unit."""

    word: str
    kbli: str
    unit: str
    price_idr: int
    per_worker: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)  # a branch is itself, so it may key a dict
class Branch:
    """`districts` maps a district number ("07") to a weight, `villages` a village number ("05.1011").

    `elsewhere` is the weight of every village not named by either; `grouped` the share of units
    in a KUB; `women` the share among owners; `workers` weights of 1, 2, 3 ... workers.
    """

    key: str
    units: int
    medium: int
    products: tuple[Product, ...]
    word: str  # begins product-based business names
    sentra: str  # begins cluster names
    clusters: int
    grouped: float
    women: float
    women_workers: float
    workers: tuple[float, ...]
    investment_idr: int  # median
    districts: Mapping[str, float] = field(default_factory=dict)
    villages: Mapping[str, float] = field(default_factory=dict)
    elsewhere: float = 0.0
    exporting: float = 0.0


HOME = (45, 35, 12, 5, 2, 1)
FAMILY = (22, 34, 22, 11, 6, 3, 1, 1)
SHOP = (4, 10, 16, 18, 16, 12, 8, 6, 4, 3, 2, 1)
TOWN = {"05": 3.0, "06": 2.0, "15": 1.6, "09": 1.6, "02": 1.3, "04": 1.1}
UPLAND = {"07": 2.6, "14": 1.5, "08": 1.9, "09": 1.2, "10": 1.0, "11": 1.5, "12": 1.8, "13": 1.9}
SUGAR = {**UPLAND, "16": 1.3, "17": 1.6, "18": 1.5, "04": 0.7, "03": 0.5, "02": 0.15, "01": 0.12}
