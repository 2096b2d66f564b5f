"""The same import read in Indonesian and in English: what was stored is said in the reader's language."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.translation import get_language

from sentra.base.people.models import User
from sentra.base.values import sentences
from sentra.cli import importing
from sentra.registry.models import Batch, SourceRecord
from tests import cast, makers
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db

TWICE = lists.written(lists.KENANGA, lists.KENANGA, "JUMLAH;;;;;;;4;;")
REPEATED = "Sama dengan baris %(row)s: nomor atau nama, pemilik dan desanya sama."


@pytest.fixture
def sekar(db: None) -> Iterator[User]:
    makers.areas()
    makers.forget()
    yield cast.enter(cast.SEKAR)
    makers.forget()


@pytest.fixture
def desk(sekar: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Sekar's browser; in English every looked-up text is told by a mark, whatever the catalogue says."""
    monkeypatch.setattr(sentences, "gettext", lambda text: f"[en] {text}" if get_language() == "en" else text)
    return cast.sign_in(client, sekar)


def seen(desk: Client, address: str, language: str) -> str:
    return desk.get(address if language == "id" else f"/en{address}").content.decode()


def test_reasons_of_rows_and_cells_are_told_in_the_language_of_the_page(sekar, desk):
    batch = lists.staged(sekar, TWICE)
    for address in (f"/impor/{batch.pk}/baris/?isi=held", f"/impor/{batch.pk}/sel/?isi=doubtful"):
        assert "Sama dengan baris 2: nomor" in seen(desk, address, "id")
        assert "[en] Sama dengan baris 2: nomor" in seen(desk, address, "en")
        assert "[en] " not in seen(desk, address, "id")


def test_a_sum_that_does_not_agree_is_told_in_the_language_of_the_page(sekar, desk):
    batch = lists.staged(sekar, TWICE)
    assert "Tenaga Kerja: tertulis 4, hitungan 6, selisih -2" in seen(desk, f"/impor/{batch.pk}/", "id")
    assert "[en] Tenaga Kerja: tertulis 4" in seen(desk, f"/impor/{batch.pk}/", "en")


def test_a_sum_that_nothing_speaks_against_or_for_is_neither_ticked_nor_complained_of(sekar, desk):
    batch = lists.staged(sekar, lists.written(lists.KENANGA, "JUMLAH;;;;;;;;;"))
    assert batch.layouts[0]["totals"][0]["agrees"] is None
    page = seen(desk, f"/impor/{batch.pk}/", "id")
    assert "Baris jumlah tanpa angka yang dapat diperiksa." in page
    assert "cocok" not in page


def test_the_reason_of_a_refused_file_is_kept_in_indonesian_and_told_in_both(sekar, desk):
    batch = lists.staged(sekar, b"Sebuah catatan\nyang bukan daftar\n")
    assert batch.refusal == (
        "Tidak ada lembar yang berisi daftar usaha: kolom nama usaha atau nama pemilik tidak ditemukan. "
        "Lembar 'daftar': 1 kolom (A sampai A), judul kolom di baris 1."
    )
    assert f"<p>{escape(batch.refusal)}</p>" in seen(desk, f"/impor/{batch.pk}/", "id")
    for address in (f"/impor/{batch.pk}/", "/"):
        assert "[en] Tidak ada lembar yang berisi daftar usaha" in seen(desk, address, "en")


def test_a_file_of_as_many_columns_as_may_be_is_refused_with_its_place_when_none_is_a_name(sekar):
    titles = ";".join(f"Catatan {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(200))
    rows = "\n".join(";".join("12" for _ in range(200)) for _ in range(3))
    batch = lists.staged(sekar, f"{titles}\n{rows}".encode())
    assert batch.state == "refused"
    assert batch.refusal.endswith("Lembar 'daftar': 200 kolom (A sampai GR), judul kolom di baris 1.")


def test_what_was_stored_before_sentences_had_facts_is_shown_as_it_is(sekar, desk):
    batch = lists.staged(sekar, TWICE)
    row = SourceRecord.objects.get(batch=batch, verdict="held")
    row.problems[0]["sentence"] = "Sama dengan baris 2 (teks lama)."
    row.save()
    assert "Sama dengan baris 2 (teks lama)." in seen(desk, f"/impor/{batch.pk}/baris/?isi=held", "en")
    Batch.objects.filter(pk=batch.pk).update(state="refused", refusal="Berkas lama rusak.", summary={})
    assert "Berkas lama rusak." in seen(desk, f"/impor/{batch.pk}/", "en")


def test_the_command_line_reports_in_indonesian(sekar):
    batch = lists.staged(sekar, TWICE)
    told = importing.report(batch, by=sekar)["sheets"][0]
    assert [(row["row"], row["reason"].split(". ")[-1]) for row in told["held"]] == [
        (3, REPEATED % {"row": 2})
    ]
    assert [total["detail"] for total in told["totals"]] == [
        "Tenaga Kerja: tertulis 4, hitungan 6, selisih -2"
    ]


def test_a_row_keeps_the_facts_of_what_is_said_of_it(sekar):
    batch = lists.staged(sekar, TWICE)
    assert SourceRecord.objects.get(batch=batch, verdict="held").problems[-1] == {
        "row": 3,
        "column": None,
        "field": None,
        "code": "repeated_in_file",
        "severity": "doubtful",
        "sentence": {"text": REPEATED, "values": {"row": 2}},
    }
