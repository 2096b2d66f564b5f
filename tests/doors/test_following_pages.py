"""Pages of what became of the goods: drawn by lot, seen on a phone, handed on by a deed, ended."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sentra.programmes.models import Award, Condition, Inspection, Item, Round, Transfer
from tests import cast, makers
from tests.rooms.programmes import delivered, followed

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    makers.areas()
    return followed.monitored()


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """23 April 2027, months after the handover."""
    monkeypatch.setattr("sentra.web.programmes.following.now", lambda: followed.AT)
    monkeypatch.setattr("sentra.web.programmes.rounds.now", lambda: followed.AT)


@pytest.fixture
def officer(client: Client) -> Client:
    return cast.sign_in(client, cast.enter(cast.SEKAR))


def at(name: str, pk: int) -> str:
    return reverse(f"programmes:{name}", args=[pk])


def words(page: Any) -> str:
    """What can be read on the page, spaces made one."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def seen(inspection: Inspection, *others: str, **otherwise: Any) -> dict[str, Any]:
    """The form of a visit, as a phone sends it."""
    states = followed.conditions(inspection.award, *others)
    told = {f"condition_{pk}": state for pk, state in states.items()}
    photo = SimpleUploadedFile("foto.png", delivered.PIXEL, "image/png")
    return {"form_key": "satu", "seen_on": "2027-03-20", "note": "", "photo": photo, **told, **otherwise}


def test_a_sample_is_drawn_once_and_the_page_says_how_far_it_is(officer: Client, round_: Round) -> None:
    assert "Belum ada contoh yang diundi" in words(officer.get(at("following", round_.pk)))
    choice = {"months": 3, "confidence": 95, "margin": 10}
    page = officer.post(at("draw_sample", round_.pk), choice, follow=True)
    assert "2 dari 2 penerima diundi untuk dipantau" in words(page)
    assert "2 terlambat" in words(page)
    assert officer.post(at("draw_sample", round_.pk), choice).status_code == 422
    assert Inspection.objects.count() == 2


def test_a_draw_that_the_action_refuses_says_why(
    officer: Client, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    Item.objects.update(award=None)  # nobody holds anything any more
    page = officer.post(at("draw_sample", round_.pk), {"months": 3, "confidence": 95, "margin": 10})
    assert (page.status_code, "Belum ada barang yang diserahkan." in words(page)) == (422, True)


def test_a_visit_is_recorded_from_the_phone_and_sent_twice_it_is_one(officer: Client, round_: Round) -> None:
    first = followed.drawn(round_)[0]
    page = officer.post(at("inspect", first.pk), seen(first, "idle", note="Penjahit pindah"), follow=True)
    assert "Sudah dilihat" in words(page)
    assert "Menganggur" in words(page)
    again = officer.post(at("inspect", first.pk), seen(first))
    assert (again.status_code, first.checks.count()) == (200, 2)
    assert officer.post(at("inspect", first.pk), seen(first, form_key="lain")).status_code == 409


@pytest.mark.parametrize(
    ("otherwise", "sentence"),
    [
        ({"photo": ""}, "Ambil foto barang di tempatnya."),
        ({"photo": SimpleUploadedFile("a.txt", b"bukan foto")}, "bukan foto"),
        ({"seen_on": "2026-12-16"}, "tidak dapat mendahului BAST"),
        ({"others": ["broken"]}, "Tulis apa yang terjadi dengan barangnya."),
    ],
)
def test_what_is_wrong_with_a_visit_stands_at_its_field(
    officer: Client, round_: Round, otherwise: dict[str, Any], sentence: str
) -> None:
    first = followed.drawn(round_)[0]
    others = otherwise.pop("others", [])
    page = officer.post(at("inspect", first.pk), seen(first, *others, **otherwise))
    first.refresh_from_db()
    assert (page.status_code, first.seen_on, sentence in words(page)) == (422, None, True)


def test_another_districts_visit_does_not_exist_for_a_field_officer(client: Client, round_: Round) -> None:
    first = followed.drawn(round_)[0]
    cast.sign_in(client, cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06"))
    assert client.get(at("inspect", first.pk)).status_code == 404
    assert client.get(at("transfer", first.award_id)).status_code == 404
    assert first.award.proposal.number not in words(client.get(at("following", round_.pk)))


def test_the_sheet_is_printed(officer: Client, round_: Round) -> None:
    first = followed.drawn(round_)[0]
    page = officer.post(at("issue_sheet", first.pk))
    first.refresh_from_db()
    assert page["Location"] == at("document", first.document_id or 0)
    assert officer.get(page["Location"])["Content-Type"] == "application/pdf"


def test_it_says_how_many_pieces_were_never_seen_and_leads_to_them(officer: Client, round_: Round) -> None:
    first, second = followed.drawn(round_)
    shown = officer.get(at("following", round_.pk)).content.decode()
    assert ["jatuh tempo" in shown, at("inspect", second.pk) in shown] == [True, True]
    assert "6 dari 6 barang yang diserahkan belum pernah dilihat" in shown
    followed.seen(first)
    half = officer.get(at("following", round_.pk))
    assert "3 dari 6 barang yang diserahkan belum pernah dilihat" in words(half)
    assert half.content.decode().count(at("award", first.award_id)) == 0
    assert half.content.decode().count(at("award", second.award_id)) == 1
    followed.seen(second)
    assert "Semua barang yang diserahkan (6) pernah dilihat" in words(officer.get(at("following", round_.pk)))


def test_goods_whom_no_visit_is_due_say_so_and_those_of_another_district_are_not_listed(
    client: Client, officer: Client, round_: Round
) -> None:
    assert words(officer.get(at("following", round_.pk))).count("tidak ada kunjungan terbuka") == 2
    cast.sign_in(client, cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06"))
    elsewhere = words(client.get(at("following", round_.pk)))
    assert "6 dari 6 barang yang diserahkan belum pernah dilihat" in elsewhere
    assert "Yang belum dilihat ada di kecamatan lain." in elsewhere


def test_the_list_of_visits_is_split_and_paged(
    officer: Client, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentra.web.programmes.following.A_PAGE", 1)
    first, second = followed.drawn(round_)
    followed.drawn(round_, months=12)  # not due yet
    followed.seen(first)

    def shown(query: str) -> tuple[int, int, bool]:
        facts = officer.get(at("following", round_.pk) + query).context
        return len(facts["visits"]), len(facts["choices"]), bool(facts["pager"] and facts["pager"].next_url)

    assert shown("") == (1, 3, True)
    assert shown("?tampil=&hal=3") == (1, 3, False)
    assert shown("?tampil=terlambat") == (1, 3, False)
    assert shown("?tampil=sudah") == (1, 3, False)
    assert shown("?tampil=apa&hal=x") == (1, 3, True)
    page = officer.get(at("following", round_.pk) + "?tampil=terlambat")
    assert [one.pk for one in page.context["visits"]] == [second.pk]


def test_an_idle_item_stays_with_a_reason_or_goes_on_by_a_deed(officer: Client, round_: Round) -> None:
    giver = followed.idle(round_)
    machine = followed.items(giver)[0]
    assert "belum dijawab" in words(officer.get(at("following", round_.pk)))
    page = officer.post(at("keep_idle", machine.pk), {"reason": "Musim sepi"}, follow=True)
    assert "Tetap di tempat: Musim sepi" in words(page)
    first = followed.waits(round_)[0]
    form = {
        "items": [machine.pk],
        "proposal": first.pk,
        "moved_on": "2027-04-05",
        "place": "",
        "reason": "Pindah",
    }
    early = officer.post(at("transfer", giver.pk), form | {"moved_on": "2027-03-01"})
    assert (early.status_code, "tidak dapat mendahului" in words(early)) == (422, True)
    page = officer.post(at("transfer", giver.pk), form, follow=True)
    moved = Transfer.objects.get()
    assert moved.document
    assert "Barang dialihkan; aktanya terbit." in words(page)
    assert moved.document.number in words(page)
    assert moved.moved_on == date(2027, 4, 5)


def test_a_receiver_who_may_no_longer_have_it_is_told_at_the_field(officer: Client, round_: Round) -> None:
    giver = followed.idle(round_)
    machine, scissors = followed.items(giver)
    Item.objects.filter(pk=scissors.pk).update(condition=Condition.IDLE)
    first = followed.waits(round_)[0]
    line = rounds_line(first, scissors)
    line.delete()  # asks for no package with scissors any more
    form = {"items": [machine.pk, scissors.pk], "proposal": first.pk, "moved_on": "2027-04-05", "reason": "x"}
    page = officer.post(at("transfer", giver.pk), form)
    assert (page.status_code, "tidak meminta paket yang berisi barang itu" in words(page)) == (422, True)


def rounds_line(proposal: Any, item: Item) -> Any:
    return proposal.wishes.first().package.lines.get(kind=item.kind)


def test_what_is_nobodys_cannot_be_kept_and_who_has_nothing_idle_hands_nothing_on(
    officer: Client, round_: Round
) -> None:
    award = delivered.awards(round_)[0]
    item = followed.items(award)[0]
    assert "Tidak ada yang menganggur" in words(officer.get(at("transfer", award.pk)))
    Item.objects.filter(pk=item.pk).update(award=None)
    assert officer.post(at("keep_idle", item.pk), {"reason": "x"}).status_code == 404
    assert officer.post(at("keep_idle", 999_999), {"reason": "x"}).status_code == 404


def test_the_head_ends_the_round_when_nothing_is_open_or_says_why(client: Client, round_: Round) -> None:
    followed.drawn(round_)
    head = cast.sign_in(client, cast.enter(cast.BRAMA))
    assert "2 pemantauan belum dilakukan." in words(head.get(at("following", round_.pk)))
    refused = head.post(at("end_round", round_.pk), {"reason": ""})
    assert (refused.status_code, Round.objects.get(pk=round_.pk).state) == (409, "monitoring")
    page = head.post(at("end_round", round_.pk), {"reason": "Kantor pindah"}, follow=True)
    assert "Putaran selesai." in words(page)
    assert Round.objects.get(pk=round_.pk).state == "closed"
    assert Award.objects.filter(round=round_, state="delivered").count() == 2
