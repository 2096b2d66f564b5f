"""What a comparison is made of: levels, each with its DuckDB condition, and one Python function that tells
which of them a pair takes."""

from collections.abc import Callable
from typing import Final, NamedTuple

from sentra.engines.linkage.problem import Norm

Level = Callable[[Norm, Norm], str | None]

ELSE: Final = "else"


class Degree(NamedTuple):
    """One level of agreement. `term` is the column whose rarity weighs when the level holds."""

    key: str
    sql: str
    term: str | None = None


class Theme(NamedTuple):
    """A comparison: a pair takes the first of `degrees` that holds, `else` when none does, and none when
    nothing can be said (`absent_sql`). `level` says the same in Python."""

    key: str
    level: Level
    absent_sql: str
    degrees: tuple[Degree, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its levels, strongest first, with the last one that always holds."""
        return (*(degree.key for degree in self.degrees), ELSE)
