"""Takes that many tests share, and a laboratory around them. Everything is invented."""

import csv
import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import soundfile

from sentra.engines import acoustics
from sentra.engines.acoustics import (
    Calibration,
    Certificate,
    EngineModel,
    Geometry,
    Procedure,
    SpeedBand,
    synthetic,
)

UNIT = Calibration(1.0, 94.0, 1000.0, 0.0, 60.0, 0.1, 10.0, 48_000, "unit")  # full scale 1 is 1 Pa
SINGLE = EngineModel(4, 1)
TESTED_ON = date(2026, 3, 2)
CERTIFICATE = Certificate("SLM-1", date(2026, 1, 1), date(2026, 12, 31))
AT_OUTLET = Geometry(0.5, 45, 0.4)
MOTORCYCLE = Procedure(
    "R41-stationary",
    "04",
    "L_stationary",
    (SpeedBand(5000, share=0.75), SpeedBand(None, share=0.5)),
)


def golden(name):
    path = Path(__file__).parent / "golden" / f"{name}.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def wav(samples, fs_hz=48_000, subtype="DOUBLE", container="WAV"):
    file = io.BytesIO()
    soundfile.write(file, samples, fs_hz, subtype=subtype, format=container)
    return file


def read(samples, fs_hz=48_000, **more):
    return acoustics.analyse(wav(samples, fs_hz), replace(UNIT, fs_hz=fs_hz), **more)


def sine(hz, seconds, rms=1.0, fs_hz=48_000):
    return np.sqrt(2) * rms * np.sin(2 * np.pi * hz * np.arange(round(seconds * fs_hz)) / fs_hz)


@cache
def tone(seed=1, **more):
    return synthetic.written(synthetic.calibrator_take(seed, **more), seed=seed)


@cache
def calibration(seed=1):
    return acoustics.calibrate(io.BytesIO(tone(seed)))


@cache
def background(seed=5, level_db=55.0):
    return acoustics.analyse(
        io.BytesIO(synthetic.written(synthetic.background_take(seed, level_db=level_db))), calibration()
    )


@cache
def take(seed, **more):
    return synthetic.stationary_run(seed, **more)


@cache
def recording(seed):
    return synthetic.written(take(seed), seed=seed)


def run(recorded, calibrated=None, **changed):
    """A run on a motorcycle of 9000 rpm, tested at 4500, all in order unless changed."""
    facts = {
        "vehicle": "V-1",
        "item": "M-1",
        "model": SINGLE,
        "rated_rpm": 9000,
        "tachometer_rpm": 4500,
        "geometry": AT_OUTLET,
        "wind_m_s": 2.0,
        "tested_on": TESTED_ON,
        "certificates": [CERTIFICATE],
        "background": background(),
    } | changed
    procedure = facts.pop("procedure", MOTORCYCLE)
    return acoustics.evaluate_run(io.BytesIO(recorded), calibrated or calibration(), procedure, **facts)


@cache
def honest(seed):
    return run(recording(seed))


def codes(judged):
    return [each.code for each in judged.reasons]


def reading_of(value_db, seed=0, **changed):
    """An honest run that read something else, and sounds like no other."""
    noise = np.random.default_rng(seed).standard_normal(len(honest(1).fingerprint))
    facts = {"value_db": value_db, "fingerprint": noise / np.linalg.norm(noise)} | changed
    model = honest(1)
    info = replace(model.reading.info, sha256=f"invented {seed}")
    return replace(model, reading=replace(model.reading, info=info), **facts)


def series_of(*values_db, procedure=MOTORCYCLE, before=1, after=2, **changed):
    runs = [reading_of(value, seed, **changed) for seed, value in enumerate(values_db)]
    checks = {
        when: None if seed is None else calibration(seed)
        for when, seed in (("before", before), ("after", after))
    }
    return acoustics.evaluate_series(runs, procedure, **checks)
