"""Invented recordings for demonstration and tests: runs with hold and release, backgrounds, calibrator
tones, and each way to cheat that can be found. The same seed gives the same samples.
"""

from sentra.engines.acoustics.synthetic import cheats
from sentra.engines.acoustics.synthetic.takes import (
    Chain,
    Course,
    Take,
    background_take,
    calibrator_take,
    exhaust,
    road_noise,
    stationary_run,
    written,
)

__all__ = [
    "Chain",
    "Course",
    "Take",
    "background_take",
    "calibrator_take",
    "cheats",
    "exhaust",
    "road_noise",
    "stationary_run",
    "written",
]
