"""The drawings of the laboratory: a maximum is never thinned away, what is unknown is not drawn as nought."""

import math
import re
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest
from django.utils.translation import override

from sentra.web.lab import bands, spectrogram, traces

HOSTILE = "<b>&\"'"
SECONDS = [at / 100 for at in range(1000)]
PEAK = 777


@pytest.fixture(autouse=True)
def _indonesian():
    with override("id"):
        yield


def drawn(svg):
    return ElementTree.fromstring(svg)


def texts(svg, style="nothing"):
    return [
        "".join(each.itertext()) for each in drawn(svg).iter("text") if style in each.get("class", "").split()
    ]


def points(svg, style="line"):
    [path] = [each for each in drawn(svg).iter("path") if style in each.get("class", "").split()]
    return [tuple(map(float, pair.split())) for pair in path.get("d")[1:].split("L")]


def history(**more):
    levels = [60.0] * len(SECONDS)
    levels[PEAK] = 90.0
    return traces.plot("Riwayat", [traces.Trace("LAF", SECONDS, levels)], low=40, high=92, **more)


def test_of_every_stretch_the_highest_is_kept():
    svg = history()
    kept = points(svg)
    assert len(kept) == 500
    top = min(kept, key=lambda point: point[1])
    levels = [int(word) for word in texts(svg, "axis") if not word.startswith("0") and int(word) > 10]
    assert (levels, min(y for _x, y in kept) == top[1]) == ([40, 60, 80, 100], True)
    assert top[0] == pytest.approx(kept[0][0] + (kept[-1][0] - kept[0][0]) * PEAK / 998, abs=1)


def test_what_lies_outside_stands_at_the_edge():
    lows = traces.Trace("LAF", [0, 1, 2], [-math.inf, 50, 200])
    heights = [y for _x, y in points(traces.plot("x", [lows], low=40, high=90, height=240))]
    assert heights == [212, 172, 12]


def test_nothing_recorded_is_said():
    assert texts(traces.plot("x", [], low=0, high=1)) == ["Belum ada data"]


def test_words_of_marks_never_lie_over_each_other():
    near = [traces.Mark("LAFmax 90,1 dB", 4.0), traces.Mark("Terpotong", 4.1, "bad"), traces.Mark("Mulai", 0)]
    rows = [
        each.get("y") for each in drawn(history(marks=near)).iter("text") if "mark-text" in each.get("class")
    ]
    assert (len(rows), rows[0] == rows[2], rows[0] == rows[1]) == (3, True, False)


def test_hold_corridor_and_background_are_named():
    svg = history(zones=[traces.Zone("Ditahan", 2, 4)], levels=[traces.Level("Latar 55 dB", 55, 2)])
    assert texts(svg, "zone-text") + texts(svg, "level-text") == ["Ditahan", "Latar 55 dB"]
    assert [each.get("class") for each in drawn(svg).iter("rect")] == ["zone", "corridor"]


def test_bands_have_their_nominal_names():
    exact = 1000 * 10 ** (-0.3)
    assert [bands.hertz(each) for each in (10 ** 1.5, exact, 1000, 10**4.1, 10**4.3)] == [
        "31,5", "500", "1k", "12,5k", "20k",
    ]  # fmt: skip


def test_the_loudest_band_is_marked_and_told():
    levels = {100.0: 70.0, 125.893: 82.25, 158.489: 60.0}
    svg = bands.third_octaves(
        "x", [bands.Band(hz, db, db - 5) for hz, db in levels.items()], named="Rata-rata"
    )
    assert texts(svg, "bar-text") == ["125 Hz · 82,2 dB"]
    assert [each.get("class") for each in drawn(svg).iter("rect")] == ["s0", "s1", "s0"]
    assert len(points(svg)) == 3


def test_a_band_hidden_by_the_background_is_unknown():
    found = [bands.Gain(100, 4.0, 0.5), bands.Gain(125.893, math.nan), bands.Gain(158.489, -2.0, 0.25)]
    svg = bands.gains("x", found)
    titles = ["".join(each.itertext()) for each in drawn(svg).iter("title")]
    assert titles == ["100 Hz: 4,0 ± 1,0 dB", "125 Hz: tertutup latar", "160 Hz: −2,0 ± 0,5 dB"]
    assert [each.get("class") for each in drawn(svg).iter("circle")] == ["unknown"]
    assert texts(svg, "level-text") == ["↑ lebih senyap daripada aslinya", "↓ lebih keras"]


def test_when_the_background_hides_every_band_it_is_said():
    assert texts(bands.gains("x", [bands.Gain(100, math.nan)])) == ["Belum ada data"]


def test_hostile_words_stay_words():
    mark, zone, level = traces.Mark(HOSTILE, 1), traces.Zone(HOSTILE, 1, 2), traces.Level(HOSTILE, 50)
    svg = traces.plot(
        HOSTILE,
        [traces.Trace(HOSTILE, [0, 1], [1, 2])],
        low=0,
        high=3,
        marks=[mark],
        zones=[zone],
        levels=[level],
    )
    assert texts(svg, "mark-text") + texts(svg, "zone-text") + texts(svg, "level-text") == [HOSTILE] * 3
    assert "<b>" not in svg


def pixels(png):
    """Rows of shades; the file is one of 8 bits with a palette and no filters."""
    size = np.frombuffer(png[16:24], ">u4")
    data = re.search(rb"IDAT(.*).{4}\x00\x00\x00\x00IEND", png, re.DOTALL)[1]
    return np.frombuffer(zlib.decompress(data), np.uint8).reshape(size[1], size[0] + 1)[:, 1:]


def test_the_picture_has_the_low_frequencies_below_and_the_loudest_brightest():
    levels = np.array([[90.0, 20.0, -np.inf], [55.0, 20.0, 20.0]])
    shades = pixels(spectrogram.png(levels))
    assert shades.tolist() == [[32, 0, 0], [63, 0, 0]]
    colours = np.frombuffer(spectrogram.palette(), np.uint8).reshape(-1, 3)
    brightness = colours @ [0.2126, 0.7152, 0.0722]
    assert (len(colours), (np.diff(brightness) > 0).all()) == (64, True)


def test_silence_is_a_dark_picture():
    assert pixels(spectrogram.png(np.full((2, 2), -np.inf))).max() == 0


def test_the_axes_of_the_picture_are_those_of_the_recording():
    svg = spectrogram.drawn("Spektrogram", spectrogram.png(np.zeros((2, 2))), 6.5, 48_000)
    assert texts(svg, "axis") == [
        *("31,5", "63", "125", "250", "500", "1k", "2k", "4k", "8k", "16k"),
        *("0", "1", "2", "3", "4", "5", "6"),
    ]
