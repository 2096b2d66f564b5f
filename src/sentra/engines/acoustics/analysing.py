"""From a recording and its calibration to levels and bands, in memory that does not grow with its length."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Final

from sentra.engines.acoustics import audio, faults, thirds, wind
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.metering import Meter
from sentra.engines.acoustics.problem import AudioInfo, Calibration
from sentra.engines.acoustics.reading import STEP_S, Bands, Reading, levels_db
from sentra.engines.acoustics.refusals import Reason, reason
from sentra.engines.acoustics.weighting import WEIGHTING_ID, Floats

SHORTEST_S: Final = 1.0
RUN_IN_S: Final = 1.5
"""Of the filters before the moment of LAFmax: the 20 Hz band still rings after half a second."""
SHORTEST_RUN_IN_S: Final = 0.1
_LIBRARIES: Final = ("numpy", "scipy", "soundfile")


def analyse(
    source: Source,
    calibration: Calibration,
    *,
    channel: int | None = None,
    expected_sha256: str | None = None,
) -> Reading:
    """Measures a whole recording.

    Raises AcousticsRefused when it is no recording, not the one expected, shorter than a second, has a rate
    without weightings, or has several channels and none is named.
    """
    info = audio.long_enough(audio.open_audio(source, expected_sha256), SHORTEST_S)
    heard = audio.chosen(info, channel)
    step = round(info.fs_hz * STEP_S)
    meter, bank = Meter(info.fs_hz, step), thirds.Bank(info.fs_hz)
    watch = faults.Watch(info.fs_hz, step, info.bits)
    for block in audio.blocks(source, heard, audio.BLOCK // step * step):
        watch.push(block)
        meter.push(block)
        bank.push(block)
    levels = meter.finish(calibration.sensitivity_pa_per_fs)
    squares, density = bank.finish()
    at_max = bands_at(source, heard, info, levels.lafmax_at_s)
    scale = calibration.sensitivity_pa_per_fs**2
    return Reading(
        info=info,
        calibration=calibration,
        channel=heard,
        levels=levels,
        bands=Bands(bank.centre_hz, levels_db(squares * scale), levels_db(at_max * scale), thirds.FILTER_ID),
        clipping=watch.clipping(),
        faults=_faults(info, watch, faults.cut_off(bank.upper.freqs_hz, density, info.fs_hz)),
        rumble_pa2_hz=wind.floor(bank.lower.freqs_hz, bank.slow_density()) * scale,
        weighting_id=WEIGHTING_ID,
        versions=_versions(),
    )


@cache
def _versions() -> Mapping[str, str]:
    return MappingProxyType({library: version(library) for library in _LIBRARIES})


def bands_at(source: Source, channel: int, info: AudioInfo, at_s: float) -> Floats:
    """Mean square in each third octave, Fast, at a moment, in units of full scale."""
    last = max(round(at_s * info.fs_hz), round(SHORTEST_RUN_IN_S * info.fs_hz))
    first = max(0, last + 1 - round(RUN_IN_S * info.fs_hz))
    return thirds.fast_at_end(audio.passage(source, channel, first, last + 1 - first), info.fs_hz)


def _faults(info: AudioInfo, watch: faults.Watch, cut: tuple[Reason, ...]) -> tuple[Reason, ...]:
    lossy = (reason("lossy", container=info.container),) if info.lossy else ()
    found = watch.faults()
    silent = any(each.code == "silent" for each in found)
    return (*lossy, *found, *(() if silent else cut))
