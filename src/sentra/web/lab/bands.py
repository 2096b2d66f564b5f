"""Third octaves: the spectrum of a run, and how much quieter a muffler is in each band."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sentra.web import charts
from sentra.web.charts import Frame, px
from sentra.web.numbers import decimal_comma, plain

LOWEST = 13  # the band of 20 Hz in steps of a tenth of a decade
NOMINAL = (
    *(20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000),
    *(2500, 3150, 4000, 5000, 6300, 8000, 10_000, 12_500, 16_000, 20_000),
)
OCTAVES = frozenset({31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000})
RANGE_DB = 60  # below the highest band nothing is told apart


@dataclass(frozen=True, slots=True)
class Band:
    """One third octave: its middle, its level, and perhaps the level of a companion (the whole recording)."""

    centre_hz: float
    level_db: float
    beside_db: float | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """How much quieter in one band; not a number where the background hides it."""

    centre_hz: float
    delta_db: float
    u_db: float = math.nan


def nominal_hz(centre_hz: float) -> float:
    """The name of a band: 501,19 Hz is called 500 Hz."""
    return NOMINAL[round(10 * math.log10(centre_hz)) - LOWEST]


def hertz(centre_hz: float) -> str:
    """500 → 500, 1000 → 1k, 12 500 → 12,5k."""
    named = nominal_hz(centre_hz)
    return plain(named) if named < 1000 else f"{plain(named / 1000)}k"


def third_octaves(
    title: str, bands: Sequence[Band], *, named: str = "", width: int = 640, height: int = 260
) -> SafeString:
    """A column a band, the loudest in the second colour with its words; a line for what stands beside.

    `named`: what the line is called when one points at it.
    """
    if not bands:
        return charts.nothing(title, width, height)
    loudest = max(bands, key=lambda band: band.level_db)
    levels = charts.ticks(loudest.level_db - RANGE_DB, loudest.level_db)
    frame = charts.framed(width, height, levels, plain, top=28)
    parts = list(charts.rules(frame, levels, plain))
    parts += [_column(frame, at, len(bands), band, loudest) for at, band in enumerate(bands)]
    parts += _beside(frame, bands, named)
    parts += charts.axis(frame, _names(frame, [band.centre_hz for band in bands]))
    parts.append(_top(frame, bands.index(loudest), len(bands), loudest))
    return charts.svg_of(title, width, height, parts)


def _names(frame: Frame, centres_hz: Sequence[float]) -> list[tuple[float, str]]:
    """Only the octaves are written: three bands are one."""
    places = []
    for at, centre in enumerate(centres_hz):
        left, room = frame.column(at, len(centres_hz))
        if nominal_hz(centre) in OCTAVES:
            places.append((left + room / 2, hertz(centre)))
    return places


def _height(frame: Frame, level_db: float) -> float:
    return frame.y(min(frame.high, max(frame.low, level_db)))


def _column(frame: Frame, at: int, count: int, band: Band, loudest: Band) -> str:
    left, room = frame.column(at, count)
    top = _height(frame, band.level_db)
    colour = "s1" if band is loudest else "s0"
    box = f'x="{px(left + 1)}" y="{top}" width="{px(room - 2)}"'
    words = f"{hertz(band.centre_hz)} Hz: {decimal_comma(band.level_db)} dB"
    return (
        f'<rect class="{colour}" {box} height="{px(max(0.5, frame.height - frame.bottom - top))}" rx="2">'
        f"<title>{escape(words)}</title></rect>"
    )


def _beside(frame: Frame, bands: Sequence[Band], named: str) -> Iterator[str]:
    places = [frame.column(at, len(bands)) for at in range(len(bands))]
    points = [
        f"{px(left + room / 2)} {_height(frame, band.beside_db)}"
        for (left, room), band in zip(places, bands, strict=True)
        if band.beside_db is not None
    ]
    if points:
        line = "L".join(points)
        yield f'<path class="line dashed s2" d="M{line}"><title>{escape(named)}</title></path>'


def _top(frame: Frame, at: int, count: int, band: Band) -> str:
    left, room = frame.column(at, count)
    x = min(frame.width - 90, max(frame.left + 60, left + room / 2))
    words = f"{hertz(band.centre_hz)} Hz · {decimal_comma(band.level_db)} dB"
    return f'<text class="bar-text" x="{px(x)}" y="18" text-anchor="middle">{escape(words)}</text>'


def gains(title: str, found: Sequence[Gain], *, width: int = 640, height: int = 280) -> SafeString:
    """Columns up where the item is quieter than the original, down where it is louder, each with ± 2u.

    A band the background hides has no column but a dot on the line: it is unknown, not nought.
    """
    known = [gain for gain in found if not math.isnan(gain.delta_db)]
    if not known:
        return charts.nothing(title, width, height)
    reach = [_reach(gain) for gain in known]
    levels = charts.ticks(
        min(0.0, *(gain.delta_db - by for gain, by in zip(known, reach, strict=True))),
        max(0.0, *(gain.delta_db + by for gain, by in zip(known, reach, strict=True))),
    )
    frame = charts.framed(width, height, levels, plain, top=26)
    parts = list(charts.rules(frame, levels, plain))
    parts += [part for at, gain in enumerate(found) for part in _gain(frame, at, len(found), gain)]
    zero = frame.y(0)
    parts.append(f'<path class="rule zero" d="M{px(frame.left)} {zero}H{px(width - frame.right)}"/>')
    parts += charts.axis(frame, _names(frame, [gain.centre_hz for gain in found]))
    parts += _sides(frame, levels)
    return charts.svg_of(title, width, height, parts)


def _reach(gain: Gain) -> float:
    return 0.0 if math.isnan(gain.u_db) else 2 * gain.u_db


def _gain(frame: Frame, at: int, count: int, gain: Gain) -> Iterator[str]:
    left, room = frame.column(at, count)
    middle, zero = px(left + room / 2), frame.y(0)
    name = f"{hertz(gain.centre_hz)} Hz"
    if math.isnan(gain.delta_db):
        hidden = _("tertutup latar")
        words = escape(f"{name}: {hidden}")
        yield f'<circle class="unknown" cx="{middle}" cy="{zero}" r="3"><title>{words}</title></circle>'
        return
    edge, by = frame.y(gain.delta_db), _reach(gain)
    told = f"{name}: {decimal_comma(gain.delta_db)} ± {decimal_comma(by)} dB"
    yield (
        f'<rect class="{"s0" if gain.delta_db >= 0 else "s1"}" x="{px(left + 2)}" y="{min(edge, zero)}" '
        f'width="{px(room - 4)}" height="{px(max(0.5, abs(zero - edge)))}" rx="2">'
        f"<title>{escape(told)}</title></rect>"
    )
    if by:
        upper, lower = frame.y(gain.delta_db + by), frame.y(gain.delta_db - by)
        yield f'<path class="whisker" d="M{middle} {upper}V{lower}"/>'


def _sides(frame: Frame, levels: Sequence[float]) -> Iterator[str]:
    """Which way is quieter, in words: colour and sign are not enough."""
    left, quieter, louder = px(frame.left + 4), _("lebih senyap daripada aslinya"), _("lebih keras")
    yield f'<text class="level-text" x="{left}" y="18">↑ {escape(quieter)}</text>'
    if levels[0] < 0:
        y = px(frame.height - frame.bottom - 6)
        yield f'<text class="level-text" x="{left}" y="{y}">↓ {escape(louder)}</text>'
