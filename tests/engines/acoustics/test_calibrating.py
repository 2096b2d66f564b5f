"""A calibrator's tone: what it gives, and what is refused (each with a good tone beside it)."""

import io

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused, synthetic
from sentra.engines.acoustics.synthetic import Chain, Take, cheats
from tests.engines.acoustics.takes_cast import calibration, sine, tone, wav

COMPUTED = Chain(hiss_db=-200)


def calibrate(recorded, **more):
    return acoustics.calibrate(io.BytesIO(recorded), **more)


def refused(recorded, **more):
    with pytest.raises(AcousticsRefused) as found:
        calibrate(recorded, **more)
    return found.value.code


def noisy(snr_db, seed=0, hz=1003.0):
    """94 dB of tone at full scale 1 Pa rms over sqrt(2), and noise so far below."""
    room = synthetic.road_noise(seed, 480_000) * 10 ** (-snr_db / 20)
    return wav((sine(hz, 10.0) + room) / 8).getvalue()


def test_a_tone_of_94_db_says_what_full_scale_means():
    found = calibration()
    assert found.sensitivity_db == pytest.approx(130.0, abs=0.001)
    assert found.tone_hz == pytest.approx(1000, abs=0.001)
    assert (found.nominal_db, found.fs_hz, found.duration_s) == (94.0, 48_000, 10.0)


def test_a_tone_of_114_db_says_the_same():
    louder = calibrate(tone(level_db=114.0), nominal_db=114.0)
    assert louder.sensitivity_db == pytest.approx(calibration().sensitivity_db, abs=0.001)


@pytest.mark.parametrize("snr_db", [40, 30, 22])
def test_noise_does_not_bias_the_sensitivity(snr_db):
    """Root mean square would be 0.03 dB off at 22 dB."""
    found = [calibrate(noisy(snr_db, seed)).sensitivity_db for seed in range(3)]
    truth = 20 * np.log10(10 ** (94 / 20) * 8)
    assert np.mean(found) == pytest.approx(truth, abs=0.01)


def test_putting_the_calibrator_on_and_off_is_not_part_of_the_tone():
    samples = np.concatenate([sine(1000, 1.5, 0.0001), sine(1000, 7.0, 0.05), sine(1000, 1.5, 0.0001)])
    samples += synthetic.road_noise(1, len(samples)) * 0.0002
    found = calibrate(wav(samples).getvalue())
    assert found.duration_s == 7.0
    assert found.sensitivity_pa_per_fs == pytest.approx(20e-6 * 10 ** (94 / 20) / 0.05, rel=1e-3)


def test_uncertainty_holds_that_of_the_calibrator():
    assert calibrate(tone(), calibrator_u_db=0.2).u_db == pytest.approx(0.2, abs=0.001)


@pytest.mark.parametrize(
    ("hz", "code"), [(1019.0, None), (981.0, None), (1021.0, "cal_frequency"), (979.0, "cal_frequency")]
)
def test_the_tone_stands_within_two_percent(hz, code):
    recorded = tone(tone_hz=hz)
    if code is None:
        assert calibrate(recorded).tone_hz == pytest.approx(hz, abs=0.01)
    else:
        assert refused(recorded) == code


def test_a_file_under_another_rate_is_found_by_its_tone():
    assert refused(cheats.retagged(tone(), 44_100)) == "cal_frequency"


def test_a_noisy_tone_is_refused():
    assert refused(noisy(18)) == "cal_noisy"


def test_a_tone_that_fades_is_refused():
    fading = sine(1000, 10.0) * np.linspace(0.100, 0.097, 480_000) + synthetic.road_noise(1, 480_000) * 1e-4
    assert refused(wav(fading).getvalue()) == "cal_unstable"


def test_four_seconds_are_too_short():
    assert refused(tone(duration_s=4.0)) == "too_short"
    broken = sine(1000, 10.0, 0.05)
    broken[200_000:260_000] *= 0.01
    assert refused(wav(broken + synthetic.road_noise(1, 480_000) * 1e-4).getvalue()) == "too_short"


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_a_tone_from_a_computer_is_refused(subtype):
    chain = Chain(hiss_db=-200, subtype=subtype)
    assert refused(synthetic.written(cheats.computed_tone(), chain)) == "cal_artificial"
    assert calibrate(synthetic.written(synthetic.calibrator_take(1), Chain(subtype=subtype))).tone_hz > 999


def test_a_clipped_tone_is_refused_with_its_place():
    with pytest.raises(AcousticsRefused) as found:
        calibrate(tone(level_db=129.0), nominal_db=114.0)
    assert (found.value.code, found.value.place) == ("clipped", "0.00 s")


def test_silence_and_no_numbers_are_refused():
    assert refused(wav(np.zeros(480_000)).getvalue()) == "silent"
    broken = sine(1000, 10.0, 0.1)
    broken[7] = np.inf
    assert refused(wav(broken).getvalue()) == "not_numbers"


def test_a_compressed_tone_is_refused():
    assert refused(cheats.compressed(tone())) == "lossy"


def test_nonsense_is_refused():
    assert refused(tone(), nominal_db=60.0) == "nonsense"


def test_drift_is_what_the_chain_lost():
    quieter = synthetic.written(cheats.turned_down(synthetic.calibrator_take(1), 0.4))
    assert acoustics.drift_db(calibration(), calibrate(quieter)) == pytest.approx(-0.4, abs=0.001)


def test_a_gain_that_works_by_itself_shows_at_two_levels():
    """Detector of automatic gain: 94 and 114 dB come out alike."""
    both = [
        calibrate(
            synthetic.written(cheats.automatic_gain(synthetic.calibrator_take(1, level_db=level))),
            nominal_db=level,
        )
        for level in (94.0, 114.0)
    ]
    with pytest.raises(AcousticsRefused) as found:
        acoustics.same_gain(*both)
    assert (found.value.code, round(float(found.value.facts["off_db"]))) == ("agc", 20)
    honest = calibrate(tone(level_db=114.0), nominal_db=114.0)
    assert acoustics.same_gain(calibration(), honest) < 0.01


def test_a_top_at_the_edge_of_the_search_is_taken_as_it_is():
    """A tone at twice the frequency belongs to another calibrator, and is named."""
    twice = synthetic.written(Take(sine(2000, 10.0) + synthetic.road_noise(1, 480_000) * 1e-3, 48_000))
    assert refused(twice) == "cal_frequency"
