"""Which actions a worker may run. The queue names them by dotted path; only marked ones are ever called."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.utils.module_loading import import_string

Action = TypeVar("Action", bound=Callable[..., Any])
_marked: Final[set[str]] = set()


class NotAJob(Exception):
    """The path does not name an action marked with @job."""


def path_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def job(function: Action) -> Action:
    """Marks an action that a worker may run: `action(*, by, at, progress, **arguments)`.

    It returns a small JSON value (kept as the job's `result`) or None. What it must promise stands in the
    docstring of this package.
    """
    _marked.add(path_of(function))
    return function


def action_at(path: str) -> Callable[..., Any]:
    """The marked action. Raises NotAJob: a row in the database must not be able to name any function."""
    try:
        function: Callable[..., Any] = import_string(path)
    except ImportError as missing:
        raise NotAJob(f"{path} does not exist") from missing
    if path not in _marked:
        raise NotAJob(f"{path} is not marked with @job")
    return function
