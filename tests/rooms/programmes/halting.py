"""Workers in processes of their own: one that is left alone, one that stands still where a test can kill it.

Both are forked from a process that has loaded Sentra already, so that they stand at their work at once.
"""

import importlib
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest import mock

SILENT_SECONDS = 60  # a loaded machine may hold a worker up for long; who was killed is made old by the test
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.rooms.programmes.loaded"])


@contextmanager
def working(environment: dict[str, str], mark: Path | None = None, *halt: Any) -> Iterator[None]:
    """A worker; with `halt` (place, call, before or after) it makes the file `mark` there and waits. It is
    killed at the end."""
    with mock.patch.dict(os.environ, environment):
        process: BaseProcess = FORKS.Process(target=_work, args=(mark, *halt), daemon=True)
        process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()


def _work(mark: Path | None = None, *halt: Any) -> None:
    from sentra.worker.work import work

    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if mark is not None:
        halt_at(mark, *halt)
    work(beat_seconds=0.2, silent_seconds=SILENT_SECONDS)


def halt_at(mark: Path, place: str, call: int, when: str) -> None:
    module, _colon, path = place.partition(":")
    holder: Any = importlib.import_module(module)
    *way, name = path.split(".")
    for step in way:
        holder = getattr(holder, step)
    real, calls = getattr(holder, name), 0

    def halting(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and when == "before":
            _stand_still(mark)
        found = real(*args, **kwargs)
        if calls == call:
            _stand_still(mark)
        return found

    setattr(holder, name, halting)


def _stand_still(mark: Path) -> None:
    mark.touch()
    time.sleep(3600)
