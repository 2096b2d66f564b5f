"""When goods may be bought, taken in, and put into somebody's hands; what is wrong with what was written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.programmes.catalogue import instruments
from sentra.programmes.catalogue.papers import BY_KEY
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    AwardState,
    Fund,
    Handover,
    Item,
    PackageLine,
    Paper,
    Purchase,
    Round,
    RoundState,
    ToolKind,
)
from sentra.programmes.rules.papers import day, missing
from sentra.programmes.rules.planning import fault_of_idr, in_state
from sentra.programmes.rules.roles import may_buy, may_prepare, may_record
from sentra.registry.rules import By

BUYING = (RoundState.DECREED, RoundState.DELIVERING)
HANDING = (RoundState.DECREED, RoundState.DELIVERING, RoundState.MONITORING)
IN_FORCE = (AwardState.DECREED, AwardState.AGREED, AwardState.DELIVERED)
MOST_PIECES = 1_000_000
LONGEST_SERIAL = 100


class Line(Protocol):
    """A line of an invoice as it is asked for: what, how many, at what price, for whom (None: spare)."""

    @property
    def kind(self) -> ToolKind: ...
    @property
    def quantity(self) -> int: ...
    @property
    def price_idr(self) -> int: ...
    @property
    def award(self) -> Award | None: ...


def may_purchase(by: By, round_: Round) -> Verdict:
    """Goods are bought for those whom the decree names."""
    verdict = may_buy(by)
    return in_state(round_, *BUYING) if verdict else verdict


def may_receive(by: By, purchase: Purchase) -> Verdict:
    """A delivery is taken in until nothing of the purchase is left to come."""
    verdict = may_purchase(by, purchase.round)
    if verdict and not purchase.items.filter(arrived_on=None).exists():
        return Verdict(
            False, _("Semua barang %(number)s sudah diterima.") % {"number": purchase.number}, purchase.round
        )
    return verdict


def may_hand_over(by: By, award: Award) -> Verdict:
    """Once to each recipient, after the agreement; a field officer in their own district."""
    verdict = may_record(by, award.proposal.snapshot["district"])
    if not verdict:
        return verdict
    if award.state == AwardState.DELIVERED:
        return Verdict(
            False, _("Barang untuk %(award)s sudah diserahkan.") % {"award": award.proposal}, award.proposal
        )
    if award.state != AwardState.AGREED:
        words = _("Barang diserahkan setelah perjanjian ditandatangani; bantuan ini %(state)s.")
        return Verdict(False, words % {"state": award.get_state_display().lower()}, award.proposal)
    return in_state(award.round, *HANDING)


def may_issue_handovers(by: By, round_: Round) -> Verdict:
    """The papers of all handovers of a round, drawn and signed at once."""
    verdict = may_prepare(by)
    return in_state(round_, *HANDING) if verdict else verdict


def may_issue_handover(by: By, handover: Handover) -> Verdict:
    """Whoever hands over may print the paper on the spot."""
    verdict = may_record(by, handover.award.proposal.snapshot["district"])
    return in_state(handover.award.round, *HANDING) if verdict else verdict


def may_cancel_handover(by: By, handover: Handover, reason: str) -> Verdict:
    """A handover that was recorded wrongly; not after somebody has gone to look at the goods."""
    verdict = may_prepare(by)
    proposal = handover.award.proposal
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), proposal)
    if verdict and handover.award.inspections.exists():
        return Verdict(False, _("Penyerahan ini sudah dipantau dan tidak dapat dibatalkan."), proposal)
    if verdict and handover.items.filter(transfers__isnull=False).exists():
        return Verdict(
            False, _("Barangnya sudah dialihkan, jadi penyerahan tidak dapat dibatalkan."), proposal
        )
    return in_state(handover.award.round, *HANDING) if verdict else verdict


def missing_papers(award: Award, existing: Iterable[Paper]) -> Verdict:
    """The papers that the instrument asks for before goods leave the office's hands."""
    instrument = instruments.BY_KEY[award.round.programme.instrument]
    if lacking := missing(instrument.awarded, existing):
        names = ", ".join(str(BY_KEY[kind].label) for kind in lacking)
        return Verdict(False, _("Belum ada: %(papers)s.") % {"papers": names}, award.proposal)
    return Verdict(True)


def goods_ready(award: Award, lines: Iterable[PackageLine], items: Sequence[Item], on: date) -> Verdict:
    """All that was awarded and nothing else, here on the day it is handed over."""
    awarded = {line.kind_id: line for line in lines}
    if foreign := next((item for item in items if item.kind_id not in awarded), None):
        words = _("%(kind)s tidak ada di paket %(package)s.")
        return Verdict(False, words % {"kind": foreign.kind, "package": award.package}, award.proposal)
    for line in awarded.values():
        ready = sum(item.quantity for item in items if item.kind_id == line.kind_id and item.arrived_on)
        if ready != line.quantity:
            words = _("%(kind)s: %(ready)s dari %(wanted)s %(unit)s siap diserahkan.")
            told = {"kind": line.kind, "ready": ready, "wanted": line.quantity, "unit": line.kind.unit}
            return Verdict(False, words % told, award.proposal)
    late = max(items, key=lambda item: item.arrived_on or on, default=None)
    if late and late.arrived_on and late.arrived_on > on:
        words = _("BAST bertanggal %(on)s tidak dapat mendahului penerimaan %(kind)s pada %(arrived)s.")
        told = {"on": day(on), "kind": late.kind, "arrived": day(late.arrived_on)}
        return Verdict(False, words % told, award.proposal)
    return Verdict(True)


def faults_of_handover(
    *,
    place: str,
    receiver: str,
    items: Iterable[Item],
    serials: Mapping[int, str],
    photo: bytes,
    signature: bytes,
) -> dict[str, str]:
    """One sentence a field; a serial by `serial_<item>`."""
    faults = {
        "place": "" if place.strip() else _("Isi tempat penyerahan."),
        "receiver": "" if receiver.strip() else _("Isi nama yang menerima."),
        "photo": "" if photo else _("Ambil foto penyerahan."),
        "signature": "" if signature else _("Tanda tangan penerima belum ada."),
    }
    taken = set[tuple[int, str]]()
    for item in items:
        serial = serials.get(item.pk, "").strip()
        mark = (item.kind_id, serial.casefold())
        faults[f"serial_{item.pk}"] = _fault_of_serial(item, serial, mark in taken)
        taken.add(mark)
    return faults


def _fault_of_serial(item: Item, serial: str, taken: bool) -> str:
    if item.kind.serial_asked and not serial:
        return _("Isi nomor seri %(kind)s.") % {"kind": item.kind}
    if not serial:
        return ""
    if len(serial) > LONGEST_SERIAL:
        return _("Paling panjang %(longest)s huruf.") % {"longest": LONGEST_SERIAL}
    others = Item.objects.filter(kind=item.kind, serial__iexact=serial).exclude(pk=item.pk)
    if taken or others.exists():
        return _("Nomor seri %(serial)s sudah dipakai barang lain.") % {"serial": serial}
    return ""


def faults_of_purchase(
    round_: Round,
    *,
    fund: Fund,
    supplier: str,
    number: str,
    bought_on: date,
    invoice_idr: int,
    lines: Sequence[Line],
    today: date,
) -> dict[str, str]:
    """One sentence a field, a line by `line_<number>`. Whether the invoice adds up is shown, not asked."""
    faults = {
        "fund": "" if fund.programme_id == round_.programme_id else _("Dana ini bukan milik program ini."),
        "supplier": "" if supplier.strip() else _("Isi nama penyedia."),
        "number": _fault_of_number(round_, number.strip()),
        "bought_on": "" if bought_on <= today else _("Tanggal pembelian belum tiba."),
        "invoice_idr": fault_of_amount(invoice_idr),
        "lines": "" if lines else _("Isi paling sedikit satu baris barang."),
    }
    wanted = dict[tuple[int, int], int]()
    for place, line in enumerate(lines, start=1):
        faults[f"line_{place}"] = _fault_of_line(round_, fund, place, line, wanted)
    return faults


def _fault_of_number(round_: Round, number: str) -> str:
    if not number:
        return _("Isi nomor kontrak atau faktur.")
    if round_.purchases.filter(number=number).exists():
        return _("Pembelian bernomor %(number)s sudah tercatat.") % {"number": number}
    return ""


def fault_of_amount(amount: Any) -> str:
    return _("Isi jumlah rupiah lebih dari nol.") if fault_of_idr(amount) else ""


def _fault_of_line(
    round_: Round, fund: Fund, place: int, line: Line, wanted: dict[tuple[int, int], int]
) -> str:
    """`wanted`: pieces that earlier lines of this invoice already bring to an award, by award and kind."""
    told = {"line": place, "kind": line.kind}
    if line.kind.round_id != round_.pk:
        return _("Baris %(line)s: %(kind)s bukan alat putaran ini.") % told
    if not 0 < line.quantity <= MOST_PIECES:
        return _("Baris %(line)s: isi jumlah %(kind)s lebih dari nol.") % told
    if fault_of_amount(line.price_idr):
        return _("Baris %(line)s: isi harga %(kind)s lebih dari nol.") % told
    if line.award is None:
        return ""
    if line.award.round_id != round_.pk or line.award.state not in IN_FORCE:
        return _("Baris %(line)s: bantuan itu tidak berlaku di putaran ini.") % told
    if line.award.fund_id != fund.pk:
        return _("Baris %(line)s: bantuan itu dibiayai dana lain.") % told
    key = (line.award.pk, line.kind.pk)
    wanted[key] = wanted.get(key, 0) + line.quantity
    if wanted[key] > still_wanted(line.award, line.kind):
        return _("Baris %(line)s: %(kind)s melebihi paket penerima.") % told
    return ""


def still_wanted(award: Award, kind: ToolKind) -> int:
    """Pieces of a kind that the award grants and nobody has bought yet; a deed of transfer grants none."""
    if award.origin == AwardOrigin.TRANSFER:
        return 0
    granted = sum(line.quantity for line in award.package.lines.filter(kind=kind))
    bought = Item.objects.filter(Q(award=award) | Q(handover__award=award), kind=kind)  # what moved on, too
    return granted - sum(bought.values_list("quantity", flat=True))
