"""What is written about goods in use: whom to draw, what was seen, what moves on."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.programmes.models import Award, Condition, Inspection, Item
from sentra.programmes.queries.passing_on import Candidate
from sentra.programmes.rules.following import CONFIDENCES, MARGINS, MONTHS, SEEN
from sentra.web.forms import Day
from sentra.web.programmes.delivering_forms import PICTURES


class SampleForm(forms.Form):
    """Whom to look at: after how many months, how sure, how exact."""

    months = forms.TypedChoiceField(label=gettext_lazy("Setelah penyerahan"), coerce=int)
    confidence = forms.TypedChoiceField(
        label=gettext_lazy("Keyakinan"),
        coerce=int,
        initial=95,
        choices=[(percent, f"{percent} %") for percent in CONFIDENCES],
    )
    margin = forms.TypedChoiceField(
        label=gettext_lazy("Simpangan"),
        coerce=int,
        initial=10,
        choices=[(points, f"± {points}") for points in MARGINS],
    )

    def __init__(self, data: Any = None, *, drawn: Iterable[int]) -> None:
        super().__init__(data)
        left = [months for months in MONTHS if months not in set(drawn)]
        told = [(months, _("%(months)s bulan") % {"months": months}) for months in left]
        self.fields["months"].choices = told  # type: ignore[attr-defined]


class InspectionForm(forms.Form):
    """On a phone, where the goods stand. `form_key` makes a form that is sent twice one."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    photo = forms.FileField(
        label=gettext_lazy("Foto barang di tempatnya"),
        help_text=gettext_lazy("Bila barang tidak ada, foto tempatnya."),
        widget=forms.FileInput({"accept": PICTURES, "capture": "environment", "data-shrinks": ""}),
        error_messages={"required": gettext_lazy("Ambil foto barang di tempatnya.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        help_text=gettext_lazy("Wajib bila ada yang tidak dipakai."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    seen_on = Day(label=gettext_lazy("Tanggal dilihat"))

    def __init__(self, data: Any = None, files: Any = None, *, inspection: Inspection, today: date) -> None:
        super().__init__(data, files, initial={"form_key": str(uuid.uuid4()), "seen_on": today})
        self.goods = list(inspection.award.items.select_related("kind").order_by("kind__name", "pk"))
        for item in self.goods:
            self.fields[f"condition_{item.pk}"] = forms.ChoiceField(
                label=_words(item),
                choices=[(state.value, Condition(state).label) for state in SEEN],
                widget=forms.RadioSelect,
                help_text=item.serial,
                error_messages={"required": _("Pilih keadaan %(kind)s.") % {"kind": item.kind}},
            )

    @property
    def items(self) -> list[forms.BoundField]:
        return [self[f"condition_{item.pk}"] for item in self.goods]

    @property
    def conditions(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[f"condition_{item.pk}"] for item in self.goods}


def _words(item: Item) -> str:
    return f"{item.quantity} {item.kind.unit} {item.kind.name}"


class TransferForm(forms.Form):
    """Idle goods of one recipient, to one of those who wait for such goods."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("Barang yang menganggur"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih barang yang dialihkan.")},
    )
    proposal = forms.ChoiceField(
        label=gettext_lazy("Dialihkan kepada"),
        help_text=gettext_lazy("Menurut urutan daftar tunggu; yang dilewati tercatat."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih penerimanya.")},
    )
    moved_on = Day(label=gettext_lazy("Tanggal pengalihan"))
    place = forms.CharField(label=gettext_lazy("Tempat"), required=False, max_length=200)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercetak di akta."),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        giver: Award,
        waiting: Sequence[Candidate],
        today: date,
    ) -> None:
        super().__init__(data, initial={"moved_on": today})
        idle = giver.items.filter(condition=Condition.IDLE).select_related("kind").order_by("pk")
        self.idle = {str(item.pk): item for item in idle}
        self.waiting = {str(one.proposal.pk): one for one in waiting}
        items, proposal = self.fields["items"], self.fields["proposal"]
        items.choices = [(key, _words(item)) for key, item in self.idle.items()]  # type: ignore[attr-defined]
        items.initial = list(self.idle)
        told = [(key, _candidate_words(one)) for key, one in self.waiting.items()]
        proposal.choices = told  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Item]:
        return [self.idle[key] for key in self.cleaned_data["items"]]

    @property
    def receiver(self) -> Any:
        return self.waiting[self.cleaned_data["proposal"]].proposal


def _candidate_words(one: Candidate) -> str:
    known = one.proposal.snapshot
    return f"{one.place}. {known['business_name']}, {known['village_name']} · {one.package}"
