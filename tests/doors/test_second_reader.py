"""The second reader on the screen: the answer is not shown, agreement is counted, a difference is settled."""

import pytest

from sentra.registry import actions
from sentra.registry.models import Likeness, Membership, Profile, SecondReading
from sentra.registry.queries import twice
from tests import cast
from tests.doors.wizard import words
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db


def rows_of(business: int) -> list[str]:
    members = Membership.objects.filter(business__canonical=business, in_effect=True)
    return sorted(members.values_list("record__source__key", flat=True))


@pytest.fixture
def linked(sekar) -> dict[str, int]:
    """Businesses of our own list by name; another office's list asks about one of them."""
    lists.committed(sekar, lists.written(lists.TERANG, lists.MELATI))
    lists.linked(sekar, lists.written(lists.TERANG, lists.MELATI_AGAIN))
    return dict(Profile.objects.filter(current=True).values_list("name", "business_id"))


@pytest.fixture
def read_twice(monkeypatch, linked, sekar) -> Likeness:
    """A yes of Sekar's that is among those another officer reads."""
    monkeypatch.setattr(twice, "EVERY", 1)
    pair = Likeness.objects.get(state="open")
    actions.decide(by=sekar, at=cast.AT, likeness=pair, same=True, reason="Alamatnya sama")
    return pair


@pytest.fixture
def head(client):
    cast.sign_in(client, cast.enter(cast.BRAMA))
    return client


def test_the_second_reader_does_not_see_the_answer(head, read_twice):
    assert "Baca 1 jawaban" in words(head.get("/data-ganda/"))
    page = head.get("/data-ganda/kedua/", follow=True)
    assert page.redirect_chain[-1][0] == f"/data-ganda/kedua/{read_twice.pk}/"
    assert "NIK berbeda A: ••••••••••••0888 B: ••••••••••••0003" in words(page)
    telling = ("Sekar", "Alamatnya sama", "Bobot bukti per hal", "/usaha/", "Sama, kata", "satu usaha lebih")
    assert [word for word in telling if word in page.text.split("<main", 1)[1].split("</main>")[0]] == []


def test_agreement_is_counted_and_nothing_changes(head, linked, read_twice):
    before = rows_of(linked["Sapu Melati"])
    url = f"/data-ganda/kedua/{read_twice.pk}/jawab/"
    assert head.post(url, {"jawab": "3"}).status_code == 404
    page = words(head.post(url, {"jawab": "1"}, follow=True))
    assert "Tidak ada jawaban yang menunggu pembaca kedua." in page
    assert "1 jawaban dibaca dua orang: 100% sepakat, kappa Cohen belum terhitung." in page
    assert "beda jawaban" not in page
    assert rows_of(linked["Sapu Melati"]) == before
    assert head.post(url, {"jawab": "1"}).status_code == 404


def test_a_disagreement_is_shown_until_somebody_settles_it(head, linked, read_twice):
    head.post(f"/data-ganda/kedua/{read_twice.pk}/jawab/", {"jawab": "2"})
    page = words(head.get("/data-ganda/"))
    assert "0% sepakat, kappa Cohen 0,00." in page
    assert "beda jawaban Sekar Tirtabumi" in page
    shown = words(head.get(f"/data-ganda/tinjau/{read_twice.pk}/"))
    assert "Pembaca kedua menjawab lain" in shown
    assert rows_of(linked["Sapu Melati"]) == ["buku-induk", "dinas-koperasi"]
    reading = SecondReading.objects.get()
    url = f"/data-ganda/kedua/{reading.pk}/pertahankan/"
    assert "Tulis alasannya dahulu." in words(head.post(url, {"reason": " "}, follow=True))
    settled = words(head.post(url, {"reason": "Sudah ditelepon"}, follow=True))
    assert "jawaban pertama dipertahankan." in settled
    assert "Pembaca kedua menjawab lain" not in settled
    assert "beda jawaban" not in words(head.get("/data-ganda/"))
    assert head.post(url, {"reason": "Lagi"}).status_code == 404
