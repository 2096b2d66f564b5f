"""Settings pages for reference facts: boundaries of areas, industry codes."""

import csv
import io
import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from shapely.geometry import mapping

from sentra.base.permissions import refuse_unless
from sentra.base.places import actions as places
from sentra.base.places.queries import boundaries as given_boundaries
from sentra.base.places.queries import boundary_source, districts, villages
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.web import maps
from sentra.web.asking import acting

CODES_SHOWN = 50
UNREADABLE = 422


class BoundariesForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Berkas GeoJSON"))
    key = forms.CharField(
        label=gettext_lazy("Properti yang berisi kode wilayah"),
        initial="kode",
        max_length=50,
        help_text=gettext_lazy("Kode Kemendagri, dengan atau tanpa titik."),
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber batas"),
        max_length=300,
        help_text=gettext_lazy("Tertulis di bawah setiap peta, misalnya Badan Informasi Geospasial 2025."),
    )


class CodesForm(forms.Form):
    version = forms.RegexField(
        r"^\d{4}$", label=gettext_lazy("Edisi KBLI"), help_text=gettext_lazy("Tahun, misalnya 2025.")
    )
    source = forms.CharField(label=gettext_lazy("Dasar hukum"), max_length=300)
    file = forms.FileField(
        label=gettext_lazy("Berkas CSV"),
        help_text=gettext_lazy("Dua kolom: kode lima angka dan judul; baris pertama boleh kepala kolom."),
    )


class Unusable(ValueError):
    """A file of codes that cannot be taken; the sentence says why."""


@login_required
@require_http_methods(["GET", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_settle_reference(request.user))
    form = BoundariesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            count = _load_boundaries(request, form)
        except (maps.BoundaryError, places.BadBoundaries) as reason:
            form.add_error("file", str(reason))
        else:
            words = ngettext("%(count)s wilayah diganti.", "%(count)s wilayah diganti.", count)
            messages.success(request, words % {"count": count})
            return redirect("registry:boundaries")
    given = given_boundaries()
    facts = {
        "form": form,
        "source": boundary_source(),
        "given_districts": districts().filter(code__in=given).count(),
        "given_villages": villages().filter(code__in=given).count(),
        "all_districts": districts().count(),
        "all_villages": villages().count(),
    }
    return render(request, "registry/boundaries.html", facts, status=UNREADABLE if form.errors else 200)


def _load_boundaries(request: HttpRequest, form: BoundariesForm) -> int:
    """Checked as shapes first, so that a map can always be drawn of what is taken; codes get their dots."""
    try:
        read = json.loads(_bytes(form.cleaned_data["file"]))
    except ValueError as reason:
        raise maps.BoundaryError(_("Berkas ini bukan GeoJSON.")) from reason
    shapes = maps.shapes_from_geojson(read, form.cleaned_data["key"])
    features = [
        {"type": "Feature", "properties": {"kode": shape.code}, "geometry": mapping(shape.polygon)}
        for shape in shapes
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return places.load_boundaries(by=acting(request), at=now(), data=data, source=form.cleaned_data["source"])


def _bytes(file: UploadedFile) -> bytes:
    data: bytes = file.read()
    return data


@login_required
@require_POST
def drop_boundaries(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_settle_reference(request.user))
    places.drop_boundaries(by=acting(request), at=now())
    messages.success(request, _("Peta kembali digambar dari titik desa."))
    return redirect("registry:boundaries")


@login_required
@require_http_methods(["GET", "POST"])
def industry_codes(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_settle_reference(request.user))
    form = CodesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            codes = codes_in(_bytes(form.cleaned_data["file"]))
        except Unusable as reason:
            form.add_error("file", str(reason))
        else:
            return _loaded(request, form, codes)
    facts = _codes_facts(request) | {"form": form}
    return render(request, "registry/industry_codes.html", facts, status=UNREADABLE if form.errors else 200)


def _loaded(request: HttpRequest, form: CodesForm, codes: list[tuple[str, str]]) -> HttpResponse:
    told = {name: form.cleaned_data[name] for name in ("version", "source")}
    count = actions.load_industry_codes(by=acting(request), at=now(), codes=codes, **told)
    words = ngettext("%(count)s kode disimpan.", "%(count)s kode disimpan.", count) % {"count": count}
    messages.success(request, words)
    return redirect("registry:industry_codes")


def _codes_facts(request: HttpRequest) -> dict[str, Any]:
    versions = queries.industry_versions()
    chosen = request.GET.get("edisi", "") or (versions[0].version if versions else "")
    text = request.GET.get("q", "").strip()
    found = Paginator(queries.industry_codes(chosen, text), CODES_SHOWN).get_page(request.GET.get("hal"))
    return {"versions": versions, "chosen": chosen, "text": text, "codes": found}


def codes_in(data: bytes) -> list[tuple[str, str]]:
    """(code, title) rows of a CSV with either separator. Raises Unusable naming the first bad line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise Unusable(_("Berkas ini bukan teks UTF-8; simpan sebagai CSV UTF-8.")) from reason
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        code, title = (row[0].strip(), row[1].strip()) if len(row) > 1 else ("", "")
        if len(code) == 5 and code.isdecimal() and title:
            found[code] = title
        elif number > 1 and any(row):
            raise Unusable(_("Baris %(number)s: harus kode lima angka dan judul.") % {"number": number})
    if not found:
        raise Unusable(_("Tidak ada kode di berkas ini."))
    return list(found.items())
