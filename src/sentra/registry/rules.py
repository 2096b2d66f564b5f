"""What may be. Every answer is a verdict with one translated sentence."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sentra.base.people.models import STAFF_ROLES, Role, User
from sentra.base.permissions import ALLOWED, Verdict, role_among
from sentra.registry.models import Batch, BatchState

By = User | AnonymousUser

EDITORS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.FIELD_OFFICER})
IMPORTERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER})
UNMASKERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.AUDITOR})
READERS = STAFF_ROLES


def may_read_register(by: By) -> Verdict:
    """Staff read the whole register; owners, buyers and the public have pages of their own."""
    return role_among(by, READERS)


def may_register(by: By) -> Verdict:
    return role_among(by, EDITORS)


def may_edit(by: By, district_code: str | None) -> Verdict:
    """A field officer edits only in the district they are assigned to."""
    verdict = role_among(by, EDITORS)
    if not verdict or not isinstance(by, User) or by.role != Role.FIELD_OFFICER or not by.district_code:
        return verdict
    if district_code and district_code != by.district_code:
        return Verdict(False, _("Usaha ini di luar kecamatan tugas Anda."))
    return ALLOWED


def may_import(by: By) -> Verdict:
    return role_among(by, IMPORTERS)


def may_commit(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    if verdict and batch.state != BatchState.STAGED:
        return Verdict(
            False,
            _("Berkas ini belum siap disimpan: statusnya %(state)s.") % {"state": batch.get_state_display()},
        )
    return verdict


def may_undo(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    if verdict and batch.state != BatchState.COMMITTED:
        return Verdict(False, _("Hanya berkas yang tersimpan dapat dibatalkan."))
    return verdict


def may_discard(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    if verdict and batch.state not in (
        BatchState.RECEIVED,
        BatchState.SURVEYED,
        BatchState.STAGED,
        BatchState.REFUSED,
    ):
        return Verdict(False, _("Berkas yang sudah tersimpan tidak dapat dibuang, hanya dibatalkan."))
    return verdict


def may_unmask(by: By) -> Verdict:
    return role_among(by, UNMASKERS)


def may_erase(by: By) -> Verdict:
    return role_among(by, {Role.ADMINISTRATOR})


def may_settle_reference(by: By) -> Verdict:
    return role_among(by, {Role.ADMINISTRATOR})
