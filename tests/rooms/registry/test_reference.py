"""Codes of trades: every edition that was ever in force stays, so that an old row can still be read."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions
from sentra.registry.models import IndustryCode
from tests import cast

AT = cast.AT
TEMPE = ("10307", "Industri tempe kedelai")


@pytest.fixture
def wira(db: None) -> User:
    return cast.enter(cast.WIRA)


def titles(version: str) -> dict[str, str]:
    return dict(IndustryCode.objects.filter(version=version).values_list("code", "title"))


def load(by: User, *codes: tuple[str, str], version: str = "2025", source: str = "BPS 7/2025") -> int:
    return actions.load_industry_codes(by=by, at=AT, version=version, codes=codes, source=source)


def test_an_installation_starts_with_manufacturing_of_2020_and_what_is_sure_of_2025(wira: User) -> None:
    actions.load_reference(by=wira, at=AT)
    old, new = titles("2020"), titles("2025")
    assert all(len(code) == 5 and "10" <= code[:2] <= "33" for code in old)  # division 10 to 33: industry
    assert (old["10391"], new["10307"]) == ("Industri Tempe Kedelai", "Industri tempe kedelai")
    acts = Entry.objects.order_by("number").values_list("act", "subject_id", "new__codes")
    assert list(acts) == [
        ("load_industry_codes", "2020", len(old)),
        ("load_industry_codes", "2025", len(new)),
    ]


def test_a_code_is_retitled_and_none_is_ever_removed(wira: User) -> None:
    load(wira, TEMPE, ("10308", "Tahu"))
    assert load(wira, ("10308", "Industri tahu kedelai"), source="BPS 9/2025") == 1
    assert titles("2025") == dict([TEMPE, ("10308", "Industri tahu kedelai")])
    assert IndustryCode.objects.get(code="10308").source == "BPS 9/2025"


def test_only_an_administrator_settles_them(wira: User) -> None:
    load(wira, TEMPE)
    acts = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        load(cast.enter(cast.SEKAR), ("10307", "Bukan tempe"))
    assert refused.value.reason == "Peran Petugas tidak berwenang untuk ini."
    assert (titles("2025"), Entry.objects.count()) == (dict([TEMPE]), acts)
