"""Who may do what to an account. Every answer carries its reason, in the words a page shows."""

import re
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sentra.base.people.models import Office, Role, User
from sentra.base.permissions import ALLOWED, Verdict, role_among

COMMAND_LINE_EMAIL = "cli@localhost"  # cannot be invited, cannot sign in, is not listed
INVITATION_LASTS = timedelta(days=7)
DISTRICT_CODE = re.compile(r"\d\d\.\d\d\.\d\d")  # Kemendagri: province.regency.district

By = User | AnonymousUser


def may_manage_people(by: By) -> Verdict:
    """Only administrators invite, assign, deactivate and reset."""
    return role_among(by, {Role.ADMINISTRATOR})


def may_open_account(by: By) -> Verdict:
    """An account without an invitation: only for the operator of the machine (first administrator, demo)."""
    if isinstance(by, User) and by.email == COMMAND_LINE_EMAIL:
        return ALLOWED
    return Verdict(False, _("Akun tanpa undangan hanya dapat dibuat dari baris perintah."))


def may_invite(by: By, *, email: str, role: str, district_code: str) -> Verdict:
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if email == COMMAND_LINE_EMAIL or User.objects.filter(email__iexact=email).exists():
        return Verdict(False, _("Sudah ada akun dengan surel %(email)s.") % {"email": email})
    return _is_a_place_in_the_office(role, district_code)


def may_resend(by: By, person: User) -> Verdict:
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if has_accepted(person):
        return Verdict(False, _("%(name)s sudah menerima undangannya.") % {"name": person.name})
    return _is_active(person)


def may_accept(by: By, person: User | None, *, sent_at: datetime | None, at: datetime) -> Verdict:
    """`sent_at`: the moment the link was made; a later link, or an acceptance, ends an earlier one."""
    if person is None or sent_at is None or person.invited_at != sent_at or not person.is_active:
        return Verdict(False, _("Undangan ini tidak berlaku. Mintalah undangan baru kepada administrator."))
    if by.is_authenticated and by.pk != person.pk:
        return Verdict(
            False, _("Undangan ini untuk orang lain. Keluarlah dulu dari akun %(name)s.") % {"name": by}
        )
    if has_accepted(person):
        return Verdict(False, _("Undangan ini sudah dipakai. Silakan masuk dengan kata sandi Anda."))
    if at > sent_at + INVITATION_LASTS:
        days = {"days": INVITATION_LASTS.days}
        return Verdict(
            False, _("Undangan ini lewat %(days)d hari. Mintalah undangan baru kepada administrator.") % days
        )
    return ALLOWED


def may_assign(by: By, person: User, *, role: str, district_code: str) -> Verdict:
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if role != Role.ADMINISTRATOR and is_last_administrator(person):
        return Verdict(False, _("Administrator terakhir tidak dapat diberi peran lain."))
    return _is_a_place_in_the_office(role, district_code)


def may_deactivate(by: By, person: User) -> Verdict:
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if is_last_administrator(person):
        return Verdict(False, _("Administrator terakhir tidak dapat dinonaktifkan."))
    return _is_active(person)


def may_reactivate(by: By, person: User) -> Verdict:
    verdict = may_manage_people(by)
    if verdict and person.is_active:
        return Verdict(False, _("Akun ini sudah aktif."))
    return verdict


def may_reset_second_factor(by: By, person: User, *, enrolled: bool) -> Verdict:
    """`enrolled`: whether the person has a second factor now."""
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if isinstance(by, User) and by.pk == person.pk:
        return Verdict(False, _("Faktor kedua sendiri hanya dapat direset oleh administrator lain."))
    if not enrolled:
        return Verdict(False, _("%(name)s belum memasang faktor kedua.") % {"name": person.name})
    return ALLOWED


def may_name_office(by: By, name: str, *, but: Office | None = None) -> Verdict:
    """`but`: the office that is being renamed, which may keep its own name in other capitals."""
    verdict = may_manage_people(by)
    if not verdict:
        return verdict
    if not name:
        return Verdict(False, _("Nama kantor harus diisi."))
    others = Office.objects.filter(name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        return Verdict(False, _("Sudah ada kantor bernama %(name)s.") % {"name": name})
    return ALLOWED


def has_accepted(person: User) -> bool:
    """Whether the person has a password; an invited one has none until the invitation is accepted."""
    return person.has_usable_password()


def is_last_administrator(person: User) -> bool:
    """Whether nobody else who can sign in would be left to administer."""
    if person.role != Role.ADMINISTRATOR or not person.is_active or not has_accepted(person):
        return False
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    return not others.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def _is_active(person: User) -> Verdict:
    return ALLOWED if person.is_active else Verdict(False, _("Akun ini sudah tidak aktif."))


def _is_a_place_in_the_office(role: str, district_code: str) -> Verdict:
    if role not in Role.values or role == Role.PUBLIC:
        return Verdict(False, _("Peran %(role)s tidak dapat diberikan.") % {"role": role})
    if district_code and not DISTRICT_CODE.fullmatch(district_code):
        return Verdict(False, _("%(code)s bukan kode kecamatan.") % {"code": district_code})
    return ALLOWED
