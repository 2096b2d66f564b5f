"""Invented recordings for the bench, made once a process: the same seed gives the same file."""

from functools import cache

from sentra.engines.acoustics import synthetic
from sentra.engines.acoustics.synthetic import cheats

RPM = 4500.0  # half of the rated speed of the test vehicle


@cache
def tone(seed: int = 1, *, level_db: float = 94.0, tone_hz: float = 1000.0, duration_s: float = 6.0) -> bytes:
    take = synthetic.calibrator_take(seed, level_db=level_db, tone_hz=tone_hz, duration_s=duration_s)
    return synthetic.written(take, seed=seed)


@cache
def moved_tone(seed: int, by_db: float) -> bytes:
    """Through a chain that lost some of its gain."""
    take = cheats.turned_down(synthetic.calibrator_take(seed, duration_s=6.0), by_db)
    return synthetic.written(take, seed=seed)


@cache
def background(seed: int = 2, *, level_db: float = 50.0, duration_s: float = 4.0) -> bytes:
    take = synthetic.background_take(seed, level_db=level_db, duration_s=duration_s)
    return synthetic.written(take, seed=seed)


@cache
def run(seed: int = 3, *, level_db: float = 90.0, rpm: float = RPM, slow: bool = False) -> bytes:
    """`slow`: the throttle is opened so slowly that the level follows the speed."""
    course = synthetic.Course(rpm=rpm, idle_s=0.6, run_up_s=5.0 if slow else 0.8, hold_s=2.0)
    take = synthetic.stationary_run(seed, level_db=level_db, background_db=50.0, course=course)
    return synthetic.written(take, seed=seed)


@cache
def clipped(seed: int = 30) -> bytes:
    course = synthetic.Course(rpm=RPM, idle_s=0.6, hold_s=2.0)
    take = synthetic.stationary_run(seed, level_db=90.0, background_db=50.0, course=course)
    return synthetic.written(take, synthetic.Chain(full_scale_db=107.0), seed=seed)


@cache
def compressed(seed: int = 31) -> bytes:
    return cheats.compressed(run(seed))


@cache
def trimmed(seed: int) -> bytes:
    """The run of a seed once more: without its beginning, a little louder."""
    return cheats.trimmed(run(seed), 0.3, louder_db=0.2)


@cache
def gapped(seed: int = 4) -> bytes:
    """A background with a twentieth of a second cut out."""
    take = cheats.cut(synthetic.background_take(seed, duration_s=4.0), 2.0, 0.05)
    return synthetic.written(take, synthetic.Chain(hiss_db=-80.0), seed=seed)


def blip() -> bytes:
    """A recording that is one, but too short for anything."""
    return synthetic.written(synthetic.background_take(9, duration_s=0.5), seed=9)
