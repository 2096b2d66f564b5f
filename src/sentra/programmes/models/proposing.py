"""Proposals, their papers, and the visits to those who propose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.documents.models import Attachment, Document
from sentra.programmes.catalogue.papers import CHOICES
from sentra.programmes.models.planning import Package, Round
from sentra.registry.models import Business, BusinessGroup


class Channel(models.TextChoices):
    BUSINESS = "business", _("Usaha sendiri")
    GROUP = "group", _("Kelompok")
    FORUM = "forum", _("Musrenbang")
    VISIT = "visit", _("Kunjungan lapangan")


class ProposalState(models.TextChoices):
    RECEIVED = "received", _("Diterima")
    INCOMPLETE = "incomplete", _("Berkas kurang")
    CHECKED = "checked", _("Berkas lengkap")
    VISITED = "visited", _("Sudah dikunjungi")
    REFUSED = "refused", _("Ditolak")
    WITHDRAWN = "withdrawn", _("Ditarik")
    FROZEN = "frozen", _("Ikut diputus")
    AWARDED = "awarded", _("Terpilih")
    WAITING = "waiting", _("Daftar tunggu")
    UNSUCCESSFUL = "unsuccessful", _("Tidak terpilih")
    DECLINED = "declined", _("Mengundurkan diri")


class Proposal(models.Model):
    """One business asks for one package. A group's letter makes one proposal for each of its members."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposals")
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    group = models.ForeignKey(BusinessGroup, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    number = models.CharField(max_length=40, unique=True)  # the registration number, in the lottery too
    receipt_code = models.CharField(max_length=14, unique=True)  # "where is my proposal?", without an account
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.RECEIVED)
    reason = models.TextField(blank=True)  # of the last refusal, withdrawal or decline
    need = models.TextField(blank=True)
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tokens = models.JSONField(default=dict)  # nik, kk, phone, bank, address, group -> keyed tokens
    snapshot = models.JSONField(default=dict)  # the business as decided upon
    score_tenths = models.PositiveIntegerField(null=True)
    score_parts = models.JSONField(default=list)  # criterion, points, weight

    class Meta:
        verbose_name = _("usulan bantuan")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "business"),
                condition=~models.Q(state="withdrawn"),
                name="one_proposal_a_round",
            ),
        )
        indexes = (models.Index(fields=("round", "state", "number"), name="proposal_round_state"),)

    def __str__(self) -> str:
        return self.number


class Wish(models.Model):
    """A package that is asked for, the most wanted first."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="wishes")
    package = models.ForeignKey(Package, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "package"), name="wish_once"),)


class Paper(models.Model):
    """A paper of a round, a proposal or an award: the date it bears, and the moment it was recorded."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="papers")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="papers")
    kind = models.CharField(max_length=20, choices=CHOICES)
    number = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")  # issued here
    file = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")  # brought by others
    note = models.CharField(max_length=300, blank=True)
    void = models.BooleanField(default=False)  # replaced or withdrawn; stays readable

    class Meta:
        indexes = (models.Index(fields=("round", "kind", "dated_on"), name="paper_round_kind"),)


class Visit(models.Model):
    """What was seen at the workshop of the one who proposes (not only at the group leader's)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="visits")
    visited_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    checklist = models.JSONField(default=dict)  # question of the catalogue -> answer
    fit = models.BooleanField()
    note = models.TextField(blank=True)
    photo = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    form_key = models.CharField(max_length=36, unique=True)  # a form sent twice is one visit

    def __str__(self) -> str:
        return f"{self.proposal} {self.visited_on}"


class Waiver(models.Model):
    """A finding that a person looked into and let pass, with the reason."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="waivers")
    finding = models.CharField(max_length=60)  # kind and what it is about
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("proposal", "finding"), name="waiver_once"),)
