"""The home page of each kind of visitor, and the watchdog's question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from sentra.base.people.models import STAFF_ROLES
from sentra.base.places.queries import regency
from sentra.base.values import now
from sentra.registry import queries
from sentra.web.asking import acting
from sentra.web.home import summary
from sentra.web.registry import atlas

TASKS = 6


def alive(request: HttpRequest) -> HttpResponse:
    """For watchdogs: the web process answers."""
    return HttpResponse("hidup", content_type="text/plain")


@require_GET
@vary_on_headers("HX-Request")
def home(request: HttpRequest) -> HttpResponse:
    """Staff see the regency in figures, owners and buyers their account, the public what this is."""
    user = request.user
    if not user.is_authenticated:
        return render(request, "home/front.html")
    if user.role not in STAFF_ROLES:
        return render(request, "home/account.html")
    chosen = atlas.map_facts(user, request.GET.get("ukuran", ""), None, drill=False)
    if request.headers.get("HX-Request"):
        return render(request, "registry/_map.html", chosen)
    return render(request, "home/summary.html", chosen | _summary(request))


def _summary(request: HttpRequest) -> dict[str, Any]:
    user, moment = acting(request), now()
    tasks = summary.tasks(user, on=localdate(moment))
    return {
        "regency": regency(),
        "moment": moment,
        "kpis": summary.kpis(user),
        "begins": summary.begins(user),
        "tasks": tasks[:TASKS],
        "tasks_left": len(tasks[TASKS:]),
        "branches": summary.branches(user),
        "branch_chart": summary.branch_chart(user),
        "sizes": summary.sizes(user),
        "classes": summary.class_names(),
        "editions": queries.editions(user),
    }
