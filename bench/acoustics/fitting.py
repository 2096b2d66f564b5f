"""Fits the digital sections that stand as constants in weighting.py. `python -m bench.acoustics.fitting
48000`.

The low-frequency poles are carried over exactly; two sections for the double pole at 12.2 kHz, and the two
poles that turn C into A, are fitted together to the formulas of IEC 61672-1 Annex E. Roots outside the unit
circle are mirrored into it, which leaves the magnitude as it is.
"""

import sys
from typing import Any

import numpy as np
from scipy import optimize, signal

from sentra.engines.acoustics.weighting import POLES_HZ, a_weight_db, c_weight_db

START = (0.5, 0.05, None, None, 0.1, 0.0, 0.05, 0.0, 0.0, 1.0, 1.0, 0.0)


def _grid(fs_hz: int) -> Any:
    top = min(40_000.0, 0.46 * fs_hz)
    return np.unique(np.concatenate([np.geomspace(8, top, 500), np.linspace(1000, top, 500)]))


def _fitted(numbers: Any, delay: Any) -> Any:
    response = np.ones_like(delay)
    for b1, b2, a1, a2 in (numbers[:4], numbers[4:8]):
        response = response * (1 + b1 * delay + b2 * delay**2) / (1 + a1 * delay + a2 * delay**2)
    return response


def _mirrored(coefficients: Any) -> list[float]:
    roots = [root if abs(root) < 1 else 1 / np.conj(root) for root in np.roots(coefficients)]
    return [float(each) for each in np.poly(roots).real]


def fit(fs_hz: int) -> tuple[Any, Any]:
    """Sections of C (three), and the one that turns C into A."""
    freqs = _grid(fs_hz)
    delay = np.exp(-2j * np.pi * freqs / fs_hz)
    pole1, pole2, pole3, pole4 = (np.exp(-2 * np.pi * pole / fs_hz) for pole in POLES_HZ)
    low = ((1 - delay) / (1 - pole1 * delay)) ** 2
    weights = np.where(freqs < 16_500, 1.0, np.where(freqs < 20_500, 0.3, 0.05))

    def poles(numbers: Any) -> tuple[Any, Any]:
        return pole2 ** numbers[9], pole3 ** numbers[10]

    def misses(numbers: Any) -> Any:
        near2, near3 = poles(numbers)
        c = 20 * np.log10(np.abs(low * _fitted(numbers, delay)) + 1e-12)
        a = 20 * np.log10(np.abs((1 - delay) ** 2 / ((1 - near2 * delay) * (1 - near3 * delay))))
        c_miss = c + numbers[8] - c_weight_db(freqs)
        return np.concatenate([c_miss * weights, (c + a + numbers[11] - a_weight_db(freqs)) * weights])

    start = np.array(
        [-2 * pole4 if at == 2 else pole4**2 if at == 3 else each for at, each in enumerate(START)]
    )
    found = optimize.least_squares(
        misses, start, x_scale="jac", max_nfev=400, ftol=1e-15, xtol=1e-15, gtol=1e-15
    ).x
    return _sections(fs_hz, found, pole1, poles(found))


def _sections(fs_hz: int, found: Any, pole1: Any, near: tuple[Any, Any]) -> tuple[Any, Any]:
    c = [[1, -2, 1, 1, -2 * pole1, pole1**2]]
    for b1, b2, a1, a2 in (found[:4], found[4:8]):
        c.append([*_mirrored([1, b1, b2]), *_mirrored([1, a1, a2])])
    a = [[1, -2, 1, 1, -(near[0] + near[1]), near[0] * near[1]]]
    return _unity(np.array(c, dtype=float), fs_hz), _unity(np.array(a, dtype=float), fs_hz)


def _unity(sections: Any, fs_hz: int) -> Any:
    _, response = signal.sosfreqz(sections, worN=[1000.0], fs=fs_hz)
    sections[0, :3] /= abs(response[0])
    return sections


def main() -> None:
    for fs_hz in map(int, sys.argv[1:]):
        c, a = fit(fs_hz)
        print(fs_hz, np.abs(np.roots(a[0, 3:])).max() < 1)
        for section in (*c, *a):
            print("  (" + ", ".join(repr(float(each)) for each in section) + "),")


if __name__ == "__main__":
    main()
