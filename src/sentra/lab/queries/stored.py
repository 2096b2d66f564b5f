"""A stored result as the engine decides on it, without opening a recording."""

import math
from datetime import date

from django.utils.timezone import localtime

from sentra.engines.acoustics import Limit as EngineLimit
from sentra.engines.acoustics import Reason, Series, Uncertainty
from sentra.lab.catalogue.limits import BY_KEY as STATUTORY
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Limit, LimitOrigin, Result
from sentra.lab.rules.verdicts import of_row

COVERAGE = 0.95


class UnknownLimit(LookupError):
    """There is no limit of this name."""


def series_of(result: Result) -> Series:
    method = METHODS[result.measurement.session.procedure_key].procedure
    return Series(
        procedure_id=method.id,
        edition=method.edition,
        quantity=method.quantity,
        rounded=method.rounding != "none",
        runs=(),
        value_db=result.value_db,
        exact_db=result.exact_db,
        spread_db=result.spread_db,
        drift_db=result.drift_db,
        reasons=tuple(Reason(each["code"], each["place"], each["facts"]) for each in result.reasons),
    )


def uncertainty_of(result: Result) -> Uncertainty:
    """All zero for a result that is not valid: nothing is decided on it."""
    return Uncertainty(
        uc_db=result.uc_db or 0.0,
        dof=math.inf if result.dof is None else result.dof,
        k=result.k or 0.0,
        U_db=result.U_db or 0.0,
        coverage=COVERAGE,
        shares=tuple((each["name"], each["u_db"], each["share"]) for each in result.shares),
    )


def measured_on(result: Result) -> date:
    return localtime(result.measurement.session.opened_at).date()


def limit_named(origin: str, key: str) -> Limit | EngineLimit | None:
    """A row, a statutory limit, or None when none is named. Raises UnknownLimit."""
    if not origin and not key:
        return None
    if origin == LimitOrigin.ROW and (row := Limit.objects.filter(key=key).first()):
        return row
    if origin == LimitOrigin.CATALOGUE and key in STATUTORY:
        return STATUTORY[key].for_engine()
    raise UnknownLimit(key)


def for_engine(limit: Limit | EngineLimit | None) -> EngineLimit | None:
    return of_row(limit) if isinstance(limit, Limit) else limit
