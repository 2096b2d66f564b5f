"""Ways to make a loud muffler pass, or a careless recording look good, each done to an honest take.

Every function here has a detector; what cannot be detected stands in docs/engines/acoustics.md.
"""

import io
from dataclasses import replace
from typing import Final

import numpy as np
import soundfile
from scipy import signal

from sentra.engines.acoustics.metering import FAST_S
from sentra.engines.acoustics.problem import REFERENCE_PA
from sentra.engines.acoustics.synthetic.takes import Take
from sentra.engines.acoustics.weighting import Floats

TONE_ONLY_DB: Final = 94.0


def overdriven(take: Take, rail_db: float) -> Take:
    """A preamplifier that can do no more than `rail_db` (peak): the loudest moments are cut flat."""
    rail = REFERENCE_PA * 10 ** (rail_db / 20)
    return replace(take, pressure_pa=np.clip(take.pressure_pa, -rail, rail))


def turned_down(take: Take, by_db: float) -> Take:
    """Less gain than at the calibration."""
    return replace(take, pressure_pa=take.pressure_pa * 10 ** (-by_db / 20))


def automatic_gain(take: Take, at_pa: float = 0.1) -> Take:
    """A recorder that brings everything to one loudness."""
    fade = np.exp(-1 / (take.fs_hz * FAST_S))
    power = signal.lfilter([1 - fade], [1, -fade], np.square(take.pressure_pa))
    return replace(take, pressure_pa=take.pressure_pa * at_pa / np.sqrt(power + (at_pa / 30) ** 2))


def retagged(recording: bytes, fs_hz: int) -> bytes:
    """The same samples under another rate: slower, lower, and by the scales of the filters quieter."""
    samples, _ = soundfile.read(io.BytesIO(recording), dtype="int32")
    file = io.BytesIO()
    soundfile.write(file, samples, fs_hz, subtype="PCM_24", format="WAV")
    return file.getvalue()


def looped(take: Take, first_s: float, until_s: float, times: int) -> Take:
    """A short good passage repeated, so that a hold looks long enough; its ends are cross-faded."""
    first, last, blend = (round(each * take.fs_hz) for each in (first_s, until_s, 0.01))
    passage = take.pressure_pa[first:last]
    fade = np.linspace(0, 1, blend)
    joint = passage[-blend:] * (1 - fade) + take.pressure_pa[first - blend : first] * fade
    once = np.concatenate([passage[:-blend], joint])
    parts = [take.pressure_pa[:first], *([once] * times), take.pressure_pa[first:]]
    return Take(np.concatenate(parts), take.fs_hz)


def cut(take: Take, at_s: float, gap_s: float) -> Take:
    """A moment silenced."""
    first, last = round(at_s * take.fs_hz), round((at_s + gap_s) * take.fs_hz)
    silenced = take.pressure_pa.copy()
    silenced[first:last] = 0.0
    return replace(take, pressure_pa=silenced)


def narrowed(take: Take, edge_hz: float) -> Take:
    """What a telephone or a lossy format leaves over."""
    steep = signal.ellip(12, 0.1, 90, edge_hz, fs=take.fs_hz, output="sos")
    return replace(take, pressure_pa=signal.sosfilt(steep, take.pressure_pa))


def windy(take: Take, seed: int, wind_db: float) -> Take:
    """Wind on an open microphone, at an unweighted level: strong below 50 Hz, falling with the frequency."""
    rng = np.random.default_rng(seed)
    gusts = signal.lfilter([1], [1, -0.9995], rng.standard_normal(len(take.pressure_pa)))
    gusts = signal.lfilter(*signal.butter(1, 10, "high", fs=take.fs_hz), gusts)
    scaled: Floats = gusts / np.std(gusts) * REFERENCE_PA * 10 ** (wind_db / 20)
    return replace(take, pressure_pa=take.pressure_pa + scaled)


def offset(take: Take, pa: float) -> Take:
    """A converter that stands off zero."""
    return replace(take, pressure_pa=take.pressure_pa + pa)


def computed_tone(level_db: float = TONE_ONLY_DB, fs_hz: int = 48_000, duration_s: float = 10.0) -> Take:
    """A calibrator's tone that no microphone ever heard."""
    times = np.arange(round(duration_s * fs_hz)) / fs_hz
    peak = np.sqrt(2) * REFERENCE_PA * 10 ** (level_db / 20)
    return Take(peak * np.sin(2 * np.pi * 1000 * times), fs_hz)


def trimmed(recording: bytes, seconds: float, louder_db: float = 0.0) -> bytes:
    """The same run once more: without its beginning, a little louder, so that the file is another."""
    samples, fs_hz = soundfile.read(io.BytesIO(recording))
    file = io.BytesIO()
    kept = samples[round(seconds * fs_hz) :] * 10 ** (louder_db / 20)
    soundfile.write(file, kept, fs_hz, subtype="PCM_24", format="WAV")
    return file.getvalue()


def compressed(recording: bytes) -> bytes:
    """As a messenger sends it."""
    samples, fs_hz = soundfile.read(io.BytesIO(recording))
    file = io.BytesIO()
    soundfile.write(file, samples, fs_hz, subtype="VORBIS", format="OGG")
    return file.getvalue()
