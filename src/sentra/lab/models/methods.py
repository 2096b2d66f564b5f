"""Limits that are no statute: of a local rule, a buyer, a standard to come. Statutory ones are catalogue."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.documents.models import Attachment


class LimitKind(models.TextChoices):
    LOCAL_RULE = "local_rule", _("Peraturan daerah")
    BUYER = "buyer", _("Syarat pembeli")
    STANDARD = "standard", _("Standar")


class Quantity(models.TextChoices):
    """What is measured; the names are the engine's."""

    STATIONARY = "L_stationary", _("Bising statis")
    URBAN = "L_urban", _("L urban (kendaraan melintas)")
    WOT = "L_wot", _("L wot (kendaraan melintas, gas penuh)")
    PASS_BY = "L_pass_by", _("Bising kendaraan melintas")


class Limit(models.Model):
    """A value with its method, its document and its days; it judges once another person has compared it."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=LimitKind.choices)
    quantity = models.CharField(max_length=12, choices=Quantity.choices)
    value_db = models.FloatField()
    procedure_key = models.CharField(max_length=60)  # of the catalogue
    source = models.TextField()
    document = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
