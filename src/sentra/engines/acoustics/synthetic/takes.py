"""How an exhaust, a road and a calibrator sound to a microphone, and how a chain writes it down.

An exhaust: one blow-down pulse each firing (its moment, strength and cylinder vary), a muffler's low-pass,
resonances of the pipe, flow noise that follows the pulses. Pressures are in pascal.
"""

import io
import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import soundfile
from scipy import signal

from sentra.engines.acoustics.problem import REFERENCE_PA, EngineModel
from sentra.engines.acoustics.refusals import demand
from sentra.engines.acoustics.weighting import Floats, sections

SINGLE: Final = EngineModel(4, 1)
FORMATS: Final = {"WAV", "FLAC"}


@dataclass(frozen=True, slots=True)
class Take:
    """Sound pressure at the microphone. `rpm` is the true speed at each sample, empty without an engine."""

    pressure_pa: Floats = field(repr=False)
    fs_hz: int
    rpm: Floats = field(repr=False, default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Course:
    """What the rider does: idle, run up, hold, release. `overrun_db`: how much quieter a closed throttle
    is.
    """

    rpm: float = 4500.0
    idle_rpm: float = 1500.0
    idle_s: float = 1.0
    run_up_s: float = 0.8
    hold_s: float = 2.5
    release_s: float = 1.2
    overrun_db: float = 4.0

    def speed(self, fs_hz: int) -> tuple[Floats, Floats]:
        """(speed, loudness factor) at each sample."""
        lasts = (self.idle_s, self.run_up_s, self.hold_s, self.release_s, self.idle_s)
        knots = np.cumsum([0.0, *lasts])
        times = np.arange(round(knots[-1] * fs_hz)) / fs_hz
        speeds = (self.idle_rpm, self.idle_rpm, self.rpm, self.rpm, self.idle_rpm, self.idle_rpm)
        rpm = np.interp(times, knots, speeds)
        closed = np.interp(times, [knots[3], knots[3] + 0.05], [0.0, -self.overrun_db])
        return rpm, 10 ** (closed / 20) * (rpm / self.rpm) ** 1.73


@dataclass(frozen=True, slots=True)
class Chain:
    """Microphone, preamplifier, converter: what full scale means, how much it hisses, how it writes."""

    fs_hz: int = 48_000
    full_scale_db: float = 130.0
    hiss_db: float = 25.0
    subtype: str = "PCM_24"
    container: str = "WAV"

    @property
    def pa_per_fs(self) -> float:
        return REFERENCE_PA * 10 ** (self.full_scale_db / 20)


def _wander(rng: np.random.Generator, count: int, fs_hz: int) -> Floats:
    """What a hand on the throttle does to the speed, standard deviation 1."""
    drawn = signal.lfilter([1], [1, -math.exp(-2 * math.pi * 0.7 / fs_hz)], rng.standard_normal(count))
    moved: Floats = drawn / (np.std(drawn) + 1e-12)
    return moved


def _firings(
    rng: np.random.Generator, model: EngineModel, rpm: Floats, fs_hz: int, jitter: float, uneven: float
) -> Floats:
    """Pulses of height about 1, at fractions of samples."""
    times = np.arange(len(rpm)) / fs_hz
    cycles = np.cumsum(rpm / 60 / fs_hz) * 360 / model.cycle_deg
    pulses = np.zeros(len(rpm) + fs_hz)
    for angle in model.firing_deg:
        strength = 1 + uneven * rng.standard_normal()
        share = angle / model.cycle_deg
        due = np.arange(1, int(cycles[-1] - share) + 1) + share
        moments = np.interp(due, cycles, times)
        apart_s = 60 / np.interp(moments, times, rpm) * model.cycle_deg / 360 / model.cylinders
        moments = moments + jitter * apart_s * rng.standard_normal(len(due))
        heights = strength * (1 + 0.06 * rng.standard_normal(len(due)))
        place = moments * fs_hz
        whole = np.floor(place).astype(int)
        inside = (whole >= 0) & (whole < len(rpm) - 1)
        np.add.at(pulses, whole[inside], (heights * (1 - place + whole))[inside])
        np.add.at(pulses, whole[inside] + 1, (heights * (place - whole))[inside])
    return pulses


def _blow_down(fs_hz: int) -> Floats:
    times = np.arange(int(0.012 * fs_hz)) / fs_hz
    rise = times / 0.0011 * np.exp(1 - times / 0.0011)
    back = times / 0.00242 * np.exp(1 - times / 0.00242)
    pulse: Floats = rise - 0.55 * np.roll(back, int(0.0016 * fs_hz))
    return pulse


def exhaust(
    seed: int,
    rpm: Floats,
    *,
    fs_hz: int = 48_000,
    model: EngineModel = SINGLE,
    jitter: float = 0.004,
    uneven: float = 0.15,
    wander: float = 0.004,
    muffler_hz: float = 900.0,
    pipe_hz: float = 180.0,
    flow: float = 0.1,
) -> tuple[Floats, Floats]:
    """(sound of an engine of standard deviation 1, its true speed at each sample)."""
    rng = np.random.default_rng(seed)
    count = len(rpm)
    true_rpm = rpm * (1 + wander * _wander(rng, count, fs_hz))
    pulses = _firings(rng, model, true_rpm, fs_hz, jitter, uneven)
    decay = np.exp(-np.arange(int(0.012 * fs_hz)) / fs_hz / 0.003)
    envelope = signal.fftconvolve(pulses, decay)[:count]
    sound = signal.lfilter(
        *signal.butter(2, muffler_hz, fs=fs_hz), signal.fftconvolve(pulses, _blow_down(fs_hz))[:count]
    )
    for each in (pipe_hz, 2.9 * pipe_hz, 5.1 * pipe_hz):
        sound = sound + 0.7 * signal.lfilter(*signal.iirpeak(each, 4, fs=fs_hz), sound)
    hiss = signal.lfilter(*signal.butter(1, [300, 6000], "band", fs=fs_hz), rng.standard_normal(count))
    sound = sound / np.std(sound) + flow * hiss / np.std(hiss) * (0.3 + envelope / envelope.max())
    sound = signal.lfilter(*signal.butter(1, 10, "high", fs=fs_hz), sound)
    return sound / np.std(sound), true_rpm


def road_noise(seed: int, count: int, fs_hz: int = 48_000) -> Floats:
    """Pink noise of standard deviation 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / fs_hz), 5))
    noise = np.fft.irfft(spectrum, count)
    return noise / np.std(noise)


def _at_level(sound: Floats, fs_hz: int, level_db: float) -> Floats:
    """Scaled to an equivalent A-weighted level."""
    c, c_to_a = sections(fs_hz)
    heard = signal.sosfilt(np.vstack([c, c_to_a]), sound)
    return sound * (REFERENCE_PA * 10 ** (level_db / 20) / math.sqrt(float(np.square(heard).mean())))


def background_take(
    seed: int, *, level_db: float = 55.0, duration_s: float = 10.0, fs_hz: int = 48_000
) -> Take:
    """A test site without the engine, at an equivalent A-weighted level."""
    return Take(_at_level(road_noise(seed, round(duration_s * fs_hz), fs_hz), fs_hz, level_db), fs_hz)


def calibrator_take(
    seed: int,
    *,
    level_db: float = 94.0,
    tone_hz: float = 1000.0,
    duration_s: float = 10.0,
    fs_hz: int = 48_000,
    room_db: float = 40.0,
) -> Take:
    """A calibrator on the microphone: its tone, a little second harmonic, and what leaks in from the room."""
    times = np.arange(round(duration_s * fs_hz)) / fs_hz
    tone = np.sin(2 * np.pi * tone_hz * times) + 0.002 * np.sin(4 * np.pi * tone_hz * times + 1)
    room = road_noise(seed, len(times), fs_hz) * REFERENCE_PA * 10 ** (room_db / 20)
    return Take(math.sqrt(2) * REFERENCE_PA * 10 ** (level_db / 20) * tone + room, fs_hz)


def stationary_run(
    seed: int,
    *,
    level_db: float = 90.0,
    background_db: float = 55.0,
    course: Course | None = None,
    model: EngineModel = SINGLE,
    muffler_hz: float = 900.0,
    pipe_hz: float = 180.0,
    fs_hz: int = 48_000,
) -> Take:
    """A run at the bench: idle, run up, hold at `level_db` (equivalent, A), release; with its background."""
    asked, loudness = (course or Course()).speed(fs_hz)
    sound, rpm = exhaust(seed, asked, fs_hz=fs_hz, model=model, muffler_hz=muffler_hz, pipe_hz=pipe_hz)
    held = loudness >= 1.0
    shaped = sound * loudness
    gain = _at_level(shaped[held], fs_hz, level_db)[0] / shaped[held][0]
    noise = _at_level(road_noise(seed + 7919, len(asked), fs_hz), fs_hz, background_db)
    return Take(shaped * gain + noise, fs_hz, rpm)


def written(take: Take, chain: Chain | None = None, *, seed: int = 0) -> bytes:
    """The take as the file a recorder would write, with its own hiss; overdriven samples stand at full
    scale.
    """
    through = chain or Chain(fs_hz=take.fs_hz)
    demand(through.container in FORMATS, "Container", through.container, "WAV or FLAC")
    hiss_pa = REFERENCE_PA * 10 ** (through.hiss_db / 20)
    hiss = np.random.default_rng(seed + 104729).standard_normal(len(take.pressure_pa)) * hiss_pa
    samples = np.clip((take.pressure_pa + hiss) / through.pa_per_fs, -1.0, 1.0)
    file = io.BytesIO()
    soundfile.write(file, samples, through.fs_hz, subtype=through.subtype, format=through.container)
    return file.getvalue()
