"""Accounts, offices, invitations, and the keys under which personal numbers are sealed."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is in the work of a regency; a person has one role."""

    ADMINISTRATOR = "administrator", _("Administrator")
    REGENT = "regent", _("Bupati")
    HEAD = "head", _("Kepala dinas")
    OFFICER = "officer", _("Petugas")
    COMMITTEE = "committee", _("Anggota panitia")
    FIELD_OFFICER = "field_officer", _("Petugas lapangan")
    LAB_TECHNICIAN = "lab_technician", _("Teknisi lab")
    WORKSHOP_OPERATOR = "workshop_operator", _("Operator bengkel")
    TREASURER = "treasurer", _("Bendahara")
    AUDITOR = "auditor", _("Auditor")
    OWNER = "owner", _("Pelaku usaha")
    BUYER = "buyer", _("Pembeli")
    PUBLIC = "public", _("Masyarakat")


# Those who administer, approve or hold money sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.REGENT, Role.HEAD, Role.COMMITTEE, Role.TREASURER})
STAFF_ROLES = frozenset(Role) - {Role.OWNER, Role.BUYER, Role.PUBLIC}


class Office(models.Model):
    """An office of the regency (dinas, UPT, kecamatan) that people belong to and lists come from."""

    name = models.CharField(max_length=200, unique=True)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One account: one person, one role, one office, perhaps one district."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    district_code = models.CharField(max_length=13, blank=True)  # Kemendagri code, as in places
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name

    @property
    def needs_second_factor(self) -> bool:
        return self.role in SECOND_FACTOR_ROLES

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class SubjectKey(models.Model):
    """The key of one data subject (or one sealed file), itself sealed under the installation's key.

    Destroying it makes everything sealed under it unreadable for good (UU 27/2022, right of erasure),
    while rows and the audit chain, which hold only ciphertext, stay as they are.
    """

    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)
