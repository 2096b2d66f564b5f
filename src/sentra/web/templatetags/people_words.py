"""Words for the audit of an account."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.base.audit.models import Entry
from sentra.base.people.models import Role, User

register = template.Library()

ACTS: dict[str, str | Promise] = {
    "people.open": _("Akun dibuat"),
    "people.invite": _("Diundang"),
    "people.invite_again": _("Undangan dikirim ulang"),
    "people.accept": _("Undangan diterima"),
    "people.assign": _("Peran atau tempat diganti"),
    "people.deactivate": _("Dinonaktifkan"),
    "people.reactivate": _("Diaktifkan kembali"),
    "people.reset_second_factor": _("Faktor kedua direset"),
    "people.enrol_second_factor": _("Faktor kedua dipasang"),
    "people.add_office": _("Kantor ditambahkan"),
    "people.rename_office": _("Nama kantor diganti"),
}
FIELDS: dict[str, str | Promise] = {
    "email": _("Surel"),
    "name": _("Nama"),
    "role": _("Peran"),
    "office": _("Kantor"),
    "district_code": _("Kecamatan"),
    "is_active": _("Aktif"),
    "invited_at": _("Diundang pada"),
    "second_factor": _("Faktor kedua"),
}


@register.filter
def act_words(act: str) -> str | Promise:
    """An act of another room keeps its own name here."""
    return ACTS.get(act, act)


@register.filter
def changes(entry: Entry) -> list[tuple[str | Promise, Any, Any]]:
    """(field, old, new) of an act of this room; old is empty when there was none. Other acts show nothing."""
    if not entry.act.startswith("people."):
        return []
    return [
        (FIELDS[key], _words(entry.old[key]) if key in entry.old else "", _words(new))
        for key, new in entry.new.items()
        if key in FIELDS
    ]


@register.filter
def district_of(person: User, districts: dict[str, str]) -> str:
    return districts.get(person.district_code, "–")


def _words(value: Any) -> Any:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return dict(Role.choices).get(value, value) or "–"
