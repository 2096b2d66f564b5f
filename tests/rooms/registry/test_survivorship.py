"""Several sources tell of one business: which value is shown, where it came from, and what else was said."""

from datetime import timedelta

from sentra.base.people.models import User
from sentra.registry import actions, queries
from sentra.registry.actions.composing import golden
from sentra.registry.catalogue.fields import BY_KEY
from tests.rooms.registry import lists
from tests.rooms.registry.lists import ran
from tests.rooms.registry.offices import (
    KENANGA,
    LATER,
    MUCH_LATER,
    SURE,
    business,
    linked,
    mended,
    office,
    shown,
    standing,
)

PLACE = ("address", "rt", "rw", "village", "district")
AFTERWARDS = MUCH_LATER + timedelta(days=30)


def told(name: str, *keys: str) -> tuple[object, ...]:
    values = shown(name).values
    return tuple(values.get(key) for key in keys)


def test_the_higher_source_is_shown_whenever_it_spoke(officer: User) -> None:
    """The office of cooperatives ranks above the register's own list, the survey below it."""
    standing(officer, KENANGA)
    linked(officer, SURE)
    assert told("Gula Kenanga", "workers", "product") == (4, "gula merah")
    linked(officer, SURE.replace(";4;", ";9;"), of=office(officer, "survei", rank=5), at=MUCH_LATER)
    assert told("Gula Kenanga", "workers", "product") == (4, "gula merah")


def test_of_equal_sources_the_newest_is_shown(officer: User) -> None:
    standing(officer, KENANGA)
    linked(officer, SURE, of=office(officer, "survei", rank=10))
    assert told("Gula Kenanga", "workers") == (4,)
    mended(officer, KENANGA.replace(";3;", ";7;"))
    assert told("Gula Kenanga", "workers") == (7,)


def test_what_a_source_leaves_empty_is_filled_by_the_next(officer: User) -> None:
    standing(officer, KENANGA.replace(";3;", ";;"))
    linked(officer, SURE, of=office(officer, "survei", rank=5))
    assert told("Gula Kenanga", "workers", "product") == (4, "gula kelapa")


def test_no_address_is_made_of_two(officer: User) -> None:
    """The higher source gives its RT with its own address or not at all."""
    standing(officer, KENANGA)
    village = "33.03.11.2003", "33.03.11"
    assert told("Gula Kenanga", *PLACE) == ("Jl Raya 1", "1", "2", *village)
    batch = linked(officer, SURE.replace("Dusun Krajan;3;1", ";3;1"))
    assert told("Gula Kenanga", *PLACE) == (None, "3", "1", *village)
    sources = shown("Gula Kenanga").sources
    assert {sources[key] for key in ("rt", "rw", "village", "district")} == {batch.records.get().pk}


def test_the_name_without_abbreviations_wins_among_equals(officer: User) -> None:
    standing(officer, KENANGA)
    linked(officer, SURE, of=office(officer, "survei", rank=10))
    assert told("Gula Kenanga", "owner_name") == ("Sutirah Wening",)


def test_what_a_person_typed_stands_above_every_list_before_and_after(officer: User) -> None:
    standing(officer, KENANGA)
    actions.edit_business(
        by=officer, at=LATER, business=business("Gula Kenanga"), values={"workers": 5}, personal={}
    )
    linked(officer, SURE, at=MUCH_LATER)
    assert told("Gula Kenanga", "workers", "product") == (5, "gula merah")


def test_what_a_person_emptied_stays_empty(officer: User) -> None:
    standing(officer, KENANGA)
    actions.edit_business(
        by=officer, at=LATER, business=business("Gula Kenanga"), values={"workers": None}, personal={}
    )
    linked(officer, SURE, at=MUCH_LATER)
    assert told("Gula Kenanga", "workers", "product") == (None, "gula merah")


def test_the_branch_goes_with_its_product_and_the_columns_with_what_is_shown(officer: User) -> None:
    standing(officer, KENANGA)
    linked(officer, SURE.replace("gula merah", "knalpot mobil"))
    profile = shown("Gula Kenanga")
    assert (profile.values["product"], profile.branch, profile.workers) == ("knalpot mobil", "knalpot", 4)
    assert "knalpot mobil" in profile.search_text
    assert "gula kelapa" not in profile.search_text


def test_every_shown_value_knows_the_row_it_came_from(officer: User) -> None:
    """Of the record that tells it, literally."""
    first = standing(officer, KENANGA.replace(";3;", ";;")).records.get()
    second = linked(officer, SURE, of=office(officer, "survei", rank=5)).records.get()
    profile = shown("Gula Kenanga")
    said = {first.pk: first.values, second.pk: second.values}
    assert {key: said[record].get(key) for key, record in profile.sources.items()} == profile.values
    assert queries.source_of(officer, profile.business_id, "workers").record == second
    assert queries.source_of(officer, profile.business_id, "product").record == first


def test_the_runners_up_are_kept_with_their_rows(officer: User) -> None:
    first = standing(officer, KENANGA).records.get()
    second = linked(officer, SURE).records.get()
    field = golden(list(queries.members(business("Gula Kenanga").pk)))["product"]
    assert (field.value, int(field.record)) == ("gula merah", second.pk)
    assert [(value, int(record)) for value, record in field.others] == [("gula kelapa", first.pk)]


def test_when_the_best_source_is_taken_back_the_next_best_is_shown(officer: User) -> None:
    standing(officer, KENANGA)
    high = linked(officer, SURE)
    linked(officer, SURE.replace(";4;", ";9;"), of=office(officer, "survei", rank=15), at=MUCH_LATER)
    assert told("Gula Kenanga", "workers") == (4,)
    ran(actions.undo_batch, high, officer, AFTERWARDS)
    assert told("Gula Kenanga", "workers") == (9,)


def test_one_record_alone_is_shown_as_it_is(officer: User) -> None:
    row = standing(officer, KENANGA).records.get()
    profile = shown("Gula Kenanga")
    assert (profile.shown, profile.origin, profile.values) == (None, {}, row.values)
    assert set(profile.values) - {"branch_key"} <= set(BY_KEY)
    assert lists.shown() == {"Gula Kenanga": "gula kelapa"}
