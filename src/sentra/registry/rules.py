"""What may be. Every answer is a verdict with one translated sentence, or one such sentence a field."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sentra.base.people.models import STAFF_ROLES, Role, User
from sentra.base.permissions import ALLOWED, Verdict, role_among
from sentra.base.places.queries import districts, villages
from sentra.base.values.sentences import told
from sentra.engines import sheets
from sentra.registry.catalogue.fields import BY_KEY, PERSONAL_KEYS
from sentra.registry.models import Batch, BatchState, Status

By = User | AnonymousUser
Said = Mapping[str, Any]

EDITORS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.FIELD_OFFICER})
IMPORTERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER})
IMPORT_READERS = IMPORTERS | {Role.AUDITOR}  # who may look at every file, masked, and change nothing
UNMASKERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.AUDITOR})
READERS = STAFF_ROLES

MOST_ON_ONE = 30  # rows of one list on one business: a group's members under its leader are fewer
MANY_ROWS, DOUBLE_SHARE = 50, 0.5  # a list of some size half of which repeats itself is misread
LIKENESSES_A_ROW, MANY_LIKENESSES = 30, 100_000  # measured on both generators' lists: under two a row
# Reading is by the page; a file of every name and address leaves the house. It is for those who keep the
# register or inspect it (UU 27/2022, art. 16: only what the purpose needs). The regent's share is the
# summary, which is printed; a lab or workshop looks up the business it serves.
DOWNLOADERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.AUDITOR})


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


def may_merge(by: By, *district_codes: str | None) -> Verdict:
    """To make businesses of these districts one, or to part them again: whoever may edit them all."""
    found = (may_edit(by, code) for code in district_codes)
    return next((verdict for verdict in found if not verdict), ALLOWED)


def may_download(by: By, district_code: str) -> Verdict:
    """Rows as a file; a field officer takes those of the district they are assigned to."""
    verdict = role_among(by, READERS)
    if not verdict or not isinstance(by, User) or by.role in DOWNLOADERS:
        return verdict
    if by.role != Role.FIELD_OFFICER:
        words = _("Peran %(role)s membaca daftar di layar; mengunduhnya urusan petugas buku induk.")
        return Verdict(False, words % {"role": by.get_role_display()})
    if not by.district_code:
        return Verdict(False, _("Kecamatan tugas Anda belum ditetapkan, jadi belum ada yang dapat diunduh."))
    if district_code != by.district_code:
        return Verdict(False, _("Petugas lapangan mengunduh kecamatan tugasnya saja: pilih di saringan."))
    return ALLOWED


def may_import(by: By) -> Verdict:
    return role_among(by, IMPORTERS)


def may_read_imports(by: By) -> Verdict:
    return role_among(by, IMPORT_READERS)


def may_read_rows(by: By, batch: Batch) -> Verdict:
    """Rows are there from the check on, for as long as the file is kept."""
    verdict = may_read_imports(by)
    if verdict and batch.state not in (BatchState.STAGED, BatchState.COMMITTED, BatchState.UNDONE):
        return _not_now(batch, _("Baris berkas ini tidak ada: statusnya %(state)s."))
    return verdict


def may_return_workbook(by: By, batch: Batch) -> Verdict:
    """It holds personal numbers in clear, so it is for those who sent it."""
    verdict = may_import(by)
    if verdict and batch.state not in (BatchState.STAGED, BatchState.COMMITTED, BatchState.UNDONE):
        return _not_now(batch, _("Berkas bertanda tidak ada: status berkas ini %(state)s."))
    return _unless_forgotten(batch) if verdict else verdict


def _unless_forgotten(batch: Batch) -> Verdict:
    """The upload goes when somebody in it is forgotten."""
    if batch.file_key.wrapped is None:
        return Verdict(False, _("Unggahan ini dihapus karena seseorang di dalamnya dilupakan."), batch)
    return ALLOWED


def _not_now(batch: Batch, sentence: str) -> Verdict:
    return Verdict(False, sentence % {"state": batch.get_state_display()}, batch)


def may_commit(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    if verdict and batch.state != BatchState.STAGED:
        return _not_now(batch, _("Berkas ini tidak dapat disimpan: statusnya %(state)s."))
    return verdict


def may_undo(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    if verdict and batch.state != BatchState.COMMITTED:
        return _not_now(
            batch, _("Hanya berkas yang tersimpan dapat dibatalkan; status berkas ini %(state)s.")
        )
    return _unless_a_newer_edition_stands(batch) if verdict else verdict


def _unless_a_newer_edition_stands(batch: Batch) -> Verdict:
    """What a newer edition changed stands on the rows of this one: the newest is taken back first."""
    stands = Batch.objects.filter(source=batch.source, state=BatchState.COMMITTED)
    newer = stands.filter(committed_at__gt=batch.committed_at).order_by("-committed_at").first()
    if newer is None:
        return ALLOWED
    words = _("Batalkan dahulu edisi yang lebih baru dari daftar ini: %(file)s.")
    return Verdict(False, words % {"file": newer.file_name}, batch)


def may_choose_columns(by: By, batch: Batch) -> Verdict:
    """Until saving has begun the columns may be chosen again; every row is then checked again."""
    verdict = may_import(by)
    if verdict and batch.state not in (BatchState.SURVEYED, BatchState.STAGED):
        return _not_now(batch, _("Kolom tidak dapat diubah: status berkas ini %(state)s."))
    if verdict and batch.memberships.exists():
        return Verdict(False, _("Kolom tidak dapat diubah lagi: berkas ini sedang disimpan."), batch)
    return _unless_forgotten(batch) if verdict else verdict


def may_discard(by: By, batch: Batch) -> Verdict:
    verdict = may_import(by)
    unsaved = (BatchState.RECEIVED, BatchState.SURVEYED, BatchState.STAGED, BatchState.REFUSED)
    if verdict and batch.state not in unsaved:
        return _not_now(batch, _("Berkas ini tidak dapat dibuang: statusnya %(state)s."))
    return may_drop_rows(batch) if verdict else verdict


def may_drop_rows(batch: Batch) -> Verdict:
    """What was read of a file, until saving has begun; who may ask for it is another rule."""
    if batch.memberships.exists():
        return Verdict(False, _("Berkas ini sedang disimpan; tunggu, lalu batalkan bila perlu."), batch)
    return ALLOWED


def may_review(by: By) -> Verdict:
    """To say which records are one business, and to take that back."""
    return role_among(by, IMPORTERS)


def absurd(rows: int, doubles: int, most_on_one: int) -> sheets.Sentence | None:
    """Why so many likenesses cannot be true, or None. `doubles`: rows that equal another of the list;
    `most_on_one`: the most of them that fell on one business."""
    if most_on_one > MOST_ON_ONE:
        return sheets.say(
            "Penautan dihentikan: %(count)s baris tampak sebagai satu usaha. Periksa apakah kolomnya benar.",
            count=sheets.figure(most_on_one),
        )
    if rows >= MANY_ROWS and doubles > rows * DOUBLE_SHARE:
        return sheets.say(
            "Penautan dihentikan: %(doubles)s dari %(rows)s baris tampak sama dengan baris lain dalam daftar"
            " ini. Periksa apakah kolomnya benar.",
            doubles=sheets.figure(doubles),
            rows=sheets.figure(rows),
        )
    return None


def most_likenesses(rows: int) -> int:
    """Of a list with so many rows; what is more is not even looked at."""
    return max(MANY_LIKENESSES, LIKENESSES_A_ROW * rows)


def too_alike(rows: int, likenesses: int) -> sheets.Sentence | None:
    """Why so many likenesses are not weighed against each other, or None."""
    if likenesses <= most_likenesses(rows):
        return None
    return sheets.say(
        "Penautan dihentikan: setiap baris mirip dengan rata-rata lebih dari %(count)s baris lain. Periksa"
        " apakah kolomnya benar.",
        count=most_likenesses(rows) // rows,
    )


def may_unmask(by: By) -> Verdict:
    return role_among(by, UNMASKERS)


def may_erase(by: By) -> Verdict:
    return role_among(by, {Role.ADMINISTRATOR})


def may_settle_reference(by: By) -> Verdict:
    return role_among(by, {Role.ADMINISTRATOR})


# What may be said of a business, whoever says it through whichever door. A list passes the reader instead.

LONGEST = 300  # letters of a text
LONGEST_OF = {"note": 1000, "registration_no": 64, "siinas": 64, "capacity": 100}
MOST_WORKERS = 100_000
MOST_IDR = 10**15  # a thousand trillion: more than any regency makes
FIRST_YEAR = 1900
NIK_LIKE = re.compile(r"\D*(\d\D*){16}")
DIGITS = {
    "nib": (re.compile(r"\d{13}", re.ASCII), 13),
    "kbli": (re.compile(r"\d{5}", re.ASCII), 5),
}
SMALL = re.compile(r"\d{1,3}", re.ASCII)  # an RT or RW
BOUNDS = {"latitude": (-11.5, 6.5), "longitude": (94.5, 141.5)}  # Indonesia


def unsayable(values: Said, personal: Said, *, of: Said, at: datetime) -> dict[str, str]:
    """Why some of it may not be said, by field key; empty when all of it may.

    `of`: the values known so far. `values` as the register keeps them: numbers as numbers, a range as its
    `low` and `high`, places as codes; None says that there is nothing. `personal` as people write them.
    No sentence repeats a value.
    """
    found = {key: _fault(key, value, at=at) for key, value in values.items()}
    found |= {key: _personal_fault(key, value) for key, value in personal.items()}
    if values.keys() & {"district", "village"} and not (found.get("village") or found.get("district")):
        found["village"] = _place_fault({**of, **values})
    return {key: sentence for key, sentence in found.items() if sentence}


def _fault(key: str, value: Any, *, at: datetime) -> str:
    if key in PERSONAL_KEYS:
        return _("Nomor pribadi hanya diterima di bagian nomor pribadi, supaya tersimpan tersandi.")
    if key not in BY_KEY:
        return _("Isian ini tidak dikenal.")
    if value is None:
        return ""
    kind = BY_KEY[key].kind
    if kind in ("count", "workers", "money"):
        return _measure_fault(value, MOST_IDR if kind == "money" else MOST_WORKERS)
    if kind == "year":
        return _year_fault(value, at.year + 1)
    if key in BOUNDS:
        return _coordinate_fault(value, *BOUNDS[key])
    if not isinstance(value, str):
        return _("Isian ini harus berupa teks.")
    return _text_fault(key, value) or WORDED.get(key, _nothing)(key, value)


def _nothing(_key: str, _text: str) -> str:
    return ""


def _measure_fault(value: Any, most: int) -> str:
    ends = [value.get("low"), value.get("high")] if isinstance(value, Mapping) else [value, value]
    whole = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
    if len(whole) < len(ends):
        return _("Isian ini harus berupa bilangan bulat.")
    if not 0 <= whole[0] <= whole[1] <= most:
        return _("Bilangan ini di luar yang mungkin.")
    return ""


def _year_fault(value: Any, last: int) -> str:
    if not isinstance(value, int) or isinstance(value, bool) or not FIRST_YEAR <= value <= last:
        return _("Tahun harus di antara %(first)s dan %(last)s.") % {"first": FIRST_YEAR, "last": last}
    return ""


def _coordinate_fault(value: Any, least: float, most: float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return _("Koordinat harus berupa derajat desimal.")
    return "" if least <= value <= most else _("Koordinat ini di luar Indonesia.")


def _text_fault(key: str, text: str) -> str:
    longest = LONGEST_OF.get(key, LONGEST)
    if len(text) > longest:
        return _("Paling panjang %(longest)s huruf.") % {"longest": longest}
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\r\n\t" for sign in text):
        return _("Ada tanda yang tidak dapat disimpan.")
    return ""


def _digits_fault(key: str, text: str) -> str:
    shape, count = DIGITS[key]
    return "" if shape.fullmatch(text) else _("Harus %(count)s angka.") % {"count": count}


def _identifier_fault(_key: str, text: str) -> str:
    if NIK_LIKE.fullmatch(text):
        return _("Nomor ini berbentuk NIK atau KK; isikan di bagian nomor pribadi.")
    return ""


def _part_fault(_key: str, text: str) -> str:
    return "" if SMALL.fullmatch(text) else _("RT dan RW paling banyak tiga angka.")


def _day_fault(_key: str, text: str) -> str:
    try:
        return "" if date.fromisoformat(text).year >= FIRST_YEAR else _("Tanggal ini terlalu lama.")
    except ValueError:
        return _("Tanggal ditulis tahun-bulan-hari.")


def _choice_fault(key: str, text: str) -> str:
    choices = Status.values if key == "status" else ("L", "P")
    return "" if text in choices else _("Pilihan ini tidak ada.")


def _area_fault(key: str, code: str) -> str:
    known = districts() if key == "district" else villages()
    return "" if known.filter(code=code).exists() else _("Kode wilayah ini tidak dikenal.")


WORDED: dict[str, Callable[[str, str], str]] = {
    "nib": _digits_fault,
    "kbli": _digits_fault,
    "registration_no": _identifier_fault,
    "siinas": _identifier_fault,
    "rt": _part_fault,
    "rw": _part_fault,
    "observed_on": _day_fault,
    "status": _choice_fault,
    "sex": _choice_fault,
    "district": _area_fault,
    "village": _area_fault,
}


def _place_fault(told: Said) -> str:
    village, district = told.get("village"), told.get("district")
    if village and district and not village.startswith(f"{district}."):
        return _("Desa ini tidak di kecamatan itu.")
    return ""


def _personal_fault(key: str, value: Any) -> str:
    """The reader's own sentence; what is empty is simply not said."""
    if key not in PERSONAL_KEYS:
        return _("Isian ini bukan nomor pribadi.")
    if not isinstance(value, str):
        return _("Isian ini harus berupa teks.")
    parsed = sheets.parse_value(BY_KEY[key].kind, value)
    if parsed.value is None and value.strip():
        return " ".join(told(found.sentence) for found in parsed.findings) or _("Isian ini tidak terbaca.")
    return ""
