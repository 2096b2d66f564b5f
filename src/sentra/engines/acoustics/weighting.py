"""Frequency weightings A and C: the formulas, and digital sections fitted to them.

Formulas and poles: IEC 61672-1:2013 Annex E. The sections stand as constants so that the same recording
gives the same number on every machine; `bench/acoustics/fitting.py` finds them again, tests hold them to
the formula within 0.01 dB up to 16 kHz. C is three sections; one more turns C into A, so both cost four.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sentra.engines.acoustics.refusals import AcousticsRefused

Floats: TypeAlias = npt.NDArray[np.float64]

POLES_HZ: Final = (20.598997057568145, 107.65264864304628, 737.8622307362899, 12194.217147998012)
LEAST_RATE_HZ: Final = 32_000
WEIGHTING_ID: Final = "AC-4 sections, fitted to IEC 61672-1 Annex E, table v1"

# Rate: three sections of C, and the one that turns C into A; each b0 b1 b2 a0 a1 a2.
SECTIONS: Final[Mapping[int, tuple[tuple[float, ...], ...]]] = {
    32000: (
        (
            0.670801362773,
            -1.3416027255461,
            0.670801362773,
            1.0,
            -1.9919271295573,
            0.9919434223666,
        ),
        (1.0, 1.3049358423826, 0.407799800032, 1.0, 0.592343640117, -0.1374586141504),
        (1.0, 0.0048666316554, -0.0448407519454, 1.0, 0.2785486056906, -0.0814914565649),
        (
            1.151470501636,
            -2.302941003272,
            1.151470501636,
            1.0,
            -1.844185975531,
            0.8470072562167,
        ),
    ),
    44100: (
        (
            0.5351998088336,
            -1.0703996176673,
            0.5351998088336,
            1.0,
            -1.9941388854508,
            0.9941474736168,
        ),
        (1.0, 0.9465854227197, 0.1467236617139, 1.0, 0.5476624045516, -0.1283883244037),
        (1.0, 0.4525160524899, -0.0071835490469, 1.0, 0.2035694620409, -0.0674371443085),
        (
            1.1774505419727,
            -2.3549010839454,
            1.1774505419727,
            1.0,
            -1.8849824731783,
            0.8865014295926,
        ),
    ),
    48000: (
        (
            0.4990514878916,
            -0.9981029757831,
            0.4990514878916,
            1.0,
            -1.9946144592366,
            0.9946217102489,
        ),
        (1.0, 0.4473084707037, -0.1013496408581, 1.0, -0.4076252041147, 0.0526458134167),
        (1.0, 0.1104141235389, -0.0422810659207, 1.0, 0.2599033695933, -0.1525086085747),
        (
            1.1831338394308,
            -2.3662676788617,
            1.1831338394308,
            1.0,
            -1.8939345964172,
            0.8952229354131,
        ),
    ),
    88200: (
        (0.2576101490374, -0.5152202980748, 0.2576101490374, 1.0, -1.9970672925321, 0.9970694427254),
        (1.0, 0.558079199116, -0.0608336519514, 1.0, -0.5946109406731, 0.0691994905269),
        (1.0, 0.201080414858, -0.027496806101, 1.0, 0.1782902370122, -0.2298838715407),
        (1.2129985508281, -2.4259971016561, 1.2129985508281, 1.0, -1.9411538837782, 0.9415450813901),
    ),
    96000: (
        (0.2310675558451, -0.4621351116902, 0.2310675558451, 1.0, -1.9973054144204, 0.9973072296183),
        (1.0, 1.0197174836725, 0.2479374943965, 1.0, -0.9006794789249, 0.2028360917055),
        (1.0, 0.20148955173, -0.0012720234388, 1.0, 0.8857984605326, 0.1835529722859),
        (1.2159461039188, -2.4318922078377, 1.2159461039188, 1.0, -1.9458334413649, 0.9461644535544),
    ),
    176400: (
        (0.0951262913966, -0.1902525827933, 0.0951262913966, 1.0, -1.9985331083233, 0.9985336462661),
        (1.0, 0.456621617924, 0.0002272598103, 1.0, -1.2953755410779, 0.4194993160227),
        (1.0, 0.1017763514287, -0.0138375205809, 1.0, 0.2310813658412, -0.024134624613),
        (1.231291255353, -2.462582510706, 1.231291255353, 1.0, -1.9702333358059, 0.9703326098489),
    ),
    192000: (
        (0.0832524478321, -0.1665048956641, 0.0832524478321, 1.0, -1.9986522531048, 0.9986527072102),
        (1.0, 0.4223630088103, 0.0012399556519, 1.0, -1.3419061645341, 0.4501779098532),
        (1.0, 0.1246529712351, -0.0039432909401, 1.0, 0.225925435505, -0.0070438146811),
        (1.2327929608877, -2.4655859217753, 1.2327929608877, 1.0, -1.9726259791449, 0.9727098787194),
    ),
}


def _c_gain(freqs_hz: Any) -> Any:
    low, _, _, high = POLES_HZ
    squares = np.square(np.asarray(freqs_hz, dtype=float))
    return high**2 * squares / ((squares + low**2) * (squares + high**2))


def _a_gain(freqs_hz: Any) -> Any:
    _, second, third, _ = POLES_HZ
    squares = np.square(np.asarray(freqs_hz, dtype=float))
    return _c_gain(freqs_hz) * squares / np.sqrt((squares + second**2) * (squares + third**2))


def a_weight_db(freqs_hz: Any) -> Any:
    """What A adds at a frequency (above zero): 0 dB at 1 kHz."""
    return 20 * np.log10(_a_gain(freqs_hz) / _a_gain(1000.0))


def c_weight_db(freqs_hz: Any) -> Any:
    """What C adds at a frequency (above zero): 0 dB at 1 kHz."""
    return 20 * np.log10(_c_gain(freqs_hz) / _c_gain(1000.0))


def sections(fs_hz: int) -> tuple[Floats, Floats]:
    """(of C, from C to A) for scipy.signal.sosfilt.

    Raises AcousticsRefused for rates without a table: below 32 kHz too much of the sound is missing.
    """
    if fs_hz < LEAST_RATE_HZ:
        raise AcousticsRefused("rate", fs_hz=fs_hz, least_hz=LEAST_RATE_HZ)
    if fs_hz not in SECTIONS:
        raise AcousticsRefused("rate_unknown", fs_hz=fs_hz, known=", ".join(map(str, SECTIONS)))
    table = np.array(SECTIONS[fs_hz])
    return table[:3], table[3:]
