"""Learns a model from lists without any answers: Splink samples `u` and lets expectation maximise `m`.

What must not be learnt is fixed (`model.FIXED_M`, `FIXED_U`). A level the data never show keeps its starting
shares, so no level of a model is ever without numbers. The same rows and seed give the same model, in
whatever order the rows come: rows are taken in order of id, samples go by a hash of their number, and shares
are rounded before they are stored.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sentra.engines.linkage.batch import settings
from sentra.engines.linkage.blocking import MAX_CARRIERS
from sentra.engines.linkage.comparing import TERMS, USUAL
from sentra.engines.linkage.model import COUNTED, FIXED_U, stamped, starting_model
from sentra.engines.linkage.problem import Comparison, Level, LinkageRefused, Model, Norm
from sentra.engines.linkage.tables import checked_table, database, load, reword
from sentra.engines.linkage.wording import wording

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from splink import Linker

# Random pairs looked at for u, and pairs of one training block for m.
RANDOM_PAIRS: Final = 5e6
BLOCK_PAIRS: Final = 1e6
FEWEST_PAIRS: Final = 200  # in a block, or it teaches nothing
# No share is learnt to be less: in some list, sooner or later, a true pair disagrees on anything.
LEAST_M: Final = 2e-3
LEAST_U: Final = 1e-7
DIGITS: Final = 8  # significant digits kept of a share: sums of many threads differ in the last ones

# Rows that agree on one of these are trained on; each leaves its own columns' comparisons to the others.
BLOCKS: Final = (("village", "key1"), ("phone",), ("nik12",), ("nib",))
# Pairs that agree so are one business nearly always; they are about this part of all true pairs.
SURE: Final = (("nik", "key1"), ("nib", "key1"), ("phone", "key1"))
SURE_RECALL: Final = 0.33
LIKE_ALL: Final = 20  # people whom a village is thought to have besides its own, who make what all make
TELLING: Final = 1.5


def fit(
    records: "Sequence[Norm] | pa.Table",
    *,
    seed: int,
    threads: int = 2,
    memory: str = "4GB",  # not more than the machine has free
) -> Model:
    """A model for lists like these. Raises LinkageRefused as `link_batch` does, and for one row or none."""
    table = checked_table(records).sort_by("id")
    if len(table) < 2:
        raise LinkageRefused(f"A model cannot be learnt from {len(table)} rows.")
    with database(len(table), threads=threads, memory=memory) as con:
        load(con, table)
        model = replace(_attuned(con, starting_model()), prior=_prior(con, len(table)))
        return stamped(_trained(con, model, seed))


def attuned(
    records: "Sequence[Norm] | pa.Table", model: Model, *, threads: int = 2, memory: str = "4GB"
) -> Model:
    """`model` with what can be counted in these lists: how frequent a value is, and which words are one
    product. Weights stay. Takes a tenth of the time of `fit`. Raises LinkageRefused as `link_batch` does.
    """
    table = checked_table(records)
    with database(len(table), threads=threads, memory=memory) as con:
        load(con, table)
        return stamped(_attuned(con, model))


def _attuned(con: "duckdb.DuckDBPyConnection", model: Model) -> Model:
    words = wording(_product_pairs(con))
    reword(con, words)
    # What the crafts of a village take off, once they are counted, is in the starting prior until then.
    prior = model.prior if "local" in model.terms else model.prior + COUNTED
    return replace(model, prior=prior, terms=_terms(con), wording=words)


def _product_pairs(con: "duckdb.DuckDBPyConnection") -> dict[tuple[str, str], int]:
    """Which products rows of one owner name, and how many pairs of rows do."""
    rows = con.execute(
        "select least(l.product, r.product), greatest(l.product, r.product), count(*)"  # noqa: S608 - of SURE
        f" from ({_sure_pairs()}) join records l on l.row_id = a join records r on r.row_id = b"
        " where l.product is not null and r.product is not null group by all order by all"
    ).fetchall()
    return {(one, other): seen for one, other, seen in rows}


def _sure_pairs() -> str:
    return " union ".join(
        "select l.row_id as a, r.row_id as b from records l join records r"  # noqa: S608 - columns of SURE
        f" on {_equal(columns)} and l.row_id < r.row_id and {_bounded(columns)}"
        for columns in SURE
    )


def _terms(con: "duckdb.DuckDBPyConnection") -> dict[str, dict[str, float]]:
    """The share of each value, per column, that is above the column's floor."""
    plain = {column: floor for column, floor in TERMS.items() if column not in ("local", "place")}
    return {column: _shares(con, column, floor) for column, floor in plain.items()} | {
        column: {value: _rounded(min(times * USUAL, 1.0)) for value, times in con.execute(query).fetchall()}
        for column, query in (("local", _CRAFTS), ("place", _HOMONYMS))
    }


# How many times as many of a village's people as of all people make a thing, where that is telling. People
# are counted, not rows, and without the one who is compared; a village of few is taken for one like all.
_CRAFTS = f"""
    with made as (
        select local, any_value(village) as village, any_value(product) as product,
            count(distinct phon_sorted) as n
        from records where local is not null group by local
    ), everywhere as (
        select product, sum(n) / sum(sum(n)) over () as share from made group by product
    ), lived as (
        select village, sum(n) as n from made group by village
    )
    select local, (made.n - 1 + {LIKE_ALL} * share) / (lived.n - 1 + {LIKE_ALL}) / share as times
    from made join everywhere using (product) join lived using (village)
    where made.n >= 3 and times > {TELLING} order by all
"""  # noqa: S608 - our own numbers
_HOMONYMS = """
    select place, count(distinct village) as times from records
    where place is not null and village is not null group by place having times > 1 order by all
"""


def _shares(con: "duckdb.DuckDBPyConnection", column: str, floor: float) -> dict[str, float]:
    rows = con.execute(
        f"select {column}, count(*) / (select count({column}) from records)"  # noqa: S608 - a column of TERMS
        f" from records where {column} is not null group by 1 order by 1"
    ).fetchall()
    return {value: _rounded(share) for value, share in rows if share > floor}


def _rounded(share: float) -> float:
    return float(f"{share:.{DIGITS}g}")


def _prior(con: "duckdb.DuckDBPyConnection", rows: int) -> float:
    """Bits: how many of all pairs are one business, judged by those that surely are; never fewer than one."""
    counted = f"select count(*) from ({_sure_pairs()})"  # noqa: S608 - columns of SURE
    sure = con.execute(counted).fetchall()[0][0]
    everything = rows * (rows - 1) / 2
    true = min(max(sure / SURE_RECALL, 1.0), everything / 2)
    return _rounded(math.log2(true / everything) - math.log2(1 - true / everything))


def _equal(columns: tuple[str, ...]) -> str:
    return " and ".join(f"l.{column} = r.{column}" for column in columns)


def _bounded(columns: tuple[str, ...]) -> str:
    """Not a value that too many rows carry: its pairs would be without number."""
    names = ", ".join(columns)
    # Without NULLs, or NOT IN would say NULL to every row that shares the other column with one.
    present = " and ".join(f"{column} is not null" for column in columns)
    over = f"select {names} from records where {present} group by all having count(*) > {MAX_CARRIERS}"  # noqa: S608
    return f"({', '.join(f'l.{column}' for column in columns)}) not in ({over})"


# --- training -------------------------------------------------------------------------------------------


def _trained(con: "duckdb.DuckDBPyConnection", model: Model, seed: int) -> Model:
    blocks = _make_blocks(con)
    sampled = _learnt(_sample_u(con, model, seed), model)
    return _learnt(_maximise_m(con, sampled, blocks), sampled)


def _sample_u(con: "duckdb.DuckDBPyConnection", model: Model, seed: int) -> dict[str, Any]:
    """Splink's model after random pairs were compared, on nothing but what may be learnt from them."""
    told = settings(model, fixed=True)
    told["comparisons"] = [each for each in told["comparisons"] if each["output_column_name"] not in FIXED_U]
    linker = _linker(con, told)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=seed)
    return linker.misc.save_model_to_json()


def _maximise_m(con: "duckdb.DuckDBPyConnection", model: Model, blocks: list[str]) -> dict[str, Any]:
    """Splink's model after a round of expectation maximisation in each block."""
    # Without rarity: sums of shares would depend on the order in which threads come home.
    linker = _linker(con, settings(replace(model, terms={}), fixed=True))
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block,
            estimate_without_term_frequencies=True,
            fix_u_probabilities=True,
            max_pairs=BLOCK_PAIRS,
            record_sample_proportion=1.0,
        )
    return linker.misc.save_model_to_json()


def _linker(con: "duckdb.DuckDBPyConnection", told: dict[str, Any]) -> "Linker":
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(con)
    return Linker(api.register("training"), told, log_level="ERROR")


def _make_blocks(con: "duckdb.DuckDBPyConnection") -> list[str]:
    """Makes table `training`: the records, and per block a mark that is NULL where a value is too common.

    Returns the conditions of the blocks that have pairs enough to learn from.
    """
    marks = ", ".join(
        f"if(count(*) over (partition by {', '.join(columns)}) > {MAX_CARRIERS}, null, 1) as block_{place}"
        for place, columns in enumerate(BLOCKS)
    )
    con.execute(f"create table training as select *, {marks} from records")  # noqa: S608 - columns of BLOCKS
    conditions = [
        f"l.block_{place} = r.block_{place} and {_equal(columns)}" for place, columns in enumerate(BLOCKS)
    ]
    return [condition for condition in conditions if _pairs(con, condition) >= FEWEST_PAIRS]


def _pairs(con: "duckdb.DuckDBPyConnection", condition: str) -> int:
    query = f"select count(*) from training l join training r on {condition} and l.row_id < r.row_id"  # noqa: S608
    return int(con.execute(query).fetchall()[0][0])


def _learnt(told: Mapping[str, Any], model: Model) -> Model:
    """`model` with the shares Splink has learnt; a level it never saw, or may not touch, keeps its own."""
    learnt = {
        (comparison["output_column_name"], level["label_for_charts"]): level
        for comparison in told["comparisons"]
        for level in comparison["comparison_levels"]
    }
    return replace(
        model,
        comparisons=tuple(
            Comparison(
                comparison.key,
                tuple(
                    _level(level, learnt.get((comparison.key, level.key), {})) for level in comparison.levels
                ),
            )
            for comparison in model.comparisons
        ),
    )


def _level(level: Level, learnt: Mapping[str, Any]) -> Level:
    m, u = (learnt.get(f"{kind}_probability", kept) for kind, kept in (("m", level.m), ("u", level.u)))
    return replace(level, m=_rounded(max(m, LEAST_M)), u=_rounded(max(u, LEAST_U)))
