"""What an entry of the catalogue says of itself: its source, how well that is known, since when it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise

from sentra.engines.acoustics import Procedure, Quantity

# Read in the text itself, told by a secondary source, known from memory only.
Evidence = Literal["V", "S", "M"]


@dataclass(frozen=True, slots=True)
class Method:
    """A procedure in one edition. `unconfirmed`: fields of `procedure` whose text nobody here has read.

    An edition that was used is never edited: a new one is a new file.
    """

    procedure: Procedure
    title: Promise
    source: str
    evidence: Evidence
    unconfirmed: tuple[str, ...]
    valid_from: date | None = None

    @property
    def key(self) -> str:
        return self.procedure.id

    @property
    def edition(self) -> str:
        return self.procedure.edition


@dataclass(frozen=True, slots=True)
class StatutoryLimit:
    """A limit as a rule states it. Without `verified_by` nobody compared it with the gazette: it never
    judges.
    """

    key: str
    instrument: str
    applies_to: Promise
    quantity: Quantity
    value_db: float
    procedure_key: str
    source: str
    evidence: Evidence
    valid_from: date
    valid_until: date | None = None
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something about the law that is no limit, with its sources."""

    key: str
    sentence: Promise
    sources: tuple[str, ...]
    evidence: Evidence
