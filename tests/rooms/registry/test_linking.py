"""A list of another office arrives: what is surely known joins, what may be waits, the rest is new."""

from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.values.sentences import told
from sentra.engines import linkage
from sentra.registry import actions, queries, rules
from sentra.registry.actions import linking
from sentra.registry.catalogue.meetings import MEETINGS
from sentra.registry.models import (
    BatchState,
    Business,
    Likeness,
    LikenessState,
    Membership,
    Profile,
    RowVerdict,
    SourceRecord,
)
from sentra.registry.queries.normal import raw
from tests.rooms.registry import lists
from tests.rooms.registry.lists import NIKS, PHONES, counted, ran
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
    office,
    register,
    shown,
    standing,
    states,
    written,
)

MANY = 301  # rows with one value, which is one more than are compared by it
SYLLABLES = ("bu", "di", "ga", "ke", "lo", "ma", "ni", "po")


def test_sure_rows_join_unsure_rows_wait_and_the_rest_are_new(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE, PERHAPS, NOBODY)
    assert counted(batch) == {"read": 3, "attach": 1, "review": 1, "create": 1}
    joined, waiting, fresh = batch.records.order_by("pk")
    assert joined.membership.business == business("Gula Kenanga")
    assert fresh.membership.business == business("Anyaman Baru")
    assert not Membership.objects.filter(record=waiting).exists()
    assert lists.shown() == {
        "Gula Kenanga": "gula merah",
        "Knalpot Terang": "knalpot",
        "Sapu Melati": "sapu glagah",
        "Anyaman Baru": "anyaman bambu",
    }
    [question] = asked()
    melati = shown("Sapu Melati").record
    assert (question.record, question.other, question.state) == (waiting, melati, LikenessState.OPEN)


def test_before_saving_the_register_is_as_it_was_and_nobody_is_asked(officer: User) -> None:
    standing(officer)
    before = register()
    batch = checked(officer, SURE, PERHAPS, NOBODY)
    assert (batch.state, counted(batch)["review"], register()) == (BatchState.STAGED, 1, before)


def test_what_too_many_rows_have_in_common_is_named_as_not_compared(officer: User) -> None:
    """Half a list is of one village's RT: by their RT, its rows are not compared with each other."""
    stands = office(officer)
    words = [f"{one}{other}" for one, other in product(SYLLABLES, repeat=2)]
    crowd = [f";{one} {other};;Brakas;Karanganyar;;1;2;;;" for one, other in product(words, words[::-1])]
    assert checked(officer, SURE, PERHAPS, of=stands).summary["left_out"] == []
    said = checked(officer, *crowd[::13][:MANY], of=stands).summary["left_out"]
    assert [told(one) for one in said] == [
        f"Tidak semua baris dibandingkan lewat {what}, RT, dan RW: 1 nilainya dimiliki terlalu banyak baris."
        " Baris kembar yang hanya cocok di situ tidak ditemukan."
        for what in ("nama desa", "desa")
    ]


def test_every_way_rows_meet_has_its_words() -> None:
    assert list(MEETINGS) == [key.name for key in linkage.KEYS]


def test_each_sure_row_says_which_record_it_equals_and_how_surely(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE)
    [pair] = Likeness.objects.all()
    assert (pair.record, pair.other) == (batch.records.get(), SourceRecord.objects.earliest("pk"))
    assert pair.state == LikenessState.SURE
    assert pair.prior + sum(part[2] for part in pair.parts) == pytest.approx(pair.weight)


def test_two_rows_of_one_list_about_one_business_make_one(officer: User) -> None:
    standing(officer)
    batch = linked(officer, NOBODY, NOBODY.replace("Anyaman Baru", "Anyaman Baroe").replace(";2;", ";3;"))
    assert counted(batch) == {"read": 2, "create": 1, "attach": 1}
    assert business("Anyaman Baru").memberships.count() == 2
    assert Profile.objects.filter(current=True).count() == 4


def test_two_rows_about_a_business_that_stands_both_join_it(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE, SURE.replace("Gula Kenanga", "Gula Kenangga").replace(";4;", ";7;"))
    assert counted(batch) == {"read": 2, "attach": 2}
    assert business("Gula Kenanga").memberships.count() == 3


def test_a_list_of_one_row_a_business_is_never_linked_to_itself(officer: User) -> None:
    """The register's own list: what would be sure in any other list is two businesses here, at once or later."""
    twin = NOBODY.replace("Anyaman Baru", "Anyaman Baroe").replace(";2;", ";3;")
    batch = standing(officer, NOBODY, twin)
    assert counted(batch) == {"read": 2, "create": 2}
    again = lists.committed(officer, written(NOBODY.replace("Anyaman Baru", "Anyaman Barru")), at=LATER)
    assert counted(again) == {"read": 1, "create": 1}
    assert (Profile.objects.filter(current=True).count(), Likeness.objects.count()) == (3, 0)


def test_nor_by_way_of_what_another_office_says(officer: User) -> None:
    """Two rows of the register's list that both equal one of the other office: they stay apart, and which of
    them it is a person says."""
    linked(officer, NOBODY)
    twin = NOBODY.replace("Anyaman Baru", "Anyaman Baroe").replace(";2;", ";3;")
    batch = standing(officer, NOBODY, twin)
    assert counted(batch) == {"read": 2, "review": 2}
    assert [pair.veto for pair in Likeness.objects.filter(state=LikenessState.OPEN)] == ["rival", "rival"]
    assert Membership.objects.count() == 1


def test_a_business_with_a_long_history_is_met_as_well_as_a_new_one(officer: User) -> None:
    """Typed figures and old editions say little that could be compared; they do not speak against a link."""
    standing(officer)
    kenanga = business("Gula Kenanga")
    for workers in range(10, 24):
        actions.edit_business(
            by=officer, at=LATER, business=kenanga, values={"workers": workers}, personal={}
        )
    assert counted(linked(officer, SURE, at=MUCH_LATER)) == {"read": 1, "attach": 1}


def test_a_row_that_equals_one_half_of_a_merged_business_joins_that_half(officer: User) -> None:
    """And parts with it: Melati and Kenanga have different owners, a person said that they are one."""
    standing(officer)
    melati, kenanga = business("Sapu Melati"), business("Gula Kenanga")
    event = actions.merge_businesses(by=officer, at=LATER, winner=melati, loser=kenanga, reason="suami istri")
    batch = linked(officer, SURE, at=MUCH_LATER)
    assert counted(batch) == {"read": 1, "attach": 1}
    assert queries.business(officer, melati.pk).workers == 4
    actions.unmerge_businesses(by=officer, at=MUCH_LATER, event=event, reason="ternyata dua")
    assert (shown("Gula Kenanga").workers, shown("Sapu Melati").workers) == (4, 5)


def test_the_registers_own_list_joins_what_another_office_brought_first(officer: User) -> None:
    linked(officer, SURE)
    batch = standing(officer, KENANGA, TERANG)
    assert counted(batch) == {"read": 2, "attach": 1, "create": 1}
    assert set(lists.shown()) == {"Gula Kenanga", "Knalpot Terang"}


TEN = ["Karsidi", "Wartini", "Bejo", "Sumirah", "Gimin", "Lasmini", "Paijo", "Tukinem", "Darsono", "Kasiyem"]
TRADES = ["batik", "knalpot", "gula", "sapu", "tempe", "keripik", "bata", "mebel", "songkok", "anyaman"]


def members_of_a_group(*, nik: str = "", phone: str = "") -> list[str]:
    """Ten owners of ten trades in one village, with the number of their leader."""
    return [
        f"{trade} {name};{name};{nik};Brakas;Karanganyar;;;;{trade};1;{phone}"
        for name, trade in zip(TEN, TRADES, strict=True)
    ]


@pytest.mark.parametrize(
    "lent", [{"phone": "081299990000"}, {"nik": "3303114506810009"}], ids=["phone", "NIK"]
)
def test_a_number_lent_to_ten_does_not_make_them_one(officer: User, lent: dict[str, str]) -> None:
    standing(officer)
    batch = linked(officer, *members_of_a_group(**lent))
    assert counted(batch) == {"read": 10, "create": 10}
    assert (Business.objects.count(), asked()) == (13, [])


def test_nor_do_they_join_the_leader_who_stands_in_the_register(officer: User) -> None:
    leader = "Gula Karsidi;Karsidi;3303114506810009;Brakas;Karanganyar;;;;gula;4;081299990000"
    standing(officer, KENANGA, leader)
    batch = linked(officer, *members_of_a_group(nik="3303114506810009", phone="081299990000")[1:])
    assert counted(batch) == {"read": 9, "create": 9}
    assert business("Gula Karsidi").memberships.count() == 1


def test_the_second_business_of_one_owner_is_never_joined_to_the_first(officer: User) -> None:
    """Same person, same NIK, same village: a person is asked, and says that it is another business."""
    standing(officer)
    batch = linked(officer, CEMARA)
    assert counted(batch) == {"read": 1, "review": 1}
    answer(officer, same=False)
    assert set(lists.shown()) == {"Gula Kenanga", "Knalpot Terang", "Sapu Melati", "Keripik Cemara"}


def test_a_row_that_may_be_either_business_of_its_owner_waits_for_two_answers(officer: User) -> None:
    standing(officer, MELATI, CEMARA)
    batch = linked(officer, PERHAPS)
    assert counted(batch) == {"read": 1, "review": 1}
    first, second = asked()
    assert {first.other, second.other} == {shown("Sapu Melati").record, shown("Keripik Cemara").record}
    assert (first.group, first.priority) == (second.group, second.priority)


def test_how_much_hangs_on_a_list_says_how_early_it_is_asked_about(officer: User) -> None:
    standing(officer)
    aid = actions.save_source(
        by=officer, at=LATER, key="bantuan", title="Penerima bantuan", creates=False, stakes=5
    )
    linked(officer, PERHAPS)
    linked(officer, ";Wagiman Jati;;Kembaran Kulon;Purbalingga;;;;;12;", of=aid)
    weights = {question.record.source.key: question for question in asked()}
    assert weights["bantuan"].priority > weights["dinkop"].priority
    assert queries.next_question(officer) == weights["bantuan"]


def test_a_misread_column_is_refused_and_nothing_of_the_list_is_in_the_register(officer: User) -> None:
    """Sixty rows of one name in one village: a column was taken for another, or filled down."""
    standing(officer)
    before = register()
    rows = [f"Batik Laras;Warsinah Puji;;Limbasari;Bobotsari;Jl {n};;;batik;2;" for n in range(60)]
    batch = checked(officer, *rows)
    assert batch.state == BatchState.REFUSED
    assert batch.refusal == (
        "Penautan dihentikan: 60 baris tampak sebagai satu usaha. Periksa apakah kolomnya benar."
    )  # though no more than a dozen would be taken for one business
    assert (register(), Likeness.objects.count()) == (before, 0)
    assert Entry.objects.latest("pk").act == "refuse_file"
    dozen = checked(officer, *rows[:12])
    assert (dozen.state, counted(dozen)) == (BatchState.STAGED, {"read": 12, "create": 1, "attach": 11})


def test_thirty_rows_on_one_business_are_believed_and_no_more(officer: User) -> None:
    """Of a business that stands, or of each other: what counts is how many are alike, not how many joined."""
    standing(officer)
    said = "Gula Kenanga;Sutirah W;;Brakas;Karanganyar;Jl {};3;1;gula merah;4;081211112222"
    rows = [said.format(n) for n in range(31)]
    believed = checked(officer, *rows[:30])
    assert (believed.state, counted(believed)["read"]) == (BatchState.STAGED, 30)
    assert counted(believed)["attach"] < counted(believed)["review"]  # beyond a dozen a person is asked
    refused = checked(officer, *rows, of=office(officer, "survei"))
    assert refused.refusal.startswith("Penautan dihentikan: 31 baris tampak sebagai satu usaha.")


def test_a_list_half_of_which_repeats_itself_is_refused(officer: User) -> None:
    """Five owners whom a dozen rows name each: none is too many for one business, together they are."""
    names = ("Warsinah Puji", "Karsidi Bejo", "Lasmini Gimin", "Paijo Darsono", "Tukinem Sumirah")
    rows = [f"Batik Laras;{name};;Limbasari;Bobotsari;Jl {n};;;batik;2;" for name in names for n in range(12)]
    batch = checked(officer, *rows)
    assert batch.refusal.startswith("Penautan dihentikan: 55 dari 60 baris tampak sama dengan baris lain")


def test_the_rows_of_a_refused_list_are_not_kept(officer: User) -> None:
    rows = [f"Batik Laras;Warsinah Puji;;Limbasari;Bobotsari;Jl {n};;;batik;2;" for n in range(60)]
    batch = checked(officer, *rows)
    assert (batch.state, batch.records.count()) == (BatchState.REFUSED, 0)


def test_rows_of_one_business_are_counted_against_what_can_be_true() -> None:
    """Two reasons why so many likenesses cannot be true, and what is still believed."""
    assert rules.absurd(60, doubles=30, most_on_one=30) is None
    assert rules.absurd(49, doubles=49, most_on_one=30) is None
    assert str(rules.absurd(60, doubles=30, most_on_one=31)).startswith(
        "Penautan dihentikan: 31 baris tampak"
    )
    assert str(rules.absurd(60, doubles=31, most_on_one=2)).startswith(
        "Penautan dihentikan: 31 dari 60 baris"
    )


def test_a_list_whose_rows_are_all_alike_is_not_weighed_row_by_row(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row is likened to every other, which would be paid for a thousand times over: it stops early."""
    rows = [f"Batik Laras;Warsinah Puji;;Limbasari;Bobotsari;Jl {n};;;batik;2;" for n in range(60)]
    monkeypatch.setattr(rules, "MANY_LIKENESSES", 0)
    monkeypatch.setattr(rules, "LIKENESSES_A_ROW", 29)
    assert checked(officer, *rows).refusal == (
        "Penautan dihentikan: setiap baris mirip dengan rata-rata lebih dari 29 baris lain. Periksa apakah"
        " kolomnya benar."
    )


def test_as_many_likenesses_as_rows_can_have_are_believed() -> None:
    assert [rules.most_likenesses(rows) for rows in (1, 10_000)] == [100_000, 300_000]
    assert [rules.too_alike(10_000, 300_000), bool(rules.too_alike(10_000, 300_001))] == [None, True]


# A new edition of a list that was linked.


def test_a_new_edition_of_a_row_that_joined_updates_the_same_business(officer: User) -> None:
    standing(officer)
    linked(officer, SURE, NOBODY)
    batch = linked(officer, SURE.replace(";4;", ";9;"), NOBODY, at=MUCH_LATER)
    assert counted(batch) == {"read": 2, "update": 1, "unchanged": 1}
    assert batch.records.get(verdict=RowVerdict.UPDATE).membership.business == business("Gula Kenanga")
    assert (shown("Gula Kenanga").workers, len(lists.shown())) == (9, 4)


def test_by_rank_a_lower_list_does_not_overrule_with_a_newer_edition(officer: User) -> None:
    standing(officer)
    low = office(officer, "survei", rank=5)
    linked(officer, SURE, of=low)
    linked(officer, SURE.replace(";4;", ";9;"), of=low, at=MUCH_LATER)
    assert shown("Gula Kenanga").workers == 3


def test_an_unchanged_row_that_waits_is_not_asked_again(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS, NOBODY)
    [question] = asked()
    batch = linked(officer, PERHAPS, NOBODY.replace(";2;", ";5;"), at=MUCH_LATER)
    assert counted(batch) == {"read": 2, "unchanged": 1, "update": 1}
    assert asked() == [question]


def test_two_equal_rows_that_wait_are_each_known_again(officer: User) -> None:
    standing(officer)
    twin = PERHAPS.replace("Gandasuli;Bobotsari;", "Gandasuli;Bobotsari;Jl Pasar")
    linked(officer, PERHAPS.replace(";;6;", ";sapu;6;"), twin.replace(";;6;", ";sapu;7;"))
    questions = asked()
    batch = linked(
        officer, PERHAPS.replace(";;6;", ";sapu;6;"), twin.replace(";;6;", ";sapu;7;"), at=MUCH_LATER
    )
    assert counted(batch) == {"read": 2, "unchanged": 2}
    assert asked() == questions


def test_a_changed_row_that_waits_is_asked_anew_and_the_old_question_lapses(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    changed = checked(officer, PERHAPS.replace(";6;", ";8;"), at=MUCH_LATER)
    assert states() == ["open", "open"]
    [old] = asked()  # the new one is asked when its edition is saved
    ran(actions.commit_batch, changed, officer, MUCH_LATER)
    [new] = asked()
    assert (states(), new.record.values["workers"]) == (["lapsed", "open"], 8)
    answer(officer, same=True)
    assert shown("Sapu Melati").workers == 8
    assert not Membership.objects.filter(record=old.record).exists()


# How it is done.


def test_no_number_of_a_person_is_kept_in_the_evidence(officer: User) -> None:
    standing(officer)
    linked(officer, SURE.replace("4;", "4;081211112222"), PERHAPS, NOBODY)
    answer(officer, same=True)
    stored = repr(list(Likeness.objects.values())) + repr(list(Entry.objects.values()))
    assert [number for number in (*NIKS, *PHONES) if number in stored] == []


SYLLABLES = ("ba", "ci", "du", "fe", "go", "hi", "ju", "ka")


def rows_of_others(count: int) -> list[str]:
    """Owners whose names have nothing in common."""
    names = ["".join(parts).title() for parts in product(SYLLABLES, repeat=4)]
    return [
        f";{name};;Brakas;Karanganyar;;;;gula;{n};"
        for n, name in enumerate(names[:: len(names) // count][:count])
    ]


def test_a_long_list_asks_the_database_no_more_often_than_a_short_one(officer: User) -> None:
    standing(officer)
    few, many = (
        checked(officer, SURE, PERHAPS, *rows_of_others(count), of=office(officer, key))
        for key, count in (("sedikit", 10), ("banyak", 80))
    )
    asks = {batch.pk: _asks(lambda batch=batch: _linked_again(batch)) for batch in (few, many)}
    assert asks[few.pk] == asks[many.pk]


def _linked_again(batch: Any) -> None:
    rows = batch.records.select_related("source", "subject")
    linking.link_rows(batch.source, map(raw, rows))


def _asks(step: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        step()
    return len(captured)
