"""What is drawn of a recording, each with its title and what one sees in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sentra.web import charts
from sentra.web.lab import bands, spectrogram, traces
from sentra.web.lab.traces import Level, Mark, Trace, Zone
from sentra.web.numbers import decimal_comma, thousands

SHOWN_DB: Final = 60.0  # below the loudest moment
QUIETEST_DB: Final = 30.0
SECOND: Final = 100  # steps of 10 ms

Floats = Sequence[float] | npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title; `words` tell what it shows to those who do not see it too."""

    title: str
    words: str
    drawing: SafeString
    key: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a recording something is wrong, in seconds, with what it is in a few words."""

    second: float
    words: str


def history(
    laf_db: Floats,
    *,
    step_s: float,
    title: str = "",
    hold_s: tuple[float, float] | None = None,
    top: tuple[float, float] | None = None,
    background_db: float | None = None,
    places: Sequence[Place] = (),
) -> Picture:
    """A-Fast through a recording; `top` is (level, second) of the reading."""
    seconds = [step_s * at for at in range(len(laf_db))]
    highest = max(map(float, laf_db), default=0.0)
    marks = [Mark(place.words, place.second, "bad") for place in places]
    words = _("Tingkat bunyi A-Fast dalam dB(A) menurut detik rekaman.")
    if top is not None:
        told = {"level": decimal_comma(top[0]), "second": decimal_comma(top[1], 2)}
        marks.insert(0, Mark(_("%(level)s dB pada %(second)s dtk") % told, top[1]))
        words += " " + _("Tertinggi %(level)s dB pada detik %(second)s.") % told
    drawing = traces.plot(
        title or _("Riwayat tingkat bunyi"),
        [Trace("LAF", seconds, [float(each) for each in laf_db])],
        low=max(QUIETEST_DB, highest - SHOWN_DB),
        high=highest + 2,
        zones=[Zone(_("Putaran ditahan"), *hold_s)] if hold_s else [],
        levels=_background(background_db),
        marks=marks,
        across=traces.words_with(_("dtk")),
    )
    return Picture(title or _("Riwayat tingkat bunyi"), words, drawing)


def _background(level_db: float | None) -> list[Level]:
    if level_db is None:
        return []
    return [Level(_("latar %(level)s dB") % {"level": decimal_comma(level_db)}, level_db)]


def spectrum(centre_hz: Floats, at_max_db: Floats, leq_db: Floats | None = None) -> Picture:
    """Third octaves at the loudest moment; dashed, the whole recording."""
    beside: list[float | None] = (
        [None] * len(centre_hz) if leq_db is None else [float(each) for each in leq_db]
    )
    whole = _("seluruh rekaman (setara)")
    found = [
        bands.Band(float(hz), float(level), None if other is None else float(other))
        for hz, level, other in zip(centre_hz, at_max_db, beside, strict=True)
    ]
    moment = _("saat paling keras")
    names = [charts.Series(words, []) for words in (moment, _("pita terkeras"), whole)]
    return Picture(
        _("Spektrum sepertiga oktaf"),
        _("Tingkat tanpa pembobotan dalam dB menurut frekuensi (Hz); pita terkeras ditandai."),
        bands.third_octaves(_("Spektrum sepertiga oktaf"), found, named=whole),
        charts.key(names) if leq_db is not None else "",
    )


def speed(
    times_s: Floats,
    rpm: Floats,
    *,
    target_rpm: float,
    tolerance: float,
    hold_s: tuple[float, float] | None,
    words: str,
) -> Picture:
    """How fast the sound says the engine ran; only the hold is judged, so only the hold is drawn full."""
    whole = Trace(_("di luar penahanan"), list(map(float, times_s)), list(map(float, rpm)), dashed=True)
    held = [
        (float(second), float(each))
        for second, each in zip(times_s, rpm, strict=True)
        if hold_s is not None and hold_s[0] <= second <= hold_s[1]
    ]
    lines = [Trace(_("ditahan"), [at for at, _rpm in held], [each for _at, each in held])] if held else []
    share = decimal_comma(100 * tolerance, 0)
    corridor = _("sasaran %(rpm)s ± %(share)s %%") % {"rpm": thousands(target_rpm), "share": share}
    drawing = traces.plot(
        _("Putaran mesin menurut bunyinya"),
        [*lines, whole],
        low=0.5 * target_rpm,
        high=max(1.25 * target_rpm, *(1.05 * each for _at, each in held)) if held else 1.25 * target_rpm,
        zones=[Zone(_("Putaran ditahan"), *hold_s)] if hold_s else [],
        levels=[Level(corridor, target_rpm, tolerance * target_rpm)],
        words=thousands,
        across=traces.words_with(_("dtk")),
    )
    return Picture(_("Putaran mesin menurut bunyinya"), words, drawing)


def sound_picture(level_db: Any, duration_s: float, fs_hz: int) -> Picture:
    title = _("Spektrogram")
    return Picture(
        title,
        _("Frekuensi (Hz) menurut detik; makin terang makin keras. Garis mendatar adalah nada mesin."),
        spectrogram.drawn(title, spectrogram.png(level_db), duration_s, fs_hz),
    )


def gains(found: Sequence[bands.Gain]) -> SafeString:
    return bands.gains(_("Selisih per pita terhadap knalpot asli"), found)
