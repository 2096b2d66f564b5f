"""What was taken at the bench, as its tables and pictures show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sentra.base.people.models import User
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import (
    Background,
    Check,
    Instrument,
    InstrumentKind,
    Measurement,
    Recording,
    Run,
    Session,
)
from sentra.lab.queries import bench as queries
from sentra.lab.queries.reasons import Told, told
from sentra.web.lab import pictures, steps
from sentra.web.lab.pictures import Picture, Place
from sentra.web.numbers import day, decimal_comma, thousands

Reasons = list[tuple[str, str]]
VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Row:
    """A run in the table of its measurement."""

    run: Run
    badge: str
    tone: str
    reasons: Reasons
    shown_rpm: str
    heard: str
    margin_db: float | None


@dataclass(frozen=True, slots=True)
class Table:
    measurement: Measurement
    runs: list[Row]
    enough: bool
    count_words: str


@dataclass(frozen=True, slots=True)
class Take:
    """A calibrator check or a background in the list below."""

    title: str
    words: str
    recording: Recording
    at: datetime
    by: User
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Refused:
    """The large card: what was not taken or does not count, why, where, and what to do about it."""

    title: str
    reasons: Reasons
    advice: str


@dataclass(frozen=True, slots=True)
class Last:
    picture: Picture
    title: str
    url: str


def row_of(run: Run, reasons: Sequence[Told], *, counted: bool | None = None) -> Row:
    """`counted`: what the series says; None before it was computed."""
    sentences = [(each.sentence, each.place) for each in reasons]
    if run.void_at:
        badge, tone, sentences = _("dibatalkan"), "bad", [(run.void_reason, "")]
    elif reasons:
        badge, tone = _("tidak dihitung"), "bad"
    elif counted is None:
        badge, tone = _("sah"), "ok"
    else:
        badge, tone = (_("dihitung"), "ok") if counted else (_("sah, tidak diperlukan"), "")
    shown = _("%(rpm)s rpm") % {"rpm": thousands(run.tachometer_rpm)}
    return Row(run, badge, tone, sentences, shown, heard(run), run.summary.get("margin_db"))


def heard(run: Run) -> str:
    """What the sound says of the speed the tachometer showed."""
    rpm, status = run.summary.get("rpm_hold"), run.summary.get("rpm_status")
    if status == VERIFIED:
        return _("cocok dengan bunyinya")
    return _("bunyinya %(rpm)s rpm") % {"rpm": thousands(rpm)} if rpm else _("bunyinya tidak pasti")


def table(measurement: Measurement, stands: steps.Standing) -> Table:
    moved = queries.unsettled(measurement.session)
    rows = [row_of(run, told([*run.reasons, *moved])) for run in measurement.runs.order_by("sequence")]
    needed = METHODS[measurement.session.procedure_key].procedure.runs
    valid = sum(row.tone == "ok" for row in rows)
    words = ngettext("%(valid)s dari %(needed)s sah", "%(valid)s dari %(needed)s sah", needed)
    enough = measurement not in stands.lacking and not moved
    told_words = words % {"valid": min(valid, needed) if enough else valid, "needed": needed}
    return Table(measurement, rows, enough, told_words)


def checks_and_backgrounds(session: Session) -> list[Take]:
    """In the order in which they were taken."""
    checks = [_check(one) for one in session.checks.select_related("recording", "by")]
    backgrounds = [_background(one) for one in session.backgrounds.select_related("recording", "by")]
    return sorted([*checks, *backgrounds], key=lambda take: take.at)


def _check(one: Check) -> Take:
    drift_db = queries.drift_of(one)
    said = {
        "level": decimal_comma(one.nominal_db + (drift_db or 0.0)),
        "hz": decimal_comma(one.tone_hz),
        "moved": decimal_comma(one.fluctuation_db, 2),
    }
    words = _("%(level)s dB, %(hz)s Hz, bergerak %(moved)s dB") % said
    if drift_db is not None:
        drift = decimal_comma(drift_db, 2)
        words += _("; bergeser %(drift)s dB dari pemeriksaan sebelum") % {"drift": drift}
    title = _("Kalibrator: %(moment)s") % {"moment": one.get_moment_display().lower()}
    reasons = [each.sentence for each in told(one.reasons)]
    return Take(title, words, one.recording, one.taken_at, one.by, reasons)


def _background(one: Background) -> Take:
    said = {name: decimal_comma(one.reading.get(f"{name}_db")) for name in ("lafmax", "laeq")}
    words = _("rata-rata %(laeq)s, paling keras %(lafmax)s dB(A)") % said
    return Take(_("Latar"), words, one.recording, one.taken_at, one.by, [])


def last(by: User, session: Session) -> Last | None:
    """The newest take, drawn; nothing before there is one, or when not even a level could be read of it."""
    take = queries.last_take(session)
    if take is None:
        return None
    if isinstance(take, Run):
        run = queries.run_shown(by, take.pk)
        found = queries.drawn(run)
        name = _("Percobaan %(number)s") % {"number": run.sequence}
        url = reverse("lab:run", args=[run.pk])
        return Last(history_of(run, found), name, url) if found else None
    heard = queries.history_of(take)
    title = _("Latar terakhir") if isinstance(take, Background) else _("Nada kalibrator terakhir")
    return Last(pictures.history(heard.laf_db, step_s=heard.step_s), title, "") if heard else None


def history_of(run: Run, found: queries.Drawn) -> Picture:
    """Levels with the hold, the reading, the background, and the places of what is wrong."""
    return pictures.history(
        found.history.laf_db,
        step_s=found.history.step_s,
        hold_s=found.hold_s,
        top=(found.value_db, found.value_at_s),
        background_db=found.background_db,
        places=places(run.reasons),
    )


def places(reasons: Sequence[dict[str, Any]]) -> list[Place]:
    """Where in the recording; reasons that hold for the whole have no place."""
    found = []
    for kept, words in zip(reasons, told(reasons), strict=True):
        number, _space, unit = kept["place"].partition(" ")
        if unit == "s":
            found.append(Place(float(number), str(SHORT.get(kept["code"], words.place))))
    return found


def _moved(check: Check) -> Refused:
    """The chain is not what it was: said as large as a run that does not count."""
    advice = _("Tidak satu pun percobaan sesi ini dihitung. Periksa alatnya, lalu ukur lagi dalam sesi baru.")
    reasons = [(each.sentence, "") for each in told(check.reasons)]
    return Refused(_("Alat tidak tetap: sesi ini tidak dapat dihitung"), reasons, advice)


def refused(session: Session, bound: steps.Bound) -> Refused | None:
    """A recording that was not taken just now; else a last run that does not count."""
    for form in bound.values():
        if sentences := steps.spoken(form):
            advice = _("Rekaman itu tidak disimpan. Perbaiki, lalu kirim yang baru.")
            return Refused(_("Rekaman tidak diterima"), [(each, "") for each in sentences], advice)
    take = None if bound else queries.last_take(session)
    if isinstance(take, Check) and take.reasons:
        return _moved(take)
    if not isinstance(take, Run) or not take.reasons or take.void_at:
        return None
    title = _("Percobaan %(number)s tidak dihitung") % {"number": take.sequence}
    advice = _("Percobaan tetap tersimpan. Perbaiki sebabnya, lalu ulangi.")
    return Refused(title, [(each.sentence, each.place) for each in told(take.reasons)], advice)


def choices(tools: Sequence[queries.Tool]) -> list[tuple[Instrument, str]]:
    """For the form of a session; what has run out stands last and says so."""
    good_first = sorted(tools, key=lambda tool: tool.needed and not tool.covers)
    return [(tool.instrument, _choice(tool)) for tool in good_first]


def _choice(tool: queries.Tool) -> str:
    if tool.covers or not tool.needed:
        return str(tool.instrument)
    words = _("%(tool)s (sertifikat tidak berlaku)")
    return words % {"tool": tool.instrument}


def lacking(tools: Sequence[queries.Tool]) -> str:
    """Kinds of instruments of which there is none."""
    there = {tool.instrument.kind for tool in tools}
    missing = [str(kind.label) for kind in InstrumentKind if kind.value not in there]
    return _("Belum ada: %(kinds)s.") % {"kinds": ", ".join(missing).lower()} if missing else ""


def warnings(tools: Sequence[queries.Tool]) -> list[str]:
    """Certificates that would make every run not count."""
    bad = [tool for tool in tools if tool.needed and not tool.covers]
    return [_warning(tool) for tool in bad]


def _warning(tool: queries.Tool) -> str:
    if tool.certificate is None:
        return _("%(tool)s belum punya sertifikat: tidak satu pun percobaan akan dihitung.") % {
            "tool": tool.instrument
        }
    words = _("Sertifikat %(tool)s berlaku sampai %(day)s: tidak satu pun percobaan akan dihitung.")
    return words % {"tool": tool.instrument, "day": day(tool.certificate.valid_until)}


@dataclass(frozen=True, slots=True)
class ToolShown:
    label: str
    instrument: Instrument
    words: str
    expired: bool


def tools_of(found: Sequence[queries.Tool]) -> list[ToolShown]:
    return [
        ToolShown(
            tool.instrument.get_kind_display(),
            tool.instrument,
            certificate_words(tool),
            tool.needed and not tool.covers,
        )
        for tool in found
    ]


def certificate_words(tool: queries.Tool) -> str:
    if tool.certificate is None:
        return _("tanpa sertifikat")
    words = _("%(number)s, berlaku sampai %(day)s")
    return words % {"number": tool.certificate.number, "day": day(tool.certificate.valid_until)}


SHORT = {
    "clipped": gettext_lazy("terpotong"),
    "levelled": gettext_lazy("alat di ujungnya"),
    "gap": gettext_lazy("terputus"),
    "background": gettext_lazy("latar terlalu dekat"),
    "wind_noise": gettext_lazy("angin"),
    "release_missing": gettext_lazy("gas belum dilepas"),
    "rpm_off": gettext_lazy("putaran lain"),
    "rpm_contradicted": gettext_lazy("takometer dan bunyi berbeda"),
    "rpm_unverified": gettext_lazy("putaran tidak pasti"),
}
