"""Planned, bought, delivered, working: one line per item, with what is missing at each step."""

from datetime import timedelta

import pytest

from sentra.programmes.actions.buying import Bought
from sentra.programmes.models import Fund, Item, Paper, Round
from sentra.programmes.queries import goods
from tests import cast, makers
from tests.rooms.programmes import delivered, rounds

pytestmark = pytest.mark.django_db
ON = delivered.AT.date()  # four weeks after the purchase


@pytest.fixture
def agreed() -> Round:
    """Three tailors with agreements: 0001 and 0002 get three pieces, 0003 an overlock."""
    makers.areas()
    return delivered.agreed()


def shown(round_: Round) -> list[tuple[str, str, int, str, list[str]]]:
    """Number, kind, pieces, step and sentences of every line."""
    return [
        (
            line.award.proposal.number[-4:] if line.award else "",
            line.kind.name,
            line.quantity,
            line.step,
            [gap.sentence for gap in line.gaps],
        )
        for line in goods.lines(round_, on=ON)
    ]


def test_what_nobody_has_bought_is_a_red_line(agreed: Round) -> None:
    assert shown(agreed) == [
        ("0001", "Gunting kain", 1, "planned", ["Belum dibeli."]),
        ("0001", "Mesin jahit", 2, "planned", ["Belum dibeli."]),
        ("0002", "Gunting kain", 1, "planned", ["Belum dibeli."]),
        ("0002", "Mesin jahit", 2, "planned", ["Belum dibeli."]),
        ("0003", "Mesin obras", 1, "planned", ["Belum dibeli."]),
    ]
    assert [line.tone for line in goods.lines(agreed, on=ON)] == ["bad"] * 5
    assert [(one["pieces"], one["value_idr"], one["gaps"]) for one in goods.totals(goods.lines(agreed, on=ON))] == [
        (7, 21_000_000, 0), (0, 0, 5), (0, 0, 0), (0, 0, 0),
    ]  # fmt: skip


def test_each_step_of_one_recipient(agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    sewing, scissors = delivered.kind(agreed, "Mesin jahit"), delivered.kind(agreed, "Gunting kain")
    lines = [
        Bought(sewing, 2, 2_100_000, one),
        Bought(scissors, 1, 400_000, one),
        Bought(scissors, 4, 400_000),
    ]
    made = delivered.purchase(agreed, one.fund, lines)
    waits = "Belum tiba (4 minggu)."
    assert [line for line in shown(agreed) if line[0] in ("0001", "")] == [
        ("0001", "Gunting kain", 1, "bought", [waits]),
        ("0001", "Mesin jahit", 2, "bought", ["Lebih mahal Rp 100.000 per unit daripada anggaran.", waits]),
        ("", "Gunting kain", 4, "bought", ["Dibeli, tetapi bukan untuk siapa pun.", waits]),
    ]
    delivered.received(made)
    assert shown(agreed)[0][4] == ["Sudah tiba, belum diserahkan (4 minggu)."]
    delivered.handed(one)
    assert shown(agreed)[0][3:] == ("delivered", ["BAST belum terbit."])
    one.items.update(condition="working")
    assert shown(agreed)[0][3] == "working"
    totals = goods.totals(goods.lines(agreed, on=ON))
    assert [(one["pieces"], one["value_idr"]) for one in totals] == [
        (7, 21_000_000), (7, 6_200_000), (3, 4_600_000), (3, 4_600_000),
    ]  # fmt: skip


def test_what_was_delivered_without_proof_and_what_does_not_work(agreed: Round) -> None:
    agreed.kinds.filter(name="Mesin obras").update(serial_asked=True)
    stocked = delivered.arrived(agreed)
    three = delivered.awards(stocked)[2]
    made = delivered.handed(three)
    three.items.update(serial="", condition="broken")
    made.photo = None
    made.save(update_fields=["photo"])
    line = goods.lines(stocked, on=ON)[-1]
    assert [(gap.step, gap.tone, gap.sentence) for gap in line.gaps] == [
        ("delivered", "bad", "Nomor seri belum dicatat."),
        ("delivered", "bad", "Foto penyerahan tidak ada."),
        ("delivered", "warn", "BAST belum terbit."),
        ("working", "bad", "Rusak."),
    ]
    assert [step for step, _words, gap in line.cells if gap] == ["delivered", "working"]


def test_the_clock_runs_until_a_receipt_is_signed(agreed: Round) -> None:
    stocked = delivered.arrived(agreed)
    slow = delivered.purchase(
        stocked,
        delivered.awards(stocked)[0].fund,
        [Bought(delivered.kind(stocked, "Gunting kain"), 2, 500_000)],
        bought_on=ON - timedelta(days=6),
    )
    one, two, _three = delivered.awards(stocked)
    delivered.handed(one)
    two.proposal.papers.filter(kind="pact").update(void=True)

    def ageing() -> list[tuple[str, int, int, str, str]]:
        papers = Paper.objects.filter(round=stocked, void=False)
        return [
            (item.line.kind.name, item.weeks, item.value_idr, item.missing, item.tone)
            for item in goods.clock(goods.lines(stocked, on=ON), papers, on=ON)
        ]

    assert ageing() == [
        ("Mesin obras", 4, 12_000_000, "BAST", "bad"),
        ("Mesin jahit", 4, 4_000_000, "Pakta integritas", "bad"),
        ("Gunting kain", 4, 500_000, "Pakta integritas", "bad"),
        ("Gunting kain", 0, 1_000_000, "Berita acara barang diterima", "warn"),
    ]
    delivered.received(slow, arrived_on=ON)
    assert ageing()[-1][3] == "penerima"


def test_this_weeks_purchase_is_not_old(agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    delivered.purchase(agreed, one.fund, delivered.wanted(agreed, one.fund), bought_on=ON)
    line = goods.lines(agreed, on=ON)[0]
    assert (line.gaps[0].sentence, line.tone) == ("Belum tiba (pekan ini).", "warn")


def test_goods_of_who_declined_are_nobodys(agreed: Round) -> None:
    stocked = delivered.bought(agreed)
    delivered.declined(delivered.awards(stocked)[0])
    assert [line[:3] for line in shown(stocked) if not line[0]] == [
        ("", "Mesin jahit", 2),
        ("", "Gunting kain", 1),
    ]


def test_a_field_officer_sees_the_goods_of_their_district(agreed: Round) -> None:
    stocked = delivered.bought(agreed)
    near, far = (
        cast.enter(cast.RENGGA),
        cast.enter(cast.RENGGA, email="j@cast.example", district_code="33.03.01"),
    )
    assert len(goods.lines(stocked, on=ON, by=near)) == 5
    assert goods.lines(stocked, on=ON, by=far) == []
    assert len(goods.lines(stocked, on=ON, by=rounds.head())) == 5


def test_funds_that_add_up_say_nothing(agreed: Round) -> None:
    stocked = delivered.bought(agreed)
    told = [
        (one.awarded_idr, one.invoiced_idr, one.lines_idr, one.sentences) for one in goods.accounts(stocked)
    ]
    assert told == [(9_000_000, 9_000_000, 9_000_000, []), (12_000_000, 12_000_000, 12_000_000, [])]


def test_what_does_not_add_up_is_said(agreed: Round) -> None:
    one = delivered.awards(agreed)[0]
    delivered.purchase(
        agreed, one.fund, delivered.wanted(agreed, one.fund), number="K-1", invoice_idr=9_600_000
    )
    Fund.objects.filter(pk=one.fund_id).update(ceiling_idr=8_000_000)
    assert goods.accounts(agreed)[0].sentences == [
        "Bantuan yang ditetapkan melebihi pagu Rp 1.000.000.",
        "Faktur melebihi pagu Rp 1.600.000.",
        "Faktur K-1 tidak cocok: totalnya Rp 9.600.000, barisnya berjumlah Rp 9.000.000.",
    ]


def test_the_list_takes_the_same_queries_for_one_and_for_many(
    agreed: Round, django_assert_num_queries: object
) -> None:
    stocked = delivered.arrived(agreed)
    with django_assert_num_queries(4):  # type: ignore[operator]
        goods.lines(stocked, on=ON)
    Item.objects.filter(award=delivered.awards(stocked)[0]).delete()
    with django_assert_num_queries(4):  # type: ignore[operator]
        goods.lines(stocked, on=ON)
