"""The demo's round of 2020 through the same actions as a real one, from the call to the agreements.

Everything is synthetic but the published frame: 548 kinds of tools, 148 recipients, 15 villages, 13
districts, two funds, handed over on 10 September 2020.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from sentra.base.jobs.models import Job
from sentra.base.jobs.queue import enqueue
from sentra.base.people import vault
from sentra.base.people.models import Role
from sentra.cli.demo.acting import account, on, ran
from sentra.cli.demo.aid import FAIR, Asker, askers
from sentra.cli.demo.aid_after import Afterwards
from sentra.cli.demo.pictures import picture
from sentra.programmes import actions
from sentra.programmes.actions import File, Terms
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    AwardState,
    Channel,
    Package,
    Plan,
    Proposal,
    ProposalState,
    Round,
)
from sentra.programmes.queries.changing import Change, Give
from sentra.programmes.queries.ordering import missing_papers
from sentra.programmes.queries.plans import job_key
from sentra.programmes.rules.planning import Limit
from sentra.registry.models import Identifier, Scheme

SLACK_IDR = 90_000  # below the dearest package less the next, so that money ends where it was meant to
PROVINCE_BRANCHES = ("gula_kelapa", "rambut")
PLACE = "Purbalingga"
NEED = "Alat yang ada sudah tua; pesanan sering tidak terkejar."


def build(seed: int, tell: Callable[[str], None]) -> Round:
    """The whole round. Raises LookupError when the register is too small for it."""
    asking = askers(seed)
    story = Story(asking)
    for words, step in story.steps():
        tell(f"Bantuan 2020: {words}")
        step()
    for words, step in Afterwards(story.round).steps():
        tell(f"Bantuan 2020: {words}")
        step()
    return Round.objects.get(pk=story.round.pk)


class Story:
    """What happened, step by step; each step is a few calls of actions on the day they were made."""

    round: Round

    def __init__(self, asking: Sequence[Asker]) -> None:
        self.asking = asking
        self.officer, self.head = account(Role.OFFICER), account(Role.HEAD)
        self.member = account(Role.COMMITTEE)
        self.packages: dict[str, Package] = {}
        self.proposals: dict[str, tuple[Asker, Proposal]] = {}

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "program, dana, 548 jenis alat dalam 60 paket", self.prepare
        yield f"{len(self.asking)} usulan", self.receive
        yield "daftar pembanding kantor lain", self.compare
        yield "pemeriksaan berkas dan kunjungan", self.check
        yield "pembekuan, undian, rencana", self.decide
        yield "SK, pakta integritas", self.decree

    # The call

    def prepare(self) -> None:
        by, at = self.officer, on(date(2020, 1, 13))
        programme = actions.open_programme(
            by=by,
            at=at,
            year=2020,
            title="Bantuan peralatan dan mesin IKM",
            purpose="menambah kapasitas dan mutu produksi industri kecil dan menengah",
            instrument="barang",
        )
        for key, title, ceiling, scope in self._money():
            source = actions.save_fund_source(by=by, at=at, key=key, title=title)
            actions.add_fund(
                by=by, at=at, programme=programme, source=source, ceiling_idr=ceiling, scope=scope
            )
        self.round = actions.prepare_round(
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
        actions.open_round(by=by, at=on(date(2020, 1, 20)), round_=self.round)
        actions.seat_member(by=by, at=on(date(2020, 1, 22)), round_=self.round, member=self.member)
        actions.seat_member(by=by, at=on(date(2020, 1, 22)), round_=self.round, member=self.head)
        for member, number in ((self.member, "3303050101700001"), (self.head, "3303050101680001")):
            actions.declare_numbers(
                by=member,
                at=on(date(2020, 1, 24)),
                round_=self.round,
                numbers={"nik": number},
                village="",
                address="",
            )

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
            kinds = actions.add_kinds(by=self.officer, at=at, round_=self.round, kinds=tools)
            counts = [count for _tool, count in offers[title].lines]
            self.packages[title] = actions.add_package(
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
            proposal = actions.receive_proposal(
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
        actions.close_round(by=self.officer, at=on(date(2020, 4, 1)), round_=self.round)

    def compare(self) -> None:
        """Lists of other offices, as they would come: with clear numbers, of which only tokens stay."""
        titles = {
            "servant": ("civil_servants", "Daftar ASN (contoh)"),
            "deceased": ("deceased", "Kematian tercatat (contoh)"),
            "helped": ("recipients", "Penerima bantuan Dinas Koperasi 2019 (contoh)"),
        }
        for ends, (kind, title) in titles.items():
            niks = [self._nik(proposal) for asker, proposal in self._of(ends)]
            given = ";2019-08-20;Gerobak usaha" if ends == "helped" else ";;"
            lines = "\n".join(f"{nik}{given}" for nik in niks)
            actions.receive_outside_list(
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
                actions.withdraw_proposal(
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
            for kind in missing_papers(proposal):
                actions.record_paper(
                    by=self.officer,
                    at=on(day),
                    round_=self.round,
                    kind=kind,
                    dated_on=proposal.received_on,
                    proposal=proposal,
                )
        actions.decide_documents(
            by=self.officer, at=on(day, 10), proposal=proposal, complete=complete, checked_on=day
        )
        return complete

    def _visit(self, asker: Asker, proposal: Proposal, at: int) -> None:
        day = date(2020, 5, 4 + at % 25)
        profile = asker.profile
        point = (profile.latitude, profile.longitude) if profile.latitude and profile.longitude else None
        actions.record_visit(
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
        actions.freeze_round(
            by=self.head,
            at=on(date(2020, 6, 15)),
            round_=self.round,
            lottery_source="angka penutupan indeks bursa (contoh)",
            lottery_on=date(2020, 6, 18),
            place=PLACE,
        )
        actions.reveal_lottery(
            by=self.head, at=on(date(2020, 6, 18), 17), round_=self.round, value="4.925,25 (contoh)"
        )
        plan = self._planned(None, date(2020, 6, 19))
        actions.choose_plan(by=self.head, at=on(date(2020, 6, 19), 11), plan=plan)
        self._depart()

    def _planned(self, change: Change | None, day: date) -> Plan:
        plan = actions.ask_plan(by=self.head, at=on(day), round_=self.round, change=change)
        ran(Job.objects.get(key=job_key(plan)), on(day))
        return Plan.objects.select_related("round__programme").get(pk=plan.pk)

    def _depart(self) -> None:
        """The committee gives to one who waits, within the stock of the same package."""
        waiting = self.round.proposals.filter(state=ProposalState.WAITING).order_by("number")
        chosen = next(one for one in waiting if self._is_limited(one))
        wish = chosen.wishes.get()
        give = Give(proposal=chosen.number, package=wish.package_id, fund=None)
        plan = self._planned(Change(give=[give]), date(2020, 6, 22))
        actions.override(
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
        actions.issue_decree(by=self.head, at=on(date(2020, 7, 6)), round_=self.round, place=PLACE)
        self._step_back()
        actions.issue_decree(by=self.head, at=on(date(2020, 7, 20)), round_=self.round, place=PLACE)
        day = on(date(2020, 7, 22))
        job = enqueue(
            actions.issue_agreements, by=self.officer, at=day, key="contoh.pakta", round_id=self.round.pk
        )
        ran(job, day)
        for award in self._awards(AwardState.DECREED):
            actions.sign_agreement(
                by=self.officer, at=on(date(2020, 7, 24)), award=award, signed_on=date(2020, 7, 23)
            )

    def _step_back(self) -> None:
        """One recipient moves away; whoever waits for the same package moves up."""
        for award in self._awards(AwardState.DECREED):
            if award.origin != AwardOrigin.PLAN:
                continue
            waiting = self.round.proposals.filter(
                state=ProposalState.WAITING, wishes__package=award.package_id
            )
            if award.value_idr < 9_500_000 and waiting.exists():
                actions.decline(
                    by=self.officer,
                    at=on(date(2020, 7, 14)),
                    award=award,
                    reason="Pindah ke luar daerah (contoh)",
                )
                return

    def _awards(self, state: AwardState) -> list[Award]:
        chosen = Award.objects.filter(round=self.round, state=state)
        return list(chosen.select_related("proposal", "package").order_by("proposal__number"))
