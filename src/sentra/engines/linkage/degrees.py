"""What a comparison is made of: levels, each with its Python test and its DuckDB condition."""

from collections.abc import Callable
from typing import Final, NamedTuple

from sentra.engines.linkage.problem import Norm

Test = Callable[[Norm, Norm], bool]

ELSE: Final = "else"


class Degree(NamedTuple):
    """One level of agreement. `term` is the column whose rarity weighs when the level holds."""

    key: str
    holds: Test
    sql: str
    term: str | None = None


class Theme(NamedTuple):
    """A comparison: nothing is said when `absent` holds, else the first of `degrees` that holds counts."""

    key: str
    absent: Test
    absent_sql: str
    degrees: tuple[Degree, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Its levels, strongest first, with the last one that always holds."""
        return (*(degree.key for degree in self.degrees), ELSE)


def same(a: str | None, b: str | None) -> bool:
    return a is not None and a == b
