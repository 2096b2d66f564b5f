"""Instruments, certificates, methods and limits in words for their pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from sentra.base.people.models import User
from sentra.lab.models import Certificate, Instrument
from sentra.lab.queries.bench import Tool
from sentra.lab.queries.keeping import LimitShown
from sentra.lab.rules import keeping as rules


@dataclass(frozen=True, slots=True)
class InstrumentTold:
    instrument: Instrument
    certificate: Certificate | None
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class CertificateTold:
    certificate: Certificate
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class LimitTold:
    """A limit with what may be done about it; `may_verify` is a Verdict only for those that are rows."""

    limit: LimitShown
    words: str
    tone: str
    may_verify: bool
    why_not: str
    may_withdraw: bool


def instruments(found: Iterable[Tool]) -> list[InstrumentTold]:
    return [InstrumentTold(tool.instrument, tool.certificate, *_standing(tool)) for tool in found]


def _standing(tool: Tool) -> tuple[str, str]:
    if tool.instrument.retired_at:
        return _("tidak dipakai lagi"), ""
    if tool.covers:
        return _("berlaku"), "ok"
    if not tool.needed:
        return _("tanpa sertifikat yang berlaku"), "warn"
    return (_("kedaluwarsa"), "bad") if tool.certificate else (_("tanpa sertifikat"), "bad")


def certificates(one: Instrument, on: date) -> list[CertificateTold]:
    """The newest first."""
    rows = one.certificates.select_related("recorded_by").order_by("-valid_until", "-pk")
    return [CertificateTold(row, *_validity(row, on)) for row in rows]


def _validity(row: Certificate, on: date) -> tuple[str, str]:
    if row.withdrawn_at:
        return _("dicabut"), "bad"
    if on < row.valid_from:
        return _("belum berlaku"), "warn"
    return (_("berlaku"), "ok") if on <= row.valid_until else (_("kedaluwarsa"), "bad")


def limits(found: Sequence[LimitShown], by: User) -> list[LimitTold]:
    return [_limit(one, by) for one in found]


def _limit(one: LimitShown, by: User) -> LimitTold:
    if one.row is None:
        words, tone = _("belum dicocokkan dengan lembaran resminya"), "warn"
        return LimitTold(one, words, tone, may_verify=False, why_not="", may_withdraw=False)
    verify = rules.may_verify(by, one.row)
    waits = not one.verified_by and not one.row.withdrawn_at
    return LimitTold(
        one,
        *_verified(one),
        may_verify=bool(verify),
        why_not=verify.reason if waits and not verify else "",
        may_withdraw=bool(rules.may_withdraw(by, one.row, "-")),
    )


def _verified(one: LimitShown) -> tuple[str, str]:
    if one.row is not None and one.row.withdrawn_at:
        return _("dicabut: %(reason)s") % {"reason": one.row.withdrawn_reason}, "bad"
    if not one.verified_by:
        return _("menunggu dicocokkan orang lain"), "warn"
    return _("dicocokkan oleh %(name)s") % {"name": one.verified_by}, "ok"
