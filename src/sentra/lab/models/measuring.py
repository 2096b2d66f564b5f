"""What happened at the bench: sessions, recordings, checks, backgrounds, runs. Nothing of it is edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.people.models import SubjectKey
from sentra.lab.models.instruments import Instrument
from sentra.lab.models.requesting import Specimen, Vehicle


class SessionState(models.TextChoices):
    OPEN = "open", _("Berjalan")
    CLOSED = "closed", _("Selesai")
    VOID = "void", _("Batal")


class Session(models.Model):
    """One stay at the bench: one place, one chain, between two calibrator checks."""

    number = models.CharField(max_length=20, unique=True)  # SESI-2026-0001
    procedure_key = models.CharField(max_length=60)  # of the catalogue; it says the edition
    site = models.CharField(max_length=200)
    surface = models.CharField(max_length=100)
    reflector_m = models.FloatField()  # distance to the nearest large surface
    channel = models.PositiveSmallIntegerField(default=0)  # of a recording: which one is the microphone
    meter = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    calibrator = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    tachometer = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    anemometer = models.ForeignKey(Instrument, models.PROTECT, related_name="+")
    temperature_c = models.FloatField()
    humidity_percent = models.FloatField()
    pressure_hpa = models.FloatField(null=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=SessionState.choices, default=SessionState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.number


class Recording(models.Model):
    """A file as it came from the recorder: sealed, locked by its hash, kept, never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes
    container = models.CharField(max_length=20)
    subtype = models.CharField(max_length=20)
    fs_hz = models.PositiveIntegerField()
    frames = models.PositiveBigIntegerField()
    channels = models.PositiveSmallIntegerField()
    bits = models.PositiveSmallIntegerField()
    lossy = models.BooleanField()
    key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()  # when it was handed in
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name

    @property
    def duration_s(self) -> float:
        return self.frames / self.fs_hz


class Moment(models.TextChoices):
    BEFORE = "before", _("Sebelum")
    SECOND_LEVEL = "second_level", _("Tingkat kedua")
    AFTER = "after", _("Sesudah")


class Check(models.Model):
    """The calibrator's tone through the chain. Of several before the runs the last one counts."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="checks")
    moment = models.CharField(max_length=12, choices=Moment.choices)
    recording = models.OneToOneField(Recording, models.PROTECT, related_name="calibrator_check")
    nominal_db = models.FloatField()
    nominal_hz = models.FloatField()
    sensitivity_pa_per_fs = models.FloatField()
    tone_hz = models.FloatField()
    fluctuation_db = models.FloatField()
    snr_db = models.FloatField()
    u_db = models.FloatField()
    reasons = models.JSONField(default=list)  # a second level that disagrees: the session is of no use
    taken_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("session",), condition=models.Q(moment="after"), name="one_check_after"
            ),
        )


class Background(models.Model):
    """What is heard at the bench while the engine stands still."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="backgrounds")
    recording = models.OneToOneField(Recording, models.PROTECT, related_name="background")
    reading = models.JSONField(default=dict)  # for lists; the recording is what counts
    taken_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class Measurement(models.Model):
    """The runs of one specimen on one vehicle with the microphone at one place."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="measurements")
    specimen = models.ForeignKey(Specimen, models.PROTECT, related_name="measurements")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="measurements")
    target_rpm = models.FloatField()
    distance_m = models.FloatField()
    angle_deg = models.FloatField()
    height_m = models.FloatField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "specimen", "vehicle"), name="measurement_once"),
        )

    def __str__(self) -> str:
        return f"{self.session} {self.specimen}"


class Run(models.Model):
    """One attempt, kept and numbered whether or not it counts; `summary` is for lists."""

    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="runs")
    sequence = models.PositiveSmallIntegerField()
    recording = models.OneToOneField(Recording, models.PROTECT, related_name="run")
    background = models.ForeignKey(Background, models.PROTECT, related_name="runs")
    tachometer_rpm = models.FloatField()
    wind_m_s = models.FloatField()
    value_db = models.FloatField(null=True)  # None: not even a level could be read
    reasons = models.JSONField(default=list)  # why it does not count: [{code, place, facts}]
    summary = models.JSONField(default=dict)
    taken_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    void_at = models.DateTimeField(null=True)
    void_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("measurement", "sequence"), name="run_sequence"),)

    def __str__(self) -> str:
        return f"{self.measurement} {self.sequence}"
