"""What is filled in about programmes, rounds and proposals; the actions judge it, the forms only read it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.base.places.queries import districts
from sentra.programmes.catalogue.instruments import INSTRUMENTS
from sentra.programmes.catalogue.papers import BY_KEY as PAPERS
from sentra.programmes.catalogue.visits import QUESTIONS
from sentra.programmes.models import Channel, FundSource, Package, Round
from sentra.programmes.queries.rounds import fund_sources
from sentra.programmes.rules.papers import BROUGHT
from sentra.registry import queries
from sentra.registry.catalogue.branches import BRANCHES
from sentra.web.forms import Day
from sentra.web.numbers import MINUS

WISHES = 3
NOTHING = ("", "–")


class Money(forms.CharField):
    """Rupiah as people write them: 4.500.000, 4,5 jt. Cleans to whole rupiah."""

    def __init__(self, **about: Any) -> None:
        widget = forms.TextInput({"autocomplete": "off", "class": "short"})
        super().__init__(max_length=40, widget=widget, **about)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return amount(text) if text else None


class Degrees(forms.FloatField):
    """As a phone writes them (-7.30351) and as our own pages show them (−7,30351)."""

    def __init__(self, **about: Any) -> None:
        super().__init__(widget=forms.TextInput({"inputmode": "decimal"}), **about)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace(",", ".").replace(MINUS, "-"))


def amount(text: str) -> int:
    """Whole rupiah. Raises ValidationError."""
    read, sentence = queries.understood("investment_idr", text)
    if not isinstance(read, int):
        raise forms.ValidationError(sentence or _("Isi rupiah bulat."))
    return read


class ProgrammeForm(forms.Form):
    year = forms.IntegerField(
        label=gettext_lazy("Tahun anggaran"), widget=forms.NumberInput({"class": "short"})
    )
    title = forms.CharField(label=gettext_lazy("Nama program"), max_length=200)
    purpose = forms.CharField(
        label=gettext_lazy("Tujuan"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Dasar penyaluran"),
        help_text=gettext_lazy("Menentukan siapa yang boleh menerima dan berkas apa yang diminta."),
        widget=forms.RadioSelect,
        choices=[(one.key, one.label) for one in INSTRUMENTS],
    )


class FundForm(forms.Form):
    """Money of a known source, or of one that is named here for the first time."""

    mostly_optional = True  # one of the two sources is needed; that both may be empty would mislead

    source = forms.ModelChoiceField(
        label=gettext_lazy("Sumber dana"), queryset=FundSource.objects.none(), required=False, empty_label="–"
    )
    new_source = forms.CharField(
        label=gettext_lazy("Sumber dana baru"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bila belum ada di daftar, misalnya DBHCHT."),
    )
    ceiling_idr = Money(
        label=gettext_lazy("Pagu"), help_text=gettext_lazy("Boleh ditulis 1,2 M atau 750 jt.")
    )
    budget_line = forms.CharField(
        label=gettext_lazy("Rekening belanja (DPA)"), max_length=100, required=False
    )
    branches = forms.MultipleChoiceField(
        label=gettext_lazy("Hanya untuk jenis usaha"),
        help_text=gettext_lazy("Kosong: semua."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("Hanya untuk kecamatan"),
        help_text=gettext_lazy("Kosong: semua."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "branches", [(branch.key, _(branch.label)) for branch in BRANCHES])
        choose(self, "districts", districts().values_list("code", "name"))
        source = self.fields["source"]
        if isinstance(source, forms.ModelChoiceField):
            source.queryset = fund_sources()

    def clean(self) -> dict[str, Any]:
        known, new = self.cleaned_data.get("source"), self.cleaned_data.get("new_source")
        if not known and not new:
            self.add_error("source", _("Pilih sumber dana, atau tulis yang baru."))
        return self.cleaned_data

    @property
    def scope(self) -> dict[str, list[str]]:
        return {name: self.cleaned_data[name] for name in ("branches", "districts")}


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class RoundForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Nama putaran"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        help_text=gettext_lazy("Berdiri di depan setiap nomor usulan, misalnya ALAT-26."),
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )
    opens_on = Day(label=gettext_lazy("Dibuka"))
    closes_on = Day(label=gettext_lazy("Ditutup"))


class KindsForm(forms.Form):
    """A list of kinds, as it is copied out of a spreadsheet."""

    lines = forms.CharField(
        label=gettext_lazy("Daftar alat"),
        help_text=gettext_lazy(
            "Satu alat sebaris: nama; spesifikasi; satuan; harga; persediaan; nomor seri."
            " Dua yang terakhir boleh kosong; tulis “ya” bila alat bernomor seri: tanpa nomornya alat itu"
            " tidak dapat diserahkan. Boleh ditempel dari lembar kerja."
        ),
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        max_length=200_000,
    )


class ProposalForm(forms.Form):
    """What a letter asks for."""

    received_on = Day(label=gettext_lazy("Diterima"))
    letter_number = forms.CharField(label=gettext_lazy("Nomor surat"), max_length=100, required=False)
    letter_on = Day(label=gettext_lazy("Tanggal surat"), required=False)
    need = forms.CharField(
        label=gettext_lazy("Keperluan"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    field_order = ("channel", "members", "wish_1", "wish_2", "wish_3", "need", "received_on")

    def __init__(self, *args: Any, round_: Round, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["received_on"] = today
        self.packages = {str(one.pk): one for one in round_.packages.order_by("pk")}
        for rank in range(1, min(WISHES, len(self.packages)) + 1):
            self.fields[f"wish_{rank}"] = self._wish(rank)
        self.order_fields(self.field_order)

    def _wish(self, rank: int) -> forms.ChoiceField:
        label = _("Paket yang paling diharapkan") if rank == 1 else _("Pilihan ke-%(rank)s") % {"rank": rank}
        choices = [NOTHING, *((key, one.title) for key, one in self.packages.items())]
        return forms.ChoiceField(label=label, choices=choices, required=rank == 1)

    @property
    def wishes(self) -> list[Package]:
        chosen = [self.cleaned_data.get(f"wish_{rank}") for rank in range(1, WISHES + 1)]
        return [self.packages[key] for key in chosen if key]


class BusinessProposalForm(ProposalForm):
    channel = forms.ChoiceField(
        label=gettext_lazy("Jalur"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.GROUP],
        initial=Channel.BUSINESS,
    )


class GroupProposalForm(ProposalForm):
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Anggota yang mengusulkan"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "members", members)
        if not self.is_bound:
            self.initial["members"] = [pk for pk, _name in members]


class PaperForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis berkas"), choices=[(kind, PAPERS[kind].label) for kind in BROUGHT]
    )
    dated_on = Day(label=gettext_lazy("Tanggal pada berkas"))
    number = forms.CharField(label=gettext_lazy("Nomor"), max_length=100, required=False)
    note = forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)
    file = forms.FileField(
        label=gettext_lazy("Foto atau pindaian"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,application/pdf", "data-shrinks": ""}),
    )


class DocumentsForm(forms.Form):
    complete = forms.ChoiceField(
        label=gettext_lazy("Hasil pemeriksaan"),
        choices=[("yes", gettext_lazy("Lengkap")), ("no", gettext_lazy("Ada yang kurang"))],
        widget=forms.RadioSelect,
    )
    checked_on = Day(label=gettext_lazy("Tanggal pemeriksaan"))
    reason = forms.CharField(
        label=gettext_lazy("Yang kurang"),
        help_text=gettext_lazy("Dibaca pengusul. Berkas wajib yang belum ada disebut sendiri."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )


class VisitForm(forms.Form):
    """The sheet of a visit, to be filled in standing up."""

    form_key = forms.CharField(max_length=36, widget=forms.HiddenInput)
    visited_on = Day(label=gettext_lazy("Tanggal kunjungan"))
    fit = forms.ChoiceField(
        label=gettext_lazy("Layak menerima alat"),
        choices=[("yes", gettext_lazy("Layak")), ("no", gettext_lazy("Belum layak"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto tempat usaha"),
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment", "data-shrinks": ""}),
    )
    latitude = Degrees(label=gettext_lazy("Lintang"), required=False)
    longitude = Degrees(label=gettext_lazy("Bujur"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[f"answer_{question.key}"] = forms.ChoiceField(
                label=str(question.label),
                choices=[(key, label) for key, label, _points in question.answers],
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        half = (self.cleaned_data.get("latitude") is None) != (self.cleaned_data.get("longitude") is None)
        if half:
            self.add_error("latitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return self.cleaned_data

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[f"answer_{question.key}"] for question in QUESTIONS]

    @property
    def checklist(self) -> dict[str, str]:
        return {question.key: self.cleaned_data[f"answer_{question.key}"] for question in QUESTIONS}

    @property
    def point(self) -> tuple[float, float] | None:
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        return None if latitude is None or longitude is None else (latitude, longitude)
