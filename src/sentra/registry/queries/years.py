"""The figures of a business year by year: one value stands, what other records say of it folds under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sentra.registry.catalogue.fields import LABELS, OBSERVED_KEYS
from sentra.registry.models import HAND, Observation, SourceRecord


@dataclass(frozen=True, slots=True)
class Told:
    """A value and the records that tell it, the strongest first; None: a person emptied the field."""

    value: Any
    records: Sequence[SourceRecord]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one year: the value that stands, and the values that differ from it."""

    key: str
    label: str
    stands: Told
    others: Sequence[Told]

    @property
    def record(self) -> SourceRecord:
        """Where the value that stands came from."""
        return self.stands.records[0]

    @property
    def also(self) -> Sequence[SourceRecord]:
        """Records that say the same."""
        return self.stands.records[1:]


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    figures: Sequence[Figure]


def strength(row: SourceRecord) -> tuple[int, Any, int]:
    """What decides between records, as for the profile: the highest rank, then the newest; of rows of a list
    that came at one moment the first, so that a name, its numbers and its figures are of one row."""
    return row.source.rank, row.recorded_at, row.pk if row.source.key == HAND else -row.pk


def years(observations: Iterable[Observation]) -> list[Year]:
    """The newest year first. Observations need their record and its source."""
    strongest = sorted(observations, key=lambda one: strength(one.record), reverse=True)
    by_year = groupby(sorted(strongest, key=lambda one: one.year, reverse=True), key=lambda one: one.year)
    found = [Year(year, _figures([one.record for one in of])) for year, of in by_year]
    return [one for one in found if one.figures]


def _figures(records: Sequence[SourceRecord]) -> list[Figure]:
    """Of one year; `records` the strongest first."""
    told = {key: _told(key, records) for key in OBSERVED_KEYS}
    return [Figure(key, LABELS[key], values[0], values[1:]) for key, values in told.items() if values]


def _told(key: str, records: Sequence[SourceRecord]) -> list[Told]:
    """Each value once, in the order of its strongest record. Values may be ranges, so they are compared."""
    found: list[tuple[Any, list[SourceRecord]]] = []
    for row in (row for row in records if key in row.values):
        same = next((rows for value, rows in found if value == row.values[key]), None)
        if same is None:
            found.append((row.values[key], [row]))
        else:
            same.append(row)
    return [Told(value, rows) for value, rows in found]
