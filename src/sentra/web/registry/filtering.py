"""The filters of the list as they stand in the URL, in words, and as choices with counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.places.queries import districts, villages
from sentra.base.values import now
from sentra.registry import queries, rules
from sentra.registry.catalogue.branches import BRANCHES
from sentra.registry.catalogue.sizes import CLASSES
from sentra.registry.models import Status
from sentra.registry.queries import Filters

# Name in the URL -> name in the room.
PARAMETERS = {
    "q": "q",
    "kec": "district",
    "desa": "village",
    "cabang": "branch",
    "golongan": "size",
    "status": "status",
    "msme": "size_msme",
    "bps": "size_statistics",
    "nib": "nib",
    "sentra": "cluster",
}
LONGEST = 100
AFTER, BEFORE = "sesudah", "sebelum"
SEALED = "nomor"  # stands in the address for a search that holds a number (see `queries.hiding`)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select, with how many businesses stand behind it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


def wanted(query: Mapping[str, str]) -> Filters:
    """What is asked for; a village outside the chosen district is forgotten.

    A masked number in the search box is the one that the address holds sealed; an emptied box is not.
    Raises queries.StaleSearch.
    """
    found = {field: query.get(name, "").strip()[:LONGEST] for name, field in PARAMETERS.items()}
    if (mark := query.get(SEALED)) and ("q" not in query or queries.DOT in found["q"]):
        found["q"] = queries.opened_search(mark, at=now())
    if not found["village"].startswith(found["district"]):
        found["village"] = ""
    return Filters(**found)


def address(filters: Filters, **position: str) -> str:
    """The list with these filters, at a position if one is given; no personal number stands in it."""
    asked = query(filters, **position)
    return reverse("registry:list") + (f"?{asked}" if asked else "")


def query(filters: Filters, **position: str) -> str:
    """What stands behind the `?`; a search that holds a number stands there sealed."""
    asked = {name: value for name, field in PARAMETERS.items() if (value := getattr(filters, field))}
    if queries.hides(filters.q):
        asked |= {SEALED: queries.sealed_search(asked.pop("q"), at=now())}
    return urlencode(asked | {name: value for name, value in position.items() if value})


def rows_behind(**filters: str) -> str:
    """The rows behind a figure."""
    return address(Filters(**filters))


def selects(by: rules.By, filters: Filters) -> list[Select]:
    """All but the village, which depends on the district."""
    counts = queries.counts(by)
    kinds: tuple[tuple[str, str, Iterable[tuple[str, str]]], ...] = (
        ("kec", _("Kecamatan"), districts().values_list("code", "name")),
        ("cabang", _("Cabang"), ((branch.key, _(branch.label)) for branch in BRANCHES)),
        ("golongan", _("Golongan"), ((key, _(label)) for key, label in CLASSES)),
        ("status", _("Status"), ((key, str(label)) for key, label in Status.choices)),
    )
    return [_select(name, label, choices, counts, filters) for name, label, choices in kinds]


def village_select(by: rules.By, filters: Filters) -> Select:
    """Empty without a district."""
    found = villages(filters.district).values_list("code", "name") if filters.district else ()
    return _select("desa", _("Desa"), found, queries.counts(by), filters)


def _select(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    counts: Mapping[str, Mapping[str, int]],
    filters: Filters,
) -> Select:
    field = PARAMETERS[name]
    chosen, known = getattr(filters, field), counts[field]
    return Select(name, label, [Choice(v, words, known.get(v, 0), v == chosen) for v, words in choices])


def chips(by: rules.By, filters: Filters, shown: Iterable[Select]) -> list[tuple[str, str]]:
    """(words, address without it) for every filter that is set."""
    found = [
        (choice.label, address(_without(filters, select.name)))
        for select in shown
        for choice in select.choices
        if choice.chosen
    ]
    classes = dict(CLASSES)
    for name, scheme in (("msme", "PP 7/2021"), ("bps", "BPS")):
        if value := getattr(filters, PARAMETERS[name]):
            words = f"{scheme}: {_(classes[value]) if value in classes else value}"
            found.append((words, address(_without(filters, name))))
    if filters.nib:
        words = _("belum ber-NIB") if filters.nib == "belum" else _("sudah ber-NIB")
        found.append((words, address(_without(filters, "nib"))))
    if filters.cluster:
        words = queries.cluster_name(by, filters.cluster) or _("sentra tidak dikenal")
        found.append((words, address(_without(filters, "sentra"))))
    return found


def _without(filters: Filters, name: str) -> Filters:
    less = replace(filters, **{PARAMETERS[name]: ""})
    return replace(less, village="") if name == "kec" else less
