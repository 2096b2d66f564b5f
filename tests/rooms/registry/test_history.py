"""What is told of a business's past: in order, with its numbers, and with what an undo took away."""

from datetime import timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.registry import actions, queries
from sentra.registry.models import Batch, Business, Profile
from tests.rooms.registry.lists import AT, KENANGA, TERANG, committed, ran, source, written

HOUR = timedelta(hours=1)
PHONELESS = KENANGA.replace("0812-1111-2222", "")
OLD, NEW = "••••••••••2222", "••••••••••0001"
NEW_PHONE = {"phone": "0812-9999-0001"}


def only(name: str = "Gula Kenanga") -> Business:
    return Profile.objects.get(current=True, name=name).business


def edit(
    by: User, business: Business, *, hours: int, personal: dict[str, str] | None = None, **values: object
) -> None:
    actions.edit_business(
        by=by, at=AT + hours * HOUR, business=business, values=values, personal=personal or {}
    )


def phones(by: User, business: Business) -> list[tuple[str, str, bool, bool]]:
    """Changes of the phone, the newest first: old, new, undone, undoing."""
    changes = queries.history(by, business.pk)
    return [(c.old, c.new, c.undone, c.undoing) for c in changes if c.key == "phone"]


def test_of_one_day_the_later_edition_comes_first(officer: User) -> None:
    committed(officer, written(KENANGA), name="pagi.csv")
    committed(officer, written(KENANGA.replace(";3;", ";4;")), name="siang.csv", at=AT + HOUR)
    edit(officer, only(), hours=2, workers=5)
    told = [
        (happening.at, happening.title, happening.detail)
        for happening in queries.timeline(officer, only().pk)
    ]
    day = AT.date()
    assert told == [
        (day, "Diperbarui petugas", "Sekar Tirtabumi: Tenaga kerja"),
        (day, "Tercatat dari buku-induk", "siang.csv · lembar siang, baris 2"),
        (day, "Tercatat dari buku-induk", "pagi.csv · lembar pagi, baris 2"),
    ]


def test_a_phone_that_changed_is_told_masked_with_who_and_when(officer: User) -> None:
    committed(officer, written(KENANGA))
    edit(officer, only(), hours=1, personal=NEW_PHONE)
    change, arrival = [c for c in queries.history(officer, only().pk) if c.key == "phone"]
    assert (change.old, change.new, change.at, change.record.recorded_by) == (OLD, NEW, AT + HOUR, officer)
    assert (arrival.old, arrival.new) == ("", OLD)
    [latest, *_earlier] = queries.timeline(officer, only().pk)
    assert latest.detail == "Sekar Tirtabumi: Telepon"


def test_the_same_number_typed_again_is_no_change(officer: User) -> None:
    committed(officer, written(KENANGA))
    edit(officer, only(), hours=1, personal={"phone": "+62 812 1111 2222"})
    assert phones(officer, only()) == [("", OLD, False, False)]


def test_numbers_that_end_alike_are_told_apart(officer: User) -> None:
    committed(officer, written(KENANGA))
    edit(officer, only(), hours=1, personal={"phone": "0813-9999-2222"})
    assert phones(officer, only())[0][:2] == (OLD, f"{OLD} (berubah)")


def test_a_typed_number_stands_over_those_of_lists(officer: User) -> None:
    committed(officer, written(KENANGA))
    edit(officer, only(), hours=1, personal=NEW_PHONE)
    committed(officer, written(KENANGA.replace("0812-1111-2222", "0812-1111-3333")), at=AT + 2 * HOUR)
    shown = [(n.shown, n.stands) for n in queries.numbers(officer, only().pk) if n.scheme == "phone"]
    assert shown[0] == (NEW, True)
    assert sorted(shown[1:]) == [(OLD, False), ("••••••••••3333", False)]
    assert phones(officer, only())[0][:2] == (OLD, NEW)  # the list changed nothing that stands


def test_a_newer_edition_stands_over_the_older(officer: User) -> None:
    committed(officer, written(KENANGA))
    committed(officer, written(KENANGA.replace("0812-1111-2222", "0812-9999-0001")), at=AT + HOUR)
    assert phones(officer, only()) == [(OLD, NEW, False, False), ("", OLD, False, False)]


@pytest.fixture
def undone(officer: User) -> Batch:
    """A second edition brought the phone; the business was edited since; the edition was taken back."""
    committed(officer, written(PHONELESS))
    batch = committed(officer, written(KENANGA.replace(";3;", ";7;")), at=AT + HOUR)
    edit(officer, only(), hours=2, product="diperiksa")
    return ran(actions.undo_batch, batch, officer, AT + 3 * HOUR)


def test_a_phone_that_goes_with_an_undone_file_is_listed(officer: User, undone: Batch) -> None:
    lost = {str(only().pk): ["phone"]}
    assert undone.summary["lost"] == lost
    assert Entry.objects.get(act="undo_batch").new == {"kept": [only().pk], "lost": lost}
    assert queries.numbers_lost(officer, undone) == {only().pk: "Telepon"}
    assert [n.scheme for n in queries.numbers(officer, only().pk)].count("phone") == 0


def test_the_business_tells_what_went_with_the_file(officer: User, undone: Batch) -> None:
    latest = queries.timeline(officer, only().pk)[0]
    assert (latest.title, latest.detail, latest.tone) == (
        "Impor buku-induk dibatalkan",
        "daftar.csv · lembar daftar, baris 2. Ikut hilang: Telepon",
        "warn",
    )
    assert phones(officer, only()) == [(OLD, "", False, True), ("", OLD, True, False)]
    back = [c for c in queries.history(officer, only().pk) if c.key == "workers" and c.undoing]
    assert [(c.old, c.new, c.record.batch) for c in back] == [(7, 3, undone)]


def test_a_phone_that_an_edit_carried_stays_after_the_undo(officer: User) -> None:
    committed(officer, written(PHONELESS))
    batch = committed(officer, written(KENANGA), at=AT + HOUR)
    edit(officer, only(), hours=2, product="diperiksa", personal={"phone": "0812-1111-2222"})
    after = ran(actions.undo_batch, batch, officer, AT + 3 * HOUR)
    assert (after.summary["kept"], after.summary["lost"]) == ([only().pk], {})
    assert [n.shown for n in queries.numbers(officer, only().pk) if n.scheme == "phone"] == [OLD]


def test_a_business_that_stays_whole_loses_nothing_and_is_not_called_undone(officer: User) -> None:
    batch = committed(officer, written(TERANG))
    edit(officer, only("Knalpot Terang"), hours=1, product="diperiksa")
    after = ran(actions.undo_batch, batch, officer, AT + 2 * HOUR)
    assert after.summary["lost"] == {}
    assert {change.undone for change in queries.history(officer, only("Knalpot Terang").pk)} == {False}


def year_of(by: User, business: Business) -> dict[str, tuple[object, list[object]]]:
    """Of the one year: by figure what stands, and the values folded under it."""
    [year] = queries.dossier(by, business.pk).years
    return {f.key: (f.stands.value, [told.value for told in f.others]) for f in year.figures}


def test_a_year_has_one_line_a_figure_and_other_values_under_it(officer: User) -> None:
    committed(officer, written(KENANGA))
    for hours, workers in enumerate((8, 9, 8, 3), start=1):
        edit(officer, only(), hours=hours, workers=workers)
    found = year_of(officer, only())
    assert found == {"workers": (3, [8, 9]), "investment_idr": (4_500_000, [])}
    [figure] = [f for f in queries.dossier(officer, only().pk).years[0].figures if f.key == "workers"]
    assert (figure.record.recorded_at, [row.row for row in figure.also]) == (AT + 4 * HOUR, [2])
    assert [len(told.records) for told in figure.others] == [2, 1]


def test_an_emptied_figure_and_a_range_stand_as_they_were_said(officer: User) -> None:
    committed(officer, written(KENANGA))
    span = {"low": 1_000_000, "high": 2_000_000}
    edit(officer, only(), hours=1, investment_idr=span, workers=None)
    assert year_of(officer, only()) == {"workers": (None, [3]), "investment_idr": (span, [4_500_000])}


def test_years_come_newest_first_and_a_higher_source_wins(officer: User) -> None:
    titled = "DATA IKM TAHUN 2024\n" + written(KENANGA).decode()
    committed(officer, titled.encode(), of=source(officer))
    edit(officer, only(), hours=1, workers=8, observed_year=2025)
    found = {
        year.year: {f.key: f.stands.value for f in year.figures}
        for year in queries.dossier(officer, only().pk).years
    }
    assert list(found) == [2025, 2024]
    assert (found[2025], found[2024]["workers"]) == ({"workers": 8}, 3)
