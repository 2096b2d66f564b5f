"""One run at the bench: what it reads, and every reason why it would not count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sentra.engines.acoustics import audio, combs, repeats, speed, wind
from sentra.engines.acoustics.analysing import analyse, bands_at
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.background import correct_background
from sentra.engines.acoustics.faults import LEVELLED, LEVELLED_STEPS
from sentra.engines.acoustics.problem import Calibration, Certificate, EngineModel, Geometry, Procedure
from sentra.engines.acoustics.reading import STEP_S, Reading, levels_db
from sentra.engines.acoustics.refusals import AcousticsRefused, Reason, at, demand, reason
from sentra.engines.acoustics.speed import Track
from sentra.engines.acoustics.weighting import Floats

Steps: TypeAlias = npt.NDArray[np.int64]

NEAR_MAX_S: Final = 0.5
NEAR_MAX_DB: Final = 6.0
SLOPE_REACH: Final = 20.0  # percent of speed
SLOPE_FASTEST: Final = 25.0  # percent a second
SLOPE_LEAST: Final = 10.0  # percent
SLOPE_MOST: Final = 0.5  # dB for one percent: the steepest known (6 dB for 500 rpm, NSW)
SLOPE_SPARE_DB: Final = 3.0
SLOPE_STRAIGHT: Final = 0.7  # correlation
SLOPE_BEFORE_S: Final = 0.4  # of the release, as long as a frame: a closing throttle is no speed
SLOPE_APART: Final = (5, 2.5)  # so many frames at least are off the hold's speed by so many percent


@dataclass(frozen=True, slots=True)
class Setup:
    """How a run was made; the runs of a series are made alike."""

    procedure_id: str
    edition: str
    vehicle: str
    item: str
    geometry: Geometry
    model: EngineModel
    target_rpm: float
    calibration_sha256: str
    fs_hz: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run judged by itself. `value_db`: highest A-Fast level over hold and deceleration, corrected if
    allowed.

    `bands_db`: third octaves, Fast, at that moment; `slope_db_per_percent`: how the level follows the
    engine speed, from the run's own changes of speed (None when it hardly changed).
    """

    setup: Setup
    reading: Reading
    track: Track
    value_db: float
    value_at_s: float
    bands_db: Floats
    background: Reading | None
    margin_db: float | None
    slope_db_per_percent: float | None
    reasons: tuple[Reason, ...]
    fingerprint: Floats = field(repr=False)

    @property
    def valid(self) -> bool:
        return not self.reasons


def evaluate_run(
    source: Source,
    calibration: Calibration,
    procedure: Procedure,
    *,
    vehicle: str,
    item: str,
    model: EngineModel,
    rated_rpm: float,
    tachometer_rpm: float,
    geometry: Geometry,
    wind_m_s: float,
    tested_on: date,
    certificates: Sequence[Certificate],
    background: Reading | None,
    channel: int | None = None,
    expected_sha256: str | None = None,
) -> Run:
    """Measures a run and says whether it counts; `vehicle` and `item` are ids.

    Raises AcousticsRefused for a file that is no recording, was altered or is too short; everything else is a
    reason on the run.
    """
    demand(bool(vehicle and item), "Vehicle and item", (vehicle, item), "named")
    demand(0 <= wind_m_s < 60, "Wind", wind_m_s, "a speed from 0 to 60 m/s")
    audio.long_enough(audio.open_audio(source, expected_sha256), speed.LEAST_S)
    reading = analyse(source, calibration, channel=channel)
    take = _taken(source, reading, model, procedure, tachometer_rpm)
    target_rpm = procedure.target_rpm(rated_rpm)
    judge = _Judge(reading, take, procedure, target_rpm, background)
    reasons = judge.reasons(geometry, wind_m_s, certificates, tested_on)
    squares = bands_at(source, reading.channel, reading.info, take.value_at_s)
    return Run(
        setup=Setup(
            procedure.id, procedure.edition, vehicle, item, geometry, model, target_rpm,
            calibration.sha256, reading.info.fs_hz,
        ),
        reading=reading,
        track=take.track,
        value_db=judge.corrected_db(reasons),
        value_at_s=take.value_at_s,
        bands_db=levels_db(squares * calibration.sensitivity_pa_per_fs**2),
        background=background,
        margin_db=judge.margin_db,
        slope_db_per_percent=rpm_slope(reading, take.track),
        reasons=tuple(reasons),
        fingerprint=repeats.fingerprint(take.heard, take.rate_hz, take.value_at_s),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Take:
    """What one recording says: how the engine turned, and when it was loudest from the hold on.

    `samples` at a low rate; `heard`: the same through `repeats.banded`.
    """

    samples: Floats
    heard: Floats
    rate_hz: float
    track: Track
    from_s: float
    value_db: float
    value_at_s: float

    def copied(self) -> list[Reason]:
        return repeats.copied(self.heard, self.rate_hz, self.from_s, self.track.until_s)


def _taken(
    source: Source, reading: Reading, model: EngineModel, procedure: Procedure, claimed_rpm: float
) -> _Take:
    samples, rate_hz = combs.slowed(source, reading.channel, reading.info.fs_hz)
    track = speed.tracked(samples, rate_hz, model, claimed_rpm, procedure.rpm_tolerance, procedure.hold_s)
    from_s = 0.0 if track.hold_s is None else track.hold_s[0]
    highest = reading.levels.highest_in(from_s, track.until_s)
    return _Take(samples, repeats.banded(samples, rate_hz), rate_hz, track, from_s, *highest)


def rpm_slope(reading: Reading, track: Track) -> float | None:
    """How many dB the level rises for one percent of speed, from the run's own recording.

    Least squares over frames within 20 % of the hold before the release, where the speed changes slowly
    enough for Fast to follow; None when those reach less than 10 % of speed or do not lie on a line. An idle
    whose multiple lies near the hold is no run-up: what is fainter than any slope explains is left out.
    """
    if track.rpm_hold is None or track.hold_s is None:
        return None
    percent = 100 * np.log(track.rpm / track.rpm_hold)
    steps = np.minimum((track.times_s / STEP_S).astype(int), len(reading.levels.laf_db) - 1)
    heard_db = reading.levels.laf_db[steps].astype(float)
    before = track.times_s <= track.hold_s[1] - SLOPE_BEFORE_S
    held_db = float(np.median(heard_db[before & (track.times_s >= track.hold_s[0])]))
    near = (np.abs(percent) <= SLOPE_REACH) & before
    near &= np.abs(np.gradient(percent, track.times_s)) <= SLOPE_FASTEST
    near &= heard_db >= held_db - SLOPE_MOST * np.abs(percent) - SLOPE_SPARE_DB
    percent, heard_db = percent[near], heard_db[near]
    frames, apart = SLOPE_APART
    if np.count_nonzero(np.abs(percent) > apart) < frames or np.ptp(percent) < SLOPE_LEAST:
        return None
    straight = float(np.corrcoef(percent, heard_db)[0, 1])
    return float(np.polyfit(percent, heard_db, 1)[0]) if straight >= SLOPE_STRAIGHT else None


class _Judge:
    """Asks one question after the other; each answer is a list of reasons.

    `margin_db`: how far the run stands above the background, None without one.
    """

    def __init__(
        self,
        reading: Reading,
        take: _Take,
        procedure: Procedure,
        target_rpm: float,
        background: Reading | None,
    ) -> None:
        self.reading, self.take, self.track, self.procedure = reading, take, take.track, procedure
        self.target_rpm, self.background, self.place = target_rpm, background, at(take.value_at_s)
        self.margin_db = None if background is None else take.value_db - background.levels.lafmax_db

    def reasons(
        self, stood: Geometry, wind_m_s: float, certificates: Sequence[Certificate], on: date
    ) -> list[Reason]:
        return [
            *self.reading.faults,
            *self.chain(),
            *self.certified(certificates, on),
            *self.clipped(),
            *self.held(),
            *self.placed(stood),
            *self.quiet(wind_m_s),
            *self.take.copied(),
            *self.disturbed(),
        ]

    def corrected_db(self, reasons: Sequence[Reason]) -> float:
        """Less what the background adds, where it was quiet enough for that."""
        if self.background is None or any(each.code == "background" for each in reasons):
            return self.take.value_db
        return correct_background(self.take.value_db, self.background.levels.lafmax_db, self.procedure)

    def chain(self) -> list[Reason]:
        before, run = self.reading.calibration.fs_hz, self.reading.info.fs_hz
        return [] if before == run else [reason("cal_other_chain", before=before, run=run)]

    def certified(self, certificates: Sequence[Certificate], on: date) -> list[Reason]:
        return [
            reason(
                "cert_expired",
                certificate=each.id,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                on=on,
            )
            for each in certificates
            if not each.covers(on)
        ]

    def clipped(self) -> list[Reason]:
        found = self.reading.clipping
        flat, levelled = self._touched(found.steps), self._touched(found.levelled)
        if len(flat):
            return [reason("clipped", at(flat[0] * STEP_S), count=found.count, longest=found.longest)]
        if len(levelled) >= LEVELLED_STEPS:
            return [reason("levelled", at(levelled[0] * STEP_S), count=len(levelled), within=LEVELLED)]
        return []

    def _touched(self, steps: Steps) -> Steps:
        """Near the maximum in time, or in level: an overdriven passage elsewhere could have been the
        maximum.
        """
        tops = self.reading.levels.laf_top_db
        steps = steps[steps < len(tops)]
        near = np.abs(steps * STEP_S - self.take.value_at_s) <= NEAR_MAX_S
        touched: Steps = steps[near | (tops[steps] >= self.take.value_db - NEAR_MAX_DB)]
        return touched

    def held(self) -> list[Reason]:
        track, tolerance = self.track, self.procedure.rpm_tolerance
        if track.hold_s is None:
            return [reason("hold_missing", least_s=self.procedure.hold_s), reason("rpm_unverified")]
        place = at(track.hold_s[0])
        found = [] if track.released else [reason("release_missing", at(track.hold_s[1]))]
        if track.rpm_hold is None:
            return [*found, reason("rpm_unverified", place)]
        if track.status == "contradicted":
            facts = {"claimed_rpm": track.claimed_rpm, "rpm": track.rpm_hold}
            found.append(reason("rpm_contradicted", place, **facts))
        if abs(track.rpm_hold / self.target_rpm - 1) > tolerance + 1e-9:
            facts = {
                "rpm": track.rpm_hold,
                "target_rpm": self.target_rpm,
                "tolerance_percent": 100 * tolerance,
            }
            found.append(reason("rpm_off", place, **facts))
        return found

    def placed(self, stood: Geometry) -> list[Reason]:
        asked = self.procedure
        right = (
            abs(stood.distance_m - asked.distance_m) <= asked.distance_tolerance_m + 1e-9
            and abs(stood.angle_deg - asked.angle_deg) <= asked.angle_tolerance_deg + 1e-9
            and stood.height_m >= asked.least_height_m - 1e-9
        )
        if right:
            return []
        return [
            reason(
                "position",
                distance_m=stood.distance_m,
                angle_deg=stood.angle_deg,
                height_m=stood.height_m,
                asked_m=asked.distance_m,
                within_m=asked.distance_tolerance_m,
                asked_deg=asked.angle_deg,
                within_deg=asked.angle_tolerance_deg,
                least_m=asked.least_height_m,
            )
        ]

    def quiet(self, wind_m_s: float) -> list[Reason]:
        least_db, most = self.procedure.least_margin_db, self.procedure.wind_m_s
        found = [] if wind_m_s <= most else [reason("wind_speed", wind_m_s=wind_m_s, most_m_s=most)]
        if self.margin_db is None:
            return [*found, reason("background_missing")]
        if self.margin_db < least_db - 1e-9:
            found.append(reason("background", self.place, margin_db=self.margin_db, least_db=least_db))
        return found

    def disturbed(self) -> list[Reason]:
        """By wind in the microphone during the hold, held against the still background."""
        if self.background is None or self.track.hold_s is None:
            return []
        rate_hz = self.take.rate_hz
        first, last = (round(moment * rate_hz) for moment in self.track.hold_s)
        pa2 = self.reading.calibration.sensitivity_pa_per_fs**2
        run_floor = wind.floor_of(self.take.samples[max(0, first) : last], rate_hz) * pa2
        still, least_db = self.background.rumble_pa2_hz, self.procedure.least_margin_db
        return wind.judged(run_floor, still, self.take.value_db, least_db, self.place)


def refused_as_reason(refused: AcousticsRefused) -> Reason:
    """For a table of runs in which a file that is none stands beside runs that are."""
    return Reason(refused.code, refused.place, refused.facts)
