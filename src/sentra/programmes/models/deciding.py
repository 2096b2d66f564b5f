"""Plans that were computed, what the committee changed, and what was awarded."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.base.values import Rupiah
from sentra.programmes.models.planning import Fund, Package, Round
from sentra.programmes.models.proposing import Proposal


class PlanState(models.TextChoices):
    ASKED = "asked", _("Dihitung")
    FOUND = "found", _("Ada")
    IMPOSSIBLE = "impossible", _("Aturan berbenturan")


class Plan(models.Model):
    """One solution of the round's problem, with its certificate. It is checked before it is stored."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.ASKED)
    problem = models.JSONField(default=dict)  # as the engine's canonical form
    solution = models.JSONField(default=dict)  # awards, certificate, prices
    diagnosis = models.JSONField(default=dict)  # clashing rules and the cheapest way out
    changed = models.JSONField(default=dict)  # a what-if: how it differs from the round as frozen
    input_sha256 = models.CharField(max_length=64, blank=True)
    solution_sha256 = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)  # awards follow the plan adopted last
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("round", "number"), name="plan_number"),)

    def __str__(self) -> str:
        return f"{self.round} {self.number}"


class AwardOrigin(models.TextChoices):
    PLAN = "plan", _("Rencana")
    COMMITTEE = "committee", _("Keputusan panitia")
    PROMOTED = "promoted", _("Naik dari daftar tunggu")
    TRANSFER = "transfer", _("Pengalihan")


class AwardState(models.TextChoices):
    PROPOSED = "proposed", _("Diusulkan")
    DECREED = "decreed", _("Ditetapkan")
    AGREED = "agreed", _("Perjanjian ditandatangani")
    DELIVERED = "delivered", _("Diserahkan")
    DECLINED = "declined", _("Mengundurkan diri")
    WITHDRAWN = "withdrawn", _("Dicabut")


class Award(models.Model):
    """What one proposal is given, from which fund, and how far that is."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="awards")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="awards")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="awards")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="awards")
    package = models.ForeignKey(Package, models.PROTECT, related_name="awards")
    value_idr = Rupiah()  # budget value when it was decided
    origin = models.CharField(max_length=10, choices=AwardOrigin.choices)
    state = models.CharField(max_length=10, choices=AwardState.choices, default=AwardState.PROPOSED)
    reason = models.TextField(blank=True)  # of the committee, of the decline
    promised_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bantuan")
        constraints = (
            models.UniqueConstraint(
                fields=("proposal",),
                condition=~models.Q(state__in=("declined", "withdrawn")),
                name="one_award_in_force",
            ),
        )
        indexes = (models.Index(fields=("round", "state", "id"), name="award_round_state"),)

    def __str__(self) -> str:
        return f"{self.proposal} {self.package}"


class Override(models.Model):
    """The committee gives or takes against the plan: the reason, and what it costs in points."""

    before = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    after = models.ForeignKey(Plan, models.PROTECT, related_name="+")  # solved again with this word as a rule
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+")  # null: nothing is given
    package = models.ForeignKey(Package, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    cost_tenths = models.IntegerField()  # points of the plan lost by it, as re-solved
    undone_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
