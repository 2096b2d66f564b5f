"""What a maker could try: the band, the excess that made us name it, and what usually helps; or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sentra.engines.acoustics import a_weight_db
from sentra.lab.catalogue.advice import LOUDER_DB, Advice, advice_for
from sentra.lab.models import Comparison, Result

LEAST_SHARE: Final = 0.02
"""Of the A-weighted sound: a band that is hardly heard is not worth a weld."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`share`: how much of the sound, as the ear weighs it, lies in this band. `also`: other bands that the
    advice is for, by name.
    """

    centre_hz: float
    excess_db: float
    share: float
    advice: Advice
    sentence: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    """One an advice, the band with the greatest excess first; `nothing` is a sentence when there is none."""

    found: tuple[Suggestion, ...]
    nothing: str


def suggestions(result: Result, comparison: Comparison | None = None) -> Suggestions:
    """Of a result: bands that stand out of their neighbours. With a comparison also those that are louder
    than the original's, beyond twice the scatter of both."""
    shares = _shares(result.bands)
    found = [*_against_neighbours(result.bands, shares)]
    if comparison is not None:
        found += _against_original(comparison.bands, shares)
    best = {each.centre_hz: each for each in sorted(found, key=lambda each: each.excess_db)}
    ranked = sorted(best.values(), key=lambda each: (-each.excess_db, each.centre_hz))
    return Suggestions(_grouped(ranked), "" if ranked else _nothing(result.bands, comparison))


def _grouped(ranked: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    by_advice: dict[str, list[Suggestion]] = {}
    for each in ranked:
        by_advice.setdefault(each.advice.key, []).append(each)
    return tuple(
        _with(first, [band_name(each.centre_hz) for each in rest]) for first, *rest in by_advice.values()
    )


def _with(first: Suggestion, also: list[str]) -> Suggestion:
    if not also:
        return first
    words = _("Juga pita %(bands)s Hz.") % {"bands": ", ".join(also)}
    return replace(first, also=tuple(also), sentence=f"{first.sentence} {words}")


def _nothing(bands: dict[str, Any], comparison: Comparison | None) -> str:
    if not bands:
        return _("Hasil ini tidak memuat pita frekuensi, jadi tidak ada yang dapat disarankan.")
    if comparison is None:
        return _("Tidak ada pita frekuensi yang menonjol dari tetangganya.")
    return _("Tidak ada pita yang menonjol, dan tidak ada yang lebih bising daripada knalpot asli.")


def _shares(bands: dict[str, Any]) -> dict[float, float]:
    heard = {
        hz: 10 ** ((level_db + float(a_weight_db(hz))) / 10) for hz, level_db in _rows(bands, "level_db")
    }
    total = sum(heard.values())
    return {hz: power / total for hz, power in heard.items()}


def _rows(bands: dict[str, Any], name: str) -> list[tuple[float, float]]:
    pairs = zip(bands.get("centre_hz", ()), bands.get(name, ()), strict=True)
    return [(hz, value) for hz, value in pairs if value is not None]


def _against_neighbours(bands: dict[str, Any], shares: dict[float, float]) -> Iterator[Suggestion]:
    rows = _rows(bands, "level_db")
    for (_low, below_db), (hz, level_db), (_high, above_db) in zip(rows, rows[1:], rows[2:], strict=False):
        excess_db = level_db - max(below_db, above_db)
        advice = _worth(hz, shares)
        if advice and excess_db >= advice.stands_out_db:
            words = _("Pita %(hz)s Hz menonjol %(excess)s dB di atas tetangganya: %(like)s.")
            yield _made(hz, excess_db, shares, advice, words)


def _against_original(bands: dict[str, Any], shares: dict[float, float]) -> Iterator[Suggestion]:
    scatter = dict(_rows(bands, "u_db"))
    for hz, quieter_db in _rows(bands, "delta_db"):
        advice = _worth(hz, shares)
        if advice and -quieter_db >= LOUDER_DB and -quieter_db > 2 * scatter.get(hz, 0.0):
            words = _("Pita %(hz)s Hz %(excess)s dB lebih bising daripada knalpot asli: %(like)s.")
            yield _made(hz, -quieter_db, shares, advice, words)


def _worth(hz: float, shares: dict[float, float]) -> Advice | None:
    return advice_for(hz) if shares.get(hz, 0.0) >= LEAST_SHARE else None


def _made(hz: float, excess_db: float, shares: dict[float, float], advice: Advice, words: str) -> Suggestion:
    facts = {"hz": band_name(hz), "excess": number_format(round(excess_db, 1), 1), "like": advice.sounds_like}
    return Suggestion(hz, excess_db, shares[hz], advice, words % facts)


NOMINAL_HZ: Final[Sequence[float]] = (1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8)


def band_name(centre_hz: float) -> str:
    """A band by its nominal frequency, as instruments print it: 31,5 and not 31,62."""
    decades: Iterable[float] = (each * 10**power for power in range(5) for each in NOMINAL_HZ)
    nearest = min(decades, key=lambda each: abs(centre_hz / each - 1))
    return str(number_format(nearest, 0 if nearest == round(nearest) else len(f"{nearest:g}".split(".")[1])))
