"""Who may what, and when: the rules of the register as tables, each refusal with the sentence people read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sentra.base.people.models import User
from sentra.base.permissions import Verdict
from sentra.registry import actions, rules
from sentra.registry.actions.showing import new_businesses
from sentra.registry.models import Batch, BatchState, Membership
from tests import cast
from tests.rooms.registry.lists import AT, KENANGA, KENANGA_AGAIN, committed, ran, staged, written

OUTSIDERS = {cast.KARTI, cast.SARJA}
KEEPERS = {cast.WIRA, cast.BRAMA, cast.SEKAR}  # of the register
MAY: dict[Callable[[rules.By], Verdict], set[cast.Part]] = {
    rules.may_read_register: set(cast.ALL) - OUTSIDERS,
    rules.may_register: KEEPERS | {cast.RENGGA},
    rules.may_import: KEEPERS,
    rules.may_read_imports: KEEPERS | {cast.GANDE},
    rules.may_review: KEEPERS,
    rules.may_unmask: KEEPERS | {cast.GANDE},
    rules.may_erase: {cast.WIRA},
    rules.may_settle_reference: {cast.WIRA},
}


def person(part: cast.Part, **otherwise: Any) -> User:
    """Somebody of the cast, whom rules need not look up."""
    facts = {"name": part.name, "role": part.role, "district_code": part.district_code}
    return User(**(facts | otherwise))


def said(verdict: Verdict) -> str:
    """Empty when it is allowed."""
    assert bool(verdict) == (not verdict.reason)
    return verdict.reason


# Who


@pytest.mark.parametrize("rule", MAY, ids=lambda rule: rule.__name__)
def test_each_role_may_or_is_told_that_it_may_not(rule: Callable[[rules.By], Verdict]) -> None:
    told = {part: said(rule(person(part))) for part in cast.ALL}
    refused = {part: f"Peran {part.role.label} tidak berwenang untuk ini." for part in cast.ALL}
    assert told == refused | dict.fromkeys(MAY[rule], "")


@pytest.mark.parametrize("rule", MAY, ids=lambda rule: rule.__name__)
def test_nobody_may_who_has_not_signed_in_or_has_left(rule: Callable[[rules.By], Verdict]) -> None:
    assert said(rule(AnonymousUser())) == "Anda belum masuk."
    assert said(rule(person(cast.WIRA, is_active=False))) == "Akun ini tidak aktif."


# Where

BOBOTSARI, KALIMANAH = "33.03.09", "33.03.08"
OUTSIDE = "Usaha ini di luar kecamatan tugas Anda."


@pytest.mark.parametrize(
    ("part", "assigned", "district", "sentence"),
    [
        (cast.SEKAR, "", KALIMANAH, ""),
        (cast.SEKAR, BOBOTSARI, KALIMANAH, ""),
        (cast.RENGGA, BOBOTSARI, BOBOTSARI, ""),
        (cast.RENGGA, BOBOTSARI, None, ""),  # a business whose district nobody knows yet
        (cast.RENGGA, BOBOTSARI, KALIMANAH, OUTSIDE),
        (cast.RENGGA, "", KALIMANAH, ""),  # assigned to no district: to all of them
        (cast.GANDE, "", BOBOTSARI, "Peran Auditor tidak berwenang untuk ini."),
    ],
)
def test_a_field_officer_edits_in_their_district_and_others_everywhere(
    part: cast.Part, assigned: str, district: str | None, sentence: str
) -> None:
    assert said(rules.may_edit(person(part, district_code=assigned), district)) == sentence


@pytest.mark.parametrize(
    ("part", "assigned", "filtered", "sentence"),
    [
        (cast.SEKAR, "", "", ""),
        (cast.GANDE, "", KALIMANAH, ""),
        (cast.RENGGA, BOBOTSARI, BOBOTSARI, ""),
        (
            cast.RENGGA,
            BOBOTSARI,
            "",
            "Petugas lapangan mengunduh kecamatan tugasnya saja: pilih di saringan.",
        ),
        (
            cast.RENGGA,
            "",
            BOBOTSARI,
            "Kecamatan tugas Anda belum ditetapkan, jadi belum ada yang dapat diunduh.",
        ),
        (
            cast.PRAMU,
            "",
            "",
            "Peran Teknisi lab membaca daftar di layar; mengunduhnya urusan petugas buku induk.",
        ),
        (cast.KARTI, "", "", "Peran Pelaku usaha tidak berwenang untuk ini."),
    ],
)
def test_the_list_is_taken_away_by_those_who_keep_or_inspect_it(
    part: cast.Part, assigned: str, filtered: str, sentence: str
) -> None:
    assert said(rules.may_download(person(part, district_code=assigned), filtered)) == sentence


# When: what may be done with a file, by the state it is in

S = BatchState
WORDS = {
    S.RECEIVED: "Diterima",
    S.SURVEYED: "Kolom dikenali",
    S.STAGED: "Siap diperiksa",
    S.COMMITTED: "Tersimpan",
    S.UNDONE: "Dibatalkan",
    S.REFUSED: "Ditolak",
    S.DISCARDED: "Tidak dipakai",
}
READ = {S.STAGED, S.COMMITTED, S.UNDONE}
WHEN: dict[Callable[[rules.By, Batch], Verdict], tuple[set[BatchState], str]] = {
    rules.may_read_rows: (READ, "Baris berkas ini tidak ada: statusnya {}."),
    rules.may_return_workbook: (READ, "Berkas bertanda tidak ada: status berkas ini {}."),
    rules.may_choose_columns: (
        {S.SURVEYED, S.STAGED},
        "Kolom tidak dapat diubah: status berkas ini {}.",
    ),
    rules.may_commit: ({S.STAGED}, "Berkas ini tidak dapat disimpan: statusnya {}."),
    rules.may_undo: (
        {S.COMMITTED},
        "Hanya berkas yang tersimpan dapat dibatalkan; status berkas ini {}.",
    ),
    rules.may_discard: (
        {S.RECEIVED, S.SURVEYED, S.STAGED, S.REFUSED},
        "Berkas ini tidak dapat dibuang: statusnya {}.",
    ),
}


@pytest.mark.parametrize("rule", WHEN, ids=lambda rule: rule.__name__)
def test_a_file_is_handled_in_the_states_that_allow_it(
    officer: User, rule: Callable[[rules.By, Batch], Verdict]
) -> None:
    batch = staged(officer, written(KENANGA))
    batch.committed_at = AT
    allowed, sentence = WHEN[rule]
    told = {}
    for state in BatchState:
        batch.state = state
        verdict = rule(officer, batch)
        told[state] = said(verdict)
        assert verdict.about == (batch if verdict.reason else None)  # the door leads to the file
    assert told == {state: "" if state in allowed else sentence.format(WORDS[state]) for state in S}


def test_the_newest_edition_of_a_list_is_taken_back_first(officer: User) -> None:
    """What it changed stands on the rows of the older one, which would be left behind."""
    first = committed(officer, written(KENANGA))
    assert rules.may_undo(officer, first)
    second = committed(officer, written(KENANGA_AGAIN), at=AT + timedelta(days=1), name="edisi-2.csv")
    assert [said(rules.may_undo(officer, one)) for one in (first, second)] == [
        "Batalkan dahulu edisi yang lebih baru dari daftar ini: edisi-2.csv.",
        "",
    ]
    ran(actions.undo_batch, second, officer, AT + timedelta(days=2))
    assert rules.may_undo(officer, first)


@pytest.mark.parametrize("rule", WHEN, ids=lambda rule: rule.__name__)
def test_in_every_state_a_technician_is_told_about_their_role_alone(
    rule: Callable[[rules.By, Batch], Verdict],
) -> None:
    for state in BatchState:
        verdict = rule(person(cast.PRAMU), Batch(state=state))
        assert (verdict.reason, verdict.about) == ("Peran Teknisi lab tidak berwenang untuk ini.", None)


def begun(batch: Batch) -> None:
    """As a worker leaves the file between two transactions of saving it."""
    [business] = new_businesses(1, at=AT)
    Membership.objects.create(record=batch.records.get(), business_id=business, batch=batch, in_effect=False)


def test_a_file_that_is_being_saved_is_left_alone(officer: User) -> None:
    """Its first businesses are written, and it is not shown yet."""
    batch = staged(officer, written(KENANGA))
    begun(batch)
    for rule, sentence in (
        (rules.may_choose_columns, "Kolom tidak dapat diubah lagi: berkas ini sedang disimpan."),
        (rules.may_discard, "Berkas ini sedang disimpan; tunggu, lalu batalkan bila perlu."),
    ):
        verdict = rule(officer, batch)
        assert (verdict.reason, verdict.about) == (sentence, batch)


def test_a_file_in_which_somebody_was_forgotten_is_not_read_again(officer: User) -> None:
    batch = staged(officer, written(KENANGA))
    batch.file_key.wrapped = None
    for rule in (rules.may_return_workbook, rules.may_choose_columns):
        assert said(rule(officer, batch)) == ("Unggahan ini dihapus karena seseorang di dalamnya dilupakan.")
    assert said(rules.may_read_rows(officer, batch)) == ""


# What may be said of a business

WHOLE = "Isian ini harus berupa bilangan bulat."
BEYOND = "Bilangan ini di luar yang mungkin."
YEAR = "Tahun harus di antara 1900 dan 2027."
DEGREES = "Koordinat harus berupa derajat desimal."
TEXT = "Isian ini harus berupa teks."
NUMBER_OF_A_PERSON = "Nomor ini berbentuk NIK atau KK; isikan di bagian nomor pribadi."
PART = "RT dan RW paling banyak tiga angka."
CHOICE = "Pilihan ini tidak ada."
AREA = "Kode wilayah ini tidak dikenal."


def faults(values: dict[str, Any], personal: dict[str, Any] | None = None, **of: Any) -> dict[str, str]:
    return rules.unsayable(values, personal or {}, of=of, at=AT)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("nik", "x", "Nomor pribadi hanya diterima di bagian nomor pribadi, supaya tersimpan tersandi."),
        ("zodiac", "x", "Isian ini tidak dikenal."),
        ("workers", "3", WHOLE),
        ("workers", True, WHOLE),
        ("workers", 2.5, WHOLE),
        ("workers", {"low": 3}, WHOLE),
        ("workers", -1, BEYOND),
        ("workers", 100_001, BEYOND),
        ("workers_male", 100_001, BEYOND),
        ("investment_idr", {"low": 5, "high": 3}, BEYOND),
        ("investment_idr", 10**15 + 1, BEYOND),
        ("founded_year", "1999", YEAR),
        ("founded_year", True, YEAR),
        ("founded_year", 1899, YEAR),
        ("founded_year", 2028, YEAR),
        ("latitude", "-7.3", DEGREES),
        ("latitude", True, DEGREES),
        ("longitude", float("nan"), DEGREES),
        ("latitude", 109.3, "Koordinat ini di luar Indonesia."),
        ("longitude", -7.3, "Koordinat ini di luar Indonesia."),
        ("product", 3, TEXT),
        ("product", "x" * 301, "Paling panjang 300 huruf."),
        ("note", "x" * 1001, "Paling panjang 1000 huruf."),
        ("product", "gula\x00", "Ada tanda yang tidak dapat disimpan."),
        ("product", "gula\ud800", "Ada tanda yang tidak dapat disimpan."),
        ("nib", "123456789012", "Harus 13 angka."),
        ("kbli", "1072a", "Harus 5 angka."),
        ("registration_no", "3303 1145 0681 0001", NUMBER_OF_A_PERSON),
        ("siinas", "3303114506810001", NUMBER_OF_A_PERSON),
        ("rt", "0001", PART),
        ("rw", "dua", PART),
        ("observed_on", "20 November 2026", "Tanggal ditulis tahun-bulan-hari."),
        ("observed_on", "1899-12-31", "Tanggal ini terlalu lama."),
        ("status", "ramai", CHOICE),
        ("sex", "W", CHOICE),
        ("district", "33.99.01", AREA),
        ("village", "33.03.09", AREA),  # a district is no village
    ],
)
def test_what_can_not_be_said_is_answered_with_the_reason(
    officer: User, key: str, value: Any, sentence: str
) -> None:
    assert faults({key: value, "business_name": "Gula Kenanga"}) == {key: sentence}


def test_everything_else_can_be_said_up_to_its_bound(officer: User) -> None:
    sayable = {
        "business_name": "Gula Kenanga",
        "product": "gula\r\n\tkelapa",
        "note": "x" * 1000,
        "workers": 100_000,
        "investment_idr": {"low": 0, "high": 10**15},
        "founded_year": 1900,
        "observed_year": 2027,  # a plan for next year is said in advance
        "latitude": -7.3,
        "longitude": 109,
        "nib": "1234567890123",
        "kbli": "10722",
        "registration_no": "PBG-1",
        "rt": "1",
        "rw": "012",
        "observed_on": "2026-11-20",
        "status": "active",
        "sex": "P",
        "district": BOBOTSARI,
        "village": f"{BOBOTSARI}.2006",
    }
    assert faults(sayable) == {}
    assert faults(dict.fromkeys(sayable)) == {}  # that there is nothing may be said of each


@pytest.mark.parametrize(
    ("values", "known", "sentence"),
    [
        ({"district": KALIMANAH, "village": f"{BOBOTSARI}.2006"}, {}, True),
        ({"district": KALIMANAH}, {"village": f"{BOBOTSARI}.2006"}, True),
        ({"village": f"{BOBOTSARI}.2006"}, {"district": KALIMANAH}, True),
        ({"district": KALIMANAH, "village": None}, {"village": f"{BOBOTSARI}.2006"}, False),
        ({"product": "gula"}, {"district": KALIMANAH, "village": f"{BOBOTSARI}.2006"}, False),
    ],
)
def test_a_village_lies_in_its_district_whichever_of_them_was_known(
    officer: User, values: dict[str, Any], known: dict[str, Any], *, sentence: bool
) -> None:
    assert faults(values, **known) == ({"village": "Desa ini tidak di kecamatan itu."} if sentence else {})


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("product", "gula", "Isian ini bukan nomor pribadi."),
        ("phone", 81211112222, TEXT),
        ("phone", "0812", "Nomor telepon tidak sah."),
        ("nik", "3303", "NIK berisi 4 angka, seharusnya 16."),
    ],
)
def test_a_personal_number_is_refused_in_the_readers_own_words(key: str, value: Any, sentence: str) -> None:
    assert faults({}, {key: value}) == {key: sentence}


def test_a_personal_number_may_be_written_in_any_way_or_left_empty() -> None:
    assert faults({}, {"nik": "3303.1145.0681.0001", "phone": "+62 812 1111 2222", "kk": " "}) == {}
