"""What the laboratory refuses, where, and the sentence for it.

A recording that cannot be worked on at all raises `AcousticsRefused`; a run or series that was worked on and
does not count carries `Reason`s. Both speak the same codes, which the room puts into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    # what is no recording
    "unreadable": "The file cannot be read as a sound recording.",
    "altered": "The file is not the one that was locked: its SHA-256 is {found}, not {expected}.",
    "rate": "The recording has {fs_hz} samples a second: at least {least_hz} are needed.",
    "rate_unknown": "The recording has {fs_hz} samples a second; weightings exist for {known}.",
    "channels": "The recording has {channels} channels: one must be named, from 0 to {last}.",
    "too_short": "The recording lasts {duration_s:.2f} s: at least {least_s:g} s are needed.",
    "not_numbers": "The recording holds samples that are no numbers.",
    # what no number can be built on
    "silent": "The recording is silent: its loudest sample is {peak_db:.0f} dB below full scale.",
    "dc": "The recording stands off zero by {offset:.1%} of full scale.",
    "clipped": "The recording is clipped: {count} times, flat for up to {longest} samples.",
    "levelled": "{count} moments reach one height within {within:.1%}: the chain is at its end.",
    "gap": "The recording has a gap of {gap_ms:.0f} ms in which nothing moves.",
    "lossy": "The recording was compressed with loss ({container}): good for orientation only.",
    "band_limited": "Nothing is left above {edge_hz:.0f} Hz: it went through a lossy or slower format.",
    # calibration
    "cal_missing": "There is no calibrator check {when} the runs.",
    "cal_frequency": "The calibrator's tone has {tone_hz:.1f} Hz where {nominal_hz:g} Hz belong.",
    "cal_unstable": "The calibrator's tone moves by {fluctuation_db:.2f} dB: at most {most_db:g} dB.",
    "cal_noisy": "The calibrator's tone stands {snr_db:.1f} dB above the rest: at least {least_db:g} dB.",
    "cal_artificial": "The tone is too clean for a microphone ({snr_db:.0f} dB above the rest).",
    "cal_drift": "The chain drifted by {drift_db:.2f} dB between the checks: at most {most_db:g} dB.",
    "cal_other_chain": "Calibration and run were recorded at {before} and {run} samples a second.",
    "agc": "Two calibrator levels disagree by {off_db:.2f} dB: a gain works by itself.",
    "cert_expired": "Certificate {certificate} is valid from {valid_from} to {valid_until}, not on {on}.",
    # run
    "background": "The background is {margin_db:.1f} dB below the reading: {least_db:g} dB are needed.",
    "background_missing": "There is no background take for this run.",
    "wind_speed": "The wind blew at {wind_m_s:.1f} m/s: at most {most_m_s:g} m/s.",
    "wind_noise": "Wind on the microphone reaches {wind_db:.1f} dB(A), {margin_db:.1f} dB below the reading.",
    "hold_missing": "The engine was not held steady for {least_s:g} s.",
    "release_missing": "The recording ends before the throttle was released.",
    "rpm_off": "Held at {rpm:.0f} rpm; {target_rpm:.0f} rpm ± {tolerance_percent:g} % are asked.",
    "rpm_contradicted": "The tachometer says {claimed_rpm:.0f} rpm, the sound {rpm:.0f} rpm.",
    "rpm_unverified": "The sound does not say how fast the engine ran.",
    "position": "The microphone stood at {distance_m:g} m, {angle_deg:g}°, {height_m:g} m high; "
    "the procedure asks for {asked_m:g} ± {within_m:g} m, {asked_deg:g} ± {within_deg:g}°, at least "
    "{least_m:g} m high.",
    "spliced": "The passage at {first_s:.2f} s comes again at {again_s:.2f} s: it was copied.",
    # series
    "too_few": "{valid} runs in a row count; {least} are needed.",
    "spread": "The readings differ by {spread_db:.2f} dB: at most {most_db:g} dB.",
    "setup_differs": "The runs were not made alike: {what} differs.",
    "duplicate": "Two runs are one recording: run {first} and run {second}.",
    "margin_low": "The background is {margin_db:.1f} dB lower: below {least_db:g} dB nothing is corrected.",
    # verdict
    "no_limit": "No limit was named.",
    "limit_method": "The limit: {limit_quantity} by {limit_procedure}; measured: {quantity} by {procedure}.",
    "stationary_is_no_pass_by": "A stationary reading says nothing about a pass-by limit ({limit}).",
    "limit_not_in_force": "The limit {limit} holds from {valid_from} until {valid_until}, not on {on}.",
    "limit_unverified": "Nobody has compared the limit {limit} with its source.",
    "series_invalid": "The series gives no result that could be judged.",
    # nonsense
    "nonsense": "{what}: {value} is not {asked}.",
}


class AcousticsRefused(ValueError):
    """This cannot be measured, or makes no sense. `code`, `place` and `facts` say what and where."""

    def __init__(self, code: str, *, place: str = "", **facts: object) -> None:
        self.code, self.place, self.facts = code, place, facts
        super().__init__(SENTENCES[code].format(**facts))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something does not count. `place` is a second ("3.42 s"), a run ("run 2") or a take ("before")."""

    code: str
    place: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code].format(**self.facts)


def reason(code: str, place: str = "", **facts: object) -> Reason:
    return Reason(code, place, facts)


def at(seconds: float) -> str:
    """A moment of a recording as a place."""
    return f"{seconds:.2f} s"


def demand(allowed: bool, what: str, value: object, asked: str) -> None:
    """Raises AcousticsRefused("nonsense") unless `allowed`."""
    if not allowed:
        raise AcousticsRefused("nonsense", what=what, value=value, asked=asked)
