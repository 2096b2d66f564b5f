"""What waits of the rounds of aid: of each the most pressing step, for those who take it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.programmes.queries.rounds import pressing_steps
from sentra.programmes.rules.roles import may_decide, may_prepare
from sentra.registry.rules import By
from sentra.web.tasks import Task

DECISION = "decision"


def waiting(by: By, *, on: date) -> list[Task]:
    """Who prepares sees every round, who only decides those that wait for a decision."""
    prepares = bool(may_prepare(by))
    if not prepares and not may_decide(by):
        return []
    return [
        Task(step.tone, "hand-helping", step.title, round_.title, _("Lihat"), _board(round_.pk))
        for round_, step in pressing_steps(by, on=on)
        if prepares or step.key == DECISION
    ]


def _board(pk: int) -> str:
    return reverse("programmes:round", args=[pk])
