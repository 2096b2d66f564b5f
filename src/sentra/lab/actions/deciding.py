"""A result held against a limit: by a stated rule with its risk, or not at all, with the reason."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines.acoustics import decide
from sentra.lab.models import Judgement, Limit, Result
from sentra.lab.queries.plain import kept
from sentra.lab.queries.stored import for_engine, limit_named, measured_on, series_of, uncertainty_of
from sentra.lab.rules import verdicts as rules


@transaction.atomic
def judge(
    *, by: User, at: datetime, result: Result, rule: str, limit_origin: str = "", limit_key: str = ""
) -> Judgement:
    """Kept whatever comes out: that a stationary result is not held against a pass-by limit is an answer.

    The limit must hold on the day of the measurement. Raises UnknownLimit.
    """
    result = (
        Result.objects.select_for_update(of=("self",))
        .select_related("measurement__session")
        .get(pk=result.pk)
    )
    refuse_unless(rules.may_judge(by, result, rule))
    named = limit_named(limit_origin, limit_key)
    if isinstance(named, Limit):
        refuse_unless(rules.may_be_judged_by(named))
    limit = for_engine(named)
    found = decide(
        series_of(result),
        uncertainty_of(result),
        limit,
        rule=rule,  # type: ignore[arg-type]  # one of DECISION_RULES
        on=measured_on(result),
    )
    judgement = Judgement.objects.create(
        result=result,
        limit_origin=limit_origin,
        limit_key=limit_key,
        limit_db=None if limit is None else limit.value_db,
        rule=rule,
        outcome=found.outcome,
        p_conform=found.p_conform,
        acceptance_db=found.acceptance_db,
        reasons=kept(found.reasons),
        at=at,
        by=by,
    )
    told = {"result": result.pk, "limit": limit_key, "rule": rule, "outcome": found.outcome}
    record(by=by, at=at, act="judge", subject=result.measurement, new=told)
    return judgement
