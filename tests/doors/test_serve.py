"""`sentra serve`: web and worker under one roof, started again when they die, gone when it is stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from sentra.cli.management.commands.serve import MAX_EARLY_DEATHS, Child, Supervisor, split_address


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], Any], seconds: float = 40) -> Any:
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            raise TimeoutError("it never came to be")
        time.sleep(0.05)
    return found


def children_of(parent: int) -> dict[str, int]:
    """`web` and `worker` by process id, from /proc (which knows zombies, too)."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            ppid = int(status.read_text().rpartition(")")[2].split()[1])
            words = (status.parent / "cmdline").read_text()
        except (OSError, IndexError):
            continue
        if ppid == parent:
            found["web" if "granian" in words else "worker" if words else "zombie"] = int(status.parent.name)
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /hidup/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return line.recv(100).startswith(b"HTTP/1.")
    except OSError:
        return False


@pytest.fixture
def served(
    process_environment: dict[str, str], tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], int, Path]]:
    port, log = free_port(), tmp_path / "log"
    words = [sys.executable, "-m", "sentra", "serve", "--address", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        environment = {**process_environment, "SENTRA_SECRET_KEY": "a-key-for-this-test-only"}
        process = subprocess.Popen(words, env=environment, stdout=out, stderr=out)
    try:
        yield process, port, log
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_dead_children_are_started_again_and_all_end_together(
    served: tuple[subprocess.Popen[bytes], int, Path],
) -> None:
    process, port, log = served
    until(lambda: f"http://127.0.0.1:{port}/" in log.read_text() or process.poll() is not None)
    assert process.poll() is None, log.read_text()
    assert answers(port)
    first = children_of(process.pid)
    assert set(first) == {"web", "worker"}
    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    until(
        lambda: (
            set(children_of(process.pid).items()).isdisjoint(first.items())
            and len(children_of(process.pid)) == 2
        )
    )
    until(lambda: answers(port))
    second = children_of(process.pid)
    assert (set(second), [alive(pid) for pid in first.values()]) == ({"web", "worker"}, [False, False])
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert [alive(pid) for pid in second.values()] == [False, False]
    assert not answers(port)
    assert len(re.findall(r"dijalankan lagi", log.read_text())) == 2


def test_a_taken_address_is_refused(process_environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = [sys.executable, "-m", "sentra", "serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"]
        environment = {**process_environment, "SENTRA_SECRET_KEY": "a-key-for-this-test-only"}
        refused = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (refused.returncode, "tidak dapat dipakai" in refused.stderr) == (1, True)


def test_without_an_installation_there_is_nothing_to_serve(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SENTRA_SECRET_KEY"}
    environment["SENTRA_DATA_DIR"] = str(tmp_path)
    words = [sys.executable, "-m", "sentra", "serve"]
    refused = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (refused.returncode, "sentra init" in refused.stderr) == (1, True)


def test_a_child_that_dies_at_once_again_and_again_ends_the_watch() -> None:
    said: list[str] = []
    hopeless = Child("worker", ["-c", "raise SystemExit(3)"])
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        code = Supervisor([hopeless], "127.0.0.1", free_port(), said.append).run()
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)
    assert (code, len(said)) == (1, MAX_EARLY_DEATHS)
    assert said[-1] == "Proses worker terus-menerus berhenti; lihat pesan di atas."


@pytest.mark.parametrize(
    ("address", "split"),
    [("127.0.0.1:8000", ("127.0.0.1", 8000)), ("[::1]:80", ("::1", 80)), ("localhost:1", ("localhost", 1))],
)
def test_addresses_are_host_and_port(address: str, split: tuple[str, int]) -> None:
    assert split_address(address) == split


@pytest.mark.parametrize(
    "address", ["", "8000", ":8000", "localhost", "localhost:", "a:0", "a:65536", "a:-1"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(CommandError):
        split_address(address)
