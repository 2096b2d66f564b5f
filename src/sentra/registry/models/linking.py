"""What is stored of linkage: evidence, what people decided, and every change of who is who."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.registry.models.records import Batch, Business, SourceRecord


class LikenessState(models.TextChoices):
    SURE = "sure", _("Pasti sama")
    OPEN = "open", _("Perlu ditinjau")
    SAME = "same", _("Sama, kata petugas")
    DIFFERENT = "different", _("Berbeda, kata petugas")
    KEPT = "kept", _("Tetap berbeda, kata petugas dahulu")
    LAPSED = "lapsed", _("Tidak ditanyakan lagi")


class Likeness(models.Model):
    """Two records that may describe one business, with the evidence as a model weighed it.

    `parts` is a list of [comparison, level, bits, of which due to rarity]; prior + bits = weight.
    `mark` is what a decision on a pair that says the same has; of a SURE one it says that such a decision
    bound it, of a KEPT one always. No number of a person stands in it.
    """

    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    batch = models.ForeignKey(Batch, models.CASCADE, null=True, related_name="+")
    group = models.CharField(max_length=40)  # records that hang together are asked about together
    weight = models.FloatField()
    prior = models.FloatField()
    parts = models.JSONField()
    features = models.JSONField(default=list)  # what an answer about the pair teaches: likenesses, no values
    model = models.CharField(max_length=40)
    veto = models.CharField(max_length=40, blank=True)  # the rule that kept a heavy pair apart
    priority = models.FloatField(default=0)  # uncertainty times the rank of the source
    state = models.CharField(max_length=10, choices=LikenessState.choices)
    mark = models.CharField(max_length=32, blank=True, default="", db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "other"), name="likeness_once"),)
        indexes = (models.Index(fields=("state", "-priority", "group", "id"), name="likeness_queue"),)


class Decision(models.Model):
    """A person's word on two records. It binds until it is withdrawn or what the records say changes:
    `mark` is a keyed digest of what both said."""

    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    other = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32, db_index=True)
    same = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)


class SecondReading(models.Model):
    """Another officer's answer to a question that was answered, given without seeing the first answer.

    It measures how well people agree and changes nothing by itself. Where the two differ, `settled_at` says
    when a person looked at both and let the first answer stand; else the decision is withdrawn.
    """

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="second_reading")
    pair = models.ForeignKey(Likeness, models.CASCADE, related_name="+")
    same = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class LinkEventKind(models.TextChoices):
    CREATE = "create", _("Dicatat sebagai usaha baru")
    ATTACH = "attach", _("Ditautkan ke usaha yang ada")
    DETACH = "detach", _("Dilepas menjadi usaha sendiri")
    MERGE = "merge", _("Dua usaha digabung")


class LinkEvent(models.Model):
    """A change of who is who, made outside an import. `moves` holds [record, from business, to business];
    `before` what an undo needs to restore both sides exactly."""

    kind = models.CharField(max_length=8, choices=LinkEventKind.choices)
    business = models.ForeignKey(Business, models.CASCADE, related_name="+")
    other = models.ForeignKey(Business, models.CASCADE, null=True, related_name="+")
    moves = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, related_name="events")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class LinkModel(models.Model):
    """A version of the weights by which records are compared; the newest one counts."""

    version = models.CharField(max_length=40, unique=True)
    weights = models.JSONField()
    learned = models.JSONField(null=True)  # what people's answers taught, if they did
    labels = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
