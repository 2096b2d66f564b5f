"""Two rounds of 2026 that wait for whoever looks at the demo: one to be drawn and decided, one still open."""

from collections.abc import Callable, Sequence
from datetime import date

from sentra.base.people.models import Role
from sentra.cli.demo.acting import account, on
from sentra.cli.demo.aid import FAIR, GOOD, pool
from sentra.cli.demo.pictures import picture
from sentra.programmes.actions import (
    File,
    Terms,
    Tool,
    add_fund,
    add_kinds,
    add_package,
    close_round,
    decide_documents,
    declare_numbers,
    freeze_round,
    open_programme,
    open_round,
    prepare_round,
    receive_proposal,
    record_paper,
    record_visit,
    save_fund_source,
    seat_member,
)
from sentra.programmes.models import Channel, Package, Programme, Proposal, Round
from sentra.programmes.queries.ordering import missing_papers
from sentra.registry.models import Profile

MONEY = (("apbd-kabupaten", "APBD Kabupaten", 75_000_000), ("dbhcht", "DBHCHT", 36_000_000))
TOOLS = (
    Tool("Mesin perekat kemasan", 2_400_000, "kaki, 40 cm", "unit", serial_asked=True),
    Tool("Timbangan digital", 600_000, "30 kg", "unit", serial_asked=True),
    Tool("Meja kerja baja", 1_500_000, "150 × 60 cm", "unit"),
    Tool("Mesin pengemas vakum", 7_500_000, "meja", "unit", serial_asked=True),
)
TO_DECIDE, OPEN = 24, 9


def build(tell: Callable[[str], None]) -> None:
    """After the round of 2020, of other businesses. Raises LookupError when the register has too few."""
    asked = set(Proposal.objects.values_list("business", flat=True))
    free = [profile for profile in pool() if profile.business_id not in asked]
    if len(free) < TO_DECIDE + OPEN:
        raise LookupError("the register has too few businesses for the demo's rounds of 2026")
    step = len(free) // (TO_DECIDE + OPEN)
    chosen = free[::step][: TO_DECIDE + OPEN]
    under = _programme()
    tell("Bantuan 2026: satu putaran menunggu undian, satu masih menerima usulan")
    _to_decide(under, chosen[:TO_DECIDE])
    _open(under, chosen[TO_DECIDE:])


def _programme() -> Programme:
    by, at = account(Role.OFFICER), on(date(2026, 8, 3))
    under = open_programme(
        by=by,
        at=at,
        year=2026,
        title="Alat kemas dan produksi IKM",
        purpose="kemasan yang tahan kirim dan produksi yang ajek",
        instrument="barang",
    )
    for key, title, ceiling in MONEY:
        source = save_fund_source(by=by, at=at, key=key, title=title)
        add_fund(by=by, at=at, programme=under, source=source, ceiling_idr=ceiling)
    return under


def _round(under: Programme, code: str, title: str, opens_on: date, closes_on: date) -> Round:
    by, at = account(Role.OFFICER), on(opens_on, 8)
    made = prepare_round(
        by=by,
        at=at,
        programme=under,
        title=title,
        code=code,
        opens_on=opens_on,
        closes_on=closes_on,
        terms=Terms(goals=("score", "spread:village")),
    )
    kinds = add_kinds(by=by, at=at, round_=made, kinds=TOOLS)
    small, large = [(kinds[0], 1), (kinds[1], 1), (kinds[2], 1)], [(kinds[3], 1), (kinds[1], 1)]
    add_package(by=by, at=at, round_=made, title="Paket kemas", lines=small)
    add_package(by=by, at=at, round_=made, title="Paket kemas vakum", lines=large)
    for role in (Role.COMMITTEE, Role.HEAD):
        seat_member(by=by, at=at, round_=made, member=account(role))
    return open_round(by=by, at=at, round_=made)


def _to_decide(under: Programme, profiles: Sequence[Profile]) -> None:
    """Frozen; its public value became known yesterday and waits to be entered."""
    made = _round(under, "KEMAS-26A", "Alat kemas tahap I 2026", date(2026, 9, 1), date(2026, 9, 30))
    packages = list(made.packages.order_by("title"))
    for at, profile in enumerate(profiles):
        one = _received(made, profile, date(2026, 9, 7 + at % 20), packages[at % 3 == 0 :][:1])
        _checked(one, date(2026, 10, 5 + at % 10))
        _visited(one, date(2026, 10, 19 + at % 10), GOOD if at % 4 else FAIR, at)
    close_round(by=account(Role.OFFICER), at=on(date(2026, 10, 1)), round_=made)
    for role, nik in ((Role.COMMITTEE, "3303050101700001"), (Role.HEAD, "3303050101680001")):
        declare_numbers(
            by=account(role),
            at=on(date(2026, 11, 9)),
            round_=made,
            numbers={"nik": nik},
            village="",
            address="",
        )
    freeze_round(
        by=account(Role.HEAD),
        at=on(date(2026, 11, 16)),
        round_=made,
        lottery_source="angka penutupan indeks bursa (contoh)",
        lottery_on=date(2026, 11, 20),
        place="Purbalingga",
    )


def _open(under: Programme, profiles: Sequence[Profile]) -> None:
    """Proposals at every step of checking."""
    made = _round(under, "KEMAS-26B", "Alat kemas tahap II 2026", date(2026, 11, 2), date(2026, 12, 11))
    packages = list(made.packages.order_by("title"))
    for at, profile in enumerate(profiles):
        one = _received(made, profile, date(2026, 11, 5 + at), packages[: 1 + at % 2])
        if at < 6:
            _checked(one, date(2026, 11, 16), complete=at != 0)
        if 0 < at < 4:
            _visited(one, date(2026, 11, 18), GOOD, at)


def _received(made: Round, profile: Profile, day: date, wishes: Sequence[Package]) -> Proposal:
    return receive_proposal(
        by=account(Role.OFFICER),
        at=on(day),
        round_=made,
        business=profile.business,
        channel=Channel.BUSINESS,
        received_on=day,
        need="Kemasan sering rusak di perjalanan (contoh).",
        wishes=wishes,
        receipt=False,
    )


def _checked(one: Proposal, day: date, *, complete: bool = True) -> None:
    by = account(Role.OFFICER)
    for kind in missing_papers(one) if complete else ():
        record_paper(by=by, at=on(day), round_=one.round, kind=kind, dated_on=one.received_on, proposal=one)
    decide_documents(by=by, at=on(day, 10), proposal=one, complete=complete, checked_on=day)


def _visited(one: Proposal, day: date, checklist: dict[str, str], at: int) -> None:
    record_visit(
        by=account(Role.OFFICER),
        at=on(day, 11),
        proposal=one,
        visited_on=day,
        checklist=checklist,
        fit=True,
        form_key=f"contoh-kunjungan-{one.number}",
        note="Data contoh.",
        photo=File("kunjungan.png", picture(at)),
    )
