"""What the decree, an agreement and a pact say: data for their templates, all of it text in Indonesian."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import translation

from sentra.base.people.models import User
from sentra.programmes.catalogue.instruments import BY_KEY as INSTRUMENTS
from sentra.programmes.models import Award, Round
from sentra.programmes.queries.wording import day, idr

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def decree_data(round_: Round, awards: Sequence[Award], *, by: User, on: date, place: str) -> dict[str, Any]:
    instrument = INSTRUMENTS[round_.programme.instrument]
    minutes = round_.papers.filter(kind="minutes", void=False).latest("pk")
    with translation.override("id"):
        return {
            "authority": str(by.get_role_display()),
            "about": f"Penetapan Penerima {round_.title}",
            "considering": [],
            "recalling": [instrument.source],
            "decisions": [],
            "round": round_.title,
            "programme": round_.programme.title,
            "year": str(round_.programme.year),
            "instrument": instrument.source,
            "minutes": f"berita acara nomor {minutes.number} tanggal {day(minutes.dated_on)}",
            "decreed_on": day(on),
            "place": place,
            "signer": {"name": by.name, "role": str(by.get_role_display())},
            "count": f"{len(awards)} penerima",
            "total": idr(sum(award.value_idr for award in awards)),
            "total_words": "",
            "funds": _by_fund(awards),
            "rows": [_row(award) for award in awards],
            "copies": [],
        }


def _by_fund(awards: Sequence[Award]) -> list[dict[str, str]]:
    titles = dict.fromkeys(str(award.fund) for award in awards)
    found = {title: [award.value_idr for award in awards if str(award.fund) == title] for title in titles}
    return [
        {"title": title, "count": str(len(values)), "value": idr(sum(values))}
        for title, values in found.items()
    ]


def _row(award: Award) -> dict[str, str]:
    known = award.proposal.snapshot
    return {
        "number": award.proposal.number,
        "business": known["business_name"],
        "owner": known["owner_name"],
        "place": f"{known['village_name']}, {known['district_name']}",
        "package": str(award.package),
        "fund": str(award.fund),
        "value": idr(award.value_idr),
    }


def _decree_words(award: Award) -> str:
    paper = award.round.papers.filter(kind="decree", void=False, proposal=None).latest("pk")
    return f"SK nomor {paper.number} tanggal {day(paper.dated_on)}"


def pact_data(award: Award, *, on: date) -> dict[str, Any]:
    row, known = _row(award), award.proposal.snapshot
    return {
        "place": known["district_name"],
        "signed_on": day(on),
        "signer": {"name": known["owner_name"], "role": "pemilik"},
        "business": row["business"],
        "address": row["place"],
        "registration": award.proposal.number,
        "round": award.round.title,
        "decree": _decree_words(award),
        "package": row["package"],
        "value": row["value"],
        "fund": row["fund"],
        "statements": [],
        "signature": "",
    }


def agreement_data(award: Award, *, by: User, on: date) -> dict[str, Any]:
    row, known, programme = _row(award), award.proposal.snapshot, award.round.programme
    return {
        "weekday": WEEKDAYS[on.weekday()],
        "agreed_on": day(on),
        "place": known["district_name"],
        "first": {"name": by.name, "role": str(by.get_role_display()), "office": str(by.office or "")},
        "second": {
            "name": known["owner_name"],
            "role": "pemilik",
            "business": row["business"],
            "address": row["place"],
        },
        "registration": award.proposal.number,
        "round": award.round.title,
        "programme": programme.title,
        "year": str(programme.year),
        "purpose": programme.purpose or programme.title,
        "instrument": INSTRUMENTS[programme.instrument].source,
        "decree": _decree_words(award),
        "fund": row["fund"],
        "budget_line": award.fund.budget_line,
        "package": row["package"],
        "items": [
            {
                "kind": line.kind.name,
                "specification": line.kind.specification,
                "quantity": f"{line.quantity} {line.kind.unit}",
                "serial": "",
                "value": idr(line.quantity * line.kind.price_idr),
            }
            for line in award.package.lines.select_related("kind").order_by("pk")
        ],
        "total": row["value"],
        "duties": [],
        "signature": "",
    }
