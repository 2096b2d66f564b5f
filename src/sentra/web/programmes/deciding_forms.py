"""What is written when a round is decided: the freeze, the public value, a what-if."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.programmes.models import Round
from sentra.programmes.queries.changing import Change, Give
from sentra.programmes.queries.wording import quota_words
from sentra.web.programmes.delivering_forms import DayInput, RupiahField


class FreezeForm(forms.Form):
    """The later public value that the lottery will hang on, and where the minutes are written."""

    lottery_source = forms.CharField(
        label=_("Sumber nilai undian"),
        max_length=200,
        help_text=_("Angka yang diumumkan pihak lain setelah hari ini, misalnya angka penutupan bursa."),
    )
    lottery_on = forms.DateField(label=_("Diumumkan pada"), widget=DayInput)
    place = forms.CharField(label=_("Tempat"), max_length=100)


class SigningForm(forms.Form):
    """The day on which all that are ticked beside it signed."""

    signed_on = forms.DateField(label=_("Ditandatangani penerima pada"), widget=DayInput)


class WhatIfForm(forms.Form):
    """One change of the round; what is left empty stays as it is."""

    fund = forms.ChoiceField(label=_("Dana"), required=False)
    more_idr = RupiahField(label=_("Ditambah"), required=False)
    without = forms.ChoiceField(label=_("Tanpa kuota"), required=False)

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        super().__init__(data)
        funds = round_.programme.funds.select_related("source").order_by("pk")
        self._choices("fund", [(str(fund.pk), str(fund)) for fund in funds])
        quotas = [(str(quota.pk), quota_words(quota)) for quota in round_.quotas.order_by("pk")]
        self._choices("without", [("", _("semua kuota berlaku")), *quotas])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def change(self) -> Change:
        told, found = self.cleaned_data, Change()
        if told["fund"] and told["more_idr"]:
            found["more_idr"] = {told["fund"]: told["more_idr"]}
        if told["without"]:
            found["without"] = [int(told["without"])]
        return found


class GiveForm(forms.Form):
    """The committee's word on one proposal, to be computed before it is decided."""

    proposal = forms.CharField(label=_("Nomor usulan"), max_length=40)
    package = forms.ChoiceField(label=_("Diberi"), required=False)

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        super().__init__(data)
        field: Any = self.fields["package"]
        packages = round_.packages.order_by("title").values_list("pk", "title")
        field.choices = [("", _("tidak diberi apa pun")), *((str(pk), title) for pk, title in packages)]

    def change(self, known: Change) -> Change:
        """What is in force already, and this word; a new word on the same proposal replaces the old."""
        told = self.cleaned_data
        number, package = told["proposal"].strip(), told["package"]
        give = Give(proposal=number, package=int(package) if package else None, fund=None)
        kept = [one for one in known.get("give", []) if one["proposal"] != number]
        return Change(give=[*kept, give])
