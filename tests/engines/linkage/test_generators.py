"""The lists the linkage engine is measured on: repeatable, as large as asked, and with the traps they promise."""

import json
import re
import zlib
from collections import defaultdict
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from bench.linkage.generators import Lists, plain, rough
from bench.linkage.generators.region import villages
from bench.linkage.pairwise import Pairwise, pairwise, pairwise_edges, true_pairs
from bench.linkage.peer import link
from sentra.engines.linkage.problem import CELLS

ROWS = 4000
GENERATORS = {"plain": plain.generate, "rough": rough.generate}


@pytest.fixture(scope="module", params=GENERATORS)
def made(request):
    return request.param, GENERATORS[request.param](ROWS, 5)


@pytest.fixture(scope="module")
def plainly():
    return plain.generate(ROWS, 5)


@pytest.fixture(scope="module")
def roughly():
    return rough.generate(ROWS, 5)


def digest(lists: Lists) -> int:
    rows = json.dumps(lists.rows.to_pylist(), default=str)
    return zlib.crc32(rows.encode() + lists.truth.tobytes() + lists.owner.tobytes())


def owners_of(lists: Lists, column: str) -> dict[str, set[int]]:
    """The last digits of each number in the column, and who carries it."""
    found = defaultdict(set)
    for text, owner in zip(lists.rows[column].to_pylist(), lists.owner.tolist(), strict=True):
        digits = re.sub(r"\D", "", (text or "").removesuffix(".0"))
        if digits:
            found[digits[-9:]].add(owner)
    return found


def reached(edges: list[dict], threshold: float, count: int) -> np.ndarray:
    """The lowest position each row is connected to."""
    group = np.arange(count)
    for edge in edges:
        if edge["probability"] >= threshold:
            left, right = group[edge["a"]], group[edge["b"]]
            group[group == max(left, right)] = min(left, right)
    return group


class TestLists:
    def test_has_the_rows_asked_for_in_the_columns_of_the_engine(self, made):
        _, lists = made
        text = {name: pa.string() for name in ("id", "source", *CELLS)}
        assert {field.name: field.type for field in lists.rows.schema} == text | {"seen": pa.date32()}
        assert (lists.rows.num_rows, len(lists.truth), len(lists.owner)) == (ROWS, ROWS, ROWS)
        assert (lists.truth.dtype, lists.owner.dtype) == (np.int64, np.int64)
        assert len(set(lists.rows["id"].to_pylist())) == ROWS

    def test_the_same_seed_gives_the_same_lists_and_another_seed_others(self, made):
        name, lists = made
        assert digest(GENERATORS[name](ROWS, 5)) == digest(lists)
        assert digest(GENERATORS[name](ROWS, 6)) != digest(lists)

    @pytest.mark.parametrize(("name", "known"), [("plain", 1160684343), ("rough", 2686974957)])
    def test_measured_figures_stand_for_these_very_lists(self, name, known):
        """A change here makes every published figure one about other lists: measure again."""
        assert digest(GENERATORS[name](500, 1)) == known

    def test_a_business_is_in_two_rows_on_average_as_real_lists_have_it(self, made):
        _, lists = made
        businesses = len(np.unique(lists.truth))
        assert ROWS / businesses == pytest.approx(1.97, abs=0.07)
        assert true_pairs(lists.truth) / businesses == pytest.approx(1.38, abs=0.12)

    def test_a_list_has_one_day(self, plainly):
        days = set(zip(plainly.rows["source"].to_pylist(), plainly.rows["seen"].to_pylist(), strict=True))
        assert days == set(plain.SEEN.items())

    def test_the_two_know_different_lists(self, plainly, roughly):
        assert set(plainly.rows["source"].to_pylist()) == set(plain.COVERAGE)
        assert set(roughly.rows["source"].to_pylist()) == set(rough.COVERAGE)

    def test_an_owner_may_have_two_businesses_and_in_the_rough_lists_more_do(self, plainly, roughly):
        def doubled(lists):
            pairs = set(zip(lists.owner.tolist(), lists.truth.tolist(), strict=True))
            owners = [owner for owner, _ in pairs]
            return sum(owners.count(owner) > 1 for owner in set(owners)) / len(set(owners))

        assert doubled(plainly) == pytest.approx(0.013, abs=0.005)
        assert doubled(roughly) == pytest.approx(0.05, abs=0.015)


class TestRough:
    def test_leaders_lend_their_phone_and_nik_and_plain_leaders_do_not_exist(self, plainly, roughly):
        """On five to fifteen rows each, several of which may be one member's: here are the owners to a number."""

        def lent(lists, column):
            return sorted(len(who) for who in owners_of(lists, column).values() if len(who) > 2)

        assert lent(plainly, "phone") == []
        assert lent(plainly, "nik") == []
        assert lent(roughly, "phone") == [3, 3, 3, 5, 5, 5, 5, 5, 6, 7, 7, 7, 8, 9, 9, 10, 10, 10, 11]
        assert lent(roughly, "nik") == [3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 7, 7, 8]

    def test_person_and_business_stand_in_one_cell(self, roughly):
        cells = roughly.rows["owner"].to_pylist()
        both = [text for text in cells if re.fullmatch(r".+ \(UD\.? .+\)", text, re.IGNORECASE)]
        assert len(both) == 9

    def test_the_village_is_only_in_the_address_of_siinas(self, roughly):
        rows = roughly.rows.filter(pa.compute.equal(roughly.rows["source"], "siinas")).to_pylist()
        assert {row["village"] for row in rows} == {None}
        assert None not in {row["address"] for row in rows}

    def test_a_moved_business_is_where_it_was_in_lists_older_than_the_move(self):
        before = rough.Business(1, None, "here", "08", None, None, None, None)
        now = rough.Business(1, None, "there", "08", None, None, None, None, False, date(2024, 1, 1), before)
        assert (now.at(date(2023, 12, 31)).home, now.at(date(2024, 1, 1)).home) == ("here", "there")


class TestPeer:
    @pytest.mark.slow
    def test_joins_what_its_edges_reach_at_the_threshold(self, roughly):
        few = roughly.rows.slice(0, 1500)
        done = link(few, (0.9, 0.5))
        assert {at: len(groups) for at, groups in done.clusters.items()} == {0.9: 1500, 0.5: 1500}
        for at, groups in done.clusters.items():
            assert pairwise(reached(done.edges.to_pylist(), at, 1500), groups)[:3] == (1, 1, 1)
        assert (min(done.edges["probability"].to_pylist()) > 0.05, done.untrained) == (True, [])


class TestRegion:
    def test_a_short_list_lives_in_few_villages_of_the_whole_regency(self):
        settled, gazetteer = villages(1814)
        assert len(settled) == 10
        assert len(gazetteer) == 239
        assert gazetteer[0] == (
            "33.03.01.2001",
            settled[0].name,
            "33.03.01",
            "Kemangkon",
            "Kabupaten Purbalingga",
        )

    def test_the_density_is_that_of_purbalingga_at_every_size(self):
        assert [len(villages(size)[0]) for size in (43_358, 500_000, 2_000_000)] == [239, 2756, 11025]

    def test_codes_are_unique_and_names_recur_but_not_within_a_district(self):
        _, gazetteer = villages(500_000)
        assert len({code for code, *_ in gazetteer}) == len(gazetteer)
        assert len({(district, name) for _, name, district, *_ in gazetteer}) == len(gazetteer)
        assert len({name for _, name, *_ in gazetteer}) < len(gazetteer)


class TestPairwise:
    def test_counts_pairs_not_records(self):
        truth, found = np.array([1, 1, 1, 2, 2]), np.array([7, 7, 8, 8, 9])
        # Three and one true pairs; of the two joined (first two, third with fourth), one is right.
        assert pairwise(truth, found) == Pairwise(1 / 2, 1 / 4, 1 / 3, 2, 4)

    def test_the_truth_itself_is_perfect_and_no_join_finds_nothing(self):
        truth = np.array([1, 1, 2])
        assert pairwise(truth, truth) == Pairwise(1, 1, 1, 1, 1)
        assert pairwise(truth, np.arange(3)) == Pairwise(1, 0, 0, 0, 1)

    def test_edges_are_measured_as_they_are(self):
        truth = np.array([1, 1, 1, 2])
        assert pairwise_edges(truth, np.array([0, 0]), np.array([1, 3]), 3) == Pairwise(0.5, 1 / 3, 0.4, 2, 3)

    def test_a_partition_of_other_records_is_refused(self):
        with pytest.raises(ValueError, match="Truth has 2 records, the partition 3"):
            pairwise(np.arange(2), np.arange(3))
