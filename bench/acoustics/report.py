"""The table: what was measured, of the engine and of its peers, beside what was to be reached."""

import os
import sys
from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]
Line = tuple[str, str, str, str, str]
NAMES = {"octave": "PyOctaveBand 2.0.0", "phonometry": "phonometry 3.3.0"}


class Report:
    """Prints each line as it is known, and keeps it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.loops: list[float] = []
        self.notes: list[str] = []

    def add(self, what: str, ours: str, octave: str = "", phonometry: str = "", target: str = "") -> None:
        self.lines.append((what, ours, octave, phonometry, target))
        print(f"{what:60} {ours:>34} {octave:>22} {phonometry:>22}   {target}", flush=True)

    def accurate(self, told: Told) -> None:
        for curve in ("A", "C"):
            worst = [
                max(v for k, v in told["weightings"].items() if k.startswith(curve) and k.endswith(top))
                for top in ("16000", "20000")
            ]
            self.add(
                f"{curve} weighting, worst of 44.1, 48, 88.2 and 96 kHz, to 16 / 20 kHz",
                f"{worst[0]:.4f} / {worst[1]:.4f} dB",
                target="≤ 0.01 dB to 16 kHz",
            )
        self.add(
            "tonebursts (Fast, exposure), worst", f"{max(told['bursts'].values()):.2f} dB", target="≤ 0.15 dB"
        )
        self.add("C-peak, worst", f"{max(told['peaks'].values()):.2f} dB", target="≤ 0.2 dB")

    def analysed(self, ours: Told, peers: Mapping[str, Told | None]) -> None:
        self.loops.append(ours["loop"])
        cells = {
            name: "could not be installed" if told is None else f"{told['cpu']:.1f} s"
            for name, told in peers.items()
        }
        minutes = ours["seconds"] / 60
        self.add(
            f"{minutes:g} minutes at 48 kHz, everything: CPU",
            f"{ours['cpu']:.2f} s",
            cells["octave"],
            cells["phonometry"],
            "≤ 3 s",
        )
        self.add("  times real time", f"{ours['seconds'] / ours['cpu']:.0f}", target="≥ 200")
        times = {
            name: "" if told is None else f"{told['cpu'] / ours['cpu']:.1f} x ours"
            for name, told in peers.items()
        }
        self.add("  peers' CPU by ours", "1", times["octave"], times["phonometry"], "≥ 8, ≥ 10")
        for key in ("lafmax", "laeq"):
            cells = {name: "" if told is None else f"{told[key]:.3f} dB" for name, told in peers.items()}
            self.add(
                f"  {key}", f"{ours[key]:.3f} dB", cells["octave"], cells["phonometry"], "within 0.01 dB"
            )
        cells = {name: "" if told is None else f"{told['peak_mb']:,.0f} MB" for name, told in peers.items()}
        self.add(
            "  most memory (before it)",
            f"{ours['peak_mb']:.0f} ({ours['base_mb']:.0f}) MB",
            cells["octave"],
            cells["phonometry"],
        )

    def longer(self, ours: Told, short: Told) -> None:
        self.loops.append(ours["loop"])
        self.add(
            f"{ours['seconds'] / 60:g} minutes: CPU, most memory",
            f"{ours['cpu']:.1f} s, {ours['peak_mb']:.0f} MB",
        )
        self.add(
            "  more memory than the shorter", f"{ours['peak_mb'] - short['peak_mb']:.1f} MB", target="≤ 16 MB"
        )

    def ran(self, told: Told) -> None:
        self.add("a run of 20 s: levels and bands", f"{told['analysed']:.3f} s", target="< 0.3 s")
        self.add(
            "  with speed, wind, copies, judgement (wall)", f"{told['judged']:.3f} ({told['wall']:.3f}) s"
        )

    def sped(self, told: Told) -> None:
        honest, dishonest, mistaken = told["honest"], told["dishonest"], told["mistaken"]
        self.add(
            f"engine speed, {honest['total']:,} honest holds at 10 to 30 dB: verified",
            f"{honest['verified']:,} ({honest['verified'] / honest['total']:.1%})",
            target="≥ 95 %",
        )
        self.add(
            "  error of the hold: median, 95th percentile, worst",
            f"{honest['median']:.2f}, {honest['p95']:.2f}, {honest['worst']:.2f} %",
            target="p95 ≤ 0.5 %",
        )
        self.add("  error of single frames, 95th percentile", f"{honest['frames_p95']:.2f} %")
        self.add("  CPU of one check", f"{honest['cpu']:.3f} s")
        for what, found in (("another speed", dishonest), ("another engine", mistaken)):
            self.add(
                f"{found['total']:,} holds of {what} than declared: falsely verified",
                f"{len(found['false'])}",
                target="0",
            )
            outcomes = ", ".join(f"{count:,} {name}" for name, count in sorted(found["outcomes"].items()))
            self.add("  outcomes", outcomes)
            self.notes += [f"Falsely verified: {each}." for each in found["false"]]
        self.notes += [f"Honest and not verified: {each}." for each in honest["missed"]]

    def markdown(self) -> str:
        head = [
            "| What | Sentra | PyOctaveBand 2.0.0 | phonometry 3.3.0 | To reach |",
            "|---|---:|---:|---:|---|",
        ]
        return "\n".join([*head, *(f"| {' | '.join(line)} |" for line in self.lines)])


def document(report: Report) -> str:
    load, cores = os.getloadavg()[0], os.cpu_count()
    low, high = min(report.loops), max(report.loops)
    notes = "\n".join(f"- {note}" for note in report.notes)
    text = f"""# Figures of the acoustics engine

Written by `make bench-acoustics`: one run, each measurement in a process of its own on one pinned core,
Python {sys.version.split()[0]}, {cores} cores with a load of {load:.1f} by other work at the end; ten million
additions in Python took {low:.2f} to {high:.2f} CPU seconds meanwhile. Seconds are CPU seconds of one thread.

All recordings are invented (`bench/acoustics/inputs.py`), from seeds no threshold was tuned on; what real
engines do to these figures is not known. The peers run in environments of their own under `build/`,
phonometry in Python 3.13, and do A weighting, Fast, LAFmax, LAeq and third octaves of the whole recording at
once (phonometry also C-peak); Sentra does these block by block, and C-peak, percentiles, history, overdrive
and the hash besides. "Falsely verified" is a speed more than 2 % from the truth; of another engine at the
right speed, a verified speed is right.

{report.markdown()}

{notes}
"""
    return text.rstrip() + "\n"
