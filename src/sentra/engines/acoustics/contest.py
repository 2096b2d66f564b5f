"""Whether an engine of a kind, beating at a frequency, explains a held sound, and whether another would.

All spectra of the hold are laid over each other on an axis of orders (multiples of the beat). An honest
hold shows every tooth, none missing in a pattern (missing odd teeth: the engine beats twice as fast), and
no lines of equal strength between them (lines at halves: it beats half as fast).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from sentra.engines.acoustics.combs import Spectra
from sentra.engines.acoustics.problem import EngineModel
from sentra.engines.acoustics.weighting import Floats

_FINE: Final = 60  # points of the axis to one order
_TEETH: Final = 14
_HIGHEST_HZ: Final = 900.0
_DB: Final = 20 / math.log(10)
_REACH: Final = 2

LEAST: Final[Mapping[str, float]] = MappingProxyType(
    {"teeth": 18.0, "every_2": -7.0, "every_3": -6.0, "between_2": 9.0, "between_3": 9.0, "between_4": 9.0}
)
"""dB. Tuned on invented engines (seeds 0 to 1999); honest holds at 10 dB stay 5 dB above, others fall 1 dB
below.
"""

KINDS: Final[Mapping[str, EngineModel]] = MappingProxyType(
    {
        "single": EngineModel(4, 1),
        "even twin": EngineModel(4, 2),
        "uneven twin": EngineModel(4, 2, (0.0, 270.0)),
        "triple": EngineModel(4, 3),
        "four": EngineModel(4, 4),
        "two-stroke single": EngineModel(2, 1),
        "two-stroke twin": EngineModel(2, 2),
    }
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a held sound looks as beats of one frequency; all in dB, `LEAST` says what is enough."""

    beat_hz: float
    found_db: Mapping[str, float]

    @property
    def explains(self) -> bool:
        return all(self.found_db[name] >= least for name, least in LEAST.items())


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another kind of engine that would explain the sound at the speed claimed."""

    kind: str
    beat_hz: float


def fit(found: Spectra, frames: range, beats_hz: Floats) -> Fit:
    """`beats_hz`: the beat in each of the frames."""
    middle = float(np.median(beats_hz))
    count = max(4, min(_TEETH, int(_HIGHEST_HZ / middle)))
    orders = _profile(found, frames, beats_hz, count)
    teeth = _read(orders, np.arange(1.0, count + 1))
    floor = np.percentile(orders[: count * _FINE].reshape(count, _FINE), 25, axis=1)
    above = np.maximum(teeth - floor, 0) + 1e-3
    told = {"teeth": float((above * (teeth - floor)).sum() / above.sum())}
    told |= {f"every_{by}": _every(teeth, floor, by) for by in (2, 3)}
    told |= {f"between_{parts}": _between(orders, teeth, floor, parts) for parts in (2, 3, 4)}
    return Fit(middle, {name: _DB * value for name, value in told.items()})


def _profile(found: Spectra, frames: range, beats_hz: Floats, count: int) -> Floats:
    """Mean whitened amplitude at each point of the axis of orders, from 1/60 on."""
    points = np.arange(1, (count + 1) * _FINE) / _FINE
    last = found.white.shape[1] - 2
    total = np.zeros(len(points))
    for frame, beat_hz in zip(frames, beats_hz, strict=True):
        places = np.minimum(points * beat_hz / found.line_hz, last)
        below = places.astype(int)
        part = places - below
        row = found.white[frame]
        total += row[below] * (1 - part) + row[below + 1] * part
    return total / len(frames)


def _read(orders: Floats, at: Floats) -> Floats:
    """The highest value within a thirtieth of an order."""
    middle = np.rint(at * _FINE).astype(int) - 1
    near = middle[:, None] + np.arange(-_REACH, _REACH + 1)[None, :]
    highest: Floats = orders[np.clip(near, 0, len(orders) - 1)].max(axis=1)
    return highest


def _weighed(pairs: Iterator[tuple[float, float]]) -> float:
    """Mean of (value, weight)."""
    values, weights = np.array(list(pairs)).T
    return float(np.dot(values, weights) / weights.sum())


def _every(teeth: Floats, floor: Floats, by: int) -> float:
    """How much weaker the teeth are that are no multiples of `by`, against their neighbours that are."""

    def pairs() -> Iterator[tuple[float, float]]:
        for order in range(1, len(teeth) + 1):
            below, above = order // by * by, order // by * by + by
            near = [teeth[each - 1] for each in (below, above) if 1 <= each <= len(teeth)]
            if order % by and near:
                other = sum(near) / len(near)
                strong = max(teeth[order - 1], other) - floor[order - 1]
                yield teeth[order - 1] - other, max(strong, 0.0) + 1e-3

    return _weighed(pairs())


def _between(orders: Floats, teeth: Floats, floor: Floats, parts: int) -> float:
    """How much weaker lines at halves (thirds, quarters) of an order are than the teeth beside them."""
    shares = np.array([share / parts for share in range(1, parts) if math.gcd(share, parts) == 1])

    def pairs() -> Iterator[tuple[float, float]]:
        for order in range(1, len(teeth) + 1):
            line = float(_read(orders, order - 1 + shares).max())
            beside = float(np.mean(teeth[max(0, order - 2) : order]))
            yield beside - line, max(beside - floor[order - 1], line - floor[order - 1], 0.0) + 1e-3

    return _weighed(pairs())


def alternatives(beat_hz: float, claimed_rpm: float, agreement: float) -> tuple[Alternative, ...]:
    """Kinds of engines that would beat so at the speed claimed."""
    return tuple(
        Alternative(kind, beat_hz)
        for kind, model in KINDS.items()
        if abs(beat_hz / model.beat_hz(claimed_rpm) - 1) <= agreement
    )
