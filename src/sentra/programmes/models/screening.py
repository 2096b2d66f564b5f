"""What applicants are held against: lists of other offices, and who sits on the committee."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.programmes.models.planning import Round
from sentra.programmes.models.proposing import Proposal


class OutsideKind(models.TextChoices):
    CIVIL_SERVANTS = "civil_servants", _("ASN, TNI, Polri")
    DECEASED = "deceased", _("Meninggal")
    BORROWERS = "borrowers", _("Peminjam bank")
    RECIPIENTS = "recipients", _("Penerima bantuan kantor lain")


class OutsideList(models.Model):
    """A list of another office, as of a day. Numbers are kept as keyed tokens only."""

    kind = models.CharField(max_length=16, choices=OutsideKind.choices)
    title = models.CharField(max_length=200)
    as_of = models.DateField()
    rows = models.PositiveIntegerField()
    unread = models.PositiveIntegerField(default=0)  # rows without a number that could be read
    in_effect = models.BooleanField(default=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class OutsideEntry(models.Model):
    """One number on an outside list; `given_on` and `what` when it is a list of recipients."""

    outside = models.ForeignKey(OutsideList, models.CASCADE, related_name="entries")
    scheme = models.CharField(max_length=16)  # nik, kk, bank_account
    token = models.CharField(max_length=32)
    row = models.PositiveIntegerField()
    given_on = models.DateField(null=True)
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("scheme", "token"), name="outside_token"),)


class Seat(models.Model):
    """A member of the committee of a round, with the numbers they declared, as tokens."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tokens = models.JSONField(default=dict)  # nik, kk, phone, bank, address -> tokens
    declared_at = models.DateTimeField(null=True)  # that the member declared them

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "member"), name="seat_once"),)


class Recusal(models.Model):
    """A member keeps out of a proposal: because something is shared, or by their own word."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="recusals")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="recusals")
    shared = models.CharField(max_length=40, blank=True)  # what both have in common, by scheme
    reason = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seat", "proposal"), name="recusal_once"),)
