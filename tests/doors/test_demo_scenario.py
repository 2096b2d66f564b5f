"""The synthetic Purbalingga scenario: its counts are the published ones, its files say what it says."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import sentra
from sentra.cli.demo import DemoFile, Truth, build_truth, read_areas, write_lists
from sentra.cli.demo.branches import BRANCH_KEYS
from sentra.cli.demo.office_list import BRANCH_TITLES, SUMMED
from sentra.cli.demo.plan import apportion
from sentra.cli.demo.units import AreaRow, Owner, Quota, Unit, Year, size_class
from sentra.registry.catalogue.branches import branch_of

AREAS = Path(sentra.__file__).parent / "base" / "places" / "areas" / "33.03.csv"
SEED = 2022
SMALL_SIZE = 0.03
MUFFLER_PLACES = {
    "Babakan",
    "Galuh",
    "Gembong",
    "Kembaran Kulon",
    "Mrebet",
    "Patemon",
    "Purbalingga Lor",
    "Wirasana",
}
# Makers and brands that stand in the press about the regency: none may turn up among invented names.
REAL_NAMES = (
    "abenk",
    "alpino",
    "apik bangga",
    "arjuna",
    "berkah mandiri",
    "brayan",
    "bunga palm",
    "cap koki",
    "central agro",
    "karya sinar terang",
    "nanasqu",
    "sinar agung",
    "sumber rejeki",
)


@pytest.fixture(scope="session")
def areas() -> list[AreaRow]:
    return read_areas(AREAS)


@pytest.fixture(scope="session")
def truth(areas: list[AreaRow]) -> Truth:
    """The whole scenario; about two seconds."""
    return build_truth(areas, SEED)


@pytest.fixture(scope="session")
def small(areas: list[AreaRow]) -> Truth:
    return build_truth(areas, SEED, SMALL_SIZE)


@pytest.fixture(scope="session")
def files(small: Truth, tmp_path_factory: pytest.TempPathFactory) -> dict[str, DemoFile]:
    written = write_lists(small, tmp_path_factory.mktemp("lists"), SEED)
    return {file.source_key: file for file in written}


def workers(year: Year) -> int:
    return (year.workers_m or 0) + (year.workers_f or 0)


def test_classes_are_the_published_counts(truth: Truth) -> None:
    counts = Counter(size_class(unit.now) for unit in truth.units)
    assert counts == {"small": 43_185, "medium": 115, "unclassified": 58}


def test_the_size_rule_is_met_exactly_on_its_lines(truth: Truth) -> None:
    lines = {(19, 1_000_000_000): "medium", (20, 15_000_000_000): "medium", (19, 999_900_000): "small"}
    found = {
        (workers(unit.now), unit.now.investment_idr): size_class(unit.now)
        for unit in truth.units
        if (workers(unit.now), unit.now.investment_idr) in lines
    }
    assert found == lines


def test_muffler_makers(truth: Truth) -> None:
    makers = [unit for unit in truth.units if unit.branch == "knalpot"]
    assert len(makers) == 350
    assert sum(workers(unit.now) for unit in makers) == 4_500
    assert {truth.village(unit) for unit in makers} == MUFFLER_PLACES
    assert {unit.kbli for unit in makers} == {"30912", "29300"}
    assert {unit.kbli for unit in truth.units if unit.branch != "knalpot"}.isdisjoint({"30912", "29300"})


def test_every_village_and_every_branch_is_inhabited(truth: Truth, areas: list[AreaRow]) -> None:
    villages = {area.code for area in areas if area.code.count(".") == 3}
    assert len(villages) == 239
    assert {unit.site.village_code for unit in truth.units} == villages
    assert {unit.branch for unit in truth.units} == set(BRANCH_KEYS)
    assert Counter(unit.branch for unit in truth.units).most_common(1) == [("gula_kelapa", 18_000)]


def test_clusters_and_groups_hold_what_points_at_them(truth: Truth) -> None:
    assert sum(cluster.branch == "batik" for cluster in truth.clusters) == 12
    clusters = {cluster.id: (cluster.branch, cluster.village_code) for cluster in truth.clusters}
    groups = {group.id: (group.branch, group.village_code) for group in truth.groups}
    for unit in truth.units:
        here = (unit.branch, unit.site.village_code)
        assert unit.cluster is None or clusters[unit.cluster] == here
        assert unit.group is None or groups[unit.group] == here
    assert {unit.group for unit in truth.units} == {None, *groups}
    assert all(truth.unit(group.leader_unit).group == group.id for group in truth.groups)
    assert len({group.name for group in truth.groups}) == len(truth.groups)


def born_from_nik(nik: str) -> date:
    """The birth date of a NIK; the century is chosen so that owners are adults."""
    day, month, year = int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])
    return date(year + (2000 if year < 10 else 1900), month, day)


def test_personal_numbers_follow_their_rules(truth: Truth) -> None:
    owners: dict[int, Owner] = {unit.owner.id: unit.owner for unit in truth.units}
    for owner in owners.values():
        assert re.fullmatch(r"33\d{14}", owner.nik)
        assert born_from_nik(owner.nik) == owner.born_on
        assert (int(owner.nik[6:8]) > 40) == (owner.sex == "P")
        assert owner.nik[-4:] != "0000"
        assert re.fullmatch(r"\d{16}", owner.kk)
        assert owner.phone is None or re.fullmatch(r"08\d{9,10}", owner.phone)
    assert len({owner.nik for owner in owners.values()}) == len(owners)
    nibs = [unit.nib for unit in truth.units if unit.nib]
    assert len(set(nibs)) == len(nibs)
    assert all(re.fullmatch(r"\d{13}", nib) for nib in nibs)


def test_people_share_owners_households_and_phones(truth: Truth) -> None:
    owners = {unit.owner.id: unit.owner for unit in truth.units}
    second_businesses = len(truth.units) - len(owners)
    second_in_house = len(owners) - len({owner.kk for owner in owners.values()})
    assert 0.013 < second_businesses / len(truth.units) < 0.017
    assert 0.055 < second_in_house / len(truth.units) < 0.065
    phones = Counter(owner.phone for owner in owners.values() if owner.phone)
    assert sum(count > 1 for count in phones.values()) > 500


def names_in(truth: Truth) -> Iterator[str]:
    for unit in (*truth.units, *truth.outside):
        yield unit.business or ""
        yield unit.owner.name
    for named in (*truth.groups, *truth.clusters):
        yield named.name


def test_no_real_maker_or_brand_among_the_invented_names(truth: Truth) -> None:
    everything = "\n".join(set(names_in(truth))).casefold()
    assert [name for name in REAL_NAMES if name in everything] == []


def test_years_begin_when_the_unit_does(truth: Truth) -> None:
    for unit in truth.units:
        assert [year.year for year in unit.years] == [y for y in (2023, 2024, 2025) if y >= unit.founded]


def test_same_seed_same_truth_and_same_bytes(areas: list[AreaRow], small: Truth, tmp_path: Path) -> None:
    again = build_truth(areas, SEED, SMALL_SIZE)
    assert again == small
    assert build_truth(areas, SEED + 1, SMALL_SIZE).units != small.units
    first, second = (digests(write_lists(small, tmp_path / name, SEED)) for name in ("a", "b"))
    assert first == second


def digests(files: list[DemoFile]) -> list[str]:
    return [hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files]


def test_a_smaller_regency_keeps_its_quota(small: Truth) -> None:
    quota = Quota.scaled(SMALL_SIZE)
    counts = Counter(size_class(unit.now) for unit in small.units)
    makers = [unit for unit in small.units if unit.branch == "knalpot"]
    assert counts == {"small": quota.small, "medium": quota.medium, "unclassified": quota.unclassified}
    assert (len(makers), sum(workers(u.now) for u in makers)) == (quota.mufflers, quota.muffler_workers)


def test_refuses_sizes_and_areas_it_cannot_fill(areas: list[AreaRow]) -> None:
    with pytest.raises(ValueError, match="size must be between"):
        build_truth(areas, SEED, 1.5)
    with pytest.raises(ValueError, match="has no point"):
        build_truth([AreaRow("33.03.01.2001", "Tanpa Titik", None, None)], SEED, SMALL_SIZE)


def test_apportion_sums_to_the_total() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(3, [0, 5, 1]) == [0, 3, 0]


def test_large_business_has_no_place_here() -> None:
    with pytest.raises(ValueError, match="large business"):
        size_class(Year(2025, 20, 0, 15_000_000_001, 0, 0, 0, 0))


# --- the files -----------------------------------------------------------------------------------


def test_five_files_and_only_the_first_creates(files: dict[str, DemoFile], small: Truth) -> None:
    assert list(files) == ["buku-induk", "siinas", "oss", "dinkop", "survei-desa"]
    assert [file.source_key for file in files.values() if file.creates] == ["buku-induk"]
    office = files["buku-induk"]
    assert sorted(office.truth) == [unit.id for unit in small.units]
    for file in list(files.values())[1:]:
        assert file.units < file.rows < office.rows
        assert any(unit_id < 0 for unit_id in file.truth)


def office_sheets(file: DemoFile) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(file.path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def rupiah(cell: object) -> int:
    """Reads money independently of the writer: numbers, dotted text, and "1,5 jt"."""
    text = str(int(cell)) if isinstance(cell, float) else str(cell)
    if text.endswith(" jt"):
        return round(float(text[:-3].replace(",", ".")) * 1_000_000)
    return int(re.sub(r"\D", "", text))


def people(cell: object) -> int:
    return int(cell) if isinstance(cell, float) else int(str(cell).split()[0])


def as_observed(row: list[object]) -> Year:
    men, women, invested = row[SUMMED["L"]], row[SUMMED["P"]], row[SUMMED["investment"]]
    return Year(
        2025,
        None if men == "" else people(men),
        None if women == "" else people(women),
        None if invested == "" else rupiah(invested),
        rupiah(row[SUMMED["turnover"]]),
        rupiah(row[SUMMED["production"]]),
        0,
        0,
    )


def test_office_list_reads_back_to_the_same_classes(files: dict[str, DemoFile], small: Truth) -> None:
    office = files["buku-induk"]
    sheets = office_sheets(office)
    assert list(sheets) == list(dict.fromkeys(small.district(unit) for unit in small.units))
    rows = [row for rows in sheets.values() for row in rows[7:-1]]
    written: list[Unit] = [small.unit(unit_id) for unit_id in office.truth]
    assert [row[1] for row in rows] == [unit.register_no for unit in written]
    assert [size_class(as_observed(row)) for row in rows] == [size_class(unit.now) for unit in written]


def test_office_totals_check_on_every_sheet(files: dict[str, DemoFile]) -> None:
    sheets = office_sheets(files["buku-induk"])
    assert len(sheets) == 18
    for rows in sheets.values():
        years = [as_observed(row) for row in rows[7:-1]]
        total = rows[-1]
        assert total[0] == "JUMLAH"
        assert total[SUMMED["L"]] == sum(year.workers_m or 0 for year in years)
        assert total[SUMMED["P"]] == sum(year.workers_f or 0 for year in years)
        assert total[SUMMED["investment"]] == sum(year.investment_idr or 0 for year in years)
        assert total[SUMMED["production"]] == sum(year.production_idr for year in years)
        assert total[SUMMED["turnover"]] == sum(year.turnover_idr for year in years)


def test_register_numbers_are_unique(truth: Truth) -> None:
    assert len({unit.register_no for unit in truth.units}) == len(truth.units)


def read_rows(file: DemoFile) -> list[list[str]]:
    """All rows of one of the other lists, title and header included, as text."""
    if file.path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(file.path).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]
    if file.path.suffix == ".xls":
        lines = re.findall(r"<tr>(.*?)</tr>", file.path.read_text(encoding="utf-8"))
        return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line) for line in lines]
    delimiter, encoding = (";", "cp1252") if file.source_key == "siinas" else ("\t", "utf-8-sig")
    with file.path.open(encoding=encoding, newline="") as lines_in:
        return list(csv.reader(lines_in, delimiter=delimiter))


@pytest.mark.parametrize("key", ["siinas", "oss", "dinkop", "survei-desa"])
def test_other_lists_are_labelled_and_complete(files: dict[str, DemoFile], key: str) -> None:
    title, header, *rows = read_rows(files[key])
    assert title[0].startswith("DATA SINTETIS / CONTOH")
    assert header[0] == "No"
    assert len(rows) == files[key].rows
    assert {len(row) for row in rows} == {len(header)}


def test_every_office_sheet_is_labelled(files: dict[str, DemoFile]) -> None:
    labels = {str(rows[0][0])[:22] for rows in office_sheets(files["buku-induk"]).values()}
    assert labels == {"DATA SINTETIS / CONTOH"}


@pytest.mark.parametrize("key", ["siinas", "oss", "dinkop", "survei-desa"])
def test_no_register_number_runs_through_the_other_lists(files: dict[str, DemoFile], key: str) -> None:
    assert "PBG-" not in "\n".join(cell for row in read_rows(files[key]) for cell in row)


def test_the_register_reads_every_branch_as_the_truth_has_it(truth: Truth) -> None:
    spoken = {(unit.branch, unit.product, unit.kbli) for unit in truth.units}
    read = {
        (branch_of(BRANCH_TITLES[key], product, kbli=kbli), product, kbli) for key, product, kbli in spoken
    }
    assert read == spoken
    assert {(branch_of(product, kbli=kbli), product, kbli) for _key, product, kbli in spoken} == spoken
