"""The seven messy lists: at least 98 % of what can be read is read right, each defect found, nothing invented."""

import csv
import io
from collections import Counter
from functools import cache

import pytest

from sentra.engines.sheets import Span, parse_value
from tests.engines.sheets import twins_tables as tables
from tests.engines.sheets import twins_text as texts
from tests.engines.sheets.twins import ILLEGIBLE, TWINS, Twin, share, wrong

LEAST = 0.98


@cache
def twin(key: str) -> Twin:
    return TWINS[key]()


def repeats(values):
    return sum(count - 1 for count in Counter(values).values())


@pytest.mark.parametrize("key", TWINS)
def test_of_what_can_be_read_98_percent_is_read_right(key):
    right, legible = share(twin(key))

    assert right / legible >= LEAST, wrong(twin(key))[:10]


@pytest.mark.parametrize("key", TWINS)
def test_every_row_of_the_list_is_read_and_no_other(key):
    assert sorted(twin(key).rows) == sorted(twin(key).truth)


@pytest.mark.parametrize("key", [key for key in TWINS if key != "city"])
def test_other_seeds_are_read_as_well(key):
    for seed in (101, 102, 103):
        right, legible = share(TWINS[key](seed))
        assert right / legible >= LEAST


def test_the_share_counts_what_was_invented_and_what_was_not_reported():
    whole = twin("district")
    place = next(iter(whole.truth))
    truth = {place: {"workers": -1, "phone": ILLEGIBLE, "product": whole.truth[place]["product"]}}

    assert share(Twin("x", whole.file_name, whole.data, truth)) == (0, 2)


def test_the_city_keeps_its_repeats_and_flags_only_full_duplicates():
    rows = twin("city").rows.values()

    assert len(rows) == texts.CITY_ROWS
    assert repeats(r.values["business_name"] for r in rows) == texts.REPEATED_NAMES
    assert repeats(r.cells[9:11] for r in rows) == texts.REPEATED_POINTS
    assert len(twin("city").codes("row_repeated")) == texts.REPEATED_ROWS


def test_the_city_has_no_nik_in_its_decimals():
    city = twin("city")
    long = [r for r in city.rows.values() if sum(c.isdigit() for c in r.cells[10]) == 16]

    assert len(long) == texts.LIKE_NIK
    assert {c.field for c in city.layouts["kota"].columns} & {"nik", "kk", "npwp", "nib"} == set()
    assert {r.values["longitude"] for r in long} == {float(r.cells[10]) for r in long}
    assert city.codes("number_masked") == []


def test_the_city_points_out_of_town_and_broken_latitudes_are_told():
    city = twin("city")
    told = [p.code for r in city.rows.values() for p in r.problems if p.field == "latitude"]

    assert Counter(told) == {
        "coordinate_far": texts.OUT_OF_TOWN,
        "coordinate_no_point": 2,
        "coordinate_unclear": 2,
    }
    assert sum("latitude" not in r.values for r in city.rows.values()) == texts.BROKEN_LATITUDES


def test_the_city_columns_that_never_change_are_left_out():
    columns = twin("city").layouts["kota"].columns

    assert [c.header for c in columns if c.field is None] == ["kota", "provinsi", "negara"]
    assert {c.why for c in columns if c.field is None} == {"judul tidak dikenal; isi selalu sama"}


def test_a_plain_reader_stumbles_over_the_city_at_line_nine():
    rows = csv.reader(io.StringIO(twin("city").data.decode()), delimiter=";")
    widths = [len(row) for row in rows]

    assert next(number for number, width in enumerate(widths, start=1) if width != widths[0]) == 9


def test_the_recap_is_read_whole_and_its_total_checks():
    recap = twin("recap")
    [total] = recap.layouts["rekap"].totals

    assert recap.facts["lines"] == texts.RECAP_LINES
    assert (total.row, total.agrees, total.detail) == (
        recap.facts["total_row"],
        True,
        f"Jumlah cocok dengan {texts.RECAP_ROWS} baris.",
    )


def test_the_recap_total_column_checks_in_every_row():
    recap = twin("recap")

    assert recap.codes("workers_sum") == []
    assert all(
        r.values["workers"] == r.values["workers_male"] + r.values["workers_female"]
        for r in recap.rows.values()
    )


def test_the_recap_says_which_rows_were_put_right():
    told = Counter(p.sentence for r in twin("recap").rows.values() for p in r.problems)

    assert told == {
        "Baris ini ditulis dengan pemisah koma atau dikutip utuh; dibaca sesuai jumlah kolomnya.": 65,
        "Baris ini terpotong di tengah sel; disambung kembali.": 18,
        "Baris ini memakai dua pemisah (titik koma dan koma); dibaca sesuai jumlah kolomnya.": 5,
    }


def test_the_district_addresses_are_put_back_together_and_told():
    district = twin("district")

    assert district.facts["commas"][0] == 163
    assert [number for _, number in district.codes("row_repaired")] == district.facts["commas"]


def test_the_office_swaps_are_found_and_a_business_in_two_tables_keeps_both_addresses():
    office = twin("office")
    shared = {name for name, _ in office.facts["shared"]}
    addresses = Counter(r.values["business_name"] for r in office.rows.values())

    assert {grid.name: len(grid.rows) - 1 for grid in office.book.sheets} == tables.OFFICE_TABLES
    assert office.codes("village_address_swapped") == [("ikm_kayu", n + 1) for n in tables.SWAPPED]
    assert {name for name, count in addresses.items() if count == 2} == shared
    assert len(shared) == tables.PAIRS
    assert (
        len({r.values["address"] for r in office.rows.values() if r.values["business_name"] in shared}) == 18
    )


def test_what_the_shop_lacks_stays_empty_and_spam_is_doubted():
    shop = twin("shop")

    assert [len(grid.rows) - 1 for grid in shop.book.sheets] == [21, 20, 48]
    assert {"address", "village", "district"} & shop.rows["usaha", 9].values.keys() == set()
    assert "product" not in shop.rows["produk", 12].values
    assert shop.codes("name_with_link") == [("usaha", 16)]


@pytest.mark.parametrize(("note", "rupiah"), tables.NOTES.items())
def test_the_shop_price_in_a_note_can_be_read(note, rupiah):
    notes = {r.values["note"] for (sheet, _), r in twin("shop").rows.items() if sheet == "produk"}
    parsed = parse_value("money", note)

    assert note in notes
    assert parsed.value == (Span(*rupiah) if isinstance(rupiah, tuple) else rupiah)
    assert [f.code for f in parsed.findings] == (["money_per_quantity"] if "/" in note else [])


def test_the_page_has_both_category_schemes_as_written():
    kinds = {r.values["branch"] for r in twin("page").rows.values()}

    assert kinds == {*tables.OLD_KINDS, *tables.NEW_KINDS}


def test_the_population_sums_are_left_out_after_they_checked():
    people = twin("population")
    totals = people.layouts["Penduduk"].totals

    assert people.facts["rows"] == 264
    assert [t.row for t in totals] == people.facts["sums"]
    assert {t.agrees for t in totals} == {True}


def test_the_population_codes_given_twice_are_told_and_missing_ones_not_made_up():
    people = twin("population")
    bare = [row for row in people.rows.values() if "code" not in row.values]

    assert len(people.codes("identifier_repeated")) == tables.REPEATED_CODES
    assert len(bare) + len(people.facts["sums"]) == tables.WITHOUT_CODE
