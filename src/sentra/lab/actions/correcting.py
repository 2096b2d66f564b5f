"""What went wrong with a run at the bench, put right on record: void, or the tachometer read again."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.lab.actions.measuring import held, judged_again
from sentra.lab.models import Run
from sentra.lab.queries import evaluating
from sentra.lab.rules import bench as rules


@transaction.atomic
def void_run(*, by: User, at: datetime, run: Run, reason: str) -> Run:
    """It stays in the table with the reason, and does not count."""
    session = held(run.measurement.session)
    run = Run.objects.select_related("measurement").get(pk=run.pk)
    run.measurement.session = session
    refuse_unless(rules.may_void_run(by, run, reason))
    run.void_at, run.void_by, run.void_reason = at, by, reason.strip()
    run.save(update_fields=["void_at", "void_by", "void_reason"])
    new = {"measurement": run.measurement_id, "sequence": run.sequence}
    record(by=by, at=at, act="void_run", subject=run, new=new, reason=reason.strip())
    return run


def correct_tachometer(*, by: User, at: datetime, run: Run, tachometer_rpm: float, reason: str) -> Run:
    """A reading that was typed wrong, while its session runs; the old one stays on record. Whether it agrees
    with the sound is judged as ever. Raises Unfit.
    """
    refuse_unless(rules.may_correct_run(by, run, reason))
    unfit_unless_none(rules.faults_of_run(tachometer_rpm=tachometer_rpm, wind_m_s=run.wind_m_s))
    run.tachometer_rpm = tachometer_rpm
    evaluating.evaluation_of(run.measurement, [run])  # the slow part, before anything is locked
    with transaction.atomic():
        one = run.measurement
        one.session = held(one.session)
        run = Run.objects.get(pk=run.pk)
        run.measurement = one
        refuse_unless(rules.may_correct_run(by, run, reason))
        rows = list(evaluating.runs_of(one).filter(void_at=None))
        for row in (each for each in rows if each.pk == run.pk):
            row.tachometer_rpm = tachometer_rpm
        new = {"tachometer_rpm": tachometer_rpm, "runs": judged_again(one, rows)}
        old = {"tachometer_rpm": run.tachometer_rpm}
        act = "correct_tachometer"
        record(by=by, at=at, act=act, subject=run, old=old, new=new, reason=reason.strip())
    run.refresh_from_db()
    return run
