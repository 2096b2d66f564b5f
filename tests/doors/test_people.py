"""The pages of people and offices, and the invitation from the page to the first sign-in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sentra.base.audit.models import Entry
from sentra.base.people.models import Role
from tests import cast
from tests.doors.test_sign_in import errors, sign_in, where

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits are counted in the cache."""
    cache.clear()


class TestInvitation:
    FACTS = {"email": "lintang@cast.example", "name": "Lintang Wulansari", "role": "officer"}

    @pytest.fixture
    def wira(self, client):
        person = cast.enter(cast.WIRA)
        cast.sign_in(client, person)
        return person

    def link(self) -> str:
        return "/" + re.search(r"http://[^/]+/(\S+)", mail.outbox[-1].body)[1]

    def test_goes_from_the_page_by_letter_to_a_first_sign_in(self, client, wira):
        client.post("/orang/undang/", self.FACTS)
        assert (mail.outbox[0].to, mail.outbox[0].subject) == (["lintang@cast.example"], "[Sentra] Undangan")
        guest, link = client.__class__(), self.link()
        assert "Lintang Wulansari" in guest.get(link).content.decode()
        differ = guest.post(link, {"password": "sepeda-kumbang-merah", "again": "lain"})
        assert (differ.status_code, errors(differ)) == (422, ["Kedua kata sandi tidak sama."])
        weak = guest.post(link, {"password": "rahasia", "again": "rahasia"})
        assert weak.status_code == 422
        right = {"password": "sepeda-kumbang-merah", "again": "sepeda-kumbang-merah"}
        assert where(guest.post(link, right)) == "/masuk/"
        assert guest.post(link, right).status_code == 403
        assert where(sign_in(guest, "lintang@cast.example", "sepeda-kumbang-merah")) == "/"

    def test_a_silent_mail_server_keeps_the_account_and_says_what_to_do(self, client, wira, settings):
        settings.EMAIL_BACKEND = "tests.doors.test_sign_in.SilentServer"
        page = client.post("/orang/undang/", self.FACTS, follow=True)
        assert "tidak terkirim: server surat tidak menerimanya" in page.content.decode()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        again = page.redirect_chain[0][0] + "kirim-ulang/"
        assert "Undangan dikirim ke lintang@cast.example." in client.post(again, follow=True).content.decode()
        assert client.__class__().get(self.link()).status_code == 200

    def test_a_taken_address_is_refused_on_the_page(self, client, wira):
        refused = client.post("/orang/undang/", self.FACTS | {"email": "WIRA@cast.example"})
        assert (refused.status_code, errors(refused)) == (
            422,
            ["Sudah ada akun dengan surel wira@cast.example."],
        )
        assert mail.outbox == []


class TestPeoplePages:
    @pytest.fixture
    def wira(self, client):
        person = cast.enter(cast.WIRA)
        cast.sign_in(client, person)
        return person

    def test_the_list_is_searched_and_filtered(self, client, wira):
        cast.enter(cast.SEKAR)
        cast.enter(cast.RENGGA)

        def names(query):
            return [person.name for person in client.get("/orang/" + query).context["people"]]

        assert names("") == ["Rengga Wanasari", "Sekar Tirtabumi", "Wira Sandikala"]
        assert names("?q=tirta") == ["Sekar Tirtabumi"]
        assert names("?peran=field_officer") == ["Rengga Wanasari"]
        assert names("?q=tiada") == []

    @pytest.mark.parametrize("others", [1, 3])
    def test_the_list_costs_the_same_however_long(self, client, wira, others):
        for number in range(others):
            cast.enter(cast.SEKAR, email=f"sekar{number}@cast.example")
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get("/orang/").context["people"]) == others + 1
        assert (
            len(captured) == 6
        )  # session, account, its second factor, people, districts, questions in the menu

    def test_a_fragment_request_gets_the_list_alone(self, client, wira):
        body = client.get("/orang/", headers={"HX-Request": "true"}).content.decode()
        assert body.startswith("<section")

    def test_a_refusal_on_a_page_keeps_what_was_there(self, client, wira):
        refused = client.post(f"/orang/{wira.pk}/tetapkan/", {"role": "officer"})
        assert (refused.status_code, errors(refused)) == (
            422,
            ["Administrator terakhir tidak dapat diberi peran lain."],
        )
        wira.refresh_from_db()
        assert wira.role == Role.ADMINISTRATOR

    def test_a_refused_act_shows_its_reason(self, client, wira):
        refused = client.post(f"/orang/{wira.pk}/nonaktifkan/")
        assert refused.status_code == 403
        assert "Administrator terakhir tidak dapat dinonaktifkan." in refused.content.decode()

    def test_a_refused_fragment_is_only_the_sentence(self, client, wira):
        refused = client.post(f"/orang/{wira.pk}/nonaktifkan/", headers={"HX-Request": "true"})
        assert (refused.status_code, refused.content.decode()) == (
            403,
            '<p class="notice bad" role="alert">Administrator terakhir tidak dapat dinonaktifkan.</p>',
        )

    def test_acts_on_a_person_are_shown_on_their_page(self, client, wira):
        sekar = cast.enter(cast.SEKAR)
        client.post(f"/orang/{sekar.pk}/tetapkan/", {"role": "auditor"})
        client.post(f"/orang/{sekar.pk}/nonaktifkan/", {"reason": "Pindah tugas"})
        client.post(f"/orang/{sekar.pk}/aktifkan/")
        page = client.get(f"/orang/{sekar.pk}/").content.decode()
        assert [
            words
            for words in ("Peran atau tempat diganti", "Pindah tugas", "Diaktifkan kembali")
            if words in page
        ] == [
            "Peran atau tempat diganti",
            "Pindah tugas",
            "Diaktifkan kembali",
        ]
        assert "<del>Petugas</del></span> → Auditor" in page

    def test_a_lost_factor_is_reset(self, client, wira):
        mayang = cast.enter(cast.MAYANG)
        cast.enrol(mayang)
        client.post(f"/orang/{mayang.pk}/reset-faktor-kedua/", {"reason": "Ponsel hilang"})
        assert Authenticator.objects.filter(user=mayang).count() == 0
        assert Entry.objects.latest("number").reason == "Ponsel hilang"

    def test_offices_are_added_and_renamed(self, client, wira):
        assert where(client.post("/pengaturan/kantor/", {"name": "UPT Logam"})) == "/pengaturan/kantor/"
        assert errors(client.post("/pengaturan/kantor/", {"name": "upt logam"})) == [
            "Sudah ada kantor bernama upt logam."
        ]
        office = client.get("/pengaturan/kantor/").context["offices"].get()
        path = f"/pengaturan/kantor/{office.pk}/"
        assert where(client.post(path, {"name": "UPT Logam Purbalingga"})) == "/pengaturan/kantor/"
        client.post("/pengaturan/kantor/", {"name": "Bengkel"})
        assert errors(client.post(path, {"name": "Bengkel"})) == ["Sudah ada kantor bernama Bengkel."]
