"""Values that mean the same everywhere: whole rupiah, fiscal years, document numbers, moments."""

from sentra.base.values.moment import now
from sentra.base.values.money import Rupiah
from sentra.base.values.years import fiscal_year

__all__ = ["Rupiah", "fiscal_year", "now"]
