"""What waits for a person, in a line each: on the home page of all parts, on the page of a part its own."""

from collections.abc import Iterable
from dataclasses import dataclass

PRESSING = ("warn", "bad", "info")


@dataclass(frozen=True, slots=True)
class Task:
    """What, details, the verb, and where."""

    tone: str
    icon: str
    title: str
    detail: str
    verb: str
    url: str


def most_pressing(tasks: Iterable[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: PRESSING.index(task.tone))
