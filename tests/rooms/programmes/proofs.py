"""Proofs of rounds as they are published, straight from the engine, and the verifier as an auditor runs it.

told = proofs.checked(folder, proofs.proof(problem, allocate(problem)))
"""

import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sentra.programmes
from sentra.engines.allocation import (
    Allocation,
    Award,
    Problem,
    allocation_to_json,
    commitment,
    draw_seed,
    problem_to_json,
    unsealed,
)

VERIFIER = Path(sentra.programmes.__file__).parent / "documents" / "periksa.py"
SECRET, VALUE = b"a secret of the office", "IHSG 7.123,45"  # what the seed of invented rounds is drawn from
Json = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What the verifier said: its exit code, the names of what does not hold, and every line."""

    code: int
    names: tuple[str, ...]
    text: str


def proof(problem: Problem, found: Allocation, departures: Sequence[Json] = (), final: Any = None) -> Json:
    """As `sentra.programmes.queries.bundle` publishes a round without departures by the committee."""
    seed = draw_seed(SECRET, VALUE)
    awards = found.awards if final is None else final
    return {
        "schema": "sentra-proof-1",
        "round": problem.round,
        "commitment": commitment(unsealed(problem), SECRET),
        "lottery": {"secret": SECRET.hex(), "value": VALUE, "seed": seed},
        "frozen": problem_to_json(replace(problem, seed="0" * 64)),
        "steps": [{"plan": 1, "word": None, "solution": allocation_to_json(found)}],
        "departures": list(departures),
        "awards": [given(award, origin="plan") for award in awards],
    }


def given(award: Award, **more: str) -> Json:
    names = ("applicant", "package", "fund", "cost_idr")
    return {name: getattr(award, name) for name in names} | more


def checked(folder: Path, told: Json, *arguments: str, version: str = sys.executable) -> Told:
    """In a process of its own that sees the standard library and nothing else."""
    path = folder / "proof.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    done = subprocess.run(
        [version, "-I", "-S", str(VERIFIER), str(path), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    faults = [line.removeprefix("  SALAH  ") for line in done.stdout.splitlines() if "SALAH" in line]
    names = tuple(dict.fromkeys(fault.split(":")[0].split(" (")[0] for fault in faults))
    assert bool(names) == bool(done.returncode)
    return Told(done.returncode, names, done.stdout)


def altered(told: Json, change: Callable[[Json], None]) -> Json:
    other = copy.deepcopy(told)
    change(other)
    return other


# What somebody does who alters a proof and covers it up as well as the file allows


def covered(told: Json) -> Json:
    """All hashes of the input that stand in the file are computed again, the commitment too."""
    other = copy.deepcopy(told)
    frozen, lottery = other["frozen"], other["lottery"]
    rest = {key: value for key, value in frozen.items() if key != "seed"}
    secret = bytes.fromhex(lottery["secret"])
    other["commitment"] = _sha(_text(rest).encode() + hashlib.sha256(secret).digest())
    certificate = other["steps"][0]["solution"]["certificate"]
    problem = {**frozen, "seed": lottery["seed"]}
    certificate["input_sha256"] = _sha(_text(problem).encode())
    certificate["seals"] = _seals(problem)
    certificate["applicants"] = len(problem["applicants"])
    return resigned(other)


def resigned(told: Json) -> Json:
    """The hash of the awards is computed again."""
    solution = told["steps"][0]["solution"]
    solution["certificate"]["solution_sha256"] = _sha(_text(solution["awards"]).encode())
    return told


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _seals(problem: Json) -> Json:
    """The engine's own, which an alterer has, too."""
    from sentra.engines.allocation.check_hashes import sealed

    return sealed(problem)
