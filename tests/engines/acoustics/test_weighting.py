"""A and C weighting against the formulas and the class 1 table of IEC 61672-1:2013 (Table 3)."""

import math

import numpy as np
import pytest
from scipy import signal

from sentra.engines.acoustics import AcousticsRefused
from sentra.engines.acoustics.weighting import SECTIONS, a_weight_db, c_weight_db, sections
from tests.engines.acoustics.takes_cast import golden

TABLE = golden("iec61672_1_2013_table3_weightings")


def digital_db(fs_hz, freqs_hz, curve):
    c, c_to_a = sections(fs_hz)
    _, response = signal.sosfreqz(np.vstack([c, c_to_a]) if curve == "A" else c, worN=freqs_hz, fs=fs_hz)
    return 20 * np.log10(np.abs(response))


@pytest.mark.parametrize("curve", ["A", "C"])
def test_the_formula_is_that_of_the_standard(curve):
    formula = {"A": a_weight_db, "C": c_weight_db}[curve]
    for row in TABLE:
        exact = float(formula(float(row["exact_hz"])))
        assert exact == pytest.approx(float(row[f"{curve}_analytic_db"]), abs=2e-4)
        assert abs(exact - float(row[f"{curve}_nominal_db"])) < 0.0501  # the table is rounded to a tenth


@pytest.mark.parametrize("fs_hz", [44_100, 48_000, 88_200, 96_000])
@pytest.mark.parametrize("curve", ["A", "C"])
def test_sections_stay_within_a_hundredth_of_a_decibel_up_to_16_khz(fs_hz, curve):
    formula = {"A": a_weight_db, "C": c_weight_db}[curve]
    freqs_hz = np.concatenate(
        [np.geomspace(10, 16_000, 4000), [float(row["exact_hz"]) for row in TABLE[:-1]]]
    )
    miss = np.abs(digital_db(fs_hz, freqs_hz, curve) - formula(freqs_hz))
    assert miss.max() < 0.01


@pytest.mark.parametrize("fs_hz", [44_100, 48_000, 88_200, 96_000])
@pytest.mark.parametrize("curve", ["A", "C"])
def test_every_frequency_of_the_table_is_within_class_1(fs_hz, curve):
    for row in TABLE:
        found = float(digital_db(fs_hz, [float(row["exact_hz"])], curve)[0])
        off = found - float(row[f"{curve}_nominal_db"])
        assert float(row["class1_lower_db"]) <= off <= float(row["class1_upper_db"])


def test_every_table_of_sections_is_stable():
    for fs_hz in SECTIONS:
        for section in np.vstack(sections(fs_hz)):
            assert np.abs(np.roots(section[3:])).max() < 1


def test_rates_below_32_khz_are_refused():
    with pytest.raises(AcousticsRefused) as refused:
        sections(16_000)
    assert refused.value.code == "rate"
    assert refused.value.facts == {"fs_hz": 16_000, "least_hz": 32_000}


def test_a_rate_without_a_table_is_refused_with_those_that_have_one():
    with pytest.raises(AcousticsRefused, match="44100, 48000"):
        sections(50_000)


def test_minus_infinity_stands_in_the_table_where_class_1_has_no_lower_limit():
    assert math.isinf(float(TABLE[0]["class1_lower_db"]))  # 10 Hz
