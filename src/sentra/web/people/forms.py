"""What an administrator and an invited person fill in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.base.people.models import Office, Role, User
from sentra.base.people.queries import offices
from sentra.base.people.rules import By
from sentra.base.places.queries import districts
from sentra.web.account.forms import PASSWORD_HELP

NOWHERE = ("", _("Seluruh kabupaten"))


def _roles() -> list[tuple[str, Any]]:
    return [choice for choice in Role.choices if choice[0] != Role.PUBLIC]


def _districts() -> Iterable[tuple[str, Any]]:
    return [NOWHERE, *districts().values_list("code", "name")]


class AssignForm(forms.Form):
    """Role, office and district of one account."""

    role = forms.ChoiceField(label=_("Peran"), choices=_roles)
    office = forms.ModelChoiceField(
        label=_("Kantor"), queryset=Office.objects.none(), required=False, empty_label=_("Tanpa kantor")
    )
    district_code = forms.ChoiceField(label=_("Kecamatan"), choices=_districts, required=False)

    def __init__(self, *args: Any, by: By, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["office"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = offices(by=by).filter(active=True)

    @classmethod
    def of(cls, person: User, *, by: By) -> "AssignForm":
        """As the account stands now."""
        now = {"role": person.role, "office": person.office_id, "district_code": person.district_code}
        return cls(by=by, initial=now)


class InviteForm(AssignForm):
    name = forms.CharField(label=_("Nama"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("Surel"), help_text=_("Undangan dikirim ke alamat ini; orangnya masuk dengan alamat ini.")
    )
    field_order = ("name", "email", "role", "office", "district_code")


class AcceptForm(forms.Form):
    """The first password, twice; its strength is judged by the action."""

    password = forms.CharField(
        label=_("Kata sandi"),
        help_text=PASSWORD_HELP,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Kata sandi, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("Kedua kata sandi tidak sama."))
        return again


class OfficeForm(forms.Form):
    name = forms.CharField(label=_("Nama kantor"), max_length=200)
