"""One business: its page, unmasking, registering and editing."""

from datetime import timedelta
from html import unescape

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.registry import actions
from sentra.registry.models import Business, Identifier, Profile, SourceRecord
from tests import cast, makers
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db
OTHER_NIK = "3303084501900002"
ACTS_OF_UNMASKING = ("unmask_identifier", "unmask_cells")


@pytest.fixture(autouse=True)
def regency(settings, tmp_path):
    settings.BUILD_DIR = tmp_path
    makers.areas()
    makers.forget()


@pytest.fixture
def officer(client) -> User:
    person = cast.enter(cast.SEKAR)
    cast.sign_in(client, person)
    return person


@pytest.fixture
def known() -> Business:
    """A business with a NIK and a phone."""
    return makers.business(
        "Gula Wening", owner_name="Wening Asri", personal={"nik": makers.GREEN_NIK, "phone": makers.PHONE}
    )


def nik_of(business: Business) -> Identifier:
    return Identifier.objects.get(business=business, scheme="nik")


def unmaskings() -> list[tuple[str, str]]:
    return list(
        Entry.objects.filter(act__in=ACTS_OF_UNMASKING).order_by("number").values_list("act", "reason")
    )


def test_numbers_are_masked_and_looking_is_no_unmasking(client, officer, known):
    text = client.get(f"/usaha/{known.pk}/").text
    assert "••••••••••••0001" in text
    assert [number in text for number in (makers.GREEN_NIK, makers.PHONE)] == [False, False]
    assert unmaskings() == []


def test_a_number_is_shown_once_with_a_reason_on_record(client, officer, known):
    url = f"/usaha/{known.pk}/nomor/{nik_of(known).pk}/"
    response = client.post(url, {"reason": "Mencocokkan KTP"})
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    assert makers.GREEN_NIK in response.text
    assert unmaskings() == [("unmask_identifier", "Mencocokkan KTP")]
    assert client.get(url)["Location"] == f"/usaha/{known.pk}/"


def test_without_a_reason_nothing_is_shown(client, officer, known):
    response = client.post(f"/usaha/{known.pk}/nomor/{nik_of(known).pk}/", {"reason": "  "})
    assert (response.status_code, makers.GREEN_NIK in response.text, unmaskings()) == (422, False, [])


def test_a_lab_technician_is_refused_and_the_page_says_why(client, known):
    cast.sign_in(client, cast.enter(cast.PRAMU))
    response = client.post(f"/usaha/{known.pk}/nomor/{nik_of(known).pk}/", {"reason": "Ingin tahu"})
    assert (response.status_code, makers.GREEN_NIK in response.text, unmaskings()) == (403, False, [])
    page = client.get(f"/usaha/{known.pk}/").text
    assert "Peran Teknisi lab tidak berwenang untuk ini." in page
    assert "/nomor/" not in page


def test_a_number_of_another_business_is_not_there(client, officer, known):
    other = makers.business("Lain", personal={"nik": OTHER_NIK})
    response = client.post(f"/usaha/{other.pk}/nomor/{nik_of(known).pk}/", {"reason": "x"})
    assert (response.status_code, unmaskings()) == (404, [])


def test_whatsapp_asks_why_then_opens_the_number_on_record(client, officer, known):
    url = f"/usaha/{known.pk}/whatsapp/"
    asked = client.post(url, {"reason": "", "other_reason": "  "})
    assert (asked.status_code, "Pilih atau tulis alasannya dahulu." in asked.text, unmaskings()) == (
        422,
        True,
        [],
    )
    chosen = client.post(url, {"reason": "Mengatur kunjungan"})
    typed = client.post(url, {"reason": "", "other_reason": "Pesanan sapu"})
    assert {one["Location"] for one in (chosen, typed)} == {"https://wa.me/6281234567890"}
    assert unmaskings() == [
        ("unmask_identifier", "WhatsApp: Mengatur kunjungan"),
        ("unmask_identifier", "WhatsApp: Pesanan sapu"),
    ]


def test_without_a_phone_there_is_no_whatsapp(client, officer):
    without = makers.business("Tanpa Telepon")
    assert client.post(f"/usaha/{without.pk}/whatsapp/", {"reason": "x"}).status_code == 404
    assert "WhatsApp" not in client.get(f"/usaha/{without.pk}/").text


def test_whatsapp_opens_the_number_that_was_typed_last(client, officer, known):
    actions.edit_business(
        by=officer, at=cast.AT, business=known, values={}, personal={"phone": "0812-9999-0001"}
    )
    response = client.post(f"/usaha/{known.pk}/whatsapp/", {"reason": "Mencocokkan data"})
    assert response["Location"] == "https://wa.me/6281299990001"
    form = client.get(f"/usaha/{known.pk}/ubah/").context["form"]
    assert form.fields["phone"].help_text == "Tersimpan: ••••••••••0001. Isi hanya bila berubah."


@pytest.fixture
def imported(officer) -> Business:
    lists.committed(officer, lists.written(lists.MELATI))
    return Business.objects.get()


def test_every_value_names_its_file_sheet_and_row(client, imported):
    text = client.get(f"/usaha/{imported.pk}/").text
    assert text.count("daftar.csv, lembar daftar, baris 2") >= 6


def test_the_raw_cell_of_a_value_is_shown_on_record(client, imported):
    row = SourceRecord.objects.get()
    told = {"key": "investment_idr", "reason": "Angkanya aneh"}
    response = client.post(f"/usaha/{imported.pk}/sel/{row.pk}/", told, headers={"HX-Request": "true"})
    assert "Rp 2.000.000" in response.text
    assert "Rukmini" not in response.text
    assert unmaskings() == [("unmask_cells", "Angkanya aneh")]


def test_history_shows_old_and_new_with_the_source(client, officer, imported):
    actions.edit_business(
        by=officer, at=cast.AT, business=imported, values={"workers": 9}, personal={}, reason="Kunjungan"
    )
    [edit, arrival] = client.get(f"/usaha/{imported.pk}/riwayat/").context["versions"]
    assert edit.changes == [("Tenaga kerja", "5 orang", "9 orang")]
    assert ("Tenaga kerja", "", "5 orang") in arrival.changes
    assert arrival.record.batch.file_name == "daftar.csv"


def test_history_keeps_what_was_undone_and_says_so(client, officer, imported):
    later = lists.AT + timedelta(days=1)
    corrected = lists.MELATI.replace(";5;", ";7;")
    batch = lists.committed(officer, lists.written(corrected), at=later)
    lists.ran(actions.undo_batch, batch, officer, later)
    [undone, arrival] = client.get(f"/usaha/{imported.pk}/riwayat/").context["versions"]
    assert (undone.changes, undone.undone, arrival.undone) == (
        [("Tenaga kerja", "5 orang", "7 orang")],
        True,
        False,
    )
    assert Profile.objects.get(current=True).workers == 5


def test_a_changed_phone_is_in_the_history_without_the_number(client, officer, known):
    actions.edit_business(
        by=officer, at=cast.AT, business=known, values={}, personal={"phone": "0812-9999-0001"}
    )
    response = client.get(f"/usaha/{known.pk}/riwayat/")
    edit, _arrival = response.context["versions"]
    assert edit.changes == [("Telepon", "••••••••••7890", "••••••••••0001")]
    assert f"diketik {officer.name}, 20 November 2026" in response.text
    assert [digits in response.text for digits in ("81299990001", "81234567890")] == [False, False]


def test_a_year_shows_one_value_a_figure_and_folds_the_others(client, officer, imported):
    for workers in (9, 5):
        actions.edit_business(
            by=officer, at=cast.AT, business=imported, values={"workers": workers}, personal={}
        )
    [(year, figures)] = client.get(f"/usaha/{imported.pk}/").context["years"]
    [workers] = [figure for figure in figures if figure.label == "Tenaga kerja"]
    assert (year, workers.words, workers.record.recorded_by) == (2026, "5 orang", officer)
    assert [row.row for row in workers.also] == [2]  # of the file
    assert [words for words, _records in workers.others] == ["9 orang"]


def test_a_business_nobody_knows_is_not_found(client, officer):
    assert [client.get(f"/usaha/999/{tab}").status_code for tab in ("", "riwayat/", "sumber/", "ubah/")] == [
        404
    ] * 4


FORM = {
    "business_name": "Keripik Baru",
    "owner_name": "Wening Asri",
    "village": makers.LIMBASARI,
    "product": "keripik singkong",
    "turnover_idr": "1,5 jt",
    "investment_idr": "10-15 jt",
    "workers_male": "1",
    "workers_female": "2",
    "phone": "0812-3456-7890",
}


def test_registering_understands_what_an_office_writes(client, officer):
    response = client.post("/usaha/baru/", FORM | {"nik": makers.GREEN_NIK})
    profile = Profile.objects.get(current=True)
    assert response["Location"] == f"/usaha/{profile.business_id}/"
    assert {
        key: profile.values.get(key) for key in ("turnover_idr", "investment_idr", "workers", "district")
    } == {
        "turnover_idr": 1_500_000,
        "investment_idr": {"low": 10_000_000, "high": 15_000_000},
        "workers": 3,
        "district": makers.BOBOTSARI,  # told by the village
    }
    assert (profile.branch, profile.name) == ("makanan", "Keripik Baru")
    assert sorted(Identifier.objects.values_list("scheme", flat=True)) == ["nik", "phone"]


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"nik": "123"}, "nik", "NIK"),
        ({"turnover_idr": "banyak sekali"}, "turnover_idr", "Omzet setahun"),
        ({"district": "33.03.08"}, "village", "Desa ini tidak di kecamatan itu."),
        ({"business_name": "", "owner_name": ""}, "business_name", "Isi nama usaha atau nama pemilik."),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(client, officer, told, field, sentence):
    response = client.post("/usaha/baru/", FORM | told)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    summary = unescape(response.text).partition("data-error-summary")[2].partition("</ul>")[0]
    assert f'href="#id_{field}"' in summary
    assert sentence in summary
    assert not Business.objects.exists()


def test_a_likely_double_is_shown_before_it_is_saved(client, officer, known):
    told = FORM | {"nik": makers.GREEN_NIK}
    warned = client.post("/usaha/baru/", told)
    assert [one.profile.name for one in warned.context["alike"]] == ["Gula Wening"]
    assert Business.objects.count() == 1
    assert client.post("/usaha/baru/", told | {"tetap": "1"}).status_code == 302
    assert Business.objects.count() == 2


def test_the_same_name_in_the_same_village_is_a_likely_double_too(client, officer):
    makers.business("KERIPIK baru", village=makers.LIMBASARI)
    makers.business("Keripik Baru")  # in another village
    assert [one.profile.name for one in client.post("/usaha/baru/", FORM).context["alike"]] == [
        "KERIPIK baru"
    ]


def edit_form(client, business: Business) -> dict[str, str]:
    """What the browser would send back untouched."""
    form = client.get(f"/usaha/{business.pk}/ubah/").context["form"]
    return {name: form.initial.get(name) or "" for name in form.fields} | {"reason": "Kunjungan"}


def test_an_edit_records_only_what_was_changed(client, officer):
    one = makers.business(
        "Lama",
        workers=3,
        product="keripik",
        latitude=-7.31,
        turnover_idr={"low": 1_000_000, "high": 2_000_000},
    )
    told = edit_form(client, one) | {"business_name": "Baru", "product": ""}
    assert client.post(f"/usaha/{one.pk}/ubah/", told)["Location"] == f"/usaha/{one.pk}/"
    entry = Entry.objects.get(act="edit_business")
    assert (entry.old, entry.new, entry.reason) == (
        {"business_name": "Lama", "product": "keripik"},
        {"business_name": "Baru", "product": None},
        "Kunjungan",
    )
    after = Profile.objects.get(current=True)
    assert (after.branch, after.workers, after.values["turnover_idr"]["high"]) == ("lainnya", 3, 2_000_000)


def test_an_untouched_form_changes_nothing(client, officer):
    one = makers.business("Tetap", workers=3, latitude=-7.31, turnover_idr=12_500_000)
    client.post(f"/usaha/{one.pk}/ubah/", edit_form(client, one))
    assert Profile.objects.count() == 1


def test_an_edit_needs_its_reason(client, officer, known):
    response = client.post(f"/usaha/{known.pk}/ubah/", edit_form(client, known) | {"reason": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_an_edit_upon_somebody_elses_edit_is_refused(client, officer, known):
    stale = edit_form(client, known) | {"business_name": "Terlambat"}
    actions.edit_business(by=officer, at=cast.AT, business=known, values={"workers": 9}, personal={})
    response = client.post(f"/usaha/{known.pk}/ubah/", stale)
    assert (response.status_code, Profile.objects.get(current=True).name) == (422, "Gula Wening")
    assert "diubah orang lain" in response.text


def test_a_field_officer_edits_only_in_their_district(client, known):
    outside = makers.business("Luar", village="33.03.08.2002", district="33.03.08")
    cast.sign_in(client, cast.enter(cast.RENGGA))
    answers = [client.get(f"/usaha/{one.pk}/ubah/").status_code for one in (known, outside)]
    assert answers == [200, 403]
    assert "Usaha ini di luar kecamatan tugas Anda." in client.get(f"/usaha/{outside.pk}/").text


def test_choosing_a_district_gives_its_villages(client, officer):
    chosen, none = (client.get("/usaha/desa/", {"district": code}).text for code in (makers.BOBOTSARI, ""))
    assert (chosen.count("<option"), "Limbasari" in chosen, "optgroup" in chosen) == (17, True, False)
    assert (none.count("<optgroup"), none.count("<option")) == (18, 240)


def open_sections(response) -> list[str]:
    return [section.title for section in response.context["form"].sections if section.open]


def test_an_edit_opens_its_first_section_and_wherever_something_is_wrong(client, officer, known):
    url = f"/usaha/{known.pk}/ubah/"
    assert open_sections(client.get(url)) == ["Usaha"]
    told = edit_form(client, known) | {"turnover_idr": "banyak sekali", "hamlet": "Sawah"}
    answer = client.post(url, told)
    assert (answer.status_code, open_sections(answer)) == (422, ["Usaha", "Tempat", "Angka tahunan"])
    assert len(open_sections(client.get("/usaha/baru/"))) == 6


def test_the_reason_of_an_edit_is_marked_required(client, officer, known):
    text = client.get(f"/usaha/{known.pk}/ubah/").text
    label = text.partition('<label for="id_reason">')[2].partition("</label>")[0]
    assert label == 'Alasan perubahan <span class="required">(wajib)</span>'
    assert text.count('class="required"') == 1


def test_the_result_of_an_undo_names_the_phone_that_went_with_it(client, officer):
    lists.committed(officer, lists.written(lists.MELATI.replace("08133334444", "")))
    later = lists.AT + timedelta(days=1)
    batch = lists.committed(officer, lists.written(lists.MELATI), at=later)
    melati = Business.objects.get()
    actions.edit_business(by=officer, at=later, business=melati, values={"workers": 9}, personal={})
    lists.ran(actions.undo_batch, batch, officer, later)
    result = client.get(f"/impor/{batch.pk}/").text
    assert "Ikut hilang karena hanya ada di berkas ini: Telepon" in result
    assert "Ikut hilang: Telepon" in client.get(f"/usaha/{melati.pk}/").text
