"""What the engine found, as JSON keeps it: plain numbers, nothing endless, days as text."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from sentra.engines.acoustics import Reason


def plain(value: Any) -> Any:
    """Numbers of the engine's libraries become Python's; what is no number or endless becomes None."""
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def kept(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Sentences are made when somebody reads them, in their language (catalogue/wording.py)."""
    return [{"code": each.code, "place": each.place, "facts": plain(each.facts)} for each in reasons]
