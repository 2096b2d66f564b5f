"""One result with everything that led to it and everything that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sentra.base.permissions import refuse_unless
from sentra.lab.catalogue import wording
from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.limits import BY_KEY as STATUTORY
from sentra.lab.catalogue.limits.un_re3_in_use import IN_USE_EXCESS_DB
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Comparison, Judgement, Limit, LimitOrigin, Report, Result, Run
from sentra.lab.queries.agreement import Agreement, agreements
from sentra.lab.queries.reasons import Told, told
from sentra.lab.queries.suggesting import Suggestions, suggestions
from sentra.lab.rules.roles import may_read_lab
from sentra.registry.rules import By


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the series saw it; `reasons` says why it does not count."""

    run: Run
    counted: bool
    reading_db: float | None
    reasons: list[Told]


@dataclass(frozen=True, slots=True)
class Cause:
    """One contribution to the uncertainty; `share` of the variance."""

    label: str
    u_db: float
    share: float


@dataclass(frozen=True, slots=True)
class Judged:
    judgement: Judgement
    limit: str
    rule: str
    reasons: list[Told]


@dataclass(frozen=True, slots=True)
class ResultShown:
    """`excess_db`: above the value registered for the vehicle, None when that is not known."""

    result: Result
    method: Method
    runs: list[RunRow]
    causes: list[Cause]
    reasons: list[Told]
    judgements: list[Judged]
    comparisons: list[Comparison]
    externals: list[Agreement]
    suggestions: Suggestions
    earlier: list[Result]
    reports: list[Report]
    excess_db: float | None

    @property
    def allowed_excess_db(self) -> float:
        """By UN R.E.3 for vehicles in use: shown beside, never judged by."""
        return IN_USE_EXCESS_DB


def whole() -> Any:
    """Results with what every page about them shows."""
    return Result.objects.select_related(
        "measurement__session", "measurement__vehicle", "measurement__specimen__request", "computed_by"
    )


def result_shown(by: By, pk: int) -> ResultShown:
    """Raises Result.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    result = whole().get(pk=pk)
    vehicle = result.measurement.vehicle
    comparisons = list(result.comparisons.select_related("original__measurement__specimen").order_by("-pk"))
    judgements = result.judgements.select_related("by").order_by("-pk")
    known = result.value_db is not None and vehicle.approval_db is not None
    return ResultShown(
        result=result,
        method=METHODS[result.measurement.session.procedure_key],
        runs=run_rows(result),
        causes=causes(result.shares),
        reasons=told(result.reasons),
        judgements=[judged(each) for each in judgements],
        comparisons=comparisons,
        externals=agreements(result),
        suggestions=suggestions(result, comparisons[0] if comparisons else None),
        earlier=list(result.measurement.results.exclude(pk=result.pk).order_by("-pk")),
        reports=list(result.reports.select_related("document").order_by("-pk")),
        excess_db=result.value_db - vehicle.approval_db if known else None,
    )


def run_rows(result: Result) -> list[RunRow]:
    """In the order of the bench; a run that was voided is in no series."""
    runs = result.measurement.runs.select_related("by").in_bulk()
    return [
        RunRow(runs[each["run"]], each["counted"], each["reading_db"], told(each["reasons"]))
        for each in result.series
        if each["run"] in runs
    ]


def causes(shares: Sequence[dict[str, Any]]) -> list[Cause]:
    """The largest first."""
    named = [
        Cause(str(wording.CAUSES.get(each["name"], each["name"])), each["u_db"], each["share"])
        for each in shares
    ]
    return sorted(named, key=lambda each: -each.share)


def judged(judgement: Judgement) -> Judged:
    return Judged(
        judgement, limit_label(judgement), str(wording.RULES[judgement.rule]), told(judgement.reasons)
    )


def limit_label(judgement: Judgement) -> str:
    """The limit in words, with its value; it may have changed hands since, its value has not."""
    if not judgement.limit_key:
        return _("tanpa batas")
    limit_db = judgement.limit_db or 0.0
    value = number_format(limit_db, 0 if limit_db == round(limit_db) else 1)
    return _("%(name)s: %(value)s dB") % {"name": _limit_name(judgement), "value": value}


def _limit_name(judgement: Judgement) -> str:
    if judgement.limit_origin == LimitOrigin.CATALOGUE and judgement.limit_key in STATUTORY:
        limit = STATUTORY[judgement.limit_key]
        return f"{limit.instrument}, {limit.applies_to}"
    row = Limit.objects.filter(key=judgement.limit_key).first()
    return row.name if row else judgement.limit_key
