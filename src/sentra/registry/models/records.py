"""Lists and their rows, businesses, and what is shown of them.

A business is an identity. What lists and people say of it are source records, which never change;
a membership says which record describes which business; what is shown is a profile, a version
computed from the records in effect. Undoing anything is choosing another version.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.people.models import Office, SubjectKey
from sentra.base.places.models import Area
from sentra.base.values import Rupiah
from sentra.registry.catalogue.branches import BRANCHES
from sentra.registry.catalogue.sizes import CLASSES

HAND = "tangan"  # key of the source that stands for what people type; it outranks every list


class Source(models.Model):
    """Where lists come from, known again by their header; `rank` decides between differing values."""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    creates = models.BooleanField(default=False)  # a list of other offices waits until it is linked
    rank = models.IntegerField(default=10)
    stakes = models.PositiveSmallIntegerField(default=1)  # what hangs on a mistake: lists of aid weigh most
    mappings = models.JSONField(default=dict)  # header fingerprint -> {header: field}

    def __str__(self) -> str:
        return self.title


class BatchState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    SURVEYED = "surveyed", _("Kolom dikenali")
    STAGED = "staged", _("Siap diperiksa")
    COMMITTED = "committed", _("Tersimpan")
    UNDONE = "undone", _("Dibatalkan")
    REFUSED = "refused", _("Ditolak")
    DISCARDED = "discarded", _("Tidak dipakai")


class Batch(models.Model):
    """One file from one source: an edition. Its rows become visible, or invisible, all at once."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="batches")
    edition = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    file_key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.RECEIVED)
    revision = models.PositiveIntegerField(default=0)  # grows when the columns are chosen anew
    layouts = models.JSONField(default=list)  # one a sheet: header row, columns and what they were taken for
    summary = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("-received_at",), name="batch_received"),)

    def __str__(self) -> str:
        return f"{self.source} · {self.file_name}"

    @property
    def refused_because(self) -> Any:
        """Why, as sentences are stored; `refusal` is the same in Indonesian (all that older batches have)."""
        return self.summary.get("refusal", self.refusal)


class RowVerdict(models.TextChoices):
    CREATE = "create", _("Usaha baru")
    ATTACH = "attach", _("Ditautkan")
    REVIEW = "review", _("Perlu ditinjau")
    UPDATE = "update", _("Perubahan")
    UNCHANGED = "unchanged", _("Tidak berubah")
    HELD = "held", _("Ditahan")
    REJECTED = "rejected", _("Ditolak")


class SourceRecord(models.Model):
    """One row as it came, immutable. Raw cells and personal numbers are sealed under the person's key."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="records")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField(null=True)  # as people see it, from 1
    subject = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    keys = models.JSONField(default=list)  # tokens by which an edition finds its rows again, strongest first
    fingerprint = models.CharField(max_length=32)  # keyed digest of all values: equal means unchanged
    values = models.JSONField(default=dict)
    sealed = models.BinaryField()  # personal numbers, JSON
    cells = models.BinaryField()  # raw cells, JSON list
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)  # against what was known: field, old, new, whether it yields
    verdict = models.CharField(max_length=10, choices=RowVerdict.choices)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("batch", "verdict", "id"), name="record_batch_verdict"),
            models.Index(fields=("source", "id"), name="record_source"),
        )


class Business(models.Model):
    """An identity. `canonical` is itself until it is merged into another; queries read through it."""

    canonical = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Usaha {self.pk}"


class Membership(models.Model):
    """Which record describes which business, and whether it counts."""

    record = models.OneToOneField(SourceRecord, models.CASCADE, related_name="membership")
    business = models.ForeignKey(Business, models.CASCADE, related_name="memberships")
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="memberships")
    in_effect = models.BooleanField(default=False)


class Status(models.TextChoices):
    ACTIVE = "active", _("Aktif")
    IDLE = "idle", _("Tidak berproduksi")
    CLOSED = "closed", _("Tutup")
    UNVERIFIED = "unverified", _("Perlu verifikasi")


class Profile(models.Model):
    """One version of what is shown of a business; exactly one is current.

    `shown` holds the composed values; it is null while they are exactly those of `record`.
    `origin` names the record of each value that came from another than `record`.
    """

    business = models.ForeignKey(Business, models.CASCADE, related_name="profiles")
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="+")
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    current = models.BooleanField(default=False)
    since = models.DateTimeField()
    shown = models.JSONField(null=True)
    origin = models.JSONField(default=dict)

    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200)
    owner_name = models.CharField(max_length=200, blank=True)
    district = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    village = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    branch = models.CharField(max_length=20, choices=[(b.key, b.label) for b in BRANCHES])
    status = models.CharField(max_length=12, choices=Status.choices)
    size = models.CharField(max_length=8, choices=CLASSES)  # Permenperin 64/2016
    size_msme = models.CharField(max_length=8, choices=CLASSES)  # PP 7/2021
    size_statistics = models.CharField(max_length=8, choices=CLASSES)  # BPS
    nib = models.CharField(max_length=13, blank=True)
    workers = models.IntegerField(null=True)
    turnover_idr = Rupiah(null=True)
    investment_idr = Rupiah(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    search_text = models.TextField()

    class Meta:
        # PostgreSQL has these without `current`, so that marking a version writes no index, and holds the
        # constraint by a table of its own (migration 0005): whoever changes one changes it there, too.
        constraints = (
            models.UniqueConstraint(
                fields=("business",), condition=models.Q(current=True), name="one_current_profile"
            ),
        )
        indexes = (
            models.Index(fields=("sort_name", "id"), condition=models.Q(current=True), name="list_name"),
            models.Index(
                fields=("district", "sort_name", "id"), condition=models.Q(current=True), name="list_district"
            ),
            models.Index(
                fields=("village", "sort_name", "id"), condition=models.Q(current=True), name="list_village"
            ),
            models.Index(
                fields=("branch", "sort_name", "id"), condition=models.Q(current=True), name="list_branch"
            ),
            models.Index(
                fields=("size", "sort_name", "id"), condition=models.Q(current=True), name="list_size"
            ),
            models.Index(
                fields=("status", "sort_name", "id"), condition=models.Q(current=True), name="list_status"
            ),
            models.Index(
                fields=("size_msme", "sort_name", "id"),
                condition=models.Q(current=True),
                name="list_size_msme",
            ),
            models.Index(
                fields=("size_statistics", "sort_name", "id"),
                condition=models.Q(current=True),
                name="list_size_statistics",
            ),
        )

    @property
    def values(self) -> dict[str, Any]:
        """Every shown value by field key; personal numbers are not among them."""
        values: dict[str, Any] = self.record.values if self.shown is None else self.shown
        return values

    @property
    def sources(self) -> dict[str, int]:
        """The record each shown value came from, by field key."""
        return {key: self.origin.get(key, self.record_id) for key in self.values}


class RegisterState(models.Model):
    """Grows by one with every change of the register, so that counts can be remembered until then."""

    version = models.BigIntegerField(default=0)
