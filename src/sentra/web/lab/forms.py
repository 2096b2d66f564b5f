"""What is written at the desk: requests, what was handed in, vehicles, results of others, reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sentra.lab.models import Killer, Purpose, Quantity, SpecimenRole
from sentra.web.forms import Day
from sentra.web.lab.fields import Number, Scan, WholeRpm, chosen


class RequestForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    wish = forms.CharField(
        label=gettext_lazy("Yang ingin diketahui"),
        help_text=gettext_lazy("Dengan kata-kata pemohon, misalnya: lebih senyap daripada model lama?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    asked_on = Day(label=gettext_lazy("Tanggal permintaan"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"asked_on": today})


class PlanForm(forms.Form):
    planned_on = Day(label=gettext_lazy("Rencana pengukuran"))


class SpecimenForm(forms.Form):
    """What is put on the counter."""

    role = forms.ChoiceField(
        label=gettext_lazy("Barang ini"),
        choices=SpecimenRole.choices,
        initial=SpecimenRole.ITEM,
        widget=forms.RadioSelect,
    )
    model = forms.CharField(label=gettext_lazy("Model"), max_length=100)
    made_by = forms.CharField(
        label=gettext_lazy("Pembuat"),
        help_text=gettext_lazy("Kosong: usaha yang meminta."),
        required=False,
        max_length=200,
    )
    batch = forms.CharField(label=gettext_lazy("Tanda produksi"), required=False, max_length=60)
    fits = forms.CharField(label=gettext_lazy("Untuk kendaraan"), required=False, max_length=200)
    killer = forms.ChoiceField(label=gettext_lazy("Peredam sisipan (db killer)"), choices=Killer.choices)
    received_on = Day(label=gettext_lazy("Diterima"))
    condition = forms.CharField(
        label=gettext_lazy("Keadaan"),
        help_text=gettext_lazy("Penyok, las terbuka, paking lepas: apa pun yang dapat memengaruhi bunyi."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"received_on": today})


class ReturnForm(forms.Form):
    returned_on = Day(label=gettext_lazy("Dikembalikan"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"returned_on": today})


class VehicleForm(forms.Form):
    """The bench vehicle: what its engine is decides how its sound is read."""

    maker = forms.CharField(label=gettext_lazy("Merek"), max_length=60)
    model = forms.CharField(label=gettext_lazy("Model"), max_length=60)
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=1950, max_value=2100)
    unit_mark = forms.CharField(
        label=gettext_lazy("Tanda unit"),
        help_text=gettext_lazy("Angka akhir nomor rangka, bukan nomor polisi."),
        required=False,
        max_length=20,
    )
    capacity_cc = forms.IntegerField(label=gettext_lazy("Isi silinder (cc)"), min_value=20, max_value=5000)
    strokes = forms.TypedChoiceField(
        label=gettext_lazy("Langkah mesin"),
        choices=((4, gettext_lazy("4 langkah")), (2, gettext_lazy("2 langkah"))),
        coerce=int,
    )
    cylinders = forms.IntegerField(
        label=gettext_lazy("Jumlah silinder"), min_value=1, max_value=12, initial=1
    )
    firing_deg = forms.CharField(
        label=gettext_lazy("Sudut pembakaran (derajat poros engkol)"),
        help_text=gettext_lazy("Kosong: jarak pembakaran sama. Misalnya 0; 270."),
        required=False,
        max_length=100,
    )
    rated_rpm = WholeRpm(
        label=gettext_lazy("Putaran pada daya tertinggi (rpm)"), min_value=500, max_value=25_000
    )
    rated_rpm_source = forms.CharField(
        label=gettext_lazy("Sumber putaran itu"),
        help_text=gettext_lazy("Misalnya buku pemilik halaman 84."),
        max_length=200,
    )
    approval_db = Number(label=gettext_lazy("Nilai statis terdaftar (dB)"), required=False)
    approval_source = forms.CharField(
        label=gettext_lazy("Sumber nilai terdaftar"), required=False, max_length=200
    )

    def clean_firing_deg(self) -> list[float]:
        text = self.cleaned_data["firing_deg"].replace(",", ".")
        try:
            return [float(part) for part in text.split(";") if part.strip()]
        except ValueError:
            raise forms.ValidationError(
                gettext_lazy("Tulis angka dengan titik koma di antaranya, misalnya 0; 270.")
            ) from None


class ExternalForm(forms.Form):
    """What another laboratory's report says."""

    laboratory = forms.CharField(label=gettext_lazy("Laboratorium"), max_length=200)
    accreditation = forms.CharField(label=gettext_lazy("Nomor akreditasinya"), required=False, max_length=100)
    report_number = forms.CharField(label=gettext_lazy("Nomor laporan"), max_length=100)
    dated_on = Day(label=gettext_lazy("Tanggal laporan"))
    quantity = forms.ChoiceField(label=gettext_lazy("Yang diukur"), choices=Quantity.choices)
    procedure = forms.CharField(label=gettext_lazy("Metode menurut laporan itu"), max_length=200)
    value_db = Number(label=gettext_lazy("Nilai (dB)"))
    U_db = Number(label=gettext_lazy("Ketidakpastian diperluas U (dB)"), required=False)
    k = Number(label=gettext_lazy("Faktor cakupan k"), required=False)
    file = Scan(label=gettext_lazy("Pindaian laporan"))


class ReportForm(forms.Form):
    """Which results the report tells, and what was not done as the method says."""

    results = forms.MultipleChoiceField(
        label=gettext_lazy("Hasil yang dilaporkan"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih hasil yang dilaporkan.")},
    )
    comparison = forms.ChoiceField(label=gettext_lazy("Perbandingan"), required=False)
    judgement = forms.ChoiceField(label=gettext_lazy("Penilaian terhadap batas"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Mengapa laporan diganti"),
        help_text=gettext_lazy(
            "Semua orang dapat membacanya di halaman periksa: tanpa nama dan nomor pribadi."
        ),
        max_length=500,
    )
    note = forms.CharField(
        label=gettext_lazy("Penyimpangan dari metode"),
        help_text=gettext_lazy("Kosong: tidak ada."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        results: Sequence[tuple[Any, str]],
        comparisons: Sequence[tuple[Any, str]],
        judgements: Sequence[tuple[Any, str]],
        reason: bool = False,
        comparing: bool = False,
    ) -> None:
        super().__init__(data)
        if not reason:
            del self.fields["reason"]
        self.known = {
            name: {str(one.pk): one for one, _words in rows}
            for name, rows in (("results", results), ("comparison", comparisons), ("judgement", judgements))
        }
        chosen(self, "results", _choices(results), first=list(self.known["results"]))
        only = comparing and len(comparisons) == 1
        for name, rows in (("comparison", comparisons), ("judgement", judgements)):
            first = str(rows[0][0].pk) if only and len(rows) == 1 else None
            chosen(self, name, [("", "–"), *_choices(rows)], first=first)

    @property
    def said(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "results": [self.known["results"][key] for key in asked["results"]],
            "comparison": self.known["comparison"].get(asked["comparison"]),
            "judgement": self.known["judgement"].get(asked["judgement"]),
            **{name: asked[name] for name in ("note", "reason") if name in asked},
        }


def _choices(rows: Sequence[tuple[Any, str]]) -> list[tuple[str, str]]:
    return [(str(one.pk), words) for one, words in rows]
