"""Two businesses are one, and two again: a pointer moves, and both sides are exactly what they were."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from sentra.registry.actions import committing
from sentra.registry.models import (
    Business,
    Cluster,
    Identifier,
    LikenessState,
    LinkEvent,
    Membership,
    Profile,
)
from tests import cast
from tests.rooms.registry import lists
from tests.rooms.registry.lists import counted, ran
from tests.rooms.registry.offices import (
    CEMARA,
    KENANGA,
    LATER,
    MELATI,
    MUCH_LATER,
    NOBODY,
    PERHAPS,
    SURE,
    TERANG,
    answer,
    asked,
    business,
    checked,
    linked,
    mended,
    register,
    shown,
    standing,
    states,
)
from tests.rooms.registry.test_deciding import together


def merge(officer: User, winner: Business, loser: Business) -> LinkEvent:
    return actions.merge_businesses(by=officer, at=LATER, winner=winner, loser=loser, reason="satu pemilik")


def unmerge(officer: User, event: LinkEvent) -> None:
    actions.unmerge_businesses(by=officer, at=MUCH_LATER, event=event, reason="ternyata dua")


def edit(officer: User, of: Business, **values: Any) -> None:
    actions.edit_business(by=officer, at=MUCH_LATER, business=of, values=values, personal={})


def reads_as(*businesses: Business) -> list[int | None]:
    found = queries.canonical([one.pk for one in businesses])
    return [found[one.pk] for one in businesses]


def test_the_loser_reads_as_the_winner_and_no_row_moves(officer: User) -> None:
    standing(officer)
    melati, terang = business("Sapu Melati"), business("Knalpot Terang")
    rows = set(Membership.objects.values_list("record", "business"))
    numbers = set(Identifier.objects.values_list("pk", "business"))
    merge(officer, melati, terang)
    assert reads_as(melati, terang) == [melati.pk, melati.pk]
    assert set(Membership.objects.values_list("record", "business")) == rows
    assert set(Identifier.objects.values_list("pk", "business")) == numbers
    assert queries.business(officer, terang.pk) == queries.business(officer, melati.pk)
    assert queries.page(officer, queries.Filters()).total == 2


def test_the_page_of_the_one_tells_what_is_known_of_both(officer: User) -> None:
    standing(officer, MELATI, CEMARA)
    melati, cemara = business("Sapu Melati"), business("Keripik Cemara")
    merge(officer, melati, cemara)
    both = queries.dossier(officer, cemara.pk)
    assert both.profile.business == melati
    assert [owner.business_id for owner in both.owners] == [melati.pk, cemara.pk]
    assert {number.label for number in queries.numbers(officer, cemara.pk)} == {"NIK", "Telepon"}
    assert queries.merged_ids(officer, melati.pk) == [cemara.pk]


@pytest.mark.parametrize("number", ["3303051203790002", "08122223333"], ids=["NIK", "phone"])
def test_the_winner_is_found_by_the_losers_number(officer: User, number: str) -> None:
    standing(officer)
    melati, terang = business("Sapu Melati"), business("Knalpot Terang")
    merge(officer, melati, terang)
    [found] = queries.page(officer, queries.Filters(q=number)).rows
    assert found.business == melati


def test_whoever_registers_the_losers_owner_again_is_shown_the_winner(officer: User) -> None:
    standing(officer)
    melati, terang = business("Sapu Melati"), business("Knalpot Terang")
    merge(officer, melati, terang)
    values = {"business_name": "Knalpot Terang", "owner_name": "Wagiman Jati", "village": "33.03.05.2007"}
    [likely] = queries.likely_same(officer, values, {}, at=MUCH_LATER) or [None]
    assert likely is not None
    assert likely.profile.business == melati


# And two again.


def test_unmerging_restores_both_sides_exactly(officer: User) -> None:
    """Down to the versions that were shown."""
    standing(officer)
    linked(officer, SURE)
    before = register(versions=True)
    event = merge(officer, business("Sapu Melati"), business("Gula Kenanga"))
    assert register(versions=True) != before
    unmerge(officer, event)
    assert register(versions=True) == before
    assert LinkEvent.objects.get().undone_by == officer


def test_also_after_edits_elsewhere_and_a_new_list(officer: User) -> None:
    standing(officer)
    sides = {"Sapu Melati", "Gula Kenanga"}
    before = _of(sides)
    event = merge(officer, business("Sapu Melati"), business("Gula Kenanga"))
    edit(officer, business("Knalpot Terang"), workers=40)
    linked(officer, NOBODY, at=MUCH_LATER)
    unmerge(officer, event)
    assert _of(sides) == before
    assert (shown("Knalpot Terang").workers, len(lists.shown())) == (40, 4)


def _of(names: set[str]) -> dict[str, Any]:
    return {one[1][0]: one for one in register(versions=True)["shown"].values() if one[1][0] in names}


def test_what_was_typed_of_the_one_stays_with_the_winner(officer: User) -> None:
    standing(officer)
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    before = _of({"Gula Kenanga"})
    event = merge(officer, melati, kenanga)
    edit(officer, melati, workers=40)
    unmerge(officer, event)
    assert (shown("Sapu Melati").workers, shown("Sapu Melati").values["product"]) == (40, "sapu glagah")
    assert _of({"Gula Kenanga"}) == before


def test_an_edition_of_the_losers_row_is_its_own_and_stays_with_it(officer: User) -> None:
    standing(officer)
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    event = merge(officer, melati, kenanga)
    batch = mended(officer, KENANGA.replace(";3;", ";33;"), TERANG, MELATI)
    assert counted(batch) == {"read": 3, "update": 1, "unchanged": 2}
    row = batch.records.get(verdict="update")
    assert (row.membership.business, reads_as(row.membership.business)) == (kenanga, [melati.pk])
    assert queries.business(officer, kenanga.pk).workers == 33
    unmerge(officer, event)
    assert (shown("Gula Kenanga").workers, shown("Sapu Melati").workers) == (33, 5)


def test_undoing_a_list_that_told_of_the_loser_does_not_show_the_loser(officer: User) -> None:
    standing(officer)
    before = register()
    batch = linked(officer, SURE)
    event = merge(officer, business("Sapu Melati"), business("Gula Kenanga"))
    ran(actions.undo_batch, batch, officer, MUCH_LATER)
    assert set(register()["shown"]) == {event.business_id, business("Knalpot Terang").pk}
    unmerge(officer, event)
    assert register() == before


# Several.


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_of_merges_comes_apart_in_any_order(officer: User, order: tuple[int, ...]) -> None:
    """A took in B and C; D took in A. After all three are taken back everything is as before."""
    standing(officer, KENANGA, TERANG, MELATI, NOBODY)
    a, b, c, d = (business(n) for n in ("Gula Kenanga", "Knalpot Terang", "Sapu Melati", "Anyaman Baru"))
    before = register()
    events = [merge(officer, a, b), merge(officer, a, c), merge(officer, d, a)]
    assert reads_as(a, b, c, d) == [d.pk] * 4
    alone = {0: b, 1: c, 2: a}
    for number in order:
        unmerge(officer, events[number])
        assert reads_as(alone[number]) == [alone[number].pk]
    assert register() == before


def test_what_was_merged_anew_since_stays_where_it_went(officer: User) -> None:
    """B with C goes to A; C leaves B and joins A by a merge of its own; taking B out does not take C along."""
    standing(officer)
    a, b, c = (business(n) for n in ("Gula Kenanga", "Knalpot Terang", "Sapu Melati"))
    inner = merge(officer, b, c)
    outer = merge(officer, a, b)
    unmerge(officer, inner)
    merge(officer, a, c)
    unmerge(officer, outer)
    assert reads_as(a, b, c) == [a.pk, b.pk, a.pk]
    assert set(lists.shown()) == {"Gula Kenanga", "Knalpot Terang"}


def test_one_that_left_before_is_not_taken_along(officer: User) -> None:
    standing(officer)
    a, b, c = (business(n) for n in ("Gula Kenanga", "Knalpot Terang", "Sapu Melati"))
    inner, outer = merge(officer, b, c), merge(officer, a, b)
    unmerge(officer, inner)
    unmerge(officer, outer)
    assert reads_as(a, b, c) == [a.pk, b.pk, c.pk]


def test_merging_two_that_are_one_is_refused_by_either_number(officer: User) -> None:
    standing(officer)
    a, b, c = (business(n) for n in ("Gula Kenanga", "Knalpot Terang", "Sapu Melati"))
    event = merge(officer, a, b)
    for winner, loser in ((a, a), (a, b), (b, a)):
        with pytest.raises(actions.AlreadyOne):
            merge(officer, winner, loser)
    merge(officer, c, b)  # by the loser's number the winner is meant
    assert reads_as(a, b, c) == [c.pk] * 3
    unmerge(officer, event)
    with pytest.raises(actions.NotInForce):
        unmerge(officer, event)


def test_only_those_who_may_edit_both_merge_and_unmerge(officer: User) -> None:
    standing(officer)
    before = register()
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    bobotsari = cast.enter(cast.RENGGA)
    with pytest.raises(Refused, match="di luar kecamatan"):
        merge(bobotsari, melati, kenanga)
    assert (register(), LinkEvent.objects.count()) == (before, 0)
    event = merge(officer, melati, kenanga)
    with pytest.raises(Refused, match="di luar kecamatan"):
        unmerge(bobotsari, event)
    with pytest.raises(Refused, match="tidak berwenang"):
        unmerge(cast.enter(cast.GANDE), event)
    assert LinkEvent.objects.get().undone_at is None


def test_a_field_officer_merges_in_the_own_district_and_parts_it_again(officer: User) -> None:
    """Also what a colleague merged there."""
    standing(officer, MELATI, CEMARA)
    before = register(versions=True)
    bobotsari = cast.enter(cast.RENGGA)
    for by in (bobotsari, officer):
        event = merge(by, business("Sapu Melati"), business("Keripik Cemara"))
        unmerge(bobotsari, event)
        assert register(versions=True) == before
    assert set(LinkEvent.objects.values_list("undone_by", flat=True)) == {bobotsari.pk}


@pytest.mark.django_db(transaction=True)
def test_two_people_merge_the_same_businesses_at_once(officer: User) -> None:
    """Crosswise, with a third: nobody waits for ever, and all three are one."""
    standing(officer)
    a, b, c = (business(n) for n in ("Gula Kenanga", "Knalpot Terang", "Sapu Melati"))
    ended = together(lambda: merge(officer, a, b), lambda: merge(officer, b, a), lambda: merge(officer, c, a))
    assert sorted(type(one).__name__ for one in ended) == ["AlreadyOne", "LinkEvent", "LinkEvent"]
    assert len(set(reads_as(a, b, c))) == 1
    assert Profile.objects.filter(current=True).count() == 1


# With the questions that are open.


def test_a_yes_to_two_businesses_merges_them_and_taking_it_back_parts_them(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    answer(officer, same=False)
    melati, other = business("Sapu Melati"), business("Rukmini Asri")
    [pair] = queries.last_decisions(officer)
    actions.withdraw(by=officer, at=LATER, decision=pair)
    edit_kept = answer(officer, same=False)
    edit(officer, business("Rukmini Asri"), workers=8)
    actions.withdraw(by=officer, at=LATER, decision=edit_kept)  # the business stays: it was edited
    before = register()
    decision = answer(officer, same=True)
    assert LinkEvent.objects.get(kind="merge").decision == decision
    assert len(lists.shown()) == 3
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert register() == before
    assert melati != other


def test_whether_two_are_one_is_not_asked_while_they_are(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=False)
    edit(officer, business("Rukmini Asri"), workers=8)
    actions.withdraw(by=officer, at=LATER, decision=decision)
    before = register()
    event = merge(officer, business("Sapu Melati"), business("Rukmini Asri"))
    assert (asked(), states()) == ([], [LikenessState.LAPSED])
    unmerge(officer, event)
    assert register() == before


# While a list is being saved.


@pytest.mark.parametrize("back", [False, True], ids=["merged", "merged and parted"])
def test_a_merge_while_a_list_is_saved_that_tells_of_the_loser(
    officer: User, monkeypatch: pytest.MonkeyPatch, *, back: bool
) -> None:
    """Its rows were written under what was shown then; what is shown in the end knows both."""
    standing(officer)
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    events = [merge(officer, melati, kenanga)] if back else []
    batch = checked(officer, SURE)
    catch_up = committing._catch_up_ahead

    def meanwhile(*args: Any, **named: Any) -> bool:
        if back and not LinkEvent.objects.get().undone_at:
            unmerge(officer, events[0])
        if not back and not LinkEvent.objects.exists():
            merge(officer, melati, kenanga)
        return catch_up(*args, **named)

    monkeypatch.setattr(committing, "_catch_up_ahead", meanwhile)
    ran(actions.commit_batch, batch, officer, MUCH_LATER)
    shows = queries.business(officer, kenanga.pk)
    assert shows.business == (kenanga if back else melati)
    assert (shows.workers, shows.values["product"]) == (4, "gula merah")
    assert Profile.objects.filter(current=True).count() == (3 if back else 2)
    assert not Profile.objects.filter(batch=batch, current=False).exists()


# Collisions.


@pytest.fixture
def applicants(officer: User) -> Iterator[Any]:
    """A table of a room above, which this room cannot see: who applied in which round."""
    about = {"on_delete": models.CASCADE, "related_name": "+"}
    fields = {
        "business": models.ForeignKey(Business, **about),
        "round": models.ForeignKey(Cluster, null=True, **about),
        "recorded_by": models.ForeignKey(User, **about),
        "Meta": type("Meta", (), {"app_label": "jobs", "verbose_name": "permohonan"}),
        "__module__": __name__,
    }
    model: Any = type("Applicant", (models.Model,), fields)
    with connection.schema_editor() as editor:
        editor.create_model(model)
    yield model
    with connection.schema_editor() as editor:
        editor.delete_model(model)
    del apps.all_models["jobs"]["applicant"]
    apps.clear_cache()


@pytest.mark.django_db(transaction=True)
def test_what_both_have_is_found_over_hidden_relations_and_shown(officer: User, applicants: Any) -> None:
    standing(officer)
    melati, kenanga, terang = (business(n) for n in ("Sapu Melati", "Gula Kenanga", "Knalpot Terang"))
    first, second = (
        Cluster.objects.create(name=name, folded=name) for name in ("Bantuan 2026", "Bantuan 2027")
    )
    for one, of in ((melati, first), (kenanga, first), (kenanga, first), (terang, second), (melati, None)):
        applicants.objects.create(business=one, round=of, recorded_by=officer)  # shared, but says nothing
    assert queries.collisions(melati.pk, kenanga.pk) == [queries.Collision("permohonan", "Bantuan 2026", 3)]
    assert queries.collisions(melati.pk, terang.pk) == []
    merge(officer, terang, kenanga)
    assert queries.collisions(melati.pk, terang.pk) == [queries.Collision("permohonan", "Bantuan 2026", 3)]
    assert [queries.left_double(one.pk) for one in (melati, terang)] == [[], []]
    merge(officer, melati, terang)
    assert queries.left_double(melati.pk) == [queries.Collision("permohonan", "Bantuan 2026", 3)]
    rows = list(applicants.objects.order_by("pk").values_list("business", flat=True))
    assert rows == [one.pk for one in (melati, kenanga, kenanga, terang, melati)]  # none was rewritten


def test_each_act_is_in_the_audit(officer: User) -> None:
    standing(officer)
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    event = merge(officer, melati, kenanga)
    unmerge(officer, event)
    merged, parted = Entry.objects.order_by("-pk")[:2][::-1]
    assert (merged.act, merged.reason, merged.old, merged.new) == (
        "merge_businesses",
        "satu pemilik",
        {"businesses": [melati.pk, kenanga.pk]},
        {"canonical": melati.pk, "event": event.pk},
    )
    assert (parted.act, parted.reason, parted.new) == (
        "unmerge_businesses",
        "ternyata dua",
        {"businesses": [melati.pk, kenanga.pk]},
    )
    assert list(breaks()) == []


def test_of_two_rows_of_one_list_name_numbers_and_figures_are_of_one(officer: User) -> None:
    """Merged rows that came at one moment: no owner stands beside the other's NIK, no figure beside another."""
    standing(officer)
    kenanga = business("Gula Kenanga")
    merge(officer, kenanga, business("Sapu Melati"))
    shown = Profile.objects.get(business=kenanga, current=True)
    nik = next(one for one in queries.numbers(officer, kenanga.pk) if one.scheme == "nik")
    workers = next(
        one for one in queries.dossier(officer, kenanga.pk).years[0].figures if one.key == "workers"
    )
    assert {nik.record.pk, workers.record.pk} == {shown.sources["owner_name"]}
    assert workers.stands.value == shown.workers
