"""Records in the normal form linkage compares. Personal numbers are opened in memory and go no further."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sentra.base.people import vault
from sentra.engines import linkage
from sentra.registry.models import SourceRecord
from sentra.registry.queries import places

CELL_OF = {  # what linkage calls a cell: the register's field
    "owner": "owner_name",
    "business": "business_name",
    "group": "group_name",
    "product": "product",
    "kbli": "kbli",
    "nib": "nib",
    **{key: key for key in ("address", "hamlet", "rt", "rw", "village", "district", "latitude", "longitude")},
}


def gazetteer() -> linkage.Gazetteer:
    """The places of the regency, with the spellings people taught it."""
    known = places.gazetteer()
    names = [(village.code, village.name) for village in known.villages]
    names += [(code, spelling) for spelling, code in known.aliases.items()]
    district_of = {village.code: village.district_code for village in known.villages}
    return linkage.Gazetteer(
        (code, name, district_of[code], known.districts[district_of[code]], "")
        for code, name in names
        if code in district_of
    )


def normal_forms(rows: Iterable[linkage.Raw]) -> list[linkage.Norm]:
    """In the order given."""
    return list(linkage.normalise_all(rows, gazetteer()))


def raw(row: SourceRecord) -> linkage.Raw:
    """A stored record as linkage reads it; it has its source and subject beside it (`select_related`).

    One whose person asked to be forgotten has no numbers left to compare.
    """
    personal: dict[str, Any] = {}
    if row.subject.wrapped is not None:
        personal = json.loads(vault.unseal(vault.open_key(row.subject), row.sealed))
    return raw_of(str(row.pk), row.source.key, row.recorded_at, row.values, personal)


def raw_of(
    ident: str, source: str, at: datetime, values: Mapping[str, Any], personal: Mapping[str, Any]
) -> linkage.Raw:
    """What somebody says, whether it is stored or not."""
    return linkage.Raw(linkage.RecordId(ident), source, at.date(), dict(_told(values, personal)))


def _told(values: Mapping[str, Any], personal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for cell, key in CELL_OF.items():
        if values.get(key) not in (None, ""):
            yield cell, str(values[key])
    if nik := personal.get("nik"):
        yield "nik", str(nik)
    if phone := personal.get("phone"):
        yield "phone", " / ".join(phone) if isinstance(phone, list) else str(phone)
