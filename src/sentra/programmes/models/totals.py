"""Figures that were published about a programme, with the parts they are said to consist of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.programmes.models.planning import Programme


class Counted(models.TextChoices):
    """What a published figure counts."""

    PIECES = "pieces", _("Banyaknya")
    IDR = "idr", _("Rupiah")


class PublishedTotal(models.Model):
    """A total as it was stated, whether or not its parts add up to it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="totals")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300)  # where it was read
    counted = models.CharField(max_length=6, choices=Counted.choices, default=Counted.PIECES)
    stated = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("programme", "title"), name="published_total_once"),)

    def __str__(self) -> str:
        return self.title


class PublishedPart(models.Model):
    """One part of such a total, in the order of the source."""

    total = models.ForeignKey(PublishedTotal, models.CASCADE, related_name="parts")
    label = models.CharField(max_length=200)
    amount = models.PositiveBigIntegerField()
