"""A result against a limit: by a stated rule, with its risk; or not at all, with the reason.

Rules: ILAC-G8:09/2019 clause 4.2. A stationary reading is a signature of muffler, vehicle and speed; it is
never judged against a pass-by limit.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from scipy import special

from sentra.engines.acoustics.problem import Limit
from sentra.engines.acoustics.refusals import Reason, reason
from sentra.engines.acoustics.series import Series
from sentra.engines.acoustics.uncertainty import Uncertainty

Rule = Literal["simple", "guarded", "non_binary", "inherent"]
Outcome = Literal["pass", "cond_pass", "cond_fail", "fail", "no_limit", "not_evaluated"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for one limit. `p_conform`: probability that the true value keeps it; None without a
    verdict.

    `acceptance_db`: up to where a reading passes under this rule.
    """

    outcome: Outcome
    rule: Rule
    limit: Limit | None
    value_db: float | None
    acceptance_db: float | None
    p_conform: float | None
    uncertainty: Uncertainty
    reasons: tuple[Reason, ...]


def decide(series: Series, uncertainty: Uncertainty, limit: Limit | None, *, rule: Rule, on: date) -> Verdict:
    """Judges a valid series.

    simple: up to the limit passes (half of what stands at the limit is wrong). guarded: the limit less U
    (fewer than 2.5 % wrong). non_binary: between the two the answer is conditional. inherent: the
    regulation itself rounds to whole decibels, so a true value up to half a decibel above conforms; no
    guard band is added silently.
    """
    reasons = tuple(_refusals(series, limit, on))
    if limit is None or reasons or series.value_db is None or series.exact_db is None:
        outcome: Outcome = "no_limit" if limit is None and series.valid else "not_evaluated"
        return Verdict(outcome, rule, limit, series.value_db, None, None, uncertainty, reasons)
    top_db = limit.value_db + (0.5 if rule == "inherent" else 0.0)
    value_db = series.value_db if rule == "inherent" else series.exact_db
    acceptance_db = limit.value_db - (uncertainty.U_db if rule in {"guarded", "non_binary"} else 0.0)
    p_conform = _share_below((top_db - series.exact_db) / uncertainty.uc_db, uncertainty.dof)
    outcome = _outcome(value_db, limit.value_db, uncertainty.U_db, rule)
    return Verdict(outcome, rule, limit, value_db, acceptance_db, p_conform, uncertainty, ())


def _share_below(deviation: float, dof: float) -> float:
    return float(special.ndtr(deviation) if dof > 1e6 else special.stdtr(dof, deviation))


def _outcome(value_db: float, limit_db: float, U_db: float, rule: Rule) -> Outcome:  # noqa: N803 - its name in the GUM
    if rule == "guarded":
        return "pass" if value_db <= limit_db - U_db + 1e-9 else "fail"
    if rule == "non_binary" and limit_db - U_db + 1e-9 < value_db <= limit_db + U_db + 1e-9:
        return "cond_pass" if value_db <= limit_db + 1e-9 else "cond_fail"
    return "pass" if value_db <= limit_db + 1e-9 else "fail"


def _refusals(series: Series, limit: Limit | None, on: date) -> list[Reason]:
    found = [] if series.valid else [reason("series_invalid")]
    if limit is None:
        return [*found, reason("no_limit")]
    if series.quantity == "L_stationary" and limit.quantity != "L_stationary":
        found.append(reason("stationary_is_no_pass_by", limit=limit.id))
    if (series.quantity, series.procedure_id) != (limit.quantity, limit.procedure_id):
        facts = {"limit_quantity": limit.quantity, "limit_procedure": limit.procedure_id}
        ours = {"quantity": series.quantity, "procedure": series.procedure_id}
        found.append(reason("limit_method", **facts, **ours))
    if not limit.in_force(on):
        until = limit.valid_until or "further notice"
        facts = {"limit": limit.id, "valid_from": str(limit.valid_from), "valid_until": str(until)}
        found.append(reason("limit_not_in_force", **facts, on=on))
    if not limit.verified_by:
        found.append(reason("limit_unverified", limit=limit.id))
    return found
