"""What is kept in order: instruments and their certificates, the accreditation, limits, vehicles."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.models import Accreditation, Certificate, Instrument, Limit
from sentra.lab.queries import bench
from sentra.lab.queries import keeping as queries
from sentra.lab.rules import keeping as rules
from sentra.lab.rules import roles
from sentra.web.asking import acting
from sentra.web.forms import status_of
from sentra.web.lab import doing, methods_told
from sentra.web.lab.forms import VehicleForm
from sentra.web.lab.keeping_forms import AccreditationForm, CertificateForm, InstrumentForm, LimitForm


def reading(request: HttpRequest) -> None:
    refuse_unless(roles.may_read_lab(acting(request)))


def keeping(request: HttpRequest) -> None:
    refuse_unless(roles.may_keep(acting(request)))


@login_required
@require_GET
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument with the certificate that counts today, or the word that none does."""
    reading(request)
    by, on = acting(request), localdate(now())
    facts = {
        "crumbs": doing.crumbs(),
        "lab_tabs": doing.tabs("instruments"),
        "instruments": methods_told.instruments(queries.instruments_shown(by, on=on)),
        "accreditation": queries.accreditation_in_force(on),
        "may_keep": roles.may_keep(by),
    }
    return render(request, "lab/instruments.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def new_instrument(request: HttpRequest) -> HttpResponse:
    keeping(request)
    form = InstrumentForm(request.POST or None)
    if form.is_valid():
        made = doing.carried_out(form, actions.add_instrument, request, **form.cleaned_data)
        if made:
            messages.success(request, _("Alat dicatat. Tambahkan sertifikat kalibrasinya."))
            return redirect("lab:instrument", made.pk)
    back = reverse("lab:instruments")
    return doing.form_page(request, form, title=_("Alat baru"), button=_("Simpan alat"), back=back)


@login_required
@require_http_methods(["GET", "POST"])
def instrument(request: HttpRequest, pk: int) -> HttpResponse:
    """One instrument, its certificates, and the form for the next one."""
    reading(request)
    one = get_object_or_404(Instrument, pk=pk)
    form = CertificateForm(request.POST or None, request.FILES or None, kind=one.kind)
    if request.method == "POST":
        refuse_unless(rules.may_certify(acting(request), one))
        if form.is_valid():
            said = {"instrument": one, **doing.with_scan(form)}
            if doing.carried_out(form, actions.add_certificate, request, **said):
                messages.success(request, _("Sertifikat dicatat."))
                return redirect("lab:instrument", pk)
    facts = {
        "crumbs": doing.crumbs((reverse("lab:instruments"), _("Alat ukur"))),
        "instrument": one,
        "certificates": methods_told.certificates(one, localdate(now())),
        "form": form,
        "may_keep": roles.may_keep(acting(request)),
    }
    return render(request, "lab/instrument.html", facts, status=status_of(form))


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Instrument, pk=pk)
    words = _("Alat ini tidak dipakai lagi.")
    return doing.done(request, actions.retire_instrument, words, "lab:instrument", pk, instrument=one)


@login_required
@require_POST
def withdraw_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Certificate, pk=pk)
    words, reason = _("Sertifikat dicabut."), request.POST.get("reason", "")
    page, pk = "lab:instrument", one.instrument_id
    act = actions.withdraw_certificate
    return doing.done(request, act, words, page, pk, certificate=one, reason=reason)


@login_required
@require_http_methods(["GET", "POST"])
def accreditation(request: HttpRequest) -> HttpResponse:
    keeping(request)
    form = AccreditationForm(request.POST or None, request.FILES or None)
    if form.is_valid() and doing.carried_out(
        form, actions.set_accreditation, request, **doing.with_scan(form)
    ):
        messages.success(request, _("Akreditasi dicatat; laporan baru akan menyebutnya."))
        return redirect("lab:instruments")
    return doing.form_page(
        request,
        form,
        title=_("Akreditasi"),
        button=_("Simpan akreditasi"),
        back=reverse("lab:instruments"),
        notes=[_("Isi seperti tertulis di sertifikat akreditasi, dengan lingkupnya.")],
    )


@login_required
@require_POST
def withdraw_accreditation(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Accreditation, pk=pk)
    words, reason = _("Akreditasi dicabut."), request.POST.get("reason", "")
    act = actions.withdraw_accreditation
    return doing.done(request, act, words, "lab:instruments", None, accreditation=one, reason=reason)


@login_required
@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """How it is measured, against what it is judged, and how well each is known."""
    reading(request)
    by = acting(request)
    facts = {
        "crumbs": doing.crumbs(),
        "lab_tabs": doing.tabs("methods"),
        "facts": queries.known_facts(),
        "methods": queries.procedures_shown(by),
        "limits": methods_told.limits(queries.limits_shown(by, on=localdate(now())), by),
        "may_keep": roles.may_keep(by),
    }
    return render(request, "lab/methods.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def new_limit(request: HttpRequest) -> HttpResponse:
    keeping(request)
    form = LimitForm(
        request.POST or None,
        request.FILES or None,
        quantities=queries.quantities_measured(),
        methods=bench.method_choices(),
    )
    if form.is_valid():
        said = doing.with_scan(form)
        said["document"] = said.pop("scan")
        if doing.carried_out(form, actions.add_limit, request, **said):
            messages.success(request, _("Batas dicatat. Orang lain perlu mencocokkannya dengan sumbernya."))
            return redirect("lab:methods")
    return doing.form_page(
        request, form, title=_("Batas baru"), button=_("Simpan batas"), back=reverse("lab:methods")
    )


@login_required
@require_POST
def verify_limit(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Limit, pk=pk)
    words = _("Batas ini sudah dicocokkan dan dapat dipakai menilai.")
    return doing.done(request, actions.verify_limit, words, "lab:methods", None, limit=one)


@login_required
@require_POST
def withdraw_limit(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Limit, pk=pk)
    words, reason = _("Batas dicabut."), request.POST.get("reason", "")
    return doing.done(request, actions.withdraw_limit, words, "lab:methods", None, limit=one, reason=reason)


@login_required
@require_GET
def vehicles(request: HttpRequest) -> HttpResponse:
    reading(request)
    facts = {
        "crumbs": doing.crumbs(),
        "lab_tabs": doing.tabs("vehicles"),
        "vehicles": queries.vehicles(acting(request)),
        "may_add": roles.may_keep(acting(request)),
    }
    return render(request, "lab/vehicles.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def new_vehicle(request: HttpRequest) -> HttpResponse:
    keeping(request)
    form = VehicleForm(request.POST or None)
    if form.is_valid() and doing.carried_out(form, actions.add_vehicle, request, **form.cleaned_data):
        messages.success(request, _("Kendaraan dicatat."))
        return redirect("lab:vehicles")
    back = reverse("lab:vehicles")
    return doing.form_page(request, form, title=_("Kendaraan baru"), button=_("Simpan kendaraan"), back=back)
