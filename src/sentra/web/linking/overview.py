"""How the lists became one register: what was found, what waits, what people decided."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sentra.registry import queries, rules
from sentra.web.linking import rereading, wording
from sentra.web.linking.truth import true_businesses
from sentra.web.numbers import thousands


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    found = queries.linking_overview(request.user)
    context = {
        "found": found,
        "progress": found.progress,
        "truth": _truth(found, true_businesses()),
        "decisions": [(one, wording.decided(one)) for one in queries.last_decisions(request.user)],
        "merges": [(one, wording.merged(one)) for one in queries.last_merges(request.user)],
        "may_review": rules.may_review(request.user),
        **rereading.facts(queries.rereading(request.user)),
    }
    return render(request, "linking/overview.html", context)


def _truth(found: queries.LinkingOverview, true: int | None) -> dict[str, Any] | None:
    """The demo's true number beside the found one, and why they differ."""
    if true is None:
        return None
    return {"true": true, "difference": _difference(found.businesses - true), "reasons": _reasons(found)}


def _difference(more: int) -> str:
    if not more:
        return _(
            "Keduanya sama banyak. Itu belum berarti semua tautan benar: kesalahan dapat saling menutup."
        )
    words = (
        _("Ditemukan %(count)s lebih banyak daripada yang sebenarnya.")
        if more > 0
        else _("Ditemukan %(count)s lebih sedikit daripada yang sebenarnya.")
    )
    return words % {"count": thousands(abs(more))}


def _reasons(found: queries.LinkingOverview) -> list[str]:
    waiting, held = found.progress.rows, sum(one.other for one in found.sources)
    said = [
        ngettext(
            "%(count)s baris menunggu jawaban petugas dan belum masuk usaha mana pun.",
            "%(count)s baris menunggu jawaban petugas dan belum masuk usaha mana pun.",
            waiting,
        )
        % {"count": thousands(waiting)},
        ngettext(
            "%(count)s baris lain ditahan, ditolak, atau hanya edisi baru: juga bukan usaha tersendiri.",
            "%(count)s baris lain ditahan, ditolak, atau hanya edisi baru: juga bukan usaha tersendiri.",
            held,
        )
        % {"count": thousands(held)},
    ]
    return [
        *(sentence for sentence, count in zip(said, (waiting, held), strict=True) if count),
        _("Baris yang sebenarnya satu usaha tetapi tidak dikenali masih terpisah dan terhitung dua kali;"
          " berapa banyaknya tidak diketahui dari daftar itu sendiri."),
        _("Kesalahan berjalan dua arah: dua usaha yang keliru disatukan mengurangi jumlah, satu usaha yang"
          " keliru dipisah menambahnya. Selisih kecil tidak berarti tanpa salah."),
    ]  # fmt: skip
