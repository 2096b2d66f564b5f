"""Sound that comes twice: a passage copied to lengthen a hold, or a run handed in a second time.

No engine repeats itself: from 1.7 to 2.4 kHz flow noise and the scatter of firings differ each time (lower
down, one cycle of a single resembles the next to 0.98). Likeness is the envelope of a normalised cross-
correlation: copies reach 1, honest holds of invented engines stay below 0.6.
"""

from typing import Final

import numpy as np
from scipy import fft, signal

from sentra.engines.acoustics.refusals import Reason, at, reason
from sentra.engines.acoustics.weighting import Floats

ALIKE: Final = 0.85
BAND_HZ: Final = (1700.0, 2400.0)
PRINT_S: Final = 0.75
_PATTERN_S: Final = 0.12
_PATTERNS: Final = 24


def banded(samples: Floats, rate_hz: float) -> Floats:
    band = signal.butter(3, BAND_HZ, "bandpass", fs=rate_hz, output="sos")
    heard: Floats = signal.sosfilt(band, samples)
    return heard


def _correlated(one: Floats, other: Floats, size: int) -> Floats:
    """Envelope of the circular cross-correlation of two spectra's signals (from their full transforms)."""
    product = one * np.conj(other)
    product[1 : (size + 1) // 2] *= 2
    product[size // 2 + 1 :] = 0
    envelope: Floats = np.abs(fft.ifft(product))
    return envelope


def _likeness(pattern: Floats, spectrum: Floats, size: int, energy: Floats) -> Floats:
    product = _correlated(spectrum, fft.fft(pattern, size), size)[: len(energy)]
    strength = np.sqrt(energy * np.square(pattern).sum())
    alike: Floats = np.where(strength > 1e-20, product / np.maximum(strength, 1e-20), 0.0)
    return alike


def copied(heard: Floats, rate_hz: float, from_s: float, until_s: float) -> list[Reason]:
    """A reason when a passage between two moments comes again; `heard` has gone through `banded`."""
    first, last = round(from_s * rate_hz), min(len(heard), round(until_s * rate_hz))
    part, long = heard[first:last], round(_PATTERN_S * rate_hz)
    size = fft.next_fast_len(len(part) + long)
    spectrum = fft.fft(part, size)
    sums = np.concatenate([[0.0], np.cumsum(np.square(part))])
    energy = sums[long:] - sums[:-long]
    for start in np.linspace(0, len(part) - 2 * long, _PATTERNS).astype(int):
        alike = _likeness(part[start : start + long], spectrum, size, energy)[start + long :]
        if len(alike) and alike.max() >= ALIKE:
            again_s = from_s + (start + long + int(alike.argmax())) / rate_hz
            return [reason("spliced", at(again_s), first_s=from_s + start / rate_hz, again_s=again_s)]
    return []


def fingerprint(heard: Floats, rate_hz: float, at_s: float) -> Floats:
    """The sound around a moment, strength 1."""
    middle, reach = round(at_s * rate_hz), round(PRINT_S * rate_hz)
    part = np.zeros(2 * reach)
    taken = heard[max(0, middle - reach) : middle + reach]
    part[: len(taken)] = taken
    strength = float(np.sqrt(np.square(part).sum()))
    return part / max(strength, 1e-20)


def likeness(one: Floats, other: Floats) -> float:
    """Of two fingerprints: 1 for the same sound, whatever its gain and its start."""
    size = fft.next_fast_len(len(one) + len(other))
    return float(_correlated(fft.fft(one, size), fft.fft(other, size), size).max())
