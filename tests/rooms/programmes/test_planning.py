"""Programmes, money and rounds up to the last proposal: what is taken, what is refused, what is on record."""

from datetime import date

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import planning
from sentra.programmes.actions.planning import Terms, Tool
from sentra.programmes.catalogue import criteria
from sentra.programmes.models import Fund, FundSource, Package, Programme, Quota, Round, RoundState, ToolKind
from sentra.programmes.queries.rounds import price_of
from sentra.programmes.rules import planning as rules
from sentra.programmes.rules.planning import Limit
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
AT = cast.AT
BOBOTSARI, LIMBASARI, BRAKAS = makers.BOBOTSARI, makers.LIMBASARI, makers.BOBOTSARI_VILLAGE


@pytest.fixture(autouse=True)
def regency() -> None:
    makers.areas()


def acts() -> list[str]:
    told = Entry.objects.filter(subject_kind__startswith="programmes.").order_by("number")
    return list(told.values_list("act", flat=True))


def faults(call, **told) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        call(by=rounds.officer(), at=AT, **told)
    return refused.value.faults


def terms(**otherwise) -> dict[str, str]:
    return faults(planning.set_terms, round_=rounds.draft(), terms=Terms(**otherwise))


def floor(amount: int, dimension: str = "district", value: str = BOBOTSARI) -> Limit:
    return Limit("floor", dimension, value, amount, "Rapat 3 Oktober 2026")


def cap(amount: int, dimension: str = "district", value: str = BOBOTSARI) -> Limit:
    return Limit("cap", dimension, value, amount, "Rapat 3 Oktober 2026")


def share(amount: int, dimension: str = "women", value: str = "") -> Limit:
    return Limit("share", dimension, value, amount, "Perbup contoh")


def test_a_programme_with_its_money_is_on_record():
    made = rounds.programme()
    funds = list(made.funds.order_by("pk").values_list("source__title", "ceiling_idr", "scope"))
    assert funds == [("APBD-KAB", 20_000_000, {}), ("APBD-PROV", 15_000_000, {})]
    assert acts() == ["open_programme", "save_fund_source", "add_fund", "save_fund_source", "add_fund"]


def test_only_who_prepares_aid_opens_a_programme():
    told = {"year": 2026, "title": "Alat", "purpose": "", "instrument": "barang"}
    with pytest.raises(Refused, match="Anggota panitia tidak berwenang"):
        planning.open_programme(by=cast.enter(cast.DANU), at=AT, **told)
    assert not Programme.objects.exists()


def test_a_programme_needs_a_year_a_title_and_an_instrument():
    told = {"year": 1999, "title": " ", "purpose": "", "instrument": "bansos"}
    assert faults(planning.open_programme, **told) == {
        "year": "Tahun harus di antara 2000 dan 2100.",
        "title": "Isi nama program.",
        "instrument": "Pilih dasar hukum penyaluran; ia menentukan berkas yang diminta.",
    }


def test_a_source_of_money_is_renamed_and_not_doubled():
    first = rounds.source("dbhcht")
    planning.save_fund_source(by=rounds.officer(), at=AT, key="dbhcht", title="Bagi hasil cukai")
    assert list(FundSource.objects.values_list("pk", "title")) == [(first.pk, "Bagi hasil cukai")]
    entry = Entry.objects.order_by("number").last()
    assert (entry.old, entry.new) == ({"title": "DBHCHT"}, {"title": "Bagi hasil cukai"})


def test_a_source_needs_a_plain_key_and_a_title():
    found = faults(planning.save_fund_source, key="dana alokasi", title="a" * 201)
    assert found == {
        "key": "Kode terdiri dari huruf, angka dan tanda hubung, paling panjang 20.",
        "title": "Paling panjang 200 huruf.",
    }


@pytest.mark.parametrize(
    ("ceiling", "sentence"),
    [
        (0, "Jumlah rupiah harus lebih dari nol."),
        (-1, "Jumlah rupiah harus lebih dari nol."),
        (1.5, "Isi rupiah bulat."),
        (None, "Isi rupiah bulat."),
        (10**14, "Jumlah rupiah ini lebih besar dari yang mungkin."),
    ],
)
def test_money_is_whole_rupiah_above_zero(ceiling, sentence):
    made, money = rounds.programme(), rounds.source("dak")
    assert faults(planning.add_fund, programme=made, source=money, ceiling_idr=ceiling) == {
        "ceiling_idr": sentence
    }
    assert Fund.objects.count() == 2


def test_money_may_be_bound_to_branches_and_districts_that_exist():
    made = rounds.programme()
    bound = rounds.fund(made, "dak", 1_000_000, branches=["konveksi"], districts=[BOBOTSARI, BOBOTSARI])
    assert bound.scope == {"branches": ["konveksi"], "districts": [BOBOTSARI]}
    scope = {"branches": ["kapal"], "districts": ["33.03.99"]}
    told = {"programme": made, "source": bound.source, "ceiling_idr": 1, "scope": scope}
    assert faults(planning.add_fund, **told) == {"scope": "Cakupan tidak dikenal: kapal, 33.03.99."}


def test_no_money_is_added_once_a_round_is_decided_upon():
    round_ = rounds.opened()
    Round.objects.update(state=RoundState.FROZEN)
    with pytest.raises(OutOfTurn, match="Dana tidak dapat ditambah: putaran Putaran ALAT-26 sudah dibekukan"):
        rounds.fund(round_.programme, "dak", 5_000_000)


def test_a_round_begins_under_the_usual_terms():
    round_ = rounds.draft(packages=False)
    assert (round_.state, round_.code, round_.repeat_months) == ("draft", "ALAT-26", 24)
    assert round_.eligibility == ["small_or_medium", "active", "placed", "owner_known", "visited", "fit"]
    assert (round_.weights, round_.goals) == (criteria.USUAL, ["score", "spread:village"])
    assert acts()[-2:] == ["prepare_round", "set_terms"]


def test_a_round_needs_a_title_a_free_code_and_days_in_order():
    first = rounds.draft(packages=False)
    told = {"programme": first.programme, "title": "", "opens_on": date(2026, 2, 2)}
    found = faults(planning.prepare_round, code="alat-26", closes_on=date(2026, 2, 1), **told)
    assert found == {
        "title": "Isi nama putaran.",
        "code": "Kode alat-26 sudah dipakai putaran lain.",
        "closes_on": "Putaran ditutup sebelum dibuka.",
    }
    assert Round.objects.count() == 1


def test_new_terms_replace_the_old_ones_and_both_are_on_record():
    round_ = rounds.draft(quotas=[floor(2)])
    new = Terms(eligibility=["active"], goals=["awards"], repeat_months=12, quotas=[share(30)])
    planning.set_terms(by=rounds.officer(), at=AT, round_=round_, terms=new)
    assert [(one.kind, one.amount) for one in Quota.objects.all()] == [("share", 30)]
    entry = Entry.objects.order_by("number").last()
    assert (entry.old["repeat_months"], entry.new["repeat_months"]) == (24, 12)
    assert [one["kind"] for one in (*entry.old["quotas"], *entry.new["quotas"])] == ["floor", "share"]


def test_a_weight_stays_within_the_bounds_of_its_criterion():
    found = terms(weights={"readiness": 9, "first": 31, "luck": 5})
    assert found == {
        "weight_luck": "Kriteria luck tidak dikenal.",
        "weight_readiness": "Bobot Kesiapan menurut kunjungan harus di antara 10 dan 60.",
        "weight_first": "Bobot Belum pernah dibantu harus di antara 0 dan 30.",
    }


@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        ([], "Pilih sedikitnya satu tujuan."),
        (["score", "fame"], "Tujuan tidak dikenal: fame."),
        (["score", "score"], "Tiap tujuan disebut satu kali."),
    ],
)
def test_goals_are_known_and_named_once(goals, sentence):
    assert terms(goals=goals) == {"goals": sentence}


def test_rules_of_eligibility_come_from_the_catalogue_and_the_window_ends():
    assert terms(eligibility=["active", "tall"], repeat_months=241) == {
        "eligibility": "Syarat tidak dikenal: tall.",
        "repeat_months": "Jarak antarbantuan paling lama 240 bulan.",
    }


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        (Limit("most", "district", BOBOTSARI, 1, "x"), "Jenis kuota ini tidak dikenal."),
        (Limit("floor", "height", "", 1, "x"), "Jenis kuota ini tidak dikenal."),
        (Limit("floor", "district", "33.03.99", 1, "x"), "33.03.99 tidak dikenal."),
        (Limit("floor", "village", "", 1, "x"), "– tidak dikenal."),
        (Limit("floor", "branch", "kapal", 1, "x"), "kapal tidak dikenal."),
        (Limit("share", "women", "P", 1, "x"), "P tidak dikenal."),
        (Limit("floor", "women", "", 0, "x"), "Jumlah kuota di luar yang mungkin."),
        (Limit("share", "branch", "batik", 101, "x"), "Jumlah kuota di luar yang mungkin."),
        (Limit("floor", "women", "", 1, " "), "Sebutkan siapa yang menetapkan kuota ini, dan di mana."),
    ],
)
def test_a_quota_names_a_part_an_amount_and_who_decided_it(limit, sentence):
    assert terms(quotas=[share(10), limit]) == {"quota_2": sentence}


def test_the_same_quota_is_not_written_twice():
    assert terms(quotas=[floor(1), floor(2)]) == {"quotas": "Kuota yang sama ditulis dua kali: Bobotsari."}


@pytest.mark.parametrize(
    ("quotas", "sentence"),
    [
        (
            [floor(3), cap(2)],
            (
                "Kuota untuk Bobotsari berbenturan: paling sedikit 3, paling banyak 2."
                " Jalan keluar: paling sedikit menjadi 2, atau paling banyak menjadi 3."
            ),
        ),
        (
            [floor(2, "village", BRAKAS), floor(2, "village", LIMBASARI), cap(3)],
            (
                "Desa-desa di Bobotsari dijamin 4 penerima, kecamatannya dibatasi 3."
                " Jalan keluar: jaminan desa dikurangi 1, atau batas kecamatan menjadi 4."
            ),
        ),
        (
            [share(60, "branch", "konveksi"), share(50, "branch", "batik")],
            "Bagian-bagian yang dijamin berjumlah 110 persen. Jalan keluar: dikurangi 10 persen.",
        ),
        (
            [floor(5, "branch", "batik"), floor(3, "branch", "sapu")],
            (
                "Kuota menjamin 8 penerima, dana hanya cukup untuk 7."
                " Jalan keluar: jaminan dikurangi 1, atau dana ditambah Rp 1.000.000."
            ),
        ),
        (
            [floor(3, "women", ""), cap(2, "women", "")],
            (
                "Kuota untuk pemilik perempuan berbenturan: paling sedikit 3, paling banyak 2."
                " Jalan keluar: paling sedikit menjadi 2, atau paling banyak menjadi 3."
            ),
        ),
        (
            [floor(2, "branch", "sapu"), cap(1, "branch", "sapu")],
            (
                "Kuota untuk Sapu glagah berbenturan: paling sedikit 2, paling banyak 1."
                " Jalan keluar: paling sedikit menjadi 1, atau paling banyak menjadi 2."
            ),
        ),
    ],
)
def test_quotas_that_clash_are_refused_before_anybody_proposes(quotas, sentence):
    assert terms(quotas=quotas) == {"quotas": sentence}


def test_quotas_that_agree_stand():
    quotas = [floor(1, "village", BRAKAS), cap(4), floor(2), share(50), share(50, "branch", "batik")]
    assert rounds.draft(quotas=quotas).quotas.count() == 5


def test_prices_that_come_later_can_make_quotas_clash_at_the_opening():
    round_ = rounds.draft(quotas=[floor(8)])
    assert faults(planning.open_round, round_=round_) == {
        "quotas": "Kuota menjamin 8 penerima, dana hanya cukup untuk 7."
        " Jalan keluar: jaminan dikurangi 1, atau dana ditambah Rp 1.000.000."
    }
    round_.refresh_from_db()
    assert round_.state == "draft"


def test_a_package_costs_what_its_pieces_cost():
    round_ = rounds.draft()
    assert [price_of(rounds.cheap(round_)), price_of(rounds.dear(round_))] == [rounds.CHEAP, rounds.DEAR]
    assert acts()[-3:] == ["add_kinds", "add_package", "add_package"]


def test_a_list_of_kinds_is_taken_whole_or_not_at_all_and_its_bad_lines_are_named():
    round_ = rounds.draft()
    told = [
        Tool("Mesin bordir", 3_000_000),
        Tool("Mesin jahit", 2_000_000),
        Tool("", 1),
        Tool("Setrika", 0),
        Tool("Meja", 100, stock=-1),
        Tool("Mesin bordir ", 1),
        Tool("Mesin bordir", 1, "kepala dua"),
    ]
    assert faults(planning.add_kinds, round_=round_, kinds=told) == {
        "kind_2": "Baris 2 (Mesin jahit): alat dengan spesifikasi ini sudah ada.",
        "kind_3": "Baris 3 (–): nama alat kosong.",
        "kind_4": "Baris 4 (Setrika): jumlah rupiah harus lebih dari nol.",
        "kind_5": "Baris 5 (Meja): persediaan tidak boleh kurang dari nol.",
        "kind_6": "Baris 6 (Mesin bordir): alat dengan spesifikasi ini sudah ada.",
    }
    assert ToolKind.objects.count() == 3


def test_one_kind_is_added_and_taken_out_again():
    round_ = rounds.draft()
    made = planning.add_kind(
        by=rounds.officer(), at=AT, round_=round_, kind=Tool(" Setrika uap ", 900_000, unit="")
    )
    assert (made.name, made.unit) == ("Setrika uap", "unit")
    planning.remove_kind(by=rounds.officer(), at=AT, round_=round_, kind=made)
    assert not round_.kinds.filter(name="Setrika uap").exists()
    assert acts()[-2:] == ["add_kinds", "remove_kind"]


def test_a_kind_that_a_package_holds_stays():
    round_ = rounds.draft()
    sewing = round_.kinds.get(name="Mesin jahit")
    assert faults(planning.remove_kind, round_=round_, kind=sewing) == {
        "kind": "Mesin jahit ada di dalam paket."
    }


def test_a_package_holds_kinds_of_its_round_each_once_and_has_a_title_of_its_own():
    first, second = rounds.draft(), rounds.draft(code="LAIN-26")
    sewing, other = first.kinds.get(name="Mesin jahit"), second.kinds.get(name="Mesin jahit")

    def told(title, *lines):
        return faults(planning.add_package, round_=first, title=title, lines=lines)

    assert told("paket JAHIT", (sewing, 1)) == {"title": "Paket paket JAHIT sudah ada."}
    assert told("", (sewing, 1)) == {"title": "Isi nama paket."}
    assert told("Baru") == {"lines": "Isi jumlah sedikitnya satu alat."}
    assert told("Baru", (other, 1)) == {"lines": "Mesin jahit bukan alat putaran ini."}
    zero = "Jumlah Mesin jahit harus lebih dari nol dan disebut satu kali."
    assert [told("Baru", (sewing, 0)), told("Baru", (sewing, 1), (sewing, 2))] == [{"lines": zero}] * 2


def test_a_package_is_taken_out_of_the_draft():
    round_ = rounds.draft()
    planning.remove_package(by=rounds.officer(), at=AT, package=rounds.dear(round_))
    assert list(Package.objects.values_list("title", flat=True)) == ["Paket jahit"]
    assert acts()[-1] == "remove_package"


def test_a_round_opens_closes_and_each_step_is_on_record():
    round_ = rounds.opened()
    assert round_.state == "open"
    assert planning.close_round(by=rounds.officer(), at=AT, round_=round_).state == "checking"
    assert acts()[-2:] == ["open_round", "close_round"]


def test_a_round_opens_only_with_money_packages_and_terms():
    made = rounds.draft(packages=False)
    Fund.objects.all().delete()
    officer = rounds.officer()

    def why() -> str:
        made.refresh_from_db()
        return rules.may_open(officer, made).reason

    assert why() == "Putaran belum dapat dibuka: program ini belum punya dana."
    rounds.fund(made.programme, "dak", 9_000_000)
    assert why() == "Putaran belum dapat dibuka: belum ada paket."
    kind = planning.add_kind(by=officer, at=AT, round_=made, kind=Tool("Bor", 100_000))
    planning.add_package(by=officer, at=AT, round_=made, title="Bor", lines=[(kind, 1)])
    Round.objects.update(goals=[])
    assert why() == "Putaran belum dapat dibuka: syarat, bobot dan tujuannya belum ditetapkan."
    with pytest.raises(OutOfTurn, match="belum ditetapkan"):
        planning.open_round(by=officer, at=AT, round_=made)
    Round.objects.update(goals=["score"])
    assert why() == ""


def test_terms_kinds_and_packages_stand_once_the_round_is_open():
    round_ = rounds.opened()
    by = {"by": rounds.officer(), "at": AT}
    later = "Putaran Putaran ALAT-26 berstatus Menerima usulan; ini tidak dapat dilakukan lagi"
    with pytest.raises(OutOfTurn, match=later):
        planning.set_terms(round_=round_, terms=Terms(), **by)
    with pytest.raises(OutOfTurn, match=later):
        planning.add_kinds(round_=round_, kinds=[], **by)
    with pytest.raises(OutOfTurn, match=later):
        planning.remove_package(package=rounds.cheap(round_), **by)


def test_a_draft_cannot_be_closed_yet_nor_goods_of_an_open_round_bought():
    with pytest.raises(OutOfTurn, match="berstatus Disiapkan; ini belum dapat dilakukan"):
        planning.close_round(by=rounds.officer(), at=AT, round_=rounds.draft())
    early = rules.in_state(rounds.opened(code="LAIN-26"), RoundState.DELIVERING).reason
    assert early.endswith("berstatus Menerima usulan; ini belum dapat dilakukan.")


def test_a_round_is_cancelled_with_its_reason():
    round_ = rounds.opened()
    assert faults(planning.cancel_round, round_=round_, reason=" ") == {"reason": "Tulis alasannya."}
    done = planning.cancel_round(by=rounds.officer(), at=AT, round_=round_, reason="Anggaran digeser")
    assert done.state == "cancelled"
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, entry.old, entry.reason) == ("cancel_round", {"state": "open"}, "Anggaran digeser")


def test_a_decreed_round_is_not_cancelled():
    round_ = rounds.opened()
    Round.objects.update(state=RoundState.DECREED)
    with pytest.raises(OutOfTurn, match="berstatus Ditetapkan"):
        planning.cancel_round(by=rounds.officer(), at=AT, round_=round_, reason="Batal")


@pytest.mark.parametrize("rule", [rules.may_set_up, rules.may_open, rules.may_close, rules.may_cancel])
def test_an_auditor_changes_nothing_of_a_round(rule):
    auditor = cast.enter(cast.GANDE)
    assert rule(auditor, rounds.draft()).reason == "Peran Auditor tidak berwenang untuk ini."


def test_an_auditor_adds_no_money():
    verdict = rules.may_add_fund(cast.enter(cast.GANDE), rounds.programme())
    assert (bool(verdict), verdict.reason) == (False, "Peran Auditor tidak berwenang untuk ini.")
