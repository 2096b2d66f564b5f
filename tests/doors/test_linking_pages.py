"""One business, one record, on the screen: questions, answers, why rows are one, merging and parting by hand."""

import json
import re
from datetime import timedelta

import pytest

from sentra.engines.linkage.explaining import SENTENCES
from sentra.registry import actions, queries
from sentra.registry.models import Business, Decision, Likeness, LinkEvent, Membership, Profile, SourceRecord
from sentra.web.linking import wording
from tests import cast, makers
from tests.doors.wizard import words
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db
NO_MARKS = re.compile(r'data-key="\w+"')


@pytest.fixture
def register(sekar) -> dict[str, int]:
    """Three businesses of our own list, their ids by name."""
    lists.committed(sekar, lists.written(lists.TERANG, lists.MELATI, lists.KENANGA))
    return dict(Profile.objects.filter(current=True).values_list("name", "business_id"))


@pytest.fixture
def linked(register, sekar) -> dict[str, int]:
    """With the list of another office: one row joined surely, two are asked about."""
    lists.linked(sekar, lists.written(lists.TERANG, lists.MELATI_AGAIN, lists.KENANGA_AGAIN))
    return register


def pair_of(name: str) -> Likeness:
    return Likeness.objects.get(state="open", record__values__business_name=name)


def rows_of(business: int) -> list[str]:
    members = Membership.objects.filter(business__canonical=business, in_effect=True)
    return sorted(members.values_list("record__source__key", flat=True))


def answered(desk, pair: Likeness, given: str, **more: str):
    return desk.post(f"/data-ganda/tinjau/{pair.pk}/jawab/", {"jawab": given, **more}, follow=True)


# The overview


def test_the_overview_counts_what_became_of_every_row(desk, linked):
    page = words(desk.get("/data-ganda/"))
    assert "Usaha ditemukan 3" in page
    assert "Pertanyaan terbuka 2 dalam 2 kelompok" in page
    assert "Baris menunggu 2 belum masuk usaha mana pun" in page
    assert "dinas-koperasi 3 0 1 0 2 0" in page
    assert "buku-induk 3 3 0 0 0 0" in page
    assert "Data ganda 2 perlu tindakan" in page
    assert "sebenarnya" not in page


@pytest.mark.parametrize(
    ("units", "sentence"),
    [
        (2, "Ditemukan 1 lebih banyak daripada yang sebenarnya."),
        (5, "Ditemukan 2 lebih sedikit daripada yang sebenarnya."),
        (3, "Keduanya sama banyak."),
    ],
)
def test_the_demo_shows_its_true_number_and_why_it_differs(desk, linked, settings, tmp_path, units, sentence):
    (tmp_path / "demo.truth.json").write_text(json.dumps({"units": units}), encoding="utf-8")
    settings.DATA_DIR = tmp_path
    assert "Usaha sebenarnya" not in words(desk.get("/data-ganda/"))
    settings.DEMO_DATE = "2026-11-21"
    page = words(desk.get("/data-ganda/"))
    assert f"Usaha sebenarnya {units}" in page
    assert sentence in page
    assert "2 baris menunggu jawaban petugas dan belum masuk usaha mana pun." in page
    assert "Kesalahan berjalan dua arah" in page


# A question


def test_a_question_shows_both_rows_and_hides_the_weight(desk, linked):
    pair = pair_of("Sapu Melati")
    answer = desk.get("/data-ganda/tinjau/", follow=True)
    assert answer.redirect_chain[0][0] in {f"/data-ganda/tinjau/{one.pk}/" for one in Likeness.objects.all()}
    page = words(desk.get(f"/data-ganda/tinjau/{pair.pk}/"))
    assert "2 tersisa dalam 2 kelompok" in page
    assert "Nama usaha sama A: Sapu Melati B: Sapu Melati" in page
    assert "NIK berbeda A: ••••••••••••0888 B: ••••••••••••0003" in page
    assert "Telepon sama A: " in page
    assert "A dinas-koperasi" in page
    assert [
        word for word in ("Bobot bukti per hal", "kemungkinan", *lists.NIKS, *lists.PHONES) if word in page
    ] == []


def test_a_yes_joins_the_row_and_then_shows_the_weight(desk, linked):
    page = words(answered(desk, pair_of("Sapu Melati"), "1", reason="Ibu Rukmini, alamatnya sama"))
    assert "Sama, kata petugas Sekar Tirtabumi" in page
    assert "Ibu Rukmini, alamatnya sama" in page
    assert "1 tersisa" in page
    assert "Bobot bukti per hal" in page
    assert "Nama pemilik Nama sama: Rukmini Asri. +" in page
    assert "NIK NIK berbeda. −" in page
    assert "kemungkinan keduanya satu usaha lebih dari 99%." in page
    assert "Tidak ditautkan tanpa petugas karena NIK keduanya lengkap dan berbeda." in page
    assert rows_of(linked["Sapu Melati"]) == ["buku-induk", "dinas-koperasi"]


def test_a_no_makes_it_a_business_of_its_own(desk, linked):
    page = words(answered(desk, pair_of("Sapu Melati"), "2"))
    assert "Berbeda, kata petugas" in page
    assert rows_of(linked["Sapu Melati"]) == ["buku-induk"]
    assert Profile.objects.filter(current=True, name="Sapu Melati").count() == 2


def test_whoever_is_not_sure_is_asked_the_others_first_and_then_again(desk, linked):
    first = Likeness.objects.get(pk=int(desk.get("/data-ganda/tinjau/").url.split("/")[3]))
    second = Likeness.objects.filter(state="open").exclude(pk=first.pk).get()
    order = [answered(desk, pair, "3").redirect_chain[-1][0] for pair in (first, second)]
    assert order == [f"/data-ganda/tinjau/{pair.pk}/" for pair in (second, first)]
    assert Decision.objects.count() == 0


def test_not_being_sure_is_taken_back_before_an_earlier_answer(desk, linked):
    first = Likeness.objects.get(pk=int(desk.get("/data-ganda/tinjau/").url.split("/")[3]))
    second = Likeness.objects.filter(state="open").exclude(pk=first.pk).get()
    answered(desk, first, "2")
    answered(desk, second, "3")
    back = desk.post("/data-ganda/tinjau/urungkan/")
    assert (back.url, Decision.objects.get().withdrawn_at) == (f"/data-ganda/tinjau/{second.pk}/", None)
    desk.post("/data-ganda/tinjau/urungkan/")
    assert Decision.objects.get().withdrawn_at is not None


def test_the_last_answer_is_taken_back_with_all_that_followed(desk, linked):
    pair = pair_of("Sapu Melati")
    answered(desk, pair, "1")
    back = desk.post("/data-ganda/tinjau/urungkan/", follow=True)
    assert back.redirect_chain[-1][0] == f"/data-ganda/tinjau/{pair.pk}/"
    assert "Jawaban diurungkan" in words(back)
    assert "Bobot bukti per hal" not in words(back)
    assert rows_of(linked["Sapu Melati"]) == ["buku-induk"]
    again = words(desk.post("/data-ganda/tinjau/urungkan/", follow=True))
    assert "Tidak ada jawaban Anda yang dapat diurungkan." in again


def test_the_overview_takes_back_any_answer_once(desk, linked):
    answered(desk, pair_of("Sapu Melati"), "2", reason="Anaknya")
    assert "Berbeda Sapu Melati · Sapu Melati Sekar Tirtabumi" in words(desk.get("/data-ganda/"))
    url = f"/data-ganda/keputusan/{Decision.objects.get().pk}/urungkan/"
    assert desk.post(url).status_code == 302
    page = words(desk.get("/data-ganda/"))
    assert "diurungkan" in page
    assert Profile.objects.filter(current=True, name="Sapu Melati").count() == 1
    assert "Keputusan ini sudah ditarik." in words(desk.post(url))


def test_what_somebody_else_answered_meanwhile_is_told(desk, linked, sekar):
    pair = pair_of("Sapu Melati")
    actions.decide(by=sekar, at=cast.AT, likeness=pair, same=False)
    late = answered(desk, pair, "1")
    assert (late.status_code, "Pasangan ini sudah diputuskan." in words(late)) == (409, True)
    assert f"/data-ganda/tinjau/{pair.pk}/" in late.text


def test_when_nothing_is_left_the_page_says_so(desk, linked):
    for name in ("Sapu Melati", "Gula Kenanga"):
        answered(desk, pair_of(name), "1")
    page = words(desk.get("/data-ganda/tinjau/"))
    assert "Tidak ada lagi yang ditanyakan" in page
    assert "0 tersisa" in page


@pytest.mark.parametrize(("given", "status"), [("", 404), ("4", 404)])
def test_an_answer_that_is_none_is_refused(desk, linked, given, status):
    assert answered(desk, pair_of("Sapu Melati"), given).status_code == status
    assert desk.get("/data-ganda/tinjau/999999/").status_code == 404


def test_a_sure_pair_is_no_question(desk, linked):
    assert desk.get(f"/data-ganda/tinjau/{Likeness.objects.get(state='sure').pk}/").status_code == 404


def test_an_auditor_reads_and_changes_nothing(client, linked):
    pair = pair_of("Sapu Melati")
    cast.sign_in(client, cast.enter(cast.GANDE))
    page = client.get(f"/data-ganda/tinjau/{pair.pk}/")
    assert "Peran Auditor tidak berwenang untuk ini." in words(page)
    assert NO_MARKS.findall(page.text) == ['data-key="3"']
    assert answered(client, pair, "1").status_code == 403
    assert answered(client, pair, "3").status_code == 200
    assert "Urungkan" not in words(client.get("/data-ganda/"))
    assert Decision.objects.count() == 0


# Why these are one


def test_the_owner_who_asks_is_told_how_every_row_came(desk, linked):
    answered(desk, pair_of("Sapu Melati"), "1", reason="Alamatnya sama")
    sure = words(desk.get(f"/usaha/{linked['Knalpot Terang']}/mengapa-satu/"))
    assert "2 baris, satu usaha" in sure
    assert "Baris ini mencatat usaha ini pertama kali." in sure
    assert "Ditautkan saat impor: buktinya cukup kuat tanpa bertanya." in sure
    assert "NIK sama. +" in sure
    decided = words(desk.get(f"/usaha/{linked['Sapu Melati']}/mengapa-satu/"))
    assert "Petugas menyatakan baris ini usaha yang sama. Sekar Tirtabumi" in decided
    assert "“Alamatnya sama”" in decided
    assert "NIK berbeda. −" in decided
    alone = words(desk.get(f"/usaha/{linked['Gula Kenanga']}/mengapa-satu/"))
    assert "Satu baris menerangkan usaha ini" in alone
    assert "Lepaskan" not in alone


def test_edits_and_new_editions_are_told_as_such(desk, register, sekar):
    lists.committed(sekar, lists.written(lists.KENANGA.replace(";3;", ";7;")))
    kenanga = Membership.objects.filter(business=register["Gula Kenanga"]).first().business
    actions.edit_business(
        by=sekar, at=cast.AT, business=kenanga, values={"rt": "2"}, personal={}, reason="Cek"
    )
    page = words(desk.get(f"/usaha/{kenanga.pk}/mengapa-satu/"))
    assert "Edisi baru dari baris yang sudah tercatat pada usaha ini." in page
    assert "Diketik petugas pada usaha ini." in page


def test_a_row_is_let_go_with_a_reason_and_comes_back(desk, linked):
    terang = linked["Knalpot Terang"]
    row = SourceRecord.objects.get(verdict="attach")
    url = f"/usaha/{terang}/lepaskan/{row.pk}/"
    assert "Tulis alasannya dahulu." in words(desk.post(url, {"reason": " "}, follow=True))
    assert rows_of(terang) == ["buku-induk", "dinas-koperasi"]
    page = words(desk.post(url, {"reason": "Bengkel anaknya"}, follow=True))
    made = Membership.objects.get(record=row).business_id
    assert f"Baris dilepas dan kini menjadi usaha nomor {made}." in page
    assert (rows_of(terang), rows_of(made)) == (["buku-induk"], ["dinas-koperasi"])
    parted = words(desk.get(f"/usaha/{made}/mengapa-satu/"))
    assert "Dilepas petugas dari usaha lain dan berdiri sendiri." in parted
    assert "“Bengkel anaknya”" in parted
    assert "Dilepas Knalpot Terang · Knalpot Terang" in words(desk.get("/data-ganda/"))
    desk.post(f"/data-ganda/keputusan/{Decision.objects.get().pk}/urungkan/")
    assert rows_of(terang) == ["buku-induk", "dinas-koperasi"]


def test_a_row_of_another_business_is_not_there(desk, linked):
    row = SourceRecord.objects.get(verdict="attach")
    assert desk.post(f"/usaha/{linked['Sapu Melati']}/lepaskan/{row.pk}/", {"reason": "x"}).status_code == 404


# Merging by hand


@pytest.fixture
def two(sekar) -> tuple[int, int]:
    """Two that look alike, the second with another NIK."""
    one = makers.business("Gula Wening", owner_name="Wening Asri", personal={"nik": makers.GREEN_NIK})
    other = makers.business("Gula Wening Asri", owner_name="Wening Asri")
    return one.pk, other.pk


def test_likely_ones_are_offered_with_their_reasons(desk, two):
    page = words(desk.get(f"/usaha/{two[0]}/gabungkan/"))
    assert "Yang mungkin sama Gula Wening Asri Wening Asri" in page
    assert "Nama sama: wening asri." in page.casefold().replace("nama sama", "Nama sama")


def test_those_weighed_before_are_offered_first(desk, linked):
    answered(desk, pair_of("Sapu Melati"), "2")
    page = words(desk.get(f"/usaha/{linked['Sapu Melati']}/gabungkan/"))
    assert "Nama sama: Rukmini Asri." in page
    assert page.count("Bandingkan Sapu Melati") == 1


def test_another_is_found_by_name_and_by_number_and_never_itself(desk, two):
    url = f"/usaha/{two[0]}/gabungkan/"
    for typed in ("wening", str(two[1])):
        found = desk.post(url, {"q": typed}, follow=True)
        assert found.text.count(f'href="{url}{two[1]}/"') == 1
        assert f'href="{url}{two[0]}/"' not in found.text
    assert "Tidak ada usaha yang cocok" in words(desk.post(url, {"q": "zzzz"}, follow=True))


def test_a_nik_is_searched_for_and_stands_in_no_address(desk, two):
    url = f"/usaha/{two[1]}/gabungkan/"
    found = desk.post(url, {"q": makers.GREEN_NIK}, follow=True)
    assert f'href="{url}{two[0]}/"' in found.text
    assert [1 for address, _status in found.redirect_chain if makers.GREEN_NIK in address] == []
    assert makers.GREEN_NIK not in found.text


def test_a_merge_shows_both_asks_why_and_is_parted_again(desk, two):
    url = f"/usaha/{two[0]}/gabungkan/{two[1]}/"
    page = words(desk.get(url))
    assert "Nama usaha berbeda A: Gula Wening B: Gula Wening Asri" in page
    assert "NIK satu kosong A: ••••••••••••0001 B: –" in page
    assert "Tidak ada: keduanya tidak tercatat ganda pada hal yang sama." in page
    unsaid = desk.post(url, {"reason": " "})
    assert (unsaid.status_code, LinkEvent.objects.count()) == (422, 0)
    assert "Tulis alasannya dahulu." in words(unsaid)

    merged = words(desk.post(url, {"reason": "Satu papan nama"}, follow=True))
    assert "Kedua usaha kini satu." in merged
    assert f"Semula tercatat pada usaha nomor {two[1]}, yang digabungkan ke sini" in merged
    assert f"Baris ini mencatat usaha nomor {two[1]} pertama kali." in merged
    shown = words(desk.get(f"/usaha/{two[1]}/"))
    assert f"Nomor lain yang kini dibaca sebagai usaha ini: {two[1]}" in shown
    assert "Keduanya sudah satu usaha." in words(desk.get(url, follow=True))

    event = LinkEvent.objects.get()
    away = f"/usaha/{two[0]}/pisahkan/{event.pk}/"
    assert "Tulis alasannya dahulu." in words(desk.post(away, follow=True))
    parted = words(desk.post(away, {"reason": "Dua papan nama"}, follow=True))
    assert f"Dipisahkan: nomor {two[0]} dan nomor {two[1]} kembali menjadi dua usaha." in parted
    assert "Dipisahkan lagi: Sekar Tirtabumi" in parted
    assert "Penggabungan ini sudah tidak berlaku." in words(desk.post(away, {"reason": "Lagi"}, follow=True))
    assert sorted(Profile.objects.filter(current=True).values_list("business_id", flat=True)) == sorted(two)
    assert f"Usaha nomor {two[1]} digabungkan ke nomor {two[0]}" in words(desk.get("/data-ganda/"))


def test_an_event_of_another_business_is_not_there(desk, two):
    assert desk.post(f"/usaha/{two[0]}/pisahkan/999/", {"reason": "x"}).status_code == 404


def test_a_field_officer_merges_and_parts_what_is_in_the_own_district(client, two):
    """The cast's field officer works in Bobotsari, where both are."""
    cast.sign_in(client, cast.enter(cast.RENGGA))
    client.post(f"/usaha/{two[0]}/gabungkan/{two[1]}/", {"reason": "Satu papan nama"})
    event = LinkEvent.objects.get()
    page = client.get(f"/usaha/{two[0]}/mengapa-satu/")
    away = f"/usaha/{two[0]}/pisahkan/{event.pk}/"
    assert (f'action="{away}"' in page.text, "Lepaskan baris ini" in words(page)) == (True, False)
    assert "kembali menjadi dua usaha." in words(client.post(away, {"reason": "Dua"}, follow=True))


def test_and_reads_why_another_districts_stay_one(client, two, sekar):
    elsewhere = makers.business("Gula Jauh", village="33.03.11.2003", district="33.03.11")
    winner = SourceRecord.objects.filter(membership__business=two[0]).get().membership.business
    actions.merge_businesses(by=sekar, at=cast.AT, winner=winner, loser=elsewhere, reason="Satu")
    cast.sign_in(client, cast.enter(cast.RENGGA))
    page = client.get(f"/usaha/{two[0]}/mengapa-satu/")
    assert "Usaha ini di luar kecamatan tugas Anda." in words(page)
    assert "pisahkan/" not in page.text
    event = LinkEvent.objects.get()
    assert client.post(f"/usaha/{two[0]}/pisahkan/{event.pk}/", {"reason": "x"}).status_code == 403


# Long histories


def test_many_rows_and_many_merges_are_shown_by_the_page(desk, two, sekar):
    business = SourceRecord.objects.filter(membership__business=two[0]).get().membership.business
    for number in range(30):
        actions.edit_business(
            by=sekar, at=cast.AT, business=business, values={"workers": number + 1}, personal={}
        )
    for number in range(26):
        other = makers.business(f"Gula Lain {number}")
        event = actions.merge_businesses(
            by=sekar, at=cast.AT, winner=business, loser=other, reason=f"ke-{number}"
        )
        actions.unmerge_businesses(by=sekar, at=cast.AT, event=event, reason="dua")
    url = f"/usaha/{two[0]}/mengapa-satu/"
    first = desk.get(url)
    assert "31 baris, satu usaha" in words(first)
    assert (len(first.context["belongings"]), len(first.context["merges"])) == (25, 25)
    assert words(first).count("Halaman 1 dari 2") == 2
    assert 'href="?baris=2#h-satu"' in first.text
    second = desk.get(url, {"baris": "2", "gabungan": "2"})
    assert (len(second.context["belongings"]), len(second.context["merges"])) == (6, 1)
    assert 'href="?baris=2&amp;gabungan=1#h-gabung"' in second.text
    for nonsense in ("0", "-1", "²", "x", "9" * 30):
        assert len(desk.get(url, {"baris": nonsense}).context["belongings"]) == 25
    assert len(desk.get(url, {"baris": "999"}).context["belongings"]) == 6


# What an import says of it


def test_a_checked_file_says_what_joins_what(desk, register, sekar):
    koperasi = lists.source(sekar, "dinas-koperasi", creates=False)
    one = lists.staged(sekar, lists.written(lists.TERANG, lists.MELATI_AGAIN), of=koperasi)
    page = words(desk.get(f"/impor/{one.pk}/"))
    assert "Ditautkan 1 baris Perlu ditinjau 1 baris" in page
    assert "1 baris ditautkan ke usaha yang sudah ada, karena buktinya kuat." in page
    assert "1 baris mirip usaha yang ada tetapi belum pasti." in page
    joins = words(desk.get(f"/impor/{one.pk}/baris/?isi=attach"))
    assert "Usaha yang sudah ada: barisnya menambah keterangan pada usaha itu." in joins
    assert "Masuk ke: Knalpot Terang · Kembaran Kulon, Purbalingga (buku-induk" in joins
    asked = words(desk.get(f"/impor/{one.pk}/baris/?isi=review"))
    assert "petugas yang memutuskan." in asked
    assert "Dibandingkan dengan: Sapu Melati · Gandasuli, Bobotsari (buku-induk" in asked
    assert "Data ganda" in page
    assert "pertanyaan data ganda" not in words(desk.get("/"))
    lists.ran(actions.commit_batch, one, sekar)
    assert "1 pertanyaan data ganda" in words(desk.get("/"))


@pytest.mark.parametrize(
    ("weight", "sentence"),
    [
        (9.0, "kemungkinan keduanya satu usaha lebih dari 99%."),
        (1.0, "kemungkinan keduanya satu usaha sekitar 67%."),
        (-9.0, "kemungkinan keduanya satu usaha kurang dari 1%."),
    ],
)
def test_the_sum_is_told_as_a_chance(weight, sentence):
    found = wording.chance(queries.Evidence(prior=-15, factors=(), weight=weight))
    assert found == f"Menurut bukti ini, {sentence}"


def test_a_rule_that_is_new_to_the_page_is_still_told():
    told = wording.weighed(queries.Evidence(prior=-15, factors=(), weight=-15, veto="a new rule"))
    assert told.veto == "Tidak ditautkan tanpa petugas: ada aturan yang menghalanginya."


def test_every_factor_of_the_waterfall_has_a_name():
    assert {code.partition(".")[0] for code in SENTENCES} == wording.COMPARISONS.keys()


def test_the_history_tells_a_merge_and_its_end_as_what_they_are(desk, linked):
    """Nobody typed what a merge moved, and nobody emptied what its end took away."""
    kept, gone = (Business.objects.get(pk=linked[name]) for name in ("Gula Kenanga", "Sapu Melati"))
    merge = {"by": cast.enter(cast.WIRA), "reason": "satu pemilik"}
    event = actions.merge_businesses(at=lists.AT + timedelta(days=40), winner=kept, loser=gone, **merge)
    actions.unmerge_businesses(at=lists.AT + timedelta(days=41), event=event, **merge)
    parted, joined = desk.get(f"/usaha/{kept.pk}/riwayat/").context["versions"][:2]
    assert [parted.joining, joined.joining] == [
        f"karena nomor {kept.pk} dan nomor {gone.pk} dipisahkan lagi",
        f"karena nomor {kept.pk} dan nomor {gone.pk} digabungkan",
    ]
    assert [(label, old, new) for label, new, old in parted.changes] == joined.changes
