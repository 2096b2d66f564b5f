"""Awards as open data, in the 360Giving Data Standard (https://standard.threesixtygiving.org, version 1.4).

What stands in the public annex of the decree and nothing more: registration number, business, village,
package, fund, value. A business that is called after its owner is published under its registration number.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from sentra.programmes.models import Award, AwardOrigin, AwardState, Paper
from sentra.registry.catalogue.branches import BY_KEY as BRANCHES

VERSION = "1.4"
IN_FORCE = (AwardState.DECREED, AwardState.AGREED, AwardState.DELIVERED)
TITLE_LENGTH = 139  # the standard advises less than 140
AT_ONCE = 500
Json = dict[str, Any]


def prefix() -> str:
    """Before every id: unique for the office as long as no prefix of its own is registered with 360Giving."""
    return f"ID-{settings.REGENCY_CODE.replace('.', '')}"


def package() -> Json:
    """What is said of the data as a whole."""
    return {
        "version": VERSION,
        "title": f"Bantuan peralatan {settings.OFFICE_NAME}",
        "description": "Bantuan yang ditetapkan dengan SK: nomor usulan, usaha, desa, paket, dana, nilai.",
        "publisher": {"name": settings.OFFICE_NAME, "website": settings.PUBLIC_BASE_URL},
        "downloadURL": f"{settings.PUBLIC_BASE_URL}/data/bantuan.json",
    }


def grants() -> Iterator[Json]:
    """Every award that a decree names, the oldest first. Goods that moved on to somebody else were paid once
    and count once, as the grant of who was given them first."""
    found = Award.objects.filter(state__in=IN_FORCE).exclude(origin=AwardOrigin.TRANSFER)
    shown = found.select_related("proposal", "package", "fund__source", "round__programme")
    decrees: dict[int, list[Paper]] = {}
    for award in shown.order_by("promised_at", "pk").iterator(chunk_size=AT_ONCE):
        if award.round_id not in decrees:
            decrees[award.round_id] = list(_decrees(award.round_id))
        on = _decreed_on(award, decrees[award.round_id])
        if on:
            yield grant(award, on)


def _decrees(round_id: int) -> Any:
    return Paper.objects.filter(round=round_id, kind="decree", void=False).order_by("recorded_at", "pk")


def _decreed_on(award: Award, decrees: list[Paper]) -> date | None:
    """The day of the first decree after the award."""
    return next((paper.dated_on for paper in decrees if paper.recorded_at >= award.promised_at), None)


def grant(award: Award, on: date) -> Json:
    known, round_, number = award.proposal.snapshot, award.round, award.proposal.number
    branch = _branch(known["branch"])
    return {
        "id": f"{prefix()}-{number}-{award.pk}",
        "title": f"{award.package} ({round_.title})"[:TITLE_LENGTH],
        "description": f"{award.package} dari {award.fund}, {round_.programme}.",
        "currency": "IDR",
        "amountAwarded": int(award.value_idr),
        "awardDate": on.isoformat(),
        "recipientOrganization": [{"id": f"{prefix()}-{number}", "name": shown_name(award)}],
        "fundingOrganization": [{"id": prefix(), "name": settings.OFFICE_NAME}],
        "beneficiaryLocation": [_location(known)],
        "classifications": [
            {
                "vocabulary": "Cabang industri",
                "code": known["branch"],
                "title": branch,
            },
            {"vocabulary": "Sumber dana", "code": award.fund.source.key, "title": award.fund.source.title},
        ],
        "grantProgramme": [
            {
                "code": round_.code,
                "title": round_.title,
                "url": f"{settings.PUBLIC_BASE_URL}/putaran/{round_.code}/bukti/",
            }
        ],
        "fromOpenCall": "Yes",
        "dataSource": f"{settings.PUBLIC_BASE_URL}/data/bantuan.json",
    }


def _location(known: Json) -> Json:
    names = [known["village_name"], known["district_name"]]
    place = {"name": ", ".join(filter(None, names)), "countryCode": "ID"}
    code = known["village"] or known["district"]
    return place | ({"geoCode": code, "description": "Kode wilayah Kemendagri"} if code else {})


def _branch(key: str) -> str:
    """In words; nothing for a branch that the catalogue no longer has."""
    return str(BRANCHES[key].label) if key in BRANCHES else ""


def shown_name(award: Award) -> str:
    """The business as in the decree's annex, unless its name holds a part of its owner's."""
    known = award.proposal.snapshot
    owner = {word for word in words(known["owner_name"]) if len(word) > 2}
    if owner & words(known["business_name"]):
        return f"IKM {award.proposal.number}"
    return str(known["business_name"])


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
