"""What stands against a proposal: earlier aid from any fund, other offices' lists, kinship, the round's own rules."""

from datetime import date
from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import screening
from sentra.programmes.actions.screening import UnreadableList
from sentra.programmes.models import Award, OutsideEntry, OutsideList, Proposal, Round
from sentra.programmes.queries.screening import Screen, findings, screened, settled
from sentra.programmes.rules.findings import repeat_from
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db
KK = "3303090101100001"
BANK = "3001234567"


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return rounds.opened()


def told(proposal: Proposal) -> list[tuple[str, bool]]:
    """Kind of each finding, and whether it bars."""
    return [(one.kind, one.stands) for one in findings(proposal)]


def listed(
    rows: list[str], kind: str, header: str = "NIK;Nama;Tanggal;Bantuan", **otherwise: Any
) -> OutsideList:
    given: dict[str, Any] = {"title": f"Daftar {kind}", "as_of": date(2026, 10, 1), "file_name": "daftar.csv"}
    data = "\n".join([header, *rows]).encode()
    return screening.receive_outside_list(
        by=rounds.officer(), at=cast.AT, kind=kind, data=data, **given | otherwise
    )


def test_nothing_stands_against_somebody_whose_papers_and_visit_are_there(round_: Round):
    one = rounds.visited(round_)
    assert (findings(one), settled(one)) == ([], True)


def test_a_missing_paper_and_every_rule_that_does_not_hold_bar_with_their_reason(round_: Round):
    one = rounds.proposed(round_)
    assert [finding.sentence for finding in findings(one)] == [
        "Berkas belum ada: Salinan identitas pemohon.",
        "Belum dikunjungi. Setiap penerima dikunjungi, bukan hanya ketua kelompok.",
    ]
    assert not settled(one)


# Earlier aid


@pytest.fixture
def earlier() -> Award:
    """An award of another round of another programme, handed over nowhere yet, in force."""
    done = decided.decreed(rounds.checking(count=1, code="LAMA-26"))
    return done.awards.get()


def again(earlier: Award, **personal: str) -> Proposal:
    """Another business in a new round; `personal`: the numbers it has in common with the earlier recipient."""
    round_ = rounds.opened(code="BARU-26", under=rounds.programme(title="Bantuan lain"))
    return rounds.visited(round_, 5, business=rounds.workshop(5, personal=personal or None))


def test_the_same_business_owner_or_household_does_not_receive_twice_from_whatever_fund(earlier: Award):
    round_ = rounds.opened(code="BARU-26", under=rounds.programme(title="Bantuan lain"))
    one = rounds.visited(round_, 1, business=earlier.proposal.business)
    assert [(finding.kind, finding.sentence) for finding in findings(one)] == [
        ("repeat", "Sudah menerima Paket jahit (Putaran LAMA-26) pada 21 November 2026 (usaha yang sama).")
    ]
    assert Screen(round_, [one]).helped_before(one)


def test_another_business_of_the_same_owner_is_found_by_the_nik(earlier: Award):
    one = again(earlier, nik=rounds.nik(1))
    [finding] = findings(one)
    assert (finding.about.partition("-")[0], finding.stands) == ("nik", True)


def test_somebody_else_is_not_held_up_by_it(earlier: Award):
    assert findings(again(earlier)) == []


def test_aid_before_the_window_is_no_bar(earlier: Award):
    round_ = Round.objects.get(code="LAMA-26")
    Award.objects.filter(round=round_).update(promised_at=cast.AT.replace(year=2024, month=11, day=14))
    assert findings(again(earlier, nik=rounds.nik(1))) == []


def test_what_was_given_back_is_no_bar(earlier: Award):
    Award.objects.update(state="declined")
    assert findings(again(earlier, nik=rounds.nik(1))) == []


@pytest.mark.parametrize(
    ("closes_on", "months", "first"),
    [
        (date(2026, 11, 15), 24, date(2024, 11, 15)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
    ],
)
def test_the_window_counts_back_whole_months(closes_on: date, months: int, first: date):
    assert repeat_from(closes_on, months) == first


# Lists of other offices


def test_a_civil_servant_a_dead_person_and_another_offices_recipient_are_barred(round_: Round):
    nik = rounds.nik(1)
    listed([f"{nik};Orang A;;"], "civil_servants")
    listed([f"{nik};Orang A;;"], "deceased")
    listed([f"{nik};Orang A;2026-01-05;Gerobak"], "recipients")
    one = rounds.visited(round_)
    assert [(finding.sentence, finding.stands) for finding in findings(one)] == [
        ("Tercantum di daftar Daftar civil_servants (ASN, TNI, Polri) baris 2: NIK yang sama.", True),
        ("Tercantum di daftar Daftar deceased (Meninggal) baris 2: NIK yang sama.", True),
        (
            (
                "Tercantum di daftar Daftar recipients (Penerima bantuan kantor lain) baris 2: NIK yang sama."
                " Diberi Gerobak, 5 Januari 2026."
            ),
            True,
        ),
    ]
    assert Screen(round_, [one]).helped_before(one)


def test_a_bank_loan_is_shown_and_old_aid_of_others_too_but_neither_bars(round_: Round):
    listed([f"{rounds.nik(1)};Orang A;;"], "borrowers")
    listed([f"{rounds.nik(1)};Orang A;2019-01-05;"], "recipients")
    one = rounds.visited(round_)
    assert [(finding.kind, finding.bars) for finding in findings(one)] == [
        ("outside", False),
        ("outside", False),
    ]
    assert "Diberi bantuan, 5 Januari 2019." in findings(one)[1].sentence
    assert settled(one)


def test_aid_of_others_without_a_day_bars(round_: Round):
    listed([f"{rounds.nik(1)};Orang A;;Mesin"], "recipients")
    [finding] = findings(rounds.visited(round_))
    assert (finding.stands, finding.sentence.endswith("Diberi Mesin, tanggal tidak disebut.")) == (True, True)


def test_of_a_list_only_tokens_are_kept_and_unreadable_rows_are_counted(round_: Round):
    outside = listed([f"{rounds.nik(1)};A;;", "123;B;;", ";C;;"], "deceased")
    assert (outside.rows, outside.unread) == (3, 2)
    [entry] = OutsideEntry.objects.all()
    assert rounds.nik(1) not in str(entry.__dict__)
    assert Entry.objects.get(act="receive_outside_list").new == {
        "kind": "deceased",
        "title": "Daftar deceased",
        "rows": 3,
        "unread": 2,
    }


def test_a_household_on_a_list_is_found_by_its_card(round_: Round):
    listed([f"{KK};A;;"], "recipients", header="No KK;Nama;Tanggal;Bantuan")
    one = rounds.visited(round_, business=rounds.workshop(personal={"nik": rounds.nik(1), "kk": KK}))
    [finding] = findings(one)
    assert "kartu keluarga yang sama" in finding.sentence


def test_a_list_that_was_withdrawn_counts_no_longer(round_: Round):
    outside = listed([f"{rounds.nik(1)};A;;"], "deceased")
    screening.withdraw_outside_list(by=rounds.officer(), at=cast.AT, outside=outside, reason="Salah berkas")
    assert findings(rounds.visited(round_)) == []
    assert Entry.objects.get(act="withdraw_outside_list").reason == "Salah berkas"


def test_a_list_is_withdrawn_once_for_a_reason_by_who_keeps_it():
    outside = listed([f"{rounds.nik(1)};A;;"], "deceased")
    told: dict[str, Any] = {
        "by": rounds.officer(),
        "at": cast.AT,
        "outside": outside,
        "reason": "Salah berkas",
    }
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        screening.withdraw_outside_list(**told | {"reason": " "})
    with pytest.raises(Refused, match="tidak berwenang"):
        screening.withdraw_outside_list(**told | {"by": cast.enter(cast.GANDE)})
    assert not screening.withdraw_outside_list(**told).in_effect
    with pytest.raises(OutOfTurn, match="sudah ditarik"):
        screening.withdraw_outside_list(**told)


@pytest.mark.parametrize(
    ("rows", "otherwise", "sentence"),
    [
        (["A;;;"], {"header": "Nama;Alamat;Kota;Pos"}, "Tidak ada kolom NIK"),
        (["bukan;A;;"], {}, "Tidak ada kolom NIK"),
    ],
)
def test_a_list_without_numbers_is_refused(rows: list[str], otherwise: dict[str, Any], sentence: str):
    with pytest.raises(UnreadableList, match=sentence):
        listed(rows, "deceased", **otherwise)
    assert OutsideList.objects.count() == 0


def test_a_list_without_kind_title_or_with_a_day_to_come_is_refused_field_by_field():
    with pytest.raises(Unfit) as wrong:
        listed([f"{rounds.nik(1)};A;;"], "neighbours", title=" ", as_of=date(2026, 11, 21))
    assert wrong.value.faults == {
        "kind": "Pilih jenis daftar.",
        "title": "Isi judul daftar.",
        "as_of": "Tanggal daftar belum tiba.",
    }
    assert OutsideList.objects.count() == 0


def test_a_file_that_is_none_is_refused_in_words():
    with pytest.raises(UnreadableList):
        screening.receive_outside_list(
            by=rounds.officer(),
            at=cast.AT,
            kind="deceased",
            title="x",
            as_of=date(2026, 1, 1),
            file_name="a.xlsx",
            data=b"PK\x03\x04 rusak",
        )


def test_only_who_prepares_keeps_lists():
    with pytest.raises(Refused):
        screening.receive_outside_list(
            by=cast.enter(cast.GANDE),
            at=cast.AT,
            kind="deceased",
            title="x",
            as_of=date(2026, 1, 1),
            file_name="a.csv",
            data=b"",
        )


# Two of one round


def test_two_proposals_of_one_owner_are_shown_beside_each_other(round_: Round):
    one = rounds.visited(round_, 1)
    other = rounds.visited(round_, 2, business=rounds.workshop(2, personal={"nik": rounds.nik(1)}))
    [finding] = findings(one)
    assert (finding.kind, finding.bars, other.number in finding.sentence) == ("twice", False, True)


# Letting a finding pass


def test_the_committee_lets_a_finding_pass_in_writing(round_: Round):
    listed([f"{rounds.nik(1)};A;;"], "civil_servants")
    one = rounds.visited(round_)
    [finding] = findings(one)
    member = cast.enter(cast.DANU)
    screening.waive_finding(
        by=member, at=cast.AT, proposal=one, finding=finding.key, reason="Sudah pensiun 2020"
    )
    [now] = findings(one)
    assert (now.stands, now.waived, settled(one)) == (False, "Sudah pensiun 2020", True)
    assert Entry.objects.get(act="waive_finding").reason == "Sudah pensiun 2020"
    with pytest.raises(OutOfTurn, match="tidak ada atau sudah selesai"):
        screening.waive_finding(by=member, at=cast.AT, proposal=one, finding=finding.key, reason="lagi")


def test_of_two_lists_with_the_same_title_only_the_one_looked_into_is_let_pass(round_: Round):
    """Long titles of offices begin alike; what tells two lists apart is not their titles."""
    title = "Daftar penerima bantuan usaha mikro Dinas Koperasi Kabupaten Contoh tahun"
    listed([f"{rounds.nik(1)};A;;Gerobak"], "recipients", title=f"{title} 2025")
    listed([f"{rounds.nik(1)};A;;Kompor"], "recipients", title=f"{title} 2026")
    one = rounds.visited(round_)
    cart, _stove = sorted(findings(one), key=lambda finding: finding.sentence)
    screening.waive_finding(
        by=cast.enter(cast.DANU), at=cast.AT, proposal=one, finding=cart.key, reason="Orang lain"
    )
    assert [("Kompor" in found.sentence, found.waived) for found in findings(one)] == [
        (True, ""),
        (False, "Orang lain"),
    ]


def test_a_rule_of_the_round_is_never_let_pass_and_nothing_without_a_reason(round_: Round):
    listed([f"{rounds.nik(1)};A;;"], "civil_servants")
    one = rounds.documented(round_)
    waive = {"by": cast.enter(cast.DANU), "at": cast.AT, "proposal": one}
    by_kind = {finding.kind: finding.key for finding in findings(one)}
    with pytest.raises(OutOfTurn, match="Syarat putaran tidak dapat"):
        screening.waive_finding(finding=by_kind["rule"], reason="x", **waive)
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        screening.waive_finding(finding=by_kind["outside"], reason=" ", **waive)
    with pytest.raises(Refused, match="tidak berwenang"):
        screening.waive_finding(finding=by_kind["outside"], reason="x", **waive | {"by": rounds.officer()})


def test_after_the_freeze_no_finding_is_let_pass():
    round_ = decided.frozen(rounds.checking(count=1))
    one = round_.proposals.get()
    with pytest.raises(OutOfTurn, match="tidak lagi diperiksa"):
        screening.waive_finding(by=rounds.head(), at=cast.AT, proposal=one, finding="x", reason="x")


def test_many_are_looked_at_at_once_with_the_same_result(round_: Round):
    listed([f"{rounds.nik(1)};A;;"], "deceased")
    both = [rounds.visited(round_, 1), rounds.visited(round_, 2)]
    assert screened(round_, both) == [(one, findings(one)) for one in both]
