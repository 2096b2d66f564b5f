"""What is kept of a reading or a run for lists; the recording says more, and again."""

from typing import Any

from sentra.engines.acoustics import Reading, Run
from sentra.lab.queries.plain import plain


def summary_of_reading(reading: Reading) -> dict[str, Any]:
    levels = reading.levels
    return {
        "lafmax_db": plain(levels.lafmax_db),
        "lafmax_at_s": plain(levels.lafmax_at_s),
        "laeq_db": plain(levels.laeq_db),
        "lcpeak_db": plain(levels.lcpeak_db),
        "ln_db": plain(levels.ln_db),
        "duration_s": plain(reading.info.duration_s),
    }


def summary_of_run(run: Run) -> dict[str, Any]:
    track = run.track
    return {
        **summary_of_reading(run.reading),
        "value_at_s": plain(run.value_at_s),
        "margin_db": plain(run.margin_db),
        "slope_db_per_percent": plain(run.slope_db_per_percent),
        "clipped": run.reading.clipping.count,
        "rpm_status": track.status,
        "rpm_hold": plain(track.rpm_hold),
        "hold_s": plain(track.hold_s),
        "hold_spread": plain(track.hold_spread),
        "until_s": plain(track.until_s),
        "released": bool(track.released),
        "alternatives": [{"kind": each.kind, "beat_hz": plain(each.beat_hz)} for each in track.alternatives],
    }
