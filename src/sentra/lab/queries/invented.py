"""Invented recordings, from a seed: for the demonstration and for practice. No engine ever ran."""

from dataclasses import dataclass
from typing import Final

from sentra.engines import acoustics

IDLE_S: Final = 0.6
RUN_UP_S: Final = 3.5  # slow enough to hear how the level follows the speed
HOLD_S: Final = 2.0
TONE_S: Final = 6.0
BACKGROUND_S: Final = 5.0
SITE_DB: Final = 50.0


@dataclass(frozen=True, slots=True)
class Muffler:
    """How one sounds: level at the hold, where its low-pass lies, what its pipe hums."""

    level_db: float
    muffler_hz: float = 900.0
    pipe_hz: float = 180.0


def tone(seed: int, *, level_db: float = 94.0) -> bytes:
    """A calibrator on the microphone."""
    return acoustics.synthetic.written(
        acoustics.synthetic.calibrator_take(seed, level_db=level_db, duration_s=TONE_S), seed=seed
    )


def background(seed: int) -> bytes:
    """The bench without an engine."""
    take = acoustics.synthetic.background_take(seed, level_db=SITE_DB, duration_s=BACKGROUND_S)
    return acoustics.synthetic.written(take, seed=seed)


def run(seed: int, muffler: Muffler, rpm: float) -> bytes:
    """Idle, run up, hold, release."""
    return acoustics.synthetic.written(_take(seed, muffler, rpm), seed=seed)


def overdriven_run(seed: int, muffler: Muffler, rpm: float) -> bytes:
    """The same with the preamplifier turned up too far: the loudest moments are cut flat."""
    take = acoustics.synthetic.cheats.overdriven(_take(seed, muffler, rpm), muffler.level_db + 8.0)
    return acoustics.synthetic.written(take, seed=seed)


def _take(seed: int, muffler: Muffler, rpm: float) -> acoustics.synthetic.Take:
    return acoustics.synthetic.stationary_run(
        seed,
        level_db=muffler.level_db,
        background_db=SITE_DB,
        course=acoustics.synthetic.Course(rpm=rpm, idle_s=IDLE_S, run_up_s=RUN_UP_S, hold_s=HOLD_S),
        muffler_hz=muffler.muffler_hz,
        pipe_hz=muffler.pipe_hz,
    )
