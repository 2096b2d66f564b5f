"""Lists of other offices, findings let pass, and who on the committee keeps out of what."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.engines import sheets
from sentra.programmes.actions.planning import locked
from sentra.programmes.actions.proposing import held
from sentra.programmes.models import (
    OutsideEntry,
    OutsideList,
    Proposal,
    Recusal,
    Round,
    Seat,
    Waiver,
)
from sentra.programmes.queries.applicants import address_token
from sentra.programmes.queries.screening import findings, shared_with
from sentra.programmes.rules import findings as rules
from sentra.programmes.rules.roles import may_read_aid

FIELDS = (
    sheets.Field("nik", "nik", ("nik", "no nik", "no ktp", "nomor ktp", "nomor induk kependudukan"), "NIK"),
    sheets.Field("kk", "kk", ("kk", "no kk", "nomor kk", "kartu keluarga"), "KK"),
    sheets.Field("bank_account", "bank_account", ("rekening", "no rekening", "nomor rekening"), "Rekening"),
    sheets.Field("owner_name", "name", ("nama", "nama penerima", "nama pegawai", "nama debitur"), "Nama"),
    sheets.Field("given_on", "date", ("tanggal", "tanggal terima", "tgl", "tanggal bantuan"), "Tanggal"),
    sheets.Field("what", "text", ("bantuan", "jenis bantuan", "keterangan", "uraian", "barang"), "Bantuan"),
)
NUMBERS = ("nik", "kk", "bank_account")
NO_PLACES = sheets.Gazetteer({}, ())


class UnreadableList(ValueError):
    """An outside list in which no column of numbers was found; says what was seen."""


class UnknownMember(ValueError):
    """Somebody who is not on the committee of this round."""


@transaction.atomic
def receive_outside_list(
    *, by: User, at: datetime, kind: str, title: str, as_of: date, file_name: str, data: bytes
) -> OutsideList:
    """Reads another office's list and keeps only keyed tokens of its numbers; the file is not stored.

    Raises Unfit, UnreadableList. Rows without a number that can be read are counted, so that nobody believes
    they were compared.
    """
    refuse_unless(rules.may_keep_lists(by))
    today = localtime(at).date()
    unfit_unless_none(rules.faults_of_list(kind=kind, title=title, as_of=as_of, today=today))
    rows = _rows(data, file_name)
    told = [(row, numbers) for row in rows if (numbers := _numbers(row))]
    if not told:
        raise UnreadableList(_("Tidak ada kolom NIK, KK, atau rekening yang terbaca di berkas ini."))
    made = OutsideList.objects.create(
        kind=kind,
        title=title.strip()[:200],
        as_of=as_of,
        rows=len(rows),
        unread=len(rows) - len(told),
        recorded_at=at,
        recorded_by=by,
    )
    OutsideEntry.objects.bulk_create(
        [_entry(made, row, scheme, number) for row, numbers in told for scheme, number in numbers.items()],
        batch_size=500,
    )
    new = {"kind": kind, "title": made.title, "rows": made.rows, "unread": made.unread}
    record(by=by, at=at, act="receive_outside_list", subject=made, new=new)
    return made


def _rows(data: bytes, file_name: str) -> list[sheets.Row]:
    try:
        book = sheets.read(data, file_name)
    except sheets.Unreadable as wrong:
        raise UnreadableList(str(wrong.sentence)) from wrong
    places = sheets.Places(NO_PLACES)
    found: list[sheets.Row] = []
    for grid in book.sheets:
        layout = sheets.survey(grid, FIELDS, places)
        if any(column.field in NUMBERS for column in layout.columns):
            found += sheets.parse_rows(grid, layout, FIELDS, places)
    return found


def _numbers(row: sheets.Row) -> dict[str, str]:
    return {scheme: str(row.values[scheme]) for scheme in NUMBERS if row.values.get(scheme)}


def _entry(outside: OutsideList, row: sheets.Row, scheme: str, number: str) -> OutsideEntry:
    on = row.values.get("given_on")
    return OutsideEntry(
        outside=outside,
        scheme=scheme,
        token=vault.token(scheme, number),
        row=row.number,
        given_on=on if isinstance(on, date) else None,
        what=sheets.mask_numbers(str(row.values.get("what") or ""))[:200],
    )


@transaction.atomic
def withdraw_outside_list(*, by: User, at: datetime, outside: OutsideList, reason: str) -> OutsideList:
    """The list no longer counts; it stays on record."""
    outside = OutsideList.objects.select_for_update().get(pk=outside.pk)
    refuse_unless(rules.may_withdraw_list(by, outside, reason))
    outside.in_effect = False
    outside.save(update_fields=["in_effect"])
    record(by=by, at=at, act="withdraw_outside_list", subject=outside, reason=reason)
    return outside


@transaction.atomic
def waive_finding(*, by: User, at: datetime, proposal: Proposal, finding: str, reason: str) -> Waiver:
    """Lets one finding pass, with the reason, which stands beside it for good."""
    proposal = held(proposal)
    found = next((one for one in findings(proposal) if one.key == finding), None)
    refuse_unless(rules.may_waive(by, proposal, found, reason))
    made = Waiver.objects.create(
        proposal=proposal, finding=finding, reason=sheets.mask_numbers(reason.strip()), at=at, by=by
    )
    record(by=by, at=at, act="waive_finding", subject=proposal, new={"finding": finding}, reason=reason)
    return made


@transaction.atomic
def seat_member(*, by: User, at: datetime, round_: Round, member: User) -> Seat:
    """Names a member of the committee of a round; naming again changes nothing."""
    round_ = locked(round_)
    refuse_unless(rules.may_seat(by, round_.state))
    refuse_unless(may_read_aid(member))
    seat, made = Seat.objects.get_or_create(round=round_, member=member)
    if made:
        record(by=by, at=at, act="seat_member", subject=round_, new={"member": member.pk})
    return seat


@transaction.atomic
def unseat_member(*, by: User, at: datetime, seat: Seat, reason: str) -> None:
    """Somebody named by mistake, or who left: the seat goes with what was declared and what was kept out of;
    the audit keeps both.
    """
    round_ = locked(seat.round)
    refuse_unless(rules.may_unseat(by, round_.state, reason))
    recusals = seat.recusals.order_by("proposal__number").values_list("proposal__number", flat=True)
    old = {"member": seat.member_id, "declared": sorted(seat.tokens), "recused": list(recusals)}
    record(by=by, at=at, act="unseat_member", subject=round_, old=old, reason=reason.strip())
    seat.delete()


@transaction.atomic
def declare_numbers(
    *, by: User, at: datetime, round_: Round, numbers: Mapping[str, str], village: str, address: str
) -> Seat:
    """A member declares, before the freeze, what kinship is found by. Only tokens are kept. Raises
    UnknownMember, Unfit.

    `numbers`: nik, kk, phone (as +62…), bank; an empty one is left out.
    """
    seat = Seat.objects.filter(round=round_, member=by).first()
    if seat is None:
        raise UnknownMember(_("Anda bukan anggota panitia putaran ini."))
    refuse_unless(rules.may_declare(locked(round_).state))
    schemes = {"nik": "nik", "kk": "kk", "phone": "phone", "bank": "bank_account"}
    told = {name: [vault.token(schemes[name], number)] for name, number in numbers.items() if number}
    told |= {"address": [address_token(village, address)]} if address.strip() else {}
    if not told:
        raise Unfit({"nik": _("Isi paling sedikit satu; tanpa itu tidak ada yang dapat dibandingkan.")})
    seat.tokens = told
    seat.declared_at = at
    seat.save(update_fields=["tokens", "declared_at"])
    record(by=by, at=at, act="declare_numbers", subject=seat, new={"told": sorted(seat.tokens)})
    return seat


@transaction.atomic
def declare_recusal(*, by: User, at: datetime, proposal: Proposal, reason: str) -> Recusal:
    """A member keeps out of one proposal; declared twice it is one. Raises UnknownMember."""
    proposal = Proposal.objects.select_related("round").get(pk=proposal.pk)
    seat = Seat.objects.filter(round=proposal.round_id, member=by).first()
    if seat is None:
        raise UnknownMember(_("Anda bukan anggota panitia putaran ini."))
    shared = shared_with(seat, proposal)
    refuse_unless(rules.may_recuse(by, proposal, shared, reason))
    told = {"shared": shared, "reason": sheets.mask_numbers(reason.strip()), "declared_at": at}
    recusal, made = Recusal.objects.get_or_create(seat=seat, proposal=proposal, defaults=told)
    if made:
        record(by=by, at=at, act="declare_recusal", subject=proposal, new={"shared": shared}, reason=reason)
    return recusal
