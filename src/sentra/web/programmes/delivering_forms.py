"""What is written about goods: an invoice, a receipt, a handover."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.programmes.actions import Bought
from sentra.programmes.models import Award, Item, Purchase, ToolKind

AMOUNT = re.compile(r"(?:Rp)?\d{1,3}(?:\.\d{3})+|(?:Rp)?\d+", re.IGNORECASE)
PICTURES = "image/jpeg,image/png"
DATE = {"type": "date"}


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants the day as ISO 8601 writes it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "short"})


def whole(text: str) -> int:
    """`4.500.000`, `Rp 4.500.000` and `4500000`. Raises ValidationError for anything else."""
    plain = re.sub(r"[\s\u00a0]", "", text)
    if not AMOUNT.fullmatch(plain):
        raise forms.ValidationError(_("Tulis jumlah rupiah bulat, misalnya 4.500.000."))
    return int(re.sub(r"\D", "", plain))


class RupiahField(forms.CharField):
    """Whole rupiah, as people write them."""

    def __init__(self, **about: Any) -> None:
        super().__init__(
            max_length=30, widget=forms.TextInput({"inputmode": "numeric", "class": "short"}), **about
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return whole(text) if text else None


class PurchaseForm(forms.Form):
    """One invoice: a row for each kind, to be filled in for those that stand on it.

    `lacking`: pieces of each kind that the awards of the fund still lack, by its id.
    """

    supplier = forms.CharField(label=gettext_lazy("Penyedia"), max_length=200)
    number = forms.CharField(label=gettext_lazy("Nomor kontrak atau faktur"), max_length=100)
    bought_on = forms.DateField(label=gettext_lazy("Tanggal pembelian"), widget=DayInput)
    invoice_idr = RupiahField(
        label=gettext_lazy("Total faktur"),
        help_text=gettext_lazy(
            "Seperti tertulis di faktur; bila barisnya berjumlah lain, selisihnya ditampilkan."
        ),
    )
    assign = forms.BooleanField(
        label=gettext_lazy("Langsung bagikan kepada penerima yang belum kebagian"),
        required=False,
        initial=True,
    )

    def __init__(self, data: Any = None, *, kinds: Iterable[ToolKind], lacking: dict[int, int]) -> None:
        super().__init__(data)
        self.kinds = sorted(kinds, key=lambda kind: (not lacking.get(kind.pk), kind.name))
        self.lacking = lacking
        for kind in self.kinds:
            self.fields[f"quantity_{kind.pk}"] = forms.IntegerField(
                label=_("Jumlah"),
                required=False,
                widget=forms.NumberInput(
                    {"min": 0, "class": "short", "aria-label": _("Jumlah") + f" {kind.name}"}
                ),
            )
            self.fields[f"price_{kind.pk}"] = RupiahField(label=_("Harga"), required=False)
            self.fields[f"price_{kind.pk}"].widget.attrs["aria-label"] = _("Harga satuan") + f" {kind.name}"

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("supplier", "number", "bought_on", "invoice_idr")]

    @property
    def rows(self) -> list[tuple[ToolKind, int, forms.BoundField, forms.BoundField]]:
        return [
            (kind, self.lacking.get(kind.pk, 0), self[f"quantity_{kind.pk}"], self[f"price_{kind.pk}"])
            for kind in self.kinds
        ]

    @property
    def lines(self) -> list[Bought]:
        """The rows that were filled in; a row without a price costs what the budget says."""
        told = self.cleaned_data
        return [
            Bought(kind, told[f"quantity_{kind.pk}"], told[f"price_{kind.pk}"] or kind.price_idr)
            for kind in self.kinds
            if told.get(f"quantity_{kind.pk}")
        ]

    def blame(self, faults: dict[str, str]) -> None:
        """Each sentence at its field; a line's at the quantity of its kind."""
        named = {f"line_{at}": f"quantity_{line.kind.pk}" for at, line in enumerate(self.lines, start=1)}
        for place, sentence in faults.items():
            field = named.get(place, place)
            self.add_error(field if field in self.fields else None, sentence)


class ArrivalForm(forms.Form):
    """What arrived of a purchase, under which receipt."""

    arrived_on = forms.DateField(label=gettext_lazy("Tanggal tiba"), widget=DayInput)
    number = forms.CharField(label=gettext_lazy("Nomor berita acara penerimaan"), max_length=100)
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Barang yang tiba"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih barang yang tiba.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Pindaian berita acara"),
        help_text=gettext_lazy("Foto atau PDF, paling besar 8 MB."),
        required=False,
        widget=forms.ClearableFileInput({"accept": f"{PICTURES},application/pdf"}),
    )

    def __init__(self, data: Any = None, files: Any = None, *, purchase: Purchase) -> None:
        super().__init__(data, files)
        coming = (
            purchase.items.filter(arrived_on=None).select_related("kind", "award__proposal").order_by("pk")
        )
        self.coming = {str(item.pk): item for item in coming}
        items = self.fields["items"]
        items.choices = [(key, _item_words(item)) for key, item in self.coming.items()]  # type: ignore[attr-defined]
        items.initial = list(self.coming)

    @property
    def chosen(self) -> list[Item]:
        return [self.coming[key] for key in self.cleaned_data["items"]]


def _item_words(item: Item) -> str:
    whose = item.award.proposal.number if item.award else _("cadangan")
    return f"{item.quantity} {item.kind.unit} {item.kind.name} · {whose}"


class HandoverForm(forms.Form):
    """On a phone, at the recipient's: serials, photo, signature. `form_key` makes a form sent twice one."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    handed_on = forms.DateField(label=gettext_lazy("Tanggal penyerahan"), widget=DayInput)
    place = forms.CharField(label=gettext_lazy("Tempat penyerahan"), max_length=200)
    receiver = forms.CharField(
        label=gettext_lazy("Yang menerima"),
        help_text=gettext_lazy("Nama orang yang menandatangani."),
        max_length=200,
    )
    photo = forms.FileField(
        label=gettext_lazy("Foto penyerahan"),
        help_text=gettext_lazy("Barang bersama penerimanya."),
        widget=forms.FileInput({"accept": PICTURES, "capture": "environment", "data-shrinks": ""}),
    )
    signature = forms.FileField(
        label=gettext_lazy("Foto tanda tangan"),
        widget=forms.FileInput({"accept": PICTURES}),
        error_messages={"required": gettext_lazy("Tanda tangan penerima belum ada.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, award: Award, today: Any) -> None:
        known = award.proposal.snapshot
        initial = {
            "form_key": str(uuid.uuid4()),
            "handed_on": today,
            "place": known["village_name"],
            "receiver": known["owner_name"],
        }
        super().__init__(data, files, initial=initial)
        self.goods = list(award.items.select_related("kind").order_by("kind__name", "pk"))
        for item in self.goods:
            self.fields[f"serial_{item.pk}"] = forms.CharField(
                label=_("Nomor seri"),
                max_length=100,
                required=item.kind.serial_asked,
                widget=forms.TextInput(
                    {
                        "autocomplete": "off",
                        "autocapitalize": "characters",
                        "aria-label": f"{_('Nomor seri')} {item.kind.name}",
                    }
                ),
            )

    @property
    def serials(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data.get(f"serial_{item.pk}", "") for item in self.goods}

    @property
    def items(self) -> list[tuple[Item, forms.BoundField]]:
        return [(item, self[f"serial_{item.pk}"]) for item in self.goods]

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("handed_on", "place", "receiver")]
