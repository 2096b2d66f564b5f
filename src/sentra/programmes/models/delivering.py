"""Goods: bought, arrived, handed over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.documents.models import Attachment, Document
from sentra.base.values import Rupiah
from sentra.programmes.models.deciding import Award
from sentra.programmes.models.planning import Fund, Round, ToolKind


class Purchase(models.Model):
    """A contract with a supplier, paid from one fund."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="purchases")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="purchases")
    supplier = models.CharField(max_length=200)
    number = models.CharField(max_length=100)
    bought_on = models.DateField()
    invoice_idr = Rupiah()  # the total as the invoice says it, whether or not its lines add up to it
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="purchase_once"),)

    def __str__(self) -> str:
        return self.number


class Condition(models.TextChoices):
    UNKNOWN = "unknown", _("Belum dilihat")
    WORKING = "working", _("Dipakai")
    IDLE = "idle", _("Menganggur")
    BROKEN = "broken", _("Rusak")
    MISSING = "missing", _("Tidak ada di tempat")


class Handover(models.Model):
    """The goods of one award, put into the recipient's hands, with photo and drawn signature."""

    award = models.OneToOneField(Award, models.PROTECT, related_name="handover")
    handed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200)  # who signed
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    signature = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # the BAST
    form_key = models.CharField(max_length=36, unique=True)  # a form sent twice is one handover

    def __str__(self) -> str:
        return str(self.award)


class Item(models.Model):
    """One bought line for one recipient: a kind, how many, the invoice value, the serial, where it is now."""

    purchase = models.ForeignKey(Purchase, models.CASCADE, related_name="items")
    kind = models.ForeignKey(ToolKind, models.PROTECT, related_name="items")
    award = models.ForeignKey(Award, models.PROTECT, null=True, related_name="items")  # for whom; null: spare
    quantity = models.PositiveIntegerField()
    price_idr = Rupiah()  # invoice value of one unit
    serial = models.CharField(max_length=100, blank=True)
    arrived_on = models.DateField(null=True)
    handover = models.ForeignKey(Handover, models.PROTECT, null=True, related_name="items")
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    condition = models.CharField(max_length=8, choices=Condition.choices, default=Condition.UNKNOWN)
    kept_reason = models.TextField(blank=True)  # why an idle one stays where it is; until it is seen again

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="item_quantity_positive"),
            models.CheckConstraint(condition=models.Q(price_idr__gt=0), name="item_price_positive"),
        )
        indexes = (models.Index(fields=("award",), name="item_award"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}".strip()
