"""What is known, in rows of its own so that other rooms can point at it. Each stands on a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.people.models import SubjectKey
from sentra.base.places.models import Area
from sentra.base.values import Rupiah
from sentra.registry.catalogue.branches import BRANCHES
from sentra.registry.catalogue.processes import PROCESSES
from sentra.registry.models.records import Business, SourceRecord, Status


class Household(models.Model):
    """People of one family card (KK), known by its token only."""

    token = models.CharField(max_length=32, unique=True)


class Person(models.Model):
    """An owner: one person may own several businesses. Personal numbers are identifiers, sealed."""

    subject = models.OneToOneField(SubjectKey, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, blank=True)
    household = models.ForeignKey(Household, models.SET_NULL, null=True, related_name="people")

    def __str__(self) -> str:
        return self.name


class Fact(models.Model):
    """Something a record says of a business; it counts while the record's membership is in effect."""

    business = models.ForeignKey(Business, models.CASCADE, related_name="+")
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Ownership(Fact):
    person = models.ForeignKey(Person, models.CASCADE, related_name="ownerships")


class Scheme(models.TextChoices):
    NIB = "nib", "NIB"
    NPWP = "npwp", "NPWP"
    NIK = "nik", "NIK"
    KK = "kk", "KK"
    PHONE = "phone", _("Telepon")
    SIINAS = "siinas", "SIINas"
    BANK = "bank_account", _("Rekening")
    REGISTRATION = "registration_no", _("Nomor registrasi")


class Identifier(Fact):
    """A number by scheme. Personal ones hold a token and ciphertext; the others stand in clear."""

    scheme = models.CharField(max_length=16, choices=Scheme.choices)
    token = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    clear = models.CharField(max_length=64, blank=True)
    subject = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("scheme", "token"), name="identifier_token"),)


class Site(Fact):
    address = models.CharField(max_length=300, blank=True)
    hamlet = models.CharField(max_length=100, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    village = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)


class BusinessGroup(models.Model):
    """A joint business group (KUB)."""

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class GroupMembership(Fact):
    group = models.ForeignKey(BusinessGroup, models.CASCADE, related_name="members")


class Cluster(models.Model):
    """A sentra: businesses of one product in one place."""

    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class ClusterMembership(Fact):
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="members")


class ProductLine(Fact):
    text = models.CharField(max_length=300)
    branch = models.CharField(max_length=20, choices=[(b.key, b.label) for b in BRANCHES])


class IndustryCode(models.Model):
    """A code of KBLI in one version; versions stand side by side, none replaces another."""

    version = models.CharField(max_length=10)
    code = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "code"), name="industry_code_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class IndustryCrosswalk(models.Model):
    """Which code of one version corresponds to which of another (many to many, as published)."""

    code = models.ForeignKey(IndustryCode, models.CASCADE, related_name="leads_to")
    becomes = models.ForeignKey(IndustryCode, models.CASCADE, related_name="comes_from")
    source = models.CharField(max_length=300)


class Classification(Fact):
    version = models.CharField(max_length=10, default="2020")
    code = models.CharField(max_length=5)


class Capability(Fact):
    """A process step the business can do."""

    process = models.CharField(max_length=20, choices=[(p.key, p.label) for p in PROCESSES])
    note = models.CharField(max_length=200, blank=True)


class EquipmentState(models.TextChoices):
    WORKING = "working", _("Dipakai")
    IDLE = "idle", _("Menganggur")
    BROKEN = "broken", _("Rusak")
    GONE = "gone", _("Tidak ada lagi")
    UNKNOWN = "unknown", _("Belum diketahui")


class Equipment(Fact):
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    serial = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=EquipmentState.choices, default=EquipmentState.UNKNOWN)


class Observation(Fact):
    """What was reported for one year, with its source (the record) and the day it was observed."""

    year = models.PositiveSmallIntegerField()
    observed_on = models.DateField(null=True)
    workers_male = models.IntegerField(null=True)
    workers_female = models.IntegerField(null=True)
    workers = models.IntegerField(null=True)
    investment_idr = Rupiah(null=True)
    turnover_idr = Rupiah(null=True)
    production_value_idr = Rupiah(null=True)
    export_value_idr = Rupiah(null=True)
    capacity = models.CharField(max_length=100, blank=True)


class StatusChange(Fact):
    status = models.CharField(max_length=12, choices=Status.choices)
    since = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
