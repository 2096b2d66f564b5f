"""No pair is surer to be one business than that it is not two businesses of one owner.

Half of the false links of a purely scored linkage are one owner's second business: the same name, place,
phone and NIK prove the owner, and add up to any weight. So a pair is weighed against both things it may be
instead: unrelated (the model's weight) and another business of the same owner (the limit, which only what is
said of business and product moves). The odds of both add up: 1/odds = 1/odds + 1/odds.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Final

from sentra.engines.linkage.problem import SIBLING, Model, Part

LEVEL: Final = "possible"
FAR: Final = 6.0
"""Bits below the limit from which it changes nothing worth saying (0.02 bits)."""

Said = Mapping[str, Mapping[str, float]]  # comparison -> level -> bits


def said(model: Model) -> Said:
    """Bits that each level moves the limit by."""
    if model.siblings is None:
        return {}
    levels = {comparison.key: comparison.levels for comparison in model.comparisons}
    return {
        key: {level.key: math.log2(level.m / shares[level.key]) for level in levels[key]}
        for key, shares in model.siblings.shares.items()
    }


def limit(prior: float, said: Said, parts: Iterable[Part]) -> float:
    """The bits that a pair with these parts cannot pass."""
    return prior + sum(said[part.comparison][part.level] for part in parts if part.comparison in said)


def sibling_part(weight: float, limit: float) -> Part | None:
    """What is taken off `weight`; None where it is far below the limit."""
    if weight < limit - FAR:
        return None
    return Part(SIBLING, LEVEL, -math.log2(1.0 + math.exp2(min(weight - limit, 500.0))))


def weight_sql(model: Model, weight: str) -> str:
    """`weight` after its sibling part; the levels stand in columns called as the comparisons, by place."""
    if model.siblings is None:
        return weight
    moved = "".join(f" + {_moved_sql(key, levels.values())}" for key, levels in said(model).items())
    over = f"({weight} - ({model.siblings.prior!r}::double{moved}))"
    return f"if({over} < -{FAR!r}, {weight}, {weight} - log2(1 + pow(2::double, least({over}, 500))))"


def _moved_sql(key: str, moved: Iterable[float]) -> str:
    steps = " ".join(f"when {place} then {bits!r}::double" for place, bits in enumerate(moved))
    return f"(case {key} {steps} else 0 end)"
