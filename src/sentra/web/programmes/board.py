"""What stands on every page of a round: its head, its way, its tabs, and the rules it is decided by."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from sentra.programmes.catalogue import criteria, eligibility, goals
from sentra.programmes.catalogue.instruments import BY_KEY as INSTRUMENTS
from sentra.programmes.catalogue.instruments import Instrument
from sentra.programmes.models import Programme, ProposalState, Round, RoundState
from sentra.programmes.queries.rounds import WAY, RoundShown, Step
from sentra.programmes.queries.wording import quotas_told
from sentra.programmes.rules import planning as rules
from sentra.programmes.rules.proposing import may_receive
from sentra.registry.queries import place_names

__all__ = ["facts", "head", "instrument_of", "place_names", "tabs"]

# Tabs of a round: key, name of the URL (which takes the round's pk), words. One whose URL does not exist is
# left out.
TABS: tuple[tuple[str, str, str | Promise], ...] = (
    ("board", "programmes:round", gettext_lazy("Papan")),
    ("proposals", "programmes:proposals", pgettext_lazy("jumlah", "Usulan")),
    ("committee", "programmes:committee", gettext_lazy("Panitia")),
    ("decision", "programmes:deciding", gettext_lazy("Keputusan")),
    ("recipients", "programmes:recipients", pgettext_lazy("jumlah", "Penerima")),
    ("goods", "programmes:goods", gettext_lazy("Barang")),
    ("following", "programmes:following", gettext_lazy("Pemantauan")),
    ("papers", "programmes:papers", pgettext_lazy("dokumen", "Berkas")),
)
# Where a step of the board is done; `state:…` is the list of proposals in that state.
PLACES = {
    "kinds": "programmes:kinds",
    "terms": "programmes:terms",
    "receive": "programmes:receive",
    "decision": "programmes:deciding",
    "goods": "programmes:goods",
    "following": "programmes:following",
}
TONES = {
    ProposalState.RECEIVED: "info",
    ProposalState.INCOMPLETE: "warn",
    ProposalState.CHECKED: "info",
    ProposalState.VISITED: "ok",
    ProposalState.REFUSED: "bad",
    ProposalState.WITHDRAWN: "",
    ProposalState.FROZEN: "info",
    ProposalState.AWARDED: "ok",
    ProposalState.WAITING: "warn",
    ProposalState.UNSUCCESSFUL: "",
    ProposalState.DECLINED: "bad",
}
ROUND_TONES = {
    RoundState.DRAFT: "",
    RoundState.CANCELLED: "bad",
    RoundState.CLOSED: "",
    RoundState.OPEN: "ok",
}


def head(round_: Round, current: str) -> dict[str, Any]:
    """For `programmes/_head.html`; `current`: the key of the tab that is shown, empty for none."""
    tone = ROUND_TONES.get(RoundState(round_.state), "info")
    return {"round": round_, "pk": round_.pk, "tabs": tabs(round_, current), "round_tone": tone}


def tabs(round_: Round, current: str) -> list[tuple[str, str | Promise, int, bool]]:
    found = []
    for key, name, words in TABS:
        address = address_of(name, round_.pk)
        if address:
            found.append((address, words, 0, key == current))
    return found


def address_of(name: str, pk: int) -> str:
    """Empty when there is no such page."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def facts(request: HttpRequest, shown: RoundShown) -> dict[str, Any]:
    round_, by = shown.round, request.user
    return head(round_, "board") | {
        "shown": shown,
        "way": way(round_),
        "stages": stages(shown),
        "steps": [(step, _address(round_, step)) for step in shown.steps],
        "instrument": instrument_of(round_.programme),
        "places": place_names(),
        "may_set_up": rules.may_set_up(by, round_),
        "may_open": rules.may_open(by, round_),
        "may_close": rules.may_close(by, round_),
        "may_cancel": rules.may_cancel(by, round_),
        "may_receive": may_receive(by, round_, getattr(by, "district_code", None) or None),
        **terms_told(round_),
    }


def _address(round_: Round, step: Step) -> str:
    key, _colon, state = step.key.partition(":")
    if key == "state":
        return f"{reverse('programmes:proposals', args=[round_.pk])}?status={state}"
    if key == "funds":
        return reverse("programmes:programme", args=[round_.programme_id])
    return address_of(PLACES.get(key, ""), round_.pk)


def way(round_: Round) -> list[tuple[str, str]]:
    """Its states with done, current or nothing, for parts/steps.html."""
    order = [state.value for state in WAY]
    at = order.index(round_.state) if round_.state in order else len(order)
    marks = ["done" if place < at else "current" if place == at else "" for place in range(len(order))]
    return [(str(RoundState(state).label), mark) for state, mark in zip(order, marks, strict=True)]


def stages(shown: RoundShown) -> list[tuple[str, str, int, str, str]]:
    """State, words, proposals, tone and the list of them; states that do not occur yet are left out late in
    the way, never at its beginning."""
    always = (ProposalState.RECEIVED, ProposalState.INCOMPLETE, ProposalState.CHECKED, ProposalState.VISITED)
    address = reverse("programmes:proposals", args=[shown.round.pk])
    return [
        (state.value, str(state.label), shown.counts.get(state, 0), TONES[state], f"{address}?status={state}")
        for state in ProposalState
        if shown.counts.get(state) or state in always
    ]


def instrument_of(programme: Programme) -> Instrument:
    return INSTRUMENTS[programme.instrument]


def terms_told(round_: Round) -> dict[str, Any]:
    """What it is decided by, in words, for everybody to see before the decision."""
    weights: Mapping[str, int] = round_.weights
    whole = sum(weights.values())
    return {
        "rules": [eligibility.BY_KEY[key] for key in round_.eligibility],
        "weights": [
            (one, weights[one.key], round(100 * weights[one.key] / whole))
            for one in criteria.CRITERIA
            if weights.get(one.key)
        ],
        "goals": [goals.BY_KEY[key].label for key in round_.goals],
        "quotas": [(words, quota.source) for quota, words in quotas_told(round_)],
    }
