"""What became of it: inspections after three, six and twelve months, and what moved on to somebody else."""

from django.conf import settings
from django.db import models

from sentra.base.documents.models import Attachment, Document
from sentra.programmes.models.deciding import Award
from sentra.programmes.models.delivering import Condition, Item
from sentra.programmes.models.planning import Round


class Sample(models.Model):
    """How many recipients are looked at so many months after the handover, and the seed that drew them."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="samples")
    months = models.PositiveSmallIntegerField()
    confidence = models.PositiveSmallIntegerField()  # percent
    margin = models.PositiveSmallIntegerField()  # percent points to either side
    population = models.PositiveIntegerField()  # awards it was drawn from
    seed = models.CharField(max_length=64)  # hexadecimal; with it anybody draws the same ones again
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "months"), name="sample_once"),)


class Inspection(models.Model):
    """One award in the sample of one date; done when `seen_on` is set."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="inspections")
    months = models.PositiveSmallIntegerField()  # after the handover: 3, 6, 12
    due_on = models.DateField()
    seen_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    form_key = models.CharField(max_length=36, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+"
    )  # the sheet, as printed

    class Meta:
        constraints = (models.UniqueConstraint(fields=("award", "months"), name="inspection_once"),)


class ItemCheck(models.Model):
    """The state of one item at one inspection."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="checks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="checks")
    condition = models.CharField(max_length=8, choices=Condition.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("inspection", "item"), name="item_check_once"),)


class Transfer(models.Model):
    """An idle item goes from one award to another, by a deed."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="transfers")
    giver = models.ForeignKey(Award, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Award, models.PROTECT, related_name="+")
    moved_on = models.DateField()
    reason = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
