"""What is measured with, and what says that it measures rightly."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.documents.models import Attachment


class InstrumentKind(models.TextChoices):
    METER = "meter", _("Rantai ukur (mikrofon dan perekam)")
    CALIBRATOR = "calibrator", _("Kalibrator akustik")
    TACHOMETER = "tachometer", _("Takometer")
    ANEMOMETER = "anemometer", _("Anemometer")


class Instrument(models.Model):
    """One instrument of the laboratory; a meter is the whole chain from microphone to recorder."""

    kind = models.CharField(max_length=10, choices=InstrumentKind.choices)
    maker = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    serial = models.CharField(max_length=60)
    accuracy = models.CharField(max_length=1, blank=True)  # class 1 or 2 by its standard; "": none stated
    nominal_db = models.FloatField(null=True)  # of a calibrator
    nominal_hz = models.FloatField(null=True)  # of a calibrator
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "serial"), name="instrument_serial"),)

    def __str__(self) -> str:
        return f"{self.maker} {self.model} {self.serial}"


class Certificate(models.Model):
    """A calibration certificate: from when until when its instrument may be relied on."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=100)
    issuer = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()
    u_db = models.FloatField(null=True)  # standard uncertainty of a calibrator's level
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("instrument", "number"), name="certificate_once"),)

    def __str__(self) -> str:
        return self.number


class Accreditation(models.Model):
    """That the laboratory is accredited, and for what. Without one in force no paper says or shows so."""

    number = models.CharField(max_length=100)
    scope = models.TextField()
    body = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField()
    scan = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number
