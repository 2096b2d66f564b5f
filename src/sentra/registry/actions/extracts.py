"""An extract of the register on paper: what is shown of a business on a day, each value with its source."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import queries, rules
from sentra.registry.catalogue.branches import BY_KEY
from sentra.registry.catalogue.fields import LABELS, MONEY_KEYS
from sentra.registry.catalogue.sizes import CLASSES, SCHEMES
from sentra.registry.models import Business, Status
from sentra.registry.queries.dossier import Dossier, Shown

TEMPLATE = Path(__file__).resolve().parent.parent / "documents" / "kutipan.typ"
PATTERN = "500.9/{sequence:04}/KUTIPAN/{roman_month}/{year}"
GROUPS = (
    (
        "Usaha",
        ("product", "branch_key", "kbli", "founded_year", "group_name", "cluster", "nib", "registration_no"),
    ),
    ("Tempat dan pemilik", ("owner_name", "address", "hamlet", "village", "district")),
    (
        "Keadaan terakhir",
        (
            *("status", "workers", "workers_male", "workers_female", "investment_idr", "turnover_idr"),
            *("production_value_idr", "export_value_idr", "capacity", "observed_year"),
        ),
    ),
)
YEARS = ("founded_year", "observed_year")
UNSAID = "tidak disebut sumber mana pun"
REMARK = "Kutipan ini menunjukkan isi buku induk pada tanggalnya. Nomor pribadi tidak dicantumkan."


@transaction.atomic
def issue_extract(*, by: User, at: datetime, business: Business) -> Document:
    """A numbered, signed PDF, sealed under the owner's key: it goes when the owner is forgotten."""
    refuse_unless(rules.may_register(by))
    shown = queries.dossier(by, business.pk)
    with translation.override("id"):  # documents are Indonesian, whoever asks for them
        data = {"name": shown.profile.name, "groups": _groups(shown), "remark": REMARK}
    return issue_document(
        by=by,
        at=at,
        kind="kutipan",
        title="Kutipan Buku Induk IKM",
        template=TEMPLATE,
        data=data,
        subject=business,
        pattern=PATTERN,
        key=shown.profile.record.subject,
    )


@transaction.atomic
def open_extract(*, by: User, at: datetime, document: Document) -> Document:
    """That a document was opened, on record; the door then hands out its bytes."""
    refuse_unless(rules.may_read_register(by))
    record(by=by, at=at, act="open_document", subject=document, new={"number": document.number})
    return document


def _groups(shown: Dossier) -> list[dict[str, Any]]:
    places = queries.place_names()
    groups = [
        {"title": title, "facts": [fact for key in keys if (fact := _fact(key, shown, places))]}
        for title, keys in GROUPS
    ]
    return [group for group in [*groups, _classes(shown)] if group["facts"]]


def _fact(key: str, shown: Dossier, places: dict[str, str]) -> tuple[str, str, str] | None:
    """Name, value and source in words; nothing for what is not known, but a business always has a status."""
    one = shown.values.get(key)
    if one is None:
        status = shown.profile.get_status_display()
        return (_(LABELS["status"]), status, UNSAID) if key == "status" else None
    origin = one.record
    typed = formats.date_format(timezone.localtime(origin.recorded_at), "j F Y")
    where = f"{origin.sheet} baris {origin.row}" if origin.row else typed
    return _(one.label), _written(one, places), f"{origin.source.title}, {where}"


def _written(one: Shown, places: dict[str, str]) -> str:
    value = one.value
    if isinstance(value, dict):
        return f"{_amount(one.key, value['low'])} – {_amount(one.key, value['high'])}"
    if one.key in ("village", "district"):
        return str(places.get(value, value))
    if one.key == "branch_key":
        return _(BY_KEY[value].label)
    if one.key == "status":
        return str(Status(value).label)
    return _amount(one.key, value) if isinstance(value, int) else str(value)


def _amount(key: str, value: int) -> str:
    text = f"{value:,}".replace(",", ".")
    return f"Rp {text}" if key in MONEY_KEYS else text if key not in YEARS else str(value)


def _classes(shown: Dossier) -> dict[str, Any]:
    names = dict(CLASSES)
    found = (shown.profile.size, shown.profile.size_msme, shown.profile.size_statistics)
    facts = [(scheme.label, _(names[one]), scheme.source) for scheme, one in zip(SCHEMES, found, strict=True)]
    return {"title": "Golongan, dihitung", "facts": facts}
