"""Pages of reports and labels: what was issued is replaced or withdrawn, and everybody can see that."""

import re
from html import unescape

import pytest
from django.test import Client

from sentra.lab import actions
from sentra.lab.models import Comparison, LabRequest
from tests import cast, makers
from tests.rooms.lab import judged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()


def words(answer) -> str:
    """What one reads on a page, without its markup."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_an_issued_report_is_replaced_and_its_pages_say_so(client):
    one = judged.bench()
    issued = judged.report(one)
    cast.sign_in(client, one.other)
    told = {"results": [one.item.pk, one.original.pk], "reason": "Nama pemohon salah"}
    answer = client.post(f"/lab/laporan/{issued.pk}/ganti/", told, follow=True)
    assert "Konsep pengganti disiapkan." in words(answer)
    draft = issued.replaced_by.get()
    cast.sign_in(client, one.head)
    assert "Laporan disahkan dan terbit." in words(
        client.post(f"/lab/laporan/{draft.pk}/sahkan/", follow=True)
    )
    assert "Laporan ini sudah diganti." in words(client.get(f"/lab/laporan/{issued.pk}/"))
    public = Client().get(f"/v/{issued.document.check_code}/")
    draft.refresh_from_db()
    assert "Diganti oleh laporan" in words(public)
    assert ("Diganti pada" in words(public), "Dicabut" in words(public)) == (True, False)
    assert f'href="/v/{draft.document.check_code}/"' in public.text


def test_a_wrong_draft_is_discarded_and_another_prepared(client):
    one = judged.bench()
    cast.sign_in(client, one.technician)
    prepare = f"/lab/permintaan/{one.request.pk}/laporan/"
    shown = words(client.post(prepare, {"results": [one.item.pk]}, follow=True))
    assert ("Buang konsep" in shown, client.post(prepare).status_code) == (True, 409)
    draft = one.request.reports.get()
    answer = client.post(f"/lab/laporan/{draft.pk}/cabut/", {"reason": "Kurang satu hasil"}, follow=True)
    assert "Konsep dibuang. Laporan dapat disiapkan lagi." in words(answer)
    gone = words(client.get(f"/lab/laporan/{draft.pk}/"))
    assert "Konsep ini dibuang dan tidak pernah terbit. Kurang satu hasil" in gone
    assert one.technician.name in gone
    assert client.get(prepare).status_code == 200


def test_a_draft_is_read_as_a_paper_and_an_issued_report_is_not(client):
    one = judged.bench()
    draft = actions.prepare_report(by=one.technician, at=cast.AT, request=one.request, results=[one.item])
    cast.sign_in(client, one.head)
    preview = f"/lab/laporan/{draft.pk}/konsep.pdf"
    assert f'href="{preview}"' in client.get(f"/lab/laporan/{draft.pk}/").text
    answer = client.get(preview)
    assert (answer.content[:5], "konsep-LAB-2026-0001.pdf" in answer["Content-Disposition"]) == (
        b"%PDF-",
        True,
    )
    actions.authorise_report(by=one.head, at=cast.AT, report=draft)
    assert client.get(preview).status_code == 409
    assert preview not in client.get(f"/lab/laporan/{draft.pk}/").text


@pytest.mark.parametrize(("purpose", "chosen"), [("comparison", True), ("development", False)])
def test_the_only_comparison_stands_chosen_where_one_was_asked_for(client, purpose, chosen):
    one = judged.bench()
    LabRequest.objects.update(purpose=purpose)
    Comparison.objects.create(
        item=one.item, original=one.original, delta_db=-5.7, uc_db=0.5, k=2.0, U_db=0.9,
        computed_at=cast.AT, computed_by=one.technician,
        bands={"centre_hz": [], "delta_db": [], "u_db": []},
    )  # fmt: skip
    actions.judge(by=one.technician, at=cast.AT, result=one.item, rule="simple")
    cast.sign_in(client, one.technician)
    form = client.get(f"/lab/permintaan/{one.request.pk}/laporan/").context["form"]
    first = [form[name].value() for name in ("comparison", "judgement")]
    only = [str(Comparison.objects.get().pk), str(one.item.judgements.get().pk)]
    assert first == (only if chosen else [None, None])


def test_what_is_withdrawn_says_beforehand_who_reads_it(client):
    one = judged.bench()
    issued = judged.report(one)
    cast.sign_in(client, one.head)
    for page in (f"/lab/laporan/{issued.pk}/", f"/lab/laporan/{issued.pk}/ganti/"):
        assert "Semua orang dapat membacanya di halaman periksa" in words(client.get(page))


def test_who_prepared_a_report_reads_why_somebody_else_authorises_it(client):
    one = judged.bench()
    cast.sign_in(client, one.technician)
    told = {"results": [one.item.pk]}
    shown = words(client.post(f"/lab/permintaan/{one.request.pk}/laporan/", told, follow=True))
    assert "Yang menyiapkan laporan tidak mengesahkannya sendiri." in shown
    assert "Diukur oleh" in shown


# Labels, for everybody


def test_a_label_tells_what_was_tested_and_nothing_of_a_person(client):
    one = judged.bench()
    judged.report(one)
    code = actions.issue_label(by=one.head, at=cast.AT, specimen=one.specimen).label_code
    answer = client.get(f"/uji/{code}/")
    shown = words(answer)
    assert "masih berlaku" in shown
    assert "Karti" not in shown
    assert answer["X-Robots-Tag"] == "noindex"
    one.specimen.refresh_from_db()
    actions.revoke_label(by=one.head, at=cast.AT, specimen=one.specimen, reason="Barang ditukar")
    assert "Barang ditukar" in words(client.get(f"/uji/{code}/"))


def test_a_label_is_no_longer_printed_when_its_report_fell(client):
    one = judged.bench()
    issued = judged.report(one)
    actions.issue_label(by=one.head, at=cast.AT, specimen=one.specimen)
    cast.sign_in(client, one.head)
    page, sticker = f"/lab/barang/{one.specimen.pk}/", f"/lab/barang/{one.specimen.pk}/label.pdf"
    assert ("Cetak label" in words(client.get(page)), client.get(sticker).status_code) == (True, 200)
    actions.withdraw_report(by=one.head, at=cast.AT, report=issued, reason="keliru")
    shown = words(client.get(page))
    assert ("Cetak label" in shown, client.get(sticker).status_code) == (False, 409)
    assert "Label dicetak selama laporan barang ini berlaku" in shown


def test_the_code_of_a_label_typed_where_documents_are_checked_leads_to_the_label(client):
    one = judged.bench()
    judged.report(one)
    code = actions.issue_label(by=one.head, at=cast.AT, specimen=one.specimen).label_code
    answer = client.get("/v/", {"kode": code.lower().replace("-", "")}, follow=True)
    assert answer.redirect_chain[-1] == (f"/uji/{code}/", 302)
    assert "masih berlaku" in words(answer)
    assert "Kode dokumen atau label" in words(client.get("/"))


def test_an_unknown_code_is_no_label_of_ours(client):
    answer = client.get("/uji/AAAA-BBBB-CCCC/")
    assert (answer.status_code, "Label tidak dikenal" in words(answer)) == (404, True)
    assert client.get("/uji/", {"kode": " 7Q4K-2M9X-81TZ "}).url == "/uji/7Q4K-2M9X-81TZ/"


def test_codes_cannot_be_tried_by_machine(client):
    """Neither on the page nor through the API."""
    for address in ("/uji/AAAA-BBBB-CCCC/", "/api/lab/labels/AAAA-BBBB-CCCC"):
        answers = [client.get(address) for _ in range(61)]
        assert [each.status_code for each in answers] == [404] * 60 + [429]
        assert int(answers[-1]["Retry-After"]) in range(1, 61)
        assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 404
        assert client.get(address, REMOTE_ADDR="").status_code == 404  # as behind a socket
    assert client.get(address).json()["detail"].startswith("Terlalu banyak permintaan.")


def test_the_api_tells_a_result_with_its_doubt_and_a_label_to_everybody(client):
    one = judged.bench()
    judged.report(one)
    code = actions.issue_label(by=one.head, at=cast.AT, specimen=one.specimen).label_code
    open_to_all = client.get(f"/api/lab/labels/{code}").json()
    assert (open_to_all["standing"], open_to_all["value_db"]) == ("issued", 92.0)
    assert "Karti" not in str(open_to_all)
    assert client.get("/api/lab/labels/AAAA-BBBB-CCCC").status_code == 404
    cast.sign_in(client, one.head)
    told = client.get(f"/api/lab/results/{one.item.pk}").json()
    assert (told["value_db"], told["expanded_uncertainty_db"], told["coverage_factor"]) == (92.0, 1.4, 2.0)
    assert [row["counted"] for row in told["runs"]] == [True, True, True, False]
    asked = client.get(f"/api/lab/requests/{one.request.pk}").json()
    assert asked["results"] == [one.item.pk, one.original.pk]
    limits = client.get("/api/lab/limits").json()
    assert {limit["judges"] for limit in limits} == {False}
