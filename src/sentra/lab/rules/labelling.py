"""When an item may bear the laboratory's label."""

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.lab.models import ReportState, Specimen, SpecimenRole
from sentra.lab.rules.roles import may_authorise, may_read_lab
from sentra.registry.rules import By


def may_issue_label(by: By, specimen: Specimen) -> Verdict:
    """An item a standing report speaks of, once: a code that was revoked is not given again."""
    verdict = may_authorise(by)
    if verdict and specimen.role != SpecimenRole.ITEM:
        return Verdict(False, _("Label hanya untuk barang uji, bukan untuk knalpot asli."), specimen)
    if verdict and specimen.label_code is not None:
        return Verdict(False, _("Barang ini sudah berlabel."), specimen)
    if verdict and not _reported(specimen):
        return Verdict(False, _("Label diberikan setelah laporan barang ini terbit."), specimen)
    return verdict


def may_revoke_label(by: By, specimen: Specimen, reason: str) -> Verdict:
    verdict = may_authorise(by)
    if verdict and (specimen.label_code is None or specimen.label_revoked_at is not None):
        return Verdict(False, _("Barang ini tidak berlabel, atau labelnya sudah dicabut."), specimen)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), specimen)
    return verdict


def may_print_label(by: By, specimen: Specimen) -> Verdict:
    """As often as the maker needs it, while it counts and a report speaks of the item."""
    verdict = may_read_lab(by)
    if verdict and (specimen.label_code is None or specimen.label_revoked_at is not None):
        return Verdict(False, _("Barang ini tidak berlabel, atau labelnya sudah dicabut."), specimen)
    if verdict and not _reported(specimen):
        return Verdict(
            False, _("Label dicetak selama laporan barang ini berlaku; laporannya sudah tidak."), specimen
        )
    return verdict


def _reported(specimen: Specimen) -> bool:
    return specimen.measurements.filter(results__reports__state=ReportState.ISSUED).exists()
