"""The table: what was measured, of the engine and of its peers, beside what was to be reached."""

import os
import sys
from collections.abc import Mapping
from typing import Any

Told = Mapping[str, Any]
Line = tuple[str, str, str, str, str]


class Report:
    """Prints each line as it is known, and keeps it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.loops: list[float] = []

    def add(self, what: str, ours: str, whole: str = "", first: str = "", target: str = "") -> None:
        self.lines.append((what, ours, whole, first, target))
        print(f"{what:62} {ours:>38} {whole:>40} {first:>36}   {target}", flush=True)

    def decided(self, what: str, ours: Told, whole: Told, first: Told, target: Mapping[str, str]) -> None:
        self.loops.append(ours["loop"])
        self.add(
            f"{what}: sum of scores",
            f"{_points(ours['objective'])} ({ours['awards']:,} awards)",
            "unfinished" if whole["objective"] is None else _points(whole["objective"]),
            f"{_points(first['objective'])} ({first['awards']:,} awards)",
        )
        self.add(
            "  more than score first",
            f"{ours['objective'] / first['objective'] - 1:+.1%}",
            "" if whole["objective"] is None else f"{whole['objective'] / first['objective'] - 1:+.1%}",
            "",
            target.get("more", ""),
        )
        self.add("  gap", _gap(ours), _peer_gap(whole, ours), "", target.get("gap", ""))
        self.add(
            "  floors and shares broken",
            "0" if not ours["violations"] else str(ours["violations"]),
            "",
            str(first["broken"]),
            "0",
        )
        self.add(
            "  CPU, memory",
            f"{ours['cpu']:.1f} s, {ours['peak_gb']:.2f} GB",
            f"{whole['cpu']:.1f} s, {whole['peak_gb']:.2f} GB" + _unfinished(whole),
            f"{first['cpu']:.1f} s",
            target.get("cpu", ""),
        )
        share = ours["build_cpu"] / ours["solve_cpu"]
        parts = [f"{ours[part]:.2f}" for part in ("build_cpu", "solve_cpu", "hash_cpu", "check_cpu")]
        self.add("  of it: model, solve, hashes; check beside it", f"{', '.join(parts[:3])}; {parts[3]} s")
        self.add("  model build by solve", f"{share:.1%}", "", "", target.get("build", ""))

    def same(self, what: str, same: bool) -> None:
        self.add(
            f"{what}: winners for shuffled input", "identical" if same else "DIFFERENT", "", "", "identical"
        )

    def agreed(self, told: Told) -> None:
        possible = told["rounds"] - told["impossible"]
        self.add(
            f"{told['rounds']:,} random rounds of 24 applicants, every kind of rule",
            f"{told['accepted']:,} of {possible:,} plans accepted",
            "",
            "",
            "all",
        )
        self.add(
            "  proven the best; without any plan, diagnosed", f"{told['proven']:,}; {told['impossible']:,}"
        )
        self.add(
            "  identical for shuffled input", f"{told['same_when_shuffled']:,} of {possible:,}", "", "", "all"
        )
        self.add(
            f"{told['tiny']:,} tiny rounds against every plan there is",
            f"{told['equal']:,} equal",
            "",
            "",
            "all",
        )

    def markdown(self) -> str:
        head = [
            "| What | Sentra | HiGHS, whole model | Highest score first | To reach |",
            "|---|---:|---:|---:|---|",
        ]
        return "\n".join([*head, *(f"| {' | '.join(line)} |" for line in self.lines)])


def _unfinished(whole: Told) -> str:
    return "" if whole["status"] == "Optimal" else ", unfinished"


def _points(tenths: int) -> str:
    return f"{tenths / 10:,.1f}"


def _gap(ours: Told) -> str:
    if ours["method"] == "price":
        return f"{ours['gap']:.4%}"
    word = "proven" if ours["proven"] else "not proven"
    return f"{ours['solver_gap']:.4%} ({word}); by prices alone {ours['gap']:.4%}"


def _peer_gap(whole: Told, ours: Told) -> str:
    """Of the peer's plan, by the better of its bound and ours."""
    if whole["objective"] is None:
        return "no plan"
    bound = min(ours["bound"], whole["bound"] or float("inf"))
    return f"{max(0.0, bound - whole['objective']) / bound:.4%}"


def document(report: Report) -> str:
    load, cores = os.getloadavg()[0], os.cpu_count()
    low, high = min(report.loops), max(report.loops)
    return f"""# Figures of the allocation engine

Written by `make bench-allocation`: one run, each measurement in a process of its own, Python
{sys.version.split()[0]}, {cores} cores with a load of {load:.1f} by other work at the end; ten million
additions in Python took {low:.2f} to {high:.2f} CPU seconds meanwhile. CPU seconds are of one thread.

The rounds are invented (`bench/allocation/inputs.py`); `tight` is the regency's with three fifths of the
money, stopped after 60 seconds on the wall. The peer is HiGHS, which the engine uses too, given the whole
model at once and stopped at 120 CPU seconds or 12 GB. "Highest score first" reads the list from the top while
money, stock and caps allow, as a committee would. The gap is our own bound's, which follows from prices and
trusts no solver; where a plan is called proven, that rests on HiGHS's search.

{report.markdown()}
"""
