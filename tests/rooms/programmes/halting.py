"""A worker that stands still at one exact place, so that a test can kill it there.

    python -m tests.rooms.programmes.halting FILE PLACE CALL before|after

Runs `sentra work`; at the CALLth call of PLACE (`package.module:name.of.function`) it makes FILE and waits.
"""

import importlib
import sys
import time
from pathlib import Path
from typing import Any

SILENT_SECONDS = 60  # a loaded machine may hold a worker up for long; who was killed is made old by the test


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


def main() -> None:
    import django

    django.setup()
    from sentra.worker.work import work

    mark, place, call, when = sys.argv[1:]
    halt_at(Path(mark), place, int(call), when)
    work(beat_seconds=0.2, silent_seconds=SILENT_SECONDS)


if __name__ == "__main__":
    main()
