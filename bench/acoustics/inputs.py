"""Recordings to measure with, invented from seeds that no threshold of the engine was tuned on (from
20000).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import soundfile

from sentra.engines.acoustics import EngineModel, synthetic
from sentra.engines.acoustics.synthetic import Course, Take

FS_HZ: Final = 48_000
PIECE: Final = Course(rpm=4500, idle_s=4.0, run_up_s=1.5, hold_s=8.0, release_s=2.5)  # 20 s
ENGINES: Final = {
    "single": EngineModel(4, 1),
    "even twin": EngineModel(4, 2),
    "270 twin": EngineModel(4, 2, (0.0, 270.0)),
    "90 V twin": EngineModel(4, 2, (0.0, 450.0)),
    "triple": EngineModel(4, 3),
    "four": EngineModel(4, 4),
    "two-stroke": EngineModel(2, 1),
}
RATIOS: Final = (0.5, 2 / 3, 0.75, 0.9, 1.1, 4 / 3, 1.5, 2.0)
SNRS_DB: Final = (10.0, 15.0, 20.0, 30.0)


def recording(path: Path, minutes: float) -> Path:
    """Runs of 20 s one after the other, thirty different ones, 24 bits; written once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pieces = [
            synthetic.stationary_run(20_000 + seed, course=PIECE).pressure_pa / 63.2 for seed in range(30)
        ]
        with soundfile.SoundFile(path, "w", FS_HZ, 1, "PCM_24") as file:
            for at in range(round(minutes * 3)):
                file.write(pieces[at % 30])
    return path


class Held(NamedTuple):
    """An engine held at a speed: claimed is what the tachometer is said to read."""

    engine: str
    real: str
    claimed_rpm: float
    ratio: float
    snr_db: float
    recording: bytes
    true_rpm: Any
    held: Any


def held(engine: str, seed: int, ratio: float, snr_db: float, real: str | None = None) -> Held:
    """SNR is of the hold against pink noise, both unweighted."""
    claimed = float(np.random.default_rng(seed).uniform(2500, 6000))
    asked, loudness = Course(rpm=claimed * ratio, idle_rpm=1400, idle_s=0.6, hold_s=2.0).speed(FS_HZ)
    sound, true_rpm = synthetic.exhaust(seed * 31, asked, model=ENGINES[real or engine])
    sound = sound * loudness
    inside = loudness >= 1
    noise = synthetic.road_noise(seed + 9, len(sound)) * 10 ** (-snr_db / 20)
    file = synthetic.written(Take(0.5 * (sound / np.std(sound[inside]) + noise), FS_HZ))
    return Held(engine, real or engine, claimed, ratio, snr_db, file, true_rpm, inside)


def honest(count: int) -> Iterator[Held]:
    for at in range(count):
        for engine in ENGINES:
            yield held(engine, 20_000 + at, 1.0, SNRS_DB[at % len(SNRS_DB)])


def dishonest(count: int) -> Iterator[Held]:
    """Another speed than the tachometer's."""
    for at in range(count):
        for engine in ENGINES:
            for ratio in RATIOS:
                yield held(engine, 30_000 + at, ratio, SNRS_DB[at % len(SNRS_DB)])


def mistaken(count: int) -> Iterator[Held]:
    """The right speed, another engine than the one declared."""
    for at in range(count):
        for engine in ENGINES:
            for real in ENGINES:
                if ENGINES[real].beats_per_cycle * 4 / ENGINES[real].strokes != (
                    ENGINES[engine].beats_per_cycle * 4 / ENGINES[engine].strokes
                ):
                    yield held(engine, 40_000 + at, 1.0, SNRS_DB[at % len(SNRS_DB)], real)
