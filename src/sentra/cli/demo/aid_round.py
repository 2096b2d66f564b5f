"""The demo's round of 2020 through the same actions as a real one, from the call to the inspections.

Everything is synthetic but the published frame: 548 kinds of tools, 148 recipients, 15 villages, 13
districts, two funds, handed over on 10 September 2020.
"""

import itertools
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people import vault
from sentra.base.people.models import Role, User
from sentra.cli.demo.aid import FAIR, Asker, askers
from sentra.cli.demo.people import ACCOUNTS
from sentra.programmes.actions import (
    allocating,
    buying,
    checking,
    declining,
    decreeing,
    freezing,
    handing,
    planning,
    proposing,
    screening,
)
from sentra.programmes.actions.buying import Bought
from sentra.programmes.actions.checking import File
from sentra.programmes.actions.planning import Terms
from sentra.programmes.models import (
    Award,
    AwardState,
    Channel,
    Fund,
    Package,
    PackageLine,
    Plan,
    Proposal,
    ProposalState,
    Purchase,
    Round,
)
from sentra.programmes.queries.changing import Change, Give
from sentra.programmes.rules.planning import Limit
from sentra.registry.models import Identifier, Scheme

SLACK_IDR = 90_000  # below the dearest package less the next, so that money ends where it was meant to
PROVINCE_BRANCHES = ("gula_kelapa", "rambut")
PLACE = "Purbalingga"
HANDED_ON = date(2020, 9, 10)
NEED = "Alat yang ada sudah tua; pesanan sering tidak terkejar."


def on(day: date, hour: int = 9) -> datetime:
    """A moment of that day in the office's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def account(role: Role) -> User:
    return User.objects.get(email=next(one.email for one in ACCOUNTS if one.role == role))


def build(seed: int, tell: Callable[[str], None]) -> Round:
    """The whole round. Raises LookupError when the register is too small for it."""
    asking = askers(seed)
    story = Story(asking)
    for words, step in story.steps():
        tell(f"Bantuan 2020: {words}")
        step()
    return Round.objects.get(pk=story.round.pk)


class Story:
    """What happened, step by step; each step is a few calls of actions on the day they were made."""

    round: Round

    def __init__(self, asking: Sequence[Asker]) -> None:
        self.asking = asking
        self.officer, self.head = account(Role.OFFICER), account(Role.HEAD)
        self.member, self.treasurer = account(Role.COMMITTEE), account(Role.TREASURER)
        self.packages: dict[str, Package] = {}
        self.proposals: dict[str, tuple[Asker, Proposal]] = {}

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "program, dana, 548 jenis alat dalam 60 paket", self.prepare
        yield f"{len(self.asking)} usulan", self.receive
        yield "daftar pembanding kantor lain", self.compare
        yield "pemeriksaan berkas dan kunjungan", self.check
        yield "pembekuan, undian, rencana", self.decide
        yield "SK, pakta integritas", self.decree
        yield "pengadaan dan penerimaan barang", self.buy
        yield "serah terima dengan BAST", self.hand_over

    # The call

    def prepare(self) -> None:
        by, at = self.officer, on(date(2020, 1, 13))
        programme = planning.open_programme(
            by=by,
            at=at,
            year=2020,
            title="Bantuan peralatan dan mesin IKM",
            purpose="menambah kapasitas dan mutu produksi industri kecil dan menengah",
            instrument="barang",
        )
        for key, title, ceiling, scope in self._money():
            source = planning.save_fund_source(by=by, at=at, key=key, title=title)
            planning.add_fund(
                by=by, at=at, programme=programme, source=source, ceiling_idr=ceiling, scope=scope
            )
        self.round = planning.prepare_round(
            by=by,
            at=at,
            programme=programme,
            title="Bantuan peralatan IKM 2020",
            code="ALAT-2020",
            opens_on=date(2020, 1, 20),
            closes_on=date(2020, 3, 31),
            terms=Terms(goals=("score",), quotas=list(self._quotas())),
        )
        self._offer(at)
        planning.open_round(by=by, at=on(date(2020, 1, 20)), round_=self.round)
        screening.seat_member(by=by, at=on(date(2020, 1, 22)), round_=self.round, member=self.member)
        screening.seat_member(by=by, at=on(date(2020, 1, 22)), round_=self.round, member=self.head)

    def _money(self) -> list[tuple[str, str, int, dict[str, list[str]]]]:
        good = [one for one in self.asking if one.ends == "good"]
        province = sum(one.offer.cost_idr for one in good if one.offer.branch in PROVINCE_BRANCHES)
        regency = sum(one.offer.cost_idr for one in good) - province
        return [
            ("apbd-kabupaten", "APBD Kabupaten", regency + SLACK_IDR, {}),
            (
                "apbd-provinsi",
                "APBD Provinsi",
                province + SLACK_IDR,
                {"branches": list(PROVINCE_BRANCHES)},
            ),
        ]

    def _quotas(self) -> Iterator[Limit]:
        districts = sorted({str(one.profile.district_id) for one in self.asking})
        for code in districts:
            yield Limit("floor", "district", code, 3, "kesepakatan musrenbang (data contoh)")
        yield Limit("cap", "district", districts[0], 40, "kesepakatan musrenbang (data contoh)")

    def _offer(self, at: datetime) -> None:
        offers = {one.offer.title: one.offer for one in self.asking}
        for title in sorted(offers):
            tools = [tool for tool, _count in offers[title].lines]
            kinds = planning.add_kinds(by=self.officer, at=at, round_=self.round, kinds=tools)
            counts = [count for _tool, count in offers[title].lines]
            self.packages[title] = planning.add_package(
                by=self.officer,
                at=at,
                round_=self.round,
                title=title,
                lines=list(zip(kinds, counts, strict=True)),
            )

    # Proposals

    def receive(self) -> None:
        channels = itertools.cycle((Channel.BUSINESS, Channel.FORUM, Channel.BUSINESS, Channel.VISIT))
        for at, asker in enumerate(self.asking):
            day = date(2020, 2, 3 + at % 24)
            proposal = proposing.receive_proposal(
                by=self.officer,
                at=on(day, 8 + at % 7),
                round_=self.round,
                business=asker.profile.business,
                channel=next(channels),
                received_on=day,
                need=NEED,
                wishes=[self.packages[asker.offer.title]],
                receipt=at == 0,
            )
            self.proposals[proposal.number] = asker, proposal
        planning.close_round(by=self.officer, at=on(date(2020, 4, 1)), round_=self.round)

    def compare(self) -> None:
        """Lists of other offices, as they would come: with clear numbers, of which only tokens stay."""
        titles = {
            "servant": ("civil_servants", "Daftar ASN (contoh)"),
            "deceased": ("deceased", "Kematian tercatat (contoh)"),
            "helped": ("recipients", "Penerima bantuan Dinas Koperasi 2019 (contoh)"),
        }
        for ends, (kind, title) in titles.items():
            niks = [self._nik(proposal) for asker, proposal in self._of(ends)]
            lines = "\n".join(f"{nik};2019-08-20;Gerobak usaha" for nik in niks)
            screening.receive_outside_list(
                by=self.officer,
                at=on(date(2020, 4, 6)),
                kind=kind,
                title=title,
                as_of=date(2020, 3, 31),
                file_name="daftar.csv",
                data=f"NIK;Tanggal;Bantuan\n{lines}\n".encode(),
            )

    def _of(self, ends: str) -> list[tuple[Asker, Proposal]]:
        return [one for one in self.proposals.values() if one[0].ends == ends]

    def _nik(self, proposal: Proposal) -> str:
        known = Identifier.objects.filter(
            business__canonical=proposal.business.canonical_id, scheme=Scheme.NIK, sealed__isnull=False
        )
        found = known.select_related("subject").latest("pk")
        assert_sealed = found.sealed or b""
        return vault.unseal(vault.open_key(found.subject), assert_sealed).decode()

    def check(self) -> None:
        for at, (asker, proposal) in enumerate(self.proposals.values()):
            if asker.ends == "withdrawn":
                proposing.withdraw_proposal(
                    by=self.officer,
                    at=on(date(2020, 4, 7)),
                    proposal=proposal,
                    reason="Usaha pindah (contoh)",
                )
            elif self._documents(asker, proposal, at):
                self._visit(asker, proposal, at)

    def _documents(self, asker: Asker, proposal: Proposal, at: int) -> bool:
        day = date(2020, 4, 8 + at % 20)
        complete = asker.ends != "incomplete"
        if complete:
            for kind in checking.missing_papers(proposal):
                checking.record_paper(
                    by=self.officer,
                    at=on(day),
                    round_=self.round,
                    kind=kind,
                    dated_on=proposal.received_on,
                    proposal=proposal,
                )
        checking.decide_documents(
            by=self.officer, at=on(day, 10), proposal=proposal, complete=complete, checked_on=day
        )
        return complete

    def _visit(self, asker: Asker, proposal: Proposal, at: int) -> None:
        day = date(2020, 5, 4 + at % 25)
        profile = asker.profile
        point = (profile.latitude, profile.longitude) if profile.latitude and profile.longitude else None
        checking.record_visit(
            by=self.officer,
            at=on(day, 11),
            proposal=proposal,
            visited_on=day,
            checklist=asker.checklist,
            fit=asker.ends != "unfit",
            form_key=f"contoh-kunjungan-{proposal.number}",
            note="Data contoh.",
            point=point,
            photo=File("kunjungan.png", picture(at)),
        )

    # Decision

    def decide(self) -> None:
        freezing.freeze_round(
            by=self.head,
            at=on(date(2020, 6, 15)),
            round_=self.round,
            lottery_source="angka penutupan indeks bursa (contoh)",
            lottery_on=date(2020, 6, 18),
            place=PLACE,
        )
        freezing.reveal_lottery(
            by=self.head, at=on(date(2020, 6, 18), 17), round_=self.round, value="4.925,25 (contoh)"
        )
        plan = self._planned(None, date(2020, 6, 19))
        allocating.choose_plan(by=self.head, at=on(date(2020, 6, 19), 11), plan=plan)
        self._depart()

    def _planned(self, change: Change | None, day: date) -> Plan:
        plan = allocating.ask_plan(by=self.head, at=on(day), round_=self.round, change=change)
        ran(Job.objects.get(key=allocating.job_key(plan)), on(day))
        return Plan.objects.select_related("round__programme").get(pk=plan.pk)

    def _depart(self) -> None:
        """The committee gives to one who waits, within the stock of the same package."""
        waiting = self.round.proposals.filter(state=ProposalState.WAITING).order_by("number")
        chosen = next(one for one in waiting if self._is_limited(one))
        wish = chosen.wishes.get()
        give = Give(proposal=chosen.number, package=wish.package_id, fund=None)
        plan = self._planned(Change(give=[give]), date(2020, 6, 22))
        allocating.override(
            by=self.member,
            at=on(date(2020, 6, 22), 13),
            plan=plan,
            reason="Bengkel terbakar pada Mei 2020; berita acara desa terlampir (contoh).",
        )

    def _is_limited(self, proposal: Proposal) -> bool:
        return any(
            asker.checklist == FAIR and asker.offer.cost_idr < 9_500_000
            for asker, known in self.proposals.values()
            if known.pk == proposal.pk
        )

    def decree(self) -> None:
        decreeing.issue_decree(by=self.head, at=on(date(2020, 7, 6)), round_=self.round, place=PLACE)
        self._step_back()
        decreeing.issue_decree(by=self.head, at=on(date(2020, 7, 20)), round_=self.round, place=PLACE)
        day = on(date(2020, 7, 22))
        job = enqueue(
            decreeing.issue_agreements, by=self.officer, at=day, key="contoh.pakta", round_id=self.round.pk
        )
        ran(job, day)
        for award in self._awards(AwardState.DECREED):
            decreeing.sign_agreement(
                by=self.officer, at=on(date(2020, 7, 24)), award=award, signed_on=date(2020, 7, 23)
            )

    def _step_back(self) -> None:
        """One recipient moves away; whoever waits for the same package moves up."""
        for award in self._awards(AwardState.DECREED):
            waiting = self.round.proposals.filter(
                state=ProposalState.WAITING, wishes__package=award.package_id
            )
            if award.value_idr < 9_500_000 and waiting.exists():
                declining.decline(
                    by=self.officer,
                    at=on(date(2020, 7, 14)),
                    award=award,
                    reason="Pindah ke luar daerah (contoh)",
                )
                return

    def _awards(self, state: AwardState) -> list[Award]:
        chosen = Award.objects.filter(round=self.round, state=state)
        return list(chosen.select_related("proposal", "package").order_by("proposal__number"))

    # Goods

    def buy(self) -> None:
        for number, fund in enumerate(self.round.programme.funds.order_by("pk"), start=1):
            purchase = self._purchase(fund, number)
            buying.receive_goods(
                by=self.officer,
                at=on(date(2020, 8, 24)),
                purchase=purchase,
                arrived_on=date(2020, 8, 24),
                number=f"BAP-{number}/2020 (contoh)",
            )
        buying.assign_items(by=self.officer, at=on(date(2020, 8, 26)), round_=self.round)

    def _purchase(self, fund: Fund, number: int) -> Purchase:
        """What the fund's awards need, three in a hundred below the budget; one invoice does not add up."""
        needed = PackageLine.objects.filter(
            package__awards__fund=fund, package__awards__state=AwardState.AGREED
        ).select_related("kind")
        counts: dict[int, Bought] = {}
        for line in needed:
            known = counts.get(line.kind_id)
            quantity = line.quantity + (known.quantity if known else 0)
            counts[line.kind_id] = Bought(line.kind, quantity, line.kind.price_idr * 97 // 100)
        lines = list(counts.values())
        total = sum(line.quantity * line.price_idr for line in lines)
        return buying.record_purchase(
            by=self.treasurer,
            at=on(date(2020, 7, 30)),
            round_=self.round,
            fund=fund,
            supplier=f"CV Contoh Peralatan {number}",
            number=f"K-{number:02}/2020 (contoh)",
            bought_on=date(2020, 7, 29),
            invoice_idr=total + (1_250_000 if number == 1 else 0),
            lines=lines,
        )

    def hand_over(self) -> None:
        for at, award in enumerate(self._awards(AwardState.AGREED)):
            items = award.items.select_related("kind").order_by("pk")
            serials = {item.pk: f"C20-{item.pk:05}" for item in items if item.kind.serial_asked}
            handing.hand_over(
                by=self.officer,
                at=on(HANDED_ON, 9 + at % 6),
                award=award,
                handed_on=HANDED_ON,
                place="Halaman kantor dinas",
                receiver=award.proposal.snapshot["owner_name"],
                serials=serials,
                photo=picture(at),
                signature=scribble(at),
                form_key=f"contoh-serah-{award.pk}",
            )
        day = on(HANDED_ON, 16)
        self.round.refresh_from_db()
        if job := handing.ask_handovers(by=self.officer, at=day, round_=self.round):
            ran(job, day)
        handing.issue_together(by=self.officer, at=day, round_=self.round)


def ran(job: Job, at: datetime) -> None:
    """A job, run here and now. Raises RuntimeError with its own sentence when it failed."""
    done = run_now(job, clock=lambda: at)
    if done.state != State.DONE:
        raise RuntimeError(done.error)


# Pictures: drawn here, so that nobody's face or signature stands in the demo.


def picture(seed: int, width: int = 160, height: int = 120) -> bytes:
    """A PNG of coloured stripes, another for every `seed`."""
    tints = [(seed * 37 + part * 61) % 160 + 60 for part in range(3)]

    def row(y: int) -> bytes:
        shade = (y // 12 + seed) % 3
        return bytes(value for x in range(width) for value in _tint(tints, shade + (x // 20) % 2))

    return _png(width, height, [row(y) for y in range(height)])


def _tint(tints: Sequence[int], shift: int) -> tuple[int, int, int]:
    return tints[shift % 3], tints[(shift + 1) % 3], tints[(shift + 2) % 3]


def scribble(seed: int, width: int = 200, height: int = 80) -> bytes:
    """A PNG of a wavy line on white: a drawn signature of nobody."""
    heights = [40 + ((x * (3 + seed % 5)) % 37) - 18 + (x * seed) % 7 for x in range(width)]

    def row(y: int) -> bytes:
        return b"".join(b"\x20\x30\x60" if abs(heights[x] - y) < 2 else b"\xff\xff\xff" for x in range(width))

    return _png(width, height, [row(y) for y in range(height)])


def _png(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts: Any = (chunk(b"IHDR", head), chunk(b"IDAT", body), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
