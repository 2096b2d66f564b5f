"""Figures that were published about a programme: what may be written down of them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.programmes.models import Counted, Programme, PublishedTotal
from sentra.programmes.rules.planning import MOST_IDR
from sentra.programmes.rules.roles import may_prepare
from sentra.registry.rules import By

MOST_PARTS = 200


def may_record_total(by: By) -> Verdict:
    return may_prepare(by)


def may_remove_total(by: By, total: PublishedTotal, reason: str) -> Verdict:
    """One that was typed wrongly; what was published wrongly stays."""
    verdict = may_prepare(by)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), total)
    return verdict


def faults_of_total(
    programme: Programme,
    *,
    title: str,
    source: str,
    counted: str,
    stated: int,
    parts: Sequence[tuple[str, int]],
) -> dict[str, str]:
    """One sentence a field, a part by `part_<number>`. Whether they add up is shown, not asked."""
    faults = {
        "title": _fault_of_title(programme, title.strip()),
        "source": "" if source.strip() else _("Tulis di mana angka ini dibaca."),
        "counted": "" if counted in Counted.values else _("Pilih apa yang dihitung."),
        "stated": "" if 0 <= stated <= MOST_IDR else _("Isi jumlah yang dinyatakan."),
        "parts": "" if 0 < len(parts) <= MOST_PARTS else _("Isi satu sampai 200 baris rincian."),
    }
    for number, (label, amount) in enumerate(parts, start=1):
        right = label.strip() and 0 <= amount <= MOST_IDR
        faults[f"part_{number}"] = (
            "" if right else _("Baris %(line)s: tulis nama; jumlah.") % {"line": number}
        )
    return faults


def _fault_of_title(programme: Programme, title: str) -> str:
    if not title:
        return _("Isi apa yang dinyatakan.")
    if programme.totals.filter(title=title).exists():
        return _("%(title)s sudah dicatat.") % {"title": title}
    return ""
