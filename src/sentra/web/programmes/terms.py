"""The terms of a round on one page: who may receive, what counts how much, what is aimed at, quotas."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sentra.base.places.queries import districts, villages
from sentra.programmes.actions import Terms
from sentra.programmes.catalogue.criteria import CRITERIA
from sentra.programmes.catalogue.eligibility import RULES
from sentra.programmes.catalogue.goals import OBJECTIVES
from sentra.programmes.models import QuotaKind, Round
from sentra.programmes.rules.planning import Limit, told
from sentra.registry.catalogue.branches import BRANCHES
from sentra.web.programmes.forms import NOTHING

GOALS = 3
EMPTY_QUOTAS = 2


@dataclass(frozen=True, slots=True)
class QuotaFields:
    number: int
    kind: forms.BoundField
    who: forms.BoundField
    amount: forms.BoundField
    source: forms.BoundField


class TermsForm(forms.Form):
    """As the round has them; two more quotas can be written at a time."""

    mostly_optional = True

    def __init__(self, data: Any = None, *, round_: Round) -> None:
        quotas = list(round_.quotas.order_by("pk"))
        self.quota_count = len(quotas) + EMPTY_QUOTAS
        initial: dict[str, Any] = {"eligibility": round_.eligibility, "repeat_months": round_.repeat_months}
        initial |= {f"weight_{key}": weight for key, weight in round_.weights.items()}
        initial |= {f"goal_{place}": key for place, key in enumerate(round_.goals, start=1)}
        for number, one in enumerate(quotas, start=1):
            initial |= {
                f"kind_{number}": one.kind,
                f"who_{number}": f"{one.dimension}:{one.value}",
                f"amount_{number}": one.amount,
                f"source_{number}": one.source,
            }
        super().__init__(data, initial=initial)
        self._add_eligibility()
        self._add_weights()
        self._add_goals()
        self._add_quotas()

    def _add_eligibility(self) -> None:
        self.fields["eligibility"] = forms.MultipleChoiceField(
            label=_("Syarat penerima"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(rule.key, f"{rule.label} ({rule.source})") for rule in RULES],
        )
        self.fields["repeat_months"] = forms.IntegerField(
            label=_("Jarak sejak bantuan terakhir, bulan"),
            help_text=_("Dari dana mana pun, untuk usaha, pemilik, keluarga, rekening dan kelompok."),
            min_value=0,
            widget=forms.NumberInput({"class": "short"}),
        )

    def _add_weights(self) -> None:
        for one in CRITERIA:
            bounds = {"least": one.least, "most": one.most, "explains": one.explains}
            self.fields[f"weight_{one.key}"] = forms.IntegerField(
                label=str(one.label),
                help_text=_("%(explains)s; bobot %(least)s sampai %(most)s") % bounds,
                widget=forms.NumberInput({"class": "short", "min": one.least, "max": one.most}),
            )

    def _add_goals(self) -> None:
        choices = [NOTHING, *((one.key, one.label) for one in OBJECTIVES)]
        for place in range(1, GOALS + 1):
            label = _("Tujuan ke-%(place)s") % {"place": place}
            self.fields[f"goal_{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=place == 1
            )

    def _add_quotas(self) -> None:
        everybody = list(_parts())
        for number in range(1, self.quota_count + 1):
            for name, field in _quota_fields(number, everybody).items():
                self.fields[name] = field

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{one.key}"] for one in CRITERIA]

    @property
    def goals(self) -> list[forms.BoundField]:
        return [self[f"goal_{place}"] for place in range(1, GOALS + 1)]

    @property
    def quotas(self) -> list[QuotaFields]:
        names = ("kind", "who", "amount", "source")
        numbers = range(1, self.quota_count + 1)
        return [QuotaFields(number, *(self[f"{name}_{number}"] for name in names)) for number in numbers]

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            eligibility=said["eligibility"],
            weights={one.key: said[f"weight_{one.key}"] for one in CRITERIA},
            goals=[key for place in range(1, GOALS + 1) if (key := said[f"goal_{place}"])],
            repeat_months=said["repeat_months"],
            quotas=[_limit(said, number) for number in self.filled],
        )

    @property
    def filled(self) -> list[int]:
        """Numbers of the quotas that name somebody."""
        return [number for number in range(1, self.quota_count + 1) if self.cleaned_data[f"who_{number}"]]

    def show(self, faults: Mapping[str, str]) -> None:
        """What the action found: `quota_2` is the second that was filled in."""
        named = {f"quota_{place}": f"source_{number}" for place, number in enumerate(self.filled, start=1)}
        for place, sentence in faults.items():
            field = named.get(place, place)
            self.add_error(field if field in self.fields else None, sentence)


def _quota_fields(number: int, everybody: list[Any]) -> dict[str, forms.Field]:
    words = {"number": number}
    return {
        f"kind_{number}": forms.ChoiceField(
            label=_("Kuota %(number)s") % words, choices=QuotaKind.choices, required=False
        ),
        f"who_{number}": forms.ChoiceField(label=_("Untuk"), choices=everybody, required=False),
        f"amount_{number}": forms.IntegerField(
            label=_("Jumlah atau persen"), required=False, widget=forms.NumberInput({"class": "short"})
        ),
        f"source_{number}": forms.CharField(label=_("Ditetapkan oleh"), required=False, max_length=300),
    }


def _limit(said: Mapping[str, Any], number: int) -> Limit:
    dimension, _colon, value = said[f"who_{number}"].partition(":")
    kind, amount, source = (said[f"{name}_{number}"] for name in ("kind", "amount", "source"))
    return Limit(kind, dimension, value, amount or 0, source)


def _parts() -> Iterable[Any]:
    """Those whom a quota can speak of: women owners, branches, districts, villages under their districts."""
    yield ("", "–")
    yield ("women:", told(("women", "")))
    yield (_("Jenis usaha"), [(f"branch:{one.key}", _(one.label)) for one in BRANCHES])
    places = list(districts().values_list("code", "name"))
    yield (_("Kecamatan"), [(f"district:{code}", name) for code, name in places])
    by_district: dict[str, list[tuple[str, str]]] = {}
    for code, name, parent in villages().values_list("code", "name", "parent_id"):
        by_district.setdefault(parent, []).append((f"village:{code}", name))
    for code, name in places:
        yield (_("Desa di %(district)s") % {"district": name}, by_district.get(code, []))
