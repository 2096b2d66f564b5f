"""A small round of aid as the product itself makes it, through its actions, in any state. All of it is invented.

    round_ = rounds.opened()                  # two funds, three kinds, two packages; receives proposals
    one = rounds.proposed(round_)             # received; `documented` and `visited` lead further
    round_ = rounds.checking(count=4)         # closed for proposals, four of them visited and fit

Needs `makers.areas()` first. Everything is recorded at `cast.AT`, 20 November 2026; the days are below.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sentra.base.people.models import User
from sentra.programmes.actions import checking as checks
from sentra.programmes.actions import planning, proposing, screening
from sentra.programmes.actions.planning import Terms, Tool
from sentra.programmes.models import Channel, Fund, FundSource, Package, Programme, Proposal, Round
from sentra.programmes.rules.planning import Limit
from sentra.registry.models import Business
from tests import cast, makers

AT = cast.AT
OPENS, CLOSES = date(2026, 11, 1), date(2026, 11, 15)
RECEIVED, CHECKED, VISITED = date(2026, 11, 9), date(2026, 11, 11), date(2026, 11, 13)
READY = {"producing": "daily", "place": "ready", "power": "enough", "skill": "skilled", "has_tool": "none"}
POOR = {"producing": "no", "place": "none", "power": "none", "skill": "nobody", "has_tool": "good"}
CHEAP, DEAR = 4_500_000, 12_000_000  # prices of the two packages
REGENCY_IDR, PROVINCE_IDR = 20_000_000, 15_000_000
HIBAH, BARANG = "hibah", "barang"


def officer() -> User:
    return makers.clerk()


def head() -> User:
    """Who decides and signs."""
    return User.objects.filter(email="kepala@cast.example").first() or cast.enter(
        cast.BRAMA, email="kepala@cast.example"
    )


def programme(instrument: str = BARANG, **otherwise: Any) -> Programme:
    """With money of the regency and of the province."""
    told: dict[str, Any] = {"year": 2026, "title": "Bantuan Alat IKM", "purpose": "Menambah produksi"}
    made = planning.open_programme(by=officer(), at=AT, instrument=instrument, **told | otherwise)
    fund(made, "apbd-kab", REGENCY_IDR)
    fund(made, "apbd-prov", PROVINCE_IDR)
    return made


def source(key: str) -> FundSource:
    return planning.save_fund_source(by=officer(), at=AT, key=key, title=key.upper())


def fund(under: Programme, key: str, ceiling_idr: int, **scope: list[str]) -> Fund:
    return planning.add_fund(
        by=officer(), at=AT, programme=under, source=source(key), ceiling_idr=ceiling_idr, scope=scope
    )


def draft(
    under: Programme | None = None,
    *,
    code: str = "ALAT-26",
    quotas: Sequence[Limit] = (),
    packages: bool = True,
    **terms: Any,
) -> Round:
    """Under the usual terms unless `terms` say otherwise, with the two packages unless told not to."""
    made = planning.prepare_round(
        by=officer(),
        at=AT,
        programme=under or programme(),
        title=f"Putaran {code}",
        code=code,
        opens_on=OPENS,
        closes_on=CLOSES,
        terms=Terms(quotas=quotas, **terms),
    )
    if packages:
        _packages(made)
    return made


def _packages(round_: Round) -> None:
    told = [
        Tool("Mesin jahit", 2_000_000),
        Tool("Gunting kain", 500_000, "10 inci", "buah"),
        Tool("Mesin obras", 12_000_000, stock=2),
    ]
    sewing, scissors, overlock = planning.add_kinds(by=officer(), at=AT, round_=round_, kinds=told)
    add = {"by": officer(), "at": AT, "round_": round_}
    planning.add_package(title="Paket jahit", lines=[(sewing, 2), (scissors, 1)], **add)
    planning.add_package(title="Paket obras", lines=[(overlock, 1)], **add)


def cheap(round_: Round) -> Package:
    return round_.packages.get(title="Paket jahit")


def dear(round_: Round) -> Package:
    return round_.packages.get(title="Paket obras")


def opened(under: Programme | None = None, **otherwise: Any) -> Round:
    return planning.open_round(by=officer(), at=AT, round_=draft(under, **otherwise))


def workshop(number: int = 1, *, personal: dict[str, Any] | None = None, **values: Any) -> Business:
    """The `number`th applicant: a tailor with a NIK of their own; odd ones are women in Bobotsari's village,
    even ones men in Limbasari, both of the district Bobotsari."""
    told: dict[str, Any] = {
        "name": f"Jahit Contoh {number}",
        "village": makers.BOBOTSARI_VILLAGE if number % 2 else makers.LIMBASARI,
        "owner_name": f"Pemilik Contoh {number}",
        "sex": "P" if number % 2 else "L",
        "product": "pakaian",
        "workers": 1 + number % 4,
        "turnover_idr": 60_000_000,
        "investment_idr": 20_000_000,
    }
    return makers.business(personal={"nik": nik(number)} if personal is None else personal, **told | values)


def nik(number: int) -> str:
    """Well formed, of nobody: born on the first of July 1989, which for a woman is written 41."""
    return f"330309{41 if number % 2 else 1:02}0789{number:04}"


def proposed(
    round_: Round, number: int = 1, *, business: Business | None = None, **otherwise: Any
) -> Proposal:
    """Received on `RECEIVED`, without a drawn receipt; asks for the cheap package."""
    told: dict[str, Any] = {
        "channel": Channel.BUSINESS,
        "received_on": RECEIVED,
        "need": "Mesin lama rusak",
        "wishes": [cheap(round_)],
        "receipt": False,
    }
    who = business or workshop(number)
    return proposing.receive_proposal(by=officer(), at=AT, round_=round_, business=who, **told | otherwise)


def documented(round_: Round, number: int = 1, **otherwise: Any) -> Proposal:
    """With the papers that are asked for, found complete on `CHECKED`."""
    return accepted(proposed(round_, number, **otherwise))


def accepted(one: Proposal) -> Proposal:
    for kind in checks.missing_papers(one):
        paper(one, kind, RECEIVED)
    return checks.decide_documents(by=officer(), at=AT, proposal=one, complete=True, checked_on=CHECKED)


def paper(one: Proposal, kind: str, dated_on: date, **otherwise: Any) -> Any:
    about = {"round_": one.round, "proposal": one, "kind": kind, "dated_on": dated_on}
    return checks.record_paper(by=officer(), at=AT, **about | otherwise)


def visited(round_: Round, number: int = 1, *, fit: bool = True, **otherwise: Any) -> Proposal:
    """Visited on `VISITED`: everything is ready when `fit`, nothing is when not."""
    return seen(documented(round_, number, **otherwise), fit=fit)


def seen(one: Proposal, *, fit: bool = True, **otherwise: Any) -> Proposal:
    told: dict[str, Any] = {"visited_on": VISITED, "checklist": READY if fit else POOR, "fit": fit}
    told |= {"form_key": f"kunjungan-{one.number}"} | otherwise
    checks.record_visit(by=officer(), at=AT, proposal=one, **told)
    one.refresh_from_db()
    return one


def committee(round_: Round) -> None:
    """The head sits on it and has declared a NIK that no applicant has."""
    if not round_.seats.exists():
        screening.seat_member(by=officer(), at=AT, round_=round_, member=head())
        numbers = {"nik": "3303090101700001"}
        screening.declare_numbers(by=head(), at=AT, round_=round_, numbers=numbers, village="", address="")


def checking(count: int = 4, under: Programme | None = None, **otherwise: Any) -> Round:
    """Closed for proposals; `count` of them visited and fit. Every third asks for the dear package first."""
    round_ = opened(under, **otherwise)
    for number in range(1, count + 1):
        wishes = [dear(round_), cheap(round_)] if number % 3 == 0 else [cheap(round_)]
        visited(round_, number, wishes=wishes)
    committee(round_)
    return planning.close_round(by=officer(), at=AT, round_=round_)
