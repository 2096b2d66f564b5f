"""The reason sheet: why a proposal came out as it did, on paper, for the one who proposed."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from sentra.base.documents.actions import issue_document
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.programmes.catalogue.criteria import BY_KEY as CRITERIA
from sentra.programmes.models import Proposal
from sentra.programmes.queries.explaining import Told, explanation
from sentra.programmes.queries.plans import adopted_plan
from sentra.programmes.queries.wording import day, tenths
from sentra.programmes.rules import deciding as rules

TEMPLATE = Path(__file__).resolve().parent.parent / "documents" / "alasan.typ"
PATTERN = "500.9/{sequence:04}/ALASAN/{roman_month}/{year}"
NEXT = {
    "ok": "Anda akan dipanggil untuk menandatangani pakta integritas dan menerima barang.",
    "warn": "Bila ada yang mengundurkan diri, daftar tunggu naik menurut urutan.",
    "bad": "Anda dapat mengusulkan lagi pada putaran berikutnya.",
}


@transaction.atomic
def issue_reasons(*, by: User, at: datetime, proposal: Proposal) -> Document:
    """A numbered, signed sheet in plain Indonesian; what would have changed the outcome is solved exactly."""
    refuse_unless(rules.may_issue_reasons(by, proposal))
    with translation.override("id"):
        data = printed(proposal, explanation(proposal, exact=True))
    return issue_document(
        by=by,
        at=at,
        kind="alasan",
        title="Lembar Alasan Keputusan",
        template=TEMPLATE,
        data=data,
        subject=proposal,
        pattern=PATTERN,
    )


def printed(proposal: Proposal, told: Told) -> dict[str, Any]:
    """Data for alasan.typ."""
    known, plan = proposal.snapshot, adopted_plan(proposal.round)
    decided = timezone.localtime(plan.adopted_at).date() if plan and plan.adopted_at else None
    return {
        "owner": known["owner_name"],
        "business": known["business_name"],
        "place": f"{known['village_name']}, {known['district_name']}",
        "registration": proposal.number,
        "round": proposal.round.title,
        "decided_on": day(decided),
        "outcome": told.outcome,
        "tone": told.tone,
        "summary": told.summary,
        "parts": [
            {
                "label": str(CRITERIA[part["criterion"]].label),
                "points": part["points"],
                "weight": part["weight"],
                "explains": str(CRITERIA[part["criterion"]].explains),
            }
            for part in proposal.score_parts
        ],
        "score": tenths(proposal.score_tenths),
        "place_in_pool": told.standing,
        "cut_off": told.cut_off,
        "reasons": list(told.reasons),
        "changes": list(told.changes),
        "next": NEXT[told.tone],
        "ask": f"{settings.OFFICE_NAME}, bagian bantuan.",
        "objections": "",
    }
