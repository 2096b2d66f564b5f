"""Money is whole rupiah in a BIGINT; fractions do not exist in the books."""

from typing import Any

from django.db import models


class Rupiah(models.BigIntegerField):  # type: ignore[type-arg]  # the stubs' generics are fixed by the base
    """Whole rupiah. Refuses fractions instead of rounding them away."""

    def get_prep_value(self, value: Any) -> int | None:
        """Raises ValueError for an amount with a fraction."""
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        amount = super().get_prep_value(value)
        if isinstance(value, float) and value != amount:
            raise ValueError(f"{self.name}: {value} is not whole rupiah")
        return int(amount) if amount is not None else None
