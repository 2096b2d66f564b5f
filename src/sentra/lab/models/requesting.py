"""Who asks for a measurement, of what, and on which vehicle."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.registry.models import Business


class Purpose(models.TextChoices):
    OWN_CHECK = "own_check", _("Pemeriksaan sendiri")
    COMPARISON = "comparison", _("Perbandingan dengan knalpot asli")
    BUYER = "buyer", _("Permintaan pembeli")
    DEVELOPMENT = "development", _("Pengembangan produk")


class RequestState(models.TextChoices):
    QUEUED = "queued", _("Menunggu")
    RECEIVED = "received", _("Barang diterima")
    MEASURING = "measuring", _("Sedang diukur")
    REPORTED = "reported", _("Laporan terbit")
    CANCELLED = "cancelled", _("Dibatalkan")


class LabRequest(models.Model):
    """A business asks to have something measured; `snapshot` is the business as it was then."""

    number = models.CharField(max_length=20, unique=True)  # LAB-2026-0001
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    wish = models.TextField(blank=True)
    asked_on = models.DateField()
    planned_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.QUEUED)
    reason = models.TextField(blank=True)  # why it was cancelled
    snapshot = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("state", "number"), name="lab_request_state"),)

    def __str__(self) -> str:
        return self.number


class Vehicle(models.Model):
    """What a muffler is measured on. `unit_mark` tells units apart and is no plate number."""

    maker = models.CharField(max_length=60)
    model = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    capacity_cc = models.PositiveSmallIntegerField()
    strokes = models.PositiveSmallIntegerField(default=4)
    cylinders = models.PositiveSmallIntegerField(default=1)
    firing_deg = models.JSONField(default=list)  # crank angles of the firings; empty: evenly spaced
    rated_rpm = models.PositiveIntegerField()  # at its highest power
    rated_rpm_source = models.CharField(max_length=200)
    unit_mark = models.CharField(max_length=20, blank=True)  # last digits of the chassis number
    approval_db = models.FloatField(null=True)  # stationary value registered at type approval
    approval_source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("maker", "model", "year", "unit_mark"), name="vehicle_once"),
        )

    def __str__(self) -> str:
        return f"{self.maker} {self.model} {self.year}"


class SpecimenRole(models.TextChoices):
    ITEM = "item", _("Barang uji")
    ORIGINAL = "original", _("Knalpot asli pabrik kendaraan")


class Killer(models.TextChoices):
    """The insert that makes a muffler quieter (db killer), as the specimen was handed in."""

    FITTED = "fitted", _("Terpasang tetap")
    REMOVABLE_FITTED = "removable_fitted", _("Terpasang, dapat dilepas")
    NONE = "none", _("Tidak ada")


class Specimen(models.Model):
    """One muffler that was handed in, known by the laboratory's number on it."""

    request = models.ForeignKey(LabRequest, models.PROTECT, related_name="specimens")
    serial = models.CharField(max_length=30, unique=True)
    role = models.CharField(max_length=10, choices=SpecimenRole.choices, default=SpecimenRole.ITEM)
    made_by = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=100)
    batch = models.CharField(max_length=60, blank=True)
    fits = models.CharField(max_length=200, blank=True)  # vehicles, in the maker's words
    killer = models.CharField(max_length=16, choices=Killer.choices)
    received_on = models.DateField()
    condition = models.TextField(blank=True)
    returned_on = models.DateField(null=True)
    label_code = models.CharField(max_length=14, unique=True, null=True)  # once a label was issued
    label_revoked_at = models.DateTimeField(null=True)  # its page says so; the code is never given again
    label_revoked_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.serial
