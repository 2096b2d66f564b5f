"""Size classes: three definitions in force side by side, computed, never typed.

A scheme is reviewed code with its legal source and validity. Missing data gives `unknown`, never a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

BILLION = 1_000_000_000
MICRO, SMALL, MEDIUM, LARGE, UNKNOWN = "micro", "small", "medium", "large", "unknown"
CLASSES: tuple[tuple[str, str], ...] = (
    (MICRO, _("Mikro")),
    (SMALL, _("Kecil")),
    (MEDIUM, _("Menengah")),
    (LARGE, _("Besar")),
    (UNKNOWN, _("Belum terklasifikasi")),
)


@dataclass(frozen=True, slots=True)
class Measures:
    """What the schemes look at: heads, whole rupiah without land and building, whole rupiah a year."""

    workers: int | None = None
    investment_idr: int | None = None
    turnover_idr: int | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    key: str
    label: str
    source: str
    valid_from: date
    classify: Callable[[Measures], str]
    confirmed: bool = True  # false: a limit that no source confirms; shown with that remark


def _industry(measures: Measures) -> str:
    workers, investment = measures.workers, measures.investment_idr
    if workers is None or investment is None:
        return UNKNOWN
    if workers <= 19:
        return SMALL if investment < BILLION else MEDIUM
    return MEDIUM if investment <= 15 * BILLION else LARGE


def _msme(measures: Measures) -> str:
    sales = measures.turnover_idr
    if sales is None:
        return UNKNOWN
    if sales <= 2 * BILLION:
        return MICRO
    if sales <= 15 * BILLION:
        return SMALL
    return MEDIUM if sales <= 50 * BILLION else LARGE


def _statistics(measures: Measures) -> str:
    workers = measures.workers
    if workers is None or workers < 1:
        return UNKNOWN
    if workers <= 4:
        return MICRO
    if workers <= 19:
        return SMALL
    return MEDIUM if workers <= 99 else LARGE


SCHEMES: tuple[Scheme, ...] = (
    Scheme("permenperin_64_2016", "Permenperin 64/2016", "Permenperin 64/M-IND/PER/7/2016", date(2016, 7, 1), _industry),
    Scheme("pp_7_2021", "PP 7/2021", _("PP 7/2021 pasal 35, hasil penjualan tahunan"), date(2021, 2, 2), _msme),
    Scheme("bps", "BPS", _("Survei VIMK, BPS; batas sedang dan besar belum dikonfirmasi"), date(2000, 1, 1), _statistics, confirmed=False),
)  # fmt: skip


def classes_of(measures: Measures) -> dict[str, str]:
    """The class under every scheme, by scheme key."""
    return {scheme.key: scheme.classify(measures) for scheme in SCHEMES}
