"""The chain: it holds, and when somebody reaches around the application it says where it no longer does."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from sentra.base.audit.chain import Break, breaks, record
from sentra.base.audit.models import ChainHead, Entry
from sentra.base.people import vault
from tests import cast

pytestmark = pytest.mark.django_db
TRIGGERS = {
    "sqlite": ["DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"],
    "postgresql": ["DROP TRIGGER audit_entry_append_only ON audit_entry"],
}


@pytest.fixture
def five_acts():
    wira = cast.enter(cast.WIRA)
    for number in range(1, 6):
        record(
            by=wira,
            at=cast.AT,
            act="test.act",
            subject=("test", "7"),
            old={"n": number - 1},
            new={"n": number},
        )


@pytest.fixture
def tampering(five_acts):
    """Somebody with the database's own password, who has thrown the triggers away."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    for statement in TRIGGERS[connection.vendor]:
        run(statement)
    return run


def test_an_untouched_chain_holds(five_acts):
    assert breaks() == []
    assert [entry.number for entry in Entry.objects.order_by("number")] == [1, 2, 3, 4, 5]


def test_an_empty_chain_holds():
    assert breaks() == []


def test_an_act_of_nobody_signed_in_has_a_name_all_the_same():
    entry = record(by=AnonymousUser(), at=cast.AT, act="test.act", subject=("test", "1"))
    assert (entry.by, entry.by_label, breaks()) == (None, "AnonymousUser", [])


def test_an_act_undone_with_its_transaction_leaves_no_gap(five_acts):
    with pytest.raises(RuntimeError), transaction.atomic():
        record(by=AnonymousUser(), at=cast.AT, act="test.act", subject=("test", "1"))
        raise RuntimeError
    assert record(by=AnonymousUser(), at=cast.AT, act="test.act", subject=("test", "1")).number == 6
    assert breaks() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.filter(number=3).update(reason="x"),
        lambda: Entry.objects.filter(number=3).delete(),
        lambda: Entry.objects.all().delete(),
    ],
    ids=["update", "delete", "empty"],
)
def test_the_database_refuses_to_change_a_row(five_acts, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert breaks() == []


def test_a_changed_row_is_located(tampering):
    tampering("UPDATE audit_entry SET by_label = 'orang lain' WHERE number = 3")
    assert breaks() == [Break(3, "was changed after it was written")]


def test_a_changed_row_with_a_mended_hash_is_located_at_the_next(tampering):
    from sentra.base.audit.chain import digest

    row = Entry.objects.get(number=3)
    row.reason = "dibuat-buat"
    tampering(f"UPDATE audit_entry SET reason = 'dibuat-buat', hash = '{digest(row)}' WHERE number = 3")
    assert breaks() == [Break(4, "does not follow the row before it")]


def test_missing_rows_in_the_middle_are_located(tampering):
    tampering("DELETE FROM audit_entry WHERE number IN (2, 3)")
    assert breaks() == [Break(2, "rows 2 to 3 are missing")]


def test_a_truncated_end_is_located(tampering):
    tampering("DELETE FROM audit_entry WHERE number >= 4")
    assert breaks() == [Break(4, "rows 4 to 5 are missing at the end")]


def test_a_truncated_end_with_a_mended_count_is_located(tampering):
    tampering("DELETE FROM audit_entry WHERE number = 5")
    ChainHead.objects.update(number=4)
    assert breaks() == [Break(4, "the head of the chain does not match")]


def test_a_missing_head_is_located(five_acts):
    ChainHead.objects.all().delete()
    assert breaks() == [Break(5, "the head of the chain is missing")]


def test_destroying_a_persons_key_leaves_the_chain_whole():
    (key, clear), karti = vault.new_keys(1)[0], cast.enter(cast.KARTI)
    sealed = vault.seal(clear, b"3303094107850001").hex()
    record(by=karti, at=cast.AT, act="test.act", subject=karti, new={"nik": sealed})
    vault.destroy_key(key, at=cast.AT)
    key.refresh_from_db()
    with pytest.raises(vault.Erased):
        vault.open_key(key)
    assert (Entry.objects.get().new, breaks()) == ({"nik": sealed}, [])
