"""A day of signing: who has not signed yet, ticked and recorded in one form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.models import Award, Round
from sentra.programmes.queries import plans
from sentra.programmes.queries.signing import unsigned
from sentra.programmes.rules.deciding import may_record_signatures
from sentra.web.asking import acting
from sentra.web.forms import status_of
from sentra.web.numbers import thousands
from sentra.web.programmes import board
from sentra.web.programmes.deciding_forms import SigningForm
from sentra.web.programmes.named import round_or_404


@login_required
@require_GET
@never_cache
def signing(request: HttpRequest, pk: int) -> HttpResponse:
    form = SigningForm(initial={"signed_on": localdate(now())})
    return _page(request, round_or_404(request, pk), form, request.GET.get("kecamatan", ""))


def _page(
    request: HttpRequest,
    round_: Round,
    form: SigningForm,
    district: str,
    ticked: frozenset[str] = frozenset(),
) -> HttpResponse:
    found = unsigned(acting(request), round_)
    districts = list(dict.fromkeys(one.district for one in found))
    district = district if district in districts else ""
    context = board.head(round_, "recipients") | {
        "form": form,
        "shown": [
            (one, str(one.award.pk) in ticked) for one in found if not district or one.district == district
        ],
        "districts": districts,
        "district": district,
        "count": len(found),
        "lacking": sum(not one.ready for one in found),
        "may_record": may_record_signatures(request.user),
    }
    return render(request, "programmes/signing.html", context, status=status_of(form))


@login_required
@require_POST
def sign_together(request: HttpRequest, pk: int) -> HttpResponse:
    """All that are ticked, or nobody: then the ticks and the day stand as they were sent."""
    round_, form = round_or_404(request, pk), SigningForm(request.POST)
    refuse_unless(may_record_signatures(request.user))
    district, ticked = request.POST.get("kecamatan", ""), frozenset(request.POST.getlist("award"))
    awards = _ticked(request, round_, ticked)
    if form.is_valid() and not awards:
        form.add_error(None, _("Centang dulu siapa yang menandatangani."))
    if form.is_valid() and _signed(request, form, awards):
        asked = f"?{urlencode({'kecamatan': district})}" if district else ""
        return redirect(reverse("programmes:signing", args=[pk]) + asked)
    return _page(request, round_, form, district, ticked)


def _ticked(request: HttpRequest, round_: Round, ticked: frozenset[str]) -> list[Award]:
    """Raises Http404 for one that is not of this round, or of another district than a field officer's."""
    known = {str(award.pk): award for award in plans.awards_shown(acting(request), round_)}
    if ticked - known.keys():
        raise Http404
    return [award for key, award in known.items() if key in ticked]


def _signed(request: HttpRequest, form: SigningForm, awards: list[Award]) -> bool:
    """Whether they are recorded now; if not, the form says who stands in the way."""
    day = form.cleaned_data["signed_on"]
    try:
        count = actions.sign_agreements(by=acting(request), at=now(), awards=awards, signed_on=day)
    except actions.NotSigned as wrong:
        form.add_error(None, str(wrong))
        return False
    words = ngettext(
        "Tanda tangan %(count)s penerima dicatat.", "Tanda tangan %(count)s penerima dicatat.", count
    )
    messages.success(request, words % {"count": thousands(count)})
    return True
