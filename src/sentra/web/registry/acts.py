"""What is done on a business's page besides editing: its machinery, its papers, and forgetting its owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.documents.queries import document_bytes
from sentra.base.people import vault
from sentra.base.values import now
from sentra.lab.actions import forget_customer
from sentra.programmes.actions import forget_applicant
from sentra.registry import actions, queries, rules
from sentra.registry.catalogue.processes import PROCESSES
from sentra.registry.models import EquipmentState
from sentra.web.asking import acting
from sentra.web.registry.dossier import business_or_404, head


@login_required
@require_GET
def machinery(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    known = queries.machinery(request.user, shown.business_id)
    context = head(request, shown, "machinery") | {
        "equipment": known.equipment,
        "states": EquipmentState.choices,
        "processes": [
            (process.key, _(process.label), process.key in known.processes) for process in PROCESSES
        ],
    }
    return render(request, "registry/machinery.html", context)


@login_required
@require_POST
def add_equipment(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    quantity = request.POST.get("quantity", "1")
    try:
        actions.add_equipment(
            by=acting(request),
            at=now(),
            business=shown.business,
            name=request.POST.get("name", ""),
            quantity=int(quantity) if quantity.isdecimal() else 0,
            serial=request.POST.get("serial", ""),
            state=request.POST.get("state", EquipmentState.UNKNOWN),
        )
    except ValueError as wrong:
        messages.error(request, str(wrong))
    return redirect("registry:machinery", pk=pk)


@login_required
@require_POST
def set_equipment_state(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    found = queries.machinery(request.user, shown.business_id).equipment.filter(pk=item).first()
    if found is None:
        raise Http404
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    try:
        actions.set_equipment_state(by=acting(request), at=now(), equipment=found, state=state, reason=reason)
    except ValueError as wrong:
        messages.error(request, str(wrong))
    return redirect("registry:machinery", pk=pk)


@login_required
@require_POST
def set_capabilities(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    wanted = request.POST.getlist("process")
    try:
        actions.set_capabilities(by=acting(request), at=now(), business=shown.business, processes=wanted)
    except actions.UnknownProcess as wrong:
        messages.error(request, _("Proses tidak dikenal: %(names)s") % {"names": wrong})
    return redirect("registry:machinery", pk=pk)


@login_required
@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    context = head(request, shown, "papers") | {
        "documents": queries.documents(request.user, shown.business_id),
        "may_issue": rules.may_register(request.user),
        "may_erase": rules.may_erase(request.user),
        "owners": queries.dossier(request.user, pk).owners,
    }
    return render(request, "registry/papers.html", context)


@login_required
@require_POST
def issue_extract(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    actions.issue_extract(by=acting(request), at=now(), business=shown.business)
    messages.success(request, _("Kutipan diterbitkan dan ditandatangani."))
    return redirect("registry:papers", pk=pk)


@login_required
@require_GET
@never_cache
def open_document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """The PDF as it was issued; opening it is on record."""
    shown = business_or_404(request, pk)
    found = queries.documents(request.user, shown.business_id).filter(pk=document).first()
    if found is None:
        raise Http404
    try:
        data = document_bytes(actions.open_extract(by=acting(request), at=now(), document=found))
    except vault.Erased as gone:
        raise Http404 from gone
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number.replace("/", "-")}.pdf"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def forget_owner(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Asks twice, then destroys the person's key. Only administrators come this far."""
    shown = business_or_404(request, pk)
    owner = next((o.person for o in queries.dossier(request.user, pk).owners if o.person_id == person), None)
    if owner is None or not rules.may_erase(request.user):
        raise Http404
    reason = request.POST.get("reason", "").strip()
    if request.method == "POST" and reason and request.POST.get("sure"):
        forget_applicant(by=acting(request), at=now(), person=owner)
        forget_customer(by=acting(request), at=now(), person=owner)
        actions.erase_person(by=acting(request), at=now(), subject=owner.subject, reason=reason)
        messages.success(request, _("Data pribadi pemilik dihapus untuk selamanya."))
        return redirect("registry:business", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "registry/forget.html", {"profile": shown, "pk": pk, "owner": owner}, status=status
    )
