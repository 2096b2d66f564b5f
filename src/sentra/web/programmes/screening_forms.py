"""What is filled in about lists of other offices, about the committee, and about published figures."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.programmes.models import Counted, OutsideKind
from sentra.registry import queries
from sentra.web.forms import Day
from sentra.web.programmes.forms import NOTHING, amount
from sentra.web.registry.forms import village_choices

# What a member declares: the field, its words, and the field of the register that reads it.
NUMBERS = (
    ("nik", gettext_lazy("NIK"), "nik"),
    ("kk", gettext_lazy("Nomor KK"), "kk"),
    ("phone", gettext_lazy("Telepon"), "phone"),
    ("bank", gettext_lazy("Nomor rekening"), "bank_account"),
)


class OutsideListForm(forms.Form):
    """A list as another office sent it."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis daftar"), choices=OutsideKind.choices)
    title = forms.CharField(
        label=gettext_lazy("Judul"),
        help_text=gettext_lazy("Tertulis pada temuan, misalnya: Daftar ASN BKPSDM."),
        max_length=200,
    )
    as_of = Day(label=gettext_lazy("Keadaan per tanggal"))
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy("Excel atau CSV dengan kolom NIK, KK, atau rekening."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )


class DeclarationForm(forms.Form):
    """What a member of the committee declares about themselves. Never shown again: only tokens are kept."""

    village = forms.ChoiceField(label=gettext_lazy("Desa tempat tinggal"), required=False)
    address = forms.CharField(label=gettext_lazy("Alamat"), required=False, max_length=300)
    rt = forms.CharField(label="RT", required=False, max_length=5)
    rw = forms.CharField(label="RW", required=False, max_length=5)
    mostly_optional = True

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name, label, _key in NUMBERS:
            widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
            self.fields[name] = forms.CharField(label=label, required=False, max_length=40, widget=widget)
        self.fields["village"].choices = [NOTHING, *village_choices("")]  # type: ignore[attr-defined]
        self.order_fields([name for name, _label, _key in NUMBERS])

    def clean(self) -> dict[str, Any]:
        """Numbers as the register writes them, so that one number has one token."""
        for name, _label, key in NUMBERS:
            read, sentence = queries.understood(key, self.cleaned_data.get(name, ""))
            if sentence and not read:
                self.add_error(name, sentence)
            self.cleaned_data[name] = read or ""
        if self.cleaned_data.get("address") and not self.cleaned_data.get("village"):
            self.add_error("village", _("Pilih desanya."))
        return self.cleaned_data

    @property
    def numbers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name, _label, _key in NUMBERS}

    @property
    def whole_address(self) -> str:
        """With RT and RW, as the register compares one; empty when there is none."""
        told = self.cleaned_data
        return " ".join(told[name] for name in ("address", "rt", "rw")) if told["address"].strip() else ""


class TotalForm(forms.Form):
    """A figure as it was published, and its parts, one a line."""

    title = forms.CharField(
        label=gettext_lazy("Yang dinyatakan"),
        help_text=gettext_lazy("Misalnya: KUB penerima 2015."),
        max_length=200,
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        help_text=gettext_lazy("Surat, berita, atau alamat web."),
        max_length=300,
    )
    counted = forms.ChoiceField(label=gettext_lazy("Yang dihitung"), choices=Counted.choices)
    stated = forms.CharField(label=gettext_lazy("Jumlah yang dinyatakan"), max_length=40)
    parts = forms.CharField(
        label=gettext_lazy("Rinciannya"),
        help_text=gettext_lazy("Satu baris satu rincian: nama; jumlah."),
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "angka_%s"  # the form of funds, on the same page, has a source too

    def clean_stated(self) -> int:
        return amount(self.cleaned_data["stated"])

    def clean_parts(self) -> Sequence[tuple[str, int]]:
        found = []
        for number, line in enumerate(self.cleaned_data["parts"].splitlines(), start=1):
            if line.strip():
                found.append(_part(number, line))
        return found


def _part(number: int, line: str) -> tuple[str, int]:
    """`Kutasari; 5`, or with a tab. Raises ValidationError that names the line."""
    cells = [cell.strip() for cell in re.split(r"\t|;", line)]
    words = _("Baris %(line)s: tulis nama; jumlah.") % {"line": number}
    if len(cells) != 2 or not all(cells):
        raise forms.ValidationError(words)
    try:
        return cells[0], amount(cells[1])
    except forms.ValidationError as wrong:
        raise forms.ValidationError(words) from wrong
