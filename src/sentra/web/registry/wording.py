"""Values of the register in words: places for codes, rupiah for amounts, a range with its two ends."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.registry.catalogue.branches import BY_KEY as BRANCHES
from sentra.registry.catalogue.fields import MONEY_KEYS
from sentra.registry.catalogue.sizes import CLASSES
from sentra.registry.models import SourceRecord, Status
from sentra.web.numbers import day, rupiah_full, thousands

Places = Mapping[str, str]
PEOPLE_KEYS = frozenset({"workers", "workers_male", "workers_female"})
PLACE_KEYS = frozenset({"village", "district"})


def branch_label(key: str) -> str:
    return _(BRANCHES[key].label) if key in BRANCHES else key


def class_label(key: str) -> str:
    return _(dict(CLASSES).get(key, key))


def worded(key: str, value: Any, places: Places) -> str:
    """One value as a page shows it; empty when there is none."""
    if value in (None, ""):
        return ""
    if isinstance(value, Mapping):
        low, high = (worded(key, value[end], places) for end in ("low", "high"))
        return f"{low} – {high}"
    if key in PLACE_KEYS:
        return places.get(value, str(value))
    return _written(key, value)


def _written(key: str, value: Any) -> str:
    writers: dict[str, Callable[[Any], str]] = {
        "status": lambda v: str(dict(Status.choices).get(v, v)),
        "sex": lambda v: {"L": _("laki-laki"), "P": _("perempuan")}.get(v, str(v)),
        "observed_on": lambda v: day(date.fromisoformat(v)),
        **dict.fromkeys(MONEY_KEYS, rupiah_full),
        **dict.fromkeys(PEOPLE_KEYS, _people),
    }
    return writers.get(key, str)(value)


def _people(count: int) -> str:
    return ngettext("%(count)s orang", "%(count)s orang", count) % {"count": thousands(count)}


def origin(row: SourceRecord) -> str:
    """Where a record came from: file, sheet and row, or who typed it."""
    if row.batch is None:
        return _("diketik %(who)s, %(day)s") % {"who": row.recorded_by, "day": day(row.recorded_at)}
    return _("%(source)s: %(file)s, lembar %(sheet)s, baris %(row)s") % {
        "source": row.source.title,
        "file": row.batch.file_name,
        "sheet": row.sheet,
        "row": row.row,
    }
