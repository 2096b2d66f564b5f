"""A recording becomes a number that stands: calibration, levels, engine speed, runs, series, uncertainty,
verdict.

This window is all that others may import. The engine is pure: files and plain data in, plain data out; it
knows the day of a test only when it is told.
"""

from sentra.engines.acoustics import synthetic
from sentra.engines.acoustics.analysing import analyse
from sentra.engines.acoustics.audio import Source, open_audio
from sentra.engines.acoustics.background import correct_background
from sentra.engines.acoustics.calibrating import calibrate, drift_db, same_gain
from sentra.engines.acoustics.check import Violation, verify_reading, verify_series, verify_verdict
from sentra.engines.acoustics.comparing import Delta, insertion_loss
from sentra.engines.acoustics.contest import KINDS, Alternative, Fit
from sentra.engines.acoustics.deciding import Outcome, Rule, Verdict, decide
from sentra.engines.acoustics.picture import Spectrogram, spectrogram
from sentra.engines.acoustics.problem import (
    AudioInfo,
    Calibration,
    Certificate,
    EngineModel,
    Geometry,
    Limit,
    Procedure,
    Quantity,
    SpeedBand,
)
from sentra.engines.acoustics.reading import STEP_S, Bands, Clipping, Levels, Reading
from sentra.engines.acoustics.refusals import SENTENCES, AcousticsRefused, Reason
from sentra.engines.acoustics.runs import Run, Setup, evaluate_run, refused_as_reason, rpm_slope
from sentra.engines.acoustics.series import Judged, Series, drifted, evaluate_series, half_up
from sentra.engines.acoustics.speed import Track, engine_speed
from sentra.engines.acoustics.uncertainty import (
    Contribution,
    Uncertainty,
    budget,
    repeatability,
    stationary_contributions,
)
from sentra.engines.acoustics.weighting import a_weight_db

__all__ = [
    "KINDS",
    "SENTENCES",
    "STEP_S",
    "AcousticsRefused",
    "Alternative",
    "AudioInfo",
    "Bands",
    "Calibration",
    "Certificate",
    "Clipping",
    "Contribution",
    "Delta",
    "EngineModel",
    "Fit",
    "Geometry",
    "Judged",
    "Levels",
    "Limit",
    "Outcome",
    "Procedure",
    "Quantity",
    "Reading",
    "Reason",
    "Rule",
    "Run",
    "Series",
    "Setup",
    "Source",
    "Spectrogram",
    "SpeedBand",
    "Track",
    "Uncertainty",
    "Verdict",
    "Violation",
    "a_weight_db",
    "analyse",
    "budget",
    "calibrate",
    "correct_background",
    "decide",
    "drift_db",
    "drifted",
    "engine_speed",
    "evaluate_run",
    "evaluate_series",
    "half_up",
    "insertion_loss",
    "open_audio",
    "refused_as_reason",
    "repeatability",
    "rpm_slope",
    "same_gain",
    "spectrogram",
    "stationary_contributions",
    "synthetic",
    "verify_reading",
    "verify_series",
    "verify_verdict",
]
