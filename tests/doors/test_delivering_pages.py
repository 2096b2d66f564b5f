"""Pages of goods: gaps stand in words, an invoice is typed as people write it, a phone hands over once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job
from sentra.base.jobs.running import run_now
from sentra.programmes.models import Award, Handover, Item, Purchase, Round
from sentra.web.programmes.delivering_forms import whole
from tests import cast, makers
from tests.rooms.programmes import delivered, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed() -> Round:
    makers.areas()
    return delivered.agreed()


@pytest.fixture
def officer(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Signed in, on the day the goods are handed over."""
    monkeypatch.setattr("sentra.web.programmes.delivering.now", lambda: delivered.AT)
    return cast.sign_in(client, cast.enter(cast.SEKAR))


def at(name: str, pk: int) -> str:
    return reverse(f"programmes:{name}", args=[pk])


def words(page: Any) -> str:
    """What can be read on the page, spaces made one."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_what_is_missing_stands_on_the_page_in_words(officer: Client, agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    lines = [line for line in delivered.wanted(agreed, one.fund) if line.award == one]
    delivered.purchase(agreed, one.fund, lines, number="K-1", invoice_idr=5_000_000)
    told = words(officer.get(at("goods", agreed.pk)))
    assert "Belum tiba (4 minggu)." in told
    assert "Belum dibeli." in told
    assert "belum ada: Berita acara barang diterima" in told
    assert "Faktur K-1 tidak cocok: totalnya Rp 5.000.000, barisnya berjumlah Rp 4.500.000." in told


def test_the_lines_are_filtered_and_paged(
    officer: Client, agreed: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentra.web.programmes.delivering.A_PAGE", 2)
    delivered.bought(agreed)
    Item.objects.filter(kind__name="Mesin obras").delete()

    def shown(query: str) -> tuple[int, str]:
        facts = officer.get(at("goods", agreed.pk) + query).context
        return len(facts["lines"]), facts["pager"].span if facts["pager"] else ""

    assert shown("?tampil=belum-beli") == (1, "")
    assert shown("?tampil=celah&hal=3") == (1, "Halaman 3 dari 3")
    assert shown("?tampil=cadangan") == (0, "")
    assert shown("?tampil=belum-serah&hal=x") == (2, "Halaman 1 dari 2")


def test_an_invoice_is_typed_as_people_write_it_and_given_out_at_once(officer: Client, agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    sewing = delivered.kind(agreed, "Mesin jahit")
    address = f"{at('buy', agreed.pk)}?dana={one.fund_id}"
    assert "Masih kurang" in words(officer.get(address))
    told = {
        "supplier": "CV Penyedia Contoh", "number": "K-1", "bought_on": "2026-11-26",
        "invoice_idr": "Rp 8.000.000", f"quantity_{sewing.pk}": "4", "assign": "on",
    }  # fmt: skip
    assert officer.post(address, told).url == at("goods", agreed.pk)
    made = Purchase.objects.get()
    assert (made.fund, made.invoice_idr) == (one.fund, 8_000_000)
    assert [(item.quantity, item.price_idr) for item in made.items.all()] == [(2, 2_000_000), (2, 2_000_000)]
    assert not made.items.filter(award=None).exists()


def test_a_wrong_invoice_comes_back_with_its_fault_at_the_field(officer: Client, agreed: Round) -> None:
    scissors, sewing = delivered.kind(agreed, "Gunting kain"), delivered.kind(agreed, "Mesin jahit")
    told = {
        "supplier": "CV Penyedia Contoh", "number": "K-1", "bought_on": "2026-11-26", "invoice_idr": "8 juta",
        f"quantity_{scissors.pk}": "1", f"quantity_{sewing.pk}": "-1",
    }  # fmt: skip
    page = officer.post(at("buy", agreed.pk), told)
    assert page.context["form"].errors == {"invoice_idr": ["Tulis jumlah rupiah bulat, misalnya 4.500.000."]}
    page = officer.post(at("buy", agreed.pk), told | {"invoice_idr": "500.000"})
    assert page.context["form"].errors == {
        f"quantity_{sewing.pk}": ["Baris 2: isi jumlah Mesin jahit lebih dari nol."]
    }
    page = officer.post(
        at("buy", agreed.pk),
        {**told, "invoice_idr": "1", f"quantity_{sewing.pk}": "", f"quantity_{scissors.pk}": ""},
    )
    assert page.context["form"].non_field_errors() == ["Isi paling sedikit satu baris barang."]
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(("typed", "idr"), [("4.500.000", 4_500_000), ("Rp 12.000", 12_000), ("750", 750)])
def test_amounts_are_read_as_they_are_written(typed: str, idr: int) -> None:
    assert whole(typed) == idr


def test_spare_goods_are_given_out(officer: Client, agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    line = delivered.Bought(delivered.kind(agreed, "Gunting kain"), 3, 500_000)
    delivered.purchase(agreed, one.fund, [line])
    page = officer.post(at("assign", agreed.pk), follow=True)
    assert "2 barang dibagikan kepada penerima." in words(page)


def test_goods_are_taken_in_with_a_scan(officer: Client, agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    made = delivered.purchase(agreed, one.fund, delivered.wanted(agreed, one.fund))
    pieces = list(made.items.order_by("pk"))
    told: dict[str, Any] = {"arrived_on": "2026-11-25", "number": "BA-1", "items": [pieces[0].pk]}
    page = officer.post(at("arrive", made.pk), told)
    assert page.context["form"].errors == {"arrived_on": ["Barang tidak tiba sebelum dibeli."]}
    told["arrived_on"] = "2026-12-10"
    page = officer.post(at("arrive", made.pk), told | {"file": SimpleUploadedFile("a.gif", b"GIF89a")})
    assert page.context["form"].errors == {
        "file": ["Berita acara penerimaan bukan foto (JPEG, PNG) dan bukan PDF."]
    }
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    assert officer.post(at("arrive", made.pk), told | {"file": scan}).url == at("goods", agreed.pk)
    assert made.items.exclude(arrived_on=None).get() == pieces[0]
    assert officer.get(at("arrive", 999)).status_code == 404


def sent(award: Award, **otherwise: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "form_key": "dari-telepon", "handed_on": "2026-12-17", "place": "Balai Desa", "receiver": "Pemilik Contoh 1",
        "photo": SimpleUploadedFile("f.jpg", delivered.JPEG),
        "signature": SimpleUploadedFile("t.png", delivered.PIXEL),
    }  # fmt: skip
    return told | {f"serial_{item.pk}": f"SN-{item.pk}" for item in award.items.all()} | otherwise


def test_a_phone_hands_over_and_shows_what_it_did(officer: Client, agreed: Round) -> None:
    award = delivered.awards(delivered.arrived(agreed))[0]
    page = officer.get(at("hand_over", award.pk))
    form = page.context["form"]
    assert (form["receiver"].value(), form["place"].value(), bool(page.context["may"])) == (
        "Pemilik Contoh 1", "Bobotsari", True,
    )  # fmt: skip
    assert len(form["form_key"].value()) == 36
    page = officer.post(at("hand_over", award.pk), sent(award), follow=True)
    told = words(page)
    assert "17 Desember 2026" in told
    assert f"SN-{award.items.order_by('pk')[0].pk}" in told
    again = officer.post(at("hand_over", award.pk), sent(award))  # the same form, once more
    assert (again.status_code, Handover.objects.count()) == (200, 1)
    assert officer.post(at("hand_over", award.pk), sent(award, form_key="lain")).status_code == 409


def test_why_nothing_can_be_handed_over_yet_stands_above_the_form(officer: Client, agreed: Round) -> None:
    award = delivered.awards(agreed)[0]
    page = officer.get(at("hand_over", award.pk))
    assert "Belum dapat diserahkan Mesin jahit: 0 dari 2 unit siap diserahkan." in words(page)
    assert officer.post(at("hand_over", award.pk), sent(award)).status_code == 409


def test_faults_of_a_handover_stand_at_their_fields(officer: Client, agreed: Round) -> None:
    agreed.kinds.filter(name="Gunting kain").update(serial_asked=True)
    one, two, _three = delivered.awards(delivered.arrived(agreed))
    delivered.handed(two)
    taken = two.items.get(kind__name="Gunting kain")
    mine = one.items.get(kind__name="Gunting kain")
    page = officer.post(at("hand_over", one.pk), sent(one, **{f"serial_{mine.pk}": ""}))
    assert list(page.context["form"].errors) == [f"serial_{mine.pk}"]
    page = officer.post(at("hand_over", one.pk), sent(one, **{f"serial_{mine.pk}": f"SN-{taken.pk}"}))
    assert page.context["form"].errors == {
        f"serial_{mine.pk}": [f"Nomor seri SN-{taken.pk} sudah dipakai barang lain."]
    }
    page = officer.post(at("hand_over", one.pk), sent(one, photo=SimpleUploadedFile("f.gif", b"GIF89a")))
    assert page.context["form"].errors == {"photo": ["Foto penyerahan bukan foto (JPEG, PNG) dan bukan PDF."]}
    page = officer.post(at("hand_over", one.pk), sent(one, handed_on="2026-01-02"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["handed_on"])
    assert "Foto dan berkas yang tadi dipilih tidak ikut tersimpan" in words(page)
    page = officer.post(at("hand_over", one.pk), {**sent(one), "signature": ""})
    assert page.context["form"].errors == {"signature": ["Tanda tangan penerima belum ada."]}


def test_a_field_officer_finds_the_recipients_of_their_district(client: Client, agreed: Round) -> None:
    delivered.arrived(agreed)
    delivered.handed(delivered.awards(agreed)[0])
    near = cast.sign_in(client, cast.enter(cast.RENGGA))
    told = words(near.get(at("handovers", agreed.pk)))
    assert "1 sudah menerima 2 belum" in told
    assert told.count("Siap diserahkan") == 2
    far = cast.sign_in(Client(), cast.enter(cast.RENGGA, email="j@cast.example", district_code="33.03.01"))
    assert "Tidak ada yang menunggu" in words(far.get(at("handovers", agreed.pk)))
    assert far.get(at("hand_over", delivered.awards(agreed)[1].pk)).status_code == 404


def test_all_papers_are_issued_by_a_job_that_is_watched(officer: Client, agreed: Round) -> None:
    award = delivered.awards(delivered.arrived(agreed))[0]
    delivered.handed(award, photo=delivered.PIXEL)
    assert "1 BAST belum terbit" in words(officer.get(at("handovers", agreed.pk)))
    officer.post(at("issue_handovers", agreed.pk))
    job = Job.objects.get(key__startswith="bast-")
    assert "Menunggu giliran" in words(officer.get(at("handover_progress", agreed.pk)))
    Job.objects.filter(pk=job.pk).update(state="failed", error="Listrik padam.")
    assert "Listrik padam." in words(officer.get(at("handovers", agreed.pk)))
    officer.post(at("issue_handovers", agreed.pk))
    run_now(Job.objects.get(pk=job.pk), clock=lambda: delivered.AT)
    ended = officer.get(at("handover_progress", agreed.pk))
    assert (ended.status_code, ended["HX-Redirect"]) == (204, at("handovers", agreed.pk))
    assert "500.9/001/BAST/XII/2026" in words(officer.get(at("handovers", agreed.pk)))
    page = officer.post(at("issue_handovers", agreed.pk), follow=True)
    assert "Semua BAST sudah terbit." in words(page)


def test_those_who_receive_are_looked_up_by_the_page(
    officer: Client, agreed: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentra.registry.queries.paging.leaf.__kwdefaults__", {"size": 1})
    first, *_rest = delivered.awards(delivered.arrived(agreed))
    delivered.handed(first, photo=delivered.PIXEL)

    def shown(query: str) -> tuple[list[str], list[str], str]:
        facts = officer.get(at("handovers", agreed.pk) + query).context
        pager = facts["waiting_pager"]
        numbers = ([one.proposal.number for one in facts[name].rows] for name in ("waiting", "given"))
        return *numbers, pager.span if pager else ""

    numbers = [one.proposal.number for one in delivered.awards(agreed)]
    assert shown("") == ([numbers[1]], [numbers[0]], "Halaman 1 dari 2")
    assert shown("?hal=2") == ([numbers[2]], [numbers[0]], "Halaman 2 dari 2")
    assert shown(f"?q={numbers[2].lower()}") == ([numbers[2]], [], "")
    assert "Tidak ada yang cocok" in words(officer.get(at("handovers", agreed.pk) + "?q=entah"))


def test_before_any_visit_nothing_is_said_about_use(officer: Client, agreed: Round) -> None:
    first = delivered.awards(delivered.arrived(agreed))[0]
    delivered.handed(first, photo=delivered.PIXEL)
    told = words(officer.get(at("goods", agreed.pk)))
    assert "Dipakai – belum ada kunjungan" in told
    Item.objects.filter(award=first).update(condition="working")
    assert "belum ada kunjungan" not in words(officer.get(at("goods", agreed.pk)))


def test_the_paper_and_the_photo_open_and_are_on_record(officer: Client, agreed: Round) -> None:
    award = delivered.awards(delivered.arrived(agreed))[0]
    handover = delivered.handed(award, photo=delivered.PIXEL)
    page = officer.post(at("issue_handover", award.pk), follow=True)
    assert page.content.startswith(b"%PDF")
    assert page["Content-Disposition"] == 'inline; filename="500.9-001-BAST-XII-2026.pdf"'
    photo = officer.get(at("attachment", handover.photo_id))
    assert (photo.content, photo["Content-Type"]) == (delivered.PIXEL, "image/png")
    acts = Entry.objects.filter(act__in=("open_document", "open_attachment")).order_by("number")
    assert [entry.act for entry in acts] == ["open_document", "open_attachment"]
    assert officer.get(at("document", 999)).status_code == 404
    assert officer.get(at("attachment", 999)).status_code == 404


def test_papers_and_photos_of_another_district_are_not_found(client: Client, agreed: Round) -> None:
    award = delivered.awards(delivered.arrived(agreed))[0]
    handover = delivered.handed(award, photo=delivered.PIXEL)
    told = {"by": rounds.officer(), "at": delivered.AT}
    document = delivered.handing.issue_handover(handover=handover, **told)
    together = delivered.handing.issue_together(round_=agreed, **told)
    receipt = agreed.papers.filter(kind="goods_receipt").first()
    assert receipt is not None
    far = cast.sign_in(client, cast.enter(cast.RENGGA, district_code="33.03.01"))
    assert far.get(at("document", document.pk)).status_code == 404
    assert far.get(at("attachment", handover.photo_id)).status_code == 404
    assert far.get(at("document", together.pk)).status_code == 200  # of the whole round


def test_one_paper_for_everybody_needs_somebody(officer: Client, agreed: Round) -> None:
    stocked = delivered.arrived(agreed)
    page = officer.post(at("issue_together", stocked.pk), follow=True)
    assert "Belum ada barang yang diserahkan." in words(page)
    delivered.handed(delivered.awards(stocked)[0], photo=delivered.PIXEL)
    assert officer.post(at("issue_together", stocked.pk), follow=True).content.startswith(b"%PDF")
    assert "Berita Acara Penyerahan Bersama 500.9/001/BAST-B/" in words(
        officer.get(at("handovers", stocked.pk))
    )


def test_a_wrong_handover_is_cancelled_on_its_page(officer: Client, agreed: Round) -> None:
    award = delivered.awards(delivered.arrived(agreed))[0]
    delivered.handed(award)
    page = officer.post(at("cancel_handover", award.pk), {"reason": "Salah orang"}, follow=True)
    assert "Penyerahan dibatalkan" in words(page)
    assert officer.post(at("cancel_handover", award.pk), {"reason": "x"}).status_code == 404


def test_a_handover_recorded_weeks_later_says_so(officer: Client, agreed: Round) -> None:
    one, two, _three = delivered.awards(delivered.arrived(agreed))
    delivered.handed(one)
    delivered.handed(two, at=delivered.AT + timedelta(days=8))
    assert "dicatat terlambat" not in words(officer.get(at("hand_over", one.pk)))
    assert "dicatat terlambat" in words(officer.get(at("hand_over", two.pk)))
