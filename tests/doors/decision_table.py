"""Rows of the permission table for how a round is decided, and the objects their addresses name.

{checking}, {frozen} without its public value, {drawn} with a computed {plan}, {planned} with a plan for one who
waits, {departure}, and what came of it in another round: {departed}, {decreed} with an {award}.
"""

from datetime import timedelta
from typing import Any

from sentra.programmes.actions import allocating
from tests import makers
from tests.doors.permission_table import ADMIN, AID_READERS, COMMITTEE, FIELD, HEAD, OFFICER, REGENT, Row
from tests.rooms.programmes import decided, rounds

DECIDERS = {HEAD, COMMITTEE}
PREPARERS = {ADMIN, HEAD, OFFICER}
RECORDERS = PREPARERS | {FIELD}


def decided_by(path: str, data: dict[str, object] | None = None, ok: int = 302) -> Row:
    """A form sent by those who decide."""
    return Row(path, allow=DECIDERS, ok=ok, method="post", data=data or {})


DECISION: dict[str, Row] = {
    "programmes:deciding": Row("/program/putaran/{checking}/keputusan/", allow=AID_READERS),
    "programmes:freeze": decided_by(
        "/program/putaran/{checking}/keputusan/bekukan/",
        {"lottery_source": "penutupan bursa", "lottery_on": "2099-12-31", "place": "Purbalingga"},
    ),
    "programmes:reveal": decided_by("/program/putaran/{frozen}/keputusan/undian/", {"value": "7.012,33"}),
    "programmes:ask_plan": decided_by("/program/putaran/{drawn}/keputusan/hitung/"),
    "programmes:ask_departure": decided_by(
        "/program/putaran/{drawn}/keputusan/lain/", {"proposal": "LOT-26-0001", "package": ""}
    ),
    "programmes:plan": Row("/program/rencana/{plan}/", allow=AID_READERS),
    "programmes:plan_progress": Row("/program/rencana/{plan}/kemajuan/", allow=AID_READERS, ok=204),
    "programmes:ask_plan_again": decided_by("/program/rencana/{plan}/ulang/"),
    "programmes:choose_plan": decided_by("/program/rencana/{plan}/pilih/"),
    "programmes:depart": decided_by("/program/rencana/{departure}/tetapkan/", {"reason": "Bengkel terbakar"}),
    "programmes:undo_departure": decided_by(
        "/program/keputusan-lain/{departed}/tarik/", {"reason": "Keliru"}
    ),
    "programmes:decree": Row(
        "/program/putaran/{planned}/keputusan/sk/",
        allow={HEAD, REGENT},
        ok=302,
        method="post",
        data={"place": "Purbalingga"},
    ),
    "programmes:agreements": Row(
        "/program/putaran/{decreed}/keputusan/perjanjian/", allow=PREPARERS, ok=302, method="post"
    ),
    "programmes:agreements_progress": Row(
        "/program/putaran/{decreed}/keputusan/perjanjian/kemajuan/", allow=AID_READERS, ok=204
    ),
    "programmes:recipients": Row("/program/putaran/{decreed}/penerima/", allow=AID_READERS),
    "programmes:award": Row("/program/bantuan/{award}/", allow=AID_READERS),
    "programmes:sign": Row(
        "/program/bantuan/{award}/tanda-tangan/",
        allow=RECORDERS,
        ok=302,
        method="post",
        data={"signed_on": "2026-11-21"},
    ),
    "programmes:signing": Row("/program/putaran/{decreed}/tanda-tangan/", allow=AID_READERS),
    "programmes:sign_together": Row(
        "/program/putaran/{decreed}/tanda-tangan/catat/",
        allow=RECORDERS,
        ok=422,  # nobody is ticked
        method="post",
        data={"signed_on": "2026-11-21"},
    ),
    "programmes:decline": Row(
        "/program/bantuan/{award}/lepas/", allow=RECORDERS, ok=302, method="post", data={"reason": "Pindah"}
    ),
    "programmes:reasons": Row("/program/usulan/{chosen}/alasan/", allow=AID_READERS),
    "programmes:issue_reasons": Row(
        "/program/usulan/{chosen}/alasan/terbit/", allow=RECORDERS | DECIDERS, ok=302, method="post"
    ),
}
WANTED = {  # which of the rounds an address needs; each takes a second to make
    "checking": ("deciding", "freeze"),
    "frozen": ("reveal",),
    "drawn": ("ask_plan", "ask_departure", "plan", "plan_progress", "ask_plan_again", "choose_plan"),
    "planned": ("depart", "undo_departure", "decree"),
    "decreed": (
        *("agreements", "agreements_progress", "recipients", "award"),
        *("sign", "signing", "sign_together", "decline", "reasons", "issue_reasons"),
    ),
}


def kind_of(name: str) -> str:
    """Which of the rounds an address needs."""
    short = name.partition(":")[2]
    return next(kind for kind, names in WANTED.items() if short in names)


def known_decision(name: str) -> dict[str, object]:
    """The round that the address needs, and what is in it."""
    makers.areas()
    return {
        "checking": _checking,
        "frozen": _frozen,
        "drawn": _drawn,
        "planned": _planned,
        "decreed": _decreed,
    }[kind_of(name)]()


def _checking() -> dict[str, object]:
    decided.certificates()
    return {"checking": rounds.checking(count=1).pk}


def _frozen() -> dict[str, object]:
    return {"frozen": decided.frozen(rounds.checking(count=1)).pk}


def _drawn() -> dict[str, object]:
    round_ = decided.drawn(rounds.checking(count=1, code="LOT-26"))
    return {"drawn": round_.pk, "plan": decided.computed(round_).pk}


def _planned() -> dict[str, object]:
    round_ = decided.planned(rounds.checking(count=9))
    first, second = round_.proposals.filter(state="waiting").order_by("number")[:2]
    package = rounds.cheap(round_).pk
    one = decided.give(first, package)
    plan = decided.computed(round_, one)
    later = decided.LATER + timedelta(hours=1)
    departed = allocating.override(by=rounds.head(), at=later, plan=plan, reason="Bengkel terbakar")
    both: Any = {"give": [*one["give"], *decided.give(second, package)["give"]]}
    departure = decided.computed(round_, both)
    return {"planned": round_.pk, "departure": departure.pk, "departed": departed.pk}


def _decreed() -> dict[str, object]:
    from sentra.programmes.actions import decreeing

    round_ = decided.decreed(rounds.checking(count=2))
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="surat", round_id=round_.pk)
    award = round_.awards.order_by("pk").first()
    return {"decreed": round_.pk, "award": award.pk, "chosen": award.proposal_id}
