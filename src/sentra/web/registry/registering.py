"""Registering a business and editing one."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sentra.base.permissions import Refused, refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.models import Profile
from sentra.web.asking import acting
from sentra.web.registry.dossier import business_or_404
from sentra.web.registry.forms import BusinessForm, attributes, village_choices

UNREADABLE = 422


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_register(request.user))
    form = BusinessForm(request.POST or None)
    alike: list[queries.Likely] = []
    if form.is_valid():
        alike = _alike(request, form)
        if not alike and (made := _registered(request, form)):
            return redirect("registry:business", made)
    facts: dict[str, Any] = {"form": form, "alike": alike}
    return render(request, "registry/register.html", facts, status=UNREADABLE if form.is_bound else 200)


def _alike(request: HttpRequest, form: BusinessForm) -> list[queries.Likely]:
    """Businesses this may be, unless the person has looked at them and says it is another."""
    if request.POST.get("tetap"):
        return []
    return queries.likely_same(request.user, form.values, form.personal, at=now())


def _registered(request: HttpRequest, form: BusinessForm) -> int | None:
    """The new business's id; None when the form now says why not."""
    values = {key: value for key, value in form.values.items() if value is not None}
    try:
        made = actions.register_business(by=acting(request), at=now(), values=values, personal=form.personal)
    except actions.NothingToSay as reason:
        form.add_error("business_name", str(reason))
        return None
    except actions.NotUnderstood as wrong:
        _tell_faults(form, wrong)
        return None
    except Refused as refused:
        form.add_error(None, refused.reason)
        return None
    messages.success(request, _("Usaha terdaftar."))
    _tell_doubts(request, form.doubts)
    return made.pk


def _tell_faults(form: BusinessForm, wrong: actions.NotUnderstood) -> None:
    for key, sentence in wrong.faults.items():
        form.add_error(key if key in form.fields else None, sentence)


def _tell_doubts(request: HttpRequest, doubts: Iterable[str]) -> None:
    for sentence in doubts:
        messages.warning(request, sentence)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    refuse_unless(rules.may_edit(request.user, shown.district_id))
    form = BusinessForm(request.POST or None, profile=shown, masks=_masks(request, pk))
    if form.is_valid() and _edited(request, form, shown):
        return redirect("registry:business", shown.business_id)
    facts = {"form": form, "profile": shown, "pk": shown.business_id}
    return render(request, "registry/edit.html", facts, status=UNREADABLE if form.is_bound else 200)


def _masks(request: HttpRequest, pk: int) -> dict[str, str]:
    """The numbers that stand, by scheme; a second phone is named beside the first."""
    found: dict[str, list[str]] = {}
    for number in queries.numbers(request.user, pk):
        if number.personal and number.stands and number.shown:
            found.setdefault(number.scheme, []).append(number.shown)
    return {scheme: ", ".join(shown) for scheme, shown in found.items()}


def _edited(request: HttpRequest, form: BusinessForm, shown: Profile) -> bool:
    """Whether the edit was made; if not, the form says why."""
    try:
        after = actions.edit_business(
            by=acting(request),
            at=now(),
            business=shown.business,
            values=form.values,
            personal=form.personal,
            reason=form.cleaned_data["reason"],
        )
    except actions.NotUnderstood as wrong:
        _tell_faults(form, wrong)
        return False
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    if after.pk == shown.pk:
        messages.info(request, _("Tidak ada yang berubah."))
    else:
        messages.success(request, _("Perubahan disimpan."))
    _tell_doubts(request, form.doubts)
    return True


@login_required
@require_GET
def villages(request: HttpRequest) -> HttpResponse:
    """The village select for the district just chosen in a form."""
    refuse_unless(rules.may_register(request.user))
    district = request.GET.get("district", "")
    facts = {
        "choices": village_choices(district),
        "grouped": not district,
        "attributes": attributes("village"),
    }
    return render(request, "registry/_villages.html", facts)
