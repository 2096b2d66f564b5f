"""Pages of programmes, rounds and proposals, as an office fills them in: without script, in Indonesian."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.programmes.models import (
    Fund,
    Paper,
    Programme,
    Proposal,
    Quota,
    Round,
    RoundState,
    ToolKind,
    Visit,
)
from sentra.registry.models import BusinessGroup
from sentra.web.programmes.terms import TermsForm
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff" + b"foto"


@pytest.fixture
def officer(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Signed in on the day on which the rounds of the makers are recorded."""
    makers.areas()
    for module in ("rounds", "proposals", "receiving", "visiting"):
        monkeypatch.setattr(f"sentra.web.programmes.{module}.now", lambda: cast.AT)
    return cast.sign_in(client, cast.enter(cast.SEKAR))


@pytest.fixture
def round_(officer: Client) -> Round:
    return rounds.opened()


def at(name: str, *place: int) -> str:
    return reverse(f"programmes:{name}", args=place)


def words(page: Any) -> str:
    """What can be read on the page, spaces made one."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def faults(page: Any) -> dict[str, list[str]]:
    assert page.status_code == 422
    return dict(page.context["form"].errors)


def test_a_round_is_prepared_from_nothing_to_open_without_script(officer):
    said = {"year": "2026", "title": "Alat gula", "purpose": "", "instrument": "barang"}
    programme_page = officer.post(at("new"), said, follow=True)
    under = Programme.objects.get()
    assert "Belum ada dana" in words(programme_page)
    money = {"new_source": "Bagi hasil cukai", "ceiling_idr": "1,2 M", "districts": ["33.03.09"]}
    assert "Rp 1.200.000.000" in words(officer.post(at("add_fund", under.pk), money, follow=True))
    assert Fund.objects.get().scope == {"districts": ["33.03.09"]}
    dates = {"opens_on": "2026-11-01", "closes_on": "2026-11-30"}
    officer.post(at("prepare", under.pk), {"title": "Gula 2026", "code": "gula-26"} | dates)
    round_ = Round.objects.get(code="GULA-26")
    lines = "Wajan; 80 cm; unit; 850.000;\nOven\t10 rak\tunit\t14,5 jt\t3"
    assert "2 alat dicatat." in words(officer.post(at("add_kinds", round_.pk), {"lines": lines}, follow=True))
    pan = ToolKind.objects.get(name="Wajan")
    officer.post(at("add_package", round_.pk), {"title": "Paket wajan", f"jumlah-{pan.pk}": "2"})
    board = words(officer.get(at("round", round_.pk)))
    assert ("Buka putaran" in board, "2 unit Wajan" in board, "Rp 1.700.000" in board) == (True,) * 3
    assert "Putaran dibuka." in words(officer.post(at("open_round", round_.pk), follow=True))


def test_the_front_of_programmes_says_what_it_is_for_while_there_is_none(officer):
    assert "Program memegang dana satu tahun anggaran" in words(officer.get(at("list")))


def test_programmes_stand_with_their_rounds(officer, round_):
    rounds.proposed(round_)
    told = words(officer.get(at("list")))
    assert "Putaran ALAT-26 ALAT-26 Menerima usulan 1 November 2026 – 15 November 2026 1 usulan 0" in told


def test_what_cannot_be_read_on_a_form_stands_at_its_field(officer):
    said = {"year": "1900", "title": "Alat", "instrument": "barang"}
    assert faults(officer.post(at("new"), said)) == {"year": ["Tahun harus di antara 2000 dan 2100."]}
    under = rounds.programme()
    page = officer.post(at("add_fund", under.pk), {"ceiling_idr": "banyak"})
    errors = dict(page.context["fund_form"].errors)
    assert (page.status_code, errors["source"]) == (422, ["Pilih sumber dana, atau tulis yang baru."])
    assert list(errors) == ["ceiling_idr", "source"]
    source = Fund.objects.first().source.pk
    page = officer.post(at("add_fund", under.pk), {"source": source, "ceiling_idr": "0"})
    assert dict(page.context["fund_form"].errors) == {"ceiling_idr": ["Jumlah rupiah harus lebih dari nol."]}
    rounds.draft(under)
    dates = {"opens_on": "2026-11-01", "closes_on": "2026-11-30"}
    page = officer.post(at("prepare", under.pk), {"title": "Lagi", "code": "ALAT-26"} | dates)
    assert dict(page.context["round_form"].errors) == {"code": ["Kode ALAT-26 sudah dipakai putaran lain."]}


def terms(round_: Round, **otherwise: Any) -> dict[str, Any]:
    """The form as it stands, sent back with changes."""
    form = TermsForm(round_=round_)
    stands = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in stands.items() if value is not None} | otherwise


def test_terms_are_changed_in_the_draft_and_read_on_the_board(officer):
    round_ = rounds.draft()
    quota = {"kind_1": "floor", "who_1": "district:33.03.09", "amount_1": "2", "source_1": "Rapat"}
    more = {"kind_2": "share", "who_2": "women:", "amount_2": "30", "source_2": "Perbup"}
    third = {"kind_3": "cap", "who_3": "branch:batik", "amount_3": "4", "source_3": "Rapat"}
    officer.post(at("terms", round_.pk), terms(round_, again="1", weight_women="10", **quota, **more))
    officer.post(at("terms", round_.pk), terms(Round.objects.get(pk=round_.pk), **third))
    told = words(officer.get(at("round", round_.pk)))
    assert "Paling sedikit 2 penerima: Bobotsari · Rapat" in told
    assert "Paling sedikit 30 persen untuk pemilik perempuan · Perbup" in told
    assert "Paling banyak 4 penerima: Batik · Rapat" in told
    assert "Dimiliki perempuan 100 bila pemiliknya perempuan 10 %" in told


def test_quotas_that_clash_are_told_and_nothing_is_stored(officer):
    round_ = rounds.draft()
    floor = {"kind_1": "floor", "who_1": "branch:batik", "amount_1": "3", "source_1": "Rapat"}
    cap = {"kind_2": "cap", "who_2": "branch:batik", "amount_2": "2", "source_2": ""}
    page = officer.post(at("terms", round_.pk), terms(round_, **floor, **cap))
    assert faults(page) == {"source_2": ["Sebutkan siapa yang menetapkan kuota ini, dan di mana."]}
    page = officer.post(at("terms", round_.pk), terms(round_, **floor, **cap | {"source_2": "Rapat"}))
    clash = "Kuota untuk Batik berbenturan: paling sedikit 3, paling banyak 2."
    way = "Jalan keluar: paling sedikit menjadi 2, atau paling banyak menjadi 3."
    assert faults(page) == {"__all__": [f"{clash} {way}"]}
    assert not Quota.objects.exists()


def test_terms_of_an_open_round_are_shown_and_not_changed(officer, round_):
    page = officer.get(at("terms", round_.pk))
    assert (page.status_code, page.context["page"]) == (409, at("round", round_.pk))


def test_bad_lines_of_a_pasted_list_are_named(officer):
    round_ = rounds.draft()
    lines = (
        "Bor\n\nGerinda; 4 inci; unit; mahal\nLas; 900 W; unit; 1.000.000; banyak\n"
        "Bubut; 1 m; unit; 9.000.000; 1; mungkin"
    )
    page = officer.post(at("add_kinds", round_.pk), {"lines": lines})
    told = faults(page)["__all__"]
    assert told[0] == "Baris 1: tulis nama; spesifikasi; satuan; harga; persediaan; nomor seri."
    assert (told[1][:8], told[2]) == ("Baris 3:", "Baris 4: persediaan harus bilangan bulat.")
    assert told[3] == "Baris 5: nomor seri diisi ya atau tidak."
    twice = faults(officer.post(at("add_kinds", round_.pk), {"lines": "Mesin jahit; ; unit; 1.000"}))
    assert twice == {"__all__": ["Baris 1 (Mesin jahit): alat dengan spesifikasi ini sudah ada."]}
    assert round_.kinds.count() == 3


def test_a_kind_with_a_number_plate_is_told_apart_from_the_rest(officer):
    round_ = rounds.draft()
    lines = "Oven; 10 rak; unit; 14,5 jt; 3; Ya\nWajan; 80 cm; unit; 850.000; ; tidak"
    told = words(officer.post(at("add_kinds", round_.pk), {"lines": lines}, follow=True))
    added = round_.kinds.filter(name__in=("Oven", "Wajan")).order_by("name")
    assert [kind.serial_asked for kind in added] == [True, False]
    assert "Oven 10 rak nomor seri wajib" in told


def test_a_kind_in_a_package_stays_and_says_why(officer):
    round_ = rounds.draft()
    sewing = round_.kinds.get(name="Mesin jahit")
    told = words(officer.post(at("remove_kind", round_.pk, sewing.pk), follow=True))
    assert "Mesin jahit ada di dalam paket." in told
    assert officer.post(at("remove_kind", round_.pk, 0)).status_code == 404
    assert officer.post(at("remove_package", round_.pk, 0)).status_code == 404
    officer.post(at("remove_package", round_.pk, rounds.dear(round_).pk))
    assert list(round_.packages.values_list("title", flat=True)) == ["Paket jahit"]


def test_a_package_without_kinds_says_so_beside_the_kinds(officer):
    page = officer.post(at("add_package", rounds.draft().pk), {"title": "Kosong"})
    assert (page.status_code, "Isi jumlah sedikitnya satu alat." in words(page)) == (422, True)


def test_a_package_without_a_name_is_refused_and_keeps_its_quantities(officer):
    round_ = rounds.draft()
    sewing = round_.kinds.get(name="Mesin jahit")
    page = officer.post(at("add_package", round_.pk), {"title": "", f"jumlah-{sewing.pk}": "3"})
    typed = {kind.name: quantity for kind, quantity in page.context["kinds"]}
    assert (page.status_code, typed["Mesin jahit"]) == (422, "3")


def test_the_board_leads_to_the_proposals_of_a_state(officer, round_):
    rounds.documented(round_)
    page = officer.get(at("round", round_.pk))
    address = f"{at('proposals', round_.pk)}?status=checked"
    assert f'href="{address}"' in page.content.decode()
    assert "Jahit Contoh 1 ALAT-26-0001" in words(officer.get(address))


def test_a_round_is_closed_and_cancelled_with_a_reason(officer, round_):
    assert "Penerimaan ditutup." in words(officer.post(at("close_round", round_.pk), follow=True))
    assert "Tulis alasannya." in words(
        officer.post(at("cancel_round", round_.pk), {"reason": ""}, follow=True)
    )
    told = words(officer.post(at("cancel_round", round_.pk), {"reason": "Anggaran digeser"}, follow=True))
    assert "Putaran ini dibatalkan." in told


def test_a_business_is_looked_up_by_a_number_that_stands_in_no_address(officer, round_):
    tailor = rounds.workshop()
    page = officer.post(at("receive", round_.pk), {"q": rounds.nik(1)})
    assert at("receive_business", round_.pk, tailor.pk) in page.content.decode()
    assert rounds.nik(1) not in page.content.decode()
    assert "Tidak ditemukan" in words(officer.post(at("receive", round_.pk), {"q": "tidakada"}))


def test_a_proposal_is_received_with_its_receipt(officer, round_, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "sentra.programmes.actions.proposing.issue_receipt", lambda **told: drawn.append(told)
    )
    tailor = rounds.workshop()
    said = {
        "channel": "business",
        "received_on": "2026-11-09",
        "letter_number": "12/IKM",
        "letter_on": "2026-11-02",
        "need": "Mesin rusak",
        "wish_1": str(rounds.dear(round_).pk),
        "wish_2": str(rounds.cheap(round_).pk),
    }
    told = words(officer.post(at("receive_business", round_.pk, tailor.pk), said, follow=True))
    one = Proposal.objects.get()
    assert ("Usulan ALAT-26-0001 diterima." in told, [each["proposal"] for each in drawn]) == (True, [one])
    assert [wish.package.title for wish in one.wishes.order_by("rank")] == ["Paket obras", "Paket jahit"]
    assert (one.papers.get().number, str(one.papers.get().dated_on)) == ("12/IKM", "2026-11-02")


def test_a_proposal_out_of_time_is_told_at_the_date_and_a_second_one_leads_to_the_first(officer, round_):
    tailor = rounds.workshop()
    address = at("receive_business", round_.pk, tailor.pk)
    said = {"channel": "business", "received_on": "2026-11-16", "wish_1": str(rounds.cheap(round_).pk)}
    assert faults(officer.post(address, said)) == {"received_on": ["Penerimaan ditutup 15 November 2026."]}
    one = rounds.proposed(round_, business=tailor)
    page = officer.get(address)
    assert (page.status_code, page.context["page"]) == (409, at("proposal", one.pk))


def test_a_groups_letter_is_one_proposal_a_member_and_those_who_have_one_are_named(officer, round_):
    members = [rounds.workshop(number, group_name="KUB Benang Contoh") for number in (1, 2, 3)]
    rounds.proposed(round_, business=members[0])
    kub = BusinessGroup.objects.get()
    found = officer.get(at("find_group", round_.pk), {"q": "benang"}).content.decode()
    assert at("receive_group", round_.pk, kub.pk) in found
    address = at("receive_group", round_.pk, kub.pk)
    form = officer.get(address)
    assert "Sudah mengusulkan di putaran ini: Jahit Contoh 1" in words(form)
    said = {"received_on": "2026-11-09", "wish_1": str(rounds.cheap(round_).pk)}
    chosen = [str(one.pk) for one in members[1:]]
    late = officer.post(address, said | {"members": chosen, "received_on": "2026-11-17"})
    assert faults(late) == {"received_on": ["Penerimaan ditutup 15 November 2026."]}
    assert "2 usulan diterima." in words(officer.post(address, said | {"members": chosen}, follow=True))
    assert set(Proposal.objects.filter(group=kub).values_list("business", flat=True)) == {
        one.pk for one in members[1:]
    }
    assert officer.get(at("receive_group", round_.pk, 0)).status_code == 404


def test_a_grant_tells_the_counter_that_it_is_for_groups(officer):
    round_ = rounds.opened(rounds.programme(rounds.HIBAH))
    assert "Hibah barang hanya untuk kelompok atau badan" in words(officer.get(at("receive", round_.pk)))


def test_the_list_is_filtered_and_walked_by_plain_links(officer, round_, monkeypatch):
    monkeypatch.setattr("sentra.programmes.queries.proposals.PAGE", 2)
    for number in (1, 2, 3):
        rounds.proposed(round_, number)
    first = officer.get(at("proposals", round_.pk), {"q": "jahit", "sesudah": "x"})
    second = officer.get(first.context["next_url"])
    assert "Jahit Contoh 3" in words(second)
    assert "Jahit Contoh 1" in words(officer.get(second.context["previous_url"]))
    assert "Tidak ada yang cocok" in words(officer.get(at("proposals", round_.pk), {"kec": "33.03.05"}))


def test_the_list_costs_the_same_for_one_row_and_three(officer, round_):
    address, counted = at("proposals", round_.pk), []
    for number in (1, 2, 3):
        rounds.proposed(round_, number)
        with CaptureQueriesContext(connection) as asked:
            officer.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[2]


def test_papers_are_brought_checked_and_taken_back_on_the_page_of_the_proposal(officer, round_):
    one = rounds.proposed(round_)
    page = at("proposal", one.pk)
    assert "Belum ada: Salinan identitas pemohon" in words(officer.get(page))
    card = {"berkas-kind": "identity", "berkas-dated_on": "2026-11-09", "berkas-number": "1"}
    scan = SimpleUploadedFile("ktp.jpg", PHOTO)
    told = words(officer.post(at("record_paper", one.pk), card | {"berkas-file": scan}, follow=True))
    assert ("Berkas dicatat." in told, "Belum ada: Salinan" in told) == (True, False)
    said = {"periksa-complete": "yes", "periksa-checked_on": "2026-11-11"}
    told = words(officer.post(at("decide_documents", one.pk), said, follow=True))
    assert "Hasil pemeriksaan dicatat." in told
    assert "Berkas lengkap" in told
    paper = Paper.objects.get(kind="identity")
    gone = words(officer.post(at("void_paper", one.pk, paper.pk), {"reason": "KTP lain"}, follow=True))
    assert "Salinan identitas pemohon batal" in gone
    assert officer.post(at("void_paper", one.pk, 0), {"reason": "x"}).status_code == 404


def test_dates_out_of_order_and_files_that_are_no_photo_are_told_at_their_fields(officer, round_):
    one = rounds.documented(round_)

    def paper(**said: Any) -> dict[str, list[str]]:
        sent = {f"berkas-{name}": value for name, value in said.items()}
        page = officer.post(at("record_paper", one.pk), {"berkas-kind": "proposal"} | sent)
        assert page.status_code == 422
        return dict(page.context["paper_form"].errors)

    late = (
        "Proposal bertanggal 12 November 2026 tidak dapat menyusul Pemeriksaan berkas bertanggal 11 November"
    )
    assert paper(dated_on="2026-11-12")["dated_on"][0].startswith(late)
    script = SimpleUploadedFile("a.jpg", b"#!/bin/sh")
    assert paper(dated_on="2026-11-09", file=script) == {
        "file": ["a.jpg bukan foto (JPEG, PNG) dan bukan PDF."]
    }
    assert list(paper(dated_on="")) == ["dated_on"]
    said = {"periksa-complete": "yes", "periksa-checked_on": "2026-11-01"}
    page = officer.post(at("decide_documents", one.pk), said)
    assert "tidak dapat mendahului Proposal" in page.context["documents_form"].errors["checked_on"][0]


def test_papers_that_are_missing_are_told_where_they_are_checked(officer, round_):
    said = {"periksa-complete": "yes", "periksa-checked_on": "2026-11-11"}
    page = officer.post(at("decide_documents", rounds.proposed(round_).pk), said)
    assert dict(page.context["documents_form"].errors) == {
        "__all__": ["Belum ada: Salinan identitas pemohon."]
    }


def visit(one: Proposal, **otherwise: Any) -> dict[str, Any]:
    answers = {f"answer_{key}": answer for key, answer in rounds.READY.items()}
    told = {"form_key": "lembar-1", "visited_on": "2026-11-13", "fit": "yes", "note": "Rapi"}
    return answers | told | otherwise


def test_a_visit_sent_twice_from_a_weak_network_is_one_visit(officer, round_):
    one = rounds.documented(round_)
    for _again in range(2):
        photo = SimpleUploadedFile("bengkel.jpg", PHOTO)
        sent = visit(one, latitude="-7.3", longitude="109.36", photo=photo)
        told = words(officer.post(at("visit", one.pk), sent, follow=True))
        assert "Kunjungan dicatat." in told
    assert ("Alat sejenis di tempat Tidak ada" in told, "−7,30000; 109,36000" in told) == (True, True)
    assert Visit.objects.count() == 1


def test_each_opened_sheet_has_a_key_of_its_own(officer, round_):
    one = rounds.documented(round_)
    keys = {officer.get(at("visit", one.pk)).context["form"]["form_key"].value() for _again in range(2)}
    assert len(keys) == 2


def test_what_a_visit_lacks_is_told_at_its_field(officer, round_):
    one = rounds.documented(round_)
    address = at("visit", one.pk)
    missing = officer.post(address, visit(one, answer_power="", latitude="-7.3"))
    assert list(faults(missing)) == ["answer_power", "latitude"]
    early = faults(officer.post(address, visit(one, visited_on="2026-11-10")))
    assert early["visited_on"][0].startswith("Berita acara kunjungan bertanggal 10 November 2026")
    away = faults(officer.post(address, visit(one, latitude="51.5", longitude="0.1")))
    assert away == {"__all__": ["Titik lokasi ini di luar Indonesia."]}
    photo = SimpleUploadedFile("a.gif", b"GIF89a")
    assert list(faults(officer.post(address, visit(one, photo=photo)))) == ["photo"]
    assert not Visit.objects.exists()


def test_a_proposal_is_withdrawn_refused_and_taken_up_again_with_reasons_on_its_page(officer, round_):
    gone, wrong = rounds.proposed(round_, 1), rounds.proposed(round_, 2)
    told = words(officer.post(at("withdraw", gone.pk), {"reason": "Pindah usaha"}, follow=True))
    assert ("Usulan ditarik." in told, "Ditarik Pindah usaha" in told) == (True, True)
    assert "Tulis alasannya." in words(officer.post(at("refuse", wrong.pk), {"reason": ""}, follow=True))
    assert "Ditolak Bukan IKM" in words(
        officer.post(at("refuse", wrong.pk), {"reason": "Bukan IKM"}, follow=True)
    )
    again = officer.post(at("take_up_again", wrong.pk), {"reason": "Keliru baca"}, follow=True)
    assert "Usulan diperiksa kembali." in words(again)
    assert "Data usaha disalin ulang" in words(officer.post(at("refresh", wrong.pk), follow=True))


def test_a_field_officer_finds_the_proposals_of_the_own_district_and_no_other(officer, round_):
    near = rounds.proposed(round_, 1)
    away = rounds.proposed(
        round_, 2, business=rounds.workshop(2, village="33.03.05.1001", district="33.03.05")
    )
    field = cast.sign_in(Client(), cast.enter(cast.RENGGA))
    assert [field.get(at("proposal", one.pk)).status_code for one in (near, away)] == [200, 404]
    assert "Jahit Contoh 2" not in words(field.get(at("proposals", round_.pk)))


@pytest.mark.parametrize("name", ["programme", "round", "kinds", "proposals", "proposal", "visit"])
def test_what_does_not_exist_is_not_found(officer, name):
    assert officer.get(at(name, 999)).status_code == 404


@pytest.mark.parametrize("state", [state for state in RoundState if state != RoundState.DRAFT])
def test_the_board_stands_in_every_state(officer, round_, state):
    one = rounds.proposed(round_)
    Round.objects.update(state=state)
    assert str(state.label) in words(officer.get(at("round", round_.pk)))
    assert one.number in words(officer.get(at("proposal", one.pk)))
