"""The regency in figures: only what queries count or add up, each leading to its rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.base.people.models import User
from sentra.lab.rules.roles import may_authorise
from sentra.registry import queries, rules
from sentra.registry.catalogue.sizes import CLASSES, SCHEMES, UNKNOWN
from sentra.registry.models import Status
from sentra.web import charts
from sentra.web.imports import tasks as imports
from sentra.web.lab import tasks as lab
from sentra.web.numbers import decimal_comma, rupiah_short, thousands
from sentra.web.programmes import tasks as aid
from sentra.web.registry.chapters import COLUMN
from sentra.web.registry.filtering import rows_behind
from sentra.web.registry.wording import branch_label
from sentra.web.tasks import Task, most_pressing

BARS = 10


@dataclass(frozen=True, slots=True)
class SizeRow:
    """One scheme: how many businesses it puts in each class, each number with its rows."""

    label: str
    source: str
    confirmed: bool
    cells: list[tuple[int, str]]


def kpis(by: rules.By) -> list[dict[str, Any]]:
    whole, facets = queries.totals(by), queries.counts(by)
    groups = queries.clusters(by)
    mufflers = queries.branch_figures(by).get("knalpot", {"businesses": 0, "workers": 0})
    unclassified = facets["size"].get(UNKNOWN, 0)
    unverified = facets["status"].get(Status.UNVERIFIED, 0)
    part = _part(whole.businesses)
    heads = _("pada %(count)s usaha yang melapor") % {"count": thousands(whole.with_workers)}
    sales = _("pada %(count)s usaha yang melapor") % {"count": thousands(whole.with_turnover)}
    return [
        _kpi("store", _("IKM terdaftar"), thousands(whole.businesses), _("usaha"),
             _("di buku induk"), rows_behind()),
        _kpi("users", _("Tenaga kerja"), thousands(whole.workers), _("orang"), heads, rows_behind()),
        _kpi("id-card", _("Sudah ber-NIB"), decimal_comma(part(whole.with_nib)), "%",
             ngettext("%(count)s usaha", "%(count)s usaha", whole.with_nib)
             % {"count": thousands(whole.with_nib)},
             rows_behind(nib="ada"), percent=part(whole.with_nib)),
        _kpi("banknote", _("Omzet setahun"), rupiah_short(whole.turnover_idr), "", sales, rows_behind()),
        _kpi("cog", _("Perajin knalpot"), thousands(mufflers["businesses"]), _("usaha"),
             _("%(count)s pekerja") % {"count": thousands(mufflers["workers"])},
             rows_behind(branch="knalpot")),
        _kpi("factory", _("Sentra industri"), thousands(len(groups)), _("sentra"),
             _("%(count)s usaha anggota") % {"count": thousands(sum(one.businesses for one in groups))},
             reverse("registry:clusters")),
        _kpi("circle-question-mark", _("Belum terklasifikasi"), thousands(unclassified), _("usaha"),
             _("menurut Permenperin 64/2016"), rows_behind(size=UNKNOWN)),
        _kpi("badge-alert", _("Perlu verifikasi"), thousands(unverified), _("usaha"),
             _("statusnya belum ada"), rows_behind(status=Status.UNVERIFIED)),
    ]  # fmt: skip


def _kpi(
    icon: str, label: str, value: str, unit: str, note: str, url: str, *, percent: float | None = None
) -> dict[str, Any]:
    about = {"icon": icon, "label": label, "value": value, "unit": unit, "note": note, "url": url}
    return about | {"percent": percent}


def _part(whole: int) -> Any:
    return lambda count: 100 * count / whole if whole else 0.0


def branches(by: rules.By) -> list[tuple[str, str, int, int]]:
    """(label, rows, businesses, workers), the largest first."""
    found = sorted(queries.branch_figures(by).items(), key=lambda item: -item[1]["businesses"])
    return [
        (branch_label(key), rows_behind(branch=key), one["businesses"], one["workers"]) for key, one in found
    ]


def branch_chart(by: rules.By) -> SafeString:
    bars = [(label, float(count)) for label, _url, count, _workers in branches(by)[:BARS]]
    return charts.bar_chart(_("Usaha menurut cabang"), bars, width=520, words=thousands)


def class_names() -> list[str]:
    return [_(label) for _key, label in CLASSES]


def sizes(by: rules.By) -> list[SizeRow]:
    counted = queries.size_figures(by)
    found = []
    for scheme in SCHEMES:
        column = COLUMN[scheme.key]
        cells = [(counted[column].get(key, 0), rows_behind(**{column: key})) for key, _label in CLASSES]
        found.append(SizeRow(scheme.label, _(scheme.source), scheme.confirmed, cells))
    return found


def begins(by: rules.By) -> bool:
    """Whether the register is still empty and this person may fill it."""
    return bool(rules.may_import(by)) and not queries.totals(by).businesses


def tasks(by: User, *, on: date) -> list[Task]:
    """What waits in every part for this person, most pressing first."""
    at_the_lab = lab.waiting(by, on=on) if may_authorise(by) else []
    return most_pressing([*imports.waiting(by), *aid.waiting(by, on=on), *at_the_lab])
