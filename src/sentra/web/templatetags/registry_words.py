"""Words and marks of the register for templates."""

from django import template
from django.utils.translation import gettext as _

from sentra.base.values.sentences import told
from sentra.registry.models import Profile, SourceRecord, Status
from sentra.web.numbers import day
from sentra.web.registry.wording import branch_label, class_label, origin

register = template.Library()
register.filter("branch", branch_label)
register.filter("size_class", class_label)
register.filter("told", told)

TONES = {Status.ACTIVE: "ok", Status.IDLE: "info", Status.CLOSED: "bad", Status.UNVERIFIED: "warn"}
# Six colours for sixteen branches: the word beside the mark tells which, the colour only groups at a glance.
DOTS = {
    "knalpot": "s1",
    "logam": "s1",
    "gula_kelapa": "s3",
    "nanas": "s3",
    "batik": "s2",
    "konveksi": "s2",
    "sapu": "s4",
    "bambu": "s4",
    "kayu": "s4",
    "makanan": "s0",
    "minuman": "s0",
    "tempe_tahu": "s0",
}


@register.filter
def tone(status: str) -> str:
    return TONES.get(Status(status), "") if status in Status.values else ""


@register.filter
def dot(branch: str) -> str:
    return DOTS.get(branch, "s5")


@register.filter
def record_origin(row: SourceRecord) -> str:
    return origin(row)


@register.filter
def record_place(row: SourceRecord) -> str:
    """Where in its file a record stands, or who typed it; short, beside the name of the source."""
    if row.batch is None:
        return f"{row.recorded_by}, {day(row.recorded_at)}"
    place = {"sheet": row.sheet, "row": row.row, "day": day(row.recorded_at)}
    return _("%(sheet)s baris %(row)s, %(day)s") % place


@register.filter
def place_line(profile: Profile) -> str:
    """`Onje, Mrebet`; what is not known is left out."""
    names = [area.name for area in (profile.village, profile.district) if area is not None]
    return ", ".join(names)
