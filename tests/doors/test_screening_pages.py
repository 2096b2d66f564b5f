"""Pages of what applicants are held against: lists, committee, findings let pass; and of published totals."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.programmes.actions import screening
from sentra.programmes.models import OutsideEntry, OutsideList, Proposal, PublishedTotal, Round, Seat
from sentra.programmes.queries.screening import findings
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
KK = "3303090101100001"
LISTS = "/program/daftar-pembanding/"


@pytest.fixture
def round_() -> Round:
    makers.areas()
    return rounds.opened()


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("screening", "rounds"):
        monkeypatch.setattr(f"sentra.web.programmes.{module}.now", lambda: cast.AT)


@pytest.fixture
def officer(client: Client) -> Client:
    return cast.sign_in(client, cast.enter(cast.SEKAR))


@pytest.fixture
def danu(client: Client, round_: Round) -> Client:
    """A member of the committee, signed in."""
    member = cast.enter(cast.DANU)
    screening.seat_member(by=rounds.officer(), at=cast.AT, round_=round_, member=member)
    return cast.sign_in(client, member)


def at(name: str, pk: int) -> str:
    return reverse(f"programmes:{name}", args=[pk])


def words(page: Any) -> str:
    """What can be read on the page, spaces made one."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def workbook(*rows: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("daftar.xlsx", stream.getvalue())


def sent(**otherwise: Any) -> dict[str, Any]:
    file = workbook(["NIK", "Nama"], [rounds.nik(1), "A"], ["", "B"], ["12", "C"])
    return {"kind": "deceased", "title": "Kematian", "as_of": "2026-10-01", "file": file, **otherwise}


# Lists of other offices


def test_a_workbook_is_read_and_what_could_not_be_read_is_said(officer: Client, round_: Round) -> None:
    page = officer.post(LISTS, sent(), follow=True)
    assert "1 baris dibaca; berkasnya tidak disimpan." in words(page)
    assert "2 baris tidak terbaca dan tidak ikut dibandingkan" in words(page)
    assert OutsideEntry.objects.count() == 1
    assert rounds.nik(1) not in page.content.decode()


@pytest.mark.parametrize(
    ("otherwise", "sentence"),
    [
        ({"file": SimpleUploadedFile("a.csv", b"Nama;Kota\nA;B")}, "Tidak ada kolom NIK"),
        ({"as_of": "2026-11-21"}, "Tanggal daftar belum tiba."),
        ({"title": ""}, "Judul"),
    ],
)
def test_a_list_that_cannot_be_taken_says_why_at_its_field(
    officer: Client, round_: Round, otherwise: dict[str, Any], sentence: str
) -> None:
    page = officer.post(LISTS, sent(**otherwise))
    assert (page.status_code, OutsideList.objects.count(), sentence in words(page)) == (422, 0, True)


def test_a_list_is_withdrawn_with_a_reason_and_stays_readable(officer: Client, round_: Round) -> None:
    officer.post(LISTS, sent())
    one = OutsideList.objects.get()
    assert officer.post(at("withdraw_list", one.pk), {"reason": " "}).status_code == 409
    page = officer.post(at("withdraw_list", one.pk), {"reason": "Salah berkas"}, follow=True)
    assert "Kematian" in words(page)
    assert "ditarik" in words(page)
    assert officer.post(at("withdraw_list", 999_999), {"reason": "x"}).status_code == 404


def test_who_only_reads_sees_the_lists_and_adds_none(client: Client, round_: Round) -> None:
    auditor = cast.sign_in(client, cast.enter(cast.GANDE))
    assert "Tambah daftar" not in words(auditor.get(LISTS))
    assert (auditor.post(LISTS, sent()).status_code, OutsideList.objects.count()) == (403, 0)


# The committee


def test_a_member_named_by_mistake_leaves_again(danu: Client, round_: Round) -> None:
    seat, officer = Seat.objects.get(), cast.sign_in(Client(), cast.enter(cast.SEKAR))
    assert danu.post(at("unseat_member", seat.pk), {"reason": "Salah orang"}).status_code == 403
    page = officer.post(at("unseat_member", seat.pk), {"reason": "Salah orang"}, follow=True)
    assert "Danu Lintangjaya bukan lagi anggota panitia." in words(page)
    assert Seat.objects.count() == 0
    assert officer.post(at("unseat_member", seat.pk), {"reason": "Salah orang"}).status_code == 404


def test_a_member_is_named_from_those_who_decide(officer: Client, round_: Round) -> None:
    danu = cast.enter(cast.DANU)
    page = officer.post(at("seat_member", round_.pk), {"member": danu.pk}, follow=True)
    assert "Danu Lintangjaya menjadi anggota panitia." in words(page)
    assert Seat.objects.get().member == danu
    for nobody in ("", "x", "999999"):
        page = officer.post(at("seat_member", round_.pk), {"member": nobody}, follow=True)
        assert "Pilih orangnya." in words(page)
    assert "Hanya anggota panitia putaran ini yang mengisi" in words(page)


def test_a_member_declares_and_never_sees_the_numbers_again(danu: Client, round_: Round) -> None:
    one = rounds.proposed(round_, business=rounds.workshop(personal={"nik": rounds.nik(1), "kk": KK}))
    told = {"kk": "3303 0901 0110 0001", "phone": "0812 3456 7890"}
    page = danu.post(at("declare", round_.pk), told, follow=True)
    assert "Pernyataan disimpan sebagai sandi; angkanya tidak disimpan." in words(page)
    assert KK not in page.content.decode()
    assert sorted(Seat.objects.get().tokens) == ["kk", "phone"]
    assert "kin" in {finding.kind for finding in findings(one)}


def test_an_address_is_compared_as_the_register_writes_it(danu: Client, round_: Round) -> None:
    one = rounds.proposed(round_, business=rounds.workshop(1, address="Jl Melati No. 4", rt="02", rw="01"))
    address = {"village": makers.BOBOTSARI_VILLAGE, "address": "Jl. Melati No 4", "rt": "002", "rw": "001"}
    assert danu.post(at("declare", round_.pk), address).status_code == 302
    assert "kin" in {finding.kind for finding in findings(one)}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Isi paling sedikit satu"),
        ({"nik": "12"}, "NIK"),
        ({"address": "Jl. Melati"}, "Pilih desanya."),
    ],
)
def test_what_is_wrong_with_a_declaration_stands_at_its_field(
    danu: Client, round_: Round, told: dict[str, str], sentence: str
) -> None:
    page = danu.post(at("declare", round_.pk), told)
    assert (page.status_code, sentence in words(page), Seat.objects.get().tokens) == (422, True, {})


def test_who_is_no_member_declares_nothing(officer: Client, round_: Round) -> None:
    page = officer.post(at("declare", round_.pk), {"kk": KK}, follow=True)
    assert "Anda bukan anggota panitia putaran ini." in words(page)


def test_a_member_keeps_out_of_a_proposal_on_its_page(danu: Client, round_: Round) -> None:
    one = rounds.proposed(round_)
    assert "Saya mundur dari usulan ini" in words(danu.get(at("proposal", one.pk)))
    page = danu.post(at("recuse", one.pk), {"reason": "Tetangga"}, follow=True)
    assert "Danu Lintangjaya mundur dari usulan ini" in words(page)
    assert "Saya mundur dari usulan ini" not in words(page)
    assert one.number in words(danu.get(at("committee", round_.pk)))


def test_somebody_without_a_seat_is_not_asked_to_keep_out(officer: Client, round_: Round) -> None:
    one = rounds.proposed(round_)
    assert "Saya mundur dari usulan ini" not in words(officer.get(at("proposal", one.pk)))
    page = officer.post(at("recuse", one.pk), {"reason": "Tetangga"}, follow=True)
    assert "Anda bukan anggota panitia putaran ini." in words(page)


# Findings


def test_the_committee_lets_a_finding_pass_on_the_page(danu: Client, round_: Round) -> None:
    one = barred(round_)
    page = danu.get(at("proposal", one.pk))
    [key] = page.context["waivable"]
    assert "Kesampingkan temuan" in words(page)
    page = danu.post(at("waive", one.pk), {"finding": key, "reason": "Salah orang"}, follow=True)
    assert "Dikesampingkan: Salah orang" in words(page)
    assert danu.post(at("waive", one.pk), {"finding": "paper:identity", "reason": "x"}).status_code == 409


def test_an_officer_sees_the_finding_and_may_not_let_it_pass(officer: Client, round_: Round) -> None:
    one = barred(round_)
    page = officer.get(at("proposal", one.pk))
    assert "Menghalangi, kecuali panitia mengesampingkannya dengan alasan." in words(page)
    assert page.context["waivable"] == set()


def barred(round_: Round) -> Proposal:
    screening.receive_outside_list(
        by=rounds.officer(),
        at=cast.AT,
        kind="deceased",
        title="Kematian",
        as_of=rounds.OPENS,
        file_name="a.csv",
        data=f"NIK;Nama\n{rounds.nik(1)};A".encode(),
    )
    return rounds.proposed(round_)


# Published totals

STOVES = {
    "title": "Tungku hemat energi",
    "source": "Berita 2015",
    "counted": "pieces",
    "stated": "125",
    "parts": "Kutasari; 66\nBojongsari\t13\n\nMrebet; 11\nPengadegan; 25",
}


def test_a_published_total_stands_beside_the_sum_of_its_parts(officer: Client, round_: Round) -> None:
    programme = round_.programme_id
    page = officer.post(at("record_total", programme), STOVES, follow=True)
    assert "Dinyatakan 125, rinciannya berjumlah 115: kurang 10." in words(page)
    again = officer.post(at("record_total", programme), STOVES)
    assert (again.status_code, "Tungku hemat energi sudah dicatat." in words(again)) == (422, True)
    total = PublishedTotal.objects.get()
    page = officer.post(at("remove_total", total.pk), {"reason": "Salah ketik"}, follow=True)
    assert "Belum ada angka yang dicatat." in words(page)
    assert officer.post(at("remove_total", total.pk), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("line", ["Kutasari", "Kutasari; banyak", "; 5", "Kutasari; 5; 6"])
def test_a_part_that_cannot_be_read_is_named_by_its_line(officer: Client, round_: Round, line: str) -> None:
    page = officer.post(at("record_total", round_.programme_id), STOVES | {"parts": f"Mrebet; 11\n{line}"})
    assert (page.status_code, "Baris 2: tulis nama; jumlah." in words(page)) == (422, True)
