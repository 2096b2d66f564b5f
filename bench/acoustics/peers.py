"""The peers live in environments of their own under build/: they never touch what Sentra is locked to."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
HOMES = REPOSITORY / "build" / "acoustics-peers"
PINS = {"octave": "PyOctaveBand==2.0.0", "phonometry": "phonometry==3.3.0"}


def _python(peer: str) -> str | None:
    """phonometry 3 needs Python 3.13, which SENTRA_BENCH_PYTHON may name."""
    if peer == "octave":
        return sys.executable
    return os.environ.get("SENTRA_BENCH_PYTHON") or shutil.which("python3.13")


def installed(peer: str) -> Path | None:
    """The peer's interpreter; None when it cannot be had here."""
    home, python = HOMES / peer, _python(peer)
    found = home / "bin" / "python"
    if (home / ".ready").exists():
        return found
    if python is None:
        return None
    words = [
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
        PINS[peer],
        "soundfile==0.14.0",
    ]
    for command in ([python, "-m", "venv", str(home)], [str(found), *words]):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    (home / ".ready").touch()
    return found


def measured(peer: str, file: Path) -> Mapping[str, Any] | None:
    python = installed(peer)
    if python is None:
        return None
    command = [str(python), str(Path(__file__).with_name("peer.py")), peer, str(file)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    told: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
