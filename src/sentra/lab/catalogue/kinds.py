"""What an entry of the catalogue says of itself: its source, how well that is known, since when it holds.

Nothing here is a fact because it is typed here: what nobody has read in the text itself is shown as such.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Limit, Procedure, Quantity


class Evidence(StrEnum):
    READ = "V"
    TOLD = "S"
    ASSUMED = "M"

    @property
    def label(self) -> Promise:
        return LABELS[self]


LABELS = {
    Evidence.READ: _("dibaca dalam naskah hukum atau ruang lingkup resminya"),
    Evidence.TOLD: _("menurut sumber kedua; naskah aslinya belum dibaca"),
    Evidence.ASSUMED: _("anggapan laboratorium; cocokkan dengan naskah yang dibeli"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked; `fields` of the engine's procedure say it, none when people see to it."""

    label: Promise
    asked: Promise
    evidence: Evidence
    source: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """A procedure in one edition. An edition that was used is never edited: a new one is a new file.

    `valid_from` is None when nobody here knows since when the edition counts.
    """

    procedure: Procedure
    title: Promise
    purpose: Promise
    source: str
    evidence: Evidence
    steps: tuple[Step, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def key(self) -> str:
        return self.procedure.id

    @property
    def edition(self) -> str:
        return self.procedure.edition

    @property
    def unread(self) -> tuple[Step, ...]:
        """Steps that nobody here has read in a legal text."""
        return tuple(step for step in self.steps if step.evidence is not Evidence.READ)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Their fields of the engine's procedure."""
        return tuple(field for step in self.unread for field in step.fields)

    def in_force(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class StatutoryLimit:
    """A limit as a rule states it. Without `verified_by` nobody compared it with the gazette: it never
    judges.

    `valid_from` is None when the day is not known here; `method` is the procedure in words.
    """

    key: str
    instrument: str
    applies_to: str
    quantity: Quantity
    value_db: float
    procedure_key: str
    method: str
    source: str
    evidence: Evidence
    valid_from: date | None = None
    valid_until: date | None = None
    note: Promise | str = ""
    verified_by: str = ""

    def for_engine(self) -> Limit:
        return Limit(
            id=self.key,
            quantity=self.quantity,
            value_db=self.value_db,
            procedure_id=self.procedure_key,
            source=f"{self.instrument}: {self.source}",
            valid_from=self.valid_from or date.min,
            valid_until=self.valid_until,
            verified_by=self.verified_by,
        )


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something about the law that is no limit, with its sources."""

    key: str
    sentence: Promise
    sources: tuple[str, ...]
    evidence: Evidence
