"""A result, computed from the sealed recordings; again whenever somebody doubts."""

import math
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines.acoustics import Series, Uncertainty, budget, stationary_contributions, verify_series
from sentra.lab.actions.measuring import held
from sentra.lab.models import Measurement, Result
from sentra.lab.queries import chain, evaluating
from sentra.lab.queries.evaluating import Attempt, Evaluation
from sentra.lab.queries.plain import kept, plain
from sentra.lab.rules.computing import may_compute

# dB for one percent of speed, when no run tells: 6 dB for 500 rpm at 4000 rpm (NSW EPA's worst case).
WORST_SLOPE: Final = 0.5
SAME_DB: Final = 0.01


class DoesNotAgree(Exception):
    """The series breaks the rules it claims to follow, says a check that shares no code with it."""


def compute_result(*, by: User, at: datetime, measurement: Measurement) -> Result:
    """Reads every recording again and adds a result; `differs` when it says something else than the last.

    Raises RecordingLost, vault.Tampered, vault.Erased, DoesNotAgree.
    """
    refuse_unless(may_compute(by, measurement))
    made = _recomputed(measurement)
    made.computed_at, made.computed_by = at, by
    with transaction.atomic():
        measurement.session = held(measurement.session)
        refuse_unless(may_compute(by, measurement))
        last = measurement.results.filter(current=True).first()
        made.differs = last is not None and _differs(made, last)
        measurement.results.filter(current=True).update(current=False)
        made.save(force_insert=True)
        record(by=by, at=at, act="compute_result", subject=made, new=_audited(made))
    return made


def still_holds(result: Result) -> bool:
    """Whether its recordings say the same today. Nothing is stored. Raises what `compute_result` raises."""
    return not _differs(_recomputed(result.measurement), result)


def _recomputed(measurement: Measurement) -> Result:
    evaluating.forget()
    evaluation = evaluating.evaluation_of(measurement)
    procedure = chain.procedure_of(measurement.session)
    if verify_series(evaluation.series, procedure):
        raise DoesNotAgree(f"the series of measurement {measurement.pk} does not hold")
    return Result(measurement=measurement, **_told(measurement, evaluation))


def _told(measurement: Measurement, evaluation: Evaluation) -> dict[str, Any]:
    series = evaluation.series
    valid = series.valid and not evaluation.blocked
    told: dict[str, Any] = {
        "engine_version": _versions(series),
        "valid": valid,
        "spread_db": plain(series.spread_db),
        "drift_db": plain(series.drift_db),
        "series": [_row(each) for each in evaluation.attempts],
        "reasons": kept((*evaluation.blocked, *series.reasons)),
    }
    return told | (_measured(measurement, evaluation) if valid else {})


def _row(attempt: Attempt) -> dict[str, Any]:
    return {
        "run": attempt.row.pk,
        "sequence": attempt.row.sequence,
        "counted": attempt.counted,
        "reading_db": plain(attempt.reading_db),
        "exact_db": None if attempt.run is None else plain(attempt.run.value_db),
        "reasons": kept(attempt.reasons),
    }


def _measured(measurement: Measurement, evaluation: Evaluation) -> dict[str, Any]:
    series, counted = evaluation.series, evaluation.series.counted
    slopes = [run.slope_db_per_percent for run in counted if run.slope_db_per_percent is not None]
    slope = max(slopes, key=abs, default=WORST_SLOPE)
    margin_db = min(run.margin_db for run in counted if run.margin_db is not None)
    doubt = _doubt(measurement, evaluation, slope=slope, margin_db=margin_db)
    bands_db = np.mean([run.bands_db for run in counted], axis=0)
    centre_hz = counted[0].reading.bands.centre_hz
    return {
        "value_db": plain(series.value_db),
        "exact_db": plain(series.exact_db),
        "margin_db": plain(margin_db),
        "uc_db": doubt.uc_db,
        "dof": plain(doubt.dof),
        "k": doubt.k,
        "U_db": doubt.U_db,
        "shares": [{"name": name, "u_db": u_db, "share": share} for name, u_db, share in doubt.shares],
        "bands": {"centre_hz": plain(centre_hz), "level_db": plain(bands_db)},
        "basis": {
            "slope_db_per_percent": plain(slope),
            "slope_heard": bool(slopes),
            "filter_id": counted[0].reading.bands.filter_id,
            "weighting_id": counted[0].reading.weighting_id,
        },
    }


def _doubt(
    measurement: Measurement, evaluation: Evaluation, *, slope: float, margin_db: float
) -> Uncertainty:
    """The budget of the reading that is reported."""
    procedure = chain.procedure_of(measurement.session)
    return budget(
        stationary_contributions(
            [run.value_db for run in evaluation.series.counted],
            calibrator_u_db=max(each.u_db for each in (evaluation.before, evaluation.after) if each),
            drift_db=evaluation.series.drift_db or 0.0,
            margin_db=margin_db,
            slope_db_per_percent=slope,
            rpm_tolerance_percent=100 * procedure.rpm_tolerance,
            corrected=procedure.uses_correction,
            distance_m=measurement.distance_m,
            distance_tolerance_m=procedure.distance_tolerance_m,
            rounded=evaluation.series.rounded,
        )
    )


def _versions(series: Series) -> str:
    """What computed it: ours and the libraries that touched a sample."""
    libraries = series.runs[0].run.reading.versions if series.runs else {}
    return "; ".join([f"sentra {version('sentra')}", *(f"{name} {one}" for name, one in libraries.items())])


def _differs(new: Result, old: Result) -> bool:
    counted = [[each["run"] for each in result.series if each["counted"]] for result in (new, old)]
    if new.valid != old.valid or counted[0] != counted[1]:
        return True
    pairs = ((new.value_db, old.value_db), (new.exact_db, old.exact_db), (new.U_db, old.U_db))
    return any(not _same(one, other) for one, other in pairs)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=0, abs_tol=SAME_DB)


def _audited(made: Result) -> dict[str, Any]:
    names = ("measurement_id", "valid", "value_db", "U_db", "differs", "engine_version")
    told = {name: getattr(made, name) for name in names}
    return told | {"reasons": [each["code"] for each in made.reasons]}
