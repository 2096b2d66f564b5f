"""Personal numbers where they do not belong: in a name or remark, under a wrong heading, read as money."""

import re
from typing import Any

from sentra.engines import sheets
from sentra.registry.catalogue.fields import FIELDS

FREE_TEXT = frozenset(field.key for field in FIELDS if field.kind in ("name", "text", "address", "quantity"))
NUMBERED = frozenset(field.key for field in FIELDS if field.kind == "identifier")
NIK_LIKE = re.compile(r"\D*(\d\D*){16}")
PERSONAL_LIKE = re.compile(
    r"(?<!\d)(?:(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,}|\d(?:[ .-]?\d){15})(?!\d)"
)  # phone, NIK, KK
# What no business has: more workers than the regency has people, more rupiah than its product of a year.
MOST = {"count": 10**6, "workers": 10**6, "money": 10**14}
LIMITS = {field.key: MOST[field.kind] for field in FIELDS if field.kind in MOST}


def keep_apart(values: dict[str, Any], personal: dict[str, Any]) -> list[str]:
    """Masks, moves or drops such numbers in place; the raw cell stays sealed.

    Returns the fields that lost their value.
    """
    for key in FREE_TEXT & values.keys():
        values[key] = sheets.mask_numbers(values[key])
    for key in NUMBERED & values.keys():
        if NIK_LIKE.fullmatch(values[key]):  # some offices number their list by NIK
            personal.setdefault("nik", values.pop(key))
    lost = [key for key in NUMBERED & values.keys() if PERSONAL_LIKE.search(values[key])]
    lost += [key for key in LIMITS.keys() & values.keys() if _largest(values[key]) > LIMITS[key]]
    for key in lost:
        del values[key]
    return sorted(lost)


def _largest(value: Any) -> int:
    return int(value["high"]) if isinstance(value, dict) else int(value or 0)
