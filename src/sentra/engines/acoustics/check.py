"""Checks results by another way: no filters, no blocks, no rounding of Python's; nothing of how they were
made.

A reading is computed again from the whole recording at once, in the frequency domain and from the formulas of
IEC 61672-1; a series and a verdict are compared with their own rules. For recordings of up to two minutes.
"""

import math
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import soundfile

from sentra.engines.acoustics.deciding import Verdict
from sentra.engines.acoustics.problem import Procedure
from sentra.engines.acoustics.reading import Reading
from sentra.engines.acoustics.series import Series

TOLERANCE_DB: Final = 0.02
PEAK_TOLERANCE_DB: Final = 0.2
LONGEST_S: Final = 120
_PA: Final = 20e-6
_Numbers: TypeAlias = npt.NDArray[np.float64]


class Violation(NamedTuple):
    """What is wrong, and what was found and expected instead."""

    code: str
    found: float
    expected: float


def verify_reading(source: BinaryIO, reading: Reading) -> list[Violation]:
    """Where the levels differ from a second calculation by more than 0.02 dB (C-peak: 0.2 dB)."""
    source.seek(0)
    samples, fs_hz = soundfile.read(source, frames=LONGEST_S * reading.info.fs_hz, always_2d=True)
    pressure = samples[:, reading.channel] * reading.calibration.sensitivity_pa_per_fs
    squared, peak = _weighted(pressure, fs_hz)
    fast = _fast(squared, fs_hz)
    told = reading.levels
    expected = {
        "laeq": (told.laeq_db, _db(float(squared.mean())), TOLERANCE_DB),
        "lafmax": (told.lafmax_db, _db(float(fast.max())), TOLERANCE_DB),
        "lcpeak": (told.lcpeak_db, _db(peak**2), PEAK_TOLERANCE_DB),
    }
    return [
        Violation(code, found, wanted)
        for code, (found, wanted, tolerance) in expected.items()
        if abs(found - wanted) > tolerance
    ]


def _db(square: float) -> float:
    return 10 * math.log10(square / _PA**2)


def _weighted(pressure: _Numbers, fs_hz: int) -> tuple[_Numbers, float]:
    """(A-weighted squares, C-weighted peak), with silence behind so that nothing wraps around."""
    size = 1 << math.ceil(math.log2(len(pressure) + fs_hz))
    spectrum = np.fft.rfft(pressure, size)
    line = 1j * np.fft.rfftfreq(size, 1 / fs_hz)
    low, high = 20.598997, 12194.217
    c = line**2 * high**2 / ((line + low) ** 2 * (line + high) ** 2)
    a = c * line**2 / ((line + 107.65265) * (line + 737.86223))
    at_1k = 1000j
    c_1k = abs(at_1k**2 * high**2 / ((at_1k + low) ** 2 * (at_1k + high) ** 2))
    a_1k = c_1k * abs(at_1k**2 / ((at_1k + 107.65265) * (at_1k + 737.86223)))
    heard = np.fft.irfft(spectrum * a / a_1k, size)[: len(pressure)]
    finer = np.zeros(2 * size + 1, dtype=complex)  # four samples for one
    finer[: len(line)] = spectrum * c / c_1k
    peak = float(np.abs(np.fft.irfft(finer, 4 * size)).max() * 4)
    return np.square(heard), peak


def _fast(squared: _Numbers, fs_hz: int) -> _Numbers:
    ages = np.arange(2 * fs_hz) / fs_hz
    fading = np.exp(-ages / 0.125)
    size = 1 << math.ceil(math.log2(len(squared) + len(ages)))
    smoothed = np.fft.irfft(np.fft.rfft(squared, size) * np.fft.rfft(fading / fading.sum(), size), size)
    return smoothed[: len(squared)]


def verify_series(series: Series, procedure: Procedure) -> list[Violation]:
    """Where a series breaks the rules it claims to follow."""
    return list(_series(series, procedure))


def _series(series: Series, procedure: Procedure) -> Iterator[Violation]:
    chosen = [each for each in series.runs if each.counted]
    if series.value_db is None or series.exact_db is None:
        if chosen:
            yield Violation("counted_without_result", len(chosen), 0)
        return
    values = [each.run.value_db for each in chosen]
    if len(values) != procedure.runs:
        yield Violation("runs", len(values), procedure.runs)
        return
    if any(each.reasons for each in chosen):
        yield Violation("counted_with_reason", 1, 0)
    if max(values) - min(values) > procedure.spread_db + 1e-6:
        yield Violation("spread", max(values) - min(values), procedure.spread_db)
    read = [_whole(value) if procedure.rounding == "half_up_integer" else value for value in values]
    both = {"max": max(read), "mean": sum(read) / len(read)}[procedure.aggregate]
    expected = _whole(both) if procedure.rounding == "half_up_integer" else both
    if abs(series.value_db - expected) > 1e-6:
        yield Violation("value", series.value_db, expected)


def _whole(level_db: float) -> float:
    return float(math.floor(level_db + 0.5 + 1e-7))


def verify_verdict(series: Series, verdict: Verdict) -> list[Violation]:
    """A verdict that should not have been given, or that its own numbers do not carry."""
    limit = verdict.limit
    judged = verdict.outcome in {"pass", "cond_pass", "cond_fail", "fail"}
    if not judged or limit is None or verdict.value_db is None or verdict.p_conform is None:
        return []
    found = []
    if series.quantity != limit.quantity:
        found.append(Violation("quantity", 1, 0))
    within = verdict.value_db <= limit.value_db + 1e-6
    if verdict.outcome in {"pass", "cond_pass"} and not within:
        found.append(Violation("passed_above", verdict.value_db, limit.value_db))
    if verdict.rule in {"simple", "inherent"} and verdict.outcome == "fail" and within:
        found.append(Violation("failed_below", verdict.value_db, limit.value_db))
    if not 0 <= verdict.p_conform <= 1:
        found.append(Violation("probability", verdict.p_conform, 0.5))
    return found
