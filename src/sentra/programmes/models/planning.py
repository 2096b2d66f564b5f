"""Programmes, the money behind them, and the rounds in which it is given."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sentra.base.people.models import SubjectKey
from sentra.base.values import Rupiah
from sentra.programmes.catalogue.instruments import INSTRUMENTS


class FundSource(models.Model):
    """Where money comes from: the regency's or the province's budget, DAK, APBN, DBHCHT, others."""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


class Programme(models.Model):
    """A purpose of one fiscal year; its legal instrument drives which papers are required."""

    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    instrument = models.CharField(max_length=20, choices=[(one.key, one.label) for one in INSTRUMENTS])
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.title} {self.year}"


class Fund(models.Model):
    """Money for a programme up to a ceiling. `scope`: branches and districts it may go to; empty: all."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="funds")
    source = models.ForeignKey(FundSource, models.PROTECT, related_name="+")
    ceiling_idr = Rupiah()
    budget_line = models.CharField(max_length=100, blank=True)  # as in the DPA
    scope = models.JSONField(default=dict)  # {"branches": [...], "districts": [...]}

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(ceiling_idr__gt=0), name="fund_ceiling_positive"),
        )

    def __str__(self) -> str:
        return str(self.source)


class RoundState(models.TextChoices):
    DRAFT = "draft", _("Disiapkan")
    OPEN = "open", _("Menerima usulan")
    CHECKING = "checking", _("Pemeriksaan")  # no more proposals; papers and visits go on
    FROZEN = "frozen", _("Dibekukan")
    PLANNED = "planned", _("Rencana ada")
    DECREED = "decreed", _("Ditetapkan")
    DELIVERING = "delivering", _("Penyerahan")
    MONITORING = "monitoring", _("Pemantauan")
    CLOSED = "closed", _("Selesai")
    CANCELLED = "cancelled", pgettext_lazy("putaran", "Dibatalkan")


class Round(models.Model):
    """A call: what may be asked for, by whom, until when, and how it will be decided."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rounds")
    title = models.CharField(max_length=200)
    code = models.SlugField(max_length=20, unique=True)  # stands in registration numbers
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    eligibility = models.JSONField(default=list)  # keys of the catalogue
    weights = models.JSONField(default=dict)  # criterion -> weight, within the catalogue's bounds
    goals = models.JSONField(default=list)  # lexicographic; keys the engine knows
    repeat_months = models.PositiveSmallIntegerField(default=24)  # no second aid within
    # The lottery: what was committed to, and what decided it.
    lottery_source = models.CharField(max_length=200, blank=True)  # of the later public value
    lottery_on = models.DateField(null=True)  # the day it becomes public
    lottery_value = models.CharField(max_length=200, blank=True)
    lottery_key = models.ForeignKey(SubjectKey, models.PROTECT, null=True, related_name="+")
    lottery_secret = models.BinaryField(null=True)  # sealed until the plan is published
    commitment = models.CharField(max_length=64, blank=True)
    frozen = models.JSONField(default=dict)  # the applicants, scores and rules that were committed to
    frozen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("putaran bantuan")

    def __str__(self) -> str:
        return self.title


class QuotaKind(models.TextChoices):
    FLOOR = "floor", _("Paling sedikit")
    CAP = "cap", _("Paling banyak")
    SHARE = "share", _("Bagian paling sedikit (persen)")


class Quota(models.Model):
    """A floor, a cap or a share of the awards of a round, for a place, a branch or women owners."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="quotas")
    kind = models.CharField(max_length=5, choices=QuotaKind.choices)
    dimension = models.CharField(max_length=8)  # district, village, branch, women
    value = models.CharField(max_length=20, blank=True)
    amount = models.PositiveIntegerField()  # awards, or percent for a share
    source = models.CharField(max_length=300)  # who decided it, where

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "kind", "dimension", "value"), name="quota_once"),
        )


class ToolKind(models.Model):
    """A kind of tool that may be given; kind and quantity are two things."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="kinds")
    name = models.CharField(max_length=200)
    specification = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=20, default="unit")
    price_idr = Rupiah()  # budget value of one unit
    stock = models.PositiveIntegerField(null=True)  # at most so many in the round; null: no limit
    serial_asked = models.BooleanField(default=False)  # a machine with a number plate: no handover without it

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(price_idr__gt=0), name="kind_price_positive"),
            models.UniqueConstraint(fields=("round", "name", "specification"), name="kind_once"),
        )

    def __str__(self) -> str:
        return self.name


class Package(models.Model):
    """What one recipient gets: kinds with quantities."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="packages")
    title = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "title"), name="package_once"),)

    def __str__(self) -> str:
        return self.title


class PackageLine(models.Model):
    package = models.ForeignKey(Package, models.CASCADE, related_name="lines")
    kind = models.ForeignKey(ToolKind, models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="line_quantity_positive"),
            models.UniqueConstraint(fields=("package", "kind"), name="line_once"),
        )
