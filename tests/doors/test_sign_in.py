"""Coming in: password, second factor, invitation, a forgotten password; and everybody who stays outside."""

import re
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, reverse

from sentra.base.people import actions
from sentra.base.people.models import Role
from sentra.cli.demo.people import ACCOUNTS, PASSWORD, prepare_demo_accounts
from sentra.web.account.urls import urlpatterns
from tests import cast

pytestmark = pytest.mark.django_db

# RFC 6238, appendix B: at this second the secret of the cast shows this code.
SECOND, CODE = 1_111_111_109, "081804"
MISMATCH = "Surel atau kata sandi tidak cocok."


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits and used codes are counted in the cache."""
    cache.clear()


@pytest.fixture
def phone_clock(monkeypatch):
    """Server and phone stand still at `SECOND`."""
    clock = SimpleNamespace(time=lambda: SECOND)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", clock)
    monkeypatch.setattr("sentra.cli.management.commands.demo_code.time", clock)


def sign_in(client, email, password=cast.PASSWORD, **more):
    return client.post("/masuk/", {"login": email, "password": password, **more})


def errors(response) -> list[str]:
    return [error for each in response.context["form"].errors.values() for error in each]


def where(response) -> str:
    return response.headers.get("Location", "")


def is_in(client) -> bool:
    return client.get("/faktor-kedua/").status_code == 200


class TestPassword:
    @pytest.fixture
    def sekar(self):
        return cast.enter(cast.SEKAR)

    def test_brings_an_officer_in(self, client, sekar):
        response = sign_in(client, "Sekar@cast.example")
        assert (response.status_code, where(response)) == (302, "/")
        assert is_in(client)

    def test_leads_on_to_the_page_that_was_asked_for(self, client, sekar):
        assert where(client.get("/faktor-kedua/")) == "/masuk/?next=/faktor-kedua/"
        assert where(sign_in(client, sekar.email, next="/faktor-kedua/")) == "/faktor-kedua/"

    def test_does_not_lead_to_a_stranger(self, client, sekar):
        assert where(sign_in(client, sekar.email, next="https://example.org/")) == "/"

    @pytest.mark.parametrize(
        ("email", "password"), [("sekar@cast.example", "salah"), ("tiada@cast.example", cast.PASSWORD)]
    )
    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(self, client, sekar, email, password):
        response = sign_in(client, email, password)
        assert errors(response) == [MISMATCH]
        assert not is_in(client)

    def test_is_refused_after_too_many_failures_even_when_right(self, client, sekar):
        assert [errors(sign_in(client, sekar.email, "salah")) for _ in range(5)] == [[MISMATCH]] * 5
        response = sign_in(client, sekar.email)
        assert errors(response) == ["Terlalu banyak percobaan yang gagal. Cobalah lagi beberapa menit lagi."]
        assert not is_in(client)

    def test_many_posts_from_one_address_get_a_page_that_says_so(self, client, sekar):
        answers = [client.post("/masuk/", {"login": "", "password": ""}) for _ in range(31)]
        assert [each.status_code for each in answers] == [200] * 30 + [429]
        assert "tunggu beberapa menit" in answers[-1].content.decode()

    def test_of_a_deactivated_person_opens_nothing(self, client):
        cast.enter(cast.SEKAR, is_active=False)
        response = client.post(
            "/masuk/", {"login": "sekar@cast.example", "password": cast.PASSWORD}, follow=True
        )
        assert response.redirect_chain == [("/masuk/", 302)]
        assert "Akun ini tidak aktif. Hubungi administrator." in response.content.decode()
        assert not is_in(client)

    def test_signing_out_takes_a_post(self, client, sekar):
        sign_in(client, sekar.email)
        client.get("/keluar/")
        assert is_in(client)
        assert where(client.post("/keluar/")) == "/masuk/"
        assert not is_in(client)

    def test_is_changed_by_its_owner(self, client, sekar):
        sign_in(client, sekar.email)
        new = {"password1": "sepeda-kumbang-merah", "password2": "sepeda-kumbang-merah"}
        refused = client.post("/kata-sandi/", {"oldpassword": "salah", **new})
        assert errors(refused) == ["Kata sandi sekarang tidak cocok."]
        assert where(client.post("/kata-sandi/", {"oldpassword": cast.PASSWORD, **new})) == "/faktor-kedua/"
        sekar.refresh_from_db()
        assert sekar.check_password("sepeda-kumbang-merah")


class TestClosedDoors:
    def test_only_these_addresses_of_allauth_exist(self):
        assert sorted(entry.name for entry in urlpatterns) == [
            "account_change_password",
            "account_login",
            "account_logout",
            "account_reauthenticate",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_activate_totp",
            "mfa_authenticate",
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_view_recovery_codes",
        ]

    @pytest.mark.parametrize(
        "name",
        [
            "account_signup",
            "account_email",
            "account_set_password",
            "account_inactive",
            "mfa_download_recovery_codes",
        ],
    )
    def test_the_rest_has_no_address(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    @pytest.mark.parametrize(
        "path", ["/signup/", "/daftar/", "/accounts/signup/", "/accounts/login/", "/email/"]
    )
    def test_usual_addresses_are_unknown(self, client, path):
        assert client.get(path).status_code == 404

    def test_the_account_of_the_command_line_cannot_come_in(self, client):
        from sentra.base.people.operator import command_line_user

        command_line_user(at=cast.AT)
        assert errors(sign_in(client, "cli@localhost", "!")) in (
            [MISMATCH],
            ["Masukkan alamat email yang valid."],
        )
        client.post("/kata-sandi/lupa/", {"email": "cli@localhost"})
        assert mail.outbox == []

    def test_a_deactivated_person_is_out_at_the_next_click(self, client):
        sekar, wira = cast.enter(cast.SEKAR), cast.enter(cast.WIRA)
        cast.sign_in(client, sekar)
        assert is_in(client)
        actions.deactivate(by=wira, at=cast.AT, person=sekar)
        assert where(client.get("/faktor-kedua/")) == "/masuk/?next=/faktor-kedua/"

    def test_a_session_that_outlived_deactivation_is_worth_nothing(self, client):
        sekar = cast.enter(cast.SEKAR)
        cast.sign_in(client, sekar)
        type(sekar).objects.update(is_active=False)
        assert not is_in(client)


class TestSecondFactor:
    @pytest.fixture
    def mayang(self):
        return cast.enter(cast.MAYANG)

    def test_is_installed_at_the_first_sign_in(self, client, mayang, phone_clock):
        sign_in(client, mayang.email)
        assert where(client.get("/faktor-kedua/")) == "/faktor-kedua/pasang/?next=/faktor-kedua/"
        page = client.get("/faktor-kedua/pasang/")
        secret = page.context["form"].secret
        assert secret in page.content.decode()
        code = format_hotp_value(hotp_value(secret, SECOND // 30))
        assert where(client.post("/faktor-kedua/pasang/", {"code": code})) == "/faktor-kedua/kode-pemulihan/"
        assert len(client.get("/faktor-kedua/kode-pemulihan/").context["unused_codes"]) == 10
        assert is_in(client)

    def test_waits_sealed_in_the_session_until_then(self, client, mayang):
        sign_in(client, mayang.email)
        secret = client.get("/faktor-kedua/pasang/").context["form"].secret
        assert secret not in str(dict(client.session))

    def test_a_wrong_code_installs_nothing_and_keeps_the_secret(self, client, mayang):
        sign_in(client, mayang.email)
        secret = client.get("/faktor-kedua/pasang/").context["form"].secret
        page = client.post("/faktor-kedua/pasang/", {"code": "12"})
        assert errors(page) == ["Kode tidak cocok. Pakailah kode yang sedang tampil di aplikasi."]
        assert page.context["form"].secret == secret
        assert Authenticator.objects.count() == 0

    def test_without_it_only_leaving_and_installing_are_possible(self, client, mayang):
        sign_in(client, mayang.email)
        for path in ("/", "/kata-sandi/", "/orang/", "/faktor-kedua/kode-pemulihan/"):
            assert where(client.get(path)).startswith("/faktor-kedua/pasang/"), path
        assert (
            client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/faktor-kedua/pasang/"
        )
        assert where(client.post("/kata-sandi/", {})) == "/faktor-kedua/pasang/"
        assert where(client.post("/keluar/")) == "/masuk/"

    def test_is_asked_for_after_the_password(self, client, mayang, phone_clock):
        cast.enrol(mayang)
        assert where(sign_in(client, mayang.email)) == "/masuk/kode/"
        assert not is_in(client)
        assert errors(client.post("/masuk/kode/", {"code": "000000"})) == [
            "Kode tidak cocok. Pakailah kode yang sedang tampil di aplikasi."
        ]
        assert where(client.post("/masuk/kode/", {"code": CODE})) == "/"
        assert is_in(client)

    def test_a_code_is_good_once(self, client, mayang, phone_clock):
        cast.enrol(mayang)
        for expected in (True, False):
            sign_in(client, mayang.email)
            client.post("/masuk/kode/", {"code": CODE})
            assert is_in(client) is expected
            client.post("/keluar/")

    def test_guessing_codes_is_limited(self, client, mayang, phone_clock):
        cast.enrol(mayang)
        sign_in(client, mayang.email)
        for _ in range(5):
            client.post("/masuk/kode/", {"code": "000000"})
        assert errors(client.post("/masuk/kode/", {"code": CODE})) == [
            "Terlalu banyak percobaan yang gagal. Cobalah lagi beberapa menit lagi."
        ]

    def test_a_recovery_code_stands_in_for_a_lost_phone(self, client, mayang):
        cast.enrol(mayang)
        codes = Authenticator.objects.get(user=mayang, type=Authenticator.Type.RECOVERY_CODES)
        code = codes.wrap().get_unused_codes()[3]
        sign_in(client, mayang.email)
        client.post("/masuk/kode/", {"code": code})
        assert is_in(client)

    def test_a_session_without_code_does_not_grow_into_one_that_holds_money(self, client, phone_clock):
        sekar = cast.enter(cast.SEKAR)
        sign_in(client, sekar.email)
        cast.enrol(sekar)  # on another device
        type(sekar).objects.update(role=Role.TREASURER)
        assert where(client.get("/faktor-kedua/")) == "/masuk/lagi/kode/?next=/faktor-kedua/"
        answer = client.post("/masuk/lagi/kode/", {"code": CODE, "next": "/faktor-kedua/"})
        assert where(answer) == "/faktor-kedua/"
        assert is_in(client)

    def test_is_taken_off_by_an_officer_but_not_by_a_treasurer(self, client, mayang):
        sekar = cast.enter(cast.SEKAR)
        cast.enrol(sekar)
        cast.sign_in(client, sekar)
        client.post("/faktor-kedua/lepas/")
        assert Authenticator.objects.filter(user=sekar).count() == 0
        cast.sign_in(client, mayang)
        refused = client.post("/faktor-kedua/lepas/")
        assert errors(refused) == ["Peran Anda memerlukan faktor kedua; ia tidak dapat dilepas."]
        assert Authenticator.objects.filter(user=mayang).count() == 2

    def test_new_recovery_codes_end_the_old_ones(self, client, mayang):
        cast.sign_in(client, mayang)
        old = client.get("/faktor-kedua/kode-pemulihan/").context["unused_codes"]
        client.post("/faktor-kedua/kode-pemulihan/baru/")
        assert set(old).isdisjoint(client.get("/faktor-kedua/kode-pemulihan/").context["unused_codes"])


class SilentServer:
    """A mail backend whose server does not answer."""

    def __init__(self, **_facts):
        pass

    def send_messages(self, _messages):
        raise ConnectionRefusedError


class TestForgottenPassword:
    @pytest.fixture
    def sekar(self):
        return cast.enter(cast.SEKAR)

    def ask(self, client, email):
        return where(client.post("/kata-sandi/lupa/", {"email": email}, headers={"Host": "localhost"}))

    def link(self) -> str:
        return re.search(r"http://\S+", mail.outbox[0].body)[0]

    def test_a_link_to_the_public_address_sets_a_new_one_once(self, client, sekar, settings):
        settings.PUBLIC_BASE_URL = "http://sentra.example"
        assert self.ask(client, sekar.email) == "/kata-sandi/lupa/terkirim/"
        assert mail.outbox[0].subject == "[Sentra] Kata sandi baru"
        link = self.link()
        assert link.startswith("http://sentra.example/kata-sandi/baru/")
        path = link.removeprefix("http://sentra.example")
        form = where(client.get(path))
        new = {"password1": "sepeda-kumbang-merah", "password2": "sepeda-kumbang-merah"}
        assert where(client.post(form, new)) == "/kata-sandi/baru/selesai/"
        sekar.refresh_from_db()
        assert sekar.check_password("sepeda-kumbang-merah")
        assert client.get(path).context["token_fail"] is True

    def test_unknown_invited_and_deactivated_people_get_the_same_page_and_no_letter(self, client):
        cast.enter(cast.SEKAR, password="!")
        cast.enter(cast.RENGGA, is_active=False)
        for email in ("tiada@cast.example", cast.SEKAR.email, cast.RENGGA.email):
            assert self.ask(client, email) == "/kata-sandi/lupa/terkirim/"
        assert mail.outbox == []

    def test_a_silent_mail_server_shows_the_same_page(self, client, sekar, settings):
        settings.EMAIL_BACKEND = "tests.doors.test_sign_in.SilentServer"
        assert self.ask(client, sekar.email) == "/kata-sandi/lupa/terkirim/"

    def test_the_second_factor_is_still_asked_for(self, client, phone_clock):
        mayang = cast.enter(cast.MAYANG)
        cast.enrol(mayang)
        self.ask(client, mayang.email)
        form = where(client.get("/" + self.link().split("/", 3)[3]))
        new = {"password1": "sepeda-kumbang-merah", "password2": "sepeda-kumbang-merah"}
        client.post(form, new)
        assert not is_in(client)
        assert where(sign_in(client, mayang.email, "sepeda-kumbang-merah")) == "/masuk/kode/"


class TestDemoCode:
    @pytest.fixture
    def accounts(self):
        return {person.role: person for person in prepare_demo_accounts(at=cast.AT)}

    def test_every_role_but_the_public_has_an_account(self, accounts):
        assert set(accounts) == set(Role) - {Role.PUBLIC}
        assert {role for role, person in accounts.items() if person.needs_second_factor} == {
            person.role for person in accounts.values() if Authenticator.objects.filter(user=person).exists()
        }

    def test_brings_the_treasurer_in(self, client, accounts, settings, capsys, phone_clock):
        settings.DEMO_DATE = "2026-11-20"
        call_command("demo_code", "treasurer")
        code = capsys.readouterr().out.strip()
        sign_in(client, "treasurer@sentra.example", PASSWORD)
        assert where(client.post("/masuk/kode/", {"code": code})) == "/"

    def test_shows_what_the_phone_shows(self, settings, capsys, phone_clock):
        settings.DEMO_DATE = "2026-11-20"
        cast.enrol(cast.enter(cast.MAYANG))
        call_command("demo_code", "Mayang@cast.example")
        assert capsys.readouterr().out == f"{CODE}\n"

    @pytest.mark.parametrize(
        ("demo_date", "user", "reason"),
        [
            ("", "treasurer", "demo-code works only on demo data; here people use their own phones."),
            ("2026-11-20", "officer", "officer@sentra.example signs in without a code."),
            ("2026-11-20", "king", "There are 0 demo accounts called 'king'; name one address."),
        ],
    )
    def test_refuses_with_a_sentence(self, accounts, settings, demo_date, user, reason):
        settings.DEMO_DATE = demo_date
        with pytest.raises(CommandError) as refused:
            call_command("demo_code", user)
        assert (str(refused.value), refused.value.returncode) == (reason, 1)

    def test_its_accounts_are_named_once(self):
        assert len({account.name for account in ACCOUNTS}) == len(ACCOUNTS)
