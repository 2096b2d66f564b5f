"""What the laboratory keeps in order: instruments, certificates, limits, its accreditation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.lab.models import InstrumentKind, LimitKind
from sentra.web.forms import Day
from sentra.web.lab.fields import Number, Scan, chosen


class InstrumentForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Jenis alat"), choices=InstrumentKind.choices)
    maker = forms.CharField(label=gettext_lazy("Merek"), max_length=100)
    model = forms.CharField(label=gettext_lazy("Model"), max_length=100)
    serial = forms.CharField(label=gettext_lazy("Nomor seri"), max_length=60)
    accuracy = forms.ChoiceField(
        label=gettext_lazy("Kelas ketelitian"),
        choices=(("", gettext_lazy("tidak dinyatakan")), ("1", "1"), ("2", "2")),
        required=False,
    )
    nominal_db = Number(label=gettext_lazy("Tingkat nada kalibrator (dB)"), required=False)
    nominal_hz = Number(label=gettext_lazy("Frekuensi nada kalibrator (Hz)"), required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("kind") == InstrumentKind.CALIBRATOR:
            for name in ("nominal_db", "nominal_hz"):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Isi untuk kalibrator."))
        return said


class CertificateForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Nomor sertifikat"), max_length=100)
    issuer = forms.CharField(label=gettext_lazy("Penerbit"), max_length=200)
    valid_from = Day(label=gettext_lazy("Berlaku sejak"))
    valid_until = Day(label=gettext_lazy("Berlaku sampai"))
    u_db = Number(
        label=gettext_lazy("Ketidakpastian baku tingkat kalibrator (dB)"),
        help_text=gettext_lazy("Ketidakpastian diperluas di sertifikat dibagi faktor cakupannya."),
        required=False,
    )
    file = Scan(label=gettext_lazy("Pindaian sertifikat"))

    def __init__(self, data: Any = None, files: Any = None, *, kind: str) -> None:
        super().__init__(data, files)
        if kind != InstrumentKind.CALIBRATOR:
            del self.fields["u_db"]


class AccreditationForm(forms.Form):
    number = forms.CharField(label=gettext_lazy("Nomor akreditasi"), max_length=100)
    scope = forms.CharField(
        label=gettext_lazy("Lingkup"), max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    body = forms.CharField(label=gettext_lazy("Lembaga yang mengakreditasi"), max_length=200)
    valid_from = Day(label=gettext_lazy("Berlaku sejak"))
    valid_until = Day(label=gettext_lazy("Berlaku sampai"))
    file = Scan(label=gettext_lazy("Pindaian sertifikat"))


class LimitForm(forms.Form):
    """A limit of a local rule, a buyer or a standard; it judges once somebody else has compared it."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    key = forms.SlugField(
        label=gettext_lazy("Kode"),
        help_text=gettext_lazy("Huruf kecil, angka, tanda hubung; tetap."),
        error_messages={"invalid": gettext_lazy("Kode: huruf kecil, angka, dan tanda hubung.")},
        max_length=60,
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Ditetapkan oleh"), choices=LimitKind.choices)
    quantity = forms.ChoiceField(
        label=gettext_lazy("Besaran"),
        help_text=gettext_lazy("Hanya besaran yang diukur metode kami: batas uji jalan tidak menilainya."),
    )
    procedure_key = forms.ChoiceField(label=gettext_lazy("Metode ukurnya"))
    value_db = Number(label=gettext_lazy("Batas (dB)"))
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        help_text=gettext_lazy("Nomor, tanggal, pasal, halaman: agar orang lain dapat mencocokkannya."),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    valid_from = Day(label=gettext_lazy("Berlaku sejak"))
    valid_until = Day(label=gettext_lazy("Berlaku sampai"), required=False)
    file = Scan(label=gettext_lazy("Pindaian dokumennya"))

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        quantities: Sequence[tuple[str, Any]],
        methods: Sequence[tuple[str, Any]],
    ) -> None:
        super().__init__(data, files)
        chosen(self, "quantity", list(quantities))
        chosen(self, "procedure_key", list(methods))
