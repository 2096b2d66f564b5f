"""`sentra serve`: the web server and one worker, watched; if one of them dies it is started again."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import closing, suppress
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

NOT_INITIALISED = "not-initialised-run-sentra-init"
LOOK_SECONDS = 0.2
LOOK_AHEAD = 20  # ports
LAST_OF_ROOT = 1023  # ports up to here are for root
USUAL = "127.0.0.1:8000"
READY_SECONDS = 60.0
HEALTHY_SECONDS = 10.0  # a child that lived this long has started well
MAX_EARLY_DEATHS = 5
STOP_SECONDS = {
    "web": 15.0,
    "worker": 60.0,
}  # a worker finishes the job in hand
PR_SET_PDEATHSIG = 1  # prctl(2)


class Command(BaseCommand):
    help = "Serve the workspace and run its jobs until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default=USUAL, help="host:port to listen on")
        parser.add_argument("--threads", type=int, default=4, help="requests handled at the same time")

    def handle(self, *args: Any, address: str, threads: int, **options: Any) -> None:
        host, port = split_address(address)
        _refuse_unready()
        if wrong := taken(host, port):
            raise CommandError(f"{wrong}. Jalankan: sentra serve --address {free_address(host, port)}")
        sys.exit(Supervisor(children(host, port, threads), host, port, self.stdout.write).run())


def split_address(address: str) -> tuple[str, int]:
    """`127.0.0.1:8000`, `[::1]:8000` or `localhost:8000`. Raises CommandError."""
    host, _colon, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"Alamat harus berbentuk host:port, bukan {address!r}.")
    return host, int(port)


def _refuse_unready() -> None:
    if settings.SECRET_KEY == NOT_INITIALISED:
        raise CommandError("Belum ada pemasangan di folder data ini. Jalankan: sentra init (atau make demo)")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("Basis data belum sesuai dengan versi ini. Jalankan: sentra migrate")
    connection.close()


def taken(host: str, port: int) -> str:
    """Why nobody can listen there, as a sentence without its full stop; empty when one can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            return f"Alamat {host}:{port} tidak dapat dipakai: {wrong.strerror}"
    return ""


def free_address(host: str, port: int) -> str:
    """One of the next ports that anybody may listen on and nobody does; failing that, the usual address."""
    first = max(port, LAST_OF_ROOT) + 1
    for free in range(first, min(first + LOOK_AHEAD, 65536)):
        if not taken(host, free):
            return f"[{host}]:{free}" if ":" in host else f"{host}:{free}"
    return USUAL


def children(host: str, port: int, threads: int) -> list["Child"]:
    web = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1"]
    web += ["--blocking-threads", str(threads), "--log-level", "warning", "sentra.config.wsgi:application"]
    return [Child("web", web), Child("worker", ["-m", "sentra", "work"])]


class Child:
    """One process and everything it starts (a session of its own, so that it can be ended as a whole)."""

    def __init__(self, name: str, words: list[str]) -> None:
        self.name, self.early_deaths = name, 0
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def start(self) -> None:
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *self._words],
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has no threads
        )

    def died(self) -> bool:
        if self._process is None or self._process.poll() is None:
            return False
        lived = time.monotonic() - self._started
        self.early_deaths = 0 if lived > HEALTHY_SECONDS else self.early_deaths + 1
        return True

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end(self, *, within: float) -> None:
        """Waits, then kills what is left of it, and leaves no zombie."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with suppress(ChildProcessError):  # where we are process 1, its orphans are ours to reap
            while os.waitpid(-self._process.pid, os.WNOHANG)[0]:
                continue


def _end_with_parent() -> None:
    """Should this process itself be killed, Linux asks its children to stop; the port must not stay taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts the children, starts a dead one again, stops all when asked."""

    def __init__(self, family: list[Child], host: str, port: int, say: Any) -> None:
        self._family, self._host, self._port, self._say = family, host, port, say
        self._stopping = False

    def run(self) -> int:
        """The exit code: 0 when it was asked to stop, 1 when a child dies again and again."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        try:
            for child in self._family:
                child.start()
            return 1 if self._start_hopelessly() else self._watch()
        finally:
            for child in self._family:
                child.ask_to_stop()
            for child in self._family:
                child.end(within=STOP_SECONDS[child.name])

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _start_hopelessly(self) -> bool:
        """Tells the address as soon as it answers; True when a child will not start at all."""
        end = time.monotonic() + READY_SECONDS
        while not self._stopping and time.monotonic() < end:
            if self._revive():
                return True
            if self._answers():
                host = f"[{self._host}]" if ":" in self._host else self._host
                self._say(f"Sentra melayani di http://{host}:{self._port}/  (Ctrl-C untuk berhenti)")
                sys.stdout.flush()
                break
            time.sleep(LOOK_SECONDS)
        return False

    def _answers(self) -> bool:
        """A whole answer: the port is open a second before the web process behind it is warm."""
        line = http.client.HTTPConnection(self._host, self._port, timeout=1)
        with suppress(OSError, http.client.HTTPException), closing(line):
            line.request("GET", "/hidup/")
            line.getresponse()
            return True
        return False

    def _watch(self) -> int:
        while not self._stopping:
            if self._revive():
                return 1
            time.sleep(LOOK_SECONDS)
        return 0

    def _revive(self) -> bool:
        """Starts dead children again; True when that is hopeless."""
        for child in self._family:
            if child.died():
                child.end(within=0)
                if child.early_deaths >= MAX_EARLY_DEATHS:
                    self._say(f"Proses {child.name} terus-menerus berhenti; lihat pesan di atas.")
                    return True
                self._say(f"Proses {child.name} berhenti dan dijalankan lagi.")
                time.sleep(LOOK_SECONDS * child.early_deaths)
                child.start()
        return False
