"""The parts of a business's page, made ready for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sentra.registry.catalogue.fields import LABELS
from sentra.registry.catalogue.sizes import SCHEMES, UNKNOWN, Scheme
from sentra.registry.models import LinkEvent, Profile, SourceRecord
from sentra.registry.queries import Number
from sentra.registry.queries.dossier import Dossier
from sentra.registry.queries.history import Change
from sentra.registry.queries.years import Told, Year
from sentra.web import charts, maps
from sentra.web.numbers import rupiah_short
from sentra.web.registry import geometry
from sentra.web.registry.wording import Places, class_label, worded

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        gettext_noop("Usaha"),
        ("product", "branch", "kbli", "founded_year", "group_name", "cluster"),
    ),
    (gettext_noop("Pemilik"), ("owner_name", "sex")),
    (
        gettext_noop("Tempat"),
        ("village", "district", "address", "hamlet", "rt", "rw", "latitude", "longitude"),
    ),
    (
        gettext_noop("Angka terakhir"),
        ("workers", "workers_male", "workers_female", "investment_idr", "turnover_idr",
         "production_value_idr", "export_value_idr", "capacity", "observed_year", "observed_on"),
    ),
    (gettext_noop("Lainnya"), ("status", "equipment", "note")),
)  # fmt: skip
NEEDED = {
    "permenperin_64_2016": ("workers", "investment_idr"),
    "pp_7_2021": ("turnover_idr",),
    "bps": ("workers",),
}
COLUMN = {"permenperin_64_2016": "size", "pp_7_2021": "size_msme", "bps": "size_statistics"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A value in words with the record it came from."""

    key: str
    label: str
    words: str
    record: SourceRecord


@dataclass(frozen=True, slots=True)
class Version:
    """What one record changed: (label, old, new) in words; `joining`: or what a merge or its end changed."""

    at: datetime
    record: SourceRecord
    undone: bool
    undoing: bool
    changes: list[tuple[str, str, str]]
    joining: str


@dataclass(frozen=True, slots=True)
class YearlyFigure:
    """One figure of one year in words: what stands and where it came from, and what folds under it."""

    label: str
    words: str
    record: SourceRecord
    also: Sequence[SourceRecord]
    others: list[tuple[str, Sequence[SourceRecord]]]


@dataclass(frozen=True, slots=True)
class SizeClass:
    scheme: Scheme
    label: str
    why: str
    known: bool


@dataclass(frozen=True, slots=True)
class Completeness:
    percent: int
    checks: list[tuple[bool, str]]

    @property
    def missing(self) -> int:
        return sum(1 for done, _words in self.checks if not done)


@dataclass(frozen=True, slots=True)
class Locator:
    drawing: SafeString
    caption: str


def versions(changes: Sequence[Change], places: Places) -> list[Version]:
    """The changes that came together, together; each with its values in words."""
    found: list[Version] = []
    of = lambda c: (c.at, c.record, c.undoing, c.joining)  # noqa: E731
    for (at, row, undoing, event), group in groupby(changes, key=of):
        together = list(group)
        words = [(_(c.label), worded(c.key, c.old, places), worded(c.key, c.new, places)) for c in together]
        joining = _joining(event, at) if event else ""
        found.append(Version(at, row, together[0].undone, undoing, words, joining))
    return found


def _joining(event: LinkEvent, at: datetime) -> str:
    said = {"one": event.business_id, "other": event.other_id}
    if at == event.at:
        return _("karena nomor %(one)s dan nomor %(other)s digabungkan") % said
    return _("karena nomor %(one)s dan nomor %(other)s dipisahkan lagi") % said


def sections(whole: Dossier, places: Places) -> list[tuple[str, list[Fact]]]:
    """The values by subject; those that are not known are left to the checklist."""
    found = [(_(title), _facts(whole, keys, places)) for title, keys in SECTIONS]
    return [(title, facts) for title, facts in found if facts]


def _facts(whole: Dossier, keys: Sequence[str], places: Places) -> list[Fact]:
    shown = [whole.values[key] for key in keys if key in whole.values]
    return [Fact(s.key, _(s.label), worded(s.key, s.value, places), s.record) for s in shown]


def classes(whole: Dossier) -> list[SizeClass]:
    """The class under each scheme and what it rests on."""
    values = {key: shown.value for key, shown in whole.values.items()}
    return [_class(scheme, getattr(whole.profile, COLUMN[scheme.key]), values) for scheme in SCHEMES]


def _class(scheme: Scheme, size: str, values: dict[str, Any]) -> SizeClass:
    needed = NEEDED[scheme.key]
    absent = [_(LABELS[key]).lower() for key in needed if values.get(key) is None]
    if absent:
        why = _("%(what)s belum ada") % {"what": _(" dan ").join(absent)}
    elif size == UNKNOWN and any(isinstance(values[key], dict) for key in needed):
        why = _("kisarannya melewati batas golongan")
    else:
        why = ", ".join(f"{_(LABELS[key]).lower()} {worded(key, values[key], {})}" for key in needed)
    return SizeClass(scheme, class_label(size), why, size != UNKNOWN)


def completeness(whole: Dossier, numbers: Sequence[Number]) -> Completeness:
    """What an office needs to know of every business, and whether it is there."""
    schemes, values = {number.scheme for number in numbers}, whole.values
    checks = [
        ("nik" in schemes, _("NIK pemilik")),
        ("phone" in schemes, _("Telepon")),
        ("nib" in schemes, _("NIB")),
        ("kbli" in values, _("KBLI")),
        ("product" in values, _("Produk")),
        ("village" in values, _("Desa")),
        ({"latitude", "longitude"} <= values.keys(), _("Titik lokasi di peta")),
        ("workers" in values, _("Tenaga kerja")),
        ("investment_idr" in values, _("Nilai investasi")),
        ("turnover_idr" in values, _("Omzet setahun")),
    ]
    return Completeness(round(100 * sum(done for done, _words in checks) / len(checks)), checks)


def locator(profile: Profile) -> Locator | None:
    """The point of the business, else that of its village, which the caption then says."""
    caption = _("Titik usaha")
    point = (profile.latitude, profile.longitude)
    if None in point:
        caption = _("Titik desa; titik usaha belum ada")
        found = geometry.point_of(profile.village)
        if found is None:
            return None
        point = found
    try:
        shapes = geometry.district_map()
    except ValueError:
        return None
    latitude, longitude = point
    title = f"{caption}: {profile.name}"
    area = profile.district_id or ""
    drawing = maps.point_map(shapes, latitude or 0.0, longitude or 0.0, title=title, area=area)
    return Locator(drawing, caption)


def yearly(years: Sequence[Year]) -> list[tuple[int, list[YearlyFigure]]]:
    return [
        (
            one.year,
            [
                YearlyFigure(
                    _(figure.label),
                    _said(figure.key, figure.stands),
                    figure.record,
                    figure.also,
                    [(_said(figure.key, told), told.records) for told in figure.others],
                )
                for figure in one.figures
            ],
        )
        for one in years
    ]


def _said(key: str, told: Told) -> str:
    return worded(key, told.value, {}) or _("dikosongkan")


def turnover_chart(years: Sequence[Year]) -> SafeString | None:
    """Turnover by year, once two years are known."""
    by_year = {
        one.year: figure.stands.value
        for one in reversed(years)
        for figure in one.figures
        if figure.key == "turnover_idr" and isinstance(figure.stands.value, int)
    }
    if len(by_year) < 2:
        return None
    line = charts.Series(_("Omzet setahun"), list(by_year.values()))
    labels = [str(year) for year in by_year]
    return charts.line_chart(_("Omzet per tahun"), labels, [line], width=520, height=220, words=rupiah_short)


def columns_of(row: SourceRecord) -> list[dict[str, Any]]:
    """The columns of the sheet a record was read from: index, header, field."""
    layouts = row.batch.layouts if row.batch else []
    found = [layout["columns"] for layout in layouts if layout["sheet"] == row.sheet]
    return found[0] if found else []
