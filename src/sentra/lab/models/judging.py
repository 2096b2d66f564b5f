"""What follows from the runs: results, comparisons, judgements, results of others, reports."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.documents.models import Attachment, Document
from sentra.lab.models.measuring import Measurement
from sentra.lab.models.methods import Quantity
from sentra.lab.models.requesting import LabRequest, Specimen


class Result(models.Model):
    """What a series says, as computed once from its recordings. Computing again adds a row.

    `shares` is the budget [{name, u_db, share}], `series` the runs [{run, sequence, counted, reading_db,
    reasons}], `bands` the mean third octaves of those that count {centre_hz, level_db}.
    """

    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="results")
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    engine_version = models.CharField(max_length=120)
    valid = models.BooleanField()
    value_db = models.FloatField(null=True)  # as the procedure rounds
    exact_db = models.FloatField(null=True)
    spread_db = models.FloatField(null=True)
    drift_db = models.FloatField(null=True)
    margin_db = models.FloatField(null=True)  # the smallest to the background among those that count
    uc_db = models.FloatField(null=True)
    dof = models.FloatField(null=True)  # None: without end
    k = models.FloatField(null=True)
    U_db = models.FloatField(null=True)
    shares = models.JSONField(default=list)
    series = models.JSONField(default=list)
    bands = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    basis = models.JSONField(default=dict)  # what the budget stands on: slope, filters, weightings
    differs = models.BooleanField(default=False)  # from the one before it
    current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("measurement",), condition=models.Q(current=True), name="one_current_result"
            ),
        )


class Comparison(models.Model):
    """The item against the vehicle's original muffler; positive when the item is quieter."""

    item = models.ForeignKey(Result, models.PROTECT, related_name="comparisons")
    original = models.ForeignKey(Result, models.PROTECT, related_name="+")
    delta_db = models.FloatField()
    uc_db = models.FloatField()
    k = models.FloatField()
    U_db = models.FloatField()
    shares = models.JSONField(default=list)
    bands = models.JSONField(default=dict)  # {centre_hz, delta_db, u_db}; null where the background hides
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class LimitOrigin(models.TextChoices):
    CATALOGUE = "catalogue", _("Katalog")
    ROW = "row", _("Dicatat")


class Outcome(models.TextChoices):
    """The engine's words."""

    PASS = "pass", _("Memenuhi")
    COND_PASS = "cond_pass", _("Memenuhi bersyarat")
    COND_FAIL = "cond_fail", _("Tidak memenuhi bersyarat")
    FAIL = "fail", _("Tidak memenuhi")
    NO_LIMIT = "no_limit", _("Tanpa batas")
    NOT_EVALUATED = "not_evaluated", _("Tidak dinilai")


class Judgement(models.Model):
    """One result against one limit by a stated rule; or why it is not judged."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="judgements")
    limit_origin = models.CharField(max_length=10, choices=LimitOrigin.choices, blank=True)
    limit_key = models.CharField(max_length=60, blank=True)
    limit_db = models.FloatField(null=True)
    rule = models.CharField(max_length=12)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    p_conform = models.FloatField(null=True)
    acceptance_db = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class ExternalResult(models.Model):
    """What another laboratory found, as its report says; told as theirs."""

    specimen = models.ForeignKey(Specimen, models.PROTECT, related_name="external_results")
    laboratory = models.CharField(max_length=200)
    accreditation = models.CharField(max_length=100, blank=True)
    report_number = models.CharField(max_length=100)
    dated_on = models.DateField()
    quantity = models.CharField(max_length=12, choices=Quantity.choices)
    procedure = models.CharField(max_length=200)  # in their words
    value_db = models.FloatField()
    U_db = models.FloatField(null=True)
    k = models.FloatField(null=True)
    document = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("specimen", "laboratory", "report_number", "quantity"), name="external_once"
            ),
        )


class ReportState(models.TextChoices):
    DRAFT = "draft", _("Konsep")
    ISSUED = "issued", _("Terbit")
    REPLACED = "replaced", _("Diganti")
    WITHDRAWN = "withdrawn", _("Dicabut")


class Report(models.Model):
    """What the laboratory says on paper. Once issued it is only replaced or withdrawn."""

    request = models.ForeignKey(LabRequest, models.PROTECT, related_name="reports")
    results = models.ManyToManyField(Result, related_name="reports")
    comparison = models.ForeignKey(Comparison, models.PROTECT, null=True, related_name="reports")
    judgement = models.ForeignKey(Judgement, models.PROTECT, null=True, related_name="reports")
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    note = models.TextField(blank=True)  # deviations from the method
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.TextField(blank=True)  # of the replacement or the withdrawal
