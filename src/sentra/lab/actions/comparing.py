"""An item beside the vehicle's original muffler: how much quieter, as a whole and in each band."""

import math
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless
from sentra.engines.acoustics import (
    AcousticsRefused,
    Contribution,
    Delta,
    Series,
    insertion_loss,
    stationary_contributions,
)
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.catalogue.wording import sentence
from sentra.lab.models import Comparison, Result
from sentra.lab.queries.evaluating import evaluation_of
from sentra.lab.queries.plain import plain
from sentra.lab.queries.results import whole
from sentra.lab.rules import verdicts as rules

SAME_DB: Final = 0.01
OWN_OF_THE_ENGINE: Final = ("repeatability", "software")  # it takes them from the runs of both


def compare_with_original(*, by: User, at: datetime, item: Result, original: Result) -> Comparison:
    """Reads the recordings of both again. Raises Unfit when they were not made alike or a result is outdated;
    RecordingLost, vault.Tampered, vault.Erased.
    """
    item, original = whole().get(pk=item.pk), whole().get(pk=original.pk)
    refuse_unless(rules.may_compare(by, item, original))
    delta = _delta(item, original)
    with transaction.atomic():
        held = Result.objects.select_for_update().in_bulk([item.pk, original.pk])
        item.current, original.current = held[item.pk].current, held[original.pk].current
        refuse_unless(rules.may_compare(by, item, original))
        made = Comparison.objects.create(
            item=item,
            original=original,
            delta_db=delta.delta_db,
            uc_db=delta.uncertainty.uc_db,
            k=delta.uncertainty.k,
            U_db=delta.uncertainty.U_db,
            shares=[
                {"name": name, "u_db": u_db, "share": share} for name, u_db, share in delta.uncertainty.shares
            ],
            bands=plain({"centre_hz": delta.centre_hz, "delta_db": delta.band_db, "u_db": delta.band_u_db}),
            computed_at=at,
            computed_by=by,
        )
        told = {"original": original.pk, "delta_db": delta.delta_db, "U_db": delta.uncertainty.U_db}
        record(by=by, at=at, act="compare_with_original", subject=item, new=told)
    return made


def _delta(item: Result, original: Result) -> Delta:
    try:
        return insertion_loss(
            _series("original", original), _series("item", item), contributions=_doubts(item, original)
        )
    except AcousticsRefused as refused:
        raise Unfit({"original": sentence(refused.code, plain(refused.facts))}) from refused


def _series(place: str, result: Result) -> Series:
    """As the recordings say today; a result that says something else is computed again first."""
    series = evaluation_of(result.measurement).series
    same = math.isclose(series.exact_db or math.inf, result.exact_db or 0.0, rel_tol=0, abs_tol=SAME_DB)
    if not same:
        raise Unfit({place: _("Rekamannya kini memberi hasil lain; hitung ulang dulu hasil ini.")})
    return series


def _doubts(item: Result, original: Result) -> list[Contribution]:
    """Of one reading, by the worse of the two; what one chain on one day has in common cancels."""
    measurement, both = item.measurement, (item, original)
    procedure = METHODS[measurement.session.procedure_key].procedure
    found = stationary_contributions(
        [row["exact_db"] for row in item.series if row["counted"]],
        calibrator_u_db=0.0,
        drift_db=max(abs(each.drift_db or 0.0) for each in both),
        margin_db=min(each.margin_db for each in both if each.margin_db is not None),
        slope_db_per_percent=max(abs(each.basis["slope_db_per_percent"]) for each in both),
        rpm_tolerance_percent=100 * procedure.rpm_tolerance,
        corrected=procedure.uses_correction,
        distance_m=measurement.distance_m,
        distance_tolerance_m=procedure.distance_tolerance_m,
        rounded=False,
    )
    return [each for each in found if each.name not in OWN_OF_THE_ENGINE]
