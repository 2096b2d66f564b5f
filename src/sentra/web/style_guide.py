"""The living style guide at /gaya/: every part once, with invented contents; axe checks this page."""

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from sentra.web import charts, maps
from sentra.web.lab import pictures
from sentra.web.lab.bands import Gain
from sentra.web.linking import wording
from sentra.web.numbers import thousands


@dataclass(frozen=True, slots=True)
class Event:
    at: date
    title: str
    detail: str
    tone: str = ""


class SampleForm(forms.Form):
    """One field of each kind; shown bound and wrong, so that errors are seen too."""

    name = forms.CharField(
        label=gettext_lazy("Nama usaha"),
        help_text=gettext_lazy("Seperti yang tertulis di papan nama atau NIB."),
    )
    workers = forms.IntegerField(label=gettext_lazy("Tenaga kerja"), min_value=0)
    scale = forms.ChoiceField(
        label=gettext_lazy("Golongan"),
        choices=(("small", gettext_lazy("Kecil")), ("medium", gettext_lazy("Menengah"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, widget=forms.Textarea({"rows": 2}))


@cache
def sample_map() -> maps.MapGeometry:
    """An invented regency: 6 districts of 9 villages on a sunflower spiral."""
    points = []
    for number in range(54):
        reach, angle = math.sqrt(number + 0.5) * 0.02, number * 2.399963
        district = int((angle % math.tau) / math.tau * 6) + 1
        code = f"99.01.{district:02}"
        points.append((f"{code}.{2001 + number}", f"Desa {number + 1}", 110 + reach * math.cos(angle),
                       -7 + reach * 0.8 * math.sin(angle), code))  # fmt: skip
    names = ["Karangsari", "Kutabawa", "Bukateja Baru", "Sidareja", "Pagerandong", "Rembul"]
    titles = {f"99.01.{number:02}": name for number, name in enumerate(names, start=1)}
    return maps.project(maps.shapes_from_points(points, "district", titles))


def sample_kpis() -> list[dict[str, Any]]:
    return [
        {"url": "#kpi", "icon": "store", "label": _("IKM terdaftar"), "value": thousands(43358),
         "unit": _("usaha"), "change": "+412", "tone": "up", "note": _("sejak triwulan lalu"),
         "trend": [10, 12, 13, 17, 18, 22, 25, 30]},
        {"url": "#kpi", "icon": "users", "label": _("Tenaga kerja"), "value": thousands(162413),
         "unit": _("orang"), "change": "+1,8%", "tone": "up", "note": _("naik tiga triwulan"),
         "trend": [20, 21, 21, 24, 23, 26, 28]},
        {"url": "#kpi", "icon": "id-card", "label": _("Sudah ber-NIB"), "value": "62,1", "unit": "%",
         "change": "+3,4", "tone": "up", "note": _("target 75%"), "percent": 82},
        {"url": "#kpi", "icon": "copy", "label": _("Diduga ganda"), "value": thousands(431),
         "unit": _("pasang"), "change": "+17", "tone": "down", "note": _("menunggu diperiksa"),
         "percent": 38, "meter_tone": "warn"},
    ]  # fmt: skip


def sample_steps() -> list[charts.Step]:
    return [
        charts.Step(_("Nomor HP"), -15, 2),
        charts.Step(_("Nama pemilik"), 2, 11.4),
        charts.Step(_("NIK"), 11.4, 5.8),
    ]


def sample_charts() -> dict[str, Any]:
    months = ["Des", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov"]
    sugar = charts.Series(_("Gula kelapa"), [320, 335, 310, 348, 362, 371, 355, 390, 402, 398, 421, 436])
    pine = charts.Series(_("Olahan nanas"), [88, 92, 85, None, 110, 131, 140, 128, 118, 109, 121, 126])
    goal = charts.Series(_("Target gula"), [350 + 4 * month for month in range(12)], dashed=True)
    noise = [(86, 6), (88, 15), (90, 31), (92, 58), (94, 112), (96, 47), (98, 22), (100, 12), (102, 6)]
    return {
        "lines": charts.line_chart(_("Produksi sentra per bulan, ton"), months, [sugar, pine, goal]),
        "lines_key": charts.key([sugar, pine, goal]),
        "noise": charts.histogram(_("Sebaran hasil uji kebisingan"), noise, unit="dB(A)", limit=96,
                                  limit_label=_("syarat pembeli 96 dB(A)"), width=520, height=300),
        "bars": charts.bar_chart(_("Usaha per sentra"), [("Gula kelapa", 12870), ("Sapu glagah", 6410),
                                 ("Knalpot & logam", 3520), ("Batik", 940)], width=520, words=thousands),
        "fall": charts.waterfall(_("Bobot bukti"), charts.Step(_("Awal"), 0, -15), sample_steps(),
                                 pgettext("bukti", "Jumlah"), width=480, words=wording.signed),
        "heard": sample_history(),
        "gains": pictures.gains([Gain(100 * 10 ** (at / 10), 6 * math.sin(at / 3), 0.6) for at in range(20)]),
        "no_data": charts.line_chart(_("Ekspor per bulan"), [], [], width=520, height=120),
    }  # fmt: skip


def sample_history() -> pictures.Picture:
    """Idle, run up, hold, release; clipped on the way up."""
    rise = [70.0 + 20 * min(1, max(0, at - 60) / 60) for at in range(300)]
    return pictures.history(
        [*rise, *(90 - at / 8 for at in range(120))],
        step_s=0.01,
        hold_s=(1.3, 3.0),
        top=(90.0, 2.1),
        background_db=52.0,
        places=[pictures.Place(1.05, _("terpotong"))],
    )


def sample_maps() -> dict[str, Any]:
    values = {"99.01.01": 3471.0, "99.01.02": 3406, "99.01.03": 1043, "99.01.04": 2263, "99.01.05": 2695}
    title = _("Jumlah usaha per kecamatan")
    return {
        "map": maps.choropleth(
            sample_map(), values, title=title, link=lambda code: f"#{code}", words=thousands
        ),
        "map_table": sorted(
            ((s.name, values.get(s.code)) for s in sample_map().shapes), key=lambda row: -(row[1] or 0)
        ),
        "locator": maps.point_map(sample_map(), -6.97, 110.05, title=_("Letak usaha"), area="99.01.01"),
        "wrong_point": maps.point_map(sample_map(), 7.4, 109.3, title=_("Letak usaha"), area="99.01.04"),
    }


def sample_events() -> list[Event]:
    return [
        Event(date(2026, 11, 14), _("Hasil uji knalpot keluar"), _("94 dB(A), 3 dB di bawah pembanding")),
        Event(date(2026, 11, 2), _("Berita acara menunggu tanda tangan"), _("tenggat 30 November"), "warn"),
        Event(date(2026, 2, 17), _("Data ditolak saat impor"), _("NIK kehilangan angka"), "bad"),
    ]


def sample_rows() -> list[dict[str, Any]]:
    """Invented businesses with marks in the five series colours."""
    rows = (
        (
            "UD Contoh Satu",
            "Sapu glagah",
            "s1",
            "Desa 12",
            "Karangsari",
            "9100000000001",
            13,
            379_500_000,
            "warn",
        ),
        ("CV Contoh Dua", "Makanan & minuman", "s0", "Desa 3", "Kutabawa", "", 2, 44_300_000, "ok"),
        ("KUB Contoh Tiga", "Gula kelapa", "s3", "Desa 41", "Rembul", "9100000000003", 41, 4_400_000_000, ""),
        ("Contoh Empat", "Batik", "s2", "Desa 8", "Sidareja", "", None, None, "bad"),
    )
    words = {"warn": _("Perlu verifikasi"), "ok": _("Aktif"), "": _("Tidak aktif"), "bad": _("Diduga ganda")}
    keys = ("name", "branch", "dot", "village", "district", "nib", "workers", "turnover", "tone")
    return [{**dict(zip(keys, row, strict=True)), "status": words[row[-1]]} for row in rows]


def style_guide(request: HttpRequest) -> HttpResponse:
    form = SampleForm({"name": "", "workers": "-3", "scale": "small"})
    tones = [("ok", _("Aktif")), ("warn", _("Perlu verifikasi")), ("bad", _("Diduga ganda")),
             ("info", _("Baru")), ("", _("Tidak aktif"))]  # fmt: skip
    context = {
        "form": form,
        "kpis": sample_kpis(),
        "events": sample_events(),
        "rows": sample_rows(),
        "row_count": ngettext("%(count)s usaha", "%(count)s usaha", 4) % {"count": 4},
        "tones": tones,
        "tabs": [("#tabs", _("Profil"), 0, True), ("#tabs", _("Bantuan"), 2, False),
                 ("#tabs", _("Riwayat"), 1046, False)],
        "steps": [(_("Pilih berkas"), "done"), (_("Cocokkan kolom"), "current"), (_("Periksa"), ""),
                  (_("Simpan"), "")],
        "checks": [(True, _("NIB dan KBLI")), (True, _("Titik lokasi di peta")),
                   (False, _("Foto tempat usaha"))],
        "sample_day": date(2026, 11, 21),
        **sample_charts(),
        **sample_maps(),
    }  # fmt: skip
    return render(request, "style_guide.html", context)
