"""How fast an engine ran, from its sound: a check on the tachometer, never the only evidence.

The search is always wide (0.35 to 2.6 times the speed claimed): with a narrow one an engine at twice the
speed is found exactly where it was expected.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from sentra.engines.acoustics import audio, combs, contest, following
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.combs import HOP_S, Spectra
from sentra.engines.acoustics.contest import Alternative, Fit
from sentra.engines.acoustics.problem import EngineModel
from sentra.engines.acoustics.refusals import demand
from sentra.engines.acoustics.weighting import Floats

SEARCH: Final = (0.35, 2.6)
AGREEMENT: Final = 0.02
"""Of sound and tachometer: 1 % is claimed for the sound until real recordings allow more, 1 % for the
tachometer.
"""
DECELERATION_S: Final = 3.0
LEAST_S: Final = 2.0
LOUD: Final = 0.25  # of the power of the loudest frames: an idle is far below, a hold is not
HELD: Final = 0.7  # of the median power of the hold: the run-up before it is fainter
RUMBLE_HZ: Final = 60.0
_TRIED: Final = (1, 2, 3, 4, 1 / 2, 1 / 3, 1 / 4, 2 / 3, 3 / 2)
Status = Literal["verified", "contradicted", "undetermined"]


@dataclass(frozen=True, slots=True)
class Track:
    """Speed through a recording, and whether the sound bears out what was claimed.

    `hold_s`: beginning and end of the steady part; `rpm_hold`: its speed, None unless one speed explains
    the sound; `hold_spread`: largest departure from it within the hold, as a share; `released`: the speed
    fell afterwards.
    """

    status: Status
    claimed_rpm: float
    rpm_hold: float | None
    hold_s: tuple[float, float] | None
    until_s: float
    released: bool
    hold_spread: float
    alternatives: tuple[Alternative, ...]
    evidence: Fit | None
    times_s: Floats = field(repr=False)
    rpm: Floats = field(repr=False)
    confidence: Floats = field(repr=False)


def engine_speed(
    source: Source,
    model: EngineModel,
    target_rpm: float,
    *,
    tachometer_rpm: float | None = None,
    tolerance: float = 0.03,
    hold_s: float = 1.0,
    channel: int | None = None,
) -> Track:
    """Checks the tachometer's reading (or, without one, the target) against the sound.

    verified: the engine declared, at the speed claimed, explains the held sound. contradicted: it explains
    it at another speed only. undetermined: neither, or another kind of engine would explain it at the speed
    claimed. Raises AcousticsRefused when it is no recording or shorter than 2 s.
    """
    claimed = target_rpm if tachometer_rpm is None else tachometer_rpm
    info = audio.long_enough(audio.open_audio(source), LEAST_S)
    samples, rate_hz = combs.slowed(source, audio.chosen(info, channel), info.fs_hz)
    return tracked(samples, rate_hz, model, claimed, tolerance, hold_s)


def tracked(
    samples: Floats, rate_hz: float, model: EngineModel, claimed_rpm: float, tolerance: float, hold_s: float
) -> Track:
    """The same, of samples at a low rate."""
    demand(300 <= claimed_rpm <= 25_000, "Engine speed", claimed_rpm, "from 300 to 25000 rpm")
    search = _Search(combs.spectra(samples, rate_hz), model, claimed_rpm, len(samples) / rate_hz)
    return search.track(tolerance, hold_s)


class _Search:
    def __init__(self, found: Spectra, model: EngineModel, claimed_rpm: float, duration_s: float) -> None:
        self.found, self.model, self.claimed, self.duration_s = found, model, claimed_rpm, duration_s
        claimed_hz = model.beat_hz(claimed_rpm)
        self.beats_hz = following.grid(SEARCH[0] * claimed_hz, SEARCH[1] * claimed_hz)
        self.power = np.square(found.size[:, round(RUMBLE_HZ / found.line_hz) :]).sum(axis=1)
        self.fits = combs.scores(found, self.beats_hz)
        self.path_hz = self.beats_hz[following.followed(self.fits)]

    def track(self, tolerance: float, hold_s: float) -> Track:
        held = self._hold(tolerance, hold_s)
        if held is None:
            return self._told("undetermined", None, None, ())
        status, best, others = self._judged(held)
        return self._told(status, held, best, others)

    def _hold(self, tolerance: float, hold_s: float) -> range | None:
        """The loudest of the steady stretches; an idling engine is steady too, and may beat at a fraction."""
        power = self.power
        loud = power >= LOUD * np.percentile(power, 90)
        stretches = following.steady(np.where(loud, self.path_hz, np.nan), tolerance, hold_s)
        if not stretches:
            return None
        means = {stretch: float(power[slice(*stretch)].mean()) for stretch in stretches}
        loudest = max(means.values())
        first, last = max(
            (stretch for stretch, mean in means.items() if mean >= loudest / 2),
            key=lambda stretch: stretch[1] - stretch[0],
        )
        path_hz = self.path_hz[first:last]
        as_loud = power[first:last] >= HELD * np.median(power[first:last])
        near = np.flatnonzero(as_loud & (np.abs(path_hz / np.median(path_hz) - 1) <= tolerance))
        return range(first + int(near[0]), first + int(near[-1]) + 1)

    def _judged(self, held: range) -> tuple[Status, Fit | None, tuple[Alternative, ...]]:
        inner = range(held.start + 2, held.stop - 2) if len(held) > 12 else held
        claimed_hz = self.model.beat_hz(self.claimed)
        tried = [self._fit(inner, claimed_hz)]
        middle = float(np.median(self.path_hz[held.start : held.stop]))
        tried += [
            self._fit(inner, middle * times)
            for times in _TRIED
            if self.beats_hz[0] <= middle * times <= self.beats_hz[-1]
        ]
        good = [each for each in tried if each.explains]
        agreeing = [each for each in good if abs(each.beat_hz / claimed_hz - 1) <= AGREEMENT]
        apart = [each for each in good if abs(each.beat_hz / claimed_hz - 1) > AGREEMENT]
        if agreeing and not apart:
            return "verified", agreeing[0], ()
        others = tuple(
            other for each in apart for other in contest.alternatives(each.beat_hz, self.claimed, AGREEMENT)
        )
        if others or agreeing or not apart:
            return "undetermined", None, others
        return "contradicted", apart[0], ()

    def _fit(self, held: range, beat_hz: float) -> Fit:
        _, beats_hz = following.sharpened(self.found, held, beat_hz)
        return contest.fit(self.found, held, beats_hz)

    def _released(self, held: range, middle_hz: float) -> bool:
        """Whether within a second the speed fell by a twentieth, or the sound to a quarter of its power."""
        after = slice(held.stop, held.stop + round(1.0 / HOP_S))
        slower = self.path_hz[after] < 0.95 * middle_hz
        quieter = self.power[after] < LOUD * np.median(self.power[held.start : held.stop])
        return bool((slower | quieter).any())

    def _told(
        self, status: Status, held: range | None, best: Fit | None, others: tuple[Alternative, ...]
    ) -> Track:
        """The path is one line of the sound; what it is a multiple of, the hold has told."""
        path_hz = self.path_hz
        hold_s, until_s, released, spread, rpm_hold = None, self.duration_s, False, 0.0, None
        if held is not None:
            middle = float(np.median(path_hz[held.start : held.stop]))
            spread = float(np.abs(path_hz[held.start : held.stop] / middle - 1).max())
            times = self.found.times_s
            hold_s = float(times[held.start]) - HOP_S / 2, float(times[held.stop - 1]) + HOP_S / 2
            until_s = min(self.duration_s, hold_s[1] + DECELERATION_S)
            released = self._released(held, middle)
        if held is not None and best is not None:
            rpm_hold = self.model.rpm(best.beat_hz)
            path_hz = path_hz * (best.beat_hz / middle)
        tops = self.fits.max(axis=1)
        confidence = (tops - np.median(self.fits, axis=1)) / (self.fits.std(axis=1) + 1e-9)
        rpm = self.model.rpm(1.0) * path_hz
        return Track(
            status, self.claimed, rpm_hold, hold_s, until_s, released, spread, others, best,
            self.found.times_s, rpm, confidence,
        )  # fmt: skip
