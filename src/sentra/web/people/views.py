"""People, their invitations, and the settings pages: each view is one call and its answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.people import actions, queries, rules
from sentra.base.people.invitations import invited_person
from sentra.base.people.models import Role, User
from sentra.base.permissions import Refused, refuse_unless
from sentra.base.places.queries import districts
from sentra.base.values.moment import now
from sentra.web.asking import acting
from sentra.web.people import forms
from sentra.web.people.letters import invitation_link, send_invitation

ACTS_SHOWN = 50


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(queries.people(by=request.user), pk=pk)  # a stranger's account is a 404


@login_required
@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_manage_people(request.user))
    text, role = request.GET.get("q", "").strip(), request.GET.get("peran", "")
    found = queries.people(by=request.user, text=text, role=role)
    facts = {
        "people": found,
        "text": text,
        "role": role,
        "roles": Role.choices[:-1],
        "districts": dict(districts().values_list("code", "name")),
    }
    part = "people/_list.html" if request.headers.get("HX-Request") else "people/list.html"
    return render(request, part, facts)


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_manage_people(request.user))
    form = forms.InviteForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            person = actions.invite(by=acting(request), at=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            _send_letter(request, person)
            return redirect("people:person", person.pk)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _person(request, pk)
    return _person_page(request, someone, forms.AssignForm.of(someone, by=request.user))


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _person(request, pk)
    form = forms.AssignForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            actions.assign(by=acting(request), at=now(), person=someone, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Peran dan tempat %(name)s disimpan.") % {"name": someone.name})
            return redirect("people:person", pk)
    return _person_page(request, someone, form, status=422)


@login_required
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    _send_letter(
        request, actions.resend_invitation(by=acting(request), at=now(), person=_person(request, pk))
    )
    return redirect("people:person", pk)


@login_required
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    someone, reason = _person(request, pk), request.POST.get("reason", "").strip()
    actions.deactivate(by=acting(request), at=now(), person=someone, reason=reason)
    messages.success(request, _("Akun %(name)s dinonaktifkan.") % {"name": someone.name})
    return redirect("people:person", pk)


@login_required
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    someone = actions.reactivate(by=acting(request), at=now(), person=_person(request, pk))
    messages.success(request, _("Akun %(name)s aktif kembali.") % {"name": someone.name})
    return redirect("people:person", pk)


@login_required
@require_POST
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    someone, reason = _person(request, pk), request.POST.get("reason", "").strip()
    actions.reset_second_factor(by=acting(request), at=now(), person=someone, reason=reason)
    messages.success(request, _("Faktor kedua %(name)s direset.") % {"name": someone.name})
    return redirect("people:person", pk)


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link; it needs no sign-in, the link is the proof."""
    try:
        someone = invited_person(by=request.user, at=now(), token=token)
    except Refused as refused:
        return render(request, "people/accept_refused.html", {"reason": refused.reason}, status=403)
    form = forms.AcceptForm(request.POST or None)
    if form.is_valid():
        try:
            actions.accept_invitation(
                by=request.user, at=now(), token=token, password=form.cleaned_data["password"]
            )
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            messages.success(request, _("Kata sandi tersimpan. Silakan masuk."))
            return redirect("account_login")
    facts = {"form": form, "person": someone}
    return render(request, "people/accept.html", facts, status=422 if form.errors else 200)


@login_required
@require_GET
def settings_index(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_manage_people(request.user))
    return render(request, "people/settings.html")


@login_required
@require_http_methods(["GET", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    refuse_unless(rules.may_manage_people(request.user))
    form = forms.OfficeForm(request.POST or None)
    if form.is_valid():
        try:
            office = actions.add_office(by=acting(request), at=now(), name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error("name", refused.reason)
        else:
            messages.success(request, _("Kantor %(name)s ditambahkan.") % {"name": office.name})
            return redirect("people:offices")
    facts = {"form": form, "offices": queries.offices(by=request.user)}
    return render(request, "people/offices.html", facts, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def rename_office(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(rules.may_manage_people(request.user))
    office = get_object_or_404(queries.offices(by=request.user), pk=pk)
    form = forms.OfficeForm(request.POST or None, initial={"name": office.name})
    if form.is_valid():
        try:
            actions.rename_office(by=acting(request), at=now(), office=office, name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error("name", refused.reason)
        else:
            messages.success(request, _("Nama kantor disimpan."))
            return redirect("people:offices")
    facts = {"form": form, "office": office}
    return render(request, "people/rename_office.html", facts, status=422 if form.errors else 200)


def _send_letter(request: HttpRequest, someone: User) -> None:
    address = {"email": someone.email}
    if send_invitation(someone, by=acting(request)):
        messages.success(request, _("Undangan dikirim ke %(email)s.") % address)
        return
    messages.error(
        request,
        _(
            "Akun tersimpan, tetapi undangan ke %(email)s tidak terkirim: server surat tidak menerimanya. "
            "Tekan “Kirim ulang undangan” setelah surat berfungsi, atau berikan sendiri tautan sekali pakai "
            "ini kepada orangnya: %(link)s"
        )
        % (address | {"link": invitation_link(someone)}),
    )


def _person_page(
    request: HttpRequest, someone: User, form: forms.AssignForm, *, status: int = 200
) -> HttpResponse:
    by, enrolled = request.user, queries.has_second_factor(someone)
    facts: dict[str, Any] = {
        "person": someone,
        "form": form,
        "enrolled": enrolled,
        "accepted": rules.has_accepted(someone),
        "district": districts().filter(code=someone.district_code).first(),
        "acts": queries.acts_upon(by=by, person=someone)[:ACTS_SHOWN],
        "may_resend": rules.may_resend(by, someone),
        "may_deactivate": rules.may_deactivate(by, someone),
        "may_reactivate": rules.may_reactivate(by, someone),
        "may_reset": rules.may_reset_second_factor(by, someone, enrolled=enrolled),
    }
    return render(request, "people/person.html", facts, status=status)
