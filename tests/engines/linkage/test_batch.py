"""Whole lists: the same edges and weights as pair by pair, in bounded time whatever comes."""

import math
from collections import Counter

import pyarrow as pa
import pytest

from sentra.engines.linkage import batch
from sentra.engines.linkage.batch import BatchEdges, PairScorer, edges, link_batch, to_table
from sentra.engines.linkage.blocking import KEYS, block_keys
from sentra.engines.linkage.comparing import LESSENING, THEMES, USUAL
from sentra.engines.linkage.model import starting_model
from sentra.engines.linkage.problem import Edge, LinkageRefused, Norm
from sentra.engines.linkage.scoring import Index, Scorer, link
from sentra.engines.linkage.sharing import shared_numbers
from sentra.engines.linkage.tables import database, load, make_keys, make_pairs
from tests.engines.linkage.norms import make, norm, pairs

ROWS = make(3000, 1)
LESSER = ("local", "place")


def shares(column: str) -> dict[str, float]:
    counted = Counter(value for row in ROWS if (value := getattr(row, column)))
    return {value: count / counted.total() for value, count in counted.items()}


CROWDED = {column: {value: min(20 * n, 1.0) for value, n in shares(column).items()} for column in LESSER}
MODEL = starting_model({column: shares(column) for column in ("phon_sorted", "biz", "product")} | CROWDED)


@pytest.fixture(scope="module")
def everything() -> BatchEdges:
    """Every pair that meets, whatever it weighs."""
    return link_batch(ROWS, MODEL, min_weight=-100.0)


def by_pair(rows: list[Norm], found: BatchEdges) -> list[tuple[Edge, Edge]]:
    """Each edge of the batch beside the edge of the scorer."""
    scorer, bare = Scorer(MODEL), {row.id: found.shared.bare(row) for row in rows}
    return [(edge, scorer.edge(bare[edge.a], bare[edge.b])) for edge in edges(found.edges, MODEL)]


@pytest.mark.slow
def test_splink_and_the_scorer_agree_on_every_level(everything: BatchEdges) -> None:
    """On more than 6,000 pairs that meet, and below on any pairs; every level there is was compared."""
    both = by_pair(ROWS, everything)
    assert len(both) > 6000
    assert [_levels(left) for left, _ in both] == [_levels(right) for _, right in both]
    assert max(abs(left.weight - right.weight) for left, right in both) < 1e-6
    assert {part[:2] for _, edge in both for part in edge.parts} == {
        ("sibling", "possible"),
        *((theme.key, key) for theme in THEMES for key in theme.keys),
    } - {("homonym", "several"), *((key, "else") for key in LESSENING)}
    assert min(part.term for _, edge in both for part in edge.parts if part.comparison == "craft") < -1


def test_what_is_common_in_a_village_and_a_name_that_several_have_say_less() -> None:
    """By as many bits as the model says, in the batch as for one pair; what it does not know takes nothing."""
    home = {"name": "slamet riyadi", "product": "gula", "rt": "1", "rw": "2"}
    known = norm("k", village="33.03.01.2001", place="kalapacung", **home)
    rows = [
        known,
        known._replace(id="neighbour", source="oss"),
        known._replace(id="open", source="bantuan", village=None),
        known._replace(id="else", source="oss", village="33.03.05.2009", place="pekuncen", nik="3303"),
        known._replace(id="where", source="bantuan", village="33.03.05.2009", place="pekuncen", nik="3303"),
    ]
    terms = {"local": {"33.03.01.2001 gula": 8 * USUAL}, "place": {"kalapacung": 4 * USUAL}}
    model = starting_model(terms)
    found = list(edges(link_batch(rows, model, min_weight=-100.0).edges, model))
    by_id, scorer = {row.id: row for row in rows}, Scorer(model)
    for edge in found:
        other = scorer.edge(by_id[edge.a], by_id[edge.b])
        assert edge.weight == pytest.approx(other.weight, abs=1e-9)
        assert (
            _levels(edge) == _levels(other) == _levels(scorer.edge_above(by_id[edge.b], by_id[edge.a], -99))
        )
    lessened = {
        (edge.a, edge.b, part.comparison): round(part.term, 6)
        for edge in found
        for part in edge.parts
        if part.comparison in LESSENING
    }
    assert lessened == {
        ("k", "neighbour", "craft"): -3.0,
        ("k", "open", "homonym"): -2.0,
        ("neighbour", "open", "homonym"): -2.0,
        ("else", "where", "craft"): 0.0,
    }


def _levels(edge: Edge) -> list[tuple[str, str, float]]:
    return [(part.comparison, part.level, round(part.term, 6)) for part in edge.parts]


@pytest.mark.slow
def test_they_agree_on_ten_thousand_random_pairs() -> None:
    chosen = sorted({tuple(sorted((one.id, other.id))) for one, other in pairs(ROWS, 12_000, 5)})[:10_000]
    place = {row.id: at for at, row in enumerate(ROWS)}
    sides = {side: pa.array([place[pair[at]] for pair in chosen], pa.int32()) for at, side in enumerate("lr")}
    with database(len(ROWS), threads=2, memory="1GB") as con:
        shared = load(con, to_table(ROWS))
        con.register("chosen", pa.table(sides))
        con.execute(
            "create table pairs as select '0' as match_key, l as join_key_l, r as join_key_r from chosen"
        )
        scored = PairScorer(con, MODEL).score(-200.0)
    found = BatchEdges(scored.sort_by([("a", "ascending"), ("b", "ascending")]), (), shared)
    both = by_pair(ROWS, found)
    assert [left[:2] for left, _ in both] == chosen
    assert max(abs(left.weight - right.weight) for left, right in both) < 1e-6


def test_the_parts_of_an_edge_sum_to_its_weight(everything: BatchEdges) -> None:
    for edge in list(edges(everything.edges.slice(0, 500), MODEL)):
        assert MODEL.prior + math.fsum(part.weight for part in edge.parts) == pytest.approx(edge.weight)


def test_pairs_meet_by_the_keys_of_the_index(everything: BatchEdges) -> None:
    meeting: dict[tuple[str, ...], list[str]] = {}
    for row in ROWS:
        for key in set(block_keys(everything.shared.bare(row))):
            meeting.setdefault(key, []).append(row.id)
    wanted = {(a, b) for ids in meeting.values() for a in ids for b in ids if a < b}
    assert everything.dropped == ()
    found = zip(everything.edges["a"].to_pylist(), everything.edges["b"].to_pylist(), strict=True)
    assert set(found) == wanted


def test_a_row_that_knows_only_the_name_of_its_village_meets_all_of_that_name_and_they_not_each_other() -> (
    None
):
    where = {
        "here": ("1", "bojong"),
        "there": ("2", "bojong"),
        "lost": (None, "bojong"),
        "gone": (None, "bojong"),
    }
    rows = [
        norm(key, name="slamet", village=village, place=place, rt=key, rw=key)
        for key, (village, place) in where.items()
    ]
    met = {("here", "lost"), ("lost", "there"), ("gone", "lost"), ("gone", "here"), ("gone", "there")}
    found = link_batch(rows, MODEL, min_weight=-100.0).edges
    assert set(zip(found["a"].to_pylist(), found["b"].to_pylist(), strict=True)) == met
    index = Index(rows)
    assert {tuple(sorted((row.id, other.id))) for row in rows for other in index.near(row)} == met


def test_edges_come_in_order_of_their_ids_and_the_same_on_every_run(everything: BatchEdges) -> None:
    ids = list(zip(everything.edges["a"].to_pylist(), everything.edges["b"].to_pylist(), strict=True))
    assert ids == sorted(ids)
    again = link_batch(list(reversed(ROWS)), MODEL, min_weight=-100.0)
    assert again.edges.drop(["weight"]).equals(everything.edges.drop(["weight"]))
    assert again.edges["weight"].to_pylist() == pytest.approx(
        everything.edges["weight"].to_pylist(), abs=1e-9
    )


def test_the_bound_leaves_out_what_weighs_less(everything: BatchEdges) -> None:
    strong = link_batch(ROWS, MODEL, min_weight=10.0)
    assert (
        strong.edges.num_rows
        == sum(weight >= 10.0 for weight in everything.edges["weight"].to_pylist())
        > 200
    )


def test_slices_change_nothing(everything: BatchEdges, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SLICE", 700)
    assert link_batch(ROWS, MODEL, min_weight=-100.0).edges.equals(everything.edges)


def test_an_error_of_our_own_is_not_taken_for_a_lack_of_memory() -> None:
    with pytest.raises(KeyError), database(3, threads=1, memory="100MB"):
        raise KeyError("village")


def test_the_batch_finds_the_shared_numbers_that_rows_one_by_one_find(everything: BatchEdges) -> None:
    lent = [
        norm(
            f"g{place}",
            name=name,
            phones=("8120000",),
            nik="3303014404700007",
            nik12="330301440470",
            latitude=-7.0,
            longitude=109.0,
        )
        for place, name in enumerate(("slamet", "kodiyem", "wartono"))
    ]
    rows = [*ROWS, *lent]
    found = link_batch(rows, MODEL, min_weight=0.0)
    assert found.shared == shared_numbers(rows)
    assert found.shared.phones >= {"8120000"} and found.shared.niks >= {"3303014404700007", "330301440470"}
    assert found.shared.points >= {(-7.0, 109.0)}
    assert {edge.a for edge in edges(found.edges, MODEL)}.isdisjoint({"g0", "g1"})


def test_a_leaders_phone_does_not_chain_ten_workshops() -> None:
    names = "slamet kodiyem wartono lastri bejo murni paijan tukinem darsono sri".split()
    rows = [
        norm(
            f"g{place}",
            name=name,
            phones=("8120000", f"85{place}1{place}7{place}"),
            village="v",
            district="d",
            rt="1",
            rw="1",
        )
        for place, name in enumerate(names)
    ]
    assert link_batch(rows[:2], MODEL, min_weight=0.0).edges.num_rows == 1
    assert link_batch(rows, MODEL, min_weight=0.0).edges.num_rows == 0


def test_the_batch_and_the_index_find_the_same_edges() -> None:
    rows = make(800, 3)
    whole = link_batch(rows, MODEL, min_weight=2.0)
    one_by_one = sorted(link(rows, Index(), MODEL, min_weight=2.0))
    assert [edge[:2] for edge in one_by_one] == [edge[:2] for edge in edges(whole.edges, MODEL)]


# --- tables ---------------------------------------------------------------------------------------------


def test_a_table_is_as_good_as_rows_and_may_have_more_columns() -> None:
    table = to_table(iter(ROWS[:300]))
    more = table.append_column("colour", pa.array(["red"] * 300)).select(
        [*reversed(table.column_names), "colour"]
    )
    rows = link_batch(ROWS[:300], MODEL, min_weight=0.0).edges
    assert link_batch(more, MODEL, min_weight=0.0).edges.equals(rows)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (pa.table({"id": ["a"], "colour": ["red"]}), "lacks the columns source, name"),
        (to_table([norm("a")]).drop(["nib"]), "lacks the columns nib"),
        (
            to_table([norm("a")]).drop(["tokens"]).append_column("tokens", pa.array(["many"])),
            "column of the table has a wrong type",
        ),
        (to_table([norm("a"), norm("a")]), "id of its own"),
    ],
)
def test_a_table_that_is_none_is_refused(table: pa.Table, sentence: str) -> None:
    with pytest.raises(LinkageRefused, match=sentence):
        link_batch(table, MODEL, min_weight=0.0)


def test_a_batch_that_does_not_fit_is_refused_and_never_written_to_a_disk() -> None:
    with database(3, threads=1, memory="100MB") as con:
        assert con.execute("select current_setting('temp_directory')").fetchall() == [("",)]
    with pytest.raises(LinkageRefused, match="3000 rows do not go into 4MB"):
        link_batch(ROWS, MODEL, min_weight=0.0, threads=1, memory="4MB")


# --- bad input ------------------------------------------------------------------------------------------


def test_no_rows_and_one_row_have_no_edges() -> None:
    assert link_batch([], MODEL, min_weight=0.0).edges.num_rows == 0
    assert link_batch(ROWS[:1], MODEL, min_weight=0.0).edges.num_rows == 0


def test_empty_rows_have_no_edges() -> None:
    assert (
        link_batch([norm(f"e{place}") for place in range(3000)], MODEL, min_weight=-100.0).edges.num_rows == 0
    )


def test_a_table_with_empty_texts_is_read_as_absent() -> None:
    blank = norm(
        "a", name="", biz="", village="", phones=("",), nik="", nib="", latitude=math.nan, longitude=0.0
    )
    rows = [blank, blank._replace(id="b")]
    assert link_batch(to_table(rows), MODEL, min_weight=-100.0).edges.num_rows == 0


@pytest.mark.slow
def test_one_value_on_all_rows_is_named_and_makes_no_explosion() -> None:
    same = {
        "village": "v",
        "place": "v",
        "district": "d",
        "key1": "k",
        "key2": "k",
        "nib": "1",
        "phones": ("8",),
        "biz": "b",
    }
    rows = [row._replace(**same, rt=None) for row in make(10_000, 3)]
    with database(len(rows), threads=2, memory="2GB") as con:
        load(con, to_table(rows))
        dropped = make_keys(con, len(rows))
        make_pairs(con, 0, len(rows))
        (made,) = con.execute("select count(*) from pairs").fetchall()[0]
    named = {"nib", "village and first word", "village and last word", "district and business"}
    assert {warning.key for warning in dropped} >= named
    assert {warning.carriers for warning in dropped if warning.key in named} == {10_000}
    assert made < 40 * len(rows) * len(KEYS)


@pytest.mark.slow
def test_ten_thousand_identical_rows_are_one_chain() -> None:
    row = norm("a", name="slamet riyadi", nib="0123456789012", village="v", district="d")
    found = link_batch([row._replace(id=f"i{place:05d}") for place in range(10_000)], MODEL, min_weight=0.0)
    assert found.edges.num_rows == 9_999
    assert {warning.key for warning in found.dropped} >= {"nib", "district and name"}
