"""A statutory limit as it is known here, and the absence of one."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sentra.engines.acoustics import Limit, Quantity
from sentra.lab.catalogue.evidence import Evidence


@dataclass(frozen=True, slots=True)
class StatutoryLimit:
    """One value of one act. Nobody has compared any of them with the gazette, so none is verified.

    `valid_from` is None when the day is not known here; `method` names the procedure it is measured by.
    """

    key: str
    act: str
    category: str
    criterion: str
    quantity: Quantity
    value_db: float
    procedure_key: str
    method: str
    evidence: Evidence
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    note: Promise | str = ""

    def for_engine(self) -> Limit:
        """As the engine decides on it: without anybody's word that it was compared with its source."""
        return Limit(
            id=self.key,
            quantity=self.quantity,
            value_db=self.value_db,
            procedure_id=self.procedure_key,
            source=f"{self.act}: {self.source}",
            valid_from=self.valid_from or date.min,
            valid_until=self.valid_until,
        )


@dataclass(frozen=True, slots=True)
class NoLimit:
    """That no limit is known is a fact of its own, with sources."""

    key: str
    sentence: Promise
    evidence: Evidence
    sources: tuple[str, ...]
