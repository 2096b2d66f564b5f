"""What a test procedure is to people: the engine's fields, and for each step who read it where."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sentra.engines.acoustics import Procedure
from sentra.lab.catalogue.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked; `fields` of the engine's procedure say it, none when people see to it."""

    label: Promise
    asked: Promise
    evidence: Evidence
    source: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StationaryProcedure:
    """One edition of one procedure. Never edited once a session was made by it: a new edition is a new file.

    `valid_from` is None when nobody here knows since when the edition counts.
    """

    label: Promise
    edition: str
    purpose: Promise
    method: Procedure
    steps: tuple[Step, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def key(self) -> str:
        return self.method.id

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Fields of the engine's procedure whose text nobody here has read in a legal text."""
        unread = (step for step in self.steps if step.evidence is not Evidence.READ)
        return tuple(field for step in unread for field in step.fields)

    def in_force(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)
