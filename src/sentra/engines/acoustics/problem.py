"""What is measured with, how and against what. Everything is frozen and refuses nonsense at birth.

Units stand in the names: `_pa` (pascal), `_db` (decibel re 20 micropascal), `_hz`, `_rpm`, `_s`, `_m`,
`_deg`.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sentra.engines.acoustics.refusals import demand

REFERENCE_PA: Final = 20e-6
Quantity = Literal["L_stationary", "L_urban", "L_wot", "L_pass_by"]
Aggregate = Literal["max", "mean"]
Rounding = Literal["half_up_integer", "none"]


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """What the file says of itself, and its hash. `bits` is the resolution of a sample, 24 for floats."""

    fs_hz: int
    frames: int
    channels: int
    container: str
    subtype: str
    bits: int
    lossy: bool
    sha256: str

    @property
    def duration_s(self) -> float:
        return self.frames / self.fs_hz


@dataclass(frozen=True, slots=True)
class Certificate:
    """Of an instrument or calibrator: valid on both days named."""

    id: str
    valid_from: date
    valid_until: date

    def __post_init__(self) -> None:
        demand(bool(self.id), "Certificate", self.id, "named")
        demand(self.valid_from <= self.valid_until, "Certificate", self.valid_until, "after its first day")

    def covers(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_until


@dataclass(frozen=True, slots=True)
class Calibration:
    """What one unit of full scale means in pascal, from a calibrator's tone."""

    sensitivity_pa_per_fs: float
    nominal_db: float
    tone_hz: float
    fluctuation_db: float
    snr_db: float
    u_db: float
    duration_s: float
    fs_hz: int
    sha256: str

    def __post_init__(self) -> None:
        good = self.sensitivity_pa_per_fs > 0 and math.isfinite(self.sensitivity_pa_per_fs)
        demand(good, "Sensitivity", self.sensitivity_pa_per_fs, "above zero")

    @property
    def sensitivity_db(self) -> float:
        """Level of a sinusoid whose root mean square is full scale 1."""
        return 20 * math.log10(self.sensitivity_pa_per_fs / REFERENCE_PA)


@dataclass(frozen=True, slots=True)
class EngineModel:
    """How an engine fires. `firing_deg` are crank angles within one cycle (720 degrees, or 360 for two
    strokes).
    """

    strokes: Literal[2, 4]
    cylinders: int
    firing_deg: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        demand(self.strokes in {2, 4}, "Strokes", self.strokes, "2 or 4")
        demand(1 <= self.cylinders <= 12, "Cylinders", self.cylinders, "a number from 1 to 12")
        if not self.firing_deg:
            each = self.cycle_deg / self.cylinders
            object.__setattr__(self, "firing_deg", tuple(each * at for at in range(self.cylinders)))
        demand(len(self.firing_deg) == self.cylinders, "Firing angles", self.firing_deg, "one a cylinder")
        in_cycle = all(0 <= angle < self.cycle_deg for angle in self.firing_deg)
        demand(in_cycle, "Firing angles", self.firing_deg, f"from 0 to below {self.cycle_deg:g}")

    @property
    def cycle_deg(self) -> float:
        return 180.0 * self.strokes

    @property
    def even(self) -> bool:
        each = self.cycle_deg / self.cylinders
        angles = sorted(self.firing_deg)
        return all(abs(angle - angles[0] - each * at) < 1.0 for at, angle in enumerate(angles))

    @property
    def beats_per_cycle(self) -> int:
        """How often the sound repeats within a cycle: at each firing when they are even, else once."""
        return self.cylinders if self.even else 1

    def beat_hz(self, rpm: float) -> float:
        """The lowest strong line of an engine at this speed."""
        return rpm / 60 * 360 / self.cycle_deg * self.beats_per_cycle

    def rpm(self, beat_hz: float) -> float:
        return beat_hz * 60 * self.cycle_deg / 360 / self.beats_per_cycle


@dataclass(frozen=True, slots=True)
class SpeedBand:
    """Rated speeds up to `up_to_rpm` (None: all above) are tested at a share of them, or at a fixed speed."""

    up_to_rpm: float | None
    share: float | None = None
    fixed_rpm: float | None = None

    def __post_init__(self) -> None:
        one = (self.share is None) != (self.fixed_rpm is None)
        demand(one, "Speed", self.share, "either a share or a fixed speed")

    def rpm(self, rated_rpm: float) -> float:
        return self.fixed_rpm if self.fixed_rpm is not None else (self.share or 0.0) * rated_rpm


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the microphone stood: from the outlet's edge, to the gas flow, above the ground."""

    distance_m: float
    angle_deg: float
    height_m: float

    def __post_init__(self) -> None:
        demand(0 < self.distance_m <= 50, "Distance", self.distance_m, "a distance up to 50 m")
        demand(0 <= self.angle_deg <= 180, "Angle", self.angle_deg, "from 0 to 180")
        demand(0 < self.height_m <= 10, "Height", self.height_m, "a height up to 10 m")


@dataclass(frozen=True, slots=True)
class Procedure:
    """A stationary test as data: what an engineer reads in an edition of a standard.

    `distance_m`, `angle_deg` and their tolerances place the microphone; `uses_correction` allows a correction
    for background down to `least_margin_db`.
    """

    id: str
    edition: str
    quantity: Quantity
    speed_bands: tuple[SpeedBand, ...]
    rpm_tolerance: float = 0.03
    hold_s: float = 1.0
    runs: int = 3
    spread_db: float = 2.0
    aggregate: Aggregate = "max"
    rounding: Rounding = "half_up_integer"
    least_margin_db: float = 10.0
    uses_correction: bool = False
    drift_db: float = 0.5
    wind_m_s: float = 5.0
    distance_m: float = 0.5
    distance_tolerance_m: float = 0.02
    angle_deg: float = 45.0
    angle_tolerance_deg: float = 10.0
    least_height_m: float = 0.2

    def __post_init__(self) -> None:
        demand(bool(self.id and self.edition), "Procedure", self.id, "named with its edition")
        demand(0 < self.rpm_tolerance < 0.2, "Speed tolerance", self.rpm_tolerance, "a share below 0.2")
        demand(self.hold_s > 0 and self.runs >= 1 and self.spread_db >= 0, "Procedure", self.id, "measurable")
        demand(bool(self.speed_bands), "Speed bands", (), "at least one")
        tops = [math.inf if band.up_to_rpm is None else band.up_to_rpm for band in self.speed_bands]
        rising = tops == sorted(tops) and tops[-1] == math.inf
        demand(rising, "Speed bands", tops, "rising to one without an end")

    def target_rpm(self, rated_rpm: float) -> float:
        """The speed to hold, from the speed of highest power."""
        demand(500 <= rated_rpm <= 25_000, "Rated speed", rated_rpm, "from 500 to 25000 rpm")
        tops = (math.inf if band.up_to_rpm is None else band.up_to_rpm for band in self.speed_bands)
        within = [rated_rpm <= top for top in tops]
        return self.speed_bands[within.index(True)].rpm(rated_rpm)


@dataclass(frozen=True, slots=True)
class Limit:
    """A named, dated limit with its source. `verified_by`: who compared it with the source."""

    id: str
    quantity: Quantity
    value_db: float
    procedure_id: str
    source: str
    valid_from: date
    valid_until: date | None = None
    verified_by: str = ""

    def __post_init__(self) -> None:
        demand(bool(self.id and self.source), "Limit", self.id, "named with its source")
        demand(20 <= self.value_db <= 160, "Limit", self.value_db, "a level from 20 to 160 dB")

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)
