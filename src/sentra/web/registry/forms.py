"""What a person fills in about a business, in the words of an office; read as a cell of a list would be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from sentra.base.places.queries import districts, villages
from sentra.registry import queries
from sentra.registry.catalogue.branches import BRANCHES
from sentra.registry.catalogue.fields import LABELS, MONEY_KEYS, PERSONAL_KEYS
from sentra.registry.models import Profile, Status
from sentra.web.numbers import plain

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        gettext_noop("Usaha"),
        gettext_noop("Isi nama usaha; bila tidak ada papan nama, cukup nama pemilik."),
        ("business_name", "product", "branch", "kbli", "founded_year", "group_name", "cluster"),
    ),
    (
        gettext_noop("Pemilik"),
        gettext_noop("Nomor pribadi disimpan tersandi dan hanya tampil sebagian."),
        ("owner_name", "sex", "nik", "kk", "phone", "npwp", "bank_account"),
    ),
    (
        gettext_noop("Tempat"),
        gettext_noop("Tempat usaha berjalan, bukan alamat KTP."),
        ("district", "village", "hamlet", "rt", "rw", "address", "latitude", "longitude"),
    ),
    (
        gettext_noop("Angka tahunan"),
        gettext_noop("Boleh ditulis seperti biasa: 1,5 jt, 750 rb, 10-15 jt."),
        ("observed_year", "workers_male", "workers_female", "workers", "investment_idr", "turnover_idr",
         "production_value_idr", "export_value_idr", "capacity"),
    ),
    (gettext_noop("Izin dan nomor"), "", ("nib", "siinas", "registration_no")),
    (gettext_noop("Keadaan"), "", ("status", "equipment", "note")),
)  # fmt: skip
KEYS = tuple(key for _title, _help, keys in SECTIONS for key in keys)
NUMERIC = frozenset(
    {"nik", "kk", "npwp", "nib", "bank_account", "rt", "rw", "kbli", "founded_year", "observed_year"}
)
HELP = {
    "product": gettext_lazy("Apa yang dibuat, misalnya keripik singkong."),
    "kbli": gettext_lazy("Lima angka."),
    "nik": gettext_lazy("16 angka, dari KTP pemilik."),
    "workers": gettext_lazy("Jumlah semuanya, bila laki-laki dan perempuan tidak dipisah."),
    "investment_idr": gettext_lazy("Tanpa tanah dan bangunan."),
    "latitude": gettext_lazy("Misalnya -7,3885."),
    "longitude": gettext_lazy("Misalnya 109,3637."),
    "phone": gettext_lazy("Misalnya 0812-3456-7890."),
}
SHORT = NUMERIC | MONEY_KEYS | {"workers", "workers_male", "workers_female", "latitude", "longitude", "phone"}
CHOSEN = frozenset({"district", "village", "branch", "status", "sex"})
PLAIN_TEXT = frozenset({"rt", "rw"})  # parts of an address: no field of a list of their own
NOTHING = ("", "–")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    help: str
    fields: list[forms.BoundField]
    open: bool
    filled: int


class BusinessForm(forms.Form):
    """Every value as text. After validation `values` and `personal` hold what was understood and differs."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    mostly_optional = True  # so the rare required field is what deserves a word, not all the others

    def __init__(
        self, data: Any = None, *, profile: Profile | None = None, masks: Mapping[str, str] | None = None
    ) -> None:
        self.profile, self.masks = profile, masks or {}
        shown = profile.values if profile else {}
        initial = {key: typed(shown.get(key)) for key in KEYS if key not in PERSONAL_KEYS}
        super().__init__(data, initial=initial | {"version": profile.pk if profile else None})
        self.values: dict[str, Any] = {}
        self.personal: dict[str, str] = {}
        self.doubts: list[str] = []
        for key in KEYS:
            self.fields[key] = self._field(key)
        if profile:
            self.fields["reason"] = forms.CharField(
                label=_("Alasan perubahan"), help_text=_("Tercatat di riwayat."), max_length=300
            )

    def _field(self, key: str) -> forms.Field:
        about: dict[str, Any] = {"label": _(LABELS[key]), "required": False, "help_text": self._help(key)}
        if key in CHOSEN:
            about["error_messages"] = {"invalid_choice": self._not_among(key)}
            select = forms.Select(attributes(key))
            return forms.ChoiceField(choices=self._choices(key), widget=select, **about)
        if key == "note":
            return forms.CharField(widget=forms.Textarea({"rows": 2}), max_length=1000, **about)
        return forms.CharField(max_length=300, widget=forms.TextInput(attributes(key)), **about)

    def _not_among(self, key: str) -> str:
        if key == "village" and self._chosen("district"):
            return _("Desa ini tidak di kecamatan itu.")
        return _("Pilih salah satu dari daftar.")

    def _help(self, key: str) -> Any:
        if mask := self.masks.get(key):
            return _("Tersimpan: %(mask)s. Isi hanya bila berubah.") % {"mask": mask}
        return HELP.get(key, "")

    def _choices(self, key: str) -> Iterable[Any]:
        if key == "district":
            return [NOTHING, *districts().values_list("code", "name")]
        if key == "village":
            return [NOTHING, *village_choices(self._chosen("district"))]
        if key == "branch":
            return [NOTHING, *_with(self.initial.get("branch"), [(b.label, _(b.label)) for b in BRANCHES])]
        if key == "status":
            return [NOTHING, *Status.choices]
        return [NOTHING, ("L", _("laki-laki")), ("P", _("perempuan"))]

    def _chosen(self, key: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(key) or "")

    @property
    def sections(self) -> list[Section]:
        """The fields under their titles, as the page shows them."""
        return [
            Section(
                _(title),
                _(words) if words else "",
                [self[key] for key in keys],
                self._opens(number, keys),
                sum(1 for key in keys if self[key].value() or self.masks.get(key)),
            )
            for number, (title, words, keys) in enumerate(SECTIONS)
        ]

    def _opens(self, number: int, keys: Iterable[str]) -> bool:
        """Everything when a business is registered; in an edit the first section, and wherever something is
        wrong or was changed already."""
        worth_seeing = self.errors.keys() | set(self.changed_data) if self.is_bound else set()
        return not self.profile or number == 0 or not worth_seeing.isdisjoint(keys)

    def clean(self) -> dict[str, Any]:
        for key in KEYS:
            if key in self.cleaned_data:
                self._understand(key, str(self.cleaned_data[key]).strip())
        self._settle_place()
        if self.profile and self.cleaned_data.get("version") != self.profile.pk:
            words = _("Data ini diubah orang lain setelah Anda membukanya. Muat ulang halaman, lalu ulangi.")
            self.add_error(None, words)
        return self.cleaned_data

    def _understand(self, key: str, text: str) -> None:
        """Takes what differs from what was shown. An emptied field is emptied; personal ones stay."""
        if text == (self.initial.get(key) or ""):
            return
        if not text:
            self.values[key] = None
            return
        value, sentence = (text, "") if _as_is(key) else queries.understood(key, text)
        if value is None:
            self.add_error(key, sentence or _("Isian ini tidak terbaca."))
        elif key in PERSONAL_KEYS:
            self.personal[key] = value
        else:
            self.values[key] = value
        if sentence and value is not None:
            self.doubts.append(f"{_(LABELS[key])}: {sentence}")

    def _settle_place(self) -> None:
        """A village alone tells its district."""
        village = str(self.cleaned_data.get("village") or "")
        if village and not self.cleaned_data.get("district"):
            self.values["district"] = village.rpartition(".")[0]


def _as_is(key: str) -> bool:
    """Chosen from a list, or a part of an address: nothing to understand."""
    return key in PLAIN_TEXT or key in CHOSEN


def _with(value: Any, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A branch that a list wrote in its own words stays choosable."""
    known = {key for key, _words in choices}
    return choices if not value or value in known else [(str(value), str(value)), *choices]


def attributes(key: str) -> dict[str, str]:
    found = {"autocomplete": "off"}
    if key in NUMERIC:
        found["inputmode"] = "numeric"
    if key in SHORT:
        found["class"] = "short"
    return found


def village_choices(district: str) -> list[Any]:
    """Villages of the district, else all of them under their districts."""
    if district:
        return list(villages(district).values_list("code", "name"))
    names = dict(districts().values_list("code", "name"))
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in names.values()}
    for code, name, parent in villages().values_list("code", "name", "parent_id"):
        if parent in names:
            found[names[parent]].append((code, name))
    return list(found.items())


def typed(value: Any) -> str:
    """A stored value as a person would type it again."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return f"{typed(value['low'])} - {typed(value['high'])}"
    if isinstance(value, int) and value >= 10_000:
        return plain(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
