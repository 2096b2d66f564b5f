"""The way through a session: what was done, what comes next, what else may be done now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.people.models import User
from sentra.base.permissions import Verdict
from sentra.lab.models import Measurement, Moment, Session, SessionState
from sentra.lab.queries import bench as queries
from sentra.lab.queries import evaluating
from sentra.lab.rules import bench as rules
from sentra.web.lab.bench_forms import BackgroundForm, CheckForm, RunForm

SECOND_LEVEL_DB = 20.0  # above the first: 94 and 114 dB are what calibrators offer
UNFINISHED = frozenset({"too_few", "spread"})
CHECKS = {"before": "check-before", "second_level": "second-level", "after": "check-after"}
Bound = dict[str, forms.Form]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done at the bench, with its form; `may` says whether now, or why not."""

    key: str
    title: str
    words: str
    url: str
    button: str
    icon: str
    may: Verdict
    form: forms.Form | None = None

    @property
    def sends(self) -> bool:
        return self.form is not None and self.form.is_multipart()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a session is."""

    has: frozenset[str]  # moments of its calibrator checks
    backgrounds: int
    measurements: Sequence[Measurement]
    lacking: Sequence[Measurement]  # too few runs that count yet

    @property
    def next(self) -> str:
        waits = (
            ("close", Moment.AFTER in self.has),  # nothing is added any more
            ("check-before", Moment.BEFORE not in self.has),
            ("background", not self.backgrounds),
            ("measurement", not self.measurements),
            (f"run-{self.lacking[0].pk}" if self.lacking else "", bool(self.lacking)),
        )
        return next((key for key, missing in waits if missing), "check-after")


def standing(session: Session) -> Standing:
    series = list(
        session.measurements.select_related("specimen__request", "vehicle", "session").order_by("pk")
    )
    has = frozenset(session.checks.values_list("moment", flat=True))
    asked = session.state == SessionState.OPEN
    return Standing(
        has=has,
        backgrounds=session.backgrounds.count(),
        measurements=series,
        lacking=[one for one in series if asked and _lacks(session, one)],
    )


def _lacks(session: Session, measurement: Measurement) -> bool:
    """Whether the runs that count are too few, or do not agree; what was computed once is remembered."""
    measurement.session = session
    found = evaluating.evaluation_of(measurement).series
    return any(each.code in UNFINISHED for each in found.reasons)


def way(session: Session, stands: Standing) -> list[tuple[str, str]]:
    """For parts/steps.html: words and whether done, current or to come."""
    named = (
        ("check-before", _("Kalibrator sebelum")),
        ("background", _("Latar")),
        ("measurement", _("Barang dan kendaraan")),
        ("run", _("Percobaan")),
        ("check-after", _("Kalibrator sesudah")),
        ("close", _("Tutup sesi")),
    )
    current = "" if session.state != SessionState.OPEN else stands.next
    keys = [key for key, _words in named]
    at = len(keys) if not current else next(i for i, key in enumerate(keys) if current.startswith(key))
    state = {at: "current"} | dict.fromkeys(range(at), "done")
    return [(words, state.get(place, "")) for place, (_key, words) in enumerate(named)]


def steps(by: User, session: Session, stands: Standing, bound: Bound, measurement: forms.Form) -> list[Step]:
    """Everything that could be done at this bench, in its order; `bound` are forms that came back wrong."""
    return [
        _check(by, session, Moment.BEFORE, stands, bound),
        _check(by, session, Moment.SECOND_LEVEL, stands, bound),
        _background(by, session, bound),
        *_runs(by, stands, bound),
        _measurement(by, session, stands, bound.get("measurement", measurement)),
        _check(by, session, Moment.AFTER, stands, bound),
        _close(by, session, stands),
    ]


def _check(by: User, session: Session, moment: Moment, stands: Standing, bound: Bound) -> Step:
    nominal = session.calibrator.nominal_db or 94.0
    second = moment == Moment.SECOND_LEVEL
    level = nominal + SECOND_LEVEL_DB if second else nominal
    key = CHECKS[moment.value]
    titles = {
        "check-before": _("Rekam nada kalibrator sebelum mengukur"),
        "second-level": _("Rekam nada kalibrator pada tingkat kedua"),
        "check-after": _("Rekam nada kalibrator sesudah mengukur"),
    }
    words = {
        "check-before": _("Pasang kalibrator pada mikrofon, nyalakan, dan rekam sekurangnya 5 detik."),
        "second-level": _("Membuktikan bahwa perekam tidak mengatur gainnya sendiri. Boleh dilewati."),
        "check-after": _("Pasang kalibrator lagi. Bila alat bergeser terlalu jauh, semua percobaan gugur."),
    }
    early = moment == Moment.AFTER and bool(stands.lacking)
    initial = {"moment": moment, "nominal_db": level}
    form = bound.get(key) or CheckForm(initial=initial, second=second, early=early)
    return Step(
        key,
        titles[key],
        words[key],
        reverse("lab:check", args=[session.pk]),
        _("Periksa nada ini"),
        "audio-waveform",
        rules.may_check(by, session, moment),
        form,
    )


def _background(by: User, session: Session, bound: Bound) -> Step:
    return Step(
        "background",
        _("Rekam latar dengan mesin mati"),
        _("Sekurangnya 10 detik. Tidak ada yang bicara; kendaraan lain sudah lewat."),
        reverse("lab:background", args=[session.pk]),
        _("Simpan latar"),
        "volume-1",
        rules.may_take_background(by, session),
        bound.get("background") or BackgroundForm(),
    )


def _may_measure(by: User, session: Session, form: forms.Form) -> Verdict:
    """The rules' word; and there must be something to measure, on something."""
    verdict = rules.may_take_background(by, session)
    if verdict and not getattr(form, "specimens", True):
        return Verdict(False, _("Belum ada barang yang menunggu diukur. Terima dahulu barangnya di meja."))
    if verdict and not getattr(form, "vehicles", True):
        return Verdict(False, _("Belum ada kendaraan uji. Catat dahulu kendaraannya."))
    return verdict


def _measurement(by: User, session: Session, stands: Standing, form: forms.Form) -> Step:
    title = _("Barang lain atau kendaraan lain") if stands.measurements else _("Pilih barang dan kendaraan")
    return Step(
        "measurement",
        title,
        _("Mikrofon setinggi lubang knalpot, menyerong dari arah gas."),
        reverse("lab:open_measurement", args=[session.pk]),
        _("Siap mengukur"),
        "bike",
        _may_measure(by, session, form),
        form,
    )


def _runs(by: User, stands: Standing, bound: Bound) -> Iterator[Step]:
    """Those that still lack runs first."""
    lacking = [one.pk for one in stands.lacking]
    for one in sorted(stands.measurements, key=lambda each: each.pk not in lacking):
        key = f"run-{one.pk}"
        said = {"number": one.runs.count() + 1, "serial": one.specimen.serial, "rpm": round(one.target_rpm)}
        yield Step(
            key,
            _("Percobaan %(number)s · %(serial)s") % said,
            _("Tahan %(rpm)s rpm sekurangnya 1 detik, lalu lepas gas. Rekam sampai mesin turun kembali.")
            % said,
            reverse("lab:take_run", args=[one.pk]),
            _("Unggah percobaan"),
            "upload",
            rules.may_take_run(by, one),
            bound.get(key) or RunForm(),
        )


def closing(session: Session, stands: Standing) -> str:
    """What follows from closing it."""
    if queries.unsettled(session):
        return _(
            "Alat bergeser terlalu jauh: tidak satu pun percobaan sesi ini dihitung. Ukur dalam sesi baru."
        )
    if stands.lacking:
        items = ", ".join(one.specimen.serial for one in stands.lacking)
        return _("Percobaan yang sah tidak cukup untuk %(items)s: ukur lagi dalam sesi baru.") % {
            "items": items
        }
    return _("Semua sudah direkam; hasilnya dapat dihitung.")


def _close(by: User, session: Session, stands: Standing) -> Step:
    return Step(
        "close",
        _("Tutup sesi"),
        closing(session, stands),
        reverse("lab:close_session", args=[session.pk]),
        _("Tutup sesi"),
        "check",
        rules.may_close(by, session),
    )


def chosen_first(every: Sequence[Step], session: Session, stands: Standing) -> tuple[Step, list[Step]]:
    """(the next step, whatever else may be done now)."""
    if session.state != SessionState.OPEN:
        return _over(session), []
    first = next(step for step in every if step.key == stands.next)
    others = [step for step in every if step is not first and step.may]
    return first, others


def _over(session: Session) -> Step:
    void = session.state == SessionState.VOID
    title = _("Sesi dibatalkan") if void else _("Sesi selesai")
    words = _("Rekamannya tetap tersimpan.") if void else _("Hasil setiap barang ada di bawah.")
    return Step("", title, words, "", "", "check", Verdict(False, words))


def spoken(form: forms.Form) -> list[str]:
    """What is wrong with the recording of a form, for the large card."""
    return [str(error) for error in form.errors.get("file", [])]


def said_of(form: forms.Form) -> dict[str, Any]:
    """What a recording form says, its bytes and its name for the action."""
    file = form.cleaned_data["file"]
    plain = {name: value for name, value in form.cleaned_data.items() if name not in ("file", "early")}
    return plain | {"name": file.name, "data": file.read()}
