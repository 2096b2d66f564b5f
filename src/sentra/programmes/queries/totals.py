"""Published totals beside the sum of their parts: two lists of aid that were published do not add up."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sentra.programmes.models import Counted, Programme, PublishedPart, PublishedTotal
from sentra.programmes.queries.wording import idr


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One published total: what was stated, what its parts come to."""

    total: PublishedTotal
    parts: list[PublishedPart]

    @property
    def summed(self) -> int:
        return sum(part.amount for part in self.parts)

    @property
    def apart(self) -> int:
        """What was stated beyond its parts; below zero when the parts are more."""
        return self.total.stated - self.summed

    @property
    def is_money(self) -> bool:
        return self.total.counted == Counted.IDR

    @property
    def sentence(self) -> str:
        """Empty when it adds up."""
        if not self.apart:
            return ""
        words = _("Dinyatakan %(stated)s, rinciannya berjumlah %(summed)s: kurang %(apart)s.")
        if self.apart < 0:
            words = _("Dinyatakan %(stated)s, rinciannya berjumlah %(summed)s: lebih %(apart)s.")
        told = {"stated": self.total.stated, "summed": self.summed, "apart": abs(self.apart)}
        return words % {name: self._written(amount) for name, amount in told.items()}

    def _written(self, amount: int) -> str:
        return idr(amount) if self.is_money else f"{amount:,}".replace(",", ".")


def totals_of(programme: Programme) -> list[Reckoned]:
    """What does not add up first, then in the order in which it was typed."""
    found = programme.totals.prefetch_related("parts").order_by("pk")
    told = [Reckoned(total, sorted(total.parts.all(), key=lambda part: part.pk)) for total in found]
    return sorted(told, key=lambda one: not one.apart)
