"""The pictures of one run, computed from its sealed recording."""

from django.utils.translation import gettext as _

from sentra.base.people import vault
from sentra.lab.models import Run
from sentra.lab.queries import bench as queries
from sentra.lab.queries.recordings import RecordingLost
from sentra.web.lab import pictures, takes
from sentra.web.lab.pictures import Picture
from sentra.web.numbers import thousands


def drawings_of(run: Run) -> list[Picture]:
    """History, spectrum, engine speed, spectrogram; none of a file without as much as a level, or lost."""
    try:
        found = queries.drawn(run)
    except (RecordingLost, vault.Erased):
        return []
    if found is None:
        return []
    made = [
        takes.history_of(run, found),
        pictures.spectrum(found.centre_hz, found.at_value_db, found.leq_db),
        speed_of(found),
    ]
    heard = queries.spectrogram_of(run)
    if heard is not None:
        made.append(pictures.sound_picture(heard.level_db, found.history.duration_s, run.recording.fs_hz))
    return made


def speed_of(found: queries.Drawn) -> Picture:
    said = {"shown": thousands(found.claimed_rpm), "heard": thousands(found.rpm_hold or 0)}
    words = {
        "verified": _("Bunyinya cocok dengan takometer: %(heard)s rpm."),
        "contradicted": _("Takometer menunjuk %(shown)s rpm, bunyinya mengatakan %(heard)s rpm."),
        "undetermined": _("Dari bunyinya putaran tidak dapat dipastikan; takometer menunjuk %(shown)s rpm."),
    }
    return pictures.speed(
        found.times_s,
        found.rpm,
        target_rpm=found.target_rpm,
        tolerance=found.rpm_tolerance,
        hold_s=found.hold_s,
        words=words[found.rpm_status] % said,
    )
