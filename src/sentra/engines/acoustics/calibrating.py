"""From a calibrator's tone to what full scale means.

The tone is fitted as a sinusoid, not taken as root mean square: noise 20 dB below it would shift that by
0.04 dB.
"""

import math
from typing import Final

import numpy as np

from sentra.engines.acoustics import audio
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.problem import REFERENCE_PA, AudioInfo, Calibration
from sentra.engines.acoustics.refusals import AcousticsRefused, demand
from sentra.engines.acoustics.weighting import Floats

LEAST_S: Final = 5.0
MOST_S: Final = 60.0  # more says no more
TONE_TOLERANCE: Final = 0.02
FLUCTUATION_DB: Final = 0.1
LEAST_SNR_DB: Final = 20.0
LINEARITY_DB: Final = 0.3
# A calibrator distorts: class 1 allows 2.5 %, good ones reach 0.1 % (60 dB). What is cleaner was computed.
CLEANEST_DB: Final = 80.0
CLEAN_DB: Final = 60.0  # when nothing but the resolution of the file is left beside the tone
_PIECE_S: Final = 0.5


def calibrate(
    source: Source,
    *,
    nominal_db: float = 94.0,
    nominal_hz: float = 1000.0,
    calibrator_u_db: float = 0.1,
    channel: int | None = None,
    expected_sha256: str | None = None,
) -> Calibration:
    """What one unit of full scale means in pascal; `calibrator_u_db` is the standard uncertainty of its
    level.

    Raises AcousticsRefused when the recording is none, is clipped, compressed or silent, or when its steady
    part is shorter than 5 s, off the calibrator's frequency by more than 2 %, noisy, unsteady or cleaner
    than a microphone can hear. The place is where the steady part begins.
    """
    demand(90 <= nominal_db <= 130, "Calibrator level", nominal_db, "from 90 to 130 dB")
    info = audio.long_enough(audio.open_audio(source, expected_sha256), LEAST_S)
    if info.lossy:
        raise AcousticsRefused("lossy", container=info.container)
    heard = audio.chosen(info, channel)
    samples = audio.passage(source, heard, 0, round(MOST_S * info.fs_hz))
    _sound(samples, info)
    found = _Tone(samples, info.fs_hz, nominal_hz)
    _refuse(found, info, nominal_hz)
    rms_pa = REFERENCE_PA * 10 ** (nominal_db / 20)
    return Calibration(
        sensitivity_pa_per_fs=rms_pa / found.rms,
        nominal_db=nominal_db,
        tone_hz=found.tone_hz,
        fluctuation_db=found.fluctuation_db,
        snr_db=found.snr_db,
        u_db=math.hypot(calibrator_u_db, found.fluctuation_db / math.sqrt(3)),
        duration_s=found.duration_s,
        fs_hz=info.fs_hz,
        sha256=info.sha256,
    )


def _sound(samples: Floats, info: AudioInfo) -> None:
    peak = float(np.abs(samples).max())
    if not math.isfinite(peak):
        raise AcousticsRefused("not_numbers")
    if peak < 1e-4:
        raise AcousticsRefused("silent", peak_db=-20 * math.log10(max(peak, 1e-15)))
    full = np.abs(samples) >= 1 - 2.0 ** (2 - min(info.bits, 16))
    if full.any():
        place = f"{full.argmax() / info.fs_hz:.2f} s"
        raise AcousticsRefused("clipped", place=place, count=int(full.sum()), longest=1)


class _Tone:
    """The strongest sinusoid within an octave of the nominal frequency, over its longest steady stretch."""

    def __init__(self, samples: Floats, fs_hz: int, nominal_hz: float) -> None:
        self.fs_hz = fs_hz
        rough = _peak_hz(samples, fs_hz, nominal_hz)
        size = round(_PIECE_S * fs_hz)
        pieces = samples[: len(samples) // size * size].reshape(-1, size)
        fits = [_fitted(piece, fs_hz, rough) for piece in pieces]
        strengths = np.array([fit[0] for fit in fits])
        first, last = _longest(np.abs(20 * np.log10(strengths / np.median(strengths) + 1e-12)) < 1.0)
        steady = fits[first:last]
        self.begins_s, self.duration_s = first * _PIECE_S, (last - first) * _PIECE_S
        self.tone_hz = float(np.mean([hz for _, hz, _ in steady]))
        self.rms = math.sqrt(float(np.mean([rms**2 for rms, _, _ in steady])))
        self.rest = math.sqrt(float(np.mean([rest for _, _, rest in steady])))
        self.snr_db = 20 * math.log10(self.rms / max(self.rest, 1e-15))
        levels = 20 * np.log10([rms for rms, _, _ in steady])
        self.fluctuation_db = float(levels.max() - levels.min()) / 2


def _peak_hz(samples: Floats, fs_hz: int, nominal_hz: float) -> float:
    size = min(len(samples), 1 << 18)
    middle = (len(samples) - size) // 2
    spectrum = np.abs(np.fft.rfft(samples[middle : middle + size] * np.hanning(size)))
    low, high = (round(nominal_hz * factor * size / fs_hz) for factor in (0.5, 2.0))
    return _between(spectrum, low + int(spectrum[low:high].argmax())) * fs_hz / size


def _between(spectrum: Floats, line: int) -> float:
    """The top of a parabola through three lines of a logarithmic spectrum."""
    below, top, above = np.log(spectrum[line - 1 : line + 2] + 1e-300)
    bend = below - 2 * top + above
    return line + float(0.5 * (below - above) / bend if bend < 0 else 0.0)


def _fitted(piece: Floats, fs_hz: int, rough_hz: float) -> tuple[float, float, float]:
    """(root mean square, frequency, mean square of the rest) of the best sinusoid near a frequency."""
    times = np.arange(len(piece)) / fs_hz
    tone_hz = rough_hz
    for _ in range(3):
        turn = 2 * np.pi * tone_hz * times
        waves = np.stack([np.sin(turn), np.cos(turn), np.ones(len(piece))], axis=1)
        slope = np.stack([times * np.cos(turn), -times * np.sin(turn)], axis=1)
        sine, cosine, _ = np.linalg.lstsq(waves, piece, rcond=None)[0]
        drift = slope @ np.array([sine, cosine])  # what a small step in frequency adds
        every = np.column_stack([waves, drift])
        answer = np.linalg.lstsq(every, piece, rcond=None)[0]
        tone_hz += float(answer[3]) / (2 * np.pi)
    rest = piece - every @ answer
    return math.hypot(answer[0], answer[1]) / math.sqrt(2), tone_hz, float(np.square(rest).mean())


def _longest(steady: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[int, int]:
    turns = np.flatnonzero(np.diff(np.concatenate([[0], steady.astype(np.int8), [0]])))
    best = int((turns[1::2] - turns[::2]).argmax())
    return int(turns[2 * best]), int(turns[2 * best + 1])


def _refuse(found: _Tone, info: AudioInfo, nominal_hz: float) -> None:
    place = f"{found.begins_s:.2f} s"
    if abs(found.tone_hz / nominal_hz - 1) > TONE_TOLERANCE:
        raise AcousticsRefused("cal_frequency", place=place, tone_hz=found.tone_hz, nominal_hz=nominal_hz)
    if found.snr_db < LEAST_SNR_DB:
        raise AcousticsRefused("cal_noisy", place=place, snr_db=found.snr_db, least_db=LEAST_SNR_DB)
    if found.duration_s < LEAST_S:
        raise AcousticsRefused("too_short", place=place, duration_s=found.duration_s, least_s=LEAST_S)
    if found.fluctuation_db > FLUCTUATION_DB:
        facts = {"fluctuation_db": found.fluctuation_db, "most_db": FLUCTUATION_DB}
        raise AcousticsRefused("cal_unstable", place=place, **facts)
    resolution = 2.0 ** (1 - info.bits) / math.sqrt(12)
    if found.snr_db > CLEANEST_DB or (found.snr_db > CLEAN_DB and found.rest < 2 * resolution):
        raise AcousticsRefused("cal_artificial", place=place, snr_db=found.snr_db)


def drift_db(before: Calibration, after: Calibration) -> float:
    """How far the chain moved between two checks, in dB: positive when it grew more sensitive."""
    return before.sensitivity_db - after.sensitivity_db


def same_gain(lower: Calibration, upper: Calibration) -> float:
    """How far two checks at different levels (94 and 114 dB) disagree, in dB.

    Raises AcousticsRefused("agc") above 0.3 dB: a gain that works by itself brings both to one height.
    """
    off_db = abs(drift_db(lower, upper))
    if off_db > LINEARITY_DB:
        raise AcousticsRefused("agc", place="calibrator", off_db=off_db)
    return off_db
