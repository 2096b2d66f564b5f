"""Accounts: who may invite, assign, deactivate and reset, and what the audit says afterwards."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from sentra.base.audit.models import Entry
from sentra.base.people import actions, invitations, queries, rules
from sentra.base.people.models import Office, Role, User
from sentra.base.people.operator import command_line_user
from sentra.base.permissions import Refused
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.AT
NEWCOMER = {
    "email": "Lintang@cast.example ",
    "name": "Lintang Wulansari",
    "role": Role.OFFICER,
    "office": None,
}
NEW_PASSWORD = "sepeda-kumbang-merah"


@pytest.fixture
def wira():
    return cast.enter(cast.WIRA)


@pytest.fixture
def sekar():
    return cast.enter(cast.SEKAR)


@pytest.fixture
def office():
    return Office.objects.create(name="UPT Logam")


def last_act() -> tuple:
    entry = Entry.objects.latest("number")
    return entry.act, entry.by_label, entry.subject_id, entry.old, entry.new


def refusal(action, **facts) -> str:
    acts = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        action(at=AT, **facts)
    assert Entry.objects.count() == acts
    return refused.value.reason


class TestInvite:
    def test_makes_an_account_that_has_no_password_yet(self, wira, office):
        person = actions.invite(by=wira, at=AT, **NEWCOMER | {"office": office, "district_code": "33.03.09"})
        person.refresh_from_db()
        assert (person.email, person.role, person.office, person.district_code) == (
            "lintang@cast.example",
            Role.OFFICER,
            office,
            "33.03.09",
        )
        assert not rules.has_accepted(person)
        assert last_act() == (
            "people.invite",
            "Wira Sandikala",
            str(person.pk),
            {},
            {
                "email": "lintang@cast.example",
                "name": "Lintang Wulansari",
                "role": "officer",
                "office": "UPT Logam",
                "district_code": "33.03.09",
            },
        )

    def test_is_for_administrators(self, sekar):
        assert refusal(actions.invite, by=sekar, **NEWCOMER) == "Peran Petugas tidak berwenang untuk ini."

    @pytest.mark.parametrize(
        ("wrong", "reason"),
        [
            ({"email": "wira@cast.example"}, "Sudah ada akun dengan surel wira@cast.example."),
            ({"email": "cli@localhost"}, "Sudah ada akun dengan surel cli@localhost."),
            ({"role": "public"}, "Peran public tidak dapat diberikan."),
            ({"role": "king"}, "Peran king tidak dapat diberikan."),
            ({"district_code": "33.03"}, "33.03 bukan kode kecamatan."),
        ],
    )
    def test_refuses_with_a_reason(self, wira, wrong, reason):
        assert refusal(actions.invite, by=wira, **NEWCOMER | wrong) == reason


def test_one_who_is_deactivated_or_not_signed_in_administers_nothing():
    by = cast.enter(cast.WIRA, is_active=False)
    assert refusal(actions.invite, by=by, **NEWCOMER) == "Akun ini tidak aktif."
    assert refusal(actions.invite, by=AnonymousUser(), **NEWCOMER) == "Anda belum masuk."


class TestInvitation:
    @pytest.fixture
    def newcomer(self, wira):
        return actions.invite(by=wira, at=AT, **NEWCOMER)

    @pytest.fixture
    def token(self, newcomer):
        return invitations.token_for(newcomer)

    def accept(self, token, *, at=AT, by=None, password=NEW_PASSWORD):
        return actions.accept_invitation(by=by or AnonymousUser(), at=at, token=token, password=password)

    def why_not(self, token, **facts) -> str:
        with pytest.raises(Refused) as refused:
            self.accept(token, **facts)
        return refused.value.reason

    def test_sets_the_first_password(self, newcomer, token):
        person = self.accept(token, at=AT + timedelta(days=7))
        assert person.check_password(NEW_PASSWORD)
        assert last_act() == ("people.accept", "Lintang Wulansari", str(newcomer.pk), {}, {})

    def test_opens_once(self, token):
        self.accept(token)
        assert self.why_not(token) == "Undangan ini sudah dipakai. Silakan masuk dengan kata sandi Anda."

    def test_has_a_term(self, token):
        late = AT + timedelta(days=7, seconds=1)
        assert self.why_not(token, at=late) == (
            "Undangan ini lewat 7 hari. Mintalah undangan baru kepada administrator."
        )

    def test_cannot_be_forged(self, token):
        assert self.why_not(token[:-1] + ("A" if token[-1] != "A" else "B")) == (
            "Undangan ini tidak berlaku. Mintalah undangan baru kepada administrator."
        )

    def test_is_not_for_somebody_else(self, wira, token):
        assert self.why_not(token, by=wira) == (
            "Undangan ini untuk orang lain. Keluarlah dulu dari akun Wira Sandikala."
        )

    def test_a_weak_password_is_refused_and_the_link_stays_good(self, token):
        with pytest.raises(ValidationError):
            self.accept(token, password="rahasia")
        self.accept(token)

    def test_sent_again_ends_the_link_before(self, wira, newcomer, token):
        later = AT + timedelta(hours=1)
        again = actions.resend_invitation(by=wira, at=later, person=newcomer)
        assert last_act() == (
            "people.invite_again",
            "Wira Sandikala",
            str(newcomer.pk),
            {"invited_at": "2026-11-20T02:30:00Z"},
            {"invited_at": "2026-11-20T03:30:00Z"},
        )
        assert self.why_not(token, at=later) == (
            "Undangan ini tidak berlaku. Mintalah undangan baru kepada administrator."
        )
        assert self.accept(invitations.token_for(again), at=later) == newcomer

    def test_is_not_sent_again_to_who_accepted(self, wira, newcomer, token):
        self.accept(token)
        assert refusal(actions.resend_invitation, by=wira, person=newcomer) == (
            "Lintang Wulansari sudah menerima undangannya."
        )

    def test_is_not_sent_again_by_others_nor_to_the_deactivated(self, wira, sekar, newcomer):
        assert refusal(actions.resend_invitation, by=sekar, person=newcomer) == (
            "Peran Petugas tidak berwenang untuk ini."
        )
        actions.deactivate(by=wira, at=AT, person=newcomer)
        assert refusal(actions.resend_invitation, by=wira, person=newcomer) == "Akun ini sudah tidak aktif."

    def test_ends_with_deactivation(self, wira, newcomer, token):
        actions.deactivate(by=wira, at=AT, person=newcomer)
        assert self.why_not(token) == (
            "Undangan ini tidak berlaku. Mintalah undangan baru kepada administrator."
        )

    def test_an_account_that_was_never_invited_has_no_link(self, sekar):
        assert self.why_not(invitations.token_for(sekar)) == (
            "Undangan ini tidak berlaku. Mintalah undangan baru kepada administrator."
        )


class TestAssign:
    def test_records_only_what_changed(self, wira, sekar, office):
        actions.assign(by=wira, at=AT, person=sekar, role=Role.TREASURER, office=office, district_code="")
        sekar.refresh_from_db()
        assert (sekar.role, sekar.office) == (Role.TREASURER, office)
        assert last_act() == (
            "people.assign",
            "Wira Sandikala",
            str(sekar.pk),
            {"role": "officer", "office": None},
            {"role": "treasurer", "office": "UPT Logam"},
        )

    def test_the_same_again_is_no_act(self, wira, sekar):
        actions.assign(by=wira, at=AT, person=sekar, role=Role.OFFICER, office=None, district_code="")
        assert Entry.objects.count() == 0

    def test_is_for_administrators(self, sekar):
        facts = {"role": Role.ADMINISTRATOR, "office": None, "district_code": ""}
        assert refusal(actions.assign, by=sekar, person=sekar, **facts) == (
            "Peran Petugas tidak berwenang untuk ini."
        )

    def test_the_last_administrator_stays_one(self, wira):
        facts = {"role": Role.OFFICER, "office": None, "district_code": ""}
        assert refusal(actions.assign, by=wira, person=wira, **facts) == (
            "Administrator terakhir tidak dapat diberi peran lain."
        )
        cast.enter(cast.WIRA, email="kedua@cast.example")
        assert actions.assign(by=wira, at=AT, person=wira, **facts).role == Role.OFFICER


class TestDeactivate:
    def test_ends_every_session_at_once(self, wira, sekar, client):
        client.force_login(sekar)
        other = client.__class__()
        other.force_login(wira)
        actions.deactivate(by=wira, at=AT, person=sekar, reason="Pindah tugas")
        sekar.refresh_from_db()
        owners = [session.get_decoded()["_auth_user_id"] for session in Session.objects.all()]
        assert (sekar.is_active, owners) == (False, [str(wira.pk)])
        assert last_act()[3:] == ({"is_active": True}, {"is_active": False})
        assert Entry.objects.latest("number").reason == "Pindah tugas"

    def test_refuses_with_a_reason(self, wira, sekar):
        assert refusal(actions.deactivate, by=sekar, person=wira) == (
            "Peran Petugas tidak berwenang untuk ini."
        )
        assert refusal(actions.deactivate, by=wira, person=wira) == (
            "Administrator terakhir tidak dapat dinonaktifkan."
        )
        actions.deactivate(by=wira, at=AT, person=sekar)
        assert refusal(actions.deactivate, by=wira, person=sekar) == "Akun ini sudah tidak aktif."

    @pytest.mark.parametrize("otherwise", [{"is_active": False}, {"password": "!"}])
    def test_one_who_cannot_sign_in_is_no_second_administrator(self, wira, otherwise):
        cast.enter(cast.WIRA, email="kedua@cast.example", **otherwise)
        command_line_user(at=AT)
        assert rules.is_last_administrator(wira)

    def test_is_undone_by_reactivation(self, wira, sekar):
        actions.deactivate(by=wira, at=AT, person=sekar)
        assert actions.reactivate(by=wira, at=AT, person=sekar).is_active
        assert last_act()[0] == "people.reactivate"
        assert refusal(actions.reactivate, by=wira, person=sekar) == "Akun ini sudah aktif."
        assert refusal(actions.reactivate, by=sekar, person=wira) == (
            "Peran Petugas tidak berwenang untuk ini."
        )


class TestSecondFactor:
    @pytest.fixture
    def mayang(self):
        person = cast.enter(cast.MAYANG)
        cast.enrol(person)
        return person

    def test_reset_takes_secret_and_recovery_codes(self, wira, mayang, client):
        client.force_login(mayang)
        actions.reset_second_factor(by=wira, at=AT, person=mayang, reason="Ponsel hilang")
        assert (Authenticator.objects.count(), Session.objects.count()) == (0, 0)
        assert last_act() == (
            "people.reset_second_factor",
            "Wira Sandikala",
            str(mayang.pk),
            {"second_factor": ["recovery_codes", "totp"]},
            {"second_factor": []},
        )

    def test_reset_refuses_with_a_reason(self, wira, sekar, mayang):
        assert refusal(actions.reset_second_factor, by=sekar, person=mayang) == (
            "Peran Petugas tidak berwenang untuk ini."
        )
        assert refusal(actions.reset_second_factor, by=wira, person=sekar) == (
            "Sekar Tirtabumi belum memasang faktor kedua."
        )
        cast.enrol(wira)
        assert refusal(actions.reset_second_factor, by=wira, person=wira) == (
            "Faktor kedua sendiri hanya dapat direset oleh administrator lain."
        )

    def test_secrets_lie_sealed_in_the_database(self, mayang):
        stored = Authenticator.objects.get(user=mayang, type=Authenticator.Type.TOTP)
        assert cast.TOTP_SECRET not in str(stored.data)
        assert stored.wrap().instance.data["secret"] != cast.TOTP_SECRET
        seeds = Authenticator.objects.get(user=mayang, type=Authenticator.Type.RECOVERY_CODES)
        assert len(seeds.data["seed"]) > 80  # 80 hex digits in clear
        assert len(seeds.wrap().get_unused_codes()) == 10


class TestCommandLine:
    FACTS = {"email": "pertama@cast.example", "name": "Pertama", "role": Role.ADMINISTRATOR}

    def test_opens_the_first_account(self):
        by = command_line_user(at=AT)
        person = actions.open_account(by=by, at=AT, password=NEW_PASSWORD, **self.FACTS)
        assert person.check_password(NEW_PASSWORD)
        assert last_act()[:3] == ("people.open", "Baris perintah", str(person.pk))
        actions.enrol_second_factor(by=by, at=AT, person=person, secret=cast.TOTP_SECRET)
        assert queries.has_second_factor(person)
        assert last_act()[0] == "people.enrol_second_factor"

    def test_refuses_a_weak_password(self):
        with pytest.raises(ValidationError):
            actions.open_account(by=command_line_user(at=AT), at=AT, password="rahasia", **self.FACTS)
        assert not User.objects.filter(email=self.FACTS["email"]).exists()

    def test_is_not_for_people(self, wira):
        reason = "Akun tanpa undangan hanya dapat dibuat dari baris perintah."
        assert refusal(actions.open_account, by=wira, password=NEW_PASSWORD, **self.FACTS) == reason
        assert refusal(actions.enrol_second_factor, by=wira, person=wira, secret="A" * 32) == reason

    def test_its_own_account_is_made_once_and_is_not_listed(self, wira):
        assert command_line_user(at=AT) == command_line_user(at=AT)
        assert Entry.objects.count() == 1
        assert list(queries.people(by=wira)) == [wira]


class TestOffices:
    def test_are_added_and_renamed(self, wira):
        office = actions.add_office(by=wira, at=AT, name="  UPT   Logam ")
        assert (office.name, last_act()[4]) == ("UPT Logam", {"name": "UPT Logam"})
        assert actions.rename_office(by=wira, at=AT, office=office, name="UPT logam").name == "UPT logam"
        assert last_act()[3:] == ({"name": "UPT Logam"}, {"name": "UPT logam"})

    @pytest.mark.parametrize(
        ("name", "reason"),
        [(" ", "Nama kantor harus diisi."), ("upt logam", "Sudah ada kantor bernama upt logam.")],
    )
    def test_need_a_name_of_their_own(self, wira, office, name, reason):
        other = actions.add_office(by=wira, at=AT, name="Kecamatan Bobotsari")
        assert refusal(actions.add_office, by=wira, name=name) == reason
        assert refusal(actions.rename_office, by=wira, office=other, name=name) == reason

    def test_are_named_by_administrators(self, sekar, office):
        reason = "Peran Petugas tidak berwenang untuk ini."
        assert refusal(actions.add_office, by=sekar, name="Kecamatan Bobotsari") == reason
        assert refusal(actions.rename_office, by=sekar, office=office, name="Bengkel") == reason


class TestQueries:
    def test_people_are_found_by_name_address_and_role(self, wira, sekar):
        cast.enter(cast.RENGGA)
        cast.enrol(wira)

        def found(**facts):
            return [person.name for person in queries.people(by=wira, **facts)]

        assert found() == ["Rengga Wanasari", "Sekar Tirtabumi", "Wira Sandikala"]
        assert found(text="tirta SEKAR@") == ["Sekar Tirtabumi"]
        assert found(role=Role.FIELD_OFFICER) == ["Rengga Wanasari"]
        assert [person.enrolled for person in queries.people(by=wira)] == [False, False, True]

    def test_others_see_nobody(self, sekar):
        for by in (sekar, AnonymousUser()):
            assert list(queries.people(by=by)) == []
            assert list(queries.acts_upon(by=by, person=sekar)) == []

    def test_people_of_an_office(self, wira, office):
        sekar = cast.enter(cast.SEKAR, office=office)
        assert list(queries.people(by=wira, office_id=office.pk)) == [sekar]

    def test_offices_are_known_to_who_is_signed_in(self, sekar, office):
        assert (list(queries.offices(by=sekar)), list(queries.offices(by=AnonymousUser()))) == ([office], [])

    def test_the_audit_of_an_account_is_what_was_done_to_it_and_by_it(self, wira, sekar):
        actions.deactivate(by=wira, at=AT, person=sekar)
        actions.add_office(by=wira, at=AT, name="UPT Logam")

        def acts(person):
            return [entry.act for entry in queries.acts_upon(by=wira, person=person)]

        assert acts(sekar) == ["people.deactivate"]
        assert acts(wira) == ["people.add_office", "people.deactivate"]
