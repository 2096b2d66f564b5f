"""A spectrogram: where a tone stands, when, and how large the picture is."""

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused
from tests.engines.acoustics.takes_cast import UNIT, sine, wav


def test_a_tone_stands_at_its_frequency_time_and_level():
    samples = np.concatenate([sine(200, 5.0, 0.01), sine(2000, 5.0, 1.0)])
    picture = acoustics.spectrogram(wav(samples), UNIT)
    early, late = (picture.level_db[:, np.abs(picture.times_s - moment).argmin()] for moment in (2.5, 7.5))
    assert picture.freqs_hz[early.argmax()] == pytest.approx(200, rel=0.06)
    assert picture.freqs_hz[late.argmax()] == pytest.approx(2000, rel=0.06)
    assert early.max() == pytest.approx(93.98 - 40, abs=1.5)
    assert late.max() == pytest.approx(93.98, abs=1.5)


@pytest.mark.parametrize("seconds", [1.0, 30.0])
def test_it_is_no_larger_than_asked(seconds):
    noise = np.random.default_rng(1).standard_normal(round(48_000 * seconds)) * 0.1
    picture = acoustics.spectrogram(wav(noise), UNIT, columns=100, rows=50)
    assert picture.level_db.shape == (50, len(picture.times_s))
    assert len(picture.times_s) <= 100
    assert np.isfinite(picture.level_db).all()


@pytest.mark.parametrize(("columns", "rows"), [(0, 100), (100, 0), (5000, 100), (100, 5000)])
def test_a_picture_larger_than_a_screen_is_refused(columns, rows):
    with pytest.raises(AcousticsRefused):
        acoustics.spectrogram(wav(sine(1000, 1.0)), UNIT, columns=columns, rows=rows)


def test_a_click_is_too_short():
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.spectrogram(wav(sine(1000, 0.1)), UNIT)
    assert refused.value.code == "too_short"
