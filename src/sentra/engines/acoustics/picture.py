"""A spectrogram no larger than a screen, in memory that does not grow with the recording."""

import math
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import fft

from sentra.engines.acoustics import audio
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.problem import Calibration
from sentra.engines.acoustics.reading import levels_db
from sentra.engines.acoustics.refusals import demand
from sentra.engines.acoustics.weighting import Floats

Lines: TypeAlias = npt.NDArray[np.int64]

SIZE: Final = 4096
LOWEST_HZ: Final = 20.0


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """`level_db[row, column]`: rows are frequencies from low to high (logarithmic), columns moments.

    Each is the highest level of a line within its row and column.
    """

    times_s: Floats
    freqs_hz: Floats
    level_db: Floats = field(repr=False)


def spectrogram(
    source: Source,
    calibration: Calibration,
    *,
    columns: int = 600,
    rows: int = 200,
    channel: int | None = None,
) -> Spectrogram:
    """Levels of short-time spectra (Hann, 4096 samples), unweighted.

    Raises AcousticsRefused when it is no recording.
    """
    demand(1 <= columns <= 4000 and 1 <= rows <= 2000, "Picture", (columns, rows), "at most 4000 by 2000")
    info = audio.open_audio(source)
    audio.long_enough(info, 2 * SIZE / info.fs_hz)
    width = max(SIZE // 2, math.ceil(info.frames / columns))
    edges = np.geomspace(LOWEST_HZ, info.fs_hz / 2, rows + 1)
    lines = np.rint(edges * SIZE / info.fs_hz).astype(int)
    first, behind = np.minimum(lines[:-1], SIZE // 2), lines[1:]
    window = np.hanning(SIZE)
    scale = calibration.sensitivity_pa_per_fs * math.sqrt(2) / float(window.sum())
    painted, held = [], np.zeros(SIZE // 2)
    for block in audio.blocks(source, audio.chosen(info, channel), width):
        joined = np.concatenate([held, block])
        held = joined[-(SIZE // 2) :]
        painted.append(_column(joined, window, first, behind) * scale)
    times_s = (np.arange(len(painted)) + 0.5) * width / info.fs_hz
    level_db = levels_db(np.square(np.array(painted))).T
    return Spectrogram(times_s, np.sqrt(edges[:-1] * edges[1:]), level_db)


def _column(samples: Floats, window: Floats, first: Lines, behind: Lines) -> Floats:
    padded = np.pad(samples, (0, max(0, SIZE - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, SIZE)[:: SIZE // 2]
    highest = np.abs(fft.rfft(frames * window, axis=1)).max(axis=0)
    return np.array(
        [highest[low : max(low + 1, high)].max() for low, high in zip(first, behind, strict=True)]
    )
