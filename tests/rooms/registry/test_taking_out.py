"""What leaves the register, as a list or on paper, is on record with who took it."""

from collections.abc import Callable

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from tests import cast
from tests.rooms.registry.lists import AT, KENANGA, MELATI, committed, written


def last_act() -> tuple[str, str, str, dict[str, object]]:
    entry = Entry.objects.latest("number")
    return entry.act, entry.by_label, entry.subject_id, entry.new


def refused(act: Callable[[], object]) -> str:
    acts = Entry.objects.count()
    with pytest.raises(Refused) as found:
        act()
    assert Entry.objects.count() == acts
    return found.value.reason


def test_a_list_is_taken_by_who_keeps_it_and_the_words_of_the_search_stay_without_numbers(
    officer: User,
) -> None:
    committed(officer, written(KENANGA, MELATI))

    def take(by: User, **filters: str) -> list[str]:
        wanted = queries.Filters(**filters)
        return [row.name for row in actions.download_list(by=by, at=AT, filters=wanted, form="csv")]

    assert take(officer, district="33.03.09") == ["Sapu Melati"]
    assert last_act() == (
        "download_list",
        "Sekar Tirtabumi",
        "csv",
        {"filters": {"district": "33.03.09"}},
    )
    assert take(officer, q="3303114506810001") == ["Gula Kenanga"]
    assert "3303114506810001" not in repr(last_act())
    assert refused(lambda: take(cast.enter(cast.PRAMU))).startswith("Peran Teknisi lab membaca")


def test_opening_a_document_is_on_record_and_refused_to_owners(officer: User) -> None:
    document = Document(pk=7, number="500.9/0001/KUTIPAN/XI/2026")
    auditor = cast.enter(cast.GANDE)
    assert actions.open_extract(by=auditor, at=AT, document=document) is document
    assert last_act() == ("open_document", "Gande Telitiwangsa", "7", {"number": document.number})
    owner = cast.enter(cast.KARTI)
    assert refused(lambda: actions.open_extract(by=owner, at=AT, document=document)) == (
        "Peran Pelaku usaha tidak berwenang untuk ini."
    )


def test_looking_somebody_up_by_number_is_on_record_and_by_name_is_not(officer: User) -> None:
    committed(officer, written(KENANGA, MELATI))
    lab = cast.enter(cast.PRAMU)

    def found(by: User, words: str) -> list[str]:
        page = actions.search_businesses(by=by, at=AT, filters=queries.Filters(q=words))
        return [row.name for row in page.rows]

    acts = Entry.objects.count()
    assert (found(lab, "melati"), Entry.objects.count()) == (["Sapu Melati"], acts)
    assert found(lab, "3303114506810001") == ["Gula Kenanga"]
    act, by, _subject, new = last_act()
    assert (act, by, new["found"]) == ("search_by_number", "Pramu Gentasuara", 1)
    assert "3303114506810001" not in repr(new)
    owner = cast.enter(cast.KARTI)
    assert (
        refused(lambda: found(owner, "3303114506810001")) == "Peran Pelaku usaha tidak berwenang untuk ini."
    )
