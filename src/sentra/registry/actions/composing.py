"""From values to the version that is shown: pure functions, the same for a list, an edit and an undo."""

from collections.abc import Mapping, Sequence
from typing import Any

from sentra.engines import linkage
from sentra.registry.catalogue.branches import branch_of
from sentra.registry.catalogue.marks import place_marks
from sentra.registry.catalogue.sizes import UNKNOWN, Measures, classes_of
from sentra.registry.catalogue.survivorship import SURVIVORSHIP
from sentra.registry.models import HAND, Profile, SourceRecord, Status

Values = Mapping[str, Any]


def golden(rows: Sequence[SourceRecord]) -> dict[str, linkage.Field]:
    """Each field's value by the rules of survivorship, with its record, the rule and the runners-up.

    What a person typed stands above every list, an emptied field too. `rows` have their source beside them.
    """
    members, words = [], []
    for row in rows:
        record, seen = linkage.RecordId(str(row.pk)), row.recorded_at
        if row.source.key == HAND:
            words += [linkage.Override(key, value, record, seen) for key, value in row.values.items()]
        else:
            members.append(linkage.Member(record, row.source.key, row.source.rank, seen, row.values))
    days = [row.recorded_at for row in rows]
    return linkage.golden_record(members, SURVIVORSHIP, words, on=max(days)) if days else {}


def compose(rows: Sequence[SourceRecord]) -> tuple[dict[str, Any], dict[str, int]]:
    """The values that are shown, and the record of each, by field."""
    fields = golden(rows)
    return (
        {key: field.value for key, field in fields.items()},
        {key: int(field.record) for key, field in fields.items()},
    )


def completed(values: dict[str, Any]) -> dict[str, Any]:
    """Adds what follows from the rest: the sum of workers, the branch."""
    men, women = values.get("workers_male"), values.get("workers_female")
    if values.get("workers") is None and isinstance(men, int) and isinstance(women, int):
        values["workers"] = men + women
    values["branch_key"] = branch_of(values.get("branch"), values.get("product"), kbli=values.get("kbli"))
    return values


def ends(value: object) -> tuple[int | None, int | None]:
    """Both ends of a measure; a plain number is its own range."""
    if isinstance(value, Mapping):
        return value["low"], value["high"]
    return (value, value) if isinstance(value, int) else (None, None)


def size_classes(values: Values) -> dict[str, str]:
    """The class under each scheme; a range that straddles a limit is unknown, not guessed."""
    sides = zip(
        *(ends(values.get(key)) for key in ("workers", "investment_idr", "turnover_idr")), strict=True
    )
    low, high = (classes_of(Measures(*side)) for side in sides)
    return {scheme: name if high[scheme] == name else UNKNOWN for scheme, name in low.items()}


def exact(value: object) -> int | None:
    return value if isinstance(value, int) else None


def columns(values: Values) -> dict[str, Any]:
    """The columns of a profile that lists are filtered, sorted and searched by."""
    owner = values.get("owner_name") or ""
    name = values.get("business_name") or owner
    sizes = size_classes(values)
    return {
        "name": name[:200],
        "sort_name": name.casefold()[:200],
        "owner_name": owner[:200],
        "district_id": values.get("district"),
        "village_id": values.get("village"),
        "branch": values.get("branch_key", "lainnya"),
        "status": values.get("status") or Status.UNVERIFIED,
        "size": sizes["permenperin_64_2016"],
        "size_msme": sizes["pp_7_2021"],
        "size_statistics": sizes["bps"],
        "nib": values.get("nib") or "",
        "workers": exact(values.get("workers")),
        "turnover_idr": exact(values.get("turnover_idr")),
        "investment_idr": exact(values.get("investment_idr")),
        "latitude": values.get("latitude"),
        "longitude": values.get("longitude"),
    }


SEARCHED = (
    "business_name",
    "owner_name",
    "product",
    "group_name",
    "cluster",
    "nib",
    "registration_no",
    "village_name",
    "district_name",
)


def search_text(values: Values, places: Mapping[str, str]) -> str:
    """The words a business is found by; never a personal number."""
    named = {
        **values,
        "village_name": places.get(values.get("village") or ""),
        "district_name": places.get(values.get("district") or ""),
    }
    words = [str(named[key]).casefold() for key in SEARCHED if named.get(key)]
    return " ".join(words + place_marks(values.get("district"), values.get("village")))


def profile(values: Values, places: Mapping[str, str], **about: Any) -> Profile:
    """An unsaved version; `about` gives business, record, batch, since, follows, current, shown, origin."""
    return Profile(**columns(values), search_text=search_text(values, places), **about)
