"""Evidence and comparisons in words: what the pages of linkage say, one sentence a factor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from sentra.base.values.sentences import told
from sentra.registry import queries
from sentra.registry.catalogue.fields import LABELS
from sentra.registry.models import Decision, LinkEvent, LinkEventKind, Profile, SourceRecord
from sentra.web import charts
from sentra.web.numbers import decimal_comma
from sentra.web.registry.wording import Places, worded
from sentra.web.templatetags.registry_words import record_place

COMPARISONS = {
    "name": gettext_noop("Nama pemilik"),
    "business": gettext_noop("Nama usaha"),
    "group": gettext_noop("Kelompok"),
    "place": gettext_noop("Tempat"),
    "distance": gettext_noop("Jarak"),
    "phone": gettext_noop("Nomor HP"),
    "nik": gettext_noop("NIK"),
    "nib": gettext_noop("NIB"),
    "product": gettext_noop("Produk"),
    "list": gettext_noop("Asal daftar"),
    "craft": gettext_noop("Produk umum desa"),
    "homonym": gettext_noop("Nama desa kembar"),
    "sibling": gettext_noop("Usaha lain pemilik"),
    "context": gettext_noop("Pola jawaban"),
}
VETOES = {
    "nik": gettext_noop("Tidak ditautkan tanpa petugas karena NIK keduanya lengkap dan berbeda."),
    "nib": gettext_noop("Tidak ditautkan tanpa petugas karena NIB keduanya lengkap dan berbeda."),
    "size": gettext_noop("Tidak ditautkan tanpa petugas karena sudah terlalu banyak baris di usaha itu."),
    "rival": gettext_noop(
        "Tidak ditautkan tanpa petugas karena baris lain dari daftar yang sama juga cocok."
    ),
    "waiting": gettext_noop("Tidak ditautkan tanpa petugas karena salah satunya masih menunggu jawaban."),
}
VETOED = gettext_noop("Tidak ditautkan tanpa petugas: ada aturan yang menghalanginya.")
MARKS = {
    "same": gettext_noop("sama"),
    "different": gettext_noop("berbeda"),
    "lone": gettext_noop("satu kosong"),
}
NEAR_CERTAIN = 0.99
CHART = 480  # units wide: half a page, so that its letters are as large as those beside it


@dataclass(frozen=True, slots=True)
class Weighed:
    """Evidence as a page shows it: the waterfall, and (factor, bits, sentence, for it) per bar."""

    chart: SafeString
    factors: list[tuple[str, str, str, bool]]
    prior: str
    total: str
    sum: str
    veto: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column: where the record comes from, and the business it describes."""

    letter: str
    title: str
    detail: str
    badge: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of records side by side: (letter, words) a record, and whether the first two agree."""

    label: str
    cells: list[tuple[str, str]]
    agreement: str
    mark: str


def weighed(evidence: queries.Evidence) -> Weighed:
    steps = [charts.Step(comparison(f), f.start, f.end) for f in evidence.factors]
    first = charts.Step(pgettext("bukti", "Awal"), 0, evidence.prior)
    total = pgettext("bukti", "Jumlah")
    drawing = charts.waterfall(_("Bobot bukti"), first, steps, total, width=CHART, words=signed)
    factors = [(comparison(f), signed(f.bits), told(f.sentence), f.bits >= 0) for f in evidence.factors]
    veto = _(VETOES.get(evidence.veto, VETOED)) if evidence.veto else ""
    total = signed(evidence.weight)
    return Weighed(drawing, factors, signed(evidence.prior), chance(evidence), total, veto)


def comparison(factor: queries.Factor) -> str:
    return _(COMPARISONS[factor.comparison])


def signed(bits: float) -> str:
    """+9,4 or −5,6."""
    written = decimal_comma(bits)
    return written if bits < 0 else f"+{written}"


def chance(evidence: queries.Evidence) -> str:
    p = evidence.probability
    if p > NEAR_CERTAIN:
        return _("Menurut bukti ini, kemungkinan keduanya satu usaha lebih dari 99%.")
    if p < 1 - NEAR_CERTAIN:
        return _("Menurut bukti ini, kemungkinan keduanya satu usaha kurang dari 1%.")
    words = _("Menurut bukti ini, kemungkinan keduanya satu usaha sekitar %(percent)s%%.")
    return words % {"percent": round(100 * p)}


def letters(count: int) -> list[str]:
    """A, B, C …: what records side by side are called."""
    return [chr(ord("A") + number) if number < 26 else str(number + 1) for number in range(count)]


def heads_of_records(sides: Sequence[queries.Side]) -> list[Head]:
    return [_head_of_record(letter, side) for letter, side in zip(letters(len(sides)), sides, strict=True)]


def _head_of_record(letter: str, side: queries.Side) -> Head:
    place = record_place(side.record)
    title = side.record.source.title if side.record.batch else _("Ketikan petugas")
    if side.business is None:
        return Head(letter, title, place, _("menunggu"), "warn", "")
    url = reverse("registry:business", args=[side.business.business_id])
    return Head(letter, title, place, side.business.name, "ok", url)


def heads_of_businesses(winner: Profile, loser: Profile) -> list[Head]:
    fates = ((winner, _("nomor ini dipertahankan"), "ok"), (loser, _("dibaca sebagai A"), "warn"))
    return [
        Head(
            letter,
            one.name,
            _("nomor %(number)s") % {"number": one.business_id},
            fate,
            tone,
            reverse("registry:business", args=[one.business_id]),
        )
        for letter, (one, fate, tone) in zip(letters(2), fates, strict=True)
    ]


def rows(lines: Sequence[queries.Line], places: Places) -> list[Row]:
    return [_row(line, places) for line in lines]


def _row(line: queries.Line, places: Places) -> Row:
    words = [worded(line.key, value, places) for value in line.told]
    label = _("RT/RW") if line.key == "rt" else _(LABELS[line.key])
    mark = _(MARKS[line.agreement]) if line.agreement else ""
    return Row(label, list(zip(letters(len(words)), words, strict=True)), line.agreement, mark)


def name_of(row: SourceRecord) -> str:
    """What people call a row: the business, else its owner."""
    return str(row.values.get("business_name") or row.values.get("owner_name") or _("tanpa nama"))


def came(one: queries.Belonging) -> str:
    """How a record came to its business, in a sentence."""
    writers: dict[str, Callable[[], str]] = {
        "made": lambda: _made(one),
        "typed": lambda: _("Diketik petugas pada usaha ini."),
        "edition": lambda: _("Edisi baru dari baris yang sudah tercatat pada usaha ini."),
        "sure": lambda: _("Ditautkan saat impor: buktinya cukup kuat tanpa bertanya."),
        "decided": lambda: _("Petugas menyatakan baris ini usaha yang sama."),
        "parted": lambda: _("Dilepas petugas dari usaha lain dan berdiri sendiri."),
    }
    return writers[one.kind]()


def _made(one: queries.Belonging) -> str:
    if one.merge is None:
        return _("Baris ini mencatat usaha ini pertama kali.")
    return _("Baris ini mencatat usaha nomor %(number)s pertama kali.") % {"number": one.merge.other_id}


def decided(decision: Decision) -> str:
    """What somebody said of two rows."""
    if any(event.kind == LinkEventKind.DETACH for event in decision.events.all()):
        return _("Dilepas")
    return _("Sama") if decision.same else _("Berbeda")


def merged(event: LinkEvent) -> str:
    return _("Usaha nomor %(loser)s digabungkan ke nomor %(winner)s") % {
        "loser": event.other_id,
        "winner": event.business_id,
    }
