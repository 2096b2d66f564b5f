"""Frequency weightings A and C: the formulas, and digital sections fitted to them.

Formulas and poles: IEC 61672-1:2013 Annex E. The sections stand as constants so that the same recording gives the
same number on every machine; `bench/acoustics/fitting.py` finds them again, tests hold them to the formula within
0.01 dB up to 16 kHz. C is three sections; one more turns C into A, so both cost four.
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
        (0.6708013627730323, -1.3416027255460645, 0.6708013627730323, 1.0, -1.9919271295572785, 0.9919434223665747),
        (1.0, 1.3049358423826463, 0.40779980003204175, 1.0, 0.5923436401170172, -0.13745861415043634),
        (1.0, 0.004866631655421921, -0.04484075194539176, 1.0, 0.27854860569055884, -0.08149145656492199),
        (1.151470501636022, -2.302941003272044, 1.151470501636022, 1.0, -1.8441859755309897, 0.8470072562166926),
    ),
    44100: (
        (0.5351998088336364, -1.0703996176672728, 0.5351998088336364, 1.0, -1.9941388854508184, 0.994147473616758),
        (1.0, 0.9465854227197469, 0.14672366171385856, 1.0, 0.5476624045515782, -0.12838832440372902),
        (1.0, 0.45251605248991356, -0.0071835490468541005, 1.0, 0.20356946204088663, -0.06743714430852432),
        (1.1774505419727073, -2.3549010839454145, 1.1774505419727073, 1.0, -1.8849824731783469, 0.8865014295925824),
    ),
    48000: (
        (0.49905148789156706, -0.9981029757831341, 0.49905148789156706, 1.0, -1.9946144592366002, 0.9946217102489288),
        (1.0, 0.4473084707036826, -0.1013496408580824, 1.0, -0.4076252041147478, 0.05264581341674759),
        (1.0, 0.11041412353893212, -0.04228106592065614, 1.0, 0.2599033695932576, -0.15250860857473802),
        (1.1831338394308366, -2.366267678861673, 1.1831338394308366, 1.0, -1.893934596417181, 0.8952229354130501),
    ),
    88200: (
        (0.2563183602095321, -0.5126367204190642, 0.2563183602095321, 1.0, -1.9970672925321362, 0.9970694427254092),
        (1.0, -0.336774985633087, -0.20242447586494203, 1.0, -0.8416224284811162, 0.17742052880040052),
        (1.0, 0.9696969146322527, -0.02793732466245077, 1.0, 0.2853911057789643, -0.6062631541089232),
        (1.2129980048069804, -2.425996009613961, 1.2129980048069804, 1.0, -1.9411539501172905, 0.9415451473471697),
    ),
    96000: (
        (0.2614761172331648, -0.5229522344663295, 0.2614761172331648, 1.0, -1.9973054144204387, 0.9973072296183001),
        (1.0, -0.08835777506245823, -0.3282852599068974, 1.0, -0.8494736694436678, 0.15743034436361447),
        (1.0, 0.15189222358420204, 0.09430308851805179, 1.0, -0.11981490095704544, -0.2664492675629552),
        (1.2158977103467932, -2.4317954206935863, 1.2158977103467932, 1.0, -1.945839025614044, 0.946169998116193),
    ),
    176400: (
        (0.0908684119945776, -0.1817368239891552, 0.0908684119945776, 1.0, -1.9985331083232702, 0.9985336462660681),
        (1.0, 0.8600723839447443, -0.009170874053155458, 1.0, -1.295360879112264, 0.41948907635815513),
        (1.0, -0.09656680949595847, -0.10209486116818864, 1.0, 0.345411894236602, -0.2665515019057729),
        (1.231291267113538, -2.462582534227076, 1.231291267113538, 1.0, -1.9702333351283894, 0.9703326091728943),
    ),
    192000: (
        (0.07927212612698134, -0.15854425225396268, 0.07927212612698134, 1.0, -1.9986522531047959, 0.9986527072102193),
        (1.0, 0.8248255853136546, -0.009112366078064264, 1.0, -1.3419016363744685, 0.4501746418137962),
        (1.0, -0.00038397082325941634, -0.0731279993710824, 1.0, 0.40794037547092715, -0.18421200319358513),
        (1.2327929675790676, -2.4655859351581353, 1.2327929675790676, 1.0, -1.9726259787951599, 0.9727098783702541),
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
